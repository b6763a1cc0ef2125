//! What is in which feed, and that an entry is the same wherever it stands.

use std::collections::{BTreeMap, BTreeSet};

use handbill::output::Body;

use crate::support::{Checked, site};

/// Every calendar of a site by its path.
pub fn feeds(files: &[(&str, &str)], now: &str) -> BTreeMap<String, String> {
    let checked = Checked::new(site(files.iter().copied()), now);
    let outputs = checked.compiled.outputs.as_ref().unwrap_or_else(|| panic!("mistakes: {}", checked.human()));
    let calendars = outputs.paths().iter().enumerate().filter(|(_, path)| path.as_str().ends_with(".ics"));
    calendars
        .map(|(index, path)| match outputs.render(index).unwrap() {
            Body::Bytes(bytes) => (path.as_str().to_owned(), String::from_utf8(bytes).unwrap()),
            Body::Copy(_) | Body::Texts(_) => panic!("a calendar is never a copy"),
        })
        .collect()
}

/// The names of the UIDs in a feed.
pub fn uids(feed: &str) -> BTreeSet<&str> {
    let unfolded = feed.lines().filter_map(|line| line.strip_prefix("UID:")?.split('@').next());
    // The first UID is that of the calendar itself.
    unfolded.filter(|name| !name.starts_with("feed")).collect()
}

/// Every VEVENT of a feed, with its lines unfolded, by its UID and RECURRENCE-ID.
pub fn components(feed: &str) -> BTreeMap<(String, String), String> {
    let unfolded = feed.replace("\r\n ", "").replace("\r\n", "\n");
    let blocks = unfolded.split("BEGIN:VEVENT\n").skip(1).map(|block| block.split("END:VEVENT").next().unwrap());
    let named = blocks.map(|block| {
        let uid = value(block, "UID").split('@').next().unwrap();
        ((uid.to_owned(), value(block, "RECURRENCE-ID").to_owned()), block.to_owned())
    });
    let all: Vec<_> = named.collect();
    let count = all.len();
    let components: BTreeMap<_, _> = all.into_iter().collect();
    assert_eq!(components.len(), count, "two components with one identity in {feed}");
    components
}

/// The value of a property of a component.
pub fn value<'a>(component: &'a str, name: &str) -> &'a str {
    let line = component.lines().find(|line| line.split([':', ';']).next() == Some(name));
    line.map(|line| line[name.len()..].trim_start_matches(':')).unwrap_or_default()
}

fn entries(feed: &str) -> BTreeMap<&str, &str> {
    let blocks = feed.split("BEGIN:VEVENT").skip(1).map(|block| block.split("END:VEVENT").next().unwrap());
    blocks.map(|block| (block.lines().find(|line| line.starts_with("UID:")).unwrap(), block)).collect()
}

const TREE: [(&str, &str); 5] = [
    ("events/_groups/nation.yaml", "title: Nation\ncolour: \"#c4122f\"\n"),
    ("events/_groups/region.yaml", "title: Region\npart_of: nation\n"),
    ("events/_groups/town.yaml", "title: Town\npart_of: region\n"),
    ("events/_groups/other.yaml", "title: Other\npart_of: nation\n"),
    ("events/_campaigns/peace.yaml", "title: Peace\n"),
];

fn tree_with(events: &[(&'static str, &'static str)]) -> BTreeMap<String, String> {
    let files: Vec<_> = TREE.iter().chain(events).copied().collect();
    feeds(&files, "2016-02-01")
}

const EVENTS: [(&str, &str); 4] = [
    ("events/n.yaml", "title: N\nkind: demo\nstart: 2016-02-20 12:00\nhosts: [nation]\n"),
    ("events/r.yaml", "title: R\nkind: demo\nstart: 2016-02-21 12:00\nhosts: [other]\nsupporters: [region]\n"),
    (
        "events/t.yaml",
        "title: T\nkind: meeting\nstart: 2016-02-22 12:00\nhosts: [town]\ncampaigns: [peace]\ntags: [Big Days]\nplace: { town: Leeds }\n",
    ),
    ("events/o.yaml", "title: O\nkind: meeting\nstart: 2016-02-23\nhosts: [other]\n"),
];

#[test]
fn a_group_has_its_own_events_and_those_of_its_parts() {
    let feeds = tree_with(&EVENTS);
    assert_eq!(uids(&feeds["feeds/groups/town.ics"]), BTreeSet::from(["t"]));
    assert_eq!(uids(&feeds["feeds/groups/region.ics"]), BTreeSet::from(["r", "t"]));
    assert_eq!(uids(&feeds["feeds/groups/other.ics"]), BTreeSet::from(["o", "r"]));
    assert_eq!(uids(&feeds["feeds/groups/nation.ics"]), BTreeSet::from(["n", "o", "r", "t"]));
}

#[test]
fn a_network_adds_what_the_groups_above_do_but_not_what_their_other_parts_do() {
    let feeds = tree_with(&EVENTS);
    assert_eq!(uids(&feeds["feeds/groups/town-network.ics"]), BTreeSet::from(["n", "r", "t"]));
    assert_eq!(uids(&feeds["feeds/groups/nation-network.ics"]), uids(&feeds["feeds/groups/nation.ics"]));
}

#[test]
fn every_other_slice_has_its_feed() {
    let feeds = tree_with(&EVENTS);
    for path in [
        "feeds/all.ics",
        "feeds/campaigns/peace.ics",
        "feeds/tags/big-days.ics",
        "feeds/towns/leeds.ics",
        "feeds/kinds/meeting.ics",
    ] {
        assert!(uids(&feeds[path]).contains("t"), "{path}");
    }
    assert_eq!(uids(&feeds["feeds/kinds/demo.ics"]), BTreeSet::from(["n", "r"]));
}

#[test]
fn an_event_stands_once_in_a_feed_and_is_the_same_in_every_one() {
    let feeds = tree_with(&EVENTS);
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, feed) in &feeds {
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), entries(feed).len(), "{path}");
        for (uid, entry) in entries(feed) {
            assert_eq!(*seen.entry(uid).or_insert(entry), entry, "{uid} in {path}");
        }
    }
    assert_eq!(seen.len(), 4);
}

#[test]
fn ended_events_leave_a_feed_after_the_window_and_the_last_one_stays() {
    let past = ("events/p.yaml", "title: P\nkind: demo\nstart: 2015-01-10 12:00\nhosts: [town]\n");
    let older = ("events/q.yaml", "title: Q\nkind: rally\nstart: 2014-01-10 12:00\nhosts: [town]\n");
    let feeds = tree_with(&[past, older, EVENTS[0]]);
    assert_eq!(uids(&feeds["feeds/all.ics"]), BTreeSet::from(["n"]));
    assert_eq!(
        uids(&feeds["feeds/groups/town.ics"]),
        BTreeSet::from(["p"]),
        "no feed is empty that could hold something"
    );
    assert!(feeds.contains_key("events/q.ics"), "the event's own file stays");
}

#[test]
fn what_becomes_of_cancelled_events_is_the_sites_choice() {
    let event = (
        "events/c.yaml",
        "title: Called\nkind: demo\nstart: 2016-02-20 12:00\nstatus: cancelled\nstatus_note: Rained off.\n",
    );
    let with = |policy: &str| {
        let settings = format!(
            "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: {{ cancelled: {policy} }}\n"
        );
        feeds(&[("site.yaml", &*settings), event, EVENTS_PLAIN], "2016-02-01")["feeds/all.ics"].clone()
    };
    let marked = with("mark");
    assert!(
        marked.contains("STATUS:CANCELLED")
            && marked.contains("SUMMARY:Cancelled: Called")
            && marked.contains("TRANSP:TRANSPARENT")
    );
    let kept = with("keep");
    assert!(kept.contains("STATUS:CANCELLED") && kept.contains("SUMMARY:Called"));
    assert_eq!(uids(&with("drop")), BTreeSet::from(["plain"]));
}

const EVENTS_PLAIN: (&str, &str) = ("events/plain.yaml", "title: Plain\nkind: demo\nstart: 2016-02-21 12:00\n");

#[test]
fn a_uid_keeps_to_the_domain_whatever_address_the_build_is_for() {
    use handbill::compile::BaseUrl;
    let mut inputs = crate::support::inputs(site([EVENTS_PLAIN]), "2016-02-01");
    inputs.base_url = Some(BaseUrl::new("https://preview.example.net/pr/7").unwrap());
    let outputs = handbill::compile::compile(&inputs).outputs.unwrap();
    let index = outputs.paths().iter().position(|path| path.as_str() == "events/plain.ics").unwrap();
    let Body::Bytes(bytes) = outputs.render(index).unwrap() else { panic!("a calendar is never a copy") };
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("UID:plain@example.org\r\n"));
    assert!(text.contains("URL:https://preview.example.net/pr/7/events/plain/\r\n"));
}

#[test]
fn coaches_have_a_feed_for_each_town() {
    let event = (
        "events/m.yaml",
        "title: March\nkind: march\nstart: 2016-02-27 12:00\ntravel:\n  - { id: one, from: Sheffield, leaves: 2016-02-27 06:30 }\n  - { id: two, from: São Paulo, leaves: 2016-02-26 06:30 }\n",
    );
    let feeds = feeds(&[event], "2016-02-01");
    assert_eq!(uids(&feeds["feeds/travel/sheffield.ics"]), BTreeSet::from(["m-travel-one"]));
    assert_eq!(uids(&feeds["feeds/travel/sao-paulo.ics"]), BTreeSet::from(["m-travel-two"]));
    assert_eq!(uids(&feeds["feeds/all.ics"]), BTreeSet::from(["m"]));
}

#[test]
fn the_sites_own_feeds_hold_what_their_condition_says() {
    let settings = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeeds:\n  - { id: big, title: Big, where: kind == \"demo\" and \"nation\" in hosts }\n";
    let files: Vec<_> = TREE.iter().chain(&EVENTS).copied().chain([("site.yaml", settings)]).collect();
    assert_eq!(uids(&feeds(&files, "2016-02-01")["feeds/big.ics"]), BTreeSet::from(["n"]));
}

#[test]
fn a_month_or_a_year_is_no_day_in_a_calendar() {
    let month = ("events/m.yaml", "title: M\nkind: demo\nstart: 2016-05\n");
    let feeds = feeds(&[month, EVENTS_PLAIN], "2016-02-01");
    assert_eq!(uids(&feeds["feeds/all.ics"]), BTreeSet::from(["plain"]));
    assert!(!feeds.contains_key("events/m.ics"));
}
