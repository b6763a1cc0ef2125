//! The dates of a series.

use chrono::NaiveDate;
use minijinja::Value;

use super::{
    super::{cards::short_place, context::context, shared::StatusWords, view::View},
    facts::{self, LinkWords, SpeakerWords},
};
use crate::{
    model::{Details, Limit, Series},
    render::{markdown, words},
    resolve::{Occurrence, Published},
};

/// So many dates are shown at once; the rest opens when asked for.
const FIRST_DATES: usize = 8;
/// No more than so many dates are written out.
const MOST_DATES: usize = 60;

context! {
    /// The repetition and its dates.
    SeriesWords {
        /// "every month on the second Tuesday".
        rule: Option<String>,
        /// The last day, where there is one.
        until: Option<String>,
        /// How many dates there are in all, where the author says so.
        times: Option<String>,
        /// The next dates.
        dates: Vec<SeriesDate>,
        /// The dates after those.
        later: Vec<SeriesDate>,
        /// Whether there are still more.
        has_more: bool,
        /// Coming dates that do not take place.
        excepted: Vec<String>,
        /// What has been, in words.
        past: Option<String>,
    }
}

context! {
    /// A date of a series, and what differs on it.
    SeriesDate {
        /// When.
        when: String,
        /// When it starts, for machines.
        datetime: Option<String>,
        /// The day that it was moved from.
        moved_from: Option<String>,
        /// Its state.
        status: Option<StatusWords>,
        /// Its title.
        title: Option<String>,
        /// One line about it.
        summary: Option<String>,
        /// What it is about, as HTML.
        description: Option<Value>,
        /// Where.
        place: Option<String>,
        /// How to find that.
        place_notes: Option<String>,
        /// Where to join online.
        online: Option<String>,
        /// Who speaks.
        speakers: Vec<SpeakerWords>,
        /// Links.
        links: Vec<LinkWords>,
    }
}

impl View<'_> {
    /// The dates of a series; nothing for an event that does not repeat.
    pub(super) fn series_words(self, published: &Published) -> Option<SeriesWords> {
        let series = published.event.series.as_ref()?;
        let dates = &published.occurrences;
        let coming: Vec<&Occurrence> = dates.iter().filter(|date| date.over > self.site.now).collect();
        let mut written: Vec<SeriesDate> =
            coming.iter().take(MOST_DATES).map(|date| series_date(published, date)).collect();
        let later = written.split_off(written.len().min(FIRST_DATES));
        Some(SeriesWords {
            rule: series.words.clone(),
            until: until(series),
            times: times(series),
            dates: written,
            later,
            has_more: coming.len() > MOST_DATES || matches!(series.rule.limit, Limit::Endless),
            excepted: self.excepted(published),
            past: past_words(dates, dates.len() - coming.len()),
        })
    }

    fn excepted(self, published: &Published) -> Vec<String> {
        let coming = published.excepted.iter().filter(|day| **day >= self.site.today);
        coming.take(MOST_DATES).map(|day| words::day_words(*day)).collect()
    }
}

fn until(series: &Series) -> Option<String> {
    match series.rule.limit {
        Limit::Until(day) => Some(words::day_words(day)),
        Limit::Endless | Limit::Times(_) => None,
    }
}

fn times(series: &Series) -> Option<String> {
    match series.rule.limit {
        Limit::Times(times) => Some(words::number(times)),
        Limit::Endless | Limit::Until(_) => None,
    }
}

/// "10 dates so far, the first on Tuesday 12 January 2016".
fn past_words(dates: &[Occurrence], past: usize) -> Option<String> {
    let first = dates.first().filter(|_| past > 0)?;
    let day = words::day_words(first.when.first_day());
    Some(match past {
        1 => format!("One date so far, on {day}."),
        _ => format!("{past} dates so far, the first on {day}."),
    })
}

fn series_date(published: &Published, date: &Occurrence) -> SeriesDate {
    let event = &published.event;
    let (usual, details) = (&event.details, published.details(date));
    let different = Difference { usual, details };
    let place = different.of(|details| details.place.as_ref());
    SeriesDate {
        when: words::span_words(&date.when, &event.zone),
        datetime: words::machine_when(&date.when, &event.zone),
        moved_from: moved_from(date).map(words::day_words),
        status: different
            .of(|details| Some((details.status, &details.status_note)))
            .and_then(|(status, note)| StatusWords::new(status, note.as_deref())),
        title: different.of(|details| Some(&details.title)).map(|title| title.to_string()),
        summary: different.of(|details| details.summary.as_ref()).map(|summary| summary.to_string()),
        description: different.of(|details| details.description.as_ref()).map(facts::html),
        place: place.and_then(|_| short_place(details)),
        place_notes: place.and_then(|place| place.notes.as_deref()).map(str::to_owned),
        online: different.of(|details| details.online.as_deref()).map(markdown::href),
        speakers: different.of(|details| Some(&details.speakers)).map_or_else(Vec::new, |all| facts::speakers(all)),
        links: different.of(|details| Some(&details.links)).map_or_else(Vec::new, |all| facts::links(all)),
    }
}

/// The day that a date was moved from.
pub(super) fn moved_from(date: &Occurrence) -> Option<NaiveDate> {
    (date.when.first_day() != date.origin).then_some(date.origin)
}

/// What is usual, and what holds on a date.
struct Difference<'a> {
    usual: &'a Details,
    details: &'a Details,
}

impl<'a> Difference<'a> {
    /// A part of what holds on the date, where it is not the usual one.
    fn of<T: PartialEq>(&self, part: impl Fn(&'a Details) -> Option<T>) -> Option<T> {
        let (usual, here) = (part(self.usual), part(self.details));
        if usual == here { None } else { here }
    }
}
