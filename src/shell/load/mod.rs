//! Reading the site's folder: every file that has to do with the site, once, as one snapshot.
//!
//! | what | which names | how |
//! |---|---|---|
//! | `site.yaml` | | text |
//! | below `events/` | `*.yaml`, `*.yml` | text |
//! | | `*.jpg`, `*.jpeg`, `*.png`, `*.gif`, `*.webp`, `*.avif` | hash and size, the bytes stay on the disk |
//! | below `pages/` | `*.md` | text |
//! | beside `site.yaml` | the same pictures and `*.svg` | hash and size |
//! | below `site-templates/` | `*.html` | text |
//! | | all else | text where it is UTF-8, else bytes |
//!
//! Names that begin with a dot are left out, but for `.well-known` and `.nojekyll` in `site-templates/`. What cannot be
//! taken in stays in the snapshot with the reason, so that it becomes a diagnostic like any other mistake.

#[cfg(feature = "watch")]
mod again;
mod built_in;
mod read;
mod revision;
mod sort;
mod walk;

use rayon::prelude::*;

pub(super) use built_in::named as built_in;
pub(super) use revision::at_commit;

use self::{
    sort::Sort,
    walk::{Entry, Found},
};
use super::{Problem, Site};
use crate::source::{Content, Origin, SourceFile, SourceSet};

/// Folders in folders, at most.
const DEPTH: usize = 32;
/// Files of a site, at most.
const FILES: usize = 200_000;

/// Names of static files that begin with a dot and are published.
const DOTTED: &[&str] = &[".well-known", ".nojekyll"];

/// Reads a site and lays its templates over the built-in ones.
///
/// # Errors
/// When there are more files, or folders deeper in folders, than a site can have.
pub fn load(site: &Site) -> Result<SourceSet, Problem> {
    let mut entries = vec![walk::file(&site.folder, "site.yaml", Sort::Record)];
    entries.extend(walk::folder(&site.folder, "events", &[], sort::event)?);
    entries.extend(walk::folder(&site.folder, "pages", &[], sort::page)?);
    entries.extend(walk::beside(&site.folder, sort::beside));
    entries.extend(walk::folder(&site.folder, "site-templates", DOTTED, sort::template)?);
    if entries.len() > FILES {
        return Err(too_many(site));
    }
    let mut files: Vec<SourceFile> = entries.par_iter().map(take_in).collect();
    files.extend(built_in::files());
    Ok(SourceSet::new(files))
}

/// Whether a file at this path of a site is read.
#[cfg(feature = "watch")]
pub(super) fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match path.split_once('/') {
        Some(("events", _)) => sort::event(name).is_some(),
        Some(("pages", _)) => sort::page(name).is_some(),
        _ => true,
    }
}

/// Whether a file beside site.yaml is read, by its name.
#[cfg(feature = "watch")]
pub(super) fn is_read_beside(name: &str) -> bool {
    sort::beside(name).is_some()
}

/// The files beside site.yaml that are read.
#[cfg(feature = "watch")]
pub(super) fn beside(site: &std::path::Path) -> Vec<std::path::PathBuf> {
    walk::beside(site, sort::beside).into_iter().map(|entry| entry.disk).collect()
}

/// Reads one file of a site again and puts it in, or takes it out where it is gone. Tells whether that was possible: what is more
/// than one plain file that is, or was, a part of the site takes a whole [`load`].
#[cfg(feature = "watch")]
pub(super) fn reload(site: &Site, sources: &mut SourceSet, path: &str) -> bool {
    if !is_read(path) {
        return true;
    }
    match again::one(site, path) {
        again::Again::File(entry) => {
            sources.put(take_in(&entry));
            if path == "site.yaml" {
                // It may name a picture that nobody watched.
                walk::beside(&site.folder, sort::beside).iter().for_each(|entry| sources.put(take_in(entry)));
            }
        }
        // A built-in file may come back to light.
        again::Again::Gone if is_gone_alone(path) && sources.find(path).is_some() => sources.remove(path),
        _ => return false,
    }
    true
}

#[cfg(feature = "watch")]
fn is_gone_alone(path: &str) -> bool {
    path != "site.yaml" && !path.starts_with("site-templates/")
}

fn take_in(entry: &Entry) -> SourceFile {
    let content = match &entry.found {
        Found::Readable(sort) => read::read(&entry.disk, *sort),
        Found::Refused(reason) => Content::Refused(reason.clone()),
    };
    SourceFile { path: entry.path.as_str().into(), origin: Origin::User, content }
}

fn too_many(site: &Site) -> Problem {
    let folder = super::site::shown(&site.folder);
    Problem::new(format!("the site in {folder} has more than {FILES} files"))
        .help("is something else in events/ or site-templates/, such as an archive or a build?")
}

#[cfg(test)]
mod tests;
