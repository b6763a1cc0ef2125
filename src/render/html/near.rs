//! What is near an event in time and place, and what its group does before it and after it.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;

use super::{
    calendar::Calendar,
    surroundings::{Square, are_near, around},
};
use crate::{
    model::{Coordinates, Id, Place},
    resolve::{CollectionSort, EventIndex, Occurrence, Published, Site},
};

/// So long before it and after it what else is on is near, in days.
const DAYS: i64 = 14;
/// So many events are told of.
const MOST: usize = 5;

/// Where something is: its town, by the number of its collection, or a square of the globe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    Town(usize),
    Square(Square),
}

/// A coming date, by the number in [`Site::dates`], in a spot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Coming {
    spot: Spot,
    begins: DateTime<Utc>,
    date: usize,
}

/// An event in the row of its tour's stops, or of what its group does: of a series, the date that its page speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct InRow {
    row: usize,
    begins: DateTime<Utc>,
    event: EventIndex,
}

/// Every date by where it is, and every event by whose it is, so that no page looks through all of them.
#[derive(Debug)]
pub(super) struct Near {
    coming: Vec<Coming>,
    rows: Vec<InRow>,
    /// By the number of the event: its town.
    towns: Vec<Option<usize>>,
}

/// What the page of an event tells of others.
#[derive(Debug, Default)]
pub(super) struct Neighbours {
    /// Coming dates near it, by their numbers in [`Site::dates`], soonest first.
    pub near: Vec<usize>,
    /// What its tour or its group does before it.
    pub previous: Option<EventIndex>,
    /// And after it.
    pub next: Option<EventIndex>,
}

impl Near {
    pub fn new(site: &Site, calendar: &Calendar) -> Self {
        let mut near = Self { coming: Vec::new(), rows: rows(site), towns: towns(site) };
        let dates = calendar.upcoming.par_iter().with_min_len(256);
        let mut coming: Vec<Coming> = dates.flat_map_iter(|number| near.spots(site, *number)).collect();
        coming.par_sort_unstable();
        near.coming = coming;
        near
    }

    /// Where a coming date is, once for its town and once for its place on the globe; nowhere if it does not take place.
    fn spots(&self, site: &Site, number: usize) -> impl Iterator<Item = Coming> + use<> {
        let date = &site.dates[number];
        let published = &site.events[date.event];
        let details = published.details(date);
        let takes_place = details.status.takes_place();
        let place = details.place.as_ref().filter(|place| takes_place && !place.withheld);
        let town = place.and_then(|place| self.town(site, published, place)).map(Spot::Town);
        let square = place.and_then(|place| place.coordinates).map(|at| Spot::Square(Square::of(at)));
        let begins = date.when.begins(&published.event.zone);
        [town, square].into_iter().flatten().map(move |spot| Coming { spot, begins, date: number })
    }

    fn town(&self, site: &Site, published: &Published, place: &Place) -> Option<usize> {
        let town = place.town.as_deref()?;
        match &published.towns[..] {
            [_] => self.towns[published.occurrences[0].event],
            _ => Id::slug(town).and_then(|id| town_number(site, &id)),
        }
    }

    /// What the page of an event tells of others.
    pub fn of(&self, site: &Site, event: EventIndex) -> Neighbours {
        let published = &site.events[event];
        let (previous, next) = self.beside(site, event);
        Neighbours { near: self.near(site, published, published.shown()), previous, next }
    }

    /// The coming dates near a date, those nearest in time, soonest first.
    fn near(&self, site: &Site, published: &Published, date: &Occurrence) -> Vec<usize> {
        let details = published.details(date);
        let Some(place) = details.place.as_ref().filter(|place| !place.withheld && date.when.is_dated()) else {
            return Vec::new();
        };
        let begins = date.when.begins(&published.event.zone);
        let at = place.coordinates;
        let town = self.town(site, published, place).map(Spot::Town);
        let squares = at.into_iter().flat_map(around).map(Spot::Square);
        let search = Search { site, published, begins, at };
        let mut found: Vec<Found> =
            town.into_iter().chain(squares).flat_map(|spot| search.in_spot(self.at(spot), spot)).collect();
        found.sort_unstable();
        let mut seen = BTreeSet::new();
        found.retain(|found| seen.insert(site.dates[found.date].event));
        let mut near: Vec<usize> = found.into_iter().take(MOST).map(|found| found.date).collect();
        near.sort_unstable();
        near
    }

    /// The coming dates in a spot, soonest first.
    fn at(&self, spot: Spot) -> &[Coming] {
        let start = self.coming.partition_point(|coming| coming.spot < spot);
        let count = self.coming[start..].partition_point(|coming| coming.spot == spot);
        &self.coming[start..start + count]
    }

    /// What the tour or the group of an event does before it and after it.
    fn beside(&self, site: &Site, event: EventIndex) -> (Option<EventIndex>, Option<EventIndex>) {
        let Some(own) = row(site, event) else { return (None, None) };
        let Ok(number) = self.rows.binary_search(&own) else { return (None, None) };
        let other = |number: Option<usize>| {
            number
                .and_then(|number| self.rows.get(number))
                .filter(|other| other.row == own.row)
                .map(|other| other.event)
        };
        (other(number.checked_sub(1)), other(number.checked_add(1)))
    }

    /// By the number of the event: whether its page tells of one of these changed events, or told of it before.
    pub fn touched(&self, site: &Site, old: (&Self, &Site), is_changed: &[bool]) -> Vec<bool> {
        let mut is_touched = vec![false; site.events.len()];
        let mut spots: BTreeSet<Spot> = BTreeSet::new();
        let mut begins: Vec<DateTime<Utc>> = Vec::new();
        for (near, site) in [(self, site), old] {
            for coming in near.coming.iter().filter(|coming| is_changed[site.dates[coming.date].event]) {
                spots.insert(coming.spot);
                begins.push(coming.begins);
            }
            for pair in near.rows.windows(2).filter(|pair| pair[0].row == pair[1].row) {
                is_touched[pair[0].event] |= is_changed[pair[1].event];
                is_touched[pair[1].event] |= is_changed[pair[0].event];
            }
        }
        if let (Some(first), Some(last)) = (begins.iter().min(), begins.iter().max()) {
            let days = *first - TimeDelta::days(DAYS)..=*last + TimeDelta::days(DAYS);
            for (number, published) in site.events.iter().enumerate() {
                let is_in_time = days.contains(&published.shown().when.begins(&published.event.zone));
                is_touched[number] |= is_in_time && self.looks_at(site, published).any(|spot| spots.contains(&spot));
            }
        }
        is_touched
    }

    /// The spots in which an event looks for what is near.
    fn looks_at(&self, site: &Site, published: &Published) -> impl Iterator<Item = Spot> + use<> {
        let place = published.details(published.shown()).place.as_ref();
        let town = place.and_then(|place| self.town(site, published, place)).map(Spot::Town);
        let squares = place.and_then(|place| place.coordinates).into_iter().flat_map(around).map(Spot::Square);
        town.into_iter().chain(squares)
    }
}

/// A date that is near, and how far away in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    away: TimeDelta,
    date: usize,
}

/// What is looked for: dates of others near this one.
struct Search<'a> {
    site: &'a Site,
    published: &'a Published,
    begins: DateTime<Utc>,
    at: Option<Coordinates>,
}

impl Search<'_> {
    /// The nearest few in time before and after, out of all in a spot.
    fn in_spot(&self, all: &[Coming], spot: Spot) -> Vec<Found> {
        let middle = all.partition_point(|coming| coming.begins < self.begins);
        let (before, after) = all.split_at(middle);
        let mut found = self.nearest(before.iter().rev(), spot);
        found.extend(self.nearest(after.iter(), spot));
        found
    }

    fn nearest<'b>(&self, dates: impl Iterator<Item = &'b Coming>, spot: Spot) -> Vec<Found> {
        let mut seen: Vec<EventIndex> = Vec::new();
        dates
            .map(|coming| Found { away: (coming.begins - self.begins).abs(), date: coming.date })
            .take_while(|found| found.away <= TimeDelta::days(DAYS))
            .filter(|found| {
                let event = self.site.dates[found.date].event;
                let is_new = !seen.contains(&event) && self.is_other(event) && self.is_near(found.date, spot);
                if is_new {
                    seen.push(event);
                }
                is_new
            })
            .take(MOST)
            .collect()
    }

    /// Neither the event itself, nor a stop of its own tour: those stand on the page already.
    fn is_other(&self, event: EventIndex) -> bool {
        let (event, own) = (&self.site.events[event].event, &self.published.event);
        event.id.value != own.id.value && (own.tour.is_none() || event.tour != own.tour)
    }

    fn is_near(&self, date: usize, spot: Spot) -> bool {
        let date = &self.site.dates[date];
        let other = || self.site.events[date.event].details(date).place.as_ref()?.coordinates;
        match spot {
            Spot::Town(_) => true,
            Spot::Square(_) => self.at.zip(other()).is_some_and(|(one, other)| are_near(one, other)),
        }
    }
}

/// By the number of the event: its town, where it has one alone.
fn towns(site: &Site) -> Vec<Option<usize>> {
    let mut towns = vec![None; site.events.len()];
    for (number, collection) in site.collections.iter().enumerate() {
        if collection.sort == CollectionSort::Town {
            collection.events.iter().for_each(|event| towns[*event] = Some(number));
        }
    }
    towns
}

fn town_number(site: &Site, id: &Id) -> Option<usize> {
    collection_number(site, CollectionSort::Town, id)
}

fn collection_number(site: &Site, sort: CollectionSort, id: &Id) -> Option<usize> {
    site.collections.binary_search_by(|one| (one.sort, &one.id).cmp(&(sort, id))).ok()
}

/// Every event in the row that it belongs to.
fn rows(site: &Site) -> Vec<InRow> {
    let events = (0..site.events.len()).into_par_iter().with_min_len(256);
    let mut rows: Vec<InRow> = events.filter_map(|event| row(site, event)).collect();
    rows.par_sort_unstable();
    rows
}

/// The row of an event: its tour, else its first host. What is in no list, has no day yet or does not take place is in none.
fn row(site: &Site, event: EventIndex) -> Option<InRow> {
    let published = &site.events[event];
    let shown = published.shown();
    let takes_place = published.details(shown).status.takes_place();
    if !(published.is_listed && shown.when.is_dated() && takes_place) {
        return None;
    }
    let own = &published.event;
    let tour = own.tour.as_ref().map(|id| (CollectionSort::Tour, id));
    let (sort, id) = tour.or(own.hosts.first().map(|id| (CollectionSort::Group, id)))?;
    let row = collection_number(site, sort, id)?;
    Some(InRow { row, begins: shown.when.begins(&own.zone), event })
}
