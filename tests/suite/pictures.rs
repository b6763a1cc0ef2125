//! Pictures: which there are, what they say, and that they are the same each time.

use handbill::output::Body;

use crate::support::{Checked, SITE, TODAY, site};

const MARCH: &str = "title: March & rally\nkind: march\nstart: 2016-02-27 12:00\nend: 2016-02-27 17:00\nplace: { name: The Green, town: Leeds }\n";

fn check<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Checked {
    Checked::illustrated(site(files), TODAY)
}

fn paths(checked: &Checked) -> Vec<String> {
    let paths = checked.compiled.outputs.as_ref().unwrap().paths();
    paths.iter().map(ToString::to_string).filter(|path| path.ends_with("share.png")).collect()
}

fn bytes(checked: &Checked, path: &str) -> Vec<u8> {
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    let index = outputs.paths().iter().position(|known| known.as_str() == path).unwrap();
    match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => bytes,
        other => panic!("no bytes: {other:?}"),
    }
}

#[test]
fn an_event_has_a_picture_that_its_page_announces() {
    let checked = check([("events/march.yaml", MARCH)]);
    let png = bytes(&checked, "events/march/share.png");
    let size = imagesize::blob_size(&png).unwrap();
    assert_eq!((size.width, size.height), (1200, 630));
    assert!(png.len() < 40_000, "{}", png.len());
    assert_eq!(png, bytes(&check([("events/march.yaml", MARCH)]), "events/march/share.png"));
    let page = checked.text("events/march/index.html");
    assert!(page.contains("<meta property=\"og:image\" content=\"https://example.org/events/march/share.png\">"));
    let alt = "March &amp; rally. Saturday 27 February 2016, midday to 5pm. The Green, Leeds";
    assert!(page.contains(&format!("<meta property=\"og:image:alt\" content=\"{alt}\">")), "{page}");
    assert!(page.contains("\"image\":[\"https://example.org/events/march/share.png\"]"), "{page}");
}

/// What is unlisted, long over, or in letters that the program does not have, shows the site's picture.
#[test]
fn only_listed_events_of_now_that_can_be_written_have_one() {
    let old = MARCH.replace("2016-02-27", "2015-02-27");
    let (unlisted, foreign) = (format!("unlisted: yes\n{MARCH}"), MARCH.replace("March & rally", "集会"));
    let files = [
        ("events/old.yaml", &*old),
        ("events/hidden.yaml", &*unlisted),
        ("events/foreign.yaml", &*foreign),
        ("events/march.yaml", MARCH),
    ];
    let checked = check(files);
    assert_eq!(paths(&checked), ["assets/share.png", "events/march/share.png"]);
    for page in ["old", "hidden", "foreign"] {
        let page = checked.text(&format!("events/{page}/index.html"));
        assert!(page.contains("content=\"https://example.org/assets/share.png\""), "{page}");
    }
}

#[test]
fn a_site_can_do_without() {
    let settings = format!("{SITE}share_pictures: no\n");
    let checked = check([("site.yaml", &*settings), ("events/march.yaml", MARCH)]);
    assert_eq!(paths(&checked), ["assets/share.png"]);
    let page = checked.text("events/march/index.html");
    assert!(page.contains("content=\"https://example.org/assets/share.png\""), "{page}");
    let preview = Checked::new(site([("events/march.yaml", MARCH)]), TODAY);
    assert_eq!(paths(&preview), ["assets/share.png"]);
}

/// That something is cancelled is said in words, and in another picture.
#[test]
fn a_picture_says_what_became_of_the_event() {
    let cancelled = format!("status: cancelled\n{MARCH}");
    let (plain, cancelled) = (check([("events/march.yaml", MARCH)]), check([("events/march.yaml", &*cancelled)]));
    let path = "events/march/share.png";
    assert_ne!(bytes(&plain, path), bytes(&cancelled, path));
    let page = cancelled.text("events/march/index.html");
    assert!(page.contains("og:image:alt\" content=\"Cancelled. March"), "{page}");
}

/// A picture is made anew when what it says changes, and not otherwise.
#[test]
fn a_picture_is_known_by_what_it_says() {
    let key = |text: &str| {
        let outputs = check([("events/march.yaml", text)]).compiled.outputs.unwrap();
        let index = outputs.paths().iter().position(|path| path.as_str() == "events/march/share.png").unwrap();
        outputs.key(index)
    };
    assert_eq!(key(MARCH), key(&format!("{MARCH}description: Bring banners.\ntags: [peace]\n")));
    assert_ne!(key(MARCH), key(&MARCH.replace("12:00", "13:00")));
    assert_ne!(key(MARCH), key(&MARCH.replace("The Green", "The Moor")));
}

/// A tour through England, seen while it is under way.
fn tour() -> Checked {
    let text = "title: The tour\nkind: gig\nstops:\n\
                - { id: leeds, start: 2016-01-20 19:30, end: 2016-01-20 22:00, place: { town: Leeds, country: GB } }\n\
                - { id: london, start: 2016-02-20 19:30, end: 2016-02-20 22:00, place: { town: London, country: GB } }\n\
                - { id: secret, start: 2016-02-25, place: { town: Nowhere-under-Wold, country: GB } }\n\
                - { id: bristol, start: 2016-03-02, status: cancelled, place: { name: The Dock, geo: [51.45, -2.6] } }\n";
    check([("events/tour.yaml", text)])
}

#[test]
fn a_tour_is_a_line_of_stops_on_a_map_with_the_same_numbers() {
    let page = tour().text("tours/tour/index.html");
    let line = page.split("<ol class=\"stops\">").nth(1).unwrap().split("</ol>").next().unwrap();
    let stops: Vec<&str> = line.matches("<li").collect();
    assert_eq!(stops.len(), 4);
    let order = ["Leeds", "Over", "London", "Next", "Nowhere-under-Wold", "To come", "The Dock", "Cancelled"];
    let places: Vec<usize> =
        order.iter().map(|word| line.find(word).unwrap_or_else(|| panic!("{word}: {line}"))).collect();
    assert!(places.is_sorted(), "{line}");
    let map = page.split("<svg class=\"map\"").nth(1).unwrap().split("</svg>").next().unwrap();
    assert!(map.contains("role=\"img\" aria-labelledby=\"map-title\"><title id=\"map-title\">Map of the stops"));
    assert!(map.contains("class=\"land\"") && map.contains("class=\"way\""));
    let numbered: Vec<bool> = (1..=4).map(|number| map.contains(&format!(">{number}</text>"))).collect();
    assert_eq!(numbered, [true, true, false, true], "what cannot be found is in the list alone");
    assert!(map.contains(">Leeds</text>"), "{map}");
}

const WAY: &str = "title: March\nkind: march\nstart: 2016-02-27 12:00\nduration: 3h\nprogramme:\n\
                   - { at: 12:00, title: Assemble, place: { name: Gate, geo: [51.5131, -0.1589] } }\n\
                   - { at: 13:00, title: We set off }\n\
                   - { at: 14:30, title: Rally, place: { name: Square, geo: [51.5080, -0.1281] } }\n";

#[test]
fn the_way_of_a_march_is_drawn_with_its_places_and_its_length() {
    let page = check([("events/march.yaml", WAY)]).text("events/march/index.html");
    assert!(page.contains("class=\"way\"") && page.contains("About 2.2 km as the crow flies."), "{page}");
    let list = page.split("<ol class=\"stops\">").nth(1).unwrap().split("</ol>").next().unwrap();
    assert!(list.find("Gate").unwrap() < list.find("Square").unwrap(), "{list}");
    assert!(list.contains("2:30pm: Rally"), "{list}");
    let here = WAY.replace("51.5080, -0.1281", "51.5131, -0.1589");
    let page = check([("events/march.yaml", &*here)]).text("events/march/index.html");
    assert!(!page.contains("<svg class=\"map\""), "one place is no way");
}

/// A place that is told later is on no map before.
#[test]
fn a_withheld_place_is_on_no_map() {
    let later = format!("{WAY}place: {{ town: Leeds, country: GB }}\nannounce: {{ place_at: 2016-02-26 18:00 }}\n");
    let checked = check([("events/march.yaml", &*later)]);
    assert!(!checked.text("events/march/index.html").contains("<svg class=\"map\""));
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    assert!(!outputs.paths().iter().any(|path| path.as_str() == "towns/index.html"));
    let told = Checked::illustrated(site([("events/march.yaml", &*later)]), "2016-02-27");
    assert!(told.text("events/march/index.html").contains("<svg class=\"map\""));
    assert!(told.text("towns/index.html").contains("<svg class=\"map\""));
}

#[test]
fn towns_have_the_numbers_of_their_map_and_far_ones_none() {
    let event = |town: &str, country: &str| {
        format!("title: In {town}\nkind: demo\nstart: 2016-03-01\nplace: {{ town: {town}, country: {country} }}\n")
    };
    let texts = [event("Leeds", "GB"), event("London", "GB"), event("Hiroshima", "JP"), event("Springfield", "US")];
    let checked = check([
        ("events/a.yaml", &*texts[0]),
        ("events/b.yaml", &*texts[1]),
        ("events/c.yaml", &*texts[2]),
        ("events/d.yaml", &*texts[3]),
    ]);
    let page = checked.text("towns/index.html");
    let entry =
        |town: &str| page.split("<li").find(|entry| entry.contains(&format!(">{town}</a>"))).unwrap().to_owned();
    assert!(entry("Leeds").contains("</span>1</span>") && entry("London").contains("</span>2</span>"), "{page}");
    for town in ["Hiroshima", "Springfield"] {
        assert!(!entry(town).contains("On the map"), "{page}");
    }
}

#[test]
fn what_does_not_take_place_is_on_no_map_of_what_is_coming_up() {
    let event = |town: &str, status: &str| {
        let place = format!("place: {{ town: {town}, country: GB }}\n");
        format!("title: In {town}\nkind: demo\nstart: 2016-03-01\nstatus: {status}\ncampaigns: [peace]\n{place}")
    };
    let texts = [event("Leeds", "confirmed"), event("London", "tentative"), event("Bristol", "cancelled")];
    let campaign = ("events/_campaigns/peace.yaml", "title: Peace\n");
    let files = [("events/a.yaml", &*texts[0]), ("events/b.yaml", &*texts[1]), ("events/c.yaml", &*texts[2]), campaign];
    let checked = check(files);
    for path in ["towns/index.html", "campaigns/peace/index.html"] {
        let page = checked.text(path);
        let map = page.split("<svg class=\"map\"").nth(1).unwrap().split("</svg>").next().unwrap();
        assert!(map.contains(">Leeds</text>") && map.contains(">London</text>"), "{map}");
        assert!(!map.contains("Bristol"), "{path}: {map}");
    }
}

#[test]
fn a_campaign_shows_how_many_came_where_two_reports_say_so() {
    let report = |day: u32, turnout: u32| {
        format!(
            "title: Rally {day}\nkind: rally\nstart: 2016-01-{day:02}\ncampaigns: [peace]\nreport: {{ turnout: {turnout} }}\n"
        )
    };
    let campaign = ("events/_campaigns/peace.yaml", "title: Peace\n");
    let (one, two) = (report(10, 400), report(20, 30_000));
    let checked = check([campaign, ("events/a.yaml", &*two), ("events/b.yaml", &*one)]);
    let page = checked.text("campaigns/peace/index.html");
    let chart = page.split("<svg class=\"chart\"").nth(1).unwrap().split("</svg>").next().unwrap();
    assert!(
        chart.contains("<title id=\"turnout-title\">")
            && chart.find("Rally 10").unwrap() < chart.find("Rally 20").unwrap()
    );
    let table = page.split("<table>").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(table.contains("<td>400</td>") && table.contains("<td>30,000</td>"), "{table}");
    let page = check([campaign, ("events/a.yaml", &*two)]).text("campaigns/peace/index.html");
    assert!(!page.contains("<svg class=\"chart\""), "one report is no chart");
}

#[test]
fn the_archive_shows_its_weeks_and_their_numbers() {
    let event = "title: Meeting\nkind: meeting\nstart: 2016-01-12\nrepeats: { every: week, times: 2 }\n";
    let checked = check([("events/a.yaml", event)]);
    let page = checked.text("archive/2016/index.html");
    assert!(page.contains("<title>Week of Monday 11 January 2016: 1 date</title>"), "{page}");
    assert!(page.contains("class=\"w1\"") && page.contains("class=\"w0\""));
    let table = page.split("<table>").nth(1).unwrap().split("</table>").next().unwrap();
    assert_eq!(table.matches("<td>1 date</td>").count(), 2, "{table}");
    let page = checked.text("archive/index.html");
    assert!(page.contains("role=\"img\" aria-labelledby=\"weeks-title\""), "{page}");
}
