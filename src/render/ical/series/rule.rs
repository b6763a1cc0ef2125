//! Whether a series can be a rule, and the value of RRULE.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::super::{
    entry::Context,
    times::{Form, Stretch, spans_clock_change},
};
use crate::{
    model::{Frequency, Limit, Rule, Series, Timed, When, zones::Zone},
    render::words::{compact_day, compact_moment},
    resolve::Published,
};

/// How far ahead changes of the clocks are looked at for a rule that names no last day: in 28 years every date has met
/// every weekday.
const LOOKAHEAD: Months = Months::new(28 * 12);

/// The form of the times of the master, where the series can be a rule that every program expands alike.
pub fn form<'a>(context: &Context<'_>, published: &'a Published, series: &Series) -> Option<Form<'a>> {
    let zone = &published.event.zone;
    let when = &published.event.when;
    let form = Stretch::of(when, zone, context.zones)?.form;
    let follows_the_clock = match when {
        // Home Assistant's reader finds no override of a master in UTC.
        When::Timed(timed) => form != Form::Utc && keeps_clear_of_changes(&series.rule, timed, zone),
        _ => true,
    };
    let is_portable = series.rule.is_portable() && is_in_every_month(&series.rule, when.first_day());
    (is_portable && follows_the_clock && !overlaps_itself(published)).then_some(form)
}

/// Outlook gives a rule a date in every month or year: it takes a fifth weekday for the last one, and a day that a month
/// does not have for its last day ([MS-OXOCAL], PatternTypeSpecific). RFC 5545 leaves such months out.
fn is_in_every_month(rule: &Rule, first: NaiveDate) -> bool {
    let nths = rule.weekdays.iter().filter_map(|ordinal| ordinal.nth).map(i16::from);
    let day_is_that_of_the_first = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly)
        && rule.weekdays.is_empty()
        && rule.month_days.is_empty();
    nths.chain(rule.positions.iter().copied()).all(|nth| (-1..=4).contains(&nth))
        && rule.month_days.iter().all(|day| (-1..=28).contains(day))
        && (!day_is_that_of_the_first || first.day() <= 28)
}

/// Outlook holds no series whose instances overlap ([MS-OXOCAL], PidLidAppointmentRecur).
fn overlaps_itself(published: &Published) -> bool {
    let plain: Vec<_> = published.occurrences.iter().filter(|occurrence| occurrence.changed.is_none()).collect();
    let zone = &published.event.zone;
    plain.windows(2).any(|two| two[0].over > two[1].when.begins(zone))
}

/// Whether no instance starts or ends at a time that the clocks skip or show twice, and the first one, which says how
/// long all of them are, does not last over a change.
fn keeps_clear_of_changes(rule: &Rule, first: &Timed, zone: &Zone) -> bool {
    let end = first.published_end(zone);
    let first_day = first.start.local.date();
    let length = end.local.date() - first_day;
    // On its way through a month libical stumbles over a skipped time on any day, and stays an hour off.
    let walks = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
    let meets = |day: NaiveDate| {
        let starts = zone.is_ambiguous(day.and_time(first.start.local.time()));
        let ends = zone.is_ambiguous(day.and_time(end.local.time()));
        (starts && (walks || may_hold(rule, first_day, day))) || (ends && may_hold(rule, first_day, day - length))
    };
    !spans_clock_change(first, zone) && !days_of_changes(rule, first, zone).into_iter().any(meets)
}

/// The days, on the wall clock, on which the clocks change while the rule is in force.
fn days_of_changes(rule: &Rule, first: &Timed, zone: &Zone) -> Vec<NaiveDate> {
    let start = first.start.utc;
    let end = match rule.limit {
        Limit::Until(last) => {
            // The last instance may begin on the last day and end when its length is over.
            let length = first.published_end(zone).utc - start;
            zone.resolve(last.and_time(NaiveTime::MIN)).instant() + TimeDelta::days(2) + length
        }
        _ => start.checked_add_months(LOOKAHEAD).unwrap_or(DateTime::<Utc>::MAX_UTC),
    };
    let local = |at: DateTime<Utc>, offset: i32| (at + TimeDelta::seconds(offset.into())).date_naive();
    zone.transitions(start, end)
        .into_iter()
        .flat_map(|change| [local(change.at, change.offset_from), local(change.at, change.offset_to)])
        .collect()
}

/// Whether a portable rule may give this day: no for certain, yes perhaps.
fn may_hold(rule: &Rule, first: NaiveDate, day: NaiveDate) -> bool {
    let mut weekdays = rule.weekdays.iter().map(|ordinal| ordinal.weekday);
    match (rule.weekdays.is_empty(), rule.frequency) {
        (true, Frequency::Weekly) => day.weekday() == first.weekday(),
        (true, _) => true,
        (false, _) => weekdays.any(|weekday| weekday == day.weekday()),
    }
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
        return compact_day(day);
    }
    let last_second = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    compact_moment(zone.resolve(day.and_time(last_second)).instant())
}
