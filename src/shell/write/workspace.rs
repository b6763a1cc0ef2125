//! Handbill's own folder inside the output: the lock and the stage.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::claim::refuse_link;
use crate::{
    output::{Imprints, Manifest},
    shell::{Problem, site::shown},
};

/// Handbill's own folder. No output can have this name: an [`OutPath`](crate::output::OutPath) refuses it.
pub(super) const HOME: &str = ".handbill";
/// The record of what was written, in [`HOME`].
pub(super) const MANIFEST: &str = "manifest.json";
/// How the outputs were written, in [`HOME`].
const IMPRINTS: &str = "imprints";
const LOCK: &str = "lock";
const STAGE: &str = "stage";

/// The output folder while this build holds its lock. When it is dropped the stage is gone, and after a first build that
/// did not come to its end, so is all that it made.
#[derive(Debug)]
pub(super) struct Workspace {
    out: PathBuf,
    home: PathBuf,
    lock: Option<File>,
    /// The folders that this build made, and that must go if it fails.
    made: Vec<PathBuf>,
}

impl Workspace {
    /// Makes the folder where it is missing, takes the lock and removes what a killed build left.
    ///
    /// # Errors
    /// When another build is running there, or the disk does not let it.
    pub(super) fn open(out: &Path) -> Result<Self, Problem> {
        let home = out.join(HOME);
        refuse_link(&home)?;
        let mut workspace = Self { out: out.to_owned(), home, lock: None, made: Vec::new() };
        workspace.create(out.to_owned())?;
        workspace.create(workspace.home.clone())?;
        workspace.lock = Some(lock(&workspace.home.join(LOCK))?);
        remove_stage(&workspace.stage())?;
        Ok(workspace)
    }

    fn create(&mut self, folder: PathBuf) -> Result<(), Problem> {
        if folder.is_dir() {
            return Ok(());
        }
        let missing = folder.ancestors().take_while(|above| !above.exists());
        self.made.extend(missing.map(Path::to_owned).collect::<Vec<_>>().into_iter().rev());
        fs::create_dir_all(&folder).map_err(|error| Problem::io("create", &folder, &error))
    }

    /// The output folder.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// Where files wait until all are there; the folder is made with the first of them.
    pub(super) fn stage(&self) -> PathBuf {
        self.home.join(STAGE)
    }

    /// Records what Handbill wrote, in one step: a kill leaves the old record or the new one.
    pub(super) fn store(&self, manifest: &Manifest) -> Result<(), Problem> {
        self.store_text(&manifest.to_json())
    }

    /// The same, given its text.
    pub(super) fn store_text(&self, json: &str) -> Result<(), Problem> {
        let written = self.replace(MANIFEST, json.as_bytes());
        written.map_err(|error| Problem::io("write", &self.home.join(MANIFEST), &error))
    }

    /// Writes a file of Handbill's own in one step.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let stage = self.stage();
        fs::create_dir_all(&stage)?;
        // No output can have this name, because it begins with a dot.
        let new = stage.join(format!(".{name}"));
        fs::write(&new, bytes)?;
        fs::rename(&new, self.home.join(name))
    }

    /// How the last build wrote its outputs; nothing where that is not known.
    pub(super) fn imprints(&self) -> Imprints {
        Self::imprints_of(&self.out)
    }

    /// The same of any output folder.
    pub(super) fn imprints_of(out: &Path) -> Imprints {
        let path = out.join(HOME).join(IMPRINTS);
        let read = refuse_link(&path).ok().and_then(|()| fs::read(path).ok());
        read.and_then(|bytes| Imprints::parse(&bytes)).unwrap_or_default()
    }

    /// Whether another build holds the lock of an output folder.
    pub(super) fn is_busy(out: &Path) -> bool {
        let file = File::open(out.join(HOME).join(LOCK));
        file.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }

    /// Keeps how the outputs were written, where that is not known yet. A build does not fail because that cannot be kept.
    pub(super) fn keep(&self, imprints: &Imprints, known: &Imprints) {
        if imprints != known {
            let _ = self.replace(IMPRINTS, &imprints.to_bytes());
        }
    }

    /// The build came to its end: what it made stays.
    pub(super) fn finish(&mut self) {
        self.made.clear();
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // A stage that cannot be removed now is removed by the next build.
        let _ = remove_stage(&self.stage());
        if self.made.contains(&self.home) {
            self.lock = None;
            let _ = fs::remove_file(self.home.join(LOCK));
        }
        // Only empty folders can be removed so: a record that was stored keeps them.
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn lock(path: &Path) -> Result<File, Problem> {
    refuse_link(path)?;
    let file = File::options().create(true).truncate(false).write(true).open(path);
    let file = file.map_err(|error| {
        Problem::io("write", path, &error).help("make the output folder writable, or name another one with --out DIR")
    })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        // Some network file systems have no locks: better to build than not to.
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(Problem::io("lock", path, &error)),
        Err(TryLockError::WouldBlock) => Err(busy(path)),
    }
}

fn busy(path: &Path) -> Problem {
    let out = path.ancestors().nth(2).unwrap_or(path);
    Problem::new(format!("another build is writing {}", shown(out)))
        .passing()
        .help("wait until it has ended, or name another folder with --out DIR")
}

fn remove_stage(stage: &Path) -> Result<(), Problem> {
    match fs::remove_dir_all(stage) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Problem::io("remove", stage, &error)),
        _ => Ok(()),
    }
}
