//! What an event was before it moved, on its page and in lists.

use chrono::TimeDelta;

use super::{context::context, view::View};
use crate::{
    model::{Details, Status},
    render::{news, words},
    resolve::{Earlier, Moved, Occurrence, Published, earlier, is_another_start, notes},
};

/// So long after a change the page of an event still says what it was, in days: a year.
const KEPT_IN_MIND_DAYS: i64 = 366;

context! {
    /// What an event was before it moved.
    WasWords {
        /// What it was: "Saturday 12 March 2016, midday", "at Town Hall, Leeds".
        was: String,
        /// The day on which that was no longer so.
        day: String,
        /// The same for machines.
        datetime: String,
    }
}

impl<'a> View<'a> {
    /// The earlier starts, or the earlier places, that the page of an event tells of, the latest first.
    pub(super) fn was_words(self, published: &Published, moved: Moved) -> Vec<WasWords> {
        self.kept_in_mind(published)
            .filter(|earlier| earlier.moved == moved)
            .map(|earlier| self.was(&earlier, published))
            .collect()
    }

    fn was(self, earlier: &Earlier<'_>, published: &Published) -> WasWords {
        let day = earlier.day(&self.site.settings);
        WasWords {
            was: news::was(earlier, &published.event.zone),
            day: words::day_words(day),
            datetime: words::numeric_day(day),
        }
    }

    /// What people may still have in mind.
    fn kept_in_mind<'b>(self, published: &'b Published) -> impl Iterator<Item = Earlier<'b>> + use<'a, 'b> {
        let (today, settings) = (self.site.today, &self.site.settings);
        let is_kept = move |earlier: &Earlier<'_>| today - earlier.day(settings) <= TimeDelta::days(KEPT_IN_MIND_DAYS);
        earlier(&published.versions).into_iter().filter(is_kept)
    }

    /// The starts that an event had before, for machines, the latest first; of a series none, since its dates are many.
    pub(super) fn previous_starts(self, published: &Published) -> Vec<String> {
        if published.event.series.is_some() {
            return Vec::new();
        }
        let starts = self.kept_in_mind(published).filter(|earlier| earlier.moved == Moved::Start);
        starts.filter_map(|earlier| words::machine_when(&earlier.facts.when, &earlier.facts.zone)).collect()
    }

    /// What lists say that a changed date of a series was: that stays, since the series goes on as it is.
    pub(super) fn date_moved(self, published: &Published, date: &Occurrence, details: &Details) -> Option<String> {
        let event = &published.event;
        let usual = event.when.on(date.origin, &event.zone);
        let is_moved = is_another_start(&usual, &date.when) && !is_off(details.status) && date.over > self.site.now;
        is_moved.then(|| words::start_words(&usual, &event.zone)).or_else(|| self.card_moved(published, details))
    }

    /// What lists say that an event was, for the days of `feed.moved`: its last start, else its last place. Of what is over or
    /// does not take place nothing is said.
    pub(super) fn card_moved(self, published: &Published, details: &Details) -> Option<String> {
        let is_over = published.occurrences.iter().all(|date| date.over <= self.site.now);
        if is_over || is_off(details.status) {
            return None;
        }
        let notes = notes(&published.versions, &self.site.settings, self.site.now);
        notes.first().map(|earlier| news::was(earlier, &published.event.zone))
    }
}

fn is_off(status: Status) -> bool {
    matches!(status, Status::Cancelled | Status::Postponed)
}
