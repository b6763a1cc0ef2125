//! What is not to be seen is in no byte of the output: drafts, withdrawn events, what is announced later, places told later.

use std::collections::BTreeMap;

use handbill::output::Body;

use crate::support::{Checked, site};

/// Every output of a site, by its address.
fn outputs(files: &[(&str, &str)], now: &str) -> BTreeMap<String, String> {
    let checked = Checked::new(site(files.iter().copied()), now);
    let outputs = checked.compiled.outputs.as_ref().unwrap_or_else(|| panic!("mistakes: {}", checked.human()));
    let text = |index| match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Body::Copy(_) | Body::Texts(_) => String::new(),
    };
    outputs.paths().iter().enumerate().map(|(index, path)| (path.as_str().to_owned(), text(index))).collect()
}

/// The addresses of the outputs whose address or text holds any of these words.
fn with_any<'a>(outputs: &'a BTreeMap<String, String>, words: &[&str]) -> Vec<&'a str> {
    let holds = |path: &str, text: &str| {
        // A long line of a calendar is folded, perhaps within the word.
        let unfolded = text.replace("\r\n ", "").to_lowercase();
        words.iter().any(|word| unfolded.contains(&word.to_lowercase()) || path.contains(&word.to_lowercase()))
    };
    outputs.iter().filter(|(path, text)| holds(path, text)).map(|(path, _)| &**path).collect()
}

const GROUP: (&str, &str) = ("events/_groups/cnd.yaml", "title: CND\n");

const SECRET_PLACE: &str = "title: Rally
kind: rally
start: 2016-02-27 12:00
hosts: [cnd]
place: zanzibar-hall
programme:
  - { at: 12:00, title: Assemble, place: zanzibar-hall }
  - { at: 12:30, title: Speeches, place: { name: Secret Square, town: Nowhereton } }
announce: { place_at: 2016-02-26 18:00, place_hint: central London }
";

const VENUE: (&str, &str) = (
    "events/_venues/zanzibar-hall.yaml",
    "name: Zanzibar Hall\naddress: 99 Covert Lane\ntown: Nowhereton\nregion: Obscureshire\ncountry: GB\ngeo: [51.98765, -0.12345]\nnotes: Third door\n",
);

/// Words that would tell the place, its address and position and the page of its town among them.
const TELLTALES: [&str; 8] =
    ["zanzibar", "covert", "nowhereton", "obscureshire", "51.98765", "0.12345", "third door", "secret square"];

#[test]
fn a_withheld_place_is_in_no_byte_of_the_output() {
    let files = [GROUP, VENUE, ("events/rally.yaml", SECRET_PLACE)];
    let before = outputs(&files, "2016-02-20");
    assert_eq!(with_any(&before, &TELLTALES), Vec::<&str>::new());
    assert!(with_any(&before, &["central London"]).contains(&"events/rally.ics"), "the hint stands in for it");
    let after = outputs(&files, "2016-02-27");
    assert!(with_any(&after, &["Covert Lane"]).contains(&"events/rally/index.html"));
    assert!(with_any(&after, &["Covert Lane"]).contains(&"feeds/all.ics"));
    assert!(after.contains_key("towns/nowhereton/index.html"));
}

#[test]
fn the_place_of_a_changed_date_is_withheld_too() {
    let series = "title: Meeting
kind: meeting
start: 2016-02-02 19:00
place: { name: Zanzibar Hall, town: Nowhereton }
repeats:
  every: week
  times: 8
  changes:
    2016-02-09: { place: { name: Secret Square, town: Nowhereton } }
announce: { place_at: 2016-03-01 }
";
    let before = outputs(&[("events/series.yaml", series)], "2016-02-01");
    assert_eq!(with_any(&before, &TELLTALES), Vec::<&str>::new());
    assert!(!with_any(&outputs(&[("events/series.yaml", series)], "2016-03-02"), &TELLTALES).is_empty());
}

#[test]
fn drafts_and_withdrawn_events_and_what_is_announced_later_leave_no_trace() {
    for hidden in ["draft: true", "withdraw: true", "announce: { at: 2016-02-10 09:00 }"] {
        let text = format!(
            "title: Clandestine gathering\nkind: vigil\nstart: 2016-02-27 12:00\nid: clandestine\naliases: [undercover]\n\
             tags: [furtive]\nplace: {{ name: Zanzibar Hall, town: Nowhereton }}\nhosts: [cnd]\n\
             travel: [ {{ id: bus, from: Covertown, leaves: 2016-02-27 08:00 }} ]\n{hidden}\n"
        );
        let other = "title: Open meeting\nkind: meeting\nstart: 2016-02-20 12:00\nreplaced_by: clandestine\nstatus: cancelled\n";
        let files = [GROUP, ("events/a.yaml", &*text), ("events/open.yaml", other)];
        let seen = outputs(&files, "2016-02-01");
        let traces = with_any(
            &seen,
            &["clandestine", "undercover", "furtive", "zanzibar", "nowhereton", "covertown", "kinds/vigil"],
        );
        assert_eq!(traces, Vec::<&str>::new(), "{hidden}");
    }
}

#[test]
fn what_is_announced_later_is_there_when_its_time_has_come() {
    let text = "title: Announced\nkind: vigil\nstart: 2016-02-27 12:00\nannounce: { at: 2016-02-10 09:00 }\n";
    assert!(!outputs(&[("events/a.yaml", text)], "2016-02-10T08:59:59Z").contains_key("events/a/index.html"));
    assert!(outputs(&[("events/a.yaml", text)], "2016-02-10T09:00:00Z").contains_key("events/a/index.html"));
}

#[test]
fn an_unlisted_event_is_on_its_own_page_and_in_its_own_file_alone() {
    let text = "title: Clandestine gathering\nkind: vigil\nid: clandestine\nstart: 2016-02-27 12:00\nunlisted: true\naliases: [undercover]\n\
                tags: [furtive]\nplace: { name: Zanzibar Hall, town: Nowhereton }\ncampaigns: []\n";
    let seen = outputs(
        &[("events/a.yaml", text), ("events/b.yaml", "title: B\nkind: demo\nstart: 2016-02-28\n")],
        "2016-02-01",
    );
    let traces = with_any(&seen, &["clandestine", "furtive", "zanzibar", "nowhereton"]);
    assert_eq!(traces, ["events/clandestine.ics", "events/clandestine/index.html", "events/undercover/index.html"]);
    assert!(seen["events/clandestine/index.html"].contains("noindex"));
}
