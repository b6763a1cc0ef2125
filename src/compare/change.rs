//! What a comparison finds.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// Everything that subscribers see change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether there was no site before, so that everything is new.
    pub is_first: bool,
    /// Settings that touch every entry.
    pub settings: Vec<SettingChange>,
    /// Events, series and coaches, by kind and then by time.
    pub entries: Vec<EntryChange>,
    /// Feeds in which something changes, by address.
    pub feeds: Vec<FeedChange>,
}

impl Comparison {
    /// Whether subscribers see no change at all.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.entries.is_empty() && self.feeds.is_empty()
    }

    /// How many entries changed in each way.
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        self.entries.iter().for_each(|entry| *counts.entry(entry.kind).or_default() += 1);
        counts
    }
}

/// A change of a setting that touches every entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingChange {
    /// Its name in site.yaml.
    pub setting: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// Whether subscriptions break or entries double.
    pub breaks: bool,
    /// What it means for subscribers, and what to do about it.
    pub meaning: String,
}

/// What happens to an entry of the feeds; the most urgent comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is still to come and in no feed any more: subscribers lose it without a word.
    Gone,
    /// It is cancelled.
    Cancelled,
    /// It is postponed.
    Postponed,
    /// It takes place at another time or place.
    Moved,
    /// It takes place after all.
    Reinstated,
    /// Single dates of a series are added, taken out, moved or cancelled.
    Dates,
    /// It has another id.
    Renamed,
    /// Feeds hold it for the first time.
    Added,
    /// Something else about it changed.
    Changed,
    /// It is in no feed any more, and was over or cancelled already.
    Removed,
}

impl Kind {
    /// Every kind, in the order that they are told in.
    pub const ALL: [Self; 10] = [
        Self::Gone,
        Self::Cancelled,
        Self::Postponed,
        Self::Moved,
        Self::Reinstated,
        Self::Dates,
        Self::Renamed,
        Self::Added,
        Self::Changed,
        Self::Removed,
    ];
}

/// What happens to an event, a series or a coach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// What happens to it.
    pub kind: Kind,
    /// The part of its UID before the `@`.
    pub id: String,
    /// Its title, one line.
    pub title: String,
    /// When it takes place, in words: as it is now, of what is gone as it was.
    pub when: String,
    /// Where, in the same way.
    pub place: Option<String>,
    /// The file that it is written in, now or before, relative to the site's folder.
    pub file: String,
    /// Whether all of it is over.
    pub is_over: bool,
    /// When it begins, in UTC.
    pub begins: DateTime<Utc>,
    /// Why it is gone.
    pub loss: Option<Loss>,
    /// The id that it had before.
    pub renamed: Option<Rename>,
    /// The fields that differ, by their names in the file.
    pub fields: Vec<FieldChange>,
    /// The dates of a series that differ and are still to come.
    pub dates: Vec<DateChanges>,
    /// Feeds that hold it now and did not before, where there were such feeds before.
    pub joins: Vec<String>,
    /// Feeds that held it before and do not now, where they are still there.
    pub leaves: Vec<String>,
}

impl EntryChange {
    /// Whether it is written as it was and only other feeds hold it.
    pub fn is_membership_alone(&self) -> bool {
        self.kind == Kind::Changed && self.fields.is_empty()
    }
}

/// Why something is in no feed any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// No published event has its id.
    Deleted,
    /// It is unlisted now.
    Unlisted,
    /// Only its month or year is known now, which no calendar can show.
    Undated,
    /// A coach that its event does not have any more.
    NoCoach,
}

/// An entry under another id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// The id before.
    pub from: String,
    /// Whether `aliases` says so, so that the old page leads to the new one.
    pub is_alias: bool,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name in an event file.
    pub field: &'static str,
    /// What it was; nothing where it was not there, or is too long to be told.
    pub before: Option<String>,
    /// What it is.
    pub after: Option<String>,
    /// Whether people must go to another place or at another time.
    #[serde(skip)]
    pub moves: bool,
}

/// What happens to a date of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    /// It does not take place, and is simply not there any more.
    TakenOut,
    /// It is cancelled.
    Cancelled,
    /// It is postponed.
    Postponed,
    /// It takes place at another time or place.
    Moved,
    /// It takes place after all.
    Reinstated,
    /// It is a new date.
    Added,
    /// Something else about it changed.
    Changed,
}

/// The dates to which one thing happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateChanges {
    /// What happens to them.
    pub kind: DateKind,
    /// How many there are.
    pub count: usize,
    /// The next of them.
    pub next: Vec<DateChange>,
}

/// A date of a series that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateChange {
    /// Its date in the series.
    #[serde(serialize_with = "as_text")]
    pub date: NaiveDate,
    /// When and where it was, where that differs.
    pub before: Option<String>,
    /// When and where it is.
    pub after: Option<String>,
}

/// `2016-02-09`.
fn as_text<S: serde::Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// Whether an address is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedState {
    /// It was there before.
    Kept,
    /// It is a new one.
    New,
    /// It is there no more: subscribers get an error.
    Gone,
}

/// A feed in which something changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedChange {
    /// Its address below the site's, such as `feeds/all.ics`.
    pub path: String,
    /// Whether the address is as it was.
    pub state: FeedState,
    /// The name that calendars show, where it was another one: before and after.
    pub renamed: Option<(String, String)>,
    /// How many entries it holds; of one that is gone, held.
    pub entries: usize,
    /// How many of them changed in each way; of new and gone feeds, none.
    pub counts: BTreeMap<Kind, usize>,
}
