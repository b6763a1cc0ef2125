//! Where something takes place.

use std::sync::Arc;

/// Degrees on the globe (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// North of the equator, -90 to 90.
    pub latitude: f64,
    /// East of Greenwich, -180 to 180.
    pub longitude: f64,
}

/// A place; every part may be unknown.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// The parts of the postal address after the name, in order, none twice in a row.
    pub fn address_parts(&self) -> Vec<&str> {
        let mut parts: Vec<&str> = Vec::new();
        for part in [&self.address, &self.town, &self.region, &self.country].into_iter().flatten() {
            // An address often ends with the town already.
            if !parts.iter().any(|before| before.split(", ").any(|word| word == &**part)) {
                parts.push(part);
            }
        }
        parts
    }

    /// Name and address in one line, as a calendar shows it and a map finds it.
    pub fn one_line(&self) -> String {
        let mut parts: Vec<&str> = self.name.as_deref().into_iter().collect();
        parts.extend(self.address_parts().into_iter().filter(|part| Some(*part) != self.name.as_deref()));
        parts.join(", ")
    }
}
