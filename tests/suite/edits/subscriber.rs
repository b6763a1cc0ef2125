//! Somebody who subscribed, and a program that merges what it reads as the careful ones do.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use chrono::{DateTime, Utc};

use super::{
    calendar::{Occurrence, occurrences},
    parsers::{Component, Key},
};

/// What a refresh must never do to a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Complaint {
    /// An entry stands twice in one feed.
    Doubled(Key),
    /// Two feeds say different things of one entry.
    Disputed(Key),
    /// It changed and its SEQUENCE or LAST-MODIFIED did not rise: Google and others do not take it over.
    Stale(Key),
    /// Its SEQUENCE or LAST-MODIFIED fell.
    Fallen(Key),
    /// It is gone, though it was to come and nobody said that it is cancelled.
    Vanished(String),
    /// One title at one time in two entries.
    Twice(String),
    /// It cannot be shown.
    Broken(String),
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Doubled(key) => write!(f, "{} stands twice in a feed", name(key)),
            Self::Disputed(key) => write!(f, "feeds say different things of {}", name(key)),
            Self::Stale(key) => write!(f, "the change of {} is not taken over: its revision did not rise", name(key)),
            Self::Fallen(key) => write!(f, "the revision of {} fell", name(key)),
            Self::Vanished(uid) => write!(f, "{uid} vanished though it was to come"),
            Self::Twice(line) => write!(f, "shown twice: {line}"),
            Self::Broken(why) => write!(f, "cannot be shown: {why}"),
        }
    }
}

fn name((uid, date): &Key) -> String {
    date.as_ref().map_or_else(|| uid.clone(), |date| format!("{uid} on {date}"))
}

/// What a refresh brought.
#[derive(Debug, Default)]
pub struct News {
    pub complaints: BTreeSet<Complaint>,
    /// Events whose revision rose, and nothing else changed: many programs write all of it anew.
    pub noise: BTreeSet<String>,
    /// Events that changed, and their revision with them.
    pub changed: BTreeSet<String>,
    /// UIDs that were there and are no more.
    pub gone: BTreeSet<String>,
}

/// The entries of one feed, by its name.
pub type Feed<'a> = (&'a str, &'a [Component]);

#[derive(Default)]
pub struct Subscriber {
    held: BTreeMap<Key, Component>,
    /// Everything that was held once: programs remember what they dropped.
    known: BTreeMap<Key, Component>,
}

impl Subscriber {
    /// Reads all subscribed feeds and takes over what they say.
    pub fn refresh(&mut self, feeds: &[Feed<'_>], now: DateTime<Utc>) -> News {
        let mut news = News::default();
        let offered = offered(feeds, &mut news);
        self.tell_gone(&offered, now, &mut news);
        let before = std::mem::take(&mut self.held);
        self.held = offered.into_iter().map(|(key, component)| self.taken_over(key, component, &mut news)).collect();
        self.tell_changes(&before, &mut news);
        self.known.extend(self.held.clone());
        self.tell_twice(&mut news);
        news
    }

    /// What the person sees, soonest first.
    pub fn calendar(&self) -> Vec<Occurrence> {
        let mut seen: Vec<Occurrence> = dates(&self.held).flat_map(|(_, dates)| dates.unwrap_or_default()).collect();
        seen.sort_by(|a, b| (a.start.instant(), &a.title).cmp(&(b.start.instant(), &b.title)));
        seen
    }

    /// The UIDs that are held.
    pub fn uids(&self) -> BTreeSet<&str> {
        self.held.keys().map(|(uid, _)| &**uid).collect()
    }

    /// What is held under a UID: the event, or the series without its single dates.
    pub fn held(&self, uid: &str) -> Option<&Component> {
        self.held.get(&(uid.to_owned(), None))
    }

    /// An offered entry, or the known one where a careful program keeps that.
    fn taken_over(&self, key: Key, offered: Component, news: &mut News) -> (Key, Component) {
        let Some(known) = self.known.get(&key) else { return (key, offered) };
        let ((sequence, changed), (known_sequence, known_changed)) = (offered.revision(), known.revision());
        if sequence < known_sequence || changed < known_changed {
            news.complaints.insert(Complaint::Fallen(key.clone()));
            return (key, known.clone());
        }
        let rose = sequence > known_sequence && changed > known_changed;
        if !rose && offered.content() != known.content() {
            news.complaints.insert(Complaint::Stale(key.clone()));
            return (key, known.clone());
        }
        (key, offered)
    }

    fn tell_gone(&self, offered: &BTreeMap<Key, Component>, now: DateTime<Utc>, news: &mut News) {
        for (uid, dates) in dates(&self.held) {
            if offered.keys().any(|key| key.0 == uid) {
                continue;
            }
            news.gone.insert(uid.clone());
            let is_missed = |date: &Occurrence| date.end.instant() > now && !date.is_cancelled();
            if dates.unwrap_or_default().iter().any(is_missed) {
                news.complaints.insert(Complaint::Vanished(uid));
            }
        }
    }

    /// Tells changes from noise, event by event: the dates of a series are revised together.
    fn tell_changes(&self, before: &BTreeMap<Key, Component>, news: &mut News) {
        let (before, after) = (by_event(before), by_event(&self.held));
        for (event, held) in &after {
            let Some(was) = before.get(event).filter(|was| *was != held) else { continue };
            let content = |components: &[&Component]| -> Vec<String> {
                components.iter().map(|component| format!("{:?}", component.content())).collect()
            };
            if content(was) == content(held) {
                news.noise.insert(event.clone());
            } else if newest(held) > newest(was) {
                news.changed.insert(event.clone());
            } else {
                // A date that came or went is a change as well.
                news.complaints.insert(Complaint::Stale((event.clone(), None)));
            }
        }
    }

    fn tell_twice(&self, news: &mut News) {
        let broken = dates(&self.held).filter_map(|(uid, dates)| dates.err().map(|error| format!("{uid}: {error}")));
        news.complaints.extend(broken.map(Complaint::Broken));
        let calendar = self.calendar();
        let shown: Vec<_> = calendar.iter().filter(|date| !date.is_cancelled()).collect();
        let twice = shown.windows(2).filter(|two| (two[0].start, &two[0].title) == (two[1].start, &two[1].title));
        news.complaints.extend(twice.map(|two| Complaint::Twice(two[1].to_string())));
    }
}

/// What the feeds hold together: one event in two feeds is one event.
fn offered(feeds: &[Feed<'_>], news: &mut News) -> BTreeMap<Key, Component> {
    let mut offered: BTreeMap<Key, Component> = BTreeMap::new();
    for (_, components) in feeds {
        let mut keys = BTreeSet::new();
        for component in *components {
            let key = component.key();
            if !keys.insert(key.clone()) {
                news.complaints.insert(Complaint::Doubled(key.clone()));
            }
            if offered.get(&key).is_some_and(|other| other.text != component.text) {
                news.complaints.insert(Complaint::Disputed(key.clone()));
            }
            offered.entry(key).or_insert_with(|| component.clone());
        }
    }
    offered
}

/// The dates of each UID.
fn dates(held: &BTreeMap<Key, Component>) -> impl Iterator<Item = (String, Result<Vec<Occurrence>, String>)> {
    let mut by_uid: BTreeMap<&str, Vec<&Component>> = BTreeMap::new();
    for component in held.values() {
        by_uid.entry(component.uid()).or_default().push(component);
    }
    by_uid.into_iter().map(|(uid, components)| (uid.to_owned(), occurrences(&components)))
}

/// The entries of each event: those of its own UID, and those of its single dates.
fn by_event(held: &BTreeMap<Key, Component>) -> BTreeMap<String, Vec<&Component>> {
    let mut events: BTreeMap<String, Vec<&Component>> = BTreeMap::new();
    for component in held.values() {
        events.entry(event_of(component.uid())).or_default().push(component);
    }
    events
}

/// The id of an event: a UID without its domain and, of a single date of a series, without the date.
pub fn event_of(uid: &str) -> String {
    let id = uid.split('@').next().unwrap_or(uid);
    let undated = id.len().checked_sub("-2016-03-12".len()).filter(|at| id.is_char_boundary(*at));
    let is_date = |date: &str| chrono::NaiveDate::parse_from_str(date, "-%Y-%m-%d").is_ok();
    undated.filter(|at| is_date(&id[*at..])).map_or(id, |at| &id[..at]).to_owned()
}

fn newest<'a>(components: &[&'a Component]) -> Option<(u64, &'a str)> {
    components.iter().map(|component| component.revision()).max()
}
