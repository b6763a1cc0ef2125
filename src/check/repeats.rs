//! A repetition in words: `every: month`, `on: [second tuesday]`.

use chrono::{Datelike, NaiveDate, Weekday};

use super::{date_words::weekday_of, dates, rule_text, values::shorten};
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
            found.push(
                missing.help("write `every: week` or `every: month`, with `on: [second tuesday]` where it helps"),
            );
            None
        }
    }
}

fn refuse_beside_rule(raw: &RawRepeats, found: &mut Diagnostics) {
    let fields = [
        ("on", raw.on.as_ref().map(|on| on.span)),
        ("until", span(&raw.until)),
        ("times", raw.times.map(|times| times.span)),
    ];
    for (name, span) in fields {
        if let Some(span) = span {
            let conflict = Diagnostic::new(Code::ConflictingFields, span, format!("`{name}` beside `rule`"));
            found.push(
                conflict.help("write it inside the rule (BYDAY, UNTIL, COUNT), or use `every` instead of `rule`"),
            );
        }
    }
}

fn span(text: &Option<Text>) -> Option<Span> {
    text.as_ref().map(|text| text.span)
}

fn in_words(
    raw: &RawRepeats,
    every: &Text,
    first: NaiveDate,
    found: &mut Diagnostics,
) -> Option<(Rule, Option<String>)> {
    let interval = interval(every, found);
    let limit = limit(raw, found);
    let (frequency, interval) = interval?;
    let days = raw.on.iter().flat_map(|on| &on.value);
    let days: Vec<_> = days.map(|day| on(day, frequency, found)).collect();
    let mut rule = Rule { interval, limit: limit?, ..Rule::new(frequency) };
    for day in days {
        match day? {
            On::Weekday(ordinal) => rule.weekdays.push(ordinal),
            On::MonthDay(day) => rule.month_days.push(day),
        }
    }
    complete(&mut rule, raw, first, found)?;
    let words = describe(raw, every, &rule);
    Some((rule, Some(words)))
}

/// "every 2 weeks on Tuesday", "every month on the second Tuesday".
fn describe(raw: &RawRepeats, every: &Text, rule: &Rule) -> String {
    let lower = every.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "every" && *word != "1").collect();
    // Every day, but only on some weekdays, is every week on those.
    let often =
        if rule.frequency == Frequency::Weekly && words == ["day"] { "week".to_owned() } else { words.join(" ") };
    let mut days: Vec<String> =
        raw.on.iter().flat_map(|on| &on.value).map(|day| day_words(day, rule.frequency)).collect();
    if days.is_empty() {
        days.extend(rule.month_days.iter().map(|day| format!("the {}", ordinal_number(*day))));
    }
    let on = if days.is_empty() { String::new() } else { format!(" on {}", wording::all_of(days)) };
    format!("every {often}{on}")
}

fn day_words(day: &str, frequency: Frequency) -> String {
    let lower = day.to_lowercase();
    let words = lower.split_whitespace().filter(|word| !matches!(*word, "the" | "every"));
    let words: Vec<String> =
        words.map(|word| weekday_of(word).map_or(word.to_owned(), |day| weekday_name(day).to_owned())).collect();
    let number = words.first().and_then(|word| word.parse().ok()).map(ordinal_number);
    match (frequency, &*words) {
        (Frequency::Daily | Frequency::Weekly, _) => words.join(" "),
        (_, [_]) if number.is_some() => format!("the {}", number.unwrap_or_default()),
        (_, [word]) if weekday_of(word).is_some() => format!("every {word}"),
        _ => format!("the {}", words.join(" ")),
    }
}

/// "1st", "22nd", "13th".
fn ordinal_number(number: i8) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
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
    let help = match (known, &*words) {
        (Some((unit, ..)), [_, _]) => format!("write a number from 1 to 1000: `2 {}s`", unit.trim_end_matches('s')),
        _ => often(&lower),
    };
    found.push(Diagnostic::new(Code::InvalidRepeat, every.span, message).help(help));
    None
}

/// What to write for other words for the same.
fn often(word: &str) -> String {
    if let Some(weekday) = weekday_of(word) {
        return format!("write `every: week` and `on: [{}]`", weekday_name(weekday).to_lowercase());
    }
    let known = OTHER_WORDS.iter().find(|(other, _)| *other == word.trim()).map(|(_, meant)| *meant);
    match known.or_else(|| wording::nearest(word, UNITS.iter().map(|(name, ..)| *name))) {
        Some(meant) => format!("write `{meant}`"),
        None => "write `day`, `week`, `month` or `year`, or a number of them such as `2 weeks`".to_owned(),
    }
}

/// How others say how often.
const OTHER_WORDS: [(&str, &str); 9] = [
    ("annually", "year"),
    ("bi-weekly", "2 weeks"),
    ("biweekly", "2 weeks"),
    ("daily", "day"),
    ("fortnightly", "2 weeks"),
    ("monthly", "month"),
    ("quarterly", "3 months"),
    ("weekly", "week"),
    ("yearly", "year"),
];

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
    found.push(
        Diagnostic::new(Code::SeriesSize, span, message).help("leave the number out for a series without an end"),
    );
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

fn is_ordinal(word: &str) -> bool {
    ORDINALS.iter().any(|(name, _)| *name == word)
}

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
        [nth, word] if nth_is_possible => ordinal(nth)
            .zip(weekday_of(word))
            .map(|(nth, weekday)| On::Weekday(Ordinal { nth: (nth != 0).then_some(nth), weekday })),
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
    let help = match (nearest_day(text), frequency) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Frequency::Daily | Frequency::Weekly) if text.to_lowercase().split_whitespace().any(is_ordinal) => {
            "write `every: month`, or weekdays alone".to_owned()
        }
        (None, Frequency::Daily | Frequency::Weekly) => "write weekdays, such as [tuesday, thursday]".to_owned(),
        (None, Frequency::Monthly) => "write [second tuesday], [last friday], [15] or [last day]".to_owned(),
        (None, Frequency::Yearly) => {
            "write an ordinal weekday of the month in `start`, such as [first monday], or leave `on` out".to_owned()
        }
    };
    Diagnostic::new(Code::InvalidRepeat, text.span, message).help(help)
}

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The same words without a slip: `second tusday`.
fn nearest_day(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let meant = |word| wording::nearest(word, ORDINALS.iter().map(|(name, _)| *name).chain(WEEKDAYS));
    let words: Vec<&str> = lower.split_whitespace().map(meant).collect::<Option<_>>()?;
    let near = words.join(" ");
    (near != lower && words.len() <= 2 && words.last().is_some_and(|day| WEEKDAYS.contains(day))).then_some(near)
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
