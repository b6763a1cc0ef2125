//! Every date of the site sorted into what comes, what has been, and months.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::{
    model::When,
    resolve::{Occurrence, Site},
};

/// A year and a month from 1.
pub type Month = (i32, u32);

/// An event is shown in this many months at most, however long it is.
const LONGEST_SPAN: usize = 24;

/// The numbers of dates in [`Site::dates`], soonest first, by where they are shown.
#[derive(Debug)]
pub struct Calendar {
    /// Dates with a known day that are not over.
    pub upcoming: Vec<usize>,
    /// Dates whose day is not known and that are not over.
    pub undated: Vec<usize>,
    /// Dates that are over, by the year in which they began.
    pub past: BTreeMap<i32, Vec<usize>>,
    /// Dates by month; the current month is always there.
    pub months: BTreeMap<Month, Vec<usize>>,
    /// Dates of which only the year is known and that are not over.
    pub years: BTreeMap<i32, Vec<usize>>,
}

impl Calendar {
    pub fn new(site: &Site) -> Self {
        let mut calendar = Self {
            upcoming: Vec::new(),
            undated: Vec::new(),
            past: BTreeMap::new(),
            months: BTreeMap::from([(month_of(site.today), Vec::new())]),
            years: BTreeMap::new(),
        };
        for (number, date) in site.dates.iter().enumerate() {
            calendar.sort_in(number, date, date.over > site.now);
        }
        // What is known better comes first: a month before its year.
        calendar.undated.sort_by_key(|number| (site.dates[*number].over, *number));
        calendar
    }

    fn sort_in(&mut self, number: usize, date: &Occurrence, is_coming: bool) {
        let year = date.when.first_day().year();
        match (is_coming, date.when.is_dated()) {
            (true, true) => self.upcoming.push(number),
            (true, false) => self.undated.push(number),
            (false, _) => self.past.entry(year).or_default().push(number),
        }
        if !matches!(date.when, When::Year { .. }) {
            for month in months_of(date) {
                self.months.entry(month).or_default().push(number);
            }
        } else if is_coming {
            self.years.entry(year).or_default().push(number);
        }
    }

    /// The nearest months with a page before and after a month.
    pub fn neighbours(&self, month: Month) -> (Option<Month>, Option<Month>) {
        let before = self.months.range(..month).next_back().map(|(month, _)| *month);
        let after = self.months.range((month.0, month.1 + 1)..).next().map(|(month, _)| *month);
        (before, after)
    }
}

fn month_of(day: NaiveDate) -> Month {
    (day.year(), day.month())
}

/// The months in which a date lies.
fn months_of(date: &Occurrence) -> impl Iterator<Item = Month> + use<> {
    let (first, last) = (date.when.first_day(), date.when.last_day());
    let start = first.with_day(1).unwrap_or(first);
    let month = move |number: u32| start.checked_add_months(Months::new(number));
    (0..).map_while(month).take(LONGEST_SPAN).take_while(move |month| *month <= last).map(month_of)
}

/// The days of a month, in whole weeks from a weekday on that cover it.
pub(super) fn weeks((year, month): Month, begin: Weekday) -> Vec<Vec<NaiveDate>> {
    let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return Vec::new() };
    let begun = first - Days::new(first.weekday().days_since(begin).into());
    begun
        .iter_days()
        .step_by(7)
        .take_while(|week| month_of(*week) <= (year, month))
        .map(|week| week.iter_days().take(7).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_cover_the_month_and_begin_as_asked() {
        let weeks = weeks((2016, 2), Weekday::Mon);
        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0][0], NaiveDate::from_ymd_opt(2016, 2, 1).unwrap());
        assert_eq!(weeks[4][6], NaiveDate::from_ymd_opt(2016, 3, 6).unwrap());
        let first = |begin| super::weeks((2016, 5), begin)[0][0];
        assert_eq!(first(Weekday::Mon), NaiveDate::from_ymd_opt(2016, 4, 25).unwrap());
        assert_eq!(first(Weekday::Sun), NaiveDate::from_ymd_opt(2016, 5, 1).unwrap());
        assert_eq!(first(Weekday::Sat), NaiveDate::from_ymd_opt(2016, 4, 30).unwrap());
    }
}
