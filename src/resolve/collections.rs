//! Groups, campaigns, tours, towns, kinds and tags: what has a page, and which events are on it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Collection, CollectionSort, EventIndex, Published};
use crate::{
    model::{Catalogue, Group, Id},
    output::OutPath,
};

/// Every collection by sort and id; feeds are added by who makes them.
pub(super) fn collections(catalogue: &Catalogue, events: &[Arc<Published>]) -> Vec<Collection> {
    let members = Members::new(catalogue, events);
    CollectionSort::ALL.into_iter().flat_map(|sort| of_sort(sort, &members, catalogue)).collect()
}

/// The title and the listed events of each collection of each sort.
#[derive(Default)]
struct Members(BTreeMap<(CollectionSort, Id), Member>);

#[derive(Default)]
struct Member {
    title: Option<Arc<str>>,
    events: BTreeSet<EventIndex>,
}

impl Members {
    fn new(catalogue: &Catalogue, events: &[Arc<Published>]) -> Self {
        let mut members = Self::default();
        for (index, published) in events.iter().enumerate().filter(|(_, published)| published.is_listed) {
            members.add_event(index, published, &catalogue.groups);
        }
        members
    }

    fn add(&mut self, sort: CollectionSort, id: &Id, title: Option<Arc<str>>, event: EventIndex) {
        let entry = self.0.entry((sort, id.clone())).or_default();
        entry.events.insert(event);
        // Of several spellings the first in the alphabet stands, whatever the order of the files.
        entry.title = [entry.title.take(), title].into_iter().flatten().min();
    }

    fn add_event(&mut self, index: EventIndex, published: &Published, groups: &BTreeMap<Id, Group>) {
        let event = &published.event;
        for group in event.hosts.iter().chain(&event.supporters) {
            for id in with_ancestors(group, groups) {
                self.add(CollectionSort::Group, &id, None, index);
            }
        }
        for campaign in &event.campaigns {
            self.add(CollectionSort::Campaign, campaign, None, index);
        }
        if let Some(tour) = &event.tour {
            self.add(CollectionSort::Tour, tour, None, index);
        }
        self.add(CollectionSort::Kind, &event.kind, None, index);
        for (slug, tag) in published.tags.iter().zip(&event.tags) {
            self.add(CollectionSort::Tag, slug, Some(tag.clone()), index);
        }
        for (slug, town) in town_names(published) {
            self.add(CollectionSort::Town, &slug, Some(town), index);
        }
    }

    fn get(&self, sort: CollectionSort, id: &Id) -> Vec<EventIndex> {
        let entry = self.0.get(&(sort, id.clone()));
        entry.map(|member| member.events.iter().copied().collect()).unwrap_or_default()
    }

    /// The ids and titles of a sort that has no records of its own.
    fn of_sort(&self, sort: CollectionSort) -> Vec<(Id, Arc<str>)> {
        let own = self.0.iter().filter(|((member, _), _)| *member == sort);
        own.map(|((_, id), member)| (id.clone(), member.title.clone().unwrap_or_else(|| Arc::from(&**id)))).collect()
    }
}

/// The slugs and names of the towns that an event takes place in.
pub(super) fn town_names(published: &Published) -> Vec<(Id, Arc<str>)> {
    let event = &published.event;
    let changes = event.series.iter().flat_map(|series| series.changes.values().map(|change| &change.details));
    std::iter::once(&event.details)
        .chain(changes)
        .filter_map(|details| details.place.as_ref()?.town.clone())
        .filter_map(|town| Some((Id::slug(&town)?, town)))
        .collect()
}

/// A group and every group that it is part of, itself first.
pub fn with_ancestors(group: &Id, groups: &BTreeMap<Id, Group>) -> Vec<Id> {
    let mut chain = vec![group.clone()];
    let mut at = groups.get(group);
    while let Some(parent) = at.and_then(|group| group.part_of.as_ref()) {
        if chain.contains(&parent.value) {
            break;
        }
        chain.push(parent.value.clone());
        at = groups.get(&parent.value);
    }
    chain
}

fn of_sort(sort: CollectionSort, members: &Members, catalogue: &Catalogue) -> Vec<Collection> {
    let named: Vec<(Id, Arc<str>)> = match sort {
        CollectionSort::Group => {
            catalogue.groups.values().map(|group| (group.id.value.clone(), group.title.clone())).collect()
        }
        CollectionSort::Campaign => {
            catalogue.campaigns.values().map(|campaign| (campaign.id.value.clone(), campaign.title.clone())).collect()
        }
        CollectionSort::Tour => {
            catalogue.tours.values().map(|tour| (tour.id.value.clone(), tour.title.clone())).collect()
        }
        CollectionSort::Kind => {
            catalogue.settings.kinds.iter().map(|kind| (kind.id.clone(), kind.label.clone())).collect()
        }
        CollectionSort::Town | CollectionSort::Tag => members.of_sort(sort),
    };
    let made = named.into_iter().filter_map(|(id, title)| collection(sort, id, title, members));
    // A group or a campaign is there before its first event; the others only by their events.
    made.filter(|made| matches!(sort, CollectionSort::Group | CollectionSort::Campaign) || !made.events.is_empty())
        .collect()
}

fn collection(sort: CollectionSort, id: Id, title: Arc<str>, members: &Members) -> Option<Collection> {
    Some(Collection {
        sort,
        page: OutPath::new(&format!("{}/{id}/index.html", sort.folder()))?,
        events: members.get(sort, &id),
        feeds: Vec::new(),
        id,
        title,
    })
}
