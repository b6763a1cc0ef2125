//! A site as its pages see it: addresses, names and the lookups that many pages share.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use minijinja::Value;

use super::{
    Pages,
    context::Shape as _,
    qr::QrWords,
    shared::{FeedWords, Label},
};
use crate::{
    model::Id,
    output::OutPath,
    render::{atom, words},
    resolve::{Collection, CollectionSort, EventIndex, FeedIndex, FeedSort, Published, Site, SubscribeLinks, absolute},
    source::UNRECORDED,
};

/// A site and what is known of its pages.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub site: &'a Site,
    pub pages: &'a Pages,
}

/// Where collections stand in [`Site::collections`].
pub(super) type Collections = BTreeMap<(CollectionSort, Id), usize>;

impl<'a> View<'a> {
    /// The path of an address that is relative to the base.
    pub fn path(self, address: &str) -> String {
        [&*self.pages.root, address].concat()
    }

    /// An event.
    pub fn event(self, number: EventIndex) -> &'a Published {
        &self.site.events[number]
    }

    /// The day in the site's zone on which an event changed last, where that is known.
    pub fn last_change(self, number: EventIndex) -> Option<NaiveDate> {
        let changed = self.event(number).revision.changed;
        (changed > UNRECORDED).then(|| self.site.settings.zone.to_local(changed).date())
    }

    /// The path of an event's page.
    pub fn event_path(self, published: &Published) -> String {
        self.path(published.page.address())
    }

    /// A collection that has a page.
    pub fn collection(self, sort: CollectionSort, id: &Id) -> Option<&'a Collection> {
        let number = self.pages.collections.get(&(sort, id.clone()))?;
        self.site.collections.get(*number)
    }

    /// The same as [`View::label`] as a value, made once for all pages where there is a page to lead to.
    pub fn shared_label(self, sort: CollectionSort, id: &Id) -> Value {
        let number = self.pages.collections.get(&(sort, id.clone()));
        let shared = number.and_then(|number| self.pages.labels.get(*number).cloned());
        shared.unwrap_or_else(|| self.label(sort, id).into_value())
    }

    /// The name of a collection, leading to its page where it has one.
    pub fn label(self, sort: CollectionSort, id: &Id) -> Label {
        match self.collection(sort, id) {
            Some(collection) => self.collection_label(collection),
            None => Label { title: self.name(sort, id), url: None },
        }
    }

    /// The name of a collection and its page.
    pub fn collection_label(self, collection: &Collection) -> Label {
        Label { title: collection.title.to_string(), url: Some(self.path(collection.page.address())) }
    }

    /// The name of something that may have no page: only unlisted events speak of it.
    fn name(self, sort: CollectionSort, id: &Id) -> String {
        let title = match sort {
            CollectionSort::Group => self.site.groups.get(id).map(|group| group.title.clone()),
            CollectionSort::Campaign => self.site.campaigns.get(id).map(|campaign| campaign.title.clone()),
            CollectionSort::Tour => self.site.tours.get(id).map(|tour| tour.title.clone()),
            CollectionSort::Kind => {
                self.site.settings.kinds.iter().find(|kind| kind.id == *id).map(|kind| kind.label.clone())
            }
            CollectionSort::Town | CollectionSort::Tag => None,
        };
        title.map_or_else(|| id.to_string(), |title| title.to_string())
    }

    /// What people call a sort of event.
    pub fn kind_name(self, kind: &Id) -> String {
        self.name(CollectionSort::Kind, kind)
    }

    /// The names of groups: "CND, Momentum and Hackney".
    pub fn group_names(self, ids: &[Id]) -> String {
        let titles: Vec<String> = ids.iter().map(|id| self.name(CollectionSort::Group, id)).collect();
        words::sentence_list(titles.iter().map(String::as_str))
    }

    /// The class that colours what a group does: that of the first host with a colour.
    pub fn colour_class(self, hosts: &[Id]) -> Option<String> {
        let has_colour = |id: &&Id| self.site.groups.get(*id).is_some_and(|group| group.colour.is_some());
        hosts.iter().find(has_colour).map(|id| format!("group-{id}"))
    }

    /// A feed and the ways to subscribe to it.
    pub fn feed_words(self, number: FeedIndex) -> FeedWords {
        let feed = &self.site.feeds[number];
        FeedWords {
            title: self.feed_title(number),
            description: feed.description.clone(),
            page: self.path(feed.page.address()),
            links: self.subscribe_links(number),
            live: feed.live.map(|twin| self.subscribe_links(twin)),
            news: self.news_of(feed.sort, &feed.path).map(|news| absolute(&self.site.base_url, &news)),
            qr: None,
        }
    }

    /// The same with a QR code of the address that subscribes.
    pub fn feed_words_with_code(self, number: FeedIndex) -> FeedWords {
        let words = self.feed_words(number);
        FeedWords { qr: QrWords::new(words.links.webcal.clone()), ..words }
    }

    /// The news of the group or campaign that a feed belongs to: they stand beside it.
    fn news_of(self, sort: FeedSort, feed: &OutPath) -> Option<OutPath> {
        match sort {
            FeedSort::All => OutPath::new(atom::PATH),
            FeedSort::Collection(CollectionSort::Group | CollectionSort::Campaign) => {
                OutPath::new(&format!("{}.atom", feed.as_str().strip_suffix(".ics")?))
            }
            _ => None,
        }
    }

    fn subscribe_links(self, number: FeedIndex) -> SubscribeLinks {
        let feed = &self.site.feeds[number];
        SubscribeLinks::new(absolute(&self.site.base_url, &feed.path), &feed.title)
    }

    /// A feed's name on the site itself, where the site's own name need not be said again.
    pub fn feed_title(self, number: FeedIndex) -> String {
        let feed = &self.site.feeds[number];
        if feed.sort == FeedSort::All {
            return "All events".to_owned();
        }
        let site = &*self.site.settings.title;
        let short = feed.title.strip_suffix(site).map(|title| title.trim_end_matches([':', ' ', '–', '-', ',']));
        short.filter(|title| !title.is_empty()).unwrap_or(&feed.title).to_owned()
    }
}
