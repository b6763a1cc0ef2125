//! `feeds/all.json`: the events as data, as a JSON Feed 1.1 whose items carry the event in `_event`.

mod event;
mod parts;

use serde::{Serialize, Serializer};

use self::event::Event;

use super::{
    atom::{content_html, newest_first, recorded, title},
    markdown, words,
};
use crate::resolve::{Published, Site, absolute};

/// The address of the feed relative to the base.
pub const PATH: &str = "feeds/all.json";

/// Few items have more bytes than this.
const ROOM_OF_ITEM: usize = 4_096;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    language: &'a str,
    items: Items<'a>,
}

/// The listed events, each made when it is written, so that no more than one of them is in memory.
struct Items<'a> {
    site: &'a Site,
    events: Vec<&'a Published>,
}

impl Serialize for Items<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.events.iter().map(|published| item(self.site, published)))
    }
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: String,
    content_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [std::sync::Arc<str>],
    _event: Event<'a>,
}

/// The listed events, those changed last first.
pub fn render(site: &Site) -> String {
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &site.settings.title,
        home_page_url: &site.base_url,
        feed_url: format!("{}{PATH}", site.base_url),
        description: site.settings.description.as_ref().map(markdown::to_text),
        language: &site.settings.language,
        items: Items { site, events: newest_first(site) },
    };
    // Room for all of it, because to grow means to hold it twice; what is not needed is never touched.
    let mut text = Vec::with_capacity(feed.items.events.len() * ROOM_OF_ITEM);
    // A tree of text, numbers and lists can always be written.
    let written = serde_json::to_writer(&mut text, &feed);
    written.ok().and_then(|()| String::from_utf8(text).ok()).unwrap_or_default()
}

fn item<'a>(site: &Site, published: &'a Published) -> Item<'a> {
    let event = &published.event;
    let moment = |at| recorded(at).map(words::utc_moment);
    Item {
        id: published.uid.clone(),
        url: absolute(&site.base_url, &published.page),
        title: title(published),
        content_html: content_html(published),
        summary: event.details.summary.as_deref(),
        date_published: moment(published.revision.created),
        date_modified: moment(published.revision.changed),
        tags: &event.tags,
        _event: Event::new(site, published),
    }
}
