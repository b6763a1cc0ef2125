//! One of the two states: what its feeds hold.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::{
    model::{Coach, Id, Limit, Place, Status, Timed, When},
    render::words::one_line,
    resolve::{Feed, FeedSort, Published, Site},
    source::SourceSet,
};

/// The identity of an entry: an event or series, or one of its coaches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) event: Id,
    pub(super) coach: Option<Id>,
}

impl Key {
    /// The part of the UID before the `@`.
    pub(super) fn name(&self) -> String {
        match &self.coach {
            Some(coach) => format!("{}-travel-{coach}", self.event),
            None => self.event.to_string(),
        }
    }
}

/// Something that feeds may hold, whether they do now or not.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) published: &'a Published,
    pub(super) coach: Option<&'a Coach>,
    /// The addresses of the feeds that hold it.
    pub(super) feeds: BTreeSet<&'a str>,
}

impl<'a> Entry<'a> {
    fn new(published: &'a Published, coach: Option<&'a Coach>) -> Self {
        Self { published, coach, feeds: BTreeSet::new() }
    }

    /// The title, one line.
    pub(super) fn title(&self) -> String {
        let title = &self.published.event.details.title;
        one_line(&self.coach.map_or_else(|| title.to_string(), |coach| format!("Coach from {}: {title}", coach.from)))
    }

    /// When it takes place; of a series, its first date.
    pub(super) fn when(&self) -> When {
        self.coach.map_or(self.published.event.when, |coach| {
            When::Timed(Timed { start: coach.leaves, end: coach.arrives.filter(|end| end.utc > coach.leaves.utc) })
        })
    }

    /// When it takes place next, or took place last.
    pub(super) fn shown(&self) -> When {
        if self.coach.is_some() { self.when() } else { self.published.shown().when }
    }

    /// Where; of a series, on most dates.
    pub(super) fn place(&self) -> Option<&'a Place> {
        match self.coach {
            Some(coach) => coach.place.as_ref(),
            None => self.published.event.details.place.as_ref(),
        }
    }

    /// Whether it takes place. What was deleted is shown as cancelled.
    pub(super) fn status(&self) -> Status {
        let status = self.published.event.details.status;
        if self.published.deleted.is_some() { Status::Cancelled } else { status }
    }

    /// Whether it has dates beside its first.
    pub(super) fn is_series(&self) -> bool {
        self.coach.is_none() && self.published.event.series.is_some()
    }

    /// Whether all of it is over.
    pub(super) fn is_over(&self, now: DateTime<Utc>) -> bool {
        let series = self.published.event.series.as_ref().filter(|_| self.coach.is_none());
        let endless = series.is_some_and(|series| series.rule.limit == Limit::Endless);
        let over = match self.coach {
            Some(_) => self.when().is_over(&self.published.event.zone) <= now,
            None => self.published.occurrences.iter().all(|date| date.over <= now),
        };
        over && !endless
    }
}

/// A state of a site.
#[derive(Debug, Default)]
pub(super) struct Side<'a> {
    pub(super) site: Option<(&'a Site, &'a SourceSet)>,
    /// Everything that feeds may hold.
    pub(super) entries: BTreeMap<Key, Entry<'a>>,
    /// Feeds by address.
    pub(super) feeds: BTreeMap<&'a str, &'a Feed>,
}

impl<'a> Side<'a> {
    pub(super) fn new(site: &'a Site, sources: &'a SourceSet) -> Self {
        let mut entries = BTreeMap::new();
        for published in site.events.iter().filter(|published| may_be_in_feeds(published)) {
            let coaches = published.event.travel.iter().map(Some);
            for coach in std::iter::once(None).chain(coaches) {
                entries.insert(key(published, coach), Entry::new(published, coach));
            }
        }
        let mut side = Self { site: Some((site, sources)), entries, feeds: BTreeMap::new() };
        // What moves on to an archive was over: nobody's calendar changes by it but in its past.
        let feeds = site.feeds.iter().filter(|feed| !matches!(feed.sort, FeedSort::Archive(_)));
        feeds.for_each(|feed| side.add_feed(site, feed));
        side
    }

    fn add_feed(&mut self, site: &'a Site, feed: &'a Feed) {
        let path = feed.path.as_str();
        self.feeds.insert(path, feed);
        let events = feed.events.iter().map(|event| (*event, None));
        let coaches = feed.coaches.iter().map(|(event, coach)| (*event, site.events[*event].event.travel.get(*coach)));
        for (event, coach) in events.chain(coaches) {
            if let Some(entry) = self.entries.get_mut(&key(&site.events[event], coach)) {
                entry.feeds.insert(path);
            }
        }
    }

    /// The published event of this id, unlisted ones among them.
    pub(super) fn published(&self, id: &Id) -> Option<&'a Published> {
        let events = &self.site?.0.events;
        events.binary_search_by(|published| published.event.id.value.cmp(id)).ok().map(|at| &*events[at])
    }

    /// The file that an entry is written in.
    pub(super) fn file(&self, entry: &Entry<'_>) -> String {
        let sources = self.site.map(|(_, sources)| sources);
        let file = sources.map(|sources| sources.file(entry.published.event.id.span.file).path.to_string());
        file.unwrap_or_default()
    }
}

fn may_be_in_feeds(published: &Published) -> bool {
    published.is_listed && published.event.when.is_dated()
}

fn key(published: &Published, coach: Option<&Coach>) -> Key {
    Key { event: published.event.id.value.clone(), coach: coach.map(|coach| coach.id.clone()) }
}
