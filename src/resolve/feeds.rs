//! Every feed and what is in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    Collection, CollectionSort, EventIndex, Feed, FeedSort, Published, collections::with_ancestors, custom::Conditions,
};
use crate::{
    diag::Diagnostics,
    model::{Catalogue, Colour, Id},
    output::OutPath,
    source::Span,
};

/// Makes every feed, and tells each collection which are its own.
pub(super) fn feeds(
    catalogue: &Catalogue,
    events: &[Arc<Published>],
    collections: &mut [Collection],
    window: DateTime<Utc>,
    found: &mut Diagnostics,
) -> Vec<Feed> {
    let maker = Maker::new(catalogue, events, window);
    let mut feeds: Vec<Feed> = maker.all().into_iter().collect();
    feeds.extend(maker.custom(found));
    for collection in collections.iter_mut() {
        let own = maker.of_collection(collection);
        collection.feeds.extend(feeds.len()..feeds.len() + own.len());
        feeds.extend(own);
    }
    for (town, travel) in maker.travel(collections) {
        let page =
            collections.iter_mut().find(|collection| collection.sort == CollectionSort::Town && collection.id == town);
        if let Some(page) = page {
            page.feeds.push(feeds.len());
        }
        feeds.push(travel);
    }
    if catalogue.settings.live_feeds {
        add_twins(&mut feeds, events);
    }
    feeds
}

/// Adds the twin of each feed: the same without cancelled events, at an address that ends in `-live`.
fn add_twins(feeds: &mut Vec<Feed>, events: &[Arc<Published>]) {
    let is_live = |event: EventIndex| !events[event].event.is_cancelled();
    for number in 0..feeds.len() {
        let feed = &feeds[number];
        let Some(path) =
            feed.path.as_str().strip_suffix(".ics").and_then(|stem| OutPath::new(&format!("{stem}-live.ics")))
        else {
            continue;
        };
        let twin = Feed {
            path,
            description: format!("{} Without cancelled events.", feed.description),
            events: feed.events.iter().copied().filter(|event| is_live(*event)).collect(),
            coaches: feed.coaches.iter().copied().filter(|(event, _)| is_live(*event)).collect(),
            is_live: true,
            ..feed.clone()
        };
        feeds[number].live = Some(feeds.len());
        feeds.push(twin);
    }
}

struct Maker<'a> {
    catalogue: &'a Catalogue,
    events: &'a [Arc<Published>],
    /// What was over before this moment, in UTC, is out of the feeds.
    window: DateTime<Utc>,
    /// By the number of the event: whether feeds may hold it at all.
    is_in_feeds: Vec<bool>,
    /// By the number of the event: when its last date is over, in UTC.
    last_over: Vec<DateTime<Utc>>,
    /// What each group hosts or supports itself.
    by_group: BTreeMap<&'a Id, Vec<EventIndex>>,
}

impl<'a> Maker<'a> {
    fn new(catalogue: &'a Catalogue, events: &'a [Arc<Published>], window: DateTime<Utc>) -> Self {
        let policy = catalogue.settings.cancelled;
        Self {
            catalogue,
            events,
            window,
            is_in_feeds: events.iter().map(|published| published.is_in_feeds(policy)).collect(),
            last_over: events.iter().map(|published| published.last_over()).collect(),
            by_group: by_group(events),
        }
    }

    fn all(&self) -> Option<Feed> {
        let title = self.catalogue.settings.title.to_string();
        let everything = (0..self.events.len()).collect::<Vec<_>>();
        self.feed(
            FeedSort::All,
            "feeds/all.ics",
            title,
            "Everything in this calendar.".into(),
            "index.html",
            &everything,
        )
    }

    fn custom(&self, found: &mut Diagnostics) -> Vec<Feed> {
        let conditions = Conditions::new(self.catalogue, self.events);
        let custom = self.catalogue.settings.feeds.iter().filter_map(|custom| {
            let members = conditions.members(custom, found)?;
            let path = format!("feeds/{}.ics", custom.id);
            let description = format!("{}, from {}.", custom.title, self.catalogue.settings.title);
            let feed = self.feed(
                FeedSort::Custom,
                &path,
                self.named(&custom.title),
                description,
                "subscribe/index.html",
                &members,
            )?;
            Some(Feed { span: custom.span, ..feed })
        });
        custom.collect()
    }

    /// The feed of a collection, and of a group that of its network.
    fn of_collection(&self, collection: &Collection) -> Vec<Feed> {
        let (title, folder, id) = (&collection.title, collection.sort.folder(), &collection.id);
        let path = format!("feeds/{folder}/{id}.ics");
        let sort = FeedSort::Collection(collection.sort);
        let span = self.record_span(collection);
        let mut feeds = Vec::new();
        let description = describe(collection.sort, title);
        feeds.extend(self.feed(
            sort,
            &path,
            self.named(title),
            description,
            collection.page.as_str(),
            &collection.events,
        ));
        if collection.sort == CollectionSort::Group {
            let path = format!("feeds/{folder}/{id}-network.ics");
            let name = self.named(&format!("{title} and network"));
            let description = format!("What {title} does, and what the groups that it is part of host or support.");
            feeds.extend(self.feed(
                FeedSort::Network,
                &path,
                name,
                description,
                collection.page.as_str(),
                &self.network(collection),
            ));
        }
        feeds.into_iter().map(|feed| Feed { span, ..feed }).collect()
    }

    /// Where the record of a collection stands; site.yaml for towns, kinds and tags.
    fn record_span(&self, collection: &Collection) -> Span {
        let (catalogue, id) = (self.catalogue, &collection.id);
        let record = match collection.sort {
            CollectionSort::Group => catalogue.groups.get(id).map(|group| group.id.span),
            CollectionSort::Campaign => catalogue.campaigns.get(id).map(|campaign| campaign.id.span),
            CollectionSort::Tour => catalogue.tours.get(id).map(|tour| tour.id.span),
            CollectionSort::Town | CollectionSort::Kind | CollectionSort::Tag => None,
        };
        record.unwrap_or(catalogue.settings.span)
    }

    /// The events of a group, and what the groups above it host or support.
    fn network(&self, group: &Collection) -> Vec<EventIndex> {
        let above = with_ancestors(&group.id, &self.catalogue.groups);
        let theirs = above.iter().filter_map(|id| self.by_group.get(id)).flatten();
        let members: BTreeSet<EventIndex> = group.events.iter().chain(theirs).copied().collect();
        members.into_iter().collect()
    }

    /// The coaches from each town.
    fn travel(&self, collections: &[Collection]) -> Vec<(Id, Feed)> {
        let mut towns: BTreeMap<Id, (String, Vec<(EventIndex, usize)>)> = BTreeMap::new();
        for (index, published) in self.events.iter().enumerate().filter(|(index, _)| self.is_in_feeds[*index]) {
            for (number, coach) in published.event.travel.iter().enumerate() {
                let entry = towns.entry(coach.town.clone()).or_insert_with(|| (coach.from.to_string(), Vec::new()));
                entry.1.push((index, number));
            }
        }
        towns
            .into_iter()
            .filter_map(|(town, (name, coaches))| {
                let page = collections.iter().find(|page| page.sort == CollectionSort::Town && page.id == town);
                let page = page.map_or("subscribe/index.html", |page| page.page.as_str());
                let path = format!("feeds/travel/{town}.ics");
                let title = self.named(&format!("Coaches from {name}"));
                let mut feed =
                    self.feed(FeedSort::Travel, &path, title, format!("Coaches from {name} to events."), page, &[])?;
                feed.coaches = self.recent_coaches(coaches);
                Some((town, feed))
            })
            .collect()
    }

    /// The coaches within the window, or the last one where all are past it.
    fn recent_coaches(&self, coaches: Vec<(EventIndex, usize)>) -> Vec<(EventIndex, usize)> {
        let over = |(event, _): &(EventIndex, usize)| self.last_over[*event];
        let last = coaches.iter().copied().max_by_key(over);
        let recent: Vec<_> = coaches.into_iter().filter(|coach| over(coach) >= self.window).collect();
        if recent.is_empty() { last.into_iter().collect() } else { recent }
    }

    fn named(&self, title: &str) -> String {
        format!("{title}: {}", self.catalogue.settings.title)
    }

    fn feed(
        &self,
        sort: FeedSort,
        path: &str,
        title: String,
        description: String,
        page: &str,
        members: &[EventIndex],
    ) -> Option<Feed> {
        Some(Feed {
            sort,
            path: OutPath::new(path)?,
            title,
            description,
            page: OutPath::new(page)?,
            events: self.recent(members),
            members: members.to_vec(),
            coaches: Vec::new(),
            colour: self.colour(sort, path),
            span: self.catalogue.settings.span,
            is_live: false,
            live: None,
        })
    }

    fn colour(&self, sort: FeedSort, path: &str) -> Option<Colour> {
        if !matches!(sort, FeedSort::Network | FeedSort::Collection(CollectionSort::Group)) {
            return None;
        }
        let name = path.strip_prefix("feeds/groups/")?.strip_suffix(".ics")?;
        let id = if sort == FeedSort::Network { name.strip_suffix("-network")? } else { name };
        self.catalogue.groups.get(&Id::new(id)?)?.colour
    }

    /// The events that a feed shows; the latest one where all are past the window, so that no feed is without a component.
    fn recent(&self, members: &[EventIndex]) -> Vec<EventIndex> {
        let shown: Vec<EventIndex> = members.iter().copied().filter(|index| self.is_in_feeds[*index]).collect();
        let recent: Vec<EventIndex> =
            shown.iter().copied().filter(|index| self.last_over[*index] >= self.window).collect();
        if recent.is_empty() {
            shown.into_iter().max_by_key(|index| self.last_over[*index]).into_iter().collect()
        } else {
            recent
        }
    }
}

/// The listed events that each group hosts or supports.
fn by_group(events: &[Arc<Published>]) -> BTreeMap<&Id, Vec<EventIndex>> {
    let mut by_group: BTreeMap<&Id, Vec<EventIndex>> = BTreeMap::new();
    for (index, published) in events.iter().enumerate().filter(|(_, published)| published.is_listed) {
        for group in published.event.hosts.iter().chain(&published.event.supporters) {
            by_group.entry(group).or_default().push(index);
        }
    }
    by_group
}

fn describe(sort: CollectionSort, title: &str) -> String {
    match sort {
        CollectionSort::Group => format!("What {title} hosts or supports, and what the groups that are part of it do."),
        CollectionSort::Campaign => format!("Everything for the campaign {title}."),
        CollectionSort::Tour => format!("Every stop of {title}."),
        CollectionSort::Town => format!("What is on in {title}."),
        CollectionSort::Kind => format!("Every event of the kind {title}."),
        CollectionSort::Tag => format!("Every event with the tag {title}."),
    }
}
