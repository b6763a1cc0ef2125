//! `handbill explain`

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{
    Outcome,
    arguments::TEMPLATE,
    input::Source,
    session::{Session, Tally},
};
use crate::{
    compile::{self, Inputs},
    diag::wording::count,
    explain::{Answer, Explained, Explanation, Question},
    shell::{Problem, Site, within},
};

const EXAMPLES: &str = "\
Examples:
  handbill explain stop-trident                   Say everything of an event
  handbill explain events/2016/stop-trident.yaml  The same, by its file
  handbill explain stop-trident groups/london     Whether it is in feeds/groups/london.ics, and why
  handbill explain stop-trident --format json     For a program; docs/explain.md lists the fields";

/// Say where an event's fields come from, in which feeds it is and why, and when it takes place
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(super) struct Explain {
    /// The event: its id, an earlier one of `aliases`, or its file
    event: String,

    /// A feed: all, groups/london, feeds/groups/london.ics or its whole address; else all feeds that have to do with the event
    feed: Option<String>,

    #[command(flatten)]
    source: Source,

    /// How the explanation is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

impl Explain {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let (site, inputs) = self.source.read(session, None)?;
        let path = within(&site, Path::new(&self.event));
        let question =
            Question { event: &self.event, path: path.as_deref(), feed: self.feed.as_deref(), way: &site.way };
        let explained = session.timed("Explained it", || compile::explain(&inputs, &question));
        if let Answer::Unclear { message, help } = explained.answer {
            return Err(help.into_iter().fold(Problem::new(message), Problem::help));
        }
        self.tell(session, &explained, &site, &inputs)
    }

    fn tell(&self, session: &Session, explained: &Explained, site: &Site, inputs: &Inputs) -> Result<Outcome, Problem> {
        session.beside(&explained.diagnostics, site, inputs);
        if let Answer::Explained(explanation) = &explained.answer {
            session.console.result(&self.draw(explanation, session))?;
        }
        if explained.elsewhere > 0 {
            let errors = count(explained.elsewhere, "error");
            session.aside(&format!(
                "There are {errors} elsewhere; nothing is published before they are mended: handbill check"
            ));
        }
        let has_errors = Tally::of(&explained.diagnostics).errors > 0;
        Ok(if has_errors { Outcome::Mistakes } else { Outcome::Done })
    }

    fn draw(&self, explanation: &Explanation, session: &Session) -> String {
        match self.format {
            Format::Human => explanation.human(session.console.is_result_coloured()),
            Format::Json => explanation.json(),
        }
    }
}
