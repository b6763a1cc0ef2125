//! Removing what earlier builds wrote and this one did not.
//!
//! The record holds hashes of paths, so the files are found by walking the output. Links are never followed.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use super::workspace::HOME;
use crate::{output::Manifest, shell::Problem};

/// The files below the output folder that this record holds, relative to it, sorted.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn find(out: &Path, gone: &Manifest) -> Result<Vec<String>, Problem> {
    let mut found = Vec::new();
    if !gone.is_empty() {
        walk(out, "", &mut |path| {
            if gone.owns(path) {
                found.push(path.to_owned());
            }
        })?;
    }
    found.sort();
    Ok(found)
}

/// Removes files, and folders that became empty by it.
///
/// # Errors
/// When one cannot be removed.
pub(super) fn remove(out: &Path, paths: &[String]) -> Result<(), Problem> {
    for path in paths {
        let disk = out.join(path);
        match fs::remove_file(&disk) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Problem::io("remove", &disk, &error));
            }
            _ => remove_empty_folders(out, path),
        }
    }
    Ok(())
}

fn remove_empty_folders(out: &Path, path: &str) {
    let folders = path.rmatch_indices('/').map(|(at, _)| out.join(&path[..at]));
    // The first that still holds something ends it: a folder that is not empty cannot be removed so.
    let _ = folders.map(fs::remove_dir).find(io::Result::is_err);
}

/// A file in a folder of the output that this record does not hold, if there is one.
///
/// # Errors
/// When a folder cannot be read.
pub(super) fn foreign_file(out: &Path, folder: &str, ours: &Manifest) -> Result<Option<String>, Problem> {
    let mut foreign = None;
    walk(out, folder, &mut |path| {
        if foreign.is_none() && !ours.owns(path) {
            foreign = Some(path.to_owned());
        }
    })?;
    Ok(foreign)
}

/// Calls `visit` with the path of everything below `folder` that is no folder; both are relative to the output folder. A
/// name that is not UTF-8 is told with replacement characters: no output has such a name.
fn walk(out: &Path, folder: &str, visit: &mut dyn FnMut(&str)) -> Result<(), Problem> {
    let disk = out.join(folder);
    let fail = |error: io::Error| Problem::io("read", &disk, &error);
    for entry in fs::read_dir(&disk).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        if !entry.file_type().map_err(fail)?.is_dir() {
            visit(&path);
        } else if path != HOME {
            walk(out, &path, visit)?;
        }
    }
    Ok(())
}
