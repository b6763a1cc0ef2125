//! The yardstick of a build in which nothing has changed: a program that walks, reads and hashes every input, and does nothing else,
//! with as many threads. It is this benchmark, started with a flag.

use std::{fs, io, path::Path, path::PathBuf, process::Command, sync::mpsc};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::prelude::*;

use super::process::{Run, timed};

pub const FLAG: &str = "--hash-inputs";

/// Starts the program.
pub fn measured(site: &Path) -> io::Result<Run> {
    timed(Command::new(std::env::current_exe()?).arg(FLAG).arg(site))
}

/// Is the program: prints how many files there are, and the hash of all.
pub fn hash(site: &Path) -> io::Result<()> {
    let mut files = walk(site);
    files.par_sort_unstable();
    let read = |path: &PathBuf| fs::read(path).map(|bytes| blake3::hash(&bytes));
    let hashes = files.par_iter().map(read).collect::<io::Result<Vec<_>>>()?;
    let mut whole = blake3::Hasher::new();
    hashes.iter().for_each(|hash| _ = whole.update(hash.as_bytes()));
    println!("{} {}", files.len(), whole.finalize());
    Ok(())
}

fn walk(site: &Path) -> Vec<PathBuf> {
    let (sender, found) = mpsc::channel();
    let mut walker = WalkBuilder::new(site);
    walker.standard_filters(false).filter_entry(|entry| !is_hidden(entry)).threads(rayon::current_num_threads());
    walker.build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            if let Ok(entry) = entry
                && entry.file_type().is_some_and(|kind| kind.is_file())
            {
                let _ = sender.send(entry.into_path());
            }
            WalkState::Continue
        })
    });
    drop(sender);
    found.into_iter().collect()
}

/// Git's own folder, which is no input of this kind.
fn is_hidden(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.')
}
