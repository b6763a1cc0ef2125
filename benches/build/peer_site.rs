//! The same network as peers want it: an event is a Markdown file with its facts in front matter, and nothing is left to
//! them that their users would have worked out by hand: its town, its month, its year, the rule of its series.

use std::{collections::BTreeSet, fmt::Write as _, io, path::Path};

use serde_json::{Map, json};

use super::generate::{CAMPAIGNS, Event, Network, TOWNS, Venue, When, put};

/// Where the file of an event is.
pub fn event_path(event: &Event) -> String {
    format!("content/events/{}.md", event.id())
}

/// What the peers have in common: the events, and the venues as data.
pub fn common(folder: &Path, network: Network) -> io::Result<()> {
    let venues: Map<String, serde_json::Value> =
        (0..network.venues).map(|number| (format!("venue-{number}"), venue(number))).collect();
    put(folder, "data/venues.json", &json!(venues).to_string())?;
    network.events().try_for_each(|event| put(folder, &event_path(&event), &markdown(&event, network)))
}

/// What Hugo wants besides: titles of the pages that lists have.
pub fn hugo(folder: &Path, network: Network) -> io::Result<()> {
    let page = |path: String, front: String| put(folder, &format!("content/{path}.md"), &format!("---\n{front}---\n"));
    page("subscribe".to_owned(), "title: Subscribe\nlayout: subscribe\noutputs: [html]\n".to_owned())?;
    for group in 0..network.groups {
        page(
            format!("groups/group-{group}/_index"),
            format!(
                "title: Group {group}\nwebsite: https://example.org/groups/{group}\noutputs: [html, calendar, atom]\n"
            ),
        )?;
    }
    for campaign in 0..CAMPAIGNS {
        let front = format!("title: Campaign {campaign}\noutputs: [html, calendar, atom]\n");
        page(format!("campaigns/campaign-{campaign}/_index"), front)?;
    }
    for town in 0..TOWNS.min(network.venues) {
        page(format!("towns/town-{town}/_index"), format!("title: Town {town}\n"))?;
    }
    let months: BTreeSet<(usize, usize)> =
        network.events().map(|event| day(&event.when)).map(|day| (day.0, day.1)).collect();
    for (year, month) in months {
        let front = format!("title: \"{} {year}\"\noutputs: [html]\n", MONTHS[month - 1]);
        page(format!("calendar/{year}-{month:02}/_index"), front)?;
    }
    Ok(())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The file of an event.
pub fn markdown(event: &Event, network: Network) -> String {
    let (year, month, day) = day(&event.when);
    let venue = Venue::new(event.venue);
    let mut text = format!("---\ntitle: {}\nkinds: [{}]\ndate: {year}-{month:02}-{day:02}", event.title, event.kind);
    match event.when {
        When::Day { .. } => _ = writeln!(text, "\nend: {year}-{month:02}-{:02}\nall_day: true", day + 1),
        When::Time { hour, .. } => {
            _ = writeln!(text, "T{hour:02}:30:00\nend: {year}-{month:02}-{day:02}T{:02}:30:00", hour + 2)
        }
        When::Series { hour, every, .. } => {
            let interval = if every == "week" { "" } else { ";INTERVAL=2" };
            let _ = writeln!(
                text,
                "T{hour:02}:00:00\nend: {year}-{month:02}-{day:02}T{:02}:00:00\nrepeats: {every}\nrrule: FREQ=WEEKLY{interval}",
                hour + 2
            );
        }
    }
    let groups = event.supporters.iter().copied().chain([event.host]);
    let groups: BTreeSet<usize> = groups.flat_map(|group| network.lineage(group)).collect();
    let names = |groups: &mut dyn Iterator<Item = &usize>| {
        groups.map(|group| format!("group-{group}")).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(text, "calendar: [\"{year}-{month:02}\"]\narchive: [\"{year}\"]\nhosts: [group-{}]", event.host);
    if !event.supporters.is_empty() {
        let _ = writeln!(text, "supporters: [{}]", names(&mut event.supporters.iter()));
    }
    let _ = writeln!(text, "groups: [{}]", names(&mut groups.iter()));
    if let Some(campaign) = event.campaign {
        let _ = writeln!(text, "campaigns: [campaign-{campaign}]");
    }
    let tags: BTreeSet<&str> = event.tags.into_iter().collect();
    let tags: Vec<&str> = tags.into_iter().collect();
    let _ = writeln!(
        text,
        "venue: venue-{}\ntowns: [town-{}]\ntags: [{}]\nsummary: {}",
        event.venue,
        venue.town,
        tags.join(", "),
        event.summary
    );
    if event.is_cancelled {
        text.push_str("status: cancelled\nstatus_note: Called off for the weather.\n");
    }
    if event.has_access {
        text.push_str("access: { step_free: \"yes\", toilets: \"yes\", hearing_loop: \"no\" }\n");
    }
    if event.has_booking {
        text.push_str("booking: { url: https://example.org/book, price: Free, capacity: 120 }\n");
    }
    let _ = write!(text, "---\n{}", event.description);
    text
}

fn venue(number: usize) -> serde_json::Value {
    let Venue { address, town, latitude, longitude } = Venue::new(number);
    json!({
        "name": format!("Hall {number}"), "address": address, "town": format!("Town {town}"), "country": "GB",
        "label": format!("Hall {number}, {address}, Town {town}, GB"), "latitude": latitude, "longitude": longitude,
    })
}

/// Year, month and day of the first date.
fn day(when: &When) -> (usize, usize, usize) {
    match *when {
        When::Series { day, .. } => (2026, 1, day),
        When::Day { year, month, day } | When::Time { year, month, day, .. } => (year, month, day),
    }
}
