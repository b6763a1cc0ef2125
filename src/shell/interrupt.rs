//! Ctrl-C and the signals that ask the program to end.
//!
//! Before anything is written, the program ends at once: there is nothing to tidy but a folder that was made for this run
//! alone. While outputs are being staged, the
//! writer asks [`requested`] between two files, removes the stage and ends. While staged files are moved into place,
//! which takes moments, it goes on to the end, so that the output is as it was or complete. A second Ctrl-C ends it anyhow;
//! the next build repairs what that leaves.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use super::Problem;

/// The exit code of a program that Ctrl-C ended, as shells have it: 128 and the number of the signal.
pub const EXIT_CODE: u8 = 130;

struct State {
    requested: bool,
    /// Whether there is something to tidy before the program may end.
    untidy: bool,
    /// A folder that is not to outlast the program.
    passing: Option<PathBuf>,
}

static STATE: Mutex<State> = Mutex::new(State { requested: false, untidy: false, passing: None });

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Catches the signals from here on.
///
/// # Errors
/// When the system does not let it.
pub fn listen() -> Result<(), Problem> {
    ctrlc::set_handler(|| {
        // Held until the end, so that nothing untidy begins meanwhile.
        let mut state = state();
        if state.requested || !state.untidy {
            // There is nobody left to tell when that fails.
            let _ = state.passing.take().map(fs::remove_dir_all);
            std::process::exit(i32::from(EXIT_CODE));
        }
        state.requested = true;
    })
    .map_err(|error| Problem::new(format!("cannot listen for Ctrl-C: {error}")))
}

/// Whether the program was asked to end.
pub fn requested() -> bool {
    state().requested
}

/// A folder that goes with the program, however it is asked to end.
#[cfg(feature = "serve")]
#[derive(Debug)]
pub struct Passing(tempfile::TempDir);

#[cfg(feature = "serve")]
impl Passing {
    /// Makes a folder that only this user can read.
    ///
    /// # Errors
    /// When the system's folder for such things cannot be written.
    pub fn folder() -> Result<Self, Problem> {
        let mut state = state();
        let mut builder = tempfile::Builder::new();
        builder.prefix("handbill-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let made = builder.tempdir();
        let folder = made.map_err(|error| Problem::io("create a folder in", &std::env::temp_dir(), &error))?;
        state.passing = Some(folder.path().to_owned());
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// While this lives, a request does not end the program at once.
#[derive(Debug)]
pub(super) struct Untidy;

impl Untidy {
    pub(super) fn begin() -> Self {
        state().untidy = true;
        Self
    }
}

impl Drop for Untidy {
    fn drop(&mut self) {
        state().untidy = false;
    }
}
