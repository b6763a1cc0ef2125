//! What Handbill wrote: the record by which a later build knows what it may replace and remove.
//!
//! The record lies in the output folder and so on the public website, where it must not tell visitors which unlisted pages
//! there are. It holds hashes of paths and of contents, never the paths themselves.

use std::{collections::BTreeMap, fmt, sync::Arc};

use chrono::{DateTime, Utc};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

use super::OutPath;

/// The form of the record; one of another form is not read.
const VERSION: u64 = 1;

/// The first half of a BLAKE3 hash: enough to tell apart all the files that there will ever be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "&str")]
pub(super) struct Digest(pub(super) [u8; 16]);

impl Digest {
    fn of(hash: &blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }

    pub(super) fn of_path(path: &str) -> Self {
        Self::of(&blake3::hash(path.as_bytes()))
    }

    fn parse(digits: &str) -> Option<Self> {
        let mut bytes = [0; 16];
        let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
        for (byte, pair) in bytes.iter_mut().zip(pairs) {
            let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
            *byte = u8::try_from(high? << 4 | low?).ok()?;
        }
        (pairs.len() == bytes.len() && rest.is_empty()).then_some(Self(bytes))
    }
}

impl TryFrom<&str> for Digest {
    type Error = String;

    fn try_from(digits: &str) -> Result<Self, String> {
        Self::parse(digits).ok_or_else(|| format!("`{digits}` is no hash"))
    }
}

impl Digest {
    /// 32 hexadecimal digits.
    pub(super) fn digits(self) -> String {
        let mut digits = String::with_capacity(32);
        self.write(&mut digits);
        digits
    }

    /// Writes 32 hexadecimal digits; there are many of them to be written after each edit.
    fn write(self, out: &mut String) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        out.push_str(std::str::from_utf8(&digits).unwrap_or_default());
    }
}

/// Begins a line of the record, up to the value.
fn start_line(number: usize, key: Digest, out: &mut String) {
    out.push_str(if number == 0 { "\n\"" } else { ",\n\"" });
    key.write(out);
    out.push_str("\": \"");
}

/// What a build published of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "&str")]
pub struct Stamp {
    /// A hash of what its entry was made of.
    pub fingerprint: [u8; 16],
    /// CREATED, in UTC.
    pub created: DateTime<Utc>,
    /// LAST-MODIFIED, in UTC.
    pub changed: DateTime<Utc>,
}

impl Stamp {
    /// The key of an event in [`Record::stamps`].
    pub fn key(uid: &str) -> [u8; 16] {
        Digest::of_path(uid).0
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let fingerprint = Digest::parse(parts.next()?)?.0;
        let mut moment = || DateTime::from_timestamp(parts.next()?.parse().ok()?, 0);
        Some(Self { fingerprint, created: moment()?, changed: moment()? })
    }
}

impl TryFrom<&str> for Stamp {
    type Error = String;

    fn try_from(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| format!("`{text}` says nothing of an event"))
    }
}

impl Stamp {
    /// As it stands in the record.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        Digest(self.fingerprint).write(out);
        for at in [self.created, self.changed] {
            out.push(' ');
            out.push_str(&at.timestamp().to_string());
        }
    }
}

/// What was published, for later builds to know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Record {
    /// The commit that the site was built from, by its hash, where the files stood as it has them.
    pub commit: Option<String>,
    /// Whether older commits were missing, so that less was known of the past than could be.
    pub is_shallow: bool,
    /// Every event, by [`Stamp::key`] of its UID.
    pub stamps: BTreeMap<[u8; 16], Stamp>,
}

/// The files that Handbill wrote into an output folder, by hashes of path and content, and what it published.
///
/// The content is what was to be written; whether it still stands there, only the disk can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<Digest, Digest>,
    /// What was published.
    pub record: Arc<Record>,
}

/// Why a record cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestError {
    /// Not the JSON that [`Manifest::to_json`] writes.
    Damaged(String),
    /// Written by a Handbill that keeps another form of record.
    OtherVersion(u64),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(reason) => write!(f, "it is damaged: {reason}"),
            Self::OtherVersion(version) => {
                write!(f, "it has form {version}, and this Handbill reads form {VERSION} only")
            }
        }
    }
}

impl std::error::Error for ManifestError {}

/// What every form of the record has.
#[derive(Deserialize)]
struct Version {
    handbill: u64,
}

/// The record, with as much of the files as is asked for.
#[derive(Deserialize)]
struct Stored<F> {
    handbill: u64,
    #[serde(default)]
    commit: Option<String>,
    #[serde(default)]
    shallow: bool,
    #[serde(default)]
    stamps: BTreeMap<Digest, Stamp>,
    files: F,
}

impl<F: DeserializeOwned> Stored<F> {
    fn read(text: &str) -> Result<Self, ManifestError> {
        match serde_json::from_str::<Self>(text) {
            Ok(stored) if stored.handbill == VERSION => Ok(stored),
            Ok(stored) => Err(ManifestError::OtherVersion(stored.handbill)),
            Err(error) => match serde_json::from_str::<Version>(text) {
                Ok(other) if other.handbill != VERSION => Err(ManifestError::OtherVersion(other.handbill)),
                _ => Err(damaged(error)),
            },
        }
    }

    fn into_parts(self) -> (F, Arc<Record>) {
        let stamps = self.stamps.into_iter().map(|(key, stamp)| (key.0, stamp)).collect();
        (self.files, Arc::new(Record { commit: self.commit, is_shallow: self.shallow, stamps }))
    }
}

fn damaged(error: serde_json::Error) -> ManifestError {
    ManifestError::Damaged(error.to_string())
}

impl Manifest {
    /// Reads what [`Manifest::to_json`] wrote.
    ///
    /// # Errors
    /// When the text is not of that form.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let (files, record) = Stored::read(text)?.into_parts();
        Ok(Self { files, record })
    }

    /// Of what [`Manifest::to_json`] wrote, what was published.
    ///
    /// # Errors
    /// When the text is not of that form.
    pub fn parse_record(text: &str) -> Result<Arc<Record>, ManifestError> {
        Stored::<IgnoredAny>::read(text).map(|stored| stored.into_parts().1)
    }

    /// The record as JSON, sorted, one file or event a line: `{ "handbill": 1, "commit": "…", "stamps": { "<hash of UID>":
    /// "<fingerprint> <created> <changed>" }, "files": { "<hash of path>": "<hash of content>" } }`.
    pub fn to_json(&self) -> String {
        let mut json = String::with_capacity(200 + 75 * self.files.len() + 100 * self.record.stamps.len());
        json.push_str(&format!("{{\n\"handbill\": {VERSION},\n"));
        if let Some(commit) = &self.record.commit {
            json.push_str(&format!("\"commit\": {},\n", serde_json::json!(commit)));
        }
        json.push_str(if self.record.is_shallow { "\"shallow\": true,\n" } else { "" });
        json.push_str("\"stamps\": {");
        for (number, (key, stamp)) in self.record.stamps.iter().enumerate() {
            start_line(number, Digest(*key), &mut json);
            stamp.write(&mut json);
            json.push('"');
        }
        json.push_str("\n},\n\"files\": {");
        for (number, (path, content)) in self.files.iter().enumerate() {
            start_line(number, *path, &mut json);
            content.write(&mut json);
            json.push('"');
        }
        json.push_str("\n}\n}\n");
        json
    }

    /// Records a file and the first half of the BLAKE3 hash of its content.
    pub fn insert(&mut self, path: &OutPath, content: [u8; 16]) {
        self.files.insert(Digest::of_path(path.as_str()), Digest(content));
    }

    /// Whether Handbill wrote the file at this path, relative to the output folder and with `/` between its parts.
    pub fn owns(&self, path: &str) -> bool {
        !self.files.is_empty() && self.files.contains_key(&Digest::of_path(path))
    }

    /// What either of the two holds; of a file in both, the newer content.
    #[must_use]
    pub fn union(&self, newer: &Self) -> Self {
        let mut files = self.files.clone();
        files.extend(newer.files.iter().map(|(path, content)| (*path, *content)));
        Self { files, record: newer.record.clone() }
    }

    /// What this holds and the newer one does not: the files to remove.
    #[must_use]
    pub fn without(&self, newer: &Self) -> Self {
        let mut files = self.files.clone();
        files.retain(|path, _| !newer.files.contains_key(path));
        Self { files, record: Arc::default() }
    }

    /// How many files it holds.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it holds no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(paths: &[(&str, &str)]) -> Manifest {
        let mut manifest = Manifest::default();
        for (path, content) in paths {
            let path = OutPath::new(path).unwrap();
            manifest.insert(&path, Digest::of(&blake3::hash(content.as_bytes())).0);
        }
        manifest
    }

    #[test]
    fn what_is_written_is_read_again() {
        for manifest in [manifest(&[]), manifest(&[("a", "1"), ("b/c.html", "2")])] {
            assert_eq!(Manifest::parse(&manifest.to_json()), Ok(manifest));
        }
    }

    #[test]
    fn what_was_published_is_read_again() {
        let moment = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let stamp = Stamp { fingerprint: [7; 16], created: moment(1_000), changed: moment(2_000) };
        let record = Record {
            commit: Some("abc".into()),
            is_shallow: true,
            stamps: [(Stamp::key("a@example.org"), stamp)].into(),
        };
        let manifest = Manifest { record: record.into(), ..manifest(&[("a", "1")]) };
        assert_eq!(Manifest::parse(&manifest.to_json()), Ok(manifest.clone()));
        assert!(!manifest.to_json().contains("example"));
    }

    #[test]
    fn no_path_stands_in_the_record() {
        let text = manifest(&[("events/secret/index.html", "1")]).to_json();
        assert!(!text.contains("secret") && !text.contains("index"), "{text}");
        assert_eq!(
            manifest(&[("a", "")]).to_json(),
            "{\n\"handbill\": 1,\n\"stamps\": {\n},\n\"files\": {\n\"17762fddd969a453925d65717ac3eea2\": \
             \"af1349b9f5f9a1a6a0404dea36dcc949\"\n}\n}\n"
        );
    }

    #[test]
    fn damage_and_other_forms_are_told_apart() {
        let damaged = |text| matches!(Manifest::parse(text), Err(ManifestError::Damaged(_)));
        assert!(damaged("") && damaged("[]") && damaged("{\"handbill\": 1}"));
        assert!(damaged("{\"handbill\": 1, \"files\": {\"+0\": \"00\"}}"));
        assert_eq!(Manifest::parse("{\"handbill\": 2, \"files\": []}"), Err(ManifestError::OtherVersion(2)));
    }

    #[test]
    fn sets_of_files_are_joined_and_taken_apart() {
        let (old, new) = (manifest(&[("a", "1"), ("b", "1")]), manifest(&[("b", "2"), ("c", "2")]));
        assert_eq!(old.union(&new), manifest(&[("a", "1"), ("b", "2"), ("c", "2")]));
        assert_eq!(old.without(&new), manifest(&[("a", "1")]));
        assert!(old.owns("a") && !old.owns("c"));
    }
}
