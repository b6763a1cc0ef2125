//! What changes in each feed.

use std::collections::{BTreeMap, BTreeSet};

use super::{EntryChange, FeedChange, FeedState, Kind, pairs::Pair, side::Side};
use crate::resolve::Feed;

/// The feeds in which something changes, by address.
pub(super) fn changes(
    old: &Side<'_>,
    new: &Side<'_>,
    pairs: &[Pair<'_>],
    entries: &[Option<EntryChange>],
) -> Vec<FeedChange> {
    let mut counts = counts(pairs, entries);
    let is_renamed = old.site.zip(new.site).is_some_and(|(old, new)| old.0.settings.title == new.0.settings.title);
    let paths: BTreeSet<&str> = old.feeds.keys().chain(new.feeds.keys()).copied().collect();
    let changes = paths.into_iter().filter_map(|path| {
        let (before, after) = (old.feeds.get(path).copied(), new.feeds.get(path).copied());
        let state = match (before, after) {
            (None, _) => FeedState::New,
            (_, None) => FeedState::Gone,
            _ => FeedState::Kept,
        };
        let size = |feed: &Feed| feed.events.len() + feed.coaches.len();
        let titles = before.zip(after).map(|(before, after)| (before.title.clone(), after.title.clone()));
        // A new title of the site is told once, and not of every feed.
        let renamed = titles.filter(|(before, after)| is_renamed && before != after);
        let counts = counts.remove(path).filter(|_| state == FeedState::Kept).unwrap_or_default();
        let is_changed = state != FeedState::Kept || renamed.is_some() || !counts.is_empty();
        let entries = after.or(before).map(size).unwrap_or_default();
        is_changed.then(|| FeedChange { path: path.to_owned(), state, renamed, entries, counts })
    });
    changes.collect()
}

fn counts<'a>(pairs: &[Pair<'a>], entries: &[Option<EntryChange>]) -> BTreeMap<&'a str, BTreeMap<Kind, usize>> {
    let mut counts: BTreeMap<&str, BTreeMap<Kind, usize>> = BTreeMap::new();
    for (pair, change) in pairs.iter().zip(entries) {
        let Some(change) = change else { continue };
        let feeds = |entry: Option<&super::side::Entry<'a>>| entry.map(|entry| entry.feeds.clone()).unwrap_or_default();
        let (before, after) = (feeds(pair.before), feeds(pair.after));
        for path in before.union(&after).copied() {
            let held = (before.contains(path), after.contains(path));
            if let Some(kind) = kind_in_feed(change, held) {
                *counts.entry(path).or_default().entry(kind).or_default() += 1;
            }
        }
    }
    counts
}

/// What a change is to the subscribers of one feed, which held the entry before, holds it after, or both.
fn kind_in_feed(change: &EntryChange, held: (bool, bool)) -> Option<Kind> {
    match (held, change.kind) {
        ((true, true), _) if change.is_membership_alone() => None,
        ((true, true), kind) => Some(kind),
        ((true, false), Kind::Moved | Kind::Changed | Kind::Dates | Kind::Renamed | Kind::Reinstated) => {
            // Who subscribes to this feed alone is told nothing.
            Some(if change.is_over { Kind::Removed } else { Kind::Gone })
        }
        ((false, true), Kind::Moved | Kind::Changed | Kind::Dates | Kind::Renamed) => Some(Kind::Added),
        ((false, _) | (_, false), kind) => Some(kind),
    }
}
