//! What each output was made of and how its file stood when it was written: what need not be made again.
//!
//! Unlike the manifest this may be lost at any time, and then everything is made anew. It tells visitors no path either.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{OutPath, manifest};

type Digest = [u8; 16];

/// What stands at the start of the file; another form has another number.
const MARK: &[u8; 16] = b"handbill print 3";
/// The length of an entry in bytes.
const ENTRY: usize = 64;
/// The length of a [`Whole`] in bytes.
const WHOLE: usize = 60;

/// An output as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imprint {
    /// What it was made of.
    pub key: Digest,
    /// A hash of its bytes.
    pub content: Digest,
    /// Its length in bytes.
    pub bytes: u64,
    /// When its file was written, in nanoseconds from 1970-01-01T00:00:00Z.
    pub modified: i64,
}

/// A build that came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Everything that it depended on but for the moment.
    pub inputs: Digest,
    /// The moment that it was made for, in UTC.
    pub from: DateTime<Utc>,
    /// The first moment, in UTC, at which the clock alone changes something.
    pub until: DateTime<Utc>,
    /// How many events, feeds and pages there are.
    pub counts: [u32; 3],
    /// What was found, sealed.
    pub findings: Vec<u8>,
    /// The paths of all outputs, one a line, sealed.
    pub paths: Vec<u8>,
}

/// Every output of a build as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprints {
    /// The build as a whole.
    pub whole: Option<Whole>,
    files: BTreeMap<Digest, Imprint>,
}

impl Imprints {
    /// How the file at a path was written.
    pub fn find(&self, path: &str) -> Option<&Imprint> {
        self.files.get(&manifest::Digest::of_path(path).0)
    }

    /// Adds an output.
    pub fn insert(&mut self, path: &OutPath, imprint: Imprint) {
        self.files.insert(manifest::Digest::of_path(path.as_str()).0, imprint);
    }

    /// The length of all outputs together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|imprint| imprint.bytes).sum()
    }

    /// How many outputs there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What [`Imprints::parse`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MARK.len() + 1 + WHOLE + self.files.len() * ENTRY + 32);
        bytes.extend(MARK);
        bytes.push(u8::from(self.whole.is_some()));
        if let Some(whole) = &self.whole {
            bytes.extend(whole.inputs);
            [whole.from, whole.until].iter().for_each(|at| write_moment(*at, &mut bytes));
            whole.counts.iter().for_each(|count| bytes.extend(count.to_le_bytes()));
            for sealed in [&whole.findings, &whole.paths] {
                bytes.extend(u32::try_from(sealed.len()).unwrap_or(0).to_le_bytes());
            }
            bytes.extend(&whole.findings);
            bytes.extend(&whole.paths);
        }
        for (path, imprint) in &self.files {
            bytes.extend(path);
            bytes.extend(imprint.key);
            bytes.extend(imprint.content);
            bytes.extend(imprint.bytes.to_le_bytes());
            bytes.extend(imprint.modified.to_le_bytes());
        }
        let check = blake3::hash(&bytes);
        bytes.extend(check.as_bytes());
        bytes
    }

    /// Reads what [`Imprints::to_bytes`] wrote; nothing where it is anything else, or damaged.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (bytes, check) = bytes.split_last_chunk::<32>()?;
        let rest = bytes.strip_prefix(MARK)?;
        if blake3::hash(bytes).as_bytes() != check {
            return None;
        }
        let (has_whole, rest) = rest.split_first()?;
        let (whole, rest) = if *has_whole == 1 {
            let (whole, rest) = rest.split_at_checked(WHOLE)?;
            let (mut whole, [findings, paths]) = read_whole(whole)?;
            let (findings, rest) = rest.split_at_checked(findings)?;
            let (paths, rest) = rest.split_at_checked(paths)?;
            (whole.findings, whole.paths) = (findings.to_vec(), paths.to_vec());
            (Some(whole), rest)
        } else {
            (None, rest)
        };
        let entries = rest.chunks_exact(ENTRY).map(read_entry);
        Some(Self { whole, files: entries.collect::<Option<_>>()? })
    }
}

fn write_moment(at: DateTime<Utc>, bytes: &mut Vec<u8>) {
    bytes.extend(at.timestamp().to_le_bytes());
    bytes.extend(at.timestamp_subsec_nanos().to_le_bytes());
}

fn read_moment(bytes: &[u8]) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = bytes.split_first_chunk::<8>()?;
    DateTime::from_timestamp(i64::from_le_bytes(*seconds), u32::from_le_bytes(*nanoseconds.first_chunk()?))
}

/// What is of a known length, and the lengths of the rest.
fn read_whole(bytes: &[u8]) -> Option<(Whole, [usize; 2])> {
    let (inputs, rest) = bytes.split_first_chunk::<16>()?;
    let (from, rest) = rest.split_at_checked(12)?;
    let (until, rest) = rest.split_at_checked(12)?;
    let mut counts = rest.chunks_exact(4).map(|count| count.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)));
    let mut count = || counts.next().flatten();
    let counts = [count()?, count()?, count()?];
    let lengths = [count()? as usize, count()? as usize];
    let (from, until) = (read_moment(from)?, read_moment(until)?);
    Some((Whole { inputs: *inputs, from, until, counts, findings: Vec::new(), paths: Vec::new() }, lengths))
}

fn read_entry(bytes: &[u8]) -> Option<(Digest, Imprint)> {
    let (path, rest) = bytes.split_first_chunk::<16>()?;
    let (key, rest) = rest.split_first_chunk::<16>()?;
    let (content, rest) = rest.split_first_chunk::<16>()?;
    let (length, rest) = rest.split_first_chunk::<8>()?;
    let modified = i64::from_le_bytes(*rest.first_chunk::<8>()?);
    let imprint = Imprint { key: *key, content: *content, bytes: u64::from_le_bytes(*length), modified };
    Some((*path, imprint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imprints(whole: Option<Whole>) -> Imprints {
        let mut imprints = Imprints { whole, ..Imprints::default() };
        for (number, path) in ["a", "b/c.html"].iter().enumerate() {
            let imprint = Imprint { key: [1; 16], content: [number as u8; 16], bytes: 1 << 40, modified: -7 };
            imprints.insert(&OutPath::new(path).unwrap(), imprint);
        }
        imprints
    }

    fn whole() -> Whole {
        let moment = |seconds| DateTime::from_timestamp(seconds, 999_999_999).unwrap();
        Whole {
            inputs: [3; 16],
            from: moment(-1),
            until: moment(2_000_000_000),
            counts: [1, 2, 3],
            findings: vec![1, 2],
            paths: vec![3],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        for imprints in [Imprints::default(), imprints(None), imprints(Some(whole()))] {
            assert_eq!(Imprints::parse(&imprints.to_bytes()), Some(imprints));
        }
    }

    #[test]
    fn any_damage_is_noticed() {
        let bytes = imprints(Some(whole())).to_bytes();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Imprints::parse(&damaged), None, "byte {at}");
            assert_eq!(Imprints::parse(&bytes[..at]), None, "cut at {at}");
        }
    }
}
