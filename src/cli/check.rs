//! `handbill check`

use clap::Args;

use super::{
    Outcome,
    arguments::TEMPLATE,
    input::Input,
    session::{Session, Tally},
};
use crate::{
    compile::Outputs,
    diag::wording::count,
    shell::{Problem, render_all},
};

const EXAMPLES: &str = "\
Examples:
  handbill check                   Look for mistakes in the site in this folder
  handbill check --deny-warnings   Before merging: doubtful things count too
  handbill check --format github   In a workflow: show mistakes beside the changed lines";

/// Look for mistakes: all that build does, but for writing
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(super) struct Check {
    #[command(flatten)]
    input: Input,
}

impl Check {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let compilation = self.input.compile(session, None)?;
        let mut found = compilation.compiled.diagnostics.clone();
        // Nothing is published here, and a check most often runs on the newest commit alone.
        found.retain(|found| !found.code.is_about_history());
        if let Some(outputs) = &compilation.compiled.outputs {
            let render = || render_all(outputs, session.moving_console());
            found.extend(session.timed("Rendered it", render));
        }
        session.diagnostics(self.input.format, &found, compilation.read())?;
        let tally = Tally::of(&found);
        let denied = self.input.deny_warnings && tally.warnings > 0;
        let files = count(compilation.files(), "file");
        match &compilation.compiled.outputs {
            Some(outputs) if tally.errors == 0 && !denied => {
                session.result(self.input.format, &praise(tally, &files, outputs))?;
                Ok(Outcome::Done)
            }
            _ => Ok(session.failed(&blame(tally, &files))),
        }
    }
}

fn praise(tally: Tally, files: &str, outputs: &Outputs) -> String {
    let summary = outputs.summary();
    let (events, feeds) = (count(summary.events, "event"), count(summary.feeds, "feed"));
    if tally.warnings == 0 {
        format!("No mistakes in {files}: {events}, {feeds}.")
    } else {
        format!("No errors in {files}, but {}: {events}, {feeds}.", tally.text())
    }
}

fn blame(tally: Tally, files: &str) -> String {
    let denied = if tally.errors == 0 { ", and warnings are denied" } else { "" };
    format!("{} in {files}{denied}.", tally.text())
}
