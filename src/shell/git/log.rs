//! The commits that touched a site: one run of `git log`.

use chrono::{DateTime, Utc};

use super::{Repository, Silence};

/// A commit, and the files that it left otherwise than its first parent had them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) struct Entry {
    /// Its hash.
    pub commit: String,
    /// When it was committed, in UTC.
    pub at: DateTime<Utc>,
    /// Path relative to the site's folder, and what stands there afterwards.
    pub files: Vec<(String, Blob)>,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Blob {
    /// A file with this content, by its hash.
    File(String),
    /// No file: it was deleted, or is a link or another repository.
    Nothing,
}

/// The commits on the line of first parents that touched the records of a site, oldest first.
///
/// That line is what was published: a branch counts from the moment it was merged, and a file that came by it is compared with
/// what stood on the line before.
///
/// # Errors
/// Git's words where it fails.
pub(in crate::shell) fn log(repository: &Repository) -> Result<Vec<Entry>, Silence> {
    let told = repository.run(&[
        "log",
        "--first-parent",
        // With --first-parent: a merge is compared with its first parent alone.
        "-m",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "--no-color",
        "-z",
        "--format=%x01%H %ct",
        "--relative",
        &repository.head,
        "--",
        "site.yaml",
        "events",
    ])?;
    let mut entries = read(&String::from_utf8_lossy(&told));
    entries.reverse();
    Ok(entries)
}

fn read(told: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut tokens = told.split('\0').map(|token| token.trim_start_matches('\n'));
    while let Some(token) = tokens.next() {
        if let Some(head) = token.strip_prefix('\u{1}') {
            entries.push(entry(head));
        } else if let Some(change) = token.strip_prefix(':') {
            let path = tokens.next().unwrap_or_default();
            if let Some(entry) = entries.last_mut().filter(|_| is_record(path)) {
                entry.files.push((path.to_owned(), blob(change)));
            }
        }
    }
    entries
}

/// The last second, from 1970, that a commit is taken to be of: the end of 2079. A clock that is further ahead is wrong, and a
/// calendar could not be told of what comes after it.
const LATEST: i64 = 3_471_292_799;

fn entry(head: &str) -> Entry {
    let (commit, seconds) = head.split_once(' ').unwrap_or((head, "0"));
    let seconds = seconds.trim().parse::<i64>().unwrap_or(if seconds.starts_with('-') { 0 } else { LATEST });
    let at = DateTime::from_timestamp(seconds.clamp(0, LATEST), 0).unwrap_or_default();
    Entry { commit: commit.to_owned(), at, files: Vec::new() }
}

/// Whether a path is that of a text that Handbill reads records from.
pub(in crate::shell) fn is_record(path: &str) -> bool {
    path == "site.yaml" || path.starts_with("events/") && (path.ends_with(".yaml") || path.ends_with(".yml"))
}

/// `100644 100644 <before> <after> M`: the modes, the hashes and what was done.
fn blob(change: &str) -> Blob {
    let mut parts = change.split(' ').skip(1);
    match (parts.next(), parts.nth(1)) {
        (Some(mode), Some(hash)) if mode.starts_with("100") => Blob::File(hash.to_owned()),
        _ => Blob::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_and_their_files_are_told_apart() {
        let told = "\u{1}aa 1000\0\n:000000 100644 00 b1 A\0events/a.yaml\0:100644 000000 b0 00 D\0events/old name.yaml\0\
                    :000000 120000 00 b2 A\0events/link.yaml\0:000000 100644 00 b3 A\0events/poster.png\0\u{1}bb 2000\0";
        let entries = read(told);
        let files = &entries[0].files;
        assert_eq!(files[0], ("events/a.yaml".to_owned(), Blob::File("b1".to_owned())));
        assert_eq!(files[1], ("events/old name.yaml".to_owned(), Blob::Nothing));
        assert_eq!(files[2], ("events/link.yaml".to_owned(), Blob::Nothing));
        assert_eq!((files.len(), entries[1].files.len()), (3, 0));
        assert_eq!((entries[0].at.timestamp(), &*entries[1].commit), (1000, "bb"));
    }
}
