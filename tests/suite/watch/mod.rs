//! `handbill watch`: the real program on real files. A test waits for what the program says or writes, never for a time.
//!
//! `HANDBILL_SOAK_MINUTES=10 cargo test --locked --test suite watch::soak` edits a site for ten minutes and fails if the
//! program grows; without the variable it does so for a few seconds.

mod by_commits;
mod by_files;
mod by_time;
mod ends;
mod mistakes;
mod polls;
mod running;
mod soak;
mod stress;
