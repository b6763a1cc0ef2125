//! Ctrl-C and the signals that ask the program to end.
//!
//! Before anything is written, the program ends at once: there is nothing to tidy. While outputs are being staged, the
//! writer asks [`requested`] between two files, removes the stage and ends. While staged files are moved into place,
//! which takes moments, it goes on to the end, so that the output is as it was or complete. A second Ctrl-C ends it anyhow;
//! the next build repairs what that leaves.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::Problem;

/// The exit code of a program that Ctrl-C ended, as shells have it: 128 and the number of the signal.
pub const EXIT_CODE: u8 = 130;

static REQUESTED: AtomicBool = AtomicBool::new(false);
static UNTIDY: AtomicU32 = AtomicU32::new(0);

/// Catches the signals from here on.
///
/// # Errors
/// When the system does not let it.
pub fn listen() -> Result<(), Problem> {
    ctrlc::set_handler(|| {
        let asked_before = REQUESTED.swap(true, Ordering::SeqCst);
        if asked_before || UNTIDY.load(Ordering::SeqCst) == 0 {
            std::process::exit(i32::from(EXIT_CODE));
        }
    })
    .map_err(|error| Problem::new(format!("cannot listen for Ctrl-C: {error}")))
}

/// Whether the program was asked to end.
pub fn requested() -> bool {
    REQUESTED.load(Ordering::SeqCst)
}

/// While this lives, a request does not end the program at once.
#[derive(Debug)]
pub(super) struct Untidy;

impl Untidy {
    pub(super) fn begin() -> Self {
        UNTIDY.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Untidy {
    fn drop(&mut self) {
        UNTIDY.fetch_sub(1, Ordering::SeqCst);
    }
}
