//! Old versions of events, each read against the records as they stood at its time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::NaiveDate;

use super::{Context, event, inherit, place, settings, values};
use crate::{
    diag::Diagnostics,
    model::{Event, Id, Settings},
    parse::{InFile, Parsed, RawEvent, Text},
    source::{FileId, SourceSet, Span},
};

/// The records that events are made of besides their own files, as they stand at one time.
pub struct Ground {
    settings: Settings,
    settings_file: Option<FileId>,
    venues: BTreeMap<Id, place::Venue>,
    groups: Named,
    campaigns: Named,
    defaults: BTreeMap<Arc<str>, RawEvent>,
}

/// Groups or campaigns, as far as events show them.
#[derive(Default)]
struct Named {
    ids: BTreeSet<Id>,
    files: BTreeMap<Id, FileId>,
    titles: BTreeMap<Id, Arc<str>>,
}

impl Named {
    fn put<T>(&mut self, record: &InFile<T>, title: Option<&Text>) {
        if let (Some(id), Some(title)) = (Id::new(&record.name), line(title)) {
            self.ids.insert(id.clone());
            self.files.insert(id.clone(), record.file);
            self.titles.insert(id, title);
        }
    }

    fn remove(&mut self, id: &Id) {
        self.ids.remove(id);
        self.files.remove(id);
        self.titles.remove(id);
    }
}

fn line(text: Option<&Text>) -> Option<Arc<str>> {
    values::optional_line(text, &mut Diagnostics::default())
}

fn without_mistake<T>(read: impl FnOnce(&mut Diagnostics) -> T) -> Option<T> {
    let mut found = Diagnostics::default();
    let record = read(&mut found);
    (!found.has_errors()).then_some(record)
}

impl Ground {
    /// No record at all. The place is that of any file: nothing is ever told of it.
    pub fn new(place: Span) -> Self {
        Self {
            settings: settings::stand_in(place),
            settings_file: None,
            venues: BTreeMap::new(),
            groups: Named::default(),
            campaigns: Named::default(),
            defaults: BTreeMap::new(),
        }
    }

    /// Takes a record in; it replaces the one of the same path, unless it holds a mistake, so that it was never published like
    /// this. Events are left alone.
    pub fn put(&mut self, record: &Parsed) {
        match record {
            Parsed::Settings(raw) => {
                let settings = without_mistake(|found| settings::read(raw, found));
                self.settings_file = settings.as_ref().map(|_| raw.span.file).or(self.settings_file);
                self.settings = settings.unwrap_or_else(|| self.settings.clone());
            }
            Parsed::Group(group) => self.groups.put(group, group.record.title.as_ref()),
            Parsed::Campaign(campaign) => self.campaigns.put(campaign, campaign.record.title.as_ref()),
            Parsed::Venue(venue) => {
                let id = Id::new(&venue.name);
                let place = without_mistake(|found| place::read(&venue.record, found));
                let venue = place.map(|place| place::Venue { place, file: venue.file });
                self.venues.extend(id.zip(venue));
            }
            Parsed::Defaults(folder, defaults) => {
                self.defaults.insert(folder.clone(), RawEvent::clone(defaults));
            }
            Parsed::Page(_) | Parsed::Event(_) => {}
        }
    }

    /// Forgets the record at a path that holds no file any more.
    pub fn remove(&mut self, path: &str) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if name == "_defaults.yaml" {
            self.defaults.remove(folder);
        }
        let Some(id) = name.rsplit_once('.').and_then(|(stem, _)| Id::new(stem)) else { return };
        match folder {
            "events/_venues" => {
                self.venues.remove(&id);
            }
            "events/_groups" => self.groups.remove(&id),
            "events/_campaigns" => self.campaigns.remove(&id),
            _ => {}
        }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The version of site.yaml that they come from.
    pub fn settings_file(&self) -> Option<FileId> {
        self.settings_file
    }

    /// The title of a group.
    pub fn group(&self, id: &Id) -> Option<&str> {
        self.groups.titles.get(id).map(|title| &**title)
    }

    /// The title of a campaign.
    pub fn campaign(&self, id: &Id) -> Option<&str> {
        self.campaigns.titles.get(id).map(|title| &**title)
    }

    /// The events of a file; nothing where it holds a mistake, so that it was never published like this. `today` is where the
    /// list of an endless series' dates is counted from.
    pub fn events(&self, file: &InFile<Box<RawEvent>>, sources: &SourceSet, today: NaiveDate) -> Option<Vec<Event>> {
        let mut found = Diagnostics::default();
        let (mut inherited, mut tours) = (Vec::new(), BTreeMap::new());
        let chain = inherit::chain(&self.defaults, sources.file(file.file).folder());
        inherit::of_chain(file.clone(), chain, false, (&mut inherited, &mut tours), &mut found);
        let (none, broken) = (BTreeMap::new(), BTreeSet::new());
        let context = Context {
            sources,
            settings: &self.settings,
            kinds_are_known: true,
            today,
            venues: &self.venues,
            groups: &self.groups.ids,
            group_files: &self.groups.files,
            campaigns: &self.campaigns.ids,
            campaign_files: &self.campaigns.files,
            campaign_records: &none,
            events: None,
            broken: &broken,
        };
        let events: Option<Vec<Event>> =
            inherited.iter().map(|inherited| event::event(inherited, &context, &mut found)).collect();
        events.filter(|_| !found.has_errors())
    }
}
