//! When git has another commit.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::shell::git::{self, Repository};

/// Git's locks are waited for while they are younger: an older one was left by a git that was killed, or stands while
/// somebody writes the message of a commit.
const YOUNG: Duration = Duration::from_secs(10);

/// What git keeps about the commit that is checked out.
#[derive(Clone, Debug)]
pub(super) struct Commits {
    site: PathBuf,
    /// Git's folder of this work tree.
    own: PathBuf,
    /// Git's folder of all work trees of the repository.
    common: PathBuf,
    known: State,
}

/// The commit that is checked out, and the border of a shallow clone.
type State = (Option<String>, Vec<u8>);

impl Commits {
    /// What git keeps about a site; nothing where it lies in no repository that can be read.
    pub(super) fn find(site: &Path) -> Option<Self> {
        let (own, common) = git::folders(site)?;
        let (own, common) = (own.canonicalize().ok()?, common.canonicalize().ok()?);
        let mut found = Self { site: site.to_owned(), own, common, known: State::default() };
        found.known = found.state();
        Some(found)
    }

    /// Whether another commit is checked out since this was asked last, or others became known.
    pub(super) fn moved(&mut self) -> bool {
        let state = self.state();
        let moved = state != self.known;
        self.known = state;
        moved
    }

    fn state(&self) -> State {
        let head = Repository::find(&self.site).ok().map(|repository| repository.head);
        (head, fs::read(self.common.join("shallow")).unwrap_or_default())
    }

    /// Whether a change at a path may mean another commit.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let is_lock = path.extension().is_some_and(|ending| ending == "lock");
        let of_own = || path.strip_prefix(&self.own).ok().is_some_and(|below| is_one_of(below, &["HEAD", "logs/HEAD"]));
        let of_common = || path.strip_prefix(&self.common).ok().is_some_and(is_reference);
        !is_lock && (of_own() || of_common())
    }

    /// Whether git's own folder itself came or went.
    pub(super) fn is_home(&self, path: &Path) -> bool {
        path == self.own || path == self.common
    }

    /// Whether git is at work on the files.
    pub(super) fn is_busy(&self) -> bool {
        ["index.lock", "HEAD.lock"].iter().any(|name| {
            let written = fs::symlink_metadata(self.own.join(name)).and_then(|metadata| metadata.modified()).ok();
            written.and_then(|at| at.elapsed().ok()).is_some_and(|age| age < YOUNG)
        })
    }

    /// The folders to watch, and whether what is in their folders counts too.
    pub(super) fn folders(&self) -> Vec<(PathBuf, bool)> {
        let (own, common) = (&self.own, &self.common);
        vec![
            (own.clone(), false),
            (own.join("logs"), false),
            (common.clone(), false),
            (common.join("refs/heads"), true),
            (common.join("reftable"), false),
        ]
    }

    /// The files to look at where no folder can be watched.
    pub(super) fn files(&self) -> Vec<(PathBuf, bool)> {
        let (own, common) = (&self.own, &self.common);
        let files = [own.join("HEAD"), own.join("logs/HEAD"), common.join("packed-refs"), common.join("shallow")];
        let files = files.into_iter().map(|file| (file, false));
        files.chain([(common.join("refs/heads"), true), (common.join("reftable"), false)]).collect()
    }
}

fn is_reference(below: &Path) -> bool {
    is_one_of(below, &["packed-refs", "shallow"]) || below.starts_with("refs/heads") || below.starts_with("reftable")
}

fn is_one_of(path: &Path, names: &[&str]) -> bool {
    names.iter().any(|name| path == Path::new(name))
}
