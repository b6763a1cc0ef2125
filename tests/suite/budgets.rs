//! Feeds that are too large for some calendars: which, why, and what to do.

use std::fmt::Write as _;

use handbill::diag::{Code, Diagnostic};

use crate::support::{Checked, TODAY, check, site};

/// So many events with a description of so many bytes.
fn list(count: usize, length: usize, more: impl Fn(usize) -> String) -> String {
    let mut list = "events:\n".to_owned();
    for number in 0..count {
        let text = "All of us. ".repeat(length / 11);
        writeln!(
            list,
            "  - {{ id: e{number}, title: E, start: 2016-03-01, description: \"{text}\", {} }}",
            more(number)
        )
        .unwrap();
    }
    list
}

fn too_large(checked: &Checked) -> Vec<&Diagnostic> {
    checked.found().iter().filter(|found| found.code == Code::FeedTooLarge).collect()
}

fn about<'a>(checked: &'a Checked, feed: &str) -> &'a Diagnostic {
    let found = too_large(checked);
    let about = found.iter().find(|found| found.message.starts_with(&format!("{feed} has ")));
    about.unwrap_or_else(|| panic!("nothing of {feed} in {found:#?}"))
}

/// The text that a finding points at.
fn place<'a>(checked: &'a Checked, found: &Diagnostic) -> (&'a str, &'a str) {
    let (span, sources) = (found.primary.span, &checked.inputs.sources);
    let file = sources.file(span.file);
    (&file.path, &file.text()[span.start()..span.end()])
}

const GROUPS: [(&str, &str); 3] = [
    ("events/_groups/big.yaml", "title: Big\n"),
    ("events/_groups/small.yaml", "title: Small\n"),
    ("events/_groups/tiny.yaml", "title: Tiny\n"),
];

#[test]
fn many_events_are_told_by_their_hosts_at_the_settings_of_feeds() {
    let host = |number: usize| {
        if number % 10 < 4 {
            "big"
        } else if number % 10 < 7 {
            "small"
        } else {
            "tiny"
        }
    };
    let list = list(1000, 900, |number| format!("kind: meeting, hosts: [{}]", host(number)));
    let settings = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: { past: 30 days }\n";
    let checked = check(GROUPS.into_iter().chain([("events/list.yaml", &*list), ("site.yaml", settings)]));
    let all = about(&checked, "feeds/all.ics");
    assert_eq!(place(&checked, all), ("site.yaml", "{ past: 30 days }"));
    assert!(all.notes[1].starts_with("most of it: the group `big`, "), "{:?}", all.notes);
    let order: Vec<usize> =
        ["`big`", "`small`", "`tiny`"].iter().map(|group| all.notes[1].find(group).unwrap()).collect();
    assert!(order.is_sorted());
    assert!(all.help[0].starts_with("shorten `feed.past` in site.yaml (now 30 days)"));
    assert_eq!(place(&checked, about(&checked, "feeds/kinds/meeting.ics")).0, "site.yaml");
    assert!(!too_large(&checked).iter().any(|found| found.message.contains("/tiny")));
}

#[test]
fn a_group_that_is_most_of_a_feed_is_where_that_is_told() {
    let list = list(1000, 1200, |_| "kind: meeting, hosts: [big]".to_owned());
    let checked = check([GROUPS[0], ("events/list.yaml", &*list)]);
    assert_eq!(place(&checked, about(&checked, "feeds/groups/big.ics")).0, "events/_groups/big.yaml");
    assert_eq!(place(&checked, about(&checked, "feeds/groups/big-network.ics")).0, "events/_groups/big.yaml");
    assert_eq!(place(&checked, about(&checked, "feeds/all.ics")).0, "events/_groups/big.yaml");
}

#[test]
fn where_there_are_no_hosts_kinds_are_told() {
    let list = list(1000, 1000, |number| format!("kind: {}", if number < 600 { "rally" } else { "gig" }));
    let checked = check([("events/list.yaml", &*list)]);
    let note = &about(&checked, "feeds/all.ics").notes[1];
    assert!(note.starts_with("most of it: the kind `rally`, ") && note.contains("; the kind `gig`, "), "{note}");
    assert_eq!(place(&checked, about(&checked, "feeds/all.ics")).0, "site.yaml");
}

#[test]
fn a_few_large_events_are_told_themselves() {
    let list = list(26, 40_000, |_| "kind: meeting".to_owned());
    let checked = check([("events/list.yaml", &*list)]);
    let all = about(&checked, "feeds/all.ics");
    assert!(all.notes[1].contains("`e10` (a description of 40 KB), 4"), "{:?}", all.notes);
    assert_eq!(all.notes[1].matches("a description of 40 KB").count(), 3);
    assert_eq!(place(&checked, all), ("events/list.yaml", "e10"));
    assert!(all.help[0].starts_with("shorten it, and link to a page with the rest"));
}

#[test]
fn a_feed_within_its_budget_is_nothing_to_speak_of() {
    let small = list(600, 900, |_| "kind: meeting".to_owned());
    assert!(too_large(&check([("events/list.yaml", &*small)])).is_empty());
}

#[test]
fn archives_may_be_as_large_as_they_are() {
    let list = list(1000, 1000, |_| "kind: meeting".to_owned());
    let checked = Checked::new(site([("events/list.yaml", &*list)]), "2017-02-01");
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    assert!(outputs.paths().iter().any(|path| path.as_str() == "feeds/archive/2016.ics"));
    assert!(too_large(&checked).is_empty());
}

#[test]
fn of_many_large_feeds_the_largest_are_told_and_the_others_counted() {
    let groups: Vec<(String, String)> = (0..20)
        .map(|number| (format!("events/_groups/g{number}.yaml"), format!("title: G{number}\npart_of: top\n")))
        .collect();
    let list = list(1000, 1000, |_| "kind: meeting, hosts: [top]".to_owned());
    let files = groups.iter().map(|(path, text)| (&**path, &**text));
    let checked = Checked::new(
        site(files.chain([("events/_groups/top.yaml", "title: Top\n"), ("events/list.yaml", &*list)])),
        TODAY,
    );
    assert_eq!(too_large(&checked).len(), 10);
    let rest: Vec<&String> = too_large(&checked)
        .iter()
        .flat_map(|found| &found.notes)
        .filter(|note| note.contains("more large feeds"))
        .collect();
    assert_eq!(rest, ["14 more large feeds beside the 10 largest ones: shortening `feed.past` in site.yaml helps all"]);
}
