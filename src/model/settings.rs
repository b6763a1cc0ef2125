//! What holds for the whole site.

use std::sync::Arc;

use super::{Colour, Id, Image, Markdown, zones::Zone};
use crate::source::{Span, Spanned};

/// A sort of event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Its id, part of addresses.
    pub id: Id,
    /// What people read: "Street stall".
    pub label: Arc<str>,
}

/// What becomes of cancelled events in feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CancelledPolicy {
    /// They stay, with STATUS and with "Cancelled:" before the title.
    #[default]
    Mark,
    /// They stay, with STATUS alone.
    Keep,
    /// They go.
    Drop,
}

/// One of the site's own feeds.
#[derive(Clone, Debug)]
pub struct CustomFeed {
    /// Its id, part of its address.
    pub id: Id,
    /// Its title.
    pub title: Arc<str>,
    /// An expression over an event; the feed holds the events for which it is true.
    pub condition: Spanned<Arc<str>>,
    /// Where the feed is declared.
    pub span: Span,
}

/// Where a link of the navigation leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavigationTarget {
    /// A whole address, whose scheme is one that links may have.
    Address(Arc<str>),
    /// An address relative to that of the site.
    Relative(Arc<str>),
    /// A page of the site's own, by its name.
    Page(Arc<str>),
}

/// A link of the navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationLink {
    /// The words; of a page, its title where there are none.
    pub title: Arc<str>,
    /// Where it leads.
    pub target: NavigationTarget,
}

/// How a site shows that it is whose it is.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Its colour.
    pub colour: Option<Colour>,
    /// Its logo.
    pub logo: Option<Image>,
    /// The links at the top of every page, where they are not those that come by themselves.
    pub navigation: Option<Vec<NavigationLink>>,
    /// Words at the foot of every page.
    pub footer: Option<Markdown>,
}

/// What holds for the whole site.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where site.yaml's record stands.
    pub span: Span,
    /// The site's title.
    pub title: Arc<str>,
    /// The address that everything lies below; ends with a slash.
    pub base_url: Arc<str>,
    /// Host part of every UID.
    pub uid_domain: Arc<str>,
    /// The zone of every event that names none.
    pub zone: Zone,
    /// BCP 47 tag.
    pub language: Arc<str>,
    /// What the site is about.
    pub description: Option<Markdown>,
    /// Its colour, logo, navigation and footer.
    pub look: Look,
    /// Every kind that an event may have, the built-in ones first.
    pub kinds: Vec<Kind>,
    /// The site's own feeds.
    pub feeds: Vec<CustomFeed>,
    /// How long ended events stay in feeds, in days.
    pub past_days: u32,
    /// How long it is said first in an event's calendar entry, and in lists, that it moved, in days; 0 is never.
    pub moved_days: u32,
    /// What becomes of cancelled events in feeds.
    pub cancelled: CancelledPolicy,
    /// Whether each feed has a twin without cancelled events.
    pub live_feeds: bool,
    /// Whether a picture is drawn for previews of each event that has none of its own.
    pub share_pictures: bool,
    /// Where it is written what holds for every feed: `feed`, or site.yaml's record where that is missing.
    pub feed_span: Span,
}
