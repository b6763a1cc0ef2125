//! Lengths of time as people write them: `5h`, `1h30m`, `3 days`.

use chrono::TimeDelta;

use super::values::shorten;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    parse::Text,
};

/// The longest length that an event may have, in days.
const LONGEST_DAYS: i64 = 366;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Duration {
    /// Whole days, as the calendar counts them.
    Days(i64),
    /// Hours and minutes.
    Exact(TimeDelta),
}

/// Reads a length of time.
pub(super) fn read(text: &Text, found: &mut Diagnostics) -> Option<Duration> {
    let duration = parse(text);
    if duration.is_none() {
        let message = format!("`{}` is not a length of time", shorten(text));
        let help = "write it as 5h, 1h30m, 90 minutes or 3 days; a year at most";
        found.push(Diagnostic::new(Code::InvalidDuration, text.span, message).help(help));
    }
    duration
}

fn parse(text: &str) -> Option<Duration> {
    let (mut days, mut minutes, mut exact) = (0_i64, 0_i64, false);
    let mut rest = text.trim();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest[..digits].parse().ok().filter(|number| *number < 1_000_000)?;
        let unit_text = rest[digits..].trim_start();
        let end = unit_text.find(|c: char| !c.is_alphabetic()).unwrap_or(unit_text.len());
        match unit_text[..end].to_lowercase().as_str() {
            "m" | "min" | "mins" | "minute" | "minutes" => (minutes, exact) = (minutes + number, true),
            "h" | "hr" | "hrs" | "hour" | "hours" => (minutes, exact) = (minutes + number * 60, true),
            "d" | "day" | "days" => days += number,
            "w" | "week" | "weeks" => days += number * 7,
            _ => return None,
        }
        rest = unit_text[end..].trim_start_matches([' ', ',']).trim_start();
    }
    let whole = days * 1440 + minutes;
    match whole {
        1.. if whole <= LONGEST_DAYS * 1440 && exact => Some(Duration::Exact(TimeDelta::minutes(whole))),
        1.. if whole <= LONGEST_DAYS * 1440 => Some(Duration::Days(days)),
        _ => None,
    }
}

/// A number of days such as `90 days`, for settings.
pub(super) fn days(text: &Text, found: &mut Diagnostics) -> Option<u32> {
    let digits = text.trim().trim_end_matches(|c: char| c.is_alphabetic()).trim_end();
    let number: Option<u32> = digits.parse().ok().filter(|days| *days <= 36_600);
    let unit = text.trim()[digits.len()..].trim();
    let factor = match unit {
        "day" | "days" | "d" => Some(1),
        "week" | "weeks" | "w" => Some(7),
        "month" | "months" => Some(31),
        "year" | "years" => Some(366),
        _ => None,
    };
    let days = number.zip(factor).map(|(number, factor)| number * factor);
    if days.is_none() {
        let message = format!("`{}` is not a number of days", shorten(text));
        found.push(
            Diagnostic::new(Code::InvalidDuration, text.span, message).help("write it as `90 days`; 100 years at most"),
        );
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        assert_eq!(parse("5h"), Some(Duration::Exact(TimeDelta::hours(5))));
        assert_eq!(parse("1h30m"), Some(Duration::Exact(TimeDelta::minutes(90))));
        assert_eq!(parse("1 hour, 30 minutes"), Some(Duration::Exact(TimeDelta::minutes(90))));
        assert_eq!(parse("3 days"), Some(Duration::Days(3)));
        assert_eq!(parse("1 week"), Some(Duration::Days(7)));
        assert_eq!(parse("1d 2h"), Some(Duration::Exact(TimeDelta::hours(26))));
        for bad in ["", "0h", "5", "h", "-1h", "99999999999999999999h", "2 fortnights", "400 days"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
