//! Titles for the pages of events, each unlike the others, since search engines take pages of one title for one page.

use std::{collections::BTreeSet, sync::Arc};

use rayon::prelude::*;

use crate::{
    model::When,
    render::{again::Before, words},
    resolve::{CollectionSort, EventIndex, Published, Site},
    source::{Digest, Digester},
};

/// The titles of the events' pages: title and date; where that is not enough the town, and where that is not the id.
#[derive(Debug)]
pub(super) struct Titles {
    /// By the number of the event: title and date as one number.
    dated: Vec<Digest>,
    /// By the number of the event: what makes its title unlike the others.
    adds: Vec<Adds>,
}

/// What a title needs beside title and date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Adds {
    town: bool,
    id: bool,
}

impl Titles {
    /// The titles of a site; those of events that show the same as before are known.
    pub fn new(site: &Site, before: Option<(Before<'_>, &Self)>) -> Self {
        let known = |number| before.and_then(|(before, titles)| Some(titles.dated[before.number(number)?]));
        let events = site.events.par_iter().enumerate().with_min_len(256);
        let dated: Vec<Digest> = events
            .map(|(number, published)| known(number).unwrap_or_else(|| Digester::of(&*dated_title(published))))
            .collect();
        let same = before.filter(|(_, titles)| titles.dated == dated).map(|(_, titles)| titles.adds.clone());
        let adds = same.unwrap_or_else(|| adds(site, &dated));
        Self { dated, adds }
    }

    /// What the title of an event's page needs beside title and date.
    pub fn adds(&self, event: EventIndex) -> Adds {
        self.adds[event]
    }

    /// The title of an event's page.
    pub fn title(&self, site: &Site, event: EventIndex) -> String {
        let (published, adds) = (&site.events[event], self.adds[event]);
        let mut title = dated_title(published);
        if adds.town {
            title.push_str(&town(published));
        }
        if adds.id {
            title.push_str(&id(published));
        }
        title
    }
}

fn adds(site: &Site, dated: &[Digest]) -> Vec<Adds> {
    let towns = shared(dated);
    let with_town = dated.iter().zip(&towns).zip(&site.events).map(|((dated, is_shared), published)| {
        if *is_shared { Digester::of(&*(dated_title(published) + &town(published))) } else { *dated }
    });
    let ids = shared(&with_town.collect::<Vec<_>>());
    towns.into_iter().zip(ids).map(|(town, id)| Adds { town, id }).collect()
}

/// Which of these are there more than once.
fn shared(titles: &[Digest]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..titles.len()).collect();
    order.sort_unstable_by_key(|number| titles[*number]);
    let mut is_shared = vec![false; titles.len()];
    for alike in order.chunk_by(|a, b| titles[*a] == titles[*b]).filter(|alike| alike.len() > 1) {
        alike.iter().for_each(|number| is_shared[*number] = true);
    }
    is_shared
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
