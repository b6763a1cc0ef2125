//! `handbill diff`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    Outcome,
    arguments::TEMPLATE,
    input::{Compilation, Format as MistakeFormat},
    session::{Session, Tally},
};
use crate::{
    compile::{self, Base, Comparison, ComparisonFormat, Now, PassedOver, Survey},
    diag::{Code, emit::visible_line, wording::count},
    shell::{self, Problem, Revision, Revisions, Site, Surveyed, clock},
};

const EXAMPLES: &str = "\
Examples:
  handbill diff                        What changes against what is published
  handbill diff HEAD                   What changes by what is not committed yet
  handbill diff v1.0 --format json     Against a tag, for a program
  handbill diff --format markdown      For a comment on a pull request";

const AFTER: &str = "\
REV is a branch, a tag or a hash, as git knows them. Both sides are seen from the same moment, so that nothing is told that
time alone changes; what no feed holds is not told of. The fields of --format json are described in docs/diff.md.

Exit codes:
  0  done, whether or not there are changes
  1  mistakes in the site's files, or changes with --exit-code
  2  no repository, no such REV, or other wrong use";

/// How many commits are tried before one whose site has mistakes.
const TRIES: usize = 20;

/// Say what subscribers will see change between a commit and the files here
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct Diff {
    /// The commit to compare with [default: the published one, else where this branch left origin's main, else HEAD]
    #[arg(value_name = "REV")]
    revision: Option<String>,

    /// The site's folder; else this folder or the nearest above it that holds a site.yaml
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,

    /// The output folder, whose record says which commit is published [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The time to compare at: a date, or a date and time with offset [default: SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "TIME", value_parser = clock::parse_now)]
    now: Option<Now>,

    /// How changes are told
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// End with 1 when there are changes
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Grouped, an event a line or two
    Human,
    /// For a comment on GitHub or GitLab
    Markdown,
    /// One JSON object
    Json,
}

impl Diff {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let compilation = self.compile(session)?;
        let Some(outputs) = &compilation.compiled.outputs else {
            let found = &compilation.compiled.diagnostics;
            session.diagnostics(MistakeFormat::Human, found, compilation.read())?;
            let (tally, files) = (Tally::of(found).text(), count(compilation.files(), "file"));
            return Ok(session.failed(&format!("{tally} in {files}; nothing was compared.")));
        };
        // Of all warnings this one is about what subscribers see.
        let found = compilation.compiled.diagnostics.iter().filter(|found| found.code == Code::RenamedEvent);
        session.diagnostics(MistakeFormat::Human, &found.cloned().collect::<Vec<_>>(), compilation.read())?;
        let (base, old) = session.timed("Read and compiled the commit", || self.old(&compilation))?;
        let compare = || compile::compare(old.as_ref(), outputs, &compilation.inputs);
        let comparison = session.timed("Compared", compare);
        self.tell(session, &comparison, &base)
    }

    fn compile(&self, session: &Session) -> Result<Compilation, Problem> {
        let now = clock::now(self.now.as_ref())?;
        let site = shell::find_site(self.site.as_deref())?;
        let out = self.out(&site);
        let inputs = session.timed("Read the site", || shell::inputs(&site, now, None, &out))?;
        let compiled = session.timed("Compiled it", || compile::compile(&inputs));
        Ok(Compilation { site, inputs, compiled })
    }

    fn out(&self, site: &Site) -> PathBuf {
        self.out.clone().unwrap_or_else(|| site.folder.join("public"))
    }

    fn tell(&self, session: &Session, comparison: &Comparison, base: &Base) -> Result<Outcome, Problem> {
        let format = match self.format {
            Format::Human => ComparisonFormat::Human { colour: session.console.is_result_coloured() },
            Format::Markdown => ComparisonFormat::Markdown,
            Format::Json => ComparisonFormat::Json,
        };
        session.answer(self.format == Format::Human, &compile::draw_comparison(format, comparison, base))?;
        Ok(if self.exit_code && !comparison.is_empty() { Outcome::Changes } else { Outcome::Done })
    }

    /// The site at the commit that is asked for, or at the newest before it without mistakes; nothing where there was none.
    fn old(&self, compilation: &Compilation) -> Result<(Base, Option<Survey>), Problem> {
        let revisions = Revisions::of(&compilation.site)?;
        let out = self.out(&compilation.site);
        let Revision { name, commit } = revisions.base(self.revision.as_deref(), &out)?;
        let inputs = &compilation.inputs;
        let mistake = match revisions.survey(&commit, inputs)? {
            Surveyed::Good(survey) => return Ok((Base { name, commit, passed_over: None }, Some(*survey))),
            Surveyed::Nothing => return Ok((Base { name, commit, passed_over: None }, None)),
            Surveyed::Mistaken(mistake) => mistake,
        };
        for earlier in revisions.before(&commit, TRIES)? {
            if let Surveyed::Good(survey) = revisions.survey(&earlier, inputs)? {
                let passed_over = Some(PassedOver { commit, mistake });
                return Ok((Base { name: format!("before {name}"), commit: earlier, passed_over }, Some(*survey)));
            }
        }
        Err(nothing_good(&name, &mistake, &revisions))
    }
}

fn nothing_good(name: &str, mistake: &str, revisions: &Revisions) -> Problem {
    let problem = Problem::new(format!(
        "the site has mistakes at {name} and at the {TRIES} commits before it: {}",
        visible_line(mistake)
    ))
    .help("name a commit at which `handbill check` had nothing to complain of");
    match revisions.deepen() {
        Some(deepen) => problem.help(deepen),
        None => problem,
    }
}
