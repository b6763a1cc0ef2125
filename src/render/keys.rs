//! What each output is made of, as one number: an output whose number is that of the last build need not be made again.
//!
//! A number may change where its output does not; never the other way round. `tests/suite/warm.rs` holds that over random edits.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use rayon::prelude::*;

use super::{Job, Renderer, again::Before, html};
use crate::{
    resolve::{Collection, CollectionSort, EventIndex, Feed, FeedSort, Site},
    source::{Digest, Digester, SourceSet},
};

/// The program that makes the outputs; another one may make others.
pub const PROGRAM: &str = env!("HANDBILL_PROGRAM");

/// What many outputs are made of.
#[derive(Debug)]
pub(super) struct Shared {
    /// The program, the templates, and the records that hold for the whole site.
    pub(super) base: Digest,
    /// What groups, campaigns, tours, towns, kinds and tags there are, and what they are called.
    pub(super) collections: Digest,
    /// What feeds there are.
    pub(super) feeds: Digest,
    /// Every event.
    pub(super) events: Digest,
}

impl Shared {
    pub(super) fn new(site: &Site, sources: &SourceSet) -> Self {
        Self {
            base: base(site, sources),
            collections: digest(&site.collections, |one, hasher| hash_collection(one, hasher)),
            feeds: digest(&site.feeds, |feed, hasher| hash_feed(feed, hasher)),
            events: digest(&site.events, |published, hasher| published.state.hash(hasher)),
        }
    }
}

fn digest<T>(all: &[T], hash: impl Fn(&T, &mut Digester)) -> Digest {
    let mut digester = Digester::default();
    all.iter().for_each(|one| hash(one, &mut digester));
    digester.digest()
}

/// The program, the templates, and what holds for every page. Groups, campaigns and site.yaml enter with their whole text: what of it
/// shows where is not looked into.
pub(super) fn base(site: &Site, sources: &SourceSet) -> Digest {
    let mut digester = Digester::default();
    (PROGRAM, &site.base_url).hash(&mut digester);
    let folders = [html::TEMPLATES, "events/_groups/", "events/_campaigns/"];
    let is_shared = |path: &str| {
        let is_in_one = folders.iter().any(|folder| path.starts_with(folder));
        // The others are only copied.
        let is_shown = !path.starts_with(html::STATIC_FILES) || path.ends_with(html::SHARE_PICTURE);
        path == "site.yaml" || (is_in_one && is_shown)
    };
    for (_, file) in sources.iter().filter(|(_, file)| is_shared(&file.path)) {
        (&file.path, &file.content).hash(&mut digester);
    }
    for (id, tour) in &site.tours {
        (id, &tour.title, &tour.summary, &tour.description).hash(&mut digester);
    }
    for sort in CollectionSort::ALL {
        site.collections.iter().any(|collection| collection.sort == sort).hash(&mut digester);
    }
    site.feeds.iter().filter(|feed| feed.sort == FeedSort::All).for_each(|feed| hash_feed(feed, &mut digester));
    digester.digest()
}

fn hash_collection(collection: &Collection, digester: &mut Digester) {
    let Collection { sort, id, title, page, events: _, feeds: _ } = collection;
    (*sort as u8, id, title, page.as_str()).hash(digester);
}

fn hash_feed(feed: &Feed, digester: &mut Digester) {
    (feed.path.as_str(), &feed.title, &feed.description, feed.page.as_str(), feed.live, feed.is_live).hash(digester);
    feed.colour.map(|colour| (colour.red, colour.green, colour.blue)).hash(digester);
}

impl Renderer {
    /// What an output is made of, as one number.
    pub fn key(&self, index: usize) -> Digest {
        match &self.keys {
            Some(keys) => keys[index],
            None => self.made_key(index),
        }
    }

    /// The keys of all outputs; those of events that show the same as before are known.
    pub(super) fn all_keys(&self, before: Option<Before<'_>>) -> Vec<Digest> {
        let same = before.filter(|before| {
            Arc::ptr_eq(&before.renderer.plan, &self.plan)
                && before.renderer.shared.collections == self.shared.collections
        });
        let known = |index: usize| {
            let before = same?;
            let event = match &self.plan.jobs[index] {
                Job::Page(page) => self.pages.only_event(page, &before.renderer.pages, &self.site)?,
                Job::Single(event) => *event,
                _ => return None,
            };
            before.number(event).and_then(|_| Some(before.renderer.keys.as_ref()?[index]))
        };
        let indices = (0..self.plan.jobs.len()).into_par_iter().with_min_len(256);
        indices.map(|index| known(index).unwrap_or_else(|| self.made_key(index))).collect()
    }

    fn made_key(&self, index: usize) -> Digest {
        let mut digester = Digester::default();
        let (site, shared) = (&self.site, &self.shared);
        (&shared.base, self.plan.paths[index].as_str()).hash(&mut digester);
        match &self.plan.jobs[index] {
            Job::Page(page) => self.pages.hash_page(page, site, shared, &mut digester),
            Job::Copy(copied) => return copied.digest,
            Job::Feed(feed) => {
                hash_feed(&site.feeds[*feed], &mut digester);
                self.calendars.digests(&site.feeds[*feed]).for_each(|entry| digester.write(&entry));
            }
            Job::Single(event) => {
                let title = &site.events[*event].event.details.title;
                (title, self.calendars.digest(*event)).hash(&mut digester);
            }
            Job::Atom => self.entries.hash_all(site, &mut digester),
            Job::CollectionAtom(number) => {
                let collection = &site.collections[*number];
                collection.title.hash(&mut digester);
                self.entries.hash_collection(site, collection, &mut digester);
            }
            Job::Json => shared.events.hash(&mut digester),
        }
        digester.digest()
    }
}

/// The states of these events.
pub(super) fn hash_states(site: &Site, events: impl IntoIterator<Item = EventIndex>, digester: &mut Digester) {
    events.into_iter().for_each(|event| digester.write(&site.events[event].state));
}
