//! What comes in: every file of a site as one snapshot, where each piece of it stands, and what is known of its past.

mod log;
mod span;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use log::{Commit, Log, TextId, Touched};
pub use span::{FileId, Span, Spanned};

/// Where a file came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// The user's own.
    User,
}

/// A picture: its bytes stay on the disk, only what pages and keys need is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, in hexadecimal digits.
    pub digest: String,
    /// Width and height in pixels, where the file says so.
    pub dimensions: Option<(u32, u32)>,
}

/// What is in a file, as far as it could be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// UTF-8 text.
    Text(Arc<str>),
    /// Bytes that are copied as they are (static files).
    Bytes(Arc<[u8]>),
    /// A picture beside an event file.
    Picture(Picture),
    /// Not UTF-8: the text with replacement characters, and where the first bad byte stands in it.
    NotUtf8 {
        /// The text, bad bytes replaced by U+FFFD.
        text: Arc<str>,
        /// Byte offset in `text` of the first replacement.
        at: usize,
    },
    /// Larger than a file of its sort may be; not read.
    TooLarge {
        /// Length of the file in bytes.
        bytes: u64,
        /// The limit that it passes.
        limit: u64,
    },
    /// Not read at all, for the reason given (a link that leaves the site's folder, say).
    Refused(String),
}

/// One file of the site.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path relative to the site's folder, with `/` between its parts.
    pub path: Arc<str>,
    /// Built in, or the user's.
    pub origin: Origin,
    /// What is in it.
    pub content: Content,
}

impl SourceFile {
    /// The text of the file, empty where it has none.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) | Content::NotUtf8 { text, .. } => text,
            _ => "",
        }
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The path of the folder that the file lies in, without a slash at its end; empty for the site's folder.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

/// A whole site as it was read: every file once, in the order of the paths.
#[derive(Clone, Debug, Default)]
pub struct SourceSet {
    files: Vec<SourceFile>,
}

impl SourceSet {
    /// Sorts the files by path; of two with one path the user's stands, so that a site replaces built-in files one by one.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| {
            let by_origin = (b.origin == Origin::User).cmp(&(a.origin == Origin::User));
            a.path.cmp(&b.path).then(by_origin)
        });
        files.dedup_by(|later, first| later.path == first.path);
        Self { files }
    }

    /// Adds a file to a set of files as they stood at several times, where a path may be there more than once. Such a set is
    /// not sorted: [`SourceSet::find`] is not for it.
    pub fn add_version(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId::new(self.files.len() - 1)
    }

    /// Every file with its number, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(number, file)| (FileId::new(number), file))
    }

    /// The file with this number. Numbers come from [`SourceSet::iter`] of the same set.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The file at this path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let number = self.files.binary_search_by(|file| (*file.path).cmp(path)).ok()?;
        Some((FileId::new(number), &self.files[number]))
    }

    /// Line and column of the start of a span, both from 1; a column counts characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        position(self.file(span.file).text(), span.start())
    }

    /// Line and column just after the end of a span, both from 1; a column counts characters.
    pub fn end_position(&self, span: Span) -> (usize, usize) {
        position(self.file(span.file).text(), span.end())
    }
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(offset.min(text.len()))];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// The moment that stands for "never recorded" wherever a format demands a time of change (DTSTAMP, Atom's `updated`).
///
/// It is fixed so that the same inputs give the same bytes: 2015-10-10T00:00:00Z, the day of the sample's first event.
pub const UNRECORDED: DateTime<Utc> =
    DateTime::from_timestamp(1_444_435_200, 0).expect("a constant moment within chrono's range");

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, origin: Origin, text: &str) -> SourceFile {
        SourceFile { path: path.into(), origin, content: Content::Text(text.into()) }
    }

    #[test]
    fn the_users_file_replaces_the_built_in_one() {
        let set = SourceSet::new(vec![
            file("site-templates/event.html", Origin::BuiltIn, "ours"),
            file("site-templates/event.html", Origin::User, "theirs"),
        ]);
        assert_eq!(set.iter().count(), 1);
        assert_eq!(set.find("site-templates/event.html").unwrap().1.text(), "theirs");
    }

    #[test]
    fn a_column_counts_characters_and_not_bytes() {
        let set = SourceSet::new(vec![file("a.yaml", Origin::User, "title: é\r\nkind: ü!\n")]);
        let id = set.find("a.yaml").unwrap().0;
        assert_eq!(set.position(Span::new(id, 19..20)), (2, 8));
    }
}
