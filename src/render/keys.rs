//! What each output is made of, as one number: an output whose number is that of the last build need not be made again.
//!
//! A number may change where its output does not; never the other way round. `tests/suite/warm.rs` holds that over random edits.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Job, Renderer,
    again::Before,
    html::{self, Shows},
};
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
            collections: digest(&site.collections, hash_collection),
            feeds: digest(&site.feeds, hash_feed),
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
    (PROGRAM, &site.base_url, site.settings.share_pictures).hash(&mut digester);
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
    // The navigation of every page leads to them.
    for page in site.pages.iter().filter(|page| page.is_in_navigation) {
        (&page.name, &page.title, page.order).hash(&mut digester);
    }
    site.settings.look.logo.hash(&mut digester);
    let named = site.settings.look.navigation.iter().flatten();
    named.for_each(|link| link.title.hash(&mut digester));
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

    /// The keys of all outputs; those of what shows the same as before are known.
    pub(super) fn all_keys(&self, before: Option<Before<'_>>) -> Vec<Digest> {
        let unchanged = before.and_then(|before| Unchanged::new(before, self));
        let known = |index: usize| {
            let unchanged = unchanged.as_ref().filter(|unchanged| unchanged.holds(self, &self.plan.jobs[index]))?;
            Some(unchanged.before.renderer.keys.as_ref()?[index])
        };
        let indices = (0..self.plan.jobs.len()).into_par_iter().with_min_len(256);
        indices.map(|index| known(index).unwrap_or_else(|| self.made_key(index))).collect()
    }

    fn made_key(&self, index: usize) -> Digest {
        let mut digester = Digester::default();
        let (site, shared) = (&self.site, &self.shared);
        if let Job::SharePicture(event) = &self.plan.jobs[index] {
            // What it says is all that it is made of, whatever else changes.
            (PROGRAM, self.plan.paths[index].as_str(), self.pages.share_picture(*event, site)).hash(&mut digester);
            return digester.digest();
        }
        (&shared.base, self.plan.paths[index].as_str()).hash(&mut digester);
        match &self.plan.jobs[index] {
            Job::Page(page) => self.pages.hash_page(page, site, shared, &mut digester),
            Job::Copy(copied) => return copied.digest,
            Job::Feed(feed) => {
                hash_feed(&site.feeds[*feed], &mut digester);
                let entries: Vec<u8> = self.calendars.digests(&site.feeds[*feed]).flatten().collect();
                digester.write(&entries);
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
            Job::Search(file) => self.index.hash_file(*file, site, &mut digester),
            Job::SharePicture(_) => {}
        }
        digester.digest()
    }
}

/// What did not change since another renderer worked the keys out, where their plan and collections are the same.
struct Unchanged<'a> {
    before: Before<'a>,
    /// By the number of the event: whether anything else is shown of it.
    is_changed: Vec<bool>,
    /// By the number of the event: whether its page tells of another that changed.
    is_touched: Vec<bool>,
    has_same_feeds: bool,
    has_same_calendar: bool,
    /// Whether as many events of each collection are coming up.
    has_same_comings: bool,
}

impl<'a> Unchanged<'a> {
    fn new(before: Before<'a>, now: &Renderer) -> Option<Self> {
        let old = before.renderer;
        let is_same = Arc::ptr_eq(&old.plan, &now.plan) && old.shared.collections == now.shared.collections;
        let is_changed: Vec<bool> =
            (0..now.site.events.len()).map(|event| before.number(event) != Some(event)).collect();
        is_same.then(|| Self {
            before,
            is_touched: now.pages.touched(&now.site, (&old.pages, &old.site), &is_changed),
            has_same_comings: before.has_same_clock(&now.site) && have_same_comings(&old.site, &now.site, &is_changed),
            is_changed,
            has_same_feeds: old.shared.feeds == now.shared.feeds,
            has_same_calendar: now.pages.has_same_calendar(&old.pages),
        })
    }

    /// Whether an output is made of the same as before.
    fn holds(&self, now: &Renderer, job: &Job) -> bool {
        let old = self.before.renderer;
        let are_same = |events: &[EventIndex]| !events.iter().any(|event| self.is_changed[*event]);
        match job {
            Job::Single(event) | Job::SharePicture(event) => !self.is_changed[*event],
            Job::Feed(number) => {
                let (old, new) = (&old.site.feeds[*number], &now.site.feeds[*number]);
                self.has_same_feeds && new.coaches.is_empty() && old.events == new.events && are_same(&new.events)
            }
            Job::CollectionAtom(number) => {
                let (old, new) = (&old.site.collections[*number], &now.site.collections[*number]);
                old.events == new.events && are_same(&new.events)
            }
            Job::Page(page) => match now.pages.shows(page, &old.pages, &now.site) {
                Shows::Event(event) => !self.is_changed[event] && !self.is_touched[event],
                Shows::Collection(number) => {
                    let (old, new) = (&old.site.collections[number], &now.site.collections[number]);
                    self.has_same_feeds && old.events == new.events && are_same(&new.events)
                }
                Shows::Dates(dates) => {
                    let mut events = dates.iter().map(|date| now.site.dates[*date].event);
                    self.has_same_feeds && self.has_same_calendar && !events.any(|event| self.is_changed[event])
                }
                Shows::Comings => self.has_same_comings,
                Shows::Else => false,
            },
            Job::Copy(_) | Job::Atom | Job::Json | Job::Search(_) => false,
        }
    }
}

/// Whether as many events of each collection are coming up as before, at the same moment.
fn have_same_comings(old: &Site, new: &Site, is_changed: &[bool]) -> bool {
    let members = |site: &Site| site.collections.iter().map(|one| one.events.len()).sum::<usize>();
    let have_same_members = members(old) == members(new)
        && old.collections.iter().zip(&new.collections).all(|(old, new)| old.events == new.events);
    let is_coming =
        |site: &Site, event: EventIndex| site.events[event].occurrences.iter().any(|date| date.over > new.now);
    let mut changed = is_changed.iter().enumerate().filter(|(_, is_changed)| **is_changed).map(|(event, _)| event);
    have_same_members && changed.all(|event| is_coming(old, event) == is_coming(new, event))
}

/// The states of these events.
pub(super) fn hash_states(site: &Site, events: impl IntoIterator<Item = EventIndex>, digester: &mut Digester) {
    let states: Vec<u8> = events.into_iter().flat_map(|event| site.events[event].state).collect();
    digester.write(&states);
}
