//! Whether anything changed when the system lost count of changes.
//!
//! Reading a site is told of, too, and reading a large one on a busy machine may be more than the system can tell. So a build
//! could make the next one necessary for ever; this is where that ends.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use super::survey::{self, FOLDERS, SETTINGS};
use crate::shell::load;

/// Files that were written later may have been written twice within one tick of the disk's clock.
const TICKS: Duration = Duration::from_secs(2);

/// How all files of a site look from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    files: blake3::Hash,
    /// Whether a file that is written from now on will look otherwise.
    is_certain: bool,
}

impl Look {
    /// Looks at a site.
    pub(super) fn at(site: &Path) -> Self {
        let walked = FOLDERS.iter().flat_map(|folder| survey::walker(&site.join(folder)).build().flatten());
        let mut paths: Vec<_> = walked.map(ignore::DirEntry::into_path).collect();
        paths.push(site.join(SETTINGS));
        paths.extend(load::beside(site));
        paths.sort();
        let (mut hasher, mut newest) = (blake3::Hasher::new(), SystemTime::UNIX_EPOCH);
        for path in paths {
            // What a link leads to counts.
            let Ok(metadata) = fs::metadata(&path) else { continue };
            newest = metadata.modified().map_or(newest, |written| written.max(newest));
            hasher.update(path.as_os_str().as_encoded_bytes());
            hasher.update(format!("{:?}\0", outside(&metadata)).as_bytes());
        }
        let age = SystemTime::now().duration_since(newest);
        Self { files: hasher.finalize(), is_certain: age.is_ok_and(|age| age > TICKS) }
    }

    /// Whether nothing was written since another look.
    pub(super) fn is_same(&self, earlier: Option<&Self>) -> bool {
        self.is_certain && earlier.is_some_and(|earlier| earlier.files == self.files)
    }
}

#[cfg(unix)]
fn outside(metadata: &fs::Metadata) -> (u64, Option<SystemTime>, [i64; 3]) {
    use std::os::unix::fs::MetadataExt;
    let rest = [metadata.ctime(), metadata.ctime_nsec(), i64::from(metadata.mode())];
    (metadata.len(), metadata.modified().ok(), rest)
}

#[cfg(not(unix))]
fn outside(metadata: &fs::Metadata) -> (u64, Option<SystemTime>) {
    (metadata.len(), metadata.modified().ok())
}
