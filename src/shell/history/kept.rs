//! What was worked out of the commits, kept in git's own folder: it is published by nobody and gone with the repository.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    past::Past,
    shell::{Site, git::Repository},
};

/// The folder in git's own.
const FOLDER: &str = "handbill";
/// What was not written for so long is not needed any more.
const MONTH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// One file a site, and another one while older commits are missing.
fn path(site: &Site, repository: &Repository) -> PathBuf {
    let mut key = blake3::Hasher::new();
    key.update(site.folder.as_os_str().as_encoded_bytes());
    key.update(&fs::read(repository.home.join("shallow")).unwrap_or_default());
    let name = key.finalize().to_hex();
    repository.home.join(FOLDER).join(format!("past-{}.json", &name[..16]))
}

/// What was kept at the commit that is checked out now; nothing where there is none, or it cannot be read.
pub(super) fn read(site: &Site, repository: &Repository) -> Option<Past> {
    let text = fs::read_to_string(path(site, repository)).ok()?;
    // Looking for the hash takes a small part of the time that reading all of it does.
    let past = text.contains(&repository.head).then(|| Past::parse(&text).ok())??;
    (*past.head == *repository.head).then_some(past)
}

/// Keeps what was worked out, in one step. Where that is not possible, the next run works it out again.
pub(in crate::shell) fn keep(site: &Site, past: &Past) {
    let Ok(repository) = Repository::find(&site.folder) else { return };
    let path = path(site, &repository);
    let new = path.with_extension(format!("{}.new", std::process::id()));
    let written = fs::create_dir_all(repository.home.join(FOLDER))
        .and_then(|()| fs::write(&new, past.to_json()))
        .and_then(|()| fs::rename(&new, &path));
    if written.is_err() {
        let _ = fs::remove_file(new);
    }
    forget_old(&repository.home.join(FOLDER));
}

/// Removes what belonged to work trees that are no more, and what killed builds left.
fn forget_old(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_old = |entry: &fs::DirEntry| {
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
        age.is_some_and(|age| age > MONTH)
    };
    entries.filter(is_old).for_each(|entry| _ = fs::remove_file(entry.path()));
}
