//! What tells of changes: the system, or a look at every file now and then.
//!
//! `notify` is used without its debouncer, whose thread wakes up at every tick though nothing changes, and which forgets that
//! a file was removed that had been moved into place a moment before.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    time::Duration,
};

use notify::{
    Config, Error, ErrorKind, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, CreateKind, RemoveKind},
};

use crate::shell::problem::reason;

/// How often a folder that changes while it is looked at is looked at anew.
const TRIES: usize = 20;

/// What there is to know of.
#[derive(Debug)]
pub(super) enum Signal {
    /// Something happened at these paths.
    Touched { paths: Vec<PathBuf>, is_folder: bool },
    /// More happened than was told.
    Overflow,
    /// Changes cannot be told any more.
    Trouble(Error),
}

/// What is watched: paths, and whether all that is below them counts.
pub(super) type Wanted = BTreeMap<PathBuf, bool>;

/// What tells of changes.
pub(super) struct Backend {
    watcher: Box<dyn Watcher>,
    watched: Wanted,
    /// How often files are looked at, where the system does not tell.
    pub(super) interval: Option<Duration>,
}

impl Backend {
    /// Begins to tell of changes; of nothing before [`Backend::want`] is called.
    ///
    /// # Errors
    /// When the system does not let it.
    pub(super) fn start(sender: Sender<Signal>, interval: Option<Duration>) -> Result<Self, Error> {
        let tell = move |told| {
            // Nobody listens any more when the program ends.
            signal(told).into_iter().for_each(|signal| _ = sender.send(signal));
        };
        let config = Config::default().with_follow_symlinks(false);
        let watcher: Box<dyn Watcher> = match interval {
            None => Box::new(RecommendedWatcher::new(tell, config)?),
            Some(interval) => {
                let config = config.with_poll_interval(interval).with_compare_contents(true);
                Box::new(PollWatcher::new(tell, config)?)
            }
        };
        Ok(Self { watcher, watched: Wanted::new(), interval })
    }

    /// Watches these paths from now on, as far as they are there, and no others. Where folders came or went, what was watched
    /// before is gone through again: a folder that went while the system was asked about another hides that one.
    ///
    /// # Errors
    /// When the system does not let it.
    pub(super) fn want(&mut self, wanted: &Wanted, again: bool) -> Result<(), Error> {
        let unwanted: Vec<_> = self.watched.keys().filter(|path| !wanted.contains_key(*path)).cloned().collect();
        for path in unwanted {
            self.watched.remove(&path);
            // It may have gone with its folder.
            let _ = self.watcher.unwatch(&path);
        }
        let again = again && self.interval.is_none();
        for (path, is_deep) in wanted {
            if again || !self.watched.contains_key(path) {
                self.add(path, *is_deep)?;
            }
        }
        Ok(())
    }

    /// Whether one of these paths is there and not watched.
    pub(super) fn lacks(&self, wanted: &Wanted) -> bool {
        wanted.keys().any(|path| !self.watched.contains_key(path) && is_there(path))
    }

    fn add(&mut self, path: &Path, is_deep: bool) -> Result<(), Error> {
        let mode = if is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        for _ in 0..TRIES {
            if !is_there(path) {
                self.watched.remove(path);
                return Ok(());
            }
            match self.watcher.watch(path, mode) {
                Ok(()) => {
                    self.watched.insert(path.to_owned(), is_deep);
                    return Ok(());
                }
                Err(error) if is_absence(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::generic("it changes all the time").add_path(path.to_owned()))
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn is_absence(error: &Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

/// What is worth knowing: that a file was opened or read is not.
fn signal(told: Result<Event, Error>) -> Option<Signal> {
    match told {
        Ok(event) if event.need_rescan() => Some(Signal::Overflow),
        Ok(event) => {
            let is_folder =
                matches!(event.kind, EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder));
            let is_reading = match event.kind {
                EventKind::Access(access) => access != AccessKind::Close(AccessMode::Write),
                _ => false,
            };
            (!is_reading).then_some(Signal::Touched { paths: event.paths, is_folder })
        }
        Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => Some(Signal::Trouble(error)),
        // A file that went while it was looked at is told of as such.
        Err(_) => None,
    }
}

/// Why the system does not tell of changes, and what to do about it.
pub(super) fn explanation(error: &Error) -> String {
    let raise = |what: &str, name: &str, number: u32| {
        format!(
            "the system does not let Handbill watch {what}; it looks at every file once a second instead, which takes more \
             of the machine.\nTo raise the limit: sudo sysctl fs.inotify.{name}={number}"
        )
    };
    match &error.kind {
        ErrorKind::MaxFilesWatch => raise("so many folders", "max_user_watches", 524_288),
        // EMFILE
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            raise("files in one more program", "max_user_instances", 1024)
        }
        kind => {
            let place = error.paths.first().map_or("the site's folders".to_owned(), |path| crate::shell::shown(path));
            let why = if let ErrorKind::Io(error) = kind { reason(error) } else { error.to_string() };
            format!("cannot watch {place}: {why}; Handbill looks at every file once a second instead")
        }
    }
}
