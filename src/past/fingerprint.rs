//! Whether an event's entry in a calendar is still the same: one number for everything that it is made of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    hash::Hash,
    sync::Arc,
};

use chrono::{DateTime, Utc};

use crate::{
    model::{Catalogue, Event, Id, Publication, Settings, Status},
    source::Digester,
};

/// A hash of everything that an event's entry is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl Fingerprint {
    /// Reads what [`Fingerprint`] prints as.
    pub fn parse(digits: &str) -> Option<Self> {
        let plain = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        plain.then(|| u128::from_str_radix(digits, 16).ok())?.map(|number| Self(number.to_be_bytes()))
    }
}

/// What the groups and campaigns are called that an event names.
pub trait Titles {
    /// The title of a group.
    fn group(&self, id: &Id) -> Option<&str>;
    /// The title of a campaign.
    fn campaign(&self, id: &Id) -> Option<&str>;
    /// The title of an event that lists may hold.
    fn event(&self, id: &Id) -> Option<&str>;
}

/// The titles in a catalogue.
pub struct CatalogueTitles<'a> {
    catalogue: &'a Catalogue,
    events: BTreeMap<Id, Arc<str>>,
}

impl<'a> CatalogueTitles<'a> {
    /// The titles of a catalogue's groups and campaigns, and of these events.
    pub fn new(catalogue: &'a Catalogue, events: &[Arc<Event>]) -> Self {
        // Only of events that another is replaced by anything is asked.
        let asked: BTreeSet<&Id> =
            events.iter().filter_map(|event| event.replaced_by.as_ref()).map(|id| &id.value).collect();
        let listed = events.iter().filter(|event| event.publication == Publication::Listed);
        let listed = listed.filter(|event| asked.contains(&event.id.value));
        let events = listed.map(|event| (event.id.value.clone(), event.details.title.clone())).collect();
        Self { catalogue, events }
    }
}

impl Titles for CatalogueTitles<'_> {
    fn group(&self, id: &Id) -> Option<&str> {
        self.catalogue.groups.get(id).map(|group| &*group.title)
    }

    fn campaign(&self, id: &Id) -> Option<&str> {
        self.catalogue.campaigns.get(id).map(|campaign| &*campaign.title)
    }

    fn event(&self, id: &Id) -> Option<&str> {
        self.events.get(id).map(|title| &**title)
    }
}

/// The fingerprint of an event: of its own facts and of what its entry shows of others. Where something is written, in which
/// file or order of files, does not enter it, nor does what the public is not told.
pub fn fingerprint(event: &Event, settings: &Settings, titles: &dyn Titles) -> Fingerprint {
    let mut hasher = Digester::default();
    hash_event(event, &mut hasher);
    event.hosts.iter().chain(&event.supporters).for_each(|id| titles.group(id).hash(&mut hasher));
    event.campaigns.iter().for_each(|id| titles.campaign(id).hash(&mut hasher));
    event.replaced_by.as_ref().map(|id| titles.event(&id.value)).hash(&mut hasher);
    let kind = settings.kinds.iter().find(|kind| kind.id == event.kind).map(|kind| &kind.label);
    (kind, &settings.base_url, &settings.language, settings.moved_days).hash(&mut hasher);
    // The policy shows in what is cancelled alone.
    may_be_cancelled(event).then_some(settings.cancelled as u8).hash(&mut hasher);
    Fingerprint(hasher.digest())
}

fn may_be_cancelled(event: &Event) -> bool {
    let changes = event.series.iter().flat_map(|series| series.changes.values());
    let mut details = std::iter::once(&event.details).chain(changes.map(|change| &change.details));
    details.any(|details| details.status == Status::Cancelled)
}

/// The fingerprint of an event as it is seen at a moment, in UTC: a place that is told later does not enter it.
pub fn seen(
    event: &Event,
    at: DateTime<Utc>,
    full: Fingerprint,
    settings: &Settings,
    titles: &dyn Titles,
) -> Fingerprint {
    if event.announce.place_at.is_none_or(|told| told <= at) {
        return full;
    }
    let mut event = event.clone();
    event.withhold_place();
    fingerprint(&event, settings, titles)
}

fn hash_event(event: &Event, hasher: &mut Digester) {
    // Every field is named, so that a new one must be thought of here.
    let Event {
        id,
        files: _,
        aliases: _,
        tour: _,
        kind,
        zone,
        when,
        when_span: _,
        details,
        hosts,
        supporters,
        campaigns,
        tags,
        replaced_by,
        booking,
        contact,
        image,
        access,
        programme,
        travel,
        announce: _,
        publication,
        report,
        series,
    } = event;
    (id, kind, zone, when, details, hosts, supporters, campaigns, tags).hash(hasher);
    (replaced_by, booking, contact, access, programme, travel, publication, report).hash(hasher);
    image.as_ref().map(|image| &image.source).hash(hasher);
    series.as_ref().map(|series| (&series.rule, &series.except, &series.also, &series.changes)).hash(hasher);
}
