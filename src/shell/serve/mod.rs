//! The preview server: the output folder as a browser will see it on the web, and pages that follow the builds.
//!
//! It runs in threads of its own, beside the builds. Files are read whole when they are asked for, so that a client that reads
//! slowly holds nothing open and a build that moves a new file into place changes no answer that is on its way.

mod connections;
mod events;
mod gate;
mod listen;
mod live;
mod lookup;
mod page;
mod passing;
mod respond;

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header},
    middleware::{self, Next},
    response::IntoResponse,
    routing::get,
};
use tokio::{
    runtime::{self, Runtime},
    sync::watch,
};

use super::{Problem, problem::reason};
use gate::Gate;
pub use listen::{HOST, Listening, PORT};
use live::Live;
pub use live::{Mistakes, Update};
use lookup::{Found, Root};
pub use passing::Passing;
use respond::Content;

/// What browsers run to follow the builds.
const FOLLOW: &str = include_str!("follow.js");
/// What is shown before there is a site.
const WAITING: &str = include_str!("waiting.html");
/// Two threads answer; this many more read files.
const READERS: usize = 8;

/// What is sent with every answer. Nothing is read by pages of other sites, and everything is asked for again each time.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::CACHE_CONTROL, "no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Preview {
    live: watch::Sender<Live>,
    runtime: Option<Runtime>,
}

/// What answers are made of.
#[derive(Debug)]
struct Shared {
    gate: Gate,
    root: Root,
    live: watch::Receiver<Live>,
}

impl Preview {
    /// Serves a folder. `mount` is what stands before every address of the site: `/`, or the path of its base address.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn start(listening: Listening, folder: &Path, mount: &str) -> Result<Self, Problem> {
        let failed = |error| Problem::new(format!("cannot start the preview server: {}", reason(&error)));
        let mut builder = runtime::Builder::new_multi_thread();
        let builder = builder.worker_threads(2).max_blocking_threads(READERS).thread_name("preview").enable_all();
        let runtime = builder.build().map_err(failed)?;
        let (sender, live) = watch::channel(Live::new(super::clock::run_number()));
        let root = Root { folder: folder.to_owned(), mount: mount.to_owned() };
        let shared = Arc::new(Shared { gate: Gate::new(&listening.host), root, live });
        let _inside = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listening.listener).map_err(failed)?;
        runtime.spawn(connections::accept(listener, router(shared)));
        Ok(Self { live: sender, runtime: Some(runtime) })
    }

    /// Tells the browsers what a build came to.
    pub fn publish(&self, update: Update) {
        self.live.send_modify(|live| live.take(update));
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // Browsers hold connections open as long as they like.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Shows an address in the user's browser.
///
/// # Errors
/// Why there is none.
pub fn open(address: &str) -> Result<(), String> {
    open::that_detached(address).map_err(|error| reason(&error))
}

fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route(page::SCRIPT, get(script))
        .route(events::ADDRESS, get(events::follow))
        .fallback(get(file))
        .layer(middleware::from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Refuses what the gate does not let through, and adds what every answer has.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    let mut response = match shared.gate.check(request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(reason) => Content::text(StatusCode::FORBIDDEN, reason).respond(request.method(), request.headers()),
    };
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn script(method: Method, asked: HeaderMap) -> Response<Body> {
    let media_type = "text/javascript; charset=utf-8".to_owned();
    let bytes = FOLLOW.as_bytes().into();
    Content { status: StatusCode::OK, media_type, bytes, modified: None }.respond(&method, &asked)
}

async fn file(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, asked: HeaderMap) -> Response<Body> {
    // First the build, then the file: a page may be newer than it says, and is then loaded once more, but never older.
    let (build, is_built) = {
        let live = shared.live.borrow();
        (live.id(), live.is_built)
    };
    let work = move || match shared.root.find(uri.path()) {
        Found::File(file) => read(&file, StatusCode::OK, &build).respond(&method, &asked),
        Found::Nothing(Some(page)) => read(&page, StatusCode::NOT_FOUND, &build).respond(&method, &asked),
        Found::Folder => redirect(&format!("{}/", uri.path()), uri.query()),
        Found::Nothing(None) if !is_built => waiting(&build).respond(&method, &asked),
        Found::Nothing(None) if uri.path() == "/" => redirect(&shared.root.mount, None),
        Found::Nothing(None) => nothing().respond(&method, &asked),
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn read(file: &Path, status: StatusCode, build: &str) -> Content {
    let (Ok(bytes), Ok(metadata)) = (std::fs::read(file), file.metadata()) else { return nothing() };
    let media_type = respond::media_type(file);
    match std::str::from_utf8(&bytes).ok().filter(|_| lookup::is_page(file)) {
        // What is sent depends on more than the file, so the file's time says nothing.
        Some(page) => Content { status, media_type, bytes: page::with_script(page, build).into(), modified: None },
        None => Content { status, media_type, bytes: bytes.into(), modified: metadata.modified().ok() },
    }
}

fn nothing() -> Content {
    Content::text(StatusCode::NOT_FOUND, "There is nothing at this address.\n")
}

fn waiting(build: &str) -> Content {
    let bytes = page::with_script(WAITING, build).into();
    let media_type = "text/html; charset=utf-8".to_owned();
    Content { status: StatusCode::SERVICE_UNAVAILABLE, media_type, bytes, modified: None }
}

/// The address of a folder may change with the next build, so nothing is said of how long this holds.
fn redirect(path: &str, query: Option<&str>) -> Response<Body> {
    let target = query.map_or_else(|| path.to_owned(), |query| format!("{path}?{query}"));
    (StatusCode::FOUND, [(header::LOCATION, target)]).into_response()
}
