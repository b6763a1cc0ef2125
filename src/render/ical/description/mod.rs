//! DESCRIPTION (RFC 5545 3.8.1.5): everything that calendars have no property for, or show to nobody.
//!
//! What may keep people from coming stands first, the address of the page last. Addresses stand on lines of their own, because
//! some programs take the full stop or bracket after one as a part of it.

mod facts;
mod moved;
mod relations;
#[cfg(test)]
mod tests;

pub use facts::contact_line;

use super::{entry::Context, plain::plain, vevent::Dated};
use crate::{
    model::{Announce, Details, Moment, Status, Timed, When},
    render::{
        markdown::{href, to_text},
        words::moment_words,
    },
    resolve::{Published, absolute},
};

/// The DESCRIPTION of one date of an event.
pub fn description(context: &Context<'_>, published: &Published, dated: &Dated<'_>) -> String {
    let Dated { details, when, .. } = *dated;
    let mut blocks = vec![moved::block(published, dated)];
    blocks.extend(first_blocks(context, published, details, when));
    blocks.extend(facts::blocks(published, details, when));
    blocks.extend(relations::blocks(context, published, details));
    blocks.push(Some(absolute(&context.site.base_url, &published.page)));
    join(blocks)
}

/// Blocks of text with an empty line between them.
pub fn join(blocks: impl IntoIterator<Item = Option<String>>) -> String {
    blocks.into_iter().flatten().filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// What decides whether and where to go, and what it is about.
fn first_blocks(context: &Context<'_>, published: &Published, details: &Details, when: &When) -> Vec<Option<String>> {
    let event = &published.event;
    // Of what does not take place nobody asks.
    let is_on = details.status != Status::Cancelled;
    let is_open = is_on && matches!(when, When::Timed(Timed { end: None, .. }));
    vec![
        details.status_note.as_deref().map(plain),
        relations::instead(context, published),
        is_open.then(|| "The end time is not known yet.".to_owned()),
        details.place.as_ref().filter(|place| is_on && place.withheld).map(|_| place_later(&event.announce, published)),
        details.summary.as_deref().map(plain),
        details.description.as_ref().map(|markdown| plain(&to_text(markdown))),
        details.online.as_ref().map(|url| format!("Join online:\n{}", href(url))),
    ]
}

fn place_later(announce: &Announce, published: &Published) -> String {
    let zone = &published.event.zone;
    match announce.place_at {
        Some(at) => format!("The place will be told on {}.", moment_words(&Moment::from_utc(at, zone), zone)),
        None => "The place will be told later.".to_owned(),
    }
}
