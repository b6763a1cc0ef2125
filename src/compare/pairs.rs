//! Which entry of one state is which of the other: by id, by `aliases`, and where a file was renamed by title and start.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::{
    EntryChange, Rename, entry,
    side::{Entry, Key, Side},
};
use crate::model::{Id, When};

/// An entry before and after; one of the two at least.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) before: Option<&'a Entry<'a>>,
    pub(super) after: Option<&'a Entry<'a>>,
    pub(super) key: Key,
    pub(super) renamed: Option<Rename>,
}

impl Pair<'_> {
    fn is_in_a_feed(&self) -> bool {
        let sides = [self.before, self.after].into_iter().flatten();
        sides.into_iter().any(|entry| !entry.feeds.is_empty())
    }
}

/// Every pair that a feed of either state holds, and what changed about it.
pub(super) fn changes<'a>(old: &'a Side<'a>, new: &'a Side<'a>) -> (Vec<Pair<'a>>, Vec<Option<EntryChange>>) {
    let names = names(old, new);
    let mut pairs: BTreeMap<Key, Pair<'_>> = BTreeMap::new();
    for (key, entry) in &new.entries {
        pairs.insert(key.clone(), Pair { before: None, after: Some(entry), key: key.clone(), renamed: None });
    }
    for (key, entry) in &old.entries {
        let name = names.get(&key.event);
        let now = Key { event: name.map_or(&key.event, |(id, _)| id).clone(), coach: key.coach.clone() };
        let pair = pairs.entry(now.clone()).or_insert(Pair { before: None, after: None, key: now, renamed: None });
        pair.renamed = name.map(|(_, is_alias)| Rename { from: key.name(), is_alias: *is_alias });
        pair.before = Some(entry);
    }
    let pairs: Vec<Pair<'_>> = pairs.into_values().filter(Pair::is_in_a_feed).collect();
    let changes = pairs.par_iter().map(|pair| entry::change(pair, old, new)).collect();
    (pairs, changes)
}

/// The new ids of events that are there under another one, and whether `aliases` says so.
fn names(old: &Side<'_>, new: &Side<'_>) -> BTreeMap<Id, (Id, bool)> {
    let added = only_in(new, old);
    let mut aliases: BTreeMap<&Id, &Id> = BTreeMap::new();
    let mut by_look: BTreeMap<_, VecDeque<&Id>> = BTreeMap::new();
    for (id, entry) in &added {
        aliases.extend(entry.published.event.aliases.iter().map(|alias| (&alias.value, *id)));
        by_look.entry(look(entry)).or_default().push_back(id);
    }
    let mut names: BTreeMap<Id, (Id, bool)> = BTreeMap::new();
    let mut taken: BTreeSet<&Id> = BTreeSet::new();
    let (known, unknown): (Vec<_>, Vec<_>) =
        only_in(old, new).into_iter().partition(|(id, _)| aliases.contains_key(*id));
    for (before, after) in known.into_iter().filter_map(|(id, _)| Some((id, *aliases.get(id)?))) {
        // Of several earlier ids the first stands for the event; the others lead there all the same.
        if taken.insert(after) {
            names.insert(before.clone(), (after.clone(), true));
        }
    }
    // One that is still published, unlisted say, was not renamed.
    for (id, entry) in unknown.into_iter().filter(|(id, _)| new.published(id).is_none()) {
        let alike = by_look.get_mut(&look(entry));
        let found = alike.and_then(|alike| std::iter::from_fn(|| alike.pop_front()).find(|id| !taken.contains(id)));
        names.extend(found.map(|found| (id.clone(), (found.clone(), false))));
    }
    names
}

/// What a renamed event is known by: title and start.
fn look(entry: &Entry<'_>) -> (String, bool, DateTime<Utc>) {
    let when = entry.when();
    (entry.title(), matches!(when, When::Timed(_)), when.begins(&entry.published.event.zone))
}

/// The events, without their coaches, that only this side's feeds hold.
fn only_in<'a>(side: &'a Side<'a>, other: &Side<'_>) -> BTreeMap<&'a Id, &'a Entry<'a>> {
    let own = side.entries.iter().filter(|(key, entry)| key.coach.is_none() && !entry.feeds.is_empty());
    let own = own.filter(|(key, entry)| !other.entries.contains_key(key) && entry.published.deleted.is_none());
    own.map(|(key, entry)| (&key.event, entry)).collect()
}
