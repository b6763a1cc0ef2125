//! Archives: what is past the window of the other feeds, a feed a year.
//!
//! Together with the feed of everything nothing is lost, and nothing stands in both but what is the only event of a feed that
//! would be empty without it. The year is that in which the last date begins, so that a night into the new year is in the
//! calendar of the year whose page it is on.

use std::collections::BTreeMap;

use super::Calendars;
use crate::{
    output::OutPath,
    resolve::{EventIndex, Feed, FeedSort, Site},
};

impl Calendars {
    /// The archives of a site, by year. Which single dates of a series they hold is known only when it is written.
    pub fn archives(&self, site: &Site) -> Vec<Feed> {
        let policy = site.settings.cancelled;
        let mut years: BTreeMap<i32, Vec<EventIndex>> = BTreeMap::new();
        let in_feeds = site.events.iter().enumerate().filter(|(_, published)| published.is_in_feeds(policy));
        for (number, published) in in_feeds {
            for year in self.events[number].entries.archive_years(site, published) {
                years.entry(year).or_default().push(number);
            }
        }
        years.into_iter().filter_map(|(year, events)| archive(site, year, events)).collect()
    }
}

fn archive(site: &Site, year: i32, events: Vec<EventIndex>) -> Option<Feed> {
    Some(Feed {
        sort: FeedSort::Archive(year),
        path: OutPath::new(&format!("feeds/archive/{year:04}.ics"))?,
        title: format!("Archive {year}: {}", site.settings.title),
        description: format!("What took place in {year} and is no longer in the other feeds."),
        page: OutPath::new(&format!("archive/{year:04}/index.html"))?,
        members: events.clone(),
        events,
        coaches: Vec::new(),
        colour: None,
        span: site.settings.feed_span,
        is_live: false,
        live: None,
    })
}
