//! From files to events: defaults of folders, stops of tours, events of lists.

use std::collections::BTreeMap;

use super::values;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Id, Tour},
    parse::{InFile, RawEvent, RawSite, Text},
    source::{FileId, SourceSet, Span, Spanned},
};

/// An event with everything that it inherits.
pub(super) struct Inherited {
    /// Its identity.
    pub id: Spanned<Id>,
    /// Every field, the inherited ones too.
    pub record: RawEvent,
    /// The tour that it is a stop of.
    pub tour: Option<Id>,
    /// The files that it is made of, its own first.
    pub files: Vec<FileId>,
}

/// Events and tours of all files.
pub(super) fn inherit(
    raw: &RawSite,
    sources: &SourceSet,
    found: &mut Diagnostics,
) -> (Vec<Inherited>, BTreeMap<Id, Tour>) {
    for defaults in raw.defaults.values() {
        check_defaults(defaults, found);
    }
    let mut events = Vec::new();
    let mut tours = BTreeMap::new();
    for file in &raw.events {
        let mut whole = file.clone();
        let mut files = vec![file.file];
        for defaults in chain(raw, sources.file(file.file).folder()) {
            fill(&mut whole.record, defaults);
            files.push(defaults.span.file);
        }
        spread(whole, files, &mut events, &mut tours, found);
    }
    (events, tours)
}

/// The defaults that hold in a folder, nearest first.
fn chain<'a>(raw: &'a RawSite, folder: &str) -> impl Iterator<Item = &'a RawEvent> {
    let mut folders = Vec::new();
    let mut at = Some(folder);
    while let Some(folder) = at {
        folders.extend(raw.defaults.get(folder));
        at = folder.rsplit_once('/').map(|(parent, _)| parent);
    }
    folders.into_iter()
}

/// Fields that belong to one event and are no defaults.
fn check_defaults(defaults: &RawEvent, found: &mut Diagnostics) {
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
            found.push(finding.note("defaults hold for every event in the folder and below").help("move it into the event"));
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
    file: InFile<RawEvent>,
    files: Vec<FileId>,
    events: &mut Vec<Inherited>,
    tours: &mut BTreeMap<Id, Tour>,
    found: &mut Diagnostics,
) {
    let mut record = file.record;
    match (record.stops.take(), record.events.take()) {
        (Some(stops), Some(list)) => {
            let finding = Diagnostic::new(Code::ConflictingFields, list.span, "both `stops` and `events` in one file");
            found.push(finding.also(stops.span, "`stops` is here").help("put them into two files"));
        }
        (Some(stops), None) => {
            let id = own_id(&record, &file.name, found);
            tour(&id, &record, file.file, tours, found);
            let prefix = id.map(|id| id.value);
            spread_list(record, stops.value, prefix.as_ref(), &files, events, found);
        }
        (None, Some(list)) => {
            if let Some(id) = record.id.take() {
                let finding = Diagnostic::new(Code::ConflictingFields, id.span, "a list of events has no `id`");
                found.push(finding.help("give each event in the list its own `id`, and remove this one"));
            }
            spread_list(record, list.value, None, &files, events, found);
        }
        (None, None) => {
            if let Some(id) = own_id(&record, &file.name, found) {
                events.push(Inherited { id, record, tour: None, files });
            }
        }
    }
}

/// The id that is written, else the name of the file.
fn own_id(record: &RawEvent, name: &Text, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let written = record.id.as_ref();
    if written.is_none() && Id::new(name).is_none() {
        let slug = Id::slug(name).map(|slug| format!("rename the file to {slug}.yaml, or write `id: {slug}`"));
        let message = format!("the file's name `{}` is not an id", values::shorten(name));
        let note = "ids are made of a-z, 0-9 and hyphens";
        found.push(Diagnostic::new(Code::InvalidId, name.span, message).note(note).help_if(slug));
        return None;
    }
    values::id(written.unwrap_or(name), found)
}

fn tour(id: &Option<Spanned<Id>>, record: &RawEvent, file: FileId, tours: &mut BTreeMap<Id, Tour>, found: &mut Diagnostics) {
    let Some(title) = &record.title else {
        let start = Span::new(record.span.file, record.span.start()..record.span.start());
        found.push(Diagnostic::new(Code::MissingField, start, "the tour has no `title`").help("write `title: …`"));
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
    tour: Option<&Id>,
    files: &[FileId],
    events: &mut Vec<Inherited>,
    found: &mut Diagnostics,
) {
    (shared.id, shared.aliases) = (None, None);
    for mut record in list {
        if let Some(inner) = record.stops.as_ref().map(|stops| stops.span).or(record.events.as_ref().map(|list| list.span)) {
            let finding = Diagnostic::new(Code::ConflictingFields, inner, "a list of events inside a list of events");
            found.push(finding.help("put it into a file of its own"));
        }
        let Some(id) = listed_id(&record, tour, found) else { continue };
        fill(&mut record, &shared);
        events.push(Inherited { id, record, tour: tour.cloned(), files: files.to_vec() });
    }
}

/// The lasting id of a stop or of a listed event.
fn listed_id(record: &RawEvent, tour: Option<&Id>, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let Some(written) = &record.id else {
        let start = Span::new(record.span.file, record.span.start()..record.span.start());
        let what = if tour.is_some() { "the stop has no `id`" } else { "the event in the list has no `id`" };
        let finding = Diagnostic::new(Code::MissingField, start, what).note("the id is its identity in calendars, for ever");
        found.push(finding.help("write one that lasts, such as `id: kentish-town`"));
        return None;
    };
    let id = values::id(written, found)?;
    let whole = tour.map_or(id.value.clone(), |tour| tour.part(&id.value));
    if Id::new(&whole).is_none() {
        let message = format!("the id `{whole}` is longer than {} characters", Id::LONGEST);
        found.push(Diagnostic::new(Code::InvalidId, id.span, message).help("shorten it"));
        return None;
    }
    Some(Spanned::new(whole, id.span))
}
