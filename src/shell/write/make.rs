//! Rendering every output and staging those that differ from the disk.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::{
    Folders, Render, WriteError, Writer,
    render::first_distinct,
    target::{Goods, Standing, compare, still_stands},
};
use crate::{
    diag::Diagnostic,
    output::{Imprint, Imprints, Manifest, OutPath},
    shell::{Problem, interrupt, progress::Progress},
    source::Digest,
};

/// An output that was rendered, and staged where it differs.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) imprint: Imprint,
    pub(super) differs: bool,
    /// Whether a folder of ours must go before it can stand in its place.
    pub(super) blocked: bool,
}

enum Failure {
    Template(Box<Diagnostic>),
    Problem(Problem),
    /// Not tried, because of another failure.
    Skipped,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Renders outputs one by one, so that never more of them are in memory than there are threads.
pub(super) struct Maker<'a> {
    pub(super) writer: &'a Writer<'a>,
    pub(super) outputs: &'a dyn Render,
    pub(super) out: &'a Path,
    pub(super) old: &'a Manifest,
    /// How the last build wrote its outputs.
    pub(super) imprints: &'a Imprints,
    pub(super) folders: &'a Folders,
    /// Nothing when it is only to be said what would be done.
    pub(super) stage: Option<PathBuf>,
    pub(super) progress: Progress<'a>,
}

impl Maker<'_> {
    pub(super) fn run(&self) -> Result<Vec<Made>, WriteError> {
        let (failed, stopped) = (AtomicBool::new(false), AtomicBool::new(false));
        let paths = self.outputs.paths().par_iter().enumerate();
        let results: Vec<Result<Made, Failure>> = paths
            .map(|(index, path)| {
                let skip = stopped.load(Ordering::Relaxed) || interrupt::requested();
                let made = if skip { Err(Failure::Skipped) } else { self.make(index, path, &failed) };
                failed.fetch_or(made.is_err(), Ordering::Relaxed);
                stopped.fetch_or(matches!(made, Err(Failure::Problem(_))), Ordering::Relaxed);
                self.progress.step();
                made
            })
            .collect();
        if interrupt::requested() { Err(WriteError::Interrupted) } else { all(results) }
    }

    /// Once a template has failed nothing will be written: what is left is rendered to find other failures.
    fn make(&self, index: usize, path: &OutPath, failed: &AtomicBool) -> Result<Made, Failure> {
        let key = self.outputs.key(index);
        if let Some(made) = self.standing(path, key) {
            return Ok(made);
        }
        let staged = self.stage.as_ref().map(|stage| stage.join(path.as_str()));
        let goods = self.goods(index, staged.as_deref())?;
        if failed.load(Ordering::Relaxed) {
            return Err(Failure::Skipped);
        }
        let standing = if self.folders.has_folder_of(path) {
            compare(&goods, self.out, path.as_str(), self.old)?
        } else {
            Standing::Different
        };
        let modified = match (standing, &staged) {
            (Standing::Same { modified }, staged) => {
                staged.iter().try_for_each(|staged| goods.unstage(staged))?;
                modified
            }
            (_, Some(staged)) => goods.write_to(staged)?,
            (_, None) => 0,
        };
        let imprint = Imprint { key, content: goods.digest(), bytes: goods.len(), modified };
        let differs = !matches!(standing, Standing::Same { .. });
        Ok(Made { imprint, differs, blocked: standing == Standing::Blocked })
    }

    /// What is to be written; a large output waits in the stage already, since it is better not in memory.
    fn goods(&self, index: usize, staged: Option<&Path>) -> Result<Goods<'_>, Failure> {
        if let Some(pieces) = self.outputs.pieces(index) {
            return Ok(Goods::staged(pieces, staged)?);
        }
        let body = self.outputs.render(index).map_err(|found| Failure::Template(Box::new(found)))?;
        Ok(Goods::new(body, self.writer.site, self.writer.sources)?)
    }

    /// The output as the last build wrote it, where it is made of the same and still stands.
    fn standing(&self, path: &OutPath, key: Digest) -> Option<Made> {
        let imprint = self.imprints.find(path.as_str()).filter(|imprint| imprint.key == key)?;
        let imprint =
            self.folders.has_folder_of(path).then(|| still_stands(&self.out.join(path.as_str()), imprint))??;
        Some(Made { imprint, differs: false, blocked: false })
    }
}

/// All that was made, or what is to be told of the failures: the disk's first, because it is not the author's fault.
fn all(results: Vec<Result<Made, Failure>>) -> Result<Vec<Made>, WriteError> {
    let (mut made, mut templates) = (Vec::with_capacity(results.len()), Vec::new());
    for result in results {
        match result {
            Ok(one) => made.push(one),
            Err(Failure::Template(found)) => templates.push(*found),
            Err(Failure::Problem(problem)) => return Err(problem.into()),
            Err(Failure::Skipped) => {}
        }
    }
    if templates.is_empty() { Ok(made) } else { Err(WriteError::Diagnostics(first_distinct(templates))) }
}
