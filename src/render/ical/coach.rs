//! Coaches: each is an event of its own in the feed of the town that it leaves from.

use chrono::TimeDelta;
use icalendar::{Component, Event as Vevent, EventLike};

use super::{
    description::join,
    entry::{Context, Entry},
    location::set_location,
    plain::{plain, plain_line},
    standing::{set_standing, summary},
    times::{Stretch, property},
    vevent::{categories, stamped},
};
use crate::{
    model::{Coach, Event, Moment, When},
    render::{
        markdown::href,
        words::{moment_words, number},
    },
    resolve::{Published, absolute},
};

/// How long a ride takes in calendars of which nothing else is known.
const UNKNOWN_RIDE: TimeDelta = TimeDelta::hours(1);

impl Entry {
    /// The entry of a coach.
    pub fn of_coach(context: &Context<'_>, published: &Published, coach: &Coach) -> Self {
        Self::new(&[vevent(context, published, coach)], published)
    }
}

/// The ride there. It is revised and cancelled with its event.
fn vevent(context: &Context<'_>, published: &Published, coach: &Coach) -> Vevent {
    let event = &published.event;
    let status = event.details.status;
    let uid = format!("{}-travel-{}@{}", event.id.value, coach.id, context.site.settings.uid_domain);
    let title = format!("Coach from {}: {}", coach.from, event.details.title);
    let stretch = Stretch::between(coach.leaves, end(coach, event), &event.zone, context.zones);
    let mut vevent = stamped(&uid, &published.revision);
    vevent.append_property(property("DTSTART", &stretch.start)).append_property(property("DTEND", &stretch.end));
    set_standing(&mut vevent, status, true);
    vevent.summary(&summary(context, &title, status));
    vevent.description(&description(context, published, coach));
    set_location(&mut vevent, coach.place.as_ref(), None);
    // No URL: the event's page gives the event's start, which is not the coach's. DESCRIPTION ends with its address.
    vevent.categories(categories(context, event));
    vevent
}

/// When the ride ends: on arrival, else when the event begins, else an hour after it began.
fn end(coach: &Coach, event: &Event) -> Moment {
    let begins = match &event.when {
        When::Timed(timed) => Some(timed.start),
        _ => None,
    };
    let is_later = |moment: &Moment| moment.utc > coach.leaves.utc;
    let known = coach.arrives.filter(is_later).or(begins.filter(is_later));
    known.unwrap_or_else(|| Moment::from_utc(coach.leaves.utc + UNKNOWN_RIDE, &event.zone))
}

fn description(context: &Context<'_>, published: &Published, coach: &Coach) -> String {
    let event = &published.event;
    let group = coach.group.as_ref().and_then(|id| context.site.groups.get(id));
    join([
        event.details.status_note.as_deref().map(plain),
        Some(times(coach, event)),
        coach.place.as_ref().and_then(|place| place.notes.as_deref()).map(plain),
        Some(booking(coach)),
        group.map(|group| format!("Organised by {}.", plain_line(&group.title))),
        Some(absolute(&context.site.base_url, &published.page)),
    ])
}

fn times(coach: &Coach, event: &Event) -> String {
    let words = |moment: &Moment| moment_words(moment, &event.zone);
    let arrives = coach.arrives.as_ref().map(|arrives| format!("Arrives: {}", words(arrives)));
    let returns = coach.returns.as_ref().map(|returns| format!("Sets off back: {}", words(returns)));
    let unknown = "The time of arrival is not known.".to_owned();
    let lines = [Some(format!("Leaves: {}", words(&coach.leaves))), Some(arrives.unwrap_or(unknown)), returns];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn booking(coach: &Coach) -> String {
    let lines = [
        coach.price.as_deref().map(|price| format!("Price: {}", plain_line(price))),
        coach.seats.map(|seats| format!("Seats: {}", number(seats))),
        coach.book.as_ref().map(|url| format!("Book here:\n{}", href(url))),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests;
