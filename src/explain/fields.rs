//! Where each field of an event came from.

use super::{Field, Spot, Told, public::moment};
use crate::{
    check::Inherited,
    diag::wording,
    model::{UNKNOWN_LENGTH_HOURS, When},
    parse::{InFile, List, RawPlace, RawSite, Reference, Text, Written},
    source::Span,
};

/// Where the town of an event's place is written.
pub(super) fn town(event: &Inherited, raw: &RawSite) -> Option<Span> {
    let town = match event.record.place.as_ref()? {
        Reference::Short(id) => venue_of(raw, id)?.record.town.as_ref(),
        Reference::Inline(place) => place.town.as_ref(),
    };
    town.map(Written::span)
}

fn venue_of<'a>(raw: &'a RawSite, id: &str) -> Option<&'a InFile<RawPlace>> {
    raw.venues.iter().find(|venue| *venue.name.value == *id)
}

impl Told<'_> {
    /// Every field that is written somewhere, in the order of the format, and what holds where none is.
    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        for (name, value) in self.event.record.parts() {
            match &*name {
                "id" => fields.extend(self.id()),
                _ => self.add(&name, value, &mut fields),
            }
            match &*name {
                "hosts" | "supporters" | "campaigns" => self.add_titles(&name, &mut fields),
                _ => {}
            }
        }
        fields.extend(self.not_written());
        if self.event.record.id.is_none() {
            fields.extend(self.id());
        }
        fields
    }

    /// A field, or each part of one that has parts; what stands in a list is told of entry by entry.
    fn add(&self, name: &str, value: &dyn Written, fields: &mut Vec<Field>) {
        let parts = if name.ends_with(']') { Vec::new() } else { value.parts() };
        if parts.is_empty() {
            fields.push(self.written(name, value));
            if name == "place" || name.ends_with(".place") {
                self.add_venue(name, &value.line(), fields);
            }
        }
        for (part, value) in parts {
            let dot = if part.starts_with('[') { "" } else { "." };
            // A date of a series may be anything that somebody wrote before a colon.
            self.add(&format!("{name}{dot}{}", wording::shorten(&part, 40)), value, fields);
        }
    }

    fn written(&self, name: &str, value: &dyn Written) -> Field {
        let at = Some(self.spots().at(value.span()));
        Field { field: name.to_owned(), value: value.line(), from: self.from(value.span()), at, note: self.note(name) }
    }

    /// The sort of place that a span lies in.
    fn from(&self, span: Span) -> &'static str {
        let own = self.event.record.span;
        let name = self.sources.file(span.file).name();
        match () {
            () if span.file != own.file && name == "_defaults.yaml" => "defaults",
            () if span.file != own.file => "site",
            () if own.start() <= span.start() && span.end() <= own.end() => "event",
            () if self.is_stop() => "tour",
            () => "list",
        }
    }

    /// Whether the event is a stop of a tour, even of one that cannot be understood.
    fn is_stop(&self) -> bool {
        let file = self.raw.events.iter().find(|file| file.file == self.event.record.span.file);
        file.is_some_and(|file| file.record.stops.is_some())
    }

    /// What is to be said of a field beside its value.
    fn note(&self, name: &str) -> Option<String> {
        let event = self.model()?;
        let at = event.announce.place_at.filter(|at| *at > self.site.now)?;
        let is_place = name == "place" || name.starts_with("place.") || name.ends_with(".place");
        let hint = event.announce.place_hint.as_deref();
        let shown = hint.map_or(String::new(), |hint| format!(", calendars show `{hint}`"));
        is_place.then(|| format!("withheld until {}{shown}", moment(at, &event.zone)))
    }

    /// The parts of a venue.
    fn add_venue(&self, name: &str, id: &str, fields: &mut Vec<Field>) {
        let Some(venue) = venue_of(self.raw, id) else { return };
        for (part, value) in venue.record.parts() {
            let field = Field { from: "venue", ..self.written(&format!("{name}.{part}"), value) };
            fields.push(field);
        }
    }

    /// What groups and campaigns are called.
    fn add_titles(&self, list: &str, fields: &mut Vec<Field>) {
        let record = &self.event.record;
        let title = |id: &str| -> Option<(&'static str, &Text)> {
            let group = || self.raw.groups.iter().find(|group| *group.name.value == *id)?.record.title.as_ref();
            let campaign = || self.raw.campaigns.iter().find(|file| *file.name.value == *id)?.record.title.as_ref();
            if list == "campaigns" { Some(("campaign", campaign()?)) } else { Some(("group", group()?)) }
        };
        let ids = match list {
            "hosts" => &record.hosts,
            "supporters" => &record.supporters,
            _ => &record.campaigns,
        };
        for id in ids.iter().flat_map(|ids: &List<Text>| &ids.value) {
            if let Some((from, title)) = title(id) {
                let field = self.written(&format!("{list}.{}.title", id.value), title);
                fields.push(Field { from, ..field });
            }
        }
    }

    /// The identity: written, made of the tour's and the stop's own, or the name of the file.
    fn id(&self) -> Option<Field> {
        let id = self.event.id.as_ref()?;
        let (from, at, note) = match &self.event.record.id {
            Some(written) if self.is_stop() => {
                let note = format!("the tour's id, a hyphen and the stop's own, `{}`", written.value);
                ("event", Some(self.spots().at(written.span)), Some(note))
            }
            Some(written) => ("event", Some(self.spots().at(written.span)), None),
            None => ("file-name", None, Some("not written: the name of the file".to_owned())),
        };
        Some(Field { field: "id".to_owned(), value: id.value.to_string(), from, at, note })
    }

    /// What holds of a field that is written nowhere.
    fn not_written(&self) -> Vec<Field> {
        let record = &self.event.record;
        let mut fields = Vec::new();
        if record.timezone.is_none() {
            fields.push(self.zone());
        }
        if record.status.is_none() {
            fields.push(default("status", "confirmed", DEFAULT.to_owned()));
        }
        let starts = self.model().map(|event| event.when);
        if let Some(When::Timed(timed)) = starts.filter(|_| record.end.is_none() && record.duration.is_none())
            && timed.end.is_none()
        {
            let length = wording::count(UNKNOWN_LENGTH_HOURS.unsigned_abs() as usize, "hour");
            fields.push(default("end", "", format!("not written: calendars show {length}")));
        }
        fields
    }

    fn zone(&self) -> Field {
        let written = self.raw.settings.as_ref().and_then(|settings| settings.timezone.as_ref());
        match written {
            Some(zone) => {
                let note = Some("not written: the site's".to_owned());
                Field { from: "site", note, ..self.written("timezone", zone) }
            }
            None => default("timezone", "UTC", "not written, nor in site.yaml: this is the default".to_owned()),
        }
    }
}

/// What is said of a field that the program fills in.
const DEFAULT: &str = "not written: this is the default";

fn default(name: &str, value: &str, note: String) -> Field {
    Field { field: name.to_owned(), value: value.to_owned(), from: "default", at: None::<Spot>, note: Some(note) }
}
