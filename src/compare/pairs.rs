//! Which entry of one state is which of the other: by id, by `aliases`, and where a file was renamed by title and start.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    EntryChange, Rename, entry,
    side::{Entry, Key, Side},
};
use crate::model::Id;

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
    let gone = only_in(old, new);
    let mut added: Vec<&Entry<'_>> = only_in(new, old).into_values().collect();
    let mut names = BTreeMap::new();
    for (id, entry) in gone {
        let is_alias = |other: &&Entry<'_>| other.published.event.aliases.iter().any(|alias| alias.value == *id);
        let is_same = |other: &&Entry<'_>| other.title() == entry.title() && other.when() == entry.when();
        let alias = added.iter().position(|other| is_alias(other));
        // One that is still published, unlisted say, was not renamed.
        let is_free = new.published(id).is_none();
        let found = alias.or_else(|| added.iter().position(|other| is_same(other)).filter(|_| is_free));
        if let Some(at) = found {
            let other = added.remove(at);
            names.insert(id.clone(), (other.published.event.id.value.clone(), alias.is_some()));
        }
    }
    names
}

/// The events, without their coaches, that only this side's feeds hold.
fn only_in<'a>(side: &'a Side<'a>, other: &Side<'_>) -> BTreeMap<&'a Id, &'a Entry<'a>> {
    let own = side.entries.iter().filter(|(key, entry)| key.coach.is_none() && !entry.feeds.is_empty());
    let own = own.filter(|(key, entry)| !other.entries.contains_key(key) && entry.published.deleted.is_none());
    own.map(|(key, entry)| (&key.event, entry)).collect()
}
