//! The only impure code: what reads the disk, the clock and the environment, and what writes the output.
//!
//! Everything else in Handbill gets its inputs as values and gives its outputs as values.

#![allow(clippy::disallowed_methods, reason = "this is the module that the bans point to")]

pub mod clock;
pub mod console;
pub mod environment;
mod git;
mod history;
mod inputs;
pub mod interrupt;
mod load;
mod problem;
mod progress;
mod revisions;
#[cfg(feature = "serve")]
pub mod serve;
mod site;
mod templates;
#[cfg(feature = "watch")]
mod watch;
#[cfg(feature = "watch")]
mod workshop;
mod write;

pub use inputs::{count_files, inputs, keep_past};
pub use load::load;
pub use problem::Problem;
pub use revisions::{Revision, Revisions, Surveyed};
pub use site::{Site, enter, find_site, is_there, shown, within};
pub use templates::{built_in_templates, has_own_template, own_template, template_path, write_template};
#[cfg(feature = "watch")]
pub use watch::{Cause, Listener, Lookout, watch};
#[cfg(feature = "watch")]
pub use workshop::{Changes, Order, Rebuilt, Workshop};
#[cfg(feature = "watch")]
pub use write::Standing;
pub use write::{Render, Report, WriteError, Writer, render_all, unchanged};
