//! One event: from its fields, the inherited ones included, to the model.

use std::sync::Arc;

use super::{
    Context, extras, eyebrow, groups,
    inherit::Inherited,
    place, series,
    settings::{choice, zone},
    values,
    when::{self, WhenFields},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Details, Event, Id, Publication, Status},
    parse::{List, RawEvent, Text},
    source::{FileId, Span, Spanned},
};

/// The event, where its title, kind and start can be read; everything else that is wrong is reported.
pub(super) fn event(inherited: &Inherited, context: &Context<'_>, found: &mut Diagnostics) -> Option<Event> {
    let raw = &inherited.record;
    let mut files = inherited.files.clone();
    required(raw, found);
    let zone =
        raw.timezone.as_ref().and_then(|name| zone(name, found)).unwrap_or_else(|| context.settings.zone.clone());
    let kind = raw.kind.as_ref().and_then(|kind| known_kind(kind, context, found));
    let when = raw.start.as_ref().and_then(|start| {
        when::read(WhenFields { start, end: raw.end.as_ref(), duration: raw.duration.as_ref() }, &zone, found)
    });
    let details = details(raw, &mut files, context, found);
    let referenced = References::read(raw, &mut files, context, found);
    let travel = extras::travel(raw, (when.as_ref(), &zone), &mut files, context, found);
    let programme = extras::programme(raw.programme.as_ref(), &zone, &mut files, context, found);
    let booking = raw.booking.as_deref().and_then(|booking| extras::booking(booking, &zone, found)).map(Box::new);
    let announce = raw.announce.as_deref().map(|announce| extras::announce(announce, &zone, found));
    let contact = raw.contact.as_deref().and_then(|contact| extras::contact(contact, found));
    let image = raw.image.as_deref().and_then(|image| extras::image(image, context, found));
    let access = raw.access.as_deref().and_then(|access| extras::access(access, found));
    let report = raw.report.as_deref().and_then(|report| extras::report(report, found));
    let aliases = aliases(raw.aliases.as_ref(), found);
    let tags = tags(raw.tags.as_ref(), found);
    let series = match raw.repeats.as_deref() {
        Some(repeats) => series::series(repeats, raw, (when.as_ref(), &zone, &details), &mut files, context, found)
            .map(|series| Some(Box::new(series))),
        None => Some(None),
    };
    let (id, kind, when, series) = (inherited.id.clone()?, kind?, when?, series?);
    if details.title.is_empty() {
        return None;
    }
    files.sort_unstable();
    files.dedup();
    let event = Event {
        id,
        files,
        aliases,
        tour: inherited.tour.clone(),
        kind,
        zone,
        when,
        when_span: raw.start.as_ref().map_or(raw.span, |start| start.span),
        details,
        hosts: referenced.hosts,
        supporters: referenced.supporters,
        campaigns: referenced.campaigns,
        tags,
        replaced_by: referenced.replaced_by,
        booking,
        contact,
        image,
        access,
        programme,
        travel,
        announce: announce.unwrap_or_default(),
        publication: publication(raw),
        report,
        series,
    };
    if !context.is_past() {
        eyebrow::event(&event, raw, context, found);
    }
    Some(event)
}

fn required(raw: &RawEvent, found: &mut Diagnostics) {
    let fields = [
        ("title", &raw.title, "title: Stop Trident"),
        ("kind", &raw.kind, "kind: demo"),
        ("start", &raw.start, "start: 2016-02-27 12:00"),
    ];
    let start = Span::new(raw.span.file, raw.span.start()..raw.span.start());
    for (name, _, example) in fields.iter().filter(|(name, value, _)| raw.lacks(name, value)) {
        let finding = Diagnostic::new(Code::MissingField, start, format!("the event has no `{name}`"));
        let shared = if *name == "kind" { ", here or in the folder's _defaults.yaml" } else { "" };
        found.push(finding.help(format!("write `{example}`{shared}")));
    }
}

fn known_kind(text: &Text, context: &Context<'_>, found: &mut Diagnostics) -> Option<Id> {
    let known = context.settings.kinds.iter().find(|kind| *kind.id == *text.trim());
    if known.is_none() && context.kinds_are_known {
        let ids = context.settings.kinds.iter().map(|kind| &*kind.id);
        let all = ids.clone().map(|id| format!("`{id}`")).collect();
        let own = Id::slug(text).unwrap_or_else(|| context.settings.kinds[0].id.clone());
        let help = wording::did_you_mean(text, ids).unwrap_or_else(|| {
            format!(
                "write one of these, or add your own to site.yaml: kinds: {{ {own}: {} }}",
                values::capitalised(&values::shorten(text))
            )
        });
        let finding =
            Diagnostic::new(Code::UnknownKind, text.span, format!("there is no kind `{}`", values::shorten(text)));
        found.push(finding.note(format!("the kinds are {}", wording::all_of(all))).help(help));
    }
    known.map(|kind| kind.id.clone())
}

/// Words for a status.
pub(super) const STATUSES: [(&str, Status); 4] = [
    ("confirmed", Status::Confirmed),
    ("tentative", Status::Tentative),
    ("cancelled", Status::Cancelled),
    ("postponed", Status::Postponed),
];

/// What a single date may change; the title is empty where it cannot be read.
fn details(raw: &RawEvent, files: &mut Vec<FileId>, context: &Context<'_>, found: &mut Diagnostics) -> Details {
    let title = values::optional_line(raw.title.as_ref(), found);
    Details {
        summary: values::optional_line(raw.summary.as_ref(), found),
        description: values::markdown(raw.description.as_ref(), found),
        place: place::resolve(raw.place.as_ref(), context.venues, files, found),
        online: values::web_address(raw.online.as_ref(), found),
        speakers: extras::speakers(raw.speakers.as_ref(), found),
        status: raw.status.as_ref().and_then(|status| choice(status, &STATUSES, found)).unwrap_or_default(),
        status_note: values::optional_line(raw.status_note.as_ref(), found),
        links: extras::links(raw.links.as_ref(), found),
        title: title.unwrap_or_default(),
    }
}

/// The records that an event names by their ids.
struct References {
    hosts: Vec<Id>,
    supporters: Vec<Id>,
    campaigns: Vec<Id>,
    replaced_by: Option<Spanned<Id>>,
}

impl References {
    fn read(raw: &RawEvent, files: &mut Vec<FileId>, context: &Context<'_>, found: &mut Diagnostics) -> Self {
        let mut groups = |list: &Option<List<Text>>| {
            let known = each(list, |id| groups::known_group(id, context.groups, found));
            files.extend(known.iter().filter_map(|id| context.group_files.get(id)));
            known
        };
        let (hosts, supporters) = (groups(&raw.hosts), groups(&raw.supporters));
        let campaigns = each(&raw.campaigns, |id| groups::known_campaign(id, context.campaigns, found));
        files.extend(campaigns.iter().filter_map(|id| context.campaign_files.get(id)));
        let replaced_by = raw.replaced_by.as_ref().and_then(|id| known_event(id, context, found));
        Self { hosts, supporters, campaigns, replaced_by }
    }
}

/// The records of a list that there are, each once.
fn each(list: &Option<List<Text>>, mut known: impl FnMut(&Text) -> Option<Spanned<Id>>) -> Vec<Id> {
    let mut ids: Vec<Id> = Vec::new();
    for id in list.iter().flat_map(|list| &list.value) {
        if let Some(id) = known(id).filter(|id| !ids.contains(&id.value)) {
            ids.push(id.value);
        }
    }
    ids
}

fn known_event(id: &Text, context: &Context<'_>, found: &mut Diagnostics) -> Option<Spanned<Id>> {
    let Some(events) = context.events.filter(|events| !events.contains(&*id.value)) else {
        return Id::new(id).map(|known| Spanned::new(known, id.span));
    };
    // An event may well be in a file that cannot be read; a stop's id begins with the name of its tour's.
    let is_within = |path: &Arc<str>| {
        let name = path.rsplit('/').next().and_then(|name| name.split('.').next());
        name.is_some_and(|name| id.starts_with(name))
    };
    if !context.broken.iter().any(is_within) {
        let message = format!("there is no event `{}`", values::shorten(id));
        let help = wording::did_you_mean(id, events.iter().map(|event| &**event))
            .unwrap_or_else(|| "write the id of an event: its file's name without .yaml, or its `id`".to_owned());
        found.push(Diagnostic::new(Code::UnknownEvent, id.span, message).help(help));
    }
    None
}

fn aliases(list: Option<&List<Text>>, found: &mut Diagnostics) -> Vec<Spanned<Id>> {
    list.into_iter().flat_map(|list| &list.value).filter_map(|id| values::id(id, found)).collect()
}

fn tags(list: Option<&List<Text>>, found: &mut Diagnostics) -> Vec<Arc<str>> {
    for tag in list.into_iter().flat_map(|list| &list.value).filter(|tag| !tag.trim().is_empty()) {
        extras::town(tag, tag, found);
    }
    values::lines(list, found)
}

fn publication(raw: &RawEvent) -> Publication {
    let is = |flag: &Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
    if is(&raw.withdraw) {
        Publication::Withdrawn
    } else if is(&raw.draft) {
        Publication::Unpublished
    } else if is(&raw.unlisted) {
        Publication::Unlisted
    } else {
        Publication::Listed
    }
}
