//! Created, last changed and sequence of what is published.

use chrono::{DateTime, Utc};

use super::{Recorded, lives::Lived};
use crate::{
    model::{Settings, Version},
    output::Stamp,
    past::{Revision, after},
};

/// The revision of an event, given what the public was told of it. It never falls below what the last build into the same
/// folder published.
pub(super) fn revision(
    lived: &Lived,
    versions: &[Version],
    uid: &str,
    settings: &Settings,
    recorded: &Recorded<'_>,
    now: DateTime<Utc>,
) -> Revision {
    let created = versions.first().map_or(lived.created, |first| first.since.max(lived.created));
    let passed = by_the_clock(lived, versions, settings).into_iter().filter(|moment| *moment <= now);
    let changed = passed.fold(lived.changed, DateTime::max);
    let changed = match recorded.history.published.get(&Stamp::key(uid)).filter(|stamp| stamp.changed > changed) {
        Some(stamp) if stamp.fingerprint == lived.fingerprint.0 => stamp.changed,
        Some(stamp) => after(stamp.changed),
        None => changed,
    };
    Revision::new(created, changed)
}

/// The moments at which what is published of an event changes by itself, in UTC: it is announced, its place is told.
fn by_the_clock(lived: &Lived, _versions: &[Version], _settings: &Settings) -> Vec<DateTime<Utc>> {
    let announce = &lived.event.announce;
    let place_at = announce.place_at.filter(|_| lived.now.facts.place.is_some());
    [announce.at, place_at].into_iter().flatten().collect()
}
