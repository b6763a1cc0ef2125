//! Whether an event takes place: STATUS, TRANSP and the words in the title.
//!
//! Google hides what has STATUS:CANCELLED, older Android and Outlook show it like anything else; so the title says it too.

use icalendar::{Component, Event as Vevent, EventStatus};

use super::{entry::Context, plain::plain_line};
use crate::{
    model::{CancelledPolicy, Details, Event, Status},
    render::words::marked_title,
};

/// SUMMARY: the title and, where there is doubt, the words for it in the language of the site.
pub fn summary(context: &Context<'_>, title: &str, status: Status) -> String {
    let title = plain_line(title);
    let is_plain = status == Status::Cancelled && context.cancelled == CancelledPolicy::Keep;
    if is_plain { title } else { marked_title(&title, status, &context.site.settings.language) }
}

/// Sets STATUS (RFC 5545 3.8.1.11) and TRANSP (3.8.2.7): whole days, and what does not take place, take up nobody's time.
pub fn set_standing(vevent: &mut Vevent, status: Status, is_timed: bool) {
    vevent.status(match status {
        Status::Confirmed => EventStatus::Confirmed,
        Status::Tentative | Status::Postponed => EventStatus::Tentative,
        Status::Cancelled => EventStatus::Cancelled,
    });
    let takes_time = is_timed && matches!(status, Status::Confirmed | Status::Tentative);
    vevent.add_property("TRANSP", if takes_time { "OPAQUE" } else { "TRANSPARENT" });
}

/// Whether a single date of a series is to vanish because it is cancelled. An event that is cancelled altogether is left out of
/// feeds before it comes here; its own file still says so.
pub fn is_dropped(details: &Details, event: &Event, policy: CancelledPolicy) -> bool {
    policy == CancelledPolicy::Drop && details.status == Status::Cancelled && !event.is_cancelled()
}
