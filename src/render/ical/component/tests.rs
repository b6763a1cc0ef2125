//! Whole events: as we write them, as the `icalendar` crate would, and as two other parsers read
//! them back.
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use icalendar::{CalendarDateTime, Component, Event, EventLike, EventStatus, Property};
use proptest::prelude::*;

use super::super::content_line::{clean, parameter_text};
use super::write_event;

fn event() -> Event {
    Event::with_uid("march@example.org").timestamp(DateTime::UNIX_EPOCH).done()
}

fn written(event: &Event) -> String {
    let mut out = String::new();
    write_event(event, &mut out);
    out
}

/// What the crate itself writes for an event.
fn by_the_crate(event: &Event) -> String {
    Component::to_string(event)
}

fn with_value(name: &str, value: &str, property: &str) -> Property {
    Property::new(name, property).add_parameter("VALUE", value).done()
}

#[test]
fn an_event_has_its_properties_in_a_fixed_order() {
    let day = NaiveDate::from_ymd_opt(2027, 5, 1).unwrap();
    let time = |hour| CalendarDateTime::WithTimezone {
        date_time: day.and_hms_opt(hour, 30, 0).unwrap(),
        tzid: "Europe/London".to_owned(),
    };
    let mut event = event();
    event.add_property("X-MINE", "a,b").url("https://example.org/e?a=1,2;b").summary("March, rally");
    event.categories(["Climate", "Housing, rents", ""]).status(EventStatus::Confirmed);
    event.sequence(3).created(DateTime::UNIX_EPOCH).last_modified(DateTime::UNIX_EPOCH);
    event.starts(time(10)).ends(time(12)).exdate(time(11)).location("Hall\n1 High Street");
    event.add_property("RRULE", "FREQ=WEEKLY;COUNT=4").add_property("GEO", "51.5;-0.1");
    event.append_multi_property(
        with_value("CONFERENCE", "URI", "https://meet.example.org/a")
            .add_parameter("LABEL", "Join: \"live\"")
            .add_parameter("FEATURE", "AUDIO,VIDEO")
            .done(),
    );
    let expected = "\
BEGIN:VEVENT
UID:march@example.org
DTSTAMP:19700101T000000Z
CREATED:19700101T000000Z
LAST-MODIFIED:19700101T000000Z
SEQUENCE:3
DTSTART;TZID=Europe/London:20270501T103000
DTEND;TZID=Europe/London:20270501T123000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/London:20270501T113000
STATUS:CONFIRMED
SUMMARY:March\\, rally
LOCATION:Hall\\n1 High Street
GEO:51.5;-0.1
URL:https://example.org/e?a=1,2;b
CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO;LABEL=\"Join: “live”\":https://m
 eet.example.org/a
CATEGORIES:Climate,Housing\\, rents
X-MINE:a\\,b
END:VEVENT
";
    assert_eq!(written(&event).replace("\r\n", "\n"), expected);
}

#[test]
fn categories_without_words_are_no_property() {
    assert!(!written(event().categories(["", " "])).contains("CATEGORIES"));
}

#[test]
#[should_panic(expected = "without UID")]
fn an_event_without_uid_is_a_mistake() {
    written(&Event::new());
}

/// `Component::fmt_write` of icalendar 0.17.17 fills in a random UUID and the time of day.
#[test]
fn the_crate_invents_a_uid_for_each_writing() {
    let nameless = Event::new();
    assert_ne!(by_the_crate(&nameless), by_the_crate(&nameless));
    assert_eq!(written(&event()), written(&event()));
}

/// `escape_text` of icalendar 0.17.17 knows of no control character, and what is no TEXT to it goes
/// out as it is.
#[test]
fn the_crate_lets_values_end_their_lines() {
    let mut event = event();
    event.summary("one\r\ntwo").url("https://example.org/\r\nATTENDEE:mailto:x@example.org");
    let crate_text = by_the_crate(&event);
    assert!(crate_text.contains("SUMMARY:one\r\\ntwo"));
    assert!(crate_text.contains("\r\nATTENDEE:mailto:x@example.org"));
    let text = written(&event);
    assert!(text.contains("SUMMARY:one\\ntwo\r\n"));
    assert!(text.contains("URL:https://example.org/ATTENDEE:mailto:x@example.org\r\n"));
}

/// `ValueType::by_name` of icalendar 0.17.17 lacks the TEXT properties of RFC 9073 and 9253.
#[test]
fn the_crate_does_not_escape_what_it_does_not_know() {
    let mut event = event();
    event.add_property("REFID", "a,b\nc");
    assert!(by_the_crate(&event).contains("REFID:a,b\nc"));
    assert!(written(&event).contains("REFID:a\\,b\\nc\r\n"));
}

/// `fold_line` of icalendar 0.17.17 forgets the leading space in the last piece of a line, which
/// hoodie/icalendar#107 mended for the others.
#[test]
fn the_crate_folds_at_76_octets() {
    let mut event = event();
    let longest = |text: &str| text.split("\r\n").map(str::len).max();
    event.summary(&"a".repeat(75 - "SUMMARY:".len() + 75));
    assert_eq!(longest(&by_the_crate(&event)), Some(76));
    assert_eq!(longest(&written(&event)), Some(75));
}

/// `quote_special_chars` of icalendar 0.17.17 passes quotes through and takes a list for one value.
#[test]
fn the_crate_writes_parameters_that_no_parser_can_read() {
    let mut event = event();
    let mut conference = with_value("CONFERENCE", "URI", "tel:+44");
    conference.add_parameter("LABEL", "the \"hot\" line: now").add_parameter("FEATURE", "PHONE,AUDIO");
    event.append_property(conference);
    let crate_text = by_the_crate(&event).replace("\r\n ", "");
    assert!(crate_text.contains("LABEL=\"the \"hot\" line: now\""));
    assert!(crate_text.contains("FEATURE=\"PHONE,AUDIO\""));
    let text = written(&event).replace("\r\n ", "");
    assert!(text.contains("FEATURE=PHONE,AUDIO;LABEL=\"the “hot” line: now\":tel:+44"));
}

/// One event with the same text everywhere.
fn filled(value: &str) -> Event {
    let mut event = event();
    event.summary(value).description(value).location(value).url(value);
    event.categories([value, "plain"]).add_property("CONTACT", value).add_property("GEO", value);
    let mut place = with_value("X-APPLE-STRUCTURED-LOCATION", "URI", value);
    // RFC 5545 knows no backslash escapes in parameters, but calcard undoes them.
    event.append_property(place.add_parameter("X-TITLE", &value.replace('\\', "/")).done());
    event
}

/// Any text between two letters: both parsers trim what they read, each in its own way.
fn any_text() -> impl Strategy<Value = String> {
    let special = "\r\n\t \\;,:\"^'\u{85}\u{2028}\u{feff}\u{202e}é老🎉aA0n";
    let special: Vec<char> = special.chars().collect();
    let character = prop_oneof![any::<char>(), proptest::sample::select(special)];
    let texts = proptest::collection::vec(character, 0..150);
    texts.prop_map(|text| format!("a{}z", String::from_iter(text)))
}

fn by_icalendar(value: &str) -> Event {
    let text = format!("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", written(&filled(value)));
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let mut events = calendar.events();
    events.next().unwrap().clone()
}

/// The properties and parameters that calcard reads, by name.
fn by_calcard(value: &str) -> BTreeMap<String, Vec<String>> {
    let text = written(&filled(value));
    let calcard::Entry::ICalendar(calendar) = calcard::Parser::new(&text).strict().entry() else {
        panic!("{text}");
    };
    let entries = calendar.components[0].entries.iter();
    let properties = entries.clone().map(|entry| {
        let values = entry.values.iter().filter_map(|value| value.as_text().map(str::to_owned));
        (entry.name.as_str().to_owned(), values.collect())
    });
    let parameters = entries.clone().flat_map(|entry| &entry.params).map(|parameter| {
        let value = parameter.value.as_text().unwrap_or_default();
        (parameter.name.as_str().to_owned(), vec![value.to_owned()])
    });
    properties.chain(parameters).collect()
}

proptest! {
    #[test]
    fn any_text_survives_the_icalendar_parser(value in any_text()) {
        let read = by_icalendar(&value);
        let text: String = clean(&value).collect();
        for name in ["SUMMARY", "DESCRIPTION", "LOCATION"] {
            prop_assert_eq!(read.property_value(name), Some(text.as_str()), "{}", name);
        }
        prop_assert_eq!(read.get_categories(), Some(vec![text, "plain".to_owned()]));
        let title = &read.properties()["X-APPLE-STRUCTURED-LOCATION"].params()["X-TITLE"];
        prop_assert_eq!(title.value(), parameter_text(&value.replace('\\', "/")));
        prop_assert_eq!(read.properties().len(), 8);
    }

    #[test]
    fn any_text_survives_calcard(value in any_text()) {
        let read = by_calcard(&value);
        let text: String = clean(&value).collect();
        for name in ["SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT"] {
            prop_assert_eq!(read[name].concat(), text.as_str(), "{}", name);
        }
        // In lists calcard loses spaces after an escape.
        let letters = |text: &String| text.split_whitespace().collect::<String>();
        let categories: Vec<String> = read["CATEGORIES"].iter().map(letters).collect();
        prop_assert_eq!(categories, [letters(&text), "plain".to_owned()]);
        prop_assert_eq!(&read["X-TITLE"], &[parameter_text(&value.replace('\\', "/"))]);
        prop_assert_eq!(read.len(), 12);
    }
}
