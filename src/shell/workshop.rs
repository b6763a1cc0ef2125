//! A site that is built again and again, as its files change.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};

use super::{
    Problem, Report, Site, Standing, WriteError, Writer, clock,
    history::{self, Texts},
    inputs::gather,
    load,
};
use crate::{
    compile::{BaseUrl, Compiled, Inputs, Memory, Now, Summary, compile_again},
    diag::Diagnostic,
    past::{self, History},
    source::SourceSet,
};

/// What is to be built, and where to.
#[derive(Clone, Debug)]
pub struct Order {
    /// The site.
    pub site: Site,
    /// The output folder.
    pub out: PathBuf,
    /// The moment to see the site from, where it is not that of each build.
    pub now: Option<Now>,
    /// Stands in for `base_url` of site.yaml.
    pub base_url: Option<BaseUrl>,
    /// Write into a folder that Handbill did not make.
    pub force: bool,
    /// Whether the pictures for previews of events are drawn.
    pub share_pictures: bool,
    /// Whether warnings about the site's files hold a build back.
    pub deny_warnings: bool,
}

/// What may have changed since the last build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files and folders that were made, written, moved or removed: paths relative to the site's folder, with `/` between their
    /// parts.
    pub paths: BTreeSet<String>,
    /// Whether more may have changed than is named, so that every file is read again.
    pub everything: bool,
    /// Whether git may have another commit.
    pub commits: bool,
}

/// What a build came to.
#[derive(Debug)]
pub struct Rebuilt {
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that they point to.
    pub sources: SourceSet,
    /// What was written, and how much there is; nothing where mistakes held the build back.
    pub written: Option<(Report, Summary)>,
    /// The next moment, in UTC, at which the site changes by the clock alone; nothing where it is seen from a fixed one, or
    /// was not built.
    pub until: Option<DateTime<Utc>>,
}

/// So many files are read one by one; more than that by a walk through all of them, on several threads.
const MANY: usize = 500;

/// Builds a site again and again, and remembers what need not be made anew.
#[derive(Debug)]
pub struct Workshop {
    order: Order,
    memory: Memory,
    known: Option<Known>,
    standing: Option<Standing>,
}

/// What the last build was made of.
#[derive(Debug)]
struct Known {
    sources: SourceSet,
    texts: Texts,
    history: History,
}

impl Workshop {
    /// A workshop that has not built anything yet.
    pub fn new(order: Order) -> Self {
        Self { order, memory: Memory::new(), known: None, standing: None }
    }

    /// Builds the site as its files stand now. Mistakes are no error: they are in what is given back.
    ///
    /// # Errors
    /// When the disk does not let it, or the program is asked to end. The output is as it was or complete.
    pub fn build(&mut self, changes: &Changes) -> Result<Rebuilt, WriteError> {
        let now = clock::now(self.order.now.as_ref())?;
        let (mut inputs, texts) = self.inputs(changes, now)?;
        inputs.share_pictures = self.order.share_pictures;
        let compiled = compile_again(&inputs, &mut self.memory);
        if let Some(past) = &compiled.past {
            history::keep(&self.order.site, past);
        }
        if changes.everything {
            // Somebody may have changed the output, too.
            self.standing = None;
        }
        let rebuilt = self.write(&inputs, &compiled);
        let mut history = inputs.history;
        history.known = compiled.past.map_or(history.known, past::Known::Past);
        if let Ok(Rebuilt { written: Some(_), .. }) = &rebuilt {
            let record = compiled.outputs.map(|outputs| outputs.record());
            history.published = record.unwrap_or(history.published);
            self.memory.recorded(&history.published);
        }
        self.known = Some(Known { sources: inputs.sources, texts, history });
        self.memory.tidy();
        rebuilt
    }

    /// Everything that goes into a build: what may have changed is read again.
    fn inputs(&mut self, changes: &Changes, now: Now) -> Result<(Inputs, Texts), Problem> {
        let Order { site, out, base_url, .. } = &self.order;
        let known = self.known.take();
        // Another build may have published something meanwhile, which counts.
        let is_own = self.standing.as_ref().is_none_or(Standing::is_untouched);
        let is_little = !changes.everything && !changes.commits && changes.paths.len() <= MANY && is_own;
        match known {
            Some(known) if is_little => match renewed(site, known, changes) {
                Ok(Known { sources, texts, history }) => {
                    Ok((Inputs { sources, history, now, base_url: base_url.clone(), share_pictures: true }, texts))
                }
                Err(known) => read_again(site, now, base_url.clone(), out, Some(&known)),
            },
            known => read_again(site, now, base_url.clone(), out, known.as_ref()),
        }
    }

    fn write(&mut self, inputs: &Inputs, compiled: &Compiled) -> Result<Rebuilt, WriteError> {
        let mut diagnostics = compiled.diagnostics.clone();
        let is_held_back = self.order.deny_warnings && diagnostics.iter().any(Diagnostic::is_deniable);
        let sources = inputs.sources.clone();
        let Some(outputs) = compiled.outputs.as_ref().filter(|_| !is_held_back) else {
            return Ok(Rebuilt { diagnostics, sources, written: None, until: None });
        };
        let Order { site, out, force, now, .. } = &self.order;
        let made_from = Some((inputs, &compiled.diagnostics[..]));
        let writer = Writer { site, sources: &sources, out, force: *force, made_from, console: None };
        let written = match writer.write_again(outputs, &mut self.standing) {
            Ok(report) => Some((report, outputs.summary())),
            Err(WriteError::Diagnostics(more)) => {
                diagnostics.extend(more);
                None
            }
            Err(other) => return Err(other),
        };
        let until = now.is_none().then(|| outputs.until());
        Ok(Rebuilt { diagnostics, sources, written, until })
    }
}

/// What was known, with the files read again that changed. As it was where that is not all that must be read.
fn renewed(site: &Site, known: Known, changes: &Changes) -> Result<Known, Known> {
    let mut sources = known.sources.clone();
    if !changes.paths.iter().all(|path| load::reload(site, &mut sources, path)) {
        return Err(known);
    }
    let Known { sources: before, mut texts, mut history } = known;
    match history::renewed(site, &mut history, (&before, &mut texts), (&sources, &changes.paths)) {
        Some(()) => Ok(Known { sources, texts, history }),
        None => Err(Known { sources: before, texts, history }),
    }
}

/// Reads everything; what was there before keeps its number and what the last build recorded its place.
fn read_again(
    site: &Site,
    now: Now,
    base_url: Option<BaseUrl>,
    out: &Path,
    known: Option<&Known>,
) -> Result<(Inputs, Texts), Problem> {
    let (mut inputs, texts) = gather(site, now, base_url, out)?;
    if let Some(known) = known {
        inputs.sources = known.sources.renewed(inputs.sources);
        let history = &mut inputs.history;
        if history.published == known.history.published {
            history.published = known.history.published.clone();
        }
        let is_one_past = history.known.head() == known.history.known.head() && history.lack == known.history.lack;
        if history.known.head().is_some() && is_one_past {
            history.known = known.history.known.clone();
        }
    }
    Ok((inputs, texts))
}
