//! The site's own feeds: an expression over an event says which events are in them.

use minijinja::{Environment, UndefinedBehavior, Value, value::Serde};
use serde::Serialize;

use super::{EventIndex, Published};
use std::sync::Arc;

use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Catalogue, CustomFeed, Details, Status, When},
};

/// What an expression may ask of an event.
#[derive(Serialize)]
struct Facts<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'a str,
    status: &'a str,
    start: String,
    end: String,
    year: i32,
    month: u32,
    all_day: bool,
    repeats: bool,
    online: bool,
    place: &'a str,
    town: &'a str,
    region: &'a str,
    country: &'a str,
    hosts: Vec<&'a str>,
    supporters: Vec<&'a str>,
    campaigns: Vec<&'a str>,
    tags: Vec<&'a str>,
    tour: &'a str,
    travel: Vec<&'a str>,
}

const NAMES: [&str; 21] = [
    "id",
    "title",
    "kind",
    "status",
    "start",
    "end",
    "year",
    "month",
    "all_day",
    "repeats",
    "online",
    "place",
    "town",
    "region",
    "country",
    "hosts",
    "supporters",
    "campaigns",
    "tags",
    "tour",
    "travel",
];

/// An expression may take this many steps for one event, so that none hangs a build.
const FUEL: u64 = 20_000;

/// The events of a site, ready to be asked.
pub(super) struct Conditions<'a> {
    environment: Environment<'a>,
    facts: Vec<(EventIndex, Value)>,
}

impl<'a> Conditions<'a> {
    /// Listed events; nothing is prepared where the site has no feeds of its own.
    pub fn new(catalogue: &Catalogue, events: &[Arc<Published>]) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let listed =
            events.iter().enumerate().filter(|(_, event)| event.is_listed && !catalogue.settings.feeds.is_empty());
        let facts = listed.map(|(index, event)| (index, Value::from(Serde(facts(event))))).collect();
        Self { environment, facts }
    }

    /// The events for which a feed's condition is true; nothing where it cannot be asked, which is reported.
    pub fn members(&self, feed: &CustomFeed, found: &mut Diagnostics) -> Option<Vec<EventIndex>> {
        let invalid = |message: String| Diagnostic::new(Code::InvalidExpression, feed.condition.span, message);
        let text = feed.condition.value.clone();
        let expression = match self.environment.compile_expression(&text) {
            Ok(expression) => expression,
            Err(error) => {
                let reason = error.detail().unwrap_or("it cannot be read").to_owned();
                found.push(
                    invalid(format!("this is no expression: {reason}"))
                        .help("write it as kind == \"demo\" and \"national\" in tags"),
                );
                return None;
            }
        };
        let mut unknown: Vec<String> = expression.undeclared_variables(false).into_iter().collect();
        unknown.retain(|name| !NAMES.contains(&&**name));
        unknown.sort();
        if let Some(name) = unknown.first() {
            let all = format!("an expression may ask for {}", wording::one_of(NAMES));
            let message = format!("an event has no `{name}`");
            found.push(invalid(message).note(all).help_if(wording::did_you_mean(name, NAMES)));
            return None;
        }
        let mut members = Vec::new();
        for (index, facts) in &self.facts {
            match expression.eval(facts.clone()) {
                Ok(value) if value.is_true() => members.push(*index),
                Ok(_) => {}
                Err(error) => {
                    let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
                    found.push(
                        invalid(format!("the expression fails: {reason}"))
                            .help("compare text with text, and look into lists with `in`"),
                    );
                    return None;
                }
            }
        }
        Some(members)
    }
}

fn facts(published: &Published) -> Facts<'_> {
    let event = &published.event;
    let Details { title, place, online, status, .. } = &event.details;
    let place = place.as_ref();
    let shown = &published.shown().when;
    Facts {
        id: &event.id.value,
        title,
        kind: &event.kind,
        status: status_word(*status),
        start: written(shown, false),
        end: written(shown, true),
        year: chrono::Datelike::year(&shown.first_day()),
        month: chrono::Datelike::month(&shown.first_day()),
        all_day: matches!(event.when, When::AllDay { .. }),
        repeats: event.series.is_some(),
        online: online.is_some(),
        place: place.and_then(|place| place.name.as_deref()).unwrap_or_default(),
        town: place.and_then(|place| place.town.as_deref()).unwrap_or_default(),
        region: place.and_then(|place| place.region.as_deref()).unwrap_or_default(),
        country: place.and_then(|place| place.country.as_deref()).unwrap_or_default(),
        hosts: event.hosts.iter().map(|id| &**id).collect(),
        supporters: event.supporters.iter().map(|id| &**id).collect(),
        campaigns: event.campaigns.iter().map(|id| &**id).collect(),
        tags: event.tags.iter().map(|tag| &**tag).collect(),
        tour: event.tour.as_deref().unwrap_or_default(),
        travel: event.travel.iter().map(|coach| &*coach.from).collect(),
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// Start or end as an author would write it.
fn written(when: &When, end: bool) -> String {
    match when {
        When::Timed(timed) => {
            let moment = if end { timed.end.unwrap_or(timed.start) } else { timed.start };
            moment.local.format("%Y-%m-%d %H:%M").to_string()
        }
        When::AllDay { first, last } => if end { last } else { first }.to_string(),
        When::Month { first } => first.format("%Y-%m").to_string(),
        When::Year { first } => first.format("%Y").to_string(),
    }
}
