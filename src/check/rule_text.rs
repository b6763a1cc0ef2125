//! A repetition as the text of an RRULE (RFC 5545 3.3.10).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{repeats, values::shorten};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{FIRST_YEAR, Frequency, LAST_YEAR, Limit, Ordinal, Rule},
    parse::Text,
};

const PARTS: [&str; 11] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYSETPOS",
];

/// The longest rule, in characters: one that names every week of the year takes no more.
const LONGEST: usize = 500;

/// Reads the text of a rule.
pub(super) fn read(text: &Text, found: &mut Diagnostics) -> Option<Rule> {
    match parse(text, found) {
        Ok(rule) => rule,
        Err((message, help)) => {
            found.push(Diagnostic::new(Code::InvalidRepeat, text.span, message).help(help));
            None
        }
    }
}

type Fault = (String, String);

fn fault<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err((message.into(), help.into()))
}

fn parse(text: &Text, found: &mut Diagnostics) -> Result<Option<Rule>, Fault> {
    let upper = text.trim().to_uppercase();
    let parts = parts(upper.strip_prefix("RRULE:").unwrap_or(&upper))?;
    let mut rule = Rule::new(frequency(&parts)?);
    rule.interval = number(&parts, "INTERVAL", 1, 1000)?.unwrap_or(1);
    rule.week_start = match parts.get("WKST") {
        Some(day) => weekday(day)?,
        None => Weekday::Mon,
    };
    rule.months = numbers(&parts, "BYMONTH", 1, 12)?;
    rule.weeks = signed(&parts, "BYWEEKNO", 53)?;
    rule.year_days = signed(&parts, "BYYEARDAY", 366)?;
    rule.month_days = signed(&parts, "BYMONTHDAY", 31)?;
    rule.positions = signed(&parts, "BYSETPOS", 366)?;
    rule.weekdays = list(&parts, "BYDAY").map(ordinal).collect::<Result<_, _>>()?;
    consistent(&rule)?;
    let Some(limit) = limit(&parts, text, found)? else { return Ok(None) };
    rule.limit = limit;
    Ok(Some(rule))
}

fn parts(text: &str) -> Result<BTreeMap<&str, &str>, Fault> {
    let mut parts = BTreeMap::new();
    if text.len() > LONGEST {
        return fault(
            format!("the rule has {} characters; {LONGEST} are allowed", text.len()),
            "say it in words with `every` and `on`",
        );
    }
    if !text.contains('=') {
        let help = "write a rule such as FREQ=MONTHLY;BYDAY=2TU, or say it in words with `every` and `on`";
        return fault("this is not a rule of repetition", help);
    }
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let Some((name, value)) = part.split_once('=') else {
            return fault(format!("`{}` has no `=`", shorten(part)), "write it as FREQ=MONTHLY;BYDAY=2TU");
        };
        if ["BYHOUR", "BYMINUTE", "BYSECOND"].contains(&name) {
            return fault(format!("`{name}` is not supported"), "the time of day stands in `start`");
        }
        if !PARTS.contains(&name) {
            let help = wording::suggestion(name, PARTS).unwrap_or_default();
            return fault(format!("`{}` is not a part of a rule", shorten(name)), help);
        }
        if parts.insert(name, value).is_some() {
            return fault(format!("`{name}` is written twice"), "keep one of the two");
        }
    }
    Ok(parts)
}

fn frequency(parts: &BTreeMap<&str, &str>) -> Result<Frequency, Fault> {
    let help = "write FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY";
    match parts.get("FREQ").copied() {
        Some("DAILY") => Ok(Frequency::Daily),
        Some("WEEKLY") => Ok(Frequency::Weekly),
        Some("MONTHLY") => Ok(Frequency::Monthly),
        Some("YEARLY") => Ok(Frequency::Yearly),
        Some(other) => fault(format!("`FREQ={}` is not a frequency of events", shorten(other)), help),
        None => fault("the rule has no FREQ", help),
    }
}

fn list<'a>(parts: &BTreeMap<&str, &'a str>, name: &str) -> impl Iterator<Item = &'a str> {
    parts.get(name).copied().into_iter().flat_map(|values| values.split(','))
}

fn number(parts: &BTreeMap<&str, &str>, name: &str, low: u16, high: u16) -> Result<Option<u16>, Fault> {
    let Some(text) = parts.get(name) else { return Ok(None) };
    match text.parse() {
        Ok(number) if (low..=high).contains(&number) => Ok(Some(number)),
        _ => {
            fault(format!("`{name}={}` is out of range", shorten(text)), format!("write a number from {low} to {high}"))
        }
    }
}

fn numbers(parts: &BTreeMap<&str, &str>, name: &str, low: u8, high: u8) -> Result<Vec<u8>, Fault> {
    list(parts, name)
        .map(|text| match text.parse() {
            Ok(number) if (low..=high).contains(&number) => Ok(number),
            _ => fault(
                format!("`{}` in {name} is out of range", shorten(text)),
                format!("write numbers from {low} to {high}"),
            ),
        })
        .collect()
}

fn signed<T: TryFrom<i16>>(parts: &BTreeMap<&str, &str>, name: &str, high: i16) -> Result<Vec<T>, Fault> {
    let read = |text: &str| text.parse().ok().filter(|number: &i16| *number != 0 && number.abs() <= high);
    list(parts, name)
        .map(|text| match read(text).and_then(|number| T::try_from(number).ok()) {
            Some(number) => Ok(number),
            None => fault(
                format!("`{}` in {name} is out of range", shorten(text)),
                format!("write numbers from 1 to {high}, or from -1 to -{high} to count from the end"),
            ),
        })
        .collect()
}

fn weekday(text: &str) -> Result<Weekday, Fault> {
    match text {
        "MO" => Ok(Weekday::Mon),
        "TU" => Ok(Weekday::Tue),
        "WE" => Ok(Weekday::Wed),
        "TH" => Ok(Weekday::Thu),
        "FR" => Ok(Weekday::Fri),
        "SA" => Ok(Weekday::Sat),
        "SU" => Ok(Weekday::Sun),
        other => fault(format!("`{}` is not a weekday", shorten(other)), "write MO, TU, WE, TH, FR, SA or SU"),
    }
}

fn ordinal(text: &str) -> Result<Ordinal, Fault> {
    let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (nth, day) = text.split_at(split);
    let weekday = weekday(day)?;
    if nth.is_empty() {
        return Ok(Ordinal { nth: None, weekday });
    }
    match nth.parse() {
        Ok(nth) if nth != 0 && (-53..=53).contains(&nth) => Ok(Ordinal { nth: Some(nth), weekday }),
        _ => fault(
            format!("`{}` in BYDAY is out of range", shorten(text)),
            "write 1MO for the first Monday, -1FR for the last Friday",
        ),
    }
}

/// What RFC 5545 forbids beside a frequency.
fn consistent(rule: &Rule) -> Result<(), Fault> {
    let often = matches!(rule.frequency, Frequency::Daily | Frequency::Weekly);
    if often && rule.weekdays.iter().any(|day| day.nth.is_some()) {
        return fault("an ordinal weekday needs a month or a year", "write FREQ=MONTHLY, or BYDAY without a number");
    }
    let most = if rule.frequency == Frequency::Monthly { 5 } else { 53 };
    if let Some(day) = rule.weekdays.iter().find(|day| day.nth.is_some_and(|nth| !(1 - most..=most).contains(&nth))) {
        let help = format!("write a number from 1 to {most}, or from -1 to -{} to count from the end", most - 1);
        return fault(format!("`{day}` in BYDAY is out of range"), help);
    }
    let most = match rule.frequency {
        Frequency::Weekly => 7,
        Frequency::Monthly => 31,
        Frequency::Daily | Frequency::Yearly => 366,
    };
    if let Some(position) = rule.positions.iter().find(|position| position.abs() > most) {
        let help = format!("write numbers from 1 to {most}, or from -1 to -{most} to count from the end");
        return fault(format!("`{position}` in BYSETPOS is out of range"), help);
    }
    if rule.frequency == Frequency::Weekly && !rule.month_days.is_empty() {
        return fault("BYMONTHDAY does not go with FREQ=WEEKLY", "write FREQ=MONTHLY");
    }
    if rule.frequency != Frequency::Yearly && !rule.weeks.is_empty() {
        return fault("BYWEEKNO needs FREQ=YEARLY", "write FREQ=YEARLY");
    }
    if rule.frequency != Frequency::Yearly && !rule.year_days.is_empty() {
        return fault("BYYEARDAY needs FREQ=YEARLY", "write FREQ=YEARLY");
    }
    if !rule.weeks.is_empty() && rule.weekdays.iter().any(|day| day.nth.is_some()) {
        return fault("an ordinal weekday does not go with BYWEEKNO", "write BYDAY without a number");
    }
    let others =
        rule.months.len() + rule.weeks.len() + rule.year_days.len() + rule.month_days.len() + rule.weekdays.len();
    if !rule.positions.is_empty() && others == 0 {
        return fault("BYSETPOS stands alone", "say with BYDAY or BYMONTHDAY what is counted");
    }
    Ok(())
}

fn limit(parts: &BTreeMap<&str, &str>, text: &Text, found: &mut Diagnostics) -> Result<Option<Limit>, Fault> {
    match (parts.get("COUNT"), parts.get("UNTIL")) {
        (Some(_), Some(_)) => fault("both COUNT and UNTIL are given", "keep one of the two"),
        (Some(count), None) => match count.parse() {
            Ok(count) => Ok(repeats::times(count, text.span, found)),
            Err(_) => fault(format!("`COUNT={}` is not a number", shorten(count)), "write a number such as COUNT=10"),
        },
        (None, Some(until)) => until_day(until).map(|day| Some(Limit::Until(day))),
        (None, None) => Ok(Some(Limit::Endless)),
    }
}

/// The day of UNTIL; a time in it is not needed, since the last day always belongs to the series.
fn until_day(text: &str) -> Result<NaiveDate, Fault> {
    let day = text.get(..8).unwrap_or(text);
    let day = NaiveDate::parse_from_str(day, "%Y%m%d").or_else(|_| text.get(..10).unwrap_or(text).parse());
    match day {
        Ok(day) if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) => Ok(day),
        Ok(_) => fault(format!("the year in UNTIL lies outside {FIRST_YEAR} to {LAST_YEAR}"), "check the year"),
        Err(_) => fault(format!("`UNTIL={}` is not a date", shorten(text)), "write it as UNTIL=20161231"),
    }
}
