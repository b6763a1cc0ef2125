//! The facts around an event.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::{EmailAddress, Id, Moment, PhoneNumber, Place, WebAddress, When};
use crate::source::Span;

/// Someone who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The name.
    pub name: Arc<str>,
    /// What they are.
    pub role: Option<Arc<str>>,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// The words to click; the address itself where there are none.
    pub title: Arc<str>,
    /// Where it leads.
    pub url: WebAddress,
}

/// How to book.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Booking {
    /// Where.
    pub url: Option<WebAddress>,
    /// What it costs, in the author's words.
    pub price: Option<Arc<str>>,
    /// How many can come.
    pub capacity: Option<u32>,
    /// When booking ends: a day or a time.
    pub closes: Option<When>,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Contact {
    /// The name.
    pub name: Option<Arc<str>>,
    /// The e-mail address.
    pub email: Option<EmailAddress>,
    /// The telephone number.
    pub phone: Option<PhoneNumber>,
}

/// A picture beside the event file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Image {
    /// Its path relative to the site's folder.
    pub source: Arc<str>,
    /// What it shows, in words.
    pub alt: Arc<str>,
    /// Width and height in pixels, where the file says so.
    pub dimensions: Option<(u32, u32)>,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub digest: Arc<str>,
}

/// Something that a place may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessFeature {
    /// No step on the way in.
    StepFree,
    /// British Sign Language.
    Bsl,
    /// A hearing loop.
    HearingLoop,
    /// Toilets.
    Toilets,
    /// A quiet space.
    QuietSpace,
    /// Seats.
    Seating,
    /// Childcare.
    Creche,
}

impl AccessFeature {
    /// All of them, in the order that people read them.
    pub const ALL: [Self; 7] =
        [Self::StepFree, Self::Toilets, Self::Seating, Self::HearingLoop, Self::Bsl, Self::QuietSpace, Self::Creche];
}

/// What is known of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It is there.
    Yes,
    /// It is not.
    No,
    /// In part.
    Partly,
}

/// What the place offers to whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Access {
    /// The features that something is known of, in the order of [`AccessFeature::ALL`].
    pub answers: Vec<(AccessFeature, Answer)>,
    /// What else is to be said.
    pub notes: Option<Arc<str>>,
}

/// One entry of the running order.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ProgrammeItem {
    /// The day, where the entry names one; else that of the event.
    pub day: Option<NaiveDate>,
    /// The time of day in the event's zone.
    pub time: Option<NaiveTime>,
    /// What happens.
    pub title: Arc<str>,
    /// Where.
    pub place: Option<Place>,
    /// Where the entry stands.
    pub span: Span,
}

/// A coach, or another way of getting there together.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Coach {
    /// Its id within the event.
    pub id: Id,
    /// The town that it leaves from.
    pub from: Arc<str>,
    /// The town as part of an address.
    pub town: Id,
    /// When it leaves.
    pub leaves: Moment,
    /// When it arrives.
    pub arrives: Option<Moment>,
    /// Where it leaves.
    pub place: Option<Place>,
    /// When it sets off back.
    pub returns: Option<Moment>,
    /// The group that organises it.
    pub group: Option<Id>,
    /// What it costs, in the author's words.
    pub price: Option<Arc<str>>,
    /// How many can come.
    pub seats: Option<u32>,
    /// Where to book.
    pub book: Option<WebAddress>,
    /// Where the entry stands.
    pub span: Span,
}

/// What is told when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Announce {
    /// Nothing is published before this moment, in UTC.
    pub at: Option<DateTime<Utc>>,
    /// The place is withheld until this moment, in UTC.
    pub place_at: Option<DateTime<Utc>>,
    /// What is said of the place until then.
    pub place_hint: Option<Arc<str>>,
}

/// How it went.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Report {
    /// How many came.
    pub turnout: Option<u32>,
    /// What happened, in a few sentences.
    pub summary: Option<super::Markdown>,
    /// Where to read and see more.
    pub links: Vec<Link>,
}
