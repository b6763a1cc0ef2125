//! Titles for the pages of events, each unlike the others, since search engines take pages of one title for one page.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    model::When,
    render::words,
    resolve::{CollectionSort, Published, Site},
};

/// The titles of the events' pages: title and date; where that is not enough the town, and where that is not the id.
pub(super) fn event_titles(site: &Site) -> Vec<String> {
    let mut titles: Vec<String> = site.events.iter().map(|published| dated_title(published)).collect();
    for add in [town, id] {
        let taken = count(&titles);
        let shared =
            site.events.iter().zip(&mut titles).filter(|(_, title)| taken.get(*title).is_some_and(|all| *all > 1));
        shared.for_each(|(published, title)| title.push_str(&add(published)));
    }
    titles
}

/// The titles that several collections of one sort have.
pub(super) fn shared_titles(site: &Site) -> BTreeSet<(CollectionSort, Arc<str>)> {
    let mut seen = BTreeSet::new();
    let titles = site.collections.iter().map(|collection| (collection.sort, collection.title.clone()));
    titles.filter(|title| !seen.insert(title.clone())).collect()
}

fn dated_title(published: &Published) -> String {
    let when = &published.shown().when;
    let day = match when {
        When::Timed(_) | When::AllDay { .. } => words::day_words(when.first_day()),
        When::Month { .. } | When::Year { .. } => words::span_words(when, &published.event.zone),
    };
    format!("{}, {day}", published.event.details.title)
}

fn town(published: &Published) -> String {
    let place = published.details(published.shown()).place.as_ref();
    place.and_then(|place| place.town.as_deref()).map_or_else(String::new, |town| format!(", {town}"))
}

fn id(published: &Published) -> String {
    format!(" ({})", published.event.id.value)
}

fn count(titles: &[String]) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for title in titles {
        *count.entry(title.clone()).or_default() += 1;
    }
    count
}
