//! `feeds/all.json`: the events as data, as a JSON Feed 1.1 whose items carry the event in `_event`.

mod event;
mod parts;

use std::{
    iter,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;
use serde::Serialize;

use self::event::Event;

use super::{
    again::Before,
    atom::{content_html, newest_first, recorded, title},
    markdown, words,
};
use crate::{
    output::Body,
    resolve::{Published, Site, absolute},
};

/// The address of the feed relative to the base.
pub const PATH: &str = "feeds/all.json";

/// So many items are written at once where they are not kept.
const ITEMS: usize = 32;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    language: &'a str,
    /// None here: they are written by themselves.
    items: [(); 0],
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

/// The events as data, and of a site that is built again and again the items that were written of them.
#[derive(Debug, Default)]
pub struct Data(Option<Vec<Arc<OnceLock<Arc<str>>>>>);

impl Data {
    /// What keeps its items; those of events that show the same as before are there already.
    pub fn keeping(site: &Site, before: Option<Before<'_>>) -> Self {
        let known = before.and_then(|before| Some((before, before.renderer.data.0.as_ref()?)));
        let old = |number| known.and_then(|(before, items)| Some(items[before.number(number)?].clone()));
        Self(Some((0..site.events.len()).map(|number| old(number).unwrap_or_default()).collect()))
    }

    /// Whether what is written is kept.
    pub fn is_kept(&self) -> bool {
        self.0.is_some()
    }

    /// The whole feed where its items are kept: the listed events, those changed last first.
    pub fn kept(&self, site: &Site) -> Option<Body> {
        let items = self.0.as_ref()?;
        let events = newest_first(site);
        let written = |published: &&Published| {
            items[published.shown().event].get_or_init(|| written(site, published).into()).clone()
        };
        let written: Vec<Arc<str>> = events.par_iter().with_min_len(64).map(written).collect();
        let (head, tail) = frame(site);
        let comma: Arc<str> = ",".into();
        let mut texts = Vec::with_capacity(2 * written.len() + 2);
        texts.push(head.into());
        for (number, item) in written.into_iter().enumerate() {
            texts.extend((number > 0).then(|| comma.clone()));
            texts.push(item);
        }
        texts.push(tail.into());
        Some(Body::Texts(texts))
    }
}

/// The same piece by piece, so that no more than one of them is in memory.
pub fn pieces(site: &Site) -> impl Iterator<Item = String> {
    let events = newest_first(site);
    let (head, tail) = frame(site);
    let piece = move |start: usize| {
        let end = events.len().min(start + ITEMS);
        (start < end).then(|| {
            let comma = if start > 0 { "," } else { "" };
            let items: Vec<String> = events[start..end].iter().map(|published| written(site, published)).collect();
            [comma, &items.join(",")].concat()
        })
    };
    iter::once(head).chain((0..).step_by(ITEMS).map_while(piece)).chain(iter::once(tail.to_owned()))
}

/// A tree of text, numbers and lists can always be written.
fn written(site: &Site, published: &Published) -> String {
    serde_json::to_string(&item(site, published)).unwrap_or_default()
}

/// What stands before the items, and after them.
fn frame(site: &Site) -> (String, &'static str) {
    const TAIL: &str = "]}";
    let empty = serde_json::to_string(&feed(site)).unwrap_or_default();
    (empty.strip_suffix(TAIL).unwrap_or_default().to_owned(), TAIL)
}

fn feed(site: &Site) -> JsonFeed<'_> {
    JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &site.settings.title,
        home_page_url: &site.base_url,
        feed_url: format!("{}{PATH}", site.base_url),
        description: site.settings.description.as_ref().map(markdown::to_text),
        language: &site.settings.language,
        items: [],
    }
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
