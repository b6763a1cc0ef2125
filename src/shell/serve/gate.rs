//! Who may read the preview: pages of its own, and programs that are no browser.
//!
//! A page of another site that is open in the same browser can send requests here. It cannot read the answers, unless it makes its own name
//! lead to this machine (DNS rebinding): then `Host` names that site.

use std::net::IpAddr;

use axum::http::{HeaderMap, Uri, header};
use headers::{HeaderMapExt, Host, Origin};

/// The names that the preview goes by.
#[derive(Debug)]
pub(super) struct Gate {
    /// What `--host` says.
    host: String,
}

impl Gate {
    pub(super) fn new(host: &str) -> Self {
        Self { host: host.to_ascii_lowercase() }
    }

    /// Whether a request may be answered.
    ///
    /// # Errors
    /// Why not, and what to do instead.
    pub(super) fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), String> {
        let host = single_host(headers).ok_or("The request does not say which host it is for.\n")?;
        let named = uri.host().into_iter().chain([host.hostname()]);
        if let Some(name) = named.into_iter().find(|name| !self.knows(name)) {
            return Err(format!(
                "This preview does not go by the name {name}.\n\
                 Open it as localhost or by its number, or start it with --host NAME.\n"
            ));
        }
        if is_from_elsewhere(headers, &host) {
            return Err("A page of another site asks for this preview, and may not read it.\n\
                        Open the address in a tab of its own.\n"
                .to_owned());
        }
        Ok(())
    }

    /// Nobody can make a number or `localhost` lead elsewhere.
    fn knows(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let number = name.trim_start_matches('[').trim_end_matches(']');
        name == "localhost" || name.ends_with(".localhost") || name == self.host || number.parse::<IpAddr>().is_ok()
    }
}

fn single_host(headers: &HeaderMap) -> Option<Host> {
    let is_single = headers.get_all(header::HOST).iter().count() == 1;
    is_single.then(|| headers.typed_get::<Host>()).flatten()
}

/// Browsers say where a request comes from. Calendars and other programs say nothing.
fn is_from_elsewhere(headers: &HeaderMap, host: &Host) -> bool {
    if headers.contains_key(header::ORIGIN)
        && !headers.typed_get::<Origin>().is_some_and(|origin| is_own(&origin, host))
    {
        return true;
    }
    let value = |name: &str| headers.get(name).map_or(b"".as_slice(), |value| value.as_bytes());
    // Following a link from elsewhere shows the preview to its user, not to the page that holds the link.
    let is_visit = value("sec-fetch-mode") == b"navigate" && value("sec-fetch-dest") == b"document";
    !is_visit && matches!(value("sec-fetch-site"), b"cross-site" | b"same-site")
}

fn is_own(origin: &Origin, host: &Host) -> bool {
    let port = |port: Option<u16>| port.unwrap_or(80);
    origin.scheme() == "http"
        && origin.hostname().eq_ignore_ascii_case(host.hostname())
        && port(origin.port()) == port(host.port())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn passes(headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        Gate::new("Laptop.local").check(&Uri::from_static("/"), &map).is_ok()
    }

    #[test]
    fn a_host_is_a_number_or_a_name_of_this_machine() {
        for host in
            ["127.0.0.1:1886", "localhost", "LOCALHOST:1", "x.localhost:2", "192.168.1.7", "[::1]:1886", "laptop.local"]
        {
            assert!(passes(&[("host", host)]), "{host}");
        }
        for host in ["example.org", "localhost.example.org", "127.0.0.1.nip.io:1886", "notlocalhost", "", "1.2.3"] {
            assert!(!passes(&[("host", host)]), "{host}");
        }
        assert!(!passes(&[]));
        assert!(!passes(&[("host", "localhost"), ("host", "example.org")]));
    }

    #[test]
    fn an_origin_is_its_own() {
        let from = |origin: &str| passes(&[("host", "127.0.0.1:1886"), ("origin", origin)]);
        assert!(from("http://127.0.0.1:1886"));
        for origin in [
            "http://127.0.0.1:1887",
            "http://localhost:1886",
            "https://127.0.0.1:1886",
            "null",
            "http://evil.example",
            "x",
        ] {
            assert!(!from(origin), "{origin}");
        }
    }

    #[test]
    fn a_link_from_elsewhere_may_be_followed_and_a_frame_may_not_be_filled() {
        let fetch = |site: &str, mode: &str, dest: &str| {
            passes(&[
                ("host", "localhost"),
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ])
        };
        assert!(fetch("none", "navigate", "document"));
        assert!(fetch("cross-site", "navigate", "document"));
        assert!(fetch("same-origin", "cors", "empty"));
        assert!(!fetch("cross-site", "navigate", "iframe"));
        assert!(!fetch("cross-site", "no-cors", "image"));
        assert!(!fetch("same-site", "cors", "empty"));
    }
}
