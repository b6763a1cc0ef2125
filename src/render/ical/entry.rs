//! What calendars hold of one event or one coach: its components, written once and used in every feed.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};
use icalendar::{Component, Event as Vevent};

use super::{
    component::write_event,
    portable_zones::PortableZones,
    series::{self, Components},
    vevent::{Dated, vevent},
};
use crate::{
    model::{CancelledPolicy, Id, Status, zones::Zone},
    resolve::{Earlier, Feed, FeedSort, Published, Site, notes},
    source::{Digest, Digester},
};

/// What components are made from, besides their event.
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// The zones whose local times may be written.
    pub zones: &'a PortableZones,
    /// What becomes of cancelled events and dates.
    pub cancelled: CancelledPolicy,
}

impl Context<'_> {
    /// What an event was until lately.
    pub fn notes<'b>(&self, published: &'b Published) -> Vec<Earlier<'b>> {
        notes(&published.versions, &self.site.settings, self.site.now)
    }

    /// The published event of this id.
    pub fn event(&self, id: &Id) -> Option<&Published> {
        let events = &self.site.events;
        events.binary_search_by(|published| published.event.id.value.cmp(id)).ok().map(|at| &*events[at])
    }
}

/// What calendars hold of one event.
#[derive(Debug)]
pub struct Entries {
    /// What feeds and its own file hold.
    pub current: Entry,
    /// What feeds without cancelled events hold, where that is something else.
    live: Option<Entry>,
    /// Dates that are past the feeds' window, by the year in which they begin; of a series that is written out date by date.
    archived: BTreeMap<i32, Entry>,
    /// Whether it is a series that is written out date by date.
    pub is_written_out: bool,
}

impl Entries {
    /// Writes an event.
    pub fn of(context: &Context<'_>, published: &Published) -> Self {
        let Components { current, archived, is_written_out } = components(context, published);
        let archived = archived.into_iter().map(|(year, dates)| (year, Entry::new(&dates, published)));
        Self {
            current: Entry::new(&current, published),
            live: live(context, published),
            archived: archived.collect(),
            is_written_out,
        }
    }

    /// What a feed of this sort holds of it.
    pub fn of_feed(&self, feed: &Feed) -> &Entry {
        let other = match feed.sort {
            FeedSort::Archive(year) => self.archived.get(&year),
            _ if feed.is_live => self.live.as_ref(),
            _ => None,
        };
        other.unwrap_or(&self.current)
    }

    /// The years of the archives that hold it, or dates of it: a series by rule is in that of its last date, whole.
    pub fn archive_years(&self, site: &Site, published: &Published) -> Vec<i32> {
        if self.is_written_out {
            self.archived.keys().copied().collect()
        } else if published.last_over() < site.window {
            vec![published.last().when.first_day().year()]
        } else {
            Vec::new()
        }
    }
}

fn components(context: &Context<'_>, published: &Published) -> Components {
    match &published.event.series {
        Some(series) => series::components(context, published, series),
        None => {
            Components { current: only_component(context, published).into_iter().collect(), ..Components::default() }
        }
    }
}

/// A series of which single dates are cancelled, without those.
fn live(context: &Context<'_>, published: &Published) -> Option<Entry> {
    let is_asked_for = context.site.settings.live_feeds && context.cancelled != CancelledPolicy::Drop;
    let event = &published.event;
    let mut details = published.occurrences.iter().map(|date| published.details(date));
    let differs =
        event.series.is_some() && !event.is_cancelled() && details.any(|details| details.status == Status::Cancelled);
    (is_asked_for && differs).then(|| {
        let without = Context { cancelled: CancelledPolicy::Drop, ..*context };
        Entry::new(&components(&without, published).current, published)
    })
}

/// The components of one event or coach, as they stand in a calendar that holds it.
#[derive(Debug)]
pub struct Entry {
    /// VEVENTs in content lines; empty where no day is known.
    pub text: Box<str>,
    /// How many VEVENTs there are.
    pub count: usize,
    /// The zone that TZIDs in it name. They all name the event's, so there is one at most.
    pub zone: Option<Zone>,
    /// When it was last changed, in UTC.
    pub changed: DateTime<Utc>,
    /// All of it as one number.
    pub digest: Digest,
}

impl Entry {
    /// The entry of these components, all with the event's revision.
    pub fn new(components: &[Vevent], published: &Published) -> Self {
        let mut text = String::new();
        components.iter().for_each(|component| write_event(component, &mut text));
        let has_zone = components.iter().any(names_zone);
        let zone = has_zone.then(|| published.event.zone.clone());
        let changed = published.revision.changed;
        let digest = Digester::of(&(&text, &zone, changed));
        Self { text: text.into(), count: components.len(), zone, changed, digest }
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
