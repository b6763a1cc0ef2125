//! What has been: a page that lists the years, and one a year.

use minijinja::Value;

use super::{
    cards::Card,
    charts::ChartWords,
    context::context,
    head::Head,
    listing::MonthGroup,
    shared::{FeedWords, Label},
    view::View,
};
use crate::{output::OutPath, resolve::FeedSort};

/// The page that lists the years shows this many of the latest dates.
const LATEST: usize = 20;

context! {
    /// The page that lists the years.
    ArchivePage for "archive.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The weeks of the years.
        weeks: Option<ChartWords>,
        /// The years, the latest first.
        years: Vec<YearLink>,
        /// The latest dates, the latest first.
        latest: Vec<Card>,
    }
}

context! {
    /// A year of the archive.
    YearLink {
        /// The year.
        title: String,
        /// The path of its page.
        url: String,
        /// How many dates it has.
        count: usize,
    }
}

context! {
    /// A year of the archive.
    ArchiveYearPage for "archive-year.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The year.
        title: String,
        /// Its weeks.
        weeks: Option<ChartWords>,
        /// What has been, by month.
        months: Vec<MonthGroup>,
        /// The year before that has a page.
        previous: Option<Label>,
        /// The year after that has a page.
        next: Option<Label>,
        /// The feed of what has left the other feeds.
        feed: Option<FeedWords>,
    }
}

impl View<'_> {
    /// The page that lists the years.
    pub(super) fn archive_page(self, path: &OutPath, site: Value) -> ArchivePage {
        let past = &self.pages.calendar.past;
        let about = format!("What has been: every past date of {}, by year and month.", self.site.settings.title);
        let link = |(year, dates): (&i32, &Vec<usize>)| YearLink {
            title: format!("{year}"),
            url: self.path(&format!("archive/{year:04}/")),
            count: dates.len(),
        };
        let latest = past.values().rev().flat_map(|dates| dates.iter().rev()).take(LATEST);
        ArchivePage {
            site,
            head: Head::new(self, path, "Archive", &about, "archive"),
            weeks: self.years_chart(),
            years: past.iter().rev().map(link).collect(),
            latest: latest.map(|number| self.full_card(&self.site.dates[*number])).collect(),
        }
    }

    /// A year of the archive.
    pub(super) fn archive_year_page(self, year: i32, path: &OutPath, site: Value) -> ArchiveYearPage {
        let past = &self.pages.calendar.past;
        let about = format!("What took place in {year}, month by month: {}.", self.site.settings.title);
        let dates: Vec<_> = past.get(&year).into_iter().flatten().map(|number| &self.site.dates[*number]).collect();
        let label = |year: &i32| self.link(&year.to_string(), &format!("archive/{year:04}/"));
        ArchiveYearPage {
            site,
            head: Head::new(self, path, &format!("Archive {year}"), &about, "archive"),
            title: format!("{year}"),
            weeks: self.year_chart(year, &dates),
            months: self.months(&dates),
            previous: past.range(..year).next_back().map(|(year, _)| label(year)),
            next: past.range(year + 1..).next().map(|(year, _)| label(year)),
            feed: self.archive_feed(year),
        }
    }

    fn archive_feed(self, year: i32) -> Option<FeedWords> {
        let number = self.site.feeds.iter().position(|feed| feed.sort == FeedSort::Archive(year))?;
        Some(self.feed_words(number))
    }
}
