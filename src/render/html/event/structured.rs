//! The event as JSON-LD, for search engines; it says what the page says.

use minijinja::Value;
use serde_json::{Map, Value as Json, json};

use super::{
    super::{head::Head, view::View},
    place::PlaceWords,
    series::moved_from,
};
use crate::{
    model::{Booking, Details, Place, Speaker, Status, When},
    render::{markdown, words},
    resolve::{CollectionSort, Published, absolute},
};

impl View<'_> {
    /// The date that the page speaks of, as JSON that may stand inside a script element.
    pub(super) fn structured(self, published: &Published, details: &Details, place: &PlaceWords, head: &Head) -> Value {
        let (event, shown) = (&published.event, published.shown());
        let about = event.details.description.as_ref().map(markdown::to_text);
        let about = about.or_else(|| event.details.summary.as_deref().map(str::to_owned));
        let previous = self.previous(published, details);
        let parts = [
            ("@context", Some(json!("https://schema.org"))),
            ("@type", Some(json!("Event"))),
            ("name", Some(json!(&*event.details.title))),
            ("startDate", words::machine_when(&shown.when, &event.zone).map(Json::from)),
            ("endDate", Some(json!(end_date(published)))),
            ("eventStatus", Some(schema(if previous.is_some() { "EventRescheduled" } else { status(details.status) }))),
            ("previousStartDate", previous),
            ("eventAttendanceMode", Some(schema(attendance(details)))),
            ("location", Some(location(details, place, &head.canonical))),
            ("description", Some(json!(about.unwrap_or_else(|| head.description.clone())))),
            ("url", Some(json!(head.canonical))),
            ("image", head.image.as_ref().map(|image| json!([image.url]))),
            ("organizer", self.organisers(published)),
            ("performer", performers(&event.details.speakers)),
            ("offers", event.booking.as_ref().and_then(|booking| offers(booking, &head.canonical))),
        ];
        let known = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::from_safe_string(inert(&Json::Object(known.collect())))
    }

    /// When it was to be before it moved: of a moved date of a series its usual day, else the event's earlier starts.
    fn previous(self, published: &Published, details: &Details) -> Option<Json> {
        let usual = moved_from(published.shown()).map(words::numeric_day);
        let mut starts: Vec<String> = usual.map_or_else(|| self.previous_starts(published), |day| vec![day]);
        match (details.status, starts.len()) {
            (Status::Cancelled | Status::Postponed | Status::Tentative, _) | (_, 0) => None,
            (_, 1) => starts.pop().map(Json::from),
            _ => Some(json!(starts)),
        }
    }

    /// The groups that organise, each with its page.
    fn organisers(self, published: &Published) -> Option<Json> {
        let organiser = |id| {
            let label = self.label(CollectionSort::Group, id);
            let page =
                self.collection(CollectionSort::Group, id).map(|group| absolute(&self.site.base_url, &group.page));
            let own = self.site.groups.get(id).and_then(|group| group.url.as_deref()).map(markdown::href);
            json!({"@type": "Organization", "name": label.title, "url": page.or(own)})
        };
        let hosts: Vec<Json> = published.event.hosts.iter().map(organiser).collect();
        (!hosts.is_empty()).then_some(Json::Array(hosts))
    }
}

fn schema(name: &str) -> Json {
    json!(format!("https://schema.org/{name}"))
}

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
        Status::Confirmed | Status::Tentative => "EventScheduled",
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
    }
}

fn attendance(details: &Details) -> &'static str {
    match (&details.place, &details.online) {
        (Some(_), Some(_)) => "MixedEventAttendanceMode",
        (None, Some(_)) => "OnlineEventAttendanceMode",
        _ => "OfflineEventAttendanceMode",
    }
}

/// Place, link to join, or both. A place that is not known yet is one whose name says so.
fn location(details: &Details, words: &PlaceWords, page: &str) -> Json {
    let online = details.online.as_deref().map(|url| json!({"@type": "VirtualLocation", "url": markdown::href(url)}));
    match (&details.place, online) {
        (None, Some(online)) => online,
        (Some(place), Some(online)) => json!([physical(place, words), online]),
        (Some(place), None) => physical(place, words),
        (None, None) => json!({"@type": "Place", "name": words.name, "address": words.name, "url": page}),
    }
}

fn physical(place: &Place, words: &PlaceWords) -> Json {
    let mut data = Map::new();
    data.insert("@type".to_owned(), json!("Place"));
    data.insert("name".to_owned(), json!(words.name));
    data.insert("address".to_owned(), address(place, words));
    if let Some(at) = place.coordinates.filter(|_| !place.withheld) {
        let geo = json!({"@type": "GeoCoordinates", "latitude": at.latitude, "longitude": at.longitude});
        data.insert("geo".to_owned(), geo);
    }
    Json::Object(data)
}

/// A structured address where street and country are known, else the same in one line.
fn address(place: &Place, words: &PlaceWords) -> Json {
    if let (Some(street), Some(country)) = (&place.address, &place.country) {
        let mut data = Map::new();
        data.insert("@type".to_owned(), json!("PostalAddress"));
        data.insert("streetAddress".to_owned(), json!(&**street));
        let more = [("addressLocality", &place.town), ("addressRegion", &place.region)];
        data.extend(more.into_iter().filter_map(|(name, part)| Some((name.to_owned(), json!(&**part.as_ref()?)))));
        data.insert("addressCountry".to_owned(), json!(&**country));
        return Json::Object(data);
    }
    let line = place.address_parts().join(", ");
    json!(if line.is_empty() { words.name.clone() } else { line })
}

fn performers(speakers: &[Speaker]) -> Option<Json> {
    let person = |speaker: &Speaker| json!({"@type": "Person", "name": &*speaker.name});
    let people: Vec<Json> = speakers.iter().map(person).collect();
    (!people.is_empty()).then_some(Json::Array(people))
}

/// What it costs, where the author's words can be read as prices in one currency.
fn offers(booking: &Booking, page: &str) -> Option<Json> {
    let words = booking.price.as_deref()?;
    let url = booking.url.as_deref().map_or_else(|| page.to_owned(), markdown::href);
    let (currency, prices) = prices(words)?;
    let lowest = prices.iter().copied().min()?;
    let highest = prices.iter().copied().max()?;
    Some(if lowest == highest {
        json!({"@type": "Offer", "price": decimal(lowest), "priceCurrency": currency, "url": url})
    } else {
        let (low, high) = (decimal(lowest), decimal(highest));
        json!({"@type": "AggregateOffer", "lowPrice": low, "highPrice": high, "priceCurrency": currency, "url": url})
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
fn inert(data: &Json) -> String {
    let text = data.to_string();
    let escaped =
        [('<', "\\u003c"), ('>', "\\u003e"), ('&', "\\u0026"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];
    escaped.into_iter().fold(text, |text, (from, to)| text.replace(from, to))
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
        assert_eq!(inert(&json!("</script><!--")), "\"\\u003c/script\\u003e\\u003c!--\"");
    }
}
