//! Whose folder is it? Handbill writes only into folders that are empty or that it made itself.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
    sync::Arc,
};

use super::workspace::{HOME, MANIFEST};
use crate::{
    output::{Manifest, ManifestError, Record},
    shell::{Problem, site::shown},
};

/// Refuses a folder that holds files and was not made by Handbill, unless that is forced.
pub(super) fn check(out: &Path, force: bool) -> Result<(), Problem> {
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => return Err(no_folder(out)),
        Err(error) => return Err(Problem::io("read", out, &error)),
    };
    if force || out.join(HOME).join(MANIFEST).symlink_metadata().is_ok() {
        return Ok(());
    }
    let mut names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let foreign = names.find(|name| name.as_ref().map_or(true, |name| !counts_as_nothing(&name.to_string_lossy())));
    match foreign {
        None => Ok(()),
        Some(Ok(name)) => Err(foreign_folder(out, &name.to_string_lossy())),
        Some(Err(error)) => Err(Problem::io("read", out, &error)),
    }
}

/// Git's own files are in folders that people mean to be empty, and a first build that was killed leaves our own.
fn counts_as_nothing(name: &str) -> bool {
    name.starts_with(".git") || name == HOME
}

fn no_folder(out: &Path) -> Problem {
    Problem::new(format!("the output cannot go to {}: a file is in the way", shown(out)))
        .help("remove or rename that file, or name another folder with --out DIR")
}

fn foreign_folder(out: &Path, name: &str) -> Problem {
    let shown = shown(out);
    Problem::new(format!("{shown} holds files that Handbill did not write, such as {name:?}"))
        .help("name an empty folder with --out DIR, or empty this one")
        .help("--force writes here all the same: files at the paths of outputs are overwritten, the others stay")
}

/// The record of what Handbill wrote there before; empty where there is none.
///
/// # Errors
/// When it cannot be read, or Handbill's own folder is a link to elsewhere.
pub(super) fn manifest(out: &Path, force: bool) -> Result<Manifest, Problem> {
    match text(out)?.map(|text| Manifest::parse(&text)) {
        None => Ok(Manifest::default()),
        Some(Ok(manifest)) => Ok(manifest),
        Some(Err(_)) if force => Ok(Manifest::default()),
        Some(Err(error)) => Err(unreadable(&out.join(HOME).join(MANIFEST), &error)),
    }
}

/// What the last build published there, as far as that can be read.
pub(super) fn record(out: &Path) -> Option<Arc<Record>> {
    text(out).ok()?.and_then(|text| Manifest::parse_record(&text).ok())
}

fn text(out: &Path) -> Result<Option<String>, Problem> {
    let path = out.join(HOME).join(MANIFEST);
    refuse_link(&out.join(HOME))?;
    refuse_link(&path)?;
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8(bytes);
            Ok(Some(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())))
        }
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(Problem::io("read", &path, &error)),
    }
}

fn unreadable(path: &Path, error: &ManifestError) -> Problem {
    Problem::new(format!("cannot tell what Handbill wrote from {}: {error}", shown(path)))
        .help("remove the output folder and build again")
        .help("--force builds all the same, and then files of earlier builds may be left over")
}

/// Refuses to write through a link: it would lead out of the output folder.
pub(super) fn refuse_link(path: &Path) -> Result<(), Problem> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(link(path)),
        _ => Ok(()),
    }
}

/// What is said of a link inside the output folder.
pub(super) fn link(path: &Path) -> Problem {
    Problem::new(format!("{} is a symbolic link, and Handbill does not write through it", shown(path)))
        .help("remove the link; the output folder itself may be one")
}

/// Whether there is nothing at a path, or a file where a folder should be.
pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
