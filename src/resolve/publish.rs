//! Which events are published at this moment, with what they may tell, and on which dates.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;

use super::{
    EventIndex, Memory, Moment, Occurrence, Published, Recorded,
    again::{Recalled, Sourced},
    forget_withheld,
    lives::{Lived, lives},
    revision::revision,
    state::state,
    until::first_announcement,
    window::feeds_begin,
};
use crate::{
    diag::Diagnostics,
    model::{Catalogue, Event, Id, LAST_YEAR, Limit, Publication, Series, Settings, When, expand, horizon},
    output::{OutPath, Stamp},
    past::versions,
    source::{Digest, SourceSet},
};

/// The events that may be seen at a moment, by id; and when the next one will be, in UTC.
pub(super) fn publish(
    catalogue: &mut Catalogue,
    sources: &SourceSet,
    recorded: &Recorded<'_>,
    moment: Moment,
    memory: &mut Memory,
    found: &mut Diagnostics,
) -> (Vec<Arc<Published>>, Option<DateTime<Utc>>) {
    let events = std::mem::take(&mut catalogue.events);
    let mut recalled = memory.recall(&events, moment.now);
    let mut lives = lives(catalogue, sources, recorded, moment.now, (&events, &mut recalled, memory), found);
    let announced = first_announcement(&lives, moment);
    lives.retain(|lived| is_public(&lived.event, moment.now));
    forget_unlisted_replacements(&mut lives, &recalled);
    let publisher = Publisher { settings: &catalogue.settings, recorded, moment };
    let made = lives.into_par_iter().map(|lived| {
        let source = lived.source.clone();
        Sourced { source, published: Arc::new(publisher.published(lived)), known: None }
    });
    let known = events.into_iter().zip(recalled).filter_map(|(event, known)| {
        let known = known?;
        Some(Sourced { source: Some(event), published: known.published.clone(), known: Some(known) })
    });
    let mut all = merged(made.collect(), known.collect());
    all.iter_mut().enumerate().for_each(|(number, one)| one.give_number(number));
    memory.remember(&all, &catalogue.settings, moment.now);
    (all.into_iter().map(|one| one.published).collect(), announced)
}

/// Two lists of events by id as one.
fn merged(made: Vec<Sourced>, mut known: Vec<Sourced>) -> Vec<Sourced> {
    if made.len() > known.len() / 64 {
        known.extend(made);
        known.sort_by(|a, b| a.published.event.id.value.cmp(&b.published.event.id.value));
        return known;
    }
    for one in made {
        let id = &one.published.event.id.value;
        let place = known.partition_point(|known| known.published.event.id.value < *id);
        known.insert(place, one);
    }
    known
}

fn is_public(event: &Event, now: DateTime<Utc>) -> bool {
    event.publication.is_public() && event.announce.at.is_none_or(|at| at <= now)
}

/// An event that is in no list and no feed is not told of by the one that it replaces either.
fn forget_unlisted_replacements(lives: &mut [Lived], known: &[Option<Recalled>]) {
    let named: BTreeSet<Id> =
        lives.iter().filter_map(|lived| Some(lived.event.replaced_by.as_ref()?.value.clone())).collect();
    if named.is_empty() {
        return;
    }
    let known = known.iter().flatten().map(|known| &known.published.event);
    let events = lives.iter().map(|lived| &lived.event).chain(known);
    let listed = events.filter(|event| event.publication == Publication::Listed).map(|event| &event.id.value);
    let listed: BTreeSet<Id> = listed.filter(|id| named.contains(*id)).cloned().collect();
    for event in lives.iter_mut().map(|lived| &mut lived.event) {
        if event.replaced_by.as_ref().is_some_and(|id| !listed.contains(&id.value)) {
            Arc::make_mut(event).replaced_by = None;
        }
    }
}

struct Publisher<'a> {
    settings: &'a Settings,
    recorded: &'a Recorded<'a>,
    moment: Moment,
}

impl Publisher<'_> {
    /// Its dates do not know its number yet: that is known when all are there.
    fn published(&self, mut lived: Lived) -> Published {
        let Moment { now, today } = self.moment;
        let versions = versions(&lived.before, &lived.now, now);
        let uid = uid(&lived.event.id.value, self.settings);
        let (revision, changed_by) = revision(&lived, &versions, &uid, self.settings, self.recorded, now);
        if lived.event.announce.place_at.is_some_and(|at| at > now) {
            Arc::make_mut(&mut lived.event).withhold_place();
        }
        let event = lived.event;
        let occurrences = occurrences(&event, today);
        let id = &event.id.value;
        let mut published = Published {
            page: OutPath::of_id("events", id, "/index.html"),
            file: event.when.is_dated().then(|| OutPath::of_id("events", id, ".ics")),
            is_listed: event.publication == Publication::Listed && !self.is_long_gone(lived.deleted, &occurrences),
            key: Stamp::key(&uid),
            uid,
            revision,
            changed_by,
            fingerprint: lived.seen,
            versions,
            first_id: lived.first_id,
            deleted: lived.deleted,
            excepted: event.series.iter().flat_map(|series| series.except.iter().map(|day| day.value)).collect(),
            towns: towns(&event),
            tags: event.tags.iter().filter_map(|tag| Id::slug(tag)).collect(),
            shown: shown(&event, &occurrences, now),
            occurrences,
            event,
            state: Digest::default(),
        };
        forget_withheld(&mut published);
        published.state = state(&published, self.settings, self.moment);
        published
    }

    /// A deleted event is in lists and feeds until it would have been over for as long as others stay in feeds; its page stays.
    fn is_long_gone(&self, deleted: Option<DateTime<Utc>>, occurrences: &[Occurrence]) -> bool {
        let cutoff = feeds_begin(self.moment.today, self.settings);
        deleted.is_some() && occurrences.iter().all(|date| date.over < cutoff)
    }
}

/// The UID of an event (RFC 5545 3.8.4.7).
pub(super) fn uid(id: &Id, settings: &Settings) -> String {
    format!("{id}@{}", settings.uid_domain)
}

/// Every date of an event, soonest first.
fn occurrences(event: &Event, today: NaiveDate) -> Vec<Occurrence> {
    let occurrence = |when: When, changed, origin| Occurrence {
        event: EventIndex::MAX,
        over: when.is_over(&event.zone),
        when,
        changed,
        origin,
    };
    let Some(series) = &event.series else {
        return vec![occurrence(event.when, None, event.when.first_day())];
    };
    let mut dates: Vec<Occurrence> = rule_dates(series, event, today)
        .into_iter()
        .filter(|day| !series.except.iter().any(|excepted| excepted.value == *day))
        .map(|day| {
            let change = series.changes.get(&day);
            let when = change.and_then(|change| change.when).unwrap_or_else(|| event.when.on(day, &event.zone));
            occurrence(when, change.map(|_| day), day)
        })
        .collect();
    dates.extend(series.also.iter().map(|extra| occurrence(extra.value, None, extra.value.first_day())));
    if dates.is_empty() {
        // Every date is excepted: the page still speaks of the series by its first date.
        dates.push(occurrence(event.when, None, event.when.first_day()));
    }
    dates.sort_by_key(|date| (date.when.begins(&event.zone), date.origin));
    dates
}

/// The dates of the rule: all where it ends, else up to the horizon.
pub(super) fn rule_dates(series: &Series, event: &Event, today: NaiveDate) -> Vec<NaiveDate> {
    let first = event.when.first_day();
    let named = series.changes.keys().copied().chain(series.except.iter().map(|day| day.value)).max();
    let end = match series.rule.limit {
        Limit::Until(last) => last,
        Limit::Times(_) => NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(first),
        Limit::Endless => horizon(today.max(first)).max(named.unwrap_or(first)),
    };
    // The checks refuse a rule that cannot be expanded; one that can at its first date alone is left.
    expand(&series.rule, first, end).unwrap_or_else(|_| vec![first])
}

/// The date that the page speaks of: the next that takes place, else the next at all, else the last.
fn shown(event: &Event, occurrences: &[Occurrence], now: DateTime<Utc>) -> usize {
    let takes_place = |date: &Occurrence| {
        let change = event.series.as_ref().zip(date.changed).and_then(|(series, day)| series.changes.get(&day));
        let status = change.map_or(event.details.status, |change| change.details.status);
        status.takes_place()
    };
    let coming = |date: &&Occurrence| date.over > now;
    let next = occurrences.iter().position(|date| coming(&date) && takes_place(date));
    next.or_else(|| occurrences.iter().position(|date| coming(&date))).unwrap_or(occurrences.len() - 1)
}

/// The slugs of the towns that an event takes place in, each once.
fn towns(event: &Event) -> Vec<Id> {
    let changes = event.series.iter().flat_map(|series| series.changes.values().map(|change| &change.details));
    let mut towns: BTreeMap<Id, ()> = BTreeMap::new();
    for details in std::iter::once(&event.details).chain(changes) {
        let town = details.place.as_ref().and_then(|place| place.town.as_deref());
        towns.extend(town.and_then(Id::slug).map(|slug| (slug, ())));
    }
    towns.into_keys().collect()
}
