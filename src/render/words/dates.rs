//! Days and months in words.

use chrono::{Datelike, NaiveDate};

/// "Saturday 27 February 2016".
pub fn day_words(day: NaiveDate) -> String {
    [weekday(day), " ", &short_day_words(day)].concat()
}

/// "27 February 2016".
pub fn short_day_words(day: NaiveDate) -> String {
    [&day.day().to_string(), " ", month_name(day.month()), " ", &day.year().to_string()].concat()
}

/// "Saturday 27 February": for a day whose year is plain.
pub fn day_and_month(day: NaiveDate) -> String {
    [weekday(day), " ", &day.day().to_string(), " ", month_name(day.month())].concat()
}

/// "Saturday 27": for a day whose month and year follow.
pub(super) fn day_in_month(day: NaiveDate) -> String {
    format!("{} {}", weekday(day), day.day())
}

/// "February 2016".
pub fn month_words(year: i32, month: u32) -> String {
    format!("{} {year}", month_name(month))
}

fn weekday(day: NaiveDate) -> &'static str {
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    names[day.weekday().num_days_from_monday() as usize]
}

fn month_name(month: u32) -> &'static str {
    let names = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    names.get((month as usize).wrapping_sub(1)).copied().unwrap_or("")
}
