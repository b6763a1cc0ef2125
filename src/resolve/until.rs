//! Until when a site stands as it is, if nobody changes its files.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Moment, Published, lives::Lived, note_ends};
use crate::model::{Settings, midnight};

/// The first moment after `moment`, in UTC, at which an event that nobody sees yet is announced.
pub(super) fn first_announcement(lives: &[Lived], moment: Moment) -> Option<DateTime<Utc>> {
    lives.iter().filter_map(|lived| lived.event.announce.at).filter(|at| *at > moment.now).min()
}

/// The first of these moments and of the midnights of the site's zone that comes after `moment`, in UTC.
pub(super) fn first_change(
    moments: impl Iterator<Item = DateTime<Utc>>,
    settings: &Settings,
    moment: Moment,
) -> DateTime<Utc> {
    let tomorrow = moment.today.succ_opt().unwrap_or(NaiveDate::MAX);
    let midnight = midnight(tomorrow, &settings.zone);
    moments.filter(|at| *at > moment.now).min().map_or(midnight, |at| at.min(midnight))
}

/// Every moment, in UTC, at which something published of an event changes by the clock alone.
pub(super) fn moments(published: &Published, settings: &Settings) -> impl Iterator<Item = DateTime<Utc>> {
    let over = published.occurrences.iter().map(|date| date.over);
    let told = published.versions.iter().map(|version| version.since);
    let noted = if published.versions.len() > 1 { note_ends(&published.versions, settings) } else { Vec::new() };
    over.chain(told).chain(noted).chain(published.event.announce.place_at)
}
