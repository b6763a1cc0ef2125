//! Dates of a series that do not take place: gone without a word, or cancelled with a note.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{dates, series_dates::SeriesDates, values};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Change, Details, Status},
    parse::{RawException, RawRepeats, Reference, Text},
    source::{Span, Spanned},
};

/// A date that does not take place.
pub(super) struct Excepted {
    /// The date, where it is written.
    pub day: Spanned<NaiveDate>,
    /// What is to be said of it; a date with a note is published as cancelled.
    pub note: Option<Arc<str>>,
}

impl Excepted {
    /// The date as one that is cancelled, where there is a note.
    pub fn cancelled(&self, series: &Details) -> Option<(NaiveDate, Change)> {
        let status_note = Some(self.note.clone()?);
        let details = Details { status: Status::Cancelled, status_note, ..series.clone() };
        Some((self.day.value, Change { span: self.day.span, when: None, details }))
    }
}

/// The dates of `except`, each once and in order. What is not a date of the series is reported.
pub(super) fn except(raw: &RawRepeats, dates: Option<&SeriesDates<'_>>, found: &mut Diagnostics) -> Vec<Excepted> {
    let mut except: BTreeMap<NaiveDate, Excepted> = BTreeMap::new();
    for entry in raw.except.iter().flat_map(|list| &list.value) {
        let Some(excepted) = excepted(entry, found) else { continue };
        let day = excepted.day;
        if dates.is_some_and(|dates| !dates.check(day.value, day.span, "except", found)) {
            continue;
        }
        match except.get(&day.value) {
            Some(first) => found.push(twice(first, &excepted)),
            None => {
                except.insert(day.value, excepted);
            }
        }
    }
    except.into_values().collect()
}

/// The date of an entry as it is written, where it has one.
pub(super) fn date_text(entry: &Reference<RawException>) -> Option<&Text> {
    match entry {
        Reference::Short(date) => Some(date),
        Reference::Inline(record) => record.date.as_ref(),
    }
}

fn excepted(entry: &Reference<RawException>, found: &mut Diagnostics) -> Option<Excepted> {
    let mut note = None;
    if let Reference::Inline(record) = entry {
        note = values::optional_line(record.note.as_ref(), found);
        if record.lacks("date", &record.date) {
            found.push(without_date(record.span));
        }
    }
    let text = date_text(entry)?;
    let day = dates::day(text, found)?;
    Some(Excepted { day: Spanned::new(day, text.span), note })
}

fn without_date(record: Span) -> Diagnostic {
    let start = Span::new(record.file, record.start()..record.start());
    let help = "write the date of the series that does not take place: `date: 2016-08-09`";
    Diagnostic::new(Code::MissingField, start, "the excepted date has no `date`").help(help)
}

/// Without notes it is the same said twice; with one nobody knows which of the two holds.
fn twice(first: &Excepted, second: &Excepted) -> Diagnostic {
    let is_same = first.note.is_none() && second.note.is_none();
    let code = if is_same { Code::UselessField } else { Code::ConflictingFields };
    let message = format!("{} is excepted twice", second.day.value);
    Diagnostic::new(code, second.day.span, message).also(first.day.span, "first here").help("keep one of the two")
}
