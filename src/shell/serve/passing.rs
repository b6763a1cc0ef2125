//! A folder for one run.

use std::{env, path::Path};

use tempfile::TempDir;

use crate::shell::{
    Problem,
    interrupt::{self, Untidy},
};

/// A folder that goes with the program, however it is asked to end.
#[derive(Debug)]
pub struct Passing(TempDir);

impl Passing {
    /// Makes a folder that only this user can read.
    ///
    /// # Errors
    /// When the system's folder for such things cannot be written.
    pub fn folder() -> Result<Self, Problem> {
        // The first build ends where the program is asked to end meanwhile.
        let _untidy = Untidy::begin();
        let mut builder = tempfile::Builder::new();
        builder.prefix("handbill-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let made = builder.tempdir();
        let folder = made.map_err(|error| {
            Problem::io("create a folder in", &env::temp_dir(), &error).help("name one for the output with --out DIR")
        })?;
        interrupt::remove_at_end(folder.path().to_owned());
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}
