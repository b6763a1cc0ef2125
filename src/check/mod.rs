//! Raw records to the model: every problem of every file at once.
//!
//! One small function a rule. A value that breaks a rule is reported and left out, so that the next rule can still be
//! checked; nothing is published while anything is reported as an error.

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
pub mod past;
mod place;
mod repeats;
mod rule_text;
mod series;
mod series_dates;
mod settings;
mod values;
mod when;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use inherit::Inherited;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::{
    diag::Diagnostics,
    model::{Campaign, Catalogue, Event, Id, Settings},
    parse::{RawSite, Text},
    source::{FileId, SourceSet, Span},
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
    events: Option<&'a BTreeSet<&'a str>>,
    /// Files that could not be read.
    broken: &'a BTreeSet<Arc<str>>,
}

impl Context<'_> {
    /// Whether an old version is read: its pictures are not at hand, and nobody need be told of what is only doubtful.
    fn is_past(&self) -> bool {
        self.events.is_none()
    }
}

/// Checks a site; nothing where it has no file at all.
///
/// `today` is where the list of an endless series' dates is counted from.
pub fn check(mut raw: RawSite, sources: &SourceSet, today: NaiveDate, found: &mut Diagnostics) -> Option<Catalogue> {
    let settings = match &raw.settings {
        Some(settings) => settings::read(settings, found),
        None => settings::stand_in(Span::start_of(sources.iter().next()?.0)),
    };
    let venues = place::venues(&raw, sources, found);
    let groups = groups::groups(&raw, found);
    let campaigns = groups::campaigns(&raw.campaigns, &settings.zone, found);
    let files = std::mem::take(&mut raw.events);
    let (inherited, tours) = inherit::inherit(files, &raw, sources, found);
    let ids: BTreeSet<&str> = inherited.iter().filter_map(|event| Some(&*event.id.as_ref()?.value)).collect();
    // A group whose own file is wrong is no reason to report every event that names it.
    let context = Context {
        sources,
        settings: &settings,
        kinds_are_known: raw.settings.as_ref().is_some_and(|settings| !settings.spoilt.contains(&"kinds")),
        today,
        venues: &venues,
        groups: &known_ids(raw.groups.iter().map(|group| &group.name), raw.broken_in("events/_groups")),
        group_files: &groups.iter().map(|(id, group)| (id.clone(), group.file)).collect(),
        campaigns: &known_ids(raw.campaigns.iter().map(|campaign| &campaign.name), raw.broken_in("events/_campaigns")),
        campaign_files: &campaigns.iter().map(|(id, campaign)| (id.clone(), campaign.file)).collect(),
        campaign_records: &campaigns,
        events: Some(&ids),
        broken: &raw.broken,
    };
    let checked: Vec<(Option<Event>, Diagnostics)> = inherited.par_iter().map(|event| one(event, &context)).collect();
    let mut events = Vec::with_capacity(checked.len());
    for (event, findings) in checked {
        found.append(findings);
        events.extend(event);
    }
    unique(&inherited, found);
    drop(inherited);
    events.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    // Of two events with one id, which is reported, the first stands for both.
    events.dedup_by(|later, first| later.id.value == first.id.value);
    identity::replaced_by_loops(&events, found);
    eyebrow::clashes(&events, found);
    Some(Catalogue { settings, groups, campaigns, tours, events })
}

/// Every event of every file as it is written, what it inherits included, in the order of the files.
pub fn inherited(raw: &RawSite, sources: &SourceSet) -> Vec<Inherited> {
    inherit::inherit(raw.events.clone(), raw, sources, &mut Diagnostics::default()).0
}

/// The ids that others may name: those of files that can be read, whatever is wrong with their fields, and of those that cannot.
fn known_ids<'a>(read: impl Iterator<Item = &'a Text>, broken: impl Iterator<Item = &'a str>) -> BTreeSet<Id> {
    read.map(|name| &*name.value).chain(broken).filter_map(Id::new).collect()
}

fn one(inherited: &inherit::Inherited, context: &Context<'_>) -> (Option<Event>, Diagnostics) {
    let mut found = Diagnostics::default();
    let event = event::event(inherited, context, &mut found);
    (event, found)
}

/// Reports every id that two events have. Of the two, the first in the order of the files is called the first.
fn unique(inherited: &[inherit::Inherited], found: &mut Diagnostics) {
    let mut first: BTreeMap<&Id, Span> = BTreeMap::new();
    for id in inherited.iter().filter_map(|event| event.id.as_ref()) {
        match first.get(&id.value) {
            Some(other) => found.push(identity::duplicate(&id.value, id.span, *other, "event")),
            None => {
                first.insert(&id.value, id.span);
            }
        }
    }
}
