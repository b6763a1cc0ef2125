//! Repetition: a rule, and the dates that depart from it.

use std::{collections::BTreeMap, fmt};

use chrono::{NaiveDate, Weekday};

use super::{Details, When};
use crate::source::{Span, Spanned};

/// FREQ of a rule (RFC 5545 3.3.10); nothing repeats faster than daily.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
}

/// One value of BYDAY: a weekday, or the nth of the month or year (negative: from its end).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ordinal {
    /// Which one, 1 the first and -1 the last; nothing for every one.
    pub nth: Option<i8>,
    /// The weekday.
    pub weekday: Weekday,
}

/// Where a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Never.
    Endless,
    /// After this day in the event's zone, which still belongs to it.
    Until(NaiveDate),
    /// After so many dates.
    Times(u32),
}

/// A rule of repetition (RFC 5545 3.3.10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// FREQ.
    pub frequency: Frequency,
    /// INTERVAL, 1 or more.
    pub interval: u16,
    /// BYMONTH, 1 to 12.
    pub months: Vec<u8>,
    /// BYWEEKNO, 1 to 53 or negative.
    pub weeks: Vec<i8>,
    /// BYYEARDAY, 1 to 366 or negative.
    pub year_days: Vec<i16>,
    /// BYMONTHDAY, 1 to 31 or negative.
    pub month_days: Vec<i8>,
    /// BYDAY.
    pub weekdays: Vec<Ordinal>,
    /// BYSETPOS, not 0.
    pub positions: Vec<i16>,
    /// WKST.
    pub week_start: Weekday,
    /// UNTIL or COUNT.
    pub limit: Limit,
}

impl Rule {
    /// A rule with nothing but a frequency.
    pub fn new(frequency: Frequency) -> Self {
        Self {
            frequency,
            interval: 1,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
            limit: Limit::Endless,
        }
    }

    /// Whether every client can hold the rule, Outlook among them ([MS-OXOCAL], PidLidAppointmentRecur): one nth weekday or one
    /// day of the month, no list where Outlook keeps a single value.
    pub fn is_portable(&self) -> bool {
        let by_length = self.weeks.is_empty() && self.year_days.is_empty();
        let single = self.month_days.len() <= 1 && self.positions.len() <= 1 && self.months.len() <= 1;
        let weekdays = match self.frequency {
            Frequency::Daily => self.month_days.is_empty() && self.months.is_empty() && self.positions.is_empty(),
            Frequency::Weekly => self.months.is_empty() && self.positions.is_empty(),
            Frequency::Monthly | Frequency::Yearly => {
                self.weekdays.len() <= 1
                    || (self.positions.len() == 1 && self.weekdays.iter().all(|day| day.nth.is_none()))
            }
        };
        let one_way = self.month_days.is_empty() || self.weekdays.is_empty();
        // The weekday of a yearly rule needs its month, and a rule by every weekday of a month is no nth one.
        let anchored = match self.frequency {
            Frequency::Monthly => self.months.is_empty() && self.weekdays_are_one_a_month(),
            Frequency::Yearly => {
                self.weekdays.is_empty() || (self.months.len() == 1 && self.weekdays_are_one_a_month())
            }
            _ => true,
        };
        by_length && single && weekdays && one_way && anchored
    }

    fn weekdays_are_one_a_month(&self) -> bool {
        !self.positions.is_empty() || self.weekdays.iter().all(|day| day.nth.is_some())
    }
}

/// The two letters of a weekday in a rule.
pub fn weekday_code(weekday: Weekday) -> &'static str {
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

impl fmt::Display for Ordinal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            Some(nth) => write!(f, "{nth}{}", weekday_code(self.weekday)),
            None => f.write_str(weekday_code(self.weekday)),
        }
    }
}

/// The value of RRULE without UNTIL and COUNT, whose form depends on DTSTART.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frequency = match self.frequency {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
            Frequency::Yearly => "YEARLY",
        };
        write!(f, "FREQ={frequency}")?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        // WKST matters only where weeks are counted or skipped; Monday is what it is without.
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", weekday_code(self.week_start))?;
        }
        write_list(f, "BYMONTH", &self.months)?;
        write_list(f, "BYWEEKNO", &self.weeks)?;
        write_list(f, "BYYEARDAY", &self.year_days)?;
        write_list(f, "BYMONTHDAY", &self.month_days)?;
        write_list(f, "BYDAY", &self.weekdays)?;
        write_list(f, "BYSETPOS", &self.positions)
    }
}

fn write_list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (number, value) in values.iter().enumerate() {
        match number {
            0 => write!(f, ";{name}={value}")?,
            _ => write!(f, ",{value}")?,
        }
    }
    Ok(())
}

/// What is different on a single date of a series.
#[derive(Clone, Debug, Hash)]
pub struct Change {
    /// Where the change is written.
    pub span: Span,
    /// When the event takes place instead, where that differs.
    pub when: Option<When>,
    /// Everything else as it is on that date, the unchanged facts included.
    pub details: Details,
}

/// A repetition. The event's own `when` is its first date.
#[derive(Clone, Debug)]
pub struct Series {
    /// Where it is written.
    pub span: Span,
    /// The rule.
    pub rule: Rule,
    /// The rule in words or as written, for people: "every month on the second Tuesday".
    pub words: Option<String>,
    /// Dates of the rule that do not take place.
    pub except: Vec<Spanned<NaiveDate>>,
    /// Dates beside the rule.
    pub also: Vec<Spanned<When>>,
    /// Single dates that differ, by their date in the series.
    pub changes: BTreeMap<NaiveDate, Change>,
}
