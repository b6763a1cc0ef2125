//! What subscribers see change: two sites in memory, one comparison.

use handbill::{
    compile::{Base, Comparison, ComparisonFormat, compare, compile, draw_comparison, survey},
    source::SourceSet,
};
use serde_json::Value;

use super::support::{SITE, TODAY, inputs, site};

const EVENT: &str = "title: X\nkind: demo\nstart: 2016-03-01 12:00\nend: 2016-03-01 14:00\n";
const SERIES: &str = "title: X\nkind: meeting\nstart: 2016-02-09 19:00\nend: 2016-02-09 21:00\n";

fn compared(before: SourceSet, after: SourceSet) -> Comparison {
    let old = survey(inputs(before, TODAY)).unwrap();
    let inputs = inputs(after, TODAY);
    let compiled = compile(&inputs);
    compare(Some(&old), compiled.outputs.as_ref().unwrap_or_else(|| panic!("{:?}", compiled.diagnostics)), &inputs)
}

fn json(comparison: &Comparison) -> Value {
    let base = Base { name: "HEAD".into(), commit: "0".repeat(40), passed_over: None };
    serde_json::from_str(&draw_comparison(ComparisonFormat::Json, comparison, &base)).unwrap()
}

/// Compares sites of these files beside one event that stays as it is.
fn changes(before: &[(&str, &str)], after: &[(&str, &str)]) -> Value {
    let stays = ("events/stays.yaml", "title: Stays\nkind: demo\nstart: 2016-04-01\ntags: [stays]\n");
    let all = |files: &[(&'static str, &'static str)]| -> SourceSet { site(files.iter().copied().chain([stays])) };
    let leak = |files: &[(&str, &str)]| -> Vec<(&'static str, &'static str)> {
        files.iter().map(|(path, text)| (&*String::leak((*path).into()), &*String::leak((*text).into()))).collect()
    };
    json(&compared(all(&leak(before)), all(&leak(after))))
}

/// What happens to the one event that changes: "kind: field before → after".
fn told(before: &str, after: &str) -> String {
    let path = "events/x.yaml";
    let files = |text: &str| if text.is_empty() { vec![] } else { vec![(path, text.to_owned())] };
    let (before, after) = (files(before), files(after));
    let borrowed = |files: &[(&'static str, String)]| -> Vec<(&'static str, &'static str)> {
        files.iter().map(|(path, text)| (*path, &*String::leak(text.clone()))).collect()
    };
    let found = changes(&borrowed(&before), &borrowed(&after));
    let events = found["events"].as_array().unwrap();
    events.iter().map(summary).collect::<Vec<_>>().join("\n")
}

fn summary(event: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut parts = vec![format!("{} {}", text(&event["kind"]), text(&event["id"]))];
    for field in event["fields"].as_array().unwrap() {
        parts.push(format!("{}: {} → {}", text(&field["field"]), text(&field["before"]), text(&field["after"])));
    }
    for dates in event["dates"].as_array().unwrap() {
        let days: Vec<String> = dates["next"].as_array().unwrap().iter().map(|day| text(&day["date"])).collect();
        parts.push(format!("{} {}: {}", dates["count"], text(&dates["kind"]), days.join(" ")));
    }
    for (name, key) in [("joins", "joins"), ("leaves", "leaves")] {
        parts.extend(event[key].as_array().unwrap().iter().map(|feed| format!("{name} {}", text(feed))));
    }
    parts.join("; ")
}

fn with(more: &str) -> String {
    format!("{EVENT}{more}")
}

fn at(start: &str, end: &str) -> String {
    format!("title: X\nkind: demo\nstart: {start}\nend: {end}\n")
}

#[test]
fn the_same_site_changes_nothing() {
    assert_eq!(told(EVENT, EVENT), "");
    let series = format!("{SERIES}repeats: {{ every: month, on: [second tuesday] }}\n");
    assert_eq!(told(&series, &series), "");
    let same = compared(site([("events/x.yaml", EVENT)]), site([("events/deep/x.yaml", EVENT)]));
    assert!(same.is_empty(), "{same:?}");
}

#[test]
fn what_is_to_come_and_in_no_feed_is_gone() {
    assert_eq!(told(EVENT, ""), "gone x");
    assert_eq!(told(EVENT, &with("draft: true\n")), "gone x");
    let lost = |after: &str| changes(&[("events/x.yaml", EVENT)], &[("events/x.yaml", after)])["events"][0].clone();
    assert_eq!(lost(&with("unlisted: true\n"))["loss"], "unlisted");
    assert_eq!(lost("title: X\nkind: demo\nstart: 2016-03\n")["loss"], "undated");
    assert_eq!(lost(&with("withdraw: true\n"))["loss"], "deleted");
}

#[test]
fn what_is_over_or_cancelled_goes_quietly() {
    assert_eq!(told(&at("2016-01-20 12:00", "2016-01-20 13:00"), ""), "removed x");
    assert_eq!(told(&with("status: cancelled\n"), ""), "removed x");
}

#[test]
fn every_state_is_told() {
    assert_eq!(told(EVENT, &with("status: cancelled\n")), "cancelled x; status: confirmed → cancelled");
    assert_eq!(told(EVENT, &with("status: postponed\n")), "postponed x; status: confirmed → postponed");
    assert_eq!(told(&with("status: cancelled\n"), EVENT), "reinstated x; status: cancelled → confirmed");
    assert_eq!(told(EVENT, &with("status: tentative\n")), "changed x; status: confirmed → tentative");
}

#[test]
fn a_cancelled_event_that_is_dropped_is_cancelled_and_not_gone() {
    let settings = format!("{SITE}feed: {{ cancelled: drop }}\n");
    let cancelled = with("status: cancelled\n");
    let before = site([("site.yaml", &*settings), ("events/x.yaml", EVENT)]);
    let after = site([("site.yaml", &*settings), ("events/x.yaml", &*cancelled)]);
    let found = json(&compared(before, after));
    assert_eq!(summary(&found["events"][0]), "cancelled x; status: confirmed → cancelled");
    assert_eq!(found["feeds"][0]["counts"]["cancelled"], 1);
}

#[test]
fn another_time_or_place_is_a_move() {
    assert_eq!(
        told(EVENT, &at("2016-03-02 12:00", "2016-03-02 14:00")),
        "moved x; start: Tuesday 1 March 2016, midday to 2pm → Wednesday 2 March 2016, midday to 2pm"
    );
    assert_eq!(
        told(EVENT, &at("2016-03-01", "2016-03-01")),
        "moved x; start: Tuesday 1 March 2016, midday to 2pm → Tuesday 1 March 2016"
    );
    assert_eq!(told(&with("place: { name: Hall }\n"), &with("place: { name: Park }\n")), "moved x; place: Hall → Park");
    assert_eq!(told(EVENT, &with("place: { name: Park }\n")), "changed x; place: - → Park");
    assert_eq!(
        told(&with("place: { name: Hall }\n"), &with("online: https://example.org/a\n")),
        "moved x; place: Hall → online; online: - → https://example.org/a"
    );
    let elsewhere = with("timezone: Europe/Paris\n");
    assert_eq!(
        told(EVENT, &elsewhere),
        "moved x; start: Tuesday 1 March 2016, midday to 2pm, Europe/London time (GMT) → Tuesday 1 March 2016, midday to 2pm, \
         Europe/Paris time (CET); timezone: Europe/London → Europe/Paris"
    );
}

#[test]
fn fields_are_named_as_they_are_written() {
    assert_eq!(
        told(EVENT, &at("2016-03-01 12:00", "2016-03-01 15:00")),
        "changed x; end: Tuesday 1 March 2016, midday to 2pm → Tuesday 1 March 2016, midday to 3pm"
    );
    assert_eq!(told(EVENT, &EVENT.replace("title: X", "title: Y")), "changed x; title: X → Y");
    assert_eq!(told(EVENT, &with("description: Come.\n")), "changed x; description: - → -");
    assert_eq!(
        told(EVENT, &with("booking: { price: £5, capacity: 1200 }\n")),
        "changed x; booking: - → £5, 1,200 places"
    );
    assert_eq!(told(EVENT, &with("speakers: [{ name: A, role: B }]\n")), "changed x; speakers: - → A (B)");
    assert_eq!(told(EVENT, &with("# only a comment\n")), "");
}

#[test]
fn what_is_not_public_is_not_told() {
    for hidden in ["draft: true\n", "unlisted: true\n", "announce: { at: 2016-02-20 }\n"] {
        assert_eq!(told("", &with(hidden)), "", "{hidden}");
        assert_eq!(told(&with(hidden), &with(&format!("{hidden}summary: secret\n"))), "", "{hidden}");
    }
    let withheld = |name: &str| {
        with(&format!("place: {{ name: {name} }}\nannounce: {{ place_at: 2016-02-20 09:00, place_hint: London }}\n"))
    };
    assert_eq!(told(&withheld("Secret"), &withheld("Other secret")), "");
    assert_eq!(
        told(&withheld("Secret"), &with("place: { name: Hall }\n")),
        "changed x; place: London → Hall; announce: the place on Saturday 20 February 2016, 9am → -"
    );
    let unlisted = with("unlisted: true\nsummary: secret\n");
    let found = changes(&[("events/x.yaml", EVENT)], &[("events/x.yaml", &unlisted)]);
    assert!(!found.to_string().contains("secret"), "{found}");
}

#[test]
fn dates_of_a_series_are_told_one_by_one() {
    let series =
        |more: &str| format!("{SERIES}repeats:\n  every: month\n  on: [second tuesday]\n  until: 2016-12-31\n{more}");
    let plain = series("");
    assert_eq!(told(&plain, &series("  except: [2016-04-12]\n")), "dates x; 1 taken_out: 2016-04-12");
    assert_eq!(told(&series("  except: [2016-04-12]\n"), &plain), "dates x; 1 added: 2016-04-12");
    assert_eq!(told(&plain, &series("  also: [2016-04-19 19:00]\n")), "dates x; 1 added: 2016-04-19");
    let changed = |what: &str| told(&plain, &series(&format!("  changes:\n    2016-05-10: {{ {what} }}\n")));
    assert_eq!(changed("start: 2016-05-12 19:00"), "dates x; 1 moved: 2016-05-10");
    assert_eq!(changed("status: cancelled"), "dates x; 1 cancelled: 2016-05-10");
    assert_eq!(changed("status: postponed"), "dates x; 1 postponed: 2016-05-10");
    assert_eq!(changed("summary: Other"), "dates x; 1 changed: 2016-05-10");
    let past = told(&plain.replace("2016-02-09", "2015-12-08"), &series("").replace("2016-02-09", "2016-01-12"));
    assert!(past.starts_with("changed x; start: ") && !past.contains("taken_out"), "{past}");
}

#[test]
fn what_the_whole_series_changes_in_is_no_change_of_its_dates() {
    let series = |time: &str, place: &str| {
        format!(
            "title: X\nkind: meeting\nstart: 2016-02-09 {time}\nduration: 2h\nplace: {{ name: {place} }}\nrepeats:\n  every: month\n  \
             on: [second tuesday]\n  changes:\n    2016-05-10: {{ summary: Guest }}\n"
        )
    };
    assert_eq!(told(&series("19:00", "A"), &series("19:30", "A")), "moved x; start: 7pm to 9pm → 7:30pm to 9:30pm");
    assert_eq!(told(&series("19:00", "A"), &series("19:00", "B")), "moved x; place: A → B");
}

#[test]
fn another_rule_tells_the_next_dates_and_counts_the_rest() {
    let series = |day: &str, start: &str| {
        format!(
            "title: X\nkind: meeting\nstart: {start} 19:00\nduration: 2h\nrepeats: {{ every: month, on: [{day}] }}\n"
        )
    };
    assert_eq!(
        told(&series("second tuesday", "2016-02-09"), &series("second wednesday", "2016-02-10")),
        "dates x; start: Tuesday 9 February 2016, 7pm to 9pm → Wednesday 10 February 2016, 7pm to 9pm; repeats: every month on the \
         second Tuesday → every month on the second Wednesday; 23 taken_out: 2016-02-09 2016-03-08 2016-04-12 2016-05-10 \
         2016-06-14; 23 added: 2016-02-10 2016-03-09 2016-04-13 2016-05-11 2016-06-08"
    );
}

#[test]
fn a_renamed_file_is_known_by_title_and_start() {
    let found = changes(&[("events/x.yaml", EVENT)], &[("events/y.yaml", EVENT)]);
    assert_eq!(summary(&found["events"][0]), "renamed y");
    assert_eq!(
        found["events"][0]["advice"],
        "it was `x` before, so calendars may show it twice: add `aliases: [x]` or `id: x`"
    );
    let found = changes(&[("events/x.yaml", EVENT)], &[("events/y.yaml", &with("aliases: [x]\n"))]);
    assert_eq!((&found["events"][0]["renamed_from"], &found["events"][0]["advice"]), (&"x".into(), &Value::Null));
    let other = with("").replace("title: X", "title: Y");
    let found = changes(&[("events/x.yaml", EVENT)], &[("events/y.yaml", &other)]);
    let kinds: Vec<&Value> = found["events"].as_array().unwrap().iter().map(|event| &event["kind"]).collect();
    assert_eq!(kinds, ["gone", "added"]);
}

#[test]
fn of_many_renamed_alike_each_is_paired_once() {
    let found = changes(
        &[("events/a.yaml", EVENT), ("events/b.yaml", EVENT), ("events/c.yaml", EVENT)],
        &[("events/y.yaml", EVENT), ("events/z.yaml", &with("aliases: [b]\n"))],
    );
    let told = |event: &Value| (event["kind"].clone(), event["id"].clone(), event["renamed_from"].clone());
    let told: Vec<_> = found["events"].as_array().unwrap().iter().map(told).collect();
    assert_eq!(
        told,
        [
            ("gone".into(), "c".into(), Value::Null),
            ("renamed".into(), "y".into(), "a".into()),
            ("renamed".into(), "z".into(), "b".into())
        ]
    );
}

#[test]
fn who_subscribes_to_one_feed_alone_loses_what_leaves_it() {
    assert_eq!(told(&with("tags: [stays]\n"), EVENT), "changed x; tags: stays → -; leaves feeds/tags/stays.ics");
    let found = changes(&[("events/x.yaml", &with("tags: [stays]\n"))], &[("events/x.yaml", EVENT)]);
    let feed = |path: &str| {
        let feeds = found["feeds"].as_array().unwrap();
        feeds.iter().find(|feed| feed["path"] == path).unwrap()["counts"].clone()
    };
    assert_eq!((&feed("feeds/tags/stays.ics")["gone"], &feed("feeds/all.ics")["changed"]), (&1.into(), &1.into()));
}

#[test]
fn feeds_come_and_go() {
    let found = changes(&[("events/x.yaml", &with("tags: [old]\n"))], &[("events/x.yaml", &with("tags: [new]\n"))]);
    let states: Vec<String> = found["feeds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feed| format!("{} {}", feed["path"].as_str().unwrap(), feed["state"].as_str().unwrap()))
        .collect();
    assert_eq!(
        states,
        ["feeds/all.ics kept", "feeds/kinds/demo.ics kept", "feeds/tags/new.ics new", "feeds/tags/old.ics gone"]
    );
}

#[test]
fn coaches_are_entries_of_their_own() {
    let coach = |id: &str, leaves: &str| {
        with(&format!("travel:\n  - {{ id: {id}, from: Leeds, leaves: 2016-03-01 {leaves} }}\n"))
    };
    assert_eq!(
        told(&coach("leeds", "06:30"), &coach("leeds", "07:30")),
        "moved x-travel-leeds; start: Tuesday 1 March 2016, 6:30am → Tuesday 1 March 2016, 7:30am\nchanged x; travel: - → -"
    );
    assert_eq!(told(&coach("leeds", "06:30"), EVENT), "gone x-travel-leeds\nchanged x; travel: - → -");
    assert_eq!(told(EVENT, &coach("leeds", "06:30")), "added x-travel-leeds\nchanged x; travel: - → -");
}

#[test]
fn settings_that_touch_everything_come_first() {
    let with_settings = |text: &str| site([("site.yaml", text), ("events/x.yaml", EVENT)]);
    let moved = SITE.replace("example.org", "example.net");
    let found = json(&compared(with_settings(SITE), with_settings(&moved)));
    let settings = found["settings"].as_array().unwrap();
    let names: Vec<&Value> = settings.iter().map(|setting| &setting["setting"]).collect();
    assert_eq!(names, ["uid_domain", "base_url"]);
    assert!(settings.iter().all(|setting| setting["breaks"] == true), "{settings:?}");
    assert_eq!(found["events"], Value::Array(vec![]));

    let past = format!("{SITE}feed: {{ past: 10 days }}\n");
    let found = json(&compared(with_settings(SITE), with_settings(&past)));
    assert_eq!(
        (&found["settings"][0]["before"], &found["settings"][0]["after"]),
        (&"90 days".into(), &"10 days".into())
    );
}

#[test]
fn a_shorter_window_is_no_change_of_what_is_over() {
    let over = at("2016-01-05 12:00", "2016-01-05 13:00");
    let later = at("2016-03-05 12:00", "2016-03-05 13:00");
    let past = format!("{SITE}feed: {{ past: 10 days }}\n");
    let files = |settings| site([("site.yaml", settings), ("events/x.yaml", &*over), ("events/y.yaml", &*later)]);
    let found = json(&compared(files(SITE), files(&past)));
    assert_eq!(found["events"], Value::Array(vec![]));
    assert_eq!(found["settings"][0]["setting"], "feed.past");
}

#[test]
fn without_a_site_before_everything_is_new() {
    let inputs = inputs(site([("events/x.yaml", EVENT)]), TODAY);
    let compiled = compile(&inputs);
    let found = json(&compare(None, compiled.outputs.as_ref().unwrap(), &inputs));
    assert_eq!((&found["is_first"], &found["counts"]["added"]), (&true.into(), &1.into()));
}
