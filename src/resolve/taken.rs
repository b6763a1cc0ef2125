//! Addresses and UIDs: each once.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Site;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::Event,
    output::OutPath,
    source::Span,
};

/// Reports every address that two outputs claim. Of a pair, the first in the list is called the first.
pub fn addresses<'a>(outputs: impl IntoIterator<Item = (&'a OutPath, Span)>, found: &mut Diagnostics) {
    let mut first: BTreeMap<&OutPath, Span> = BTreeMap::new();
    for (path, span) in outputs {
        match first.get(path) {
            Some(other) => found.push(
                taken(&format!("two outputs at one address: {path}"), span, *other)
                    .help("give one of the two another id, or another name where that is a file's"),
            ),
            None => {
                first.insert(path, span);
            }
        }
    }
}

const ANOTHER_ID: &str = "give one of the two another id";

fn taken(message: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::AddressTaken, second, message).label("the second").also(first, "the first")
}

/// Reports UIDs that two entries of feeds would have: an event whose id is that of another's coach or single date.
pub(super) fn uids(site: &Site, found: &mut Diagnostics) {
    let mut made: BTreeMap<String, Span> = BTreeMap::new();
    // What was deleted gives way to what is there.
    let there = || site.events.iter().filter(|published| published.deleted.is_none());
    for published in there() {
        let event = &published.event;
        let coaches = event.travel.iter().map(|coach| (format!("{}-travel-{}", event.id.value, coach.id), coach.span));
        made.extend(coaches);
    }
    for event in there().map(|published| &published.event) {
        let id = &event.id.value;
        if let Some(coach) = made.get(&**id) {
            let message = format!("the id `{id}` is that of another event's coach");
            found.push(taken(&message, event.id.span, *coach).help(ANOTHER_ID));
        }
        if let Some(series) = series_of_date(id).and_then(|series| find_series(site, series)) {
            let message = format!("the id `{id}` is that of a date of the series `{}`", series.id.value);
            found.push(taken(&message, event.id.span, series.id.span).help(ANOTHER_ID));
        }
    }
}

fn find_series<'a>(site: &'a Site, id: &str) -> Option<&'a Event> {
    let place = site.events.binary_search_by(|published| (*published.event.id.value).cmp(id)).ok()?;
    let published = &site.events[place];
    (published.deleted.is_none() && published.event.series.is_some()).then_some(&published.event)
}

/// `meeting` for `meeting-2016-08-16`.
fn series_of_date(id: &str) -> Option<&str> {
    let (series, date) = id.split_at_checked(id.len().checked_sub(11)?)?;
    date.strip_prefix('-')?.parse::<NaiveDate>().ok().map(|_| series)
}
