//! The life of one event, from the first commit that holds it.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Fingerprint;
use crate::model::{Announce, Event, Facts, Publication};

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
    /// The commit that it came with, by its hash: the first time, or the last time after it had gone.
    pub came_by: Arc<str>,
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
