//! Places: a venue by its id, or written out.

use std::collections::BTreeMap;

use super::values;
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Coordinates, Id, Place},
    parse::{InFile, List, RawPlace, Reference, Text},
    source::FileId,
};

/// A venue and its file.
pub(super) struct Venue {
    pub place: Place,
    pub file: FileId,
}

/// Every venue by its id.
pub(super) fn venues(raw: &[InFile<RawPlace>], found: &mut Diagnostics) -> BTreeMap<Id, Venue> {
    let mut venues = BTreeMap::new();
    for venue in raw {
        let id = values::id(&venue.name, found);
        let place = read(&venue.record, found);
        if let Some(id) = id {
            super::identity::insert_once(&mut venues, id, Venue { place, file: venue.file }, "venue", found);
        }
    }
    venues
}

/// A place by id or written out; adds the venue's file to those that the event is made of.
pub(super) fn resolve(
    reference: Option<&Reference<RawPlace>>,
    venues: &BTreeMap<Id, Venue>,
    files: &mut Vec<FileId>,
    found: &mut Diagnostics,
) -> Option<Place> {
    match reference? {
        Reference::Inline(raw) => Some(read(raw, found)),
        Reference::Id(id) => match venues.iter().find(|(known, _)| ***known == *id.value) {
            Some((_, venue)) => {
                files.push(venue.file);
                Some(venue.place.clone())
            }
            None => {
                found.push(unknown_venue(id, venues));
                None
            }
        },
    }
}

fn unknown_venue(id: &Text, venues: &BTreeMap<Id, Venue>) -> Diagnostic {
    let message = format!("there is no venue `{}`", values::shorten(id));
    let known = venues.keys().map(|id| &**id);
    let written_out = "or write the place out: place: { name: Town Hall, town: Leeds }";
    Diagnostic::new(Code::UnknownVenue, id.span, message)
        .note("venues are the files in events/_venues/")
        .help_if(wording::suggestion(id, known))
        .help(written_out)
}

fn read(raw: &RawPlace, found: &mut Diagnostics) -> Place {
    let mut line = |text: &Option<Text>| values::optional_line(text.as_ref(), found);
    Place {
        name: line(&raw.name),
        address: line(&raw.address),
        town: line(&raw.town),
        region: line(&raw.region),
        country: line(&raw.country),
        notes: line(&raw.notes),
        coordinates: raw.geo.as_ref().and_then(|geo| coordinates(geo, found)),
        withheld: false,
    }
}

fn coordinates(geo: &List<Text>, found: &mut Diagnostics) -> Option<Coordinates> {
    let numbers: Vec<f64> = geo.value.iter().filter_map(|text| text.trim().parse().ok()).collect();
    if let ([latitude, longitude], 2) = (&*numbers, geo.value.len()) {
        if (-90.0..=90.0).contains(latitude) && (-180.0..=180.0).contains(longitude) {
            return Some(Coordinates { latitude: *latitude, longitude: *longitude });
        }
    }
    let message = "`geo` is a latitude (-90 to 90) and a longitude (-180 to 180)";
    found.push(Diagnostic::new(Code::InvalidValue, geo.span, message).help("write it as [51.5131, -0.1589], north and east positive"));
    None
}
