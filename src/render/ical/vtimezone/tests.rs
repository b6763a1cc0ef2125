//! The texts, and a reader of VTIMEZONE that shares nothing with the writer: it goes through the
//! days of each year and keeps those that every BY part of an RRULE allows.
use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::vtimezone;
use crate::model::zones::Zone;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn zone(name: &str) -> Zone {
    Zone::find(name).unwrap()
}

fn written(name: &str, earliest: &str) -> String {
    vtimezone(&zone(name), at(earliest), 2032).replace("\r\n", "\n")
}

/// Every zone that has a VTIMEZONE.
fn zones() -> impl Iterator<Item = Zone> {
    Zone::names().map(zone).filter(|zone| !zone.is_utc())
}

#[test]
fn a_zone_with_yearly_rules_has_one_standard_and_one_daylight() {
    let expected = "\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
";
    assert_eq!(written("Europe/London", "2027-01-04T00:00:00Z"), expected);
}

#[test]
fn the_text_stays_the_same_while_the_rules_do() {
    for zone in zones() {
        let now = vtimezone(&zone, at("2030-01-01T00:00:00Z"), 2033);
        for (earliest, until) in [("2030-03-31T01:00:00Z", 2033), ("2032-11-07T12:00:00Z", 2035)] {
            assert_eq!(vtimezone(&zone, at(earliest), until), now, "{zone:?} from {earliest}");
        }
    }
}

#[test]
fn a_zone_without_changes_has_one_standard_from_1970() {
    let expected = "\
BEGIN:VTIMEZONE
TZID:Asia/Kolkata
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0530
TZOFFSETTO:+0530
TZNAME:IST
END:STANDARD
END:VTIMEZONE
";
    assert_eq!(written("Asia/Kolkata", "2027-01-04T00:00:00Z"), expected);
}

#[test]
fn a_zone_that_has_settled_has_one_standard_from_its_last_change() {
    let expected = "\
BEGIN:VTIMEZONE
TZID:America/Vancouver
BEGIN:STANDARD
DTSTART:20261101T020000
TZOFFSETFROM:-0700
TZOFFSETTO:-0700
TZNAME:MST
END:STANDARD
END:VTIMEZONE
";
    assert_eq!(written("America/Vancouver", "2027-01-04T00:00:00Z"), expected);
}

#[test]
fn onsets_before_the_lasting_rules_are_listed() {
    let text = written("America/Vancouver", "2024-06-01T00:00:00Z");
    let daylight = "\
BEGIN:DAYLIGHT
DTSTART:20240310T020000
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
TZNAME:PDT
RDATE:20240310T020000
RDATE:20250309T020000
RDATE:20260308T020000
END:DAYLIGHT
";
    assert!(text.contains(daylight), "{text}");
    assert!(text.contains("DTSTART:20241103T020000\n"), "{text}");
}

#[test]
fn rules_that_are_no_nth_weekday_of_a_month_are_exact_all_the_same() {
    let rules = |name| -> Vec<String> {
        let text = written(name, "2027-01-04T00:00:00Z");
        text.lines().filter_map(|line| Some(line.strip_prefix("RRULE:")?.to_owned())).collect()
    };
    // The Friday before the last Sunday of March.
    let jerusalem = "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR";
    assert_eq!(rules("Asia/Jerusalem")[0], jerusalem);
    // Midnight after the last Thursday of October, which may be the first of November.
    let cairo = "FREQ=YEARLY;BYYEARDAY=-67,-66,-65,-64,-63,-62,-61;BYDAY=FR";
    assert_eq!(rules("Africa/Cairo")[1], cairo);
    assert_eq!(rules("America/New_York")[1], "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU");
}

#[test]
fn the_far_changes_of_gaza_are_listed_only_when_they_matter() {
    let gaza = |until| vtimezone(&zone("Asia/Gaza"), at("2027-01-04T00:00:00Z"), until);
    assert!(!gaza(2035).contains("RDATE"));
    assert!(gaza(2036).contains("20361018T020000"));
}

/// One BY part of an RRULE, and whether a day passes it.
fn allows(part: &str, date: NaiveDate) -> bool {
    let (name, values) = part.split_once('=').unwrap();
    let month_days = i32::from(date.num_days_in_month());
    let year_days = if date.leap_year() { 366 } else { 365 };
    let day = date.day() as i32;
    values.split(',').any(|value| match name {
        "FREQ" => value == "YEARLY",
        "BYMONTH" => value.parse() == Ok(date.month()),
        "BYMONTHDAY" => value.parse() == Ok(day),
        "BYYEARDAY" => value.parse() == Ok(date.ordinal() as i32 - year_days - 1),
        "BYDAY" => {
            let (nth, weekday) = value.split_at(value.len() - 2);
            date.weekday().to_string()[..2].to_uppercase() == weekday
                && (nth.is_empty()
                    || nth.parse() == Ok((day + 6) / 7)
                    || nth.parse() == Ok(-(month_days - day) / 7 - 1))
        }
        other => panic!("{other}"),
    })
}

fn date_time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap()
}

fn seconds(text: &str) -> i32 {
    let digits: i32 = text[1..5].parse().unwrap();
    let last: i32 = text[5..].parse().unwrap_or(0);
    let size = digits / 100 * 3600 + digits % 100 * 60 + last;
    if text.starts_with('-') { -size } else { size }
}

/// The onsets that a VTIMEZONE tells through a year: from when which offset holds.
fn read(text: &str, last_year: i32) -> BTreeMap<DateTime<Utc>, i32> {
    let mut onsets = BTreeMap::new();
    for part in text.split("BEGIN:").skip(2) {
        let value = |name: &str| part.lines().find_map(|line| line.strip_prefix(name));
        let start = date_time(value("DTSTART:").unwrap());
        let mut local_onsets = vec![start];
        for line in part.lines().filter_map(|line| line.strip_prefix("RDATE:")) {
            local_onsets.extend(line.split(',').map(date_time));
        }
        if let Some(rule) = value("RRULE:") {
            let last_day = NaiveDate::from_ymd_opt(last_year, 12, 31).unwrap();
            let days = start.date().iter_days().take_while(|day| *day <= last_day);
            let given = days.filter(|day| rule.split(';').all(|part| allows(part, *day)));
            let given: Vec<_> = given.map(|day| day.and_time(start.time())).collect();
            let first = given.first().unwrap_or(&start);
            assert_eq!(*first, start, "DTSTART is not the first onset of {rule}");
            local_onsets.extend(given);
        }
        let before = TimeDelta::seconds(seconds(value("TZOFFSETFROM:").unwrap()).into());
        let offset = seconds(value("TZOFFSETTO:").unwrap());
        onsets.extend(local_onsets.into_iter().map(|local| ((local - before).and_utc(), offset)));
    }
    onsets
}

/// Compares a VTIMEZONE with the table at each onset, just before it, and every eleven hours.
fn check(zone: &Zone, earliest: DateTime<Utc>, last_year: i32) -> Result<(), String> {
    let text = vtimezone(zone, earliest, last_year);
    let onsets = read(&text, last_year);
    let end = NaiveDate::from_ymd_opt(last_year, 12, 31).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let told = |at| onsets.range(..=at).next_back().map(|(_, offset)| *offset);
    let steps = (0..).map(|step| earliest + TimeDelta::hours(11 * step));
    let steps = steps.take_while(|at| *at < end.and_utc());
    let changes = zone.transitions(earliest, end.and_utc());
    let around = changes.iter().flat_map(|change| [change.at - TimeDelta::seconds(1), change.at]);
    match steps.chain(around).find(|at| told(*at) != Some(zone.offset_seconds(*at))) {
        None => Ok(()),
        Some(at) => Err(format!("{zone:?} at {at}: {:?}\n{text}", told(at))),
    }
}

#[test]
fn every_zone_agrees_with_its_table_from_2025_to_2034() {
    let wrong: Vec<String> = zones().filter_map(|zone| check(&zone, at("2025-01-01T00:00:00Z"), 2034).err()).collect();
    assert!(wrong.is_empty(), "{} zones: {}", wrong.len(), wrong[0]);
}

#[test]
fn zones_with_unusual_rules_agree_with_their_tables_to_2100() {
    for name in ["Africa/Cairo", "Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Africa/Casablanca"] {
        check(&zone(name), at("2026-01-01T00:00:00Z"), 2100).unwrap();
    }
}

#[test]
fn old_events_are_right_too() {
    for name in ["Europe/London", "America/Vancouver", "Africa/Monrovia", "Pacific/Apia"] {
        for earliest in ["1935-05-01T00:00:00Z", "1970-01-01T00:00:00Z", "1995-07-01T00:00:00Z"] {
            check(&zone(name), at(earliest), 2030).unwrap();
        }
    }
}

#[test]
fn every_text_is_made_of_short_lines_and_has_a_standard() {
    for zone in zones() {
        for year in [1970, 1999, 2013, 2024, 2026, 2031] {
            let text = vtimezone(&zone, at(&format!("{year}-06-15T12:00:00Z")), 2040);
            let too_long = text.lines().find(|line| line.len() > 75 || line.starts_with(' '));
            assert_eq!(too_long, None, "{zone:?}");
            assert!(text.contains("BEGIN:STANDARD\r\n"), "{zone:?} {year}\n{text}");
        }
    }
}
