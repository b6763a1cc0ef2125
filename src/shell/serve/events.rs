//! Server-sent events: what an open page must know of the builds.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::State,
    http::{HeaderMap, Uri},
    response::sse::{Event, KeepAlive, Sse},
};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;
use url::form_urlencoded;

use super::{Shared, live::Live};

/// Where pages connect. No output can have an address that begins with a dot.
pub(super) const ADDRESS: &str = "/.preview/events";
/// How long a page waits before it connects again.
const RETRY: Duration = Duration::from_millis(500);
/// How often a connection that has nothing to say shows that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A page and what it knows.
struct Follower {
    shared: Arc<Shared>,
    live: watch::Receiver<Live>,
    /// The path of its address.
    page: String,
    /// The last build that it knows.
    since: String,
    /// Whether it was told anything yet.
    is_new: bool,
}

/// Tells a page what stands, and then what each build changes.
pub(super) async fn follow(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let query = uri.query().unwrap_or_default();
    let asked = |wanted: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    // A browser that connects again by itself says so here.
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let since = last.unwrap_or_else(|| asked("since"));
    let live = shared.live.clone();
    let follower = Follower { page: asked("page"), since, live, shared, is_new: true };
    Sse::new(unfold(follower, next)).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

async fn next(mut follower: Follower) -> Option<(Result<Event, Infallible>, Follower)> {
    if !follower.is_new {
        follower.live.changed().await.ok()?;
    }
    follower.is_new = false;
    let live = follower.live.borrow_and_update().clone();
    let message = live.message(&follower.shared.root, &follower.page, &follower.since);
    follower.since = live.id();
    // Text, lists and yes or no can always be written.
    let data = serde_json::to_string(&message).unwrap_or_default();
    Some((Ok(Event::default().id(live.id()).retry(RETRY).data(data)), follower))
}
