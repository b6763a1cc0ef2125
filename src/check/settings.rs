//! site.yaml.

use std::{collections::BTreeMap, sync::Arc};

use super::{duration, identity, values};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{CancelledPolicy, CustomFeed, Id, Kind, Look, Settings, WebAddress, zones::Zone},
    parse::{Entries, List, RawFeed, RawSettings, Text},
    source::{Span, Spanned},
};

/// Kinds that every site has, with what people read.
const BUILT_IN_KINDS: [(&str, &str); 19] = [
    ("demo", "Demo"),
    ("march", "March"),
    ("rally", "Rally"),
    ("vigil", "Vigil"),
    ("picket", "Picket"),
    ("meeting", "Meeting"),
    ("conference", "Conference"),
    ("tour", "Tour"),
    ("gig", "Gig"),
    ("canvass", "Canvass"),
    ("phonebank", "Phone bank"),
    ("training", "Training"),
    ("workshop", "Workshop"),
    ("social", "Social"),
    ("fundraiser", "Fundraiser"),
    ("action", "Action"),
    ("ballot", "Ballot"),
    ("deadline", "Deadline"),
    ("other", "Other"),
];

/// How long ended events stay in feeds where the site does not say, in days.
const PAST_DAYS: u32 = 90;
/// How long it is said that an event moved where the site does not say, in days.
const MOVED_DAYS: u32 = 30;

/// Reads the settings. Where one is wrong, which is reported, a stand-in lets the other checks go on.
pub(super) fn read(raw: &RawSettings, found: &mut Diagnostics) -> Settings {
    if raw.lacks("title", &raw.title) {
        found.push(missing("title", "title: Campaign calendar", raw.span));
    }
    let title = values::optional_line(raw.title.as_ref(), found).unwrap_or_else(|| "title".into());
    let base_url = base_url(raw, found);
    let uid_domain = uid_domain(raw, &base_url, found);
    let feed = raw.feed.as_ref();
    let cancelled =
        feed.and_then(|feed| feed.cancelled.as_ref()).and_then(|text| policy(text, found)).unwrap_or_default();
    let live = feed.and_then(|feed| feed.live).filter(|live| live.value);
    if let Some(live) = live.filter(|_| cancelled == CancelledPolicy::Drop) {
        let finding = Diagnostic::new(Code::UselessField, live.span, "no feed holds cancelled events anyway");
        found.push(finding.help("remove `live`, or let feeds hold them: `cancelled: mark`"));
    }
    Settings {
        span: raw.span,
        title,
        base_url,
        uid_domain,
        zone: raw.timezone.as_ref().and_then(|name| zone(name, found)).unwrap_or_else(Zone::utc),
        language: language(raw.language.as_ref(), found),
        description: values::markdown(raw.description.as_ref(), found),
        // The rest of it has to do with other files.
        look: Look {
            colour: values::colour(raw.colour.as_ref(), found),
            footer: values::markdown(raw.footer.as_ref(), found),
            ..Look::default()
        },
        kinds: kinds(raw.kinds.as_ref(), found),
        feeds: feeds(raw.feeds.as_ref(), found),
        past_days: feed
            .and_then(|feed| feed.past.as_ref())
            .and_then(|past| duration::days(past, found))
            .unwrap_or(PAST_DAYS),
        moved_days: feed
            .and_then(|feed| feed.moved.as_ref())
            .and_then(|moved| duration::days(moved, found))
            .unwrap_or(MOVED_DAYS),
        cancelled,
        live_feeds: live.is_some(),
        share_pictures: raw.share_pictures.is_none_or(|wanted| wanted.value),
        feed_span: feed.map_or(raw.span, |feed| feed.span),
    }
}

/// Settings that let the other checks go on where site.yaml could not be read, which is reported by whoever read it.
pub(super) fn stand_in(span: Span) -> Settings {
    Settings {
        span,
        title: "title".into(),
        base_url: "https://example.org/".into(),
        uid_domain: "example.org".into(),
        zone: Zone::utc(),
        language: "en".into(),
        description: None,
        look: Look::default(),
        kinds: kinds(None, &mut Diagnostics::default()),
        feeds: Vec::new(),
        past_days: PAST_DAYS,
        moved_days: MOVED_DAYS,
        cancelled: CancelledPolicy::default(),
        live_feeds: false,
        share_pictures: true,
        feed_span: span,
    }
}

pub(super) fn missing(name: &str, example: &str, record: Span) -> Diagnostic {
    let start = Span::new(record.file, record.start()..record.start());
    Diagnostic::new(Code::MissingField, start, format!("`{name}` is missing")).help(format!("write `{example}`"))
}

fn base_url(raw: &RawSettings, found: &mut Diagnostics) -> Arc<str> {
    let stand_in = || Arc::from("https://example.org/");
    let Some(text) = &raw.base_url else {
        if raw.lacks("base_url", &raw.base_url) {
            found.push(missing("base_url", "base_url: https://example.org/", raw.span));
        }
        return stand_in();
    };
    match WebAddress::base(text) {
        Ok(base) => base.to_string().into(),
        Err(reason) => {
            let message = format!("`{}` {reason}", values::shorten(text));
            found.push(
                Diagnostic::new(Code::InvalidUrl, text.span, message)
                    .help("write the address of the site, such as https://example.org/"),
            );
            stand_in()
        }
    }
}

fn uid_domain(raw: &RawSettings, base_url: &str, found: &mut Diagnostics) -> Arc<str> {
    let host = base_url.split('/').nth(2).unwrap_or("example.org");
    // A port or a user name has no place in a UID.
    let host = host.split(':').next().unwrap_or(host);
    let Some(text) = &raw.uid_domain else { return host.into() };
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if text.len() <= 120 && text.split('.').all(label) {
        return text.value.to_lowercase().into();
    }
    let message = format!("`{}` is not the name of a host", values::shorten(text));
    found.push(Diagnostic::new(Code::InvalidValue, text.span, message).help(format!("write it as {host}")));
    host.into()
}

/// A zone by its name.
pub(super) fn zone(name: &Text, found: &mut Diagnostics) -> Option<Zone> {
    let zone = Zone::find(name.trim());
    if zone.is_none() {
        let message = format!("there is no time zone `{}`", values::shorten(name));
        found.push(Diagnostic::new(Code::UnknownZone, name.span, message).help(zone_meant(name.trim())));
    }
    zone
}

/// Which zone is meant: a slip, a town's name alone, or nothing that could be guessed.
fn zone_meant(name: &str) -> String {
    let town = name.replace(' ', "_");
    let of_town =
        Zone::names().find(|zone| zone.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&town)));
    let is_offset = name.starts_with(['+', '-']) || name.starts_with(|c: char| c.is_ascii_digit());
    let is_abbreviation = name.len() <= 5 && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase());
    match (of_town, wording::nearest(name, Zone::names())) {
        _ if is_offset => {
            "an offset does not tell when the clocks change: write a zone such as Europe/London".to_owned()
        }
        (Some(zone), _) => format!("did you mean `{zone}`?"),
        _ if is_abbreviation => {
            "letters mean different zones in different countries: write one such as Europe/London".to_owned()
        }
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => "write a name of the IANA table, such as Europe/London".to_owned(),
    }
}

fn language(text: Option<&Text>, found: &mut Diagnostics) -> Arc<str> {
    let Some(text) = text else { return "en".into() };
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    let plain = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|byte| byte.is_ascii_alphabetic()) || !parts.all(plain)
    {
        let message = format!("`{}` is not a language tag", values::shorten(text));
        found.push(Diagnostic::new(Code::InvalidValue, text.span, message).help("write it as en-GB, de or pt-BR"));
        return "en".into();
    }
    if !primary.eq_ignore_ascii_case("en") {
        let message = format!("the built-in words of pages are not in `{}` yet", &**text);
        let note = "dates, labels and buttons are in English; your own words stay as they are. Marks in calendars such as \
                    “Cancelled:” are in your language where Handbill knows it";
        found.push(
            Diagnostic::new(Code::UntranslatedLanguage, text.span, message)
                .note(note)
                .help("translate the templates in site-templates/"),
        );
    }
    text.value.clone()
}

fn kinds(raw: Option<&Entries<Text>>, found: &mut Diagnostics) -> Vec<Kind> {
    let mut kinds: BTreeMap<Id, Spanned<Arc<str>>> = BTreeMap::new();
    for (name, label) in raw.into_iter().flat_map(|entries| &entries.entries) {
        if let (Some(id), Some(text)) = (values::id(name, found), values::line(label, found)) {
            kinds.insert(id.value, Spanned::new(text, label.span));
        }
    }
    let built_in = BUILT_IN_KINDS.iter().filter_map(|(id, label)| {
        let id = Id::new(id)?;
        // A site may give a built-in kind another label.
        let label = kinds.remove(&id).map_or_else(|| Arc::from(*label), |own| own.value);
        Some(Kind { id, label })
    });
    let mut all: Vec<Kind> = built_in.collect();
    all.extend(kinds.into_iter().map(|(id, label)| Kind { id, label: label.value }));
    all
}

fn feeds(raw: Option<&List<RawFeed>>, found: &mut Diagnostics) -> Vec<CustomFeed> {
    let mut feeds: BTreeMap<Id, Spanned<CustomFeed>> = BTreeMap::new();
    for raw in raw.into_iter().flat_map(|list| &list.value) {
        let needed = [
            ("id", &raw.id, "id: big-days"),
            ("title", &raw.title, "title: National demos"),
            ("where", &raw.condition, "where: kind == \"demo\" and \"national\" in tags"),
        ];
        for (name, _, example) in needed.iter().filter(|(name, value, _)| raw.lacks(name, value)) {
            found.push(missing(name, example, raw.span));
        }
        let (Some(id), Some(title), Some(condition)) = (&raw.id, &raw.title, &raw.condition) else { continue };
        let read = (values::id(id, found), values::line(title, found), values::expression(condition, found));
        if let (Some(id), Some(title), Some(condition)) = read {
            let feed = CustomFeed { id: id.value.clone(), title, condition, span: id.span };
            let spanned = Spanned::new(feed, id.span);
            identity::insert_once(&mut feeds, id, spanned, "feed", found);
        }
    }
    feeds.into_values().map(|feed| feed.value).collect()
}

fn policy(text: &Text, found: &mut Diagnostics) -> Option<CancelledPolicy> {
    let policies = [("mark", CancelledPolicy::Mark), ("keep", CancelledPolicy::Keep), ("drop", CancelledPolicy::Drop)];
    choice(text, &policies, found)
}

/// One of a few words.
pub(super) fn choice<T: Copy>(text: &Text, choices: &[(&str, T)], found: &mut Diagnostics) -> Option<T> {
    let chosen = choices.iter().find(|(word, _)| *word == text.trim());
    if chosen.is_none() {
        let words = choices.iter().map(|(word, _)| *word);
        let message = format!("`{}` is not {}", values::shorten(text), wording::one_of(words.clone()));
        found.push(Diagnostic::new(Code::InvalidValue, text.span, message).help_if(wording::suggestion(text, words)));
    }
    chosen.map(|(_, value)| *value)
}
