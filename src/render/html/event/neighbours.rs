//! What the tour or the group of an event does before it and after it.

use super::super::{context::context, near::Neighbours, shared::Label, view::View};
use crate::{
    model::Event,
    render::words,
    resolve::{CollectionSort, EventIndex},
};

context! {
    /// What comes before and after an event.
    Beside {
        /// The tour or the group.
        title: String,
        /// What it does before.
        previous: Option<Label>,
        /// What it does after.
        next: Option<Label>,
    }
}

impl View<'_> {
    /// What the tour or the group of an event does before it and after it.
    pub(super) fn beside(self, event: &Event, neighbours: &Neighbours) -> Option<Beside> {
        let (previous, next) = (neighbours.previous, neighbours.next);
        let tour = event.tour.as_ref().map(|tour| (CollectionSort::Tour, tour));
        let (sort, id) = tour.or(event.hosts.first().map(|host| (CollectionSort::Group, host)))?;
        (previous.is_some() || next.is_some()).then(|| Beside {
            title: self.label(sort, id).title,
            previous: previous.map(|event| self.dated_label(event)),
            next: next.map(|event| self.dated_label(event)),
        })
    }

    /// An event with its day: "January meeting, Thursday 28 January 2016".
    fn dated_label(self, number: EventIndex) -> Label {
        let published = self.event(number);
        let day = words::day_words(published.shown().when.first_day());
        Label { title: format!("{}, {day}", published.event.details.title), url: Some(self.event_path(published)) }
    }
}
