//! The dates that a rule gives, and whether the dates that an author names are among them.

use chrono::{Datelike, Days, NaiveDate};

use super::{dates, except::date_text, repeats};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{EXPANSION_LIMIT, ExpansionError, LAST_YEAR, Limit, Rule, expand, horizon},
    parse::RawRepeats,
    source::{Span, Spanned},
};

/// The dates of a rule, as far as they are looked at.
pub(super) struct SeriesDates<'a> {
    /// The dates, in order.
    pub dates: Vec<NaiveDate>,
    /// The rule.
    pub rule: &'a Rule,
    /// Where the rule is written.
    pub span: Span,
    first: NaiveDate,
    start: Span,
    /// No date after this one is looked at.
    end: NaiveDate,
}

/// So far around a date the next one of a series is looked for, in days.
const AROUND: Days = Days::new(400);

impl<'a> SeriesDates<'a> {
    /// The dates of the rule, to its end where it has one, else to the horizon or past the last date that is named.
    pub fn read(
        raw: &RawRepeats,
        rule: &'a Rule,
        (first, start): (NaiveDate, Span),
        today: NaiveDate,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let horizon = horizon(today.max(first));
        let end = match rule.limit {
            Limit::Until(last) if last < first => {
                let until = raw.until.as_ref().map_or(rule_span(raw), |until| until.span);
                let finding = Diagnostic::new(Code::EndBeforeStart, until, "the series ends before it starts");
                found.push(finding.label("the last day").also(start, "the start").help("check the two dates"));
                return None;
            }
            Limit::Until(last) => last,
            Limit::Times(_) => NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31)?,
            Limit::Endless => horizon.max(last_named(raw).map_or(horizon, |day| day + AROUND)),
        };
        let (dates, end) = match (expand(rule, first, end), rule.limit) {
            (Err(ExpansionError::TooMany), Limit::Endless) => (expand(rule, first, horizon), horizon),
            (dates, _) => (dates, end),
        };
        match dates {
            Ok(dates) => Some(Self { dates, rule, span: rule_span(raw), first, start, end }),
            Err(error) => {
                found.push(no_dates(error, raw));
                None
            }
        }
    }

    /// Whether a date belongs to the series.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.dates.binary_search(&day).is_ok()
    }

    /// Whether a date that the author names belongs to the series; one that does not is reported.
    pub fn check(&self, day: NaiveDate, span: Span, field: &str, found: &mut Diagnostics) -> bool {
        let holds = self.holds(day);
        if !holds {
            found.push(self.not_in_series(day, span).label(format!("in `{field}`")));
        }
        holds
    }

    fn not_in_series(&self, day: NaiveDate, span: Span) -> Diagnostic {
        let message = if day > self.end && self.rule.limit == Limit::Endless {
            format!(
                "{} lies beyond the first {} dates of the series, further than any program looks",
                long(day),
                self.dates.len()
            )
        } else {
            format!("{} is not a date of the series", long(day))
        };
        let after = self.dates.partition_point(|date| *date < day);
        let near =
            [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|at| self.dates.get(at).copied());
        Diagnostic::new(Code::DateNotInSeries, span, message)
            .also(self.span, "the series")
            .help_if(nearest(near.collect()))
    }

    /// The start is the first date; a series has one.
    pub fn check_start(&self, found: &mut Diagnostics) {
        let Some(first) = self.dates.first() else {
            let finding = Diagnostic::new(Code::SeriesSize, self.span, "the series has no date at all");
            let finding = finding.also(self.start, format!("counted from {}", long(self.first)));
            found.push(finding.help("check the day and the month in the rule"));
            return;
        };
        if *first != self.first {
            let near = self.before(self.first).into_iter().chain([*first]).collect();
            let message = format!("{} is not a date of the series", long(self.first));
            let finding =
                Diagnostic::new(Code::StartNotInSeries, self.start, message).also(self.span, "the dates of the series");
            found.push(finding.note("`start` is the first date of a series").help_if(nearest(near)));
        }
    }

    /// The last date that the rule would have had before a day, had it begun earlier.
    fn before(&self, day: NaiveDate) -> Option<NaiveDate> {
        if self.rule.interval != 1 {
            return None;
        }
        let rule = Rule { limit: Limit::Until(day), ..self.rule.clone() };
        expand(&rule, day - AROUND, day).ok()?.pop()
    }

    /// Not every date may be taken away.
    pub fn check_rest(&self, except: &[Spanned<NaiveDate>], raw: &RawRepeats, found: &mut Diagnostics) {
        if self.rule.limit != Limit::Endless && !self.dates.is_empty() && except.len() == self.dates.len() {
            let span = raw.except.as_ref().map_or(raw.span, |except| except.span);
            let finding = Diagnostic::new(Code::SeriesSize, span, "every date of the series is excepted");
            found.push(finding.help("leave a date, or cancel the event: `status: cancelled`"));
        }
    }
}

fn no_dates(error: ExpansionError, raw: &RawRepeats) -> Diagnostic {
    match error {
        ExpansionError::TooMany => {
            let message = format!("the series has more than {EXPANSION_LIMIT} dates");
            let help = "start it later, end it with `until`, or repeat it less often";
            Diagnostic::new(Code::SeriesSize, raw.span, message).help(help)
        }
        ExpansionError::Invalid(reason) => {
            let message = format!("the rule makes no sense: {reason}");
            Diagnostic::new(Code::InvalidRepeat, rule_span(raw), message).help("say it in words with `every` and `on`")
        }
    }
}

/// The last date that the author names.
fn last_named(raw: &RawRepeats) -> Option<NaiveDate> {
    let excepted = raw.except.iter().flat_map(|list| &list.value).filter_map(date_text);
    let changed = raw.changes.iter().flat_map(|entries| &entries.entries).map(|(key, _)| key);
    excepted.chain(changed).filter_map(|text| dates::known_day(text)).max()
}

fn rule_span(raw: &RawRepeats) -> Span {
    let on = raw.on.as_ref().map(|on| on.span);
    on.or(raw.rule.as_ref().map(|rule| rule.span)).or(raw.every.as_ref().map(|every| every.span)).unwrap_or(raw.span)
}

/// "the nearest dates are 2016-03-08 (Tuesday) and 2016-04-12 (Tuesday)"
fn nearest(dates: Vec<NaiveDate>) -> Option<String> {
    let are = if dates.len() == 1 { "date is" } else { "dates are" };
    let named: Vec<String> = dates.into_iter().map(|date| format!("{date} ({})", weekday(date))).collect();
    (!named.is_empty()).then(|| format!("the nearest {are} {}", wording::all_of(named)))
}

fn weekday(day: NaiveDate) -> &'static str {
    repeats::weekday_name(day.weekday())
}

/// "Tuesday, 2016-03-08"
pub(super) fn long(day: NaiveDate) -> String {
    format!("{}, {day}", weekday(day))
}
