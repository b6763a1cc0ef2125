//! Everything that a compilation takes in, gathered from the disk.

use std::path::Path;

use super::{
    Problem, Site,
    history::{self, Texts},
    load,
};
use crate::{
    compile::{BaseUrl, Compiled, Inputs, Now},
    source::Origin,
};

/// Reads a site as it stands now, and what is known of its past. `base_url` takes the place of the one in `site.yaml`; `out` is
/// where the site was built before.
///
/// # Errors
/// When the site is larger than a site can be.
pub fn inputs(site: &Site, now: Now, base_url: Option<BaseUrl>, out: &Path) -> Result<Inputs, Problem> {
    gather(site, now, base_url, out).map(|(inputs, _)| inputs)
}

/// The same, with the texts of the records by their names in git.
pub(super) fn gather(site: &Site, now: Now, base_url: Option<BaseUrl>, out: &Path) -> Result<(Inputs, Texts), Problem> {
    // Git is slower than the disk: what can be done with the files alone is done meanwhile.
    let read = || load(site).map(|sources| (Texts::of(&sources), sources));
    let (read, told) = rayon::join(read, || history::ask(site));
    let (texts, sources) = read?;
    let history = history::history(site, (&sources, &texts), told, out);
    Ok((Inputs { sources, history, now, base_url }, texts))
}

/// Keeps what a compilation worked out of a site's past, for the next one.
pub fn keep_past(site: &Site, compiled: &Compiled) {
    if let Some(past) = &compiled.past {
        history::keep(site, past);
    }
}

/// How many files the site itself has; built-in ones do not count.
pub fn count_files(inputs: &Inputs) -> usize {
    inputs.sources.iter().filter(|(_, file)| file.origin == Origin::User).count()
}
