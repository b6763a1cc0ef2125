//! What comes in: every file of a site as one snapshot, where each piece of it stands, and what is known of its past.

mod digest;
mod log;
mod picture;
mod span;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};

pub use digest::{Digest, Digester, half};
pub use log::{Commit, Log, TextId, Touched};
pub use picture::picture_size;
pub use span::{FileId, Span, Spanned};

/// Where a file came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Embedded in the program.
    BuiltIn,
    /// The user's own.
    User,
}

/// A picture: its bytes stay on the disk, only what pages and keys need is known here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Picture {
    /// Length in bytes.
    pub bytes: u64,
    /// BLAKE3 of the bytes, in hexadecimal digits.
    pub digest: String,
    /// Width and height in pixels, where the file says so.
    pub dimensions: Option<(u32, u32)>,
}

/// What is in a file, as far as it could be taken in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

    /// Whether this is the same file, with the same in it.
    fn is(&self, other: &Self) -> bool {
        let is_one_text = match (&self.content, &other.content) {
            (Content::Text(one), Content::Text(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        (Arc::ptr_eq(&self.path, &other.path) || self.path == other.path)
            && self.origin == other.origin
            && (is_one_text || self.content == other.content)
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
    /// By number. Shared, because a site is read once and asked for in many places.
    files: Arc<Vec<SourceFile>>,
    /// The numbers of the files that are there, in the order of the paths.
    order: Arc<Vec<u32>>,
}

impl SourceSet {
    /// Sorts the files by path; of two with one path the user's stands, so that a site replaces built-in files one by one.
    pub fn new(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|a, b| {
            let by_origin = (b.origin == Origin::User).cmp(&(a.origin == Origin::User));
            a.path.cmp(&b.path).then(by_origin)
        });
        files.dedup_by(|later, first| later.path == first.path);
        Self { order: Arc::new((0..files.len()).map(narrow).collect()), files: Arc::new(files) }
    }

    /// Adds a file to a set of files as they stood at several times, where a path may be there more than once. Such a set is
    /// not sorted: [`SourceSet::find`] is not for it.
    pub fn add_version(&mut self, file: SourceFile) -> FileId {
        let number = self.files.len();
        Arc::make_mut(&mut self.files).push(file);
        Arc::make_mut(&mut self.order).push(narrow(number));
        FileId::new(number)
    }

    /// The set with other files at the same numbers: a file keeps its number as long as it is there, whatever comes and goes
    /// beside it.
    #[must_use]
    pub fn renewed(&self, newer: Self) -> Self {
        if self.files.len() > 2 * newer.order.len() {
            // Most of it is of files that are gone.
            return newer;
        }
        let mut files = self.files.to_vec();
        let mut order = Vec::with_capacity(newer.order.len());
        for file in Arc::unwrap_or_clone(newer.files) {
            let number = match self.find(&file.path) {
                Some((id, _)) => id.index(),
                None => files.len(),
            };
            order.push(narrow(number));
            if number == files.len() {
                files.push(file);
            } else if files[number].content != file.content || files[number].origin != file.origin {
                files[number] = file;
            }
        }
        Self { files: Arc::new(files), order: Arc::new(order) }
    }

    /// Puts a file in, in the place of one at its path where there is one.
    pub fn put(&mut self, file: SourceFile) {
        match self.place(&file.path) {
            Ok(place) => Arc::make_mut(&mut self.files)[self.order[place] as usize] = file,
            Err(place) => {
                Arc::make_mut(&mut self.order).insert(place, narrow(self.files.len()));
                Arc::make_mut(&mut self.files).push(file);
            }
        }
    }

    /// Takes the file at a path out, if there is one.
    pub fn remove(&mut self, path: &str) {
        if let Ok(place) = self.place(path) {
            Arc::make_mut(&mut self.order).remove(place);
        }
    }

    /// Where the file at a path stands in the order, or would stand.
    fn place(&self, path: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|number| (*self.files[*number as usize].path).cmp(path))
    }

    /// The numbers of the files that are not the same in another set whose files have the same numbers: they are there in one of
    /// the two alone, or differ.
    pub fn differences(&self, other: &Self) -> BTreeSet<FileId> {
        let id = |number: &u32| FileId::new(*number as usize);
        if self.order == other.order {
            return self.order.iter().map(id).filter(|id| !self.file(*id).is(other.file(*id))).collect();
        }
        let [mine, theirs]: [BTreeSet<u32>; 2] = [self, other].map(|set| set.order.iter().copied().collect());
        let common = mine.intersection(&theirs).filter(|number| !self.file(id(number)).is(other.file(id(number))));
        mine.symmetric_difference(&theirs).chain(common).map(id).collect()
    }

    /// Every file with its number, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.order.iter().map(|number| (FileId::new(*number as usize), &self.files[*number as usize]))
    }

    /// The file with this number. Numbers come from [`SourceSet::iter`] of the same set.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The file with this number, whatever set the number comes from.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.index())
    }

    /// The file at this path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        let number = self.order[self.place(path).ok()?] as usize;
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

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
