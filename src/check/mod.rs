//! Raw records to the model: every problem of every file at once.
//!
//! One small function a rule. A value that breaks a rule is reported and left out, so that the next rule can still be
//! checked; nothing is published while anything is reported as an error.

mod dates;
mod duration;
mod event;
mod extras;
mod eyebrow;
mod groups;
mod identity;
mod inherit;
mod place;
mod repeats;
mod rule_text;
mod series;
mod settings;
mod values;
mod when;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::{
    diag::Diagnostics,
    model::{Campaign, Catalogue, Event, Id, Settings},
    parse::RawSite,
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
    groups: &'a [Id],
    group_files: &'a BTreeMap<Id, FileId>,
    campaigns: &'a [Id],
    campaign_files: &'a BTreeMap<Id, FileId>,
    campaign_records: &'a BTreeMap<Id, Campaign>,
    events: &'a [&'a Id],
}

/// Checks a site; nothing where it has no file at all.
///
/// `today` is where the list of an endless series' dates is counted from.
pub fn check(raw: &RawSite, sources: &SourceSet, today: NaiveDate, found: &mut Diagnostics) -> Option<Catalogue> {
    let settings = match &raw.settings {
        Some(settings) => settings::read(settings, found),
        None => settings::stand_in(Span::start_of(sources.iter().next()?.0)),
    };
    let venues = place::venues(&raw.venues, found);
    let groups = groups::groups(&raw.groups, found);
    let campaigns = groups::campaigns(&raw.campaigns, &settings.zone, found);
    let (inherited, tours) = inherit::inherit(raw, sources, found);
    let ids: Vec<&Id> = inherited.iter().map(|event| &event.id.value).collect();
    // A group whose own file is wrong is no reason to report every event that names it.
    let context = Context {
        sources,
        settings: &settings,
        kinds_are_known: raw.settings.is_some(),
        today,
        venues: &venues,
        groups: &raw.groups.iter().filter_map(|group| Id::new(&group.name)).collect::<Vec<_>>(),
        group_files: &groups.iter().map(|(id, group)| (id.clone(), group.file)).collect(),
        campaigns: &raw.campaigns.iter().filter_map(|campaign| Id::new(&campaign.name)).collect::<Vec<_>>(),
        campaign_files: &campaigns.iter().map(|(id, campaign)| (id.clone(), campaign.file)).collect(),
        campaign_records: &campaigns,
        events: &ids,
    };
    let checked: Vec<(Option<Event>, Diagnostics)> = inherited.par_iter().map(|event| one(event, &context)).collect();
    let mut events = Vec::with_capacity(checked.len());
    for (event, findings) in checked {
        found.append(findings);
        events.extend(event);
    }
    unique(&inherited, found);
    events.sort_by(|a, b| a.id.value.cmp(&b.id.value));
    identity::replaced_by_loops(&events, found);
    eyebrow::clashes(&events, found);
    Some(Catalogue { settings, groups, campaigns, tours, events })
}

fn one(inherited: &inherit::Inherited, context: &Context<'_>) -> (Option<Event>, Diagnostics) {
    let mut found = Diagnostics::default();
    let event = event::event(inherited, context, &mut found);
    (event, found)
}

/// Reports every id that two events have. Of the two, the first in the order of the files is called the first.
fn unique(inherited: &[inherit::Inherited], found: &mut Diagnostics) {
    let mut first: BTreeMap<&Id, &inherit::Inherited> = BTreeMap::new();
    for event in inherited {
        match first.get(&event.id.value) {
            Some(other) => found.push(identity::duplicate(&event.id.value, event.id.span, other.id.span, "event")),
            None => {
                first.insert(&event.id.value, event);
            }
        }
    }
}
