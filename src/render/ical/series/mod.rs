//! How a series is published: as a rule with what departs from it, or date by date.
//!
//! A rule (RFC 5545 3.8.5.3) is what subscribers like best, but programs differ in what they can hold. A series is a
//! master with RRULE, EXDATEs and overrides where every one of them shows the same dates; else each date is an event of
//! its own. Such a date has the UID `<id>-<date>@…`, with its date in the series, before it was moved.

mod departures;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime};
use icalendar::{Component, DatePerhapsTime, Event as Vevent, EventLike, Property};

use self::departures::{Departure, departures};
use super::{
    entry::Context,
    standing::is_dropped,
    times::Form,
    vevent::{Dated, vevent},
};
use crate::{
    model::{Details, Moment, Series, When},
    resolve::{Occurrence, Published},
};

/// The components of an event.
#[derive(Default)]
pub struct Components {
    /// Those of feeds: the master and its overrides by date, and then single dates; or single dates alone.
    pub current: Vec<Vevent>,
    /// Single dates that have left the feeds, by the year in which they begin; where every date is written out.
    pub archived: BTreeMap<i32, Vec<Vevent>>,
    /// Whether every date is written out.
    pub is_written_out: bool,
}

/// The components of a series.
pub fn components(context: &Context<'_>, published: &Published, series: &Series) -> Components {
    let writer = Writer { context, published };
    // A series that is cancelled but for some dates is those dates where cancelled ones are dropped.
    let is_dropped = is_dropped(&published.event.details, &published.event, context.cancelled);
    match rule::form(context, published, series).filter(|_| !is_dropped) {
        Some(form) => Components { current: writer.by_rule(series, form).unwrap_or_default(), ..Components::default() },
        None => writer.written_out(),
    }
}

/// Writes the dates of one series.
struct Writer<'a> {
    context: &'a Context<'a>,
    published: &'a Published,
}

impl Writer<'_> {
    fn by_rule(&self, series: &Series, form: Form<'_>) -> Option<Vec<Vevent>> {
        let event = &self.published.event;
        let mut master = self.of_series(&event.details, &event.when)?;
        master.add_property("RRULE", rule::value(&series.rule, form, &event.zone));
        let (mut overrides, mut singles) = (Vec::new(), Vec::new());
        for (date, departure) in departures(self.context, self.published, series, form) {
            let original = self.original(date, form);
            if !matches!(departure, Departure::Override(..)) {
                exclude(&mut master, &original);
            }
            match departure {
                Departure::Gone => {}
                Departure::Override(details, when) => {
                    let changed = self.of_series(details, &when);
                    overrides.extend(changed.map(|mut it| it.recurrence_id(original).done()));
                }
                Departure::Apart(details, when) => {
                    singles.extend(self.single(date, details, &when));
                }
            }
        }
        singles.extend(self.extra_dates(series));
        Some([vec![master], overrides, singles].concat())
    }

    /// The dates of `also`. They are never RDATEs: Outlook ignores those, and libical misplaces them in summer.
    fn extra_dates(&self, series: &Series) -> impl Iterator<Item = Vevent> {
        let details = &self.published.event.details;
        let dates = series.also.iter();
        dates.filter_map(|when| self.single(when.first_day(), details, when))
    }

    /// Every date as an event of its own. What is past the feeds' window is archived, but feeds and the series' own file keep the
    /// last date where that is true of all of them.
    fn written_out(&self) -> Components {
        let (published, window) = (self.published, self.context.site.window);
        let seen = || published.occurrences.iter().filter(|date| self.is_seen(date));
        let last = seen().map(|date| date.over).max();
        let is_over = published.last_over() < window;
        let mut written = Components { is_written_out: true, ..Components::default() };
        for date in seen() {
            let is_current = date.over >= window || (Some(date.over) == last && last < Some(window));
            let is_archived = date.over < window && (is_over || !is_current);
            let single = self.single(date.origin, published.details(date), &date.when);
            if is_archived {
                written.archived.entry(date.when.first_day().year()).or_default().extend(single.clone());
            }
            written.current.extend(single.filter(|_| is_current));
        }
        written
    }

    fn is_seen(&self, date: &Occurrence) -> bool {
        let published = self.published;
        // Where every date is excepted, the first one is there for the page to speak of.
        let is_excepted = published.excepted.contains(&date.origin);
        !is_excepted && !is_dropped(published.details(date), &published.event, self.context.cancelled)
    }

    /// A date of the rule as the master gives it: EXDATE and RECURRENCE-ID repeat the form of DTSTART to the letter.
    fn original(&self, date: NaiveDate, form: Form<'_>) -> DatePerhapsTime {
        let event = &self.published.event;
        let time = match &event.when {
            When::Timed(timed) => timed.start.local.time(),
            _ => NaiveTime::MIN,
        };
        form.moment(Moment::from_local(date.and_time(time), &event.zone))
    }

    /// A VEVENT under the UID of the series: the master or an override.
    fn of_series(&self, details: &Details, when: &When) -> Option<Vevent> {
        let uid = self.published.uid.clone();
        vevent(self.context, self.published, &Dated { uid, details, when })
    }

    /// The VEVENT of a date as an event of its own.
    fn single(&self, date: NaiveDate, details: &Details, when: &When) -> Option<Vevent> {
        let (id, domain) = (&self.published.event.id.value, &self.context.site.settings.uid_domain);
        let uid = format!("{id}-{date}@{domain}");
        vevent(self.context, self.published, &Dated { uid, details, when })
    }
}

/// Adds an EXDATE (RFC 5545 3.8.5.1), one for each date: some readers know no lists of them.
fn exclude(master: &mut Vevent, original: &DatePerhapsTime) {
    // The crate has a setter for RECURRENCE-ID and none for EXDATE; the value and its parameters are the same.
    let mut bearer = Vevent::new();
    bearer.recurrence_id(original.clone());
    let Some(bearer) = bearer.properties().get("RECURRENCE-ID") else {
        return;
    };
    let mut exdate = Property::new("EXDATE", bearer.value());
    for parameter in bearer.params().values() {
        exdate.add_parameter(parameter.key(), parameter.value());
    }
    master.append_multi_property(exdate);
}
