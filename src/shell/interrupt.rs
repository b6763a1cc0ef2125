//! Ctrl-C and the signals that ask the program to end.
//!
//! Before anything is written, the program ends at once: there is nothing to tidy but a folder that was made for this run
//! alone. While outputs are being staged, the
//! writer asks [`requested`] between two files, removes the stage and ends. While staged files are moved into place,
//! which takes moments, it goes on to the end, so that the output is as it was or complete. A second Ctrl-C ends it anyhow;
//! the next build repairs what that leaves.

use std::{
    fs,
    path::PathBuf,
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

/// A folder that is not to outlast the program.
#[cfg(feature = "serve")]
pub(super) fn remove_at_end(folder: PathBuf) {
    state().passing = Some(folder);
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
