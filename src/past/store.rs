//! The past in a file, so that the next build need not work it out again.

use std::{collections::BTreeMap, fmt, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Gone, Life, Past, Told};
use crate::model::{
    Announce, Booking, Coordinates, DateFacts, Facts, Frequency, Id, Limit, Moment, Ordinal, Place, Publication,
    Repeats, Rule, Status, Timed, WebAddress, When, zones::Zone,
};

/// The form of the file, and of all that was worked out: one of another form is worked out anew.
const FORM: &str = concat!("4 ", env!("CARGO_PKG_VERSION"));

/// Why a file is of no use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredError;

impl fmt::Display for StoredError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the past was kept in another form, or is damaged")
    }
}

impl std::error::Error for StoredError {}

#[derive(Serialize, Deserialize)]
struct Stored {
    form: String,
    /// The zone tables that dates were read with.
    zones: String,
    head: String,
    at: i64,
    commits: Vec<Arc<str>>,
    paths: Vec<Arc<str>>,
    texts: Vec<Arc<str>>,
    files: BTreeMap<Arc<str>, Arc<str>>,
    lives: BTreeMap<String, StoredLife>,
    deleted: BTreeMap<String, StoredGone>,
}

/// Seconds since 1970: made, changed, told since; the numbers of the commits that changed it and that it came with, and of the
/// paths.
#[derive(Serialize, Deserialize)]
struct StoredLife(i64, i64, i64, usize, usize, String, Vec<usize>, Vec<StoredTold>);

#[derive(Serialize, Deserialize)]
struct StoredGone {
    at: i64,
    by: usize,
    life: StoredLife,
    /// The numbers of the paths and of the texts.
    texts: Vec<(usize, usize)>,
}

#[derive(Serialize, Deserialize)]
struct StoredTold {
    since: i64,
    publication: u8,
    announce: (Option<i64>, Option<i64>, Option<Arc<str>>),
    title: Arc<str>,
    when: StoredWhen,
    zone: String,
    repeats: Option<StoredRepeats>,
    place: Option<StoredPlace>,
    online: Option<String>,
    status: u8,
    status_note: Option<Arc<str>>,
    booking: Option<StoredBooking>,
}

#[derive(Serialize, Deserialize)]
enum StoredWhen {
    Timed(StoredMoment, Option<StoredMoment>),
    AllDay(NaiveDate, NaiveDate),
    Month(NaiveDate),
    Year(NaiveDate),
}

/// Seconds since 1970, and whether only UTC says it without doubt.
#[derive(Serialize, Deserialize)]
struct StoredMoment(i64, bool);

#[derive(Serialize, Deserialize)]
struct StoredRepeats {
    words: Arc<str>,
    rule: StoredRule,
    except: Vec<NaiveDate>,
    also: Vec<StoredWhen>,
    changes: BTreeMap<NaiveDate, StoredChange>,
}

#[derive(Serialize, Deserialize)]
struct StoredRule {
    frequency: u8,
    interval: u16,
    months: Vec<u8>,
    weeks: Vec<i8>,
    year_days: Vec<i16>,
    month_days: Vec<i8>,
    /// Which one of the month or year, and the weekday, Monday being 0.
    weekdays: Vec<(Option<i8>, u8)>,
    positions: Vec<i16>,
    week_start: u8,
    until: Option<NaiveDate>,
    times: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct StoredChange(Option<StoredWhen>, Option<StoredPlace>, u8, Option<Arc<str>>);

#[derive(Serialize, Deserialize)]
struct StoredPlace {
    texts: [Option<Arc<str>>; 6],
    point: Option<(f64, f64)>,
    withheld: bool,
}

#[derive(Serialize, Deserialize)]
struct StoredBooking(Option<String>, Option<Arc<str>>, Option<u32>, Option<StoredWhen>);

const STATUSES: [Status; 4] = [Status::Confirmed, Status::Tentative, Status::Cancelled, Status::Postponed];
const FREQUENCIES: [Frequency; 4] = [Frequency::Daily, Frequency::Weekly, Frequency::Monthly, Frequency::Yearly];
const PUBLICATIONS: [Publication; 4] =
    [Publication::Listed, Publication::Unlisted, Publication::Unpublished, Publication::Withdrawn];

fn number<T: PartialEq>(of: &T, all: &[T]) -> u8 {
    all.iter().position(|one| one == of).and_then(|at| u8::try_from(at).ok()).unwrap_or(0)
}

fn moment(seconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds, 0)
}

/// Texts that occur again and again, each once.
#[derive(Default)]
struct Table {
    numbers: BTreeMap<Arc<str>, usize>,
    texts: Vec<Arc<str>>,
}

impl Table {
    fn number(&mut self, text: &Arc<str>) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.texts.push(text.clone());
        self.numbers.insert(text.clone(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

impl Past {
    /// The past as the text of a file.
    pub fn to_json(&self) -> String {
        let (mut commits, mut paths, mut texts) = (Table::default(), Table::default(), Table::default());
        let lives =
            self.lives.iter().map(|(id, life)| (id.to_string(), StoredLife::of(life, &mut commits, &mut paths)));
        let lives = lives.collect();
        let mut deleted = BTreeMap::new();
        for (id, gone) in &self.deleted {
            let life = StoredLife::of(&gone.life, &mut commits, &mut paths);
            let texts = gone.texts.iter().map(|(path, text)| (paths.number(path), texts.number(text))).collect();
            let (at, by) = (gone.at.timestamp(), commits.number(&gone.by));
            deleted.insert(id.to_string(), StoredGone { at, by, life, texts });
        }
        let stored = Stored {
            form: FORM.to_owned(),
            zones: Zone::table_version().to_owned(),
            head: self.head.to_string(),
            at: self.at.timestamp(),
            files: self.files.clone(),
            commits: commits.texts,
            paths: paths.texts,
            texts: texts.texts,
            lives,
            deleted,
        };
        // Nothing in it can fail to be written.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// Reads what [`Past::to_json`] wrote.
    ///
    /// # Errors
    /// When it was written by another Handbill, or is damaged.
    pub fn parse(text: &str) -> Result<Self, StoredError> {
        let stored: Stored = serde_json::from_str(text).map_err(|_| StoredError)?;
        if stored.form != FORM || stored.zones != Zone::table_version() {
            return Err(StoredError);
        }
        read(stored).ok_or(StoredError)
    }
}

fn read(stored: Stored) -> Option<Past> {
    let (commits, paths, texts) = (stored.commits, stored.paths, stored.texts);
    let lives = stored.lives.into_iter().map(|(id, life)| Some((Id::new(&id)?, life.read(&commits, &paths)?)));
    let lives = lives.collect::<Option<_>>()?;
    let gone = |gone: StoredGone| {
        let text = |(path, text): (usize, usize)| Some((paths.get(path)?.clone(), texts.get(text)?.clone()));
        Some(Gone {
            at: moment(gone.at)?,
            by: commits.get(gone.by)?.clone(),
            life: gone.life.read(&commits, &paths)?,
            texts: gone.texts.into_iter().map(text).collect::<Option<_>>()?,
        })
    };
    let deleted = stored.deleted.into_iter().map(|(id, one)| Some((Id::new(&id)?, gone(one)?)));
    let deleted = deleted.collect::<Option<_>>()?;
    Some(Past { head: stored.head.into(), at: moment(stored.at)?, lives, deleted, files: stored.files })
}

impl StoredLife {
    fn of(life: &Life, commits: &mut Table, paths: &mut Table) -> Self {
        Self(
            life.created.timestamp(),
            life.changed.timestamp(),
            life.since.timestamp(),
            commits.number(&life.changed_by),
            commits.number(&life.came_by),
            life.fingerprint.to_string(),
            life.files.iter().map(|path| paths.number(path)).collect(),
            life.earlier.iter().map(StoredTold::of).collect(),
        )
    }

    fn read(self, commits: &[Arc<str>], paths: &[Arc<str>]) -> Option<Life> {
        let Self(created, changed, since, by, came_by, fingerprint, files, earlier) = self;
        Some(Life {
            created: moment(created)?,
            changed: moment(changed)?,
            changed_by: commits.get(by)?.clone(),
            fingerprint: Fingerprint::parse(&fingerprint)?,
            since: moment(since)?,
            came_by: commits.get(came_by)?.clone(),
            earlier: earlier.into_iter().map(StoredTold::read).collect::<Option<_>>()?,
            files: files.into_iter().map(|path| paths.get(path).cloned()).collect::<Option<_>>()?,
        })
    }
}

impl StoredTold {
    fn of(told: &Told) -> Self {
        let (facts, announce) = (&told.facts, &told.announce);
        let seconds = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp());
        Self {
            since: told.since.timestamp(),
            publication: number(&told.publication, &PUBLICATIONS),
            announce: (seconds(announce.at), seconds(announce.place_at), announce.place_hint.clone()),
            title: facts.title.clone(),
            when: StoredWhen::of(&facts.when),
            zone: facts.zone.name().to_owned(),
            repeats: facts.repeats.as_deref().map(StoredRepeats::of),
            place: facts.place.as_ref().map(StoredPlace::of),
            online: facts.online.as_ref().map(ToString::to_string),
            status: number(&facts.status, &STATUSES),
            status_note: facts.status_note.clone(),
            booking: facts.booking.as_deref().map(StoredBooking::of),
        }
    }

    fn read(self) -> Option<Told> {
        let zone = Zone::find(&self.zone)?;
        let (at, place_at, place_hint) = self.announce;
        let facts = Facts {
            title: self.title,
            when: self.when.read(&zone)?,
            repeats: all_or_nothing(self.repeats, |repeats| repeats.read(&zone).map(Box::new))?,
            place: self.place.map(StoredPlace::read),
            online: all_or_nothing(self.online, |url| WebAddress::new(&url).ok())?,
            status: *STATUSES.get(usize::from(self.status))?,
            status_note: self.status_note,
            booking: all_or_nothing(self.booking, |booking| booking.read(&zone).map(Box::new))?,
            zone,
        };
        Some(Told {
            since: moment(self.since)?,
            facts,
            publication: *PUBLICATIONS.get(usize::from(self.publication))?,
            announce: Announce { at: at.and_then(moment), place_at: place_at.and_then(moment), place_hint },
        })
    }
}

/// What is there must be readable.
fn all_or_nothing<S, T>(stored: Option<S>, read: impl FnOnce(S) -> Option<T>) -> Option<Option<T>> {
    match stored {
        Some(stored) => read(stored).map(Some),
        None => Some(None),
    }
}

impl StoredWhen {
    fn of(when: &When) -> Self {
        match when {
            When::Timed(timed) => {
                let stored = |at: Moment| StoredMoment(at.utc.timestamp(), at.ambiguous);
                Self::Timed(stored(timed.start), timed.end.map(stored))
            }
            When::AllDay { first, last } => Self::AllDay(*first, *last),
            When::Month { first } => Self::Month(*first),
            When::Year { first } => Self::Year(*first),
        }
    }

    fn read(self, zone: &Zone) -> Option<When> {
        let at = |StoredMoment(seconds, ambiguous)| {
            moment(seconds).map(|utc| Moment { ambiguous, ..Moment::from_utc(utc, zone) })
        };
        Some(match self {
            Self::Timed(start, end) => When::Timed(Timed { start: at(start)?, end: all_or_nothing(end, at)? }),
            Self::AllDay(first, last) => When::AllDay { first, last },
            Self::Month(first) => When::Month { first },
            Self::Year(first) => When::Year { first },
        })
    }
}

impl StoredRepeats {
    fn of(repeats: &Repeats) -> Self {
        let change = |change: &DateFacts| {
            StoredChange(
                change.when.as_ref().map(StoredWhen::of),
                change.place.as_ref().map(StoredPlace::of),
                number(&change.status, &STATUSES),
                change.status_note.clone(),
            )
        };
        Self {
            words: repeats.words.clone(),
            rule: StoredRule::of(&repeats.rule),
            except: repeats.except.clone(),
            also: repeats.also.iter().map(StoredWhen::of).collect(),
            changes: repeats.changes.iter().map(|(day, one)| (*day, change(one))).collect(),
        }
    }

    fn read(self, zone: &Zone) -> Option<Repeats> {
        let changes = self.changes.into_iter().map(|(day, StoredChange(when, place, status, status_note))| {
            let facts = DateFacts {
                when: all_or_nothing(when, |when| when.read(zone))?,
                place: place.map(StoredPlace::read),
                status: *STATUSES.get(usize::from(status))?,
                status_note,
            };
            Some((day, facts))
        });
        let changes = changes.collect::<Option<_>>()?;
        let also = self.also.into_iter().map(|when| when.read(zone)).collect::<Option<_>>()?;
        Some(Repeats { words: self.words, rule: self.rule.read()?, except: self.except, also, changes })
    }
}

impl StoredRule {
    fn of(rule: &Rule) -> Self {
        let Rule { frequency, interval, months, weeks, year_days, month_days, weekdays, positions, week_start, limit } =
            rule.clone();
        let weekday = |weekday: Weekday| u8::try_from(weekday.num_days_from_monday()).unwrap_or(0);
        let (until, times) = match limit {
            Limit::Endless => (None, None),
            Limit::Until(day) => (Some(day), None),
            Limit::Times(times) => (None, Some(times)),
        };
        Self {
            frequency: number(&frequency, &FREQUENCIES),
            interval,
            months,
            weeks,
            year_days,
            month_days,
            weekdays: weekdays.iter().map(|day| (day.nth, weekday(day.weekday))).collect(),
            positions,
            week_start: weekday(week_start),
            until,
            times,
        }
    }

    fn read(self) -> Option<Rule> {
        let weekday = |number: u8| Weekday::try_from(number).ok();
        let weekdays = self.weekdays.into_iter().map(|(nth, day)| Some(Ordinal { nth, weekday: weekday(day)? }));
        Some(Rule {
            frequency: *FREQUENCIES.get(usize::from(self.frequency))?,
            interval: self.interval,
            months: self.months,
            weeks: self.weeks,
            year_days: self.year_days,
            month_days: self.month_days,
            weekdays: weekdays.collect::<Option<_>>()?,
            positions: self.positions,
            week_start: weekday(self.week_start)?,
            limit: self.until.map(Limit::Until).or(self.times.map(Limit::Times)).unwrap_or(Limit::Endless),
        })
    }
}

impl StoredPlace {
    fn of(place: &Place) -> Self {
        let Place { name, address, town, region, country, coordinates, notes, withheld } = place.clone();
        Self {
            texts: [name, address, town, region, country, notes],
            point: coordinates.map(|point| (point.latitude, point.longitude)),
            withheld,
        }
    }

    fn read(self) -> Place {
        let [name, address, town, region, country, notes] = self.texts;
        let coordinates = self.point.map(|(latitude, longitude)| Coordinates { latitude, longitude });
        Place { name, address, town, region, country, coordinates, notes, withheld: self.withheld }
    }
}

impl StoredBooking {
    fn of(booking: &Booking) -> Self {
        let closes = booking.closes.as_ref().map(StoredWhen::of);
        Self(booking.url.as_ref().map(ToString::to_string), booking.price.clone(), booking.capacity, closes)
    }

    fn read(self, zone: &Zone) -> Option<Booking> {
        let Self(url, price, capacity, closes) = self;
        Some(Booking {
            url: all_or_nothing(url, |url| WebAddress::new(&url).ok())?,
            price,
            capacity,
            closes: all_or_nothing(closes, |closes| closes.read(zone))?,
        })
    }
}
