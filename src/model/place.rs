//! Where something takes place.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

/// Degrees on the globe (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// North of the equator, -90 to 90.
    pub latitude: f64,
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
}

impl Hash for Coordinates {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.latitude.to_bits(), self.longitude.to_bits()).hash(state);
    }
}

/// A place; every part may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Place {
    /// What people call it.
    pub name: Option<Arc<str>>,
    /// Street, number and postcode, in one line.
    pub address: Option<Arc<str>>,
    /// Town or city.
    pub town: Option<Arc<str>>,
    /// County, state or region.
    pub region: Option<Arc<str>>,
    /// Country: an ISO 3166 code of two letters, or a name.
    pub country: Option<Arc<str>>,
    /// Where on the globe.
    pub coordinates: Option<Coordinates>,
    /// How to find it.
    pub notes: Option<Arc<str>>,
    /// Not the place itself but a hint: the place is told later.
    pub withheld: bool,
}

impl Place {
    /// The parts of the postal address after the name, in order, none twice.
    pub fn address_parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> =
            self.address.as_deref().map(|address| self.without_name(address)).into_iter().collect();
        for part in [&self.town, &self.region, &self.country].into_iter().flatten() {
            if !parts.iter().any(|before| names(before, part)) {
                parts.push(part);
            }
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// An address often begins with the name of the place.
    fn without_name<'a>(&self, address: &'a str) -> &'a str {
        let rest = self.name.as_deref().and_then(|name| address.strip_prefix(name));
        rest.and_then(|rest| if rest.is_empty() { Some(rest) } else { rest.strip_prefix(", ") }).unwrap_or(address)
    }

    /// Name and address in one line, as a calendar shows it and a map finds it.
    pub fn one_line(&self) -> String {
        let mut parts: Vec<&str> = self.name.as_deref().into_iter().collect();
        parts.extend(self.address_parts().into_iter().filter(|part| Some(*part) != self.name.as_deref()));
        parts.join(", ")
    }
}

/// Whether an address names a town, a region or a country already, alone or before a postcode: "London W1H 7EJ".
fn names(address: &str, part: &str) -> bool {
    let is_postcode =
        |rest: &str| rest.len() <= 10 && rest.starts_with(' ') && rest.contains(|c: char| c.is_ascii_digit());
    let last = address.rsplit(", ").next();
    address.split(", ").any(|segment| segment == part)
        || last.and_then(|last| last.strip_prefix(part)).is_some_and(is_postcode)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str, address: &str, town: &str) -> Place {
        Place { name: Some(name.into()), address: Some(address.into()), town: Some(town.into()), ..Place::default() }
    }

    #[test]
    fn nothing_is_said_twice() {
        assert_eq!(
            place("Marble Arch", "Marble Arch, London W1H 7EJ", "London").one_line(),
            "Marble Arch, London W1H 7EJ"
        );
        assert_eq!(place("Town Hall", "1 High Street, Leeds", "Leeds").one_line(), "Town Hall, 1 High Street, Leeds");
        assert_eq!(place("Hall", "12 London Road", "London").one_line(), "Hall, 12 London Road, London");
        assert_eq!(place("Hall", "Hall", "London").one_line(), "Hall, London");
    }
}
