//! What Handbill wrote: the record by which a later build knows what it may replace and remove.
//!
//! The record lies in the output folder and so on the public website, where it must not tell visitors which unlisted pages
//! there are. It holds hashes of paths and of contents, never the paths themselves.

use std::{collections::BTreeMap, fmt};

use serde::Deserialize;

use super::OutPath;

/// The form of the record; one of another form is not read.
const VERSION: u64 = 1;

/// The first half of a BLAKE3 hash: enough to tell apart all the files that there will ever be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Digest([u8; 16]);

impl Digest {
    fn of(hash: &blake3::Hash) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Self(half)
    }

    fn of_path(path: &str) -> Self {
        Self::of(&blake3::hash(path.as_bytes()))
    }

    fn parse(digits: &str) -> Option<Self> {
        let plain = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = plain.then(|| u128::from_str_radix(digits, 16).ok())??;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// The files that Handbill wrote into an output folder, by hashes of path and content.
///
/// The content is what was to be written; whether it still stands there, only the disk can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    files: BTreeMap<Digest, Digest>,
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

#[derive(Deserialize)]
struct Stored {
    files: BTreeMap<String, String>,
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
        let version = serde_json::from_str::<Version>(text).map_err(damaged)?.handbill;
        if version != VERSION {
            return Err(ManifestError::OtherVersion(version));
        }
        let stored: Stored = serde_json::from_str(text).map_err(damaged)?;
        let digest = |digits: &str| {
            Digest::parse(digits).ok_or_else(|| ManifestError::Damaged(format!("`{digits}` is no hash")))
        };
        let pairs = stored.files.iter();
        let files = pairs.map(|(path, content)| Ok((digest(path)?, digest(content)?)));
        Ok(Self { files: files.collect::<Result<_, _>>()? })
    }

    /// The record as JSON: `{ "handbill": 1, "files": { "<hash of path>": "<hash of content>" } }`, sorted, one file a line.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> =
            self.files.iter().map(|(path, content)| format!("\n\"{path}\": \"{content}\"")).collect();
        format!("{{\n\"handbill\": {VERSION},\n\"files\": {{{}\n}}\n}}\n", lines.join(","))
    }

    /// Records a file and the BLAKE3 hash of its content.
    pub fn insert(&mut self, path: &OutPath, content: &blake3::Hash) {
        self.files.insert(Digest::of_path(path.as_str()), Digest::of(content));
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
        Self { files }
    }

    /// What this holds and the newer one does not: the files to remove.
    #[must_use]
    pub fn without(&self, newer: &Self) -> Self {
        let mut files = self.files.clone();
        files.retain(|path, _| !newer.files.contains_key(path));
        Self { files }
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
            manifest.insert(&path, &blake3::hash(content.as_bytes()));
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
    fn no_path_stands_in_the_record() {
        let text = manifest(&[("events/secret/index.html", "1")]).to_json();
        assert!(!text.contains("secret") && !text.contains("index"), "{text}");
        assert_eq!(
            manifest(&[("a", "")]).to_json(),
            "{\n\"handbill\": 1,\n\"files\": {\n\"17762fddd969a453925d65717ac3eea2\": \
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
