//! One run of the program: what it says and where.

use super::{Outcome, arguments::Everywhere, input::Format};
use crate::{
    compile::Inputs,
    diag::{Diagnostic, Severity, emit, wording},
    shell::{Problem, Site, clock::Stopwatch, console::Console},
};

pub(super) struct Session {
    pub(super) console: Console,
    quiet: bool,
    verbose: bool,
}

/// How many mistakes were told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Tally {
    pub(super) fn of<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Self {
        let mut tally = Self::default();
        for found in diagnostics {
            match found.severity() {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
            }
        }
        tally
    }

    /// "2 errors, 1 warning"
    pub(super) fn text(self) -> String {
        let part = |number, noun| (number > 0).then(|| wording::count(number, noun));
        let parts = [part(self.errors, "error"), part(self.warnings, "warning")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Session {
    pub(super) fn new(console: Console, everywhere: &Everywhere) -> Self {
        Self { console, quiet: everywhere.quiet, verbose: everywhere.verbose > 0 }
    }

    /// The console, for what moves; nothing when it is to be quiet.
    pub(super) fn moving_console(&self) -> Option<&Console> {
        Some(&self.console).filter(|_| !self.quiet)
    }

    /// Tells of mistakes; they are the result in the formats that programs read.
    pub(super) fn diagnostics(
        &self,
        format: Format,
        diagnostics: &[Diagnostic],
        (site, inputs): (&Site, &Inputs),
    ) -> Result<(), Problem> {
        let (way, sources) = (&site.way, &inputs.sources);
        self.drawn(format, |drawn, colour| emit::emit_below(way, drawn, diagnostics, sources, colour))
    }

    /// As [`Session::diagnostics`], for what is drawn when its form and whether there are colours is known.
    pub(super) fn drawn(&self, format: Format, draw: impl FnOnce(emit::Format, bool) -> String) -> Result<(), Problem> {
        let text = draw(format.drawn(), self.console.is_coloured());
        if format.is_result() {
            return self.console.result(&text);
        }
        self.console.message(&text);
        Ok(())
    }

    /// Tells of mistakes that stand beside the result of a command.
    pub(super) fn beside(&self, diagnostics: &[Diagnostic], site: &Site, inputs: &Inputs) {
        let colour = self.console.is_coloured();
        let text = emit::emit_below(&site.way, emit::Format::Human, diagnostics, &inputs.sources, colour);
        self.console.message(&text);
    }

    /// Tells something beside the result that only helps to understand it.
    pub(super) fn aside(&self, text: &str) {
        if !self.quiet {
            self.console.message(&format!("{text}\n"));
        }
    }

    /// Tells of something that may be a mistake of use, also when it is to be quiet.
    #[cfg(feature = "serve")]
    pub(super) fn warn(&self, text: &str) {
        self.console.message(&format!("warning: {text}\n"));
    }

    /// Tells what the command did: on standard output, unless the mistakes are the result.
    pub(super) fn result(&self, format: Format, text: &str) -> Result<(), Problem> {
        match (self.quiet, format.is_result()) {
            (true, _) => Ok(()),
            (false, true) => {
                self.console.message(&format!("{text}\n"));
                Ok(())
            }
            (false, false) => self.console.result(&format!("{text}\n")),
        }
    }

    /// Tells what the command was asked for: at a terminal unless it is to be quiet, to a program always.
    pub(super) fn answer(&self, is_for_people: bool, text: &str) -> Result<(), Problem> {
        if self.quiet && is_for_people { Ok(()) } else { self.console.result(text) }
    }

    /// Tells that the command did not do what it was asked for.
    pub(super) fn failed(&self, text: &str) -> Outcome {
        if !self.quiet {
            self.console.message(&format!("{text}\n"));
        }
        Outcome::Mistakes
    }

    /// Tells of something that no change to the site mends.
    pub(super) fn problem(&self, problem: &Problem) {
        self.console.message(&format!("{problem}\n"));
    }

    /// Tells what only those want to know who ask for it.
    pub(super) fn detail(&self, text: impl FnOnce() -> String) {
        if self.verbose {
            self.console.message(&format!("{}\n", text()));
        }
    }

    /// Does something and tells how long it took.
    pub(super) fn timed<T>(&self, what: &str, work: impl FnOnce() -> T) -> T {
        let watch = Stopwatch::start();
        let done = work();
        self.detail(|| format!("{what} in {:.3} s", watch.seconds()));
        done
    }
}
