//! The VCALENDAR around the events: what a feed says about itself.

use chrono::{DateTime, Utc};

use super::content_line::ContentLine;
use super::css_colour::css_name;
use crate::{model::Colour, render::words::compact_moment};

/// PRODID (RFC 5545 3.7.3). It changes with the minor version only, so that feeds stay the same.
pub const PRODUCT_IDENTIFIER: &str =
    concat!("-//Handbill//Handbill ", env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"), "//EN");

/// Few heads have more bytes than this.
const ROOM_OF_HEAD: usize = 1_024;

/// How often a subscriber may look for changes, an RFC 5545 duration.
const REFRESH_INTERVAL: &str = "PT6H";

/// What a feed says about itself (RFC 7986 section 5). Texts are plain text, not yet escaped.
#[derive(Clone, Debug, Default)]
pub struct CalendarHead<'a> {
    /// NAME: the title that a subscriber sees in the list of calendars.
    pub name: &'a str,
    /// DESCRIPTION: what is in the feed.
    pub description: Option<&'a str>,
    /// UID of the feed, which must never change.
    pub uid: Option<&'a str>,
    /// LAST-MODIFIED: the newest change of an event in the feed, in UTC. Never the time of the build.
    pub last_modified: Option<DateTime<Utc>>,
    /// URL: the absolute address of the page that shows the same events.
    pub url: Option<&'a str>,
    /// SOURCE: the absolute address of the feed itself.
    pub source: Option<&'a str>,
    /// COLOR, as the nearest CSS 3 name, and the exact colour for Apple.
    pub colour: Option<Colour>,
}

/// A whole feed, in content lines ended by CRLF.
///
/// `vtimezones` are the texts of [`super::vtimezone::vtimezone`], one for each TZID that the
/// components use and no other; `components` are those of [`super::component::write_event`], which
/// are written once and used in many feeds. At least one of the two must not be empty: RFC 5545 3.6
/// knows no calendar without a component, and some programs call it broken.
pub fn calendar(head: &CalendarHead<'_>, vtimezones: &[String], components: &[&str]) -> String {
    let room = components.iter().copied().chain(vtimezones.iter().map(String::as_str)).map(str::len).sum::<usize>();
    let mut out = String::with_capacity(room + ROOM_OF_HEAD);
    let mut line = ContentLine::default();
    line.start("BEGIN").raw("VCALENDAR", &mut out);
    write_head(head, &mut line, &mut out);
    out.extend(vtimezones.iter().map(String::as_str));
    out.extend(components.iter().copied());
    line.start("END").raw("VCALENDAR", &mut out);
    out
}

/// No METHOD: it would make the feed a piece of scheduling mail (RFC 5546). No X-WR-TIMEZONE:
/// programs disagree about which times it moves.
fn write_head(head: &CalendarHead<'_>, line: &mut ContentLine, out: &mut String) {
    line.start("VERSION").raw("2.0", out);
    line.start("PRODID").text(PRODUCT_IDENTIFIER, out);
    line.start("CALSCALE").raw("GREGORIAN", out);
    write_texts(head, line, out);
    if let Some(changed) = head.last_modified {
        line.start("LAST-MODIFIED").raw(&compact_moment(changed), out);
    }
    write_addresses(head, line, out);
    if let Some(colour) = head.colour {
        line.start("COLOR").raw(css_name(colour), out);
        line.start("X-APPLE-CALENDAR-COLOR").raw(&colour.to_string().to_ascii_uppercase(), out);
    }
    line.start("REFRESH-INTERVAL").parameter("VALUE", "DURATION").raw(REFRESH_INTERVAL, out);
    line.start("X-PUBLISHED-TTL").raw(REFRESH_INTERVAL, out);
}

/// Texts of RFC 7986, with the names that programs used before it.
fn write_texts(head: &CalendarHead<'_>, line: &mut ContentLine, out: &mut String) {
    line.start("NAME").text(head.name, out);
    line.start("X-WR-CALNAME").text(head.name, out);
    if let Some(description) = head.description {
        line.start("DESCRIPTION").text(description, out);
        line.start("X-WR-CALDESC").text(description, out);
    }
    if let Some(uid) = head.uid {
        line.start("UID").text(uid, out);
    }
}

fn write_addresses(head: &CalendarHead<'_>, line: &mut ContentLine, out: &mut String) {
    if let Some(url) = head.url {
        line.start("URL").uri(url, out);
    }
    if let Some(source) = head.source {
        line.start("SOURCE").parameter("VALUE", "URI").uri(source, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_head_has_every_line_in_order() {
        let head = CalendarHead {
            name: "Rallies, marches",
            description: Some("All of them"),
            uid: Some("all@example.org"),
            last_modified: DateTime::from_timestamp(1_800_000_000, 0),
            url: Some("https://example.org/été"),
            source: Some("https://example.org/all.ics"),
            colour: Some(Colour { red: 0xdc, green: 0x14, blue: 0x3d }),
        };
        let expected = "\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Handbill//Handbill 0.1//EN
CALSCALE:GREGORIAN
NAME:Rallies\\, marches
X-WR-CALNAME:Rallies\\, marches
DESCRIPTION:All of them
X-WR-CALDESC:All of them
UID:all@example.org
LAST-MODIFIED:20270115T080000Z
URL:https://example.org/%C3%A9t%C3%A9
SOURCE;VALUE=URI:https://example.org/all.ics
COLOR:crimson
X-APPLE-CALENDAR-COLOR:#DC143D
REFRESH-INTERVAL;VALUE=DURATION:PT6H
X-PUBLISHED-TTL:PT6H
a timezone
two
events
END:VCALENDAR
";
        let zones = ["a timezone\r\n".to_owned()];
        let feed = calendar(&head, &zones, &["two\r\n", "events\r\n"]);
        assert_eq!(feed.replace("\r\n", "\n"), expected);
    }

    #[test]
    fn a_small_head_leaves_out_what_is_not_known() {
        let head = CalendarHead { name: "All", ..CalendarHead::default() };
        let feed = calendar(&head, &[], &["one\r\n"]);
        assert_eq!(feed.lines().count(), 10);
    }

    /// The crate `icalendar` 0.17.17 does not know that NAME is TEXT (`ValueType::by_name`).
    #[test]
    fn a_name_of_two_lines_breaks_a_feed_of_the_icalendar_crate_but_not_ours() {
        let name = "Rallies\nBEGIN:VEVENT";
        let by_the_crate = icalendar::Calendar::empty().name(name).to_string();
        assert!(by_the_crate.contains("NAME:Rallies\nBEGIN:VEVENT"));
        let ours = calendar(&CalendarHead { name, ..Default::default() }, &[], &[]);
        assert!(ours.contains("NAME:Rallies\\nBEGIN:VEVENT\r\n"));
    }
}
