//! The events of a year as columns.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use super::table::Table;
use crate::{
    model::{AccessFeature, Answer, Details, Event, Id, When},
    render::words,
    resolve::{CollectionSort, EventIndex, Published, Site},
};

/// Groups lie no deeper than this in each other.
const DEEPEST: usize = 32;

/// A year of events.
#[derive(Serialize)]
pub(super) struct Year<'a> {
    /// What events are found by, beside their titles.
    names: Table<(&'static str, String), Name>,
    ids: Vec<&'a str>,
    titles: Vec<&'a str>,
    /// First day, counted from the first of January; days from there to the last; the words for both.
    days: Table<(i64, i64, String), (i64, i64, String)>,
    /// By event: the number of its days.
    when: Vec<usize>,
    /// Times of day in words, nothing among them.
    times: Table<String, String>,
    /// By event: the number of the time that it starts.
    time: Vec<usize>,
    /// Classes and words of states.
    states: Table<&'static str, (&'static str, &'static str)>,
    /// By event: the number of its state.
    state: Vec<usize>,
    /// By event: the numbers of its names. Its kind comes first, then its place, then who organises.
    of: Lists,
    /// By event: how many organise.
    hosts: Vec<usize>,
}

/// What events are found by: its sort or the folder of its pages, its id, its title, the number of the name that it is a part of or -1,
/// and whether it has a colour.
#[derive(Debug, Serialize)]
struct Name(&'static str, String, String, i64, bool);

/// Lists of numbers in one text, which is smaller than lists of lists: "1 2,3,4 5".
struct Lists(Vec<Vec<usize>>);

impl Serialize for Lists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let list = |list: &Vec<usize>| list.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
        serializer.serialize_str(&self.0.iter().map(list).collect::<Vec<_>>().join(","))
    }
}

impl<'a> Year<'a> {
    /// The columns of these events.
    pub fn new(site: &'a Site, year: i32, events: &[EventIndex]) -> Self {
        let mut columns = Self {
            names: Table::new(),
            ids: Vec::new(),
            titles: Vec::new(),
            days: Table::new(),
            when: Vec::new(),
            times: Table::new(),
            time: Vec::new(),
            states: Table::new(),
            state: Vec::new(),
            of: Lists(Vec::new()),
            hosts: Vec::new(),
        };
        let january = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        events.iter().for_each(|event| columns.add(&site.events[*event], january, site));
        columns
    }

    fn add(&mut self, published: &'a Published, january: NaiveDate, site: &Site) {
        let event: &Event = &published.event;
        let when = &published.shown().when;
        let details = published.details(published.shown());
        self.ids.push(&event.id.value);
        self.titles.push(&details.title);
        self.add_when(when, published, january);
        let (class, word) = (words::status_class(details.status), words::status_word(details.status));
        self.state.push(self.states.number(class, || (class, word.unwrap_or_default())));
        let names = self.names_of(event, details, site);
        self.of.0.push(names);
        self.hosts.push(event.hosts.len());
    }

    fn add_when(&mut self, when: &When, published: &Published, january: NaiveDate) {
        let (first, last) = (when.first_day(), when.last_day());
        let is_short = when.is_dated() && first == last;
        let said = if is_short { words::day_words(first) } else { words::span_words(when, &published.event.zone) };
        let row = ((first - january).num_days(), (last - first).num_days(), said);
        self.when.push(self.days.number(row.clone(), || row));
        let time = match when {
            When::Timed(timed) if is_short => words::clock(&timed.start, &published.event.zone),
            _ => String::new(),
        };
        self.time.push(self.times.number(time.clone(), || time));
    }

    fn names_of(&mut self, event: &Event, details: &Details, site: &Site) -> Vec<usize> {
        let mut names = vec![self.kind(&event.kind, site), self.place(details)];
        names.extend(event.hosts.iter().chain(&event.supporters).map(|id| self.group(id, site, 0)));
        names.extend(event.campaigns.iter().map(|id| self.campaign(id, site)));
        let said = event.tags.iter().chain(details.speakers.iter().map(|speaker| &speaker.name));
        names.extend(said.map(|word| self.name("", String::new(), word.to_string(), -1)));
        let answers = event.access.iter().flat_map(|access| &access.answers);
        let offered = answers.filter(|(_, answer)| *answer == Answer::Yes).map(|(feature, _)| *feature);
        names.extend(offered.map(|feature| self.feature(feature)));
        names
    }

    fn name(&mut self, folder: &'static str, id: String, title: String, of: i64) -> usize {
        let key = if id.is_empty() { format!("{title}\n{of}") } else { id.clone() };
        self.names.number((folder, key), || Name(folder, id, title, of, false))
    }

    fn kind(&mut self, id: &Id, site: &Site) -> usize {
        let kind = site.settings.kinds.iter().find(|kind| kind.id == *id);
        let title = kind.map_or_else(|| id.to_string(), |kind| kind.label.to_string());
        self.name(CollectionSort::Kind.folder(), id.to_string(), title, -1)
    }

    /// A place, which is a part of its town.
    fn place(&mut self, details: &Details) -> usize {
        let town = details.place.as_ref().and_then(|place| place.town.as_deref());
        let town = town.and_then(|town| {
            Some(self.name(CollectionSort::Town.folder(), Id::slug(town)?.to_string(), town.to_owned(), -1))
        });
        self.name("", String::new(), words::short_where(details).unwrap_or_default(), signed(town))
    }

    fn campaign(&mut self, id: &Id, site: &Site) -> usize {
        let title = site.campaigns.get(id).map_or_else(|| id.to_string(), |campaign| campaign.title.to_string());
        self.name(CollectionSort::Campaign.folder(), id.to_string(), title, -1)
    }

    fn group(&mut self, id: &Id, site: &Site, depth: usize) -> usize {
        let group = site.groups.get(id);
        let whole = group.and_then(|group| group.part_of.as_ref()).filter(|_| depth < DEEPEST);
        let whole = signed(whole.map(|whole| self.group(&whole.value, site, depth + 1)));
        let folder = CollectionSort::Group.folder();
        self.names.number((folder, id.to_string()), || {
            let title = group.map_or_else(|| id.to_string(), |group| group.title.to_string());
            Name(folder, id.to_string(), title, whole, group.is_some_and(|group| group.colour.is_some()))
        })
    }

    fn feature(&mut self, feature: AccessFeature) -> usize {
        let title = words::access_feature(feature);
        self.name("access", slug::slugify(title), title.to_owned(), -1)
    }
}

fn signed(number: Option<usize>) -> i64 {
    number.and_then(|number| i64::try_from(number).ok()).unwrap_or(-1)
}
