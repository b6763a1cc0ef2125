//! Gives the program a number that changes with its text: what another program made is not taken for its own. Tells cargo, too,
//! that the embedded templates are part of the program, new files among them.

#![allow(clippy::disallowed_methods, reason = "a build script reads what is compiled")]

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

/// What the program is made of.
const PARTS: [&str; 5] = ["Cargo.lock", "Cargo.toml", "data", "site-templates", "src"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for part in PARTS {
        println!("cargo:rerun-if-changed={part}");
        hash(Path::new(part), &mut hasher)?;
    }
    println!("cargo:rustc-env=HANDBILL_PROGRAM={:016x}", hasher.finish());
    Ok(())
}

fn hash(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
        let mut entries = entries.collect::<io::Result<Vec<PathBuf>>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| hash(entry, hasher));
    }
    match fs::read(path) {
        Ok(bytes) => {
            path.hash(hasher);
            bytes.hash(hasher);
            Ok(())
        }
        // A packaged crate may lack its lock file.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
