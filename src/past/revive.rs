//! Events that no file holds any more, read again from the texts that they were made of.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Life;
use crate::{
    check::past::Ground,
    model::{Event, LAST_YEAR, Limit, expand},
    parse::{Parsed, parse_one},
    source::{Content, Origin, SourceFile, SourceSet, Span},
};

/// An event that was public and is no more, though its time had not come.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    /// When it went, in UTC.
    pub at: DateTime<Utc>,
    /// The commit that took it away, by its hash.
    pub by: Arc<str>,
    /// Its life; the last change in it is that it went.
    pub life: Life,
    /// The texts that it was made of, site.yaml's among them, by path.
    pub texts: Vec<(Arc<str>, Arc<str>)>,
}

/// The events that these texts make, by path; `place` stands for every place in them. None where they hold a mistake.
pub fn revive(texts: &[(Arc<str>, Arc<str>)], place: Span) -> Vec<Event> {
    let events = events(texts).unwrap_or_default();
    events.into_iter().map(|event| event.placed_at(place)).collect()
}

fn events(texts: &[(Arc<str>, Arc<str>)]) -> Option<Vec<Event>> {
    let mut sources = SourceSet::default();
    let mut files = Vec::new();
    for (path, text) in texts {
        let content = Content::Text(text.clone());
        files.push(sources.add_version(SourceFile { path: path.clone(), origin: Origin::User, content }));
    }
    let parsed: Vec<Parsed> = files.iter().filter_map(|file| parse_one(*file, sources.file(*file))).collect();
    let mut ground = Ground::new(Span::start_of(*files.first()?));
    parsed.iter().for_each(|record| ground.put(record));
    let own = parsed.iter().find_map(|record| if let Parsed::Event(file) = record { Some(file) } else { None })?;
    let today = chrono::NaiveDate::MIN;
    ground.events(own, &sources, today)
}

impl Gone {
    /// Whether the event was not over yet when it went.
    pub fn is_early(&self, event: &Event) -> bool {
        was_to_come(event, self.at)
    }
}

/// Whether an event was not over yet at a moment, in UTC.
pub(super) fn was_to_come(event: &Event, at: DateTime<Utc>) -> bool {
    let zone = &event.zone;
    let Some(series) = &event.series else { return event.when.is_over(zone) > at };
    let first = event.when.first_day();
    let last = match series.rule.limit {
        Limit::Endless => return true,
        Limit::Until(day) => Some(day),
        Limit::Times(_) => {
            let end = chrono::NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(first);
            expand(&series.rule, first, end).ok().and_then(|dates| dates.last().copied())
        }
    };
    let of_rule = event.when.on(last.unwrap_or(first), zone).is_over(zone);
    let others =
        series.also.iter().map(|when| when.value).chain(series.changes.values().filter_map(|change| change.when));
    others.map(|when| when.is_over(zone)).fold(of_rule, DateTime::max) > at
}
