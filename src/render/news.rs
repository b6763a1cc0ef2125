//! What changed, in words: for pages, news and calendars alike.

use chrono::NaiveDate;

use super::{markdown, words};
use crate::{
    model::{Booking, Facts, Place, Status, When, zones::Zone},
    resolve::{Aspect, Departure, Earlier, Moved, News, NewsSort, Site, departure, last_rule_date},
};

/// What was, and what is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What of the event.
    pub label: String,
    /// What was told before.
    pub was: String,
    /// What was told then.
    pub now: String,
}

/// The sort of news in a word or two.
pub fn word(sort: NewsSort) -> &'static str {
    match sort {
        NewsSort::Announced => "New",
        NewsSort::Moved => "Moved",
        NewsSort::Changed => "Changed",
        NewsSort::Cancelled => "Cancelled",
        NewsSort::Postponed => "Postponed",
        NewsSort::Revived => "Takes place after all",
    }
}

/// What an event was before it moved: "Saturday 12 March 2016, midday", "at Town Hall, Leeds". The zone is the one that people read
/// its times in now.
pub fn was(earlier: &Earlier<'_>, zone: &Zone) -> String {
    match earlier.moved {
        Moved::Start => was_start(earlier.facts, zone),
        Moved::Place => was_at(earlier.facts.place.as_ref()),
    }
}

/// "Saturday 12 March 2016, midday", "every month on the second Tuesday, 7:30pm".
fn was_start(facts: &Facts, zone: &Zone) -> String {
    let start = match rule_words(facts) {
        Some(rule) => format!("{rule}, {}", start_under_day(&facts.when, &facts.zone)),
        None => words::start_words(&facts.when, &facts.zone),
    };
    start + &other_zone(facts, zone)
}

fn was_at(place: Option<&Place>) -> String {
    format!("at {}", place.map_or_else(String::new, words::short_place))
}

/// The time of day of a date of a series: "7:30pm", "all day".
fn start_under_day(when: &When, zone: &Zone) -> String {
    match when {
        When::Timed(timed) => words::clock(&timed.start, zone),
        _ => "all day".to_owned(),
    }
}

/// Names the zone of a time, where it is not the one that people read the event's times in now.
fn other_zone(facts: &Facts, zone: &Zone) -> String {
    match &facts.when {
        When::Timed(timed) if facts.zone != *zone => format!(", {}", words::zone_words(&facts.zone, timed.start.utc)),
        _ => String::new(),
    }
}

/// The rule in people's words; nothing where it is written in RFC 5545's.
fn rule_words(facts: &Facts) -> Option<&str> {
    let words = &*facts.repeats.as_ref()?.words;
    Some(words).filter(|words| !words.starts_with("FREQ="))
}

/// When, where no single date is meant: "Saturday 19 March 2016, midday to 3pm", "every month on the second Tuesday, 7pm to 9pm".
pub fn when_words(facts: &Facts) -> String {
    if facts.repeats.is_none() {
        return words::span_words(&facts.when, &facts.zone);
    }
    format!("{}, {}", rule_words(facts).unwrap_or("repeatedly"), time_of_day(facts))
}

/// The time of day of a series: "7pm to 9pm", "all day".
fn time_of_day(facts: &Facts) -> String {
    match &facts.when {
        When::Timed(_) => words::time_under_day(&facts.when, &facts.zone),
        _ => "all day".to_owned(),
    }
}

/// The title of a change: "Moved: 2016-03-19 Stop Trident (was 2016-03-12)". Of a series no single day is named.
pub fn headline(site: &Site, news: &News) -> String {
    let now = news.now(&site.events);
    let day = if now.repeats.is_some() { String::new() } else { format!("{} ", numeric(&now.when, &now.zone)) };
    let more = news.was(&site.events).and_then(|was| bracket(news, was, now));
    let more = more.map_or_else(String::new, |more| format!(" ({more})"));
    format!("{}: {day}{}{more}", word(news.sort), now.title)
}

/// The day, month or year in numbers.
pub fn numeric(when: &When, zone: &Zone) -> String {
    let start = words::machine_when(when, zone).unwrap_or_else(|| words::start_words(when, zone));
    start.split('T').next().unwrap_or(&start).to_owned()
}

fn bracket(news: &News, was: &Facts, now: &Facts) -> Option<String> {
    match news.sort {
        NewsSort::Moved => {
            let start = news.aspects.contains(&Aspect::Start).then(|| short_start(was, now));
            let place = news.aspects.contains(&Aspect::Place).then(|| was_at(was.place.as_ref()));
            let both: Vec<String> = start.into_iter().chain(place).collect();
            Some(format!("was {}", both.join(" ")))
        }
        NewsSort::Changed => {
            let mut parts: Vec<&str> = news.aspects.iter().map(|aspect| name(*aspect)).collect();
            parts.dedup();
            Some(words::sentence_list(parts))
        }
        _ => None,
    }
}

/// The earlier day in numbers, or the earlier time where the day is the same.
fn short_start(was: &Facts, now: &Facts) -> String {
    match (&was.when, &now.when) {
        _ if was.repeats.is_some() => was_start(was, &now.zone),
        (When::Timed(before), When::Timed(after)) if before.start.local.date() == after.start.local.date() => {
            words::clock(&before.start, &was.zone) + &other_zone(was, &now.zone)
        }
        _ => numeric(&was.when, &was.zone),
    }
}

/// What of an event, in a title.
fn name(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Start | Aspect::Time => "time",
        Aspect::Repetition | Aspect::Date(_) => "dates",
        Aspect::Place | Aspect::PlaceTold => "place",
        Aspect::Status => "status",
        Aspect::Booking => "booking",
        Aspect::Online => "online link",
    }
}

/// What changed, side by side; nothing of what is announced.
pub fn rows(site: &Site, news: &News) -> Vec<Row> {
    let (Some(was), now) = (news.was(&site.events), news.now(&site.events)) else { return Vec::new() };
    let mut rows: Vec<Row> = news.aspects.iter().flat_map(|aspect| of_aspect(*aspect, was, now)).collect();
    rows.dedup();
    rows
}

fn of_aspect(aspect: Aspect, was: &Facts, now: &Facts) -> Vec<Row> {
    let row = |label: &str, was: String, now: String| vec![Row { label: label.to_owned(), was, now }];
    match aspect {
        Aspect::Start | Aspect::Time | Aspect::Repetition => row("When", when(was, now), when(now, was)),
        Aspect::Date(day) => row(&words::day_words(day), date(was, now, day), date(now, was, day)),
        Aspect::Place | Aspect::PlaceTold => row("Where", place(was), place(now)),
        Aspect::Status => row(
            "Status",
            status(was.status, was.status_note.as_deref()),
            status(now.status, now.status_note.as_deref()),
        ),
        Aspect::Booking => booking(was, now),
        Aspect::Online => row("Online", online(was), online(now)),
    }
}

/// When, of a series with its rule and its last date: "every month on the second Tuesday, 7:30pm to 9:30pm, from Tuesday 12
/// January 2016".
fn when(facts: &Facts, other: &Facts) -> String {
    let when = when_words(facts) + &other_zone(facts, &other.zone);
    if facts.repeats.is_none() {
        return when;
    }
    let last = last_rule_date(facts).map_or_else(String::new, |last| format!(" to {}", words::day_words(last)));
    format!("{when}, from {}{last}", words::day_words(facts.when.first_day()))
}

/// What is told of a single date of a series.
fn date(facts: &Facts, other: &Facts, day: NaiveDate) -> String {
    let zone = &facts.zone;
    match departure(facts, day) {
        None if matches!(departure(other, day), Some(Departure::Extra(_))) => "no date".to_owned(),
        None => "as usual".to_owned(),
        Some(Departure::Gone) => "does not take place".to_owned(),
        Some(Departure::Extra(when)) => format!("an extra date: {}", words::span_words(when, zone)),
        Some(Departure::Changed { when, place, status: state, note }) => {
            let parts = [
                state.map(|state| status(state, note)),
                when.map(|when| words::span_words(when, zone)),
                place.map(|place| was_at(Some(place))),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

fn place(facts: &Facts) -> String {
    let known = facts.place.as_ref().filter(|place| !place.one_line().is_empty());
    match known {
        Some(place) if place.withheld => format!("{}, told later", place.one_line()),
        Some(place) => place.one_line(),
        None if facts.place.is_none() && facts.online.is_some() => "online".to_owned(),
        None => "to be announced".to_owned(),
    }
}

/// The state; where it does not take place, with what is said of that unless it says the same again.
fn status(status: Status, note: Option<&str>) -> String {
    let word = words::status_word(status).unwrap_or("Takes place");
    match note.filter(|_| !status.takes_place()) {
        Some(note) if note.to_lowercase().starts_with(&word.to_lowercase()) => note.to_owned(),
        Some(note) => format!("{word}: {note}"),
        None => word.to_owned(),
    }
}

fn online(facts: &Facts) -> String {
    facts.online.as_deref().map_or_else(|| "no link".to_owned(), markdown::href)
}

/// What of the booking differs, each apart.
fn booking(was: &Facts, now: &Facts) -> Vec<Row> {
    let parts = |facts: &Facts| {
        let none = Booking::default();
        let booking = facts.booking.as_deref().unwrap_or(&none);
        [
            ("Book at", booking.url.as_deref().map(markdown::href)),
            ("Price", booking.price.as_deref().map(str::to_owned)),
            ("Places", booking.capacity.map(words::number)),
            ("Booking closes", booking.closes.as_ref().map(|closes| words::closing_words(closes, &facts.zone))),
        ]
    };
    let said = |part: Option<String>| part.unwrap_or_else(|| "not said".to_owned());
    let both = parts(was).into_iter().zip(parts(now)).filter(|(was, now)| was.1 != now.1);
    both.map(|((label, was), (_, now))| Row { label: label.to_owned(), was: said(was), now: said(now) }).collect()
}
