//! `feeds/all.json`: the events as data, as a JSON Feed 1.1 whose items carry the event in `_event`.

use serde::Serialize;

use super::{
    atom::{content_html, newest_first, recorded, title},
    markdown, words,
};
use crate::{
    model::{Booking, Id, Place, When},
    resolve::{Occurrence, Published, Site, absolute},
};

/// The address of the feed relative to the base.
pub const PATH: &str = "feeds/all.json";

/// So many coming dates of a series are written out.
const MOST_DATES: usize = 10;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: String,
    content_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [std::sync::Arc<str>],
    _event: EventData<'a>,
}

/// The event; what is not known is null or empty, so that every item has the same fields.
#[derive(Serialize)]
struct EventData<'a> {
    id: &'a str,
    uid: &'a str,
    title: &'a str,
    kind: &'a str,
    status: &'static str,
    status_note: Option<&'a str>,
    #[serde(flatten)]
    when: WhenData,
    timezone: &'static str,
    place: Option<PlaceData<'a>>,
    online: Option<&'a str>,
    hosts: Vec<&'a str>,
    supporters: Vec<&'a str>,
    campaigns: Vec<&'a str>,
    tour: Option<&'a str>,
    tags: &'a [std::sync::Arc<str>],
    replaced_by: Option<&'a str>,
    booking: Option<BookingData<'a>>,
    repeats: Option<&'a str>,
    next_dates: Vec<WhenData>,
    ics: Option<String>,
}

#[derive(Serialize)]
struct WhenData {
    /// A moment, a day, a month or a year, as exactly as it is known.
    start: String,
    /// The end, or the last day.
    end: Option<String>,
    all_day: bool,
    /// Whether the day is known.
    dated: bool,
}

#[derive(Serialize)]
struct PlaceData<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    town: Option<&'a str>,
    region: Option<&'a str>,
    country: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    notes: Option<&'a str>,
}

#[derive(Serialize)]
struct BookingData<'a> {
    url: Option<&'a str>,
    price: Option<&'a str>,
    capacity: Option<u32>,
}

/// The listed events, those changed last first.
pub fn render(site: &Site) -> String {
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &site.settings.title,
        home_page_url: &site.base_url,
        feed_url: format!("{}{PATH}", site.base_url),
        description: site.settings.description.as_ref().map(markdown::to_text),
        language: &site.settings.language,
        items: newest_first(site).into_iter().map(|published| item(site, published)).collect(),
    };
    // A tree of text, numbers and lists can always be written.
    serde_json::to_string(&feed).unwrap_or_default()
}

fn item<'a>(site: &Site, published: &'a Published) -> Item<'a> {
    let event = &published.event;
    let moment = |at| recorded(at).map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
    Item {
        id: published.uid.clone(),
        url: absolute(&site.base_url, &published.page),
        title: title(published),
        content_html: content_html(published),
        summary: event.details.summary.as_deref(),
        date_published: moment(published.revision.created),
        date_modified: moment(published.revision.changed),
        tags: &event.tags,
        _event: event_data(site, published),
    }
}

fn event_data<'a>(site: &Site, published: &'a Published) -> EventData<'a> {
    let event = &published.event;
    let shown = published.shown();
    let details = published.details(shown);
    EventData {
        id: &event.id.value,
        uid: &published.uid,
        title: &event.details.title,
        kind: &event.kind,
        status: words::status_class(details.status),
        status_note: details.status_note.as_deref(),
        when: when_data(published, shown),
        timezone: event.zone.name(),
        place: details.place.as_ref().map(place_data),
        online: details.online.as_deref(),
        hosts: texts(&event.hosts),
        supporters: texts(&event.supporters),
        campaigns: texts(&event.campaigns),
        tour: event.tour.as_deref(),
        tags: &event.tags,
        replaced_by: event.replaced_by.as_ref().map(|id| &*id.value),
        booking: event.booking.as_ref().map(booking_data),
        repeats: event.series.as_ref().and_then(|series| series.words.as_deref()),
        next_dates: next_dates(site, published),
        ics: published.file.as_ref().map(|file| absolute(&site.base_url, file)),
    }
}

fn texts(ids: &[Id]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}

fn when_data(published: &Published, date: &Occurrence) -> WhenData {
    let zone = &published.event.zone;
    let start = words::machine_when(&date.when, zone);
    WhenData {
        start: start.unwrap_or_else(|| date.when.first_day().format("%Y").to_string()),
        end: words::machine_end(&date.when, zone),
        all_day: matches!(date.when, When::AllDay { .. }),
        dated: date.when.is_dated(),
    }
}

/// The coming dates of a series, cancelled ones left out.
fn next_dates(site: &Site, published: &Published) -> Vec<WhenData> {
    if published.event.series.is_none() {
        return Vec::new();
    }
    let takes_place = |date: &&Occurrence| published.details(date).status != crate::model::Status::Cancelled;
    let coming = published.occurrences.iter().filter(|date| date.over > site.now).filter(takes_place);
    coming.take(MOST_DATES).map(|date| when_data(published, date)).collect()
}

fn place_data(place: &Place) -> PlaceData<'_> {
    PlaceData {
        name: place.name.as_deref(),
        address: place.address.as_deref(),
        town: place.town.as_deref(),
        region: place.region.as_deref(),
        country: place.country.as_deref(),
        latitude: place.coordinates.map(|at| at.latitude),
        longitude: place.coordinates.map(|at| at.longitude),
        notes: place.notes.as_deref(),
    }
}

fn booking_data(booking: &Booking) -> BookingData<'_> {
    BookingData { url: booking.url.as_deref(), price: booking.price.as_deref(), capacity: booking.capacity }
}
