//! Which events are published at this moment, with what they may tell, and on which dates.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;

use super::{EventIndex, Occurrence, Published};
use crate::{
    model::{
        Catalogue, Details, Event, Facts, Id, LAST_YEAR, Limit, Place, Publication, Series, Settings, Status, Version,
        When, expand, horizon,
    },
    output::OutPath,
    source::{History, SourceSet},
};

/// The events that may be seen at a moment, by id.
pub(super) fn publish(
    catalogue: &mut Catalogue,
    sources: &SourceSet,
    history: &History,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Vec<Published> {
    let settings = &catalogue.settings;
    let is_public =
        |event: &Event| event.publication != Publication::Unpublished && event.announce.at.is_none_or(|at| at <= now);
    let mut events: Vec<Event> = std::mem::take(&mut catalogue.events).into_iter().filter(is_public).collect();
    forget_unlisted_replacements(&mut events);
    let numbered = events.into_par_iter().enumerate();
    numbered.map(|(index, event)| published(index, event, settings, sources, history, (now, today))).collect()
}

/// An event that is in no list and no feed is not told of by the one that it replaces either.
fn forget_unlisted_replacements(events: &mut [Event]) {
    let listed = events.iter().filter(|event| event.publication == Publication::Listed);
    let listed: BTreeSet<Id> = listed.map(|event| event.id.value.clone()).collect();
    for event in events {
        event.replaced_by = event.replaced_by.take().filter(|id| listed.contains(&id.value));
    }
}

fn published(
    index: EventIndex,
    mut event: Event,
    settings: &Settings,
    sources: &SourceSet,
    history: &History,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Published {
    if event.announce.place_at.is_some_and(|at| at > now) {
        withhold_place(&mut event);
    }
    let revision = history.revision(event.files.iter().map(|file| &*sources.file(*file).path));
    let occurrences = occurrences(index, &event, today);
    let shown = shown(&event, &occurrences, now);
    let id = &event.id.value;
    Published {
        uid: format!("{id}@{}", settings.uid_domain),
        page: OutPath::of_id("events", id, "/index.html"),
        file: event.when.is_dated().then(|| OutPath::of_id("events", id, ".ics")),
        is_listed: event.publication == Publication::Listed,
        revision,
        versions: vec![Version { since: revision.created, facts: Facts::of(&event) }],
        deleted: None,
        excepted: event.series.iter().flat_map(|series| series.except.iter().map(|day| day.value)).collect(),
        towns: towns(&event),
        tags: event.tags.iter().filter_map(|tag| Id::slug(tag)).collect(),
        occurrences,
        shown,
        event,
    }
}

/// Puts the hint in the place of every place that would tell where the event is.
fn withhold_place(event: &mut Event) {
    let hint = Place { name: event.announce.place_hint.clone(), withheld: true, ..Place::default() };
    let withhold = |details: &mut Details| details.place = details.place.as_ref().map(|_| hint.clone());
    withhold(&mut event.details);
    event
        .series
        .iter_mut()
        .flat_map(|series| series.changes.values_mut())
        .for_each(|change| withhold(&mut change.details));
    event.programme.iter_mut().for_each(|item| item.place = None);
}

/// Every date of an event, soonest first.
fn occurrences(index: EventIndex, event: &Event, today: NaiveDate) -> Vec<Occurrence> {
    let occurrence = |when: When, changed, origin| Occurrence {
        event: index,
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
fn rule_dates(series: &Series, event: &Event, today: NaiveDate) -> Vec<NaiveDate> {
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
        !matches!(status, Status::Cancelled | Status::Postponed)
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
