//! Everything that a compilation takes in, gathered from the disk.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    Problem, Site,
    history::{self, Texts, Told},
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
    let is_silent = AtomicBool::new(false);
    let read = || {
        let sources = load(site)?;
        // Nobody asks for the names of texts where git does not speak.
        let texts = if is_silent.load(Ordering::Relaxed) { Texts::default() } else { Texts::of(&sources) };
        Ok((texts, sources))
    };
    let ask = || {
        let told = history::ask(site);
        is_silent.store(matches!(told, Told::Silent(_)), Ordering::Relaxed);
        (told, history::published(out))
    };
    let (read, (told, published)) = rayon::join(read, ask);
    let (texts, sources) = read?;
    let history = history::history(site, (&sources, &texts), told, published);
    Ok((Inputs { sources, history, now, base_url, share_pictures: true }, texts))
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
