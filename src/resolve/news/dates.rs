//! Single dates of a series that depart from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{places::is_same_place, times::is_same};
use crate::model::{DateFacts, Facts, Place, Repeats, Status, When};

/// How a date departs from the rule.
#[derive(Clone, Copy, Debug)]
pub enum Departure<'a> {
    /// It does not take place.
    Gone,
    /// It is a date beside the rule.
    Extra(&'a When),
    /// It differs in what people act on.
    Changed {
        /// When it takes place instead.
        when: Option<&'a When>,
        /// Where, where that is not the place of the series.
        place: Option<&'a Place>,
        /// Whether it takes place, where that is not the state of the series.
        status: Option<Status>,
        /// What is said of that state.
        note: Option<&'a str>,
    },
}

/// How a date of a series departs from it, by its date in the series; nothing where it does not.
pub fn departure(facts: &Facts, day: NaiveDate) -> Option<Departure<'_>> {
    let repeats = facts.repeats.as_ref()?;
    if repeats.except.contains(&day) {
        return Some(Departure::Gone);
    }
    let extra = repeats.also.iter().find(|when| when.first_day() == day);
    extra.map(Departure::Extra).or_else(|| changed(facts, repeats.changes.get(&day)?))
}

/// What of a changed date is news; its title and description are not.
fn changed<'a>(facts: &'a Facts, date: &'a DateFacts) -> Option<Departure<'a>> {
    let place =
        date.place.as_ref().filter(|place| !facts.place.as_ref().is_some_and(|usual| is_same_place(usual, place)));
    let status = (date.status != facts.status).then_some(date.status);
    let note = date.status_note.as_deref().filter(|_| status.is_some());
    let when = date.when.as_ref();
    (when.is_some() || place.is_some() || status.is_some()).then_some(Departure::Changed { when, place, status, note })
}

/// The dates, by their date in the series, that depart otherwise than before. What lies before `from` is no news.
pub(super) fn otherwise(before: &Facts, after: &Facts, from: NaiveDate) -> Vec<NaiveDate> {
    let (Some(earlier), Some(later)) = (&before.repeats, &after.repeats) else { return Vec::new() };
    let days: BTreeSet<NaiveDate> =
        named(earlier).chain(named(later)).filter(|(last, _)| *last >= from).map(|(_, day)| day).collect();
    days.into_iter().filter(|day| !is_alike(departure(before, *day), departure(after, *day))).collect()
}

/// Every date that is named beside the rule, each behind the last day that it is about.
fn named(repeats: &Repeats) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let changes: &BTreeMap<NaiveDate, DateFacts> = &repeats.changes;
    let changed = changes.iter().map(|(day, date)| (date.when.map_or(*day, |when| when.last_day().max(*day)), *day));
    let extra = repeats.also.iter().map(|when| (when.last_day(), when.first_day()));
    repeats.except.iter().map(|day| (*day, *day)).chain(extra).chain(changed)
}

fn is_alike(a: Option<Departure<'_>>, b: Option<Departure<'_>>) -> bool {
    match (a, b) {
        (None, None) | (Some(Departure::Gone), Some(Departure::Gone)) => true,
        (Some(Departure::Extra(a)), Some(Departure::Extra(b))) => is_same(a, b),
        (
            Some(Departure::Changed { when, place, status, .. }),
            Some(Departure::Changed { when: other_when, place: other_place, status: other_status, .. }),
        ) => status == other_status && both(when, other_when, is_same) && both(place, other_place, is_same_place),
        _ => false,
    }
}

fn both<T>(a: Option<&T>, b: Option<&T>, is_alike: impl Fn(&T, &T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => is_alike(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}
