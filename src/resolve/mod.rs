//! The model as it is seen at a moment: what is published, on which dates, in which feeds, at which addresses.

mod address;
mod collections;
mod custom;
mod feeds;
mod lives;
mod news;
mod publish;
mod renamed;
mod revision;
mod site;
mod taken;
mod tombstone;
mod until;
mod window;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

pub use address::{SubscribeLinks, absolute, encode, picture, root};
pub use collections::with_ancestors;
pub use news::{
    Aspect, Departure, Earlier, Moved, News, NewsSort, departure, differences, earlier, forget_withheld,
    has_place_moved, is_another_start, last_rule_date, news, note_ends, notes,
};
pub use site::*;
pub use taken::addresses;
pub use window::KeptOut;

use self::{publish::uid, window::feeds_begin};

use crate::{
    diag::Diagnostics,
    model::Catalogue,
    output::OutPath,
    past::{History, Past},
    source::SourceSet,
};

/// The moment that a site is seen from.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The moment, in UTC.
    pub now: DateTime<Utc>,
    /// Its day in the site's zone.
    pub today: NaiveDate,
}

/// What is known of the past.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// What became of every event up to the last commit.
    pub past: Option<&'a Past>,
    /// What else is known.
    pub history: &'a History,
}

/// Works out everything about a site. `base_url` stands in for site.yaml's.
pub fn resolve(
    mut catalogue: Catalogue,
    sources: &SourceSet,
    recorded: Recorded<'_>,
    moment: Moment,
    base_url: Option<Arc<str>>,
    found: &mut Diagnostics,
) -> Site {
    let (mut events, announced) = publish::publish(&mut catalogue, sources, &recorded, moment, found);
    events.iter_mut().for_each(forget_withheld);
    let news = news(&events, &catalogue.settings, moment.now);
    let mut collections = collections::collections(&catalogue, &events);
    let window = feeds_begin(moment.today, &catalogue.settings);
    let feeds = feeds::feeds(&catalogue, &events, &mut collections, window, found);
    let change = until::first_change(&events, &catalogue.settings, moment);
    let site = Site {
        until: announced.map_or(change, |at| at.min(change)),
        base_url: base_url.unwrap_or_else(|| catalogue.settings.base_url.clone()),
        now: moment.now,
        today: moment.today,
        window,
        dates: dates(&events),
        redirects: redirects(&events),
        settings: catalogue.settings,
        groups: catalogue.groups,
        campaigns: catalogue.campaigns,
        tours: catalogue.tours,
        events,
        collections,
        feeds,
        news,
    };
    taken::uids(&site, found);
    site
}

/// Every date of every listed event, soonest first.
fn dates(events: &[Published]) -> Vec<Occurrence> {
    let listed = events.iter().filter(|published| published.is_listed);
    let mut dates: Vec<(DateTime<Utc>, Occurrence)> = listed
        .flat_map(|published| {
            let zone = &published.event.zone;
            published.occurrences.iter().map(move |date| (date.when.begins(zone), *date))
        })
        .collect();
    dates.sort_by_key(|(begins, date)| (*begins, date.event, date.origin));
    dates.into_iter().map(|(_, date)| date).collect()
}

fn redirects(events: &[Published]) -> Vec<Redirect> {
    let aliases = events.iter().enumerate().flat_map(|(index, published)| {
        published.event.aliases.iter().filter_map(move |alias| {
            Some(Redirect {
                from: OutPath::new(&format!("events/{}/index.html", alias.value))?,
                to: index,
                span: alias.span,
            })
        })
    });
    aliases.collect()
}
