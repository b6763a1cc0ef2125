//! The calendar: a page a month, and one that lists the months.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{Datelike, NaiveDate};
use minijinja::Value;

use super::{
    calendar::{Month, weeks},
    cards::Card,
    context::context,
    head::Head,
    listing::{DayGroup, Shown},
    shared::Label,
    view::View,
};
use crate::{output::OutPath, render::words, resolve::Occurrence};

context! {
    /// A month of the calendar.
    MonthPage for "month.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The month in words.
        title: String,
        /// The days in weeks.
        weeks: Vec<Vec<DayCell>>,
        /// The dates of the month by day.
        days: Vec<DayGroup>,
        /// What takes place some time in the month.
        undated: Vec<Card>,
        /// The nearest month before that has a page.
        previous: Option<Label>,
        /// The nearest month after that has a page.
        next: Option<Label>,
    }
}

context! {
    /// A day in the grid of a month.
    DayCell {
        /// The number of the day, where it belongs to the month.
        number: Option<u32>,
        /// The day for machines.
        datetime: String,
        /// What is on.
        entries: Vec<CellEntry>,
    }
}

context! {
    /// A date in the grid of a month.
    CellEntry {
        /// The path of the event's page.
        url: String,
        /// The title.
        title: Arc<str>,
        /// The time it starts, on its first day.
        time: Option<String>,
        /// Its state, where it is not simply confirmed.
        status: Option<&'static str>,
        /// The class that colours it.
        colour: Option<String>,
    }
}

context! {
    /// The page that lists the months.
    CalendarPage for "calendar.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The months by year: this year and those to come, and then those before, the latest first.
        years: Vec<YearMonths>,
        /// The current month.
        current: Label,
    }
}

context! {
    /// The months of a year.
    YearMonths {
        /// The year.
        title: String,
        /// Its months.
        months: Vec<MonthLink>,
        /// What takes place some time in the year.
        undated: Vec<Card>,
    }
}

context! {
    /// A month in the list of months.
    MonthLink {
        /// The month in words.
        title: String,
        /// The path of its page.
        url: String,
        /// How many dates it has, in words.
        count: String,
    }
}

impl<'a> View<'a> {
    /// A month of the calendar.
    pub(super) fn month_page(self, month: Month, path: &OutPath, site: Value) -> MonthPage {
        let title = words::month_words(month.0, month.1);
        let about = format!("What is on in {title}, day by day: {}.", self.site.settings.title);
        let (previous, next) = self.pages.calendar.neighbours(month);
        let dates = self.pages.calendar.months.get(&month).map_or(&[][..], Vec::as_slice);
        let dates: Vec<&Occurrence> = dates.iter().map(|number| &self.site.dates[*number]).collect();
        let (dated, undated): (Vec<_>, Vec<_>) = dates.into_iter().partition(|date| date.when.is_dated());
        MonthPage {
            site,
            head: Head::new(self, path, &title, &about, "calendar"),
            title,
            weeks: self.grid(month, &dated),
            days: self.month_days(month, &dated),
            undated: undated.into_iter().map(|date| self.full_card(date)).collect(),
            previous: previous.map(|month| self.month_label(month)),
            next: next.map(|month| self.month_label(month)),
        }
    }

    /// The dates by day; what began in an earlier month stands at the first of this one.
    fn month_days(self, month: Month, dates: &[&Occurrence]) -> Vec<DayGroup> {
        let first = NaiveDate::from_ymd_opt(month.0, month.1, 1).unwrap_or_default();
        let mut days: BTreeMap<NaiveDate, Vec<Shown<'_>>> = BTreeMap::new();
        for date in dates {
            days.entry(date.when.first_day().max(first)).or_default().push(Shown::whole(date));
        }
        days.into_iter().map(|(day, dates)| self.day_group(day, &dates)).collect()
    }

    fn grid(self, month: Month, dates: &[&Occurrence]) -> Vec<Vec<DayCell>> {
        let mut by_day: BTreeMap<NaiveDate, Vec<&Occurrence>> = BTreeMap::new();
        let days = || weeks(month).into_iter().flatten().filter(|day| (day.year(), day.month()) == month);
        for date in dates {
            for day in days().filter(|day| (date.when.first_day()..=date.when.last_day()).contains(day)) {
                by_day.entry(day).or_default().push(date);
            }
        }
        let cell = |day: NaiveDate| DayCell {
            number: ((day.year(), day.month()) == month).then(|| day.day()),
            datetime: words::numeric_day(day),
            entries: by_day.get(&day).into_iter().flatten().map(|date| self.cell_entry(date, day)).collect(),
        };
        weeks(month).into_iter().map(|week| week.into_iter().map(cell).collect()).collect()
    }

    fn cell_entry(self, date: &Occurrence, day: NaiveDate) -> CellEntry {
        let published = self.event(date.event);
        let (event, details) = (&published.event, published.details(date));
        let time = match &date.when {
            crate::model::When::Timed(timed) if date.when.first_day() == day => {
                Some(words::clock(&timed.start, &event.zone))
            }
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

    /// The page that lists the months.
    pub(super) fn calendar_page(self, path: &OutPath, site: Value) -> CalendarPage {
        let about = format!("Every month of {} in which something is on, or was.", self.site.settings.title);
        let today = self.site.today;
        CalendarPage {
            site,
            head: Head::new(self, path, "Calendar by month", &about, "calendar"),
            years: self.years(),
            current: self.month_label((today.year(), today.month())),
        }
    }

    fn years(self) -> Vec<YearMonths> {
        let calendar = &self.pages.calendar;
        let mut years: BTreeMap<i32, Vec<MonthLink>> = calendar.years.keys().map(|year| (*year, Vec::new())).collect();
        for (month, dates) in &calendar.months {
            years.entry(month.0).or_default().push(self.month_link(*month, dates.len()));
        }
        let year = |(year, months)| YearMonths {
            title: format!("{year}"),
            months,
            undated: calendar
                .years
                .get(&year)
                .into_iter()
                .flatten()
                .map(|number| self.full_card(&self.site.dates[*number]))
                .collect(),
        };
        let coming = years.split_off(&self.site.today.year());
        coming.into_iter().chain(years.into_iter().rev()).map(year).collect()
    }

    fn month_link(self, month: Month, dates: usize) -> MonthLink {
        let count = match dates {
            0 => "no dates".to_owned(),
            1 => "1 date".to_owned(),
            _ => format!("{dates} dates"),
        };
        MonthLink {
            title: words::month_words(month.0, month.1),
            url: self.path(&format!("calendar/{:04}/{:02}/", month.0, month.1)),
            count,
        }
    }
}
