//! The calendar: a page a month, and one that lists the months.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use minijinja::Value;

use super::{
    calendar::{Month, weeks},
    cards::Card,
    context::context,
    grid::DayCell,
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
        /// The names of the weekdays, in the order of a week.
        weekdays: Vec<&'static str>,
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
        /// The current month, where it is another one.
        current: Option<Label>,
        /// The months to go to.
        jump: Vec<JumpYear>,
    }
}

context! {
    /// A year with months to go to.
    JumpYear {
        /// The year.
        title: String,
        /// The path of the list of its months.
        url: String,
        /// Its months that have a page; none of years that are far away.
        months: Vec<JumpMonth>,
    }
}

context! {
    /// A month to go to.
    JumpMonth {
        /// The month in words.
        title: String,
        /// The path of its page.
        url: String,
        /// Whether it is the one that is shown.
        is_shown: bool,
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
        let begin = words::first_weekday(&self.site.settings.language);
        let current = (self.site.today.year(), self.site.today.month());
        let (previous, next) = self.pages.calendar.neighbours(month);
        let dates = self.pages.calendar.months.get(&month).map_or(&[][..], Vec::as_slice);
        let as_of = dates.iter().filter_map(|number| self.last_change(self.site.dates[*number].event)).max();
        let head = Head::new(self, path, &title, &about, "calendar");
        let dates: Vec<&Occurrence> = dates.iter().map(|number| &self.site.dates[*number]).collect();
        let (dated, undated): (Vec<_>, Vec<_>) = dates.into_iter().partition(|date| date.when.is_dated());
        MonthPage {
            site,
            head: Head { as_of: as_of.map(words::day_words), ..head },
            title,
            weekdays: weeks(month, begin).first().into_iter().flatten().map(|day| words::weekday(*day)).collect(),
            weeks: self.grid(month, &dated),
            days: self.month_days(month, &dated),
            undated: undated.into_iter().map(|date| self.full_card(date)).collect(),
            previous: previous.map(|month| self.month_label(month)),
            next: next.map(|month| self.month_label(month)),
            current: (current != month).then(|| self.month_label(current)),
            jump: self.jump(month),
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

    /// The months that have a page of this year and those beside it, and the other years.
    fn jump(self, shown: Month) -> Vec<JumpYear> {
        let mut years: BTreeMap<i32, Vec<JumpMonth>> = BTreeMap::new();
        for month in self.pages.calendar.months.keys() {
            let months = years.entry(month.0).or_default();
            if (month.0 - shown.0).abs() <= 1 {
                months.push(JumpMonth {
                    title: words::month_words(month.0, month.1),
                    url: self.month_path(*month),
                    is_shown: *month == shown,
                });
            }
        }
        let year = |(year, months)| JumpYear {
            title: format!("{year}"),
            url: self.path(&format!("calendar/#y{year}")),
            months,
        };
        years.into_iter().map(year).collect()
    }

    fn month_path(self, month: Month) -> String {
        self.path(&format!("calendar/{:04}/{:02}/", month.0, month.1))
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
        MonthLink { title: words::month_words(month.0, month.1), url: self.month_path(month), count }
    }
}
