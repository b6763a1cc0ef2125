//! Whether two places are one.

use std::collections::BTreeSet;

use crate::model::{Coordinates, Place};

/// Two positions this near each other, in metres, are one place measured twice.
const ONE_PLACE_METRES: f64 = 250.0;
/// The mean radius of the Earth, in metres.
const EARTH_RADIUS_METRES: f64 = 6_371_000.0;

/// Whether someone who has the one place in mind comes to the other: it was respelt, or more or less is said of it.
pub fn is_same_place(a: &Place, b: &Place) -> bool {
    let name = agree(a.name.as_deref(), b.name.as_deref());
    let town = agree(a.town.as_deref(), b.town.as_deref());
    let address = agree(a.address.as_deref(), b.address.as_deref());
    let is_near = a.coordinates.zip(b.coordinates).is_some_and(|(a, b)| metres(a, b) <= ONE_PLACE_METRES);
    let is_named_alike = name == Some(true) && town != Some(false) && may_be_one(a, b);
    let is_addressed_alike = address == Some(true) && town != Some(false);
    is_near || is_named_alike || is_addressed_alike || (is_vague(a) && is_vague(b) && town != Some(false))
}

/// Whether someone who has the earlier place in mind would come to the wrong one. Who was told a town alone, or nothing, has no
/// place in mind; who is told a hint alone learns the place in time.
pub fn has_moved(before: Option<&Place>, after: Option<&Place>) -> bool {
    let Some(before) = before.filter(|place| !place.withheld && !is_empty(place)) else { return false };
    let Some(after) = after.filter(|place| !is_empty(place)) else { return !is_vague(before) };
    if after.withheld || is_same_place(before, after) {
        return false;
    }
    let is_elsewhere = agree(before.town.as_deref(), after.town.as_deref()) != Some(true);
    if is_vague(before) { is_elsewhere } else { true }
}

/// Whether a place was told that was not known before, or is no longer told.
pub(super) fn is_told(before: Option<&Place>, after: Option<&Place>) -> bool {
    let knows = |place: Option<&Place>| place.is_some_and(|place| !place.withheld && !is_vague(place));
    knows(before) != knows(after)
}

/// Whether two addresses have a word in common, beside the town, or one of them is missing: a chain of pubs has one name.
fn may_be_one(a: &Place, b: &Place) -> bool {
    let words = |place: &Place| -> Option<BTreeSet<String>> {
        let town = place.town.as_deref().unwrap_or_default().to_lowercase();
        let words = place.address.as_deref()?.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        Some(words.filter(|word| word.chars().count() > 2 && !town.contains(&**word)).collect())
    };
    match (words(a), words(b)) {
        (Some(a), Some(b)) if !a.is_empty() && !b.is_empty() => !a.is_disjoint(&b),
        _ => true,
    }
}

/// Whether it names no more than a town or a country.
fn is_vague(place: &Place) -> bool {
    place.name.is_none() && place.address.is_none() && place.coordinates.is_none()
}

fn is_empty(place: &Place) -> bool {
    is_vague(place) && place.town.is_none() && place.region.is_none() && place.country.is_none()
}

/// Whether two texts say the same; nothing where one is missing. Case, spaces and punctuation say nothing.
fn agree(a: Option<&str>, b: Option<&str>) -> Option<bool> {
    let letters =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect() };
    a.zip(b).map(|(a, b)| letters(a) == letters(b))
}

/// The distance over the globe, by the haversine formula.
fn metres(a: Coordinates, b: Coordinates) -> f64 {
    let (north, east) = ((b.latitude - a.latitude).to_radians(), (b.longitude - a.longitude).to_radians());
    let across = a.latitude.to_radians().cos() * b.latitude.to_radians().cos();
    let half_chord = (north / 2.0).sin().powi(2) + across * (east / 2.0).sin().powi(2);
    2.0 * EARTH_RADIUS_METRES * half_chord.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, address: &str, town: &str) -> Place {
        let part = |text: &str| (!text.is_empty()).then(|| text.into());
        Place { name: part(name), address: part(address), town: part(town), ..Place::default() }
    }

    fn at(latitude: f64, longitude: f64, place: Place) -> Place {
        Place { coordinates: Some(Coordinates { latitude, longitude }), ..place }
    }

    #[test]
    fn a_place_that_is_respelt_or_completed_is_the_same() {
        let hall = place("Town Hall", "", "Leeds");
        for same in [
            place("Town  hall", "", "leeds"),
            place("Town Hall", "The Headrow, LS1 3AD", "Leeds"),
            place("Town Hall", "", ""),
        ] {
            assert!(!has_moved(Some(&hall), Some(&same)), "{same:?}");
        }
        assert!(!has_moved(
            Some(&place("Old name", "1 High St.", "Leeds")),
            Some(&place("New name", "1 High St", "Leeds"))
        ));
        let (marked, near, far) = (
            at(53.8008, -1.5491, place("Hall", "", "Leeds")),
            at(53.8021, -1.5491, place("City Hall", "", "Leeds")),
            at(53.8040, -1.5491, place("City Hall", "", "Leeds")),
        );
        assert!(!has_moved(Some(&marked), Some(&near)), "145 m");
        assert!(has_moved(Some(&marked), Some(&far)), "356 m");
    }

    #[test]
    fn another_name_or_another_town_is_another_place() {
        let hall = place("Town Hall", "", "Leeds");
        for other in [
            place("Library", "", "Leeds"),
            place("Town Hall", "", "York"),
            place("", "", "York"),
            place("", "", "Leeds"),
        ] {
            assert!(has_moved(Some(&hall), Some(&other)), "{other:?}");
        }
        assert!(has_moved(Some(&hall), None), "it is to be announced now");
    }

    #[test]
    fn a_place_that_is_told_has_not_moved() {
        let hall = place("Town Hall", "", "Leeds");
        let hint = Place { withheld: true, ..place("Central Leeds", "", "") };
        for before in [None, Some(&hint), Some(&place("", "", "Leeds"))] {
            assert!(!has_moved(before, Some(&hall)) && is_told(before, Some(&hall)), "{before:?}");
        }
        assert!(!has_moved(Some(&hall), Some(&hint)), "a hint is not another place");
        assert!(has_moved(Some(&place("", "", "York")), Some(&hall)), "nobody in York is in Leeds");
        assert!(!is_told(Some(&hall), Some(&place("Library", "", "Leeds"))));
    }
}
