//! Absolute addresses below a base, for pages, feeds and the links that subscribe to them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    model::{Event, Id},
    output::OutPath,
};

/// Everything that JavaScript's encodeURIComponent leaves as it is.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A value for a query string (encodeURIComponent).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + text.len() / 2);
    encoded.extend(utf8_percent_encode(text, COMPONENT));
    encoded
}

/// The absolute address of an output.
pub fn absolute(base_url: &str, path: &OutPath) -> String {
    [base_url, path.address()].concat()
}

/// The address of an event's picture: beside its page, under a name that every web server reads alike.
pub fn picture(event: &Event) -> Option<OutPath> {
    let source = &event.image.as_ref()?.source;
    let name = source.rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.')?;
    let ending: String = ending.chars().filter(char::is_ascii_alphanumeric).collect();
    let stem = Id::slug(stem).map_or_else(|| "picture".to_owned(), |slug| slug.to_string());
    OutPath::new(&format!("events/{}/{stem}.{}", event.id.value, ending.to_ascii_lowercase()))
}

/// The path part of the base address, with a slash at both ends: `/calendar/` for `https://example.org/calendar/`.
pub fn root(base_url: &str) -> &str {
    let after_scheme = base_url.find("://").map_or(0, |at| at + 3);
    base_url[after_scheme..].find('/').map_or("/", |at| &base_url[after_scheme + at..])
}

/// The ways to subscribe to a feed, each for a client (shapes: the clients' own add pages).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SubscribeLinks {
    /// The plain address, to copy.
    pub plain: String,
    /// For Apple's calendar, Thunderbird and most others.
    pub webcal: String,
    /// For Google Calendar; it wants the webcal address.
    pub google: String,
    /// For Outlook.com; it wants the https address.
    pub outlook: String,
    /// For Microsoft 365.
    pub microsoft365: String,
}

impl SubscribeLinks {
    /// The links for a feed with this address and name.
    pub fn new(plain: String, name: &str) -> Self {
        let without_scheme = plain.split_once("://").map_or(&*plain, |(_, rest)| rest);
        let webcal = format!("webcal://{without_scheme}");
        let query = format!("url={}&name={}", encode(&plain), encode(name));
        Self {
            google: format!("https://calendar.google.com/calendar/r?cid={}", encode(&webcal)),
            outlook: format!("https://outlook.live.com/calendar/0/addfromweb?{query}"),
            microsoft365: format!("https://outlook.office.com/calendar/0/addfromweb?{query}"),
            webcal,
            plain,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_gets_the_address_that_it_wants() {
        let links = SubscribeLinks::new("https://example.org/cal/feeds/all.ics".into(), "All & more");
        assert_eq!(links.webcal, "webcal://example.org/cal/feeds/all.ics");
        assert_eq!(
            links.google,
            "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fexample.org%2Fcal%2Ffeeds%2Fall.ics"
        );
        assert_eq!(
            links.outlook,
            "https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fexample.org%2Fcal%2Ffeeds%2Fall.ics&name=All%20%26%20more"
        );
    }

    #[test]
    fn the_root_keeps_the_path_of_the_base() {
        assert_eq!(root("https://example.org/"), "/");
        assert_eq!(root("https://example.org/calendar/"), "/calendar/");
    }
}
