//! `handbill watch`

use std::{collections::BTreeSet, path::PathBuf, time::Duration};

use clap::Args;

use super::{
    Outcome,
    arguments::TEMPLATE,
    build::{as_it_was, built, changes},
    input::{Format, Input, Output},
    session::{Session, Tally},
};
use crate::{
    diag::{
        Diagnostic,
        emit::{self, visible_line},
        wording::count,
    },
    shell::{self, Cause, Listener, Lookout, Order, Problem, Rebuilt, Report, Site, shown},
};

const EXAMPLES: &str = "\
Examples:
  handbill watch                         Build the site in this folder, and again at every save
  handbill watch --out /srv/www          Into another folder
  handbill watch --poll                  Where files lie on a network drive
  handbill watch --verbose               Say which files are written each time";

const AFTER: &str = "\
It builds again when a file of the site changes, when git has another commit, and when time does
it: an event is over or is announced, a day begins. On a mistake the last good output stays, and
the next good save mends it. Ctrl-C ends it.";

/// Files named in one line, at most.
const NAMES: usize = 3;
/// How often files are looked at, in seconds.
const SECONDS: std::ops::RangeInclusive<f64> = 0.1..=3600.0;

/// Build the website and its feeds, and again at every change
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct Watch {
    #[command(flatten)]
    input: Input,

    #[command(flatten)]
    output: Output,

    #[command(flatten)]
    lookouts: Lookouts,
}

impl Watch {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let order = self.input.order(&self.output)?;
        let mut teller = Teller::new(session, self.input.format, &order);
        shell::watch(&order, self.lookouts.lookout(), &mut teller)?;
        Ok(Outcome::Interrupted)
    }
}

/// How changes are noticed.
#[derive(Args, Debug)]
pub(super) struct Lookouts {
    /// Look at every file each second, or so many seconds, where the system does not tell of changes: on network drives
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    #[arg(value_parser = interval)]
    poll: Option<Duration>,
}

impl Lookouts {
    pub(super) fn lookout(&self) -> Lookout {
        self.poll.map_or(Lookout::Told, Lookout::Polled)
    }
}

fn interval(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| SECONDS.contains(seconds));
    let seconds = seconds.ok_or("write a number of seconds from 0.1 to 3600, such as --poll=5")?;
    Ok(Duration::from_secs_f64(seconds))
}

/// Tells what each build came to.
pub(super) struct Teller<'a> {
    session: &'a Session,
    format: Format,
    site: Site,
    out: PathBuf,
    /// What was told of the last build, one line a finding.
    known: BTreeSet<String>,
    /// Whether mistakes held the last build back.
    is_held_back: bool,
    problem: Option<Problem>,
}

impl Listener for Teller<'_> {
    fn note(&mut self, text: &str) {
        self.session.aside(&format!("note: {text}"));
    }

    fn built(&mut self, cause: &Cause, built: Result<Rebuilt, Problem>, seconds: f64) -> Result<(), Problem> {
        match built {
            Ok(rebuilt) => {
                self.problem = None;
                self.rebuilt(cause, &rebuilt, seconds)
            }
            Err(problem) => {
                self.failed(problem);
                Ok(())
            }
        }
    }
}

impl<'a> Teller<'a> {
    /// Nothing was told yet.
    pub(super) fn new(session: &'a Session, format: Format, order: &Order) -> Self {
        let (site, out) = (order.site.clone(), order.out.clone());
        Self { session, format, site, out, known: BTreeSet::new(), is_held_back: false, problem: None }
    }
}

impl Teller<'_> {
    fn rebuilt(&mut self, cause: &Cause, rebuilt: &Rebuilt, seconds: f64) -> Result<(), Problem> {
        let has_news = self.findings(rebuilt)?;
        let tally = Tally::of(&rebuilt.diagnostics);
        let was_held_back = std::mem::replace(&mut self.is_held_back, rebuilt.written.is_none());
        let Some((report, summary)) = &rebuilt.written else {
            self.held_back(cause, tally, has_news);
            return Ok(());
        };
        changes(report, "wrote", "removed").into_iter().for_each(|line| self.session.detail(|| line));
        let line = if cause.is_first {
            built(report, &shown(&self.out), *summary, seconds)
        } else {
            let mended = if was_held_back { "mended, " } else { "" };
            let as_before = if has_news { String::new() } else { still(&rebuilt.diagnostics) };
            format!("{}: {mended}{} in {seconds:.2} s{as_before}", self.reason(cause), done(report))
        };
        self.session.result(self.format, &line)?;
        self.waiting(cause);
        Ok(())
    }

    /// Tells what was not told of the last build: an author who saves another file knows the rest. A program is told all.
    fn findings(&mut self, rebuilt: &Rebuilt) -> Result<bool, Problem> {
        let line = |found: &Diagnostic| {
            let one = std::slice::from_ref(found);
            emit::emit_below(&self.site.way, emit::Format::Short, one, &rebuilt.sources, false)
        };
        let lines: Vec<String> = rebuilt.diagnostics.iter().map(line).collect();
        let is_told = |line: &String| self.format.is_result() || !self.known.contains(line);
        let told = rebuilt.diagnostics.iter().zip(&lines).filter(|(_, line)| is_told(line));
        let told: Vec<Diagnostic> = told.map(|(found, _)| found.clone()).collect();
        self.session.drawn(self.format, |drawn, colour| {
            emit::emit_below(&self.site.way, drawn, &told, &rebuilt.sources, colour)
        })?;
        let has_news = lines.iter().any(|line| !self.known.contains(line));
        self.known = lines.into_iter().collect();
        Ok(has_news)
    }

    fn held_back(&self, cause: &Cause, tally: Tally, has_news: bool) {
        let denied = if tally.errors == 0 { ", and warnings are denied" } else { "" };
        let still = if has_news { "" } else { "still " };
        let text = format!("{still}{}{denied}; {}", tally.text(), as_it_was(&self.out));
        if cause.is_first {
            self.session.failed(&text);
        } else {
            self.session.failed(&format!("{}: {text}", self.reason(cause)));
        }
        self.waiting(cause);
    }

    fn failed(&mut self, problem: Problem) {
        if self.problem.as_ref() == Some(&problem) {
            return;
        }
        self.session.problem(&problem);
        let then = if problem.is_passing { "Trying again until it has." } else { "The next change tries again." };
        self.session.aside(then);
        self.problem = Some(problem);
    }

    fn waiting(&self, cause: &Cause) {
        if cause.is_first {
            self.session.aside("Waiting for changes; Ctrl-C ends this.");
        }
    }

    /// "events/demo.yaml", "312 files, git: another commit"
    fn reason(&self, cause: &Cause) -> String {
        let paths = &cause.changes.paths;
        let named = || paths.iter().map(|path| visible_line(&format!("{}{path}", self.site.way)));
        let files = match paths.len() {
            0 => cause.changes.everything.then(|| "many files".to_owned()),
            1..=NAMES => Some(named().collect::<Vec<_>>().join(", ")),
            number => Some(count(number, "file")),
        };
        let commit = cause.changes.commits.then(|| "git: another commit".to_owned());
        let clock = cause.is_clock.then(|| "the clock".to_owned());
        let retry = cause.is_retry.then(|| "tried again".to_owned());
        [files, commit, clock, retry].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// "wrote 12 files, removed 1"
fn done(report: &Report) -> String {
    let (written, removed) = (report.written.len(), report.removed.len());
    match (written, removed) {
        (0, 0) => "no change in the output".to_owned(),
        (written, 0) => format!("wrote {}", count(written, "file")),
        (0, removed) => format!("removed {}", count(removed, "file")),
        (written, removed) => format!("wrote {}, removed {removed}", count(written, "file")),
    }
}

/// "; still 1 warning", but not of the past that is unknown: it stays so as long as this runs.
fn still(found: &[Diagnostic]) -> String {
    let tally = Tally::of(found.iter().filter(|found| !found.code.is_about_history()));
    if tally == Tally::default() { String::new() } else { format!("; still {}", tally.text()) }
}
