//! What a calendar holds of one event or one coach: its components, written once and used in every feed.

use chrono::{DateTime, Utc};
use icalendar::{Component, Event as Vevent};

use super::{
    component::write_event,
    portable_zones::PortableZones,
    series,
    vevent::{Dated, vevent},
};
use crate::{
    model::{CancelledPolicy, Id, zones::Zone},
    resolve::{Earlier, Published, Site, notes},
};

/// What components are made from, besides their event.
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// The zones whose local times may be written.
    pub zones: &'a PortableZones,
}

impl Context<'_> {
    /// What becomes of cancelled events.
    pub fn cancelled(&self) -> CancelledPolicy {
        self.site.settings.cancelled
    }

    /// What an event was until lately.
    pub fn notes<'b>(&self, published: &'b Published) -> Vec<Earlier<'b>> {
        notes(&published.versions, &self.site.settings, self.site.now)
    }

    /// The published event of this id.
    pub fn event(&self, id: &Id) -> Option<&Published> {
        let events = &self.site.events;
        events.binary_search_by(|published| published.event.id.value.cmp(id)).ok().map(|at| &events[at])
    }
}

/// The components of one event or coach, as they stand in every calendar that holds it.
#[derive(Debug)]
pub struct Entry {
    /// VEVENTs in content lines; empty where no day is known.
    pub text: Box<str>,
    /// The zone that TZIDs in it name. They all name the event's, so there is one at most.
    pub zone: Option<Zone>,
    /// When it was last changed, in UTC.
    pub changed: DateTime<Utc>,
}

impl Entry {
    /// The entry of an event, or of a series.
    pub fn of_event(context: &Context<'_>, published: &Published) -> Self {
        let components = match &published.event.series {
            Some(series) => series::components(context, published, series),
            None => only_component(context, published).into_iter().collect(),
        };
        Self::new(&components, published)
    }

    /// The entry of these components, all with the event's revision.
    pub fn new(components: &[Vevent], published: &Published) -> Self {
        let mut text = String::new();
        components.iter().for_each(|component| write_event(component, &mut text));
        let has_zone = components.iter().any(names_zone);
        let zone = has_zone.then(|| published.event.zone.clone());
        Self { text: text.into(), zone, changed: published.revision.changed }
    }
}

fn only_component(context: &Context<'_>, published: &Published) -> Option<Vevent> {
    let event = &published.event;
    let notes = context.notes(published);
    let dated =
        Dated { uid: published.uid.clone(), details: &event.details, when: &event.when, usual: None, notes: &notes };
    vevent(context, published, &dated)
}

/// Every other time with a TZID belongs to a component whose DTSTART has one, or to an override whose master's has.
fn names_zone(component: &Vevent) -> bool {
    component.properties().get("DTSTART").is_some_and(|start| start.params().contains_key("TZID"))
}
