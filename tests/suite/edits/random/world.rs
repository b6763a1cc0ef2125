//! A site, what the test knows of it, and how each edit changes both.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use chrono::{Days, TimeDelta};

use super::{
    edit::Edit,
    plan::{Event, Series, Standing, Status, Where},
};
use crate::edits::{
    calendar::Occurrence,
    life::{Life, SITE},
};

const ADDRESSES: [&str; 2] = ["https://example.org/", "https://calendar.example.net/"];

pub struct World {
    life: Life,
    events: Vec<Event>,
    /// The numbers in the hall's address, the host's name and the default summary.
    hall: u8,
    host: u8,
    default: u8,
    address: usize,
    made: usize,
    /// What is on the disk.
    files: BTreeMap<String, String>,
    /// Commits that may be squashed: no event came or went since the first of them.
    commits: Vec<String>,
}

impl World {
    pub fn new() -> Result<Self, String> {
        let mut world = Self {
            life: Life::of([]),
            events: Vec::new(),
            hall: 1,
            host: 1,
            default: 1,
            address: 0,
            made: 0,
            files: BTreeMap::new(),
            commits: Vec::new(),
        };
        (0..3).for_each(|_| world.create());
        world.save();
        world.commit(true);
        world.look(&BTreeSet::new(), false)?;
        Ok(world)
    }

    /// Does an edit, builds and looks.
    pub fn live(&mut self, edit: &Edit) -> Result<(), String> {
        match edit {
            Edit::Squash(count) => self.squash(*count),
            Edit::Merge => self.merge(),
            Edit::Break => self.break_and_mend(),
            Edit::Wait(days) => {
                self.life.repository.wait(TimeDelta::days(*days));
                self.look(&BTreeSet::new(), false)
            }
            Edit::Uncommitted(edit) => {
                let gone = self.apply(edit);
                self.save();
                self.look(&gone, false)?;
                self.commit(true);
                self.look(&BTreeSet::new(), true)
            }
            edit => {
                let before = self.ids();
                let gone = self.apply(edit);
                self.save();
                self.commit(before != self.ids());
                self.look(&gone, false)
            }
        }
    }

    /// Ids in calendars, and whether they are there to stay.
    fn ids(&self) -> Vec<(String, bool)> {
        self.events.iter().map(|event| (event.id.clone(), event.standing == Standing::Listed)).collect()
    }

    fn create(&mut self) {
        let now = self.life.repository.now().date_naive();
        let id = char::from(b'a' + u8::try_from(self.made % 26).unwrap()).to_string();
        self.events.push(Event::new(&id, now + Days::new(16 + 9 * self.made as u64)));
        self.made += 1;
    }

    /// Changes what is known; tells which events lose an entry by it.
    fn apply(&mut self, edit: &Edit) -> BTreeSet<String> {
        match edit {
            Edit::Create => self.create(),
            Edit::ChangeVenue => self.hall += 1,
            Edit::ChangeHost => self.host += 1,
            Edit::ChangeDefault => self.default += 1,
            Edit::ChangeAddress => self.address = 1 - self.address,
            edit => return self.apply_to_event(edit),
        }
        BTreeSet::new()
    }

    fn apply_to_event(&mut self, edit: &Edit) -> BTreeSet<String> {
        let (hall, now) = (self.hall, self.life.repository.now());
        let number = edit.event() % self.events.len();
        let event = &mut self.events[number];
        let before = event.id.clone();
        let is_there = event.is_in_files();
        let is_listed = event.standing == Standing::Listed;
        match edit {
            Edit::Restore(_) => event.standing = Standing::Listed,
            // Whether what is over and deleted took place is not for the program to say.
            Edit::Delete(_) if is_listed && event.is_coming(hall, now) => {
                event.standing = Standing::Deleted(event.remains(hall, now));
            }
            Edit::Draft(_) if is_listed && event.is_coming(hall, now) => {
                event.standing = Standing::Draft(event.remains(hall, now));
            }
            Edit::Withdraw(_) if is_listed => event.standing = Standing::Withdrawn,
            Edit::Unlist(_) if is_listed => event.standing = Standing::Unlisted,
            edit if is_there && (is_listed || !renames(edit)) => change(event, edit),
            _ => {}
        }
        [before].into()
    }

    /// The files as they should be.
    fn planned_files(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        let (lists, alone): (Vec<&Event>, Vec<&Event>) =
            self.events.iter().filter(|event| event.is_in_files()).partition(|event| event.in_list);
        for event in alone {
            files.insert(event.file.clone(), event.fields().join("\n") + "\n");
        }
        let mut list = "events:\n".to_owned();
        for event in &lists {
            let _ = writeln!(list, "  - {}", event.fields().join("\n    "));
        }
        if !lists.is_empty() {
            files.insert("events/list.yaml".into(), list);
        }
        let site = SITE.replace("https://example.org/", ADDRESSES[self.address]);
        files.insert("site.yaml".into(), site);
        files.insert(
            "events/_venues/hall.yaml".into(),
            format!("name: Town Hall\naddress: {} Mare Street\n", self.hall),
        );
        files.insert("events/_groups/hackney.yaml".into(), format!("title: Hackney {}\n", self.host));
        let defaults = format!("hosts: [hackney]\nsummary: Default {}.\n", self.default);
        files.insert("events/_defaults.yaml".into(), defaults);
        files
    }

    fn save(&mut self) {
        let planned = self.planned_files();
        for path in self.files.keys().filter(|path| !planned.contains_key(*path)) {
            self.life.repository.remove(path);
        }
        for (path, text) in planned.iter().filter(|(path, text)| self.files.get(*path) != Some(*text)) {
            self.life.repository.write(path, text);
        }
        self.files = planned;
        self.life.base_url = ADDRESSES[self.address];
    }

    fn commit(&mut self, starts_anew: bool) {
        self.life.repository.commit();
        if starts_anew {
            self.commits.clear();
        }
        self.commits.push(self.life.repository.commit_of("HEAD"));
    }

    fn squash(&mut self, count: usize) -> Result<(), String> {
        let Some(first) = self.commits.len().checked_sub(count + 1) else { return Ok(()) };
        self.life.repository.squash(&self.commits[first].clone());
        self.commits.truncate(first + 1);
        self.commits.push(self.life.repository.commit_of("HEAD"));
        self.look(&BTreeSet::new(), true)
    }

    /// A new event in a branch, and meanwhile a new address of the hall.
    fn merge(&mut self) -> Result<(), String> {
        self.life.repository.branch(&format!("branch-{}", self.made));
        let branch = format!("branch-{}", self.made);
        let before = self.files.clone();
        self.create();
        self.save();
        self.commit(true);
        self.life.repository.checkout("main");
        let created = self.events.pop();
        self.files = before;
        self.hall += 1;
        self.save();
        self.commit(true);
        self.look(&BTreeSet::new(), false)?;
        self.life.repository.merge(&branch);
        self.events.extend(created);
        self.files = self.planned_files();
        self.commits = vec![self.life.repository.commit_of("HEAD")];
        self.look(&BTreeSet::new(), false)
    }

    fn break_and_mend(&mut self) -> Result<(), String> {
        self.life.edit("events/broken.yaml", "title: [\n");
        self.life.is_refused();
        self.life.remove("events/broken.yaml");
        self.commits = vec![self.life.repository.commit_of("HEAD")];
        self.look(&BTreeSet::new(), false)
    }

    fn look(&mut self, gone: &BTreeSet<String>, is_noisy: bool) -> Result<(), String> {
        let mut dates: Vec<Occurrence> = self.events.iter().flat_map(|event| event.occurrences(self.hall)).collect();
        dates.sort_by(|a, b| (a.start.instant(), &a.title).cmp(&(b.start.instant(), &b.title)));
        let lines: Vec<String> = dates.iter().map(ToString::to_string).collect();
        let step = self.life.step().may_lose(gone);
        let step = if is_noisy { step.noise("a later commit of what was built before") } else { step };
        step.check(&lines).map(|_| ())
    }
}

/// Tombstones are not renamed: a draft or a withdrawn event under a new name would be another event.
fn renames(edit: &Edit) -> bool {
    matches!(edit, Edit::RenameWithAlias(_))
}

fn change(event: &mut Event, edit: &Edit) {
    match edit {
        Edit::Say(_, word) => event.summary = *word,
        Edit::Retitle(_, word) => event.title = format!("Event {} {word}", event.id),
        Edit::Move(_, days, hour) => {
            event.day += TimeDelta::days(*days);
            event.hour = event.hour.map(|_| *hour);
        }
        Edit::ChangeZone(_) => event.is_in_paris = !event.is_in_paris,
        Edit::ChangeForm(_) => event.hour = if event.hour.is_some() { None } else { Some(18) },
        Edit::ChangePlace(_, place) => event.place = Where::Written(*place),
        Edit::Repeat(_) => event.series = event.series.is_none().then(Series::default),
        Edit::Except(_, week) => change_week(event, *week, |series| &mut series.excepted),
        Edit::MoveDate(_, week) => change_week(event, *week, |series| &mut series.moved),
        Edit::CancelDate(_, week) => change_week(event, *week, |series| &mut series.cancelled),
        Edit::Cancel(_) => event.status = Status::Cancelled,
        Edit::Postpone(_) => event.status = Status::Postponed,
        Edit::Revive(_) => event.status = Status::Confirmed,
        Edit::RenameWithId(_) => event.file = event.file.replace(".yaml", "-renamed.yaml"),
        Edit::RenameWithAlias(_) if !event.in_list => {
            event.aliases.push(event.id.clone());
            event.id.push('x');
            event.file = format!("events/{}.yaml", event.id);
        }
        Edit::ChangeFolder(_, folder) => {
            let name = event.file.rsplit('/').next().unwrap_or_default();
            event.file = format!("events/folder-{folder}/{name}");
        }
        Edit::List(_) => event.in_list = !event.in_list,
        _ => {}
    }
}

/// Makes a week depart from the series, or no longer; at most two are excepted.
fn change_week(event: &mut Event, week: u64, departures: fn(&mut Series) -> &mut BTreeSet<u64>) {
    let Some(series) = &mut event.series else { return };
    let weeks = departures(series);
    if !weeks.remove(&week) && weeks.len() < 2 {
        weeks.insert(week);
    }
}
