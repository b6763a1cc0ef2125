//! The pure pipeline: the same inputs give the same bytes on every machine.

use std::{
    hash::Hash,
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;

pub use crate::compare::{Base, Comparison, Format as ComparisonFormat, PassedOver, draw as draw_comparison};

use crate::{
    check, compare,
    diag::{self, Code, Diagnostic, Diagnostics, Severity},
    explain::{self, Explained, Question},
    model::{Catalogue, Settings, WebAddress, midnight, zones::Zone},
    output::{Body, OutPath, Pieces, Record, Stamp, Whole},
    parse,
    past::{self, History, Known, Lack, Past},
    render,
    resolve::{self, Moment, Recorded},
    source::{Digest, Digester, SourceSet, Span},
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
    /// What is known of the past.
    pub history: History,
    /// The moment that the site is seen from.
    pub now: Now,
    /// Stands in for `base_url` of site.yaml (previews). UIDs keep to site.yaml's.
    pub base_url: Option<BaseUrl>,
    /// Whether the pictures for previews of events are drawn where the site wants them. Whoever looks at the site alone sees none.
    pub share_pictures: bool,
}

impl Inputs {
    /// A hash of everything but the moment that a build depends on. `published` is what the last build published. It is told to
    /// nobody: what is sealed with it can be opened with it.
    fn hash(&self, published: &Record) -> [u8; 32] {
        let mut digester = Digester::default();
        let day = if let Now::Day(day) = self.now { Some(day) } else { None };
        (render::PROGRAM, day, self.base_url.as_ref().map(|base| &base.0), self.share_pictures).hash(&mut digester);
        let files: Vec<_> = self.sources.iter().map(|(_, file)| file).collect();
        let files =
            files.par_iter().with_min_len(64).map(|file| Digester::of(&(&file.path, file.origin, &file.content)));
        files.collect::<Vec<Digest>>().hash(&mut digester);
        let History { known, commit: _, committed, published: _, file_times, lack } = &self.history;
        (known.head(), committed, file_times, lack, published).hash(&mut digester);
        digester.whole()
    }

    /// What another build found, and the paths of its outputs, where one of these inputs would come to the same and nothing was
    /// published since.
    pub fn known_of(&self, whole: &Whole) -> Option<(Vec<Diagnostic>, String)> {
        let is_within = match self.now {
            Now::Moment(now) => whole.from <= now && now < whole.until,
            // The day itself is among the inputs.
            Now::Day(_) => true,
        };
        let hash = is_within.then(|| self.hash(&self.history.published))?;
        let is_one = Digester::of(&hash) == whole.inputs;
        is_one.then(|| diag::open(&whole.findings, &hash).zip(diag::open_text(&whole.paths, &hash)))?
    }
}

impl From<&Whole> for Summary {
    fn from(whole: &Whole) -> Self {
        let [events, feeds, pages] = whole.counts.map(|count| count as usize);
        Self { events, feeds, pages }
    }
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

    /// Its path, with a slash at both ends: `/calendar/` for `https://example.org/calendar/`.
    pub fn root(&self) -> &str {
        resolve::root(&self.0)
    }
}

/// What a build comes to.
#[derive(Debug)]
pub struct Compiled {
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// What is to be written; nothing where a finding is an error.
    pub outputs: Option<Outputs>,
    /// What became of every event up to the last commit, where it was worked out for this build.
    pub past: Option<Arc<Past>>,
}

/// The outputs of a build, each made when it is asked for, so that nothing holds all of them at once.
#[derive(Debug)]
pub struct Outputs {
    renderer: Arc<render::Renderer>,
    /// The commit that they are made from, where all files stand as it has them.
    commit: Option<Arc<str>>,
    /// Whether older commits were missing.
    is_shallow: bool,
    record: OnceLock<Arc<Record>>,
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
    pub fn paths(&self) -> &Arc<[OutPath]> {
        self.renderer.paths()
    }

    /// Makes the output with this number in [`Outputs::paths`]; may be called from many threads.
    ///
    /// # Errors
    /// When a template of the user's fails.
    pub fn render(&self, index: usize) -> Result<Body, Diagnostic> {
        self.renderer.render(index)
    }

    /// The same piece by piece, where an output is so large that it should not be in memory as a whole.
    pub fn pieces(&self, index: usize) -> Option<Pieces<'_>> {
        self.renderer.pieces(index)
    }

    /// What the output with this number in [`Outputs::paths`] is made of, as one number: while that stays, so does the output.
    pub fn key(&self, index: usize) -> Digest {
        self.renderer.key(index)
    }

    /// What this build publishes, for the next one to know.
    pub fn record(&self) -> Arc<Record> {
        self.record.get_or_init(|| Arc::new(self.made_record())).clone()
    }

    fn made_record(&self) -> Record {
        let events = self.renderer.site().events.iter();
        let stamp = |published: &resolve::Published| Stamp {
            fingerprint: published.fingerprint.0,
            created: published.revision.created,
            changed: published.revision.changed,
        };
        let stamps = events.map(|published| (published.key, stamp(published))).collect();
        Record { commit: self.commit.as_deref().map(str::to_owned), is_shallow: self.is_shallow, stamps }
    }

    /// What makes the next build see that there is nothing to do, given what was found in this one.
    pub fn whole(&self, inputs: &Inputs, found: &[Diagnostic]) -> Whole {
        let site = self.renderer.site();
        let Summary { events, feeds, pages } = self.summary();
        let counts = [events, feeds, pages].map(|count| u32::try_from(count).unwrap_or(u32::MAX));
        let hash = inputs.hash(&self.record());
        let paths: String = self.paths().iter().flat_map(|path| [path.as_str(), "\n"]).collect();
        let (findings, paths) = (diag::seal(found, &hash), diag::seal_text(&paths, &hash));
        Whole { inputs: Digester::of(&hash), from: site.now, until: site.until, counts, findings, paths }
    }

    /// The first moment after the one that the site is seen from, in UTC, at which something changes by the clock alone: an event
    /// is announced or over, a place is told, a note that an event moved ends, or a day begins in the site's zone.
    pub fn until(&self) -> DateTime<Utc> {
        self.renderer.site().until
    }

    /// How much there is.
    pub fn summary(&self) -> Summary {
        let pages = self.paths().iter().filter(|path| path.as_str().ends_with(".html")).count();
        let site = self.renderer.site();
        Summary { events: site.events.len(), feeds: site.feeds.len(), pages }
    }
}

/// What became of a site the last time it was compiled. Whatever is in it, a compilation comes to the same.
#[derive(Debug)]
pub struct Memory {
    checked: check::Memory,
    resolved: resolve::Memory,
    /// Nothing of a site that is compiled once.
    rendered: Option<Option<Arc<render::Renderer>>>,
    /// What is not needed any more, and takes its time to be taken apart.
    retired: Vec<Arc<render::Renderer>>,
}

impl Memory {
    /// Of a site that was not compiled before.
    #[allow(clippy::new_without_default, reason = "a memory that keeps something is asked for by name")]
    pub fn new() -> Self {
        Self { resolved: resolve::Memory::keeping(), rendered: Some(None), ..Self::none() }
    }

    /// What keeps nothing.
    fn none() -> Self {
        Self {
            checked: check::Memory::default(),
            resolved: resolve::Memory::default(),
            rendered: None,
            retired: Vec::new(),
        }
    }

    /// Takes apart what is not needed any more. That is for when nobody waits.
    pub fn tidy(&mut self) {
        self.retired.clear();
    }

    /// What was recorded of the outputs that were compiled last.
    pub fn recorded(&mut self, record: &Arc<Record>) {
        self.resolved.recorded(record);
    }
}

/// Compiles a site. Every stage runs, whatever the one before found, so that one run finds every mistake.
pub fn compile(inputs: &Inputs) -> Compiled {
    compile_again(inputs, &mut Memory::none())
}

/// The same for a site that was compiled before: what cannot have changed is taken from there. Files that are the same have the
/// same numbers as then ([`SourceSet::renewed`]).
pub fn compile_again(inputs: &Inputs, memory: &mut Memory) -> Compiled {
    let (mut found, mut worked_out) = (Diagnostics::default(), None);
    let renderer = pipeline(inputs, memory, &mut worked_out, &mut found);
    let outputs = if found.has_errors() { None } else { renderer.map(|renderer| outputs(renderer, inputs)) };
    Compiled { diagnostics: found.into_sorted(&inputs.sources), outputs, past: worked_out }
}

fn outputs(renderer: Arc<render::Renderer>, inputs: &Inputs) -> Outputs {
    let history = &inputs.history;
    Outputs {
        renderer,
        commit: history.commit.clone(),
        is_shallow: history.lack == Some(Lack::Shallow),
        record: OnceLock::new(),
    }
}

/// Works a site out as far as its feeds go; templates and pages are left out.
///
/// # Errors
/// Its first mistake, in one line: `events/x.yaml:3: this is wrong`.
pub fn survey(inputs: Inputs) -> Result<Survey, String> {
    let mut found = Diagnostics::default();
    let site = site(&inputs, &mut Memory::none(), &mut None, &mut found);
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

fn pipeline(
    inputs: &Inputs,
    memory: &mut Memory,
    worked_out: &mut Option<Arc<Past>>,
    found: &mut Diagnostics,
) -> Option<Arc<render::Renderer>> {
    let site = site(inputs, memory, worked_out, found)?;
    let Some(rendered) = memory.rendered.as_mut().filter(|_| !found.has_errors()) else {
        return Some(Arc::new(render::Renderer::new(site, &inputs.sources, found)));
    };
    let renderer = Arc::new(render::Renderer::again(site, &inputs.sources, rendered.as_deref(), found));
    if !found.has_errors() {
        memory.retired.extend(rendered.replace(renderer.clone()));
    }
    Some(renderer)
}

fn site(
    inputs: &Inputs,
    memory: &mut Memory,
    worked_out: &mut Option<Arc<Past>>,
    found: &mut Diagnostics,
) -> Option<resolve::Site> {
    let mut catalogue = memory.checked.check(&inputs.sources, roughly_today(inputs.now), found)?;
    catalogue.settings.share_pictures &= inputs.share_pictures;
    if let Some(lack) = &inputs.history.lack {
        found.push(lacking(lack, catalogue.settings.span));
    }
    if found.has_errors() {
        // Of a site with mistakes nothing is published, so nothing need be known of its past; and what was known of the last good
        // state is for the next one.
        return Some(published(catalogue, None, inputs, (0, &mut resolve::Memory::default()), found));
    }
    let past = past(&catalogue, inputs);
    // What was made of a part is not for keeping.
    if matches!(inputs.history.known, Known::Log(_)) && inputs.history.lack != Some(Lack::Partial) {
        worked_out.clone_from(&past);
    }
    let again = (memory.checked.generation(), &mut memory.resolved);
    Some(published(catalogue, past.as_ref(), inputs, again, found))
}

/// What became of every event up to the last commit.
fn past(catalogue: &Catalogue, inputs: &Inputs) -> Option<Arc<Past>> {
    match &inputs.history.known {
        Known::Nothing => None,
        Known::Past(past) => Some(past.clone()),
        Known::Log(log) => Some(Arc::new(past::replay(log, &inputs.sources, catalogue))),
    }
}

fn published(
    catalogue: Catalogue,
    past: Option<&Arc<Past>>,
    inputs: &Inputs,
    again: (u64, &mut resolve::Memory),
    found: &mut Diagnostics,
) -> resolve::Site {
    let moment = moment(inputs.now, &catalogue.settings);
    let base_url = inputs.base_url.as_ref().map(|base| base.0.clone());
    let recorded = Recorded { past, history: &inputs.history };
    resolve::resolve_again(catalogue, &inputs.sources, recorded, moment, base_url, again, found)
}

/// Explains an event of a site: where its fields come from, in which feeds it is and why. Nothing is rendered.
pub fn explain(inputs: &Inputs, question: &Question<'_>) -> Explained {
    let mut found = Diagnostics::default();
    let raw = parse::parse(&inputs.sources, &mut found);
    found = Diagnostics::default();
    let catalogue = check::check(&inputs.sources, roughly_today(inputs.now), &mut found);
    let past = catalogue.as_ref().and_then(|catalogue| past(catalogue, inputs));
    let known = explain::Known { sources: &inputs.sources, raw: &raw, catalogue, found };
    explain::explain(question, known, |catalogue, found| {
        let forgetful = (0, &mut resolve::Memory::default());
        render::with_archives(published(catalogue, past.as_ref(), inputs, forgetful, found))
    })
}

/// What is said where less is known of the past than could be: the entries of events that did not change would seem to have
/// changed, or the other way round.
fn lacking(lack: &Lack, site: Span) -> Diagnostic {
    let (code, message, note, cure) = match lack {
        Lack::Shallow => (
            Code::ShallowHistory,
            "the repository holds its newest commits alone".to_owned(),
            "what was deleted before them vanishes from calendars without a word, old addresses lead nowhere, and events that changed \
             before them seem to have changed with the oldest of them",
            "elsewhere, run git fetch --unshallow",
        ),
        Lack::Partial => (
            Code::ShallowHistory,
            "the repository lacks files of older commits".to_owned(),
            "when events changed, and what they were before, is not known as far back as it could be",
            "elsewhere, run git fetch --refetch --no-filter",
        ),
        Lack::Silent { reason, cure } => (
            Code::NoHistory,
            format!("nothing is known of the past of the events, because {reason}"),
            "when an event changed is taken from the last build into the same folder, else from the times of files; \
             what it was before, and what was deleted, is not known",
            &**cure,
        ),
    };
    Diagnostic::new(code, Span::start_of(site.file), message)
        .note(note)
        .help("in GitHub Actions, write `with: { fetch-depth: 0 }` below `uses: actions/checkout`, and no `filter`")
        .help("in GitLab CI, write `variables: { GIT_DEPTH: 0 }`")
        .help(cure)
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
