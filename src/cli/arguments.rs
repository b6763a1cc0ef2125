//! What can be written on the command line.

use std::{ffi::OsString, path::PathBuf, sync::LazyLock};

use clap::{ArgAction, Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

#[cfg(feature = "serve")]
use super::serve::Serve;
#[cfg(feature = "watch")]
use super::watch::Watch;
use super::{build::Build, check::Check, completions::Completions, diff::Diff, explain::Explain, templates::Templates};
use crate::{compile::zone_table_version, shell::console::Colour};

/// Examples come first: most people look for something to copy.
pub(super) const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}
";

const EXAMPLES: &str = "\
Examples:
  handbill build                    Build the site in this folder into public/
  handbill check                    Look for mistakes, write nothing
  handbill diff                     Say what subscribers will see change
  handbill watch                    Build it, and again at every save
  handbill serve --open             Look at it in the browser while you write
  handbill build --now 2016-02-01   Build it as it would have been that day
  handbill explain stop-trident     Say why the calendars say what they say of an event
  handbill templates copy event     Make the page of an event your own
  handbill help build               Say everything about a command";

const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    mistakes in the site's files, or warnings with --deny-warnings, or changes with --exit-code
  2    wrong use, or the disk does not let it
  130  ended by Ctrl-C";

/// Turns YAML event files into a website and calendar feeds.
#[derive(Debug, Parser)]
#[command(name = "handbill", version = version(), help_template = TEMPLATE, before_help = EXAMPLES)]
#[command(after_help = EXIT_CODES, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,

    #[command(flatten)]
    pub(super) everywhere: Everywhere,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Everywhere {
    /// Run as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(super) folders: Vec<PathBuf>,

    /// Say nothing but what is wrong
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say more: each file that is written or removed, and how long each step takes
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,

    /// When to colour messages
    #[arg(long, alias = "colour", value_name = "WHEN", default_value = "auto", global = true)]
    color: When,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Check(Check),
    Explain(Explain),
    Diff(Diff),
    #[cfg(feature = "watch")]
    Watch(Watch),
    #[cfg(feature = "serve")]
    Serve(Serve),
    Templates(Templates),
    Completions(Completions),
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR or the like is set
    Auto,
    /// Into files and pipes too
    Always,
    /// Not at all
    Never,
}

impl Everywhere {
    pub(super) fn colour(&self) -> Colour {
        match self.color {
            When::Auto => Colour::Auto,
            When::Always => Colour::Always,
            When::Never => Colour::Never,
        }
    }
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// Wrong use, and also help and the version, which are printed like an error and end with 0.
pub(super) fn parse(given: &[OsString]) -> Result<Arguments, clap::Error> {
    let command = Arguments::command().color(colour_of_help(given));
    let matches = command.try_get_matches_from(given)?;
    Arguments::from_arg_matches(&matches)
}

/// Help and mistakes are printed before `--color` is read the proper way.
fn colour_of_help(given: &[OsString]) -> ColorChoice {
    let given: Vec<_> = given.iter().map(|argument| argument.to_string_lossy()).collect();
    let has = |choice: &str| {
        let joined = format!("--color={choice}");
        given.iter().any(|argument| *argument == joined)
            || given.windows(2).any(|pair| pair[0] == "--color" && pair[1] == choice)
    };
    match (has("never"), has("always")) {
        (true, _) => ColorChoice::Never,
        (false, true) => ColorChoice::Always,
        (false, false) => ColorChoice::Auto,
    }
}

/// `0.1.0 (IANA time zones 2026f)`: a wrong time is most often an old table.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} (IANA time zones {})", env!("CARGO_PKG_VERSION"), zone_table_version()));
    &VERSION
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn quiet_and_verbose_exclude_each_other() {
        let parse = |line: &str| parse(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(parse("handbill -q build").is_ok());
        assert_eq!(parse("handbill build -vv").unwrap().everywhere.verbose, 2);
        assert!(parse("handbill build -q -v").is_err());
    }

    #[test]
    fn colour_is_known_before_the_arguments_are() {
        let choice = |line: &str| colour_of_help(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(choice("handbill --color never x"), ColorChoice::Never);
        assert_eq!(choice("handbill --color=always"), ColorChoice::Always);
        assert_eq!(choice("handbill build"), ColorChoice::Auto);
    }
}
