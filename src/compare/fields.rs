//! The fields of an entry that calendars show, as text, so that two states of them can be held side by side.

use super::{FieldChange, side::Entry};
use crate::{
    model::{Booking, Coach, Details, Event, Id, Link, Place, Status, WebAddress, zones::Zone},
    render::words::{
        access_answer, access_feature, closing_words, day_words, moment_words, number, one_line, programme_time,
        sentence_list, status_class,
    },
    resolve::{Published, Site},
};

/// A field as it is in one state; an empty text where it is not there.
pub(super) struct Field {
    name: &'static str,
    text: String,
    /// Whether the text is short enough to be told.
    is_told: bool,
}

impl Field {
    fn told(name: &'static str, text: impl AsRef<str>) -> Self {
        Self { name, text: one_line(text.as_ref()), is_told: true }
    }

    fn long(name: &'static str, text: String) -> Self {
        Self { name, text, is_told: false }
    }
}

/// The fields that differ; both lists come from the same function.
pub(super) fn differences(before: Vec<Field>, after: Vec<Field>) -> Vec<FieldChange> {
    let pairs = before.into_iter().zip(after).filter(|(before, after)| before.text != after.text);
    pairs.map(|(before, after)| difference(before, after)).collect()
}

fn difference(before: Field, after: Field) -> FieldChange {
    let is_told = before.is_told;
    let told = |text: String| Some(text).filter(|text| is_told && !text.is_empty());
    FieldChange { field: before.name, before: told(before.text), after: told(after.text), moves: false }
}

/// What holds for the whole entry, without its time and place.
pub(super) fn of_entry(entry: &Entry<'_>, site: &Site) -> Vec<Field> {
    let published = entry.published;
    match entry.coach {
        Some(coach) => of_coach(entry, coach, site),
        None => {
            let mut fields = of_details(&published.event.details);
            fields.extend(of_event(published, site));
            fields
        }
    }
}

/// What a single date of a series may change, without its time and place.
pub(super) fn of_details(details: &Details) -> Vec<Field> {
    let speakers = details.speakers.iter().map(|speaker| match &speaker.role {
        Some(role) => format!("{} ({role})", speaker.name),
        None => speaker.name.to_string(),
    });
    vec![
        Field::told("title", &details.title),
        Field::told("status_note", details.status_note.as_deref().unwrap_or_default()),
        Field::told("online", address(details.online.as_ref())),
        Field::told("summary", details.summary.as_deref().unwrap_or_default()),
        Field::long("description", details.description.as_deref().unwrap_or_default().to_owned()),
        Field::told("speakers", joined(speakers)),
        Field::long("links", links(&details.links)),
        Field::long("place", place_details(details.place.as_ref())),
    ]
}

fn of_event(published: &Published, site: &Site) -> Vec<Field> {
    let event = &published.event;
    let kind = site.settings.kinds.iter().find(|kind| kind.id == event.kind).map_or(&*event.kind, |kind| &kind.label);
    let groups = |ids: &[Id]| titles(ids, |id| site.groups.get(id).map(|group| &*group.title));
    let campaigns = titles(&event.campaigns, |id| site.campaigns.get(id).map(|campaign| &*campaign.title));
    let contact = event.contact.iter().flat_map(|contact| {
        [contact.name.as_deref(), contact.email.as_deref(), contact.phone.as_deref()].into_iter().flatten()
    });
    vec![
        Field::told("timezone", event.zone.name()),
        Field::told("kind", kind),
        Field::told("hosts", groups(&event.hosts)),
        Field::told("supporters", groups(&event.supporters)),
        Field::told("campaigns", campaigns),
        Field::told("tags", event.tags.join(", ")),
        Field::told("booking", event.booking.as_ref().map(|booking| booked(booking, &event.zone)).unwrap_or_default()),
        Field::told("contact", joined(contact.map(str::to_owned))),
        Field::told("replaced_by", replacement(event, site)),
        Field::told("announce", announced(published)),
        Field::long("programme", programme(event)),
        Field::long("travel", travel(event)),
        Field::long("access", access(event)),
        Field::long("image", event.image.as_ref().map(|image| image.digest.to_string()).unwrap_or_default()),
        Field::long("report", event.report.as_ref().map(|report| format!("{report:?}")).unwrap_or_default()),
    ]
}

fn of_coach(entry: &Entry<'_>, coach: &Coach, site: &Site) -> Vec<Field> {
    let zone = &entry.published.event.zone;
    let group = coach.group.as_ref().and_then(|id| site.groups.get(id)).map_or("", |group| &group.title);
    vec![
        Field::told("title", entry.title()),
        Field::told("returns", coach.returns.map(|returns| moment_words(&returns, zone)).unwrap_or_default()),
        Field::told("group", group),
        Field::told("price", coach.price.as_deref().unwrap_or_default()),
        Field::told("seats", coach.seats.map(number).unwrap_or_default()),
        Field::told("book", address(coach.book.as_ref())),
        Field::long("place", place_details(coach.place.as_ref())),
    ]
}

fn address(address: Option<&WebAddress>) -> &str {
    address.map(|address| &**address).unwrap_or_default()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn titles<'a>(ids: &'a [Id], title: impl Fn(&'a Id) -> Option<&'a str>) -> String {
    sentence_list(ids.iter().filter_map(title))
}

fn links(links: &[Link]) -> String {
    links.iter().map(|link| format!("{}\n{}\n", link.title, link.url)).collect()
}

/// What there is to a place beside its one line.
fn place_details(place: Option<&Place>) -> String {
    let Some(place) = place.filter(|place| !place.withheld) else { return String::new() };
    let point = place.coordinates.map(|point| format!("{} {}", point.latitude, point.longitude));
    format!("{}\n{}", point.unwrap_or_default(), place.notes.as_deref().unwrap_or_default())
}

fn booked(booking: &Booking, zone: &Zone) -> String {
    let parts = [
        booking.price.as_deref().map(str::to_owned),
        booking.capacity.map(|capacity| format!("{} places", number(capacity))),
        booking.closes.as_ref().map(|closes| format!("closes {}", closing_words(closes, zone))),
        booking.url.as_ref().map(|url| url.to_string()),
    ];
    joined(parts.into_iter().flatten())
}

/// The event that takes place instead, where feeds tell of it.
fn replacement<'a>(event: &Event, site: &'a Site) -> &'a str {
    let Some(id) = event.replaced_by.as_ref().map(|id| &id.value) else { return "" };
    let at = site.events.binary_search_by(|other| other.event.id.value.cmp(id));
    let other = at.ok().map(|at| &site.events[at]).filter(|other| other.is_listed);
    other.map_or("", |other| &other.event.details.title)
}

/// When the place will be told.
fn announced(published: &Published) -> String {
    let event = &published.event;
    let withheld = event.details.place.as_ref().is_some_and(|place| place.withheld);
    let at = event.announce.place_at.filter(|_| withheld);
    let words = |at| moment_words(&crate::model::Moment::from_utc(at, &event.zone), &event.zone);
    at.map(|at| format!("the place on {}", words(at))).unwrap_or_default()
}

fn programme(event: &Event) -> String {
    let line = |item: &crate::model::ProgrammeItem| {
        let day = item.day.map(day_words).unwrap_or_default();
        let time = item.time.map(programme_time).unwrap_or_default();
        let place = item.place.as_ref().map(Place::one_line).unwrap_or_default();
        format!("{day} {time} {} {place}\n", item.title)
    };
    event.programme.iter().map(line).collect()
}

fn travel(event: &Event) -> String {
    let line = |coach: &Coach| {
        let place = coach.place.as_ref().map(Place::one_line).unwrap_or_default();
        let times = (coach.leaves.utc, coach.returns.map(|returns| returns.utc));
        format!("{} {times:?} {place} {:?} {:?}\n", coach.from, coach.price, coach.book)
    };
    event.travel.iter().map(line).collect()
}

fn access(event: &Event) -> String {
    let Some(access) = &event.access else { return String::new() };
    let answer = |(feature, answer): &_| format!("{} {}\n", access_feature(*feature), access_answer(Some(*answer)));
    let answers: String = access.answers.iter().map(answer).collect();
    answers + access.notes.as_deref().unwrap_or_default()
}

/// Whether it takes place, as an author writes it.
pub(super) fn status(status: Status) -> &'static str {
    status_class(status)
}
