//! What is known of each file's past.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::UNRECORDED;

/// When something was first made and last changed, and how often it changed in what matters (RFC 5545 3.8.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// CREATED, in UTC.
    pub created: DateTime<Utc>,
    /// LAST-MODIFIED and DTSTAMP, in UTC.
    pub changed: DateTime<Utc>,
    /// SEQUENCE: never falls.
    pub sequence: u32,
}

impl Revision {
    /// What is said of a file without a recorded past: made and changed at [`UNRECORDED`], sequence 0.
    pub const NONE: Self = Self { created: UNRECORDED, changed: UNRECORDED, sequence: 0 };
}

/// The recorded past of files, by path; empty where nothing is recorded.
#[derive(Clone, Debug, Default)]
pub struct History {
    revisions: BTreeMap<Arc<str>, Revision>,
}

impl History {
    /// The past of the files at these paths.
    pub fn new(revisions: BTreeMap<Arc<str>, Revision>) -> Self {
        Self { revisions }
    }

    /// The revision of something made from these files: as old as the oldest, as new as the newest.
    pub fn revision<'a>(&self, paths: impl IntoIterator<Item = &'a str>) -> Revision {
        paths
            .into_iter()
            .filter_map(|path| self.revisions.get(path))
            .copied()
            .reduce(|a, b| Revision {
                created: a.created.min(b.created),
                changed: a.changed.max(b.changed),
                sequence: a.sequence.max(b.sequence),
            })
            .unwrap_or(Revision::NONE)
    }
}
