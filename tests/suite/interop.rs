//! Other people's parsers read our feeds and find the dates that we do.
//!
//! Each test writes a site, compiles it, lets `tests/interop` expand its main feed with Python's icalendar and with ical.js,
//! and compares every occurrence with those that the pages show. The setup installs the two parsers where they are missing
//! and fails loudly where it cannot.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use chrono::{DateTime, NaiveDate, Utc};
use handbill::{
    check, compile,
    compile::{Inputs, Now},
    diag::Diagnostics,
    model::{When, zones::Zone},
    output::Body,
    past::History,
    resolve, shell,
};

/// An occurrence: the event's id, start and end as the parsers write them.
type Seen = (String, String, String);

const SITE: &str =
    "title: Interop\nbase_url: https://interop.example.org/\ntimezone: Europe/London\nfeed: { past: 36600 days }\n";

/// Compiles a site made of these event files, as of 2026-01-01, and compares the occurrences within the window.
fn compare(name: &str, files: &[(String, String)], window: (&str, &str)) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("events")).unwrap();
    fs::write(folder.path().join("site.yaml"), SITE).unwrap();
    for (file, text) in files {
        fs::write(folder.path().join("events").join(file), text).unwrap();
    }
    let inputs = inputs(folder.path());
    let feed = folder.path().join("all.ics");
    fs::write(&feed, feed_text(&inputs)).unwrap();
    let (ours, ids) = ours(&inputs, window);
    assert!(ours.len() > 10, "{name}: a comparison of {} dates proves nothing", ours.len());
    for (parser, theirs) in theirs(&feed, window, &ids) {
        let missing: Vec<_> = ours.difference(&theirs).take(8).collect();
        let extra: Vec<_> = theirs.difference(&ours).take(8).collect();
        assert!(
            missing.is_empty() && extra.is_empty(),
            "{name}: {parser} sees other dates than ours ({} and {})\nonly ours: {missing:#?}\nonly theirs: {extra:#?}",
            theirs.len(),
            ours.len()
        );
    }
}

fn inputs(folder: &Path) -> Inputs {
    let site = shell::find_site(Some(folder)).unwrap();
    let now = Now::Day(NaiveDate::from_ymd_opt(2026, 1, 1).unwrap());
    shell::inputs(&site, now, None, &folder.join("public")).unwrap()
}

fn feed_text(inputs: &Inputs) -> Vec<u8> {
    let compiled = compile::compile(inputs);
    let errors: Vec<_> = compiled.diagnostics.iter().map(|found| &found.message).collect();
    let outputs = compiled.outputs.unwrap_or_else(|| panic!("the site has mistakes: {errors:#?}"));
    let index = outputs.paths().iter().position(|path| path.as_str() == "feeds/all.ics").unwrap();
    match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => bytes,
        Body::Copy(_) | Body::Texts(_) => panic!("a feed is never a copy"),
    }
}

/// Our occurrences that overlap the window, and the ids of all events.
fn ours(inputs: &Inputs, (from, to): (&str, &str)) -> (BTreeSet<Seen>, BTreeSet<String>) {
    let mut found = Diagnostics::default();
    let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let catalogue = check::check(&inputs.sources, today, &mut found).unwrap();
    let moment = resolve::Moment { now: today.and_hms_opt(0, 0, 0).unwrap().and_utc(), today };
    let recorded = resolve::Recorded { past: None, history: &History::default() };
    let site = resolve::resolve(catalogue, &inputs.sources, recorded, moment, None, &mut found);
    let mut seen = BTreeSet::new();
    for published in &site.events {
        let event = &published.event;
        for date in &published.occurrences {
            let (start, end) = written(&date.when, &event.zone);
            if &*start < to && &*end > from {
                seen.insert((event.id.value.to_string(), start, end));
            }
        }
    }
    (seen, site.events.iter().map(|published| published.event.id.value.to_string()).collect())
}

fn written(when: &When, zone: &Zone) -> (String, String) {
    match when {
        When::Timed(timed) => (utc(timed.start.utc), utc(timed.published_end(zone).utc)),
        _ => (when.first_day().to_string(), when.last_day().succ_opt().unwrap().to_string()),
    }
}

fn utc(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What each parser finds in a feed.
fn theirs(feed: &Path, window: (&str, &str), ids: &BTreeSet<String>) -> Vec<(&'static str, BTreeSet<Seen>)> {
    let folder = harness();
    let python = run(Command::new(folder.join(".venv/bin/python")).arg(folder.join("expand.py")), feed, window);
    let node = run(Command::new("node").arg(folder.join("expand.mjs")), feed, window);
    vec![("python icalendar", by_id(&python, ids)), ("ical.js", by_id(&node, ids))]
}

fn run(command: &mut Command, feed: &Path, (from, to): (&str, &str)) -> serde_json::Value {
    let output = command.args([from, to]).arg(feed).env("INTEROP_TIMEOUT", "240").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{command:?} failed: {text}\n{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap()
}

/// A date that is published as an event of its own has the date in its UID: `meeting-2016-08-16@…` is one of `meeting`.
fn by_id(read: &serde_json::Value, ids: &BTreeSet<String>) -> BTreeSet<Seen> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let occurrences = read["occurrences"].as_array().unwrap().iter();
    occurrences
        .map(|occurrence| {
            let uid = text(&occurrence[0]);
            let name = uid.split('@').next().unwrap().to_owned();
            let series = name.len().checked_sub(11).map(|cut| name[..cut].to_owned()).filter(|_| !ids.contains(&name));
            (series.unwrap_or(name), text(&occurrence[1]), text(&occurrence[2]))
        })
        .collect()
}

/// The folder of the parsers, installed once.
fn harness() -> &'static PathBuf {
    static HARNESS: OnceLock<PathBuf> = OnceLock::new();
    HARNESS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop");
        let status = Command::new("sh").arg(folder.join("setup.sh")).status().unwrap();
        assert!(status.success(), "tests/interop/setup.sh failed: it needs Python 3.11 with venv, Node 20 and npm");
        folder
    })
}

/// One file with a list of events.
fn list(events: &str) -> Vec<(String, String)> {
    vec![("list.yaml".to_owned(), format!("kind: meeting\ntitle: Interop\nevents:\n{events}"))]
}

#[test]
fn every_zone_of_the_table_for_two_years() {
    let mut events = String::new();
    for (number, zone) in Zone::names().enumerate() {
        let _ = writeln!(
            events,
            "  - {{ id: monthly-{number}, timezone: {zone}, start: 2026-01-14 19:30, duration: 2h, repeats: {{ every: month, on: [second wednesday], times: 24 }} }}\n  \
               - {{ id: summer-{number}, timezone: {zone}, start: 2026-07-04 10:00, end: 2026-07-04 18:15 }}\n  \
               - {{ id: winter-{number}, timezone: {zone}, start: 2027-01-09 23:00, duration: 3h }}"
        );
    }
    compare("zones", &list(&events), ("2025-12-01", "2028-03-01"));
}

#[test]
fn the_weeks_in_which_clocks_change() {
    let zones = [
        "Europe/London",
        "America/New_York",
        "America/Vancouver",
        "Australia/Lord_Howe",
        "Asia/Jerusalem",
        "Africa/Casablanca",
        "America/Santiago",
        "Pacific/Auckland",
    ];
    let mut events = String::new();
    for (number, zone) in zones.iter().enumerate() {
        for (variant, time) in ["00:30", "01:30", "02:15", "03:00", "12:00", "22:30"].iter().enumerate() {
            for (month, start) in [("spring", "2026-03-01"), ("autumn", "2026-10-01")] {
                let _ = writeln!(
                    events,
                    "  - {{ id: {month}-{number}-{variant}, timezone: {zone}, start: {start} {time}, duration: 4h, repeats: {{ every: day, times: 45 }} }}"
                );
            }
        }
    }
    compare("clock changes", &list(&events), ("2026-02-01", "2026-12-31"));
}

#[test]
fn every_kind_of_repeat() {
    let repeats = [
        "start: 2026-01-05 19:00, repeats: { every: week }",
        "start: 2026-01-05 19:00, repeats: { every: 2 weeks, on: [monday, thursday] }",
        "start: 2026-01-05 19:00, repeats: { every: day, times: 9 }",
        "start: 2026-01-05 19:00, repeats: { every: day, on: [monday, friday], until: 2026-06-05 }",
        "start: 2026-01-13 19:00, repeats: { every: month, on: [second tuesday], except: [2026-03-10], also: [2026-03-17 18:00, 2026-08-01] }",
        "start: 2026-01-05 19:00, repeats: { every: month, on: [first monday, third monday] }",
        "start: 2026-01-30 19:00, repeats: { every: month, on: [last friday] }",
        "start: 2026-01-30 19:00, repeats: { every: month, on: [fifth friday] }",
        "start: 2026-01-15 19:00, repeats: { every: month }",
        "start: 2026-01-15 19:00, repeats: { every: 3 months, on: [15] }",
        "start: 2026-01-01 19:00, repeats: { every: month, on: [1, 15] }",
        "start: 2026-01-31 19:00, repeats: { every: month, on: [last day] }",
        "start: 2026-05-01, repeats: { every: year }",
        "start: 2026-05-04 11:00, repeats: { every: year, on: [first monday] }",
        "start: 2026-01-10, end: 2026-01-11, repeats: { every: week, times: 20 }",
        "start: 2026-01-12 19:00, duration: 2h, repeats: { every: month, on: [second monday], changes: { 2026-02-09: { start: 2026-02-12 18:00 }, 2026-04-13: { status: cancelled }, 2026-05-11: { start: 2026-06-20 12:00 }, 2026-07-13: { title: Picnic, duration: 5h } } }",
        "start: 2026-01-06 22:00, duration: 6h, repeats: { every: week, on: [tuesday, saturday] }",
        "start: 2026-01-04 01:30, repeats: { every: week }",
        "start: 2026-01-28 19:00, repeats: { rule: \"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-3\" }",
        "start: 2026-01-12 19:00, repeats: { rule: \"FREQ=MONTHLY;BYDAY=2MO;COUNT=7\" }",
        "start: 2026-01-09 19:00, repeats: { rule: \"FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,FR\" }",
        "start: 2026-02-13 19:00, repeats: { rule: \"FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR\" }",
        "start: 2026-01-02 19:00, repeats: { rule: \"FREQ=YEARLY;BYYEARDAY=2,200,-1\" }",
        "start: 2026-01-12 19:00, repeats: { rule: \"FREQ=YEARLY;BYWEEKNO=3,30;BYDAY=MO\" }",
        "start: 2026-03-02 19:00, repeats: { rule: \"FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO;UNTIL=20271231T000000Z\" }",
        "start: 2026-01-05T19:00:00Z, timezone: UTC, repeats: { every: week, times: 30 }",
    ];
    let mut events = String::new();
    for (number, repeat) in repeats.iter().enumerate() {
        let _ = writeln!(events, "  - {{ id: kind-{number}, {repeat} }}");
    }
    compare("kinds of repeat", &list(&events), ("2025-12-01", "2027-12-20"));
}

/// A small generator of numbers that only look random (xorshift64*): the same rules on every run.
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
}

const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn random_rule(dice: &mut Dice) -> String {
    let interval = 1 + dice.roll(3);
    let (one, other) = (dice.pick(&WEEKDAYS), dice.pick(&WEEKDAYS));
    let days = if one == other { one.to_owned() } else { format!("{one},{other}") };
    let nth = ["1", "2", "3", "4", "-1"][dice.roll(5)];
    let rule = match dice.roll(8) {
        0 => "FREQ=DAILY".to_owned(),
        1 | 2 => format!("FREQ=WEEKLY;BYDAY={days}"),
        3 => format!("FREQ=MONTHLY;BYDAY={nth}{one}"),
        4 => format!("FREQ=MONTHLY;BYMONTHDAY={}", 1 + dice.roll(28)),
        5 => format!("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}"),
        6 => format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{one}", 1 + dice.roll(12)),
        _ => format!("FREQ=MONTHLY;BYDAY={nth}{one},2{other}"),
    };
    format!("{rule};INTERVAL={interval};COUNT={}", 2 + dice.roll(14))
}

/// The first date of a rule on or after a day: what an author would write as `start`.
fn first_date(rule: &str, from: NaiveDate) -> Option<NaiveDate> {
    let text = format!("DTSTART:{}T120000Z\nRRULE:{rule}", from.format("%Y%m%d"));
    let set: rrule::RRuleSet = text.parse().ok()?;
    set.all(1).dates.first().map(|date| date.date_naive())
}

#[test]
fn a_thousand_random_series() {
    let mut dice = Dice(0x5eed_0bad_cafe_f00d);
    let zones = ["Europe/London", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Vancouver"];
    let (mut events, mut made) = (String::new(), 0);
    while made < 1_000 {
        let rule = random_rule(&mut dice);
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(dice.roll(300) as u64);
        // Counted from its first date on the rule has that date as its first again.
        let Some(first) = first_date(&rule, day).filter(|first| first_date(&rule, *first) == Some(*first)) else {
            continue;
        };
        let time = if dice.roll(6) == 0 {
            String::new()
        } else {
            format!(" {:02}:{:02}", 5 + dice.roll(19), [0, 15, 30][dice.roll(3)])
        };
        let length = if time.is_empty() { "2 days".to_owned() } else { format!("{}h", 1 + dice.roll(5)) };
        let _ = writeln!(
            events,
            "  - {{ id: random-{made}, timezone: {}, start: {first}{time}, duration: {length}, repeats: {{ rule: \"{rule}\" }} }}",
            dice.pick(&zones)
        );
        made += 1;
    }
    compare("random", &list(&events), ("2025-12-01", "2032-01-01"));
}

#[test]
fn text_comes_back_as_it_was_written() {
    let texts: BTreeMap<&str, &str> = BTreeMap::from([
        ("commas", "Bread, roses; and a \\\\ backslash: \\\"quoted\\\" – ünïcödé 🎉 老虎"),
        ("lines", "First line\\nsecond line\\n\\nlast, line"),
        (
            "long",
            "A sentence that is folded because it is far longer than seventy-five octets, ünïcödé and all, is it not; yes.",
        ),
    ]);
    let mut events = String::new();
    for (name, text) in &texts {
        let _ = writeln!(
            events,
            "  - {{ id: {name}, start: 2026-05-01 12:00, title: \"{text}\", description: \"{text}\" }}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("events")).unwrap();
    fs::write(folder.path().join("site.yaml"), SITE).unwrap();
    fs::write(folder.path().join("events/list.yaml"), format!("kind: meeting\nevents:\n{events}")).unwrap();
    let feed = folder.path().join("all.ics");
    fs::write(&feed, feed_text(&inputs(folder.path()))).unwrap();
    let python = run(
        Command::new(harness().join(".venv/bin/python")).arg(harness().join("expand.py")),
        &feed,
        ("2026-01-01", "2027-01-01"),
    );
    let node = run(Command::new("node").arg(harness().join("expand.mjs")), &feed, ("2026-01-01", "2027-01-01"));
    for read in [python, node] {
        for entry in read["properties"].as_array().unwrap() {
            let name = entry["uid"].as_str().unwrap().split('@').next().unwrap();
            let text = texts[name].replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(entry["summary"].as_str().unwrap(), title, "{name}");
            assert!(entry["description"].as_str().unwrap().contains(text.lines().last().unwrap()), "{name}: {entry}");
        }
    }
}
