//! `feeds/all.atom` and those of groups and campaigns: what is new and what changed.
//!
//! An entry is written once, and its bytes are repeated in every feed that holds it.

use std::{
    hash::Hash,
    sync::{Arc, OnceLock},
};

use atom_syndication::{Category, Content, Entry, Feed, Generator, Link, Person, Text, WriteConfig};
use chrono::{DateTime, Utc};

use super::{again::Before, markdown, news, words};
use crate::{
    output::OutPath,
    resolve::{Collection, CollectionSort, News, NewsSort, Published, Site, absolute},
    source::{Digester, UNRECORDED},
};

/// The address of the feed of everything relative to the base.
pub const PATH: &str = "feeds/all.atom";

/// How many entries the news hold: readers fetch it whole every hour. The data, in JSON, hold every event.
const LONGEST: usize = 1_000;
/// And those of a group or campaign.
const LONGEST_OF_COLLECTION: usize = 100;

/// The address of the news of a group or campaign; nothing for other collections, which have none.
pub fn path(collection: &Collection) -> Option<OutPath> {
    let (sort, id) = (collection.sort, &collection.id);
    let has_news = matches!(sort, CollectionSort::Group | CollectionSort::Campaign);
    has_news.then(|| OutPath::new(&format!("feeds/{}/{id}.atom", sort.folder()))).flatten()
}

/// The entries of all feeds, each written once, when it is first asked for.
#[derive(Debug)]
pub struct Entries {
    /// By the number of the news.
    written: Vec<OnceLock<Arc<str>>>,
    /// By the number of the event: the numbers of its news.
    by_event: Vec<Vec<usize>>,
}

impl Entries {
    /// The entries of a site; those of events that show the same as before are written already.
    pub fn new(site: &Site, before: Option<Before<'_>>) -> Self {
        let mut by_event = vec![Vec::new(); site.events.len()];
        site.news.iter().enumerate().for_each(|(number, news)| by_event[news.event].push(number));
        let known = before.map(|before| (before, &before.renderer.entries, before.renderer.site()));
        let old = |news: &News| {
            let (before, entries, old) = known?;
            let event = before.number(news.event)?;
            let is_same =
                |number: &&usize| old.news[**number].id == news.id && old.news[**number].is_latest == news.is_latest;
            let number = entries.by_event[event].iter().find(is_same)?;
            Some(entries.written[*number].clone())
        };
        Self { written: site.news.iter().map(|news| old(news).unwrap_or_default()).collect(), by_event }
    }

    /// The entry of a piece of news.
    fn entry(&self, site: &Site, number: usize) -> &str {
        self.written[number].get_or_init(|| written(&entry(site, &site.news[number])).into())
    }

    /// The numbers of the news of a collection, newest first.
    fn of_collection(&self, collection: &Collection) -> Vec<usize> {
        let mut numbers: Vec<usize> =
            collection.events.iter().flat_map(|event| &self.by_event[*event]).copied().collect();
        numbers.sort_unstable();
        numbers.truncate(LONGEST_OF_COLLECTION);
        numbers
    }

    /// Adds what the news of everything are made of to a number.
    pub fn hash_all(&self, site: &Site, digester: &mut Digester) {
        (0..site.news.len().min(LONGEST)).for_each(|number| hash_news(site, number, digester));
    }

    /// Adds what the news of a collection are made of to a number.
    pub fn hash_collection(&self, site: &Site, collection: &Collection, digester: &mut Digester) {
        self.of_collection(collection).into_iter().for_each(|number| hash_news(site, number, digester));
    }

    /// The news of everything.
    pub fn all(&self, site: &Site) -> String {
        let feed = Feed {
            title: Text::plain(&*site.settings.title),
            subtitle: site.settings.description.as_ref().map(|text| Text::plain(markdown::to_text(text))),
            id: tag(site, "feeds/all"),
            links: links(&format!("{}{PATH}", site.base_url), &site.base_url),
            ..Feed::default()
        };
        let numbers: Vec<usize> = (0..site.news.len().min(LONGEST)).collect();
        self.feed(site, feed, &numbers)
    }

    /// The news of a group or campaign.
    pub fn collection(&self, site: &Site, collection: &Collection, path: &OutPath) -> String {
        let title = &collection.title;
        let feed = Feed {
            title: Text::plain(format!("{title}: {}", site.settings.title)),
            subtitle: Some(Text::plain(format!("What is new and what changed: {title}."))),
            id: tag(site, path.as_str().trim_end_matches(".atom")),
            links: links(&absolute(&site.base_url, path), &absolute(&site.base_url, &collection.page)),
            ..Feed::default()
        };
        self.feed(site, feed, &self.of_collection(collection))
    }

    fn feed(&self, site: &Site, feed: Feed, numbers: &[usize]) -> String {
        let updated = numbers.iter().map(|number| site.news[*number].at).max().unwrap_or(UNRECORDED);
        let feed = Feed {
            updated: updated.fixed_offset(),
            authors: vec![Person { name: site.settings.title.to_string(), ..Person::default() }],
            generator: Some(Generator { value: "Handbill".to_owned(), ..Generator::default() }),
            lang: Some(site.settings.language.to_string()),
            ..feed
        };
        let mut text = feed.to_string();
        let end = text.rfind("</feed>").unwrap_or(text.len());
        let entries: String = numbers.iter().map(|number| self.entry(site, *number)).collect();
        text.insert_str(end, &entries);
        text
    }
}

fn hash_news(site: &Site, number: usize, digester: &mut Digester) {
    let news = &site.news[number];
    (&news.id, news.at, news.is_latest, &site.events[news.event].state).hash(digester);
}

/// An entry as it stands within a feed, whose namespace holds for it.
fn written(entry: &Entry) -> Box<str> {
    let config = WriteConfig { write_document_declaration: false, indent_size: None };
    // Writing to memory cannot fail.
    let bytes = entry.write_with_config(Vec::new(), config).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    text.replacen("<entry xmlns=\"http://www.w3.org/2005/Atom\">", "<entry>", 1).into()
}

fn entry(site: &Site, news: &News) -> Entry {
    let published = &site.events[news.event];
    let event = &published.event;
    let (title, html, summary) = match news.sort {
        NewsSort::Announced => (title(published), content_html(published), event.details.summary.as_deref()),
        _ => (news::headline(site, news), change_html(site, news), None),
    };
    Entry {
        title: Text::plain(title),
        id: news.id.clone(),
        updated: news.at.fixed_offset(),
        published: recorded(news.at).map(|at| at.fixed_offset()),
        links: vec![link("alternate", &absolute(&site.base_url, &published.page), "text/html")],
        categories: event.tags.iter().map(|tag| Category { term: tag.to_string(), ..Category::default() }).collect(),
        summary: summary.map(Text::plain),
        content: Some(Content { value: Some(html), content_type: Some("html".to_owned()), ..Content::default() }),
        ..Entry::default()
    }
}

/// When and where it is, what it was and is side by side, and whether that still holds.
fn change_html(site: &Site, news: &News) -> String {
    let facts = news.now(&site.events);
    let place = facts.place.as_ref().map(|place| place.one_line()).filter(|place| !place.is_empty());
    let mut html = paragraphs([Some(news::when_words(facts)), place]);
    let rows = news::rows(site, news);
    if !rows.is_empty() {
        html.push_str(
            "<table><thead><tr><td></td><th scope=\"col\">Was</th><th scope=\"col\">Now</th></tr></thead><tbody>",
        );
        html.extend(rows.iter().map(|row| {
            let (label, was, now) = (escaped(&row.label), escaped(&row.was), escaped(&row.now));
            format!("<tr><th scope=\"row\">{label}</th><td>{was}</td><td>{now}</td></tr>")
        }));
        html.push_str("</tbody></table>");
    }
    let later = (!news.is_latest).then(|| "It has changed since then.".to_owned());
    html + &paragraphs([later])
}

/// Listed events, those changed last first; of those changed together the later ones first.
pub(super) fn newest_first(site: &Site) -> Vec<&Published> {
    let mut events: Vec<&Published> =
        site.events.iter().map(|published| &**published).filter(|published| published.is_listed).collect();
    events.sort_by_cached_key(|published| {
        let begins = published.shown().when.begins(&published.event.zone);
        // Events are sorted by id, so that their numbers stand for it.
        std::cmp::Reverse((published.revision.changed, begins, published.shown().event))
    });
    events
}

/// An identity that stays when the site moves (RFC 4151); the year is that of the first release.
fn tag(site: &Site, name: &str) -> String {
    format!("tag:{},2015:{name}", site.settings.uid_domain)
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
    let mut html = paragraphs([
        Some(words::span_words(&published.shown().when, &event.zone)),
        place,
        details.status_note.as_deref().map(str::to_owned),
        event.details.summary.as_deref().map(str::to_owned),
    ]);
    html.extend(event.details.description.as_ref().map(markdown::to_html));
    html
}

fn paragraphs<const N: usize>(texts: [Option<String>; N]) -> String {
    texts.into_iter().flatten().map(|text| format!("<p>{}</p>", escaped(&text))).collect()
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn links(own: &str, page: &str) -> Vec<Link> {
    vec![link("self", own, "application/atom+xml"), link("alternate", page, "text/html")]
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link { rel: rel.to_owned(), href: href.to_owned(), mime_type: Some(media_type.to_owned()), ..Link::default() }
}
