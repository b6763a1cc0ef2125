//! Is there anything to build at all? Not where the inputs are those of the last build and all that it wrote still stands.

use std::{
    fs, io,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use super::{
    Report, place,
    target::still_stands,
    workspace::{HOME, Workspace},
};
use crate::{
    compile::{Inputs, Summary},
    diag::Diagnostic,
    output::Imprints,
};

/// What a build of these inputs into a folder would come to, and would find, where that is known without one: it was built from the
/// same, and every file stands as it was written.
pub fn unchanged(inputs: &Inputs, out: &Path, site: &Path) -> Option<(Report, Summary, Vec<Diagnostic>)> {
    let out = place::resolve(out, site).ok()?;
    let imprints = Workspace::imprints_of(&out);
    if Workspace::is_busy(&out) {
        return None;
    }
    let whole = imprints.whole.as_ref()?;
    let found = inputs.findings_of(whole)?;
    let standing = AtomicUsize::new(0);
    count_standing(&out, "", &imprints, &standing).ok()?;
    let count = standing.into_inner();
    let report = Report { unchanged: count, bytes: imprints.bytes(), ..Report::default() };
    (count == imprints.len()).then(|| (report, Summary::from(whole), found))
}

/// Counts the files below a folder of the output that stand as they were written.
fn count_standing(out: &Path, folder: &str, imprints: &Imprints, standing: &AtomicUsize) -> io::Result<()> {
    let mut folders = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(out.join(folder))? {
        let entry = entry?;
        let name = entry.file_name();
        // No output has another name.
        let Some(name) = name.to_str() else { continue };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if entry.file_type()?.is_dir() {
            folders.push(path);
        } else if imprints.find(&path).is_some_and(|imprint| still_stands(&entry.path(), imprint).is_some()) {
            count += 1;
        }
    }
    standing.fetch_add(count, Ordering::Relaxed);
    let folders = folders.par_iter().filter(|path| *path != HOME);
    folders.try_for_each(|path| count_standing(out, path, imprints, standing))
}
