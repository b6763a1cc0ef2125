//! A counter on a terminal, for what takes more than a moment.

use std::{
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
    time::Instant,
};

use super::console::Console;

/// Milliseconds before anything is shown: what is done within a second needs no counter.
const PATIENCE: u64 = 1000;
/// Milliseconds between two drawings.
const PAUSE: u64 = 100;

/// Counts steps that many threads take; shown only on a terminal and gone when it is dropped.
#[derive(Debug)]
pub(super) struct Progress<'a> {
    console: Option<&'a Console>,
    verb: &'static str,
    total: usize,
    done: AtomicUsize,
    started: Instant,
    /// When it is drawn next, in milliseconds from the start.
    next: AtomicU64,
}

impl<'a> Progress<'a> {
    pub(super) fn new(console: Option<&'a Console>, verb: &'static str, total: usize) -> Self {
        Self {
            console: console.filter(|console| console.may_move()),
            verb,
            total,
            done: AtomicUsize::new(0),
            started: Instant::now(),
            next: AtomicU64::new(PATIENCE),
        }
    }

    /// One more is done.
    pub(super) fn step(&self) {
        let Some(console) = self.console else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let now = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let next = self.next.load(Ordering::Relaxed);
        // Of the threads that come here at once, one draws.
        if now >= next && self.claim(next, now.saturating_add(PAUSE)) {
            console.message(&format!("\r{} {done} of {} files", self.verb, self.total));
        }
    }

    fn claim(&self, next: u64, later: u64) -> bool {
        self.next.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        let drawn = self.next.load(Ordering::Relaxed) != PATIENCE;
        if let Some(console) = self.console.filter(|_| drawn) {
            console.message(&format!("\r{}\r", " ".repeat(60)));
        }
    }
}
