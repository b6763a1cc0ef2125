//! The life of one event, from the first commit that holds it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Fingerprint, after};
use crate::{
    model::{Announce, Event, Facts, Publication},
    source::FileId,
};

/// The life of an event up to a commit.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    /// When the first commit that holds it was made, in UTC.
    pub created: DateTime<Utc>,
    /// When it last changed, in UTC.
    pub changed: DateTime<Utc>,
    /// The commit that made that change, by its hash.
    pub changed_by: Arc<str>,
    /// What its entry is made of since.
    pub fingerprint: Fingerprint,
    /// Since when people are told what they are told now, in UTC: the last change of its [`Facts`].
    pub since: DateTime<Utc>,
    /// What they were told before, oldest first; what was never public among it.
    pub earlier: Vec<Told>,
    /// The files that it is made of, by path.
    pub files: Vec<Arc<str>>,
}

/// What people would have been told of an event from a moment on, and who.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// From when on, in UTC.
    pub since: DateTime<Utc>,
    /// What.
    pub facts: Facts,
    /// Who could see it.
    pub publication: Publication,
    /// What was told later than that.
    pub announce: Announce,
}

impl Told {
    /// What is told of an event as it is.
    pub fn of(event: &Event, since: DateTime<Utc>) -> Self {
        Self { since, facts: Facts::of(event), publication: event.publication, announce: event.announce.clone() }
    }

    /// Whether somebody is told the same.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.facts == other.facts && self.publication == other.publication && self.announce == other.announce
    }
}

/// An event as a commit has it.
pub(super) struct Seen {
    pub(super) event: Event,
    pub(super) fingerprint: Fingerprint,
    /// The event file that it stands in.
    pub(super) path: Arc<str>,
    /// The site.yaml that it was read with.
    pub(super) settings: Option<FileId>,
}

/// A life as it is being followed.
#[derive(Debug)]
pub(super) struct Track {
    pub(super) created: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
    pub(super) changed_by: Arc<str>,
    pub(super) fingerprint: Fingerprint,
    /// Oldest first, what holds now last; never empty.
    pub(super) told: Vec<Told>,
    /// The event as it is, or as it was when it went.
    pub(super) event: Event,
    /// The event file that it stands in.
    pub(super) path: Arc<str>,
    /// The site.yaml that it was read with.
    pub(super) settings: Option<FileId>,
    /// When it went, in UTC.
    pub(super) gone: Option<DateTime<Utc>>,
}

impl Track {
    /// An event that no earlier commit held.
    pub(super) fn begin(seen: Seen, at: DateTime<Utc>, by: &Arc<str>) -> Self {
        let Seen { event, fingerprint, path, settings } = seen;
        let told = vec![Told::of(&event, at)];
        Self { created: at, changed: at, changed_by: by.clone(), fingerprint, told, event, path, settings, gone: None }
    }

    /// The event as a later commit has it.
    pub(super) fn go_on(&mut self, seen: Seen, at: DateTime<Utc>, by: &Arc<str>) {
        if self.gone.take().is_some() || self.fingerprint != seen.fingerprint {
            self.changed = at.max(after(self.changed));
            self.changed_by = by.clone();
            self.fingerprint = seen.fingerprint;
        }
        // What is told later (`announce`) changes no entry by itself, and so no revision.
        let told = Told::of(&seen.event, self.told.last().map_or(at, |last| last.since.max(at)));
        if self.told.last().is_none_or(|last| !last.says_the_same(&told)) {
            self.told.push(told);
        }
        (self.event, self.path, self.settings) = (seen.event, seen.path, seen.settings);
    }

    /// The event is in no file any more.
    pub(super) fn end(&mut self, at: DateTime<Utc>, by: &Arc<str>) {
        let at = at.max(after(self.changed));
        (self.changed, self.gone, self.changed_by) = (at, Some(at), by.clone());
    }

    /// The life, for keeping. The event's files have these paths.
    pub(super) fn into_life(mut self, files: Vec<Arc<str>>) -> Life {
        let since = self.told.pop().map_or(self.created, |last| last.since);
        Life {
            created: self.created,
            changed: self.changed,
            changed_by: self.changed_by,
            fingerprint: self.fingerprint,
            since,
            earlier: self.told,
            files,
        }
    }
}
