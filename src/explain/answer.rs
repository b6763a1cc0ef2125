//! What is answered. As JSON it is one object; `docs/explain.md` says what is in it.

use serde::Serialize;

use super::human;
use crate::diag::Diagnostic;

/// What came of a question.
#[derive(Debug)]
pub struct Explained {
    /// The answer.
    pub answer: Answer,
    /// What was found in the event and in what it is made of, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// How many errors there are elsewhere in the site.
    pub elsewhere: usize,
}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// The explanation.
    Explained(Box<Explanation>),
    /// The event's file cannot be read; the diagnostics say why.
    Unreadable,
    /// What is asked for is not there, or is more than one.
    Unclear {
        /// What is wrong with the question.
        message: String,
        /// What to ask instead.
        help: Vec<String>,
    },
}

/// A place in the source, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The path, from where the program was started.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// Why something is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A name of the rule that stays.
    pub rule: &'static str,
    /// The same in words.
    pub text: String,
    /// Where it is written.
    pub at: Option<Spot>,
}

/// A field of the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name, with those that it stands in before it.
    pub field: String,
    /// What it says, in one line.
    pub value: String,
    /// The sort of place that it comes from.
    pub from: &'static str,
    /// Where it is written.
    pub at: Option<Spot>,
    /// What else is to be said of it.
    pub note: Option<String>,
}

/// A feed and the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedAnswer {
    /// The path of the feed.
    pub path: String,
    /// Its address.
    pub url: String,
    /// Whether the event is in it.
    pub holds: bool,
    /// Why its rule gathers the event; empty where it does not.
    pub rules: Vec<Reason>,
    /// Why the event is not in it; empty where it is.
    pub kept_out: Vec<Reason>,
}

/// When the entry in a calendar was made and changed (RFC 5545 3.8.7).
#[derive(Clone, Debug, Serialize)]
pub struct RevisionLine {
    /// CREATED, in UTC, as RFC 3339 writes it.
    pub created: String,
    /// LAST-MODIFIED and DTSTAMP, likewise.
    pub changed: String,
    /// SEQUENCE.
    pub sequence: u32,
    /// Where that comes from.
    pub why: String,
}

/// One date of the event, or one that does not take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OneDate {
    /// The start on the clock of the zone.
    pub start: String,
    /// The end on the clock of the zone; of days, the last one.
    pub end: Option<String>,
    /// The start in UTC; nothing where the day is not known.
    pub start_utc: Option<String>,
    /// The end in UTC.
    pub end_utc: Option<String>,
    /// Whether it is of whole days.
    pub all_day: bool,
    /// Whether it takes place.
    pub takes_place: bool,
    /// Moved, cancelled, excepted and the like.
    pub marks: Vec<String>,
    /// The date in one line, for people.
    #[serde(skip)]
    pub line: String,
}

/// The next dates of the event, or the last where none is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// Whether they are to come.
    pub are_to_come: bool,
    /// The IANA name of the zone that they are shown in.
    pub zone: &'static str,
    /// The dates, soonest first.
    pub list: Vec<OneDate>,
    /// How many more there are, to come or past as these are; nothing where they never end.
    pub more: Option<usize>,
}

/// An event explained.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is written.
    pub at: Spot,
    /// Whether its dates and feeds are known.
    pub is_understood: bool,
    /// Why nobody, or no list and no feed, shows it.
    pub not_public: Vec<Reason>,
    /// The address of its page.
    pub page: Option<String>,
    /// Its UID.
    pub uid: String,
    /// Where the host part of the UID is written.
    pub uid_domain_at: Option<Spot>,
    /// When it was made and changed.
    pub revision: Option<RevisionLine>,
    /// Where each field came from.
    pub fields: Vec<Field>,
    /// Every feed of the site; [`Explanation::json`] and [`Explanation::human`] tell of those whose rule gathers the event.
    pub feeds: Vec<FeedAnswer>,
    /// The feed that was asked for.
    pub feed: Option<FeedAnswer>,
    /// Its dates.
    pub dates: Option<Dates>,
}

impl Explanation {
    /// The explanation for people: of the one feed that was asked for, or of everything.
    pub fn human(&self, colour: bool) -> String {
        human::draw(self, colour)
    }

    /// The explanation for programs, in one line.
    pub fn json(&self) -> String {
        let mut told = self.clone();
        told.feeds.retain(FeedAnswer::is_gathered);
        // Nothing in these structs can fail to serialise: the keys are text and there is no foreign code.
        serde_json::to_string(&told).map_or(String::new(), |line| line + "\n")
    }
}

impl FeedAnswer {
    /// Whether the feed's rule gathers the event.
    pub fn is_gathered(&self) -> bool {
        !self.rules.is_empty()
    }
}
