//! Whether two times are one, of single events and of series.

use chrono::{DateTime, Months, NaiveDate, Utc};

use crate::model::{Facts, LAST_YEAR, Limit, Rule, When, expand, horizon, zones::Zone};

/// So far on from its first date two rules are compared: far enough for those that skip years, in months.
const COMPARED_MONTHS: u32 = 60;

/// Whether someone who has the earlier start in mind would come at the wrong time. A day within the month that was known, or a
/// time on the day that was known, is told and not moved.
pub(super) fn has_moved(before: &Facts, after: &Facts) -> bool {
    is_another_start(&before.when, &after.when) && !goes_on(before, after)
}

/// Whether someone who has the earlier start in mind would come at the wrong time, of a single date.
pub fn is_another_start(before: &When, after: &When) -> bool {
    match (before, after) {
        (When::Timed(before), When::Timed(after)) => before.start.utc != after.start.utc,
        (When::Timed(_) | When::AllDay { .. }, When::Timed(_) | When::AllDay { .. }) => {
            before.first_day() != after.first_day()
        }
        (When::Timed(_) | When::AllDay { .. }, _) => true,
        (_, When::Year { first }) => *first > before.last_day() || after.last_day() < before.first_day(),
        _ => !(before.first_day()..=before.last_day()).contains(&after.first_day()),
    }
}

/// Whether the dates of the one are dates of the other: a series whose first date was trimmed or that begins earlier, a single
/// event that became a series or the other way round.
fn goes_on(before: &Facts, after: &Facts) -> bool {
    if (before.repeats.is_none() && after.repeats.is_none()) || !before.when.is_dated() || !after.when.is_dated() {
        return false;
    }
    let from = before.when.first_day().max(after.when.first_day());
    let on = |facts: &Facts| facts.when.on(from, &facts.zone);
    if is_another_start(&on(before), &on(after)) {
        return false;
    }
    let ends = [before, after].map(last_rule_date);
    let to = ends.into_iter().flatten().fold(later(from), NaiveDate::min);
    let dates = rule_dates(before, from, to);
    !dates.is_empty() && dates == rule_dates(after, from, to)
}

/// Whether anything else about the time is another: its end, a time of day or a day that was told. Only instants count, not how
/// they read in another zone.
pub(super) fn is_changed(before: &Facts, after: &Facts) -> bool {
    if before.repeats.is_none() && after.repeats.is_none() || !before.when.is_dated() || !after.when.is_dated() {
        return !is_same(&before.when, &after.when);
    }
    let day = before.when.first_day().max(after.when.first_day());
    !is_same(&before.when.on(day, &before.zone), &after.when.on(day, &after.zone))
}

/// Whether two stretches of time are the same instants, or the same days.
pub(super) fn is_same(a: &When, b: &When) -> bool {
    match (a, b) {
        (When::Timed(a), When::Timed(b)) => {
            a.start.utc == b.start.utc && a.end.map(|end| end.utc) == b.end.map(|end| end.utc)
        }
        _ => a == b,
    }
}

/// Whether the rule gives other dates from a day on. What lies before that day is no news.
pub(super) fn is_repeated_otherwise(before: &Facts, after: &Facts, from: NaiveDate) -> bool {
    let rule = |facts: &Facts| facts.repeats.as_ref().map(|repeats| repeats.rule.clone());
    if before.when.first_day() == after.when.first_day() && rule(before) == rule(after) {
        return false;
    }
    let to = later(from.max(before.when.first_day()).max(after.when.first_day()));
    let ends = [before, after].map(|facts| last_rule_date(facts).map(|end| end.max(from)));
    (before.repeats.is_some() || after.repeats.is_some())
        && (rule_dates(before, from, to) != rule_dates(after, from, to) || ends[0] != ends[1])
}

/// Whether all of it is over at a moment.
pub(super) fn is_over(facts: &Facts, at: DateTime<Utc>) -> bool {
    let over = |when: &When| when.is_over(&facts.zone) <= at;
    let Some(repeats) = facts.repeats.as_ref().filter(|_| over(&facts.when)) else { return over(&facts.when) };
    let moved = repeats.changes.values().filter_map(|change| change.when.as_ref());
    last_rule_date(facts).is_some_and(|day| over(&facts.when.on(day, &facts.zone)))
        && repeats.also.iter().chain(moved).all(over)
}

/// The last date of the rule; of an event that does not repeat, its date; nothing where it has no end.
pub fn last_rule_date(facts: &Facts) -> Option<NaiveDate> {
    let first = facts.when.first_day();
    let Some(repeats) = &facts.repeats else { return Some(first) };
    let end = match repeats.rule.limit {
        Limit::Endless => return None,
        Limit::Until(day) => day,
        Limit::Times(_) => NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(first),
    };
    Some(dates(&repeats.rule, first, end).last().copied().unwrap_or(first))
}

/// The dates of the rule, those that do not take place among them; of an event that does not repeat, its date.
fn rule_dates(facts: &Facts, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let first = facts.when.first_day();
    let mut all = match &facts.repeats {
        Some(repeats) => dates(&repeats.rule, first, to),
        None => vec![first],
    };
    all.retain(|day| (from..=to).contains(day));
    all
}

/// The checks refuse a rule that cannot be expanded; of one that can at its first date alone, that is left.
fn dates(rule: &Rule, first: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    expand(rule, first, to).unwrap_or_else(|_| vec![first])
}

fn later(day: NaiveDate) -> NaiveDate {
    day.checked_add_months(Months::new(COMPARED_MONTHS)).unwrap_or_else(|| horizon(day))
}

/// The day of a moment, as people in a zone call it.
pub(super) fn day_of(at: DateTime<Utc>, zone: &Zone) -> NaiveDate {
    zone.to_local(at).date()
}
