//! Handbill turns YAML event files kept in git into a static website and iCalendar feeds.
//!
//! ```text
//! disk, clock ──> shell::load ──> Inputs ──> parse ─> check ─> resolve ─> render ──> outputs ──> shell::write ──> public/
//!                                  └──────────────── compile(): pure ───────────────┘
//! ```
//!
//! [`compile::compile`] is a function of its inputs and of nothing else: the files, what is known of their past, and the
//! moment that the site is seen from. Everything that reads, writes or asks the time lies in [`shell`].

pub mod check;
pub mod cli;
pub mod compare;
pub mod compile;
pub mod diag;
pub mod explain;
pub mod model;
pub mod output;
pub mod parse;
pub mod past;
pub mod render;
pub mod resolve;
pub mod shell;
pub mod source;
