//! What people are told when an event changes: lives of events, told as the files at a moment and at the next.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use handbill::{
    check,
    diag::Diagnostics,
    model::{Facts, Version, midnight},
    output::Body,
    past::History,
    render::Renderer,
    resolve::{self, Moment, NewsSort, Published, Recorded, Site},
    source::SourceSet,
};

use crate::support::{SITE, site};

/// The files of a site at a moment, beside a plain site.yaml.
type Told<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// What was told of each event, by its id, from a moment on.
type Past = (DateTime<Utc>, BTreeMap<String, Facts>);

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The site of these files, of whose past nothing is known.
fn resolved(sources: &SourceSet, now: DateTime<Utc>) -> Site {
    let mut found = Diagnostics::default();
    let catalogue = check::check(sources, now.date_naive(), &mut found).unwrap();
    assert!(!found.has_errors(), "{:?}", found.into_sorted(sources));
    let today = catalogue.settings.zone.to_local(now).date();
    let recorded = Recorded { past: None, history: &History::default() };
    resolve::resolve(catalogue, sources, recorded, Moment { now, today }, None, &mut Diagnostics::default())
}

/// A site that was public in each of these states, seen at a moment.
struct Life {
    sources: SourceSet,
    site: Site,
}

impl Life {
    fn new(states: &[Told<'_>], now: &str) -> Self {
        Self::of_sources(states.iter().map(|(since, files)| (*since, site(files.iter().copied()))).collect(), now)
    }

    fn of_sources(states: Vec<(&str, SourceSet)>, now: &str) -> Self {
        let told = |since: &str, sources: &SourceSet| {
            let events = resolved(sources, moment(since)).events;
            let facts = events.iter().map(|one| (one.event.id.value.to_string(), Facts::of(&one.event)));
            (moment(since), facts.collect())
        };
        let past: Vec<Past> = states.iter().map(|(since, sources)| told(since, sources)).collect();
        let (_, sources) = states.into_iter().last().unwrap();
        let mut site = resolved(&sources, moment(now));
        site.events.iter_mut().for_each(|published| remember(std::sync::Arc::get_mut(published).unwrap(), &past));
        site.news = resolve::news(&site.events, &site.settings, site.now).into();
        Self { sources, site }
    }

    /// Of an event with the id `x` alone.
    fn of(states: &[(&str, &str)], now: &str) -> Self {
        let files: Vec<[(&str, &str); 1]> = states.iter().map(|(_, text)| [("events/x.yaml", *text)]).collect();
        let told: Vec<Told<'_>> = states.iter().zip(&files).map(|((since, _), files)| (*since, &files[..])).collect();
        Self::new(&told, now)
    }

    fn event(&self) -> &Published {
        &self.site.events[0]
    }

    /// The sorts of the news, oldest first.
    fn sorts(&self) -> Vec<NewsSort> {
        self.site.news.iter().rev().map(|news| news.sort).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.site.news.iter().rev().map(|news| &*news.id).collect()
    }

    /// Every output by its path.
    fn outputs(self) -> BTreeMap<String, String> {
        let mut found = Diagnostics::default();
        let renderer = Renderer::new(self.site, &self.sources, &mut found);
        assert!(!found.has_errors(), "{:?}", found.into_sorted(&self.sources));
        let text = |number| match renderer.render(number).unwrap() {
            Body::Bytes(bytes) => {
                keep(renderer.paths()[number].as_str(), &bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            }
            Body::Copy(_) | Body::Texts(_) => String::new(),
        };
        renderer.paths().iter().enumerate().map(|(number, path)| (path.to_string(), text(number))).collect()
    }

    fn output(self, path: &str) -> String {
        self.outputs().remove(path).unwrap_or_else(|| panic!("no {path}"))
    }

    /// What the calendar says of the event first.
    fn description(self) -> String {
        let calendar = self.output("events/x.ics").replace("\r\n ", "");
        let line = calendar.lines().find_map(|line| line.strip_prefix("DESCRIPTION:")).unwrap();
        line.replace("\\n", "\n").replace("\\,", ",")
    }
}

/// Writes an output of a test below the folder that `HANDBILL_KEEP` names, to be looked at.
fn keep(path: &str, bytes: &[u8]) {
    let Some(folder) = std::env::var_os("HANDBILL_KEEP") else { return };
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    let path = std::path::Path::new(&folder).join(test).join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Gives an event what was told of it in each state, as far as that differs.
fn remember(published: &mut Published, past: &[Past]) {
    let id = published.event.id.value.to_string();
    let mut versions: Vec<Version> = Vec::new();
    for (since, told) in past {
        let Some(facts) = told.get(&id) else { continue };
        if versions.last().is_none_or(|last| last.facts != *facts) {
            versions.push(Version { since: *since, facts: facts.clone() });
        }
    }
    published.revision.created = versions[0].since;
    published.revision.changed = versions[versions.len() - 1].since;
    published.versions = versions;
    resolve::forget_withheld(published);
}

const FIRST: &str = "2016-01-10T09:00:00Z";
const THEN: &str = "2016-02-03T15:00:00Z";
const NOW: &str = "2016-02-10T08:00:00Z";

const DEMO: &str = "title: Stop Trident\nkind: demo\nstart: 2016-03-12 12:00\nend: 2016-03-12 15:00\nplace: { name: Town Hall, town: Leeds }\n";

/// The demo with a line in place of another.
fn with(line: &str, other: &str) -> String {
    assert!(DEMO.contains(line), "{line}");
    DEMO.replace(line, other)
}

/// The sorts of news where one text follows the other.
fn news_of(before: &str, after: &str) -> Vec<NewsSort> {
    Life::of(&[(FIRST, before), (THEN, after)], NOW).sorts().split_off(1)
}

#[test]
fn only_what_people_would_miss_is_a_move() {
    use NewsSort::{Changed, Moved};
    let (start, end) = ("start: 2016-03-12 12:00\n", "end: 2016-03-12 15:00\n");
    let place = "place: { name: Town Hall, town: Leeds }\n";
    let timeless = with(end, "").replace(start, "start: 2016-03-12\n");
    let placeless = with(place, "");
    for (before, after, sort) in [
        (DEMO, with(start, "start: 2016-03-12 11:00\n"), Some(Moved)),
        (DEMO, with(end, "").replace(start, "start: 2016-03-19 12:00\n"), Some(Moved)),
        (DEMO, format!("{DEMO}timezone: Europe/Paris\n"), Some(Moved)),
        (DEMO, with(place, "place: { name: Library, town: Leeds }\n"), Some(Moved)),
        (DEMO, placeless.clone(), Some(Moved)),
        (DEMO, with(end, "end: 2016-03-12 16:00\n"), Some(Changed)),
        (&timeless, DEMO.to_owned(), Some(Changed)),
        (DEMO, timeless.clone(), Some(Changed)),
        (&timeless.replace("2016-03-12", "2016-03"), timeless.clone(), Some(Changed)),
        (&timeless.replace("2016-03-12", "2016-04"), timeless.clone(), Some(Moved)),
        (&timeless, timeless.replace("2016-03-12", "2016-03"), Some(Moved)),
        (&placeless, DEMO.to_owned(), Some(Changed)),
        (DEMO, format!("{DEMO}online: https://example.org/live\n"), Some(Changed)),
        (DEMO, format!("{DEMO}booking: {{ price: £5 }}\n"), Some(Changed)),
        (DEMO, format!("{DEMO}status: tentative\n"), Some(Changed)),
        (DEMO, with(place, "place: { name: Town hall, address: The Headrow, town: Leeds }\n"), None),
        (DEMO, with("Stop Trident", "Stop Trident!") + "summary: All of us.\ndescription: Bring flags.\n", None),
        (DEMO, format!("{DEMO}status_note: Bring a flask.\n"), None),
    ] {
        assert_eq!(news_of(before, &after), sort.into_iter().collect::<Vec<_>>(), "{before}\n{after}");
    }
}

const MEETING: &str = "title: Meeting\nkind: meeting\nstart: 2016-01-12 19:30\nend: 2016-01-12 21:30\nrepeats:\n  every: month\n  on: [second tuesday]\n";

#[test]
fn a_series_moves_by_its_rule_and_not_by_its_first_date() {
    use NewsSort::{Changed, Moved};
    let trimmed = MEETING.replace("2016-01-12", "2016-02-09");
    for (before, after, sort) in [
        // At the time of the change the first date is over.
        (MEETING, trimmed.clone(), None),
        (MEETING, MEETING.replace("2016-01-12", "2016-04-12"), Some(Changed)),
        (MEETING, MEETING.replace("19:30", "19:00"), Some(Moved)),
        (MEETING, MEETING.replace("2016-01-12", "2016-01-13").replace("tuesday", "wednesday"), Some(Moved)),
        (MEETING, format!("{MEETING}  until: 2016-05-31\n"), Some(Changed)),
        (&format!("{MEETING}  until: 2016-05-30\n"), format!("{MEETING}  until: 2016-05-31\n"), None),
        (MEETING, format!("{MEETING}  except: [2016-04-12]\n"), Some(Changed)),
        (MEETING, format!("{MEETING}  except: [2016-01-12]\n"), None),
        (MEETING, format!("{MEETING}  also: [2016-04-20 19:30]\n"), Some(Changed)),
        (MEETING, format!("{MEETING}  changes: {{ 2016-05-10: {{ start: 2016-05-12 19:30 }} }}\n"), Some(Changed)),
        (MEETING, format!("{MEETING}  changes: {{ 2016-05-10: {{ title: Meeting with cake }} }}\n"), None),
        (MEETING.split("repeats").next().unwrap(), MEETING.to_owned(), Some(Changed)),
    ] {
        assert_eq!(news_of(before, &after), sort.into_iter().collect::<Vec<_>>(), "{before}\n{after}");
    }
    let fortnightly = "title: Meeting\nkind: meeting\nstart: 2016-03-01 19:30\nrepeats: { every: 2 weeks }\n";
    assert_eq!(news_of(fortnightly, &fortnightly.replace("03-01", "03-15")), [Changed], "a date to come was taken out");
    assert_eq!(news_of(fortnightly, &fortnightly.replace("03-01", "03-08")), [Moved], "it is in the other weeks now");
}

#[test]
fn what_no_longer_takes_place_and_what_does_again_is_news() {
    use NewsSort::{Announced, Cancelled, Moved, Postponed, Revived};
    let off = format!("{DEMO}status: cancelled\n");
    let later = format!("{DEMO}status: postponed\n");
    let elsewhen = with("start: 2016-03-12 12:00\nend: 2016-03-12 15:00\n", "start: 2016-04-02 12:00\n");
    let life = |texts: &[&str]| {
        let days = ["2016-01-10T09:00:00Z", "2016-01-12T09:00:00Z", "2016-01-14T09:00:00Z", "2016-01-16T09:00:00Z"];
        Life::of(&days.into_iter().zip(texts.iter().copied()).collect::<Vec<_>>(), NOW).sorts()
    };
    assert_eq!(life(&[DEMO, &off, DEMO]), [Announced, Cancelled, Revived]);
    assert_eq!(life(&[DEMO, &later, &elsewhen]), [Announced, Postponed, Moved]);
    assert_eq!(life(&[DEMO, &later, DEMO, &off]), [Announced, Postponed, Revived, Cancelled]);
    let moved_off = off.replace("Town Hall", "Library");
    assert_eq!(life(&[DEMO, &off, &moved_off]), [Announced, Cancelled], "nobody goes there anyway");
}

#[test]
fn what_is_over_is_no_news() {
    let (early, late) = ("2016-03-13T09:00:00Z", "2016-03-14T09:00:00Z");
    let reported = Life::of(&[(FIRST, DEMO), (early, &with("Town Hall", "Library"))], late);
    assert_eq!(reported.sorts(), [NewsSort::Announced], "the archive was put right");
    assert!(resolve::earlier(&reported.event().versions).is_empty());
    assert!(Life::of(&[(early, DEMO)], late).sorts().is_empty(), "it was over before anyone was told");
    let next_year = DEMO.replace("2016-03-12", "2017-03-11");
    let again = Life::of(&[(FIRST, DEMO), (early, &next_year)], late);
    assert_eq!(again.sorts(), [NewsSort::Announced, NewsSort::Changed], "nobody has the last year in mind");
}

#[test]
fn unlisted_events_are_never_news() {
    let hidden = format!("{DEMO}unlisted: true\n");
    let moved = hidden.replace("Town Hall", "Library");
    assert!(Life::of(&[(FIRST, &hidden), (THEN, &moved)], NOW).site.news.is_empty());
}

#[test]
fn an_identity_is_what_is_said_and_not_when() {
    let library = with("Town Hall", "Library");
    let days = |days: [&'static str; 4]| {
        let texts = [DEMO, &library, DEMO, &library];
        let states: Vec<(&str, &str)> = days.into_iter().zip(texts).collect();
        let life = Life::of(&states, NOW);
        life.ids().into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let first = days([FIRST, "2016-01-12T09:00:00Z", "2016-01-14T09:00:00Z", "2016-01-16T09:00:00Z"]);
    let rewritten = days([FIRST, "2016-02-01T09:00:00Z", "2016-02-02T09:00:00Z", "2016-02-03T09:00:00Z"]);
    assert_eq!(first, rewritten);
    assert_eq!(first[0], "tag:example.org,2015:events/x");
    assert_eq!(first[1], "tag:example.org,2015:events/x/moved/5774e2d117faff61", "it must never change");
    assert_eq!(first[3], format!("{}-2", first[1]), "the same news again");
    let unlike: std::collections::BTreeSet<&String> = first.iter().collect();
    assert_eq!(unlike.len(), 4);
}

fn moved() -> String {
    with("start: 2016-03-12 12:00\nend: 2016-03-12 15:00\n", "start: 2016-03-19 13:00\nend: 2016-03-19 15:00\n")
        .replace("Town Hall", "Library")
}

#[test]
fn a_moved_event_says_what_it_was_first_in_its_calendar_entry_for_a_while() {
    let at = |now: &str| Life::of(&[(FIRST, DEMO), (THEN, &moved())], now).description();
    let told = "Moved: was Saturday 12 March 2016, midday.\nMoved: was at Town Hall, Leeds.\n\n";
    assert!(at(THEN).starts_with(told), "{}", at(THEN));
    // Thirty whole days after the day of the change.
    assert!(at("2016-03-04T23:59:59Z").starts_with(told));
    assert!(!at("2016-03-05T00:00:00Z").contains("Moved"));
}

#[test]
fn the_site_says_how_long_and_zero_days_is_never() {
    for (setting, until) in [("1 day", Some("2016-02-05T00:00:00Z")), ("0 days", None)] {
        let settings = format!("{SITE}feed: {{ moved: {setting} }}\n");
        let (before, after) = ([("site.yaml", &*settings), ("events/x.yaml", DEMO)], moved());
        let after = [("site.yaml", &*settings), ("events/x.yaml", &*after)];
        let life = Life::new(&[(FIRST, &before), (THEN, &after)], THEN);
        let ends = resolve::note_ends(&life.event().versions, &life.site.settings);
        assert_eq!(ends, until.map(moment).into_iter().collect::<Vec<_>>());
        assert_eq!(life.description().starts_with("Moved: was"), until.is_some());
    }
}

#[test]
fn the_moments_at_which_notes_end_are_those_at_which_the_entry_changes() {
    let library = with("Town Hall", "Library");
    let states = [(FIRST, DEMO), ("2016-01-12T09:00:00Z", &*library), ("2016-03-01T09:00:00Z", DEMO)];
    let life = Life::of(&states, "2016-04-01T00:00:00Z");
    let settings = &life.site.settings;
    let ends = resolve::note_ends(&life.event().versions, settings);
    let midnight = |day: &str| midnight(day.parse().unwrap(), &settings.zone);
    assert_eq!(ends, [midnight("2016-02-12"), midnight("2016-04-01")]);
    assert_eq!(resolve::note_ends(&life.event().versions[..2], settings), ends[..1], "what has passed stays");
    // The note says something else just before each end than at it, and nothing else changes it by the clock.
    let told = |upto: usize, now: DateTime<Utc>| resolve::notes(&life.event().versions[..upto], settings, now).len();
    let second = chrono::TimeDelta::seconds(1);
    assert_eq!((told(2, ends[0] - second), told(2, ends[0])), (1, 0));
    assert_eq!((told(3, ends[1] - second), told(3, ends[1])), (1, 0));
}

#[test]
fn three_earlier_starts_are_told_the_latest_first_and_none_twice() {
    let on = |day: &str| DEMO.replace("2016-03-12", day);
    let days = ["12", "13", "14", "12", "15", "16"].map(|day| on(&format!("2016-03-{day}")));
    let since = ["10", "11", "12", "13", "14", "15"].map(|day| format!("2016-01-{day}T09:00:00Z"));
    let states: Vec<(&str, &str)> = since.iter().map(|text| &**text).zip(days.iter().map(|text| &**text)).collect();
    let life = Life::of(&states, NOW);
    let told: Vec<String> =
        resolve::earlier(&life.event().versions).iter().map(|one| one.facts.when.first_day().to_string()).collect();
    assert_eq!(told, ["2016-03-15", "2016-03-12", "2016-03-14"]);
}

#[test]
fn a_moved_event_says_so_on_its_page_in_lists_and_to_search_engines() {
    let mut outputs = Life::of(&[(FIRST, DEMO), (THEN, &moved())], NOW).outputs();
    let page = outputs.remove("events/x/index.html").unwrap();
    let day = "<time datetime=\"2016-02-03\">Wednesday 3 February 2016</time>";
    for was in ["Saturday 12 March 2016, midday", "at Town Hall, Leeds"] {
        let told = format!(
            "<p class=\"was\"><strong>Moved</strong> on {day}: was <del datetime=\"2016-02-03\">{was}</del></p>"
        );
        assert!(page.contains(&told), "{told} in {page}");
    }
    assert!(page.contains("\"eventStatus\":\"https://schema.org/EventRescheduled\""));
    assert!(page.contains("\"previousStartDate\":\"2016-03-12T12:00:00+00:00\""));
    let card = "<p class=\"status moved\"><strong>Moved</strong>: was <del>Saturday 12 March 2016, midday</del></p>";
    assert!(outputs["index.html"].contains(card) && outputs["towns/leeds/index.html"].contains(card));
    let later = Life::of(&[(FIRST, DEMO), (THEN, &moved())], "2016-03-10T08:00:00Z").outputs();
    assert!(!later["index.html"].contains("Moved"), "lists say so for the days of feed.moved alone");
    assert!(later["events/x/index.html"].contains("was <del"));
}

#[test]
fn the_time_of_a_series_is_told_with_its_rule() {
    let life = Life::of(&[(FIRST, MEETING), (THEN, &MEETING.replace("19:30", "19:00"))], NOW);
    assert!(life.description().starts_with("Moved: was every month on the second Tuesday, 7:30pm.\n\n"));
}

#[test]
fn a_place_that_is_hidden_now_is_not_told_by_what_it_was() {
    let hint = "announce: { place_at: 2016-03-11, place_hint: Central Leeds }\n";
    let open = with("Town Hall", "Zanzibar");
    let single = format!("{MEETING}  changes: {{ 2016-05-10: {{ place: {{ name: Zanzibar, town: Leeds }} }} }}\n");
    for (text, news) in [(open, 1), (single, 1)] {
        let life = Life::of(&[(FIRST, &text), (THEN, &format!("{text}{hint}"))], NOW);
        assert_eq!(life.site.news.len(), news, "{:?}", life.site.news);
        let traces = life.outputs().into_iter().filter(|(_, text)| text.contains("Zanzibar"));
        assert_eq!(traces.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<String>::new());
    }
}

#[test]
fn news_have_an_entry_with_both_sides_in_every_feed_that_they_belong_to() {
    let group = [
        ("events/_groups/north.yaml", "title: North\n"),
        ("events/_groups/leeds.yaml", "title: Leeds\npart_of: north\n"),
        ("events/_groups/south.yaml", "title: South\n"),
        ("events/_campaigns/peace.yaml", "title: Peace\n"),
    ];
    let event = |text: &str| format!("{text}hosts: [leeds]\ncampaigns: [peace]\n");
    let (before, after) = (event(DEMO), event(&moved()));
    let before: Vec<_> = group.into_iter().chain([("events/x.yaml", &*before)]).collect();
    let after: Vec<_> = group.into_iter().chain([("events/x.yaml", &*after)]).collect();
    let outputs = Life::new(&[(FIRST, &before), (THEN, &after)], NOW).outputs();
    let entries = |path: &str| {
        outputs[path]
            .split("<entry>")
            .skip(1)
            .map(|entry| entry.split("</entry>").next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let all = entries("feeds/all.atom");
    assert_eq!(all.len(), 2);
    assert!(
        all[0].contains("<title>Moved: 2016-03-19 Stop Trident (was 2016-03-12 at Town Hall, Leeds)</title>"),
        "{}",
        all[0]
    );
    assert!(all[0].contains("<updated>2016-02-03T15:00:00+00:00</updated>"));
    let row = "&lt;tr&gt;&lt;th scope=\"row\"&gt;When&lt;/th&gt;&lt;td&gt;Saturday 12 March 2016, midday to 3pm&lt;/td&gt;&lt;td&gt;Saturday 19 March 2016, 1pm to 3pm&lt;/td&gt;&lt;/tr&gt;";
    assert!(all[0].replace("&quot;", "\"").contains(row), "{}", all[0]);
    assert!(
        all[1].contains("<title>2016-03-19 Stop Trident</title>")
            && all[1].contains("<updated>2016-01-10T09:00:00+00:00</updated>")
    );
    for path in ["feeds/groups/leeds.atom", "feeds/groups/north.atom", "feeds/campaigns/peace.atom"] {
        assert_eq!(entries(path), all, "{path}");
        assert!(outputs[path].contains("<updated>2016-02-03T15:00:00+00:00</updated>"));
        let page = path.replace("feeds/", "").replace(".atom", "/index.html");
        assert!(
            outputs[&page].contains(&format!(
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{}: news (Atom)\" href=\"/{path}\">",
                if path.contains("leeds") {
                    "Leeds"
                } else if path.contains("north") {
                    "North"
                } else {
                    "Peace"
                }
            )),
            "{page}"
        );
        assert!(outputs["subscribe/index.html"].contains(&format!("https://example.org/{path}")));
    }
    assert_eq!(entries("feeds/groups/south.atom").len(), 0);
    assert!(!outputs.contains_key("feeds/towns/leeds.atom"));
}

#[test]
fn the_page_of_changes_shows_both_sides_by_day() {
    let (cancelled, other) = (
        format!("{}status: cancelled\nstatus_note: Rained off.\n", moved()),
        "title: New\nkind: rally\nstart: 2016-04-01\n",
    );
    let states = [
        (FIRST, vec![("events/x.yaml", DEMO)]),
        (THEN, vec![("events/x.yaml", DEMO), ("events/y.yaml", other)]),
        ("2016-02-04T10:00:00Z", vec![("events/x.yaml", &*cancelled), ("events/y.yaml", other)]),
    ];
    let states: Vec<Told<'_>> = states.iter().map(|(since, files)| (*since, &**files)).collect();
    let page = |now: &str| Life::new(&states, now).output("changes/index.html");
    let now = page(NOW);
    let at = |text: &str| now.find(text).unwrap_or_else(|| panic!("no {text} in {now}"));
    assert!(at("Thursday 4 February 2016") < at("<strong>Cancelled</strong>"));
    assert!(
        at("<dt>Status</dt><dd>Was: <del>Takes place</del></dd><dd>Now: <ins>Cancelled: Rained off.</ins></dd>")
            < at("Wednesday 3 February 2016")
    );
    assert!(
        at("Wednesday 3 February 2016") < at("<a href=\"/events/y/\">New</a>")
            && at("<strong>New</strong>") < at("Sunday 10 January 2016")
    );
    assert!(page("2016-03-10T08:00:00Z").contains("Sunday 10 January 2016"), "the sixtieth day after");
    assert!(!page("2016-03-11T08:00:00Z").contains("Sunday 10 January 2016"));
    assert!(page("2016-06-01T08:00:00Z").contains("<p>Nothing has changed in the last 60 days.</p>"));
}

#[test]
fn where_nothing_is_known_of_the_past_nothing_is_said_of_it() {
    let sources = site([("events/x.yaml", DEMO)]);
    let outputs = Life { site: resolved(&sources, moment("2015-10-20T00:00:00Z")), sources }.outputs();
    assert!(outputs["changes/index.html"].contains("Nothing has changed"));
    let feed = &outputs["feeds/all.atom"];
    assert!(feed.contains("<id>tag:example.org,2015:events/x</id>") && !feed.contains("<published>"));
}

#[test]
fn the_page_of_a_deleted_event_says_when_it_was_taken_out() {
    let text = format!("{DEMO}status: cancelled\nstatus_note: Taken out.\n");
    let mut life = Life::of(&[(FIRST, DEMO), (THEN, &text)], NOW);
    assert_eq!(life.sorts(), [NewsSort::Announced, NewsSort::Cancelled]);
    std::sync::Arc::get_mut(&mut life.site.events[0]).unwrap().deleted = Some(moment(THEN));
    let outputs = life.outputs();
    let page = &outputs["events/x/index.html"];
    let told = "<p class=\"status cancelled\"><strong>Cancelled</strong>: this was taken out of the calendar on Wednesday 3 February 2016. It is not expected to take place.</p>";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("noindex") && page.contains("schema.org/EventCancelled"));
    assert!(!outputs["sitemap.xml"].contains("events/x/") && outputs["sitemap.xml"].contains("/changes/"));
    assert!(outputs["index.html"].contains("<p class=\"status cancelled\">"), "lists show it as any cancelled event");
}
