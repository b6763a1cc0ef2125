//! A site checked again after some of its files changed: only what may come out otherwise is read and checked anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::surroundings::{CheckedFile, KnownEvents, Spread, Surroundings};
use crate::{
    diag::Diagnostics,
    model::{Catalogue, Event},
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
    /// The files in which something was found.
    with_findings: BTreeSet<FileId>,
    /// The events by id, and what was found that shows only when all are together; nothing where there are tours.
    assembled: Option<(Vec<Arc<Event>>, Diagnostics)>,
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
        let (parsed, before) = match &stale {
            Stale::Everything => (self.read_everything(today)?, Vec::new()),
            Stale::Files(files) => {
                let before = files.iter().map(|file| (*file, self.forget(*file))).collect();
                (parse_files(sources, |file, _| files.contains(&file)), before)
            }
        };
        let (surroundings, findings) = self.surroundings.take()?;
        let is_alike = self.check_files(&surroundings, parsed, &before);
        found.append(findings.clone());
        let assembled = self.assembled.take().filter(|_| is_alike && matches!(stale, Stale::Files(_)));
        // What is told of a file that changed may be told of another line now.
        let speaks_of_any = |together: &Diagnostics| before.iter().any(|(file, _)| together.speak_of(*file));
        let assembled = assembled.filter(|(_, together)| !speaks_of_any(together));
        let exchanged = assembled.and_then(|(events, together)| Some((self.exchanged(events, &before)?, together)));
        let catalogue = match exchanged {
            Some((events, together)) => self.catalogue_of(&surroundings, events, together, found),
            None => self.whole_catalogue(&surroundings, found),
        };
        self.surroundings = Some((surroundings, findings));
        Some(catalogue)
    }

    /// The catalogue of all files.
    fn whole_catalogue(&mut self, surroundings: &Surroundings, found: &mut Diagnostics) -> Catalogue {
        let files: Vec<Arc<CheckedFile>> =
            self.sources.iter().filter_map(|(file, _)| self.files.get(file.index())?.clone()).collect();
        self.with_findings = files.iter().filter(|file| file.has_findings()).filter_map(|file| file.file).collect();
        let mut together = Diagnostics::default();
        let catalogue = surroundings.catalogue(&files, &mut together);
        files.iter().for_each(|file| file.tell(found));
        self.assembled = catalogue.tours.is_empty().then(|| (catalogue.events.clone(), together.clone()));
        found.append(together);
        catalogue
    }

    /// The catalogue of these events, given what was found that shows only when all are together.
    fn catalogue_of(
        &mut self,
        surroundings: &Surroundings,
        events: Vec<Arc<Event>>,
        together: Diagnostics,
        found: &mut Diagnostics,
    ) -> Catalogue {
        found.append(together.clone());
        let files = self.with_findings.iter().filter_map(|file| self.files.get(file.index())?.as_ref());
        files.for_each(|file| file.tell(found));
        self.assembled = Some((events.clone(), together));
        surroundings.catalogue_with(BTreeMap::new(), events)
    }

    /// The events with those of some files in the place of what these held before. Nothing where that is not all that it takes.
    fn exchanged(
        &mut self,
        mut events: Vec<Arc<Event>>,
        before: &[(FileId, Option<Arc<CheckedFile>>)],
    ) -> Option<Vec<Arc<Event>>> {
        for (file, old) in before {
            let (old, new) = (old.as_ref()?, self.files.get(file.index())?.as_ref()?);
            for event in new.exchangeable(old)? {
                let place = events.binary_search_by(|known| known.id.value.cmp(&event.id.value)).ok()?;
                events[place] = event.clone();
            }
            self.with_findings.remove(file);
            self.with_findings.extend(Some(*file).filter(|_| new.has_findings()));
        }
        Some(events)
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

    fn forget(&mut self, file: FileId) -> Option<Arc<CheckedFile>> {
        self.files.get_mut(file.index())?.take()
    }

    /// Reads every file; keeps the surroundings and gives the files of events.
    fn read_everything(&mut self, today: NaiveDate) -> Option<Vec<ParsedFile>> {
        (self.files, self.known, self.surroundings) = (Vec::new(), KnownEvents::default(), None);
        self.assembled = None;
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

    /// Checks files; tells whether they hold events of the same ids as before.
    fn check_files(
        &mut self,
        surroundings: &Surroundings,
        parsed: Vec<ParsedFile>,
        before: &[(FileId, Option<Arc<CheckedFile>>)],
    ) -> bool {
        let mut spread = self.spread(surroundings, parsed);
        let by_file: BTreeMap<FileId, &Spread> = spread.iter().map(|spread| (spread.file(), spread)).collect();
        let have_same_ids = spread.len() == before.len()
            && before.iter().all(|(file, old)| {
                let new = by_file.get(file);
                new.zip(old.as_ref()).is_some_and(|(new, old)| new.has_ids_of(old))
            });
        if !have_same_ids {
            self.look_at_names(surroundings, &mut spread);
        }
        let (sources, known) = (&self.sources, &self.known);
        let check = |spread: Spread| Arc::new(surroundings.check(spread, sources, known));
        let checked: Vec<Arc<CheckedFile>> = spread.into_par_iter().map(check).collect();
        checked.into_iter().for_each(|file| self.keep(file));
        have_same_ids
    }

    /// Where other events are there than before, others may have named one that was not there, or is not any more.
    fn look_at_names(&mut self, surroundings: &Surroundings, spread: &mut Vec<Spread>) {
        let known = self.known_events(surroundings, spread);
        if known != self.known {
            let names_others = |file: &Arc<CheckedFile>| file.file.filter(|_| file.names_others);
            let affected: BTreeSet<FileId> = self.files.iter().flatten().filter_map(names_others).collect();
            let parsed = parse_files(&self.sources, |file, _| affected.contains(&file));
            spread.extend(self.spread(surroundings, parsed));
            self.known = known;
        }
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
