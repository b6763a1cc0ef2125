//! `handbill explain`: exact texts, every way to name an event and a feed, and that it never says of a feed what is not so.
//!
//! Each file of `tests/golden/explain/explanations/` begins with a question about the site beside it; the rest is the answer.
//! `HANDBILL_BLESS=1 cargo test --test suite explain` writes down what is answered now: read the difference before you commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use handbill::{
    check,
    compile::{Inputs, compile, explain},
    diag::Diagnostics,
    explain::{Answer, Explained, Explanation, Question},
    output::Body,
    parse,
    source::SourceSet,
};
use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestRunner},
};

use crate::{
    program::{Site, command, run},
    support,
};

fn golden() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/explain")
}

fn golden_inputs() -> Inputs {
    let now = fs::read_to_string(golden().join("now")).unwrap();
    support::inputs(support::load(&golden().join("site")), now.trim())
}

fn ask(inputs: &Inputs, event: &str, feed: Option<&str>) -> Explained {
    explain(inputs, &Question { event, path: None, feed, way: "" })
}

fn explained(inputs: &Inputs, event: &str, feed: Option<&str>) -> Explanation {
    match ask(inputs, event, feed).answer {
        Answer::Explained(explanation) => *explanation,
        other => panic!("{event} {feed:?}: {other:?}"),
    }
}

fn unclear(inputs: &Inputs, event: &str, feed: Option<&str>) -> String {
    match ask(inputs, event, feed).answer {
        Answer::Unclear { message, help } => format!("{message} / {}", help.join(" / ")),
        other => panic!("{event} {feed:?}: {other:?}"),
    }
}

#[test]
fn every_explanation_says_what_it_said() {
    let inputs = golden_inputs();
    let bless = std::env::var_os("HANDBILL_BLESS").is_some_and(|value| value == "1");
    let mut wrong = Vec::new();
    let mut files: Vec<_> =
        fs::read_dir(golden().join("explanations")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 25, "only {} explanations", files.len());
    for path in files {
        let before = fs::read_to_string(&path).unwrap();
        let question = before.lines().next().unwrap();
        let mut words = question.strip_prefix("$ handbill explain ").unwrap().split(' ');
        let answer = explained(&inputs, words.next().unwrap(), words.next()).human(false);
        let now = format!("{question}\n{answer}");
        if bless {
            fs::write(&path, now).unwrap();
        } else if before != now {
            wrong.push(format!("== {}\n{now}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The id of every event that is written down in a site, published or not.
fn ids(sources: &SourceSet) -> BTreeSet<String> {
    let raw = parse::parse(sources, &mut Diagnostics::default());
    check::inherited(&raw, sources).into_iter().filter_map(|event| Some(event.id?.value.to_string())).collect()
}

/// What every feed of a built site holds: the UIDs in the file itself, without their host.
fn feeds(inputs: &Inputs) -> BTreeMap<String, BTreeSet<String>> {
    let compiled = compile(inputs);
    let outputs = compiled.outputs.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    let is_feed = |path: &str| path.starts_with("feeds/") && path.ends_with(".ics");
    let paths = outputs.paths().iter().enumerate().filter(|(_, path)| is_feed(path.as_str()));
    let uids = |index: usize| {
        let Body::Bytes(bytes) = outputs.render(index).unwrap() else { panic!("a feed is never a copy") };
        let text = String::from_utf8(bytes).unwrap().replace("\r\n ", "");
        let events = text.split("BEGIN:VEVENT").skip(1);
        let uid =
            |event: &str| event.lines().find_map(|line| Some(line.strip_prefix("UID:")?.split('@').next()?.to_owned()));
        events.map(|event| uid(event).unwrap()).collect()
    };
    paths.map(|(index, path)| (path.as_str().to_owned(), uids(index))).collect()
}

/// Whether a feed holds an event: under its id, date by date, or by its coaches.
fn is_held(path: &str, uids: &BTreeSet<String>, id: &str) -> bool {
    let is_date =
        |rest: &str| rest.len() == 11 && rest.starts_with('-') && rest[1..].parse::<chrono::NaiveDate>().is_ok();
    let is_coach = |rest: &str| path.starts_with("feeds/travel/") && rest.starts_with("-travel-");
    uids.iter().filter_map(|uid| uid.strip_prefix(id)).any(|rest| rest.is_empty() || is_date(rest) || is_coach(rest))
}

/// Every event of a site against every feed of it; how many pairs there are of those in and those not.
fn agree(inputs: &Inputs) -> (usize, usize) {
    let feeds = feeds(inputs);
    let mut pairs = (0, 0);
    for id in ids(&inputs.sources) {
        let answers = explained(inputs, &id, None).feeds;
        let answers: BTreeMap<&str, _> = answers.iter().map(|feed| (feed.path.as_str(), feed)).collect();
        for (path, uids) in &feeds {
            let answer = answers.get(&**path);
            let held = is_held(path, uids, &id);
            let Some(answer) = answer else { panic!("nothing is said of {id} and {path}") };
            assert_eq!(answer.holds, held, "{id} in {path}: {answer:#?}\nwhich holds {uids:?}");
            assert!(!(answer.rules.is_empty() && held), "no rule says why {id} is in {path}");
            assert_eq!(answer.kept_out.is_empty(), held, "{id} in {path}: {answer:#?}");
            if held { pairs.0 += 1 } else { pairs.1 += 1 }
        }
        // A feed that is not there holds nothing.
        assert!(answers.iter().all(|(path, answer)| feeds.contains_key(*path) || !answer.holds));
    }
    pairs
}

#[test]
fn what_is_said_of_the_samples_feeds_is_what_they_hold() {
    let sources = support::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    for now in ["2016-02-01", "2017-05-15", "2026-11-27"] {
        let (held, not) = agree(&support::inputs(sources.clone(), now));
        assert!(held > 100 && not > 1000, "{now}: {held} and {not}");
    }
}

#[test]
fn what_is_said_of_other_sites_feeds_is_what_they_hold() {
    agree(&golden_inputs());
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/whole-site/site");
    agree(&support::inputs(support::load(&whole), support::TODAY));
}

/// An event of any sort: when, whose, what it is called, and what hides it.
fn event() -> impl Strategy<Value = String> {
    let starts = [
        "2015-06-01 12:00",
        "2016-01-02 12:00",
        "2016-01-31",
        "2016-02-02 12:00",
        "2016-06-01 19:00",
        "2016-08",
        "2017",
    ];
    let hides = [
        "",
        "",
        "",
        "draft: true\n",
        "unlisted: true\n",
        "withdraw: true\n",
        "status: cancelled\n",
        "announce: { at: 2016-03-01 }\n",
        "announce: { place_at: 2016-05-01, place_hint: somewhere }\n",
    ];
    let groups = ["[a]", "[b]", "[c]", "[a, d]", "[]"];
    let travel = ["", "travel: [ { id: bus, from: Leeds, leaves: 2016-01-01 06:00 } ]\n"];
    let pick = prop::sample::select::<&'static str>;
    (pick(starts.to_vec()), pick(hides.to_vec()), pick(groups.to_vec()), pick(groups.to_vec()), pick(travel.to_vec()), 0..3_usize, any::<bool>())
        .prop_map(|(start, hides, hosts, supporters, travel, number, repeats)| {
            let (kind, tag, town) = (["demo", "vigil", "social"][number], ["x", "y", "z"][number], ["Leeds", "York", "Hull"][number]);
            let is_dated = start.len() >= 10;
            let end = if start.len() > 10 { "duration: 2h\n" } else { "" };
            let repeats = if repeats && is_dated { "repeats: { every: week, times: 3 }\n" } else { "" };
            format!("title: T\nkind: {kind}\nstart: {start}\n{end}{repeats}hosts: {hosts}\nsupporters: {supporters}\ntags: [{tag}]\nplace: {{ town: {town} }}\n{travel}{hides}")
        })
}

#[test]
fn what_is_said_of_any_sites_feeds_is_what_they_hold() {
    let config =
        ProptestConfig { cases: 40, failure_persistence: None, rng_seed: RngSeed::Fixed(1905), ..Default::default() };
    let policies = prop::sample::select(vec!["mark", "drop"]);
    let held = TestRunner::new(config).run(&(prop::collection::vec(event(), 1..7), policies), |(events, policy)| {
        let settings = format!("{}feeds: [ {{ id: own, title: Own, where: kind == \"demo\" }} ]\nfeed: {{ past: 30 days, cancelled: {policy} }}\n", support::SITE);
        let mut files = vec![
            ("site.yaml".to_owned(), settings),
            ("events/_groups/a.yaml".to_owned(), "title: A\npart_of: b\n".to_owned()),
            ("events/_groups/b.yaml".to_owned(), "title: B\npart_of: c\n".to_owned()),
            ("events/_groups/c.yaml".to_owned(), "title: C\n".to_owned()),
            ("events/_groups/d.yaml".to_owned(), "title: D\n".to_owned()),
        ];
        files.extend(events.into_iter().enumerate().map(|(number, text)| (format!("events/e{number}.yaml"), text)));
        let sources = support::site(files.iter().map(|(path, text)| (&**path, &**text)));
        agree(&support::inputs(sources, support::TODAY));
        Ok(())
    });
    held.unwrap();
}

#[test]
fn the_archive_that_is_named_is_there() {
    let inputs = golden_inputs();
    let answer = explained(&inputs, "long-ago", Some("all")).feed.unwrap();
    assert!(answer.kept_out[0].text.contains("its page and archive/2016/ show it"), "{answer:?}");
    let outputs = compile(&inputs).outputs.unwrap();
    for path in ["archive/2016/index.html", "events/long-ago/index.html"] {
        assert!(outputs.paths().iter().any(|output| output.as_str() == path), "{path}");
    }
}

/// The day that is named is the first on which the feed is without the event.
#[test]
fn it_left_on_the_day_that_is_named() {
    let mut inputs = golden_inputs();
    let text = explained(&inputs, "long-ago", Some("all")).feed.unwrap().kept_out[0].text.clone();
    let day: chrono::NaiveDate = text.split("It left the feeds on ").nth(1).unwrap()[..10].parse().unwrap();
    for (now, held) in [(day.pred_opt().unwrap(), true), (day, false)] {
        inputs.now = handbill::compile::Now::Day(now);
        assert_eq!(explained(&inputs, "long-ago", Some("all")).feed.unwrap().holds, held, "{now}");
        assert_eq!(feeds(&inputs)["feeds/all.ics"].contains("long-ago"), held, "{now}");
    }
}

#[test]
fn an_event_is_named_by_id_by_an_earlier_one_and_by_its_file() {
    let inputs = golden_inputs();
    for name in [
        "monthly",
        "hackney-meeting",
        "events/local/hackney/monthly.yaml",
        "events/local/hackney/monthly",
        "local/hackney/monthly.yaml",
        "local/hackney/monthly",
        "./events/local/hackney/monthly.yaml",
        "monthly@example.org",
        "monthly-2016-03-08",
        "monthly-travel-york",
        "https://example.org/events/monthly/",
    ] {
        assert_eq!(explained(&inputs, name, None).id, "monthly", "{name}");
    }
    assert_eq!(unclear(&inputs, "montly", None), "there is no event `montly` / did you mean `monthly`?");
    assert_eq!(
        unclear(&inputs, "hackney-meating", None),
        "there is no event `hackney-meating` / did you mean `hackney-meeting`?"
    );
    let many = "there are 2 events in `events/road.yaml` / name one of them: road-york, road-hull";
    for name in ["road", "events/road.yaml", "road.yaml"] {
        assert_eq!(unclear(&inputs, name, None), many, "{name}");
    }
    for name in ["events/_venues/town-hall.yaml", "_groups/hackney", "site.yaml"] {
        assert!(unclear(&inputs, name, None).contains("is not the file of an event"), "{name}");
    }
}

#[test]
fn a_feed_is_named_by_path_by_address_and_in_short() {
    let mut inputs = golden_inputs();
    inputs.base_url = Some(handbill::compile::BaseUrl::new("https://preview.example/").unwrap());
    for name in [
        "groups/london",
        "/groups/london",
        "groups/london.ics",
        "feeds/groups/london",
        "feeds/groups/london.ics",
        "/feeds/groups/london.ics",
        "https://example.org/calendar/feeds/groups/london.ics",
        "webcal://example.org/calendar/feeds/groups/london.ics",
        "https://preview.example/feeds/groups/london.ics",
    ] {
        assert_eq!(explained(&inputs, "monthly", Some(name)).feed.unwrap().path, "feeds/groups/london.ics", "{name}");
    }
    assert_eq!(explained(&inputs, "monthly", Some("all")).feed.unwrap().path, "feeds/all.ics");
    assert_eq!(
        unclear(&inputs, "monthly", Some("groups/londn")),
        "there is no feed `groups/londn` / did you mean `groups/london`?"
    );
    assert_eq!(
        unclear(&inputs, "monthly", Some("hackney")),
        "there is no feed `hackney` / did you mean `groups/hackney`?"
    );
    assert!(unclear(&inputs, "monthly", Some("events/monthly.ics")).contains("the event's own file and no feed"));
}

/// Every name in a JSON value.
fn names(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(entries) => entries.iter().for_each(|(name, value)| {
            found.insert(name.clone());
            names(value, found);
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

#[test]
fn every_name_in_the_json_is_documented() {
    let inputs = golden_inputs();
    let docs = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/explain.md")).unwrap();
    let mut found = BTreeSet::new();
    let mut values = BTreeSet::new();
    for id in ids(&inputs.sources) {
        let text = explained(&inputs, &id, Some("all")).json();
        assert_eq!(text.lines().count(), 1);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        names(&value, &mut found);
        let fields = value["fields"].as_array().unwrap();
        values.extend(fields.iter().map(|field| field["from"].as_str().unwrap().to_owned()));
        for feed in value["feeds"].as_array().unwrap() {
            assert!(!feed["rules"].as_array().unwrap().is_empty(), "{feed}");
            let reasons = feed["rules"].as_array().into_iter().chain(feed["kept_out"].as_array()).flatten();
            values.extend(reasons.map(|reason| reason["rule"].as_str().unwrap().to_owned()));
        }
    }
    assert!(found.len() > 30 && values.len() > 15, "{found:?} {values:?}");
    let missing: Vec<_> = found.iter().chain(&values).filter(|name| !docs.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "not in docs/explain.md: {missing:?}");
}

#[test]
fn the_json_of_an_event_holds_what_the_text_does() {
    let inputs = golden_inputs();
    let value: serde_json::Value = serde_json::from_str(&explained(&inputs, "monthly", Some("all")).json()).unwrap();
    assert_eq!((&value["id"], &value["uid"]), (&"monthly".into(), &"monthly@example.org".into()));
    assert_eq!(value["at"], serde_json::json!({ "file": "events/local/hackney/monthly.yaml", "line": 2, "column": 1 }));
    assert_eq!(value["feed"]["holds"], true);
    let field =
        |name: &str| value["fields"].as_array().unwrap().iter().find(|field| field["field"] == name).unwrap().clone();
    assert_eq!(
        field("place.town"),
        serde_json::json!({ "field": "place.town", "value": "London", "from": "venue", "note": null,
            "at": { "file": "events/_venues/town-hall.yaml", "line": 3, "column": 7 } })
    );
    let dates = value["dates"]["list"].as_array().unwrap();
    assert_eq!(
        dates[0],
        serde_json::json!({ "start": "2016-05-12T19:00", "end": "2016-05-12T21:00", "start_utc": "2016-05-12T18:00Z",
            "end_utc": "2016-05-12T20:00Z", "all_day": false, "takes_place": true,
            "marks": ["changed, regularly Tue 2016-05-10 19:30"] })
    );
}

/// A site with mistakes in two events.
fn faulty() -> Site {
    let site = Site::new();
    site.put("events/broken.yaml", "title: Broken\nkind: demoo\nstart: 2016-03-01 12:00\nend: 2016-03-01 13:00\n");
    site.put("events/list.yaml", "kind: demo\nevents:\n  - { id: one, title: One, start: 2016-03-01 }\n  - { id: two, title: Two, start: 2016-03-99 }\n");
    site.put("events/unreadable.yaml", "title: [\n");
    site
}

#[test]
fn mistakes_elsewhere_stand_beside_the_explanation() {
    let site = faulty();
    for event in ["x", "one"] {
        let ran = site.succeed(&["explain", event, "--now", "2016-02-01"]);
        assert!(ran.stdout.contains("feeds/all.ics: every event of the site"), "{ran:?}");
        assert!(ran.stderr.starts_with("There are 3 errors elsewhere; nothing is published"), "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
    }
    assert_eq!(site.succeed(&["-q", "explain", "x"]).stderr, "");
}

#[test]
fn mistakes_in_the_event_are_told_of_as_check_tells_them() {
    let site = faulty();
    let ran = site.run(&["explain", "broken"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.stderr.starts_with("error[unknown-kind]: there is no kind `demoo`\n --> events/broken.yaml:2:7"),
        "{ran:?}"
    );
    assert_eq!(ran.stderr.matches("error[").count(), 1, "{ran:?}");
    assert!(ran.stdout.contains("title") && ran.stdout.contains("events/broken.yaml:1:8"), "{ran:?}");
    assert!(ran.stdout.ends_with("Its feeds and dates are not known while it has mistakes.\n"), "{ran:?}");
    let ran = site.run(&["explain", "two"]);
    assert!(ran.code == Some(1) && ran.stderr.starts_with("error[invalid-date]"), "{ran:?}");
    for name in ["unreadable", "events/unreadable.yaml"] {
        let ran = site.run(&["explain", name]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error[invalid-yaml]"), "{ran:?}");
    }
}

#[test]
fn a_venue_that_cannot_be_read_is_a_mistake_of_its_events() {
    let site = Site::new();
    site.put("events/_venues/hall.yaml", "nam: Hall\n");
    site.put("events/z.yaml", "title: Z\nkind: demo\nstart: 2016-02-28\nplace: hall\n");
    let ran = site.run(&["explain", "z"]);
    assert!(ran.code == Some(1) && ran.stderr.contains("--> events/_venues/hall.yaml:1:1"), "{ran:?}");
    assert_eq!(site.run(&["explain", "x"]).code, Some(0));
}

#[test]
fn a_file_is_found_from_where_the_user_stands() {
    let site = Site::new();
    site.put("events/deep/er/z.yaml", "title: Z\nkind: demo\nid: other\nstart: 2016-02-28\n");
    let from = |folder: &str, arguments: &[&str]| run(command(arguments).current_dir(site.path().join(folder)));
    for (folder, name, shown) in [
        ("", "events/deep/er/z.yaml", "events/deep/er/z.yaml"),
        ("events/deep", "er/z.yaml", "../../events/deep/er/z.yaml"),
        ("events/deep", "er/z", "../../events/deep/er/z.yaml"),
        ("events/deep/er", "./z.yaml", "../../../events/deep/er/z.yaml"),
        ("events/deep", "../deep/er/z.yaml", "../../events/deep/er/z.yaml"),
        ("events/deep", "deep/er/z", "../../events/deep/er/z.yaml"),
        ("events", "other", "../events/deep/er/z.yaml"),
    ] {
        let ran = from(folder, &["explain", name]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.starts_with("other: Z\n") && ran.stdout.contains(&format!(" {shown}:1:8\n")), "{ran:?}");
    }
    let parent = site.path().parent().unwrap();
    let name = site.path().file_name().unwrap().to_str().unwrap();
    let below = run(command(&["-C", name, "explain", "events/deep/er/z.yaml"]).current_dir(parent));
    assert!(below.stdout.contains(&format!(" {name}/events/deep/er/z.yaml:1:8\n")), "{below:?}");
    let named = format!("{name}/events/deep/er/z.yaml");
    let beside = run(command(&["explain", "--site", name, &named]).current_dir(parent));
    assert!(beside.stdout.starts_with("other: Z\n"), "{beside:?}");
}

#[test]
fn wrong_use_ends_with_2() {
    let site = Site::new();
    site.put("events/list.yaml", "kind: demo\nevents:\n  - { id: one, title: One, start: 2016-03-01 }\n  - { id: two, title: Two, start: 2016-03-02 }\n");
    for (arguments, expected) in [
        (&["explain"][..], "<EVENT>"),
        (&["explain", "w"], "error: there is no event `w`\nhelp: "),
        (&["explain", "yy"], "help: did you mean `y`?"),
        (&["explain", "x", "al"], "error: there is no feed `al`\nhelp: did you mean `all`?"),
        (&["explain", "list"], "help: name one of them: one, two"),
        (&["explain", "x", "--format", "jsn"], "similar value exists: 'json'"),
        (&["explain", "x", "all", "more"], "unexpected argument 'more'"),
        (&["explain", "x", "--now", "tomorrow"], "write a date, such as 2016-02-01"),
        (&["explain", ""], "error: there is no event ``"),
    ] {
        let ran = site.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(expected), "{arguments:?}: {ran:?}");
    }
    let empty = tempfile::tempdir().unwrap();
    let ran = run(command(&["explain", "x"]).current_dir(empty.path()));
    assert!(ran.code == Some(2) && ran.stderr.starts_with("error: there is no site.yaml in "), "{ran:?}");
}

#[test]
fn it_takes_the_options_of_the_other_commands() {
    let site = Site::new();
    let ran = site.succeed(&["explain", "x", "--now", "2016-02-28", "--base-url", "https://preview.example/"]);
    assert!(ran.stdout.contains("https://preview.example/events/x/\n"), "{ran:?}");
    assert!(
        ran.stdout.contains("Nothing is to come; the last dates, in UTC\n  Sat 2016-02-27 12:00 to 14:00 UTC\n"),
        "{ran:?}"
    );
    let coloured = site.succeed(&["explain", "x", "--color", "always"]);
    assert!(coloured.stdout.starts_with("\u{1b}[1mx: X\u{1b}[0m\n"), "{coloured:?}");
    assert!(!site.succeed(&["explain", "x"]).stdout.contains('\u{1b}'));
    let json = site.succeed(&["explain", "x", "--format", "json", "--color", "always"]);
    assert!(json.stdout.starts_with('{') && json.stdout.ends_with("}\n"), "{json:?}");
}

#[test]
fn what_an_author_writes_cannot_move_the_cursor() {
    let site = Site::new();
    let changes =
        "repeats: { every: week, times: 3, changes: { \"\\e[31m2016-02-28\": { status_note: \"a\\u200bb\" } } }";
    site.put("events/z.yaml", &format!("title: \"Z\\u200b\"\nkind: demo\nstart: 2016-02-28\n{changes}\n"));
    site.put("events/Odd name.yaml", "title: No id\nkind: demo\nstart: 2016-02-28\n");
    let ran = site.run(&["explain", "z"]);
    assert!(ran.code == Some(1) && !ran.stdout.contains(['\u{1b}', '\u{200b}']), "{ran:?}");
    let ran = site.run(&["explain", "events/Odd name.yaml"]);
    assert!(ran.code == Some(1) && ran.stdout.starts_with("No id\n  written   events/Odd name.yaml:1:1\n"), "{ran:?}");
    assert!(ran.stderr.starts_with("error[invalid-id]"), "{ran:?}");
}

#[test]
fn of_two_events_with_one_id_the_one_that_is_named_is_explained() {
    let site = Site::new();
    site.put("events/z.yaml", "title: The other\nid: x\nkind: demo\nstart: 2016-02-28\n");
    let second = site.run(&["explain", "events/z.yaml"]);
    assert!(second.code == Some(1) && second.stderr.starts_with("error[duplicate-id]"), "{second:?}");
    assert!(second.stdout.starts_with("x: The other\n") && !second.stdout.contains("2016-02-27"), "{second:?}");
    let first = site.run(&["explain", "events/x.yaml"]);
    assert!(first.code == Some(1) && first.stdout.contains("Sat 2016-02-27 12:00 to 14:00 UTC"), "{first:?}");
}
