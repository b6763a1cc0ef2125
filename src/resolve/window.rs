//! What keeps an event out of every feed, and since when.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::Published;
use crate::model::{CancelledPolicy, Limit, Settings, midnight};

/// Why feeds do not hold an event at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptOut {
    /// It is in no list and no feed.
    Unlisted,
    /// Its day is not known.
    Undated,
    /// It is cancelled, and the site drops such events.
    Dropped,
}

/// What ended before this moment, in UTC, is out of the feeds: a midnight of the site's zone, so that a feed changes at most
/// once a day by the clock alone.
pub fn feeds_begin(today: NaiveDate, settings: &Settings) -> DateTime<Utc> {
    let first_day = today.checked_sub_days(Days::new(settings.past_days.into())).unwrap_or(today);
    midnight(first_day, &settings.zone)
}

impl Published {
    /// What keeps the event out of every feed, whatever their rules say.
    pub fn kept_out(&self, policy: CancelledPolicy) -> Option<KeptOut> {
        if !self.is_listed {
            Some(KeptOut::Unlisted)
        } else if !self.event.when.is_dated() {
            Some(KeptOut::Undated)
        } else if policy == CancelledPolicy::Drop && self.event.is_cancelled() {
            Some(KeptOut::Dropped)
        } else {
            None
        }
    }

    /// Whether feeds may hold it at all, under a policy for cancelled events.
    pub fn is_in_feeds(&self, policy: CancelledPolicy) -> bool {
        self.kept_out(policy).is_none()
    }

    /// When the last date of the event is over, in UTC; of a series without an end, never.
    pub fn last_over(&self) -> DateTime<Utc> {
        let is_endless = self.event.series.as_ref().is_some_and(|series| series.rule.limit == Limit::Endless);
        if is_endless { DateTime::<Utc>::MAX_UTC } else { self.last().over }
    }
}
