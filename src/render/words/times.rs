//! Times, stretches of time and zones in words, and the same for machines.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::{
    dates::{day_and_month, day_in_month, day_words, month_words},
    machine::{machine_moment, numeric_day, numeric_month},
};
use crate::model::{Moment, Timed, When, zones::Zone};

/// A stretch of time in words, its start and its end apart, so that each can be marked up. Joined by " to ".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// When it begins, or all that is known.
    pub start: String,
    /// When it ends, where that is known and another day or time.
    pub end: Option<String>,
}

/// "Saturday 27 February 2016, midday" to "5pm"; "Friday 5" to "Sunday 7 February 2016".
pub fn spoken(when: &When, zone: &Zone) -> Spoken {
    match when {
        When::Timed(timed) => Spoken {
            start: moment_words(&timed.start, zone),
            end: timed.end.as_ref().map(|end| end_words(timed, end, zone)),
        },
        When::AllDay { first, last } if first == last => Spoken { start: day_words(*first), end: None },
        When::AllDay { first, last } => Spoken { start: first_of(*first, *last), end: Some(day_words(*last)) },
        When::Month { first } => {
            let month = month_words(first.year(), first.month());
            Spoken { start: format!("{month}, date to be confirmed"), end: None }
        }
        When::Year { first } => Spoken { start: format!("{}, date to be confirmed", first.year()), end: None },
    }
}

/// The same in one piece: "Saturday 27 February 2016, midday to 5pm".
pub fn span_words(when: &When, zone: &Zone) -> String {
    let Spoken { start, end } = spoken(when, zone);
    match end {
        Some(end) => [&*start, " to ", &end].concat(),
        None => start,
    }
}

/// When it starts, said of something that is no longer so: "Saturday 12 March 2016, midday", "March 2016".
pub fn start_words(when: &When, zone: &Zone) -> String {
    match when {
        When::Timed(timed) => moment_words(&timed.start, zone),
        When::AllDay { .. } => span_words(when, zone),
        When::Month { first } => month_words(first.year(), first.month()),
        When::Year { first } => first.year().to_string(),
    }
}

/// What is said of the time where the first day is plain: "midday to 5pm", "all day", "until Sunday 7 February 2016".
pub fn time_under_day(when: &When, zone: &Zone) -> String {
    match when {
        When::Timed(timed) => {
            let start = clock(&timed.start, zone);
            match &timed.end {
                Some(end) => [&*start, " to ", &end_words(timed, end, zone)].concat(),
                None => start,
            }
        }
        When::AllDay { first, last } if first == last => "All day".to_owned(),
        When::AllDay { last, .. } => format!("Until {}", day_words(*last)),
        When::Month { .. } | When::Year { .. } => span_words(when, zone),
    }
}

/// "Saturday 27 February 2016, midday".
pub fn moment_words(moment: &Moment, zone: &Zone) -> String {
    [&*day_words(moment.local.date()), ", ", &clock(moment, zone)].concat()
}

/// A moment beside a day that is plain: "6:30am" on the day itself, else "Friday 26 February 2016, 11pm".
pub fn moment_beside(moment: &Moment, day: NaiveDate, zone: &Zone) -> String {
    if moment.local.date() == day { clock(moment, zone) } else { moment_words(moment, zone) }
}

/// A day or a moment until which something holds: "Saturday 20 February 2016", "Saturday 20 February 2016, 6pm".
pub fn closing_words(when: &When, zone: &Zone) -> String {
    match when {
        When::Timed(timed) => moment_words(&timed.start, zone),
        When::AllDay { last, .. } => day_words(*last),
        When::Month { .. } | When::Year { .. } => span_words(when, zone),
    }
}

/// The time of a moment; with its zone's abbreviation where the clocks show that time twice.
pub fn clock(moment: &Moment, zone: &Zone) -> String {
    let time = time_words(moment.local.time());
    if moment.ambiguous { format!("{time} {}", abbreviation(zone, moment.utc)) } else { time }
}

/// "7pm", "7:30pm", "midday", "midnight".
pub(super) fn time_words(time: NaiveTime) -> String {
    let (is_afternoon, hour) = time.hour12();
    let half = if is_afternoon { "pm" } else { "am" };
    match (time.hour(), time.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => [&*hour.to_string(), half].concat(),
        (_, minute) => [&*hour.to_string(), if minute < 10 { ":0" } else { ":" }, &minute.to_string(), half].concat(),
    }
}

/// The end of something, said after its start: "5pm", "3am on Sunday 28 February", "Sunday 7 February 2016, 4pm".
fn end_words(timed: &Timed, end: &Moment, zone: &Zone) -> String {
    let (first, last) = (timed.start.local.date(), end.local.date());
    let is_midnight = end.local.time() == NaiveTime::MIN && last - first == TimeDelta::days(1);
    let is_same_night = last - first == TimeDelta::days(1) && end.local.hour() < 9;
    if first == last || is_midnight {
        clock(end, zone)
    } else if is_same_night {
        format!("{} on {}", clock(end, zone), day_and_month(last))
    } else {
        moment_words(end, zone)
    }
}

/// The first of several days, as short as the last one allows.
fn first_of(first: NaiveDate, last: NaiveDate) -> String {
    match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => day_in_month(first),
        (true, false) => day_and_month(first),
        _ => day_words(first),
    }
}

/// The zone in words: "Europe/London time (GMT)".
pub fn zone_words(zone: &Zone, at: DateTime<Utc>) -> String {
    if zone.is_utc() {
        return "UTC".to_owned();
    }
    format!("{} time ({})", zone.name().replace('_', " "), abbreviation(zone, at))
}

/// What a zone calls its time; where it has no letters for it, the distance from UTC.
fn abbreviation(zone: &Zone, at: DateTime<Utc>) -> String {
    let letters = zone.abbreviation(at);
    if letters.starts_with(['+', '-']) { format!("UTC{letters}") } else { letters }
}

/// The start for machines, as exactly as it is known: a moment, a day or a month. HTML has no way to name a year.
pub fn machine_when(when: &When, zone: &Zone) -> Option<String> {
    match when {
        When::Timed(timed) => Some(machine_moment(timed.start.utc, zone)),
        When::AllDay { first, .. } => Some(numeric_day(*first)),
        When::Month { first } => Some(numeric_month(*first)),
        When::Year { .. } => None,
    }
}

/// The end for machines: a moment, or the last day; nothing where no end is known.
pub fn machine_end(when: &When, zone: &Zone) -> Option<String> {
    match when {
        When::Timed(timed) => timed.end.map(|end| machine_moment(end.utc, zone)),
        When::AllDay { first, last } => (last > first).then(|| numeric_day(*last)),
        When::Month { .. } | When::Year { .. } => None,
    }
}

/// The time of an entry of a running order.
pub fn programme_time(time: NaiveTime) -> String {
    time_words(time)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDateTime;

    use super::*;

    fn at(text: &str) -> Moment {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        Moment::from_local(local, &Zone::find("Europe/London").unwrap())
    }

    fn words(start: &str, end: &str) -> String {
        let when = When::Timed(Timed { start: at(start), end: (!end.is_empty()).then(|| at(end)) });
        span_words(&when, &Zone::find("Europe/London").unwrap())
    }

    fn days(first: &str, last: &str) -> String {
        let when = When::AllDay { first: first.parse().unwrap(), last: last.parse().unwrap() };
        span_words(&when, &Zone::utc())
    }

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!(words("2016-02-27 12:00", "2016-02-27 17:00"), "Saturday 27 February 2016, midday to 5pm");
        assert_eq!(words("2016-02-27 19:30", ""), "Saturday 27 February 2016, 7:30pm");
        assert_eq!(words("2016-02-27 19:00", "2016-02-28 00:00"), "Saturday 27 February 2016, 7pm to midnight");
        assert_eq!(
            words("2016-02-27 22:00", "2016-02-28 03:00"),
            "Saturday 27 February 2016, 10pm to 3am on Sunday 28 February"
        );
        assert_eq!(
            words("2016-02-05 10:00", "2016-02-07 16:00"),
            "Friday 5 February 2016, 10am to Sunday 7 February 2016, 4pm"
        );
    }

    #[test]
    fn a_time_that_the_clocks_show_twice_names_its_zone() {
        assert_eq!(words("2016-10-30 01:30", "2016-10-30 03:00"), "Sunday 30 October 2016, 1:30am BST to 3am");
    }

    #[test]
    fn days_say_no_more_than_they_must() {
        assert_eq!(days("2016-02-05", "2016-02-05"), "Friday 5 February 2016");
        assert_eq!(days("2016-02-05", "2016-02-07"), "Friday 5 to Sunday 7 February 2016");
        assert_eq!(days("2016-02-29", "2016-03-01"), "Monday 29 February to Tuesday 1 March 2016");
        assert_eq!(days("2016-12-31", "2017-01-01"), "Saturday 31 December 2016 to Sunday 1 January 2017");
    }

    #[test]
    fn what_is_not_known_is_said() {
        let first = NaiveDate::from_ymd_opt(2016, 2, 1).unwrap();
        assert_eq!(span_words(&When::Month { first }, &Zone::utc()), "February 2016, date to be confirmed");
        assert_eq!(span_words(&When::Year { first }, &Zone::utc()), "2016, date to be confirmed");
        assert_eq!(machine_when(&When::Year { first }, &Zone::utc()), None);
    }

    #[test]
    fn machines_get_the_distance_from_utc() {
        let london = Zone::find("Europe/London").unwrap();
        assert_eq!(machine_moment(at("2016-07-01 12:00").utc, &london), "2016-07-01T12:00:00+01:00");
        let kathmandu = Zone::find("Asia/Kathmandu").unwrap();
        assert_eq!(machine_moment(at("2016-01-01 12:00").utc, &kathmandu), "2016-01-01T17:45:00+05:45");
    }

    #[test]
    fn zones_are_said_in_words() {
        let summer = at("2016-07-01 12:00").utc;
        let words = |name: &str| zone_words(&Zone::find(name).unwrap(), summer);
        assert_eq!(words("Europe/London"), "Europe/London time (BST)");
        assert_eq!(words("America/Sao_Paulo"), "America/Sao Paulo time (UTC-03)");
        assert_eq!(words("Etc/UTC"), "UTC");
    }
}
