//! An event as the test knows it: what its file says, and what a calendar must show of it.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::edits::calendar::{Occurrence, Time, instant};

/// How many weeks a series lasts.
pub const WEEKS: u64 = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Confirmed,
    Cancelled,
    Postponed,
}

/// Whether it is public, and how it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Listed,
    Unlisted,
    Withdrawn,
    /// Not to be published any more: a calendar goes on showing this.
    Draft(Vec<Occurrence>),
    Deleted(Vec<Occurrence>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// A venue with a file of its own.
    Hall,
    Written(u8),
}

/// What departs from a weekly series, by the number of the week.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    pub excepted: BTreeSet<u64>,
    /// A day later.
    pub moved: BTreeSet<u64>,
    pub cancelled: BTreeSet<u64>,
}

#[derive(Clone, Debug)]
pub struct Event {
    pub id: String,
    /// The name of its file, which is the id only as long as nobody renames it.
    pub file: String,
    pub aliases: Vec<String>,
    pub in_list: bool,
    pub title: String,
    pub day: NaiveDate,
    /// The hour that it begins at; nothing of whole days.
    pub hour: Option<u32>,
    pub is_in_paris: bool,
    pub series: Option<Series>,
    pub place: Where,
    pub status: Status,
    pub summary: u8,
    pub standing: Standing,
}

impl Event {
    pub fn new(id: &str, day: NaiveDate) -> Self {
        Self {
            id: id.to_owned(),
            file: format!("events/{id}.yaml"),
            aliases: Vec::new(),
            in_list: false,
            title: format!("Event {id}"),
            day,
            hour: Some(18),
            is_in_paris: false,
            series: None,
            place: Where::Hall,
            status: Status::Confirmed,
            summary: 0,
            standing: Standing::Listed,
        }
    }

    pub fn is_in_files(&self) -> bool {
        !matches!(self.standing, Standing::Deleted(_))
    }

    /// The fields, a line each.
    pub fn fields(&self) -> Vec<String> {
        let (start, end) = self.span(self.day);
        let mut fields = vec![format!("title: {}", self.title), "kind: meeting".into(), start, end];
        fields.push(match self.place {
            Where::Hall => "place: hall".into(),
            Where::Written(number) => format!("place: {{ name: Place {number} }}"),
        });
        if self.in_list || !self.file.ends_with(&format!("/{}.yaml", self.id)) {
            fields.push(format!("id: {}", self.id));
        }
        if !self.aliases.is_empty() {
            fields.push(format!("aliases: [{}]", self.aliases.join(", ")));
        }
        if self.is_in_paris {
            fields.push("timezone: Europe/Paris".into());
        }
        if self.summary > 0 {
            fields.push(format!("summary: Word {}.", self.summary));
        }
        fields.extend(self.series.as_ref().map(|series| self.repeats(series)));
        fields.extend(match self.status {
            Status::Confirmed => None,
            Status::Cancelled => Some("status: cancelled".into()),
            Status::Postponed => Some("status: postponed".into()),
        });
        fields.extend(match self.standing {
            Standing::Listed | Standing::Deleted(_) => None,
            Standing::Unlisted => Some("unlisted: true".into()),
            Standing::Withdrawn => Some("withdraw: true".into()),
            Standing::Draft(_) => Some("draft: true".to_owned()),
        });
        fields
    }

    /// `start` and `end` on a day: two hours, or that day and the next.
    fn span(&self, day: NaiveDate) -> (String, String) {
        match self.hour {
            Some(hour) => (format!("start: {day} {hour:02}:00"), format!("end: {day} {:02}:00", hour + 2)),
            None => (format!("start: {day}"), format!("end: {}", day + Days::new(1))),
        }
    }

    fn repeats(&self, series: &Series) -> String {
        let day = |week: &u64| (self.day + Days::new(7 * week)).to_string();
        let mut text = format!("repeats: {{ every: week, times: {WEEKS}");
        let excepted: Vec<String> = series.excepted.iter().map(day).collect();
        let _ = write!(text, ", except: [{}]", excepted.join(", "));
        let changes: Vec<String> = (0..WEEKS).filter_map(|week| self.change(series, week)).collect();
        let _ = write!(text, ", changes: {{ {} }} }}", changes.join(", "));
        text.replace(", except: []", "").replace(", changes: {  }", "")
    }

    fn change(&self, series: &Series, week: u64) -> Option<String> {
        let day = self.day + Days::new(7 * week);
        let (start, end) = self.span(day + Days::new(1));
        let moved = series.moved.contains(&week).then(|| format!("{start}, {end}"));
        let cancelled = series.cancelled.contains(&week).then(|| "status: cancelled".to_owned());
        let parts: Vec<String> = moved.into_iter().chain(cancelled).collect();
        let differs = !parts.is_empty() && !series.excepted.contains(&week);
        differs.then(|| format!("{day}: {{ {} }}", parts.join(", ")))
    }

    /// What a calendar must show of it; the hall's address is known by its number.
    pub fn occurrences(&self, hall: u8) -> Vec<Occurrence> {
        match &self.standing {
            Standing::Listed => self.dates(hall),
            Standing::Unlisted | Standing::Withdrawn => Vec::new(),
            Standing::Draft(last) | Standing::Deleted(last) => last.clone(),
        }
    }

    fn dates(&self, hall: u8) -> Vec<Occurrence> {
        let Some(series) = &self.series else { return vec![self.date(self.day, self.status, hall)] };
        let weeks = (0..WEEKS).filter(|week| !series.excepted.contains(week));
        let date = |week: u64| {
            let later = u64::from(series.moved.contains(&week));
            let status = if series.cancelled.contains(&week) { Status::Cancelled } else { self.status };
            self.date(self.day + Days::new(7 * week + later), status, hall)
        };
        weeks.map(date).collect()
    }

    fn date(&self, day: NaiveDate, status: Status, hall: u8) -> Occurrence {
        let zone = if self.is_in_paris { "Europe/Paris" } else { "Europe/London" };
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).map(|time| instant(day.and_time(time), zone).unwrap());
        let (start, end) = match self.hour.and_then(at) {
            Some(start) => (Time::Instant(start), Time::Instant(start + TimeDelta::hours(2))),
            None => (Time::Day(day), Time::Day(day + Days::new(2))),
        };
        let (prefix, word) = match status {
            Status::Confirmed => ("", "CONFIRMED"),
            Status::Cancelled => ("Cancelled: ", "CANCELLED"),
            Status::Postponed => ("Postponed: ", "TENTATIVE"),
        };
        let place = match self.place {
            Where::Hall => format!("Town Hall, {hall} Mare Street"),
            Where::Written(number) => format!("Place {number}"),
        };
        let (uid, title) = (self.id.clone(), format!("{prefix}{}", self.title));
        Occurrence { uid, title, start, end, place, status: word.to_owned(), url: String::new() }
    }

    /// What is left of it when it is taken away: the past as it was, and what was to come, cancelled.
    pub fn remains(&self, hall: u8, now: DateTime<Utc>) -> Vec<Occurrence> {
        let mut dates = self.occurrences(hall);
        for date in dates.iter_mut().filter(|date| date.end.instant() > now) {
            date.title = format!("Cancelled: {}", self.title);
            date.status = "CANCELLED".into();
        }
        dates
    }

    /// Whether some of it is to come.
    pub fn is_coming(&self, hall: u8, now: DateTime<Utc>) -> bool {
        self.dates(hall).iter().any(|date| date.end.instant() > now + TimeDelta::days(1))
    }
}
