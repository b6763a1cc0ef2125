//! DTSTART, DTEND and their like: in which form a time is written.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use icalendar::{CalendarDateTime, DatePerhapsTime, Property};

use super::portable_zones::PortableZones;
use crate::{
    model::{Moment, Timed, When, zones::Zone},
    render::words::{compact_day, compact_local, compact_moment},
};

/// The form of the times of a component; all of them share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'a> {
    /// DATE (RFC 5545 3.3.4).
    Date,
    /// DATE-TIME in UTC (3.3.5, form 2).
    Utc,
    /// DATE-TIME on the wall clock of a zone, with TZID (3.3.5, form 3).
    Local(&'a Zone),
}

impl<'a> Form<'a> {
    /// The form for something from one moment to another: local time, unless somebody could misread it.
    pub fn between(start: Moment, end: Moment, zone: &'a Zone, zones: &PortableZones) -> Self {
        let is_safe = !start.ambiguous && !end.ambiguous && !looks_like_whole_days(start.local, end.local);
        if is_safe && zones.hold(zone, start.utc) { Self::Local(zone) } else { Self::Utc }
    }

    /// A moment, or its day, in this form.
    pub fn moment(self, moment: Moment) -> DatePerhapsTime {
        match self {
            Self::Date => moment.local.date().into(),
            Self::Utc => moment.utc.into(),
            Self::Local(zone) => {
                CalendarDateTime::WithTimezone { date_time: moment.local, tzid: zone.name().to_owned() }.into()
            }
        }
    }
}

/// From when to when, as a component says it.
#[derive(Clone, Debug)]
pub struct Stretch<'a> {
    /// The form of both times.
    pub form: Form<'a>,
    /// DTSTART.
    pub start: DatePerhapsTime,
    /// DTEND, which of days is the day after the last (RFC 5545 3.6.1).
    pub end: DatePerhapsTime,
}

impl<'a> Stretch<'a> {
    /// The stretch of something whose day is known.
    pub fn of(when: &When, zone: &'a Zone, zones: &PortableZones) -> Option<Self> {
        match when {
            When::Timed(timed) => Some(Self::between(timed.start, timed.published_end(zone), zone, zones)),
            When::AllDay { first, last } => Some(Self::days(*first, *last)),
            When::Month { .. } | When::Year { .. } => None,
        }
    }

    /// From one moment to another, both of this zone.
    pub fn between(start: Moment, end: Moment, zone: &'a Zone, zones: &PortableZones) -> Self {
        let form = Form::between(start, end, zone, zones);
        Self { form, start: form.moment(start), end: form.moment(end) }
    }

    fn days(first: NaiveDate, last: NaiveDate) -> Self {
        let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
        Self { form: Form::Date, start: first.into(), end: end.into() }
    }
}

/// A property that holds a date or a time, as the crate would write it, without a pattern that is read anew each time.
pub fn property(name: &str, time: &DatePerhapsTime) -> Property {
    match time {
        DatePerhapsTime::DateTime(CalendarDateTime::Utc(utc)) => Property::new(name, compact_moment(*utc)),
        DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
            Property::new(name, compact_local(*date_time)).add_parameter("TZID", tzid).done()
        }
        DatePerhapsTime::DateTime(CalendarDateTime::Floating(local)) => Property::new(name, compact_local(*local)),
        DatePerhapsTime::Date(day) => Property::new(name, compact_day(*day)).add_parameter("VALUE", "DATE").done(),
    }
}

/// Midnight to midnight by the clock: programs take that for an event of whole days that was written badly, so it is given
/// in UTC. What is meant as whole days is a DATE already.
fn looks_like_whole_days(start: NaiveDateTime, end: NaiveDateTime) -> bool {
    let ends_with_the_day = end.time() == NaiveTime::MIN || (end.hour(), end.minute()) == (23, 59);
    start.time() == NaiveTime::MIN && ends_with_the_day
}

/// Whether the clocks have changed by the end, for good or for the summer. Programs then disagree on how long an instance
/// of a series lasts that takes its length from DTSTART and DTEND.
pub fn spans_clock_change(timed: &Timed, zone: &Zone) -> bool {
    let end = timed.published_end(zone);
    zone.offset_seconds(timed.start.utc) != zone.offset_seconds(end.utc)
}

#[cfg(test)]
mod tests;
