//! Created, last changed and sequence of what is published.

use chrono::{DateTime, Utc};

use super::{ChangedBy, Recorded, lives::Lived, note_ends};
use crate::{
    model::{Settings, Version},
    output::Stamp,
    past::{Revision, after},
};

/// The revision of an event, given what the public was told of it, and what made the last change. It never falls below what the
/// last build into the same folder published.
pub(super) fn revision(
    lived: &Lived,
    versions: &[Version],
    uid: &str,
    settings: &Settings,
    recorded: &Recorded<'_>,
    now: DateTime<Utc>,
) -> (Revision, ChangedBy) {
    let created = versions.first().map_or(lived.created, |first| first.since.max(lived.created));
    let by_the_clock = by_the_clock(lived, versions, settings).into_iter().filter(|moment| *moment <= now).max();
    let (changed, by) = match by_the_clock.filter(|moment| *moment > lived.changed) {
        Some(moment) => (moment, ChangedBy::Clock),
        None => (lived.changed, lived.changed_by.clone()),
    };
    let published = &recorded.history.published;
    // A build that knew less of the past did not say where the event had been.
    let is_told_now = published.is_shallow
        && recorded.history.lack.is_none()
        && note_ends(versions, settings).iter().any(|end| *end > now);
    let is_later = |stamp: &&Stamp| stamp.changed > changed || (is_told_now && stamp.changed == changed);
    let (changed, by) = match published.stamps.get(&Stamp::key(uid)).filter(is_later) {
        Some(stamp) if is_told_now => (after(stamp.changed), ChangedBy::AfterLastBuild),
        Some(stamp) if stamp.fingerprint == lived.seen.0 => (stamp.changed, ChangedBy::LastBuild),
        Some(stamp) => (after(stamp.changed), ChangedBy::AfterLastBuild),
        None => (changed, by),
    };
    (Revision::new(created, changed), by)
}

/// The moments at which what is published of an event changes by itself, in UTC: it is announced, its place is told, a note that
/// it moved ends.
fn by_the_clock(lived: &Lived, versions: &[Version], settings: &Settings) -> Vec<DateTime<Utc>> {
    let announce = &lived.event.announce;
    let place_at = announce.place_at.filter(|_| lived.now.facts.place.is_some());
    [announce.at, place_at].into_iter().flatten().chain(note_ends(versions, settings)).collect()
}
