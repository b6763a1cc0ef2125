//! What is published of an event that was deleted before its time: it does not take place.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use super::publish::rule_dates;
use crate::model::{Announce, Catalogue, Change, Details, Event, Id, Limit, Series, Status, horizon};
use crate::source::Spanned;

/// The event as cancelled from the moment, in UTC, at which it was deleted; nothing where no date was left. What it refers to
/// and is not there any more is left out; so is what bears one of these ids today: a date of a series that is an event of its
/// own now, a coach.
pub(super) fn tombstone(
    mut event: Event,
    at: DateTime<Utc>,
    catalogue: &Catalogue,
    ids: &BTreeSet<Id>,
) -> Option<Event> {
    let day = event.zone.to_local(at).date();
    let note: Arc<str> = format!("Taken out of the calendar on {}.", day.format("%-d %B %Y")).into();
    event.hosts.retain(|id| catalogue.groups.contains_key(id));
    event.supporters.retain(|id| catalogue.groups.contains_key(id));
    event.campaigns.retain(|id| catalogue.campaigns.contains_key(id));
    event.tour = event.tour.filter(|tour| catalogue.tours.contains_key(tour));
    (event.image, event.replaced_by) = (None, None);
    // A place that was not told yet never will be.
    if event.announce.place_at.is_some_and(|told| told > at) {
        event.withhold_place();
    }
    event.announce = Announce::default();
    if !catalogue.settings.kinds.iter().any(|kind| kind.id == event.kind) {
        event.kind = Id::new("other")?;
    }
    leave_to_others(&mut event, ids);
    let took_place = event.series.is_some() && event.when.begins(&event.zone) <= at;
    match event.series.take() {
        Some(series) if took_place => {
            event.series = Some(Box::new(cut(*series, &event, at, horizon(day), &note)));
        }
        Some(mut series) => {
            series.rule.limit = limited(&series, &event, horizon(event.when.first_day().max(day)));
            series.changes.values_mut().for_each(|change| cancel(&mut change.details, &note));
            cancel(&mut event.details, &note);
            event.series = Some(series);
        }
        None => cancel(&mut event.details, &note),
    }
    Some(event)
}

fn leave_to_others(event: &mut Event, ids: &BTreeSet<Id>) {
    let id = event.id.value.clone();
    event.travel.retain(|coach| !ids.iter().any(|other| **other == *format!("{id}-travel-{}", coach.id)));
    let Some(series) = &mut event.series else { return };
    let days = ids.iter().filter_map(|other| other.strip_prefix(&*id)?.strip_prefix('-')?.parse::<NaiveDate>().ok());
    for day in days.collect::<Vec<_>>() {
        series.changes.remove(&day);
        series.also.retain(|when| when.value.first_day() != day);
        series.except.push(Spanned::new(day, series.span));
    }
}

fn cancel(details: &mut Details, note: &Arc<str>) {
    details.status = Status::Cancelled;
    details.status_note = Some(note.clone());
}

/// The series up to `last`: what had begun by `at` stays as it was, what was to come is cancelled.
/// Dates beside the rule that were to come go without a word.
fn cut(mut series: Series, event: &Event, at: DateTime<Utc>, last: NaiveDate, note: &Arc<str>) -> Series {
    let zone = &event.zone;
    series.rule.limit = limited(&series, event, last);
    series.also.retain(|when| when.value.begins(zone) <= at);
    for day in rule_dates(&series, event, last) {
        let is_excepted = series.except.iter().any(|excepted| excepted.value == day);
        let moved = series.changes.get(&day).and_then(|change| change.when);
        if is_excepted || moved.unwrap_or_else(|| event.when.on(day, zone)).begins(zone) <= at {
            continue;
        }
        let usual = || Change { span: series.span, when: None, details: event.details.clone() };
        cancel(&mut series.changes.entry(day).or_insert_with(usual).details, note);
    }
    let kept = rule_dates(&series, event, last);
    series.changes.retain(|day, _| kept.contains(day));
    series
}

/// The end of a rule, no later than a day.
fn limited(series: &Series, event: &Event, last: NaiveDate) -> Limit {
    match series.rule.limit {
        Limit::Until(until) => Limit::Until(until.min(last)),
        Limit::Times(_) => {
            let dates = rule_dates(series, event, last);
            Limit::Until(dates.last().map_or(last, |end| (*end).min(last)))
        }
        Limit::Endless => Limit::Until(last),
    }
}
