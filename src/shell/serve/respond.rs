//! How content is sent: its type, what names this state of it, and only the part that is asked for.

use std::{
    ops::Range,
    path::Path,
    time::{Duration, SystemTime},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
};
use headers::{ETag, HeaderMapExt, IfModifiedSince, IfNoneMatch, IfRange, LastModified};

/// Times in HTTP are whole seconds: what changed a moment ago may change again within the same one.
const SETTLED: Duration = Duration::from_secs(2);

/// Something to send.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) status: StatusCode,
    pub(super) media_type: String,
    pub(super) bytes: Bytes,
    /// When it changed last, where that says all.
    pub(super) modified: Option<SystemTime>,
}

impl Content {
    /// A few lines for people.
    pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Self {
        let media_type = "text/plain; charset=utf-8".to_owned();
        Self { status, media_type, bytes: text.into().into(), modified: None }
    }

    /// The answer to a request for this.
    pub(super) fn respond(self, method: &Method, asked: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        let headers = response.headers_mut();
        let modified = self.modified.filter(|modified| modified.elapsed().is_ok_and(|age| age >= SETTLED));
        let (etag, modified) = (etag(&self.bytes), modified.map(LastModified::from));
        etag.clone().into_iter().for_each(|etag| headers.typed_insert(etag));
        modified.into_iter().for_each(|modified| headers.typed_insert(modified));
        if self.status != StatusCode::OK {
            return self.send(response, None, method);
        }
        if is_known(asked, etag.as_ref(), modified) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let may_range = method == Method::GET
            && asked.typed_get::<IfRange>().is_none_or(|range| !range.is_modified(etag.as_ref(), modified.as_ref()));
        let range = asked.get(header::RANGE).filter(|_| may_range).and_then(|value| value.to_str().ok());
        match range.and_then(|range| wanted(range, self.bytes.len())) {
            Some(None) => self.unsatisfiable(response),
            Some(Some(range)) => self.send(response, Some(range), method),
            None => self.send(response, None, method),
        }
    }

    fn send(self, mut response: Response<Body>, range: Option<Range<usize>>, method: &Method) -> Response<Body> {
        let whole = self.bytes.len();
        *response.status_mut() = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { self.status };
        let headers = response.headers_mut();
        if let Some(Range { start, end }) = &range {
            put(headers, header::CONTENT_RANGE, &format!("bytes {start}-{}/{whole}", end - 1));
        }
        let bytes = range.map_or_else(|| self.bytes.clone(), |range| self.bytes.slice(range));
        put(headers, header::CONTENT_TYPE, &self.media_type);
        headers.insert(header::CONTENT_LENGTH, bytes.len().into());
        if method != Method::HEAD {
            *response.body_mut() = bytes.into();
        }
        response
    }

    fn unsatisfiable(self, mut response: Response<Body>) -> Response<Body> {
        *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
        put(response.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{}", self.bytes.len()));
        response
    }
}

fn put(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// A name for these bytes.
fn etag(bytes: &[u8]) -> Option<ETag> {
    format!("\"{}\"", &blake3::hash(bytes).to_hex()[..32]).parse().ok()
}

/// Whether the client has this state already. Where it names states, times do not matter (RFC 9110 13.2.2).
fn is_known(asked: &HeaderMap, etag: Option<&ETag>, modified: Option<LastModified>) -> bool {
    match asked.typed_get::<IfNoneMatch>() {
        Some(known) => etag.is_some_and(|etag| !known.precondition_passes(etag)),
        // A clock that was set back may give an older time to newer content: only the same time will do.
        None => modified.is_some_and(|modified| {
            asked.typed_get::<IfModifiedSince>() == Some(IfModifiedSince::from(SystemTime::from(modified)))
        }),
    }
}

/// The part that is asked for: nothing where it is the whole, or is asked for in a way that may be passed over (RFC 9110 14.2);
/// nothing within where there is no such part.
fn wanted(range: &str, length: usize) -> Option<Option<Range<usize>>> {
    let (first, last) = range.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // What is too large for a number is past the end of everything.
        is_number.then(|| text.parse::<usize>().unwrap_or(usize::MAX))
    };
    let range = match (first, last) {
        ("", last) => length.saturating_sub(number(last)?)..length,
        (first, "") => number(first)?..length,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(length)
        }
    };
    Some((range.start < range.end).then_some(range))
}

/// The type of a file by its name.
pub(super) fn media_type(file: &Path) -> String {
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_feed = file.parent().is_some_and(|folder| folder.ends_with("feeds"));
    let guessed = mime_guess::from_ext(&ending).first_raw();
    match (&*ending, guessed) {
        ("json", _) if is_feed => "application/feed+json; charset=utf-8".to_owned(),
        ("xml", _) => "application/xml; charset=utf-8".to_owned(),
        ("json" | "atom" | "webmanifest", Some(guessed)) => format!("{guessed}; charset=utf-8"),
        (_, Some(guessed)) if guessed.starts_with("text/") => format!("{guessed}; charset=utf-8"),
        (_, Some(guessed)) => guessed.to_owned(),
        (_, None) => "application/octet-stream".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_web() {
        for (file, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/style.css", "text/css; charset=utf-8"),
            ("x.js", "text/javascript; charset=utf-8"),
            ("data.json", "application/json; charset=utf-8"),
            ("feeds/all.json", "application/feed+json; charset=utf-8"),
            ("feeds/groups/x.ics", "text/calendar; charset=utf-8"),
            ("feeds/all.atom", "application/atom+xml; charset=utf-8"),
            ("sitemap.xml", "application/xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("x.webmanifest", "application/manifest+json; charset=utf-8"),
            ("x.svg", "image/svg+xml"),
            ("x.png", "image/png"),
            ("x.JPG", "image/jpeg"),
            ("x.webp", "image/webp"),
            ("x.avif", "image/avif"),
            ("x.ico", "image/x-icon"),
            ("x.woff2", "font/woff2"),
            ("CNAME", "application/octet-stream"),
        ] {
            assert_eq!(media_type(Path::new(file)), expected, "{file}");
        }
    }

    #[test]
    fn one_range_is_answered_and_what_is_no_range_is_passed_over() {
        for (range, expected) in [
            ("bytes=0-3", Some(Some(0..4))),
            ("bytes=4-", Some(Some(4..10))),
            ("bytes=-3", Some(Some(7..10))),
            ("bytes=-30", Some(Some(0..10))),
            ("bytes=8-99999999999999999999999", Some(Some(8..10))),
            ("bytes=10-", Some(None)),
            ("bytes=99999999999999999999999-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=3-2", None),
            ("bytes=0-1,4-5", None),
            ("bytes=a-b", None),
            ("bytes=-", None),
            ("bytes=+1-2", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(wanted(range, 10), expected, "{range}");
        }
        assert_eq!(wanted("bytes=0-", 0), Some(None));
    }
}
