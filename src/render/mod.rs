//! The site as outputs: pages, feeds, single calendar files, news and data. Each is made when it is asked for.

mod again;
mod atom;
mod colour;
mod html;
mod ical;
mod json_feed;
mod keys;
mod markdown;
mod news;
mod picture;
mod search;
pub mod words;

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use crate::{
    diag::{Diagnostic, Diagnostics},
    output::{Body, OutPath, Pieces},
    resolve::{self, EventIndex, FeedIndex, Published, Site},
    source::{Digest, SourceSet, Span},
};
use again::Before;
use atom::Entries;
use html::{Copied, Pages, Planned, Templates};
use ical::Calendars;
use json_feed::Data;
pub use keys::PROGRAM;
use keys::Shared;
use search::Index;

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
    /// The picture that previews show of an event.
    SharePicture(EventIndex),
    /// The news of a group or campaign, by its number in [`Site::collections`].
    CollectionAtom(usize),
    Json,
    /// A file that pages search by.
    Search(search::File),
}

/// A site and everything that its outputs are made with.
pub struct Renderer {
    site: Site,
    pages: Pages,
    calendars: Calendars,
    entries: Entries,
    data: Data,
    index: Index,
    shared: Shared,
    plan: Arc<Plan>,
    /// What each output is made of, where that was worked out at once.
    keys: Option<Vec<Digest>>,
}

/// Which outputs there are, sorted by their addresses.
#[derive(Debug)]
struct Plan {
    paths: Arc<[OutPath]>,
    jobs: Vec<Job>,
    pages: Arc<Vec<Planned>>,
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Renderer").field("paths", &self.plan.paths).finish_non_exhaustive()
    }
}

impl Renderer {
    /// Prepares a site; reports templates that cannot be loaded and addresses that two outputs claim.
    pub fn new(site: Site, sources: &SourceSet, found: &mut Diagnostics) -> Self {
        Self::made(site, sources, None, found)
    }

    /// The same for a site that was built before: what is the same is taken from there, and what is made is kept for the next time.
    pub fn again(site: Site, sources: &SourceSet, before: Option<&Self>, found: &mut Diagnostics) -> Self {
        let base = keys::base(&site, sources);
        let events = before.map(|renderer| again::same_events(&renderer.site, &site)).unwrap_or_default();
        let before = before.and_then(|renderer| Before::new(renderer, &events, &site, &base));
        let mut renderer = Self::made(site, sources, before, found);
        renderer.data = Data::keeping(&renderer.site, before);
        renderer.keys = Some(renderer.all_keys(before));
        renderer
    }

    fn made(mut site: Site, sources: &SourceSet, before: Option<Before<'_>>, found: &mut Diagnostics) -> Self {
        let load = || {
            let known = before.map(|before| before.renderer.pages.templates());
            let known = known.filter(|templates| templates.are_from(sources));
            known.unwrap_or_else(|| Arc::new(Templates::load(sources, found)))
        };
        let (templates, calendars) = rayon::join(load, || Calendars::new(&site, before));
        site.feeds.extend(calendars.archives(&site));
        let calendar = Pages::calendar(&site, before);
        let index = Index::new(&site);
        let copies = html::copies(&site, sources);
        let same =
            before.filter(|before| before.has_same_plan(&site) && before.renderer.holds(&calendar, &index, &copies));
        let plan = match same {
            Some(before) => before.renderer.plan.clone(),
            None => Arc::new(plan(&site, &calendar, &index, copies, found)),
        };
        let pages = || Pages::new(&site, templates, calendar, plan.pages.clone(), before);
        let sizes = || ical::check_sizes(&site, &calendars);
        let ((pages, entries), sizes) = rayon::join(|| (pages(), Entries::new(&site, before)), sizes);
        found.append(sizes);
        let shared = Shared::new(&site, sources);
        Self { pages, calendars, entries, data: Data::default(), index, shared, plan, keys: None, site }
    }

    /// Whether the plan has the same months and years, the same files to search by, and the same files that are copied.
    fn holds(&self, calendar: &html::Calendar, index: &Index, copies: &[Copied]) -> bool {
        let copied =
            self.plan.jobs.iter().filter_map(|job| if let Job::Copy(copied) = job { Some(copied) } else { None });
        let copied: BTreeMap<&OutPath, &Digest> = copied.map(|copied| (&copied.path, &copied.digest)).collect();
        self.pages.has_months_of(calendar)
            && self.index.has_years_of(index)
            && copied.len() == copies.len()
            && copies.iter().all(|one| copied.get(&one.path) == Some(&&one.digest))
    }

    /// The addresses of all outputs, sorted.
    pub fn paths(&self) -> &Arc<[OutPath]> {
        &self.plan.paths
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
        let text = match &self.plan.jobs[index] {
            Job::Page(page) => self.pages.render(page, site).map_err(|finding| *finding)?,
            Job::Copy(copied) => return Ok(copied.body.clone()),
            Job::Feed(feed) => self.calendars.feed(site, *feed),
            Job::Single(event) => self.calendars.single(site, *event).unwrap_or_default(),
            Job::Atom => self.entries.all(site),
            Job::CollectionAtom(number) => {
                self.entries.collection(site, &site.collections[*number], &self.plan.paths[index])
            }
            Job::Search(file) => self.index.render(*file, site),
            Job::SharePicture(event) => return Ok(Body::Bytes(self.pages.share_picture(*event, site).png())),
            Job::Json => match self.data.kept(site) {
                Some(body) => return Ok(body),
                None => json_feed::pieces(site).collect(),
            },
        };
        Ok(Body::Bytes(text.into_bytes()))
    }

    /// The same piece by piece, where an output is so large that it should not be in memory as a whole.
    pub fn pieces(&self, index: usize) -> Option<Pieces<'_>> {
        match &self.plan.jobs[index] {
            Job::Json if self.data.is_kept() => None,
            Job::Json => Some(Box::new(json_feed::pieces(&self.site).map(Cow::Owned))),
            Job::Feed(feed) => self.calendars.feed_pieces(&self.site, *feed),
            _ => None,
        }
    }
}

/// The site with all its feeds: which dates the archives hold is known only when the entries are written.
pub fn with_archives(mut site: Site) -> Site {
    let archives = Calendars::new(&site, None).archives(&site);
    site.feeds.extend(archives);
    site
}

/// Every output at its address. Where two claim one address, both places are told.
fn plan(site: &Site, calendar: &html::Calendar, index: &Index, copies: Vec<Copied>, found: &mut Diagnostics) -> Plan {
    let pages = Arc::new(Pages::plan(site, calendar));
    let planned = placed(site, &pages, index, copies);
    resolve::addresses(planned.iter().map(|(path, span, _)| (path, *span)), found);
    let mut jobs: Vec<(OutPath, Job)> = planned.into_iter().map(|(path, _, job)| (path, job)).collect();
    jobs.sort_by(|a, b| a.0.cmp(&b.0));
    let (paths, jobs): (Vec<OutPath>, Vec<Job>) = jobs.into_iter().unzip();
    Plan { paths: paths.into(), jobs, pages }
}

/// Every output with the place that it comes from.
fn placed(site: &Site, pages: &[Planned], index: &Index, copies: Vec<Copied>) -> Vec<(OutPath, Span, Job)> {
    let whole = site.settings.span;
    let events = site.events.iter().enumerate();
    let drawn = |(index, published): (EventIndex, &Arc<Published>)| {
        Some((html::share_path(site, published)?, published.event.id.span, Job::SharePicture(index)))
    };
    let pictures = events.clone().filter_map(drawn);
    let pages = pages.iter().cloned().map(|page| (page.path.clone(), page.span.unwrap_or(whole), Job::Page(page)));
    let singles = events
        .filter_map(|(index, published)| Some((published.file.clone()?, published.event.id.span, Job::Single(index))));
    let feeds = site.feeds.iter().enumerate().map(|(index, feed)| (feed.path.clone(), feed.span, Job::Feed(index)));
    let news = site.collections.iter().enumerate();
    let news = news.filter_map(|(number, one)| Some((atom::path(one)?, whole, Job::CollectionAtom(number))));
    let data = [(ATOM, Job::Atom), (JSON, Job::Json)];
    let data = data.into_iter().filter_map(|(path, job)| Some((OutPath::new(path)?, whole, job)));
    let files = index.files().into_iter().map(|(path, file)| (path, whole, Job::Search(file)));
    let copies = copies.into_iter().map(|copied| (copied.path.clone(), copied.span, Job::Copy(copied)));
    pages.chain(singles).chain(pictures).chain(feeds).chain(data).chain(news).chain(files).chain(copies).collect()
}
