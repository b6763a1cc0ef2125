//! The files of a site as they were at a commit: one run of `git ls-tree`.

use std::collections::BTreeSet;

use super::{Repository, Silence};

/// A file at a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::shell) struct TreeFile {
    /// Path relative to the site's folder; what is no UTF-8 in it is replaced.
    pub path: String,
    /// Whether its content is the way to another file.
    pub is_link: bool,
    /// The hash of its content.
    pub blob: String,
    /// Length of its content in bytes; of a link, of the way.
    pub bytes: u64,
}

/// Every file below the site's folder at a commit, in the order of the paths; other repositories in it are left out.
///
/// # Errors
/// Git's words where it fails.
pub(in crate::shell) fn tree(repository: &Repository, commit: &str) -> Result<Vec<TreeFile>, Silence> {
    let told = repository.run(&["ls-tree", "-r", "-z", "-l", commit])?;
    Ok(String::from_utf8_lossy(&told).split('\0').filter_map(file).collect())
}

/// `100644 blob <hash>    <bytes><tab><path>`
fn file(line: &str) -> Option<TreeFile> {
    let (head, path) = line.split_once('\t')?;
    let mut parts = head.split_whitespace();
    let (mode, sort, blob, bytes) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let file = || TreeFile {
        path: path.to_owned(),
        is_link: mode == "120000",
        blob: blob.to_owned(),
        bytes: bytes.parse().unwrap_or_default(),
    };
    (sort == "blob").then(file)
}

/// The paths below `events/` that the working tree has otherwise than a commit had them. Files that git does not know are not
/// among them.
///
/// # Errors
/// Git's words where it fails.
pub(in crate::shell) fn changed_since(repository: &Repository, commit: &str) -> Result<BTreeSet<String>, Silence> {
    let asked = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", commit, "--", "events"];
    let told = repository.run(&asked)?;
    Ok(String::from_utf8_lossy(&told).split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

/// The commits before one, on the line of first parents, that touched the records of the site, newest first.
///
/// # Errors
/// Git's words where it fails.
pub(in crate::shell) fn ancestors(repository: &Repository, commit: &str, most: usize) -> Result<Vec<String>, Silence> {
    let count = format!("--max-count={}", most + 1);
    let told = repository.run(&["rev-list", "--first-parent", &count, commit, "--", "site.yaml", "events"])?;
    let told = String::from_utf8_lossy(&told);
    Ok(told.lines().filter(|line| *line != commit).take(most).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_links_and_names_with_blanks_are_read() {
        let read = |line| file(line).map(|file| (file.path, file.is_link, file.bytes));
        assert_eq!(
            read("100644 blob aa      12\tevents/a straße.yaml"),
            Some(("events/a straße.yaml".into(), false, 12))
        );
        assert_eq!(read("120000 blob bb       5\tevents/link.yaml"), Some(("events/link.yaml".into(), true, 5)));
        assert_eq!(read("160000 commit cc       -\tevents/other"), None);
        assert_eq!(read(""), None);
    }
}
