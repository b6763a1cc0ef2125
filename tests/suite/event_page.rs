//! The page of an event: what it offers to do, what it tells of others, and what machines read in it.

use crate::support::{Checked, TODAY, site};

fn page<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, id: &str, now: &str) -> String {
    Checked::new(site(files), now).text(&format!("events/{id}/index.html"))
}

fn page_of(event: &str, now: &str) -> String {
    page([("events/x.yaml", event)], "x", now)
}

/// What stands between two texts, the first time; nothing where they do not stand there.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or("", |(inside, _)| inside)
}

fn data(page: &str) -> serde_json::Value {
    serde_json::from_str(between(page, "ld+json\">", "</script>")).unwrap()
}

const GIG: &str = "title: A\nkind: gig\nstart: 2016-05-01 12:00\nend: 2016-05-01 14:00\n";

#[test]
fn only_what_is_still_to_come_can_be_added_to_a_calendar() {
    assert!(page_of(GIG, TODAY).contains("Add to your calendar"));
    let is_on = |page: &str| page.contains("Add to your calendar") || page.contains("action=TEMPLATE");
    for state in ["cancelled", "postponed"] {
        let page = page_of(&format!("{GIG}status: {state}\n"), TODAY);
        assert!(!is_on(&page), "{state}");
        assert!(page.contains("<a href=\"#subscribe\">all events</a>") && page.contains("id=\"subscribe\""), "{state}");
    }
    assert!(!is_on(&page_of(GIG, "2016-06-01")), "it is over");
    let weekly = "title: A\nkind: gig\nstart: 2016-01-05 12:00\nrepeats: { every: week, times: 9 }\n";
    assert!(is_on(&page_of(weekly, TODAY)), "its first date is over, its next is not");
}

const HALL: &str = "place: { name: Hall, town: Leeds }\n";

#[test]
fn what_is_near_is_told_and_nothing_else() {
    let event = |day: u32, more: &str| format!("title: On {day}\nkind: gig\nstart: 2016-03-{day:02} 19:00\n{more}");
    let geo = |at: &str| format!("place: {{ name: Room, town: Elsewhere, geo: [{at}] }}\n");
    let files = [
        ("events/x.yaml", event(15, "place: { name: Hall, town: Leeds, geo: [53.8, -1.55] }\n")),
        ("events/same-town.yaml", event(16, HALL)),
        ("events/near-by.yaml", event(14, &geo("53.79, -1.75"))),
        ("events/too-far.yaml", event(13, &geo("53.48, -2.24"))),
        ("events/too-late.yaml", event(30, HALL)),
        ("events/off.yaml", event(17, &format!("{HALL}status: cancelled\n"))),
        ("events/hidden.yaml", event(18, &format!("{HALL}unlisted: yes\n"))),
        ("events/secret.yaml", event(19, &format!("{HALL}announce: {{ place_at: 2016-03-18 09:00 }}\n"))),
        ("events/online.yaml", event(15, "online: https://example.org/\n")),
    ];
    let files = || files.iter().map(|(path, text)| (*path, &**text));
    let shown = page(files(), "x", TODAY);
    let near = between(&shown, "<h2 id=\"near\">", "</section>");
    let links: Vec<&str> = near.split("href=\"/events/").skip(1).map(|rest| rest.split('/').next().unwrap()).collect();
    assert_eq!(links, ["near-by", "same-town"]);
    for alone in ["secret", "online", "too-late", "too-far"] {
        let other = page(files(), alone, TODAY);
        assert!(!between(&other, "<h2 id=\"near\">", "</section>").contains("/events/x/"), "{alone}");
    }
}

#[test]
fn of_many_near_ones_the_nearest_in_time_are_told_each_once() {
    let day = |day: u32| format!("title: D\nkind: gig\nstart: 2016-03-{day:02} 12:00\n{HALL}");
    let mut files: Vec<(String, String)> =
        (2..30).map(|number| (format!("events/d{number}.yaml"), day(number))).collect();
    let daily =
        format!("title: Daily\nkind: gig\nstart: 2016-03-01 13:00\n{HALL}repeats: {{ every: day, times: 31 }}\n");
    files.push(("events/daily.yaml".to_owned(), daily));
    let shown = page(files.iter().map(|(path, text)| (&**path, &**text)), "d15", TODAY);
    let near = between(&shown, "<h2 id=\"near\">", "</section>");
    let links: Vec<&str> = near.split("href=\"/events/").skip(1).map(|rest| rest.split('/').next().unwrap()).collect();
    assert_eq!(links, ["d13", "d14", "daily", "d16", "d17"]);
}

#[test]
fn what_the_group_does_before_and_after_is_linked() {
    let event =
        |day: u32, more: &str| format!("title: On {day}\nkind: gig\nhosts: [g]\nstart: 2016-03-{day:02}\n{more}");
    let files = [
        ("events/_groups/g.yaml", "title: The group\n".to_owned()),
        ("events/a.yaml", event(1, "")),
        ("events/b.yaml", event(9, "")),
        ("events/off.yaml", event(10, "status: cancelled\n")),
        ("events/c.yaml", event(20, "")),
    ];
    let files = || files.iter().map(|(path, text)| (*path, &**text));
    let pager =
        |id| between(&page(files(), id, TODAY), "<nav class=\"pager\" aria-label=\"The group\">", "</nav>").to_owned();
    let middle = pager("b");
    assert!(middle.contains("rel=\"prev\" href=\"/events/a/\">On 1, Tuesday 1 March 2016</a>"), "{middle}");
    assert!(middle.contains("rel=\"next\" href=\"/events/c/\">On 20, Sunday 20 March 2016</a>"), "{middle}");
    assert!(!pager("a").contains("prev") && !pager("c").contains("next") && pager("off").is_empty());
}

#[test]
fn links_that_share_are_plain_and_say_what_when_and_where() {
    let page = page_of(&format!("{GIG}{HALL}"), TODAY);
    let share = between(&page, "<h2 id=\"share\">", "</section>");
    assert!(share.find("<code>https://example.org/events/x/</code>") < share.find("Mastodon"), "the link comes first");
    let words = "A%3A%20Sunday%201%20May%202016%2C%20midday%20to%202pm%2C%20Hall%2C%20Leeds";
    let address = "https%3A%2F%2Fexample.org%2Fevents%2Fx%2F";
    for link in [
        format!("https://share.joinmastodon.org/#text={words}%0A{address}"),
        format!("https://wa.me/?text={words}%0A{address}"),
        format!("https://t.me/share/url?url={address}&amp;text={words}"),
        format!("mailto:?subject=A&amp;body={words}%0D%0A%0D%0A{address}"),
    ] {
        assert!(share.contains(&format!("href=\"{link}\"")), "{link} is not in {share}");
    }
}

#[test]
fn offers_say_that_it_is_free_and_nothing_is_said_of_what_is_not_known() {
    let free = data(&page_of(&format!("{GIG}booking: {{ price: Free, closes: 2016-04-20 }}\n"), TODAY));
    assert_eq!(free["offers"]["price"], "0");
    assert_eq!(free["offers"]["availability"], "https://schema.org/InStock");
    assert_eq!(free["offers"]["validThrough"], "2016-04-20");
    assert_eq!(free["offers"]["url"], "https://example.org/events/x/");
    let unknown = data(&page_of(&format!("{GIG}booking: {{ price: Your own fare }}\n"), TODAY));
    assert!(unknown.get("offers").is_none());
}

#[test]
fn microformats_name_who_organises() {
    let files = [("events/x.yaml", &*format!("{GIG}hosts: [g]\n")), ("events/_groups/g.yaml", "title: G\n")];
    let page = page(files, "x", TODAY);
    assert!(
        page.contains("<span class=\"p-organizer h-card\"><a class=\"p-name u-url\" href=\"/groups/g/\">G</a></span>")
    );
}

#[test]
fn what_is_over_keeps_its_file_for_the_record_and_what_was_off_does_not() {
    assert!(page_of(GIG, "2016-06-01").contains("<a href=\"/events/x.ics\">calendar file (.ics)</a>"));
    assert!(!page_of(&format!("{GIG}status: cancelled\n"), "2016-06-01").contains("calendar file"));
    assert!(!page_of(GIG, TODAY).contains("calendar file (.ics)</a>"));
}
