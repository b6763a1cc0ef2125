//! The moment when visitors see the new site.

use std::{fs, io, path::Path};

use rayon::prelude::*;

use super::{folders::Folders, prune, workspace::Workspace};
use crate::{
    output::{Manifest, OutPath},
    shell::Problem,
};

/// Everything that is known once all outputs are staged.
pub(super) struct Commit<'a> {
    pub(super) workspace: &'a Workspace,
    /// What earlier builds wrote.
    pub(super) old: &'a Manifest,
    /// What stands there when this build has ended.
    pub(super) new: &'a Manifest,
    pub(super) folders: &'a Folders,
}

impl Commit<'_> {
    /// Moves staged outputs into place and removes what is not made any more; tells the paths of the latter.
    ///
    /// While files move, the record holds the old ones and the new ones: a build that comes after a kill knows them all.
    pub(super) fn run(&self, written: &[OutPath], blocked: bool) -> Result<Vec<String>, Problem> {
        let both = self.old.union(self.new);
        if both != *self.old {
            self.workspace.store(&both)?;
        }
        // Pages are removed last, so that none is missing meanwhile; but a file and a folder cannot share a name.
        let removed = if blocked {
            let removed = self.prune()?;
            self.publish(written)?;
            removed
        } else {
            self.publish(written)?;
            self.prune()?
        };
        if both != *self.new {
            self.workspace.store(self.new)?;
        }
        Ok(removed)
    }

    /// A folder that is not there yet moves as a whole: it is there at once with all its files.
    fn publish(&self, written: &[OutPath]) -> Result<(), Problem> {
        let whole = |path| self.folders.highest_missing(path);
        let mut moves: Vec<&str> = written.iter().map(|path| whole(path).unwrap_or(path.as_str())).collect();
        moves.dedup();
        let stage = self.workspace.stage();
        moves.par_iter().try_for_each(|path| {
            let target = self.workspace.out().join(path);
            rename(&stage.join(path), &target).map_err(|error| Problem::io("write", &target, &error))
        })
    }

    fn prune(&self) -> Result<Vec<String>, Problem> {
        let gone = self.old.without(self.new);
        let removed = prune::find(self.workspace.out(), &gone)?;
        prune::remove(self.workspace.out(), &removed)?;
        Ok(removed)
    }
}

/// A folder may have gone since it was looked at, together with the last file that was pruned from it.
fn rename(staged: &Path, target: &Path) -> io::Result<()> {
    match fs::rename(staged, target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(target.parent().unwrap_or(target))?;
            fs::rename(staged, target)
        }
        renamed => renamed,
    }
}
