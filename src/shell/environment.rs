//! What the environment says.

use std::{env, ffi::OsString};

/// The arguments of the program, its own name first.
pub fn arguments() -> Vec<OsString> {
    env::args_os().collect()
}

/// The value of a variable, where it is set to text.
pub(super) fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}
