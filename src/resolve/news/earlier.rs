//! Starts and places that people may still have in mind, and until when they are reminded in their calendars.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{places, times};
use crate::model::{Facts, Settings, Status, Version, midnight};

/// So many earlier starts, and so many earlier places, are told.
const MOST: usize = 3;

/// What an event was before it moved.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// What has moved.
    pub moved: Moved,
    /// What was told then.
    pub facts: &'a Facts,
    /// When that was no longer so, in UTC.
    pub until: DateTime<Utc>,
}

/// What of an event has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Its start.
    Start,
    /// Its place.
    Place,
}

impl Earlier<'_> {
    /// The day, in the site's zone, on which that was no longer so.
    pub fn day(&self, settings: &Settings) -> NaiveDate {
        times::day_of(self.until, &settings.zone)
    }

    /// When entries of calendars stop to speak of it, in UTC: a midnight in the site's zone, so that they change at most once a
    /// day by the clock alone. They do not speak of it at all where `feed.moved` is nothing.
    fn note_end(&self, settings: &Settings) -> Option<DateTime<Utc>> {
        let days = u64::from(settings.moved_days).checked_add(1).filter(|days| *days > 1)?;
        Some(midnight(self.day(settings).checked_add_days(Days::new(days))?, &settings.zone))
    }
}

/// Every start and place that the public was told before and that is not what it is now: the latest first, the starts before
/// the places, three of each at most. What was over when it was replaced is in nobody's mind; of an event that is cancelled
/// nobody needs to know.
pub fn earlier(versions: &[Version]) -> Vec<Earlier<'_>> {
    let Some((now, _)) = versions.split_last() else { return Vec::new() };
    if now.facts.status == Status::Cancelled {
        return Vec::new();
    }
    let mut starts: Vec<Earlier<'_>> = Vec::new();
    let mut sites: Vec<Earlier<'_>> = Vec::new();
    for pair in versions.windows(2).rev() {
        let (facts, until) = (&pair[0].facts, pair[1].since);
        if times::is_over(facts, until) {
            continue;
        }
        let is_another = |other: &Facts| times::has_moved(facts, other);
        if is_another(&now.facts) && starts.iter().all(|told| is_another(told.facts)) {
            starts.push(Earlier { moved: Moved::Start, facts, until });
        }
        let is_elsewhere = |other: &Facts| places::has_moved(facts.place.as_ref(), other.place.as_ref());
        if is_elsewhere(&now.facts) && sites.iter().all(|told| is_elsewhere(told.facts)) {
            sites.push(Earlier { moved: Moved::Place, facts, until });
        }
    }
    starts.truncate(MOST);
    sites.truncate(MOST);
    starts.extend(sites);
    starts
}

/// What entries of calendars, and lists, say that it was, at a moment: what was replaced within the days of `feed.moved`.
pub fn notes<'a>(versions: &'a [Version], settings: &Settings, now: DateTime<Utc>) -> Vec<Earlier<'a>> {
    let lasts = |earlier: &Earlier<'_>| earlier.note_end(settings).is_some_and(|end| now < end);
    earlier(versions).into_iter().filter(lasts).collect()
}

/// Every moment, in UTC, at which the calendar entry of an event changes though nobody changed the event, because a note that it
/// moved ends; soonest first, those to come among them.
///
/// LAST-MODIFIED is the latest of these that has passed where no change came after it, and SEQUENCE rises by one with each: else
/// programs would go on to show the note. What has passed stays in the list whatever versions are added, so neither falls;
/// only another `feed.moved` changes the past.
pub fn note_ends(versions: &[Version], settings: &Settings) -> Vec<DateTime<Utc>> {
    let mut ends = BTreeSet::new();
    for told in 1..=versions.len() {
        let (since, next) = (versions[told - 1].since, versions.get(told).map(|next| next.since));
        let within = |end: &DateTime<Utc>| *end > since && next.is_none_or(|next| *end <= next);
        ends.extend(earlier(&versions[..told]).iter().filter_map(|earlier| earlier.note_end(settings)).filter(within));
    }
    ends.into_iter().collect()
}
