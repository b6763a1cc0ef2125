//! An event.

use std::sync::Arc;

use super::{
    Access, Announce, Booking, Coach, Contact, Id, Image, Link, Markdown, Place, ProgrammeItem, Report, Series,
    Speaker, WebAddress, When, zones::Zone,
};
use crate::source::{FileId, Span, Spanned};

/// Whether an event takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// It does.
    #[default]
    Confirmed,
    /// Most likely.
    Tentative,
    /// It does not.
    Cancelled,
    /// Not now.
    Postponed,
}

impl Status {
    /// Whether it takes place when it was said to, as far as anyone knows.
    pub fn takes_place(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Postponed)
    }
}

/// Who sees an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Publication {
    /// Everyone.
    Listed,
    /// Those who know its address.
    Unlisted,
    /// Nobody: a draft.
    Unpublished,
    /// Nobody, and nobody should ever have.
    Withdrawn,
}

impl Publication {
    /// Whether somebody sees it.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Listed | Self::Unlisted)
    }
}

/// What a single date of a series may change.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Details {
    /// The title, one line.
    pub title: Arc<str>,
    /// One line for lists and previews.
    pub summary: Option<Arc<str>>,
    /// What it is about.
    pub description: Option<Markdown>,
    /// Where.
    pub place: Option<Place>,
    /// Where to join online; without a place, it is an online event.
    pub online: Option<WebAddress>,
    /// Who speaks.
    pub speakers: Vec<Speaker>,
    /// Whether it takes place.
    pub status: Status,
    /// What is to be said of that.
    pub status_note: Option<Arc<str>>,
    /// Links.
    pub links: Vec<Link>,
}

/// An event, or a series of them.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its identity, for ever.
    pub id: Spanned<Id>,
    /// The files that it is made of: its own, its defaults, its venue, its groups and campaigns.
    pub files: Vec<FileId>,
    /// Earlier ids.
    pub aliases: Vec<Spanned<Id>>,
    /// The tour that it is a stop of.
    pub tour: Option<Id>,
    /// The sort of event.
    pub kind: Id,
    /// The zone that its times are shown in.
    pub zone: Zone,
    /// When; of a series, its first date.
    pub when: When,
    /// Where the start is written.
    pub when_span: Span,
    /// What a single date may change.
    pub details: Details,
    /// Groups that organise.
    pub hosts: Vec<Id>,
    /// Groups that back it.
    pub supporters: Vec<Id>,
    /// What it is for.
    pub campaigns: Vec<Id>,
    /// Tags as they are written, in the author's order.
    pub tags: Vec<Arc<str>>,
    /// The event that takes place instead.
    pub replaced_by: Option<Spanned<Id>>,
    /// How to book.
    pub booking: Option<Box<Booking>>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// A picture.
    pub image: Option<Image>,
    /// What the place offers to whom.
    pub access: Option<Access>,
    /// The running order.
    pub programme: Vec<ProgrammeItem>,
    /// How people get there together.
    pub travel: Vec<Coach>,
    /// What is told when.
    pub announce: Announce,
    /// Who sees it.
    pub publication: Publication,
    /// How it went.
    pub report: Option<Report>,
    /// The repetition.
    pub series: Option<Box<Series>>,
}

impl Event {
    /// The event as one that no file of the site holds: whatever names a place in a file names this one.
    #[must_use]
    pub fn placed_at(mut self, span: Span) -> Self {
        self.files.clear();
        self.aliases.iter_mut().for_each(|alias| alias.span = span);
        (self.id.span, self.when_span) = (span, span);
        self.replaced_by.iter_mut().for_each(|other| other.span = span);
        self.programme.iter_mut().for_each(|item| item.span = span);
        self.travel.iter_mut().for_each(|coach| coach.span = span);
        if let Some(series) = &mut self.series {
            series.span = span;
            series.except.iter_mut().for_each(|day| day.span = span);
            series.also.iter_mut().for_each(|when| when.span = span);
            series.changes.values_mut().for_each(|change| change.span = span);
        }
        self
    }

    /// Puts the hint in the place of every place that would tell where it is.
    pub fn withhold_place(&mut self) {
        let hint = Place { name: self.announce.place_hint.clone(), withheld: true, ..Place::default() };
        let changes = self.series.iter_mut().flat_map(|series| series.changes.values_mut());
        for details in std::iter::once(&mut self.details).chain(changes.map(|change| &mut change.details)) {
            details.place = details.place.as_ref().map(|_| hint.clone());
        }
        self.programme.iter_mut().for_each(|item| item.place = None);
    }

    /// Whether it does not take place, on no date of it.
    pub fn is_cancelled(&self) -> bool {
        let is_cancelled = |details: &Details| details.status == Status::Cancelled;
        let mut changes = self.series.iter().flat_map(|series| series.changes.values());
        is_cancelled(&self.details) && changes.all(|change| is_cancelled(&change.details))
    }
}
