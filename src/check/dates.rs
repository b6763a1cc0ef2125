//! Dates and times as they are written.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::values::shorten;
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

/// Reads a date or a time; what it is for is said in `wanted`, such as "a date and time".
pub(super) fn read(text: &Text, wanted: &str, found: &mut Diagnostics) -> Option<Written> {
    let Some(written) = parse(text.trim()) else {
        let message = format!("`{}` is not {wanted}", shorten(text));
        found.push(Diagnostic::new(Code::InvalidDate, text.span, message).help(advice(text.trim())));
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
    match read(text, "a date", found)? {
        Written::Day(day) => Some(day),
        written => refuse(text, written, "a date such as 2016-02-27, without a time", found),
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

fn parse(text: &str) -> Option<Written> {
    match text.len() {
        4 => year_month(text, "01").map(Written::Year),
        7 if text.is_char_boundary(4) => year_month(&text[..4], text[4..].strip_prefix('-')?).map(Written::Month),
        _ => clock_time(text).map(Written::Clock).or_else(|| full(text)),
    }
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

fn clock_time(text: &str) -> Option<NaiveTime> {
    let parts: Vec<&str> = text.split(':').collect();
    let number = |part: &str| (part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse().ok())?;
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

/// What to write instead: the same date in the right form where it can be guessed.
fn advice(text: &str) -> String {
    match guess(text) {
        Some(date) => format!("write {date}"),
        None => "write a date as 2016-02-27, a date and time as 2016-02-27 12:00, a month as 2016-02".to_owned(),
    }
}

fn guess(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric() && c != ':')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let time = words.iter().find_map(|word| clock_time(word));
    let mut parts = words.iter().filter(|word| !word.contains(':') && weekday_of(word).is_none());
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |word: &str| word.trim_end_matches(char::is_alphabetic).parse::<u32>().ok();
    let (year, month, day) = if first.len() == 4 {
        (number(first)?, month_of(second)?, number(third)?)
    } else {
        (number(third)?, month_of(second)?, number(first)?)
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|year| *year > 999)?, month, day)?;
    Some(time.map_or(date.to_string(), |time| format!("{date} {}", time.format("%H:%M"))))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_of(word: &str) -> Option<u32> {
    let by_name = word.get(..3).and_then(|start| MONTHS.iter().position(|month| *month == start));
    by_name.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| word.parse().ok())
}

/// The weekday that an English word names, in full or by its first three letters.
pub(super) fn weekday_of(word: &str) -> Option<chrono::Weekday> {
    let lower = word.to_lowercase();
    let name = lower.strip_suffix('s').filter(|stem| stem.ends_with("day")).unwrap_or(&lower);
    (name.len() == 3 || name.ends_with("day")).then(|| name.parse().ok())?
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
        for bad in ["2016-02-30", "2016-13", "27/02/2016", "25:00", "2016-2-7", "2016-02-27 12", "tomorrow", "2016-02-27T12:00+99:00"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_date_in_another_form_is_guessed() {
        assert_eq!(guess("27/02/2016").as_deref(), Some("2016-02-27"));
        assert_eq!(guess("Saturday 27th February 2016, 12:30").as_deref(), Some("2016-02-27 12:30"));
        assert_eq!(guess("2016-2-7").as_deref(), Some("2016-02-07"));
        assert_eq!(guess("soon"), None);
    }

    #[test]
    fn weekdays_are_found_in_words() {
        assert_eq!(weekday_of("Saturdays"), Some(chrono::Weekday::Sat));
        assert_eq!(weekday_of("Tue"), Some(chrono::Weekday::Tue));
        assert_eq!(weekday_of("sunny"), None);
    }
}
