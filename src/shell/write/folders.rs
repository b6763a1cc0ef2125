//! The folders that outputs go to, each looked at once.

use std::{collections::BTreeMap, fs, path::Path};

use super::claim::{is_absent, link};
use crate::{
    output::{Manifest, OutPath},
    shell::{Problem, site::shown},
};

/// What stands where a folder is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Present,
    Missing,
    /// A file that an earlier build wrote and this one removes.
    Blocked,
}

/// The folders that a list of outputs needs, by path relative to the output folder.
#[derive(Debug)]
pub(super) struct Folders {
    standing: BTreeMap<String, Standing>,
}

impl Folders {
    /// Looks at every folder that the outputs go to.
    ///
    /// # Errors
    /// When one of them is a link, or a file that Handbill did not write.
    pub(super) fn survey(out: &Path, paths: &[OutPath], old: &Manifest) -> Result<Self, Problem> {
        let mut folders = Self { standing: BTreeMap::new() };
        for path in paths {
            if let Some((folder, _)) = path.as_str().rsplit_once('/') {
                folders.look_at(out, folder, old)?;
            }
        }
        Ok(folders)
    }

    fn look_at(&mut self, out: &Path, folder: &str, old: &Manifest) -> Result<Standing, Problem> {
        if let Some(known) = self.standing.get(folder) {
            return Ok(*known);
        }
        let above = match folder.rsplit_once('/') {
            Some((above, _)) => self.look_at(out, above, old)?,
            None => Standing::Present,
        };
        let standing = match above {
            Standing::Present => standing(&out.join(folder), folder, old)?,
            Standing::Missing | Standing::Blocked => Standing::Missing,
        };
        self.standing.insert(folder.to_owned(), standing);
        Ok(standing)
    }

    /// Whether the folder of an output is there.
    pub(super) fn has_folder_of(&self, path: &OutPath) -> bool {
        path.as_str().rsplit_once('/').is_none_or(|(folder, _)| self.is_present(folder))
    }

    /// The highest folder on the way to an output that is not there, if any.
    pub(super) fn highest_missing<'a>(&self, path: &'a OutPath) -> Option<&'a str> {
        let path = path.as_str();
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.into_iter().find(|folder| !self.is_present(folder))
    }

    /// Whether a file must go before a folder can stand there.
    pub(super) fn are_blocked(&self) -> bool {
        self.standing.values().any(|standing| *standing == Standing::Blocked)
    }

    fn is_present(&self, folder: &str) -> bool {
        self.standing.get(folder) == Some(&Standing::Present)
    }
}

fn standing(disk: &Path, folder: &str, old: &Manifest) -> Result<Standing, Problem> {
    match fs::symlink_metadata(disk) {
        Ok(metadata) if metadata.is_dir() => Ok(Standing::Present),
        Ok(metadata) if metadata.is_symlink() => Err(link(disk)),
        Ok(_) if old.owns(folder) => Ok(Standing::Blocked),
        Ok(_) => Err(in_the_way(disk)),
        Err(error) if is_absent(&error) => Ok(Standing::Missing),
        Err(error) => Err(Problem::io("look at", disk, &error)),
    }
}

fn in_the_way(disk: &Path) -> Problem {
    let shown = shown(disk);
    Problem::new(format!("{shown} is a file that Handbill did not write, and a folder must stand there"))
        .help("remove or rename that file, then build again")
}
