//! The subscriber complains of feeds that would mislead a person: each is a good one with one fault.

use chrono::{DateTime, Utc};

use super::{
    calendar::instant,
    parsers::{self, Component},
    subscriber::{Complaint, News, Subscriber, event_of},
};

/// An event: its id, its SEQUENCE, its start on the wall clock of London and what else it says.
fn event(id: &str, sequence: u32, start: &str, more: &str) -> String {
    let stamp = format!("20160104T09{sequence:02}00Z");
    let lines = format!(
        "BEGIN:VEVENT\nUID:{id}@example.org\nDTSTAMP:{stamp}\nCREATED:20160104T090000Z\nLAST-MODIFIED:{stamp}\n\
         SEQUENCE:{sequence}\nDTSTART;TZID=Europe/London:{start}\nDTEND;TZID=Europe/London:{}\n{more}END:VEVENT\n",
        start.replace("T12", "T15")
    );
    let with_status =
        |name: &str, value: &str| if lines.contains(name) { String::new() } else { format!("{name}:{value}\n") };
    lines.replace(
        "END:VEVENT",
        &format!("{}{}END:VEVENT", with_status("STATUS", "CONFIRMED"), with_status("SUMMARY", id)),
    )
}

fn feed(events: &[String]) -> String {
    let lines = format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{}END:VCALENDAR\n", events.concat());
    lines.replace('\n', "\r\n")
}

fn read(events: &[String]) -> Vec<Component> {
    parsers::read(&feed(events)).unwrap()
}

fn now() -> DateTime<Utc> {
    "2016-02-01T12:00:00Z".parse().unwrap()
}

const MARCH: &str = "20160312T120000";

/// What a subscriber says of one feed after another.
fn refreshed(feeds: &[&[String]]) -> (Subscriber, News) {
    let mut subscriber = Subscriber::default();
    let mut news = News::default();
    for events in feeds {
        assert!(news.complaints.is_empty(), "{news:?}");
        news = subscriber.refresh(&[("all", &read(events))], now());
    }
    (subscriber, news)
}

fn complaints(feeds: &[&[String]]) -> Vec<String> {
    let (_, news) = refreshed(feeds);
    news.complaints.iter().map(ToString::to_string).collect()
}

fn lines(subscriber: &Subscriber) -> Vec<String> {
    subscriber.calendar().iter().map(ToString::to_string).collect()
}

#[test]
fn a_good_change_is_taken_over_without_complaint() {
    let (subscriber, news) = refreshed(&[&[event("x", 1, MARCH, "")], &[event("x", 2, "20160319T120000", "")]]);
    assert!(news.complaints.is_empty() && news.noise.is_empty(), "{news:?}");
    assert_eq!((lines(&subscriber), news.changed.len()), (vec!["2016-03-19 12:00-15:00 x".to_owned()], 1));
}

#[test]
fn a_change_without_a_new_revision_leaves_the_old_time() {
    let (subscriber, news) = refreshed(&[&[event("x", 1, MARCH, "")], &[event("x", 1, "20160319T120000", "")]]);
    assert_eq!(news.complaints, [Complaint::Stale(("x@example.org".into(), None))].into());
    assert_eq!(lines(&subscriber), ["2016-03-12 12:00-15:00 x"]);
}

#[test]
fn a_change_needs_both_numbers_to_rise() {
    let before = [event("x", 1, MARCH, "")];
    let moved = event("x", 2, "20160319T120000", "");
    for same in [moved.replace("SEQUENCE:2", "SEQUENCE:1"), moved.replace("20160104T0902", "20160104T0901")] {
        assert_eq!(complaints(&[&before, &[same]]).len(), 1);
    }
}

#[test]
fn a_number_that_falls_is_told() {
    let told = complaints(&[&[event("x", 2, MARCH, "")], &[event("x", 1, MARCH, "")]]);
    assert_eq!(told, ["the revision of x@example.org fell"]);
}

#[test]
fn what_comes_back_is_remembered() {
    let before = [event("x", 2, MARCH, "STATUS:CANCELLED\n"), event("y", 1, MARCH, "")];
    let told = complaints(&[&before, &before[1..], &[event("x", 1, MARCH, ""), before[1].clone()]]);
    assert_eq!(told, ["the revision of x@example.org fell"]);
}

#[test]
fn an_entry_twice_in_a_feed_is_told() {
    assert_eq!(
        complaints(&[&[event("x", 1, MARCH, ""), event("x", 1, MARCH, "")]]),
        ["x@example.org stands twice in a feed"]
    );
}

#[test]
fn an_event_under_two_uids_is_told() {
    let told = complaints(&[&[event("x", 1, MARCH, "SUMMARY:Rally\n"), event("y", 1, MARCH, "SUMMARY:Rally\n")]]);
    assert_eq!(told, ["shown twice: 2016-03-12 12:00-15:00 Rally"]);
    let cancelled = event("y", 1, MARCH, "SUMMARY:Rally\nSTATUS:CANCELLED\n");
    assert!(complaints(&[&[event("x", 1, MARCH, "SUMMARY:Rally\n"), cancelled]]).is_empty());
}

#[test]
fn an_event_that_vanishes_before_its_day_is_told() {
    let (x, y) = (event("x", 1, MARCH, ""), event("y", 1, MARCH, ""));
    assert_eq!(
        complaints(&[&[x.clone(), y.clone()], std::slice::from_ref(&x)]),
        ["y@example.org vanished though it was to come"]
    );
    let over = event("y", 1, "20160112T120000", "");
    let cancelled = event("y", 1, MARCH, "STATUS:CANCELLED\n");
    for may_go in [over, cancelled] {
        assert!(complaints(&[&[x.clone(), may_go], std::slice::from_ref(&x)]).is_empty());
    }
}

#[test]
fn a_revision_that_rises_for_nothing_is_noise() {
    let (_, news) = refreshed(&[&[event("x", 1, MARCH, "")], &[event("x", 2, MARCH, "")]]);
    assert!(news.complaints.is_empty(), "{news:?}");
    assert_eq!(news.noise, ["x".to_owned()].into());
}

#[test]
fn two_feeds_are_one_calendar_and_must_say_the_same() {
    let (one, other) = (read(&[event("x", 1, MARCH, "")]), read(&[event("x", 1, MARCH, "LOCATION:Hull\n")]));
    let mut subscriber = Subscriber::default();
    let news = subscriber.refresh(&[("all", &one), ("group", &one)], now());
    assert!(news.complaints.is_empty(), "{news:?}");
    assert_eq!(subscriber.calendar().len(), 1);
    let news = Subscriber::default().refresh(&[("all", &one), ("group", &other)], now());
    assert_eq!(news.complaints, [Complaint::Disputed(("x@example.org".into(), None))].into());
}

/// Six Saturdays, one of which is not, one of which is on a Sunday.
const SERIES: &str = "RRULE:FREQ=WEEKLY;UNTIL=20160409T110000Z\nEXDATE;TZID=Europe/London:20160319T120000\n";

fn moved_date(sequence: u32) -> String {
    event("x", sequence, "20160403T120000", "RECURRENCE-ID;TZID=Europe/London:20160402T120000\n")
}

#[test]
fn a_series_is_followed_over_the_change_of_the_clocks() {
    let (subscriber, news) = refreshed(&[&[event("x", 1, MARCH, SERIES), moved_date(1)]]);
    assert!(news.complaints.is_empty(), "{news:?}");
    let expected = [
        "2016-03-12 12:00-15:00 x",
        "2016-03-26 12:00-15:00 x",
        "2016-04-03 11:00-14:00 x",
        "2016-04-09 11:00-14:00 x",
    ];
    assert_eq!(lines(&subscriber), expected);
}

#[test]
fn a_date_that_comes_or_goes_without_a_new_revision_is_told() {
    let told = complaints(&[&[event("x", 1, MARCH, SERIES), moved_date(1)], &[event("x", 1, MARCH, SERIES)]]);
    assert_eq!(told, ["the change of x is not taken over: its revision did not rise"]);
}

#[test]
fn an_override_of_no_date_is_told() {
    let astray = moved_date(1).replace("20160402T120000", "20160403T120000");
    for events in [vec![event("x", 1, MARCH, SERIES), astray], vec![moved_date(1)]] {
        let (_, news) = refreshed(&[&events]);
        assert!(matches!(news.complaints.first(), Some(Complaint::Broken(_))), "{news:?}");
    }
}

#[test]
fn parsers_that_read_different_things_are_told() {
    let good = feed(&[event("x", 1, MARCH, "")]);
    assert!(parsers::read(&good).is_ok());
    let cut_off = good.replace("END:VEVENT\r\n", "");
    let garbled = good.replace("SEQUENCE:1\r\n", "SEQUENCE:one\r\n");
    let trailing = format!("{good}BEGIN:VCALENDAR\r\n");
    for bad in [cut_off, garbled, trailing] {
        assert!(parsers::read(&bad).is_err(), "{bad}");
    }
}

#[test]
fn a_single_date_of_a_series_belongs_to_it() {
    assert_eq!(event_of("rally-2016-03-12@example.org"), "rally");
    assert_eq!(event_of("hackney-2016-03@example.org"), "hackney-2016-03");
    assert_eq!(
        instant("2016-07-01T12:00:00".parse().unwrap(), "Europe/Paris").unwrap().to_rfc3339(),
        "2016-07-01T10:00:00+00:00"
    );
}
