//! From what the system tells to the reasons for a build.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    time::{Duration, Instant},
};

use super::{
    Cause, Changes, Listener, Lookout,
    alarm::{Alarm, Ring},
    backend::{Backend, Signal, Wanted, explanation},
    commits::Commits,
    overflow::Look,
    survey::{FOLDERS, SETTINGS, Survey, is_hidden},
};
use crate::shell::{Problem, load};

/// It is quiet when nothing happened for so long.
const QUIET: Duration = Duration::from_millis(10);
/// The same after git was at work: it moves HEAD after the files are done.
const QUIET_AFTER_GIT: Duration = Duration::from_millis(100);
/// Where it is never quiet, what happened up to now is built.
const LONGEST: Duration = Duration::from_secs(2);
/// The same while git is at work.
const LONGEST_OF_GIT: Duration = Duration::from_secs(10);
/// How often files are looked at where the system does not tell of changes.
const INTERVAL: Duration = Duration::from_secs(1);

/// Waits for changes to a site.
pub(super) struct Watcher {
    site: PathBuf,
    /// The output folder: what happens there is our own doing.
    out: PathBuf,
    sender: Sender<Signal>,
    signals: Receiver<Signal>,
    backend: Backend,
    survey: Survey,
    commits: Option<Commits>,
    look: Option<Look>,
}

/// What happened, before it is known what it means.
#[derive(Debug, Default)]
struct Touched {
    paths: BTreeSet<PathBuf>,
    /// Folders came or went.
    folders: bool,
    /// Git may have another commit.
    git: bool,
    /// Git's own folder came or went.
    home: bool,
    /// More happened than was told.
    overflow: bool,
    /// Why changes are not told any more.
    trouble: Option<notify::Error>,
}

/// What a path is to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Something in its folders, or its settings.
    Content,
    /// Where a link of it leads through.
    Target,
    /// The commit that is checked out.
    Git,
    /// Git's own folder.
    Home,
    /// The site's folder itself.
    Site,
}

impl Watcher {
    /// Begins to watch a site.
    ///
    /// # Errors
    /// When files can neither be watched nor looked at.
    pub(super) fn new(
        site: &Path,
        out: PathBuf,
        lookout: Lookout,
        listener: &mut dyn Listener,
    ) -> Result<Self, Problem> {
        let (sender, signals) = mpsc::channel();
        let survey = Survey::of(site);
        let commits = Commits::find(site);
        let interval = match lookout {
            Lookout::Told => None,
            Lookout::Polled(interval) => Some(interval),
        };
        let backend = Backend::start(sender.clone(), interval);
        let backend = backend.or_else(|error| {
            listener.note(&explanation(&error));
            polling(&sender)
        })?;
        let site = site.to_owned();
        let mut watcher = Self { site, out, sender, signals, backend, survey, commits, look: None };
        watcher.renew(true, listener)?;
        Ok(watcher)
    }

    /// Waits for the next reason to build.
    ///
    /// # Errors
    /// When the site's folder went away, or nothing can be watched any more.
    pub(super) fn next(&mut self, alarm: &Alarm, listener: &mut dyn Listener) -> Result<Cause, Problem> {
        loop {
            if let Some(changes) = self.wait(alarm, listener)? {
                return Ok(Cause { changes, ..Cause::default() });
            }
            match alarm.ring() {
                Some(Ring::Clock) => return Ok(Cause { is_clock: true, ..Cause::default() }),
                Some(Ring::Retry) => return Ok(Cause { is_retry: true, ..Cause::default() }),
                None => {}
            }
        }
    }

    /// Waits until something happens, or it is time to look at the clock.
    fn wait(&mut self, alarm: &Alarm, listener: &mut dyn Listener) -> Result<Option<Changes>, Problem> {
        let patience = [alarm.patience(), self.backend.interval].into_iter().flatten().min();
        let signal = match patience {
            None => self.signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(patience) => self.signals.recv_timeout(patience),
        };
        let touched = match signal {
            Ok(signal) => self.collect(signal),
            Err(_) if self.lacks_folders() => {
                Touched { folders: true, home: self.commits.is_none(), ..Touched::default() }
            }
            Err(_) => return Ok(None),
        };
        self.changes(touched, listener)
    }

    /// Where the system tells, a new folder is told of by the one that it is in.
    fn lacks_folders(&self) -> bool {
        self.backend.interval.is_some() && self.backend.lacks(&self.wanted())
    }

    /// Collects what happens until it is quiet, or has not been for too long.
    fn collect(&self, first: Signal) -> Touched {
        let (mut touched, began) = (Touched::default(), Instant::now());
        let (mut last, mut quiet, mut was_busy) = (began, QUIET, false);
        self.take(first, &mut touched);
        loop {
            if let Ok(signal) = self.signals.recv_timeout(quiet.saturating_sub(last.elapsed())) {
                if self.take(signal, &mut touched) {
                    last = Instant::now();
                }
                if began.elapsed() < LONGEST {
                    continue;
                }
            }
            let is_busy = began.elapsed() < LONGEST_OF_GIT && self.commits.as_ref().is_some_and(Commits::is_busy);
            if !is_busy && !was_busy {
                return touched;
            }
            (last, quiet, was_busy) = (Instant::now(), QUIET_AFTER_GIT, is_busy);
        }
    }

    /// Takes note of what happened, and tells whether it matters.
    fn take(&self, signal: Signal, touched: &mut Touched) -> bool {
        match signal {
            Signal::Overflow => touched.overflow = true,
            Signal::Trouble(error) => touched.trouble = Some(error),
            Signal::Touched { paths, is_folder } => {
                return paths.into_iter().filter(|path| self.take_path(path, is_folder, touched)).count() > 0;
            }
        }
        true
    }

    fn take_path(&self, path: &Path, is_folder: bool, touched: &mut Touched) -> bool {
        let Some(part) = self.part(path) else { return false };
        match part {
            Part::Git => touched.git = true,
            Part::Home => touched.home = true,
            // Whether it is still there is seen to whatever happens.
            Part::Site => {}
            Part::Content | Part::Target => {
                touched.folders |= is_folder;
                touched.paths.insert(path.to_owned());
            }
        }
        true
    }

    fn part(&self, path: &Path) -> Option<Part> {
        if path.starts_with(&self.out) {
            return None;
        }
        if let Ok(below) = path.strip_prefix(&self.site) {
            let mut names = below.iter().map(|name| name.to_string_lossy());
            match names.next().as_deref() {
                None => return Some(Part::Site),
                Some(SETTINGS) => return Some(Part::Content),
                Some(name) if load::is_read_beside(name) && names.next().is_none() => return Some(Part::Content),
                // One that is being made is no repository yet.
                Some(".git") if self.commits.is_none() || names.next().is_none() => return Some(Part::Home),
                Some(folder) if FOLDERS.contains(&folder) => {
                    return (!names.any(|name| is_hidden(&name))).then_some(Part::Content);
                }
                Some(_) => {}
            }
        }
        match &self.commits {
            Some(commits) if commits.concerns(path) => Some(Part::Git),
            Some(commits) if commits.is_home(path) => Some(Part::Home),
            _ => self.survey.links_by(path).next().map(|_| Part::Target),
        }
    }

    /// What all that means; nothing where it means nothing.
    fn changes(&mut self, mut touched: Touched, listener: &mut dyn Listener) -> Result<Option<Changes>, Problem> {
        self.refuse_loss()?;
        let mut changes = Changes::default();
        if let Some(error) = touched.trouble.take() {
            listener.note(&explanation(&error));
            self.backend = polling(&self.sender)?;
            (changes.everything, touched.folders) = (true, true);
        }
        if touched.overflow {
            changes.everything |= self.count_again()?;
            (touched.folders, touched.git) = (true, true);
        }
        changes.commits = self.has_moved(&touched);
        let mut has_links = false;
        for path in &touched.paths {
            self.name(path, &mut changes, &mut touched.folders, &mut has_links);
        }
        if touched.folders || touched.home || has_links {
            self.survey = Survey::of(&self.site);
            // What stands where something was watched that is gone is watched anew.
            self.renew(touched.folders || touched.home, listener)?;
        }
        if touched.home && self.commits.is_none() {
            // It may have become one before it was watched.
            changes.commits |= self.has_moved(&touched);
            self.renew(true, listener)?;
        }
        changes.everything |= touched.folders && !touched.overflow;
        Ok((changes != Changes::default()).then_some(changes))
    }

    fn has_moved(&mut self, touched: &Touched) -> bool {
        if touched.home {
            let found = Commits::find(&self.site);
            let is_other = found.is_some() || self.commits.is_some();
            self.commits = found;
            return is_other;
        }
        touched.git && self.commits.as_mut().is_some_and(Commits::moved)
    }

    /// Names what a build has to do with at a path.
    fn name(&self, path: &Path, changes: &mut Changes, folders: &mut bool, has_links: &mut bool) {
        let links: Vec<_> = self.survey.links_by(path).filter(|link| *link != path).collect();
        let kind = fs::symlink_metadata(path).ok().map(|metadata| metadata.file_type());
        let was_folder = self.survey.folders.contains(path);
        if was_folder && kind.is_some_and(|kind| kind.is_dir()) && self.backend.interval.is_some() {
            // Only the time of the folder is another one; what is in it was looked at by itself.
            return;
        }
        let is_folder = kind.is_some_and(|kind| kind.is_dir());
        let is_link = kind.is_some_and(|kind| kind.is_symlink()) || self.survey.is_link(path);
        *has_links |= is_link || !links.is_empty();
        // A folder of the site, or one on the way to where a link leads.
        *folders |= was_folder || is_folder;
        changes.paths.extend(links.iter().filter_map(|link| self.relative(link)));
        if self.part(path) != Some(Part::Content) {
            return;
        }
        let Some(below) = self.relative(path) else { return };
        if was_folder || is_folder || is_link || load::is_read(&below) {
            // A name that is no UTF-8 cannot be told.
            changes.everything |= path.to_str().is_none();
            changes.paths.insert(below);
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(&self.site).ok()?;
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Some(parts.join("/"))
    }

    /// Starts again after events were lost, and tells whether anything may have changed.
    fn count_again(&mut self) -> Result<bool, Problem> {
        let interval = self.backend.interval;
        self.backend = Backend::start(self.sender.clone(), interval).or_else(|_| polling(&self.sender))?;
        let look = Look::at(&self.site);
        let is_same = look.is_same(self.look.as_ref());
        self.look = Some(look);
        Ok(!is_same)
    }

    fn refuse_loss(&self) -> Result<(), Problem> {
        if self.site.is_dir() {
            return Ok(());
        }
        let shown = crate::shell::shown(&self.site);
        Err(Problem::new(format!("the site's folder {shown} is gone")).help("start again where it is now"))
    }

    /// Watches what the site is made of now.
    fn renew(&mut self, again: bool, listener: &mut dyn Listener) -> Result<(), Problem> {
        let Err(error) = self.backend.want(&self.wanted(), again) else { return Ok(()) };
        if self.backend.interval.is_none() {
            listener.note(&explanation(&error));
            self.backend = polling(&self.sender)?;
            return self.renew(again, listener);
        }
        Err(Problem::new(explanation(&error)))
    }

    fn wanted(&self) -> Wanted {
        let folders = FOLDERS.iter().map(|folder| self.site.join(folder)).filter(|folder| is_folder(folder));
        let mut wanted: Wanted = folders.map(|folder| (folder, true)).collect();
        let is_covered = |path: &Path| FOLDERS.iter().any(|folder| path.starts_with(self.site.join(folder)));
        let targets = self.survey.targets();
        if self.commits.is_none() {
            wanted.insert(self.site.join(".git"), false);
        }
        if self.backend.interval.is_some() {
            wanted.extend(targets.into_iter().filter(|target| !is_covered(target)).map(|target| (target, false)));
            wanted.insert(self.site.join(SETTINGS), false);
            wanted.extend(load::beside(&self.site).into_iter().map(|picture| (picture, false)));
            wanted.extend(self.commits.iter().flat_map(Commits::files));
            return wanted;
        }
        let ways = targets.iter().flat_map(|target| target.ancestors().skip(1));
        let ways = ways.filter(|folder| folder.starts_with(&self.site) && !folder.starts_with(&self.out));
        wanted.extend(ways.filter(|way| !is_covered(way) && is_folder(way)).map(|way| (way.to_owned(), false)));
        wanted.insert(self.site.clone(), false);
        wanted.extend(self.commits.iter().flat_map(Commits::folders));
        wanted
    }
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

fn polling(sender: &Sender<Signal>) -> Result<Backend, Problem> {
    Backend::start(sender.clone(), Some(INTERVAL)).map_err(|error| Problem::new(explanation(&error)))
}
