//! Links that tell others of an event. They lead to pages of other people, and are plain: nothing is loaded until somebody follows one.

use super::super::{cards::short_place, context::context};
use crate::{
    model::Details,
    render::words,
    resolve::{Published, encode},
};

/// So much of a title is told, in characters.
const LONGEST_TITLE: usize = 150;

context! {
    /// The ways to tell others of an event.
    ShareLinks {
        /// Any server of the Fediverse: the page asks for one's own.
        mastodon: String,
        /// WhatsApp.
        whatsapp: String,
        /// Telegram.
        telegram: String,
        /// An e-mail to whom one likes.
        email: String,
    }
}

impl ShareLinks {
    /// The links, with what the event is, when and where.
    pub(super) fn new(published: &Published, details: &Details, page: &str) -> Self {
        let title = words::cut(&details.title, LONGEST_TITLE);
        let when = words::span_words(&published.shown().when, &published.event.zone);
        let place = short_place(details).map_or_else(String::new, |place| format!(", {place}"));
        let state = words::status_word(details.status).map_or_else(String::new, |word| format!("{word}: "));
        let subject = encode(&format!("{state}{title}"));
        let line = encode(&format!("{state}{title}: {when}{place}"));
        let page = encode(page);
        Self {
            mastodon: format!("https://share.joinmastodon.org/#text={line}%0A{page}"),
            whatsapp: format!("https://wa.me/?text={line}%0A{page}"),
            telegram: format!("https://t.me/share/url?url={page}&text={line}"),
            email: format!("mailto:?subject={subject}&body={line}%0D%0A%0D%0A{page}"),
        }
    }
}
