//! Events whose id changed, most often because their file was renamed: for subscribers the old one is gone and another is there.

use std::collections::BTreeMap;

use super::{Recorded, lives::Buried};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Event, Id, Publication},
};

/// Ids that went when an event came that is the same in all but its id, with the number of that event. Each is told of, for
/// only its author can say which of the two ids is to last.
pub(super) fn renames(
    events: &[Event],
    gone: &BTreeMap<Id, Buried>,
    recorded: &Recorded<'_>,
    found: &mut Diagnostics,
) -> Vec<(Id, usize)> {
    let known: Vec<&Id> = events.iter().flat_map(|event| &event.aliases).map(|alias| &alias.value).collect();
    let unexplained: Vec<(&Id, &Buried)> = gone.iter().filter(|(id, _)| !known.contains(id)).collect();
    if unexplained.is_empty() {
        return Vec::new();
    }
    let mut renames: Vec<(Id, usize)> = Vec::new();
    for (number, event) in events.iter().enumerate() {
        let came = unexplained.iter().filter(|(_, buried)| came_as_it_went(event, buried, recorded));
        let mut same = came.filter(|(_, buried)| is_same(event, &buried.event));
        if let (Some((id, _)), None) = (same.next(), same.next()) {
            renames.push(((*id).clone(), number));
        }
    }
    let counts = renames.iter().fold(BTreeMap::<Id, usize>::new(), |mut counts, (id, _)| {
        *counts.entry(id.clone()).or_default() += 1;
        counts
    });
    renames.retain(|(id, _)| counts.get(id) == Some(&1));
    renames.iter().for_each(|(id, number)| found.push(told(&events[*number], id)));
    renames
}

/// Whether an event was first there at the commit at which another went.
fn came_as_it_went(event: &Event, buried: &Buried, recorded: &Recorded<'_>) -> bool {
    let Some(past) = recorded.past else { return false };
    match past.lives.get(&event.id.value) {
        Some(life) => past.deleted.contains_key(&buried.event.id.value) && life.created == buried.gone.at,
        None => past.lives.contains_key(&buried.event.id.value),
    }
}

fn is_same(one: &Event, other: &Event) -> bool {
    let same_name = one.details.title == other.details.title;
    let same_place = one.details.place.is_some() && one.details.place == other.details.place;
    one.publication != Publication::Unpublished
        && one.kind == other.kind
        && one.when == other.when
        && (same_name || same_place)
}

fn told(event: &Event, old: &Id) -> Diagnostic {
    let new = &event.id.value;
    Diagnostic::new(Code::RenamedEvent, event.id.span, format!("`{new}` was `{old}` before"))
        .note("the id is an identity: to subscribers' calendars and printed addresses this event is a new one")
        .help(format!("to keep its identity, write `id: {old}`"))
        .help(format!("to go on under the new one, write `aliases: [{old}]`; the old page then leads here"))
}
