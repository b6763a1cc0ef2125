//! The pages of the website: what they say, and that every link in them leads somewhere.

use std::collections::{BTreeMap, BTreeSet};

use handbill::{output::Body, source::SourceSet};

use crate::support::{Checked, SITE, TODAY, load, site};

/// Everything in a site's output that is text, by path.
struct Output(BTreeMap<String, String>);

impl Output {
    fn of(sources: SourceSet, now: &str) -> Self {
        let checked = Checked::new(sources, now);
        let outputs = checked.compiled.outputs.as_ref().unwrap_or_else(|| panic!("{}", checked.human()));
        let texts = outputs.paths().iter().enumerate().map(|(number, path)| match outputs.render(number).unwrap() {
            Body::Bytes(bytes) => (path.to_string(), String::from_utf8_lossy(&bytes).into_owned()),
            Body::Copy(_) | Body::Texts(_) => (path.to_string(), String::new()),
        });
        Self(texts.collect())
    }

    fn text(&self, path: &str) -> &str {
        self.0.get(path).unwrap_or_else(|| panic!("no {path} in {:#?}", self.0.keys()))
    }

    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, text)| (&**path, &**text))
    }
}

fn sample(now: &str) -> Output {
    Output::of(load(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))), now)
}

/// A site of one event with the id `x`, its page.
fn page_of(event: &str) -> String {
    Output::of(site([("events/x.yaml", event)]), TODAY).text("events/x/index.html").to_owned()
}

/// Every value of an attribute, entities read.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<String> {
    let opening = format!(" {attribute}=\"");
    let rest = |part: &'a str| part.split('"').next().unwrap_or_default();
    let read = |value: &str| value.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
    text.split(opening.as_str()).skip(1).map(|part| read(rest(part))).collect()
}

/// What stands between two texts, the first time.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start} in {text}")) + start.len();
    &text[from..from + text[from..].find(end).unwrap()]
}

#[test]
fn every_link_within_the_site_leads_somewhere() {
    let output = sample(TODAY);
    let base = "https://calendar.example.org/";
    let mut dead = BTreeSet::new();
    for (path, text) in output.pages() {
        for link in values(text, "href").into_iter().chain(values(text, "src")) {
            let Some(link) = link
                .strip_prefix(base)
                .or(link.strip_prefix('/'))
                .or(link.strip_prefix("webcal://calendar.example.org/"))
            else {
                continue;
            };
            let (address, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if address.is_empty() || address.ends_with('/') {
                format!("{address}index.html")
            } else {
                address.to_owned()
            };
            let target = output.0.get(&file);
            if target.is_none_or(|target| !anchor.is_empty() && !target.contains(&format!("id=\"{anchor}\""))) {
                dead.insert(format!("{path}: {link}"));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn every_listed_page_is_reached_by_links_from_the_home_page() {
    let output = sample("2017-06-01");
    let mut reached: BTreeSet<String> = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    while let Some(path) = waiting.pop() {
        let Some(text) = output.0.get(&path).filter(|_| reached.insert(path.clone())) else { continue };
        let links = values(text, "href").into_iter().filter_map(|link| link.strip_prefix('/').map(str::to_owned));
        waiting.extend(
            links.filter(|link| link.is_empty() || link.ends_with('/')).map(|link| format!("{link}index.html")),
        );
    }
    let is_excused = |text: &str| text.contains("content=\"noindex\"");
    let lost: Vec<&str> = output
        .pages()
        .filter(|(path, text)| !reached.contains(*path) && !is_excused(text))
        .map(|(path, _)| path)
        .collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn no_two_pages_have_one_title_or_description() {
    let twice = [
        ("events/a.yaml", "title: Meeting\nkind: meeting\nstart: 2016-03-01 19:00\nplace: { town: London }\n"),
        ("events/b.yaml", "title: Meeting\nkind: meeting\nstart: 2016-03-01 19:00\nplace: { town: Leeds }\n"),
        ("events/c.yaml", "title: Meeting\nkind: meeting\nstart: 2016-03-01 20:00\nplace: { town: Leeds }\n"),
        ("events/_groups/one.yaml", "title: The group\n"),
        ("events/_groups/two.yaml", "title: The group\n"),
    ];
    for output in [sample(TODAY), Output::of(site(twice), TODAY)] {
        let indexed = output.pages().filter(|(_, text)| !text.contains("content=\"noindex\""));
        let titles: Vec<&str> = indexed.map(|(_, text)| between(text, "<title>", "</title>")).collect();
        assert_eq!(titles.iter().collect::<BTreeSet<_>>().len(), titles.len(), "{titles:#?}");
    }
}

#[test]
fn pages_run_the_site_s_own_scripts_alone_and_load_nothing_from_elsewhere() {
    for (path, text) in sample(TODAY).pages() {
        let own = text.matches("<script src=\"/assets/").count();
        let data = text.matches("<script type=\"application/ld+json\">").count();
        assert_eq!(text.matches("<script").count(), own + data, "{path}");
        assert!(!text.contains(" style=\"") && !text.contains("<style") && !text.contains("<iframe"), "{path}");
        assert!(text.contains("content=\"default-src 'none'; "), "{path}");
        assert!(!text.contains("unsafe-inline") && !text.contains("unsafe-eval"), "{path}");
        assert!(values(text, "src").iter().all(|source| source.starts_with('/')), "{path}");
    }
}

/// Visitors on a bus, with one bar of signal.
#[test]
fn no_page_loads_much_script_or_style() {
    let output = sample(TODAY);
    let size = |path: &String| output.text(path.trim_start_matches('/')).len();
    for (path, text) in output.pages() {
        let scripts: Vec<String> = values(text, "src").into_iter().filter(|source| source.ends_with(".js")).collect();
        let (script, style) = (scripts.iter().map(size).sum::<usize>(), size(&"/assets/style.css".to_owned()));
        assert!(script < 15_000 && style < 20 * 1_024, "{path}: {script} bytes of {scripts:?}, {style} of style");
    }
}

#[test]
fn an_event_shows_every_field() {
    let page = page_of(EVERY_FIELD);
    let said = [
        "A march with everything",
        "March</a>",
        "Bring a friend.",
        "Saturday 27 February 2016, midday",
        "5pm",
        "Europe/London time (GMT)",
        "Marble Arch",
        "London W1H 7EJ",
        "By the arch.",
        "mlat=51.5131&amp;mlon=-0.1589#map=17/51.5131/-0.1589",
        "geo:51.5131,-0.1589",
        "https://www.google.com/maps/search/",
        "https://maps.apple.com/",
        "https://example.org/stream",
        "The note.",
        "What it is <strong>about</strong>",
        "Ada",
        "Chair",
        "Leaflet",
        "https://example.org/leaflet",
        "Price: £5",
        "Places: 1,200",
        "Booking closes: Saturday 20 February 2016",
        "https://example.org/book",
        "Desk",
        "mailto:desk@example.org",
        "tel:+442079460000",
        "Step-free:",
        "<strong>yes</strong>",
        "<strong>partly</strong>",
        "<strong>not known</strong>",
        "Ask us.",
        "Assemble",
        "Speeches",
        "Trafalgar Square",
        "From Leeds",
        "6:30am",
        "11:30am",
        "6pm",
        "£15 / £8",
        "Seats",
        "https://example.org/seat",
        "400 people came",
        "It was <em>good</em>",
        "Photographs",
        "national",
        "Tags:",
    ];
    for words in said {
        assert!(page.contains(words), "{words} is not on the page");
    }
}

const EVERY_FIELD: &str = "\
title: A march with everything
kind: march
start: 2016-02-27 12:00
end: 2016-02-27 17:00
summary: Bring a friend.
description: What it is **about**.
place: { name: Marble Arch, address: 'Marble Arch, London W1H 7EJ', town: London, country: GB, geo: [51.5131, -0.1589], notes: By the arch. }
online: https://example.org/stream
tags: [national]
speakers: [ { name: Ada, role: Chair } ]
status_note: The note.
links: [ { title: Leaflet, url: https://example.org/leaflet } ]
booking: { url: https://example.org/book, price: £5, capacity: 1200, closes: 2016-02-20 }
contact: { name: Desk, email: desk@example.org, phone: +44 20 7946 0000 }
access: { step_free: yes, bsl: partly, creche: no, notes: Ask us. }
programme:
  - { at: 12:00, title: Assemble }
  - { at: 14:30, title: Speeches, place: { name: Trafalgar Square } }
travel:
  - { id: leeds, from: Leeds, leaves: 2016-02-27 06:30, arrives: 2016-02-27 11:30, returns: 2016-02-27 18:00, price: £15 / £8, seats: 49, book: https://example.org/seat }
report: { turnout: 400, summary: It was *good*., links: [ { title: Photographs, url: https://example.org/photographs } ] }
";

#[test]
fn a_cancelled_event_says_so_and_what_is_instead() {
    let files = [
        (
            "events/x.yaml",
            "title: Old\nkind: conference\nstart: 2016-03-01\nstatus: cancelled\nstatus_note: No hall.\nreplaced_by: y\n",
        ),
        ("events/y.yaml", "title: New\nkind: conference\nstart: 2016-04-02\n"),
    ];
    let output = Output::of(site(files), TODAY);
    let page = output.text("events/x/index.html");
    assert!(page.contains("<strong>Cancelled</strong>: <span>No hall.</span>"), "{page}");
    assert!(
        page.contains("Instead there is <a href=\"/events/y/\">New</a>, <span>Saturday 2 April 2016</span>"),
        "{page}"
    );
    assert!(page.contains("https://schema.org/EventCancelled"));
    assert!(output.text("index.html").contains("<strong>Cancelled</strong>: <span>No hall.</span>"));
}

#[test]
fn what_is_known_only_by_its_month_claims_no_day() {
    let page = page_of("title: A\nkind: gig\nstart: 2016-05\n");
    assert!(page.contains("<time datetime=\"2016-05\">May 2016, date to be confirmed</time>"), "{page}");
    for markup in ["h-event", "ld+json", "dt-start", "content=\"event\"", ".ics\">Calendar file"] {
        assert!(!page.contains(markup), "{markup}");
    }
}

#[test]
fn markup_and_links_for_calendars_agree() {
    let page =
        page_of("title: A\nkind: gig\nstart: 2016-05-01 12:00\nduration: 2h\nplace: { name: Hall, town: Leeds }\n");
    assert!(page.contains("<time class=\"dt-start\" datetime=\"2016-05-01T12:00:00+01:00\">"));
    let data: serde_json::Value = serde_json::from_str(between(&page, "ld+json\">", "</script>")).unwrap();
    assert_eq!(data["startDate"], "2016-05-01T12:00:00+01:00");
    assert_eq!(data["endDate"], "2016-05-01T14:00:00+01:00");
    assert_eq!(data["name"], "A");
    assert_eq!(data["location"]["name"], "Hall");
    let links = values(&page, "href");
    assert!(
        links.iter().any(|link| link.contains("dates=20160501T110000Z/20160501T130000Z&ctz=Europe/London&text=A&"))
    );
    assert!(links.iter().any(|link| link.starts_with(
        "https://outlook.live.com/calendar/0/action/compose?rru=addevent&startdt=2016-05-01T12%3A00%3A00%2B01%3A00&"
    )));
}

#[test]
fn a_series_shows_what_differs_on_single_dates() {
    let page = page_of(
        "title: Meeting\nkind: meeting\nstart: 2016-01-05 19:00\nduration: 2h\nrepeats:\n  every: week\n  times: 12\n  \
         except: [2016-02-09]\n  changes:\n    2016-02-16: { start: 2016-02-18 20:00, place: { name: Elsewhere }, title: Big meeting }\n    \
         2016-02-23: { status: cancelled, status_note: No heating. }\n",
    );
    let dates = between(&page, "<h2 id=\"dates\">", "</section>");
    for words in [
        "Repeats every week",
        "Thursday 18 February 2016, 8pm to 10pm</time> <span>Big meeting</span>",
        "moved from Tuesday 16 February 2016",
        "Elsewhere",
        "<strong>Cancelled</strong>: <span>No heating.</span>",
        "Not on: <span>Tuesday 9 February 2016</span>",
        "4 dates so far, the first on Tuesday 5 January 2016",
    ] {
        assert!(dates.contains(words), "{words} is not in {dates}");
    }
}

#[test]
fn an_unlisted_event_is_nowhere_but_on_its_page() {
    let output = Output::of(
        site([("events/x.yaml", "title: Hush hush\nkind: gig\nstart: 2016-05-01\nunlisted: true\n")]),
        TODAY,
    );
    assert!(output.text("events/x/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    let holders: Vec<&String> = output
        .0
        .iter()
        .filter(|(_, text)| text.contains("Hush") || text.contains("events/x/"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(holders, ["events/x.ics", "events/x/index.html"]);
}

#[test]
fn a_home_page_without_anything_to_come_shows_what_has_been() {
    let home = Output::of(site([("events/x.yaml", "title: Gone\nkind: gig\nstart: 2015-05-01\n")]), TODAY)
        .text("index.html")
        .to_owned();
    assert!(
        home.contains("Nothing is coming up just now") && home.contains("Latest past") && home.contains("Gone"),
        "{home}"
    );
}

#[test]
fn a_base_with_a_path_is_in_every_link() {
    let files = [
        ("site.yaml", "title: T\nbase_url: https://example.org/calendar/\ntimezone: Europe/London\n"),
        ("events/x.yaml", "title: A\nkind: gig\nstart: 2016-05-01 12:00\n"),
    ];
    for (path, text) in Output::of(site(files), TODAY).pages() {
        for link in values(text, "href").into_iter().filter(|link| link.starts_with('/')) {
            assert!(link.starts_with("/calendar/"), "{path}: {link}");
        }
        assert!(!text.contains("\"https://example.org/events"), "{path}");
    }
}

#[test]
fn any_text_is_inert() {
    let hostile = r#"<script>alert(1)</script>"'><img src=x onerror=alert(1)> {{ 7*7 }} ]]> --> </title>"#;
    let quoted = serde_json::to_string(hostile).unwrap();
    let event = format!(
        "title: {quoted}\nkind: gig\nstart: 2016-05-01 12:00\nsummary: {quoted}\ndescription: {quoted}\ntags: [{quoted}]\n\
         place: {{ name: {quoted}, address: {quoted}, town: {quoted}, notes: {quoted} }}\nstatus_note: {quoted}\nhosts: [g]\n\
         speakers: [ {{ name: {quoted}, role: {quoted} }} ]\nlinks: [ {{ title: {quoted}, url: 'https://example.org/\"><b>' }} ]\n\
         booking: {{ price: {quoted} }}\naccess: {{ notes: {quoted} }}\nreport: {{ summary: {quoted} }}\n"
    );
    let group = format!("title: {quoted}\ndescription: {quoted}\n");
    let settings = format!("{SITE}description: {quoted}\n").replace("What is on", &quoted);
    let files = [("site.yaml", &*settings), ("events/x.yaml", &*event), ("events/_groups/g.yaml", &*group)];
    let output = Output::of(site(files), TODAY);
    for (path, text) in
        output.0.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml") || path.ends_with(".atom"))
    {
        assert!(!text.contains("<script>") && !text.contains("<img src=x") && !text.contains("<b>"), "{path}");
        assert!(text.matches("</title>").count() <= 2, "{path}");
    }
    let page = output.text("events/x/index.html");
    let data: serde_json::Value = serde_json::from_str(between(page, "ld+json\">", "</script>")).unwrap();
    assert_eq!(data["name"], hostile);
}
