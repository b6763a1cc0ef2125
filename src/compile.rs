//! The pure pipeline: the same inputs give the same bytes on every machine.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

pub use crate::compare::{Base, Comparison, Format as ComparisonFormat, PassedOver, draw as draw_comparison};

use crate::{
    check, compare,
    diag::{Diagnostic, Diagnostics, Severity},
    model::{Settings, WebAddress, midnight, zones::Zone},
    output::{Body, OutPath},
    parse, render,
    resolve::{self, Moment},
    source::{History, SourceSet},
};

/// The moment that the site is seen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Now {
    /// A moment, in UTC.
    Moment(DateTime<Utc>),
    /// The start of a day in the site's own time zone.
    Day(NaiveDate),
}

/// Everything that a build depends on.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Every file of the site, the built-in templates among them.
    pub sources: SourceSet,
    /// What is known of each file's past.
    pub history: History,
    /// The moment that the site is seen from.
    pub now: Now,
    /// Stands in for `base_url` of site.yaml (previews). UIDs keep to site.yaml's.
    pub base_url: Option<BaseUrl>,
}

/// The address that a site lies below; ends with a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Arc<str>);

impl BaseUrl {
    /// The address in its normal form.
    ///
    /// # Errors
    /// What the address lacks, as the end of a sentence that begins with it.
    pub fn new(text: &str) -> Result<Self, String> {
        WebAddress::base(text).map(|address| Self(Arc::from(&*address)))
    }
}

/// What a build comes to.
#[derive(Debug)]
pub struct Compiled {
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// What is to be written; nothing where a finding is an error.
    pub outputs: Option<Outputs>,
}

/// The outputs of a build, each made when it is asked for, so that nothing holds all of them at once.
#[derive(Debug)]
pub struct Outputs {
    renderer: render::Renderer,
}

/// A site as of a moment, without its pages.
#[derive(Debug)]
pub struct Survey {
    site: resolve::Site,
    sources: SourceSet,
}

/// How much a build makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Published events; a series counts as one.
    pub events: usize,
    /// iCalendar feeds, single events' files not counted.
    pub feeds: usize,
    /// HTML pages.
    pub pages: usize,
}

impl Outputs {
    /// The addresses of all outputs, sorted, each once.
    pub fn paths(&self) -> &[OutPath] {
        self.renderer.paths()
    }

    /// Makes the output with this number in [`Outputs::paths`]; may be called from many threads.
    ///
    /// # Errors
    /// When a template of the user's fails.
    pub fn render(&self, index: usize) -> Result<Body, Diagnostic> {
        self.renderer.render(index)
    }

    /// How much there is.
    pub fn summary(&self) -> Summary {
        let pages = self.paths().iter().filter(|path| path.as_str().ends_with(".html")).count();
        let site = self.renderer.site();
        Summary { events: site.events.len(), feeds: site.feeds.len(), pages }
    }
}

/// Compiles a site. Every stage runs, whatever the one before found, so that one run finds every mistake.
pub fn compile(inputs: &Inputs) -> Compiled {
    let mut found = Diagnostics::default();
    let renderer = pipeline(inputs, &mut found);
    let outputs = if found.has_errors() { None } else { renderer.map(|renderer| Outputs { renderer }) };
    Compiled { diagnostics: found.into_sorted(&inputs.sources), outputs }
}

/// Works a site out as far as its feeds go; templates and pages are left out.
///
/// # Errors
/// Its first mistake, in one line: `events/x.yaml:3: this is wrong`.
pub fn survey(inputs: Inputs) -> Result<Survey, String> {
    let mut found = Diagnostics::default();
    let site = site(&inputs, &mut found);
    let is_wrong = found.has_errors();
    match site.filter(|_| !is_wrong) {
        Some(site) => Ok(Survey { site, sources: inputs.sources }),
        None => Err(first_mistake(found, &inputs.sources)),
    }
}

fn first_mistake(found: Diagnostics, sources: &SourceSet) -> String {
    let sorted = found.into_sorted(sources);
    let error = sorted.iter().find(|found| found.severity() == Severity::Error);
    error.map_or_else(String::new, |error| {
        let span = error.primary.span;
        format!("{}:{}: {}", sources.file(span.file).path, sources.position(span).0, error.message)
    })
}

/// What subscribers see change from one state of a site to another, which these inputs gave. Without an older one everything
/// is new.
pub fn compare(before: Option<&Survey>, after: &Outputs, inputs: &Inputs) -> Comparison {
    let before = before.map(|survey| (&survey.site, &survey.sources));
    compare::compare(before, (after.renderer.site(), &inputs.sources))
}

fn pipeline(inputs: &Inputs, found: &mut Diagnostics) -> Option<render::Renderer> {
    let site = site(inputs, found)?;
    Some(render::Renderer::new(site, &inputs.sources, found))
}

fn site(inputs: &Inputs, found: &mut Diagnostics) -> Option<resolve::Site> {
    let raw = parse::parse(&inputs.sources, found);
    let catalogue = check::check(&raw, &inputs.sources, roughly_today(inputs.now), found)?;
    drop(raw);
    let moment = moment(inputs.now, &catalogue.settings);
    let base_url = inputs.base_url.as_ref().map(|base| base.0.clone());
    Some(resolve::resolve(catalogue, &inputs.sources, &inputs.history, moment, base_url, found))
}

/// The day before the site's zone is known: right to a day.
fn roughly_today(now: Now) -> NaiveDate {
    match now {
        Now::Moment(moment) => moment.date_naive(),
        Now::Day(day) => day,
    }
}

fn moment(now: Now, settings: &Settings) -> Moment {
    let zone = &settings.zone;
    match now {
        Now::Moment(now) => Moment { now, today: zone.to_local(now).date() },
        Now::Day(today) => Moment { now: midnight(today, zone), today },
    }
}

/// The release of the IANA time zone tables in this program, such as `2026f`.
pub fn zone_table_version() -> &'static str {
    Zone::table_version()
}
