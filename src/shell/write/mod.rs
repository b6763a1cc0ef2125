//! Writing the output folder, so that a web server never serves half a file and a kill at any instant is repaired by the
//! next build.
//!
//! Everything that Handbill needs lies in `.handbill/` inside the output folder:
//!
//! | name | what |
//! |---|---|
//! | `manifest.json` | hashes of the paths and contents of all files that Handbill wrote ([`Manifest`]) |
//! | `imprints` | what each was made of, and when: what need not be made again ([`Imprints`]) |
//! | `lock` | held by the build that is running |
//! | `stage/` | new files while a build runs; gone when it ends |
//!
//! A build goes through these steps; up to the fourth nothing that a visitor sees has changed:
//!
//! 1. [`place`], [`claim`]: may this folder be written at all?
//! 2. [`workspace`]: take the lock, remove what a killed build left.
//! 3. [`make`]: render every output, compare it with the disk, put what differs into the stage.
//! 4. [`commit`]: record the old files and the new ones as ours, so that whatever happens next no file is forgotten;
//! 5. move the staged files into place, each with one rename;
//! 6. [`prune`]: remove what only the old record has; then record the new files alone.
//!
//! Nothing is flushed to the disk (`fsync`): after a power cut the next build compares every file's bytes and repairs
//! them, as it does after a kill, and waiting for the disk would make a build many times slower.

mod claim;
mod commit;
mod folders;
mod make;
mod place;
mod prune;
mod render;
#[cfg(feature = "watch")]
mod standing;
mod target;
mod whole;
mod workspace;

#[cfg(feature = "watch")]
use std::path::PathBuf;
use std::{path::Path, sync::Arc};

use super::{Problem, Site, console::Console, interrupt::Untidy, progress::Progress};
use crate::{
    compile::Inputs,
    diag::Diagnostic,
    output::{Imprint, Imprints, Manifest, OutPath, Record, Whole},
    source::SourceSet,
};

use commit::Commit;
use folders::Folders;
use make::{Made, Maker};
pub use render::{Render, render_all};
#[cfg(feature = "watch")]
pub use standing::Standing;
pub use whole::unchanged;
use workspace::Workspace;

/// What a build did to the output folder, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files that are new or changed, in the order of their paths.
    pub written: Vec<OutPath>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// Files that were removed, relative to the output folder, sorted.
    pub removed: Vec<String>,
    /// Length of all files together, in bytes.
    pub bytes: u64,
}

/// Why the output was not written. Unless the disk failed while files were moved into place, it is as it was before.
#[derive(Clone, Debug)]
pub enum WriteError {
    /// Templates that cannot be rendered: mistakes in the input.
    Diagnostics(Vec<Diagnostic>),
    /// The folder may not or cannot be written.
    Problem(Problem),
    /// The program was asked to end.
    Interrupted,
}

impl From<Problem> for WriteError {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Writes the outputs of a site into a folder.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The site; pictures are copied from there.
    pub site: &'a Site,
    /// The snapshot that the outputs were made from.
    pub sources: &'a SourceSet,
    /// The output folder.
    pub out: &'a Path,
    /// Write into a folder that Handbill did not make. What lies there is overwritten where an output has the same path,
    /// and never removed.
    pub force: bool,
    /// What the outputs were made from, and what was found in it; makes the next build see when there is nothing to do.
    pub made_from: Option<(&'a Inputs, &'a [Diagnostic])>,
    /// Where to show a counter.
    pub console: Option<&'a Console>,
}

impl Writer<'_> {
    /// Writes what differs and removes what is not made any more; see the steps above.
    ///
    /// # Errors
    /// When a template fails, the folder is not ours to write, the disk does not let it, or the program is asked to end.
    pub fn write(&self, outputs: &dyn Render) -> Result<Report, WriteError> {
        self.write_whole(outputs).map(|(report, _)| report)
    }

    /// The same, with what stands in the folder then.
    fn write_whole(&self, outputs: &dyn Render) -> Result<(Report, Left), WriteError> {
        let out = place::resolve(self.out, &self.site.folder)?;
        claim::check(&out, self.force)?;
        let _untidy = Untidy::begin();
        let mut workspace = Workspace::open(&out)?;
        let old = claim::manifest(&out, self.force)?;
        let folders = Folders::survey(&out, outputs.paths(), &old)?;
        let imprints = workspace.imprints();
        let made = self.make(outputs, &out, (&old, &imprints), &folders, Some(&workspace))?;
        let mut new = manifest(outputs.paths(), &made);
        new.record = outputs.record();
        let paths = written(outputs.paths(), &made);
        let blocked = folders.are_blocked() || made.iter().any(|made| made.blocked);
        let commit = Commit { workspace: &workspace, old: &old, new: &new, folders: &folders };
        let removed = commit.run(&paths, blocked)?;
        workspace.keep(
            &print(outputs.paths(), &made, self.made_from.and_then(|(inputs, found)| outputs.whole(inputs, found))),
            &imprints,
        );
        workspace.finish();
        let report = report(paths, &made, removed);
        let imprints = made.into_iter().map(|made| made.imprint).collect();
        Ok((report, Left { imprints, manifest: new }))
    }

    /// Says what [`Writer::write`] would do, and does none of it.
    ///
    /// # Errors
    /// As for [`Writer::write`].
    pub fn plan(&self, outputs: &dyn Render) -> Result<Report, WriteError> {
        let out = place::resolve(self.out, &self.site.folder)?;
        claim::check(&out, self.force)?;
        let old = claim::manifest(&out, self.force)?;
        let folders = Folders::survey(&out, outputs.paths(), &old)?;
        let imprints = Workspace::imprints_of(&out);
        let made = self.make(outputs, &out, (&old, &imprints), &folders, None)?;
        let gone = old.without(&manifest(outputs.paths(), &made));
        let removed = prune::find(&out, &gone)?;
        Ok(report(written(outputs.paths(), &made), &made, removed))
    }

    fn make(
        &self,
        outputs: &dyn Render,
        out: &Path,
        (old, imprints): (&Manifest, &Imprints),
        folders: &Folders,
        workspace: Option<&Workspace>,
    ) -> Result<Vec<Made>, WriteError> {
        let progress = Progress::new(self.console, "Writing", outputs.paths().len());
        let stage = workspace.map(Workspace::stage);
        Maker { writer: self, outputs, out, old, imprints, folders, stage, progress }.run()
    }
}

/// Where a folder for the output is, links resolved; it may be written as far as can be told before it is.
///
/// # Errors
/// When it is no folder for an output, or holds files of somebody else.
#[cfg(feature = "watch")]
pub(super) fn place_of(out: &Path, site: &Path, force: bool) -> Result<PathBuf, Problem> {
    let out = place::resolve(out, site)?;
    claim::check(&out, force)?;
    Ok(out)
}

/// What a build left in its folder.
struct Left {
    /// In the order of the outputs.
    #[cfg_attr(not(feature = "watch"), allow(dead_code, reason = "only who builds again asks for it"))]
    imprints: Vec<Imprint>,
    #[cfg_attr(not(feature = "watch"), allow(dead_code, reason = "only who builds again asks for it"))]
    manifest: Manifest,
}

/// What the last build into a folder published; nothing where there was none, or its record cannot be read.
pub(super) fn published(out: &Path) -> Arc<Record> {
    claim::record(out).unwrap_or_default()
}

fn manifest(paths: &[OutPath], made: &[Made]) -> Manifest {
    let mut manifest = Manifest::default();
    for (path, made) in paths.iter().zip(made) {
        manifest.insert(path, made.imprint.content);
    }
    manifest
}

fn print(paths: &[OutPath], made: &[Made], whole: Option<Whole>) -> Imprints {
    let mut imprints = Imprints::default();
    imprints.whole = whole;
    paths.iter().zip(made).for_each(|(path, made)| imprints.insert(path, made.imprint));
    imprints
}

fn written(paths: &[OutPath], made: &[Made]) -> Vec<OutPath> {
    let pairs = paths.iter().zip(made).filter(|(_, made)| made.differs);
    pairs.map(|(path, _)| path.clone()).collect()
}

fn report(written: Vec<OutPath>, made: &[Made], removed: Vec<String>) -> Report {
    Report {
        unchanged: made.len() - written.len(),
        written,
        removed,
        bytes: made.iter().map(|made| made.imprint.bytes).sum(),
    }
}

#[cfg(test)]
mod tests;
