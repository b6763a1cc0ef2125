use crate::{
    model::{Coordinates, Event, Place},
    render::ical::test_site::*,
};

fn at_place(place: Option<Place>, online: Option<&str>) -> String {
    let mut event: Event = event("a", timed("2016-02-27 12:00", "2016-02-27 17:00"));
    event.details.place = place;
    event.details.online = online.map(url);
    feed_of_event(event)
}

fn with_point(name: &str) -> Place {
    let coordinates = Some(Coordinates { latitude: 51.5131, longitude: -0.1589 });
    Place { coordinates, ..place(name, "London") }
}

#[test]
fn e15_location_is_one_line_and_apples_title_is_the_same() {
    let feed = at_place(Some(with_point("Marble  Arch")), None);
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "LOCATION"), "Marble Arch\\, London");
    assert_eq!(line(vevent, "GEO"), "51.5131;-0.1589");
    let apple = ";VALUE=URI;X-APPLE-RADIUS=72;X-TITLE=\"Marble Arch, London\":geo:51.5131,-0.1589";
    assert_eq!(line(vevent, "X-APPLE-STRUCTURED-LOCATION"), apple);
}

#[test]
fn e15_a_title_that_a_parameter_cannot_spell_gets_no_map() {
    for name in ["The \"Hub\"", "x^y", "a\\b"] {
        let feed = at_place(Some(with_point(name)), None);
        assert!(lines(vevents(&feed)[0], "X-APPLE-STRUCTURED-LOCATION").is_empty(), "{name}");
        assert_eq!(lines(vevents(&feed)[0], "GEO").len(), 1);
    }
    let nameless = Place { name: None, town: None, ..with_point("") };
    let feed = at_place(Some(nameless), None);
    assert!(lines(vevents(&feed)[0], "LOCATION").is_empty());
    assert!(lines(vevents(&feed)[0], "X-APPLE-STRUCTURED-LOCATION").is_empty());
}

#[test]
fn a_withheld_place_is_a_hint_without_a_point() {
    let feed = at_place(Some(Place { withheld: true, ..with_point("Central London") }), None);
    assert!(lines(vevents(&feed)[0], "GEO").is_empty());
    assert!(line(vevents(&feed)[0], "LOCATION").starts_with("Central London"));
}

#[test]
fn e17_a_join_link_is_a_conference_and_in_the_text() {
    let feed = at_place(None, Some("https://example.org/a,b|c"));
    let vevent = vevents(&feed)[0];
    assert_eq!(line(vevent, "CONFERENCE"), ";VALUE=URI;LABEL=\"Join online\":https://example.org/a,b%7Cc");
    assert_eq!(line(vevent, "LOCATION"), "https://example.org/a\\,b%7Cc");
    assert!(line(vevent, "DESCRIPTION").starts_with("Join online:\\nhttps://example.org/a\\,b%7Cc\\n\\n"));
}

#[test]
fn of_two_ways_to_come_the_place_is_the_location() {
    let feed = at_place(Some(place("Town Hall", "Hackney")), Some("https://example.org/join"));
    assert_eq!(line(vevents(&feed)[0], "LOCATION"), "Town Hall\\, Hackney");
}
