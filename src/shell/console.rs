//! What the user sees: results on standard output, messages on standard error.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use super::{Problem, environment::variable};

/// When to colour, as the user asks for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// On a terminal, as the environment says.
    #[default]
    Auto,
    /// Into files and pipes too.
    Always,
    /// Not at all.
    Never,
}

/// Standard output and standard error, and what may be written to them.
#[derive(Clone, Copy, Debug)]
pub struct Console {
    colour: bool,
    result_colour: bool,
    moving: bool,
}

impl Console {
    /// The console with colours as asked for; a choice other than [`Colour::Auto`] beats the environment.
    pub fn new(colour: Colour) -> Self {
        let terminal = io::stderr().is_terminal();
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let result_colour = coloured(colour, io::stdout().is_terminal(), variable);
        Self { colour: coloured(colour, terminal, variable), result_colour, moving: terminal && !dumb }
    }

    /// Whether messages are coloured.
    pub fn is_coloured(&self) -> bool {
        self.colour
    }

    /// Whether results are coloured.
    pub fn is_result_coloured(&self) -> bool {
        self.result_colour
    }

    /// Whether a line may be drawn again and again.
    pub(super) fn may_move(&self) -> bool {
        self.moving
    }

    /// Writes what the command was asked for to standard output. A reader that has gone away is no mistake.
    ///
    /// # Errors
    /// When it cannot be written, on a full disk say.
    pub fn result(&self, text: &str) -> Result<(), Problem> {
        let written = io::stdout().lock().write_all(text.as_bytes());
        match written.and_then(|()| io::stdout().lock().flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let reason = super::problem::reason(&error);
                Err(Problem::new(format!("cannot write to standard output: {reason}")))
            }
            _ => Ok(()),
        }
    }

    /// Writes a message to standard error. There is nowhere to tell of it when that fails.
    pub fn message(&self, text: &str) {
        let choice = if self.colour { ColorChoice::Always } else { ColorChoice::Never };
        let _ = AutoStream::new(io::stderr(), choice).lock().write_all(text.as_bytes());
    }
}

/// The order of no-color.org and bixense.com/clicolors: the flag, `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR`, `TERM`.
fn coloured(asked: Colour, terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name| variable(name).filter(|value| !value.is_empty());
    match asked {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto if set("NO_COLOR").is_some() => false,
        Colour::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        Colour::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        Colour::Auto => terminal && set("TERM").is_none_or(|term| term != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(terminal: bool, set: &[(&str, &str)]) -> bool {
        coloured(Colour::Auto, terminal, |name| {
            set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_is_coloured_and_a_pipe_is_not() {
        assert!(auto(true, &[]));
        assert!(!auto(false, &[]));
    }

    #[test]
    fn variables_count_in_their_order() {
        assert!(!auto(true, &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")]));
        assert!(auto(true, &[("NO_COLOR", "")]));
        assert!(auto(false, &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")]));
        assert!(!auto(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!auto(true, &[("CLICOLOR", "0")]));
        assert!(!auto(true, &[("TERM", "dumb")]));
    }

    #[test]
    fn the_flag_beats_the_variables() {
        let no_colour = |_: &str| Some("1".to_owned());
        assert!(coloured(Colour::Always, false, no_colour));
        assert!(!coloured(Colour::Never, true, |_| None));
    }
}
