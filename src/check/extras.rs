//! The facts around an event: booking, contact, picture, access, running order, coaches, report.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;

use super::{
    Context,
    dates::{self, Wanted},
    eyebrow, groups, place,
    settings::choice,
    values::{self, shorten},
    when::{self, day_or_moment},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{
        Access, AccessFeature, Announce, Answer, Booking, Coach, Contact, Id, Image, Link, ProgrammeItem, Report,
        Speaker, When, zones::Zone,
    },
    parse::{
        List, PICTURE_ENDINGS, RawAccess, RawAnnounce, RawBooking, RawContact, RawEvent, RawImage, RawLink,
        RawProgrammeItem, RawReport, RawSpeaker, RawTravel, Text,
    },
    source::{Content, FileId, Picture, Span},
};

fn missing(name: &str, example: &str, record: Span) -> Diagnostic {
    let start = Span::new(record.file, record.start()..record.start());
    Diagnostic::new(Code::MissingField, start, format!("`{name}` is missing")).help(format!("write `{example}`"))
}

/// Who speaks.
pub(super) fn speakers(raw: Option<&List<RawSpeaker>>, found: &mut Diagnostics) -> Vec<Speaker> {
    let mut speakers = Vec::new();
    for raw in raw.into_iter().flat_map(|list| &list.value) {
        if raw.lacks("name", &raw.name) {
            found.push(missing("name", "name: …", raw.span));
        }
        let role = values::optional_line(raw.role.as_ref(), found);
        if let Some(name) = values::optional_line(raw.name.as_ref(), found) {
            speakers.push(Speaker { name, role });
        }
    }
    speakers
}

/// Links.
pub(super) fn links(raw: Option<&List<RawLink>>, found: &mut Diagnostics) -> Vec<Link> {
    let mut links = Vec::new();
    for raw in raw.into_iter().flat_map(|list| &list.value) {
        if raw.lacks("url", &raw.url) {
            found.push(missing("url", "url: https://example.org/page", raw.span));
        }
        let title = values::optional_line(raw.title.as_ref(), found);
        if let Some(url) = values::web_address(raw.url.as_ref(), found) {
            links.push(Link { title: title.unwrap_or_else(|| Arc::from(&*url)), url });
        }
    }
    links
}

/// How to book.
pub(super) fn booking(raw: &RawBooking, zone: &Zone, found: &mut Diagnostics) -> Option<Booking> {
    let booking = Booking {
        url: values::web_address(raw.url.as_ref(), found),
        price: values::optional_line(raw.price.as_ref(), found),
        capacity: raw.capacity.map(|capacity| capacity.value),
        closes: day_or_moment(raw.closes.as_ref(), zone, found),
    };
    // An empty mapping says no more than none.
    (booking != Booking::default()).then_some(booking)
}

/// Whom to ask.
pub(super) fn contact(raw: &RawContact, found: &mut Diagnostics) -> Option<Contact> {
    let contact = Contact {
        name: values::optional_line(raw.name.as_ref(), found),
        email: values::email(raw.email.as_ref(), found),
        phone: values::phone(raw.phone.as_ref(), found),
    };
    (contact != Contact::default()).then_some(contact)
}

/// A picture beside the file in which it is named.
pub(super) fn image(raw: &RawImage, context: &Context<'_>, found: &mut Diagnostics) -> Option<Image> {
    let Some(file) = &raw.file else {
        if raw.lacks("file", &raw.file) {
            found.push(missing("file", "file: poster.jpg", raw.span));
        }
        return None;
    };
    if raw.lacks("alt", &raw.alt) {
        found.push(missing("alt", "alt: what the picture shows, for those who do not see it", raw.span));
    }
    let alt = values::optional_line(raw.alt.as_ref(), found);
    if context.is_past() {
        let source = format!("{}/{}", context.sources.file(file.span.file).folder(), file.trim());
        return Some(Image { source: source.into(), alt: alt?, dimensions: None, digest: "".into() });
    }
    let picture = picture(file, context, found)?;
    Some(Image {
        source: picture.0,
        alt: alt?,
        dimensions: picture.1.dimensions,
        digest: picture.1.digest.as_str().into(),
    })
}

fn picture<'a>(file: &Text, context: &Context<'a>, found: &mut Diagnostics) -> Option<(Arc<str>, &'a Picture)> {
    let refuse =
        |message: String, help: String| Some(Diagnostic::new(Code::InvalidImage, file.span, message).help(help));
    let name = file.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let folder = context.sources.file(file.span.file).folder();
    let path = format!("{folder}/{name}");
    let problem = if name.is_empty() || !name.chars().all(plain) || name.starts_with('.') {
        refuse(
            format!("`{}` is not the plain name of a file", shorten(name)),
            "put the picture beside the event file and name it with a-z, 0-9 and hyphens, such as poster.jpg".into(),
        )
    } else if !PICTURE_ENDINGS.contains(&&*ending) {
        refuse(
            format!("`{}` is not a picture that pages can show", shorten(name)),
            "save it as .jpg, .png, .gif, .webp or .avif".into(),
        )
    } else {
        match context.sources.find(&path).map(|(_, source)| &source.content) {
            Some(Content::Picture(picture)) => return Some((path.into(), picture)),
            Some(Content::TooLarge { bytes, limit }) => {
                refuse(format!("the picture has {bytes} bytes; {limit} are allowed"), "save it smaller".into())
            }
            Some(Content::Refused(reason)) => {
                refuse(format!("the picture was not read: {reason}"), "put the file itself here".into())
            }
            _ => refuse(format!("there is no picture at {path}"), beside(name, folder, context)),
        }
    };
    problem.into_iter().for_each(|problem| found.push(problem));
    None
}

/// Which picture of the folder is meant by a name that is none.
fn beside(name: &str, folder: &str, context: &Context<'_>) -> String {
    let files = context.sources.iter().filter(|(_, file)| file.folder() == folder);
    let pictures = files.filter(|(_, file)| matches!(file.content, Content::Picture(_)));
    wording::did_you_mean(name, pictures.map(|(_, file)| file.name()))
        .unwrap_or_else(|| "put the picture beside the file that names it".to_owned())
}

/// What the place offers to whom.
pub(super) fn access(raw: &RawAccess, found: &mut Diagnostics) -> Option<Access> {
    let written = [
        (AccessFeature::StepFree, &raw.step_free),
        (AccessFeature::Toilets, &raw.toilets),
        (AccessFeature::Seating, &raw.seating),
        (AccessFeature::HearingLoop, &raw.hearing_loop),
        (AccessFeature::Bsl, &raw.bsl),
        (AccessFeature::QuietSpace, &raw.quiet_space),
        (AccessFeature::Creche, &raw.creche),
    ];
    let words = [
        ("yes", Answer::Yes),
        ("no", Answer::No),
        ("partly", Answer::Partly),
        ("true", Answer::Yes),
        ("false", Answer::No),
    ];
    let mut answers = Vec::new();
    for (feature, text) in written {
        // `true` and `false` are what web forms make of a tick; they are read, but not advertised.
        let words = match text.as_ref().map(|text| text.trim()) {
            Some("true" | "false") => &words[..],
            _ => &words[..3],
        };
        answers.extend(text.as_ref().and_then(|text| choice(text, words, found)).map(|answer| (feature, answer)));
    }
    let access = Access { answers, notes: values::optional_line(raw.notes.as_ref(), found) };
    (access != Access::default()).then_some(access)
}

/// The running order.
pub(super) fn programme(
    raw: Option<&List<RawProgrammeItem>>,
    zone: &Zone,
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Vec<ProgrammeItem> {
    let mut programme = Vec::new();
    for raw in raw.into_iter().flat_map(|list| &list.value) {
        if raw.lacks("title", &raw.title) {
            found.push(missing("title", "title: Assemble", raw.span));
        }
        let (day, time) = raw.at.as_ref().and_then(|at| programme_time(at, zone, found)).unwrap_or_default();
        let place = place::resolve(raw.place.as_ref(), context.venues, files, found);
        if let Some(title) = values::optional_line(raw.title.as_ref(), found) {
            programme.push(ProgrammeItem {
                day,
                time,
                title,
                place,
                span: raw.at.as_ref().map_or(raw.span, |at| at.span),
            });
        }
    }
    programme
}

fn programme_time(
    at: &Text,
    zone: &Zone,
    found: &mut Diagnostics,
) -> Option<(Option<chrono::NaiveDate>, Option<chrono::NaiveTime>)> {
    let both = |local: chrono::NaiveDateTime| Some((Some(local.date()), Some(local.time())));
    match dates::read(at, Wanted::TIME, found)? {
        dates::Written::Clock(time) => Some((None, Some(time))),
        dates::Written::Local(local) => both(local),
        dates::Written::Instant(instant) => both(zone.to_local(instant)),
        dates::Written::Day(day) => Some((Some(day), None)),
        written => dates::refuse(at, written, "a time of day such as 12:00, or a date and time", found),
    }
}

/// How people get there together.
pub(super) fn travel(
    event: &RawEvent,
    (when, zone): (Option<&When>, &Zone),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Vec<Coach> {
    let mut coaches: Vec<Coach> = Vec::new();
    let mut first: BTreeMap<Id, Span> = BTreeMap::new();
    for raw in event.travel.iter().flat_map(|list| &list.value) {
        let Some(coach) = coach(raw, (when, zone), files, context, found) else { continue };
        let id_span = raw.id.as_ref().map_or(raw.span, |id| id.span);
        if let Some(first) = first.get(&coach.id) {
            found.push(super::identity::duplicate(&coach.id, id_span, *first, "coach"));
            continue;
        }
        first.insert(coach.id.clone(), id_span);
        if let Some(when) = when {
            eyebrow::coach_times(&coach, raw, when, event, found);
        }
        coaches.push(coach);
    }
    coaches
}

fn coach(
    raw: &RawTravel,
    (when, zone): (Option<&When>, &Zone),
    files: &mut Vec<FileId>,
    context: &Context<'_>,
    found: &mut Diagnostics,
) -> Option<Coach> {
    let needed = [
        ("id", &raw.id, "id: sheffield"),
        ("from", &raw.from, "from: Sheffield"),
        ("leaves", &raw.leaves, "leaves: 2016-02-27 06:30"),
    ];
    for (name, _, example) in needed.iter().filter(|(name, value, _)| raw.lacks(name, value)) {
        found.push(missing(name, example, raw.span));
    }
    let from = values::optional_line(raw.from.as_ref(), found);
    let town = raw.from.as_ref().zip(from.as_ref()).and_then(|(text, from)| town(text, from, found));
    let mut moment = |text: &Option<Text>| {
        // Of an event whose start cannot be read nobody knows the day, which is no fault of the coach's.
        let day = when.map_or(Some(NaiveDate::default()), |when| when.is_dated().then(|| when.first_day()));
        text.as_ref().and_then(|text| when::moment(text, day, zone, found))
    };
    let (leaves, arrives, returns) = (moment(&raw.leaves), moment(&raw.arrives), moment(&raw.returns));
    Some(Coach {
        place: place::resolve(raw.place.as_ref(), context.venues, files, found),
        group: raw
            .group
            .as_ref()
            .and_then(|group| groups::known_group(group, context.groups, found))
            .map(|group| group.value),
        price: values::optional_line(raw.price.as_ref(), found),
        seats: raw.seats.map(|seats| seats.value),
        book: values::web_address(raw.book.as_ref(), found),
        span: raw.leaves.as_ref().map_or(raw.span, |leaves| leaves.span),
        id: raw.id.as_ref().and_then(|id| values::id(id, found))?.value,
        from: from?,
        town: town?,
        leaves: leaves?,
        arrives,
        returns,
    })
}

/// The part of an address that stands for a town.
pub(super) fn town(text: &Text, name: &str, found: &mut Diagnostics) -> Option<Id> {
    let slug = Id::slug(name);
    if slug.is_none() {
        let message = format!("`{}` holds no letter and no digit", shorten(name));
        let finding =
            Diagnostic::new(Code::InvalidText, text.span, message).note("the address of its page is made of it");
        found.push(finding.help("write a name with letters or digits"));
    }
    slug
}

/// What is told when.
pub(super) fn announce(raw: &RawAnnounce, zone: &Zone, found: &mut Diagnostics) -> Announce {
    let mut from = |text: &Option<Text>| day_or_moment(text.as_ref(), zone, found).map(|when| when.begins(zone));
    let (at, place_at) = (from(&raw.at), from(&raw.place_at));
    let place_hint = values::optional_line(raw.place_hint.as_ref(), found);
    if let (Some(hint), None) = (&raw.place_hint, &raw.place_at) {
        let finding = Diagnostic::new(Code::UselessField, hint.span, "a hint at a place that is not withheld");
        found.push(finding.help("write `place_at`, the time from which the place is told, or remove the hint"));
    }
    Announce { at, place_at, place_hint }
}

/// How it went.
pub(super) fn report(raw: &RawReport, found: &mut Diagnostics) -> Option<Report> {
    let report = Report {
        turnout: raw.turnout.map(|turnout| turnout.value),
        summary: values::markdown(raw.summary.as_ref(), found),
        links: links(raw.links.as_ref(), found),
    };
    (report != Report::default()).then_some(report)
}
