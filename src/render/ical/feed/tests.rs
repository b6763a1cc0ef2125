use crate::{
    model::{Colour, Event, When},
    render::ical::{Calendars, test_site::*},
};

fn demo(name: &str) -> Event {
    event(name, timed("2016-02-27 12:00", "2016-02-27 17:00"))
}

#[test]
fn c3_a_feed_says_what_it_is() {
    let mut event = demo("a");
    event.hosts = vec![id("hackney")];
    let mut catalogue = catalogue(vec![event]);
    catalogue.groups.extend([group("hackney", "Hackney &amp; more")]);
    catalogue.groups.values_mut().for_each(|group| group.colour = Colour::new("#c4122f"));
    let feed = unfolded(&feed_text(&resolved(catalogue), "feeds/groups/hackney.ics"));
    let head = feed.split("BEGIN:VTIMEZONE").next().unwrap();
    assert_eq!(line(head, "NAME"), "Hackney & more: Campaign calendar");
    assert_eq!(line(head, "X-WR-CALNAME"), line(head, "NAME"));
    assert_eq!(line(head, "UID"), "feed-groups-hackney@example.org");
    assert_eq!(line(head, "URL"), "https://example.org/groups/hackney/");
    assert_eq!(line(head, "SOURCE"), ";VALUE=URI:https://example.org/feeds/groups/hackney.ics");
    assert_eq!(line(head, "LAST-MODIFIED"), "20160209T064000Z");
    assert_eq!(line(head, "X-APPLE-CALENDAR-COLOR"), "#C4122F");
    assert_eq!(line(head, "REFRESH-INTERVAL"), ";VALUE=DURATION:PT6H");
}

#[test]
fn c6_a_feed_without_events_has_a_vtimezone() {
    let feed = feed_of(catalogue(Vec::new()));
    assert!(feed.contains("BEGIN:VTIMEZONE\nTZID:Europe/London\n"));
    let mut in_utc = catalogue(Vec::new());
    in_utc.settings.zone = zone("Etc/UTC");
    assert!(feed_of(in_utc).contains("BEGIN:VTIMEZONE\nTZID:Africa/Abidjan\n"));
}

#[test]
fn z1_each_zone_in_use_is_defined_once_and_no_other() {
    let mut others = vec![demo("a"), demo("b"), event("c", days("2016-03-01", "2016-03-01"))];
    let berlin = zone("Europe/Berlin");
    let when = timed_in("2016-02-27 12:00", "2016-02-27 13:00", &berlin);
    others.push(Event { zone: berlin, when, ..demo("d") });
    let paris = zone("Europe/Paris");
    let when = timed_in("2016-10-30 02:30", "2016-10-30 05:00", &paris);
    others.push(Event { zone: paris, when, ..demo("e") });
    let feed = feed_of(catalogue(others));
    let defined: Vec<_> = feed.lines().filter(|line| line.starts_with("TZID:")).collect();
    assert_eq!(defined, ["TZID:Europe/Berlin", "TZID:Europe/London"]);
}

#[test]
fn e1_an_event_is_the_same_bytes_in_every_feed_and_in_its_own_file() {
    let mut event = demo("a");
    event.hosts = vec![id("hackney")];
    let mut catalogue = catalogue(vec![event, demo("b")]);
    catalogue.groups.extend([group("hackney", "Hackney")]);
    let site = resolved(catalogue);
    let single = unfolded(&Calendars::new(&site, None).single(&site, 0).unwrap());
    for path in ["feeds/all.ics", "feeds/groups/hackney.ics"] {
        assert_eq!(vevents(&unfolded(&feed_text(&site, path)))[0], vevents(&single)[0]);
    }
    assert_eq!(vevents(&single).len(), 1);
    assert_eq!(line(single.split("BEGIN:VTIMEZONE").next().unwrap(), "UID"), "file-a@example.org");
}

#[test]
fn the_size_of_a_feed_is_that_of_its_text() {
    let site = resolved(catalogue(vec![demo("a"), event("c", days("2016-03-01", "2016-03-01"))]));
    let calendars = Calendars::new(&site, None);
    for (number, feed) in site.feeds.iter().enumerate() {
        assert_eq!(calendars.size(&site, feed), calendars.feed(&site, number).len());
    }
}

#[test]
fn an_event_whose_day_is_not_known_has_no_file() {
    let site = resolved(catalogue(vec![event("a", When::Year { first: day("2016-01-01") })]));
    assert_eq!(Calendars::new(&site, None).single(&site, 0), None);
}

#[test]
fn b2_b3_b4_lines_are_short_and_end_with_crlf() {
    let text = feed_text(&resolved(catalogue(vec![demo("a")])), "feeds/all.ics");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
}

#[test]
fn a_feed_entry_by_entry_is_the_same_feed() {
    let mut site = resolved(catalogue(vec![demo("a"), event("b", days("2016-03-01", "2016-03-01"))]));
    for number in [0, 0] {
        let calendars = Calendars::new(&site, None);
        let feed = &site.feeds[number];
        let entries: Vec<_> = calendars.entries(feed).map(|(_, entry)| entry).collect();
        assert_eq!(entries.len(), feed.events.len());
        let pieces: String = super::pieces(&site, feed, entries, &calendars.zones).collect();
        assert_eq!(pieces, calendars.feed(&site, number));
        // And one that holds nothing.
        site.feeds[number].events.clear();
    }
}
