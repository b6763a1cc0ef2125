//! A series: its rule, and dates that must be dates of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Context, dates, eyebrow, event::STATUSES, extras, place, repeats,
    settings::choice,
    values,
    when::{self, WhenFields},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{
        Change, Details, EXPANSION_LIMIT, ExpansionError, LAST_YEAR, Limit, Rule, Series, When, expand, horizon, zones::Zone,
    },
    parse::{Entries, RawChange, RawEvent, RawRepeats, Text},
    source::{FileId, Span, Spanned},
};

/// The series of an event whose first date, zone and details are known.
pub(super) fn series(
    raw: &RawRepeats,
    event: &RawEvent,
    (when, zone, details): (&When, &Zone, &Details),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Option<Series> {
    if !when.is_dated() {
        let finding = Diagnostic::new(Code::InvalidRepeat, raw.span, "a series whose first date is not known");
        let start = event.start.as_ref().map_or(event.span, |start| start.span);
        found.push(finding.also(start, "only the month or year").help("write the first date in `start`"));
        return None;
    }
    let (rule, words) = repeats::rule(raw, when.first_day(), found)?;
    let dates = dates_of(&rule, raw, when, context, found)?;
    if dates.first() != Some(&when.first_day()) {
        start_not_in_series(raw, event, when, &dates, found);
        return None;
    }
    eyebrow::endless(&rule, raw.span, &dates, found);
    let known = Known { dates: &dates, rule: &rule, span: rule_span(raw) };
    let except = except(raw, &known, found);
    Some(Series {
        span: raw.span,
        also: also(raw, when, zone, &known, found),
        changes: changes(raw.changes.as_ref(), &except, (when, zone, details), &known, files, context, found),
        except,
        words,
        rule,
    })
}

/// The dates of the rule, to its end where it has one, else to the horizon or the last date that is named.
fn dates_of(rule: &Rule, raw: &RawRepeats, when: &When, context: &Context<'_>, found: &mut Diagnostics) -> Option<Vec<NaiveDate>> {
    let end = match rule.limit {
        Limit::Until(last) => last,
        Limit::Times(_) => NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31)?,
        Limit::Endless => horizon(context.today.max(when.first_day())),
    };
    match expand(rule, when.first_day(), end) {
        Ok(dates) => Some(dates),
        Err(ExpansionError::TooMany) => {
            let message = format!("the series has more than {EXPANSION_LIMIT} dates");
            let help = "start it later, end it with `until`, or repeat it less often";
            found.push(Diagnostic::new(Code::SeriesSize, raw.span, message).help(help));
            None
        }
        Err(ExpansionError::Invalid(reason)) => {
            let message = format!("the rule makes no sense: {reason}");
            found.push(Diagnostic::new(Code::InvalidRepeat, rule_span(raw), message).help("say it in words with `every` and `on`"));
            None
        }
    }
}

fn rule_span(raw: &RawRepeats) -> Span {
    let on = raw.on.as_ref().map(|on| on.span);
    on.or(raw.rule.as_ref().map(|rule| rule.span)).or(raw.every.as_ref().map(|every| every.span)).unwrap_or(raw.span)
}

fn start_not_in_series(raw: &RawRepeats, event: &RawEvent, when: &When, dates: &[NaiveDate], found: &mut Diagnostics) {
    let start = event.start.as_ref().map_or(event.span, |start| start.span);
    let finding = match dates.first() {
        None => Diagnostic::new(Code::SeriesSize, rule_span(raw), "the series has no date at all")
            .also(start, format!("counted from {}", long(when.first_day())))
            .help("check the day, the month and `until`"),
        Some(first) => {
            let message = format!("{} is not a date of the series", long(when.first_day()));
            Diagnostic::new(Code::StartNotInSeries, start, message)
                .also(rule_span(raw), "the dates of the series")
                .note("`start` is the first date of a series")
                .help(format!("the first date after it is {first} ({})", weekday(*first)))
        }
    };
    found.push(finding);
}

fn weekday(day: NaiveDate) -> &'static str {
    repeats::weekday_name(chrono::Datelike::weekday(&day))
}

fn long(day: NaiveDate) -> String {
    format!("{}, {day}", weekday(day))
}

/// The dates of a series, as far as they are listed.
struct Known<'a> {
    dates: &'a [NaiveDate],
    rule: &'a Rule,
    span: Span,
}

impl Known<'_> {
    /// Whether a date belongs to the series; of one beyond the list, the rule is asked.
    fn holds(&self, day: NaiveDate) -> bool {
        self.dates.binary_search(&day).is_ok() || self.holds_later(day)
    }

    fn holds_later(&self, day: NaiveDate) -> bool {
        let (Some(first), Some(last), Limit::Endless) = (self.dates.first(), self.dates.last(), self.rule.limit) else {
            return false;
        };
        day > *last && expand(self.rule, *first, day).is_ok_and(|dates| dates.last() == Some(&day))
    }

    fn report(&self, day: NaiveDate, span: Span, field: &str, found: &mut Diagnostics) {
        let after = self.dates.partition_point(|date| *date < day);
        let near: Vec<String> = [after.checked_sub(1), Some(after)]
            .into_iter()
            .flatten()
            .filter_map(|at| self.dates.get(at))
            .map(|date| format!("{date} ({})", weekday(*date)))
            .collect();
        let message = format!("{} is not a date of the series", long(day));
        let finding = Diagnostic::new(Code::DateNotInSeries, span, message)
            .label(format!("in `{field}`"))
            .also(self.span, "the series")
            .help(format!("the nearest dates are {}", wording::all_of(near)));
        found.push(finding);
    }
}

fn except(raw: &RawRepeats, known: &Known<'_>, found: &mut Diagnostics) -> Vec<Spanned<NaiveDate>> {
    let mut except: BTreeMap<NaiveDate, Span> = BTreeMap::new();
    for text in raw.except.iter().flat_map(|list| &list.value) {
        let Some(day) = dates::day(text, found) else { continue };
        if known.holds(day) {
            except.insert(day, text.span);
        } else {
            known.report(day, text.span, "except", found);
        }
    }
    except.into_iter().map(|(day, span)| Spanned::new(day, span)).collect()
}

fn also(raw: &RawRepeats, when: &When, zone: &Zone, known: &Known<'_>, found: &mut Diagnostics) -> Vec<Spanned<When>> {
    let mut also: BTreeMap<NaiveDate, Spanned<When>> = BTreeMap::new();
    for text in raw.also.iter().flat_map(|list| &list.value) {
        let Some(extra) = extra_date(text, when, zone, found) else { continue };
        let day = extra.first_day();
        let taken = if known.holds(day) { Some(rule_span(raw)) } else { also.get(&day).map(|first| first.span) };
        match taken {
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
fn extra_date(text: &Text, when: &When, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    match dates::read(text, "a date, or a date and time", found)? {
        dates::Written::Day(day) => Some(when.on(day, zone)),
        dates::Written::Local(local) => at_moment(when::local_moment(local, zone, text.span, found), text, when, zone, found),
        dates::Written::Instant(utc) => at_moment(crate::model::Moment::from_utc(utc, zone), text, when, zone, found),
        written => dates::refuse(text, written, "a date such as 2016-08-16", found),
    }
}

fn at_moment(start: crate::model::Moment, text: &Text, when: &When, zone: &Zone, found: &mut Diagnostics) -> Option<When> {
    match when {
        When::Timed(timed) => Some(When::Timed(timed.starting(start, zone))),
        _ => {
            let finding = Diagnostic::new(Code::ConflictingFields, text.span, "a time on a series of whole days");
            found.push(finding.help("write the day alone"));
            None
        }
    }
}

fn changes(
    raw: Option<&Entries<RawChange>>,
    except: &[Spanned<NaiveDate>],
    event: (&When, &Zone, &Details),
    known: &Known<'_>,
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> BTreeMap<NaiveDate, Change> {
    let mut changes = BTreeMap::new();
    for (key, record) in raw.into_iter().flat_map(|entries| &entries.entries) {
        let Some(day) = dates::day(key, found) else { continue };
        if !known.holds(day) {
            known.report(day, key.span, "changes", found);
            continue;
        }
        if let Some(excepted) = except.iter().find(|excepted| excepted.value == day) {
            let finding = Diagnostic::new(Code::ConflictingFields, key.span, format!("{day} is both changed and excepted"));
            found.push(finding.also(excepted.span, "excepted here").help("keep one of the two; a cancelled date that people should see is `{ status: cancelled }`"));
        }
        if let Some(change) = change(key, record, day, event, files, context, found) {
            changes.insert(day, change);
        }
    }
    changes
}

fn change(
    key: &Text,
    raw: &RawChange,
    day: NaiveDate,
    (when, zone, details): (&When, &Zone, &Details),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Option<Change> {
    let regular = when.on(day, zone);
    let changed = changed_when(key, raw, &regular, zone, found)?;
    let or = |own: Option<std::sync::Arc<str>>, series: &Option<std::sync::Arc<str>>| own.or_else(|| series.clone());
    let details = Details {
        title: values::optional_line(raw.title.as_ref(), found).unwrap_or_else(|| details.title.clone()),
        summary: or(values::optional_line(raw.summary.as_ref(), found), &details.summary),
        description: values::markdown(raw.description.as_ref(), found).or_else(|| details.description.clone()),
        place: place::resolve(raw.place.as_ref(), context.venues, files, found).or_else(|| details.place.clone()),
        online: values::web_address(raw.online.as_ref(), found).or_else(|| details.online.clone()),
        speakers: if raw.speakers.is_some() { extras::speakers(raw.speakers.as_ref(), found) } else { details.speakers.clone() },
        status: raw.status.as_ref().and_then(|status| choice(status, &STATUSES, found)).unwrap_or(details.status),
        status_note: or(values::optional_line(raw.status_note.as_ref(), found), &details.status_note),
        links: if raw.links.is_some() { extras::links(raw.links.as_ref(), found) } else { details.links.clone() },
    };
    Some(Change { span: key.span, when: changed, details })
}

/// When a changed date takes place instead; nothing where its time is the series' own.
fn changed_when(key: &Text, raw: &RawChange, regular: &When, zone: &Zone, found: &mut Diagnostics) -> Option<Option<When>> {
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
    match (dates::read(start, "a date and time", found)?, regular) {
        (dates::Written::Clock(time), When::Timed(timed)) => {
            let local = regular.first_day().and_time(time);
            Some(When::Timed(timed.starting(when::local_moment(local, zone, start.span, found), zone)))
        }
        (dates::Written::Local(local), When::Timed(timed)) => {
            Some(When::Timed(timed.starting(when::local_moment(local, zone, start.span, found), zone)))
        }
        (dates::Written::Instant(utc), When::Timed(timed)) => {
            Some(When::Timed(timed.starting(crate::model::Moment::from_utc(utc, zone), zone)))
        }
        (dates::Written::Day(day), When::AllDay { .. }) => Some(regular.on(day, zone)),
        (dates::Written::Day(_), _) => {
            let finding = Diagnostic::new(Code::ConflictingFields, start.span, "a day without a time, in a series with times");
            found.push(finding.help("write the new time too, such as 2016-05-12 19:30"));
            None
        }
        (dates::Written::Local(_) | dates::Written::Instant(_) | dates::Written::Clock(_), _) => {
            let fields = WhenFields { start, end: None, duration: None };
            when::read(fields, zone, found)
        }
        (written, _) => dates::refuse(start, written, "the new date", found),
    }
}
