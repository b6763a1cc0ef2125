//! The life of one event as it is followed from commit to commit.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Fingerprint, Life, Told, after};
use crate::{
    model::{Event, Facts, Publication, Status},
    source::FileId,
};

/// An event as a commit has it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) event: Event,
    pub(super) prints: Prints,
    /// The event file that it stands in.
    pub(super) path: Arc<str>,
    /// The site.yaml that it was read with.
    pub(super) settings: Option<FileId>,
}

/// What an event's entry is made of: all of it, and what can be seen of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prints {
    pub(super) full: Fingerprint,
    pub(super) seen: Fingerprint,
}

/// A commit, as far as it matters to an event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment<'a> {
    pub(super) at: DateTime<Utc>,
    pub(super) hash: &'a Arc<str>,
}

/// A life as it is being followed.
#[derive(Debug)]
pub(super) struct Track {
    created: DateTime<Utc>,
    came_by: Arc<str>,
    changed: DateTime<Utc>,
    changed_by: Arc<str>,
    /// Oldest first, what holds now last; never empty.
    told: Vec<Told>,
    /// The event as it is, or as it was when it went.
    pub(super) now: Seen,
    /// Whether no file holds it any more.
    pub(super) is_gone: bool,
    /// The event as the public last saw it, where it cannot see it any more.
    pub(super) lost: Option<Lost>,
}

/// An event that the public does not see any more.
#[derive(Debug)]
pub(super) struct Lost {
    /// When it was taken away, in UTC, and by which commit.
    pub(super) at: DateTime<Utc>,
    pub(super) by: Arc<str>,
    pub(super) now: Seen,
    changed: DateTime<Utc>,
    changed_by: Arc<str>,
    told: Vec<Told>,
}

impl Track {
    /// An event that no earlier commit held.
    pub(super) fn begin(seen: Seen, moment: Moment<'_>) -> Self {
        let Moment { at, hash } = moment;
        let told = vec![Told::of(&seen.event, at)];
        let changed_by = hash.clone();
        Self {
            created: at,
            came_by: hash.clone(),
            changed: at,
            changed_by,
            told,
            now: seen,
            is_gone: false,
            lost: None,
        }
    }

    /// The event as a later commit has it.
    pub(super) fn go_on(&mut self, seen: Seen, moment: Moment<'_>) {
        let at = moment.at;
        let publication = seen.event.publication;
        let is_hidden = publication == Publication::Unpublished && self.is_public(at);
        if self.is_gone || self.now.prints.seen != seen.prints.seen {
            self.change(moment);
        }
        if self.is_gone {
            self.came_by = moment.hash.clone();
        }
        if is_hidden {
            self.lose();
        } else if publication != Publication::Unpublished {
            self.lost = None;
        }
        // What is told later (`announce`) changes no entry by itself, and so no revision.
        // Two things are never told from one moment on, whatever the clocks of those who committed them said.
        let told = Told::of(&seen.event, self.told.last().map_or(at, |last| at.max(after(last.since))));
        if self.told.last().is_none_or(|last| !last.says_the_same(&told)) {
            self.told.push(told);
        }
        (self.now, self.is_gone) = (seen, false);
    }

    /// The event is in no file any more.
    pub(super) fn end(&mut self, moment: Moment<'_>) {
        let was_public = self.is_public(moment.at);
        self.change(moment);
        if was_public {
            self.lose();
        }
        self.is_gone = true;
    }

    /// What its entry shows of other records has changed.
    pub(super) fn touch(&mut self, prints: Prints, moment: Moment<'_>) {
        if self.now.prints.seen != prints.seen {
            self.change(moment);
        }
        self.now.prints = prints;
    }

    /// What a lost event's entry shows of other records has changed.
    pub(super) fn touch_lost(&mut self, full: Fingerprint, moment: Moment<'_>) {
        if let Some(lost) = self.lost.as_mut().filter(|lost| lost.now.prints.full != full) {
            lost.now.prints.full = full;
            lost.changed = moment.at.max(after(lost.changed));
            lost.changed_by = moment.hash.clone();
        }
    }

    fn change(&mut self, moment: Moment<'_>) {
        let before = self.lost.as_ref().map_or(self.changed, |lost| lost.changed.max(self.changed));
        self.changed = moment.at.max(after(before));
        self.changed_by = moment.hash.clone();
    }

    /// What the public saw is taken away: from now on it is told that it does not take place.
    fn lose(&mut self) {
        let told = self.told.clone();
        if let Some(last) = self.told.last().cloned() {
            let since = self.changed.max(after(last.since));
            let facts = Facts { status: Status::Cancelled, status_note: None, ..last.facts };
            self.told.push(Told { since, facts, ..last });
        }
        self.lost = Some(Lost {
            at: self.changed,
            by: self.changed_by.clone(),
            now: self.now.clone(),
            changed: self.changed,
            changed_by: self.changed_by.clone(),
            told,
        });
    }

    /// Whether lists and feeds hold it. What was unlisted goes with its address.
    fn is_public(&self, at: DateTime<Utc>) -> bool {
        let event = &self.now.event;
        !self.is_gone
            && event.publication == Publication::Listed
            && event.announce.at.is_none_or(|announced| announced < at)
    }

    /// The life of what the public lost, for keeping. The event's files had these paths.
    pub(super) fn lost_life(&self, lost: &Lost, files: Vec<Arc<str>>) -> Life {
        let mut earlier = lost.told.clone();
        let since = earlier.pop().map_or(self.created, |last| last.since);
        Life {
            created: self.created,
            changed: lost.changed,
            changed_by: lost.changed_by.clone(),
            fingerprint: lost.now.prints.full,
            since,
            earlier,
            came_by: self.came_by.clone(),
            files,
        }
    }

    /// The life, for keeping. The event's files have these paths.
    pub(super) fn into_life(mut self, files: Vec<Arc<str>>) -> Life {
        let since = self.told.pop().map_or(self.created, |last| last.since);
        Life {
            created: self.created,
            changed: self.changed,
            changed_by: self.changed_by,
            fingerprint: self.now.prints.full,
            since,
            earlier: self.told,
            came_by: self.came_by,
            files,
        }
    }
}
