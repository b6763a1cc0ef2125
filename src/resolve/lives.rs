//! The events of a site with their pasts: what became of each before, and which there are no more.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::{
    ChangedBy, Memory, Recorded,
    again::Recalled,
    renamed::{Renamed, renames},
    tombstone::tombstone,
};
use crate::{
    diag::Diagnostics,
    model::{Catalogue, Event, Id, Publication},
    output::Stamp,
    past::{CatalogueTitles, Fingerprint, Gone, Lack, Life, Told, after, fingerprint, revive, seen},
    source::{Content, SourceSet, Span, Spanned, UNRECORDED},
};

/// An event, and what is known of its past.
pub(super) struct Lived {
    /// As it came out of its file; nothing of what no file holds any more.
    pub(super) source: Option<Arc<Event>>,
    pub(super) event: Arc<Event>,
    /// What its entry is made of, as far as it may be seen.
    pub(super) seen: Fingerprint,
    /// When it was made, in UTC; and when it last changed by somebody's hand.
    pub(super) created: DateTime<Utc>,
    pub(super) changed: DateTime<Utc>,
    pub(super) changed_by: ChangedBy,
    /// What was told of it before, oldest first.
    pub(super) before: Vec<Told>,
    /// What is told of it now.
    pub(super) now: Box<Told>,
    /// The id that it had first: news of it keep their identity.
    pub(super) first_id: Id,
    /// When it was deleted, in UTC.
    pub(super) deleted: Option<DateTime<Utc>>,
}

/// The events as they came out of their files, what is known of each, and the memory that knew it.
type Asked<'a> = (&'a [Arc<Event>], &'a mut [Option<Recalled>], &'a mut Memory);

/// The events of which nothing is known any more, and those that were taken away before their time, by id.
pub(super) fn lives(
    catalogue: &Catalogue,
    sources: &SourceSet,
    recorded: &Recorded<'_>,
    now: DateTime<Utc>,
    (as_read, known, memory): Asked<'_>,
    found: &mut Diagnostics,
) -> Vec<Lived> {
    let reader = Reader { catalogue, titles: CatalogueTitles::new(catalogue, as_read), sources, recorded, now };
    let mut events = as_read.to_vec();
    let (mut gone, has_gone) =
        if memory.has_nothing_gone(&events) { (BTreeMap::new(), false) } else { reader.gone(&events) };
    memory.remember_sources(as_read, has_gone);
    for (old, new) in renames(&events, &gone, recorded, found) {
        let event = match new {
            Renamed::There(number) => {
                known[number] = None;
                Some(Arc::make_mut(&mut events[number]))
            }
            Renamed::Gone(id) => gone.get_mut(&id).map(|buried| &mut buried.event),
        };
        event.into_iter().for_each(|event| event.aliases.push(Spanned::new(old.clone(), event.id.span)));
    }
    let predecessors = take_predecessors(&events, &mut gone);
    // Only what was deleted asks for the ids that are there.
    let there = if gone.is_empty() { &[][..] } else { &events[..] };
    let ids: BTreeSet<Id> = there.iter().map(|event| event.id.value.clone()).collect();
    let asked: Vec<usize> = (0..events.len()).filter(|number| known[*number].is_none()).collect();
    let printed: Vec<(Arc<Event>, Fingerprint)> =
        asked.par_iter().map(|number| reader.printed(events[*number].clone())).collect();
    let committed = reader.committed(&printed);
    let of_file = |((event, print), number): ((Arc<Event>, Fingerprint), usize)| Lived {
        source: Some(as_read[number].clone()),
        ..reader.lived(event, print, &predecessors, &committed)
    };
    let mut lives: Vec<Lived> = printed.into_par_iter().zip(asked).map(of_file).collect();
    lives.extend(gone.into_values().filter_map(|gone| reader.buried(gone, &ids)));
    lives.sort_by(|a, b| a.event.id.value.cmp(&b.event.id.value));
    lives
}

/// Takes out what only bears another id today, or did when it went: it is not gone a second time.
fn take_predecessors(events: &[Arc<Event>], gone: &mut BTreeMap<Id, Buried>) -> BTreeMap<Id, Buried> {
    let there = events.iter().map(|event| &**event).filter(|event| event.publication != Publication::Unpublished);
    let aliases = there.chain(gone.values().map(|buried| &buried.event)).flat_map(|event| &event.aliases);
    let aliases: Vec<Id> = aliases.map(|alias| alias.value.clone()).collect();
    aliases.iter().filter_map(|alias| gone.remove_entry(alias)).collect()
}

/// An event that no file holds any more.
pub(super) struct Buried {
    pub(super) gone: Gone,
    /// As it was when it went, without places in files.
    pub(super) event: Event,
}

/// When an event was made and changed, in UTC, and by what; and since when people are told what they are told now.
struct Dated {
    created: DateTime<Utc>,
    changed: DateTime<Utc>,
    by: ChangedBy,
    since: DateTime<Utc>,
}

impl Dated {
    fn of(life: &Life) -> Self {
        let by = ChangedBy::Commit(life.changed_by.clone());
        Self { created: life.created, changed: life.changed, by, since: life.since }
    }
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    titles: CatalogueTitles<'a>,
    sources: &'a SourceSet,
    recorded: &'a Recorded<'a>,
    now: DateTime<Utc>,
}

/// Events read again from texts, each set of texts once: a list of many events is one text for all of them.
#[derive(Default)]
struct Revived(BTreeMap<Vec<(usize, usize)>, BTreeMap<Id, Event>>);

impl Revived {
    fn event(&mut self, id: &Id, texts: &[(Arc<str>, Arc<str>)], place: Span) -> Option<Event> {
        let key = texts.iter().map(|(path, text)| (path.as_ptr().addr(), text.as_ptr().addr())).collect();
        let by_id = |event: Event| (event.id.value.clone(), event);
        let events = self.0.entry(key).or_insert_with(|| revive(texts, place).into_iter().map(by_id).collect());
        events.get(id).cloned()
    }
}

impl Reader<'_> {
    /// What was public and is gone before its time, by id; and whether there was anything to look at.
    fn gone(&self, events: &[Arc<Event>]) -> (BTreeMap<Id, Buried>, bool) {
        let Some(past) = self.recorded.past else { return (BTreeMap::new(), false) };
        // A draft is there for nobody.
        let there = events.iter().filter(|event| event.publication != Publication::Unpublished);
        let there: BTreeSet<&Id> = there.map(|event| &event.id.value).collect();
        let committed = past.deleted.iter().map(|(id, gone)| (id, gone.clone()));
        // What is deleted and not committed yet, goes now.
        let uncommitted = past.lives.iter().filter(|(id, _)| !there.contains(id)).map(|(id, life)| {
            let at = self.now.max(after(life.changed));
            let life = Life { changed: at, ..life.clone() };
            (id, Gone { at, by: UNCOMMITTED.into(), texts: self.texts(&life), life })
        });
        let mut revived = Revived::default();
        let missing: Vec<_> = committed.chain(uncommitted).filter(|(id, _)| !there.contains(id)).collect();
        let is_any = !missing.is_empty();
        let buried = missing
            .into_iter()
            .filter_map(|(id, gone)| {
                let event = revived.event(id, &gone.texts, self.catalogue.settings.span)?;
                let was_public = event.publication == Publication::Listed
                    && event.announce.at.is_none_or(|announced| announced < gone.at);
                let buried = Buried { event, gone };
                (was_public && buried.gone.is_early(&buried.event)).then(|| (id.clone(), buried))
            })
            .collect();
        (buried, is_any)
    }

    /// The texts that an event was made of at the last commit.
    fn texts(&self, life: &Life) -> Vec<(Arc<str>, Arc<str>)> {
        let text = |path: &Arc<str>| {
            let committed = self.recorded.history.committed.get(path).cloned();
            let standing = || match &self.sources.find(path)?.1.content {
                Content::Text(text) => Some(text.clone()),
                _ => None,
            };
            Some((path.clone(), committed.or_else(standing)?))
        };
        let settings = Arc::from("site.yaml");
        let is_among = life.files.contains(&settings);
        life.files.iter().chain((!is_among).then_some(&settings)).filter_map(text).collect()
    }

    fn printed(&self, event: Arc<Event>) -> (Arc<Event>, Fingerprint) {
        let fingerprint = fingerprint(&event, &self.catalogue.settings, &self.titles);
        (event, fingerprint)
    }

    /// The fingerprint of an event without a place that is told later: the record of a build is public.
    fn seen(&self, event: &Event, full: Fingerprint) -> Fingerprint {
        seen(event, self.now, full, &self.catalogue.settings, &self.titles)
    }

    /// The events that stand otherwise than at the last commit, as they stood there.
    fn committed(&self, printed: &[(Arc<Event>, Fingerprint)]) -> BTreeMap<Id, Event> {
        let Some(past) = self.recorded.past else { return BTreeMap::new() };
        let mut revived = Revived::default();
        let other = printed.iter().filter_map(|(event, print)| {
            let id = &event.id.value;
            let life = past.lives.get(id).filter(|life| life.fingerprint != *print)?;
            Some((id.clone(), revived.event(id, &self.texts(life), self.catalogue.settings.span)?))
        });
        other.collect()
    }

    /// An event of a file.
    fn lived(
        &self,
        event: Arc<Event>,
        fingerprint: Fingerprint,
        predecessors: &BTreeMap<Id, Buried>,
        committed: &BTreeMap<Id, Event>,
    ) -> Lived {
        let life = self.recorded.past.and_then(|past| past.lives.get(&event.id.value));
        let Dated { mut created, mut changed, mut by, since } = match life {
            Some(life) if life.fingerprint == fingerprint => self.in_shallow(&event, life),
            _ => self.uncommitted(&event, fingerprint, life),
        };
        let mut before: Vec<Told> = Vec::new();
        let (mut first_id, mut first) = (event.id.value.clone(), created);
        for buried in event.aliases.iter().filter_map(|alias| predecessors.get(&alias.value)) {
            let told = Told::of(&buried.event, buried.gone.life.since);
            before.extend(buried.gone.life.told(&told));
            if buried.gone.life.created < first {
                (first_id, first) = (buried.event.id.value.clone(), buried.gone.life.created);
            }
            created = created.min(first);
            if buried.gone.at > changed {
                (changed, by) = (buried.gone.at, ChangedBy::Commit(buried.gone.life.changed_by.clone()));
            }
        }
        match life {
            Some(life) if life.fingerprint == fingerprint => before.extend(life.earlier.iter().cloned()),
            Some(life) => before.extend(match committed.get(&event.id.value) {
                Some(committed) => life.told(&Told::of(committed, life.since)),
                None => life.earlier.clone(),
            }),
            None => {}
        }
        before.sort_by_key(|told| told.since);
        let now = Box::new(Told::of(&event, since));
        let seen = self.seen(&event, fingerprint);
        Lived { source: None, seen, created, changed, changed_by: by, before, now, first_id, deleted: None, event }
    }

    /// When an event was made and changed that stands otherwise than at the last commit, or was never committed: what the last
    /// build published of it if that is the same, else when its files were written.
    fn uncommitted(&self, event: &Event, fingerprint: Fingerprint, life: Option<&Life>) -> Dated {
        let seen = self.seen(event, fingerprint).0;
        let published = self.published(event).filter(|stamp| stamp.fingerprint == seen);
        let written = || {
            let times = event.files.iter().map(|file| &self.sources.file(*file).path);
            times.filter_map(|path| self.recorded.history.file_times.get(path)).max().copied()
        };
        let (changed, by) = match (published, written) {
            (Some(stamp), _) => (stamp.changed, ChangedBy::LastBuild),
            (None, written) => written().map_or((UNRECORDED, ChangedBy::Nothing), |at| (at, ChangedBy::File)),
        };
        let changed = life.map_or(changed, |life| changed.max(after(life.changed)));
        let created = life.map(|life| life.created).or(published.map(|stamp| stamp.created));
        Dated { created: created.unwrap_or(changed), changed, by, since: changed }
    }

    /// When an event was made and changed that stands as at the last commit. Where older commits are missing, the last build may
    /// know better.
    fn in_shallow(&self, event: &Event, life: &Life) -> Dated {
        let is_shallow = self.recorded.history.lack == Some(Lack::Shallow);
        let seen = self.seen(event, life.fingerprint).0;
        let published = self.published(event).filter(|stamp| is_shallow && stamp.fingerprint == seen);
        match published {
            Some(stamp) => {
                let (created, changed, by) = (stamp.created, stamp.changed, ChangedBy::LastBuild);
                Dated { created, changed, by, since: life.since.min(created) }
            }
            None => Dated::of(life),
        }
    }

    fn published(&self, event: &Event) -> Option<&Stamp> {
        let uid = super::uid(&event.id.value, &self.catalogue.settings);
        self.recorded.history.published.stamps.get(&Stamp::key(&uid))
    }

    /// What is shown of an event that is gone. What bears one of these ids is not a part of it any more.
    fn buried(&self, buried: Buried, ids: &BTreeSet<Id>) -> Option<Lived> {
        let Buried { gone, event } = buried;
        let settings = &self.catalogue.settings;
        let before = gone.life.told(&Told::of(&event, gone.life.since));
        let published = self.published(&event);
        let print = |event: &Event| fingerprint(event, settings, &self.titles);
        let at = |at| tombstone(event.clone(), at, self.catalogue, ids);
        let is_uncommitted = &*gone.by == UNCOMMITTED;
        // The last build may have told of it already.
        let told_before = published.filter(|_| is_uncommitted).and_then(|stamp| {
            let event = at(stamp.changed).filter(|event| print(event).0 == stamp.fingerprint)?;
            Some((event, stamp.changed))
        });
        let (shown, deleted) = told_before.or_else(|| Some((at(gone.at)?, gone.at)))?;
        let (changed, changed_by) = if is_uncommitted {
            (deleted, ChangedBy::Removal)
        } else if print(&event) == gone.life.fingerprint {
            (gone.life.changed, ChangedBy::Commit(gone.life.changed_by.clone()))
        } else {
            // What the entry shows of other records has changed since the last commit.
            let written = self.recorded.history.file_times.values().max().copied();
            (written.unwrap_or(gone.life.changed).max(after(gone.life.changed)), ChangedBy::File)
        };
        let (seen, now) = (print(&shown), Box::new(Told::of(&shown, deleted)));
        let created = gone.life.created;
        let (first_id, deleted) = (shown.id.value.clone(), Some(deleted));
        Some(Lived {
            source: None,
            seen,
            created,
            changed,
            changed_by,
            before,
            now,
            first_id,
            deleted,
            event: Arc::new(shown),
        })
    }
}

/// Stands for the commit that takes an event away, where there is none yet.
const UNCOMMITTED: &str = "";
