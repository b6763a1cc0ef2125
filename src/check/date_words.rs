//! Dates as people write them elsewhere, guessed so that a message can give the form that is read here.

use chrono::{Datelike, NaiveDate, NaiveTime, Weekday};

use super::dates::clock_time;

/// The same date, or month, in the form that is read, with the time where there is one.
pub(super) fn guess(text: &str) -> Option<String> {
    let text = split_at_t(text);
    let words: Vec<String> =
        text.split([' ', ',', '\t', '\n']).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let date = words.iter().filter(|word| !is_filler(word) && weekday_of(word).is_none() && time_of(word).is_none());
    let date = date.map(String::as_str).collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = date.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let date = match *parts {
        [compact] if compact.len() == 8 && compact.is_ascii() => {
            date_of(&compact[..4], &compact[4..6], &compact[6..])?.to_string()
        }
        [first, second] => month_and_year(first, second).or_else(|| month_and_year(second, first))?,
        [first, second, third] if is_year(first) => date_of(first, second, third)?.to_string(),
        [first, second, third] if is_year(third) => {
            date_of(third, second, first).or_else(|| date_of(third, first, second))?.to_string()
        }
        _ => return None,
    };
    let time = words.iter().find_map(|word| time_of(word));
    Some(time.filter(|_| parts.len() != 2).map_or(date.clone(), |time| format!("{date} {}", time.format("%H:%M"))))
}

/// The last day of the month of a date that is in no calendar: `2016-02-30`.
pub(super) fn end_of_month(text: &str) -> Option<NaiveDate> {
    let date = text.get(..10)?;
    let (month, day) = date.rsplit_once('-')?;
    let first: NaiveDate = format!("{month}-01").parse().ok()?;
    let is_past_the_end =
        day.parse::<u32>().is_ok_and(|day| (29..=31).contains(&day)) && first.with_day(day.parse().ok()?).is_none();
    is_past_the_end.then(|| first.checked_add_months(chrono::Months::new(1))?.pred_opt())?
}

/// A time of day: `12:30`, `12.30`, `7pm`, `noon`.
pub(super) fn time_of(word: &str) -> Option<NaiveTime> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let (digits, half) = match (word, word.strip_suffix("am"), word.strip_suffix("pm")) {
        ("noon" | "midday", ..) => return NaiveTime::from_hms_opt(12, 0, 0),
        (_, Some(digits), _) => (digits, Some(0)),
        (_, _, Some(digits)) => (digits, Some(12)),
        _ => (word, None),
    };
    let clock = digits.replace('.', ":");
    let time = match (clock.contains(':'), half) {
        (true, _) => clock_time(&clock)?,
        (false, Some(_)) => clock_time(&format!("{clock}:00"))?,
        (false, None) => return None,
    };
    let hour = chrono::Timelike::hour(&time);
    match half {
        None => Some(time),
        Some(half) if (1..=12).contains(&hour) => chrono::Timelike::with_hour(&time, hour % 12 + half),
        Some(_) => None,
    }
}

/// The weekday that an English word names, in full or by its first three letters.
pub(super) fn weekday_of(word: &str) -> Option<Weekday> {
    let lower = word.to_lowercase();
    let name = lower.strip_suffix('s').filter(|stem| stem.ends_with("day")).unwrap_or(&lower);
    (name.len() == 3 || name.ends_with("day")).then(|| name.parse().ok())?
}

/// `2016-02-27T25:00` in two words.
fn split_at_t(text: &str) -> String {
    match text.split_once(['T', 't']) {
        Some((date, time))
            if date.ends_with(|c: char| c.is_ascii_digit()) && time.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("{date} {time}")
        }
        _ => text.to_owned(),
    }
}

fn is_filler(word: &str) -> bool {
    matches!(word, "at" | "on" | "the" | "of" | "from" | "-" | "–")
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn date_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let day = day.trim_end_matches(char::is_alphabetic).parse().ok()?;
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month_of(month)?, day)?;
    (date.year() > 999).then_some(date)
}

fn month_and_year(month: &str, year: &str) -> Option<String> {
    is_year(year).then(|| Some(format!("{year}-{:02}", month_of(month).filter(|month| (1..=12).contains(month))?)))?
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_of(word: &str) -> Option<u32> {
    let by_name = word.get(..3).and_then(|start| MONTHS.iter().position(|month| *month == start));
    by_name.and_then(|at| u32::try_from(at + 1).ok()).or_else(|| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_in_another_form_is_guessed() {
        let guessed = |text| guess(text).unwrap_or_default();
        assert_eq!(guessed("27/02/2016"), "2016-02-27");
        assert_eq!(guessed("02/27/2016"), "2016-02-27");
        assert_eq!(guessed("27.2.2016"), "2016-02-27");
        assert_eq!(guessed("Saturday 27th February 2016, 12:30"), "2016-02-27 12:30");
        assert_eq!(guessed("27 Feb 2016 at 7.30pm"), "2016-02-27 19:30");
        assert_eq!(guessed("2016-2-7"), "2016-02-07");
        assert_eq!(guessed("2016-02-27 noon"), "2016-02-27 12:00");
        assert_eq!(guessed("20160227"), "2016-02-27");
        assert_eq!(guessed("February 2016"), "2016-02");
        assert_eq!(guessed("02/2016"), "2016-02");
    }

    #[test]
    fn nothing_is_guessed_that_would_lose_a_word() {
        for text in [
            "soon",
            "2016-02-27 25:00",
            "2016-02-27 12:00 Europe/London",
            "2016-02-27 – 2016-02-28",
            "16-02-27",
            "2016-02-30",
        ] {
            assert_eq!(guess(text), None, "{text}");
        }
    }

    #[test]
    fn the_end_of_a_month_is_known() {
        assert_eq!(end_of_month("2016-02-30").unwrap().to_string(), "2016-02-29");
        assert_eq!(end_of_month("2015-04-31 12:00").unwrap().to_string(), "2015-04-30");
        assert_eq!(end_of_month("2016-02-29"), None);
        assert_eq!(end_of_month("2016-13-31"), None);
    }

    #[test]
    fn weekdays_are_found_in_words() {
        assert_eq!(weekday_of("Saturdays"), Some(Weekday::Sat));
        assert_eq!(weekday_of("Tue"), Some(Weekday::Tue));
        assert_eq!(weekday_of("sunny"), None);
    }
}
