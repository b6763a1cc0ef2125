//! Twins of feeds: the same without cancelled events and dates.

use std::collections::{BTreeMap, BTreeSet};

use handbill::diag::Code;

use crate::{
    feeds::{components, feeds, uids, value},
    support::{TODAY, check},
};

const SITE: &str = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: { live: yes }\n\
                    feeds: [{ id: big, title: Big, where: kind == \"demo\" }]\n";

const FILES: [(&str, &str); 8] = [
    ("site.yaml", SITE),
    ("events/_groups/hackney.yaml", "title: Hackney\npart_of: london\n"),
    ("events/_groups/london.yaml", "title: London\n"),
    ("events/_campaigns/peace.yaml", "title: Peace\n"),
    (
        "events/on.yaml",
        "title: On\nkind: demo\nstart: 2016-02-20 12:00\nhosts: [hackney]\ncampaigns: [peace]\ntags: [big]\n\
         place: { town: Leeds }\ntravel: [{ id: bus, from: Leeds, leaves: 2016-02-20 07:00 }]\n",
    ),
    (
        "events/off.yaml",
        "title: Off\nkind: demo\nstart: 2016-02-20 12:00\nhosts: [london]\nstatus: cancelled\n\
         travel: [{ id: bus, from: Leeds, leaves: 2016-02-20 07:00 }]\n",
    ),
    (
        "events/rule.yaml",
        "title: Rule\nkind: meeting\nstart: 2016-02-02 12:00\nend: 2016-02-02 13:00\nhosts: [hackney]\n\
         repeats: { every: week, changes: { 2016-02-16: { status: cancelled }, 2016-02-23: { title: Special } } }\n",
    ),
    (
        "events/listed.yaml",
        "title: Listed\nkind: meeting\nstart: 2016-02-03 12:00\nend: 2016-02-03 13:00\nhosts: [hackney]\n\
         repeats: { every: month, on: [first wednesday, third wednesday], until: 2016-03-31,\n\
         \x20          except: [{ date: 2016-02-17, note: Half term. }] }\n",
    ),
];

fn calendars() -> BTreeMap<String, String> {
    feeds(&FILES, TODAY)
}

#[test]
fn every_feed_but_archives_has_a_twin_where_the_site_asks_for_it() {
    let old = ("events/old.yaml", "title: Old\nkind: demo\nstart: 2014-02-20 12:00\n");
    let calendars = feeds(&FILES.into_iter().chain([old]).collect::<Vec<_>>(), TODAY);
    let (twins, others): (BTreeSet<&str>, BTreeSet<&str>) = calendars
        .keys()
        .filter_map(|path| path.strip_prefix("feeds/")?.strip_suffix(".ics"))
        .partition(|path| path.ends_with("-live"));
    let with_twins: BTreeSet<&str> = twins.iter().filter_map(|path| path.strip_suffix("-live")).collect();
    let without: Vec<&&str> = others.difference(&with_twins).collect();
    assert_eq!(without, [&"archive/2014"]);
    for path in
        ["all", "big", "groups/hackney", "groups/hackney-network", "campaigns/peace", "travel/leeds", "tags/big"]
    {
        assert!(with_twins.contains(path), "{path}");
    }
    let plain = SITE.replace("feed: { live: yes }\n", "");
    let files: Vec<_> = [("site.yaml", &*plain)].into_iter().chain(FILES.into_iter().skip(1)).collect();
    assert!(!feeds(&files, TODAY).keys().any(|path| path.contains("-live")));
}

#[test]
fn a_twin_holds_the_same_without_what_is_cancelled() {
    let calendars = calendars();
    for (path, twin) in calendars.iter().filter(|(path, _)| path.ends_with("-live.ics")) {
        let feed = components(&calendars[&path.replace("-live.ics", ".ics")]);
        let twin = components(twin);
        let is_on = |(_, component): &(&(String, String), &String)| value(component, "STATUS") != "CANCELLED";
        let expected: Vec<_> = feed.iter().filter(is_on).map(|(identity, _)| identity).collect();
        assert_eq!(twin.keys().collect::<Vec<_>>(), expected, "{path}");
        for (identity, component) in &twin {
            let gone = "EXDATE;TZID=Europe/London:20160216T120000\n";
            assert_eq!(component.replace(gone, ""), feed[identity], "{path}");
            assert_eq!(component.contains(gone), *identity == ("rule".to_owned(), String::new()), "{path}");
        }
    }
}

#[test]
fn coaches_of_cancelled_events_are_in_no_twin() {
    let calendars = calendars();
    assert_eq!(uids(&calendars["feeds/travel/leeds.ics"]), BTreeSet::from(["off-travel-bus", "on-travel-bus"]));
    assert_eq!(uids(&calendars["feeds/travel/leeds-live.ics"]), BTreeSet::from(["on-travel-bus"]));
}

#[test]
fn a_twin_in_which_nothing_is_left_is_a_calendar_all_the_same() {
    let off = ("events/off.yaml", "title: Off\nkind: demo\nstart: 2016-02-20 12:00\nstatus: cancelled\n");
    let calendars = feeds(&[("site.yaml", SITE), off], TODAY);
    let twin = &calendars["feeds/all-live.ics"];
    assert!(components(twin).is_empty() && twin.contains("BEGIN:VTIMEZONE"));
}

#[test]
fn twins_are_told_of_where_their_feed_is_offered() {
    let checked = check(FILES);
    let subscribe = checked.text("subscribe/index.html");
    for name in
        ["all", "big", "groups/hackney", "groups/hackney-network", "campaigns/peace", "towns/leeds", "travel/leeds"]
    {
        let address = format!("example.org/feeds/{name}-live.ics");
        assert!(subscribe.contains(&format!("<code>https://{address}</code>")), "{name}");
        assert!(subscribe.contains(&format!("href=\"webcal://{address}\"")), "{name}");
    }
    // In the place of their feed, and not as feeds of their own beside it.
    assert_eq!(subscribe.matches("Hackney</summary>").count(), 1);
    for (page, name) in
        [("groups/hackney", "groups/hackney-network"), ("towns/leeds", "travel/leeds"), ("tags/big", "tags/big")]
    {
        let text = checked.text(&format!("{page}/index.html"));
        assert!(text.contains(&format!("webcal://example.org/feeds/{name}-live.ics")), "{page}");
        assert!(text.contains("<summary>Without cancelled events<span class=\"hidden\">: "), "{page}");
    }
    assert!(!check(FILES.into_iter().skip(1)).text("subscribe/index.html").contains("Without cancelled events"));
}

#[test]
fn an_id_that_ends_as_a_twin_or_a_network_does_is_told_of() {
    let group = |id: &str| (format!("events/_groups/{id}.yaml"), format!("title: {id}\n"));
    let taken = |site: &str, ids: &[&str]| {
        let groups: Vec<_> = ids.iter().map(|id| group(id)).collect();
        let files = groups.iter().map(|(path, text)| (&**path, &**text)).chain([("site.yaml", site)]);
        let checked = check(files);
        let found = checked.found().iter().filter(|found| found.code == Code::AddressTaken);
        found.map(|found| found.message.clone()).collect::<Vec<_>>()
    };
    let address = |path: &str| format!("two outputs at one address: feeds/{path}");
    assert_eq!(taken(SITE, &["hackney", "hackney-live"]), [address("groups/hackney-live.ics")]);
    assert_eq!(taken(SITE, &["hackney", "hackney-network-live"]), [address("groups/hackney-network-live.ics")]);
    assert_eq!(
        taken(SITE, &["hackney", "hackney-network"]),
        [address("groups/hackney-network-live.ics"), address("groups/hackney-network.ics")]
    );
    let custom = SITE.replace("id: big", "id: all-live");
    assert_eq!(taken(&custom, &[]), [address("all-live.ics")]);
    let plain = SITE.replace("feed: { live: yes }\n", "");
    assert!(taken(&plain, &["hackney", "hackney-live"]).is_empty());
}

#[test]
fn a_twin_says_nothing_where_cancelled_events_are_dropped_anyway() {
    let settings = SITE.replace("{ live: yes }", "{ live: yes, cancelled: drop }");
    let checked = check([("site.yaml", &*settings), FILES[5], FILES[2]]);
    assert_eq!(
        checked.drawn(handbill::diag::emit::Format::Short),
        "site.yaml:4:15: warning[useless-field]: no feed holds cancelled events anyway \
         (remove `live`, or let feeds hold them: `cancelled: mark`)\n"
    );
}
