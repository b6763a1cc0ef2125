//! From files to events: defaults of folders, stops of tours, events of lists.

use std::{collections::BTreeMap, sync::Arc};

use super::values;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Id, Tour},
    parse::{InFile, List, RawEvent, RawSite, Text},
    source::{FileId, SourceSet, Span, Spanned},
};

/// An event with everything that it inherits, as it is written.
#[derive(Debug)]
pub struct Inherited {
    /// Its identity; nothing where it has none, which is reported.
    pub id: Option<Spanned<Id>>,
    /// Every field, the inherited ones too. Boxed, because it is large and there are many.
    pub record: Box<RawEvent>,
    /// The tour that it is a stop of.
    pub tour: Option<Id>,
    /// The files that it is made of, its own first.
    pub files: Vec<FileId>,
}

/// What the entries of a list are.
enum Sort {
    /// Events of their own.
    Listed,
    /// Stops of the tour with this id, where it has one.
    Stop(Option<Id>),
}

/// The events and the tour of one file, with what they inherit.
pub(super) fn of_file(
    file: InFile<Box<RawEvent>>,
    raw: &RawSite,
    sources: &SourceSet,
    gathered: (&mut Vec<Inherited>, &mut BTreeMap<Id, Tour>),
    found: &mut Diagnostics,
) {
    let folder = sources.file(file.file).folder();
    of_chain(file, chain(&raw.defaults, folder), has_broken_defaults(raw, folder), gathered, found);
}

/// The same with the defaults that hold for it, nearest first. `is_spoilt`: nobody knows what they lack.
pub(super) fn of_chain<'a>(
    mut whole: InFile<Box<RawEvent>>,
    chain: impl Iterator<Item = &'a RawEvent>,
    is_spoilt: bool,
    (events, tours): (&mut Vec<Inherited>, &mut BTreeMap<Id, Tour>),
    found: &mut Diagnostics,
) {
    let mut files = vec![whole.file];
    for defaults in chain {
        fill(&mut whole.record, defaults);
        files.push(defaults.span.file);
    }
    if is_spoilt {
        whole.record.spoilt.extend(RawEvent::FIELDS);
    }
    spread(whole, files, events, tours, found);
}

/// The defaults that hold in a folder, nearest first.
pub(super) fn chain<'a>(
    defaults: &'a BTreeMap<Arc<str>, RawEvent>,
    folder: &str,
) -> impl Iterator<Item = &'a RawEvent> + use<'a> {
    let mut folders = Vec::new();
    let mut at = Some(folder);
    while let Some(folder) = at {
        folders.extend(defaults.get(folder));
        at = folder.rsplit_once('/').map(|(parent, _)| parent);
    }
    folders.into_iter()
}

/// Whether defaults that hold in a folder could not be read, so that nobody knows what the events in it lack.
fn has_broken_defaults(raw: &RawSite, folder: &str) -> bool {
    let holds = |path: &str| path.strip_suffix("/_defaults.yaml").is_some_and(|above| is_within(folder, above));
    raw.broken.iter().any(|path| holds(path))
}

fn is_within(folder: &str, above: &str) -> bool {
    folder.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Fields that belong to one event and are no defaults.
pub(super) fn check_defaults(defaults: &RawEvent, found: &mut Diagnostics) {
    let own = [
        ("id", defaults.id.as_ref().map(|id| id.span)),
        ("aliases", defaults.aliases.as_ref().map(|aliases| aliases.span)),
        ("stops", defaults.stops.as_ref().map(|stops| stops.span)),
        ("events", defaults.events.as_ref().map(|events| events.span)),
        ("replaced_by", defaults.replaced_by.as_ref().map(|event| event.span)),
        ("repeats", defaults.repeats.as_ref().map(|repeats| repeats.span)),
    ];
    for (name, span) in own {
        if let Some(span) = span {
            let finding = Diagnostic::new(Code::ConflictingFields, span, format!("`{name}` cannot be a default"));
            found.push(
                finding.note("defaults hold for every event in the folder and below").help("move it into the event"),
            );
        }
    }
}

/// Takes what an event does not say from its defaults.
fn fill(event: &mut RawEvent, defaults: &RawEvent) {
    let own_length = event.end.is_some() || event.duration.is_some();
    let mut inherited = defaults.clone();
    (inherited.id, inherited.aliases, inherited.stops, inherited.events) = (None, None, None, None);
    (inherited.replaced_by, inherited.repeats) = (None, None);
    if own_length {
        (inherited.end, inherited.duration) = (None, None);
    }
    event.fill(&inherited);
}

/// One event, the stops of a tour, or the events of a list.
fn spread(
    file: InFile<Box<RawEvent>>,
    files: Vec<FileId>,
    events: &mut Vec<Inherited>,
    tours: &mut BTreeMap<Id, Tour>,
    found: &mut Diagnostics,
) {
    let mut record = file.record;
    // A list that cannot be read is reported, and its file is no event.
    if record.spoilt.iter().any(|field| matches!(*field, "stops" | "events"))
        && record.stops.is_none()
        && record.events.is_none()
    {
        return;
    }
    match (record.stops.take(), record.events.take()) {
        (Some(stops), Some(list)) => {
            let finding = Diagnostic::new(Code::ConflictingFields, list.span, "both `stops` and `events` in one file");
            found.push(finding.also(stops.span, "`stops` is here").help("put them into two files"));
        }
        (Some(stops), None) => {
            check_shared(&record, found);
            let id = own_id(&record, &file.name, found);
            warn_of_none(&stops, "a tour without stops is not shown", "write its stops, or delete the file", found);
            tour(&id, &record, file.file, tours, found);
            // Nobody need be told of each stop what its tour lacks.
            record.spoilt.push("title");
            spread_list(*record, stops.value, &Sort::Stop(id.map(|id| id.value)), &files, events, found);
        }
        (None, Some(list)) => {
            if let Some(id) = record.id.take() {
                let finding = Diagnostic::new(Code::ConflictingFields, id.span, "a list of events has no `id`");
                found.push(finding.help("give each event in the list its own `id`, and remove this one"));
            }
            check_shared(&record, found);
            warn_of_none(&list, "a list without events", "write its events, or delete the file", found);
            spread_list(*record, list.value, &Sort::Listed, &files, events, found);
        }
        (None, None) => {
            let id = own_id(&record, &file.name, found);
            events.push(Inherited { id, record, tour: None, files });
        }
    }
}

/// Fields that belong to one event and cannot be those of every event in a list.
fn check_shared(record: &RawEvent, found: &mut Diagnostics) {
    let own = [
        ("aliases", record.aliases.as_ref().map(|aliases| aliases.span)),
        ("replaced_by", record.replaced_by.as_ref().map(|event| event.span)),
        ("repeats", record.repeats.as_ref().map(|repeats| repeats.span)),
    ];
    for (name, span) in own {
        if let Some(span) = span {
            let finding = Diagnostic::new(
                Code::ConflictingFields,
                span,
                format!("`{name}` cannot be shared by the events of a list"),
            );
            found.push(finding.help("move it into one of the events"));
        }
    }
}

fn warn_of_none(list: &List<RawEvent>, message: &str, help: &str, found: &mut Diagnostics) {
    if list.value.is_empty() {
        found.push(Diagnostic::new(Code::UselessField, list.span, message).help(help));
    }
}

/// The id that is written, else the name of the file.
fn own_id(record: &RawEvent, name: &Text, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    match &record.id {
        Some(written) => values::id(written, found),
        None if record.lacks("id", &record.id) => {
            values::file_id(name, |slug| format!("rename the file to {slug}.yaml, or write `id: {slug}`"), found)
        }
        None => None,
    }
}

fn tour(
    id: &Option<Spanned<Id>>,
    record: &RawEvent,
    file: FileId,
    tours: &mut BTreeMap<Id, Tour>,
    found: &mut Diagnostics,
) {
    let Some(title) = &record.title else {
        let start = Span::new(record.span.file, record.span.start()..record.span.start());
        if record.lacks("title", &record.title) {
            found.push(Diagnostic::new(Code::MissingField, start, "the tour has no `title`").help("write `title: …`"));
        }
        return;
    };
    let (Some(id), Some(title)) = (id, values::line(title, found)) else { return };
    let summary = values::optional_line(record.summary.as_ref(), found);
    let description = values::markdown(record.description.as_ref(), found);
    match tours.get(&id.value) {
        Some(first) => found.push(super::identity::duplicate(&id.value, id.span, first.id.span, "tour")),
        None => {
            tours.insert(id.value.clone(), Tour { id: id.clone(), file, title, summary, description });
        }
    }
}

fn spread_list(
    mut shared: RawEvent,
    list: Vec<RawEvent>,
    sort: &Sort,
    files: &[FileId],
    events: &mut Vec<Inherited>,
    found: &mut Diagnostics,
) {
    (shared.id, shared.aliases) = (None, None);
    for mut record in list {
        if let Some(inner) =
            record.stops.as_ref().map(|stops| stops.span).or(record.events.as_ref().map(|list| list.span))
        {
            let finding = Diagnostic::new(Code::ConflictingFields, inner, "a list of events inside a list of events");
            found.push(finding.help("put it into a file of its own"));
        }
        let id = listed_id(&record, sort, found);
        fill(&mut record, &shared);
        let tour = if let Sort::Stop(tour) = sort { tour.clone() } else { None };
        events.push(Inherited { id, record: Box::new(record), tour, files: files.to_vec() });
    }
}

/// The lasting id of a stop or of a listed event.
fn listed_id(record: &RawEvent, sort: &Sort, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let Some(written) = &record.id else {
        if record.lacks("id", &record.id) {
            found.push(without_id(record, sort));
        }
        return None;
    };
    let id = values::id(written, found)?;
    let whole = match sort {
        Sort::Listed => return Some(id),
        Sort::Stop(tour) => tour.as_ref()?.part(&id.value),
    };
    if Id::new(&whole).is_none() {
        let message = format!("the id of the stop has {} characters; {} are allowed", whole.len(), Id::LONGEST);
        let finding = Diagnostic::new(Code::InvalidId, id.span, message);
        found.push(finding.note("it is the tour's id, a hyphen and the stop's own").help("shorten one of the two"));
        return None;
    }
    Some(Spanned::new(whole, id.span))
}

fn without_id(record: &RawEvent, sort: &Sort) -> Diagnostic {
    let start = Span::new(record.span.file, record.span.start()..record.span.start());
    let (message, example) = match sort {
        Sort::Stop(_) => ("the stop has no `id`", "kentish-town"),
        Sort::Listed => ("the event in the list has no `id`", "hackney-2016-01"),
    };
    Diagnostic::new(Code::MissingField, start, message)
        .note("the id is its identity in calendars, for ever")
        .help(format!("write one that lasts, such as `id: {example}`"))
}
