//! What changed: what subscribers and visitors are told of it, and for how long.
//!
//! Everything here compares what the public was told before with what it was told then (`model::Facts`). It is news when an event
//! is announced, moves, changes in time, place, state, booking or link, is cancelled or postponed, or takes place after all. It is
//! no news when a text is mended, when a place is only written otherwise, or when what changes is over: a report, a past season
//! that is added, a date that is put right in the archive. Where nothing is known of the past, each event is announced once.

mod compare;
mod dates;
mod earlier;
mod identity;
mod places;
mod times;

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

pub use compare::{Aspect, differences};
pub use dates::{Departure, departure};
pub use earlier::{Earlier, Moved, earlier, note_ends, notes};
pub use places::has_moved as has_place_moved;
pub use times::{is_another_start, last_rule_date};

use super::{EventIndex, Published};
use crate::{
    model::{DateFacts, Facts, Place, Settings, Status, Version},
    source::UNRECORDED,
};

/// The sorts of news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NewsSort {
    /// It was not known before.
    Announced,
    /// It takes place at another time or place, and people would miss it.
    Moved,
    /// Something else that people act on is another.
    Changed,
    /// It does not take place: cancelled, or deleted.
    Cancelled,
    /// It does not take place now.
    Postponed,
    /// It takes place after all.
    Revived,
}

/// One piece of news.
#[derive(Clone, Debug, PartialEq)]
pub struct News {
    /// The event.
    pub event: EventIndex,
    /// The sort of news.
    pub sort: NewsSort,
    /// When it became public, in UTC; [`UNRECORDED`] where that is not known.
    pub at: DateTime<Utc>,
    /// Its identity (RFC 4151), from what it says and not from when: dates of commits change when a history is rewritten.
    pub id: String,
    /// The number in [`Published::versions`] of what was told before; nothing where it is announced.
    pub before: Option<usize>,
    /// The number of what was told then.
    pub after: usize,
    /// What differs, in the order that it is told; empty where it is announced.
    pub aspects: Vec<Aspect>,
    /// Whether nothing newer is told of the event.
    pub is_latest: bool,
}

impl News {
    /// What was told then.
    pub fn now<'a>(&self, events: &'a [Arc<Published>]) -> &'a Facts {
        &events[self.event].versions[self.after].facts
    }

    /// What was told before.
    pub fn was<'a>(&self, events: &'a [Arc<Published>]) -> Option<&'a Facts> {
        self.before.map(|before| &events[self.event].versions[before].facts)
    }
}

/// The news of the listed events, newest first; of what is news together, the later events first.
pub fn news(events: &[Arc<Published>], settings: &Settings, now: DateTime<Utc>) -> Vec<News> {
    let listed = events.par_iter().enumerate().filter(|(_, published)| published.is_listed);
    let news = listed.flat_map_iter(|(event, published)| of_event(event, published, settings, now)).collect();
    newest_first(news, events)
}

/// The news, of which only those of some events are worked out anew; the events have the numbers that they had.
pub(super) fn again(
    old: &[News],
    changed: &[EventIndex],
    events: &[Arc<Published>],
    settings: &Settings,
    now: DateTime<Utc>,
) -> Vec<News> {
    let others = old.iter().filter(|news| changed.binary_search(&news.event).is_err()).cloned();
    let listed = changed.iter().filter(|event| events[**event].is_listed);
    let changed = listed.flat_map(|event| of_event(*event, &events[*event], settings, now));
    newest_first(others.chain(changed).collect(), events)
}

/// Events are sorted by id, so their numbers stand for it.
fn newest_first(mut news: Vec<News>, events: &[Arc<Published>]) -> Vec<News> {
    news.sort_by_cached_key(|one| {
        let published = &events[one.event];
        let begins = published.shown().when.begins(&published.event.zone);
        Reverse((one.at, begins, one.event, one.after))
    });
    news
}

fn of_event(event: EventIndex, published: &Published, settings: &Settings, now: DateTime<Utc>) -> Vec<News> {
    let versions = &published.versions;
    let mut news: Vec<News> = announced(event, published, settings, now).into_iter().collect();
    let mut told: BTreeMap<String, u32> = BTreeMap::new();
    for after in 1..versions.len() {
        let (before, then) = (&versions[after - 1].facts, &versions[after]);
        let aspects = differences(before, &then.facts, then.since);
        let Some(sort) = sort(before, then, &aspects) else { continue };
        let content = identity::content(sort, before, &then.facts, &aspects);
        let times = told.entry(content.clone()).or_default();
        *times += 1;
        let id = identity::of_change(published, settings, sort, &content, *times);
        news.push(News { event, sort, at: then.since, id, before: Some(after - 1), after, aspects, is_latest: false });
    }
    if let Some(last) = news.last_mut() {
        last.is_latest = true;
    }
    news
}

/// That there is such an event; what was over when it was first told is no news. A site that is seen from before its commits
/// takes them as made at that moment.
fn announced(event: EventIndex, published: &Published, settings: &Settings, now: DateTime<Utc>) -> Option<News> {
    let first = published.versions.first()?;
    let is_recorded = published.revision.created != UNRECORDED;
    let at = if is_recorded { first.since } else { published.revision.changed };
    if is_recorded && times::is_over(&first.facts, at.min(now)) {
        return None;
    }
    let id = identity::of_event(published, settings);
    let (sort, aspects) = (NewsSort::Announced, Vec::new());
    Some(News { event, sort, at, id, before: None, after: 0, aspects, is_latest: false })
}

fn sort(before: &Facts, then: &Version, aspects: &[Aspect]) -> Option<NewsSort> {
    let (was, now) = (before.status, then.facts.status);
    let is_seen = aspects.iter().any(|aspect| matches!(aspect, Aspect::Start | Aspect::Place));
    // Nobody has in mind what was over already: the same file used again for the next year.
    let has_moved = is_seen && !times::is_over(before, then.since);
    match (was, now) {
        _ if aspects.is_empty() => None,
        (Status::Cancelled, Status::Cancelled) => None,
        (_, Status::Cancelled) => Some(NewsSort::Cancelled),
        (Status::Postponed, Status::Postponed) if has_moved => Some(NewsSort::Moved),
        (Status::Postponed, Status::Postponed) => Some(NewsSort::Changed),
        (_, Status::Postponed) => Some(NewsSort::Postponed),
        (Status::Postponed, _) if has_moved => Some(NewsSort::Moved),
        (was, _) if compare::is_off(was) => Some(NewsSort::Revived),
        _ if has_moved => Some(NewsSort::Moved),
        _ => Some(NewsSort::Changed),
    }
}

/// Puts the hint in the place of every place that was public before, where the place of an event is withheld now: whoever hides
/// it would else have it told by the news.
pub fn forget_withheld(published: &mut Published) {
    let event = &published.event;
    let changes = event.series.iter().flat_map(|series| series.changes.values().map(|change| &change.details));
    let mut places = std::iter::once(&event.details).chain(changes).filter_map(|details| details.place.as_ref());
    let Some(hint) = places.find(|place| place.withheld).cloned() else { return };
    let withhold = |place: &mut Option<Place>| *place = place.as_ref().map(|_| hint.clone());
    for version in &mut published.versions {
        withhold(&mut version.facts.place);
        let changes = version.facts.repeats.iter_mut().flat_map(|repeats| repeats.changes.values_mut());
        changes.for_each(|date: &mut DateFacts| withhold(&mut date.place));
    }
}
