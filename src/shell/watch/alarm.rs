//! When a site is to be built again though nothing changed.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::shell::{Problem, clock, workshop::Rebuilt};

/// The clock on the wall is looked at so often at least: a machine sleeps, or its clock is set.
const LONGEST: Duration = Duration::from_mins(1);
/// After so long, what could not be written because of another build is written again.
const RETRY: Duration = Duration::from_millis(500);

/// When a site is to be built again though nothing changed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alarm {
    until: Option<DateTime<Utc>>,
    /// When the last build began: a clock that shows less was set back, and the site is ahead of it.
    began: Option<DateTime<Utc>>,
    retries: bool,
}

/// What an alarm rings for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ring {
    Clock,
    Retry,
}

impl Alarm {
    /// A build begins.
    pub(super) fn begin(&mut self) {
        self.began = Some(clock::system());
    }

    /// A build came to this.
    pub(super) fn set(&mut self, built: &Result<Rebuilt, Problem>) {
        self.until = built.as_ref().ok().and_then(|rebuilt| rebuilt.until);
        self.retries = built.as_ref().is_err_and(|problem| problem.is_passing);
    }

    /// How long to sleep at most; for ever where nothing but a change matters.
    pub(super) fn patience(&self) -> Option<Duration> {
        if self.retries {
            return Some(RETRY);
        }
        let left = self.until? - clock::system();
        Some(left.to_std().unwrap_or_default().min(LONGEST))
    }

    /// What it rings for after that time.
    pub(super) fn ring(&self) -> Option<Ring> {
        if self.retries {
            return Some(Ring::Retry);
        }
        let (now, until) = (clock::system(), self.until?);
        let was_set_back = self.began.is_some_and(|began| now < began - TimeDelta::minutes(1));
        (now >= until || was_set_back).then_some(Ring::Clock)
    }
}
