//! The program `handbill`; everything it does is in the library of that name.

use std::process::ExitCode;

fn main() -> ExitCode {
    handbill::cli::run()
}
