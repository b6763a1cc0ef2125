//! What of an event's facts is news when it changes.

use chrono::{DateTime, NaiveDate, Utc};

use super::{dates, places, times};
use crate::model::{Booking, Facts, Status};

/// What differs between what the public was told and what it is told then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The start, so that someone would come at the wrong time.
    Start,
    /// Anything else about the time: the end, a time or a day that was told, all day or not.
    Time,
    /// The rule of a repetition.
    Repetition,
    /// A single date of a series, by its date in the series: moved, cancelled, added or taken out.
    Date(NaiveDate),
    /// The place, so that someone would come to the wrong one.
    Place,
    /// Whether the place is known.
    PlaceTold,
    /// Whether it takes place.
    Status,
    /// Where to book, for how much, until when, and for how many.
    Booking,
    /// Where to join online.
    Online,
}

/// What is news when the facts change at a moment. The title and what is said of the state alone are none, nor is anything that
/// is over by then, nor a place that is only written otherwise.
pub fn differences(before: &Facts, after: &Facts, at: DateTime<Utc>) -> Vec<Aspect> {
    if before == after || (times::is_over(before, at) && times::is_over(after, at)) {
        return Vec::new();
    }
    let from = times::day_of(at, &after.zone);
    let has_moved = times::has_moved(before, after);
    let has_place_moved = places::has_moved(before.place.as_ref(), after.place.as_ref());
    let aspects = [
        (Aspect::Start, has_moved),
        (Aspect::Time, !has_moved && times::is_changed(before, after)),
        (Aspect::Repetition, times::is_repeated_otherwise(before, after, from)),
        (Aspect::Place, has_place_moved),
        (Aspect::PlaceTold, !has_place_moved && places::is_told(before.place.as_ref(), after.place.as_ref())),
        (Aspect::Status, before.status != after.status),
        (Aspect::Booking, !is_booked_alike(before.booking.as_deref(), after.booking.as_deref())),
        (Aspect::Online, before.online != after.online),
    ];
    let mut differences: Vec<Aspect> =
        aspects.into_iter().filter_map(|(aspect, is_new)| is_new.then_some(aspect)).collect();
    differences.extend(dates::otherwise(before, after, from).into_iter().map(Aspect::Date));
    differences.sort();
    differences
}

/// Whether a state means that nobody need come on the day.
pub(super) fn is_off(status: Status) -> bool {
    !status.takes_place()
}

fn is_booked_alike(before: Option<&Booking>, after: Option<&Booking>) -> bool {
    let none = Booking::default();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let closes = match (&before.closes, &after.closes) {
        (Some(before), Some(after)) => times::is_same(before, after),
        (before, after) => before.is_none() && after.is_none(),
    };
    closes && before.url == after.url && before.price == after.price && before.capacity == after.capacity
}
