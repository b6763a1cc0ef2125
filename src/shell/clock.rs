//! The one place where time comes in.

use std::time::{Instant, SystemTime};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{Problem, environment::variable};
use crate::compile::Now;

/// Years in which a site can be looked at: far enough from the ends of all the time types involved.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9998;
/// Moments with an offset, as people and programs write them.
const MOMENTS: [&str; 4] =
    ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%d %H:%M%#z"];

/// The time of the build: the one named, else `SOURCE_DATE_EPOCH` (seconds since 1970-01-01T00:00:00Z), else the clock's.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is set and is no such number.
pub fn now(named: Option<&Now>) -> Result<Now, Problem> {
    Ok(fixed(named)?.unwrap_or_else(|| Now::Moment(system())))
}

/// The time of all builds, where it is not the clock's: the one named, else `SOURCE_DATE_EPOCH`.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is set and is no such number.
pub fn fixed(named: Option<&Now>) -> Result<Option<Now>, Problem> {
    match (named, variable("SOURCE_DATE_EPOCH")) {
        (Some(now), _) => Ok(Some(*now)),
        (None, Some(seconds)) => Ok(Some(Now::Moment(parse_epoch(&seconds)?))),
        (None, None) => Ok(None),
    }
}

/// What the machine's clock says.
pub(super) fn system() -> DateTime<Utc> {
    DateTime::<Utc>::from(SystemTime::now())
}

/// A number that an earlier or later run of the program does not have.
#[cfg(feature = "serve")]
pub(super) fn run_number() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// Reads a date (`2016-02-01`: that day's start in the site's zone) or a moment (`2016-02-01T12:00+01:00`, or with `Z`).
///
/// # Errors
/// When the text is neither; the message says what to write.
pub fn parse_now(text: &str) -> Result<Now, String> {
    let text = text.trim();
    let now = parse_day(text).map(Now::Day).or_else(|| parse_moment(text).map(Now::Moment));
    now.ok_or_else(|| {
        "write a date, such as 2016-02-01, or a date and time with its offset from UTC, such as \
         2016-02-01T12:00Z or 2016-02-01T12:00+01:00, between 1970 and 9998"
            .to_owned()
    })
}

fn parse_day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    YEARS.contains(&day.year()).then_some(day)
}

fn parse_moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.replace(['Z', 'z'], "+00:00");
    let read = |form: &&str| DateTime::parse_from_str(&text, form).ok();
    let moment = MOMENTS.iter().find_map(read)?.to_utc();
    YEARS.contains(&moment.year()).then_some(moment)
}

fn parse_epoch(text: &str) -> Result<DateTime<Utc>, Problem> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = digits.then(|| text.parse::<i64>().ok()).flatten();
    let moment = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    moment.filter(|moment| YEARS.contains(&moment.year())).ok_or_else(|| {
        Problem::new(format!("SOURCE_DATE_EPOCH is {text:?}, which is no time"))
            .help("set it to whole seconds since 1970-01-01T00:00:00Z, such as 1454284800, or unset it")
    })
}

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch {
    started: Instant,
}

impl Stopwatch {
    /// Starts to measure.
    pub fn start() -> Self {
        Self { started: Instant::now() }
    }

    /// Seconds since the start.
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> String {
        match parse_now(text) {
            Ok(Now::Moment(moment)) => moment.to_rfc3339(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_moment_needs_its_offset() {
        assert_eq!(moment("2016-02-01T12:00Z"), "2016-02-01T12:00:00+00:00");
        assert_eq!(moment("2016-02-01 12:00:30+01:00"), "2016-02-01T11:00:30+00:00");
        assert_eq!(moment("2016-02-01T12:00:00.5-0330"), "2016-02-01T15:30:00.500+00:00");
        assert!(parse_now("2016-02-01T12:00").is_err());
        assert!(parse_now("2016-02-30").is_err());
        assert!(parse_now("0001-01-01").is_err());
        assert!(parse_now("9999-12-31T23:00-05:00").is_err());
        assert!(parse_now("tomorrow").unwrap_err().contains("2016-02-01T12:00Z"));
    }

    #[test]
    fn a_date_stays_a_date() {
        assert!(matches!(parse_now("2016-02-29"), Ok(Now::Day(day)) if day.to_string() == "2016-02-29"));
    }

    #[test]
    fn the_epoch_is_whole_seconds() {
        assert_eq!(parse_epoch("1454284800").unwrap().to_rfc3339(), "2016-02-01T00:00:00+00:00");
        for wrong in ["", "-1", "+5", "1.5", "x", "99999999999999999999", "999999999999999"] {
            assert!(parse_epoch(wrong).is_err(), "{wrong}");
        }
    }
}
