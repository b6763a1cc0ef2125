//! A repetition in words: `every: month`, `on: [second tuesday]`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{
    dates::{self, weekday_of},
    rule_text,
    values::shorten,
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{EXPANSION_LIMIT, Frequency, Limit, Ordinal, Rule},
    parse::{RawRepeats, Text},
    source::Span,
};

/// The rule of a repetition whose first date is given, with its words for people where it is written in words.
pub(super) fn rule(raw: &RawRepeats, first: NaiveDate, found: &mut Diagnostics) -> Option<(Rule, Option<String>)> {
    match (&raw.every, &raw.rule) {
        (Some(every), Some(rule)) => {
            let conflict = Diagnostic::new(Code::ConflictingFields, rule.span, "both `every` and `rule` are given");
            found.push(conflict.also(every.span, "`every` is here").help("keep one of the two"));
            None
        }
        (None, Some(text)) => {
            refuse_beside_rule(raw, found);
            rule_text::read(text, found).map(|rule| (rule, None))
        }
        (Some(every), None) => in_words(raw, every, first, found),
        (None, None) => {
            let missing = Diagnostic::new(Code::MissingField, raw.span, "`repeats` does not say how often");
            found.push(missing.help("write `every: week` or `every: month`, with `on: [second tuesday]` where it helps"));
            None
        }
    }
}

fn refuse_beside_rule(raw: &RawRepeats, found: &mut Diagnostics) {
    let fields = [("on", raw.on.as_ref().map(|on| on.span)), ("until", span(&raw.until)), ("times", raw.times.map(|times| times.span))];
    for (name, span) in fields {
        if let Some(span) = span {
            let conflict = Diagnostic::new(Code::ConflictingFields, span, format!("`{name}` beside `rule`"));
            found.push(conflict.help("write it inside the rule (BYDAY, UNTIL, COUNT), or use `every` instead of `rule`"));
        }
    }
}

fn span(text: &Option<Text>) -> Option<Span> {
    text.as_ref().map(|text| text.span)
}

fn in_words(raw: &RawRepeats, every: &Text, first: NaiveDate, found: &mut Diagnostics) -> Option<(Rule, Option<String>)> {
    let (frequency, interval) = interval(every, found)?;
    let mut rule = Rule { interval, limit: limit(raw, found)?, ..Rule::new(frequency) };
    let days = raw.on.iter().flat_map(|on| &on.value);
    let days: Vec<_> = days.map(|day| on(day, frequency, found)).collect::<Option<_>>()?;
    for day in days {
        match day {
            On::Weekday(ordinal) => rule.weekdays.push(ordinal),
            On::MonthDay(day) => rule.month_days.push(day),
        }
    }
    complete(&mut rule, raw, first, found)?;
    let words = describe(raw, every, &rule);
    Some((rule, Some(words)))
}

/// "every 2 weeks on Tuesday".
fn describe(raw: &RawRepeats, every: &Text, rule: &Rule) -> String {
    let days: Vec<String> = raw.on.iter().flat_map(|on| &on.value).map(|day| day_words(day)).collect();
    let on = match (days.is_empty(), rule.frequency) {
        (true, _) => String::new(),
        (false, Frequency::Weekly) => format!(" on {}", wording::all_of(days)),
        (false, _) => format!(" on the {}", wording::all_of(days)),
    };
    format!("every {}{on}", every.trim().trim_start_matches("every ").to_lowercase())
}

fn day_words(day: &str) -> String {
    let words = day.split_whitespace().map(|word| match weekday_of(word) {
        Some(weekday) => weekday_name(weekday).to_owned(),
        None => word.to_lowercase(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The English name of a weekday.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

const UNITS: [(&str, Frequency, u16); 10] = [
    ("day", Frequency::Daily, 1),
    ("days", Frequency::Daily, 1),
    ("week", Frequency::Weekly, 1),
    ("weeks", Frequency::Weekly, 1),
    ("fortnight", Frequency::Weekly, 2),
    ("fortnights", Frequency::Weekly, 2),
    ("month", Frequency::Monthly, 1),
    ("months", Frequency::Monthly, 1),
    ("year", Frequency::Yearly, 1),
    ("years", Frequency::Yearly, 1),
];

fn interval(every: &Text, found: &mut Diagnostics) -> Option<(Frequency, u16)> {
    let lower = every.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "every").collect();
    let (number, unit) = match *words {
        [unit] => (Some(1), unit),
        [number, unit] => (count(number), unit),
        _ => (None, ""),
    };
    let known = UNITS.iter().find(|(name, ..)| *name == unit);
    if let (Some(number @ 1..=1000), Some((_, frequency, factor))) = (number, known) {
        return Some((*frequency, number * factor));
    }
    let message = format!("`{}` is not how often something repeats", shorten(every));
    let help = wording::nearest(words.last().unwrap_or(&""), UNITS.iter().map(|(name, ..)| *name))
        .map_or("write day, week, month or year, or `2 weeks`".to_owned(), |unit| format!("write `{unit}`, or `2 weeks`"));
    found.push(Diagnostic::new(Code::InvalidRepeat, every.span, message).help(help));
    None
}

fn count(word: &str) -> Option<u16> {
    let named = ["one", "two", "three", "four", "five", "six"].iter().position(|name| *name == word);
    match (named, word) {
        (Some(at), _) => u16::try_from(at + 1).ok(),
        (None, "second" | "other") => Some(2),
        (None, "third") => Some(3),
        _ => word.parse().ok(),
    }
}

fn limit(raw: &RawRepeats, found: &mut Diagnostics) -> Option<Limit> {
    match (&raw.until, raw.times) {
        (Some(until), Some(times)) => {
            let conflict = Diagnostic::new(Code::ConflictingFields, times.span, "both `until` and `times` are given");
            found.push(conflict.also(until.span, "`until` is here").help("keep one of the two"));
            None
        }
        (Some(until), None) => dates::day(until, found).map(Limit::Until),
        (None, Some(times)) => self::times(times.value, times.span, found),
        (None, None) => Some(Limit::Endless),
    }
}

/// A number of dates that a series may have.
pub(super) fn times(times: u32, span: Span, found: &mut Diagnostics) -> Option<Limit> {
    if (1..=EXPANSION_LIMIT).contains(&(times as usize)) {
        return Some(Limit::Times(times));
    }
    let message = format!("a series may take place 1 to {EXPANSION_LIMIT} times");
    found.push(Diagnostic::new(Code::SeriesSize, span, message).help("leave `times` out for a series without an end"));
    None
}

enum On {
    Weekday(Ordinal),
    MonthDay(i8),
}

const ORDINALS: [(&str, i8); 12] = [
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("last", -1),
    ("1st", 1),
    ("2nd", 2),
    ("3rd", 3),
    ("4th", 4),
    ("5th", 5),
    ("every", 0),
];

fn on(text: &Text, frequency: Frequency, found: &mut Diagnostics) -> Option<On> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "the").collect();
    let ordinal = |word: &str| ORDINALS.iter().find(|(name, _)| *name == word).map(|(_, nth)| *nth);
    let nth_is_possible = matches!(frequency, Frequency::Monthly | Frequency::Yearly);
    let read = match *words {
        [word] => match weekday_of(word) {
            Some(weekday) => Some(On::Weekday(Ordinal { nth: None, weekday })),
            None if frequency == Frequency::Monthly => month_day(word).map(On::MonthDay),
            None => None,
        },
        ["last", "day"] if frequency == Frequency::Monthly => Some(On::MonthDay(-1)),
        [nth, word] if nth_is_possible => ordinal(nth).zip(weekday_of(word)).map(|(nth, weekday)| {
            On::Weekday(Ordinal { nth: (nth != 0).then_some(nth), weekday })
        }),
        _ => None,
    };
    if read.is_none() {
        found.push(unreadable_day(text, frequency));
    }
    read
}

fn month_day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn unreadable_day(text: &Text, frequency: Frequency) -> Diagnostic {
    let message = format!("`{}` is not a day of {}", shorten(text), unit_name(frequency));
    let help = match frequency {
        Frequency::Daily | Frequency::Weekly => "write weekdays, such as [tuesday, thursday]",
        Frequency::Monthly => "write [second tuesday], [last friday], [15] or [last day]",
        Frequency::Yearly => "write an ordinal weekday of the month in `start`, such as [first monday], or leave `on` out",
    };
    Diagnostic::new(Code::InvalidRepeat, text.span, message).help(help)
}

fn unit_name(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Daily | Frequency::Weekly => "the week",
        Frequency::Monthly => "the month",
        Frequency::Yearly => "the year",
    }
}

/// Adds what the words leave to the start: the day of the month, the month of the year.
fn complete(rule: &mut Rule, raw: &RawRepeats, first: NaiveDate, found: &mut Diagnostics) -> Option<()> {
    match rule.frequency {
        Frequency::Monthly if rule.weekdays.is_empty() && rule.month_days.is_empty() => {
            if first.day() > 28 {
                let message = format!("not every month has a day {}", first.day());
                let finding = Diagnostic::new(Code::InvalidRepeat, raw.span, message);
                found.push(finding.help("write `on: [last day]`, or a weekday such as `on: [last friday]`"));
                return None;
            }
            rule.month_days.push(i8::try_from(first.day()).unwrap_or(1));
        }
        Frequency::Monthly if !rule.weekdays.is_empty() && !rule.month_days.is_empty() => {
            let span = raw.on.as_ref().map_or(raw.span, |on| on.span);
            let finding = Diagnostic::new(Code::InvalidRepeat, span, "weekdays and days of the month in one list");
            found.push(finding.help("write two events, or use one of the two"));
            return None;
        }
        Frequency::Yearly if !rule.weekdays.is_empty() => rule.months.push(u8::try_from(first.month()).unwrap_or(1)),
        // Days of the week say the same as weeks on those days, which every program knows.
        Frequency::Daily if !rule.weekdays.is_empty() && rule.interval == 1 => rule.frequency = Frequency::Weekly,
        _ => {}
    }
    Some(())
}
