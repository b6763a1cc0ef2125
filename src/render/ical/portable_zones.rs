//! The zones whose local times every program reads alike.
//!
//! Outlook knows a VTIMEZONE of one STANDARD and, at most, one DAYLIGHT by plain yearly rules ([MS-OXCICAL] 2.1.3.1.1.19).
//! Where a zone is not of that shape from an event on (Casablanca, Gaza, Jerusalem, a zone about to change its
//! rules), the event is written in UTC instead. From the moment that a zone takes that shape its text is the same for every
//! event, so it is written once for all feeds.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::vtimezone::vtimezone;
use crate::{
    model::{LAST_YEAR, zones::Zone},
    resolve::Site,
};

/// How long after a change of the clocks a VTIMEZONE may begin with it.
const SETTLED: TimeDelta = TimeDelta::days(1);

/// The zones of a site, as far as their local times can be published.
#[derive(Debug)]
pub struct PortableZones {
    of: BTreeSet<Zone>,
    portable: BTreeMap<Zone, PortableZone>,
}

/// When a zone is portable, and how.
#[derive(Debug)]
struct PortableZone {
    /// The first instant, in UTC, from which on the text holds.
    since: DateTime<Utc>,
    /// Its VTIMEZONE, in content lines.
    vtimezone: String,
}

impl PortableZones {
    /// The zones of a site's events.
    pub fn of(site: &Site) -> Self {
        let of = Self::names(site);
        let portable = of.iter().filter_map(|zone| Some((zone.clone(), PortableZone::find(zone)?))).collect();
        Self { of, portable }
    }

    /// Whether these are the zones of a site, and no others.
    pub fn are_those_of(&self, site: &Site) -> bool {
        self.of == Self::names(site)
    }

    fn names(site: &Site) -> BTreeSet<Zone> {
        let mut zones = BTreeSet::from([site.settings.zone.clone()]);
        let mut last = &site.settings.zone;
        for zone in site.events.iter().map(|published| &published.event.zone) {
            // Most have the zone of the one before.
            if zone != last {
                last = zone;
                zones.insert(zone.clone());
            }
        }
        zones
    }

    /// Whether a component of this zone that begins at this instant, in UTC, can be given in local time.
    pub fn hold(&self, zone: &Zone, start: DateTime<Utc>) -> bool {
        self.portable.get(zone).is_some_and(|portable| portable.since <= start)
    }

    /// The VTIMEZONE of a zone (RFC 5545 3.6.5), where it has a portable one.
    pub fn vtimezone(&self, zone: &Zone) -> Option<&str> {
        self.portable.get(zone).map(|portable| &*portable.vtimezone)
    }
}

impl PortableZone {
    /// A zone never loses the shape again that it has from some change on, so that change can be searched for by halves.
    fn find(zone: &Zone) -> Option<Self> {
        if zone.is_utc() {
            return None;
        }
        // Unix time begins in 1970, and with it many programs' knowledge of zones.
        let first = DateTime::UNIX_EPOCH + SETTLED * 2;
        let last = first + TimeDelta::days(365 * i64::from(LAST_YEAR - 1970));
        let changes = zone.transitions(first, last).into_iter().map(|change| change.at + SETTLED);
        let starts: Vec<_> = iter::once(first).chain(changes).collect();
        let text = |since| vtimezone(zone, since, LAST_YEAR);
        let since = *starts.get(starts.partition_point(|start| !is_portable(&text(*start))))?;
        Some(Self { since, vtimezone: text(since) })
    }
}

/// Whether a VTIMEZONE is of the shape that Outlook reads.
fn is_portable(vtimezone: &str) -> bool {
    let count = |start: &str| vtimezone.lines().filter(|line| line.starts_with(start)).count();
    let is_plain = !["RDATE", "BYMONTHDAY", "BYYEARDAY"].iter().any(|part| vtimezone.contains(part));
    let shape = (count("BEGIN:STANDARD"), count("BEGIN:DAYLIGHT"), count("RRULE:"));
    is_plain && matches!(shape, (1, 0, 0) | (1, 1, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn since(name: &str) -> Option<String> {
        let portable = PortableZone::find(&Zone::find(name).unwrap())?;
        assert!(is_portable(&portable.vtimezone), "{}", portable.vtimezone);
        Some(portable.since.format("%Y").to_string())
    }

    #[test]
    fn z5_two_yearly_rules_or_none_are_portable_since_they_came_into_force() {
        assert_eq!(since("Europe/London").as_deref(), Some("1996"));
        assert_eq!(since("America/New_York").as_deref(), Some("2007"));
        assert_eq!(since("Europe/Moscow").as_deref(), Some("2014"));
        assert_eq!(since("Asia/Kolkata").as_deref(), Some("1970"));
        assert_eq!(since("Etc/UTC"), None);
    }

    #[test]
    fn z6_other_shapes_are_not() {
        assert_eq!(since("Asia/Jerusalem"), None);
        assert!(since("Asia/Gaza").is_none_or(|year| *year > *"2080"));
        // Morocco gave up changing its clocks for Ramadan.
        assert_eq!(since("Africa/Casablanca").as_deref(), Some("2026"));
    }

    #[test]
    fn z5_the_text_is_the_same_from_every_start() {
        for name in Zone::names().filter(|name| !Zone::find(name).unwrap().is_utc()) {
            let zone = Zone::find(name).unwrap();
            let Some(portable) = PortableZone::find(&zone) else {
                continue;
            };
            for days in [0, 100, 200, 365, 10_000] {
                let later = vtimezone(&zone, portable.since + TimeDelta::days(days), LAST_YEAR);
                assert_eq!(later, portable.vtimezone, "{name}");
            }
        }
    }
}
