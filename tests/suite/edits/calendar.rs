//! What stands in a person's calendar: each date of each entry.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use jiff::{civil, tz::TimeZone};
use rrule::RRuleSet;

use super::parsers::{Component, Property};

/// How many dates of a series without an end are looked at.
const DATES: u16 = 200;

/// A time as a calendar holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    Day(NaiveDate),
    Instant(DateTime<Utc>),
}

impl Time {
    /// The moment, in UTC; of a day, its midnight there.
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN).and_utc(),
            Self::Instant(instant) => instant,
        }
    }
}

/// An event on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub uid: String,
    pub title: String,
    pub start: Time,
    /// Of days, the day after the last.
    pub end: Time,
    pub place: String,
    pub status: String,
    pub url: String,
}

impl Occurrence {
    pub fn is_cancelled(&self) -> bool {
        self.status == "CANCELLED"
    }

    fn new(component: &Component, start: Time, end: Time) -> Self {
        let text = |name| component.value(name).to_owned();
        Self {
            uid: text("UID"),
            title: text("SUMMARY"),
            start,
            end,
            place: text("LOCATION"),
            status: text("STATUS"),
            url: text("URL"),
        }
    }
}

/// `2016-03-12 12:00-15:00 Stop Trident @ Hyde Park [cancelled]`, in UTC; of whole days, the first and the last.
impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.start, self.end) {
            (Time::Day(first), Time::Day(next)) if first.succ_opt() == Some(next) => write!(f, "{first}")?,
            (Time::Day(first), Time::Day(next)) => write!(f, "{first} to {}", next - TimeDelta::days(1))?,
            (start, end) => {
                let (start, end) = (start.instant(), end.instant());
                let form = if start.date_naive() == end.date_naive() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
                write!(f, "{}-{}", start.format("%Y-%m-%d %H:%M"), end.format(form))?;
            }
        }
        write!(f, " {}", self.title)?;
        if !self.place.is_empty() {
            write!(f, " @ {}", self.place)?;
        }
        if self.status != "CONFIRMED" {
            write!(f, " [{}]", self.status.to_lowercase())?;
        }
        Ok(())
    }
}

/// Every date of the components of one UID: an event or a series with its overrides.
///
/// # Errors
/// When an override or an EXDATE is about no date of the series, or a value cannot be read.
pub fn occurrences(components: &[&Component]) -> Result<Vec<Occurrence>, String> {
    let (overrides, masters): (Vec<&Component>, Vec<&Component>) =
        components.iter().partition(|component| component.property("RECURRENCE-ID").is_some());
    let [master] = masters[..] else {
        return Err(format!("{} masters and {} overrides of one UID", masters.len(), overrides.len()));
    };
    let mut starts = starts(master)?;
    for departure in master.all("EXDATE").chain(overrides.iter().flat_map(|it| it.all("RECURRENCE-ID"))) {
        let date = local(departure)?;
        if !starts.remove(&date) {
            return Err(format!("{} {date} is no date of {}, or is named twice", departure.name, master.uid()));
        }
    }
    let length = local(end_of(master)?)? - local(start_of(master)?)?;
    let mut found = Vec::new();
    for start in starts {
        let property = start_of(master)?;
        found.push(Occurrence::new(master, time(property, start)?, time(property, start + length)?));
    }
    for component in overrides {
        let (start, end) = (start_of(component)?, end_of(component)?);
        found.push(Occurrence::new(component, time(start, local(start)?)?, time(end, local(end)?)?));
    }
    found.sort_by_key(|occurrence| occurrence.start.instant());
    Ok(found)
}

fn start_of(component: &Component) -> Result<&Property, String> {
    component.property("DTSTART").ok_or_else(|| format!("no DTSTART in\n{}", component.text))
}

fn end_of(component: &Component) -> Result<&Property, String> {
    component.property("DTEND").ok_or_else(|| format!("no DTEND in\n{}", component.text))
}

/// The starts of an event or of each date of its rule, on the wall clock.
fn starts(master: &Component) -> Result<BTreeSet<NaiveDateTime>, String> {
    let start = start_of(master)?;
    let first = local(start)?;
    let Some(rule) = master.property("RRULE") else { return Ok([first].into()) };
    // The rule is followed on the wall clock, as if that were UTC: its tables of zones are old.
    let rule: Vec<String> = rule.value.split(';').map(|part| on_the_wall(part, start)).collect::<Result<_, _>>()?;
    let text = format!("DTSTART:{}\nRRULE:{}", first.format("%Y%m%dT%H%M%SZ"), rule.join(";"));
    let set: RRuleSet = text.parse().map_err(|error| format!("{text}: {error}"))?;
    let dates: BTreeSet<NaiveDateTime> = set.all(DATES).dates.iter().map(|date| date.naive_utc()).collect();
    if dates.first() == Some(&first) { Ok(dates) } else { Err(format!("DTSTART is no date of its rule: {text}")) }
}

/// UNTIL, which is an instant in UTC or a day, as a time on the wall clock of the series.
fn on_the_wall(part: &str, start: &Property) -> Result<String, String> {
    let Some(until) = part.strip_prefix("UNTIL=") else { return Ok(part.to_owned()) };
    let local = match (until.strip_suffix('Z'), start.parameters.get("TZID")) {
        (Some(until), Some(zone)) => {
            let instant = parse(until)?.and_utc();
            let zoned = timestamp(instant).to_zoned(zone_named(zone)?).datetime();
            naive(zoned)
        }
        _ => parse(until.trim_end_matches('Z'))?,
    };
    Ok(format!("UNTIL={}", local.format("%Y%m%dT%H%M%SZ")))
}

/// A time on the wall clock that a property names; a day is its midnight.
fn local(property: &Property) -> Result<NaiveDateTime, String> {
    parse(property.value.trim_end_matches('Z'))
}

fn parse(text: &str) -> Result<NaiveDateTime, String> {
    let day = || NaiveDate::parse_from_str(text, "%Y%m%d").map(|day| day.and_time(NaiveTime::MIN));
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").or_else(|_| day()).map_err(|error| format!("{text}: {error}"))
}

/// A time on the wall clock as the time that it stands for, in the form and zone of a property.
fn time(form: &Property, local: NaiveDateTime) -> Result<Time, String> {
    if !form.value.contains('T') {
        return Ok(Time::Day(local.date()));
    }
    match form.parameters.get("TZID") {
        _ if form.value.ends_with('Z') => Ok(Time::Instant(local.and_utc())),
        Some(zone) => instant(local, zone).map(Time::Instant),
        None => Err(format!("{} is in no zone", form.value)),
    }
}

/// The instant of a time on the wall clock of a zone.
pub fn instant(local: NaiveDateTime, zone: &str) -> Result<DateTime<Utc>, String> {
    let part = |part: u32| i8::try_from(part).unwrap_or(0);
    let year = i16::try_from(local.year()).unwrap_or(0);
    let (month, day, hour) = (part(local.month()), part(local.day()), part(local.hour()));
    let civil = civil::date(year, month, day).at(hour, part(local.minute()), part(local.second()), 0);
    let zoned = civil.to_zoned(zone_named(zone)?).map_err(|error| error.to_string())?;
    DateTime::from_timestamp(zoned.timestamp().as_second(), 0).ok_or_else(|| format!("{local} is out of reach"))
}

fn zone_named(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|error| format!("{name}: {error}"))
}

fn timestamp(instant: DateTime<Utc>) -> jiff::Timestamp {
    jiff::Timestamp::from_second(instant.timestamp()).unwrap()
}

fn naive(local: civil::DateTime) -> NaiveDateTime {
    let number = |part: i8| u32::try_from(part).unwrap();
    NaiveDate::from_ymd_opt(local.year().into(), number(local.month()), number(local.day()))
        .and_then(|day| day.and_hms_opt(number(local.hour()), number(local.minute()), number(local.second())))
        .unwrap()
}
