//! The rule by which an observance comes into force once a year.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};

use super::onset::{Observance, Onset};

/// A year to name the days of a rule in: any will do that is no leap year.
const ANY_YEAR: i32 = 2001;

/// A weekday within seven days of the year, such as "the Sunday from 25 to 31 March".
///
/// Every rule of today's zones is of that kind: "the last Sunday" of a month and "the second
/// Sunday", but also Egypt's "midnight after the last Thursday of October", which is the Friday from
/// 26 October to 1 November. Seven days hold a weekday once, so there is one onset a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearlyRule {
    weekday: Weekday,
    /// The first of the seven days, as days before 31 December. Counted from that end of the year,
    /// leap years make no difference after February, and no zone changes its clocks before March.
    window_start: u32,
    time: NaiveTime,
    observance: Observance,
}

impl YearlyRule {
    /// The rule behind these onsets, if there is one. They must be those of 28 years, in which each
    /// of the seven days has its turn.
    pub fn behind<'a>(onsets: impl Iterator<Item = &'a Onset> + Clone) -> Option<YearlyRule> {
        let first = onsets.clone().next()?;
        let days = onsets.clone().map(|onset| days_to_year_end(onset.local.date()));
        let rule = YearlyRule {
            weekday: first.local.weekday(),
            window_start: days.max()?,
            time: first.local.time(),
            observance: first.observance.clone(),
        };
        onsets.clone().all(|onset| rule.gives(onset)).then_some(rule)
    }

    /// Whether the rule gives this onset.
    pub fn gives(&self, onset: &Onset) -> bool {
        let last_day = self.window_start.saturating_sub(6);
        self.observance == onset.observance
            && self.time == onset.local.time()
            && self.weekday == onset.local.weekday()
            && (last_day..=self.window_start).contains(&days_to_year_end(onset.local.date()))
    }

    /// The onset that the rule gives in a year.
    pub fn onset_in(&self, year: i32) -> Option<Onset> {
        let date = self.window(year)?.find(|date| date.weekday() == self.weekday)?;
        let local = date.and_time(self.time);
        let before = TimeDelta::seconds(self.observance.offset_from.into());
        Some(Onset { at: (local - before).and_utc(), local, observance: self.observance.clone() })
    }

    /// The seven days in a year.
    fn window(&self, year: i32) -> Option<impl Iterator<Item = NaiveDate> + use<>> {
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31)?;
        let start = year_end.checked_sub_days(Days::new(self.window_start.into()))?;
        Some(start.iter_days().take(7))
    }
}

/// Writes the rule as RECUR (RFC 5545 3.3.10). Outlook reads the first two forms only.
impl fmt::Display for YearlyRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<NaiveDate> = self.window(ANY_YEAR).into_iter().flatten().collect();
        let [first, .., last] = days.as_slice() else {
            return Ok(());
        };
        let (month, weekday) = (first.month(), weekday_code(self.weekday));
        write!(f, "FREQ=YEARLY;")?;
        if month != last.month() {
            let days = join((0..7).map(|later| i64::from(later) - i64::from(self.window_start) - 1));
            write!(f, "BYYEARDAY={days};BYDAY={weekday}")
        } else if last.succ_opt().is_some_and(|next| next.month() != month) {
            write!(f, "BYMONTH={month};BYDAY=-1{weekday}")
        } else if first.day() % 7 == 1 {
            write!(f, "BYMONTH={month};BYDAY={}{weekday}", first.day() / 7 + 1)
        } else {
            let days = join(days.iter().map(|day| day.day().into()));
            write!(f, "BYMONTH={month};BYMONTHDAY={days};BYDAY={weekday}")
        }
    }
}

fn join(numbers: impl Iterator<Item = i64>) -> String {
    numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(",")
}

fn days_to_year_end(date: NaiveDate) -> u32 {
    let length = if date.leap_year() { 366 } else { 365 };
    length - date.ordinal()
}

fn weekday_code(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}
