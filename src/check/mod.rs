//! Raw records to the model: every problem of every file at once.
//!
//! One small function a rule. A value that breaks a rule is reported and left out, so that the next rule can still be
//! checked; nothing is published while anything is reported as an error.

mod again;
mod date_words;
mod dates;
mod duration;
mod event;
mod except;
mod extras;
mod eyebrow;
mod groups;
mod identity;
mod inherit;
mod look;
mod pages;
pub mod past;
mod place;
mod repeats;
mod rule_text;
mod series;
mod series_dates;
mod settings;
mod surroundings;
mod values;
mod when;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use again::Memory;
pub use inherit::Inherited;

use chrono::NaiveDate;

use crate::{
    diag::Diagnostics,
    model::{Campaign, Catalogue, Id, Settings},
    parse::{RawSite, Text},
    source::{FileId, SourceSet},
};

/// What every event is checked against.
struct Context<'a> {
    sources: &'a SourceSet,
    settings: &'a Settings,
    /// Whether site.yaml could be read, so that its own kinds are known.
    kinds_are_known: bool,
    today: NaiveDate,
    venues: &'a BTreeMap<Id, place::Venue>,
    groups: &'a BTreeSet<Id>,
    group_files: &'a BTreeMap<Id, FileId>,
    campaigns: &'a BTreeSet<Id>,
    campaign_files: &'a BTreeMap<Id, FileId>,
    campaign_records: &'a BTreeMap<Id, Campaign>,
    /// The ids that others may name; nothing where an old version is read and any id will do.
    events: Option<&'a BTreeSet<Arc<str>>>,
    /// Files that could not be read.
    broken: &'a BTreeSet<Arc<str>>,
}

impl Context<'_> {
    /// Whether an old version is read: its pictures are not at hand, and nobody need be told of what is only doubtful.
    fn is_past(&self) -> bool {
        self.events.is_none()
    }
}

/// Reads and checks a site; nothing where it has no file at all.
///
/// `today` is where the list of an endless series' dates is counted from.
pub fn check(sources: &SourceSet, today: NaiveDate, found: &mut Diagnostics) -> Option<Catalogue> {
    Memory::default().check(sources, today, found)
}

/// Every event of every file as it is written, what it inherits included, in the order of the files.
pub fn inherited(raw: &RawSite, sources: &SourceSet) -> Vec<Inherited> {
    let mut events = Vec::new();
    for file in &raw.events {
        let found = &mut Diagnostics::default();
        inherit::of_file(file.clone(), raw, sources, (&mut events, &mut BTreeMap::new()), found);
    }
    events
}

/// The ids that others may name: those of files that can be read, whatever is wrong with their fields, and of those that cannot.
fn known_ids<'a>(read: impl Iterator<Item = &'a Text>, broken: impl Iterator<Item = &'a str>) -> BTreeSet<Id> {
    read.map(|name| &*name.value).chain(broken).filter_map(Id::new).collect()
}
