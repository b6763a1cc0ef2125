//! Days and moments for machines. They are written digit by digit: every page and every entry of a calendar holds several, and
//! a pattern that is read anew for each takes longer than all the digits.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, Timelike, Utc};

use crate::model::zones::Zone;

/// "2016-02-27".
pub fn numeric_day(day: NaiveDate) -> String {
    let mut text = String::with_capacity(10);
    push_day(&mut text, day, "-");
    text
}

/// "2016-02", said of the first day of the month.
pub fn numeric_month(first: NaiveDate) -> String {
    let mut text = String::with_capacity(7);
    push_year(&mut text, first.year());
    text.push('-');
    push_two(&mut text, first.month());
    text
}

/// A moment for machines, with its zone's distance from UTC: "2016-02-27T12:00:00+00:00".
pub fn machine_moment(utc: DateTime<Utc>, zone: &Zone) -> String {
    // Machines read whole minutes; offsets with seconds ended in 1972.
    let seconds = zone.offset_seconds(utc) / 60 * 60;
    let seconds = FixedOffset::east_opt(seconds).map_or(0, |offset| offset.fix().local_minus_utc());
    let local = utc.naive_utc() + TimeDelta::seconds(seconds.into());
    let mut text = String::with_capacity(25);
    push_moment(&mut text, local, "-", ":");
    text.push(if seconds < 0 { '-' } else { '+' });
    push_two(&mut text, seconds.unsigned_abs() / 3600);
    text.push(':');
    push_two(&mut text, seconds.unsigned_abs() / 60 % 60);
    text
}

/// A moment in UTC: "2016-02-27T12:00:00Z".
pub fn utc_moment(utc: DateTime<Utc>) -> String {
    let mut text = String::with_capacity(20);
    push_moment(&mut text, utc.naive_utc(), "-", ":");
    text.push('Z');
    text
}

/// A day as iCalendar writes it: "20160227".
pub fn compact_day(day: NaiveDate) -> String {
    let mut text = String::with_capacity(8);
    push_day(&mut text, day, "");
    text
}

/// A time by the clock of some zone as iCalendar writes it: "20160227T120000".
pub fn compact_local(local: NaiveDateTime) -> String {
    let mut text = String::with_capacity(16);
    push_moment(&mut text, local, "", "");
    text
}

/// A moment in UTC as iCalendar writes it: "20160227T120000Z".
pub fn compact_moment(utc: DateTime<Utc>) -> String {
    let mut text = compact_local(utc.naive_utc());
    text.push('Z');
    text
}

fn push_moment(text: &mut String, local: NaiveDateTime, in_days: &str, in_times: &str) {
    push_day(text, local.date(), in_days);
    text.push('T');
    push_two(text, local.hour());
    text.push_str(in_times);
    push_two(text, local.minute());
    text.push_str(in_times);
    push_two(text, local.second());
}

fn push_day(text: &mut String, day: NaiveDate, between: &str) {
    push_year(text, day.year());
    text.push_str(between);
    push_two(text, day.month());
    text.push_str(between);
    push_two(text, day.day());
}

/// Four digits; years that need more of them, or a sign, lie outside of every site.
fn push_year(text: &mut String, year: i32) {
    let year = year.unsigned_abs();
    push_two(text, year / 100);
    push_two(text, year % 100);
}

fn push_two(text: &mut String, number: u32) {
    text.push(char::from(b'0' + (number / 10 % 10) as u8));
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every day on which an event can be, each at another time of the day.
    fn moments() -> impl Iterator<Item = NaiveDateTime> {
        let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() < 2200).enumerate();
        days.map(|(number, day)| day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(number as i64 * 7_919 % 86_400))
    }

    #[test]
    fn days_are_written_as_chrono_writes_them() {
        for day in moments().map(|moment| moment.date()) {
            assert_eq!(numeric_day(day), day.format("%Y-%m-%d").to_string());
            assert_eq!(numeric_month(day), day.format("%Y-%m").to_string());
            assert_eq!(compact_day(day), day.format("%Y%m%d").to_string());
        }
    }

    #[test]
    fn moments_are_written_as_chrono_writes_them() {
        for moment in moments() {
            let utc = moment.and_utc();
            assert_eq!(utc_moment(utc), utc.format("%Y-%m-%dT%H:%M:%SZ").to_string());
            assert_eq!(compact_local(moment), moment.format("%Y%m%dT%H%M%S").to_string());
            assert_eq!(compact_moment(utc), utc.format("%Y%m%dT%H%M%SZ").to_string());
        }
    }

    #[test]
    fn moments_of_a_zone_are_written_as_chrono_writes_them() {
        for name in ["Europe/London", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/UTC"] {
            let zone = Zone::find(name).unwrap();
            for utc in moments().step_by(3).map(|moment| moment.and_utc()) {
                let offset = FixedOffset::east_opt(zone.offset_seconds(utc) / 60 * 60).unwrap();
                let expected = utc.with_timezone(&offset).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
                assert_eq!(machine_moment(utc, &zone), expected);
            }
        }
    }
}
