//! The program seen from outside: sites in; findings, outputs and exit codes out.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests may use the machine")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod architecture;
mod archives;
mod budgets;
mod cli;
mod compare;
mod diff;
mod edits;
mod event_page;
mod explain;
mod feeds;
mod find;
mod golden;
mod history;
mod hostile;
mod interop;
mod months;
mod news;
mod output;
mod own_pages;
mod own_templates;
mod pages;
mod pictures;
mod policies;
mod program;
mod property;
mod random;
mod repeats;
#[cfg(feature = "serve")]
mod serve;
mod support;
mod templates;
mod twins;
mod visibility;
mod visit;
mod warm;
#[cfg(feature = "watch")]
mod watch;
