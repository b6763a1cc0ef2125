//! Dates and times as they are written.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{
    date_words::{end_of_month, guess, time_of},
    values::shorten,
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{FIRST_YEAR, LAST_YEAR},
    parse::Text,
};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// `2016-02-27T12:00:00+01:00`: an instant, in UTC.
    Instant(DateTime<Utc>),
    /// `2016-02-27 12:00`: a time on the wall.
    Local(NaiveDateTime),
    /// `2016-02-27`: a day.
    Day(NaiveDate),
    /// `2016-02`: the first day of a month.
    Month(NaiveDate),
    /// `2016`: the first day of a year.
    Year(NaiveDate),
    /// `12:00`: a time of day.
    Clock(NaiveTime),
}

impl Written {
    fn year(self) -> Option<i32> {
        match self {
            Self::Instant(instant) => Some(instant.year()),
            Self::Local(local) => Some(local.year()),
            Self::Day(day) | Self::Month(day) | Self::Year(day) => Some(day.year()),
            Self::Clock(_) => None,
        }
    }
}

/// What stands in a field.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    /// "a date"
    what: &'static str,
    /// How it is written.
    write: &'static str,
}

impl Wanted {
    /// When an event starts.
    pub const START: Self = Self {
        what: "a date, or a date and time",
        write: "write a date as 2016-02-27, a date and time as 2016-02-27 12:00; a month alone as 2016-02, a year as 2016",
    };
    /// A day, or a moment.
    pub const DAY_OR_MOMENT: Self = Self {
        what: "a date, or a date and time",
        write: "write a date as 2016-02-27, a date and time as 2016-02-27 12:00",
    };
    /// A moment.
    pub const MOMENT: Self = Self { what: "a date and time", write: "write a date and time as 2016-02-27 12:00" };
    /// A moment, of which the date may be that of the event.
    pub const MOMENT_OR_TIME: Self = Self {
        what: "a date and time",
        write: "write a date and time as 2016-02-27 12:00, or on the day itself 12:00",
    };
    /// A day.
    pub const DAY: Self = Self { what: "a date", write: "write a date as 2016-02-27" };
    /// A time of day.
    pub const TIME: Self = Self { what: "a time of day", write: "write a time of day as 12:00" };
}

/// Reads a date or a time.
pub(super) fn read(text: &Text, wanted: Wanted, found: &mut Diagnostics) -> Option<Written> {
    // A blank that does not break looks like any other, and comes along from word processors.
    let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
    let Some(written) = parse(plain.trim()) else {
        let message = format!("`{}` is not {}", shorten(text), wanted.what);
        found.push(Diagnostic::new(Code::InvalidDate, text.span, message).help(advice(text.trim(), wanted)));
        return None;
    };
    if written.year().is_some_and(|year| !(FIRST_YEAR..=LAST_YEAR).contains(&year)) {
        let message = format!("the year lies outside {FIRST_YEAR} to {LAST_YEAR}");
        found.push(Diagnostic::new(Code::InvalidDate, text.span, message).help("check the year"));
        return None;
    }
    Some(written)
}

/// A day and nothing else.
pub(super) fn day(text: &Text, found: &mut Diagnostics) -> Option<NaiveDate> {
    match read(text, Wanted::DAY, found)? {
        Written::Day(day) => Some(day),
        written => refuse(text, written, "a date such as 2016-02-27, without a time", found),
    }
}

/// A day that can be published, where the text is one.
pub(super) fn known_day(text: &str) -> Option<NaiveDate> {
    match parse(text.trim()) {
        Some(Written::Day(day)) if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) => Some(day),
        _ => None,
    }
}

/// Reports that a date or time of another sort was meant.
pub(super) fn refuse<T>(text: &Text, written: Written, wanted: &str, found: &mut Diagnostics) -> Option<T> {
    let is = match written {
        Written::Instant(_) | Written::Local(_) => "a date and time",
        Written::Day(_) => "a day",
        Written::Month(_) => "a month",
        Written::Year(_) => "a year",
        Written::Clock(_) => "a time without a date",
    };
    let message = format!("`{}` is {is}", shorten(text));
    found.push(Diagnostic::new(Code::InvalidDate, text.span, message).help(format!("write {wanted}")));
    None
}

/// What to write instead: the same date in the right form where it can be guessed.
fn advice(text: &str, wanted: Wanted) -> String {
    if text.chars().nth(LONGEST_GUESS).is_some() {
        return wanted.write.to_owned();
    }
    if let Some(last) = end_of_month(text) {
        return format!("the month ends on {last}");
    }
    let guessed = guess(text).or_else(|| time_of(&text.to_lowercase()).map(|time| time.format("%H:%M").to_string()));
    match guessed {
        Some(date) => format!("write {date}"),
        None => wanted.write.to_owned(),
    }
}

/// In a text of more characters no date is looked for.
const LONGEST_GUESS: usize = 60;

fn parse(text: &str) -> Option<Written> {
    let year = || year_month(text, "01").map(Written::Year);
    let month = || text.split_once('-').and_then(|(year, month)| year_month(year, month)).map(Written::Month);
    clock_time(text).map(Written::Clock).or_else(year).or_else(month).or_else(|| full(text))
}

fn year_month(year: &str, month: &str) -> Option<NaiveDate> {
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)
}

fn full(text: &str) -> Option<Written> {
    let (date, rest) = text.split_at_checked(10)?;
    let date = iso_day(date)?;
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else {
        return rest.is_empty().then_some(Written::Day(date));
    };
    let rest = rest.trim_start();
    let offset_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, offset) = rest.split_at(offset_at);
    let local = date.and_time(clock_time(time.trim_end())?);
    if offset.is_empty() {
        return Some(Written::Local(local));
    }
    let seconds = offset_seconds(offset)?;
    Some(Written::Instant(local.and_utc() - chrono::TimeDelta::seconds(seconds)))
}

fn iso_day(text: &str) -> Option<NaiveDate> {
    let first = year_month(text.get(..4)?, text.get(5..7)?)?;
    let separators = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    let day = text.get(8..).filter(|day| day.len() == 2 && day.bytes().all(|byte| byte.is_ascii_digit()))?;
    if separators { first.with_day(day.parse().ok()?) } else { None }
}

/// A time of day: `9:05`, `12:00`, `12:00:30`.
pub(super) fn clock_time(text: &str) -> Option<NaiveTime> {
    let parts: Vec<&str> = text.split(':').collect();
    let number =
        |part: &str| (part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?;
    match *parts {
        [hour, minute] if minute.len() == 2 => NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0),
        [hour, minute, second] if minute.len() == 2 && second.len() == 2 => {
            NaiveTime::from_hms_opt(number(hour)?, number(minute)?, number(second)?)
        }
        _ => None,
    }
}

/// Seconds east of UTC of `Z`, `+01:00`, `+0100` or `+01`.
fn offset_seconds(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.get(1..)?.replace(':', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i64, i64) = match digits.len() {
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_format_is_read() {
        let day = NaiveDate::from_ymd_opt(2016, 2, 27).unwrap();
        assert_eq!(parse("2016-02-27"), Some(Written::Day(day)));
        assert_eq!(parse("2016-02-27 12:00"), Some(Written::Local(day.and_hms_opt(12, 0, 0).unwrap())));
        assert_eq!(parse("2016-02-27T9:05"), Some(Written::Local(day.and_hms_opt(9, 5, 0).unwrap())));
        let eleven = day.and_hms_opt(11, 0, 0).unwrap().and_utc();
        assert_eq!(parse("2016-02-27T12:00:00+01:00"), Some(Written::Instant(eleven)));
        assert_eq!(parse("2016-02-27 11:00Z"), Some(Written::Instant(eleven)));
        assert_eq!(parse("2016-02"), Some(Written::Month(day.with_day(1).unwrap())));
        assert_eq!(parse("2016"), Some(Written::Year(NaiveDate::from_ymd_opt(2016, 1, 1).unwrap())));
        assert_eq!(parse("06:30"), Some(Written::Clock(NaiveTime::from_hms_opt(6, 30, 0).unwrap())));
        assert_eq!(parse("9:30"), Some(Written::Clock(NaiveTime::from_hms_opt(9, 30, 0).unwrap())));
        assert_eq!(parse("9:30:15"), Some(Written::Clock(NaiveTime::from_hms_opt(9, 30, 15).unwrap())));
        for bad in [
            "2016-02-30",
            "2016-13",
            "27/02/2016",
            "25:00",
            "2016-2-7",
            "2016-02-27 12",
            "tomorrow",
            "2016-02-27T12:00+99:00",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
