//! The next dates of an event, each in its zone and in UTC.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Dates, OneDate, Told};
use crate::{
    model::{Limit, Status, When, zones::Zone},
    resolve::{Occurrence, Published, Site},
};

/// So many dates are told of.
const DATES: usize = 10;

/// The next dates, and what does not take place between them; where none is to come, the last.
pub(super) fn dates(told: &Told<'_>, site: &Site, published: &Published) -> Dates {
    let all = &published.occurrences;
    let to_come = all.iter().position(|date| date.over > site.now);
    let range = match to_come {
        Some(first) => first..all.len().min(first + DATES),
        None => all.len().saturating_sub(DATES)..all.len(),
    };
    let shown = &all[range.clone()];
    let is_endless = published.event.series.as_ref().is_some_and(|series| series.rule.limit == Limit::Endless);
    let rest = if to_come.is_some() { all.len() - range.end } else { range.start };
    let zone = &published.event.zone;
    let excepted = excepted(told, published, (site.now, shown, range.end == all.len(), to_come.is_some()));
    let mut list: Vec<(DateTime<Utc>, OneDate)> =
        shown.iter().map(|date| (date.when.begins(zone), occurrence(published, date))).collect();
    list.extend(excepted);
    list.sort_by_key(|(begins, _)| *begins);
    Dates {
        are_to_come: to_come.is_some(),
        zone: zone.name(),
        list: list.into_iter().map(|(_, date)| date).collect(),
        more: (!is_endless || to_come.is_none()).then_some(rest),
    }
}

/// Dates of a series that do not take place, among those that are shown.
fn excepted(
    told: &Told<'_>,
    published: &Published,
    (now, shown, is_to_the_end, are_to_come): (DateTime<Utc>, &[Occurrence], bool, bool),
) -> Vec<(DateTime<Utc>, OneDate)> {
    let (event, zone) = (&published.event, &published.event.zone);
    let first = shown.first().map_or(now, |date| date.when.begins(zone));
    let last = shown.last().map_or(now, |date| date.when.begins(zone));
    let is_among = |when: &When| {
        let (begins, over) = (when.begins(zone), when.is_over(zone));
        let is_after = if are_to_come { over > now } else { begins >= first };
        is_after && (begins <= last || is_to_the_end)
    };
    let days = event.series.iter().flat_map(|series| &series.except);
    let dates = days.map(|day| (day, event.when.on(day.value, zone))).filter(|(_, when)| is_among(when));
    dates
        .map(|(day, when)| {
            let mark = format!("does not take place: excepted, {}", told.spots().at(day.span));
            (when.begins(zone), one(&when, zone, false, vec![mark]))
        })
        .collect()
}

fn occurrence(published: &Published, date: &Occurrence) -> OneDate {
    let (event, zone) = (&published.event, &published.event.zone);
    let details = published.details(date);
    let mut marks = Vec::new();
    if let Some(day) = date.changed {
        marks.push(moved(event.when.on(day, zone), date.when));
    }
    let is_extra = |series: &crate::model::Series| series.also.iter().any(|extra| extra.value == date.when);
    if date.changed.is_none() && event.series.as_deref().is_some_and(is_extra) {
        marks.push("extra".to_owned());
    }
    match details.status {
        Status::Cancelled => marks.push("cancelled".to_owned()),
        Status::Postponed => marks.push("postponed".to_owned()),
        Status::Tentative => marks.push("tentative".to_owned()),
        Status::Confirmed => {}
    }
    let takes_place = details.status.takes_place();
    one(&date.when, zone, takes_place, marks)
}

/// What a changed date was.
fn moved(regular: When, now: When) -> String {
    match regular {
        regular if regular == now => "changed".to_owned(),
        When::Timed(timed) => format!("changed, regularly {}", timed.start.local.format("%a %Y-%m-%d %H:%M")),
        _ => format!("changed, regularly {}", day(regular.first_day())),
    }
}

fn one(when: &When, zone: &Zone, takes_place: bool, marks: Vec<String>) -> OneDate {
    let (start, end, start_utc, end_utc, line) = match when {
        When::Timed(timed) => {
            let (begins, ends) = (timed.start, timed.end);
            let local = |moment: crate::model::Moment| moment.local.format("%Y-%m-%dT%H:%M").to_string();
            let utc = |moment: crate::model::Moment| moment.utc.format("%Y-%m-%dT%H:%MZ").to_string();
            let line = timed_line(begins, ends, zone);
            (local(begins), ends.map(local), Some(utc(begins)), ends.map(utc), line)
        }
        When::AllDay { first, last } => {
            let utc = |moment: DateTime<Utc>| Some(moment.format("%Y-%m-%dT%H:%MZ").to_string());
            let line = all_day_line(*first, *last, when, zone);
            (first.to_string(), Some(last.to_string()), utc(when.begins(zone)), utc(when.is_over(zone)), line)
        }
        When::Month { first } => {
            let month = first.format("%Y-%m").to_string();
            (month.clone(), None, None, None, format!("{month}, the day is not known"))
        }
        When::Year { first } => {
            let year = first.format("%Y").to_string();
            (year.clone(), None, None, None, format!("{year}, the day is not known"))
        }
    };
    let all_day = matches!(when, When::AllDay { .. });
    OneDate { start, end, start_utc, end_utc, all_day, takes_place, marks, line }
}

/// `Tue 2016-05-10 19:30 to 21:30 BST = 2016-05-10 18:30 to 20:30 UTC`
fn timed_line(begins: crate::model::Moment, ends: Option<crate::model::Moment>, zone: &Zone) -> String {
    let to = |end: Option<chrono::NaiveDateTime>, start: chrono::NaiveDateTime| {
        let form = if end.is_some_and(|end| end.date() == start.date()) { " to %H:%M" } else { " to %Y-%m-%d %H:%M" };
        end.map_or(String::new(), |end| end.format(form).to_string())
    };
    let utc_end = ends.map(|end| end.utc.naive_utc());
    let utc = format!("{}{} UTC", begins.utc.format("%Y-%m-%d %H:%M"), to(utc_end, begins.utc.naive_utc()));
    if zone.is_utc() {
        return format!("{} {utc}", begins.utc.format("%a"));
    }
    let local = format!("{}{}", begins.local.format("%a %Y-%m-%d %H:%M"), to(ends.map(|end| end.local), begins.local));
    format!("{local} {} = {utc}", zone.abbreviation(begins.utc))
}

/// `Sat 2016-08-06, all day = 2016-08-05 23:00 to 2016-08-06 23:00 UTC`
fn all_day_line(first: NaiveDate, last: NaiveDate, when: &When, zone: &Zone) -> String {
    let days = if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) };
    let utc = |moment: DateTime<Utc>| moment.format("%Y-%m-%d %H:%M").to_string();
    format!("{days}, all day = {} to {} UTC", utc(when.begins(zone)), utc(when.is_over(zone)))
}

fn day(day: NaiveDate) -> String {
    day.format("%a %Y-%m-%d").to_string()
}
