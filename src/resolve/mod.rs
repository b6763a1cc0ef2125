//! The model as it is seen at a moment: what is published, on which dates, in which feeds, at which addresses.

mod address;
mod again;
mod collections;
mod custom;
mod feeds;
mod lives;
mod news;
mod publish;
mod renamed;
mod revision;
mod site;
mod state;
mod taken;
mod tombstone;
mod until;
mod window;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

pub use address::{SubscribeLinks, absolute, encode, picture, root};
pub use again::Memory;
pub use collections::with_ancestors;
pub use news::{
    Aspect, Departure, Earlier, Moved, News, NewsSort, departure, differences, earlier, forget_withheld,
    has_place_moved, is_another_start, last_rule_date, news, note_ends, notes,
};
pub use site::*;
pub use taken::addresses;
pub use window::KeptOut;

use self::{
    again::{Ground, have_same_dates},
    publish::uid,
    window::feeds_begin,
};

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
    pub past: Option<&'a Arc<Past>>,
    /// What else is known.
    pub history: &'a History,
}

/// Works out everything about a site. `base_url` stands in for site.yaml's.
pub fn resolve(
    catalogue: Catalogue,
    sources: &SourceSet,
    recorded: Recorded<'_>,
    moment: Moment,
    base_url: Option<Arc<str>>,
    found: &mut Diagnostics,
) -> Site {
    resolve_again(catalogue, sources, recorded, moment, base_url, (0, &mut Memory::default()), found)
}

/// The same, with what is remembered of the last time, and the number of the records that hold for many events: another one
/// for others.
pub fn resolve_again(
    mut catalogue: Catalogue,
    sources: &SourceSet,
    recorded: Recorded<'_>,
    moment: Moment,
    base_url: Option<Arc<str>>,
    (generation, memory): (u64, &mut Memory),
    found: &mut Diagnostics,
) -> Site {
    memory.stand_on(Ground::new(generation, &recorded, moment, base_url.as_ref()), &recorded.history.published);
    let (events, announced) = publish::publish(&mut catalogue, sources, &recorded, moment, memory, found);
    let mut findings = Diagnostics::default();
    let gathered = gather(&catalogue, &events, moment, memory, &mut findings);
    let change = memory.first_change(&events, &catalogue.settings, moment);
    let site = Site {
        until: announced.map_or(change, |at| at.min(change)),
        base_url: base_url.unwrap_or_else(|| catalogue.settings.base_url.clone()),
        now: moment.now,
        today: moment.today,
        window: feeds_begin(moment.today, &catalogue.settings),
        redirects: gathered.redirects,
        settings: catalogue.settings,
        pages: catalogue.pages,
        groups: catalogue.groups,
        campaigns: catalogue.campaigns,
        tours: catalogue.tours,
        dates: gathered.dates,
        collections: gathered.collections,
        feeds: gathered.feeds,
        news: gathered.news,
        events,
    };
    let mut taken = Diagnostics::default();
    if !gathered.has_unique_uids {
        taken::uids(&site, &mut taken);
    }
    memory.keep_parts(&site, &findings, taken.is_empty());
    found.append(findings);
    found.append(taken);
    site
}

/// What is made of all events together.
struct Gathered {
    dates: Arc<Vec<Occurrence>>,
    news: Arc<Vec<News>>,
    collections: Vec<Collection>,
    feeds: Vec<Feed>,
    redirects: Vec<Redirect>,
    /// Whether it is known that no two entries have one UID.
    has_unique_uids: bool,
}

fn gather(
    catalogue: &Catalogue,
    events: &[Arc<Published>],
    moment: Moment,
    memory: &Memory,
    found: &mut Diagnostics,
) -> Gathered {
    let (settings, now) = (&catalogue.settings, moment.now);
    let known = memory.parts(events, now);
    let known = known.as_ref();
    let dates = known.filter(|known| known.are_alike(events, have_same_dates)).map(|known| known.parts.dates.clone());
    let news = known.map(|known| match &known.changed[..] {
        [] => known.parts.news.clone(),
        changed => Arc::new(news::again(&known.parts.news, changed, events, settings, now)),
    });
    let groups = known.filter(|known| known.gather_alike(events, settings)).map(|known| known.parts);
    let (collections, feeds) = match groups {
        Some(parts) => {
            found.append(parts.findings.clone());
            (parts.collections.clone(), parts.feeds.clone())
        }
        None => {
            let mut collections = collections::collections(catalogue, events);
            let window = feeds_begin(moment.today, settings);
            let feeds = feeds::feeds(catalogue, events, &mut collections, window, found);
            (collections, feeds)
        }
    };
    Gathered {
        has_unique_uids: known.is_some_and(|known| known.have_unique_uids(events)),
        redirects: known.and_then(|known| known.redirects(events)).unwrap_or_else(|| redirects(events)),
        dates: dates.unwrap_or_else(|| Arc::new(self::dates(events))),
        news: news.unwrap_or_else(|| Arc::new(self::news(events, settings, now))),
        collections,
        feeds,
    }
}

/// Every date of every listed event, soonest first.
fn dates(events: &[Arc<Published>]) -> Vec<Occurrence> {
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

fn redirects(events: &[Arc<Published>]) -> Vec<Redirect> {
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
