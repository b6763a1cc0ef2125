//! A calendar around entries: a feed, or the single file of an event.

use std::{borrow::Cow, collections::BTreeSet, iter};

use super::{
    calendar::{CalendarHead, calendar},
    entry::Entry,
    plain::{plain, plain_line},
    portable_zones::PortableZones,
    vtimezone::vtimezone,
};
use crate::{
    model::{LAST_YEAR, zones::Zone},
    output::{OutPath, Pieces},
    resolve::{Feed, Published, Site, absolute},
    source::UNRECORDED,
};

/// UTC the year round, under a name that is no name of UTC.
const ZONE_WITHOUT_CHANGES: &str = "Africa/Abidjan";

/// The end of every calendar.
const END: &str = "END:VCALENDAR\r\n";

/// The text of a feed: its entries in their order.
pub fn feed(site: &Site, feed: &Feed, entries: &[&Entry], zones: &PortableZones) -> String {
    around(site, feed, entries, zones, &texts(entries))
}

/// The same, entry by entry.
pub fn pieces<'a>(site: &Site, feed: &Feed, entries: Vec<&'a Entry>, zones: &PortableZones) -> Pieces<'a> {
    let mut head = around(site, feed, &entries, zones, &[]);
    let tail = head.split_off(head.len() - END.len());
    debug_assert_eq!(tail, END);
    let texts = entries.into_iter().map(|entry| Cow::Borrowed(&*entry.text));
    Box::new(iter::once(head.into()).chain(texts).chain(iter::once(tail.into())))
}

/// The size of a feed in bytes, without its entries being put together.
pub fn size(site: &Site, feed: &Feed, entries: &[&Entry], zones: &PortableZones) -> usize {
    around(site, feed, entries, zones, &[]).len() + entries.iter().map(|entry| entry.text.len()).sum::<usize>()
}

/// A feed of these entries around some text.
fn around(site: &Site, feed: &Feed, entries: &[&Entry], zones: &PortableZones, texts: &[&str]) -> String {
    let (name, description) = (plain_line(&feed.title), plain(&feed.description));
    let (url, source) = (absolute(&site.base_url, &feed.page), absolute(&site.base_url, &feed.path));
    let uid = uid("feed", feed_name(&feed.path), site);
    let head = CalendarHead {
        name: &name,
        description: Some(&description),
        uid: Some(&uid),
        last_modified: entries.iter().map(|entry| entry.changed).max(),
        url: Some(&url),
        source: Some(&source),
        colour: feed.colour,
    };
    with_head(&head, site, entries, zones, texts)
}

/// The text of the single file of an event: the event or series alone.
pub fn single(site: &Site, published: &Published, path: &OutPath, entry: &Entry, zones: &PortableZones) -> String {
    let name = plain_line(&published.event.details.title);
    let (url, source) = (absolute(&site.base_url, &published.page), absolute(&site.base_url, path));
    let uid = uid("file", &published.event.id, site);
    let head = CalendarHead {
        name: &name,
        uid: Some(&uid),
        last_modified: Some(entry.changed),
        url: Some(&url),
        source: Some(&source),
        ..CalendarHead::default()
    };
    with_head(&head, site, &[entry], zones, &texts(&[entry]))
}

/// `groups/hackney` of `feeds/groups/hackney.ics`.
fn feed_name(path: &OutPath) -> &str {
    let path = path.as_str();
    let path = path.strip_prefix("feeds/").unwrap_or(path);
    path.strip_suffix(".ics").unwrap_or(path)
}

/// The UID of a calendar (RFC 7986 5.3): from its path, so that it outlives titles and a change of `base_url`.
fn uid(sort: &str, name: &str, site: &Site) -> String {
    format!("{sort}-{}@{}", name.replace('/', "-"), site.settings.uid_domain)
}

fn texts<'a>(entries: &[&'a Entry]) -> Vec<&'a str> {
    entries.iter().map(|entry| &*entry.text).collect()
}

/// A calendar with what the entries need beside their text.
fn with_head(
    head: &CalendarHead<'_>,
    site: &Site,
    entries: &[&Entry],
    zones: &PortableZones,
    texts: &[&str],
) -> String {
    let used: BTreeSet<&Zone> = entries.iter().filter_map(|entry| entry.zone.as_ref()).collect();
    let mut vtimezones: Vec<String> =
        used.into_iter().filter_map(|zone| zones.vtimezone(zone)).map(str::to_owned).collect();
    if entries.iter().all(|entry| entry.text.is_empty()) {
        vtimezones = vec![stopgap(site, zones)];
    }
    calendar(head, &vtimezones, texts)
}

/// A VTIMEZONE for a calendar that holds nothing else: RFC 5545 3.6 knows no empty one, and some programs call it broken. It is
/// that of the site's zone where that zone can be written.
fn stopgap(site: &Site, zones: &PortableZones) -> String {
    let own = zones.vtimezone(&site.settings.zone).map(str::to_owned);
    let other = || Zone::find(ZONE_WITHOUT_CHANGES).map(|zone| vtimezone(&zone, UNRECORDED, LAST_YEAR));
    own.or_else(other).unwrap_or_default()
}

#[cfg(test)]
mod tests;
