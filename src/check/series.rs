//! A series: its rule, and dates that must be dates of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Context,
    dates::{self, Wanted, Written},
    event::STATUSES,
    except::{Excepted, except},
    extras, eyebrow, place, repeats,
    series_dates::{SeriesDates, long},
    settings::choice,
    values,
    when::{self, WhenFields},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Change, Details, Moment, Series, When, zones::Zone},
    parse::{RawChange, RawEvent, RawRepeats, Text},
    source::{FileId, Span, Spanned},
};

/// The series of an event. Where the event's date or the rule cannot be read, everything else is checked all the same.
pub(super) fn series(
    raw: &RawRepeats,
    event: &RawEvent,
    (when, zone, details): (Option<&When>, &Zone, &Details),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Option<Series> {
    let when = when.filter(|when| is_dated(when, raw, event, found));
    let start = event.start.as_ref().map_or(event.span, |start| start.span);
    // A rule in words takes the day of the month from the start.
    let rule = repeats::rule(raw, when.map_or(A_FIRST_DAY, When::first_day), found);
    let dates = when
        .zip(rule.as_ref())
        .and_then(|(when, (rule, _))| SeriesDates::read(raw, rule, (when.first_day(), start), context.today, found));
    if let Some(dates) = &dates {
        dates.check_start(found);
        eyebrow::endless(dates.rule, raw.span, &dates.dates, found);
    }
    let excepted = except(raw, dates.as_ref(), found);
    let also = also(raw, (when, zone), dates.as_ref(), found);
    let mut changes = changes(raw, &excepted, (when, zone, details), dates.as_ref(), files, context, found);
    changes.extend(excepted.iter().filter_map(|date| date.cancelled(details)));
    let except: Vec<_> = excepted.iter().filter(|date| date.note.is_none()).map(|date| date.day).collect();
    if let Some(dates) = dates.filter(|_| also.is_empty()) {
        dates.check_rest(&except, raw, found);
    }
    let (rule, words) = rule?;
    Some(Series { span: raw.span, rule, words, except, also, changes })
}

/// Stands in for a first date that cannot be read.
const A_FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2016, 1, 1).expect("a constant date within chrono's range");

fn is_dated(when: &When, raw: &RawRepeats, event: &RawEvent, found: &mut Diagnostics) -> bool {
    if when.is_dated() {
        return true;
    }
    let finding = Diagnostic::new(Code::InvalidRepeat, raw.span, "a series whose first date is not known");
    let start = event.start.as_ref().map_or(event.span, |start| start.span);
    found.push(finding.also(start, "only the month or year").help("write the first date in `start`"));
    false
}

fn also(
    raw: &RawRepeats,
    (when, zone): (Option<&When>, &Zone),
    dates: Option<&SeriesDates<'_>>,
    found: &mut Diagnostics,
) -> Vec<Spanned<When>> {
    let mut also: BTreeMap<NaiveDate, Spanned<When>> = BTreeMap::new();
    for text in raw.also.iter().flat_map(|list| &list.value) {
        let Some(extra) = extra_date(text, when, zone, found) else { continue };
        let day = extra.first_day();
        let in_rule = dates.filter(|dates| dates.holds(day)).map(|dates| dates.span);
        match in_rule.or(also.get(&day).map(|first| first.span)) {
            Some(first) => {
                let message = format!("{} is a date of the series already", long(day));
                let finding = Diagnostic::new(Code::DateNotInSeries, text.span, message).also(first, "it is here");
                found.push(finding.help("remove it; a date that only differs goes into `changes`"));
            }
            None => {
                also.insert(day, Spanned::new(extra, text.span));
            }
        }
    }
    also.into_values().collect()
}

/// An extra date: with a time of its own, or with that of the series.
fn extra_date(text: &Text, when: Option<&When>, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    let start = match dates::read(text, Wanted::DAY_OR_MOMENT, found)? {
        Written::Day(day) => return Some(when?.on(day, zone)),
        Written::Local(local) => when::local_moment(local, zone, text.span, found),
        Written::Instant(utc) => Moment::from_utc(utc, zone),
        written => return dates::refuse(text, written, "a date such as 2016-08-16", found),
    };
    match when? {
        When::Timed(timed) => Some(When::Timed(timed.starting(start, zone))),
        _ => {
            let finding = Diagnostic::new(Code::ConflictingFields, text.span, "a time on a series of whole days");
            found.push(finding.help("write the day alone"));
            None
        }
    }
}

fn changes(
    raw: &RawRepeats,
    except: &[Excepted],
    event: (Option<&When>, &Zone, &Details),
    dates: Option<&SeriesDates<'_>>,
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> BTreeMap<NaiveDate, Change> {
    let mut changes = BTreeMap::new();
    for (key, record) in raw.changes.iter().flat_map(|entries| &entries.entries) {
        let day = dates::day(key, found);
        let day = day.filter(|day| dates.is_none_or(|dates| dates.check(*day, key.span, "changes", found)));
        if let Some(excepted) = except.iter().find(|excepted| Some(excepted.day.value) == day) {
            found.push(changed_and_excepted(key.span, excepted));
        }
        let change = change(key, record, day, event, files, context, found);
        changes.extend(day.zip(change));
    }
    changes
}

fn changed_and_excepted(changed: Span, excepted: &Excepted) -> Diagnostic {
    let message = format!("{} is both changed and excepted", excepted.day.value);
    let help = match excepted.note {
        Some(_) => "keep one of the two; in `changes` the note is its `status_note`",
        None => "keep one of the two; a cancelled date that people should see is `{ status: cancelled }`",
    };
    Diagnostic::new(Code::ConflictingFields, changed, message).also(excepted.day.span, "excepted here").help(help)
}

fn change(
    key: &Text,
    raw: &RawChange,
    day: Option<NaiveDate>,
    (when, zone, details): (Option<&When>, &Zone, &Details),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Option<Change> {
    let regular = when.zip(day).map(|(when, day)| when.on(day, zone));
    let changed = regular.and_then(|regular| changed_when(key, raw, &regular, zone, found));
    let or = |own: Option<std::sync::Arc<str>>, series: &Option<std::sync::Arc<str>>| own.or_else(|| series.clone());
    let details = Details {
        title: values::optional_line(raw.title.as_ref(), found).unwrap_or_else(|| details.title.clone()),
        summary: or(values::optional_line(raw.summary.as_ref(), found), &details.summary),
        description: values::markdown(raw.description.as_ref(), found).or_else(|| details.description.clone()),
        place: place::resolve(raw.place.as_ref(), context.venues, files, found).or_else(|| details.place.clone()),
        online: values::web_address(raw.online.as_ref(), found).or_else(|| details.online.clone()),
        speakers: if raw.speakers.is_some() {
            extras::speakers(raw.speakers.as_ref(), found)
        } else {
            details.speakers.clone()
        },
        status: raw.status.as_ref().and_then(|status| choice(status, &STATUSES, found)).unwrap_or(details.status),
        status_note: or(values::optional_line(raw.status_note.as_ref(), found), &details.status_note),
        links: if raw.links.is_some() { extras::links(raw.links.as_ref(), found) } else { details.links.clone() },
    };
    Some(Change { span: key.span, when: changed?, details })
}

/// When a changed date takes place instead; nothing where its time is the series' own.
fn changed_when(
    key: &Text,
    raw: &RawChange,
    regular: &When,
    zone: &Zone,
    found: &mut Diagnostics,
) -> Option<Option<When>> {
    if raw.start.is_none() && raw.end.is_none() && raw.duration.is_none() {
        return Some(None);
    }
    if let (Some(start), None, None) = (&raw.start, &raw.end, &raw.duration) {
        return moved(start, regular, zone, found).map(Some);
    }
    let regular_start = match regular {
        When::Timed(timed) => timed.start.local.format("%Y-%m-%d %H:%M:%S").to_string(),
        _ => regular.first_day().to_string(),
    };
    let start = raw.start.clone().unwrap_or_else(|| Spanned::new(regular_start.into(), key.span));
    let fields = WhenFields { start: &start, end: raw.end.as_ref(), duration: raw.duration.as_ref() };
    when::read(fields, zone, found).map(Some)
}

/// A new start with the length of the series.
fn moved(start: &Text, regular: &When, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    let wanted = if matches!(regular, When::Timed(_)) { Wanted::MOMENT_OR_TIME } else { Wanted::DAY_OR_MOMENT };
    match (dates::read(start, wanted, found)?, regular) {
        (Written::Clock(time), When::Timed(timed)) => {
            let local = regular.first_day().and_time(time);
            Some(When::Timed(timed.starting(when::local_moment(local, zone, start.span, found), zone)))
        }
        (Written::Local(local), When::Timed(timed)) => {
            Some(When::Timed(timed.starting(when::local_moment(local, zone, start.span, found), zone)))
        }
        (Written::Instant(utc), When::Timed(timed)) => {
            Some(When::Timed(timed.starting(Moment::from_utc(utc, zone), zone)))
        }
        (Written::Day(day), When::AllDay { .. }) => Some(regular.on(day, zone)),
        (Written::Day(_), _) => {
            let finding =
                Diagnostic::new(Code::ConflictingFields, start.span, "a day without a time, in a series with times");
            found.push(finding.help("write the new time too, such as 2016-05-12 19:30"));
            None
        }
        (Written::Local(_) | Written::Instant(_) | Written::Clock(_), _) => {
            let fields = WhenFields { start, end: None, duration: None };
            when::read(fields, zone, found)
        }
        (written, _) => dates::refuse(start, written, "the new date, and the time where there is one", found),
    }
}
