//! Observances and their onsets (RFC 5545 3.6.5).

use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::model::zones::{Transition, Zone};

/// One of the times that a zone keeps, and the one that it follows upon: what a STANDARD or
/// DAYLIGHT sub-component says, without its onsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observance {
    /// DAYLIGHT, or STANDARD.
    pub is_daylight: bool,
    /// TZOFFSETFROM, in seconds east of UTC.
    pub offset_from: i32,
    /// TZOFFSETTO, in seconds east of UTC.
    pub offset_to: i32,
    /// TZNAME.
    pub name: String,
}

/// The moment an observance comes into force.
#[derive(Clone, Debug)]
pub struct Onset {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The same moment on the wall clock before the change, as RFC 5545 wants it in DTSTART.
    pub local: NaiveDateTime,
    /// What comes into force.
    pub observance: Observance,
}

/// The onsets of a zone in some years (of its own clocks), in order. The first of them is new year
/// and stands for what is in force then, whenever that began.
pub fn onsets(zone: &Zone, years: RangeInclusive<i32>) -> Vec<Onset> {
    let new_year = new_year(*years.start());
    let at = zone.resolve(new_year).instant();
    let until = zone.resolve(self::new_year(years.end() + 1)).instant();
    let mut onsets = vec![Onset { at, local: new_year, observance: in_force(zone, at) }];
    onsets.extend(zone.transitions(at + TimeDelta::seconds(1), until).into_iter().map(Onset::from));
    onsets
}

/// The first midnight of a year.
fn new_year(year: i32) -> NaiveDateTime {
    NaiveDate::from_yo_opt(year, 1).unwrap_or_default().and_time(NaiveTime::MIN)
}

fn in_force(zone: &Zone, at: DateTime<Utc>) -> Observance {
    let offset = zone.offset_seconds(at);
    let name = zone.abbreviation(at);
    Observance { is_daylight: false, offset_from: offset, offset_to: offset, name }
}

impl From<Transition> for Onset {
    fn from(transition: Transition) -> Onset {
        let before = TimeDelta::seconds(transition.offset_from.into());
        Onset {
            at: transition.at,
            local: transition.at.naive_utc() + before,
            observance: Observance {
                is_daylight: transition.is_daylight,
                offset_from: transition.offset_from,
                offset_to: transition.offset_to,
                name: transition.abbreviation,
            },
        }
    }
}
