use icalendar::{CalendarDateTime, DatePerhapsTime};

use super::property;
use crate::{
    model::{Event, When},
    render::ical::test_site::*,
};

/// DTSTART and DTEND of a one-off, as they stand in the feed after their names.
fn start_and_end(event: Event) -> (String, String) {
    let feed = feed_of_event(event);
    let vevent = vevents(&feed)[0];
    (line(vevent, "DTSTART").to_owned(), line(vevent, "DTEND").to_owned())
}

fn in_zone(name: &str, start: &str, end: &str) -> Event {
    Event { zone: zone(name), ..event("a", timed_in(start, end, &zone(name))) }
}

#[test]
fn z1_z2_a_time_is_given_in_its_zone_and_its_vtimezone_is_there() {
    let feed = feed_of_event(event("a", timed("2016-02-27 12:00", "2016-02-27 17:00")));
    assert_eq!(line(vevents(&feed)[0], "DTSTART"), ";TZID=Europe/London:20160227T120000");
    assert_eq!(line(vevents(&feed)[0], "DTEND"), ";TZID=Europe/London:20160227T170000");
    assert_eq!(feed.matches("BEGIN:VTIMEZONE").count(), 1);
    assert!(feed.contains("TZID:Europe/London\n"));
    assert!(feed.find("BEGIN:VTIMEZONE") < feed.find("BEGIN:VEVENT"));
}

#[test]
fn z2_utc_is_never_a_tzid() {
    let (start, end) = start_and_end(in_zone("Etc/UTC", "2016-02-27 12:00", "2016-02-27 13:00"));
    assert_eq!((&*start, &*end), ("20160227T120000Z", "20160227T130000Z"));
}

#[test]
fn z6_a_zone_that_outlook_cannot_hold_is_given_in_utc() {
    for name in ["Asia/Jerusalem", "Africa/Casablanca"] {
        let (start, _) = start_and_end(in_zone(name, "2016-02-27 12:00", "2016-02-27 13:00"));
        assert!(start.ends_with('Z'), "{name}: {start}");
    }
}

#[test]
fn z8_a_start_or_end_that_occurs_never_or_twice_puts_both_in_utc() {
    // The clocks went back on 30 October 2016 at 2:00, and forward on 27 March at 1:00.
    let expected = ("20161029T230000Z".to_owned(), "20161030T003000Z".to_owned());
    assert_eq!(start_and_end(event("a", timed("2016-10-30 00:00", "2016-10-30 01:30"))), expected);
    let (start, end) = start_and_end(event("a", timed("2016-03-27 01:30", "2016-03-27 04:00")));
    assert_eq!((&*start, &*end), ("20160327T013000Z", "20160327T030000Z"));
}

#[test]
fn e4_whole_days_are_dates_with_an_exclusive_end_and_take_no_time() {
    let feed = feed_of_event(event("a", days("2016-02-27", "2016-02-28")));
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "DTSTART"), ";VALUE=DATE:20160227");
    assert_eq!(line(vevent, "DTEND"), ";VALUE=DATE:20160229");
    assert_eq!(line(vevent, "TRANSP"), "TRANSPARENT");
}

#[test]
fn e4_midnight_to_midnight_by_the_clock_is_in_utc() {
    for end in ["2016-07-03 00:00", "2016-07-02 23:59"] {
        let (start, _) = start_and_end(event("a", timed("2016-07-02 00:00", end)));
        assert_eq!(start, "20160701T230000Z");
    }
    let (start, _) = start_and_end(event("a", timed("2016-07-02 00:00", "2016-07-02 23:00")));
    assert_eq!(start, ";TZID=Europe/London:20160702T000000");
}

#[test]
fn e6_an_unknown_end_is_two_hours_on_and_said_to_be_unknown() {
    let feed = feed_of_event(event("a", timed("2016-02-27 12:00", "")));
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "DTEND"), ";TZID=Europe/London:20160227T140000");
    assert!(line(vevent, "DESCRIPTION").starts_with("The end time is not known yet."));
}

#[test]
fn what_has_no_day_is_in_no_calendar() {
    let feed = feed_of(catalogue(vec![event("a", When::Month { first: day("2016-03-01") })]));
    assert_eq!(vevents(&feed).len(), 0);
}

#[test]
fn properties_are_those_that_the_crate_would_write() {
    let (local, day) = (day("2016-02-07").and_hms_opt(9, 5, 0).unwrap(), day("2016-02-07"));
    let with_zone = CalendarDateTime::WithTimezone { date_time: local, tzid: "Europe/London".to_owned() };
    for time in [day.into(), local.and_utc().into(), with_zone.into(), CalendarDateTime::Floating(local).into()] {
        let time: DatePerhapsTime = time;
        assert_eq!(property("DTSTART", &time), time.to_property("DTSTART"));
    }
}
