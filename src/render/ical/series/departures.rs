//! What departs from the rule of a series, date by date.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::{
    entry::Context,
    standing::is_dropped,
    times::{Form, spans_clock_change},
};
use crate::{
    model::{Change, Details, Series, When},
    resolve::{Occurrence, Published},
};

/// How a date of the rule departs from it.
pub enum Departure<'a> {
    /// It does not take place: EXDATE.
    Gone,
    /// It differs: an override with RECURRENCE-ID (RFC 5545 3.8.4.4).
    Override(&'a Details, When),
    /// It differs more than an override may in Outlook: EXDATE, and an event of its own.
    Apart(&'a Details, When),
}

/// Every date of the rule that departs from it, in order. None is forgotten when it is over, so that what subscribers have
/// of it stays as it is.
pub fn departures<'a>(
    context: &Context<'_>,
    published: &'a Published,
    series: &'a Series,
    form: Form<'_>,
) -> BTreeMap<NaiveDate, Departure<'a>> {
    let dates = RuleDates::of(published, series);
    let mut departures = dates.over_clock_changes();
    departures.extend(series.changes.iter().map(|(date, change)| {
        let is_gone = is_dropped(&change.details, &published.event, context.cancelled);
        (*date, if is_gone { Departure::Gone } else { dates.departure(*date, change, form) })
    }));
    departures.extend(published.excepted.iter().map(|date| (*date, Departure::Gone)));
    departures
}

/// The dates of the rule that take place, in their order in the series.
struct RuleDates<'a> {
    published: &'a Published,
    dates: Vec<&'a Occurrence>,
}

impl<'a> RuleDates<'a> {
    fn of(published: &'a Published, series: &Series) -> Self {
        // No date of the rule is also an extra one: the checks refuse that.
        let is_extra = |date: &&Occurrence| series.also.iter().any(|when| when.first_day() == date.origin);
        let mut dates: Vec<_> = published.occurrences.iter().filter(|date| !is_extra(date)).collect();
        dates.sort_by_key(|date| date.origin);
        Self { published, dates }
    }

    /// Unchanged dates that last over a change of the clocks: their overrides spell out when they end, which programs would
    /// work out in two ways.
    fn over_clock_changes(&self) -> BTreeMap<NaiveDate, Departure<'a>> {
        let event = &self.published.event;
        let lasts_over = |when: &When| matches!(when, When::Timed(timed) if spans_clock_change(timed, &event.zone));
        let plain = self.dates.iter().filter(|date| date.changed.is_none() && lasts_over(&date.when));
        plain.map(|date| (date.origin, Departure::Override(&event.details, date.when))).collect()
    }

    fn departure(&self, date: NaiveDate, change: &'a Change, form: Form<'_>) -> Departure<'a> {
        let details = &change.details;
        let Some(when) = change.when else {
            let event = &self.published.event;
            return Departure::Override(details, event.when.on(date, &event.zone));
        };
        let is_same_kind = matches!(when, When::AllDay { .. }) == (form == Form::Date);
        if !when.is_dated() {
            Departure::Gone
        } else if is_same_kind && self.keeps_its_place(date, &when) {
            Departure::Override(details, when)
        } else {
            Departure::Apart(details, when)
        }
    }

    /// Whether a moved date stays between its neighbours, those among them that do not take place too: Outlook refuses one
    /// that reaches the day of another date, or overlaps it ([MS-OXOCAL], PidLidAppointmentRecur).
    fn keeps_its_place(&self, date: NaiveDate, when: &When) -> bool {
        let (day, zone) = (when.first_day(), &self.published.event.zone);
        let follows =
            |before: &&Occurrence| before.origin.max(before.when.first_day()) < day && before.over <= when.begins(zone);
        let precedes = |after: &&Occurrence| {
            day < after.origin.min(after.when.first_day()) && when.is_over(zone) <= after.when.begins(zone)
        };
        let passes = |other: &NaiveDate| *other != date && (day.min(date)..=day.max(date)).contains(other);
        let (before, after) = self.neighbours(date);
        before.as_ref().is_none_or(follows)
            && after.as_ref().is_none_or(precedes)
            && !self.published.excepted.iter().any(passes)
    }

    fn neighbours(&self, date: NaiveDate) -> (Option<&Occurrence>, Option<&Occurrence>) {
        let at = self.dates.partition_point(|other| other.origin < date);
        let before = at.checked_sub(1).and_then(|at| self.dates.get(at));
        let after = self.dates[at..].iter().find(|other| other.origin > date);
        (before.copied(), after.copied())
    }
}
