//! Where an event takes place, with ways to find it.

use super::super::{context::context, shared::Label, view::View};
use crate::{
    model::{Coordinates, Details, Id, Moment, Place},
    render::words,
    resolve::{CollectionSort, Published, encode},
};

/// What is said of a place that nobody has named yet.
const UNKNOWN: &str = "To be announced";
/// What is said of the place of things that take place nowhere.
const NOWHERE: &str = "No fixed place";
/// What is said of the place of an online event.
const ONLINE: &str = "Online";

context! {
    /// Where an event takes place.
    PlaceWords {
        /// What people call it, or the nearest to that.
        name: String,
        /// The rest of the address, in order.
        address: Vec<String>,
        /// The town, where it has a page.
        town: Option<Label>,
        /// How to find it.
        notes: Option<String>,
        /// Maps of it.
        maps: Vec<MapLink>,
        /// When the place is told, where it is still withheld.
        told: Option<String>,
    }
}

context! {
    /// A map.
    MapLink {
        /// Whose.
        title: &'static str,
        /// Where.
        url: String,
    }
}

impl View<'_> {
    /// Where the date that the page speaks of takes place.
    pub(super) fn place_words(self, published: &Published, details: &Details) -> PlaceWords {
        let event = &published.event;
        let Some(place) = &details.place else {
            let is_bodiless = matches!(&*event.kind, "deadline" | "ballot");
            let name = match (&details.online, is_bodiless) {
                (Some(_), _) => ONLINE,
                (None, true) => NOWHERE,
                (None, false) => UNKNOWN,
            };
            return PlaceWords::named(name);
        };
        let told = event.announce.place_at.filter(|_| place.withheld);
        let told = told.map(|at| words::moment_words(&Moment::from_utc(at, &event.zone), &event.zone));
        PlaceWords { town: self.town(place), told, ..PlaceWords::of(place) }
    }

    /// The town of a place, where it has a page.
    fn town(self, place: &Place) -> Option<Label> {
        let id = Id::slug(place.town.as_deref()?)?;
        self.collection(CollectionSort::Town, &id).map(|town| self.collection_label(town))
    }
}

impl PlaceWords {
    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), address: Vec::new(), town: None, notes: None, maps: Vec::new(), told: None }
    }

    /// A place. Its name stands apart, so the address does not begin with it again.
    fn of(place: &Place) -> Self {
        let parts = place.address_parts();
        let name = place.name.as_deref().or(parts.first().copied()).unwrap_or(UNKNOWN);
        let address = parts.into_iter().map(|part| without_name(part, name)).filter(|part| !part.is_empty());
        Self {
            address: address.map(str::to_owned).collect(),
            notes: place.notes.as_deref().map(str::to_owned),
            maps: maps(place),
            ..Self::named(name)
        }
    }
}

/// A part of an address without the place's name before it: "Marble Arch, London W1H 7EJ" as "London W1H 7EJ".
fn without_name<'a>(part: &'a str, name: &str) -> &'a str {
    match part.strip_prefix(name) {
        Some("") => "",
        Some(rest) => rest.strip_prefix(", ").unwrap_or(part),
        None => part,
    }
}

fn degrees(at: Coordinates, between: &str) -> String {
    format!("{}{between}{}", at.latitude, at.longitude)
}

/// Maps that show a place; none of a place that is withheld or that only names a town.
fn maps(place: &Place) -> Vec<MapLink> {
    if place.withheld {
        return Vec::new();
    }
    match place.coordinates {
        Some(at) => maps_at(at, place.name.as_deref()),
        None if place.address.is_some() => maps_of(&place.one_line()),
        None => Vec::new(),
    }
}

fn maps_at(at: Coordinates, name: Option<&str>) -> Vec<MapLink> {
    let (comma, slash) = (degrees(at, ","), degrees(at, "/"));
    let name = encode(name.unwrap_or("Meeting place"));
    let osm = format!("https://www.openstreetmap.org/?mlat={}&mlon={}#map=17/{slash}", at.latitude, at.longitude);
    vec![
        MapLink { title: "OpenStreetMap", url: osm },
        MapLink {
            title: "Google Maps",
            url: format!("https://www.google.com/maps/search/?api=1&query={}", encode(&comma)),
        },
        MapLink { title: "Apple Maps", url: format!("https://maps.apple.com/?ll={}&q={name}", encode(&comma)) },
        MapLink { title: "Map app", url: format!("geo:{comma}") },
    ]
}

fn maps_of(words: &str) -> Vec<MapLink> {
    let words = encode(words);
    vec![
        MapLink { title: "OpenStreetMap", url: format!("https://www.openstreetmap.org/search?query={words}") },
        MapLink { title: "Google Maps", url: format!("https://www.google.com/maps/search/?api=1&query={words}") },
        MapLink { title: "Apple Maps", url: format!("https://maps.apple.com/?q={words}") },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, address: &str) -> Place {
        Place { name: Some(name.into()), address: Some(address.into()), ..Place::default() }
    }

    #[test]
    fn the_name_is_not_said_again_in_the_address() {
        let words = PlaceWords::of(&place("Marble Arch", "Marble Arch, London W1H 7EJ"));
        assert_eq!((&*words.name, words.address.join("|")), ("Marble Arch", "London W1H 7EJ".to_owned()));
        assert_eq!(PlaceWords::of(&place("Hall", "Hall Road 1")).address, ["Hall Road 1"]);
    }

    #[test]
    fn a_withheld_place_is_on_no_map() {
        let coordinates = Some(Coordinates { latitude: 51.5, longitude: -0.1 });
        let open = Place { coordinates, ..place("Hall", "Road 1") };
        assert_eq!(PlaceWords::of(&open).maps.len(), 4);
        assert!(PlaceWords::of(&Place { withheld: true, ..open }).maps.is_empty());
    }
}
