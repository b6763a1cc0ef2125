//! What is written: outputs that are rendered when they are asked for.

use std::sync::Arc;

use rayon::prelude::*;

use crate::{
    compile::{Inputs, Outputs},
    diag::Diagnostic,
    output::{Body, OutPath, Pieces, Record, Whole},
    shell::{console::Console, progress::Progress},
    source::Digest,
};

/// How many failing templates are told of at once: one mistake in a shared template fails on every page.
const MOST_FAILURES: usize = 20;

/// Outputs, each rendered when it is asked for, from many threads at once.
pub trait Render: Sync {
    /// Where they go, sorted, each once.
    fn paths(&self) -> &[OutPath];

    /// Renders the output at a place in that list.
    ///
    /// # Errors
    /// When a user's template fails.
    #[allow(clippy::result_large_err, reason = "failures are few")]
    fn render(&self, index: usize) -> Result<Body, Diagnostic>;

    /// The same piece by piece, where an output is so large that it should not be in memory as a whole.
    fn pieces(&self, _index: usize) -> Option<Pieces<'_>> {
        None
    }

    /// What the output at a place in that list is made of, as one number: while that stays, so does the output.
    fn key(&self, index: usize) -> Digest;

    /// What makes the next build see that there is nothing to do, given what they were made from and what was found in it.
    fn whole(&self, inputs: &Inputs, found: &[Diagnostic]) -> Option<Whole>;

    /// What they publish, for the next build to know.
    fn record(&self) -> Arc<Record>;
}

impl Render for Outputs {
    fn paths(&self) -> &[OutPath] {
        Self::paths(self)
    }

    fn render(&self, index: usize) -> Result<Body, Diagnostic> {
        self.render(index)
    }

    fn pieces(&self, index: usize) -> Option<Pieces<'_>> {
        self.pieces(index)
    }

    fn key(&self, index: usize) -> Digest {
        self.key(index)
    }

    fn whole(&self, inputs: &Inputs, found: &[Diagnostic]) -> Option<Whole> {
        Some(self.whole(inputs, found))
    }

    fn record(&self) -> Arc<Record> {
        self.record()
    }
}

/// Renders every output and throws it away: the failures of templates, the first 20 that differ.
pub fn render_all(outputs: &dyn Render, console: Option<&Console>) -> Vec<Diagnostic> {
    let count = outputs.paths().len();
    let progress = Progress::new(console, "Checking", count);
    let failure = |index| {
        progress.step();
        outputs.render(index).err()
    };
    let failures: Vec<Diagnostic> = (0..count).into_par_iter().filter_map(failure).collect();
    first_distinct(failures)
}

/// The first failures in the order of the outputs, each once.
pub(super) fn first_distinct(failures: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut distinct: Vec<Diagnostic> = Vec::new();
    for failure in failures {
        if distinct.len() < MOST_FAILURES && !distinct.contains(&failure) {
            distinct.push(failure);
        }
    }
    distinct
}
