//! Maps on pages, each beside a list with the same numbers.

use minijinja::Value;

use super::{cards::short_place, context::context, view::View};
use crate::{
    model::{Coordinates, Details, Event, Place},
    render::{
        picture::{Dot, kilometres, map, town},
        words,
    },
    resolve::{Collection, CollectionSort, EventIndex, Occurrence, Published, Site},
};

/// A map of many places shows no more than these.
const MOST_DOTS: usize = 60;

context! {
    /// A map and what it says in words.
    MapWords {
        /// The drawing.
        svg: Value,
        /// How long the way is, and that places are rough.
        note: Option<String>,
        /// The places in their order; none where a list on the page has the same numbers.
        stops: Vec<MapStop>,
    }
}

context! {
    /// A place on a map.
    MapStop {
        /// What happens there, or what it is called.
        title: String,
        /// What else is to be said.
        detail: Option<String>,
        /// The page that it leads to.
        url: Option<String>,
    }
}

/// Where a place lies: itself where the event says so, else the middle of its town where that is beyond doubt.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Spot {
    pub(super) at: Coordinates,
    is_rough: bool,
}

impl Spot {
    /// Where a place lies that may be told.
    pub(super) fn of(place: &Place, site: &Site) -> Option<Self> {
        if place.withheld {
            return None;
        }
        let exact = place.coordinates.map(|at| Self { at, is_rough: false });
        exact.or_else(|| {
            let country = place.country.as_deref().or_else(|| site.settings.language.split('-').nth(1))?;
            town(place.town.as_deref()?, country).map(|at| Self { at, is_rough: true })
        })
    }
}

fn note(spots: &[Spot], way: Option<String>) -> Option<String> {
    let is_rough = spots.iter().any(|spot| spot.is_rough);
    let rough = is_rough.then(|| "Where no exact place is known, the dot is in the middle of the town.".to_owned());
    let parts: Vec<String> = way.into_iter().chain(rough).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// "About 2.4 km as the crow flies."
fn length(spots: &[Spot]) -> String {
    let sum: f64 = spots.windows(2).map(|pair| kilometres(pair[0].at, pair[1].at)).sum();
    if sum < 10.0 {
        format!("About {sum:.1} km as the crow flies.")
    } else {
        format!("About {sum:.0} km as the crow flies.")
    }
}

impl View<'_> {
    /// The way of a march: where the running order leads, if to several places.
    pub(super) fn march_map(self, event: &Event) -> Option<MapWords> {
        let items = event.programme.iter();
        let mut places: Vec<(Spot, MapStop)> = Vec::new();
        for (item, place) in items.filter_map(|item| Some((item, item.place.as_ref()?))) {
            let Some(at) = place.coordinates.filter(|_| !place.withheld) else { continue };
            let time = item.time.map(|time| format!("{}: ", words::programme_time(time))).unwrap_or_default();
            let title = place.name.as_deref().unwrap_or(&item.title).to_owned();
            let stop = MapStop { detail: Some(format!("{time}{}", item.title)), title, url: None };
            if places.last().is_none_or(|(spot, _)| spot.at != at) {
                places.push((Spot { at, is_rough: false }, stop));
            }
        }
        let (spots, stops): (Vec<Spot>, Vec<MapStop>) = places.into_iter().unzip();
        if spots.len() < 2 {
            return None;
        }
        let dot = |(number, (spot, stop)): (usize, (&Spot, &MapStop))| Dot {
            number: number + 1,
            name: stop.title.clone(),
            at: spot.at,
            is_ahead: true,
        };
        let dots: Vec<Dot> = spots.iter().zip(&stops).enumerate().map(dot).collect();
        let title = "Map of the way, with the places in the order of the list beside it";
        let svg = Value::from_safe_string(map(&dots, true, title, "map-title")?);
        Some(MapWords { svg, note: note(&spots, Some(length(&spots))), stops })
    }

    /// The stops of a tour in their order, with the numbers that their list has; nothing where they are in one place.
    pub(super) fn tour_map(self, dates: &[&Occurrence]) -> Option<MapWords> {
        let placed = dates.iter().enumerate().filter_map(|(number, date)| {
            let details = self.event(date.event).details(date);
            let spot = Spot::of(details.place.as_ref()?, self.site)?;
            let is_ahead = date.over > self.site.now;
            Some((Dot { number: number + 1, name: town_name(details), at: spot.at, is_ahead }, spot))
        });
        let (dots, spots): (Vec<Dot>, Vec<Spot>) = placed.unzip();
        if dots.iter().all(|dot| dot.at == dots[0].at) {
            return None;
        }
        let title = "Map of the stops, with the numbers of the list beside it";
        let svg = Value::from_safe_string(map(&dots, true, title, "map-title")?);
        Some(MapWords { svg, note: note(&spots, None), stops: Vec::new() })
    }

    /// Where things are coming up, by town, with the numbers that the list of towns has.
    pub(super) fn towns_map(self) -> Option<(MapWords, Vec<usize>)> {
        let towns = towns_ahead(self.site);
        let dot = |(number, (town, spot)): (usize, &(usize, Spot))| Dot {
            number: number + 1,
            name: self.site.collections[*town].title.to_string(),
            at: spot.at,
            is_ahead: true,
        };
        let dots: Vec<Dot> = towns.iter().enumerate().map(dot).collect();
        let spots: Vec<Spot> = towns.iter().map(|(_, spot)| *spot).collect();
        let title = "Map of towns where something is coming up, with the numbers of the list beside it";
        let svg = Value::from_safe_string(map(&dots, false, title, "map-title")?);
        let words = MapWords { svg, note: note(&spots, None), stops: Vec::new() };
        Some((words, towns.into_iter().map(|(town, _)| town).collect()))
    }

    /// Where the events of a collection are that are coming up, soonest first; nothing where that is one place alone.
    pub(super) fn collection_map(self, collection: &Collection) -> Option<MapWords> {
        let events = collection.events.iter().map(|event| self.event(*event));
        let ahead = events.filter(|published| is_ahead(published, self.site));
        let mut placed: Vec<_> = ahead.filter_map(|published| Some((published, spot(published, self.site)?))).collect();
        placed.sort_by_key(|(published, _)| published.shown().when.first_day());
        let mut kept = near(placed.iter().map(|(_, spot)| spot.at).collect()).into_iter();
        placed.retain(|_| kept.next().unwrap_or_default());
        placed.truncate(MOST_DOTS);
        let dot = |(number, (published, spot)): (usize, &(&Published, Spot))| Dot {
            number: number + 1,
            name: town_name(published.details(published.shown())),
            at: spot.at,
            is_ahead: true,
        };
        let dots: Vec<Dot> = placed.iter().enumerate().map(dot).collect();
        if dots.iter().all(|dot| dot.at == dots[0].at) {
            return None;
        }
        let title = "Map of what is coming up, with the numbers of the list beside it";
        let svg = Value::from_safe_string(map(&dots, false, title, "map-title")?);
        let spots: Vec<Spot> = placed.iter().map(|(_, spot)| *spot).collect();
        Some(MapWords { svg, note: note(&spots, None), stops: placed.iter().map(|(one, _)| self.stop(one)).collect() })
    }

    fn stop(self, published: &Published) -> MapStop {
        let shown = published.shown();
        let when = words::span_words(&shown.when, &published.event.zone);
        let place = short_place(published.details(shown)).map_or_else(String::new, |place| format!(", {place}"));
        MapStop {
            title: published.event.details.title.to_string(),
            detail: Some(format!("{when}{place}")),
            url: Some(self.event_path(published)),
        }
    }
}

/// Whether somebody who goes there will find something.
fn is_ahead(published: &Published, site: &Site) -> bool {
    let shown = published.shown();
    shown.over > site.now && published.details(shown).status.takes_place()
}

fn town_name(details: &Details) -> String {
    let place = details.place.as_ref();
    place.and_then(|place| place.town.as_deref().or(place.name.as_deref())).unwrap_or_default().to_owned()
}

/// Where the date that the page of an event speaks of takes place.
fn spot(published: &Published, site: &Site) -> Option<Spot> {
    let details: &Details = published.details(published.shown());
    Spot::of(details.place.as_ref()?, site)
}

/// The towns where something is coming up and that can be found, by their numbers among the collections, each where its first such
/// event says that it is.
pub(super) fn towns_ahead(site: &Site) -> Vec<(usize, Spot)> {
    let towns = site.collections.iter().enumerate().filter(|(_, one)| one.sort == CollectionSort::Town);
    let is_in = |event: &EventIndex, town: &Collection| {
        let published = &site.events[*event];
        let place = published.details(published.shown()).place.as_ref();
        is_ahead(published, site) && place.is_some_and(|place| place.town.as_deref() == Some(&*town.title))
    };
    let found = towns.filter_map(|(number, town)| {
        let event =
            town.events.iter().find(|event| is_in(event, town) && spot(&site.events[**event], site).is_some())?;
        Some((number, spot(&site.events[*event], site)?))
    });
    let found: Vec<(usize, Spot)> = found.collect();
    let kept = near(found.iter().map(|(_, spot)| spot.at).collect());
    found.into_iter().zip(kept).filter_map(|(town, is_near)| is_near.then_some(town)).take(MOST_DOTS).collect()
}

/// Which of these places lie in the part of the world where most do: on a map of all, nothing could be told of those.
fn near(places: Vec<Coordinates>) -> Vec<bool> {
    let middle = |degrees: fn(&Coordinates) -> f64| {
        let mut sorted: Vec<f64> = places.iter().map(degrees).collect();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    };
    let (latitude, longitude) = (middle(|at| at.latitude), middle(|at| at.longitude));
    let is_near = |at: &Coordinates| (at.latitude - latitude).abs() < 9.0 && (at.longitude - longitude).abs() < 14.0;
    places.iter().map(is_near).collect()
}
