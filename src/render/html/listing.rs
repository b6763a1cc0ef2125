//! Lists of dates: by day, by month, or one after the other.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{calendar::Month, cards::Card, context::context, shared::Label, view::View};
use crate::{
    render::words,
    resolve::{EventIndex, Occurrence},
};

/// A list of a collection holds this many coming dates at most.
const MOST_UPCOMING: usize = 100;
/// And this many past ones.
const MOST_PAST: usize = 30;
/// And this many dates of one series, lest it crowd out the rest.
const MOST_OF_A_SERIES: usize = 3;
/// A year of the archive is one page as long as it has no more dates than this.
const MOST_OF_A_YEAR: usize = 400;

context! {
    /// The dates of a day.
    DayGroup {
        /// The day in words.
        title: String,
        /// The day for machines.
        datetime: Option<String>,
        /// How near it is, on the home page: "Today", "Tomorrow", "This weekend".
        near: Option<&'static str>,
        /// Its dates.
        cards: Vec<Card>,
    }
}

context! {
    /// The dates of a month.
    MonthGroup {
        /// The month in words.
        title: String,
        /// Its anchor on the page.
        anchor: String,
        /// Its dates, or those of them that have no other page.
        cards: Vec<Card>,
        /// Where its dates stand instead, where they are too many.
        elsewhere: Option<Label>,
    }
}

context! {
    /// The dates of a collection.
    Listing {
        /// What is coming up, by day.
        days: Vec<DayGroup>,
        /// What is coming up, the day not yet known.
        undated: Vec<Card>,
        /// The latest past, latest first.
        past: Vec<Card>,
        /// Where the rest of what is coming up stands, where this is not all of it.
        more_upcoming: Option<Label>,
        /// Where the rest of the past stands.
        more_past: Option<Label>,
    }
}

/// A date in a list, and whether the list leaves out the rest of its series.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub date: &'a Occurrence,
    pub is_cut: bool,
}

impl<'a> Shown<'a> {
    /// A date after which nothing is left out.
    pub fn whole(date: &'a Occurrence) -> Self {
        Self { date, is_cut: false }
    }
}

impl<'a> View<'a> {
    /// Dates by day, soonest first. What began before today and is not over comes first.
    pub(super) fn days(self, dates: impl IntoIterator<Item = Shown<'a>>) -> Vec<DayGroup> {
        let mut days: BTreeMap<NaiveDate, Vec<Shown<'_>>> = BTreeMap::new();
        for shown in dates {
            days.entry(shown.date.when.first_day()).or_default().push(shown);
        }
        let coming = days.split_off(&self.site.today);
        let begun: Vec<Card> = days.into_values().flatten().map(|shown| self.full_card(shown.date)).collect();
        let begun = (!begun.is_empty()).then(|| DayGroup {
            title: "Already begun".to_owned(),
            datetime: None,
            near: None,
            cards: begun,
        });
        begun.into_iter().chain(coming.into_iter().map(|(day, dates)| self.day_group(day, &dates))).collect()
    }

    /// The dates of a day under its heading.
    pub(super) fn day_group(self, day: NaiveDate, dates: &[Shown<'_>]) -> DayGroup {
        let card = |shown: &Shown<'_>| {
            let more = shown.is_cut.then(|| self.rest_of_series(shown.date.event));
            Card { more, ..self.card_under_day(shown.date) }
        };
        DayGroup {
            title: words::day_words(day),
            datetime: Some(words::numeric_day(day)),
            near: None,
            cards: dates.iter().map(card).collect(),
        }
    }

    /// "and every month on the second Tuesday".
    fn rest_of_series(self, event: EventIndex) -> String {
        let series = self.event(event).event.series.as_ref();
        let words = series.and_then(|series| series.words.as_deref());
        format!("and {}", words.unwrap_or("further dates"))
    }

    /// Dates by the month in which they begin, in their order. Where they are too many for a page, it leads to the months.
    pub(super) fn months(self, dates: &[&Occurrence]) -> Vec<MonthGroup> {
        let mut months: BTreeMap<Month, Vec<&Occurrence>> = BTreeMap::new();
        for date in dates {
            months.entry(date.month()).or_default().push(date);
        }
        let is_long = dates.len() > MOST_OF_A_YEAR;
        months.into_iter().map(|(month, dates)| self.month_group(month, &dates, is_long)).collect()
    }

    fn month_group(self, month: Month, dates: &[&Occurrence], is_long: bool) -> MonthGroup {
        let is_here = |date: &&&Occurrence| !is_long || !date.when.is_dated();
        let label = self.month_label(month);
        let count = dates.iter().filter(|date| date.when.is_dated()).count();
        MonthGroup {
            title: label.title.clone(),
            anchor: format!("m{:04}-{:02}", month.0, month.1),
            cards: dates.iter().filter(is_here).map(|date| self.full_card(date)).collect(),
            elsewhere: (is_long && count > 0)
                .then(|| Label { title: format!("{count} dates in {}", label.title), ..label }),
        }
    }

    /// The dates of these events, as many as a page bears.
    pub(super) fn listing(self, events: &[EventIndex]) -> Listing {
        let (coming, past): (Vec<&Occurrence>, Vec<&Occurrence>) =
            self.dates_of(events).into_iter().partition(|date| date.over > self.site.now);
        let (dated, mut undated): (Vec<&Occurrence>, Vec<&Occurrence>) =
            coming.into_iter().partition(|date| date.when.is_dated());
        // What is known better comes first: a month before its year.
        undated.sort_by_key(|date| date.over);
        let shown = self.cap_series(dated.into_iter(), MOST_UPCOMING + 1);
        Listing {
            more_upcoming: (shown.len() > MOST_UPCOMING).then(|| self.link("All months of the calendar", "calendar/")),
            days: self.days(shown.into_iter().take(MOST_UPCOMING)),
            undated: undated.into_iter().map(|date| self.full_card(date)).collect(),
            more_past: (past.len() > MOST_PAST).then(|| self.link("All past events", "archive/")),
            past: self.latest(&past),
        }
    }

    /// Every date of these listed events, soonest first.
    fn dates_of(self, events: &[EventIndex]) -> Vec<&'a Occurrence> {
        if events.len() > self.site.events.len() / 8 {
            // To pick many out of all dates, which are sorted, takes less than to sort them.
            let mut is_member = vec![false; self.site.events.len()];
            events.iter().for_each(|event| is_member[*event] = true);
            return self.site.dates.iter().filter(|date| is_member[date.event]).collect();
        }
        let mut dates: Vec<&Occurrence> = events.iter().flat_map(|number| &self.event(*number).occurrences).collect();
        dates
            .sort_by_cached_key(|date| (date.when.begins(&self.event(date.event).event.zone), date.event, date.origin));
        dates
    }

    /// The latest of these past dates, the latest first.
    fn latest(self, past: &[&'a Occurrence]) -> Vec<Card> {
        let latest_first = past.iter().rev().copied();
        self.cap_series(latest_first, MOST_PAST).into_iter().map(|shown| self.full_card(shown.date)).collect()
    }

    /// The first few dates of each series, and every date of everything else, as many as are wanted.
    fn cap_series(self, dates: impl Iterator<Item = &'a Occurrence>, wanted: usize) -> Vec<Shown<'a>> {
        let mut seen: BTreeMap<EventIndex, usize> = BTreeMap::new();
        let shown = dates.filter_map(|date| {
            if self.event(date.event).occurrences.len() <= MOST_OF_A_SERIES {
                return Some(Shown::whole(date));
            }
            let seen = seen.entry(date.event).or_default();
            *seen += 1;
            let is_cut = *seen == MOST_OF_A_SERIES && self.coming(date.event) > *seen;
            (*seen <= MOST_OF_A_SERIES).then_some(Shown { date, is_cut })
        });
        shown.take(wanted).collect()
    }

    /// How many dates of an event are coming whose day is known.
    fn coming(self, event: EventIndex) -> usize {
        let dates = self.event(event).occurrences.iter();
        dates.filter(|date| date.over > self.site.now && date.when.is_dated()).count()
    }

    /// Words that lead to an address relative to the base.
    pub(super) fn link(self, title: &str, address: &str) -> Label {
        Label { title: title.to_owned(), url: Some(self.path(address)) }
    }
}
