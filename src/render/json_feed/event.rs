//! An event as data.

use serde::Serialize;

use super::parts::{Access, Booking, Coach, Link, Place, ProgrammeItem, Report, Speaker, access, list};
use crate::{
    model::{Id, Status, When},
    render::words,
    resolve::{Occurrence, Published, Site, absolute},
};

/// So many coming dates of a series are written out.
const MOST_DATES: usize = 10;

/// An event. What is not known is null or empty, so that every item has the same fields.
#[derive(Serialize)]
pub(super) struct Event<'a> {
    id: &'a str,
    uid: &'a str,
    title: &'a str,
    kind: &'a str,
    status: &'static str,
    status_note: Option<&'a str>,
    replaced_by: Option<&'a str>,
    /// A moment, a day, a month or a year, as exactly as it is known.
    start: String,
    /// The end, or the last day.
    end: Option<String>,
    all_day: bool,
    /// Whether the day is known.
    dated: bool,
    timezone: &'static str,
    repeats: Option<&'a str>,
    next_dates: Vec<Stretch>,
    summary: Option<&'a str>,
    /// Markdown.
    description: Option<&'a str>,
    place: Option<Place<'a>>,
    online: Option<&'a str>,
    hosts: Vec<&'a str>,
    supporters: Vec<&'a str>,
    campaigns: Vec<&'a str>,
    tour: Option<&'a str>,
    tags: &'a [std::sync::Arc<str>],
    speakers: Vec<Speaker<'a>>,
    links: Vec<Link<'a>>,
    booking: Option<Booking<'a>>,
    access: Option<Access<'a>>,
    programme: Vec<ProgrammeItem<'a>>,
    travel: Vec<Coach<'a>>,
    report: Option<Report<'a>>,
    ics: Option<String>,
}

/// A stretch of time.
#[derive(Serialize)]
struct Stretch {
    /// A moment, a day, a month or a year, as exactly as it is known.
    start: String,
    /// The end, or the last day.
    end: Option<String>,
    all_day: bool,
    /// Whether the day is known.
    dated: bool,
}

impl<'a> Event<'a> {
    /// An event; time, place and state are those of the date that its page speaks of.
    pub fn new(site: &Site, published: &'a Published) -> Self {
        let event = &published.event;
        let shown = published.shown();
        let details = published.details(shown);
        let zone = &event.zone;
        let Stretch { start, end, all_day, dated } = stretch(published, shown);
        Self {
            id: &event.id.value,
            uid: &published.uid,
            title: &event.details.title,
            kind: &event.kind,
            status: words::status_class(details.status),
            status_note: details.status_note.as_deref(),
            replaced_by: event.replaced_by.as_ref().map(|id| &*id.value),
            start,
            end,
            all_day,
            dated,
            timezone: zone.name(),
            repeats: event.series.as_ref().and_then(|series| series.words.as_deref()),
            next_dates: next_dates(site, published),
            summary: event.details.summary.as_deref(),
            description: event.details.description.as_deref(),
            place: details.place.as_ref().map(Place::from),
            online: details.online.as_deref(),
            hosts: texts(&event.hosts),
            supporters: texts(&event.supporters),
            campaigns: texts(&event.campaigns),
            tour: event.tour.as_deref(),
            tags: &event.tags,
            speakers: list(&event.details.speakers),
            links: list(&event.details.links),
            booking: event.booking.as_ref().map(|booking| Booking::new(booking, zone)),
            access: event.access.as_ref().map(access),
            programme: list(&event.programme),
            travel: event.travel.iter().map(|coach| Coach::new(coach, zone)).collect(),
            report: event.report.as_ref().map(Report::from),
            ics: published.file.as_ref().map(|file| absolute(&site.base_url, file)),
        }
    }
}

fn texts(ids: &[Id]) -> Vec<&str> {
    ids.iter().map(|id| &**id).collect()
}

fn stretch(published: &Published, date: &Occurrence) -> Stretch {
    let zone = &published.event.zone;
    let start = words::machine_when(&date.when, zone);
    Stretch {
        start: start.unwrap_or_else(|| date.when.first_day().format("%Y").to_string()),
        end: words::machine_end(&date.when, zone),
        all_day: matches!(date.when, When::AllDay { .. }),
        dated: date.when.is_dated(),
    }
}

/// The coming dates of a series, cancelled ones left out.
fn next_dates(site: &Site, published: &Published) -> Vec<Stretch> {
    if published.event.series.is_none() {
        return Vec::new();
    }
    let takes_place = |date: &&Occurrence| published.details(date).status != Status::Cancelled;
    let coming = published.occurrences.iter().filter(|date| date.over > site.now).filter(takes_place);
    coming.take(MOST_DATES).map(|date| stretch(published, date)).collect()
}
