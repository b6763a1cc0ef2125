//! The domain, valid by construction: what an event, a group, a campaign and a site are.

mod catalogue;
mod event;
mod expansion;
mod extras;
mod facts;
mod page;
mod place;
mod recurrence;
mod settings;
mod text;
mod when;
pub mod zones;

pub use catalogue::{Campaign, Catalogue, Group, Tour};
pub use event::{Details, Event, Publication, Status};
pub use expansion::{EXPANSION_LIMIT, ExpansionError, expand, horizon};
pub use extras::{
    Access, AccessFeature, Announce, Answer, Booking, Coach, Contact, Image, Link, ProgrammeItem, Report, Speaker,
};
pub use facts::{DateFacts, Facts, Repeats, Version};
pub use page::{SitePage, first_heading};
pub use place::{Coordinates, Place};
pub use recurrence::{Change, Frequency, Limit, Ordinal, Rule, Series, weekday_code};
pub use settings::{CancelledPolicy, CustomFeed, Kind, Look, NavigationLink, NavigationTarget, Settings};
pub use text::{Colour, EmailAddress, Id, Markdown, PhoneNumber, WebAddress, link_is_allowed};
pub use when::{Moment, Timed, UNKNOWN_LENGTH_HOURS, When, midnight};

/// The first year that a date may lie in.
pub const FIRST_YEAR: i32 = 1900;
/// The last year that a date may lie in.
pub const LAST_YEAR: i32 = 2199;
