//! `handbill completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{
    Outcome,
    arguments::{Arguments, TEMPLATE},
    session::Session,
};
use crate::shell::Problem;

const EXAMPLES: &str = "\
Examples:
  handbill completions bash > ~/.local/share/bash-completion/completions/handbill
  handbill completions fish > ~/.config/fish/completions/handbill.fish
  handbill completions zsh > \"${fpath[1]}/_handbill\"";

/// Print what a shell needs to complete commands and options
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "handbill", &mut script);
        session.console.result(&String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
