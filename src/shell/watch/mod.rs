//! Building a site now, and again whenever it changes: by its files, by git, or by the clock.
//!
//! [`watch`] is the loop. It asks the [`watcher`] for the next [`Cause`], builds, and tells a [`Listener`] what came of it.
//!
//! | module | what it does |
//! |---|---|
//! | [`watcher`] | turns what the system tells into causes: waits until it is quiet, leaves out what does not matter |
//! | [`backend`] | asks the system to tell of changes, or looks for them itself |
//! | [`survey`] | which folders and links a site has, and where the links lead |
//! | [`commits`] | when git has another commit |
//! | [`overflow`] | whether anything changed when the system lost count |

mod alarm;
mod backend;
mod commits;
mod overflow;
mod survey;
mod watcher;

use std::time::Duration;

use super::{
    Problem,
    clock::Stopwatch,
    interrupt,
    workshop::{Changes, Order, Rebuilt, Workshop},
    write::{self, WriteError},
};
use alarm::Alarm;
use watcher::Watcher;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lookout {
    /// The system tells of them.
    #[default]
    Told,
    /// Every file is looked at again after so long.
    Polled(Duration),
}

/// Why a site is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cause {
    /// What may have changed since the last build.
    pub changes: Changes,
    /// Whether nothing was built before.
    pub is_first: bool,
    /// Whether a moment has come at which the site changes by the clock alone.
    pub is_clock: bool,
    /// Whether the last build could not be written, and this one tries the same again.
    pub is_retry: bool,
}

/// What wants to know of each build.
pub trait Listener {
    /// Hears something about the watching itself.
    fn note(&mut self, text: &str);

    /// Hears that a build ended, after so many seconds. A problem is one of this build alone: the next may do.
    ///
    /// # Errors
    /// When nobody can be told; this ends the watching.
    fn built(&mut self, cause: &Cause, built: Result<Rebuilt, Problem>, seconds: f64) -> Result<(), Problem>;
}

/// Builds a site now, and again whenever it changes, until the program is asked to end.
///
/// # Errors
/// When the output may not be written at all, the first build cannot be written, or the site's folder goes away.
pub fn watch(order: &Order, lookout: Lookout, listener: &mut dyn Listener) -> Result<(), Problem> {
    let out = write::place_of(&order.out, &order.site.folder, order.force)?;
    let mut watcher = Watcher::new(&order.site.folder, out, lookout, listener)?;
    let mut workshop = Workshop::new(order.clone());
    let mut alarm = Alarm::default();
    let mut cause = Cause::first();
    let mut changes = cause.changes.clone();
    loop {
        let watch = Stopwatch::start();
        alarm.begin();
        let built = match workshop.build(&changes) {
            Err(WriteError::Problem(problem)) => Err(problem),
            Err(WriteError::Interrupted) => return Ok(()),
            // A workshop gives them with the others.
            Err(WriteError::Diagnostics(_)) => Err(Problem::new("a template cannot be rendered")),
            Ok(rebuilt) => Ok(rebuilt),
        };
        let failed = built.as_ref().err().cloned();
        if let Some(problem) = failed.as_ref().filter(|problem| cause.is_first && !problem.is_passing) {
            return Err(problem.clone());
        }
        alarm.set(&built);
        listener.built(&cause, built, watch.seconds())?;
        if interrupt::requested() {
            return Ok(());
        }
        let next = watcher.next(&alarm, listener)?;
        (cause, changes) = if failed.is_some() { next.after(&cause) } else { (next.clone(), next.changes) };
    }
}

impl Cause {
    fn first() -> Self {
        let changes = Changes { everything: true, commits: true, ..Changes::default() };
        Self { changes, is_first: true, ..Self::default() }
    }

    /// This one after a build that failed: what that one had in hand counts again, and may be lost.
    fn after(mut self, failed: &Self) -> (Self, Changes) {
        self.changes.paths.extend(failed.changes.paths.iter().cloned());
        self.changes.commits |= failed.changes.commits && !failed.is_first;
        self.changes.everything |= failed.changes.everything && !failed.is_first;
        let changes = Changes { everything: true, commits: true, ..self.changes.clone() };
        (self, changes)
    }
}
