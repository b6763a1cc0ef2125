//! What happens in folders, seen from outside: through `notify`, each change with the moment at which it was told. The kernel
//! tells after the fact, so that these moments are late rather than early; times of files themselves may be 4 ms old.

use std::{
    io,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::{Duration, SystemTime},
};

use notify::{
    EventKind, RecommendedWatcher, RecursiveMode, Watcher as _,
    event::{AccessKind, AccessMode, CreateKind, MetadataKind, ModifyKind, RemoveKind},
};

pub struct Observer {
    told: Receiver<Change>,
    /// It watches as long as it lives.
    _watcher: RecommendedWatcher,
}

/// A file whose bytes or whose name changed.
pub struct Change {
    pub moment: SystemTime,
    pub path: PathBuf,
}

impl Observer {
    pub fn new(folders: &[&Path]) -> io::Result<Self> {
        let (sender, told) = mpsc::channel();
        let tell = move |event: notify::Result<notify::Event>| {
            let moment = SystemTime::now();
            let Ok(event) = event else { return };
            if is_of_files(event.kind) {
                event.paths.into_iter().for_each(|path| _ = sender.send(Change { moment, path }));
            }
        };
        let mut watcher = notify::recommended_watcher(tell).map_err(io::Error::other)?;
        for folder in folders {
            watcher.watch(folder, RecursiveMode::Recursive).map_err(io::Error::other)?;
        }
        Ok(Self { told, _watcher: watcher })
    }

    /// Forgets what was told so far.
    pub fn forget(&self) {
        self.told.try_iter().for_each(drop);
    }

    /// All changes until nothing has changed for a while and what is waited for has come; an error if it does not come.
    pub fn changes(&self, quiet: Duration, has_come: impl Fn() -> bool) -> io::Result<Vec<Change>> {
        let begun = SystemTime::now();
        let mut changes = Vec::new();
        loop {
            match self.told.recv_timeout(quiet) {
                Ok(change) => changes.push(change),
                Err(_) if has_come() => return Ok(changes),
                Err(_) if begun.elapsed().unwrap_or_default() > PATIENCE => {
                    return Err(io::Error::other("an edit did not come through"));
                }
                Err(_) => {}
            }
        }
    }
}

const PATIENCE: Duration = Duration::from_secs(300);

fn is_of_files(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(kind) => kind != CreateKind::Folder,
        EventKind::Remove(kind) => kind != RemoveKind::Folder,
        EventKind::Modify(ModifyKind::Metadata(kind)) => kind == MetadataKind::WriteTime,
        EventKind::Modify(_) => true,
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        EventKind::Any | EventKind::Other => false,
    }
}
