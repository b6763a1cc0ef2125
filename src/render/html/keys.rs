//! What each page is made of, beside its templates and what holds for the whole site.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use chrono::Datelike;

use super::{Page, Pages, Planned, maps, near::Neighbours, share_path};
use crate::{
    model::SitePage,
    render::keys::{Shared, hash_states},
    resolve::{CollectionSort, EventIndex, Site},
    source::Digester,
};

/// What a page shows, as far as it can be told in a moment whether that changed.
pub enum Shows<'a> {
    /// An event, and of others only what is beside it and near it.
    Event(EventIndex),
    /// A collection, by its number.
    Collection(usize),
    /// Dates, by their numbers.
    Dates(&'a [usize]),
    /// How many events of collections are coming up.
    Comings,
    /// Something else.
    Else,
}

impl Pages {
    /// Adds what a page is made of to a number.
    pub(in crate::render) fn hash_page(
        &self,
        planned: &Planned,
        site: &Site,
        shared: &Shared,
        digester: &mut Digester,
    ) {
        match &planned.page {
            Page::Event(event) => self.hash_event(*event, site, shared, digester),
            Page::Redirect(event) => {
                let target = &site.events[*event];
                (target.page.as_str(), &target.event.details.title).hash(digester);
            }
            Page::Collection(number) => {
                (&shared.collections, &shared.feeds, site.today).hash(digester);
                hash_states(site, site.collections[*number].events.iter().copied(), digester);
            }
            Page::Own(number) => {
                let SitePage { name, span: _, title, description, text, is_in_navigation: _, order: _ } =
                    &site.pages[*number];
                (name, title, description, text).hash(digester);
            }
            Page::Directory(sort) => hash_directory(*sort, site, shared, digester),
            Page::Month(year, month) => {
                // The months to go to, and the current one.
                self.calendar.months.keys().for_each(|month| month.hash(digester));
                (site.today.year(), site.today.month()).hash(digester);
                self.hash_dates(site, self.calendar.months.get(&(*year, *month)), digester);
            }
            Page::ArchiveYear(year) => {
                (self.years_beside(*year), &shared.feeds).hash(digester);
                self.hash_dates(site, self.calendar.past.get(year), digester);
            }
            // These show a choice among all events.
            Page::Home
            | Page::Search
            | Page::Access
            | Page::Calendar
            | Page::Archive
            | Page::Changes
            | Page::NotFound
            | Page::Sitemap => {
                (&shared.events, &shared.collections, &shared.feeds, site.today).hash(digester);
                if planned.page == Page::Sitemap {
                    site.pages.iter().for_each(|page| page.name.hash(digester));
                }
            }
            Page::Subscribe => shared.feeds.hash(digester),
            Page::Folder(target) => target.hash(digester),
            Page::Robots | Page::Colours => {}
        }
    }

    /// What could make a page another one than it was before, where the collections are the same.
    pub(in crate::render) fn shows<'a>(&'a self, planned: &Planned, before: &Self, site: &Site) -> Shows<'a> {
        match &planned.page {
            Page::Event(event) => {
                let has_same_title = before.titles.adds(*event) == self.titles.adds(*event);
                let shows_others = site.events[*event].event.tour.is_some() || !has_same_title;
                if shows_others { Shows::Else } else { Shows::Event(*event) }
            }
            Page::Collection(number) => Shows::Collection(*number),
            // Its map shows where the events are.
            Page::Directory(CollectionSort::Town) => Shows::Else,
            Page::Directory(_) => Shows::Comings,
            Page::Month(year, month) => {
                self.calendar.months.get(&(*year, *month)).map_or(Shows::Else, |dates| Shows::Dates(dates))
            }
            Page::ArchiveYear(year) => self.calendar.past.get(year).map_or(Shows::Else, |dates| Shows::Dates(dates)),
            _ => Shows::Else,
        }
    }

    /// Whether the very same dates are sorted in the same way as before.
    pub(in crate::render) fn has_same_calendar(&self, before: &Self) -> bool {
        Arc::ptr_eq(&self.calendar, &before.calendar)
    }

    fn hash_event(&self, number: EventIndex, site: &Site, shared: &Shared, digester: &mut Digester) {
        let published = &site.events[number];
        let is_drawn = share_path(site, published).is_some();
        (&published.state, &shared.collections, self.titles.adds(number), is_drawn).hash(digester);
        let others = |id: &crate::model::Id| site.events.binary_search_by(|other| other.event.id.value.cmp(id));
        hash_states(site, published.event.replaced_by.iter().filter_map(|id| others(&id.value).ok()), digester);
        let tour =
            published.event.tour.as_ref().and_then(|id| self.collections.get(&(CollectionSort::Tour, id.clone())));
        hash_states(site, tour.into_iter().flat_map(|tour| &site.collections[*tour].events).copied(), digester);
        self.hash_neighbours(number, site, digester);
    }

    fn hash_neighbours(&self, number: EventIndex, site: &Site, digester: &mut Digester) {
        let Neighbours { near, previous, next } = self.near.of(site, number);
        (near.len(), previous.is_some(), next.is_some()).hash(digester);
        let dates = near.into_iter().map(|date| &site.dates[date]);
        dates.clone().for_each(|date| (date.when, date.changed).hash(digester));
        hash_states(site, dates.map(|date| date.event).chain(previous).chain(next), digester);
    }

    /// By the number of the event: whether its page tells of one of these changed events, or told of it before.
    pub(in crate::render) fn touched(&self, site: &Site, old: (&Self, &Site), is_changed: &[bool]) -> Vec<bool> {
        self.near.touched(site, (&old.0.near, old.1), is_changed)
    }

    fn hash_dates(&self, site: &Site, dates: Option<&Vec<usize>>, digester: &mut Digester) {
        let numbers = dates.into_iter().flatten();
        hash_states(site, numbers.map(|number| site.dates[*number].event), digester);
    }

    fn years_beside(&self, year: i32) -> (Option<i32>, Option<i32>) {
        let past = &self.calendar.past;
        let before = past.range(..year).next_back().map(|(year, _)| *year);
        (before, past.range(year + 1..).next().map(|(year, _)| *year))
    }
}

/// A directory tells how many events are coming up, and nothing else of them.
fn hash_directory(sort: CollectionSort, site: &Site, shared: &Shared, digester: &mut Digester) {
    shared.collections.hash(digester);
    let is_coming = |event: &&EventIndex| site.events[**event].occurrences.iter().any(|date| date.over > site.now);
    for collection in site.collections.iter().filter(|collection| collection.sort == sort) {
        digester.write_usize(collection.events.iter().filter(is_coming).count());
    }
    if sort == CollectionSort::Town {
        maps::towns_ahead(site).iter().for_each(|(town, spot)| (town, spot).hash(digester));
    }
}
