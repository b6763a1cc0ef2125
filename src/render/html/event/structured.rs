//! The event as JSON-LD, for search engines; it says what the page says.

use std::borrow::Cow;

use minijinja::Value;
use serde::Serialize;

use super::{
    super::{head::Head, view::View},
    place::PlaceWords,
    series::moved_from,
};
use crate::{
    model::{Booking, Details, Id, Place, Speaker, Status, When},
    render::{markdown, words},
    resolve::{CollectionSort, Published, absolute},
    source::UNRECORDED,
};

/// The event as schema.org knows it. The fields, here and below, are in alphabetical order.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Structured<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    description: &'a str,
    end_date: String,
    event_attendance_mode: &'static str,
    event_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<[&'a str; 1]>,
    location: Location<'a>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<Offers>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    organizer: Vec<Organiser>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    performer: Vec<Performer<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_start_date: Option<OneOrMany>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_date: Option<String>,
    url: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Location<'a> {
    Online(VirtualPlace),
    Physical(PhysicalPlace<'a>),
    Both(PhysicalPlace<'a>, VirtualPlace),
}

#[derive(Serialize)]
struct VirtualPlace {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
}

#[derive(Serialize)]
struct PhysicalPlace<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    address: Address<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    geo: Option<Geo>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Address<'a> {
    Line(Cow<'a, str>),
    Parts(Parts<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parts<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    address_country: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_locality: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address_region: Option<&'a str>,
    street_address: &'a str,
}

#[derive(Serialize)]
struct Geo {
    #[serde(rename = "@type")]
    kind: &'static str,
    latitude: f64,
    longitude: f64,
}

#[derive(Serialize)]
struct Organiser {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Performer<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offers {
    #[serde(rename = "@type")]
    kind: &'static str,
    availability: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    high_price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    low_price: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<String>,
    price_currency: &'static str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    valid_through: Option<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl View<'_> {
    /// The date that the page speaks of, as JSON that may stand inside a script element.
    pub(super) fn structured(self, published: &Published, details: &Details, place: &PlaceWords, head: &Head) -> Value {
        let (event, shown) = (&published.event, published.shown());
        let about = event.details.description.as_ref().map(markdown::to_text);
        let previous = self.previous(published, details);
        let data = Structured {
            context: "https://schema.org",
            kind: "Event",
            description: about.as_deref().or(event.details.summary.as_deref()).unwrap_or(&head.description),
            end_date: end_date(published),
            event_attendance_mode: attendance(details),
            event_status: if previous.is_some() { RESCHEDULED } else { status(details.status) },
            image: head.image.as_ref().map(|image| [&*image.url]),
            location: location(details, place, &head.canonical),
            name: &event.details.title,
            offers: event.booking.as_ref().and_then(|booking| offers(published, booking, &head.canonical)),
            organizer: event.hosts.iter().map(|id| self.organiser(id)).collect(),
            performer: event.details.speakers.iter().map(performer).collect(),
            previous_start_date: previous,
            start_date: words::machine_when(&shown.when, &event.zone),
            url: &head.canonical,
        };
        // A tree of text, numbers and lists can always be written.
        Value::from_safe_string(inert(serde_json::to_string(&data).unwrap_or_default()))
    }

    /// When it was to be before it moved: of a moved date of a series its usual day, else the event's earlier starts.
    fn previous(self, published: &Published, details: &Details) -> Option<OneOrMany> {
        let usual = moved_from(published.shown()).map(words::numeric_day);
        let mut starts: Vec<String> = usual.map_or_else(|| self.previous_starts(published), |day| vec![day]);
        match (details.status, starts.len()) {
            (Status::Cancelled | Status::Postponed | Status::Tentative, _) | (_, 0) => None,
            (_, 1) => starts.pop().map(OneOrMany::One),
            _ => Some(OneOrMany::Many(starts)),
        }
    }

    /// A group that organises, with its page.
    fn organiser(self, id: &Id) -> Organiser {
        let page = self.collection(CollectionSort::Group, id).map(|group| absolute(&self.site.base_url, &group.page));
        let own = || self.site.groups.get(id).and_then(|group| group.url.as_deref()).map(markdown::href);
        Organiser { kind: "Organization", name: self.label(CollectionSort::Group, id).title, url: page.or_else(own) }
    }
}

const RESCHEDULED: &str = "https://schema.org/EventRescheduled";

/// The end as calendars show it; of days, the last one.
fn end_date(published: &Published) -> String {
    let zone = &published.event.zone;
    match &published.shown().when {
        When::Timed(timed) => words::machine_moment(timed.published_end(zone).utc, zone),
        other => words::numeric_day(other.last_day()),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Confirmed | Status::Tentative => "https://schema.org/EventScheduled",
        Status::Cancelled => "https://schema.org/EventCancelled",
        Status::Postponed => "https://schema.org/EventPostponed",
    }
}

fn attendance(details: &Details) -> &'static str {
    match (&details.place, &details.online) {
        (Some(_), Some(_)) => "https://schema.org/MixedEventAttendanceMode",
        (None, Some(_)) => "https://schema.org/OnlineEventAttendanceMode",
        _ => "https://schema.org/OfflineEventAttendanceMode",
    }
}

/// Place, link to join, or both. A place that is not known yet is one whose name says so.
fn location<'a>(details: &'a Details, words: &'a PlaceWords, page: &'a str) -> Location<'a> {
    let online =
        details.online.as_deref().map(|url| VirtualPlace { kind: "VirtualLocation", url: markdown::href(url) });
    match (&details.place, online) {
        (None, Some(online)) => Location::Online(online),
        (Some(place), Some(online)) => Location::Both(physical(place, words), online),
        (Some(place), None) => Location::Physical(physical(place, words)),
        (None, None) => Location::Physical(PhysicalPlace {
            kind: "Place",
            address: Address::Line(Cow::Borrowed(&words.name)),
            geo: None,
            name: &words.name,
            url: Some(page),
        }),
    }
}

fn physical<'a>(place: &'a Place, words: &'a PlaceWords) -> PhysicalPlace<'a> {
    let at = place.coordinates.filter(|_| !place.withheld);
    PhysicalPlace {
        kind: "Place",
        address: address(place, words),
        geo: at.map(|at| Geo { kind: "GeoCoordinates", latitude: at.latitude, longitude: at.longitude }),
        name: &words.name,
        url: None,
    }
}

/// A structured address where street and country are known, else the same in one line.
fn address<'a>(place: &'a Place, words: &'a PlaceWords) -> Address<'a> {
    if let (Some(street), Some(country)) = (&place.address, &place.country) {
        return Address::Parts(Parts {
            kind: "PostalAddress",
            address_country: country,
            address_locality: place.town.as_deref(),
            address_region: place.region.as_deref(),
            street_address: street,
        });
    }
    let line = place.address_parts().join(", ");
    Address::Line(if line.is_empty() { Cow::Borrowed(&words.name) } else { Cow::Owned(line) })
}

fn performer(speaker: &Speaker) -> Performer<'_> {
    Performer { kind: "Person", name: &speaker.name }
}

/// What it costs, where the author's words can be read as prices in one currency.
fn offers(published: &Published, booking: &Booking, page: &str) -> Option<Offers> {
    let zone = &published.event.zone;
    let (price_currency, prices) = prices(booking.price.as_deref()?)?;
    let lowest = prices.iter().copied().min()?;
    let highest = prices.iter().copied().max()?;
    let created = Some(published.revision.created).filter(|created| *created > UNRECORDED);
    let one = Offers {
        kind: "Offer",
        availability: "https://schema.org/InStock",
        high_price: None,
        low_price: None,
        price: None,
        price_currency,
        url: booking.url.as_deref().map_or_else(|| page.to_owned(), markdown::href),
        valid_from: created.map(|created| words::machine_moment(created, zone)),
        valid_through: booking.closes.as_ref().and_then(|closes| words::machine_when(closes, zone)),
    };
    Some(if lowest == highest {
        Offers { price: Some(decimal(lowest)), ..one }
    } else {
        let (low_price, high_price) = (Some(decimal(lowest)), Some(decimal(highest)));
        Offers { kind: "AggregateOffer", high_price, low_price, ..one }
    })
}

/// The currency and the prices in hundredths: "£15 / £8" are 1500 and 800 GBP, "Free" is nothing at all.
fn prices(words: &str) -> Option<(&'static str, Vec<u32>)> {
    let words = words.trim();
    let currencies = [('£', "GBP"), ('€', "EUR")];
    if words.to_lowercase().starts_with("free") || words == "0" {
        return Some(("GBP", vec![0]));
    }
    let (sign, currency) = currencies.into_iter().find(|(sign, _)| words.contains(*sign))?;
    let prices: Vec<u32> = words.split(sign).skip(1).filter_map(hundredths).collect();
    (!prices.is_empty()).then_some((currency, prices))
}

/// The number that a text begins with, in hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let number: String = text.trim_start().chars().take_while(|c| is_part(*c)).collect();
    let number = number.trim_end_matches('.');
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let part: u32 = format!("{part:0<2}").get(..2)?.parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(part)
}

fn decimal(hundredths: u32) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{}.{rest:02}", hundredths / 100),
    }
}

/// JSON that holds nothing a script element could end on.
fn inert(text: String) -> String {
    let marked =
        [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    // The separators of lines begin with this byte, as dashes and quotation marks do.
    let is_marked = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | 0xe2);
    if !text.as_bytes().chunks(32).any(|piece| piece.iter().fold(false, |any, byte| any | is_marked(byte))) {
        return text;
    }
    marked.into_iter().fold(text, |text, (from, to)| if text.contains(from) { text.replace(from, to) } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_where_they_are_plain() {
        assert_eq!(prices("Free"), Some(("GBP", vec![0])));
        assert_eq!(prices("£15 / £8.50"), Some(("GBP", vec![1500, 850])));
        assert_eq!(prices("€10."), Some(("EUR", vec![1000])));
        assert_eq!(prices("Your own fare"), None);
    }

    #[test]
    fn json_cannot_end_its_script() {
        assert_eq!(inert("\"</script><!--\"".to_owned()), "\"\\u003c/script\\u003e\\u003c!--\"");
        assert_eq!(inert("– &\u{2028}".to_owned()), "– \\u0026\\u2028");
    }
}
