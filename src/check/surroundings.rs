//! What events are checked against, and the events of one file checked against it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{
    Context, Inherited, event,
    eyebrow::{self, Slot},
    groups, identity, inherit, known_ids, look, pages, place, settings,
};
use crate::{
    diag::Diagnostics,
    model::{Campaign, Catalogue, Event, Group, Id, Settings, SitePage, Tour},
    parse::{InFile, RawEvent, RawSite},
    source::{FileId, SourceSet, Span, Spanned},
};

/// Everything that holds for many events: settings, venues, groups, campaigns, defaults of folders.
pub(super) struct Surroundings {
    /// The records, those of events left out.
    raw: RawSite,
    today: NaiveDate,
    settings: Settings,
    pages: Arc<Vec<SitePage>>,
    venues: BTreeMap<Id, place::Venue>,
    groups: BTreeMap<Id, Group>,
    known_groups: BTreeSet<Id>,
    group_files: BTreeMap<Id, FileId>,
    campaigns: BTreeMap<Id, Campaign>,
    known_campaigns: BTreeSet<Id>,
    campaign_files: BTreeMap<Id, FileId>,
}

/// The events of one file as they are written, with all that they inherit.
pub(super) struct Spread {
    file: FileId,
    events: Vec<Inherited>,
    tours: BTreeMap<Id, Tour>,
    found: Diagnostics,
}

/// What became of one file.
#[derive(Debug, Default)]
pub(super) struct CheckedFile {
    pub(super) file: Option<FileId>,
    pub(super) events: Vec<CheckedEvent>,
    tours: BTreeMap<Id, Tour>,
    found: Diagnostics,
    /// Whether an event of it names another.
    pub(super) names_others: bool,
    /// Whether it should hold events and cannot be read.
    pub(super) is_broken: bool,
}

/// An event; nothing where it is too wrong.
#[derive(Debug)]
pub(super) struct CheckedEvent {
    pub(super) id: Option<Spanned<Id>>,
    pub(super) event: Option<Arc<Event>>,
    /// The place and time that it takes up.
    pub(super) slot: Option<Slot>,
}

/// The events that others may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct KnownEvents {
    ids: BTreeSet<Arc<str>>,
    /// Files that could not be read: what others expect in them is not missing.
    broken: BTreeSet<Arc<str>>,
}

impl CheckedFile {
    /// A file of which nothing is known but what was found in it.
    pub(super) fn unread(file: FileId, is_broken: bool, found: Diagnostics) -> Self {
        Self { file: Some(file), found, is_broken, ..Self::default() }
    }
}

impl CheckedFile {
    /// Whether something was found in it.
    pub(super) fn has_findings(&self) -> bool {
        !self.found.is_empty()
    }

    /// Tells what was found in it.
    pub(super) fn tell(&self, found: &mut Diagnostics) {
        found.append(self.found.clone());
    }

    /// The events that may simply stand in the place of those that the file held before: they have the same ids, take up the same
    /// place and time, and neither belong to a tour nor name others.
    pub(super) fn exchangeable<'a>(&'a self, old: &Self) -> Option<Vec<&'a Arc<Event>>> {
        let are_plain = [self, old].iter().all(|file| file.tours.is_empty() && !file.names_others);
        if !are_plain || self.events.len() != old.events.len() {
            return None;
        }
        let pairs = self.events.iter().zip(&old.events);
        pairs.map(|(new, old)| new.event.as_ref().filter(|_| old.event.is_some() && new.slot == old.slot)).collect()
    }
}

impl Spread {
    /// Whether its events have the ids of those that were checked before.
    pub(super) fn has_ids_of(&self, old: &CheckedFile) -> bool {
        let ids = self.events.iter().map(|event| event.id.as_ref().map(|id| &id.value));
        ids.eq(old.events.iter().map(|event| event.id.as_ref().map(|id| &id.value)))
    }

    /// The file.
    pub(super) fn file(&self) -> FileId {
        self.file
    }
}

impl Surroundings {
    /// Checks the records that hold for many events; nothing where there is no file at all.
    pub(super) fn new(raw: RawSite, sources: &SourceSet, today: NaiveDate, found: &mut Diagnostics) -> Option<Self> {
        let pages = pages::pages(&raw, sources, found);
        let mut settings = match &raw.settings {
            Some(settings) => settings::read(settings, found),
            None => settings::stand_in(Span::start_of(sources.iter().next()?.0)),
        };
        if let Some(raw_settings) = &raw.settings {
            look::look(&mut settings.look, raw_settings, (&raw, &pages), sources, found);
        }
        let groups = groups::groups(&raw, found);
        let campaigns = groups::campaigns(&raw.campaigns, &settings.zone, found);
        raw.defaults.values().for_each(|defaults| inherit::check_defaults(defaults, found));
        Some(Self {
            today,
            venues: place::venues(&raw, sources, found),
            // A group whose own file is wrong is no reason to report every event that names it.
            known_groups: known_ids(raw.groups.iter().map(|group| &group.name), raw.broken_in("events/_groups")),
            group_files: groups.iter().map(|(id, group)| (id.clone(), group.file)).collect(),
            known_campaigns: known_ids(
                raw.campaigns.iter().map(|campaign| &campaign.name),
                raw.broken_in("events/_campaigns"),
            ),
            campaign_files: campaigns.iter().map(|(id, campaign)| (id.clone(), campaign.file)).collect(),
            settings,
            pages: Arc::new(pages),
            groups,
            campaigns,
            raw,
        })
    }

    /// The events of a file with what they inherit.
    pub(super) fn spread(&self, file: InFile<Box<RawEvent>>, mut found: Diagnostics, sources: &SourceSet) -> Spread {
        let number = file.file;
        let (mut events, mut tours) = (Vec::new(), BTreeMap::new());
        inherit::of_file(file, &self.raw, sources, (&mut events, &mut tours), &mut found);
        Spread { file: number, events, tours, found }
    }

    /// The events that others may name, whatever is wrong with their fields: those of files that are checked now, and those of files
    /// that were checked before.
    pub(super) fn known_events<'a>(
        &self,
        spread: &[Spread],
        before: impl Iterator<Item = &'a CheckedFile>,
        sources: &SourceSet,
    ) -> KnownEvents {
        let ids = spread.iter().flat_map(|file| &file.events).filter_map(|event| event.id.as_ref());
        let mut known =
            KnownEvents { ids: ids.map(|id| Arc::from(&*id.value)).collect(), broken: self.raw.broken.clone() };
        for file in before {
            known.ids.extend(file.events.iter().filter_map(|event| Some(Arc::from(&*event.id.as_ref()?.value))));
            known.broken.extend(file.file.filter(|_| file.is_broken).map(|file| sources.file(file).path.clone()));
        }
        known
    }

    /// The day that the list of an endless series' dates is counted from.
    pub(super) fn today(&self) -> NaiveDate {
        self.today
    }

    /// Checks the events of a file.
    pub(super) fn check(&self, spread: Spread, sources: &SourceSet, known: &KnownEvents) -> CheckedFile {
        let Spread { file, events, tours, mut found } = spread;
        let context = self.context(sources, known);
        let check = |event: &Inherited| {
            let checked = event::event(event, &context, &mut found).map(Arc::new);
            let slot = checked.as_deref().and_then(eyebrow::slot);
            CheckedEvent { id: event.id.clone(), event: checked, slot }
        };
        let names_others = events.iter().any(|event| event.record.replaced_by.is_some());
        let events = events.iter().map(check).collect();
        CheckedFile { file: Some(file), events, tours, found, names_others, is_broken: false }
    }

    fn context<'a>(&'a self, sources: &'a SourceSet, known: &'a KnownEvents) -> Context<'a> {
        Context {
            sources,
            settings: &self.settings,
            kinds_are_known: self.raw.settings.as_ref().is_some_and(|settings| !settings.spoilt.contains(&"kinds")),
            today: self.today,
            venues: &self.venues,
            groups: &self.known_groups,
            group_files: &self.group_files,
            campaigns: &self.known_campaigns,
            campaign_files: &self.campaign_files,
            campaign_records: &self.campaigns,
            events: Some(&known.ids),
            broken: &known.broken,
        }
    }

    /// The catalogue of these files, in their order; what only shows when all are together is found here.
    pub(super) fn catalogue(&self, files: &[Arc<CheckedFile>], found: &mut Diagnostics) -> Catalogue {
        let all = files.iter().flat_map(|file| &file.events);
        let mut events: Vec<(&Spanned<Id>, &CheckedEvent)> =
            all.filter_map(|event| Some((event.id.as_ref()?, event))).collect();
        events.sort_by(|(a, _), (b, _)| a.value.cmp(&b.value));
        once(&mut events, found);
        let slots = events.iter().filter_map(|(_, checked)| Some((checked.slot?, &**checked.event.as_ref()?)));
        eyebrow::clashes(slots.collect(), found);
        let events: Vec<Arc<Event>> = events.into_iter().filter_map(|(_, checked)| checked.event.clone()).collect();
        identity::replaced_by_loops(&events, found);
        self.catalogue_with(tours(files, found), events)
    }

    /// The catalogue of these tours and events, the latter by id.
    pub(super) fn catalogue_with(&self, tours: BTreeMap<Id, Tour>, events: Vec<Arc<Event>>) -> Catalogue {
        Catalogue {
            settings: self.settings.clone(),
            pages: self.pages.clone(),
            groups: self.groups.clone(),
            campaigns: self.campaigns.clone(),
            tours,
            events,
        }
    }
}

fn tours(files: &[Arc<CheckedFile>], found: &mut Diagnostics) -> BTreeMap<Id, Tour> {
    let mut tours: BTreeMap<Id, Tour> = BTreeMap::new();
    for (id, tour) in files.iter().flat_map(|file| &file.tours) {
        match tours.get(id) {
            Some(first) => found.push(identity::duplicate(id, tour.id.span, first.id.span, "tour")),
            None => {
                tours.insert(id.clone(), tour.clone());
            }
        }
    }
    tours
}

/// Reports every id that two events have, and leaves the first of them, in the order of the files, for both.
fn once(events: &mut Vec<(&Spanned<Id>, &CheckedEvent)>, found: &mut Diagnostics) {
    events.dedup_by(|(later, _), (first, _)| {
        let is_taken = later.value == first.value;
        if is_taken {
            found.push(identity::duplicate(&later.value, later.span, first.span, "event"));
        }
        is_taken
    });
}
