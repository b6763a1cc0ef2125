//! What pages search and filter by: what lists say of every listed event, in files by year, and one that tells which years there are.
//!
//! A file holds columns: the same of every event, one after the other. That is small when it is compressed, and read in a moment. What
//! many events share stands in a table of the file and is told by its number there. A file knows nothing of the others, so that an
//! edit changes one of them.

mod table;
mod year;

use std::{collections::BTreeMap, hash::Hash};

use chrono::Datelike;
use serde::Serialize;

use super::{keys::hash_states, words};
use crate::{
    output::OutPath,
    resolve::{EventIndex, Site},
    source::Digester,
};

/// The folder of the files, relative to the base.
const FOLDER: &str = "search";

/// One of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Which years there are.
    Years,
    /// The events of a year.
    Year(i32),
}

/// The listed events by the year in which the date ends that their page speaks of.
#[derive(Debug, PartialEq, Eq)]
pub struct Index {
    years: BTreeMap<i32, Vec<EventIndex>>,
}

#[derive(Serialize)]
struct Years {
    /// The day of the build: what ends earlier has been.
    today: String,
    /// Each year and how many events it has, the first year first.
    years: Vec<(i32, usize)>,
}

impl Index {
    /// Sorts the events of a site by year.
    pub fn new(site: &Site) -> Self {
        let mut years: BTreeMap<i32, Vec<EventIndex>> = BTreeMap::new();
        for (number, published) in site.events.iter().enumerate().filter(|(_, published)| published.is_listed) {
            years.entry(published.shown().when.last_day().year()).or_default().push(number);
        }
        Self { years }
    }

    /// Whether there are files of the same years.
    pub fn has_years_of(&self, other: &Self) -> bool {
        self.years.keys().eq(other.years.keys())
    }

    /// Every file and its address.
    pub fn files(&self) -> Vec<(OutPath, File)> {
        let years = self.years.keys().map(|year| (year.to_string(), File::Year(*year)));
        let files = std::iter::once(("years".to_owned(), File::Years)).chain(years);
        files.filter_map(|(name, file)| Some((OutPath::new(&format!("{FOLDER}/{name}.json"))?, file))).collect()
    }

    /// Adds what a file is made of to a number.
    pub fn hash_file(&self, file: File, site: &Site, digester: &mut Digester) {
        match file {
            File::Years => {
                words::numeric_day(site.today).hash(digester);
                self.years.iter().for_each(|(year, events)| (year, events.len()).hash(digester));
            }
            File::Year(year) => hash_states(site, self.events(year).iter().copied(), digester),
        }
    }

    /// The text of a file.
    pub fn render(&self, file: File, site: &Site) -> String {
        let text = match file {
            File::Years => serde_json::to_string(&Years {
                today: words::numeric_day(site.today),
                years: self.years.iter().map(|(year, events)| (*year, events.len())).collect(),
            }),
            File::Year(year) => serde_json::to_string(&year::Year::new(site, year, self.events(year))),
        };
        // Numbers and text can always be written.
        text.unwrap_or_default()
    }

    fn events(&self, year: i32) -> &[EventIndex] {
        self.years.get(&year).map_or(&[], Vec::as_slice)
    }
}
