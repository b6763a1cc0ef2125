//! The page of what changed lately.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use minijinja::Value;

use super::{context::context, head::Head, view::View};
use crate::{
    model::midnight,
    output::OutPath,
    render::{atom, news, words},
    resolve::{News, NewsSort},
    source::UNRECORDED,
};

/// The page shows the news of so many days.
const DAYS: u32 = 60;
/// And it never shows more than so many.
const MOST: usize = 200;

context! {
    /// The page of what changed lately.
    ChangesPage for "changes.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// How many days it looks back.
        period: u32,
        /// What changed, by day, the latest first.
        days: Vec<ChangeDay>,
        /// Whether there is more than the page shows.
        has_more: bool,
        /// The path of the same as an Atom feed.
        atom: String,
    }
}

context! {
    /// What became known on a day.
    ChangeDay {
        /// The day in words.
        title: String,
        /// The day for machines.
        datetime: String,
        /// What changed.
        changes: Vec<ChangeWords>,
    }
}

context! {
    /// What changed of an event.
    ChangeWords {
        /// The sort of news in a word or two.
        word: &'static str,
        /// The same for the stylesheet.
        class: &'static str,
        /// The event's title.
        title: String,
        /// The path of its page.
        url: String,
        /// When it takes place, as it was told then.
        when: String,
        /// Where, in a few words.
        place: Option<String>,
        /// What was and what is, side by side.
        rows: Vec<ChangeRow>,
        /// Whether something newer is told of the event.
        is_outdated: bool,
        /// The class that colours the event.
        colour: Option<String>,
    }
}

context! {
    /// What was, and what is now.
    ChangeRow {
        /// What of the event.
        label: String,
        /// What was told before.
        was: String,
        /// What was told then.
        now: String,
    }
}

impl<'a> View<'a> {
    /// The page of what changed lately.
    pub(super) fn changes_page(self, path: &OutPath, site: Value) -> ChangesPage {
        let about = "Events that are new, have moved, have changed or are cancelled: what was, and what is now.";
        let recent = self.recent_news();
        ChangesPage {
            site,
            head: Head::new(self, path, "What changed", about, "changes"),
            period: DAYS,
            has_more: recent.len() > MOST,
            days: self.change_days(&recent[..recent.len().min(MOST)]),
            atom: self.path(atom::PATH),
        }
    }

    /// The news of the last days, from a midnight in the site's zone on, so that the page changes at most once a day by the clock.
    fn recent_news(self) -> Vec<&'a News> {
        let site = self.site;
        let first_day = site.today.checked_sub_days(Days::new(DAYS.into())).unwrap_or(site.today);
        let since = midnight(first_day, &site.settings.zone);
        let is_recent = |news: &&News| news.at >= since && news.at <= site.now && news.at != UNRECORDED;
        site.news.iter().filter(is_recent).collect()
    }

    fn change_days(self, recent: &[&News]) -> Vec<ChangeDay> {
        let mut days: BTreeMap<NaiveDate, Vec<ChangeWords>> = BTreeMap::new();
        for news in recent {
            let day = self.site.settings.zone.to_local(news.at).date();
            days.entry(day).or_default().push(self.change_words(news));
        }
        let latest_first = days.into_iter().rev();
        let day =
            |(day, changes)| ChangeDay { title: words::day_words(day), datetime: words::numeric_day(day), changes };
        latest_first.map(day).collect()
    }

    fn change_words(self, news: &News) -> ChangeWords {
        let published = self.event(news.event);
        let facts = news.now(&self.site.events);
        let rows = news::rows(self.site, news).into_iter();
        ChangeWords {
            word: news::word(news.sort),
            class: class(news.sort),
            title: published.event.details.title.to_string(),
            url: self.event_path(published),
            when: news::when_words(facts),
            place: facts.place.as_ref().map(words::short_place).filter(|place| !place.is_empty()),
            rows: rows.map(|row| ChangeRow { label: row.label, was: row.was, now: row.now }).collect(),
            is_outdated: !news.is_latest,
            colour: self.colour_class(&published.event.hosts),
        }
    }
}

/// The sort of news as a word for the stylesheet.
fn class(sort: NewsSort) -> &'static str {
    match sort {
        NewsSort::Announced | NewsSort::Revived => "announced",
        NewsSort::Moved => "moved",
        NewsSort::Changed => "changed",
        NewsSort::Cancelled => "cancelled",
        NewsSort::Postponed => "postponed",
    }
}
