//! A site with everything worked out: what is published, where, in which feeds, and on which dates.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::news::News;
use crate::{
    model::{Campaign, Colour, Details, Event, Group, Id, Settings, SitePage, Tour, Version, When},
    output::OutPath,
    past::{Fingerprint, Revision},
    source::{Digest, Span},
};

/// The number of an event in [`Site::events`].
pub type EventIndex = usize;
/// The number of a feed in [`Site::feeds`].
pub type FeedIndex = usize;

/// A site with everything worked out.
#[derive(Debug)]
pub struct Site {
    /// What holds for the whole site.
    pub settings: Settings,
    /// The address that everything lies below, ending with a slash: site.yaml's, or the one given for this build.
    pub base_url: Arc<str>,
    /// The moment that the site is seen from, in UTC.
    pub now: DateTime<Utc>,
    /// The day of `now` in the site's zone.
    pub today: NaiveDate,
    /// The first moment after `now`, in UTC, at which something changes by the clock alone.
    pub until: DateTime<Utc>,
    /// What was over before this moment, in UTC, is past the window of feeds (`feed.past`). It is a midnight of the site's zone, so
    /// that feeds change at most once a day by the clock alone.
    pub window: DateTime<Utc>,
    /// Published events by id, unlisted ones among them.
    pub events: Vec<Arc<Published>>,
    /// Pages of the site's own, in the order of their files.
    pub pages: Arc<Vec<SitePage>>,
    /// Groups by id.
    pub groups: BTreeMap<Id, Group>,
    /// Campaigns by id.
    pub campaigns: BTreeMap<Id, Campaign>,
    /// Tours by id.
    pub tours: BTreeMap<Id, Tour>,
    /// Every group, campaign, tour, town, kind and tag that has a page, by sort and then by id.
    pub collections: Vec<Collection>,
    /// Every date of every listed event, soonest first; of events whose day is not known too, at the start of their month or year.
    pub dates: Arc<Vec<Occurrence>>,
    /// Every feed, in the order of the subscribe page.
    pub feeds: Vec<Feed>,
    /// What changed, newest first.
    pub news: Arc<Vec<News>>,
    /// Earlier addresses of events.
    pub redirects: Vec<Redirect>,
}

/// An event as it is published: a place that is still withheld is not in it.
#[derive(Clone, Debug)]
pub struct Published {
    /// The event.
    pub event: Arc<Event>,
    /// Its UID.
    pub uid: String,
    /// By which it is known in the record of a build ([`Stamp::key`](crate::output::Stamp::key)).
    pub key: Digest,
    /// Its page.
    pub page: OutPath,
    /// Its single file, where its day is known.
    pub file: Option<OutPath>,
    /// Whether lists and feeds hold it.
    pub is_listed: bool,
    /// When it was made and last changed.
    pub revision: Revision,
    /// What made the last change.
    pub changed_by: ChangedBy,
    /// What its entry is made of, as far as it may be seen.
    pub fingerprint: Fingerprint,
    /// What the public was told of it before, oldest first, and last what it is told now. What was never public is not in it: drafts,
    /// places that were withheld, what was written before the event was announced. One alone where nothing is known of its past.
    pub versions: Vec<Version>,
    /// The id that it had first, by which news of it are known.
    pub first_id: Id,
    /// When it was deleted, in UTC: no file holds it any more, and it is shown as cancelled.
    pub deleted: Option<DateTime<Utc>>,
    /// Its dates, soonest first: of an event that does not repeat, the one. Never empty.
    pub occurrences: Vec<Occurrence>,
    /// Dates of a series that do not take place (`except`), soonest first.
    pub excepted: Vec<NaiveDate>,
    /// The number in `occurrences` of the date that its page speaks of: the next that is not over, else the last.
    pub shown: usize,
    /// The slugs of its towns: of its place, and of changed places of single dates.
    pub towns: Vec<Id>,
    /// The slugs of its tags, in the order of [`Event::tags`].
    pub tags: Vec<Id>,
    /// Everything that is shown of it, as one number: where this is the same, every output shows the same of it.
    pub state: Digest,
}

/// What made the last change of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// Nothing is known of it.
    Nothing,
    /// A commit, by its hash.
    Commit(Arc<str>),
    /// Somebody wrote one of its files and has not committed it.
    File,
    /// Somebody removed it and has not committed that.
    Removal,
    /// Nobody since the last build into the same folder.
    LastBuild,
    /// Whatever it was, it comes after the last build into the same folder, though commits and files say otherwise.
    AfterLastBuild,
    /// The clock: it was announced, its place was told, or a note that it had moved had stood there for long enough.
    Clock,
}

impl Published {
    /// The date that its page speaks of.
    pub fn shown(&self) -> &Occurrence {
        &self.occurrences[self.shown]
    }

    /// What holds on a date of the event.
    pub fn details(&self, occurrence: &Occurrence) -> &Details {
        let change = self.event.series.as_ref().zip(occurrence.changed);
        let changed = change.and_then(|(series, day)| series.changes.get(&day));
        changed.map_or(&self.event.details, |change| &change.details)
    }

    /// Its date that is over last.
    pub fn last(&self) -> &Occurrence {
        self.occurrences.iter().max_by_key(|date| date.over).unwrap_or(&self.occurrences[0])
    }
}

/// One date of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The event.
    pub event: EventIndex,
    /// When.
    pub when: When,
    /// The key in the series' `changes`, where the date is a changed one.
    pub changed: Option<NaiveDate>,
    /// Its date in the series: the one before it was moved.
    pub origin: NaiveDate,
    /// When it is over, in UTC.
    pub over: DateTime<Utc>,
}

impl Occurrence {
    /// The month that the date lies in: year and month from 1.
    pub fn month(&self) -> (i32, u32) {
        let day = self.when.first_day();
        (day.year(), day.month())
    }
}

/// The sorts of things that gather events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CollectionSort {
    /// Who organises.
    Group,
    /// What for.
    Campaign,
    /// A tour and its stops.
    Tour,
    /// Where.
    Town,
    /// What sort.
    Kind,
    /// Tag.
    Tag,
}

impl CollectionSort {
    /// Every sort, in the order that pages list them.
    pub const ALL: [Self; 6] = [Self::Group, Self::Campaign, Self::Tour, Self::Town, Self::Kind, Self::Tag];

    /// The folder of its pages and of its feeds below `feeds/`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Group => "groups",
            Self::Campaign => "campaigns",
            Self::Tour => "tours",
            Self::Town => "towns",
            Self::Kind => "kinds",
            Self::Tag => "tags",
        }
    }
}

/// A group, campaign, tour, town, kind or tag: a page and its feeds.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Which of them.
    pub sort: CollectionSort,
    /// Its id or slug.
    pub id: Id,
    /// Its name.
    pub title: Arc<str>,
    /// Its page.
    pub page: OutPath,
    /// Its listed events, by id.
    pub events: Vec<EventIndex>,
    /// Its feeds, its own first: a group has its network's too, a town that of the coaches that leave it.
    pub feeds: Vec<FeedIndex>,
}

/// What a feed is about, for grouping on the subscribe page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedSort {
    /// Everything.
    All,
    /// One of the site's own.
    Custom,
    /// That of a collection.
    Collection(CollectionSort),
    /// That of a group with what the groups above it do.
    Network,
    /// Coaches from a town.
    Travel,
    /// What is past the window of the others, by year.
    Archive(i32),
}

/// An iCalendar feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What it is about.
    pub sort: FeedSort,
    /// Its address.
    pub path: OutPath,
    /// The name that a calendar shows: "Sheffield: Campaign calendar".
    pub title: String,
    /// What it holds, in one sentence.
    pub description: String,
    /// The page that belongs to it, relative to the base.
    pub page: OutPath,
    /// The events in it, by id; the window of `feed.past` is already applied, and what is not dated or dropped is left out.
    pub events: Vec<EventIndex>,
    /// The events that its rule gathers, by id, before the window and what keeps an event out of every feed; none of
    /// coaches, which [`Event::travel`] tells.
    pub members: Vec<EventIndex>,
    /// Coaches in it: event, and number in its `travel`.
    pub coaches: Vec<(EventIndex, usize)>,
    /// The colour that a calendar may show it in.
    pub colour: Option<Colour>,
    /// The record that it comes from: a group's file, site.yaml for what belongs to no record.
    pub span: Span,
    /// Whether it is the twin of another feed: the same without cancelled events and dates.
    pub is_live: bool,
    /// Its own such twin, where the site asks for them.
    pub live: Option<FeedIndex>,
}

/// An earlier address of an event.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The earlier page.
    pub from: OutPath,
    /// The event that it leads to now.
    pub to: EventIndex,
    /// Where the alias is written.
    pub span: Span,
}
