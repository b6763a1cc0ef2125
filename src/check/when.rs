//! Start, end and length: when an event takes place.

use chrono::{Days, NaiveDateTime, TimeDelta};

use super::{
    dates::{self, Wanted, Written},
    duration::{self, Duration},
    eyebrow,
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Moment, Timed, When, zones::Zone},
    parse::Text,
    source::Span,
};

/// What is to be written where a time stands alone.
const DATE_FIRST: &str = "the date before the time, such as 2016-02-27 12:00";

/// The fields that say when.
#[derive(Clone, Copy)]
pub(super) struct WhenFields<'a> {
    pub start: &'a Text,
    pub end: Option<&'a Text>,
    pub duration: Option<&'a Text>,
}

/// When the event takes place. An end that is wrong is reported and left out, so that what depends on the start is checked.
pub(super) fn read(fields: WhenFields<'_>, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    if let (Some(end), Some(duration)) = (fields.end, fields.duration) {
        let conflict = Diagnostic::new(Code::ConflictingFields, duration.span, "both `end` and `duration` are given");
        found.push(conflict.also(end.span, "`end` is here").help("keep one of the two"));
    }
    match dates::read(fields.start, Wanted::START, found)? {
        Written::Day(first) => Some(all_day(first, fields, found)),
        Written::Month(first) => Some(vague(When::Month { first }, fields, found)),
        Written::Year(first) => Some(vague(When::Year { first }, fields, found)),
        written @ Written::Clock(_) => dates::refuse(fields.start, written, DATE_FIRST, found),
        Written::Local(local) => Some(timed(local_moment(local, zone, fields.start.span, found), fields, zone, found)),
        Written::Instant(utc) => Some(timed(Moment::from_utc(utc, zone), fields, zone, found)),
    }
}

/// A local time; one that the clocks skip or show twice is warned of.
pub(super) fn local_moment(local: NaiveDateTime, zone: &Zone, span: Span, found: &mut Diagnostics) -> Moment {
    eyebrow::clock_change(local, zone, span, found);
    Moment::from_local(local, zone)
}

/// A date and time, or a time of day on the given day.
pub(super) fn moment(
    text: &Text,
    day: Option<chrono::NaiveDate>,
    zone: &Zone,
    found: &mut Diagnostics,
) -> Option<Moment> {
    let wanted = if day.is_some() { Wanted::MOMENT_OR_TIME } else { Wanted::MOMENT };
    match (dates::read(text, wanted, found)?, day) {
        (Written::Local(local), _) => Some(local_moment(local, zone, text.span, found)),
        (Written::Instant(utc), _) => Some(Moment::from_utc(utc, zone)),
        (Written::Clock(time), Some(day)) => Some(local_moment(day.and_time(time), zone, text.span, found)),
        (written, _) => dates::refuse(text, written, "a date and time such as 2016-02-27 12:00", found),
    }
}

/// A month or a year has no end and no length.
fn vague(when: When, fields: WhenFields<'_>, found: &mut Diagnostics) -> When {
    if let Some(extra) = fields.end.or(fields.duration) {
        let conflict = Diagnostic::new(Code::ConflictingFields, extra.span, "an end without a date to start from");
        let help = "write the date in `start`, or remove this until it is known";
        found.push(conflict.also(fields.start.span, "only the month or year is known").help(help));
    }
    when
}

fn all_day(first: chrono::NaiveDate, fields: WhenFields<'_>, found: &mut Diagnostics) -> When {
    let last = match (fields.end, fields.duration) {
        (Some(end), _) => last_day(end, fields.start, found),
        (None, Some(length)) => days_on(first, length, fields.start, found),
        (None, None) => None,
    };
    let last = last.unwrap_or(first);
    if last < first {
        end_before_start(fields, false, found);
    }
    When::AllDay { first, last: last.max(first) }
}

/// The last of so many days.
fn days_on(
    first: chrono::NaiveDate,
    length: &Text,
    start: &Text,
    found: &mut Diagnostics,
) -> Option<chrono::NaiveDate> {
    match duration::read(length, found)? {
        Duration::Days(days) => Some(first + Days::new(u64::try_from(days - 1).unwrap_or(0))),
        Duration::Exact(_) => {
            let conflict = Diagnostic::new(Code::ConflictingFields, length.span, "hours on an event without a time");
            let help = "give `start` a time (2016-02-27 12:00), or write the length in days";
            found.push(conflict.also(start.span, "an all-day event").help(help));
            None
        }
    }
}

fn last_day(end: &Text, start: &Text, found: &mut Diagnostics) -> Option<chrono::NaiveDate> {
    match dates::read(end, Wanted::DAY, found)? {
        Written::Day(last) => Some(last),
        Written::Local(_) | Written::Instant(_) | Written::Clock(_) => {
            let conflict = Diagnostic::new(Code::ConflictingFields, end.span, "the end has a time, the start has none");
            found.push(conflict.also(start.span, "an all-day event").help("give both a time, or neither"));
            None
        }
        written => dates::refuse(end, written, "the last day, such as 2016-02-28", found),
    }
}

fn timed(start: Moment, fields: WhenFields<'_>, zone: &Zone, found: &mut Diagnostics) -> When {
    let end = match (fields.end, fields.duration) {
        (Some(end), _) => end_moment(end, start, fields, zone, found),
        (None, Some(length)) => duration::read(length, found).map(|read| match read {
            Duration::Exact(length) => Moment::from_utc(start.utc + length, zone),
            Duration::Days(days) => local_moment(start.local + TimeDelta::days(days), zone, length.span, found),
        }),
        (None, None) => None,
    };
    if let Some(end) = end.filter(|end| end.utc <= start.utc) {
        end_before_start(fields, end.utc == start.utc, found);
    }
    When::Timed(Timed { start, end: end.filter(|end| end.utc > start.utc) })
}

fn end_moment(
    end: &Text,
    start: Moment,
    fields: WhenFields<'_>,
    zone: &Zone,
    found: &mut Diagnostics,
) -> Option<Moment> {
    match dates::read(end, Wanted::MOMENT_OR_TIME, found)? {
        Written::Local(local) => Some(local_moment(local, zone, end.span, found)),
        Written::Instant(utc) => Some(Moment::from_utc(utc, zone)),
        Written::Clock(time) => Some(local_moment(start.local.date().and_time(time), zone, end.span, found)),
        Written::Day(_) => {
            let conflict = Diagnostic::new(Code::ConflictingFields, end.span, "the start has a time, the end has none");
            found.push(conflict.also(fields.start.span, "starts at a time").help("give both a time, or neither"));
            None
        }
        written => dates::refuse(end, written, "a date and time such as 2016-02-27 17:00", found),
    }
}

fn end_before_start(fields: WhenFields<'_>, is_same: bool, found: &mut Diagnostics) {
    let span = fields.end.or(fields.duration).map_or(fields.start.span, |end| end.span);
    let clock_only = fields.end.is_some_and(|end| end.trim().len() <= 5);
    let help = match (clock_only, is_same) {
        (_, true) => "write when it ends, or leave the end out",
        (true, false) => "for an end after midnight write its date too",
        (false, false) => "check year, month, day and time",
    };
    let message = if is_same { "it ends at the moment it starts" } else { "it ends before it starts" };
    let finding = Diagnostic::new(Code::EndBeforeStart, span, message);
    found.push(finding.label("the end").also(fields.start.span, "the start").help(help));
}

/// The last moment of a day or month that booking or a campaign may name.
pub(super) fn day_or_moment(text: Option<&Text>, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    let text = text?;
    match dates::read(text, Wanted::DAY_OR_MOMENT, found)? {
        Written::Day(day) => Some(When::AllDay { first: day, last: day }),
        Written::Month(first) => Some(When::Month { first }),
        Written::Year(first) => Some(When::Year { first }),
        Written::Local(local) => {
            Some(When::Timed(Timed { start: local_moment(local, zone, text.span, found), end: None }))
        }
        Written::Instant(utc) => Some(When::Timed(Timed { start: Moment::from_utc(utc, zone), end: None })),
        written @ Written::Clock(_) => dates::refuse(text, written, DATE_FIRST, found),
    }
}
