//! What becomes of cancelled events and dates in feeds: marked, kept or dropped.

use std::collections::BTreeMap;

use crate::feeds::{components, feeds, value};

const PLAIN: (&str, &str) = ("events/plain.yaml", "title: Plain\nkind: demo\nstart: 2016-02-21 12:00\n");

/// A single event with a coach, a series, a date of a series by rule, and dates of series that are written out.
const CANCELLED: [(&str, &str); 4] = [
    (
        "events/single.yaml",
        "title: Single\nkind: demo\nstart: 2016-02-20 12:00\nstatus: cancelled\nstatus_note: Rained off.\n\
         travel:\n  - { id: bus, from: Leeds, leaves: 2016-02-20 07:00 }\n",
    ),
    (
        "events/series.yaml",
        "title: Series\nkind: demo\nstart: 2016-02-01 12:00\nend: 2016-02-01 13:00\nstatus: cancelled\n\
         repeats: { every: week, until: 2016-02-29 }\n",
    ),
    (
        "events/rule.yaml",
        "title: Rule\nkind: demo\nstart: 2016-02-02 12:00\nend: 2016-02-02 13:00\n\
         repeats: { every: week, until: 2016-03-01, except: [{ date: 2016-02-09, note: Half term. }],\n\
         \x20          changes: { 2016-02-16: { status: cancelled } } }\n",
    ),
    (
        "events/listed.yaml",
        "title: Listed\nkind: demo\nstart: 2016-02-03 12:00\nend: 2016-02-03 13:00\n\
         repeats: { every: month, on: [first wednesday, third wednesday], until: 2016-03-31,\n\
         \x20          except: [2016-03-02, { date: 2016-02-17, note: Half term. }] }\n",
    ),
];

/// The calendars of a site under a policy, by path.
fn under(policy: &str) -> BTreeMap<String, String> {
    let settings =
        format!("title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: {{ cancelled: {policy} }}\n");
    let files: Vec<_> = CANCELLED.into_iter().chain([PLAIN, ("site.yaml", &settings)]).collect();
    feeds(&files, "2016-02-01")
}

/// "uid recurrence-id: SUMMARY, STATUS" of each component of a feed.
fn told(feed: &str) -> Vec<String> {
    let line = |((uid, date), component): ((String, String), String)| {
        let of_date = date.rsplit(':').next().map(|date| format!(" {date}")).filter(|date| date.len() > 1);
        let (summary, status) = (value(&component, "SUMMARY"), value(&component, "STATUS"));
        format!("{uid}{}: {summary}, {status}", of_date.unwrap_or_default())
    };
    components(feed).into_iter().map(line).collect()
}

#[test]
fn marked_events_and_dates_say_so_in_status_and_title() {
    let feeds = under("mark");
    let expected = [
        "listed-2016-02-03: Listed, CONFIRMED",
        "listed-2016-02-17: Cancelled: Listed, CANCELLED",
        "listed-2016-03-16: Listed, CONFIRMED",
        "plain: Plain, CONFIRMED",
        "rule: Rule, CONFIRMED",
        "rule 20160209T120000: Cancelled: Rule, CANCELLED",
        "rule 20160216T120000: Cancelled: Rule, CANCELLED",
        "series: Cancelled: Series, CANCELLED",
        "single: Cancelled: Single, CANCELLED",
    ];
    assert_eq!(told(&feeds["feeds/all.ics"]), expected);
    let coach = "single-travel-bus: Cancelled: Coach from Leeds: Single, CANCELLED";
    assert_eq!(told(&feeds["feeds/travel/leeds.ics"]), [coach]);
    let all = components(&feeds["feeds/all.ics"]);
    let of_note = |component: &&String| value(component, "DESCRIPTION").starts_with("Half term.\\n");
    assert_eq!(all.values().filter(of_note).count(), 2);
}

#[test]
fn kept_events_and_dates_say_so_in_status_alone() {
    let (kept, marked) = (under("keep"), under("mark"));
    for path in ["feeds/all.ics", "feeds/travel/leeds.ics"] {
        let without_marks: Vec<String> =
            told(&marked[path]).iter().map(|line| line.replacen("Cancelled: ", "", 1)).collect();
        assert_eq!(told(&kept[path]), without_marks);
        assert!(told(&kept[path]).iter().any(|line| line.ends_with("CANCELLED")));
    }
}

#[test]
fn dropped_events_and_dates_are_in_no_feed_but_have_their_own_file() {
    let feeds = under("drop");
    let expected = [
        "listed-2016-02-03: Listed, CONFIRMED",
        "listed-2016-03-16: Listed, CONFIRMED",
        "plain: Plain, CONFIRMED",
        "rule: Rule, CONFIRMED",
    ];
    assert_eq!(told(&feeds["feeds/all.ics"]), expected);
    let master = &components(&feeds["feeds/all.ics"])[&("rule".to_owned(), String::new())];
    let gone = ["20160209T120000", "20160216T120000"].map(|date| format!("EXDATE;TZID=Europe/London:{date}\n"));
    assert!(gone.iter().all(|line| master.contains(line)), "{master}");
    assert!(!feeds.contains_key("feeds/travel/leeds.ics"));
    assert_eq!(told(&feeds["events/single.ics"]), ["single: Cancelled: Single, CANCELLED"]);
    assert_eq!(told(&feeds["events/series.ics"]), ["series: Cancelled: Series, CANCELLED"]);
}

#[test]
fn a_date_that_takes_place_after_all_is_not_dropped_with_its_cancelled_series() {
    let event = "title: S\nkind: demo\nstart: 2016-02-01 12:00\nend: 2016-02-01 13:00\nstatus: cancelled\n\
                 repeats: { every: week, until: 2016-02-29, changes: { 2016-02-15: { status: confirmed } } }\n";
    let settings = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\nfeed: { cancelled: drop }\n";
    let feeds = feeds(&[("events/s.yaml", event), ("site.yaml", settings)], "2016-02-01");
    assert_eq!(told(&feeds["feeds/all.ics"]), ["s-2016-02-15: S, CONFIRMED"]);
}

#[test]
fn titles_are_marked_in_the_language_of_the_site() {
    let settings = "title: T\nbase_url: https://example.org/\ntimezone: Europe/Paris\nlanguage: fr-BE\n";
    let event = |status| format!("title: Marche\nkind: demo\nstart: 2016-02-20 12:00\nstatus: {status}\n");
    let (cancelled, postponed, tentative) = (event("cancelled"), event("postponed"), event("tentative"));
    let files = [
        ("site.yaml", settings),
        ("events/a.yaml", &cancelled),
        ("events/b.yaml", &postponed),
        ("events/c.yaml", &tentative),
    ];
    let expected = [
        "a: Annulé\u{a0}: Marche, CANCELLED",
        "b: Reporté\u{a0}: Marche, TENTATIVE",
        "c: Marche (à confirmer), TENTATIVE",
    ];
    assert_eq!(told(&feeds(&files, "2016-02-01")["feeds/all.ics"]), expected);
}
