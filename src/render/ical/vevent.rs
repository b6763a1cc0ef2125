//! One VEVENT (RFC 5545 3.6.1), complete in itself: nothing is inherited from another.

use std::collections::BTreeSet;

use icalendar::{Component, Event as Vevent, EventLike, Property};

use super::{
    description::{contact_line, description},
    entry::Context,
    location::set_location,
    plain::plain_line,
    standing::{set_standing, summary},
    times::{Form, Stretch, property},
};
use crate::{
    model::{Details, Event, When},
    output::OutPath,
    past::Revision,
    render::words::compact_moment,
    resolve::{Earlier, Published, absolute, picture},
};

/// Which date of an event a VEVENT is about, and its identity.
pub struct Dated<'a> {
    /// UID.
    pub uid: String,
    /// What holds on that date.
    pub details: &'a Details,
    /// When it takes place.
    pub when: &'a When,
    /// When it would have taken place, where it is a date of a series that was moved.
    pub usual: Option<When>,
    /// What the event was until lately.
    pub notes: &'a [Earlier<'a>],
}

/// The VEVENT of one date; nothing where its day is not known.
pub fn vevent(context: &Context<'_>, published: &Published, dated: &Dated<'_>) -> Option<Vevent> {
    let Dated { uid, details, when, .. } = dated;
    let event = &published.event;
    let Stretch { form, start, end } = Stretch::of(when, &event.zone, context.zones)?;
    let mut vevent = stamped(uid, &published.revision);
    vevent.append_property(property("DTSTART", &start)).append_property(property("DTEND", &end));
    set_standing(&mut vevent, details.status, form != Form::Date);
    vevent.summary(&summary(context, &details.title, details.status));
    vevent.description(&description(context, published, dated));
    set_location(&mut vevent, details.place.as_ref(), details.online.as_ref());
    vevent.url(&absolute(&context.site.base_url, &published.page));
    vevent.categories(categories(context, event));
    set_extras(&mut vevent, context, published);
    Some(vevent)
}

/// A VEVENT with its identity and revision (RFC 5545 3.8.4.7, 3.8.7). Without METHOD, DTSTAMP means the last change; it never is
/// the time of the build.
pub fn stamped(uid: &str, revision: &Revision) -> Vevent {
    let changed = compact_moment(revision.changed);
    let mut vevent = Vevent::new();
    vevent
        .uid(uid)
        .add_property("DTSTAMP", &*changed)
        .add_property("LAST-MODIFIED", changed)
        .add_property("CREATED", compact_moment(revision.created))
        .sequence(revision.sequence);
    vevent
}

/// CATEGORIES: the kind, the tags, the campaigns; each once.
pub fn categories(context: &Context<'_>, event: &Event) -> Vec<String> {
    let site = context.site;
    let kind = site.settings.kinds.iter().find(|kind| kind.id == event.kind).map(|kind| &*kind.label);
    let campaigns = event.campaigns.iter().filter_map(|id| site.campaigns.get(id)).map(|campaign| &*campaign.title);
    let names = kind.into_iter().chain(event.tags.iter().map(|tag| &**tag)).chain(campaigns);
    let mut seen = BTreeSet::new();
    names.map(plain_line).filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

/// CONTACT and IMAGE. Nobody is named as ORGANIZER or ATTENDEE: programs would offer to answer an invitation.
fn set_extras(vevent: &mut Vevent, context: &Context<'_>, published: &Published) {
    if let Some(contact) = &published.event.contact {
        vevent.append_multi_property(Property::new("CONTACT", contact_line(contact)));
    }
    if let Some(path) = picture(&published.event) {
        vevent.append_multi_property(image_property(&path, context));
    }
}

/// IMAGE (RFC 7986 5.10): the copy of the picture beside the event's page.
fn image_property(path: &OutPath, context: &Context<'_>) -> Property {
    let mut property = Property::new("IMAGE", absolute(&context.site.base_url, path));
    property.add_parameter("VALUE", "URI").add_parameter("DISPLAY", "BADGE");
    if let Some(media_type) = media_type(path.as_str()) {
        property.add_parameter("FMTTYPE", media_type);
    }
    property
}

/// The media type of a picture, by the end of its name.
fn media_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "gif" => Some("image/gif"),
        "webp" => Some("image/webp"),
        "avif" => Some("image/avif"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
