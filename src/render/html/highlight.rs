//! The next big thing: the one coming event that stands out on the home page.

use std::{cmp::Reverse, sync::Arc};

use chrono::{Datelike, Days};

use super::{
    cards::short_place,
    context::context,
    shared::{Label, StatusWords},
    view::View,
};
use crate::{
    model::Status,
    render::words,
    resolve::{CollectionSort, Occurrence, Published},
};

/// How far ahead it may lie, in days: about three months.
const AHEAD: u64 = 92;
/// What gathers people from everywhere, where it is of one of these kinds …
const BIG_KINDS: [&str; 4] = ["demo", "march", "rally", "conference"];
/// … or has one of these tags.
const BIG_TAGS: [&str; 2] = ["national", "international"];

context! {
    /// The next big thing.
    Highlight {
        /// The path of its page.
        url: String,
        /// Its title.
        title: Arc<str>,
        /// One line about it.
        summary: Option<Arc<str>>,
        /// "Saturday".
        weekday: &'static str,
        /// The number of the day.
        day: u32,
        /// "February 2016".
        month: String,
        /// When it starts, for machines.
        datetime: Option<String>,
        /// When, in words.
        when: String,
        /// Where, in a few words.
        place: Option<String>,
        /// Who organises, in words.
        hosts: Option<String>,
        /// Its state.
        status: Option<StatusWords>,
        /// The class that colours it.
        colour: Option<String>,
        /// The path of its file for calendars.
        file: Option<String>,
        /// The path of the part of its page that tells how to get there together, where there is one.
        travel: Option<String>,
        /// Its kind, leading to all of them.
        kind: Label,
    }
}

impl<'a> View<'a> {
    /// Of what takes place once within three months and was not called off: national demos, marches, rallies and conferences before
    /// all else that is national, and that before the other demos, marches, rallies and conferences; of these the one that the most
    /// groups and coaches stand behind, and the soonest where there are several.
    pub(super) fn highlight(self) -> Option<Highlight> {
        let end = self.site.today + Days::new(AHEAD);
        let upcoming = self.pages.calendar.upcoming.iter().map(|number| &self.site.dates[*number]);
        let near = upcoming.take_while(|date| date.when.first_day() <= end);
        let big = near.filter_map(|date| Some((date, self.weight(date)?)));
        let (date, _) = big.enumerate().max_by_key(|(order, (_, weight))| (*weight, Reverse(*order)))?.1;
        Some(self.highlighted(date))
    }

    /// How big a date is; nothing where it is an everyday one.
    fn weight(self, date: &Occurrence) -> Option<(usize, usize)> {
        let published = self.event(date.event);
        let (event, status) = (&published.event, published.details(date).status);
        let takes_place_once =
            published.occurrences.len() == 1 && matches!(status, Status::Confirmed | Status::Tentative);
        let is_big = BIG_KINDS.contains(&&*event.kind);
        let is_national = published.tags.iter().any(|tag| BIG_TAGS.contains(&&**tag));
        let rank = usize::from(is_national) * 2 + usize::from(is_big);
        let behind = event.hosts.len() + event.supporters.len() + event.travel.len();
        (takes_place_once && rank > 0).then_some((rank, behind))
    }

    fn highlighted(self, date: &Occurrence) -> Highlight {
        let published = self.event(date.event);
        let (event, details) = (&published.event, published.details(date));
        let first = date.when.first_day();
        Highlight {
            url: self.event_path(published),
            title: details.title.clone(),
            summary: details.summary.clone(),
            weekday: words::weekday(first),
            day: first.day(),
            month: words::month_words(first.year(), first.month()),
            datetime: words::machine_when(&date.when, &event.zone),
            when: words::time_under_day(&date.when, &event.zone),
            place: short_place(details),
            hosts: (!event.hosts.is_empty()).then(|| self.group_names(&event.hosts)),
            status: StatusWords::new(details.status, details.status_note.as_deref()),
            colour: self.colour_class(&event.hosts),
            file: published.file.as_ref().map(|file| self.path(file.address())),
            travel: self.travel_path(published),
            kind: self.label(CollectionSort::Kind, &event.kind),
        }
    }

    fn travel_path(self, published: &Published) -> Option<String> {
        (!published.event.travel.is_empty()).then(|| format!("{}#travel", self.event_path(published)))
    }
}
