//! Is there anything to build at all? Not where the inputs are those of the last build and all that it wrote still stands.

use std::path::Path;

use rayon::prelude::*;

use super::{Report, place, target::still_stands, workspace::Workspace};
use crate::{
    compile::{Inputs, Summary},
    diag::Diagnostic,
};

/// What a build of these inputs into a folder would come to, and would find, where that is known without one: it was built from the
/// same, and every file stands as it was written.
pub fn unchanged(inputs: &Inputs, out: &Path, site: &Path) -> Option<(Report, Summary, Vec<Diagnostic>)> {
    let out = place::resolve(out, site).ok()?;
    if Workspace::is_busy(&out) {
        return None;
    }
    let imprints = Workspace::imprints_of(&out);
    let whole = imprints.whole.as_ref()?;
    let (found, paths) = inputs.known_of(whole)?;
    let paths: Vec<&str> = paths.lines().collect();
    let stands =
        |path: &&str| imprints.find(path).is_some_and(|imprint| still_stands(&out.join(path), imprint).is_some());
    let report = Report { unchanged: paths.len(), bytes: imprints.bytes(), ..Report::default() };
    let do_all_stand = paths.len() == imprints.len() && paths.par_iter().with_min_len(64).all(stands);
    do_all_stand.then(|| (report, Summary::from(whole), found))
}
