//! What goes out: addresses below the output folder, and what is to stand at them.

mod imprints;
mod manifest;
mod record_text;

use std::{borrow::Cow, fmt, sync::Arc};

pub use imprints::{Imprint, Imprints, Whole};
pub use manifest::{Manifest, ManifestError, Record, Stamp};
pub use record_text::ManifestText;

/// The path of an output relative to the output folder, `/` between its parts.
///
/// Made only of parts that no file system reads as anything but a name below the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// A path below the output folder, or nothing where a part is empty, begins with a dot that is not `.well-known`, or
    /// holds a character that some file system refuses.
    pub fn new(path: &str) -> Option<Self> {
        let plain = |part: &str| {
            !part.is_empty()
                && part.len() <= 200
                && (!part.starts_with('.') || part == ".well-known" || part == ".nojekyll")
                && !part.ends_with(['.', ' '])
                && !part.contains(|c: char| c.is_control() || "\\:*?\"<>|".contains(c))
        };
        path.split('/').all(plain).then(|| Self(path.into()))
    }

    /// The path of a record's output, `events/stop-trident.ics`: made of names that are plain by themselves.
    pub fn of_id(folder: &str, id: &str, ending: &str) -> Self {
        let path = format!("{folder}/{id}{ending}");
        debug_assert!(Self::new(&path).is_some(), "not a plain path: {path}");
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address relative to the site's base: `events/x/` for `events/x/index.html`.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is to stand at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These texts, one after the other.
    Texts(Vec<Arc<str>>),
    /// A copy of a source file, by its path relative to the site's folder.
    Copy(Arc<str>),
}

/// An output piece by piece.
pub type Pieces<'a> = Box<dyn Iterator<Item = Cow<'a, str>> + 'a>;

impl Body {
    /// The bytes; nothing of a copy.
    pub fn into_bytes(self) -> Option<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Texts(texts) => Some(texts.concat().into_bytes()),
            Self::Copy(_) => None,
        }
    }
}
