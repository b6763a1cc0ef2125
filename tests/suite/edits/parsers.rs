//! Two parsers read a calendar and must read the same.

use std::collections::BTreeMap;

use calcard::{
    Entry, Parser,
    common::{IanaString, PartialDateTime},
    icalendar::{ICalendarComponent, ICalendarComponentType, ICalendarProperty, ICalendarValue},
};
use icalendar::parser::{read_calendar, unfold};

/// What an entry is known by: its UID and, of a single date of a series, its RECURRENCE-ID.
pub type Key = (String, Option<String>);

/// The properties that say when an entry was revised, and not what it is about.
pub const REVISION: [&str; 4] = ["DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"];

/// A VEVENT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its content lines as they stand in the file.
    pub text: String,
    /// What stands in them, in their order; texts without their escapes.
    pub properties: Vec<Property>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Property {
    pub name: String,
    pub parameters: BTreeMap<String, String>,
    pub value: String,
}

impl Component {
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Property> {
        self.properties.iter().filter(move |property| property.name == name)
    }

    /// The value of a property, empty where there is none.
    pub fn value(&self, name: &str) -> &str {
        self.property(name).map_or("", |property| &property.value)
    }

    pub fn uid(&self) -> &str {
        self.value("UID")
    }

    pub fn key(&self) -> Key {
        let date = self.property("RECURRENCE-ID").map(|property| property.value.clone());
        (self.uid().to_owned(), date)
    }

    /// SEQUENCE and LAST-MODIFIED.
    pub fn revision(&self) -> (u64, &str) {
        (self.value("SEQUENCE").parse().unwrap_or(0), self.value("LAST-MODIFIED"))
    }

    /// All but when it was revised.
    pub fn content(&self) -> Vec<&Property> {
        self.properties.iter().filter(|property| !REVISION.contains(&&*property.name)).collect()
    }
}

/// Every VEVENT of a calendar, in its order.
///
/// # Errors
/// When a parser refuses it, or the two read different things.
pub fn read(calendar: &str) -> Result<Vec<Component>, String> {
    let ours = by_icalendar(calendar)?;
    let theirs = by_calcard(calendar)?;
    if ours.len() != theirs.len() {
        return Err(format!("`icalendar` reads {} events, `calcard` {}", ours.len(), theirs.len()));
    }
    for (component, theirs) in ours.iter().zip(&theirs) {
        let ours: Vec<&str> = COMPARED.iter().map(|(name, _)| component.value(name)).collect();
        if ours != *theirs {
            return Err(format!("`icalendar` reads {ours:?}, `calcard` {theirs:?} in\n{}", component.text));
        }
        if component.uid().is_empty() || component.value("SEQUENCE").parse::<u64>().is_err() {
            return Err(format!("no UID or no SEQUENCE in\n{}", component.text));
        }
    }
    Ok(ours)
}

/// What the two parsers must agree on.
const COMPARED: [(&str, ICalendarProperty); 7] = [
    ("UID", ICalendarProperty::Uid),
    ("RECURRENCE-ID", ICalendarProperty::RecurrenceId),
    ("DTSTART", ICalendarProperty::Dtstart),
    ("SUMMARY", ICalendarProperty::Summary),
    ("STATUS", ICalendarProperty::Status),
    ("SEQUENCE", ICalendarProperty::Sequence),
    ("LAST-MODIFIED", ICalendarProperty::LastModified),
];

fn by_icalendar(text: &str) -> Result<Vec<Component>, String> {
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded)?;
    let events = calendar.components.iter().filter(|component| component.name == "VEVENT");
    let texts = text.split("BEGIN:VEVENT\r\n").skip(1).filter_map(|rest| rest.split("END:VEVENT\r\n").next());
    let components: Vec<Component> = events
        .zip(texts.clone())
        .map(|(event, text)| Component {
            text: text.to_owned(),
            properties: event.properties.iter().map(property).collect(),
        })
        .collect();
    if components.len() != texts.count() {
        return Err(format!("`icalendar` reads {} events of\n{text}", components.len()));
    }
    Ok(components)
}

fn property(property: &icalendar::parser::Property<'_>) -> Property {
    let parameter = |parameter: &icalendar::parser::Parameter<'_>| {
        let value = parameter.val.as_ref().map_or("", |value| value.as_str());
        (parameter.key.as_str().to_owned(), value.to_owned())
    };
    Property {
        name: property.name.as_str().to_owned(),
        parameters: property.params.iter().map(parameter).collect(),
        value: property.val.as_str().to_owned(),
    }
}

/// The values of [`COMPARED`] of each event.
fn by_calcard(text: &str) -> Result<Vec<Vec<String>>, String> {
    let mut parser = Parser::new(text);
    let calendar = match parser.entry() {
        Entry::ICalendar(calendar) => calendar,
        other => return Err(format!("`calcard` reads no calendar: {other:?}")),
    };
    match parser.entry() {
        Entry::Eof => {}
        other => return Err(format!("`calcard` finds more than a calendar: {other:?}")),
    }
    let events =
        calendar.components.iter().filter(|component| component.component_type == ICalendarComponentType::VEvent);
    Ok(events.map(|event| COMPARED.iter().map(|(_, property)| value(event, property)).collect()).collect())
}

fn value(event: &ICalendarComponent, property: &ICalendarProperty) -> String {
    match event.property(property).and_then(|entry| entry.values.first()) {
        None => String::new(),
        Some(ICalendarValue::Text(text)) => text.clone(),
        Some(ICalendarValue::Integer(number)) => number.to_string(),
        Some(ICalendarValue::Status(status)) => status.as_str().to_owned(),
        Some(ICalendarValue::PartialDateTime(time)) => date_time(time),
        Some(other) => format!("{other:?}"),
    }
}

fn date_time(time: &PartialDateTime) -> String {
    let number = |part: Option<u8>| part.unwrap_or(0);
    let day = format!("{:04}{:02}{:02}", time.year.unwrap_or(0), number(time.month), number(time.day));
    let Some(hour) = time.hour else { return day };
    let zone = if time.tz_hour.is_some() { "Z" } else { "" };
    format!("{day}T{hour:02}{:02}{:02}{zone}", number(time.minute), number(time.second))
}
