//! `feeds/all.atom`: the events as news.

use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text};
use chrono::{DateTime, Utc};

use super::{markdown, words};
use crate::{
    resolve::{Published, Site, absolute},
    source::UNRECORDED,
};

/// The address of the feed relative to the base.
pub const PATH: &str = "feeds/all.atom";

/// The listed events, those changed last first.
pub fn render(site: &Site) -> Vec<u8> {
    let mut events = newest_first(site);
    events.truncate(LONGEST);
    let updated = events.iter().map(|published| published.revision.changed).max().unwrap_or(UNRECORDED);
    let feed = Feed {
        title: Text::plain(&*site.settings.title),
        subtitle: site.settings.description.as_ref().map(|text| Text::plain(markdown::to_text(text))),
        id: tag(site, "feeds/all"),
        updated: updated.fixed_offset(),
        authors: vec![Person { name: site.settings.title.to_string(), ..Person::default() }],
        generator: Some(Generator { value: "Handbill".to_owned(), ..Generator::default() }),
        links: vec![
            link("self", &format!("{}{PATH}", site.base_url), "application/atom+xml"),
            link("alternate", &site.base_url, "text/html"),
        ],
        lang: Some(site.settings.language.to_string()),
        entries: events.into_iter().map(|published| entry(site, published)).collect(),
        ..Feed::default()
    };
    // Writing to memory cannot fail.
    feed.write_to(Vec::new()).unwrap_or_default()
}

/// How many entries the news hold: readers fetch it whole every hour. The data, in JSON, hold every event.
const LONGEST: usize = 1_000;

/// Listed events, those changed last first; of those changed together the later ones first.
pub(super) fn newest_first(site: &Site) -> Vec<&Published> {
    let mut events: Vec<&Published> = site.events.iter().filter(|published| published.is_listed).collect();
    events.sort_by_cached_key(|published| {
        let begins = published.shown().when.begins(&published.event.zone);
        std::cmp::Reverse((published.revision.changed, begins, published.event.id.value.clone()))
    });
    events
}

/// An identity that stays when the site moves (RFC 4151); the year is that of the first release.
fn tag(site: &Site, name: &str) -> String {
    format!("tag:{},2015:{name}", site.settings.uid_domain)
}

fn entry(site: &Site, published: &Published) -> Entry {
    let event = &published.event;
    Entry {
        title: Text::plain(title(published)),
        id: tag(site, &format!("events/{}", event.id.value)),
        updated: published.revision.changed.fixed_offset(),
        published: recorded(published.revision.created).map(|at| at.fixed_offset()),
        links: vec![link("alternate", &absolute(&site.base_url, &published.page), "text/html")],
        categories: event.tags.iter().map(|tag| Category { term: tag.to_string(), ..Category::default() }).collect(),
        summary: event.details.summary.as_deref().map(Text::plain),
        content: Some(Content {
            value: Some(content_html(published)),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}

/// A moment of which something is recorded.
pub(super) fn recorded(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (at != UNRECORDED).then_some(at)
}

/// "2016-02-27 Stop Trident": readers sort and search by it.
pub(super) fn title(published: &Published) -> String {
    let (event, details) = (&published.event, published.details(published.shown()));
    let day = words::machine_when(&published.shown().when, &event.zone).unwrap_or_default();
    let day = if day.is_empty() { words::span_words(&published.shown().when, &event.zone) } else { day };
    let status = words::status_word(details.status).map_or_else(String::new, |word| format!("{word}: "));
    format!("{} {status}{}", day.split('T').next().unwrap_or(&day), event.details.title)
}

/// When, where, what is to be said of it, and the description.
pub(super) fn content_html(published: &Published) -> String {
    let (event, details) = (&published.event, published.details(published.shown()));
    let place = details.place.as_ref().map(|place| place.one_line()).filter(|place| !place.is_empty());
    let facts = [
        Some(words::span_words(&published.shown().when, &event.zone)),
        place,
        details.status_note.as_deref().map(str::to_owned),
        event.details.summary.as_deref().map(str::to_owned),
    ];
    let mut html: String = facts.into_iter().flatten().map(|fact| format!("<p>{}</p>", escaped(&fact))).collect();
    html.extend(event.details.description.as_ref().map(markdown::to_html));
    html
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(media_type.to_owned()), ..Link::default() }
}
