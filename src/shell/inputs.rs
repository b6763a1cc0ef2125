//! Everything that a compilation takes in, gathered from the disk.

use super::{Problem, Site, load};
use crate::{
    compile::{BaseUrl, Inputs, Now},
    source::{History, Origin},
};

/// Reads a site as it stands now. `base_url` takes the place of the one in `site.yaml`.
///
/// # Errors
/// When the site is larger than a site can be.
pub fn inputs(site: &Site, now: Now, base_url: Option<BaseUrl>) -> Result<Inputs, Problem> {
    // The past of the files is not read yet: none is recorded.
    Ok(Inputs { sources: load(site)?, history: History::default(), now, base_url })
}

/// How many files the site itself has; built-in ones do not count.
pub fn count_files(inputs: &Inputs) -> usize {
    inputs.sources.iter().filter(|(_, file)| file.origin == Origin::User).count()
}
