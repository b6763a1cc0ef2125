//! What people act on: the facts of an event of which it is news when they change.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Booking, Event, Place, Rule, Series, Status, WebAddress, When, zones::Zone};

/// What people act on: when, where, whether, and how to book.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Facts {
    /// The title, one line.
    pub title: Arc<str>,
    /// When; of a series, its first date.
    pub when: When,
    /// The zone that its times are shown in.
    pub zone: Zone,
    /// The repetition.
    pub repeats: Option<Box<Repeats>>,
    /// Where. A place that was withheld at the time is the hint that was given.
    pub place: Option<Place>,
    /// Where to join online.
    pub online: Option<WebAddress>,
    /// Whether it takes place.
    pub status: Status,
    /// What is said of that.
    pub status_note: Option<Arc<str>>,
    /// How to book.
    pub booking: Option<Box<Booking>>,
}

/// A repetition, as far as it is news.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Repeats {
    /// The rule in words: "every month on the second Tuesday"; where the author wrote RFC 5545's words, those.
    pub words: Arc<str>,
    /// The rule.
    pub rule: Rule,
    /// Dates of the rule that do not take place.
    pub except: Vec<NaiveDate>,
    /// Dates beside the rule.
    pub also: Vec<When>,
    /// Dates that differ in what people act on, by their date in the series.
    pub changes: BTreeMap<NaiveDate, DateFacts>,
}

/// What people act on, on a single date of a series.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct DateFacts {
    /// When it takes place instead, where that differs.
    pub when: Option<When>,
    /// Where.
    pub place: Option<Place>,
    /// Whether it takes place.
    pub status: Status,
    /// What is said of that.
    pub status_note: Option<Arc<str>>,
}

/// The facts of an event from a moment on, as the public was told them.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Version {
    /// When they became public, in UTC.
    pub since: DateTime<Utc>,
    /// The facts.
    pub facts: Facts,
}

impl Facts {
    /// The facts of an event as it is.
    pub fn of(event: &Event) -> Self {
        let details = &event.details;
        Self {
            title: details.title.clone(),
            when: event.when,
            zone: event.zone.clone(),
            repeats: event.series.as_deref().map(|series| Box::new(Repeats::of(series))),
            place: details.place.clone(),
            online: details.online.clone(),
            status: details.status,
            status_note: details.status_note.clone(),
            booking: event.booking.clone(),
        }
    }
}

impl Repeats {
    fn of(series: &Series) -> Self {
        let words = series.words.as_deref().map_or_else(|| series.rule.to_string(), str::to_owned);
        let changes = series.changes.iter().map(|(day, change)| {
            let details = &change.details;
            let facts = DateFacts {
                when: change.when,
                place: details.place.clone(),
                status: details.status,
                status_note: details.status_note.clone(),
            };
            (*day, facts)
        });
        Self {
            words: words.into(),
            rule: series.rule.clone(),
            except: series.except.iter().map(|day| day.value).collect(),
            also: series.also.iter().map(|when| when.value).collect(),
            changes: changes.collect(),
        }
    }
}
