//! Events whose id changed, most often because their file was renamed: for subscribers the old one is gone and another is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Recorded, lives::Buried};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Event, Id, Publication},
    past::Life,
};

/// What bears the new id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Renamed {
    /// The event with this number.
    There(usize),
    /// An event that is gone itself.
    Gone(Id),
}

/// Ids that went when an event came that is the same in all but its id, and what bears the new one. Where that is there, it is
/// told of, for only its author can say which of the two ids is to last.
pub(super) fn renames(
    events: &[Arc<Event>],
    gone: &BTreeMap<Id, Buried>,
    recorded: &Recorded<'_>,
    found: &mut Diagnostics,
) -> Vec<(Id, Renamed)> {
    let buried = gone.values().map(|buried| &buried.event);
    let known: BTreeSet<&Id> = events
        .iter()
        .map(|event| &**event)
        .chain(buried)
        .flat_map(|event| &event.aliases)
        .map(|alias| &alias.value)
        .collect();
    let unexplained: Vec<&Buried> =
        gone.iter().filter(|(id, _)| !known.contains(id)).map(|(_, buried)| buried).collect();
    if unexplained.is_empty() {
        return Vec::new();
    }
    let mut alike: BTreeMap<Likeness, Vec<&Buried>> = BTreeMap::new();
    for buried in unexplained {
        let went = is_committed(buried, recorded).then_some(&buried.gone.by);
        likenesses(&buried.event, went)
            .into_iter()
            .for_each(|likeness| alike.entry(likeness).or_default().push(buried));
    }
    let successors: Vec<Successor<'_>> = successors(events, gone, recorded);
    let mut renames: Vec<(&Buried, &Successor<'_>)> = Vec::new();
    for successor in &successors {
        let alike =
            likenesses(successor.event, successor.came_by).into_iter().filter_map(|likeness| alike.get(&likeness));
        let same: BTreeMap<&Id, &Buried> =
            alike.flat_map(|buried| buried.iter().take(2)).map(|buried| (&buried.event.id.value, *buried)).collect();
        let mut same = same.into_values().filter(|buried| buried.event.id.value != successor.event.id.value);
        if let (Some(old), None) = (same.next(), same.next()) {
            renames.push((old, successor));
        }
    }
    let counts = renames.iter().fold(BTreeMap::<&Id, usize>::new(), |mut counts, (old, _)| {
        *counts.entry(&old.event.id.value).or_default() += 1;
        counts
    });
    renames.retain(|(old, _)| counts.get(&old.event.id.value) == Some(&1));
    let told = renames.iter().filter(|(old, successor)| successor.is_told(old));
    told.for_each(|(old, successor)| found.push(told_of(successor.event, &old.event.id.value)));
    renames.into_iter().map(|(old, successor)| (old.event.id.value.clone(), successor.is.clone())).collect()
}

/// An event that may be one that went, under another id.
struct Successor<'a> {
    event: &'a Event,
    is: Renamed,
    /// Its life before; nothing where it was never committed.
    life: Option<&'a Life>,
    /// The commit that it came with; nothing where it is not committed.
    came_by: Option<&'a Arc<str>>,
}

fn successors<'a>(
    events: &'a [Arc<Event>],
    gone: &'a BTreeMap<Id, Buried>,
    recorded: &Recorded<'a>,
) -> Vec<Successor<'a>> {
    let there = events.iter().enumerate().filter(|(_, event)| event.publication != Publication::Unpublished);
    let there = there.map(|(number, event)| {
        let id = &event.id.value;
        let life = recorded.past.and_then(|past| past.lives.get(id));
        let before = recorded.past.and_then(|past| past.deleted.get(id)).map(|gone| &gone.life);
        Successor { event, is: Renamed::There(number), life: life.or(before), came_by: life.map(|life| &life.came_by) }
    });
    let gone = gone.values().map(|buried| {
        let life = &buried.gone.life;
        let is = Renamed::Gone(buried.event.id.value.clone());
        Successor { event: &buried.event, is, life: Some(life), came_by: Some(&life.came_by) }
    });
    there.chain(gone).collect()
}

impl Successor<'_> {
    /// One that had its id before the other had its own has only returned to it, and of one that is gone or withdrawn nobody need be
    /// told.
    fn is_told(&self, old: &Buried) -> bool {
        let has_returned = self.life.is_some_and(|life| life.created < old.gone.life.created);
        !has_returned && self.event.publication.is_public() && matches!(self.is, Renamed::There(_))
    }
}

/// What two events have in common that are one, and the commit at which the one came and the other went; no commit where that
/// is not committed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    commit: Option<Arc<str>>,
    kind: Id,
    facts: [String; 2],
}

/// Two events are one where the title and something else are the same, or the time and the place.
fn likenesses(event: &Event, commit: Option<&Arc<str>>) -> Vec<Likeness> {
    let details = &event.details;
    let title = Some(format!("title {}", details.title));
    let time = Some(format!("time {:?}", event.when));
    let place = details.place.as_ref().map(|place| format!("place {}", place.one_line()));
    let text = details.description.as_ref().map(|text| format!("text {}", &**text));
    let pairs = [(&title, &time), (&title, &place), (&title, &text), (&time, &place)];
    let likeness = |(one, other): (&Option<String>, &Option<String>)| {
        let facts = [one.clone()?, other.clone()?];
        Some(Likeness { commit: commit.cloned(), kind: event.kind.clone(), facts })
    };
    pairs.into_iter().filter_map(likeness).collect()
}

/// Whether a commit took an event away; else it is gone on the disk alone.
fn is_committed(buried: &Buried, recorded: &Recorded<'_>) -> bool {
    recorded.past.is_some_and(|past| past.deleted.contains_key(&buried.event.id.value))
}

fn told_of(event: &Event, old: &Id) -> Diagnostic {
    let new = &event.id.value;
    Diagnostic::new(Code::RenamedEvent, event.id.span, format!("`{new}` was `{old}` before"))
        .note("the id is an identity: subscribers' calendars take this for another event; the old page leads here")
        .help(format!("to keep its identity, write `id: {old}`"))
        .help(format!("to go on under the new one, write `aliases: [{old}]`"))
}
