//! A network's calendar, made up: the same for the same number, on every machine.

use std::{fmt::Write as _, fs, io, path::Path};

/// A small generator of numbers that only look random (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

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

/// Writes a site of so many events into a folder that does not exist yet.
///
/// A group for every forty events in a tree of three levels, a venue for every twenty, twenty campaigns, four in a
/// hundred events a series, a fifth of the others still to come as of 2026-06-01.
pub fn site(folder: &Path, events: usize) -> io::Result<()> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let groups = (events / 40).max(4);
    let venues = (events / 20).max(4);
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("site.yaml"),
        "title: Network calendar\nbase_url: https://network.example.org/\ntimezone: Europe/London\nlanguage: en-GB\n\
         description: What is on in every town.\n",
    )?;
    let file = |name: String, text: String| {
        let path = folder.join("events").join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)
    };
    for group in 0..groups {
        let parent = match group {
            0 => String::new(),
            1..=12 => "part_of: group-0\n".to_owned(),
            _ => format!("part_of: group-{}\n", 1 + group % 12.min(groups - 1)),
        };
        file(
            format!("_groups/group-{group}.yaml"),
            format!(
                "title: Group {group}\ntown: Town {}\n{parent}url: https://example.org/groups/{group}\n",
                group % 120
            ),
        )?;
    }
    for campaign in 0..20 {
        file(format!("_campaigns/campaign-{campaign}.yaml"), format!("title: Campaign {campaign}\n"))?;
    }
    for venue in 0..venues {
        file(
            format!("_venues/venue-{venue}.yaml"),
            format!(
                "name: Hall {venue}\naddress: {} High Street\ntown: Town {}\ncountry: GB\ngeo: [{:.4}, {:.4}]\n",
                venue + 1,
                venue % 120,
                50.0 + (venue % 700) as f64 / 100.0,
                -4.0 + (venue % 500) as f64 / 100.0
            ),
        )?;
    }
    for number in 0..events {
        file(format!("{:03}/event-{number}.yaml", number % 200), event(number, groups, venues, &mut dice))?;
    }
    Ok(())
}

fn event(number: usize, groups: usize, venues: usize, dice: &mut Dice) -> String {
    let mut text = String::new();
    let kind = dice.pick(&KINDS);
    let _ = writeln!(
        text,
        "title: {} {number} {}\nkind: {kind}",
        capital(kind),
        dice.pick(&["in the square", "for all", "again"])
    );
    let series = dice.chance(4);
    start(&mut text, series, dice);
    let _ = writeln!(text, "hosts: [group-{}]", dice.roll(groups));
    if dice.chance(30) {
        let _ = writeln!(text, "supporters: [group-{}, group-{}]", dice.roll(groups), dice.roll(groups));
    }
    if dice.chance(60) {
        let _ = writeln!(text, "campaigns: [campaign-{}]", dice.roll(20));
    }
    let _ = writeln!(text, "place: venue-{}\ntags: [{}, {}]", dice.roll(venues), dice.pick(&TAGS), dice.pick(&TAGS));
    let _ = writeln!(text, "summary: {}", sentence(dice, 8));
    let _ = writeln!(
        text,
        "description: |\n  {}\n\n  {}\n\n  - {}\n  - [{}](https://example.org/more)",
        sentence(dice, 30),
        sentence(dice, 24),
        sentence(dice, 6),
        sentence(dice, 3)
    );
    if dice.chance(2) {
        text.push_str("status: cancelled\nstatus_note: Called off for the weather.\n");
    }
    if dice.chance(20) {
        text.push_str("access: { step_free: yes, toilets: yes, hearing_loop: no }\n");
    }
    if dice.chance(10) {
        text.push_str("booking: { url: https://example.org/book, price: Free, capacity: 120 }\n");
    }
    text
}

fn start(text: &mut String, series: bool, dice: &mut Dice) {
    if series {
        // 2026-01-05 is a Monday.
        let (day, hour) = (5 + dice.roll(7), 18 + dice.roll(3));
        let _ = writeln!(
            text,
            "start: 2026-01-{day:02} {hour}:00\nduration: 2h\nrepeats: {{ every: {} }}",
            dice.pick(&["week", "2 weeks"])
        );
        return;
    }
    let year = if dice.chance(20) { 2026 } else { 2021 + dice.roll(5) };
    let month = if year == 2026 { 6 + dice.roll(7) } else { 1 + dice.roll(12) };
    let day = 1 + dice.roll(28);
    if dice.chance(8) {
        let _ = writeln!(text, "start: {year}-{month:02}-{day:02}");
    } else {
        let _ = writeln!(text, "start: {year}-{month:02}-{day:02} {:02}:30\nduration: 2h", 9 + dice.roll(11));
    }
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
