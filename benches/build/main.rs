//! How fast Handbill is, beside the limits that it is held to and beside peers that build the same pages and feeds, in one run.
//!
//!     cargo bench --bench build                         everything: 1,000, 10,000 and 50,000 events
//!     cargo bench --bench build -- cold unchanged       some of it; there are cold, unchanged, watch, serve and peers
//!     cargo bench --bench build -- 1000 watch           another size
//!
//! What it prints to standard output is Markdown. `HANDBILL_BENCH_DIR` names where the sites are made; the default is memory
//! (`/dev/shm`) where there is such a folder, else that for temporary files. `HANDBILL_BENCH_BIN` names another program to measure.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads, writes and takes the time")]

mod cold;
mod edits;
mod generate;
mod inputs;
mod machine;
mod observer;
mod peer_site;
mod peers;
mod process;
mod report;
mod serve;
mod unchanged;
mod watch;

use std::{env, io, path::Path, process::ExitCode};

use process::Folder;
use report::Report;

/// The size that all but the cold build is measured at, where it is among those asked for.
const USUAL: usize = 10_000;
/// With fewer there are not enough events to edit.
const FEWEST: usize = 500;

type Section = fn(&Path, usize, &mut Report) -> io::Result<()>;

/// What is measured at one size, by name.
const SECTIONS: [(&str, Section); 4] = [
    ("unchanged", unchanged::measure),
    ("watch", watch::measure),
    ("serve", serve::measure),
    ("peers", peers::measure),
];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, site] = &arguments[..]
        && flag == inputs::FLAG
    {
        return inputs::hash(Path::new(site));
    }
    let plan = Plan::new(&arguments)?;
    let mut report = Report::default();
    plan.run(&mut report)?;
    print!("{}\n{report}", machine::described()?);
    Ok(())
}

/// What was asked for.
struct Plan {
    sizes: Vec<usize>,
    sections: Vec<String>,
}

impl Plan {
    fn new(arguments: &[String]) -> io::Result<Self> {
        let (mut sizes, mut sections) = (Vec::new(), Vec::new());
        for argument in arguments {
            let is_section = argument == "cold" || SECTIONS.iter().any(|(name, _)| name == argument);
            match argument.replace([',', '_'], "").parse() {
                Ok(size) if size >= FEWEST => sizes.push(size),
                Ok(_) => return Err(io::Error::other(format!("write {FEWEST} events or more"))),
                Err(_) if is_section => sections.push(argument.clone()),
                Err(_) => {
                    let help = "write a number of events, or cold, unchanged, watch, serve or peers";
                    return Err(io::Error::other(format!("`{argument}` is nothing to measure: {help}")));
                }
            }
        }
        if sizes.is_empty() {
            sizes = vec![1_000, USUAL, 50_000];
        }
        sizes.sort_unstable();
        Ok(Self { sizes, sections })
    }

    fn wants(&self, section: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|wanted| wanted == section)
    }

    fn run(&self, report: &mut Report) -> io::Result<()> {
        if self.wants("cold") {
            cold::measure(&self.sizes, report)?;
        }
        let size = self.sizes.iter().copied().find(|size| *size == USUAL).or_else(|| self.sizes.last().copied());
        let Some(size) = size else { return Ok(()) };
        for (name, section) in SECTIONS {
            if self.wants(name) {
                eprintln!("{name}, {} events", report::number(size as u64));
                let folder = Folder::new(name)?;
                section(folder.path(), size, report)?;
            }
        }
        Ok(())
    }
}
