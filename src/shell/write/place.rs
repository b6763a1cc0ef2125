//! Where an output folder may be.

use std::{
    io::ErrorKind,
    path::{Component, Path, PathBuf},
};

use crate::shell::{Problem, site::shown};

/// The folders of a site that are read and so can never be written.
const INPUTS: [&str; 3] = ["events", "pages", "site-templates"];

/// The absolute path of the output folder, links resolved, whether it is there or not.
///
/// # Errors
/// When a build there would read its own output or write over the site.
pub(super) fn resolve(out: &Path, site: &Path) -> Result<PathBuf, Problem> {
    let resolved = canonical(out)?;
    let refuse = |why: &str| {
        Err(Problem::new(format!("the output folder cannot be {}: {why}", shown(&resolved)))
            .help("name a folder of its own with --out DIR; without --out it is public/ in the site's folder"))
    };
    if resolved == site {
        return refuse("that is the site's own folder");
    }
    if site.starts_with(&resolved) {
        return refuse("the site lies in it");
    }
    match INPUTS.into_iter().find(|input| is_in(&resolved, &site.join(input))) {
        Some(input) => refuse(&format!("what Handbill reads lies in {input}/")),
        None => Ok(resolved),
    }
}

fn is_in(path: &Path, folder: &Path) -> bool {
    let canonical = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    path.starts_with(folder) || path.starts_with(canonical)
}

/// As [`Path::canonicalize`], for a path whose last parts need not be there yet.
fn canonical(path: &Path) -> Result<PathBuf, Problem> {
    let absolute = std::path::absolute(path).map_err(|error| Problem::io("find", path, &error))?;
    for above in absolute.ancestors() {
        match above.canonicalize() {
            Ok(found) => return join_rest(found, &absolute, above),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Problem::io("open", path, &error)),
        }
    }
    Ok(absolute)
}

/// Where `..` leads from a folder that is not there, nobody can say.
fn join_rest(found: PathBuf, absolute: &Path, above: &Path) -> Result<PathBuf, Problem> {
    let rest = absolute.strip_prefix(above).unwrap_or(Path::new(""));
    if rest.components().any(|part| part == Component::ParentDir) {
        let shown = absolute.display();
        return Err(Problem::new(format!("{shown} goes up from a folder that is not there"))
            .help("write the path of the output folder without .."));
    }
    Ok(if rest.as_os_str().is_empty() { found } else { found.join(rest) })
}
