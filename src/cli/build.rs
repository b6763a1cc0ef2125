//! `handbill build`

use std::{mem::ManuallyDrop, path::Path};

use clap::Args;

use super::{
    Outcome,
    arguments::TEMPLATE,
    input::{Compilation, Input, Output, is_held_back},
    session::{Session, Tally},
};
use crate::{
    compile::{Outputs, Summary},
    diag::{Diagnostic, wording::count},
    shell::{Problem, Report, WriteError, Writer, clock::Stopwatch, is_there, keep_past, shown, unchanged},
};

const EXAMPLES: &str = "\
Examples:
  handbill build                                 Build the site in this folder into public/
  handbill build --site calendar --out /srv/www  Build another one elsewhere
  handbill build --dry-run                       Say what would change, write nothing
  handbill build --format github                 In a workflow: show mistakes beside the changed lines";

/// Build the website and its feeds
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(super) struct Build {
    #[command(flatten)]
    input: Input,

    #[command(flatten)]
    output: Output,

    /// Say what would be written and removed, and do none of it
    #[arg(short = 'n', long)]
    dry_run: bool,
}

impl Build {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let watch = Stopwatch::start();
        let (site, inputs) = self.input.read(session, self.output.out.as_deref())?;
        let out = self.output.folder(&site);
        let known = unchanged(&inputs, &out, &site.folder);
        if let Some((report, summary, found)) = known.filter(|(.., found)| !is_held_back(&self.input, found)) {
            session.detail(|| "Nothing has changed since the last build".to_owned());
            session.diagnostics(self.input.format, &found, (&site, &inputs))?;
            return self.tell(session, &report, &shown(&out), summary, watch);
        }
        // The program ends after it; to take a large site apart piece by piece would only take time.
        let compilation = ManuallyDrop::new(Compilation::of(session, site, inputs));
        let found = &compilation.compiled.diagnostics;
        session.diagnostics(self.input.format, found, compilation.read())?;
        let held_back = compilation.is_held_back(&self.input);
        match compilation.compiled.outputs.as_ref().filter(|_| !held_back) {
            Some(outputs) => self.write(session, &compilation, outputs, watch),
            None => Ok(self.nothing_written(session, &compilation, &[])),
        }
    }

    fn write(
        &self,
        session: &Session,
        compilation: &Compilation,
        outputs: &Outputs,
        watch: Stopwatch,
    ) -> Result<Outcome, Problem> {
        let out = self.output.folder(&compilation.site);
        let writer = Writer {
            site: &compilation.site,
            sources: &compilation.inputs.sources,
            out: &out,
            force: self.output.force,
            made_from: Some((&compilation.inputs, &compilation.compiled.diagnostics)),
            console: session.moving_console(),
        };
        let keep = || keep_past(&compilation.site, &compilation.compiled);
        let work = || {
            if self.dry_run { writer.plan(outputs) } else { rayon::join(|| writer.write(outputs), keep).0 }
        };
        match session.timed("Rendered and wrote it", work) {
            Ok(report) => self.tell(session, &report, &shown(&out), outputs.summary(), watch),
            Err(WriteError::Problem(problem)) => Err(problem),
            Err(WriteError::Interrupted) => {
                session.failed(&format!("Interrupted; {}", self.as_it_was(compilation)));
                Ok(Outcome::Interrupted)
            }
            Err(WriteError::Diagnostics(more)) => {
                session.diagnostics(self.input.format, &more, compilation.read())?;
                Ok(self.nothing_written(session, compilation, &more))
            }
        }
    }

    fn tell(
        &self,
        session: &Session,
        report: &Report,
        out: &str,
        summary: Summary,
        watch: Stopwatch,
    ) -> Result<Outcome, Problem> {
        if self.dry_run {
            let list = changes(report, "would write", "would remove").join("\n");
            if !list.is_empty() {
                session.result(self.input.format, &list)?;
            }
        } else {
            changes(report, "wrote", "removed").into_iter().for_each(|line| session.detail(|| line));
        }
        let line = self.summary_line(report, out, summary, watch.seconds());
        session.result(self.input.format, &line)?;
        Ok(Outcome::Done)
    }

    fn summary_line(&self, report: &Report, out: &str, summary: Summary, seconds: f64) -> String {
        if !self.dry_run {
            return built(report, out, summary, seconds);
        }
        let files = count(report.written.len() + report.unchanged, "file");
        let (written, unchanged, removed) = (report.written.len(), report.unchanged, report.removed.len());
        let (events, feeds) = (count(summary.events, "event"), count(summary.feeds, "feed"));
        format!(
            "Would build {out}: {files} ({written} to write, {unchanged} unchanged, {removed} to remove), \
             {events}, {feeds}; nothing was written"
        )
    }

    fn nothing_written(&self, session: &Session, compilation: &Compilation, more: &[Diagnostic]) -> Outcome {
        let tally = Tally::of(compilation.compiled.diagnostics.iter().chain(more));
        let denied = if tally.errors == 0 { ", and warnings are denied" } else { "" };
        let as_it_was = self.as_it_was(compilation);
        session.failed(&format!("{}{denied}; {as_it_was}", tally.text()))
    }

    fn as_it_was(&self, compilation: &Compilation) -> String {
        as_it_was(&self.output.folder(&compilation.site))
    }
}

/// What is said of an output folder that a build did not touch.
pub(super) fn as_it_was(out: &Path) -> String {
    if is_there(out) {
        format!("nothing was written, {} is as it was.", shown(out))
    } else {
        "nothing was written.".to_owned()
    }
}

/// What is said of a build that came to its end.
pub(super) fn built(report: &Report, out: &str, summary: Summary, seconds: f64) -> String {
    let files = count(report.written.len() + report.unchanged, "file");
    let Report { written, unchanged, removed, .. } = report;
    let (written, removed) = (written.len(), removed.len());
    let (events, feeds) = (count(summary.events, "event"), count(summary.feeds, "feed"));
    format!(
        "Built {out}: {files} ({written} written, {unchanged} unchanged, {removed} removed), {events}, {feeds} \
         in {seconds:.2} s"
    )
}

/// The files that a build wrote and removed, one a line.
pub(super) fn changes(report: &Report, write: &str, remove: &str) -> Vec<String> {
    let written = report.written.iter().map(|path| format!("{write} {path}"));
    let removed = report.removed.iter().map(|path| format!("{remove} {path}"));
    written.chain(removed).collect()
}
