//! What is known of the past of a site: from git, from the last build, and from the times of files.
//!
//! Git is asked while the files are read ([`ask`]); what it tells is put together with them afterwards ([`history`]). What was
//! worked out of the commits is kept in git's own folder, so that the next run asks for the last commit alone ([`kept`]).

mod kept;
mod texts;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::{
    Site,
    git::{self, Entry, Repository, Silence},
    write,
};
use crate::{
    output::Record,
    past::{History, Known, Lack, Past},
    source::{Origin, SourceSet},
};

pub(super) use kept::keep;
pub(super) use texts::Texts;

/// What git says of a site before its files are read.
pub(super) enum Told {
    /// Nothing, and why.
    Silent(Silence),
    /// What an earlier run worked out of the same commits.
    Kept(Repository, Box<Past>),
    /// The commits.
    Commits(Repository, Vec<Entry>),
}

/// Asks git for the past of a site.
pub(super) fn ask(site: &Site) -> Told {
    let repository = match Repository::find(&site.folder) {
        Ok(repository) => repository,
        Err(silence) => return Told::Silent(silence),
    };
    if let Some(past) = kept::read(site, &repository) {
        return Told::Kept(repository, Box::new(past));
    }
    match git::log(&repository) {
        Ok(entries) => Told::Commits(repository, entries),
        Err(silence) => Told::Silent(silence),
    }
}

/// What the last build into a folder published.
pub(super) fn published(out: &Path) -> Arc<Record> {
    write::published(out)
}

/// Everything that is known of the past of a site whose files stand like this, and of which this was published.
pub(super) fn history(
    site: &Site,
    (sources, texts): (&SourceSet, &Texts),
    told: Told,
    published: Arc<Record>,
) -> History {
    let mut history = match told {
        Told::Silent(silence) => unheard(&silence, site),
        Told::Commits(_, entries) if entries.iter().all(|entry| entry.files.is_empty()) => {
            silent("none of the site's files is committed", "run `git add site.yaml events` and `git commit`")
        }
        Told::Kept(repository, past) => {
            let committed = texts.committed(&repository, &past.files);
            let head = past.head.clone();
            History { committed, ..known(&repository, &head, Known::Past(Arc::from(past))) }
        }
        Told::Commits(repository, entries) => {
            of_commits(&repository, entries, texts).unwrap_or_else(|silence| unheard(&silence, site))
        }
    };
    let unknown = uncommitted(sources, &history);
    if !unknown.is_empty() || !history.committed.is_empty() {
        history.commit = None;
    }
    history.file_times = times(site, unknown);
    history.published = published;
    history
}

/// Takes in that some records of a site changed on the disk, where git has no other commit. Nothing where git must be asked; then
/// the history is of no use any more.
#[cfg(feature = "watch")]
pub(super) fn renewed(
    site: &Site,
    history: &mut History,
    (before, texts): (&SourceSet, &mut Texts),
    (now, paths): (&SourceSet, &std::collections::BTreeSet<String>),
) -> Option<()> {
    for path in paths.iter().filter(|path| git::is_record(path)).map(|path| Arc::from(path.as_str())) {
        let (old, new) = (text_at(before, &path), text_at(now, &path));
        texts.renew(&path, new.as_ref());
        // Nothing is known of a file that is gone, but that it is.
        history.file_times.remove(&path);
        let written = || times(site, new.iter().map(|_| path.clone()).collect());
        let Some(name) = history.known.files().get(&path).cloned() else {
            history.file_times.extend(written());
            continue;
        };
        if texts.stands(&path, &name) {
            history.committed.remove(&path);
            continue;
        }
        history.file_times.extend(written());
        if !history.committed.contains_key(&path) {
            let committed = old.filter(|old| texts::is_named(old, &name))?;
            history.committed.insert(path.clone(), committed);
        }
    }
    let is_clean = history.file_times.is_empty() && history.committed.is_empty();
    history.commit = history.known.head().filter(|_| is_clean).map(Arc::from);
    Some(())
}

#[cfg(feature = "watch")]
fn text_at(sources: &SourceSet, path: &str) -> Option<Arc<str>> {
    match &sources.find(path)?.1.content {
        crate::source::Content::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// What was known of the past of a site at a commit, whose files were these; nothing where git does not tell.
pub(super) fn at_commit(repository: &Repository, commit: &str, sources: &SourceSet) -> History {
    let then = repository.at(commit);
    let told = git::log(&then).and_then(|entries| of_commits(&then, entries, &Texts::of(sources)));
    told.map(|history| History { lack: None, ..history }).unwrap_or_default()
}

fn of_commits(repository: &Repository, entries: Vec<Entry>, texts: &Texts) -> Result<History, Silence> {
    let (log, is_partial) = texts.log(repository, entries)?;
    let log = Arc::new(log);
    let committed = texts.committed(repository, &log.files);
    let history = History { committed, ..known(repository, &log.head, Known::Log(log.clone())) };
    Ok(if is_partial { History { lack: Some(Lack::Partial), ..history } } else { history })
}

fn known(repository: &Repository, head: &Arc<str>, known: Known) -> History {
    let lack = repository.is_shallow.then_some(Lack::Shallow);
    History { known, commit: Some(head.clone()), lack, ..History::default() }
}

fn silent(reason: &str, cure: &str) -> History {
    let lack = Lack::Silent { reason: reason.to_owned(), cure: cure.to_owned() };
    History { lack: Some(lack), ..History::default() }
}

fn unheard(silence: &Silence, site: &Site) -> History {
    silent(&silence.to_string(), &silence.cure(&super::shown(&site.folder)))
}

/// The records that do not stand as the last commit has them, by path.
fn uncommitted(sources: &SourceSet, history: &History) -> Vec<Arc<str>> {
    let files = history.known.files();
    let records = sources.iter().map(|(_, file)| file).filter(|file| file.origin == Origin::User);
    let records = records.filter(|file| git::is_record(&file.path)).map(|file| file.path.clone());
    records.filter(|path| !files.contains_key(path) || history.committed.contains_key(path)).collect()
}

/// When files were last written, in UTC; a clock that runs ahead counts as now.
fn times(site: &Site, paths: Vec<Arc<str>>) -> BTreeMap<Arc<str>, DateTime<Utc>> {
    let now = super::clock::system();
    let time = |path: &Arc<str>| {
        let modified = fs::metadata(site.folder.join(&**path)).and_then(|metadata| metadata.modified()).ok()?;
        let seconds = DateTime::<Utc>::from(modified).timestamp();
        DateTime::from_timestamp(seconds, 0).map(|at| at.min(now))
    };
    let paths = paths.into_par_iter().with_min_len(64);
    let timed: Vec<_> = paths.filter_map(|path| time(&path).map(|at| (path, at))).collect();
    timed.into_iter().collect()
}
