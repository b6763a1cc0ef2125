//! Which findings have to do with an event.

use crate::{
    check::Inherited,
    diag::Diagnostic,
    parse::{List, RawEvent, RawPlace, Reference, Text},
    source::{FileId, SourceSet, Span},
};

/// The places of the source that an event is made of.
pub(super) struct Concerned {
    files: Vec<FileId>,
    /// Other events in the same file.
    others: Vec<Span>,
}

impl Concerned {
    /// Every file that the event is made of or names, its own without what belongs to other events in it.
    pub fn new(event: &Inherited, inherited: &[Inherited], sources: &SourceSet) -> Self {
        let own = event.record.span;
        let named = named(&event.record);
        let paths = named.iter().flat_map(|path| [format!("{path}.yaml"), format!("{path}.yml")]);
        let above = above(sources.file(own.file).folder());
        let found = paths.chain(above).filter_map(|path| Some(sources.find(&path)?.0));
        let others = inherited.iter().map(|other| other.record.span).filter(|span| *span != own);
        Self {
            files: found.chain(event.files.iter().copied()).collect(),
            others: others.filter(|span| span.file == own.file).collect(),
        }
    }

    /// Whether a finding has to do with the event.
    pub fn holds(&self, found: &Diagnostic) -> bool {
        let is_ours =
            |span: Span| self.files.contains(&span.file) && !self.others.iter().any(|other| lies(span, *other));
        is_ours(found.primary.span) || found.secondary.iter().any(|label| is_ours(label.span))
    }
}

fn lies(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start() <= inner.start() && inner.end() <= outer.end()
}

/// The defaults that hold in a folder, whether they can be read or not.
fn above(folder: &str) -> Vec<String> {
    let mut paths = vec![format!("{folder}/_defaults.yaml")];
    paths.extend(folder.match_indices('/').map(|(at, _)| format!("{}/_defaults.yaml", &folder[..at])));
    paths
}

/// The paths, without their endings, of the groups, campaigns and venues that an event names.
fn named(record: &RawEvent) -> Vec<String> {
    let ids = |list: &Option<List<Text>>, folder: &str| -> Vec<String> {
        list.iter().flat_map(|list| &list.value).map(|id| format!("events/{folder}/{}", id.value)).collect()
    };
    let mut paths = ids(&record.hosts, "_groups");
    paths.extend(ids(&record.supporters, "_groups"));
    paths.extend(ids(&record.campaigns, "_campaigns"));
    paths.extend(places(record).into_iter().filter_map(venue));
    paths
}

fn venue(place: &Reference<RawPlace>) -> Option<String> {
    match place {
        Reference::Short(id) => Some(format!("events/_venues/{}", id.value)),
        Reference::Inline(_) => None,
    }
}

/// Every place that an event names: its own, those of changed dates, of the running order and of coaches.
fn places(record: &RawEvent) -> Vec<&Reference<RawPlace>> {
    let changes = record.repeats.iter().filter_map(|repeats| repeats.changes.as_ref());
    let changed = changes.flat_map(|changes| &changes.entries).filter_map(|(_, change)| change.place.as_ref());
    let programme = record.programme.iter().flat_map(|list| &list.value).filter_map(|item| item.place.as_ref());
    let travel = record.travel.iter().flat_map(|list| &list.value).filter_map(|coach| coach.place.as_ref());
    record.place.iter().chain(changed).chain(programme).chain(travel).collect()
}
