//! The home page, and the page for addresses that lead nowhere.

use std::collections::BTreeMap;

use minijinja::Value;

use super::{
    cards::Card,
    context::context,
    finder::Finder,
    head::Head,
    highlight::Highlight,
    listing::{DayGroup, Shown},
    shared::Label,
    view::View,
};
use crate::{
    output::OutPath,
    render::{markdown, words},
    resolve::Occurrence,
};

/// The home page goes on to the end of the day on which it reaches so many dates.
const ENOUGH: usize = 60;
/// And it never shows more than so many.
const MOST: usize = 200;
/// Of what has been, so many are shown where nothing is coming up.
const LATEST_PAST: usize = 12;

context! {
    /// The home page.
    HomePage for "index.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The day that it is as of, for machines.
        today: String,
        /// The ways to find an event.
        finder: Finder,
        /// The next big thing, where there is one.
        highlight: Option<Highlight>,
        /// What is coming up, by day.
        days: Vec<DayGroup>,
        /// Where the rest of it stands.
        more: Option<Label>,
        /// What is coming up, the day not yet known.
        undated: Vec<Card>,
        /// The latest past, where nothing is coming up.
        past: Vec<Card>,
    }
}

context! {
    /// The page for addresses that lead nowhere.
    NotFoundPage for "404.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// What is coming up, by day.
        days: Vec<DayGroup>,
    }
}

impl<'a> View<'a> {
    /// The home page.
    pub(super) fn home_page(self, path: &OutPath, site: Value) -> HomePage {
        let settings = &self.site.settings;
        let title = &settings.title;
        let about = settings.description.as_ref().map(markdown::to_text);
        let about = about.unwrap_or_else(|| format!("{title}: what is coming up, where, and how to get there."));
        let mut head = Head::new(self, path, title, &about, "home");
        head.title = format!("{title}: what is on");
        let coming = self.next_dates(ENOUGH);
        let rest = self.pages.calendar.upcoming.get(coming.len()).map(|number| self.site.dates[*number].month());
        let undated = &self.pages.calendar.undated;
        let is_empty = coming.is_empty() && undated.is_empty();
        HomePage {
            site,
            head,
            today: words::numeric_day(self.site.today),
            finder: self.finder(),
            highlight: self.highlight(),
            days: self.near_days(coming),
            more: rest
                .map(|month| self.month_label(month))
                .map(|label| Label { title: format!("More in {}", label.title), ..label }),
            undated: undated.iter().map(|number| self.full_card(&self.site.dates[*number])).collect(),
            past: if is_empty { self.latest_past() } else { Vec::new() },
        }
    }

    /// Dates by day, with how near each day is. Only here: the home page is made anew every day, and its script knows the visitor's.
    fn near_days(self, dates: Vec<&'a Occurrence>) -> Vec<DayGroup> {
        let today = self.site.today;
        let near: BTreeMap<String, &'static str> = (today.iter_days().take(7))
            .filter_map(|day| Some((words::numeric_day(day), words::near_words(day, today)?)))
            .collect();
        let mut days = self.days(dates.into_iter().map(Shown::whole));
        days.iter_mut().for_each(|group| group.near = group.datetime.as_ref().and_then(|day| near.get(day).copied()));
        days
    }

    /// The next dates, to the end of the day on which there are enough of them.
    fn next_dates(self, enough: usize) -> Vec<&'a Occurrence> {
        let upcoming = &self.pages.calendar.upcoming;
        let last = upcoming.get(enough.saturating_sub(1)).map(|number| self.site.dates[*number].when.first_day());
        let dates = upcoming.iter().map(|number| &self.site.dates[*number]);
        dates.take_while(|date| last.is_none_or(|last| date.when.first_day() <= last)).take(MOST).collect()
    }

    fn latest_past(self) -> Vec<Card> {
        let past = self.pages.calendar.past.values().rev().flat_map(|year| year.iter().rev());
        past.take(LATEST_PAST).map(|number| self.full_card(&self.site.dates[*number])).collect()
    }

    /// The page for addresses that lead nowhere. It is shown at any address, so all its links are absolute paths.
    pub(super) fn not_found_page(self, path: &OutPath, site: Value) -> NotFoundPage {
        let about = "There is no page at this address. Here is what is coming up instead.";
        let mut head = Head::new(self, path, "Page not found", about, "none");
        head.is_indexed = false;
        let days = self.days(self.next_dates(5).into_iter().take(10).map(Shown::whole));
        NotFoundPage { site, head, days }
    }

    /// A month, leading to its page.
    pub(super) fn month_label(self, (year, month): super::calendar::Month) -> Label {
        self.link(&words::month_words(year, month), &format!("calendar/{year:04}/{month:02}/"))
    }
}
