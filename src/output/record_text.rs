//! The text of a manifest in which single lines are exchanged: after each edit a few of many thousands are others.

use super::{
    Manifest, OutPath, Stamp,
    manifest::{Digest, Record},
};

/// The digits of a key or of a hash.
const DIGITS: usize = 32;
/// `": "` with the quotes around it, between key and value.
const BETWEEN: usize = 4;
/// The digits of two hashes would be too few for times: those have ten until the year 2286.
const STAMP: usize = DIGITS + 11 + 11;

/// The text of a manifest.
#[derive(Clone, Debug)]
pub struct ManifestText {
    json: String,
    stamps: Lines,
    files: Lines,
}

/// Lines of one length, sorted by their keys.
#[derive(Clone, Copy, Debug)]
struct Lines {
    /// Where the first key stands.
    start: usize,
    count: usize,
    value: usize,
}

impl Lines {
    /// Finds them after the opening of a list.
    fn find(json: &str, opening: &str, count: usize, value: usize) -> Option<Self> {
        let start = json.find(opening)? + opening.len() + 2;
        let lines = Self { start, count, value };
        let end = if count == 0 { start - 2 } else { lines.key(count - 1) + DIGITS + BETWEEN + value + 1 };
        // All have this length where the list ends there.
        json.get(end..)?.starts_with("\n}").then_some(lines)
    }

    /// Where a key stands. Between two lines there are a quote, a comma, the end of the line and a quote.
    fn key(&self, number: usize) -> usize {
        self.start + number * (DIGITS + BETWEEN + self.value + 4)
    }

    /// Puts a value in the place of the one beside a key.
    fn exchange(&self, json: &mut String, key: &str, value: &str) -> bool {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            let at = self.key(middle);
            let Some(known) = json.get(at..at + DIGITS) else { return false };
            match known.cmp(key) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let at = at + DIGITS + BETWEEN;
                    json.replace_range(at..at + self.value, value);
                    return true;
                }
            }
        }
        false
    }
}

impl ManifestText {
    /// The text of a manifest, where its lines can be exchanged.
    pub fn new(manifest: &Manifest) -> Option<Self> {
        let json = manifest.to_json();
        let stamps = Lines::find(&json, "\"stamps\": {", manifest.record.stamps.len(), STAMP)?;
        let files = Lines::find(&json, "\"files\": {", manifest.len(), DIGITS)?;
        Some(Self { json, stamps, files })
    }

    /// The text.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Takes in that a file that is there has other bytes. Tells whether that was possible.
    pub fn exchange_file(&mut self, path: &OutPath, content: [u8; 16]) -> bool {
        let (path, content) = (Digest::of_path(path.as_str()).digits(), Digest(content).digits());
        self.files.exchange(&mut self.json, &path, &content)
    }

    /// Takes in another record of the same events at the same commit. Tells whether that was possible.
    pub fn exchange_record(&mut self, old: &Record, new: &Record) -> bool {
        let is_alike =
            old.commit == new.commit && old.is_shallow == new.is_shallow && old.stamps.len() == new.stamps.len();
        is_alike
            && old
                .stamps
                .iter()
                .zip(&new.stamps)
                .all(|((old_key, old), (key, new))| old_key == key && (old == new || self.exchange_stamp(*key, new)))
    }

    fn exchange_stamp(&mut self, key: [u8; 16], stamp: &Stamp) -> bool {
        let value = stamp.text();
        value.len() == STAMP && self.stamps.exchange(&mut self.json, &Digest(key).digits(), &value)
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn stamp(seconds: i64) -> Stamp {
        let moment = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        Stamp { fingerprint: [7; 16], created: moment(1_450_000_000), changed: moment(seconds) }
    }

    fn manifest(content: u8, seconds: i64) -> Manifest {
        let mut manifest = Manifest::default();
        for number in 0..300 {
            let content = if number == 77 { content } else { 1 };
            manifest.insert(&OutPath::new(&format!("events/{number}")).unwrap(), [content; 16]);
        }
        let stamps =
            (0..200).map(|number: u8| ([number; 16], stamp(if number == 9 { seconds } else { 1_460_000_000 })));
        manifest.record = Record { stamps: stamps.collect(), commit: Some("abc".into()), ..Record::default() }.into();
        manifest
    }

    #[test]
    fn exchanged_lines_make_the_text_of_the_other_manifest() {
        let (old, new) = (manifest(1, 1_460_000_000), manifest(2, 1_470_000_000));
        let mut text = ManifestText::new(&old).unwrap();
        assert_eq!(text.json(), old.to_json());
        assert!(text.exchange_file(&OutPath::new("events/77").unwrap(), [2; 16]));
        assert!(text.exchange_record(&old.record, &new.record));
        assert_eq!(text.json(), new.to_json());
    }

    #[test]
    fn what_is_no_exchange_is_refused() {
        let old = manifest(1, 1_460_000_000);
        let mut text = ManifestText::new(&old).unwrap();
        assert!(!text.exchange_file(&OutPath::new("elsewhere").unwrap(), [2; 16]));
        assert!(!text.exchange_record(&old.record, &manifest(1, 5).record), "a time of one digit");
        assert!(!text.exchange_record(&old.record, &Record::default()));
        assert!(ManifestText::new(&manifest(1, 5)).is_none(), "lines of several lengths");
        assert_eq!(ManifestText::new(&Manifest::default()).unwrap().json(), Manifest::default().to_json());
    }
}
