//! iCalendar (RFC 5545, 7986): events as components, and the feeds and files that hold them.
//!
//! An event is written once, as [`entry::Entry`]; every feed that holds it repeats those bytes, so that a subscriber of two feeds
//! gets one event and not two. From the outside in: `feed` puts a `calendar` head and the VTIMEZONEs before entries; `entry`
//! is one `vevent`, or those of a `series`, or a `coach`; `component` and `content_line` make bytes of them.

mod archive;
mod budget;
mod calendar;
mod coach;
mod component;
mod content_line;
mod css_colour;
mod description;
mod entry;
mod feed;
mod location;
mod plain;
mod portable_zones;
mod series;
mod standing;
#[cfg(test)]
mod test_site;
mod times;
mod vevent;
mod vtimezone;

use std::sync::Arc;

use rayon::prelude::*;

pub use budget::check as check_sizes;

use self::{
    entry::{Context, Entries, Entry},
    portable_zones::PortableZones,
};
use crate::{
    output::Pieces,
    render::again::Before,
    resolve::{EventIndex, Feed, FeedIndex, Published, Site},
    source::Digest,
};

/// A feed with more bytes than this is written entry by entry.
const LARGE: usize = 1024 * 1024;

/// The events and coaches of a site as iCalendar text, ready to be put into feeds.
#[derive(Debug)]
pub struct Calendars {
    zones: Arc<PortableZones>,
    /// By the number of the event.
    events: Vec<Arc<Written>>,
    /// By the number of the event: the size in bytes of what most feeds hold of it.
    sizes: Vec<usize>,
}

/// What was written of an event.
#[derive(Debug)]
struct Written {
    entries: Entries,
    /// By the number of the coach.
    coaches: Vec<Entry>,
}

impl Written {
    fn of(context: &Context<'_>, published: &Published) -> Self {
        let coaches = published.event.travel.iter().map(|coach| Entry::of_coach(context, published, coach));
        Self { entries: Entries::of(context, published), coaches: coaches.collect() }
    }
}

impl Calendars {
    /// Writes every event and coach of a site, once; those of events that show the same as before are written already.
    pub fn new(site: &Site, before: Option<Before<'_>>) -> Self {
        let known = before.map(|before| (before, &before.renderer.calendars));
        let zones = known.map(|(_, calendars)| &calendars.zones).filter(|zones| zones.are_those_of(site)).cloned();
        let zones = zones.unwrap_or_else(|| Arc::new(PortableZones::of(site)));
        let context = Context { site, zones: &zones, cancelled: site.settings.cancelled };
        let old = |number| known.and_then(|(before, calendars)| Some(calendars.events[before.number(number)?].clone()));
        let events = site.events.par_iter().enumerate().with_min_len(64);
        let written = |(number, published): (EventIndex, &Arc<Published>)| {
            old(number).unwrap_or_else(|| Arc::new(Written::of(&context, published)))
        };
        let events: Vec<Arc<Written>> = events.map(written).collect();
        let sizes = events.iter().map(|written| written.entries.current.text.len()).collect();
        Self { events, sizes, zones }
    }

    /// The whole text of a feed: its events by id, each series as master, overrides and single dates, and then its coaches.
    ///
    /// One that holds nothing has a VTIMEZONE in it, because no calendar may be empty (RFC 5545 3.6).
    pub fn feed(&self, site: &Site, number: FeedIndex) -> String {
        let feed = &site.feeds[number];
        let entries: Vec<&Entry> = self.entries(feed).map(|(_, entry)| entry).collect();
        feed::feed(site, feed, &entries, &self.zones)
    }

    /// The same entry by entry, where a feed is so large that it should not be in memory once more.
    pub fn feed_pieces<'a>(&'a self, site: &'a Site, number: FeedIndex) -> Option<Pieces<'a>> {
        let feed = &site.feeds[number];
        let entries: Vec<&Entry> = self.entries(feed).map(|(_, entry)| entry).collect();
        let is_large = entries.iter().map(|entry| entry.text.len()).sum::<usize>() > LARGE;
        is_large.then(|| feed::pieces(site, feed, entries, &self.zones))
    }

    /// The size of a feed in bytes.
    fn size(&self, site: &Site, feed: &Feed) -> usize {
        let entries: Vec<&Entry> = self.entries(feed).map(|(_, entry)| entry).collect();
        feed::size(site, feed, &entries, &self.zones)
    }

    /// What a feed holds, with the number of the event that each entry is about.
    fn entries<'a>(&'a self, feed: &'a Feed) -> impl Iterator<Item = (EventIndex, &'a Entry)> {
        let events = feed.events.iter().map(|event| (*event, self.events[*event].entries.of_feed(feed)));
        let coaches = feed.coaches.iter().map(|(event, coach)| (*event, &self.events[*event].coaches[*coach]));
        events.chain(coaches)
    }

    /// What a feed holds, a number for each entry.
    pub fn digests<'a>(&'a self, feed: &'a Feed) -> impl Iterator<Item = Digest> {
        self.entries(feed).map(|(_, entry)| entry.digest)
    }

    /// What the file of one event holds, as one number: its entry and its name.
    pub fn digest(&self, event: EventIndex) -> Digest {
        self.events[event].entries.current.digest
    }

    /// The whole text of the file of one event or series, without its coaches; nothing where its day is not known.
    pub fn single(&self, site: &Site, number: EventIndex) -> Option<String> {
        let published = &site.events[number];
        let path = published.file.as_ref()?;
        Some(feed::single(site, published, path, &self.events[number].entries.current, &self.zones))
    }
}
