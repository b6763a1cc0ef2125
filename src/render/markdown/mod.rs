//! Markdown for pages, as HTML that holds nothing but what we write, and for calendars, as plain text.

mod html;
mod text;

pub use html::{to_html, to_page};
pub use text::to_text;

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

use crate::model::{EmailAddress, PhoneNumber};

/// Characters that no address may hold as they are (RFC 3986 2), though some parsers let them pass.
const NOT_IN_ADDRESSES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// An address as it may stand in `href`: what a URI may not hold is percent-encoded.
pub fn href(address: &str) -> String {
    utf8_percent_encode(address, NOT_IN_ADDRESSES).collect()
}

/// Where a link in Markdown leads, or nothing where it may not be followed.
fn target(address: &str) -> Option<String> {
    let address: Cow<'_, str> = match EmailAddress::new(address) {
        Some(email) => format!("mailto:{email}").into(),
        None => address.into(),
    };
    let url = Url::parse(&address).ok()?;
    let is_allowed = match url.scheme() {
        "http" | "https" | "webcal" => url.has_host(),
        "mailto" => EmailAddress::new(url.path()).is_some(),
        "tel" => PhoneNumber::new(url.path()).is_some(),
        _ => false,
    };
    is_allowed.then(|| href(url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_pages_may_hold_lead_anywhere() {
        assert_eq!(target("a@example.org").as_deref(), Some("mailto:a@example.org"));
        assert_eq!(target("https://example.org/a|b").as_deref(), Some("https://example.org/a%7Cb"));
        for refused in ["javascript:alert(1)", "data:text/html,x", "/x", "mailto:nobody", "tel:abc"] {
            assert_eq!(target(refused), None, "{refused}");
        }
    }
}
