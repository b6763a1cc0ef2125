//! What became of a site the last time it was worked out: what cannot have changed since is taken from there.
//!
//! Whatever is remembered, a site comes to the same.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Collection, EventIndex, Feed, Moment, News, Occurrence, Published, Recorded, Redirect, Site,
    collections::town_names,
    until::{first_change, moments},
};
use crate::{
    diag::Diagnostics,
    model::{CancelledPolicy, Event, Publication, Settings},
    output::Record,
    past::{Lack, Past},
};

/// What became of a site the last time.
#[derive(Debug, Default)]
pub struct Memory {
    /// Whether anything is to be remembered.
    is_kept: bool,
    ground: Option<Ground>,
    /// What that build published, as it was recorded.
    record: Option<Arc<Record>>,
    /// Every event as it came out of its file, by id.
    sources: Vec<Arc<Event>>,
    /// Published events by id.
    events: Vec<Remembered>,
    /// Whether something that was public was gone.
    had_gone: bool,
    parts: Option<Parts>,
}

/// What every event depends on, beside its own files.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// The number of the records that hold for many events: another one for others.
    generation: u64,
    past: Option<Arc<Past>>,
    lack: Option<Lack>,
    today: NaiveDate,
    base_url: Option<Arc<str>>,
}

/// An event, and what was published of it.
#[derive(Debug)]
struct Remembered {
    /// As it came out of its file.
    source: Arc<Event>,
    published: Arc<Published>,
    /// The moment that it was worked out for, in UTC.
    from: DateTime<Utc>,
    /// The first moment, in UTC, at which the clock alone changes something of it.
    until: DateTime<Utc>,
    /// The number that it had among the published.
    number: EventIndex,
}

/// What is known of an event still.
#[derive(Clone, Debug)]
pub(super) struct Recalled {
    pub(super) published: Arc<Published>,
    /// The number that it had.
    number: EventIndex,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

/// An event as it came out of its file, what is published of it, and what was known of that.
pub(super) struct Sourced {
    pub(super) source: Option<Arc<Event>>,
    pub(super) published: Arc<Published>,
    pub(super) known: Option<Recalled>,
}

impl Sourced {
    /// Gives an event its number, where it does not have it.
    pub(super) fn give_number(&mut self, number: EventIndex) {
        if self.known.as_ref().is_some_and(|known| known.number == number) {
            return;
        }
        if self.published.occurrences.iter().any(|date| date.event != number) {
            let dates = &mut Arc::make_mut(&mut self.published).occurrences;
            dates.iter_mut().for_each(|date| date.event = number);
        }
    }
}

/// What was made of all events together.
#[derive(Debug)]
pub(super) struct Parts {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    events: Vec<Arc<Published>>,
    pub(super) dates: Arc<Vec<Occurrence>>,
    pub(super) news: Arc<Vec<News>>,
    pub(super) collections: Vec<Collection>,
    pub(super) feeds: Vec<Feed>,
    /// What was found while the feeds were made.
    pub(super) findings: Diagnostics,
    redirects: Vec<Redirect>,
    /// Whether no two entries had one UID.
    has_unique_uids: bool,
}

impl Ground {
    pub(super) fn new(generation: u64, recorded: &Recorded<'_>, moment: Moment, base_url: Option<&Arc<str>>) -> Self {
        Self {
            generation,
            past: recorded.past.cloned(),
            lack: recorded.history.lack.clone(),
            today: moment.today,
            base_url: base_url.cloned(),
        }
    }

    fn is(&self, other: &Self) -> bool {
        let is_one_past = match (&self.past, &other.past) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        is_one_past
            && self.generation == other.generation
            && self.lack == other.lack
            && self.today == other.today
            && self.base_url == other.base_url
    }
}

impl Memory {
    /// A memory that keeps what it is told; the default one keeps nothing.
    pub fn keeping() -> Self {
        Self { is_kept: true, ..Self::default() }
    }

    /// What a build recorded of the site that was worked out last.
    pub fn recorded(&mut self, record: &Arc<Record>) {
        self.record = Some(record.clone());
    }

    /// Forgets everything that does not hold on this ground, or did not lead to what was recorded last.
    pub(super) fn stand_on(&mut self, ground: Ground, record: &Arc<Record>) {
        let is_same = self.ground.as_ref().is_some_and(|known| known.is(&ground));
        let follows = self.record.as_ref().is_some_and(|known| Arc::ptr_eq(known, record));
        if !(is_same && follows) {
            (self.sources, self.events, self.parts) = (Vec::new(), Vec::new(), None);
        }
        self.ground = Some(ground).filter(|_| self.is_kept);
    }

    /// What was published of each of these events, sorted by id, where that still holds.
    pub(super) fn recall(&self, events: &[Arc<Event>], now: DateTime<Utc>) -> Vec<Option<Recalled>> {
        let mut known = self.events.iter().peekable();
        let recall = |event: &Arc<Event>| {
            let is_before =
                |known: &&Remembered| !Arc::ptr_eq(&known.source, event) && known.source.id.value < event.id.value;
            while known.next_if(is_before).is_some() {}
            let found = known.next_if(|known| Arc::ptr_eq(&known.source, event))?;
            let Remembered { published, number, from, until, .. } = found;
            let recalled = || Recalled { published: published.clone(), number: *number, from: *from, until: *until };
            (*from <= now && now < *until).then(recalled)
        };
        events.iter().map(recall).collect()
    }

    /// Whether nothing is gone: nothing was, and everything that was there still is. A draft is there for nobody.
    pub(super) fn has_nothing_gone(&self, events: &[Arc<Event>]) -> bool {
        let is_there = |(old, new): (&Arc<Event>, &Arc<Event>)| {
            Arc::ptr_eq(old, new) || (old.id.value == new.id.value && new.publication != Publication::Unpublished)
        };
        let are_as_many = !self.sources.is_empty() && self.sources.len() == events.len();
        !self.had_gone && are_as_many && self.sources.iter().zip(events).all(is_there)
    }

    /// Remembers every event as it came out of its file, by id, and whether something that was public is gone.
    pub(super) fn remember_sources(&mut self, events: &[Arc<Event>], has_gone: bool) {
        if self.is_kept {
            (self.sources, self.had_gone) = (events.to_vec(), has_gone);
        }
    }

    /// Remembers what was published of events, by their numbers.
    pub(super) fn remember(&mut self, all: &[Sourced], settings: &Settings, now: DateTime<Utc>) {
        if !self.is_kept {
            return;
        }
        let remembered = |(number, one): (EventIndex, &Sourced)| {
            let (source, published) = (one.source.clone()?, one.published.clone());
            if let Some(Recalled { from, until, .. }) = one.known {
                return Some(Remembered { source, published, from, until, number });
            }
            let until = || moments(&published, settings).filter(|at| *at > now).min();
            let until = is_remembered(&source, &published).then(until)?.unwrap_or(DateTime::<Utc>::MAX_UTC);
            Some(Remembered { source, published, from: now, until, number })
        };
        self.events = all.iter().enumerate().filter_map(remembered).collect();
    }

    /// The first moment after another, in UTC, at which something published changes by the clock alone.
    pub(super) fn first_change(&self, events: &[Arc<Published>], settings: &Settings, moment: Moment) -> DateTime<Utc> {
        let known = self.events.iter().map(|known| known.until);
        let mut is_known = vec![false; events.len()];
        self.events.iter().filter(|_| self.is_kept).for_each(|known| is_known[known.number] = true);
        let others = events.iter().zip(is_known).filter(|(_, is_known)| !is_known);
        let others = others.flat_map(|(published, _)| moments(published, settings));
        first_change(known.chain(others), settings, moment)
    }

    /// What was made of all events together, where the same events are there still and the clock has changed nothing.
    pub(super) fn parts(&self, events: &[Arc<Published>], now: DateTime<Utc>) -> Option<Known<'_>> {
        let parts = self.parts.as_ref().filter(|parts| parts.from <= now && now < parts.until)?;
        let pairs = || parts.events.iter().zip(events);
        let is_same_set =
            parts.events.len() == events.len() && pairs().all(|(old, new)| Arc::ptr_eq(old, new) || old.uid == new.uid);
        let changed = pairs().enumerate().filter(|(_, (old, new))| !Arc::ptr_eq(old, new)).map(|(number, _)| number);
        is_same_set.then(|| Known { parts, changed: changed.collect() })
    }

    pub(super) fn keep_parts(&mut self, site: &Site, findings: &Diagnostics, has_unique_uids: bool) {
        if self.is_kept {
            self.parts = Some(Parts {
                from: site.now,
                until: site.until,
                events: site.events.clone(),
                dates: site.dates.clone(),
                news: site.news.clone(),
                collections: site.collections.clone(),
                feeds: site.feeds.clone(),
                findings: findings.clone(),
                redirects: site.redirects.clone(),
                has_unique_uids,
            });
        }
    }
}

/// What was made of all events together, and the numbers of those of which something else is published now.
pub(super) struct Known<'a> {
    pub(super) parts: &'a Parts,
    pub(super) changed: Vec<EventIndex>,
}

impl Known<'_> {
    /// Whether each event that changed is the same as before in what a test looks at.
    pub(super) fn are_alike(
        &self,
        events: &[Arc<Published>],
        is_alike: impl Fn(&Published, &Published) -> bool,
    ) -> bool {
        self.changed.iter().all(|number| is_alike(&self.parts.events[*number], &events[*number]))
    }

    /// The earlier addresses, where they are those of before.
    pub(super) fn redirects(&self, events: &[Arc<Published>]) -> Option<Vec<Redirect>> {
        let is_alike = |old: &Published, new: &Published| old.event.aliases == new.event.aliases;
        self.are_alike(events, is_alike).then(|| self.parts.redirects.clone())
    }

    /// Whether no event takes a UID that another one has, as none did before.
    pub(super) fn have_unique_uids(&self, events: &[Arc<Published>]) -> bool {
        self.parts.has_unique_uids
            && self.are_alike(events, |old, new| {
                let (one, other) = (&old.event, &new.event);
                old.deleted.is_none() == new.deleted.is_none()
                    && one.series.is_some() == other.series.is_some()
                    && one.travel == other.travel
            })
    }

    /// Whether the same events are in the same collections and feeds as before.
    pub(super) fn gather_alike(&self, events: &[Arc<Published>], settings: &Settings) -> bool {
        // The site's own feeds may gather by anything.
        let gathers_by_anything = !settings.feeds.is_empty() && !self.changed.is_empty();
        let is_alike = |old: &Published, new: &Published| {
            have_same_collections(old, new) && have_same_feeds(old, new, settings.cancelled)
        };
        !gathers_by_anything && self.are_alike(events, is_alike)
    }
}

/// What an event shows of others may change with them: such a one is worked out anew each time. Its file tells whether it names
/// another: what is published of it leaves out one that is not listed.
fn is_remembered(source: &Event, published: &Published) -> bool {
    published.deleted.is_none() && source.replaced_by.is_none() && source.aliases.is_empty()
}

/// Whether two states of an event have the same dates in lists.
pub(super) fn have_same_dates(old: &Published, new: &Published) -> bool {
    old.is_listed == new.is_listed && old.occurrences == new.occurrences && old.event.zone == new.event.zone
}

/// Whether two states of an event are on the same pages of collections.
fn have_same_collections(old: &Published, new: &Published) -> bool {
    let (one, other) = (&old.event, &new.event);
    old.is_listed == new.is_listed
        && (&one.hosts, &one.supporters, &one.campaigns) == (&other.hosts, &other.supporters, &other.campaigns)
        && (&one.tour, &one.kind, &one.tags) == (&other.tour, &other.kind, &other.tags)
        && old.tags == new.tags
        && town_names(old) == town_names(new)
}

/// Whether two states of an event, which are in the same collections, are in the same of their feeds.
fn have_same_feeds(old: &Published, new: &Published, policy: CancelledPolicy) -> bool {
    old.kept_out(policy) == new.kept_out(policy)
        && old.last_over() == new.last_over()
        && old.event.is_cancelled() == new.event.is_cancelled()
        && old.event.travel == new.event.travel
}
