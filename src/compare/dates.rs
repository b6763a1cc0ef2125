//! The dates of a series that are still to come, one by one.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{DateChange, DateChanges, DateKind, entry::begins_alike, entry::location_of, fields};
use crate::{
    model::{Details, Limit, Series, Status},
    render::words::{day_words, span_words},
    resolve::{Occurrence, Published},
};

/// How many dates are told; the others are counted.
const TOLD: usize = 5;

/// The rule of a series in words, and where it ends: "every month on the second Tuesday, until Saturday 31 December 2016".
pub(super) fn rule_words(series: &Series) -> String {
    let words = series.words.clone().unwrap_or_else(|| series.rule.to_string());
    match series.rule.limit {
        Limit::Endless => words,
        Limit::Until(last) => format!("{words}, until {}", day_words(last)),
        Limit::Times(times) => format!("{words}, {times} times"),
    }
}

/// The dates that differ from what the whole series changed in; nothing where neither side is a series.
pub(super) fn changes(before: &Published, after: &Published, now: DateTime<Utc>) -> Vec<DateChanges> {
    if before.event.series.is_none() && after.event.series.is_none() {
        return Vec::new();
    }
    let (old, new) = (by_origin(before), by_origin(after));
    let days: BTreeSet<NaiveDate> = old.keys().chain(new.keys()).copied().collect();
    let mut found: BTreeMap<DateKind, Vec<DateChange>> = BTreeMap::new();
    for day in days {
        let sides = (old.get(&day).copied(), new.get(&day).copied());
        let is_to_come = [sides.0, sides.1].into_iter().flatten().any(|date| date.over > now);
        if let Some((kind, change)) = change(day, (before, sides.0), (after, sides.1)).filter(|_| is_to_come) {
            found.entry(kind).or_default().push(change);
        }
    }
    let groups = found.into_iter();
    groups
        .map(|(kind, all)| DateChanges { kind, count: all.len(), next: all.into_iter().take(TOLD).collect() })
        .collect()
}

/// The dates that calendars hold. The first date stands for a series whose every date is excepted, and in no calendar.
fn by_origin(published: &Published) -> BTreeMap<NaiveDate, &Occurrence> {
    let held = published.occurrences.iter().filter(|date| !published.excepted.contains(&date.origin));
    held.filter(|date| date.when.is_dated()).map(|date| (date.origin, date)).collect()
}

type Side<'a> = (&'a Published, Option<&'a Occurrence>);

fn change(day: NaiveDate, before: Side<'_>, after: Side<'_>) -> Option<(DateKind, DateChange)> {
    let told = |(published, date): Side<'_>| {
        let date = date?;
        Some(span_words(&date.when, &published.event.zone))
    };
    let (kind, before, after) = match (before.1, after.1) {
        (None, None) => return None,
        (Some(_), None) => (DateKind::TakenOut, told(before), None),
        (None, Some(_)) => (DateKind::Added, None, told(after)),
        (Some(old), Some(new)) => differs((before.0, old), (after.0, new))?,
    };
    Some((kind, DateChange { date: day, before, after }))
}

/// How a date differs in what is not explained by a change of the whole series.
fn differs(
    (before, old): (&Published, &Occurrence),
    (after, new): (&Published, &Occurrence),
) -> Option<(DateKind, Option<String>, Option<String>)> {
    if old.changed.is_none() && new.changed.is_none() {
        return None;
    }
    let (old_details, new_details) = (before.details(old), after.details(new));
    let masters = (&before.event.details, &after.event.details);
    let own = |old: bool, explained: bool| old && !explained;
    let (was, is) = (old_details.status, new_details.status);
    let status = own(was != is, (was, is) == (masters.0.status, masters.1.status));
    let time = !begins_alike((&old.when, &before.event.zone), (&new.when, &after.event.zone))
        && (has_own_time(before, old) || has_own_time(after, new));
    let place = |details: &Details| location_of(details.place.as_ref(), details.online.is_some());
    let places = (place(old_details), place(new_details));
    let moved = own(places.0 != places.1, places == (place(masters.0), place(masters.1)));
    let told = |when: String, place: &Option<String>| {
        let place = place.as_ref().filter(|_| moved);
        Some(place.map_or(when.clone(), |place| format!("{when}, {place}")))
    };
    let zones = (&before.event.zone, &after.event.zone);
    let pair = (told(span_words(&old.when, zones.0), &places.0), told(span_words(&new.when, zones.1), &places.1));
    let kind = match is {
        Status::Cancelled if status => DateKind::Cancelled,
        Status::Postponed if status => DateKind::Postponed,
        _ if status && !was.takes_place() => DateKind::Reinstated,
        _ if time || moved => DateKind::Moved,
        _ if status || ends_otherwise((before, old), (after, new)) || text((old_details, new_details), masters) => {
            DateKind::Changed
        }
        _ => return None,
    };
    Some((kind, pair.0, pair.1))
}

fn has_own_time(published: &Published, date: &Occurrence) -> bool {
    let changes = published.event.series.as_ref().map(|series| &series.changes);
    let change = changes.zip(date.changed).and_then(|(changes, day)| changes.get(&day));
    change.is_some_and(|change| change.when.is_some())
}

fn ends_otherwise((before, old): (&Published, &Occurrence), (after, new): (&Published, &Occurrence)) -> bool {
    old.over != new.over && (has_own_time(before, old) || has_own_time(after, new))
}

/// Whether anything that is written about the date differs otherwise than for the whole series.
fn text((old, new): (&Details, &Details), (old_master, new_master): (&Details, &Details)) -> bool {
    let own = fields::differences(fields::of_details(old), fields::of_details(new));
    let master = fields::differences(fields::of_details(old_master), fields::of_details(new_master));
    own.iter().any(|field| !master.contains(field))
}
