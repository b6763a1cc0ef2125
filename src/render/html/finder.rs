//! The ways to find an event: a search, links to the pages of what is coming up, and a page of what is known of access.

use std::cmp::Reverse;

use minijinja::Value;

use super::{
    cards::Card,
    context::context,
    head::Head,
    shared::{Label, directory_title},
    view::View,
};
use crate::{
    model::{AccessFeature, Answer},
    output::OutPath,
    render::words,
    resolve::{CollectionSort, Occurrence},
};

/// What the search looks by, in the order in which people think of it.
const SORTS: [CollectionSort; 4] =
    [CollectionSort::Town, CollectionSort::Group, CollectionSort::Campaign, CollectionSort::Kind];
/// So many of each are linked where they are; the others stand on the page of all.
const MOST_LINKS: usize = 12;
/// So many dates are shown of each thing that a place may offer.
const MOST_DATES: usize = 30;

context! {
    /// The page that searches.
    SearchPage for "search.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The ways to find an event without a search.
        finder: Finder,
    }
}

context! {
    /// The page of what is known of access.
    AccessPage for "access.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// What places may offer.
        features: Vec<AccessDates>,
    }
}

context! {
    /// The coming dates whose places offer something.
    AccessDates {
        /// What it is.
        title: &'static str,
        /// Its anchor.
        anchor: String,
        /// The next dates.
        cards: Vec<Card>,
        /// Whether there are more.
        has_more: bool,
    }
}

context! {
    /// The ways to find an event.
    Finder {
        /// The path of the page that searches.
        search: String,
        /// The path of the page of what is known of access.
        access: String,
        /// Towns, groups, campaigns and kinds of which something is coming up.
        sections: Vec<FinderSection>,
    }
}

context! {
    /// What is coming up by towns, groups, campaigns or kinds.
    FinderSection {
        /// Which of them.
        title: &'static str,
        /// The path of the page of all.
        all: String,
        /// Those with the most events.
        labels: Vec<Label>,
    }
}

impl<'a> View<'a> {
    /// The ways to find an event.
    pub(super) fn finder(self) -> Finder {
        let is_coming = self.coming_events();
        Finder {
            search: self.path("search/"),
            access: self.path("access/"),
            sections: SORTS.into_iter().filter_map(|sort| self.finder_section(sort, &is_coming)).collect(),
        }
    }

    /// By the number of the event: whether a date of it is coming up.
    fn coming_events(self) -> Vec<bool> {
        let mut is_coming = vec![false; self.site.events.len()];
        self.coming_dates().for_each(|date| is_coming[date.event] = true);
        is_coming
    }

    fn coming_dates(self) -> impl Iterator<Item = &'a Occurrence> {
        let calendar = &self.pages.calendar;
        calendar.upcoming.iter().chain(&calendar.undated).map(move |number| &self.site.dates[*number])
    }

    /// Those of a sort of which the most is coming up, by name.
    fn finder_section(self, sort: CollectionSort, is_coming: &[bool]) -> Option<FinderSection> {
        let all = self.site.collections.iter().filter(|collection| collection.sort == sort);
        let mut by_coming: Vec<_> = all
            .map(|collection| {
                (Reverse(collection.events.iter().filter(|event| is_coming[**event]).count()), collection)
            })
            .filter(|(coming, _)| coming.0 > 0)
            .collect();
        by_coming.sort_by_key(|(coming, collection)| (*coming, &collection.id));
        by_coming.truncate(MOST_LINKS);
        let mut labels: Vec<Label> =
            by_coming.into_iter().map(|(_, collection)| self.collection_label(collection)).collect();
        labels.sort_by_cached_key(|label| (label.title.to_lowercase(), label.url.clone()));
        let all = self.path(&format!("{}/", sort.folder()));
        (!labels.is_empty()).then(|| FinderSection { title: directory_title(sort), all, labels })
    }

    /// The page that searches.
    pub(super) fn search_page(self, path: &OutPath, site: Value) -> SearchPage {
        let about =
            format!("Search all events of {}, those to come and those that have been.", self.site.settings.title);
        SearchPage { site, head: Head::new(self, path, "Search", &about, "search"), finder: self.finder() }
    }

    /// The page of what is known of access.
    pub(super) fn access_page(self, path: &OutPath, site: Value) -> AccessPage {
        let title = &self.site.settings.title;
        let about =
            format!("Which coming events of {title} are step-free, have a hearing loop, or offer what else you need.");
        let features = AccessFeature::ALL.into_iter().map(|feature| self.access_dates(feature));
        AccessPage {
            site,
            head: Head::new(self, path, "Access", &about, "access"),
            features: features.filter(|dates| !dates.cards.is_empty()).collect(),
        }
    }

    fn access_dates(self, feature: AccessFeature) -> AccessDates {
        let title = words::access_feature(feature);
        let mut dates = self.coming_dates().filter(|date| self.offers(date, feature));
        let cards = dates.by_ref().take(MOST_DATES).map(|date| self.full_card(date)).collect();
        AccessDates { title, anchor: slug::slugify(title), cards, has_more: dates.next().is_some() }
    }

    fn offers(self, date: &Occurrence, feature: AccessFeature) -> bool {
        let access = self.event(date.event).event.access.as_ref();
        access.is_some_and(|access| access.answers.contains(&(feature, Answer::Yes)))
    }
}
