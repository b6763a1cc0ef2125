//! The page of an event.

mod add;
mod facts;
mod head;
mod neighbours;
mod place;
mod preview;
mod series;
mod share;
mod structured;
mod travel;

use std::sync::Arc;

use minijinja::Value;

use self::{
    add::AddLinks,
    facts::{AccessWords, BookingWords, ContactWords, ImageWords, LinkWords, ReportWords, SpeakerWords},
    neighbours::Beside,
    place::PlaceWords,
    series::SeriesWords,
    share::ShareLinks,
    travel::{CoachWords, ProgrammeWords},
};
use super::{
    cards::Card,
    context::{Shape as _, context},
    head::Head,
    maps::MapWords,
    moved::WasWords,
    qr::QrWords,
    shared::{Label, StatusWords},
    view::View,
};
use crate::{
    model::{Details, Event, Id, Status, When},
    render::{markdown, words},
    resolve::{CollectionSort, EventIndex, Moved, Published},
};

pub(super) use facts::ContactWords as Contact;
pub use preview::share_path;

context! {
    /// Everything that the page of an event shows.
    EventPage for "event.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// The title.
        title: Arc<str>,
        /// The path of the page.
        url: String,
        /// The sort of event.
        kind: Label,
        /// Whether it is over; of a cancelled event that is not said.
        is_over: bool,
        /// Whether it takes place, and what is to be said of it.
        status: Option<StatusWords>,
        /// The day on which it was taken out of the calendar.
        deleted: Option<String>,
        /// The event that takes place instead.
        replaced_by: Option<Reference>,
        /// One line about it.
        summary: Option<Arc<str>>,
        /// When, as exactly as it is known.
        when: WhenWords,
        /// When it was to be before it moved, the latest first.
        was_when: Vec<WasWords>,
        /// Where it was to be before it moved.
        was_where: Vec<WasWords>,
        /// The repetition.
        series: Option<SeriesWords>,
        /// Where.
        place: PlaceWords,
        /// Where to join online.
        online: Option<String>,
        /// Who organises.
        hosts: Vec<Value>,
        /// Who backs it.
        supporters: Vec<Value>,
        /// What it is for.
        campaigns: Vec<Value>,
        /// Its tags.
        tags: Vec<Value>,
        /// The class that colours it.
        colour: Option<String>,
        /// The tour that it is a stop of.
        tour: Option<Label>,
        /// The other stops of the tour.
        stops: Vec<Card>,
        /// Who speaks.
        speakers: Vec<SpeakerWords>,
        /// What it is about, as HTML.
        description: Option<Value>,
        /// Links.
        links: Vec<LinkWords>,
        /// How to book.
        booking: Option<BookingWords>,
        /// Whom to ask.
        contact: Option<ContactWords>,
        /// A picture.
        image: Option<ImageWords>,
        /// What the place offers to whom.
        access: Option<AccessWords>,
        /// The running order.
        programme: Vec<ProgrammeWords>,
        /// The way of a march, where its running order leads to several places.
        way: Option<MapWords>,
        /// How people get there together.
        travel: Vec<CoachWords>,
        /// How it went.
        report: Option<ReportWords>,
        /// The ways to put it into a calendar.
        add: Option<AddLinks>,
        /// The path of the calendar file of what is over and did take place.
        file: Option<String>,
        /// Pages whose feeds hold it.
        followed: Vec<Value>,
        /// The ways to tell others of it.
        share: ShareLinks,
        /// The address of the page as a QR code.
        qr: Option<QrWords>,
        /// What else is on near it, soon before or after it.
        near: Vec<Card>,
        /// What its tour or its group does before it and after it.
        beside: Option<Beside>,
    }
}

context! {
    /// Another event.
    Reference {
        /// Its title.
        title: String,
        /// The path of its page.
        url: String,
        /// When it is.
        when: String,
    }
}

context! {
    /// When, for people and for machines. Start and end are joined by " to ".
    WhenWords {
        /// Which of several dates it is.
        lead: Option<&'static str>,
        /// When it begins, or all that is known.
        start: String,
        /// The same for machines.
        start_machine: Option<String>,
        /// When it ends, where that is known and another time or day.
        end: Option<String>,
        /// The same for machines.
        end_machine: Option<String>,
        /// The zone, where there is a time.
        zone: Option<String>,
        /// Whether the day is known.
        is_dated: bool,
    }
}

impl WhenWords {
    fn new(when: &When, event: &Event, is_over: bool) -> Self {
        let lead = event.series.as_ref().map(|_| if is_over { "Last date" } else { "Next date" });
        let spoken = words::spoken(when, &event.zone);
        let zone = match when {
            When::Timed(timed) => Some(words::zone_words(&event.zone, timed.start.utc)),
            _ => None,
        };
        Self {
            lead,
            start: spoken.start,
            start_machine: words::machine_when(when, &event.zone),
            end: spoken.end,
            end_machine: words::machine_end(when, &event.zone),
            zone,
            is_dated: when.is_dated(),
        }
    }
}

impl View<'_> {
    /// The page of an event. Time, place and state are those of the date that it speaks of.
    pub(super) fn event_page(self, number: EventIndex, site: Value) -> EventPage {
        let published = self.event(number);
        let (event, shown) = (&published.event, published.shown());
        let details = published.details(shown);
        let place = self.place_words(published, details);
        let is_over = shown.over <= self.site.now;
        let neighbours = self.pages.near.of(self.site, number);
        let head = self.event_head(number, details, &place);
        EventPage {
            site,
            share: ShareLinks::new(published, details, &head.canonical),
            qr: QrWords::new(head.canonical.clone()),
            beside: self.beside(event, &neighbours),
            near: neighbours.near.iter().map(|date| self.full_card(&self.site.dates[*date])).collect(),
            head,
            title: event.details.title.clone(),
            url: self.event_path(published),
            kind: self.label(CollectionSort::Kind, &event.kind),
            is_over: is_over && matches!(details.status, Status::Confirmed | Status::Tentative),
            status: self.page_status(published, details),
            deleted: self.deleted_day(published),
            replaced_by: self.replacement(event),
            summary: event.details.summary.clone(),
            when: WhenWords::new(&shown.when, event, is_over),
            was_when: self.was_words(published, Moved::Start),
            was_where: self.was_words(published, Moved::Place),
            series: self.series_words(published),
            place,
            online: details.online.as_deref().map(markdown::href),
            hosts: self.labels(CollectionSort::Group, &event.hosts),
            supporters: self.labels(CollectionSort::Group, &event.supporters),
            campaigns: self.labels(CollectionSort::Campaign, &event.campaigns),
            tags: self.tags(published),
            colour: self.colour_class(&event.hosts),
            tour: event.tour.as_ref().map(|tour| self.label(CollectionSort::Tour, tour)),
            stops: self.other_stops(number, event),
            speakers: facts::speakers(&event.details.speakers),
            description: event.details.description.as_ref().map(facts::html),
            links: facts::links(&event.details.links),
            booking: event.booking.as_ref().map(|booking| BookingWords::new(booking, event)),
            contact: event.contact.as_ref().map(ContactWords::new),
            image: self.image(event),
            access: event.access.as_ref().map(AccessWords::new),
            programme: travel::programme(event),
            way: self.march_map(event),
            travel: self.coaches(event, shown),
            report: event.report.as_ref().map(ReportWords::new),
            add: self.add_links(published, details),
            file: self.file_of_the_past(published, details),
            followed: self.followed(event),
        }
    }

    fn labels(self, sort: CollectionSort, ids: &[Id]) -> Vec<Value> {
        ids.iter().map(|id| self.shared_label(sort, id)).collect()
    }

    /// Tags as they were written, leading to the pages of their slugs.
    fn tags(self, published: &Published) -> Vec<Value> {
        let label = |(tag, id): (&Arc<str>, &Id)| match self.collection(CollectionSort::Tag, id) {
            Some(page) if page.title == *tag => self.shared_label(CollectionSort::Tag, id),
            _ => Label { title: tag.to_string(), ..self.label(CollectionSort::Tag, id) }.into_value(),
        };
        published.event.tags.iter().zip(&published.tags).map(label).collect()
    }

    /// The state at the top of the page: of a series with a changed date, that date is named.
    fn page_status(self, published: &Published, details: &Details) -> Option<StatusWords> {
        let status = StatusWords::new(details.status, details.status_note.as_deref())?;
        let shown = published.shown();
        let day = shown.changed.map(|_| words::day_words(shown.when.first_day()));
        Some(StatusWords { day, ..status })
    }

    /// The day in the site's zone on which it was taken out of the calendar.
    fn deleted_day(self, published: &Published) -> Option<String> {
        published.deleted.map(|at| words::day_words(self.site.settings.zone.to_local(at).date()))
    }

    fn replacement(self, event: &Event) -> Option<Reference> {
        let id = &event.replaced_by.as_ref()?.value;
        let number = self.site.events.binary_search_by(|published| published.event.id.value.cmp(id)).ok()?;
        let other = self.event(number);
        Some(Reference {
            title: other.event.details.title.to_string(),
            url: self.event_path(other),
            when: words::span_words(&other.shown().when, &other.event.zone),
        })
    }

    fn other_stops(self, number: EventIndex, event: &Event) -> Vec<Card> {
        let tour = event.tour.as_ref().and_then(|tour| self.collection(CollectionSort::Tour, tour));
        let others = tour.into_iter().flat_map(|tour| &tour.events).filter(|other| **other != number);
        let mut dates: Vec<_> = others.map(|other| self.event(*other).shown()).collect();
        dates.sort_by_key(|date| (date.when.first_day(), date.event));
        dates.into_iter().map(|date| self.full_card(date)).collect()
    }

    /// Pages of its hosts, campaigns and tour, whose feeds hold it.
    fn followed(self, event: &Event) -> Vec<Value> {
        let hosts = event.hosts.iter().map(|id| (CollectionSort::Group, id));
        let campaigns = event.campaigns.iter().map(|id| (CollectionSort::Campaign, id));
        let tour = event.tour.iter().map(|id| (CollectionSort::Tour, id));
        let all = hosts.chain(campaigns).chain(tour);
        all.filter(|(sort, id)| self.collection(*sort, id).is_some())
            .map(|(sort, id)| self.shared_label(sort, id))
            .collect()
    }
}
