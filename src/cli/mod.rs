//! The command line: one file a command.
//!
//! What a command was asked for goes to standard output, everything else to standard error.
//!
//! | exit code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | mistakes in the site's files, warnings with `--deny-warnings`, changes with `diff --exit-code` and `templates diff --exit-code` |
//! | 2 | wrong use, or the disk does not let it; no command at all counts as wrong use, so that a script notices |
//! | 130 | ended by Ctrl-C |

mod arguments;
mod build;
mod check;
mod completions;
mod diff;
mod explain;
mod input;
#[cfg(feature = "serve")]
mod serve;
mod session;
mod templates;
#[cfg(feature = "watch")]
mod watch;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use session::Session;

use crate::shell::{Problem, console::Console, environment, interrupt};

/// How a command ended that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Mistakes,
    Changes,
    Interrupted,
}

/// Runs the program with the arguments it was started with.
pub fn run() -> ExitCode {
    let given = environment::arguments();
    match arguments::parse(&given) {
        Ok(arguments) => run_command(&arguments),
        Err(error) => {
            // Help goes to standard output, mistakes to standard error; if nobody listens there is nobody to tell.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

fn run_command(arguments: &Arguments) -> ExitCode {
    let console = Console::new(arguments.everywhere.colour());
    let session = Session::new(console, &arguments.everywhere);
    let outcome = dispatch(arguments, &session);
    match outcome {
        Err(problem) => {
            session.problem(&problem);
            ExitCode::from(2)
        }
        Ok(_) if interrupt::requested() => ExitCode::from(interrupt::EXIT_CODE),
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Mistakes | Outcome::Changes) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
    }
}

fn dispatch(arguments: &Arguments, session: &Session) -> Result<Outcome, Problem> {
    interrupt::listen()?;
    for folder in &arguments.everywhere.folders {
        crate::shell::enter(folder)?;
    }
    match &arguments.command {
        Command::Build(build) => build.run(session),
        Command::Check(check) => check.run(session),
        Command::Explain(explain) => explain.run(session),
        Command::Diff(diff) => diff.run(session),
        #[cfg(feature = "watch")]
        Command::Watch(watch) => watch.run(session),
        #[cfg(feature = "serve")]
        Command::Serve(serve) => serve.run(session),
        Command::Templates(templates) => templates.run(session),
        Command::Completions(completions) => completions.run(session),
    }
}
