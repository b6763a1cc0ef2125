//! Events whose id changed, most often because their file was renamed: for subscribers the old one is gone and another is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Recorded, lives::Buried};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Event, Id},
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
    events: &[Event],
    gone: &BTreeMap<Id, Buried>,
    recorded: &Recorded<'_>,
    found: &mut Diagnostics,
) -> Vec<(Id, Renamed)> {
    let buried = gone.values().map(|buried| &buried.event);
    let known: BTreeSet<&Id> =
        events.iter().chain(buried).flat_map(|event| &event.aliases).map(|alias| &alias.value).collect();
    let unexplained: Vec<&Buried> =
        gone.iter().filter(|(id, _)| !known.contains(id)).map(|(_, buried)| buried).collect();
    if unexplained.is_empty() {
        return Vec::new();
    }
    let successors: Vec<Successor<'_>> = successors(events, gone, recorded);
    let mut renames: Vec<(&Buried, &Successor<'_>)> = Vec::new();
    for successor in &successors {
        let mut same = unexplained.iter().filter(|buried| successor.came_for(buried, recorded));
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

fn successors<'a>(events: &'a [Event], gone: &'a BTreeMap<Id, Buried>, recorded: &Recorded<'a>) -> Vec<Successor<'a>> {
    let there = events.iter().enumerate().filter(|(_, event)| event.publication.is_public()).map(|(number, event)| {
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
    /// Whether it came as another event went, and is that event.
    fn came_for(&self, old: &Buried, recorded: &Recorded<'_>) -> bool {
        let Some(past) = recorded.past else { return false };
        let id = &old.event.id.value;
        let came_as_it_went = match self.came_by {
            Some(commit) => past.deleted.contains_key(id) && *commit == old.gone.by,
            None => past.lives.contains_key(id),
        };
        came_as_it_went && *id != self.event.id.value && is_same(self.event, &old.event)
    }

    /// One that had its id before the other had its own has only returned to it, and one that is gone has nobody to be told.
    fn is_told(&self, old: &Buried) -> bool {
        let has_returned = self.life.is_some_and(|life| life.created < old.gone.life.created);
        !has_returned && matches!(self.is, Renamed::There(_))
    }
}

/// Whether two events are one: the title and something else are the same, or the time and the place.
fn is_same(one: &Event, other: &Event) -> bool {
    let (here, there) = (&one.details, &other.details);
    let same_title = here.title == there.title;
    let same_place = here.place.is_some() && here.place == there.place;
    let same_text = here.description.is_some() && here.description == there.description;
    let same_time = one.when == other.when;
    one.kind == other.kind && ((same_title && (same_time || same_place || same_text)) || (same_time && same_place))
}

fn told_of(event: &Event, old: &Id) -> Diagnostic {
    let new = &event.id.value;
    Diagnostic::new(Code::RenamedEvent, event.id.span, format!("`{new}` was `{old}` before"))
        .note("the id is an identity: to subscribers' calendars and printed addresses this event is a new one")
        .help(format!("to keep its identity, write `id: {old}`"))
        .help(format!("to go on under the new one, write `aliases: [{old}]`; the old page then leads here"))
}
