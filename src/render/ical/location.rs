//! Where: LOCATION, GEO, CONFERENCE and what Apple wants besides.

use icalendar::{Component, Event as Vevent, EventLike, Property};

use super::plain::plain_line;
use crate::{
    model::{Coordinates, Place, WebAddress},
    render::markdown::href,
};

/// How far round the point a place reaches, in metres: what Apple's own programs write for a building.
const RADIUS: &str = "72";

/// Sets LOCATION (RFC 5545 3.8.1.7) and GEO (3.8.1.6) from a place; of an online event, LOCATION is the join link.
/// A place that is told later is a hint in LOCATION and no point.
pub fn set_location(vevent: &mut Vevent, place: Option<&Place>, online: Option<&WebAddress>) {
    let line = place.map(|place| plain_line(&place.one_line())).filter(|line| !line.is_empty());
    if let Some(location) = line.clone().or_else(|| online.map(|url| href(url))) {
        vevent.location(&location);
    }
    let point = place.filter(|place| !place.withheld).and_then(|place| place.coordinates);
    if let Some(Coordinates { latitude, longitude }) = point {
        vevent.add_property("GEO", format!("{latitude};{longitude}"));
        if let Some(apple) = line.and_then(|line| structured_location(&line, latitude, longitude)) {
            vevent.append_property(apple);
        }
    }
    if let Some(url) = online {
        vevent.append_multi_property(conference(url));
    }
}

/// Apple's map: it is shown only where X-TITLE (with X-ADDRESS on a line of its own, or alone) is LOCATION to the letter
/// (sebbo2002/ical-generator#236). A title with a character that parameters spell otherwise would never be.
fn structured_location(location: &str, latitude: f64, longitude: f64) -> Option<Property> {
    if location.contains(['"', '^', '\\']) {
        return None;
    }
    let mut property = Property::new("X-APPLE-STRUCTURED-LOCATION", format!("geo:{latitude},{longitude}"));
    property.add_parameter("VALUE", "URI").add_parameter("X-APPLE-RADIUS", RADIUS).add_parameter("X-TITLE", location);
    Some(property)
}

/// CONFERENCE (RFC 7986 5.11), without FEATURE: whether there is a picture or only sound is not known.
fn conference(url: &WebAddress) -> Property {
    let mut property = Property::new("CONFERENCE", href(url));
    property.add_parameter("VALUE", "URI").add_parameter("LABEL", "Join online");
    property.done()
}

#[cfg(test)]
mod tests;
