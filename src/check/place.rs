//! Places: a venue by its id, or written out.

use std::collections::BTreeMap;

use super::{groups, values};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Coordinates, Id, Place},
    parse::{List, RawPlace, RawSite, Reference, Text},
    source::{FileId, SourceSet},
};

/// A venue and its file.
pub(super) struct Venue {
    pub place: Place,
    pub file: FileId,
}

/// Every venue by its id.
pub(super) fn venues(raw: &RawSite, sources: &SourceSet, found: &mut Diagnostics) -> BTreeMap<Id, Venue> {
    let mut venues = BTreeMap::new();
    for venue in &raw.venues {
        let id = groups::file_id(&venue.name, found);
        let place = read(&venue.record, found);
        if let Some(id) = id {
            super::identity::insert_once(&mut venues, id, Venue { place, file: venue.file }, "venue", found);
        }
    }
    // Whoever names a venue whose file cannot be read has made no mistake.
    for path in &raw.broken {
        let id = path.strip_prefix("events/_venues/").and_then(|name| Id::new(name.split('.').next()?));
        if let (Some(id), Some((file, _))) = (id, sources.find(path)) {
            venues.entry(id).or_insert(Venue { place: Place::default(), file });
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
        Reference::Inline(raw) => Some(read(raw, found)).filter(|place| *place != Place::default()),
        Reference::Short(id) => match Id::new(id).and_then(|id| venues.get(&id)) {
            Some(venue) => {
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
    let written_out = format!("write the place out: {{ name: {}, town: … }}", values::shorten(id));
    let help = match wording::did_you_mean(id, known.clone()) {
        Some(near) => vec![near],
        None => wording::suggestion(id, known).into_iter().chain([written_out]).collect(),
    };
    Diagnostic::new(Code::UnknownVenue, id.span, message)
        .note("venues are the files in events/_venues/")
        .help_if(wording::alternatives(help))
}

pub(super) fn read(raw: &RawPlace, found: &mut Diagnostics) -> Place {
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
    if let ([latitude, longitude], 2) = (&*numbers, geo.value.len())
        && (-90.0..=90.0).contains(latitude)
        && (-180.0..=180.0).contains(longitude)
    {
        return Some(Coordinates { latitude: *latitude, longitude: *longitude });
    }
    let message = "`geo` is a latitude (-90 to 90) and a longitude (-180 to 180)";
    found.push(
        Diagnostic::new(Code::InvalidValue, geo.span, message)
            .help("write it as [51.5131, -0.1589], north and east positive"),
    );
    None
}
