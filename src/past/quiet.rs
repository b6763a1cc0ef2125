//! Event files of which one commit says all: those that were written once, after everything that they are made of.
//!
//! Most files of a site are like that. Their lives need no reading of old versions, which keeps the past of a large site as
//! cheap as what really happened in it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::{
    check::past::Ground,
    model::{Catalogue, Event, Id, Settings},
    parse::parse_one,
    source::{Log, Origin, SourceFile, SourceSet, Span, TextId},
};

/// A version of a file: the number of the commit that made it, and its text; nothing where the commit removed the file.
pub(super) type Version = (usize, Option<TextId>);

/// Every version of every file of a log, by path, oldest first.
pub(super) fn by_path(log: &Log) -> BTreeMap<&str, Vec<Version>> {
    let mut paths: BTreeMap<&str, Vec<Version>> = BTreeMap::new();
    for (number, commit) in log.commits.iter().enumerate() {
        for touched in &commit.files {
            paths.entry(&touched.path).or_default().push((number, touched.text));
        }
    }
    paths
}

/// Whether a path is that of an event file: neither site.yaml, nor a record or defaults.
pub(super) fn is_event_file(path: &str) -> bool {
    path.starts_with("events/") && !path.split('/').any(|part| part.starts_with('_'))
}

/// The quiet event files, each with the number of its commit.
pub(super) fn quiet<'a>(
    log: &Log,
    paths: &BTreeMap<&'a str, Vec<Version>>,
    sources: &'a SourceSet,
    catalogue: &Catalogue,
) -> BTreeMap<&'a str, usize> {
    let Some(settled) = settings_settled(log, paths, &catalogue.settings) else { return BTreeMap::new() };
    let looker = Looker { log, paths, sources, settled };
    let (mut quiet, mut loud) = (BTreeMap::new(), BTreeSet::new());
    let others: BTreeSet<&Id> =
        catalogue.events.iter().filter_map(|event| event.replaced_by.as_ref()).map(|id| &id.value).collect();
    let found = catalogue.events.par_iter().filter_map(|event| {
        let own = looker.own_file(event)?;
        // An entry that names another event changes with the title of that.
        let is_apart = event.replaced_by.is_none() && !others.contains(&event.id.value);
        Some((own, looker.only_commit(own, event).filter(|_| is_apart)))
    });
    for (own, only_commit) in found.collect::<Vec<_>>() {
        match only_commit {
            Some(number) => _ = quiet.insert(own, number),
            None => _ = loud.insert(own),
        }
    }
    quiet.retain(|path, _| !loud.contains(path));
    quiet
}

/// The number of the commit since which site.yaml says what it says now, as far as events show it; nothing where it was never
/// committed like that.
fn settings_settled(log: &Log, paths: &BTreeMap<&str, Vec<Version>>, now: &Settings) -> Option<usize> {
    let mut settled = None;
    for (number, text) in paths.get("site.yaml")? {
        let Some(settings) = text.and_then(|text| settings(log, text)) else { continue };
        let is_like_now = shows_alike(&settings, now);
        settled = if is_like_now { settled.or(Some(*number)) } else { None };
    }
    settled
}

fn settings(log: &Log, text: TextId) -> Option<Settings> {
    let mut versions = SourceSet::default();
    let id = versions.add_version(version("site.yaml", log, text)?);
    let mut ground = Ground::new(Span::start_of(id));
    ground.put(&parse_one(id, versions.file(id))?);
    ground.settings_file().map(|_| ground.settings().clone())
}

/// A file as it stood at some time; nothing where its text could not be had.
pub(super) fn version(path: &str, log: &Log, text: TextId) -> Option<SourceFile> {
    let text = log.text(text)?.clone();
    Some(SourceFile { path: path.into(), origin: Origin::User, content: crate::source::Content::Text(text) })
}

/// Whether events come out alike under two settings.
pub(super) fn shows_alike(one: &Settings, other: &Settings) -> bool {
    let shown = |settings: &Settings| {
        let addresses = (settings.base_url.clone(), settings.uid_domain.clone());
        (addresses, settings.language.clone(), settings.cancelled, settings.moved_days)
    };
    shown(one) == shown(other) && one.zone == other.zone && one.kinds == other.kinds
}

struct Looker<'a, 'b> {
    log: &'b Log,
    paths: &'b BTreeMap<&'a str, Vec<Version>>,
    sources: &'a SourceSet,
    /// The number of the commit since which the settings are what they are.
    settled: usize,
}

impl<'a> Looker<'a, '_> {
    fn own_file(&self, event: &Event) -> Option<&'a str> {
        let paths = event.files.iter().map(|file| &*self.sources.file(*file).path);
        paths.into_iter().find(|path| is_event_file(path))
    }

    /// The commit that wrote the event's file, if nothing that the event is made of changed afterwards, on the disk neither.
    fn only_commit(&self, own: &str, event: &Event) -> Option<usize> {
        let [(number, Some(_))] = self.paths.get(own)?.as_slice() else { return None };
        let mut files = event.files.iter().map(|file| self.sources.file(*file));
        let is_settled = |file: &SourceFile| {
            let (last, text) = self.paths.get(&*file.path)?.last()?;
            let stands = text.and_then(|text| self.log.text(text))?;
            (last <= number && **stands == *file.text()).then_some(())
        };
        let is_quiet = self.settled <= *number
            && files.all(|file| is_settled(file).is_some())
            && !self.defaults_changed_after(own, *number);
        is_quiet.then_some(*number)
    }

    /// Whether defaults came, changed or went after a commit in a folder that a file lies in.
    fn defaults_changed_after(&self, own: &str, number: usize) -> bool {
        let folders = own.match_indices('/').map(|(at, _)| &own[..at]);
        let last = |folder: &str| Some(self.paths.get(&*format!("{folder}/_defaults.yaml"))?.last()?.0);
        folders.filter_map(last).any(|last| last > number)
    }
}
