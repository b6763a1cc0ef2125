//! What is known of the past of events: when each was made and last changed, what the public was told of it before, and which
//! events there are no more.
//!
//! [`replay`] works it out from the commits of a [`Log`]: every version of an event's files is read against the records of its
//! time, and what counts is whether the event itself came out otherwise. So a commit that touches a list of fifty events
//! changes the one whose entry it changed, and a venue's new address changes every event there.

mod fingerprint;
mod life;
mod quiet;
mod replay;
mod revive;
mod store;
#[cfg(test)]
mod tests;
mod track;
mod versions;

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};

pub use fingerprint::{CatalogueTitles, Fingerprint, Titles, fingerprint, seen};
pub use life::{Life, Told};
pub use replay::replay;
pub use revive::{Gone, revive};
pub use store::StoredError;
pub use versions::versions;

use crate::{
    model::Id,
    output::Record,
    source::{Log, UNRECORDED},
};

/// When something was first made and last changed, and how often it changed in what matters (RFC 5545 3.8.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revision {
    /// CREATED, in UTC.
    pub created: DateTime<Utc>,
    /// LAST-MODIFIED and DTSTAMP, in UTC.
    pub changed: DateTime<Utc>,
    /// SEQUENCE: never falls.
    pub sequence: u32,
}

impl Revision {
    /// What is said of an event without a recorded past: made and changed at [`UNRECORDED`], sequence 0.
    pub const NONE: Self = Self { created: UNRECORDED, changed: UNRECORDED, sequence: 0 };

    /// The revision of something made and last changed at these moments, in UTC.
    ///
    /// SEQUENCE is the seconds from [`UNRECORDED`] to the last change: it rises with every change, whatever becomes of the
    /// commits before it, and is a number of 31 bits, which all clients hold, until 2083.
    pub fn new(created: DateTime<Utc>, changed: DateTime<Utc>) -> Self {
        let seconds = (changed - UNRECORDED).num_seconds().clamp(0, i64::from(i32::MAX));
        Self { created: created.min(changed), changed, sequence: u32::try_from(seconds).unwrap_or(0) }
    }
}

/// The next moment at which something may have changed again: a change never has the moment of the one before.
pub(crate) fn after(moment: DateTime<Utc>) -> DateTime<Utc> {
    moment.checked_add_signed(TimeDelta::seconds(1)).unwrap_or(moment)
}

/// Everything that a build is told of the past.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What the commits tell.
    pub known: Known,
    /// The last commit, by its hash, where all records stand as it has them.
    pub commit: Option<Arc<str>>,
    /// The texts at the last commit of files that stand otherwise now, by path.
    pub committed: BTreeMap<Arc<str>, Arc<str>>,
    /// What the last build into the same folder published.
    pub published: Arc<Record>,
    /// When files were last written, in UTC, by path: of those that are not as the last commit has them.
    pub file_times: BTreeMap<Arc<str>, DateTime<Utc>>,
    /// Why less is known than could be.
    pub lack: Option<Lack>,
}

/// What the commits tell, as they are or worked out before.
#[derive(Clone, Debug, Default)]
pub enum Known {
    /// Nothing.
    #[default]
    Nothing,
    /// The commits.
    Log(Arc<Log>),
    /// What [`replay`] made of them.
    Past(Arc<Past>),
}

impl Known {
    /// The hash of the text that stands at the path of each record at the last of the commits.
    pub fn files(&self) -> &BTreeMap<Arc<str>, Arc<str>> {
        static NONE: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        match self {
            Self::Nothing => &NONE,
            Self::Log(log) => &log.files,
            Self::Past(past) => &past.files,
        }
    }

    /// The last of the commits, by its hash.
    pub fn head(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Log(log) => Some(&log.head),
            Self::Past(past) => Some(&past.head),
        }
    }
}

/// Why less is known of the past than could be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// The repository holds the newest commits alone.
    Shallow,
    /// The repository was cloned without the files of older commits.
    Partial,
    /// There are no commits.
    Silent {
        /// Why: the end of a sentence that begins with "because".
        reason: String,
        /// What to do about it.
        cure: String,
    },
}

/// What became of every event up to a commit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    /// The hash of the commit.
    pub head: Arc<str>,
    /// When it was committed, in UTC.
    pub at: DateTime<Utc>,
    /// The events that there are.
    pub lives: BTreeMap<Id, Life>,
    /// The events that were public and are no more, though their time had not come: by id.
    pub deleted: BTreeMap<Id, Gone>,
    /// The hash of the text that git holds of each record at the commit, by path.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
}
