//! One file of a site, read again.

use std::{fs, io::ErrorKind, path::Path};

use super::{
    DEPTH, DOTTED,
    sort::{self, Sort},
    walk::{Entry, Found},
};
use crate::shell::Site;

/// What stands at a path.
pub(super) enum Again {
    /// A plain file that is read.
    File(Entry),
    /// Nothing.
    Gone,
    /// Anything else, or something that only a walk through the whole site can tell.
    Else,
}

/// Looks at one path of a site.
pub(super) fn one(site: &Site, path: &str) -> Again {
    let Some(sort) = sort_of(path) else { return Again::Else };
    let disk = site.folder.join(path);
    match fs::symlink_metadata(&disk) {
        Ok(metadata) if metadata.is_file() && lies_in_plain_folders(&site.folder, path) => {
            Again::File(Entry { path: path.to_owned(), disk, found: Found::Readable(sort) })
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Again::Gone,
        _ => Again::Else,
    }
}

fn sort_of(path: &str) -> Option<Sort> {
    if path == "site.yaml" {
        return Some(Sort::Record);
    }
    if !path.contains('/') {
        return sort::beside(path);
    }
    let mut parts = path.split('/');
    let folder = parts.next()?;
    let is_seen = |part: &str| !part.starts_with('.') || (folder == "site-templates" && DOTTED.contains(&part));
    if !parts.clone().all(is_seen) || parts.clone().count() > DEPTH {
        return None;
    }
    let name = parts.next_back()?;
    match folder {
        "events" => sort::event(name),
        "pages" => sort::page(name),
        "site-templates" => sort::template(name),
        _ => None,
    }
}

/// Links to folders are not followed.
fn lies_in_plain_folders(site: &Path, path: &str) -> bool {
    let folders = path.match_indices('/').map(|(at, _)| site.join(&path[..at]));
    folders.into_iter().all(|folder| folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()))
}
