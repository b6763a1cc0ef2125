//! The model as it is seen at a moment: what is published, on which dates, in which feeds, at which addresses.

mod address;
mod collections;
mod custom;
mod feeds;
mod news;
mod publish;
mod site;
mod taken;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

pub use address::{SubscribeLinks, absolute, encode, picture, root};
pub use news::{
    Aspect, Departure, Earlier, Moved, News, NewsSort, departure, differences, earlier, forget_withheld,
    is_another_start, last_rule_date, news, note_ends, notes,
};
pub use site::*;
pub use taken::addresses;

use crate::{
    diag::Diagnostics,
    model::Catalogue,
    output::OutPath,
    source::{History, SourceSet},
};

/// The moment that a site is seen from.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The moment, in UTC.
    pub now: DateTime<Utc>,
    /// Its day in the site's zone.
    pub today: NaiveDate,
}

/// Works out everything about a site. `base_url` stands in for site.yaml's.
pub fn resolve(
    mut catalogue: Catalogue,
    sources: &SourceSet,
    history: &History,
    moment: Moment,
    base_url: Option<Arc<str>>,
    found: &mut Diagnostics,
) -> Site {
    let mut events = publish::publish(&mut catalogue, sources, history, (moment.now, moment.today));
    events.iter_mut().for_each(forget_withheld);
    let news = news(&events, &catalogue.settings, moment.now);
    let mut collections = collections::collections(&catalogue, &events);
    let feeds = feeds::feeds(&catalogue, &events, &mut collections, moment.today, found);
    let site = Site {
        base_url: base_url.unwrap_or_else(|| catalogue.settings.base_url.clone()),
        now: moment.now,
        today: moment.today,
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
