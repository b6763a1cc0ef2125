//! The running order, and how people get there together.

use super::super::{context::context, shared::Label, view::View};
use crate::{
    model::{Coach, Event, Id, Place, ProgrammeItem},
    render::{markdown, words},
    resolve::{CollectionSort, Occurrence},
};

context! {
    /// One entry of the running order.
    ProgrammeWords {
        /// The day, where it is another than that of the entry before.
        day: Option<String>,
        /// The time.
        time: Option<String>,
        /// What happens.
        title: String,
        /// Where.
        place: Option<String>,
        /// How to find that.
        notes: Option<String>,
    }
}

context! {
    /// A coach, or another way of getting there together.
    CoachWords {
        /// Its anchor on the page.
        anchor: String,
        /// The town that it leaves from.
        from: Label,
        /// When it leaves.
        leaves: String,
        /// When it leaves, for machines.
        leaves_machine: String,
        /// When it arrives.
        arrives: Option<String>,
        /// When it sets off back.
        returns: Option<String>,
        /// Where it leaves.
        place: Option<String>,
        /// How to find that.
        notes: Option<String>,
        /// Who organises it.
        group: Option<Label>,
        /// What it costs.
        price: Option<String>,
        /// How many can come.
        seats: Option<String>,
        /// Where to book.
        book: Option<String>,
    }
}

/// The running order; days are named where there are several.
pub(super) fn programme(event: &Event) -> Vec<ProgrammeWords> {
    let mut before = event.programme.iter().all(|item| item.day.is_none()).then(|| event.when.first_day());
    let mut words = Vec::new();
    for item in &event.programme {
        let day = item.day.filter(|day| before != Some(*day));
        before = item.day.or(before);
        words.push(entry(item, day.map(words::day_words)));
    }
    words
}

fn entry(item: &ProgrammeItem, day: Option<String>) -> ProgrammeWords {
    ProgrammeWords {
        day,
        time: item.time.map(words::programme_time),
        title: item.title.to_string(),
        place: item.place.as_ref().and_then(one_line),
        notes: item.place.as_ref().and_then(|place| place.notes.as_deref()).map(str::to_owned),
    }
}

fn one_line(place: &Place) -> Option<String> {
    Some(place.one_line()).filter(|place| !place.is_empty())
}

impl View<'_> {
    /// How people get there together.
    pub(super) fn coaches(self, event: &Event, shown: &Occurrence) -> Vec<CoachWords> {
        event.travel.iter().map(|coach| self.coach(coach, event, shown)).collect()
    }

    fn coach(self, coach: &Coach, event: &Event, shown: &Occurrence) -> CoachWords {
        let (zone, day) = (&event.zone, shown.when.first_day());
        let beside = |moment| words::moment_beside(moment, day, zone);
        CoachWords {
            anchor: format!("travel-{}", coach.id),
            from: self.departure(coach),
            leaves: beside(&coach.leaves),
            leaves_machine: words::machine_moment(coach.leaves.utc, zone),
            arrives: coach.arrives.as_ref().map(beside),
            returns: coach.returns.as_ref().map(beside),
            place: coach.place.as_ref().and_then(one_line),
            notes: coach.place.as_ref().and_then(|place| place.notes.as_deref()).map(str::to_owned),
            group: coach.group.as_ref().map(|group| self.label(CollectionSort::Group, group)),
            price: coach.price.as_deref().map(str::to_owned),
            seats: coach.seats.map(words::number),
            book: coach.book.as_deref().map(markdown::href),
        }
    }

    /// The town that a coach leaves from, leading to the town's page where it has one.
    fn departure(self, coach: &Coach) -> Label {
        let town: &Id = &coach.town;
        let page = self.collection(CollectionSort::Town, town);
        Label { title: coach.from.to_string(), url: page.map(|page| self.path(page.page.address())) }
    }
}
