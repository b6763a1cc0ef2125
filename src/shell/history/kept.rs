//! What was worked out of the commits, kept in git's own folder: it is published by nobody and gone with the repository.

use std::{fs, path::PathBuf};

use crate::{
    past::Past,
    shell::{Site, git::Repository},
};

/// The folder in git's own.
const FOLDER: &str = "handbill";

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
    // The file is large: it is not read through where it begins with another commit.
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
}
