//! Archives: what is past the window, by year. With the feed of everything nothing is lost, and nothing doubled.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use crate::{
    feeds::{components, feeds, uids},
    support::{Checked, TODAY, site},
};

/// 90 days before [`TODAY`] is 2015-11-03.
const EVENTS: [(&str, &str); 8] = [
    ("events/now.yaml", "title: Now\nkind: demo\nstart: 2016-02-20 12:00\n"),
    ("events/in-window.yaml", "title: In\nkind: demo\nstart: 2015-11-03 00:00\nend: 2015-11-03 01:00\n"),
    ("events/past-window.yaml", "title: Past\nkind: demo\nstart: 2015-11-02 20:00\nend: 2015-11-02 23:00\n"),
    ("events/night.yaml", "title: Night\nkind: vigil\nstart: 2014-12-31 22:00\nend: 2015-01-01 02:00\n"),
    (
        "events/kiritimati.yaml",
        "title: Far\nkind: vigil\ntimezone: Pacific/Kiritimati\nstart: 2015-01-01 01:00\nend: 2015-01-01 02:00\n",
    ),
    (
        "events/rule.yaml",
        "title: Rule\nkind: meeting\nstart: 2013-02-05 12:00\nend: 2013-02-05 13:00\n\
         repeats: { every: month, on: [first tuesday], until: 2014-03-31 }\n",
    ),
    (
        "events/going-on.yaml",
        "title: Going on\nkind: meeting\nstart: 2013-02-05 12:00\nend: 2013-02-05 13:00\n\
         repeats: { every: month, on: [first tuesday], until: 2016-03-31 }\n",
    ),
    (
        "events/listed.yaml",
        "title: Listed\nkind: meeting\nstart: 2014-11-05 12:00\nend: 2014-11-05 13:00\n\
         repeats: { every: month, on: [first wednesday, third wednesday], until: 2016-02-29 }\n",
    ),
];

fn of_years(calendars: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<&str>> {
    let years = calendars.iter().filter_map(|(path, feed)| Some((path.strip_prefix("feeds/archive/")?, uids(feed))));
    years.collect()
}

#[test]
fn what_is_past_the_window_is_in_the_archive_of_the_year_in_which_its_last_date_begins() {
    let calendars = feeds(&EVENTS, TODAY);
    let years = of_years(&calendars);
    assert_eq!(years.keys().copied().collect::<Vec<_>>(), ["2014.ics", "2015.ics"]);
    let other: BTreeSet<&str> = years["2015.ics"].iter().copied().filter(|uid| !uid.starts_with("listed")).collect();
    assert_eq!(other, BTreeSet::from(["kiritimati", "past-window"]));
    let all = uids(&calendars["feeds/all.ics"]);
    assert!(all.contains("in-window") && all.contains("going-on"), "{all:?}");
    let expected =
        ["listed-2014-11-05", "listed-2014-11-19", "listed-2014-12-03", "listed-2014-12-17", "night", "rule"];
    assert_eq!(years["2014.ics"], BTreeSet::from(expected));
}

#[test]
fn dates_that_are_written_out_leave_the_feeds_for_the_archives_one_by_one() {
    let calendars = feeds(&EVENTS, TODAY);
    let listed =
        |feed: &str| uids(feed).into_iter().filter(|uid| uid.starts_with("listed")).map(str::to_owned).collect();
    let (all, archived): (BTreeSet<String>, BTreeSet<String>) =
        (listed(&calendars["feeds/all.ics"]), listed(&calendars["feeds/archive/2015.ics"]));
    assert_eq!(all.first().unwrap(), "listed-2015-11-04");
    assert_eq!(archived.first().unwrap(), "listed-2015-01-07");
    assert_eq!(archived.last().unwrap(), "listed-2015-10-21");
    assert_eq!((all.len(), archived.len()), (8, 20));
}

/// Whatever the day, an event or a date is in the feed of everything or in one archive, and is the same there.
#[test]
fn nothing_is_lost_and_nothing_doubled_on_any_day() {
    let first: BTreeSet<(String, String)> =
        everything(&feeds(&EVENTS, "2014-11-10")).into_keys().filter(|(uid, _)| uid != "now").collect();
    for day in
        ["2014-11-10", "2015-02-01", "2015-04-01", "2015-11-03", "2016-01-31", "2016-02-01", "2016-02-02", "2016-05-20"]
    {
        let calendars = feeds(&EVENTS, day);
        let found = everything(&calendars);
        let missing: Vec<_> = first.iter().filter(|identity| !found.contains_key(identity)).collect();
        assert!(missing.is_empty(), "{day}: {missing:?}");
    }
}

/// Every component of the feed of everything and of the archives.
fn everything(calendars: &BTreeMap<String, String>) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    let is_part = |path: &str| path == "feeds/all.ics" || path.starts_with("feeds/archive/");
    for (path, feed) in calendars.iter().filter(|(path, _)| is_part(path)) {
        for (identity, component) in components(feed) {
            assert!(found.insert(identity.clone(), component).is_none(), "{identity:?} is doubled in {path}");
        }
    }
    found
}

#[test]
fn the_only_event_of_a_feed_that_would_be_empty_is_in_both() {
    let calendars = feeds(&[EVENTS[2]], TODAY);
    assert_eq!(uids(&calendars["feeds/all.ics"]), BTreeSet::from(["past-window"]));
    assert_eq!(uids(&calendars["feeds/archive/2015.ics"]), BTreeSet::from(["past-window"]));
    let calendars = feeds(&[EVENTS[7]], "2017-02-01");
    assert_eq!(uids(&calendars["feeds/all.ics"]), BTreeSet::from(["listed-2016-02-17"]));
    assert_eq!(uids(&calendars["feeds/archive/2016.ics"]).len(), 4);
}

/// The last date is dropped, so that the series is in its feeds by an older one: then the archive does not hold that too.
#[test]
fn the_last_date_that_is_left_of_a_series_is_not_doubled() {
    let listed =
        EVENTS[7].1.replace("until: 2016-02-29", "until: 2015-11-10, changes: { 2015-11-04: { status: cancelled } }");
    let settings = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: { cancelled: drop }\n";
    let calendars = feeds(&[("events/listed.yaml", &listed), EVENTS[0], ("site.yaml", settings)], TODAY);
    assert!(uids(&calendars["feeds/all.ics"]).contains("listed-2015-10-21"));
    assert!(!uids(&calendars["feeds/archive/2015.ics"]).contains("listed-2015-10-21"));
    assert_eq!(everything(&calendars).len(), 25);
}

#[test]
fn cancelled_events_are_archived_as_the_site_has_them() {
    let off = ("events/off.yaml", "title: Off\nkind: demo\nstart: 2014-02-20 12:00\nstatus: cancelled\n");
    let under = |policy: &str| {
        let settings = format!(
            "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: {{ cancelled: {policy} }}\n"
        );
        feeds(&[("site.yaml", &*settings), off, EVENTS[0]], TODAY).remove("feeds/archive/2014.ics")
    };
    assert!(under("mark").unwrap().contains("SUMMARY:Cancelled: Off\r\nDESCRIPTION"));
    assert!(under("keep").unwrap().contains("SUMMARY:Off\r\nDESCRIPTION"));
    assert_eq!(under("drop"), None);
}

#[test]
fn what_feeds_do_not_hold_no_archive_holds() {
    let files = [
        ("events/unlisted.yaml", "title: U\nkind: demo\nstart: 2014-02-20 12:00\nunlisted: true\n"),
        ("events/draft.yaml", "title: D\nkind: demo\nstart: 2014-02-20 12:00\ndraft: true\n"),
        ("events/month.yaml", "title: M\nkind: demo\nstart: 2014-02\n"),
        (
            "events/endless.yaml",
            "title: E\nkind: demo\nstart: 2014-02-20 12:00\nend: 2014-02-20 13:00\nrepeats: { every: week }\n",
        ),
    ];
    assert!(of_years(&feeds(&files, TODAY)).is_empty());
}

#[test]
fn archives_are_told_of_on_the_page_about_feeds_and_on_that_of_their_year() {
    let checked = Checked::new(site(EVENTS), TODAY);
    let page = |path: &str| checked.text(path);
    let subscribe = page("subscribe/index.html");
    let section = subscribe.split("<h2 id=\"archives\">").nth(1).unwrap().split("</section>").next().unwrap();
    let (latest, older) = (section.find("feeds/archive/2015.ics"), section.find("feeds/archive/2014.ics"));
    assert!(latest.is_some() && latest < older, "{section}");
    assert!(page("archive/2014/index.html").contains("webcal://example.org/feeds/archive/2014.ics"));
    assert!(!page("archive/2013/index.html").contains(".ics\">Apple"), "a year whose dates are all in other archives");
}

/// A thousand events around the window, each once.
#[test]
fn many_events_are_each_in_one_place() {
    let mut list = "kind: demo\nevents:\n".to_owned();
    for number in 0..1000_u32 {
        let (year, month, day, hour) = (2012 + number % 5, 1 + number * 7 % 12, 1 + number * 11 % 28, number % 24);
        writeln!(
            list,
            "  - {{ id: e{number}, title: E, start: {year}-{month:02}-{day:02} {hour:02}:00, duration: 3h }}"
        )
        .unwrap();
    }
    assert_eq!(everything(&feeds(&[("events/list.yaml", &list)], TODAY)).len(), 1000);
}
