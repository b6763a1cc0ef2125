//! Handbill's own folder inside the output: the lock and the stage.

use std::{
    fs::{self, File, TryLockError},
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::claim::refuse_link;
use crate::{
    output::Manifest,
    shell::{Problem, site::shown},
};

/// Handbill's own folder. No output can have this name: an [`OutPath`](crate::output::OutPath) refuses it.
pub(super) const HOME: &str = ".handbill";
/// The record of what was written, in [`HOME`].
pub(super) const MANIFEST: &str = "manifest.json";
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
        let (stage, path) = (self.stage(), self.home.join(MANIFEST));
        let written = fs::create_dir_all(&stage).and_then(|()| {
            // No output can have this name, because it begins with a dot.
            let new = stage.join(".manifest");
            fs::write(&new, manifest.to_json())?;
            fs::rename(&new, &path)
        });
        written.map_err(|error| Problem::io("write", &path, &error))
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
