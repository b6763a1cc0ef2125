//! The program `handbill`; everything it does is in the library of that name.

use std::process::ExitCode;

/// Pages are made of many short-lived pieces on several threads, which this allocator hands out faster than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    handbill::cli::run()
}
