//! What was, as pictures: turnout of a campaign's events, and the weeks of years.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use minijinja::Value;

use super::{context::context, view::View};
use crate::{
    render::{
        picture::{self, Bar, Week, YearOfWeeks},
        words,
    },
    resolve::{Collection, Occurrence},
};

/// A chart of turnout shows so many of the latest events.
const MOST_BARS: usize = 12;

const LEGEND: Option<&str> =
    Some("A field is a week: the upper row is January to June, the lower one July to December. The darker, the more.");

context! {
    /// A picture of numbers, and the numbers.
    ChartWords {
        /// The drawing.
        svg: Value,
        /// How to read it.
        legend: Option<&'static str>,
        /// What stands above the first column.
        subject: &'static str,
        /// The numbers.
        rows: Vec<ChartRow>,
    }
}

context! {
    /// A number and what it is of.
    ChartRow {
        /// What it is of.
        title: String,
        /// The page that tells more.
        url: Option<String>,
        /// When that was.
        when: Option<String>,
        /// The number in words.
        value: String,
    }
}

impl View<'_> {
    /// How many people came to the events of a collection, as far as at least two reports say so; the oldest first.
    pub(super) fn turnout_chart(self, collection: &Collection) -> Option<ChartWords> {
        let told = collection.events.iter().filter_map(|event| {
            let published = self.event(*event);
            Some((published.shown().when.first_day(), published, published.event.report.as_ref()?.turnout?))
        });
        let mut told: Vec<_> = told.collect();
        told.sort_by_key(|(day, published, _)| (*day, published.event.id.value.clone()));
        let told = &told[told.len().saturating_sub(MOST_BARS)..];
        if told.len() < 2 {
            return None;
        }
        let bar = |(day, published, turnout): &(NaiveDate, &crate::resolve::Published, u32)| Bar {
            label: words::cut(&format!("{}, {}", published.event.details.title, words::numeric_day(*day)), 52),
            value: *turnout,
            words: words::number(*turnout),
        };
        let row = |(_, published, turnout): &(NaiveDate, &crate::resolve::Published, u32)| ChartRow {
            title: published.event.details.title.to_string(),
            url: Some(self.event_path(published)),
            when: Some(words::start_words(&published.shown().when, &published.event.zone)),
            value: words::number(*turnout),
        };
        let bars: Vec<Bar> = told.iter().map(bar).collect();
        let svg = picture::bars(&bars, "How many people came to each event", "turnout-title");
        Some(ChartWords {
            svg: Value::from_safe_string(svg),
            legend: None,
            subject: "Event",
            rows: told.iter().map(row).collect(),
        })
    }

    /// The weeks of all years that have been, with how many dates each year held.
    pub(super) fn years_chart(self) -> Option<ChartWords> {
        let past = &self.pages.calendar.past;
        let dates = |numbers: &Vec<usize>| numbers.iter().map(|number| &self.site.dates[*number]).collect::<Vec<_>>();
        let years: Vec<YearOfWeeks> =
            past.iter().rev().map(|(year, numbers)| year_of_weeks(*year, &dates(numbers))).collect();
        let row = |(year, numbers): (&i32, &Vec<usize>)| ChartRow {
            title: year.to_string(),
            url: Some(self.path(&format!("archive/{year:04}/"))),
            when: None,
            value: numbers.len().to_string(),
        };
        let svg = picture::weeks(&years, "How much was on in each week, the darker the more", "weeks-title");
        let rows = past.iter().rev().map(row).collect();
        (!years.is_empty()).then(|| ChartWords {
            svg: Value::from_safe_string(svg),
            legend: LEGEND,
            subject: "Year",
            rows,
        })
    }

    /// The weeks of a year, with those in which something was on.
    pub(super) fn year_chart(self, year: i32, dates: &[&Occurrence]) -> Option<ChartWords> {
        let year = year_of_weeks(year, dates);
        let row = |week: &Week| {
            let (title, value) = week.words.rsplit_once(": ")?;
            Some(ChartRow { title: title.to_owned(), url: None, when: None, value: value.to_owned() })
        };
        let rows: Vec<ChartRow> = year.weeks.iter().filter(|week| week.count > 0).filter_map(row).collect();
        let svg = picture::weeks(&[year], "How much was on in each week, the darker the more", "weeks-title");
        (!rows.is_empty()).then(|| ChartWords {
            svg: Value::from_safe_string(svg),
            legend: LEGEND,
            subject: "Week",
            rows,
        })
    }
}

/// The dates of a year by the week, from Monday, in which they begin.
fn year_of_weeks(year: i32, dates: &[&Occurrence]) -> YearOfWeeks {
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for date in dates {
        *counts.entry(monday(date.when.first_day())).or_default() += 1;
    }
    let first = NaiveDate::from_ymd_opt(year, 1, 1).map(monday).unwrap_or_default();
    let mondays = first.iter_days().step_by(7).take_while(|monday| monday.year() <= year);
    let week = |monday: NaiveDate| {
        let count = counts.get(&monday).copied().unwrap_or_default();
        let dates = if count == 1 { "date" } else { "dates" };
        Week { count, words: format!("Week of {}: {count} {dates}", words::day_words(monday)) }
    };
    YearOfWeeks { title: year.to_string(), weeks: mondays.map(week).collect() }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into())).unwrap_or(day)
}
