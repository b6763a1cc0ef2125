//! A network's calendar, made up: the same for the same number, on every machine.

use std::{fmt::Write as _, fs, io, iter, path::Path};

/// A small generator of numbers that only look random (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.roll(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

pub const TOWNS: usize = 120;
pub const CAMPAIGNS: usize = 20;
const KINDS: [&str; 12] = [
    "demo",
    "march",
    "rally",
    "vigil",
    "picket",
    "meeting",
    "meeting",
    "meeting",
    "canvass",
    "phonebank",
    "training",
    "social",
];
const TAGS: [&str; 12] = [
    "peace",
    "housing",
    "climate",
    "national",
    "students",
    "unions",
    "health",
    "schools",
    "refugees",
    "transport",
    "welcome",
    "newcomers",
];
const WORDS: [&str; 24] = [
    "bring", "banners", "and", "friends", "we", "meet", "outside", "the", "station", "then", "walk", "together", "to",
    "square", "where", "speakers", "from", "three", "groups", "explain", "what", "comes", "next", "everyone",
];

/// How much there is: a group for every forty events in a tree of three levels, a venue for every twenty, twenty
/// campaigns, four in a hundred events a series, a fifth of the others still to come as of 2026-06-01.
#[derive(Clone, Copy)]
pub struct Network {
    pub events: usize,
    pub groups: usize,
    pub venues: usize,
}

impl Network {
    pub fn new(events: usize) -> Self {
        Self { events, groups: (events / 40).max(4), venues: (events / 20).max(4) }
    }

    /// The events, one after the other, so that they are never all in memory.
    pub fn events(self) -> impl Iterator<Item = Event> {
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        (0..self.events).map(move |number| Event::new(number, self, &mut dice))
    }

    pub fn parent(self, group: usize) -> Option<usize> {
        match group {
            0 => None,
            1..=12 => Some(0),
            _ => Some(1 + group % 12.min(self.groups - 1)),
        }
    }

    /// A group and all that it is part of.
    pub fn lineage(self, group: usize) -> impl Iterator<Item = usize> {
        iter::successors(Some(group), move |group| self.parent(*group))
    }
}

/// A place to meet.
pub struct Venue {
    pub address: String,
    pub town: usize,
    pub latitude: f64,
    pub longitude: f64,
}

impl Venue {
    pub fn new(number: usize) -> Self {
        Self {
            address: format!("{} High Street", number + 1),
            town: number % TOWNS,
            latitude: 50.0 + (number % 700) as f64 / 100.0,
            longitude: -4.0 + (number % 500) as f64 / 100.0,
        }
    }
}

/// When an event takes place.
pub enum When {
    /// Every week or so from a day of January 2026 on, at a full hour.
    Series {
        day: usize,
        hour: usize,
        every: &'static str,
    },
    Day {
        year: usize,
        month: usize,
        day: usize,
    },
    /// At half past an hour.
    Time {
        year: usize,
        month: usize,
        day: usize,
        hour: usize,
    },
}

pub struct Event {
    pub number: usize,
    pub kind: &'static str,
    pub title: String,
    pub when: When,
    pub host: usize,
    pub supporters: Vec<usize>,
    pub campaign: Option<usize>,
    pub venue: usize,
    pub tags: [&'static str; 2],
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub is_cancelled: bool,
    pub has_access: bool,
    pub has_booking: bool,
}

impl Event {
    fn new(number: usize, network: Network, dice: &mut Dice) -> Self {
        let kind = dice.pick(&KINDS);
        let title = format!("{} {number} {}", capital(kind), dice.pick(&["in the square", "for all", "again"]));
        Self {
            number,
            kind,
            title,
            when: When::new(dice),
            host: dice.roll(network.groups),
            supporters: if dice.chance(30) { (0..2).map(|_| dice.roll(network.groups)).collect() } else { Vec::new() },
            campaign: if dice.chance(60) { Some(dice.roll(CAMPAIGNS)) } else { None },
            venue: dice.roll(network.venues),
            tags: [dice.pick(&TAGS), dice.pick(&TAGS)],
            summary: sentence(dice, 8),
            description: description(dice),
            is_cancelled: dice.chance(2),
            has_access: dice.chance(20),
            has_booking: dice.chance(10),
        }
    }

    /// The name of its file, without an ending.
    pub fn id(&self) -> String {
        format!("event-{}", self.number)
    }

    /// Where its file is in the site's folder.
    pub fn path(&self) -> String {
        format!("events/{:03}/{}.yaml", self.number % 200, self.id())
    }

    /// Whether it is still to come as of 2026-06-01.
    pub fn is_to_come(&self) -> bool {
        matches!(self.when, When::Day { year: 2026, .. } | When::Time { year: 2026, .. })
    }

    /// Its file.
    pub fn yaml(&self) -> String {
        let mut text = format!("title: {}\nkind: {}\n", self.title, self.kind);
        self.when.write(&mut text);
        let _ = writeln!(text, "hosts: [group-{}]", self.host);
        if let [one, other] = self.supporters[..] {
            let _ = writeln!(text, "supporters: [group-{one}, group-{other}]");
        }
        if let Some(campaign) = self.campaign {
            let _ = writeln!(text, "campaigns: [campaign-{campaign}]");
        }
        let _ =
            writeln!(text, "place: venue-{}\ntags: [{}]\nsummary: {}", self.venue, self.tags.join(", "), self.summary);
        let _ = writeln!(text, "description: |");
        for line in self.description.lines() {
            let _ = if line.is_empty() { writeln!(text) } else { writeln!(text, "  {line}") };
        }
        if self.is_cancelled {
            text.push_str("status: cancelled\nstatus_note: Called off for the weather.\n");
        }
        if self.has_access {
            text.push_str("access: { step_free: yes, toilets: yes, hearing_loop: no }\n");
        }
        if self.has_booking {
            text.push_str("booking: { url: https://example.org/book, price: Free, capacity: 120 }\n");
        }
        text
    }
}

impl When {
    fn new(dice: &mut Dice) -> Self {
        if dice.chance(4) {
            // 2026-01-05 is a Monday.
            let (day, hour) = (5 + dice.roll(7), 18 + dice.roll(3));
            return Self::Series { day, hour, every: dice.pick(&["week", "2 weeks"]) };
        }
        let year = if dice.chance(20) { 2026 } else { 2021 + dice.roll(5) };
        let month = if year == 2026 { 6 + dice.roll(7) } else { 1 + dice.roll(12) };
        let day = 1 + dice.roll(28);
        if dice.chance(8) {
            Self::Day { year, month, day }
        } else {
            Self::Time { year, month, day, hour: 9 + dice.roll(11) }
        }
    }

    fn write(&self, text: &mut String) {
        let _ = match self {
            Self::Series { day, hour, every } => {
                writeln!(text, "start: 2026-01-{day:02} {hour}:00\nduration: 2h\nrepeats: {{ every: {every} }}")
            }
            Self::Day { year, month, day } => writeln!(text, "start: {year}-{month:02}-{day:02}"),
            Self::Time { year, month, day, hour } => {
                writeln!(text, "start: {year}-{month:02}-{day:02} {hour:02}:30\nduration: 2h")
            }
        };
    }
}

/// Writes a site of so many events into a folder that does not exist yet.
pub fn site(folder: &Path, events: usize) -> io::Result<()> {
    let network = Network::new(events);
    put(
        folder,
        "site.yaml",
        "title: Network calendar\nbase_url: https://network.example.org/\ntimezone: Europe/London\nlanguage: en-GB\n\
         description: What is on in every town.\n\
         # Its peers draw none either.\nshare_pictures: no\n",
    )?;
    for group in 0..network.groups {
        let parent = network.parent(group).map_or_else(String::new, |parent| format!("part_of: group-{parent}\n"));
        put(
            folder,
            &format!("events/_groups/group-{group}.yaml"),
            &format!(
                "title: Group {group}\ntown: Town {}\n{parent}url: https://example.org/groups/{group}\n",
                group % TOWNS
            ),
        )?;
    }
    for campaign in 0..CAMPAIGNS {
        let path = format!("events/_campaigns/campaign-{campaign}.yaml");
        put(folder, &path, &format!("title: Campaign {campaign}\n"))?;
    }
    for number in 0..network.venues {
        let Venue { address, town, latitude, longitude } = Venue::new(number);
        put(
            folder,
            &format!("events/_venues/venue-{number}.yaml"),
            &format!(
                "name: Hall {number}\naddress: {address}\ntown: Town {town}\ncountry: GB\ngeo: [{latitude:.4}, {longitude:.4}]\n"
            ),
        )?;
    }
    network.events().try_for_each(|event| put(folder, &event.path(), &event.yaml()))
}

/// Writes a file and the folders that it lies in.
pub fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap_or(folder))?;
    fs::write(path, text)
}

fn description(dice: &mut Dice) -> String {
    format!(
        "{}\n\n{}\n\n- {}\n- [{}](https://example.org/more)\n",
        sentence(dice, 30),
        sentence(dice, 24),
        sentence(dice, 6),
        sentence(dice, 3)
    )
}

fn sentence(dice: &mut Dice, words: usize) -> String {
    let words: Vec<&str> = (0..words).map(|_| dice.pick(&WORDS)).collect();
    capital(&words.join(" "))
}

fn capital(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
