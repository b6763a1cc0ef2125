//! A site that is built again and again, as its files change.

use std::{collections::BTreeSet, path::PathBuf};

use chrono::{DateTime, Utc};

use super::{Report, Site, WriteError, Writer, clock, inputs, keep_past};
use crate::{
    compile::{BaseUrl, Now, Outputs, Summary, compile},
    diag::{Diagnostic, Severity},
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

/// Builds a site again and again, and remembers what need not be made anew.
#[derive(Debug)]
pub struct Workshop {
    order: Order,
}

impl Workshop {
    /// A workshop that has not built anything yet.
    pub fn new(order: Order) -> Self {
        Self { order }
    }

    /// Builds the site as its files stand now. Mistakes are no error: they are in what is given back.
    ///
    /// # Errors
    /// When the disk does not let it, or the program is asked to end. The output is as it was or complete.
    pub fn build(&mut self, changes: &Changes) -> Result<Rebuilt, WriteError> {
        let _ = changes;
        let order = &self.order;
        let now = clock::now(order.now.as_ref())?;
        let inputs = inputs(&order.site, now, order.base_url.clone(), &order.out)?;
        let compiled = compile(&inputs);
        keep_past(&order.site, &compiled);
        let mut diagnostics = compiled.diagnostics;
        let is_held_back = order.deny_warnings && diagnostics.iter().any(counts_when_denied);
        let Some(outputs) = compiled.outputs.filter(|_| !is_held_back) else {
            return Ok(Rebuilt { diagnostics, sources: inputs.sources, written: None, until: None });
        };
        let until = order.now.is_none().then(|| outputs.until());
        let written = match self.write(&inputs.sources, &outputs) {
            Ok(report) => Some((report, outputs.summary())),
            Err(WriteError::Diagnostics(more)) => {
                diagnostics.extend(more);
                None
            }
            Err(other) => return Err(other),
        };
        Ok(Rebuilt { diagnostics, sources: inputs.sources, written, until })
    }

    fn write(&self, sources: &SourceSet, outputs: &Outputs) -> Result<Report, WriteError> {
        let Order { site, out, force, .. } = &self.order;
        Writer { site, sources, out, force: *force, whole: None, console: None }.write(outputs)
    }
}

fn counts_when_denied(found: &Diagnostic) -> bool {
    found.severity() == Severity::Warning && !found.code.is_about_history()
}
