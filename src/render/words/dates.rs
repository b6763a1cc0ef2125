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

/// How near a day to come is: "Today", "Tomorrow", "This weekend".
pub fn near_words(day: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    let from_monday = i64::from(today.weekday().num_days_from_monday());
    match (day - today).num_days() {
        0 => Some("Today"),
        1 => Some("Tomorrow"),
        // On a Saturday or a Sunday what is left of the weekend is said already.
        days if from_monday < 5 && [5, 6].contains(&(from_monday + days)) => Some("This weekend"),
        _ => None,
    }
}

/// "February 2016".
pub fn month_words(year: i32, month: u32) -> String {
    format!("{} {year}", month_name(month))
}

/// "Saturday".
pub fn weekday(day: NaiveDate) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of each of the seven days from one on, where anything is.
    fn near(today: &str) -> Vec<Option<&'static str>> {
        let today: NaiveDate = today.parse().unwrap();
        today.iter_days().take(8).map(|day| near_words(day, today)).collect()
    }

    #[test]
    fn days_are_near_until_the_weekend_is_over() {
        let (today, tomorrow, weekend) = (Some("Today"), Some("Tomorrow"), Some("This weekend"));
        assert_eq!(near("2016-02-01"), [today, tomorrow, None, None, None, weekend, weekend, None]);
        assert_eq!(near("2016-02-05"), [today, tomorrow, weekend, None, None, None, None, None]);
        assert_eq!(near("2016-02-06"), [today, tomorrow, None, None, None, None, None, None]);
        assert_eq!(near("2016-02-07"), [today, tomorrow, None, None, None, None, None, None]);
    }
}
