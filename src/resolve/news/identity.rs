//! The identities of news (RFC 4151), made from what they say.
//!
//! A feed reader shows an entry again when its identity is another; so what goes into one is written here, in forms that stay, and not
//! taken from the words of pages.

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::{Aspect, Departure, NewsSort, departure, last_rule_date};
use crate::{
    model::{Facts, Place, Settings, Status, When},
    resolve::Published,
};

/// So many hexadecimal digits tell the news of one event apart.
const DIGITS: usize = 16;

/// The identity of an event as news: it stays when the site moves. The year is that of the first release.
pub(super) fn of_event(published: &Published, settings: &Settings) -> String {
    format!("tag:{},2015:events/{}", settings.uid_domain, published.first_id)
}

/// The identity of a change, `times` counting how often it was news.
pub(super) fn of_change(
    published: &Published,
    settings: &Settings,
    sort: NewsSort,
    content: &str,
    times: u32,
) -> String {
    let hash = blake3::hash(content.as_bytes()).to_hex();
    let event = of_event(published, settings);
    let again = if times > 1 { format!("-{times}") } else { String::new() };
    format!("{event}/{}/{}{again}", word(sort), &hash[..DIGITS])
}

fn word(sort: NewsSort) -> &'static str {
    match sort {
        NewsSort::Announced => "announced",
        NewsSort::Moved => "moved",
        NewsSort::Changed => "changed",
        NewsSort::Cancelled => "cancelled",
        NewsSort::Postponed => "postponed",
        NewsSort::Revived => "revived",
    }
}

/// What a change says: of each aspect what it was and what it is.
pub(super) fn content(sort: NewsSort, before: &Facts, after: &Facts, aspects: &[Aspect]) -> String {
    let mut content = word(sort).to_owned();
    for aspect in aspects {
        for facts in [before, after] {
            // Writing to a string cannot fail.
            let _ = write!(content, "\n{}", value(*aspect, facts));
        }
    }
    content
}

fn value(aspect: Aspect, facts: &Facts) -> String {
    match aspect {
        Aspect::Start | Aspect::Time => format!("time {}", when(&facts.when)),
        Aspect::Repetition => repetition(facts),
        Aspect::Date(day) => date(facts, day),
        Aspect::Place | Aspect::PlaceTold => format!("place {}", place(facts.place.as_ref())),
        Aspect::Status => format!("status {}", status(facts.status)),
        Aspect::Booking => booking(facts),
        Aspect::Online => format!("online {}", facts.online.as_deref().unwrap_or_default()),
    }
}

fn when(when: &When) -> String {
    match when {
        When::Timed(timed) => {
            let end = timed.end.map_or_else(String::new, |end| end.utc.to_rfc3339());
            format!("{}/{end}", timed.start.utc.to_rfc3339())
        }
        When::AllDay { first, last } => format!("{first}/{last}"),
        When::Month { first } => format!("month of {first}"),
        When::Year { first } => format!("year of {first}"),
    }
}

fn repetition(facts: &Facts) -> String {
    let rule = facts.repeats.as_ref().map_or_else(String::new, |repeats| repeats.rule.to_string());
    let last = last_rule_date(facts).map_or_else(String::new, |last| last.to_string());
    format!("rule {rule} to {last}")
}

fn date(facts: &Facts, day: NaiveDate) -> String {
    match departure(facts, day) {
        None => format!("date {day}"),
        Some(Departure::Gone) => format!("date {day} gone"),
        Some(Departure::Extra(extra)) => format!("date {day} extra {}", when(extra)),
        Some(Departure::Changed { when: moved, place: elsewhere, status: state, .. }) => format!(
            "date {day} {} {} {}",
            moved.map_or_else(String::new, when),
            place(elsewhere),
            state.map_or("", status)
        ),
    }
}

fn place(place: Option<&Place>) -> String {
    place.map_or_else(String::new, |place| format!("{}{}", if place.withheld { "near " } else { "" }, place.one_line()))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

fn booking(facts: &Facts) -> String {
    let booking = facts.booking.clone().unwrap_or_default();
    format!(
        "booking {} {} {} {}",
        booking.url.as_deref().unwrap_or_default(),
        booking.price.as_deref().unwrap_or_default(),
        booking.capacity.map_or_else(String::new, |places| places.to_string()),
        booking.closes.as_ref().map_or_else(String::new, when)
    )
}
