//! The site as outputs: pages, feeds, single calendar files, news and data. Each is made when it is asked for.

mod atom;
mod html;
mod ical;
mod json_feed;
mod keys;
mod markdown;
mod news;
pub mod words;

use crate::{
    diag::{Diagnostic, Diagnostics},
    output::{Body, OutPath},
    resolve::{self, EventIndex, FeedIndex, Site},
    source::{SourceSet, Span},
};
use atom::Entries;
use html::{Copied, Pages, Planned, Templates};
use ical::Calendars;
pub use keys::PROGRAM;
use keys::Shared;

/// Addresses of the news and of the data.
const ATOM: &str = "feeds/all.atom";
const JSON: &str = "feeds/all.json";

/// How an output is made.
#[derive(Debug)]
enum Job {
    Page(Planned),
    Copy(Copied),
    Feed(FeedIndex),
    Single(EventIndex),
    Atom,
    /// The news of a group or campaign, by its number in [`Site::collections`].
    CollectionAtom(usize),
    Json,
}

/// A site and everything that its outputs are made with.
pub struct Renderer {
    site: Site,
    pages: Pages,
    calendars: Calendars,
    entries: Entries,
    shared: Shared,
    paths: Vec<OutPath>,
    jobs: Vec<Job>,
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("paths", &self.paths).finish_non_exhaustive()
    }
}

impl Renderer {
    /// Prepares a site; reports templates that cannot be loaded and addresses that two outputs claim.
    pub fn new(mut site: Site, sources: &SourceSet, found: &mut Diagnostics) -> Self {
        let (templates, calendars) = rayon::join(|| Templates::load(sources, found), || Calendars::new(&site));
        site.feeds.extend(calendars.archives(&site));
        ical::check_sizes(&site, &calendars, found);
        let planned = plan(&site, sources);
        resolve::addresses(planned.iter().map(|(path, span, _)| (path, *span)), found);
        let mut jobs: Vec<(OutPath, Job)> = planned.into_iter().map(|(path, _, job)| (path, job)).collect();
        jobs.sort_by(|a, b| a.0.cmp(&b.0));
        let (paths, jobs) = jobs.into_iter().unzip();
        let (pages, entries) = rayon::join(|| Pages::new(&site, templates), || Entries::new(&site));
        let shared = Shared::new(&site, sources, &pages.words_text());
        Self { pages, calendars, entries, shared, paths, jobs, site }
    }

    /// The addresses of all outputs, sorted.
    pub fn paths(&self) -> &[OutPath] {
        &self.paths
    }

    /// The site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Makes an output.
    ///
    /// # Errors
    /// When a template of the user's fails.
    pub fn render(&self, index: usize) -> Result<Body, Diagnostic> {
        let site = &self.site;
        let text = match &self.jobs[index] {
            Job::Page(page) => self.pages.render(page, site).map_err(|finding| *finding)?,
            Job::Copy(copied) => return Ok(copied.body.clone()),
            Job::Feed(feed) => self.calendars.feed(site, *feed),
            Job::Single(event) => self.calendars.single(site, *event).unwrap_or_default(),
            Job::Atom => self.entries.all(site),
            Job::CollectionAtom(number) => {
                self.entries.collection(site, &site.collections[*number], &self.paths[index])
            }
            Job::Json => json_feed::render(site),
        };
        Ok(Body::Bytes(text.into_bytes()))
    }
}

/// The site with all its feeds: which dates the archives hold is known only when the entries are written.
pub fn with_archives(mut site: Site) -> Site {
    let archives = Calendars::new(&site).archives(&site);
    site.feeds.extend(archives);
    site
}

/// Every output with the place that it comes from: where two claim one address, both places are told.
fn plan(site: &Site, sources: &SourceSet) -> Vec<(OutPath, Span, Job)> {
    let whole = site.settings.span;
    let events = site.events.iter().enumerate();
    let pages =
        Pages::plan(site).into_iter().map(|page| (page.path.clone(), page.span.unwrap_or(whole), Job::Page(page)));
    let singles = events
        .filter_map(|(index, published)| Some((published.file.clone()?, published.event.id.span, Job::Single(index))));
    let feeds = site.feeds.iter().enumerate().map(|(index, feed)| (feed.path.clone(), feed.span, Job::Feed(index)));
    let news = site.collections.iter().enumerate();
    let news = news.filter_map(|(number, one)| Some((atom::path(one)?, whole, Job::CollectionAtom(number))));
    let data = [(ATOM, Job::Atom), (JSON, Job::Json)];
    let data = data.into_iter().filter_map(|(path, job)| Some((OutPath::new(path)?, whole, job)));
    let copies =
        html::copies(site, sources).into_iter().map(|copied| (copied.path.clone(), copied.span, Job::Copy(copied)));
    pages.chain(singles).chain(feeds).chain(data).chain(news).chain(copies).collect()
}
