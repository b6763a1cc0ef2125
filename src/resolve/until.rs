//! Until when a site stands as it is, if nobody changes its files.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Moment, Published, lives::Lived, note_ends};
use crate::model::{Settings, midnight};

/// The first moment after `moment`, in UTC, at which an event that nobody sees yet is announced.
pub(super) fn first_announcement(lives: &[Lived], moment: Moment) -> Option<DateTime<Utc>> {
    lives.iter().filter_map(|lived| lived.event.announce.at).filter(|at| *at > moment.now).min()
}

/// The first moment after `moment`, in UTC, at which something published changes by the clock alone: a date is over, a place is
/// told, a note that an event moved ends, or a day begins in the site's zone.
pub(super) fn first_change(events: &[Published], settings: &Settings, moment: Moment) -> DateTime<Utc> {
    let tomorrow = moment.today.succ_opt().unwrap_or(NaiveDate::MAX);
    let is_ahead = |at: &DateTime<Utc>| *at > moment.now;
    let of_events = events.iter().flat_map(|published| moments(published, settings)).filter(is_ahead).min();
    let midnight = midnight(tomorrow, &settings.zone);
    of_events.map_or(midnight, |at| at.min(midnight))
}

fn moments(published: &Published, settings: &Settings) -> impl Iterator<Item = DateTime<Utc>> {
    let over = published.occurrences.iter().map(|date| date.over);
    let told = published.versions.iter().map(|version| version.since);
    let noted = if published.versions.len() > 1 { note_ends(&published.versions, settings) } else { Vec::new() };
    over.chain(told).chain(noted).chain(published.event.announce.place_at)
}
