//! The commits that a site's files come from, as git tells them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, Utc};

/// The commits that touched the records of a site, on the line of what was published, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The commits.
    pub commits: Vec<Commit>,
    /// The hash of the last of them, whether it touched a record or not.
    pub head: Arc<str>,
    /// When that was committed, in UTC.
    pub at: DateTime<Utc>,
    /// The hash of the text that stands at the path of each record at the end.
    pub files: BTreeMap<Arc<str>, Arc<str>>,
    /// The texts of all versions of all files, by [`TextId`]; nothing for those that could not be had.
    pub texts: Vec<Option<Arc<str>>>,
}

/// The number of a text in [`Log::texts`]; the same text may have two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub hash: Arc<str>,
    /// When it was committed, in UTC.
    pub at: DateTime<Utc>,
    /// The files that it left otherwise than they stood before.
    pub files: Vec<Touched>,
}

/// A file that a commit touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its path relative to the site's folder, with `/` between its parts.
    pub path: Arc<str>,
    /// What it holds afterwards; nothing where it is gone.
    pub text: Option<TextId>,
}

impl Log {
    /// The text with this number.
    pub fn text(&self, id: TextId) -> Option<&Arc<str>> {
        self.texts.get(id.0 as usize)?.as_ref()
    }
}
