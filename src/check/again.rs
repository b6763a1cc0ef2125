//! A site checked again after some of its files changed: only what may come out otherwise is read and checked anew.

use std::{collections::BTreeSet, sync::Arc};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::surroundings::{CheckedFile, KnownEvents, Spread, Surroundings};
use crate::{
    diag::Diagnostics,
    model::Catalogue,
    parse::{Parsed, ParsedFile, RawSite, holds_events, parse_files},
    source::{FileId, SourceFile, SourceSet},
};

/// What became of each file the last time. Whatever is in it, a check comes to the same.
#[derive(Default)]
pub struct Memory {
    sources: SourceSet,
    /// The surroundings, and what was found in them.
    surroundings: Option<(Surroundings, Diagnostics)>,
    /// How often the surroundings were made.
    generation: u64,
    known: KnownEvents,
    /// By the number of the file.
    files: Vec<Option<Arc<CheckedFile>>>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory").field("files", &self.files.len()).finish_non_exhaustive()
    }
}

/// What must be read anew.
enum Stale {
    Everything,
    Files(BTreeSet<FileId>),
}

impl Memory {
    /// Reads and checks a site; nothing where it has no file at all. `today` is where the list of an endless series' dates is
    /// counted from.
    pub fn check(&mut self, sources: &SourceSet, today: NaiveDate, found: &mut Diagnostics) -> Option<Catalogue> {
        let stale = self.stale(sources, today);
        self.sources = sources.clone();
        let events = match &stale {
            Stale::Everything => self.read_everything(today)?,
            Stale::Files(files) => parse_files(sources, |file, _| files.contains(&file)),
        };
        if let Stale::Files(files) = &stale {
            files.iter().for_each(|file| self.forget(*file));
        }
        let (surroundings, findings) = self.surroundings.take()?;
        self.check_files(&surroundings, events);
        found.append(findings.clone());
        let files: Vec<Arc<CheckedFile>> =
            sources.iter().filter_map(|(file, _)| self.files.get(file.index())?.clone()).collect();
        let catalogue = surroundings.catalogue(&files, found);
        self.surroundings = Some((surroundings, findings));
        Some(catalogue)
    }

    /// The number of the records that hold for many events: another one after they may have changed.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    fn stale(&self, sources: &SourceSet, today: NaiveDate) -> Stale {
        if self.surroundings.as_ref().is_none_or(|(surroundings, _)| surroundings.today() != today) {
            return Stale::Everything;
        }
        let files = sources.differences(&self.sources);
        let stand = [&self.sources, sources];
        let are_of_events = files
            .iter()
            .all(|file| stand.iter().filter_map(|set| set.get(*file)).all(|source| may_stand_alone(*file, source)));
        if are_of_events { Stale::Files(files) } else { Stale::Everything }
    }

    fn forget(&mut self, file: FileId) {
        if let Some(slot) = self.files.get_mut(file.index()) {
            *slot = None;
        }
    }

    /// Reads every file; keeps the surroundings and gives the files of events.
    fn read_everything(&mut self, today: NaiveDate) -> Option<Vec<ParsedFile>> {
        (self.files, self.known, self.surroundings) = (Vec::new(), KnownEvents::default(), None);
        let parsed = parse_files(&self.sources, |_, _| true);
        let (events, others) = parsed.into_iter().partition(|parsed| match parsed.parsed {
            Some(Parsed::Event(_)) => true,
            Some(_) => false,
            None => may_stand_alone(parsed.file, self.sources.file(parsed.file)),
        });
        let mut found = Diagnostics::default();
        let raw = RawSite::gather(&self.sources, others, &mut found);
        let surroundings = Surroundings::new(raw, &self.sources, today, &mut found)?;
        self.surroundings = Some((surroundings, found));
        self.generation += 1;
        Some(events)
    }

    fn check_files(&mut self, surroundings: &Surroundings, parsed: Vec<ParsedFile>) {
        let mut spread = self.spread(surroundings, parsed);
        let known = self.known_events(surroundings, &spread);
        if known != self.known {
            // Others may have named an event that was not there, or is not any more.
            let names_others = |file: &Arc<CheckedFile>| file.file.filter(|_| file.names_others);
            let affected: BTreeSet<FileId> = self.files.iter().flatten().filter_map(names_others).collect();
            let parsed = parse_files(&self.sources, |file, _| affected.contains(&file));
            spread.extend(self.spread(surroundings, parsed));
            self.known = known;
        }
        let (sources, known) = (&self.sources, &self.known);
        let check = |spread: Spread| Arc::new(surroundings.check(spread, sources, known));
        let checked: Vec<Arc<CheckedFile>> = spread.into_par_iter().map(check).collect();
        checked.into_iter().for_each(|file| self.keep(file));
    }

    /// The events of files; of those that hold none it is kept what was found in them.
    fn spread(&mut self, surroundings: &Surroundings, parsed: Vec<ParsedFile>) -> Vec<Spread> {
        let sources = &self.sources;
        let spread: Vec<Result<Spread, CheckedFile>> = parsed
            .into_par_iter()
            .map(|ParsedFile { file, parsed, is_broken, found }| match parsed {
                Some(Parsed::Event(event)) => Ok(surroundings.spread(event, found, sources)),
                _ => Err(CheckedFile::unread(file, is_broken, found)),
            })
            .collect();
        let mut readable = Vec::with_capacity(spread.len());
        for one in spread {
            match one {
                Ok(spread) => readable.push(spread),
                Err(unread) => self.keep(Arc::new(unread)),
            }
        }
        readable
    }

    fn keep(&mut self, checked: Arc<CheckedFile>) {
        let Some(file) = checked.file else { return };
        if self.files.len() <= file.index() {
            self.files.resize(file.index() + 1, None);
        }
        self.files[file.index()] = Some(checked);
    }

    /// The events that others may name, these files among them.
    fn known_events(&self, surroundings: &Surroundings, spread: &[Spread]) -> KnownEvents {
        let anew: BTreeSet<FileId> = spread.iter().map(Spread::file).collect();
        let others = self.files.iter().flatten().filter(|file| file.file.is_some_and(|file| !anew.contains(&file)));
        surroundings.known_events(spread, others.map(|file| &**file), &self.sources)
    }
}

/// Whether nothing but the events in a file depends on it: a file of events, or one that is no record at all.
fn may_stand_alone(file: FileId, source: &SourceFile) -> bool {
    source.path.starts_with("site-templates/") || holds_events(file, source)
}
