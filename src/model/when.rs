//! When something takes place.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::zones::{LocalReading, Zone};

/// A point in time and how it reads on the wall of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The instant, in UTC.
    pub utc: DateTime<Utc>,
    /// The same in the event's zone.
    pub local: NaiveDateTime,
    /// Written in a gap, or its local reading occurs twice: only UTC says it without doubt, so feeds never give it as a local time.
    pub ambiguous: bool,
}

impl Moment {
    /// An instant, in UTC, as it reads in the zone.
    pub fn from_utc(utc: DateTime<Utc>, zone: &Zone) -> Self {
        let local = zone.to_local(utc);
        Self { utc, local, ambiguous: !matches!(zone.resolve(local), LocalReading::Unique(_)) }
    }

    /// A local time in the zone; one that occurs never or twice is read as RFC 5545 3.3.5 says.
    pub fn from_local(local: NaiveDateTime, zone: &Zone) -> Self {
        let reading = zone.resolve(local);
        let utc = reading.instant();
        let ambiguous = !matches!(reading, LocalReading::Unique(_));
        Self { utc, local: if ambiguous { zone.to_local(utc) } else { local }, ambiguous }
    }
}

/// A stretch of time with a start, and an end where one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Timed {
    /// The start.
    pub start: Moment,
    /// The end, later than the start.
    pub end: Option<Moment>,
}

/// What calendars show of an event whose end is not known, in hours.
pub const UNKNOWN_LENGTH_HOURS: i64 = 2;

impl Timed {
    /// The same length from another start on.
    pub fn starting(&self, start: Moment, zone: &Zone) -> Self {
        let end = self.end.map(|end| Moment::from_utc(start.utc + (end.utc - self.start.utc), zone));
        Self { start, end }
    }

    /// The same times of day so many days later.
    fn shifted(&self, days: TimeDelta, zone: &Zone) -> Self {
        let start = Moment::from_local(self.start.local + days, zone);
        let end = self.end.map(|end| Moment::from_local(end.local + days, zone));
        // Where the clocks skip the start, it is read an hour later, perhaps past the end: then the length decides.
        if end.is_some_and(|end| end.utc <= start.utc) { self.starting(start, zone) } else { Self { start, end } }
    }

    /// The end for calendars, in UTC: two hours after the start where none is known.
    pub fn published_end(&self, zone: &Zone) -> Moment {
        self.end.unwrap_or_else(|| Moment::from_utc(self.start.utc + TimeDelta::hours(UNKNOWN_LENGTH_HOURS), zone))
    }
}

/// When something takes place, as exactly as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// At a time of day.
    Timed(Timed),
    /// On whole days; both named days belong to it.
    AllDay {
        /// The first day.
        first: NaiveDate,
        /// The last day, the first or later.
        last: NaiveDate,
    },
    /// Some time in a month.
    Month {
        /// The first day of the month.
        first: NaiveDate,
    },
    /// Some time in a year.
    Year {
        /// The first day of the year.
        first: NaiveDate,
    },
}

impl When {
    /// Whether the day is known, so that a calendar can hold it.
    pub fn is_dated(&self) -> bool {
        matches!(self, Self::Timed(_) | Self::AllDay { .. })
    }

    /// The first day, in the event's zone.
    pub fn first_day(&self) -> NaiveDate {
        match self {
            Self::Timed(timed) => timed.start.local.date(),
            Self::AllDay { first, .. } | Self::Month { first } | Self::Year { first } => *first,
        }
    }

    /// The last day, in the event's zone: the day in which the end lies. An end at midnight belongs to the day before.
    pub fn last_day(&self) -> NaiveDate {
        match self {
            Self::Timed(Timed { start, end }) => {
                let end = end.unwrap_or(*start);
                (end.local - TimeDelta::seconds(1)).date().max(start.local.date())
            }
            Self::AllDay { last, .. } => *last,
            Self::Month { first } => last_of(*first, 1),
            Self::Year { first } => last_of(*first, 12),
        }
    }

    /// The same time of day and length on another day of the zone: a date of a series.
    pub fn on(&self, day: NaiveDate, zone: &Zone) -> Self {
        let shift = day.signed_duration_since(self.first_day());
        match *self {
            Self::Timed(timed) => Self::Timed(timed.shifted(shift, zone)),
            Self::AllDay { first, last } => Self::AllDay { first: first + shift, last: last + shift },
            Self::Month { .. } => Self::Month { first: day.with_day(1).unwrap_or(day) },
            Self::Year { .. } => Self::Year { first: day.with_ordinal(1).unwrap_or(day) },
        }
    }

    /// The moment it begins, in UTC: of days, their first midnight in the zone.
    pub fn begins(&self, zone: &Zone) -> DateTime<Utc> {
        match self {
            Self::Timed(timed) => timed.start.utc,
            _ => midnight(self.first_day(), zone),
        }
    }

    /// The moment it is over, in UTC: of days, the midnight that ends the last one in the zone.
    pub fn is_over(&self, zone: &Zone) -> DateTime<Utc> {
        match self {
            Self::Timed(timed) => timed.published_end(zone).utc,
            _ => midnight(self.last_day().checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX), zone),
        }
    }
}

/// The start of a day in a zone, in UTC.
pub fn midnight(day: NaiveDate, zone: &Zone) -> DateTime<Utc> {
    zone.resolve(day.and_time(chrono::NaiveTime::MIN)).instant()
}

fn last_of(first: NaiveDate, months: u32) -> NaiveDate {
    first.checked_add_months(chrono::Months::new(months)).and_then(|next| next.pred_opt()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_whose_start_the_clocks_skip_still_ends_after_it_starts() {
        let zone = Zone::find("America/New_York").unwrap();
        let at = |text: &str| Moment::from_local(text.parse().unwrap(), &zone);
        let first = When::Timed(Timed { start: at("2026-03-01T02:30:00"), end: Some(at("2026-03-01T03:30:00")) });
        let When::Timed(skipped) = first.on("2026-03-08".parse().unwrap(), &zone) else { panic!("still timed") };
        assert_eq!(skipped.end.unwrap().utc - skipped.start.utc, TimeDelta::hours(1));
        assert!(skipped.start.ambiguous);
    }
}
