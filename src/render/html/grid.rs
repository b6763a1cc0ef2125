//! The grid of a month: its days in weeks, and what lasts several days as bars across them.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, NaiveDate, TimeDelta, Timelike};

use super::{
    calendar::{Month, weeks},
    context::context,
    view::View,
};
use crate::{model::When, render::words, resolve::Occurrence};

/// A day of the grid shows so many dates; of more it shows one less, and how many there are beside.
const MOST_OF_A_DAY: usize = 8;

context! {
    /// A day in the grid of a month.
    DayCell {
        /// The number of the day, where it belongs to the month.
        number: Option<u32>,
        /// The day for machines.
        datetime: String,
        /// What lasts several days, each at the same height on all days of a week; nothing where a height is free.
        bars: Vec<Option<CellBar>>,
        /// What is on that day alone, as much as there is room for.
        entries: Vec<CellEntry>,
        /// "12 more", where there is more: the list of the day below has it.
        more: Option<String>,
    }
}

context! {
    /// A date in the grid of a month.
    CellEntry {
        /// The path of the event's page.
        url: String,
        /// The title.
        title: Arc<str>,
        /// The time it starts.
        time: Option<String>,
        /// Its state, where it is not simply confirmed.
        status: Option<&'static str>,
        /// The class that colours it.
        colour: Option<String>,
    }
}

context! {
    /// A day of something that lasts several days.
    CellBar {
        /// The path of the event's page.
        url: String,
        /// The title.
        title: Arc<str>,
        /// Its state, where it is not simply confirmed.
        status: Option<&'static str>,
        /// The class that colours it.
        colour: Option<String>,
        /// How long it goes on: "until Friday 6 May", "last day".
        until: String,
        /// How many days of the week the title may stand across, on the first of them.
        across: Option<u32>,
        /// Whether it begins on this day.
        begins: bool,
        /// Whether it ends on this day.
        ends: bool,
    }
}

/// Something that lasts several days, and its height among the others in a week.
struct Lane<'a> {
    date: &'a Occurrence,
    first: NaiveDate,
    last: NaiveDate,
    height: usize,
}

impl<'a> View<'a> {
    /// The days of a month in weeks, as they begin where the site's language is written.
    pub(super) fn grid(self, month: Month, dates: &[&'a Occurrence]) -> Vec<Vec<DayCell>> {
        let (long, short): (Vec<&Occurrence>, Vec<&Occurrence>) =
            dates.iter().copied().partition(|date| last_day(&date.when) > date.when.first_day());
        let mut by_day: BTreeMap<NaiveDate, Vec<&Occurrence>> = BTreeMap::new();
        for date in short {
            by_day.entry(date.when.first_day()).or_default().push(date);
        }
        let begin = words::first_weekday(&self.site.settings.language);
        let week = |days: Vec<NaiveDate>| self.week(month, &days, &lanes(&long, &days), &by_day);
        weeks(month, begin).into_iter().map(week).collect()
    }

    fn week(
        self,
        month: Month,
        days: &[NaiveDate],
        lanes: &[Lane<'a>],
        by_day: &BTreeMap<NaiveDate, Vec<&'a Occurrence>>,
    ) -> Vec<DayCell> {
        let days: Vec<(NaiveDate, bool)> = days.iter().map(|day| (*day, (day.year(), day.month()) == month)).collect();
        let end = days.iter().filter(|(_, is_inside)| *is_inside).map(|(day, _)| *day).max().unwrap_or_default();
        let mut is_first = true;
        let mut cell = |(day, is_inside): &(NaiveDate, bool)| {
            let dates = by_day.get(day).filter(|_| *is_inside).map_or(&[][..], Vec::as_slice);
            let shown = if dates.len() > MOST_OF_A_DAY { MOST_OF_A_DAY - 1 } else { dates.len() };
            let cell = DayCell {
                number: is_inside.then(|| day.day()),
                datetime: words::numeric_day(*day),
                bars: if *is_inside { self.bars(lanes, *day, is_first, end) } else { Vec::new() },
                entries: dates.iter().take(shown).map(|date| self.cell_entry(date)).collect(),
                more: (shown < dates.len()).then(|| format!("{} more", dates.len() - shown)),
            };
            is_first &= !is_inside;
            cell
        };
        days.iter().map(&mut cell).collect()
    }

    /// The bars of a day from the top down; `is_first` is the first day of the month in its week, `end` the last.
    fn bars(self, lanes: &[Lane<'a>], day: NaiveDate, is_first: bool, end: NaiveDate) -> Vec<Option<CellBar>> {
        let on: BTreeMap<usize, &Lane<'_>> = lanes
            .iter()
            .filter(|lane| (lane.first..=lane.last).contains(&day))
            .map(|lane| (lane.height, lane))
            .collect();
        let heights = on.keys().next_back().map_or(0, |highest| highest + 1);
        (0..heights).map(|height| on.get(&height).map(|lane| self.bar(lane, day, is_first, end))).collect()
    }

    fn bar(self, lane: &Lane<'a>, day: NaiveDate, is_first: bool, end: NaiveDate) -> CellBar {
        let published = self.event(lane.date.event);
        let details = published.details(lane.date);
        let across = (lane.last.min(end) - day).num_days() + 1;
        CellBar {
            url: self.event_path(published),
            title: details.title.clone(),
            status: words::status_word(details.status),
            colour: self.colour_class(&published.event.hosts),
            until: if day == lane.last {
                "last day".to_owned()
            } else {
                format!("until {}", words::day_and_month(lane.last))
            },
            across: (is_first || day == lane.first).then(|| u32::try_from(across).unwrap_or(1)),
            begins: day == lane.first,
            ends: day == lane.last,
        }
    }

    fn cell_entry(self, date: &Occurrence) -> CellEntry {
        let published = self.event(date.event);
        let (event, details) = (&published.event, published.details(date));
        let time = match &date.when {
            When::Timed(timed) => Some(words::clock(&timed.start, &event.zone)),
            _ => None,
        };
        CellEntry {
            url: self.event_path(published),
            title: details.title.clone(),
            time,
            status: words::status_word(details.status),
            colour: self.colour_class(&event.hosts),
        }
    }
}

/// What lasts several days and lies in a week, each at the lowest height that is free.
fn lanes<'a>(long: &[&'a Occurrence], days: &[NaiveDate]) -> Vec<Lane<'a>> {
    let (Some(monday), Some(sunday)) = (days.first(), days.last()) else { return Vec::new() };
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for date in long {
        let (first, last) = (date.when.first_day(), last_day(&date.when));
        if first > *sunday || last < *monday {
            continue;
        }
        let is_taken = |height: &usize| {
            lanes.iter().any(|lane| lane.height == *height && lane.first <= last && lane.last >= first)
        };
        let height = (0..).find(|height| !is_taken(height)).unwrap_or_default();
        lanes.push(Lane { date, first, last, height });
    }
    lanes
}

/// The last day that people count: what ends in the small hours of the next day is over with the night.
fn last_day(when: &When) -> NaiveDate {
    let (first, last) = (when.first_day(), when.last_day());
    let ends_by_night = matches!(when, When::Timed(timed) if timed.end.is_some_and(|end| end.local.hour() < 9));
    if ends_by_night && last - first == TimeDelta::days(1) { first } else { last }
}
