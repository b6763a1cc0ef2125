//! What the commits of a site's files did to its events.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::{
    CatalogueTitles, Gone, Life, Past, Titles, fingerprint,
    fingerprint::seen,
    quiet::{Version, by_path, is_event_file, quiet, shows_alike, version},
    revive::was_to_come,
    track::{Moment, Prints, Seen, Track},
};
use crate::{
    check::past::Ground,
    model::{Catalogue, Event, Id, Publication},
    parse::{InFile, Parsed, RawEvent, parse_one},
    source::{Commit, Content, FileId, Log, SourceSet, Span, TextId},
};

/// Works out what became of every event up to the last commit of a log. The sources and what was made of them spare the work
/// for files that stand as they were first committed; the result does not depend on them.
pub fn replay(log: &Log, sources: &SourceSet, catalogue: &Catalogue) -> Past {
    let paths = by_path(log);
    let mut quiet = quiet(log, &paths, sources, catalogue);
    let versions = Versions::read(log, &paths, &mut quiet, sources, catalogue);
    let mut replay = Replay::new(&versions);
    let mut commits = log.commits.as_slice();
    while !commits.is_empty() {
        let run = commits.iter().take(LONGEST_RUN).take_while(|commit| touches_events_alone(commit)).count().max(1);
        let (now, later) = commits.split_at(run);
        replay.look_ahead(now);
        now.iter().for_each(|commit| replay.step(commit));
        commits = later;
    }
    let mut past = replay.finish(log);
    past.lives.extend(quiet_lives(log, &quiet, sources, catalogue));
    past
}

/// The events of a file as the site stands; nothing where it holds a mistake.
type Reading = Option<Vec<Seen>>;

/// So many commits are looked ahead at most: what is read of them is in memory until they come.
const LONGEST_RUN: usize = 500;

fn touches_events_alone(commit: &Commit) -> bool {
    commit.files.iter().all(|touched| is_event_file(&touched.path))
}

/// The lives that are told by one commit.
fn quiet_lives(
    log: &Log,
    quiet: &BTreeMap<&str, usize>,
    sources: &SourceSet,
    catalogue: &Catalogue,
) -> Vec<(Id, Life)> {
    let titles = CatalogueTitles::new(catalogue, &catalogue.events);
    let life = |event: &Arc<Event>| {
        let files: Vec<Arc<str>> = event.files.iter().map(|file| sources.file(*file).path.clone()).collect();
        let commit = &log.commits[*files.iter().find_map(|path| quiet.get(&**path))?];
        let fingerprint = fingerprint(event, &catalogue.settings, &titles);
        let (at, changed_by) = (commit.at, commit.hash.clone());
        let (created, changed, since, came_by) = (at, at, at, changed_by.clone());
        let life = Life { created, changed, changed_by, fingerprint, since, earlier: Vec::new(), came_by, files };
        Some((event.id.value.clone(), life))
    };
    catalogue.events.par_iter().filter_map(life).collect()
}

/// The versions of files that have to be read.
struct Versions<'a> {
    set: SourceSet,
    parsed: Vec<Option<Parsed>>,
    ids: BTreeMap<(&'a str, TextId), FileId>,
    /// Event files of which one commit says all are left out.
    is_quiet: BTreeSet<&'a str>,
}

impl<'a> Versions<'a> {
    /// Reads all versions of all files but quiet ones; a file that holds an event which another file held before is not quiet.
    fn read(
        log: &Log,
        paths: &BTreeMap<&'a str, Vec<Version>>,
        quiet: &mut BTreeMap<&'a str, usize>,
        sources: &SourceSet,
        catalogue: &Catalogue,
    ) -> Self {
        let mut versions =
            Self { set: SourceSet::default(), parsed: Vec::new(), ids: BTreeMap::new(), is_quiet: BTreeSet::new() };
        let loud = paths.iter().filter(|(path, _)| !quiet.contains_key(*path));
        versions.add(log, loud);
        let shared = versions.sharing(quiet, sources, catalogue);
        quiet.retain(|path, _| !shared.contains(path));
        versions.add(log, paths.iter().filter(|(path, _)| shared.contains(*path)));
        versions.is_quiet = quiet.keys().copied().collect();
        versions
    }

    fn add<'b>(&mut self, log: &Log, paths: impl Iterator<Item = (&'b &'a str, &'b Vec<Version>)>)
    where
        'a: 'b,
    {
        let mut added = Vec::new();
        for (path, versions) in paths {
            for text in versions.iter().filter_map(|(_, text)| *text) {
                let Some(file) = version(path, log, text) else { continue };
                // A file may return to a text that it had before.
                self.ids.entry((path, text)).or_insert_with(|| {
                    let id = self.set.add_version(file);
                    added.push(id);
                    id
                });
            }
        }
        let read: Vec<Option<Parsed>> = added.par_iter().map(|id| parse_one(*id, self.set.file(*id))).collect();
        self.parsed.extend(read);
    }

    /// Quiet files that hold an event which some version of another file holds too.
    fn sharing(
        &self,
        quiet: &BTreeMap<&'a str, usize>,
        sources: &SourceSet,
        catalogue: &Catalogue,
    ) -> BTreeSet<&'a str> {
        let events = self.parsed.iter().flatten().filter_map(|parsed| match parsed {
            Parsed::Event(file) => Some(file),
            _ => None,
        });
        let mut taken: BTreeSet<String> = events.flat_map(ids).collect();
        let mut held: BTreeMap<&str, Vec<&Id>> = BTreeMap::new();
        for event in &catalogue.events {
            let paths = event.files.iter().map(|file| &*sources.file(*file).path);
            let own = paths.filter_map(|path| quiet.get_key_value(path)).next();
            own.into_iter().for_each(|(path, _)| held.entry(path).or_default().push(&event.id.value));
        }
        let mut shared = BTreeSet::new();
        loop {
            let more: Vec<&str> = held
                .iter()
                .filter(|(path, ids)| !shared.contains(*path) && ids.iter().any(|id| taken.contains(&***id)))
                .map(|(path, _)| *path)
                .collect();
            if more.is_empty() {
                return quiet.keys().copied().filter(|path| shared.contains(path)).collect();
            }
            taken.extend(more.iter().flat_map(|path| &held[path]).map(|id| id.to_string()));
            shared.extend(more);
        }
    }

    fn get(&self, path: &'a str, text: TextId) -> Option<&Parsed> {
        self.parsed[self.ids.get(&(path, text))?.index()].as_ref()
    }

    fn text(&self, file: FileId) -> Arc<str> {
        match &self.set.file(file).content {
            Content::Text(text) => text.clone(),
            _ => "".into(),
        }
    }

    fn path(&self, file: FileId) -> &Arc<str> {
        &self.set.file(file).path
    }
}

/// The ids that an event file gives, and those of events that it names.
fn ids(file: &InFile<Box<RawEvent>>) -> Vec<String> {
    let record = &file.record;
    let listed = [&record.stops, &record.events].into_iter().flatten().flat_map(|list| &list.value);
    let named = std::iter::once(&**record).chain(listed).filter_map(|event| event.replaced_by.as_ref());
    own_ids(file).into_iter().chain(named.map(|id| id.value.to_string())).collect()
}

fn own_ids(file: &InFile<Box<RawEvent>>) -> Vec<String> {
    let record = &file.record;
    let own = record.id.as_ref().map_or(&*file.name.value, |id| &*id.value);
    let listed = |events: &[RawEvent], id: &dyn Fn(&str) -> String| {
        events.iter().filter_map(|event| event.id.as_ref()).map(|part| id(&part.value)).collect()
    };
    match (&record.stops, &record.events) {
        (Some(stops), _) => listed(&stops.value, &|part| format!("{own}-{part}")),
        (_, Some(events)) => listed(&events.value, &str::to_owned),
        (None, None) => vec![own.to_owned()],
    }
}

/// The site as it stood after each commit, one after the other.
struct Replay<'a> {
    versions: &'a Versions<'a>,
    ground: Ground,
    /// The last version without mistakes of each event file that there is.
    standing: BTreeMap<&'a str, &'a InFile<Box<RawEvent>>>,
    /// Event files that could not be checked: perhaps the record that they name comes with a later commit.
    stuck: BTreeSet<&'a str>,
    /// The event files that use a record, by its path.
    users: BTreeMap<Arc<str>, BTreeSet<&'a str>>,
    /// Boxed, because a map moves its values about.
    tracks: BTreeMap<Id, Box<Track>>,
    /// The events that the public does not see any more.
    lost: BTreeSet<Id>,
    /// The events that name another as taking place instead, by the id of that.
    replaced: BTreeMap<Id, BTreeSet<Id>>,
    /// What the next commits make of event files, by path and commit.
    ahead: BTreeMap<(&'a str, &'a str), Reading>,
    /// The events of each event file.
    holds: BTreeMap<&'a str, BTreeSet<Id>>,
}

impl<'a> Replay<'a> {
    fn new(versions: &'a Versions<'a>) -> Self {
        let first = versions.set.iter().next().map(|(id, _)| Span::start_of(id));
        Self {
            versions,
            ground: Ground::new(first.unwrap_or(Span::start_of(FileId::FIRST))),
            standing: BTreeMap::new(),
            stuck: BTreeSet::new(),
            users: BTreeMap::new(),
            tracks: BTreeMap::new(),
            lost: BTreeSet::new(),
            replaced: BTreeMap::new(),
            ahead: BTreeMap::new(),
            holds: BTreeMap::new(),
        }
    }

    /// Reads the event files of several commits at once. As long as nothing else changes, each comes out as it would in its turn.
    fn look_ahead(&mut self, commits: &'a [Commit]) {
        if !commits.iter().all(touches_events_alone) {
            return;
        }
        let versions = self.versions;
        let touched = commits.iter().flat_map(|commit| commit.files.iter().map(move |touched| (commit, touched)));
        let files: Vec<_> = touched
            .filter_map(|(commit, touched)| match versions.get(&touched.path, touched.text?) {
                Some(Parsed::Event(file)) => Some((commit, &*touched.path, file)),
                _ => None,
            })
            .collect();
        let read =
            files.par_iter().map(|(commit, path, file)| ((*path, &*commit.hash), self.read(path, file, commit.at)));
        self.ahead = read.collect::<Vec<_>>().into_iter().collect();
    }

    fn step(&mut self, commit: &'a Commit) {
        let mut affected: BTreeSet<&'a str> = BTreeSet::new();
        let mut gone: Vec<&'a str> = Vec::new();
        for touched in &commit.files {
            let path = &*touched.path;
            if !is_event_file(path) {
                affected.extend(self.ground_moved(path, touched.text));
            } else if let Some(text) = touched.text {
                if let Some(Parsed::Event(file)) = self.versions.get(path, text) {
                    self.standing.insert(path, file);
                    affected.insert(path);
                }
            } else {
                self.standing.remove(path);
                gone.push(path);
            }
        }
        self.update(commit, affected, gone);
    }

    /// A record that is not an event changed; tells the event files that may come out otherwise.
    fn ground_moved(&mut self, path: &'a str, text: Option<TextId>) -> BTreeSet<&'a str> {
        let before = (path == "site.yaml").then(|| self.ground.settings().clone());
        match text {
            Some(text) => match self.versions.get(path, text) {
                Some(record) => self.ground.put(record),
                None => return BTreeSet::new(),
            },
            None => self.ground.remove(path),
        }
        let mut affected = self.stuck.clone();
        match (before, path.strip_suffix("_defaults.yaml")) {
            (Some(before), _) if shows_alike(&before, self.ground.settings()) => {}
            (Some(_), _) => affected.extend(self.standing.keys()),
            (None, Some(folder)) => affected.extend(self.standing.keys().filter(|file| file.starts_with(folder))),
            (None, None) => affected.extend(self.users.get(path).into_iter().flatten()),
        }
        affected
    }

    fn update(&mut self, commit: &'a Commit, affected: BTreeSet<&'a str>, gone: Vec<&'a str>) {
        let moment = Moment { at: commit.at, hash: &commit.hash };
        let with_reading = |path| {
            let file: &'a InFile<Box<RawEvent>> = self.standing.get(path)?;
            Some((path, file, self.ahead.remove(&(path, &*commit.hash))))
        };
        let files: Vec<_> = affected.into_iter().filter_map(with_reading).collect();
        let read = |(path, file, ahead): (&'a str, &InFile<Box<RawEvent>>, Option<Reading>)| {
            let events = ahead.unwrap_or_else(|| self.read(path, file, commit.at));
            (path, events.map(|events| self.with_titles(events, commit.at)))
        };
        let read: Vec<_> = if files.len() < FEW {
            files.into_iter().map(read).collect()
        } else {
            files.into_par_iter().map(read).collect()
        };
        let (mut left, mut retitled) = (Vec::new(), BTreeSet::new());
        for (path, events) in read {
            match events {
                Some(events) => left.extend(self.take_in(path, events, moment, &mut retitled)),
                None => _ = self.stuck.insert(path),
            }
        }
        for path in gone {
            self.stuck.remove(path);
            left.extend(self.holds.remove(path).into_iter().flatten().map(|id| (path, id)));
        }
        for (path, id) in left {
            // Another file of the same commit may have taken it over.
            if let Some(track) = self.tracks.get_mut(&id).filter(|track| &*track.now.path == path && !track.is_gone) {
                track.end(moment);
                retitled.insert(id);
            }
        }
        self.mind_others(commit, moment, &retitled);
    }

    /// Where an entry names another event, what that is called now counts.
    fn with_titles(&self, mut events: Vec<Seen>, at: DateTime<Utc>) -> Vec<Seen> {
        for seen in events.iter_mut().filter(|seen| seen.event.replaced_by.is_some()) {
            seen.prints = self.prints(&seen.event, at);
        }
        events
    }

    /// The events of a file as the site stands.
    fn read(&self, path: &str, file: &InFile<Box<RawEvent>>, at: DateTime<Utc>) -> Reading {
        let events = self.ground.events(file, &self.versions.set, at.date_naive())?;
        let settings = self.ground.settings_file();
        let seen = |event: Event| Seen { prints: self.prints(&event, at), path: path.into(), settings, event };
        Some(events.into_iter().map(seen).collect())
    }

    fn prints(&self, event: &Event, at: DateTime<Utc>) -> Prints {
        let (settings, titles) = (self.ground.settings(), Standing { ground: &self.ground, tracks: &self.tracks });
        let full = fingerprint(event, settings, &titles);
        Prints { full, seen: seen(event, at, full, settings, &titles) }
    }

    /// Takes the events of a file in; tells which it holds no more, and adds those that others may show by another title.
    fn take_in(
        &mut self,
        path: &'a str,
        events: Vec<Seen>,
        moment: Moment<'_>,
        retitled: &mut BTreeSet<Id>,
    ) -> Vec<(&'a str, Id)> {
        self.stuck.remove(path);
        let ids: BTreeSet<Id> = events.iter().map(|seen| seen.event.id.value.clone()).collect();
        let before = self.holds.insert(path, ids.clone()).unwrap_or_default();
        for seen in events {
            self.note_uses(path, &seen.event);
            let id = seen.event.id.value.clone();
            let is_shown_alike = |track: &Track| {
                let (was, is) = (&track.now.event, &seen.event);
                !track.is_gone && was.details.title == is.details.title && was.publication == is.publication
            };
            match self.tracks.get_mut(&id) {
                Some(track) => {
                    if !is_shown_alike(track) {
                        retitled.insert(id);
                    }
                    track.go_on(seen, moment);
                }
                None => {
                    retitled.insert(id.clone());
                    self.tracks.insert(id, Box::new(Track::begin(seen, moment)));
                }
            }
        }
        before.into_iter().filter(|id| !ids.contains(id)).map(|id| (path, id)).collect()
    }

    /// Notes which records an event is made of, and which event it names.
    fn note_uses(&mut self, path: &'a str, event: &Event) {
        for file in event.files.iter().map(|file| self.versions.path(*file)).filter(|file| ***file != *path) {
            match self.users.get_mut(file) {
                Some(users) => _ = users.insert(path),
                None => _ = self.users.insert(file.clone(), BTreeSet::from([path])),
            }
        }
        if let Some(other) = &event.replaced_by {
            self.replaced.entry(other.value.clone()).or_default().insert(event.id.value.clone());
        }
    }

    /// Entries that show something of other records: of events that are named by another title now, and those of lost events.
    fn mind_others(&mut self, commit: &Commit, moment: Moment<'_>, retitled: &BTreeSet<Id>) {
        let naming: BTreeSet<Id> = retitled.iter().filter_map(|id| self.replaced.get(id)).flatten().cloned().collect();
        for id in naming {
            let prints = self.tracks.get(&id).map(|track| self.prints(&track.now.event, commit.at));
            if let (Some(prints), Some(track)) = (prints, self.tracks.get_mut(&id).filter(|track| !track.is_gone)) {
                track.touch(prints, moment);
            }
        }
        for id in retitled {
            match self.tracks.get(id).is_some_and(|track| track.lost.is_some()) {
                true => _ = self.lost.insert(id.clone()),
                false => _ = self.lost.remove(id),
            }
        }
        if commit.files.iter().any(|touched| !is_event_file(&touched.path)) || !retitled.is_empty() {
            for id in &self.lost {
                let lost = self.tracks.get(id).and_then(|track| track.lost.as_ref());
                let full = lost.map(|lost| self.prints(&lost.now.event, commit.at).full);
                if let (Some(full), Some(track)) = (full, self.tracks.get_mut(id)) {
                    track.touch_lost(full, moment);
                }
            }
        }
    }

    fn finish(self, log: &Log) -> Past {
        let mut past = Past { head: log.head.clone(), at: log.at, files: log.files.clone(), ..Past::default() };
        let versions = self.versions;
        let paths = |event: &Event| event.files.iter().map(|file| versions.path(*file).clone()).collect();
        for (id, track) in self.tracks {
            if let Some(lost) = track.lost.as_ref().filter(|lost| was_to_come(&lost.now.event, lost.at)) {
                let files = lost.now.event.files.iter().chain(&lost.now.settings);
                let text = |file: &FileId| (versions.path(*file).clone(), versions.text(*file));
                let texts = files.map(text).collect();
                let life = track.lost_life(lost, paths(&lost.now.event));
                past.deleted.insert(id.clone(), Gone { at: lost.at, by: lost.by.clone(), life, texts });
            }
            if !track.is_gone {
                let files = paths(&track.now.event);
                past.lives.insert(id, track.into_life(files));
            }
        }
        past
    }
}

/// What records are called as the site stands.
struct Standing<'a> {
    ground: &'a Ground,
    tracks: &'a BTreeMap<Id, Box<Track>>,
}

impl Titles for Standing<'_> {
    fn group(&self, id: &Id) -> Option<&str> {
        self.ground.group(id)
    }

    fn campaign(&self, id: &Id) -> Option<&str> {
        self.ground.campaign(id)
    }

    fn event(&self, id: &Id) -> Option<&str> {
        let event = self.tracks.get(id).filter(|track| !track.is_gone).map(|track| &track.now.event)?;
        (event.publication == Publication::Listed).then_some(&event.details.title)
    }
}

/// So many files are checked before it is worth to wake other threads.
const FEW: usize = 16;
