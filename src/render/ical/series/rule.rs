//! Whether a series can be a rule, and the value of RRULE.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::super::{
    entry::Context,
    times::{Form, Stretch, spans_clock_change},
};
use crate::{
    model::{Frequency, Limit, Rule, Series, Timed, When, zones::Zone},
    resolve::Published,
};

/// How far ahead changes of the clocks are looked at for a rule that names no last day: in 28 years every date has met
/// every weekday.
const LOOKAHEAD: Months = Months::new(28 * 12);

/// The form of the times of the master, where the series can be a rule that every program expands alike.
pub fn form<'a>(
    context: &Context<'_>,
    published: &'a Published,
    series: &Series,
) -> Option<Form<'a>> {
    let zone = &published.event.zone;
    let when = &published.event.when;
    let form = Stretch::of(when, zone, context.zones)?.form;
    let follows_the_clock = match when {
        When::Timed(timed) => {
            (form != Form::Utc || zone.is_utc())
                && keeps_clear_of_changes(&series.rule, timed, zone)
        }
        _ => true,
    };
    (series.rule.is_portable() && follows_the_clock && !overlaps_itself(published)).then_some(form)
}

/// Outlook holds no series whose instances overlap ([MS-OXOCAL], PidLidAppointmentRecur).
fn overlaps_itself(published: &Published) -> bool {
    let plain: Vec<_> = published
        .occurrences
        .iter()
        .filter(|occurrence| occurrence.changed.is_none())
        .collect();
    let zone = &published.event.zone;
    plain
        .windows(2)
        .any(|two| two[0].over > two[1].when.begins(zone))
}

/// Whether no instance starts or ends at a time that the clocks skip or show twice, and the first one, which says how
/// long all of them are, does not last over a change.
fn keeps_clear_of_changes(rule: &Rule, first: &Timed, zone: &Zone) -> bool {
    let end = first.published_end(zone);
    let (start_day, end_day) = (first.start.local.date(), end.local.date());
    let later = end_day - start_day;
    let meets = |day: NaiveDate| {
        let starts = may_hold(rule, start_day, day)
            && zone.is_ambiguous(day.and_time(first.start.local.time()));
        let begun = day - later;
        starts
            || (may_hold(rule, start_day, begun)
                && zone.is_ambiguous(day.and_time(end.local.time())))
    };
    !spans_clock_change(first, zone) && !days_of_changes(rule, first, zone).into_iter().any(meets)
}

/// The days, on the wall clock, on which the clocks change while the rule is in force.
fn days_of_changes(rule: &Rule, first: &Timed, zone: &Zone) -> Vec<NaiveDate> {
    let start = first.start.utc;
    let end = match rule.limit {
        Limit::Until(last) => {
            zone.resolve(last.and_time(NaiveTime::MIN)).instant() + TimeDelta::days(2)
        }
        _ => start
            .checked_add_months(LOOKAHEAD)
            .unwrap_or(DateTime::<Utc>::MAX_UTC),
    };
    let local =
        |at: DateTime<Utc>, offset: i32| (at + TimeDelta::seconds(offset.into())).date_naive();
    zone.transitions(start, end)
        .into_iter()
        .flat_map(|change| {
            [
                local(change.at, change.offset_from),
                local(change.at, change.offset_to),
            ]
        })
        .collect()
}

/// Whether a portable rule may give this day: no for certain, yes perhaps.
fn may_hold(rule: &Rule, first: NaiveDate, day: NaiveDate) -> bool {
    let weekdays_are_free = rule.weekdays.is_empty() && rule.frequency != Frequency::Weekly;
    let weekday = weekdays_are_free
        || rule
            .weekdays
            .iter()
            .any(|ordinal| ordinal.weekday == day.weekday())
        || (rule.weekdays.is_empty() && day.weekday() == first.weekday());
    let months_are_free = rule.months.is_empty() && rule.frequency != Frequency::Yearly;
    let month = months_are_free
        || rule
            .months
            .iter()
            .any(|month| u32::from(*month) == day.month())
        || (rule.months.is_empty() && day.month() == first.month());
    let counts_days = rule.weekdays.is_empty()
        && matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
    let day_of_month = !counts_days
        || rule
            .month_days
            .iter()
            .any(|number| *number < 0 || u32::from(number.unsigned_abs()) == day.day())
        || (rule.month_days.is_empty() && day.day() == first.day());
    weekday && month && day_of_month
}

/// The value of RRULE for a master of this form. UNTIL is a DATE beside a DATE, else UTC (RFC 5545 3.3.10); its day, in the
/// event's zone, still belongs to the series.
pub fn value(rule: &Rule, form: Form<'_>, zone: &Zone) -> String {
    match rule.limit {
        Limit::Endless => rule.to_string(),
        Limit::Times(times) => format!("{rule};COUNT={times}"),
        Limit::Until(day) => format!("{rule};UNTIL={}", until(day, form, zone)),
    }
}

fn until(day: NaiveDate, form: Form<'_>, zone: &Zone) -> String {
    if form == Form::Date {
        return day.format("%Y%m%d").to_string();
    }
    let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    zone.resolve(day.and_time(last_second))
        .instant()
        .format("%Y%m%dT%H%M%SZ")
        .to_string()
}
