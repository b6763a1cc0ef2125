//! The parts of an event as data.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    model::{self, AccessFeature, zones::Zone},
    render::words,
};

/// Where.
#[derive(Serialize)]
pub(super) struct Place<'a> {
    name: Option<&'a str>,
    address: Option<&'a str>,
    town: Option<&'a str>,
    region: Option<&'a str>,
    country: Option<&'a str>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    notes: Option<&'a str>,
    /// Whether this is only a hint, the place being told later.
    withheld: bool,
}

/// Someone who speaks.
#[derive(Serialize)]
pub(super) struct Speaker<'a> {
    name: &'a str,
    role: Option<&'a str>,
}

/// A link.
#[derive(Serialize)]
pub(super) struct Link<'a> {
    title: &'a str,
    url: &'a str,
}

/// How to book.
#[derive(Serialize)]
pub(super) struct Booking<'a> {
    url: Option<&'a str>,
    price: Option<&'a str>,
    capacity: Option<u32>,
    closes: Option<String>,
}

/// What the place offers to whom.
#[derive(Serialize)]
pub(super) struct Access<'a> {
    /// yes, no or partly, by feature; what is not known is not there.
    features: BTreeMap<&'static str, &'static str>,
    notes: Option<&'a str>,
}

/// One entry of the running order.
#[derive(Serialize)]
pub(super) struct ProgrammeItem<'a> {
    day: Option<String>,
    time: Option<String>,
    title: &'a str,
    place: Option<Place<'a>>,
}

/// A coach, or another way of getting there together.
#[derive(Serialize)]
pub(super) struct Coach<'a> {
    id: &'a str,
    from: &'a str,
    leaves: String,
    arrives: Option<String>,
    returns: Option<String>,
    place: Option<Place<'a>>,
    group: Option<&'a str>,
    price: Option<&'a str>,
    seats: Option<u32>,
    book: Option<&'a str>,
}

/// How it went.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    turnout: Option<u32>,
    /// Markdown.
    summary: Option<&'a str>,
    links: Vec<Link<'a>>,
}

/// Each of a list as data.
pub(super) fn list<'a, T, D: From<&'a T>>(all: &'a [T]) -> Vec<D> {
    all.iter().map(D::from).collect()
}

impl<'a> From<&'a model::Place> for Place<'a> {
    fn from(place: &'a model::Place) -> Self {
        Self {
            name: place.name.as_deref(),
            address: place.address.as_deref(),
            town: place.town.as_deref(),
            region: place.region.as_deref(),
            country: place.country.as_deref(),
            latitude: place.coordinates.map(|at| at.latitude),
            longitude: place.coordinates.map(|at| at.longitude),
            notes: place.notes.as_deref(),
            withheld: place.withheld,
        }
    }
}

impl<'a> From<&'a model::Speaker> for Speaker<'a> {
    fn from(speaker: &'a model::Speaker) -> Self {
        Self { name: &speaker.name, role: speaker.role.as_deref() }
    }
}

impl<'a> From<&'a model::Link> for Link<'a> {
    fn from(link: &'a model::Link) -> Self {
        Self { title: &link.title, url: &link.url }
    }
}

impl<'a> From<&'a model::ProgrammeItem> for ProgrammeItem<'a> {
    fn from(item: &'a model::ProgrammeItem) -> Self {
        Self {
            day: item.day.map(words::numeric_day),
            time: item.time.map(|time| time.format("%H:%M").to_string()),
            title: &item.title,
            place: item.place.as_ref().map(Place::from),
        }
    }
}

impl<'a> From<&'a model::Report> for Report<'a> {
    fn from(report: &'a model::Report) -> Self {
        Self { turnout: report.turnout, summary: report.summary.as_deref(), links: list(&report.links) }
    }
}

impl<'a> Booking<'a> {
    /// How to book; times are those of the event's zone.
    pub fn new(booking: &'a model::Booking, zone: &Zone) -> Self {
        Self {
            url: booking.url.as_deref(),
            price: booking.price.as_deref(),
            capacity: booking.capacity,
            closes: booking.closes.as_ref().and_then(|when| words::machine_when(when, zone)),
        }
    }
}

impl<'a> Coach<'a> {
    /// A coach; times are those of the event's zone.
    pub fn new(coach: &'a model::Coach, zone: &Zone) -> Self {
        let moment = |moment: &model::Moment| words::machine_moment(moment.utc, zone);
        Self {
            id: &coach.id,
            from: &coach.from,
            leaves: moment(&coach.leaves),
            arrives: coach.arrives.as_ref().map(moment),
            returns: coach.returns.as_ref().map(moment),
            place: coach.place.as_ref().map(Place::from),
            group: coach.group.as_deref(),
            price: coach.price.as_deref(),
            seats: coach.seats,
            book: coach.book.as_deref(),
        }
    }
}

/// What the place offers to whom.
pub(super) fn access(access: &model::Access) -> Access<'_> {
    let answers = access.answers.iter();
    Access {
        features: answers.map(|(feature, answer)| (key(*feature), words::access_answer(Some(*answer)))).collect(),
        notes: access.notes.as_deref(),
    }
}

/// The name of a feature as event files write it.
fn key(feature: AccessFeature) -> &'static str {
    match feature {
        AccessFeature::StepFree => "step_free",
        AccessFeature::Bsl => "bsl",
        AccessFeature::HearingLoop => "hearing_loop",
        AccessFeature::Toilets => "toilets",
        AccessFeature::QuietSpace => "quiet_space",
        AccessFeature::Seating => "seating",
        AccessFeature::Creche => "creche",
    }
}
