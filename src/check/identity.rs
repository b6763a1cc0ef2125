//! Ids: each once, and no chain of references that bites its tail.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Event, Group, Id},
    source::{Span, Spanned},
};

/// Adds a record under its id, or reports both places where the id is taken.
pub(super) fn insert_once<T: Placed>(
    records: &mut BTreeMap<Id, T>,
    id: Spanned<Id>,
    record: T,
    noun: &str,
    found: &mut Diagnostics,
) {
    match records.get(&id.value) {
        Some(first) => found.push(duplicate(&id.value, id.span, first.span(), noun)),
        None => {
            records.insert(id.value, record);
        }
    }
}

/// Something that stands somewhere.
pub(super) trait Placed {
    /// Where its id stands.
    fn span(&self) -> Span;
}

impl<T> Placed for Spanned<T> {
    fn span(&self) -> Span {
        self.span
    }
}

impl Placed for Group {
    fn span(&self) -> Span {
        self.id.span
    }
}

impl Placed for crate::model::Campaign {
    fn span(&self) -> Span {
        self.id.span
    }
}

impl Placed for super::place::Venue {
    fn span(&self) -> Span {
        Span::start_of(self.file)
    }
}

/// Two records with one id.
pub(super) fn duplicate(id: &str, second: Span, first: Span, noun: &str) -> Diagnostic {
    let two = wording::count(2, noun).replace('2', "two");
    let (note, help) = match noun {
        "group" | "campaign" | "venue" => {
            ("its file's name is the id that others name it by", "rename or remove one of the two files")
        }
        _ => (
            "an id is an identity: addresses and subscribers' calendars are made of it",
            "give one of them another `id`; keep the one that was published first",
        ),
    };
    Diagnostic::new(Code::DuplicateId, second, format!("there are {two} with the id `{id}`"))
        .label("the second")
        .also(first, "the first")
        .note(note)
        .help(help)
}

/// Groups that are part of themselves.
pub(super) fn part_of_loops(groups: &BTreeMap<Id, Group>, found: &mut Diagnostics) {
    let next = |id: &Id| groups.get(id).and_then(|group| group.part_of.as_ref());
    for chain in loops(groups.keys(), next) {
        found.push(looped(&chain, Code::PartOfLoop, "is part of"));
    }
}

/// Events that are replaced by themselves.
pub(super) fn replaced_by_loops(events: &[Arc<Event>], found: &mut Diagnostics) {
    let replaced = events.iter().filter_map(|event| Some((&event.id.value, event.replaced_by.as_ref()?)));
    let by_id: BTreeMap<&Id, &Spanned<Id>> = replaced.collect();
    let next = |id: &Id| by_id.get(id).copied();
    for chain in loops(by_id.keys().copied(), next) {
        found.push(looped(&chain, Code::ReplacedByLoop, "is replaced by"));
    }
}

/// Every loop once, as the references that make it, beginning with the smallest id.
fn loops<'a>(
    ids: impl Iterator<Item = &'a Id>,
    next: impl Fn(&Id) -> Option<&'a Spanned<Id>>,
) -> Vec<Vec<(Id, &'a Spanned<Id>)>> {
    let mut settled: BTreeMap<Id, ()> = BTreeMap::new();
    let mut found = Vec::new();
    for start in ids {
        let mut chain: Vec<(Id, &Spanned<Id>)> = Vec::new();
        let mut position: BTreeMap<Id, usize> = BTreeMap::new();
        let mut at = start.clone();
        while let Some(reference) = next(&at).filter(|_| !settled.contains_key(&at)) {
            if let Some(begin) = position.get(&at) {
                found.push(chain.split_off(*begin));
                break;
            }
            position.insert(at.clone(), chain.len());
            chain.push((at.clone(), reference));
            at = reference.value.clone();
        }
        settled.extend(position.into_keys().map(|id| (id, ())));
    }
    found
}

fn looped(chain: &[(Id, &Spanned<Id>)], code: Code, verb: &str) -> Diagnostic {
    let (first, reference) = &chain[0];
    let message = match chain.len() {
        1 => format!("`{first}` {verb} itself"),
        _ => format!("`{first}` {verb} itself, by way of others"),
    };
    let start = Diagnostic::new(code, reference.span, message)
        .label(format!("`{first}` {verb} `{}`", reference.value))
        .help("remove one of these lines");
    chain[1..].iter().take(8).fold(start, |finding, (id, reference)| {
        finding.also(reference.span, format!("`{id}` {verb} `{}`", reference.value))
    })
}
