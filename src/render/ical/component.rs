//! Writes an event of the `icalendar` crate as content lines.
//!
//! The crate is our model of an event; its own serialiser is not fit for a feed (the tests show
//! why), so the properties are written here: in a fixed order, each by the rules of its value type,
//! and none that the model does not hold.

use icalendar::{Component, Event, Property};

use super::content_line::ContentLine;

/// The order of the properties that a feed may hold. Any other follows in alphabetical order.
const ORDER: [&str; 29] = [
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "RECURRENCE-ID",
    "DTSTART",
    "DTEND",
    "DURATION",
    "RRULE",
    "RDATE",
    "EXDATE",
    "STATUS",
    "TRANSP",
    "CLASS",
    "PRIORITY",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "GEO",
    "X-APPLE-STRUCTURED-LOCATION",
    "URL",
    "CONFERENCE",
    "CATEGORIES",
    "CONTACT",
    "COLOR",
    "IMAGE",
    "ATTACH",
    "COMMENT",
];

/// How the value of a property is written (RFC 5545 3.3).
enum ValueKind {
    Text,
    TextList,
    Uri,
    /// Dates, rules, numbers and words of the RFC, which hold nothing to escape.
    Raw,
}

/// Appends a VEVENT: content lines from `BEGIN:VEVENT` to `END:VEVENT`.
///
/// The event must hold a UID and a DTSTAMP: one without them is a mistake in this program, because
/// nothing is invented here as the crate's own serialiser would.
pub fn write_event(event: &Event, out: &mut String) {
    debug_assert!(event.get_uid().is_some(), "an event without UID");
    debug_assert!(event.property_value("DTSTAMP").is_some(), "an event without DTSTAMP");
    write_component(event, &mut ContentLine::default(), out);
}

fn write_component(component: &impl Component, line: &mut ContentLine, out: &mut String) {
    let kind = component.component_kind();
    line.start("BEGIN").raw(&kind, out);
    for property in properties_in_order(component) {
        write_property(property, line, out);
    }
    for inner in component.components() {
        write_component(inner, line, out);
    }
    line.start("END").raw(&kind, out);
}

/// The crate keeps properties that may occur once apart from those that may occur often.
fn properties_in_order(component: &impl Component) -> Vec<&Property> {
    let once = component.properties().values();
    let often = component.multi_properties().values().flatten();
    let mut properties: Vec<&Property> = once.chain(often).collect();
    let rank = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
    properties.sort_by_cached_key(|property| (rank(property.key()), property.key()));
    properties
}

/// An empty value says nothing, and some parsers take the next line for it, the crate's among them.
fn write_property(property: &Property, line: &mut ContentLine, out: &mut String) {
    if property.value().trim().is_empty() {
        return;
    }
    line.start(property.key());
    write_parameters(property, line);
    match value_kind(property) {
        ValueKind::Text => line.text(property.value(), out),
        ValueKind::TextList => write_text_list(property.value(), line, out),
        ValueKind::Uri => line.uri(property.value(), out),
        ValueKind::Raw => line.raw(property.value(), out),
    }
}

/// A list with nothing in it is no property at all: an empty category is an error to many readers.
fn write_text_list(value: &str, line: &mut ContentLine, out: &mut String) {
    let items = items_of_text_list(value);
    if !items.is_empty() {
        line.text_list(items.iter().map(String::as_str), out);
    }
}

/// VALUE first, as Apple writes it, then in alphabetical order.
fn write_parameters(property: &Property, line: &mut ContentLine) {
    let (first, others): (Vec<_>, Vec<_>) =
        property.params().values().partition(|parameter| parameter.key() == "VALUE");
    for parameter in first.into_iter().chain(others) {
        match parameter.key() {
            list @ ("DISPLAY" | "FEATURE") => {
                line.parameter_list(list, parameter.value().split(','));
            }
            one => {
                line.parameter(one, parameter.value());
            }
        }
    }
}

/// The VALUE parameter decides; without one, the name does. What no RFC types is TEXT (3.8.8.2).
fn value_kind(property: &Property) -> ValueKind {
    match property.params().get("VALUE").map(|parameter| parameter.value()) {
        Some("TEXT") => ValueKind::Text,
        Some("URI") => ValueKind::Uri,
        Some(_) => ValueKind::Raw,
        None => value_kind_by_name(property.key()),
    }
}

fn value_kind_by_name(name: &str) -> ValueKind {
    match name {
        "CATEGORIES" | "RESOURCES" => ValueKind::TextList,
        "ATTACH" | "ATTENDEE" | "CONFERENCE" | "IMAGE" | "ORGANIZER" | "SOURCE" | "URL" => ValueKind::Uri,
        "CLASS" | "COLOR" | "CREATED" | "DTEND" | "DTSTAMP" | "DTSTART" | "DURATION" | "EXDATE" | "GEO"
        | "LAST-MODIFIED" | "PRIORITY" | "RDATE" | "RECURRENCE-ID" | "RRULE" | "SEQUENCE" | "STATUS" | "TRANSP"
        | "TRIGGER" => ValueKind::Raw,
        _ => ValueKind::Text,
    }
}

/// The items of a list that the crate's `categories()` has escaped and joined, without empty ones.
/// They are taken apart to be cleaned and escaped by the rules of this program.
fn items_of_text_list(value: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            ',' => items.push(std::mem::take(&mut item)),
            '\\' => item.extend(characters.next().map(unescaped)),
            other => item.push(other),
        }
    }
    items.push(item);
    items.retain(|item| !item.trim().is_empty());
    items
}

/// What a character means after a backslash (RFC 5545 3.3.11).
fn unescaped(character: char) -> char {
    match character {
        'n' | 'N' => '\n',
        other => other,
    }
}

#[cfg(test)]
mod tests;
