//! From a save until a browser shows it.

use std::{io, path::Path};

use super::report::Report;

pub fn measure(_folder: &Path, _events: usize, report: &mut Report) -> io::Result<()> {
    report.note("To come.");
    Ok(())
}
