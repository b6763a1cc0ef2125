//! What the public was told of an event, one version after the other: drafts, places that were withheld and what stood there
//! before an event was announced are left out.

use chrono::{DateTime, Utc};

use super::{Life, Told};
use crate::model::{Facts, Place, Publication, Version};

impl Told {
    /// The versions that the public saw until a moment, in UTC, when something else was told.
    fn seen(&self, until: DateTime<Utc>, is_unlisted: bool) -> Vec<Version> {
        let is_seen =
            self.publication == Publication::Listed || (is_unlisted && self.publication == Publication::Unlisted);
        let since = self.announce.at.map_or(self.since, |at| at.max(self.since));
        if !is_seen || since >= until {
            return Vec::new();
        }
        let open = Version { since, facts: self.facts.clone() };
        let Some(place_at) = self.announce.place_at.filter(|at| *at > since) else { return vec![open] };
        let hidden = Version { since, facts: self.without_place() };
        let told = Version { since: place_at, ..open };
        [hidden, told].into_iter().filter(|version| version.since < until).collect()
    }

    fn without_place(&self) -> Facts {
        let mut facts = self.facts.clone();
        let hint = Place { name: self.announce.place_hint.clone(), withheld: true, ..Place::default() };
        facts.place = facts.place.map(|_| hint.clone());
        let changes = facts.repeats.iter_mut().flat_map(|repeats| repeats.changes.values_mut());
        changes.for_each(|change| change.place = change.place.as_ref().map(|_| hint.clone()));
        facts
    }
}

/// Everything that the public was told up to a moment, in UTC, oldest first: what was told `before`, oldest first, and then
/// what is told `now`. The last version is always what is told now, with its place where that may be known.
pub fn versions(before: &[Told], now: &Told, moment: DateTime<Utc>) -> Vec<Version> {
    let is_unlisted = now.publication == Publication::Unlisted;
    let told: Vec<&Told> = before.iter().chain([now]).collect();
    let ends = told[1..].iter().map(|next| next.since).chain([DateTime::<Utc>::MAX_UTC]);
    let mut versions: Vec<Version> = Vec::new();
    for (told, end) in told.iter().zip(ends) {
        for version in told.seen(end.min(super::after(moment)), is_unlisted) {
            if versions.last().is_none_or(|last| last.facts != version.facts) {
                versions.push(version);
            }
        }
    }
    // What is told now stands last, whatever the clocks say.
    let facts =
        if now.announce.place_at.is_some_and(|told| told > moment) { now.without_place() } else { now.facts.clone() };
    if versions.last().is_none_or(|last| last.facts != facts) {
        versions.push(Version { since: now.since.min(moment), facts });
    }
    // Nearly every event has one alone, and a list begins with room for four of these large values.
    versions.shrink_to_fit();
    versions
}

impl Life {
    /// What was told before, and what the last commit tells, given the facts of that.
    pub fn told(&self, committed: &Told) -> Vec<Told> {
        let last = Told { since: self.since, ..committed.clone() };
        self.earlier.iter().cloned().chain([last]).collect()
    }
}
