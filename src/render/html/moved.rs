//! What an event was before it moved, on its page and in lists.

use chrono::TimeDelta;

use super::{context::context, view::View};
use crate::{
    render::{news, words},
    resolve::{Earlier, Moved, Occurrence, Published, Site, earlier, is_another_start, notes},
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

    /// What lists say that a date was: of a moved date of a series when it would have been, of others what the event was, its last
    /// start before its last place. Of what is over or does not take place nothing is said.
    pub(super) fn date_moved(self, date: &Occurrence) -> Option<String> {
        let published = self.event(date.event);
        let (event, details) = (&published.event, published.details(date));
        if date.over <= self.site.now || !details.status.takes_place() {
            return None;
        }
        let usual = date.changed.map(|day| event.when.on(day, &event.zone));
        let usual = usual.filter(|usual| is_another_start(usual, &date.when));
        let lately = || self.pages.moved.get(date.event)?.as_deref().map(str::to_owned);
        usual.map(|usual| words::start_words(&usual, &event.zone)).or_else(lately)
    }
}

/// What an event was until lately, for the days of `feed.moved`.
pub(super) fn until_lately(site: &Site, published: &Published) -> Option<String> {
    let notes = notes(&published.versions, &site.settings, site.now);
    notes.first().map(|earlier| news::was(earlier, &published.event.zone))
}
