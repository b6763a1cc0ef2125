//! What is possible, but would make a human look twice.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc, Weekday};

use super::{Context, date_words::weekday_of, repeats::weekday_name};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{
        Campaign, Coach, Event, Frequency, Id, Limit, ProgrammeItem, Publication, Rule, Status, When,
        zones::{LocalReading, Zone},
    },
    parse::{RawEvent, RawTravel, Text},
    source::{Digest, Digester, Span},
};

/// An event may last this many days before somebody is asked.
const LONG_DAYS: i64 = 31;

/// Everything about one event.
pub(super) fn event(event: &Event, raw: &RawEvent, context: &Context<'_>, found: &mut Diagnostics) {
    weekday_in_title(event, raw, found);
    length(event, raw, found);
    small_hours(event, raw, found);
    programme(event, raw, found);
    booking(event, raw, found);
    campaign_dates(event, context.campaign_records, found);
}

/// A local time that the clocks skip or show twice.
pub(super) fn clock_change(local: NaiveDateTime, zone: &Zone, span: Span, found: &mut Diagnostics) {
    let (what, published, other) = match zone.resolve(local) {
        LocalReading::Unique(_) => return,
        LocalReading::Gap { published, other } => ("does not exist", published, other),
        LocalReading::Overlap { published, other } => ("occurs twice", published, other),
    };
    let reading = |utc: chrono::DateTime<chrono::Utc>| {
        let offset = zone.offset_seconds(utc);
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 3600, offset.abs() / 60 % 60);
        format!("{}{sign}{hours:02}:{minutes:02}", zone.to_local(utc).format("%Y-%m-%dT%H:%M:%S"))
    };
    let message = format!("{} {what} in {}: the clocks change", local.format("%Y-%m-%d %H:%M"), zone.name());
    found.push(
        Diagnostic::new(Code::ClockChange, span, message)
            .note(format!("it is published as {}, in UTC, which every calendar reads alike", reading(published)))
            .help(format!("write {} or {}, whichever is meant", reading(published), reading(other))),
    );
}

fn weekday_in_title(event: &Event, raw: &RawEvent, found: &mut Diagnostics) {
    let Some(title) = raw.title.as_ref().filter(|_| event.when.is_dated()) else { return };
    let words = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 5);
    let named = words.filter_map(weekday_of).next();
    let Some(named) = named.filter(|named| !weekdays(event).contains(named)) else { return };
    let first = event.when.first_day();
    let message = format!("the title says {}, but {first} is a {}", weekday_name(named), weekday_name(first.weekday()));
    found.push(
        Diagnostic::new(Code::WeekdayMismatch, title.span, message)
            .also(event.when_span, format!("a {}", weekday_name(first.weekday())))
            .help("mend the title or the date"),
    );
}

/// The weekdays that the event takes place on.
fn weekdays(event: &Event) -> Vec<Weekday> {
    let (first, last) = (event.when.first_day(), event.when.last_day());
    let days = first.iter_days().take_while(|day| *day <= last).take(7).map(|day| day.weekday());
    let rule = event.series.iter().flat_map(|series| series.rule.weekdays.iter().map(|day| day.weekday));
    days.chain(rule).collect()
}

fn length(event: &Event, raw: &RawEvent, found: &mut Diagnostics) {
    let days = (event.when.last_day() - event.when.first_day()).num_days() + 1;
    // A vote by post takes weeks.
    if !event.when.is_dated() || days <= LONG_DAYS || &*event.kind == "ballot" {
        return;
    }
    let end = raw.end.as_ref().or(raw.duration.as_ref()).map_or(event.when_span, |end| end.span);
    let finding = Diagnostic::new(Code::UnlikelyLength, end, format!("the event lasts {days} days"));
    found.push(
        finding
            .also(event.when_span, "from here")
            .help("check the year and the month; what repeats goes into `repeats`"),
    );
}

fn small_hours(event: &Event, raw: &RawEvent, found: &mut Diagnostics) {
    let When::Timed(timed) = event.when else { return };
    let (hour, clock) = (timed.start.local.hour(), timed.start.local.format("%H:%M").to_string());
    // Of a time that the clocks skip or repeat more has been said already.
    if !(1..5).contains(&hour) || timed.start.ambiguous {
        return;
    }
    let message = format!("it starts at {clock} in the night");
    let finding = Diagnostic::new(Code::UnlikelyHour, event.when_span, message);
    let is_written = raw.start.as_ref().is_some_and(|start| start.contains(clock.trim_start_matches('0')));
    found.push(if is_written {
        finding.help(format!("write {:02}:{:02} if the afternoon is meant", hour + 12, timed.start.local.minute()))
    } else {
        finding
            .note(format!("that is the time in {}", event.zone.name()))
            .help("check the time, its offset and `timezone`")
    });
}

fn programme(event: &Event, raw: &RawEvent, found: &mut Diagnostics) {
    match event.when {
        When::Timed(times) => {
            let (start, end) = (times.start.local, times.end.map(|end| end.local));
            // An entry after midnight belongs to an event that lasts into the next day.
            let is_overnight = end.is_some_and(|end| end.date() > start.date());
            for item in event.programme.iter().filter(|item| item.day.is_some() || !is_overnight) {
                let Some(at) = item.time.map(|time| item.day.unwrap_or(start.date()).and_time(time)) else { continue };
                if at < start {
                    outside_event(
                        item,
                        &format!("{} is before the event starts", at_words(item, at)),
                        event.when_span,
                        found,
                    );
                } else if end.is_some_and(|end| at > end) {
                    let end = raw.end.as_ref().or(raw.duration.as_ref()).map_or(event.when_span, |end| end.span);
                    outside_event(item, &format!("{} is after the event ends", at_words(item, at)), end, found);
                }
            }
        }
        When::AllDay { first, last } => {
            // A festival of several days may well have a programme with dates.
            if let Some(item) = event.programme.iter().find(|item| item.time.is_some() && item.day.is_none()) {
                let finding = Diagnostic::new(Code::ProgrammeTime, item.span, "an all-day event with a running order");
                let help = "give `start` the time of the first entry, or give each entry its date";
                found.push(finding.also(event.when_span, "no time here").help(help));
            }
            for item in event.programme.iter().filter(|item| item.day.is_some_and(|day| day < first || day > last)) {
                let day = item.day.unwrap_or(first);
                outside_event(item, &format!("{day} is none of the event's days"), event.when_span, found);
            }
        }
        When::Month { .. } | When::Year { .. } => {}
    }
}

fn at_words(item: &ProgrammeItem, at: NaiveDateTime) -> String {
    at.format(if item.day.is_some() { "%Y-%m-%d %H:%M" } else { "%H:%M" }).to_string()
}

fn outside_event(item: &ProgrammeItem, message: &str, event: Span, found: &mut Diagnostics) {
    let finding = Diagnostic::new(Code::ProgrammeTime, item.span, message).also(event, "the event");
    found.push(finding.help("check the times, or let the event start earlier or end later"));
}

/// Said of the place where the event's start is written.
const EVENT_STARTS: &str = "the event starts";

/// A coach that leaves or arrives after the start, or sets off back before the end.
pub(super) fn coach_times(coach: &Coach, raw: &RawTravel, event: &When, times: &RawEvent, found: &mut Diagnostics) {
    let (start, end) = match event {
        When::Timed(timed) => (timed.start.local, timed.end.map(|end| end.local)),
        When::AllDay { first, .. } => (end_of(*first), None),
        When::Month { .. } | When::Year { .. } => return,
    };
    let place = |text: &Option<Text>| text.as_ref().map(|text| text.span);
    let (leaves, starts) = (place(&raw.leaves), place(&times.start));
    let ends = place(&times.end).or(place(&times.duration));
    let from = &coach.from;
    let problem = if coach.leaves.local >= start {
        Some((format!("the coach from {from} leaves after the start"), leaves, starts, EVENT_STARTS))
    } else if coach.arrives.is_some_and(|arrives| arrives.utc <= coach.leaves.utc) {
        Some((format!("the coach from {from} arrives before it leaves"), place(&raw.arrives), leaves, "it leaves"))
    } else if coach.arrives.is_some_and(|arrives| arrives.local > start) {
        Some((format!("the coach from {from} arrives after the start"), place(&raw.arrives), starts, EVENT_STARTS))
    } else if coach.returns.is_some_and(|returns| returns.utc <= coach.leaves.utc) {
        Some((
            format!("the coach to {from} sets off back before it has left"),
            place(&raw.returns),
            leaves,
            "it leaves",
        ))
    } else if coach.returns.zip(end).is_some_and(|(returns, end)| returns.local < end) {
        Some((format!("the coach to {from} sets off back before the end"), place(&raw.returns), ends, "the event ends"))
    } else if coach.leaves.local < start - TimeDelta::days(3) {
        Some((format!("the coach from {from} leaves days before the start"), leaves, starts, EVENT_STARTS))
    } else {
        None
    };
    if let Some((message, at, beside, label)) = problem {
        let finding = Diagnostic::new(Code::TravelTime, at.unwrap_or(coach.span), message);
        let finding = match beside {
            Some(beside) => finding.also(beside, label),
            None => finding,
        };
        found.push(finding.help("check day and time"));
    }
}

fn end_of(day: NaiveDate) -> NaiveDateTime {
    (day + chrono::Days::new(1)).and_time(chrono::NaiveTime::MIN)
}

fn booking(event: &Event, raw: &RawEvent, found: &mut Diagnostics) {
    let closes = event.booking.as_ref().and_then(|booking| booking.closes.as_ref());
    let Some(closes) = closes.filter(|_| event.when.is_dated() && event.series.is_none()) else { return };
    if closes.begins(&event.zone) > event.when.is_over(&event.zone) {
        let span =
            raw.booking.as_ref().and_then(|booking| booking.closes.as_ref()).map_or(raw.span, |closes| closes.span);
        let finding = Diagnostic::new(Code::LateBooking, span, "booking closes after the event");
        found.push(finding.also(event.when_span, "the event").help("check the date"));
    }
}

fn campaign_dates(event: &Event, campaigns: &BTreeMap<Id, Campaign>, found: &mut Diagnostics) {
    if event.series.is_some() {
        return;
    }
    for campaign in event.campaigns.iter().filter_map(|id| campaigns.get(id)) {
        let early = campaign.start.is_some_and(|start| event.when.last_day() < start.first_day());
        let late = campaign.end.is_some_and(|end| event.when.first_day() > end.last_day());
        if early || late {
            let what = if early { "begins after" } else { "is over before" };
            let message = format!("the campaign {} {what} this event", campaign.title);
            let finding = Diagnostic::new(Code::OutsideCampaign, event.when_span, message);
            let finding = finding.also(campaign.id.span, "the campaign's dates are in this file");
            found.push(finding.help(format!("mend one of the dates; the campaign {}", lasts(campaign))));
        }
    }
}

/// "lasts from 2016-01-01 to 2016-12-31".
fn lasts(campaign: &Campaign) -> String {
    let from = campaign.start.map(|start| format!(" from {}", start.first_day()));
    let to = campaign.end.map(|end| format!(" to {}", end.last_day()));
    format!("lasts{}{}", from.unwrap_or_default(), to.unwrap_or_default())
}

/// A daily series without an end.
pub(super) fn endless(rule: &Rule, span: Span, dates: &[NaiveDate], found: &mut Diagnostics) {
    if rule.frequency == Frequency::Daily && rule.limit == Limit::Endless && rule.interval == 1 && dates.len() > 100 {
        let finding = Diagnostic::new(Code::EndlessSeries, span, "it takes place every day, for ever");
        found.push(finding.help("end it with `until: 2016-12-31` or `times: 10`, or repeat it by the week"));
    }
}

/// Two events at one place at one time.
pub(super) fn clashes(mut slots: Vec<(Slot, &Event)>, found: &mut Diagnostics) {
    slots.sort_by_key(|(slot, _)| (slot.place, slot.begins));
    for at_one_place in slots.chunk_by(|(a, _), (b, _)| a.place == b.place) {
        let mut longest: Option<(Slot, &Event)> = None;
        for (slot, event) in at_one_place {
            if let Some((_, other)) = longest.filter(|(other, _)| slot.begins < other.over) {
                found.push(clash(event, other));
            }
            longest = longest.into_iter().chain([(*slot, *event)]).max_by_key(|(slot, _)| slot.over);
        }
    }
}

/// The place and time that an event takes up, both in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    place: Digest,
    begins: DateTime<Utc>,
    over: DateTime<Utc>,
}

/// What an event takes up that takes place at a known place.
pub(super) fn slot(event: &Event) -> Option<Slot> {
    let place = event.details.place.as_ref().filter(|place| place.name.is_some() && takes_place(event))?;
    let (begins, over) = (event.when.begins(&event.zone), event.when.is_over(&event.zone));
    Some(Slot { place: Digester::of(&*place.one_line()), begins, over })
}

fn clash(event: &Event, other: &Event) -> Diagnostic {
    let message = format!("`{}` takes place while `{}` does, at the same place", event.id.value, other.id.value);
    Diagnostic::new(Code::Clash, event.when_span, message)
        .also(other.when_span, "the other event")
        .help("check time and place; if both are one event, remove one of the two")
}

fn takes_place(event: &Event) -> bool {
    matches!(event.when, When::Timed(_))
        && event.series.is_none()
        && event.publication == Publication::Listed
        && matches!(event.details.status, Status::Confirmed | Status::Tentative)
}
