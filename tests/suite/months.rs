//! The grid of a month and the front page: where weeks begin, what lasts several days, what is near, and what stands out.

use crate::support::{Checked, TODAY, check, site};

const SITE: &str = "title: T\nbase_url: https://example.org/\ntimezone: Europe/London\n";

/// The page of a month of a site with these events.
fn month(path: &str, files: &[(&str, &str)]) -> String {
    check(files.iter().copied()).text(path)
}

/// The cells of a grid by the day that they are of.
fn cell<'a>(page: &'a str, day: &str) -> &'a str {
    let from = page.find(&format!("<td><time datetime=\"{day}\">")).unwrap_or_else(|| panic!("no {day} in {page}"));
    &page[from..from + page[from..].find("</td>").unwrap()]
}

/// The names of the weekdays at the head of a grid.
fn weekdays(page: &str) -> Vec<&str> {
    page.split("<th scope=\"col\">").skip(1).map(|rest| rest.split("</th>").next().unwrap()).collect()
}

#[test]
fn weeks_begin_as_the_language_of_the_site_has_it() {
    let event = ("events/x.yaml", "title: X\nkind: gig\nstart: 2016-05-02\n");
    let begins = |language: &str, cells: usize| {
        let settings = format!("{SITE}language: {language}\n");
        let page = month("calendar/2016/05/index.html", &[event, ("site.yaml", &settings)]);
        let first_row = &page[page.find("<tbody>").unwrap()..page.find("datetime=\"2016-05-01\"").unwrap()];
        assert_eq!(first_row.matches("class=\"other\"").count(), cells, "{language}");
        weekdays(&page)[0].to_owned()
    };
    assert_eq!(begins("en-GB", 6), "Monday");
    assert_eq!(begins("en-US", 0), "Sunday");
    assert_eq!(begins("ar-EG", 1), "Saturday");
}

/// Monday 2 to Wednesday 11 May, Wednesday 4 to Friday 6, Tuesday 10 to Thursday 12; one a week later at the height that is free.
const LONG: [(&str, &str); 4] = [
    ("events/a.yaml", "title: Aldermaston\nkind: march\nstart: 2016-05-02\nend: 2016-05-11\n"),
    ("events/b.yaml", "title: Bookfair\nkind: other\nstart: 2016-05-04\nend: 2016-05-06\nstatus: cancelled\n"),
    ("events/c.yaml", "title: Camp\nkind: other\nstart: 2016-05-10 10:00\nend: 2016-05-12 16:00\n"),
    ("events/night.yaml", "title: Night\nkind: gig\nstart: 2016-05-04 20:00\nend: 2016-05-05 02:00\n"),
];

#[test]
fn what_lasts_several_days_goes_across_them_and_says_until_when() {
    let page = month("calendar/2016/05/index.html", &LONG);
    let first = cell(&page, "2016-05-02");
    assert!(first.contains("class=\"bar begins across-7\"") && first.contains("Aldermaston<span"), "{first}");
    assert!(first.contains(", until Wednesday 11 May"), "{first}");
    // On the days between the words are for those who do not see the bar, and it leads to the same page.
    let between = cell(&page, "2016-05-03");
    assert!(
        between.contains("class=\"bar\"") && between.contains("<span class=\"hidden\">Aldermaston, until"),
        "{between}"
    );
    // A new week says the title again, across what is left.
    let monday = cell(&page, "2016-05-09");
    assert!(monday.contains("class=\"bar across-3\"") && monday.contains("Aldermaston<span"), "{monday}");
    let last = cell(&page, "2016-05-11");
    assert!(last.contains("class=\"bar ends\"") && last.contains("Aldermaston, last day"), "{last}");
    assert!(cell(&page, "2016-05-04").contains("<strong>Cancelled</strong>"));
    assert!(!cell(&page, "2016-05-12").contains("Aldermaston"));
}

#[test]
fn bars_keep_their_height_through_a_week() {
    let page = month("calendar/2016/05/index.html", &LONG);
    let titles = |day: &str| {
        let cell = cell(&page, day);
        let names = ["Aldermaston", "Bookfair", "Camp", "class=\"gap\""];
        let mut found: Vec<(usize, &str)> = names.iter().filter_map(|name| Some((cell.find(name)?, *name))).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(titles("2016-05-04"), ["Aldermaston", "Bookfair"]);
    assert_eq!(titles("2016-05-10"), ["Aldermaston", "Camp"]);
    assert_eq!(titles("2016-05-12"), ["class=\"gap\"", "Camp"]);
}

#[test]
fn what_ends_in_the_small_hours_is_on_the_evening_alone() {
    let page = month("calendar/2016/05/index.html", &LONG);
    assert!(cell(&page, "2016-05-04").contains("<span>8pm</span>"));
    assert!(!cell(&page, "2016-05-05").contains("Night"));
}

#[test]
fn a_day_with_more_than_there_is_room_for_leads_to_its_list() {
    let list = |count: usize| {
        let entry = |number| format!("  - {{ id: e{number}, title: E{number}, kind: gig, start: 2016-05-03 12:00 }}\n");
        format!("events:\n{}", (0..count).map(entry).collect::<String>())
    };
    let page = |count| month("calendar/2016/05/index.html", &[("events/list.yaml", &list(count))]);
    assert_eq!(cell(&page(8), "2016-05-03").matches("<li").count(), 8);
    let many = page(30);
    assert!(cell(&many, "2016-05-03").contains("<a href=\"#d2016-05-03\">23 more</a>"), "{many}");
    assert_eq!(cell(&many, "2016-05-03").matches("<li").count(), 8);
    assert!(many.contains("<section class=\"day\" id=\"d2016-05-03\">"), "{many}");
}

#[test]
fn a_month_leads_to_the_current_one_and_to_those_that_have_a_page() {
    let files = [
        ("events/a.yaml", "title: A\nkind: gig\nstart: 2012-03-04\n"),
        ("events/b.yaml", "title: B\nkind: gig\nstart: 2016-07-04\n"),
    ];
    let page = month("calendar/2016/07/index.html", &files);
    assert!(page.contains("<a class=\"current\" href=\"/calendar/2016/02/\">"), "{page}");
    let jump = &page[page.find("class=\"jump\"").unwrap()..page.find("<table").unwrap()];
    assert!(jump.contains("href=\"/calendar/2016/02/\"") && jump.contains("href=\"/calendar/#y2012\""), "{jump}");
    assert!(jump.contains("href=\"/calendar/2016/07/\" aria-current=\"page\""), "{jump}");
    assert!(!month("calendar/2016/02/index.html", &files).contains("class=\"current\""));
}

#[test]
fn near_days_say_so_beside_their_date() {
    let event =
        |id: &str, start: &str| (format!("events/{id}.yaml"), format!("title: {id}\nkind: gig\nstart: {start}\n"));
    let events: Vec<_> = ["2016-02-01", "2016-02-02", "2016-02-03", "2016-02-06", "2016-02-07", "2016-02-08"]
        .map(|day| event(day, day))
        .into();
    let page = check(events.iter().map(|(path, text)| (&**path, &**text))).text("index.html");
    let near = |day: &str| {
        let title = &page[page.find(&format!("<time datetime=\"{day}\">")).unwrap()..];
        let title = &title[..title.find("</h3>").unwrap()];
        title.split("class=\"near\">").nth(1).map(|rest| rest.split('<').next().unwrap().to_owned())
    };
    assert_eq!(near("2016-02-01").as_deref(), Some("Today"));
    assert_eq!(near("2016-02-02").as_deref(), Some("Tomorrow"));
    assert_eq!(near("2016-02-03"), None);
    assert_eq!(near("2016-02-06").as_deref(), Some("This weekend"));
    assert_eq!(near("2016-02-07").as_deref(), Some("This weekend"));
    assert_eq!(near("2016-02-08"), None);
}

/// The title of what stands out on the home page.
fn highlight(files: &[(&str, &str)]) -> Option<String> {
    let page = Checked::new(site(files.iter().copied()), TODAY).text("index.html");
    let title = page.split("<h2 id=\"highlight\"><a").nth(1)?;
    Some(title.split('>').nth(1)?.split('<').next()?.to_owned())
}

#[test]
fn the_next_big_thing_is_national_then_backed_then_soon() {
    let groups = [("events/_groups/a.yaml", "title: A\n"), ("events/_groups/b.yaml", "title: B\n")];
    let meeting = ("events/m.yaml", "title: Meeting\nkind: meeting\nstart: 2016-02-03 19:00\nhosts: [a, b]\n");
    let vigil = ("events/v.yaml", "title: National vigil\nkind: vigil\nstart: 2016-02-20 19:00\ntags: [national]\n");
    let soon = ("events/s.yaml", "title: Soon\nkind: demo\nstart: 2016-02-05 12:00\nhosts: [a]\n");
    let later = ("events/l.yaml", "title: Later\nkind: rally\nstart: 2016-02-06 12:00\nhosts: [b]\n");
    let backed =
        ("events/b.yaml", "title: Backed\nkind: march\nstart: 2016-03-05 12:00\nhosts: [a]\nsupporters: [b]\n");
    let big = ("events/n.yaml", "title: National demo\nkind: demo\nstart: 2016-04-05 12:00\ntags: [national]\n");
    let far = ("events/f.yaml", "title: Far\nkind: demo\nstart: 2016-09-05 12:00\ntags: [national]\nhosts: [a, b]\n");
    let off =
        ("events/o.yaml", "title: Off\nkind: demo\nstart: 2016-02-05 12:00\ntags: [national]\nstatus: cancelled\n");
    let weekly = (
        "events/w.yaml",
        "title: Weekly\nkind: demo\nstart: 2016-02-05 12:00\ntags: [national]\nrepeats: { every: week }\n",
    );
    let of = |events: &[(&'static str, &'static str)]| highlight(&[&groups, events].concat());
    assert_eq!(of(&[meeting, far, off, weekly]), None);
    assert_eq!(of(&[meeting, soon, later]).as_deref(), Some("Soon"));
    assert_eq!(of(&[soon, later, backed]).as_deref(), Some("Backed"));
    assert_eq!(of(&[soon, backed, vigil, far, off, weekly]).as_deref(), Some("National vigil"));
    assert_eq!(of(&[soon, backed, vigil, big]).as_deref(), Some("National demo"));
}
