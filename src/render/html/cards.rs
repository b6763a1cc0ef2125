//! Entries of lists: one date of an event.

use std::sync::Arc;

use minijinja::Value;

use super::{
    context::{Shape as _, context},
    shared::StatusWords,
    view::View,
};
use crate::{
    model::Details,
    render::words,
    resolve::{Occurrence, Published},
};

context! {
    /// What a list says of an event, whatever the date.
    EventCard {
        /// The path of its page.
        url: String,
        /// Its title.
        title: Arc<str>,
        /// Its sort, in words.
        kind: String,
        /// One line about it.
        summary: Option<Arc<str>>,
        /// Where, in a few words.
        place: Option<String>,
        /// Who organises, in words.
        hosts: Option<String>,
        /// Its state.
        status: Option<StatusWords>,
        /// The class that colours it.
        colour: Option<String>,
    }
}

context! {
    /// One date of an event.
    Card {
        /// The event.
        event: Value,
        /// When, in words.
        when: String,
        /// When it starts, for machines.
        datetime: Option<String>,
        /// What it was before it moved, where that was lately.
        moved: Option<String>,
        /// The rest of a series that is cut short here.
        more: Option<String>,
    }
}

impl View<'_> {
    /// What lists say of an event, made once for all of them.
    pub(super) fn event_card(self, published: &Published) -> Value {
        self.card_of(published, &published.event.details)
    }

    fn card_of(self, published: &Published, details: &Details) -> Value {
        let event = &published.event;
        EventCard {
            url: self.event_path(published),
            title: details.title.clone(),
            kind: self.kind_name(&event.kind),
            summary: details.summary.clone(),
            place: short_place(details),
            hosts: (!event.hosts.is_empty()).then(|| self.group_names(&event.hosts)),
            status: StatusWords::new(details.status, details.status_note.as_deref()),
            colour: self.colour_class(&event.hosts),
        }
        .into_value()
    }

    /// An entry below the heading of its day.
    pub(super) fn card_under_day(self, date: &Occurrence) -> Card {
        self.card(date, words::time_under_day(&date.when, &self.event(date.event).event.zone))
    }

    /// An entry that says its whole date.
    pub(super) fn full_card(self, date: &Occurrence) -> Card {
        self.card(date, words::span_words(&date.when, &self.event(date.event).event.zone))
    }

    fn card(self, date: &Occurrence, when: String) -> Card {
        let published = self.event(date.event);
        let event = match date.changed {
            Some(_) => self.card_of(published, published.details(date)),
            None => self.pages.cards.get(date.event).cloned().unwrap_or_default(),
        };
        let datetime = words::machine_when(&date.when, &published.event.zone);
        Card { event, when, datetime, moved: self.date_moved(date), more: None }
    }
}

/// Where, in a few words: "Marble Arch, London", "Online".
pub(super) fn short_place(details: &Details) -> Option<String> {
    words::short_where(details)
}
