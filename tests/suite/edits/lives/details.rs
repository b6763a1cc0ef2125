//! What an event says changes: its words, its time, its place.

use std::fmt::Write as _;

use super::{CANCELLED_MARCH, HACKNEY, MARCH, MARCH_LINE, VIGIL, VIGIL_LINE, march_and_vigil};
use crate::edits::life::Life;

#[test]
fn a_new_event_leaves_the_others_as_they_are() {
    let mut life = Life::of([("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)]);
    life.sees(&[VIGIL_LINE]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
    // The first commit is at 10:14, the second one an hour and some minutes later.
    assert!(life.value("march", "CREATED") > life.value("vigil", "CREATED"));
}

#[test]
fn an_edit_of_the_text_is_taken_over() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}summary: Bring banners.\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    assert!(life.value("march", "DESCRIPTION").contains("Bring banners."));
    life.replace("events/march.yaml", "title: Stop Trident", "title: No to Trident");
    life.sees(&["2016-03-12 12:00-15:00 No to Trident @ Hyde Park", VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_comment_or_another_way_to_write_it_is_no_change() {
    let mut life = march_and_vigil();
    life.edit(
        "events/march.yaml",
        &format!("# Agreed with the park.\n{}", MARCH.replace("12:00", "\"12:00\"").replace("\"12:00\"", "12:00")),
    );
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
    life.replace("events/march.yaml", "place: { name: Hyde Park }", "place:\n  name: 'Hyde Park'");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
}

#[test]
fn an_event_that_moves_is_at_its_new_time_and_says_what_it_was() {
    let mut life = march_and_vigil();
    life.replace(
        "events/march.yaml",
        "start: 2016-03-12 12:00\nend: 2016-03-12 15:00",
        "start: 2016-03-19 13:00\nend: 2016-03-19 16:00",
    );
    let moved = "2016-03-19 13:00-16:00 Stop Trident @ Hyde Park";
    life.sees(&[moved, VIGIL_LINE]);
    life.changed(&["march"]);
    let description = life.value("march", "DESCRIPTION");
    let first = description.lines().next().unwrap();
    assert!(first.contains("was ") && first.contains("12 March") && first.contains("midday"), "{description}");
    let page = life.output().page("march");
    assert!(page.contains("was ") && page.contains("12 March"), "{page}");
    // What was said for a while goes without a commit, and is taken over all the same.
    for day in ["2016-02-10T10:00:00Z", "2016-03-01T10:00:00Z", "2016-03-18T10:00:00Z", "2016-04-19T10:00:00Z"] {
        life.repository.wait_until(day);
        life.sees(&[moved, VIGIL_LINE]);
    }
}

#[test]
fn an_event_at_another_place_says_where_it_was() {
    let mut life = march_and_vigil();
    life.replace("events/march.yaml", "Hyde Park", "Regent's Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Regent's Park", VIGIL_LINE]);
    life.changed(&["march"]);
    let description = life.value("march", "DESCRIPTION");
    assert!(description.lines().next().unwrap().contains("Hyde Park"), "{description}");
    assert!(life.output().page("march").contains("Hyde Park"));
}

#[test]
fn the_same_hour_in_another_zone_is_another_time() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}timezone: America/New_York\n"));
    // New York is a day away from its summer time.
    life.sees(&["2016-03-12 17:00-20:00 Stop Trident @ Hyde Park", VIGIL_LINE]);
    life.changed(&["march"]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_day_without_a_time_gets_one_and_loses_it_again() {
    let mut life = march_and_vigil();
    let all_day = MARCH.replace("start: 2016-03-12 12:00\nend: 2016-03-12 15:00", "start: 2016-03-12\nend: 2016-03-13");
    life.edit("events/march.yaml", &all_day);
    life.sees(&["2016-03-12 to 2016-03-13 Stop Trident @ Hyde Park", VIGIL_LINE]);
    life.changed(&["march"]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    life.edit("events/march.yaml", &all_day.replace("end: 2016-03-13\n", ""));
    life.sees(&["2016-03-12 Stop Trident @ Hyde Park", VIGIL_LINE]);
    assert_eq!(life.ids().into_iter().collect::<Vec<_>>(), ["march", "vigil"]);
}

#[test]
fn a_venue_that_moves_moves_its_events() {
    let at_hall = MARCH.replace("{ name: Hyde Park }", "hall");
    let mut life = Life::of([
        ("events/march.yaml", &*at_hall),
        ("events/vigil.yaml", VIGIL),
        ("events/_groups/hackney.yaml", HACKNEY),
        ("events/_venues/hall.yaml", "name: Town Hall\naddress: 1 Mare Street\ntown: London\n"),
    ]);
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Town Hall, 1 Mare Street, London", VIGIL_LINE]);
    life.replace("events/_venues/hall.yaml", "1 Mare Street", "2 Mare Street");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Town Hall, 2 Mare Street, London", VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_host_with_a_new_name_changes_what_names_it_and_no_more() {
    let mut life = march_and_vigil();
    life.edit("events/talk.yaml", "title: Talk\nkind: meeting\nstart: 2016-05-03\n");
    life.sees(&[MARCH_LINE, VIGIL_LINE, "2016-05-03 Talk"]);
    life.edit("events/_groups/hackney.yaml", "title: Hackney and Islington\n");
    // Where the name stands in the entries, their revisions rise with it; where it does not, they must not.
    life.sees(&[MARCH_LINE, VIGIL_LINE, "2016-05-03 Talk"]);
    let names = |id| life.value(id, "DESCRIPTION").contains("Hackney and Islington");
    let naming: Vec<&str> = ["march", "talk", "vigil"].into_iter().filter(|id| names(id)).collect();
    life.changed(&naming);
    assert!(life.output().page("march").contains("Hackney and Islington"));
}

#[test]
fn a_default_of_the_folder_changes_the_events_that_take_it() {
    let without_place = MARCH.replace("place: { name: Hyde Park }\n", "");
    let mut life = Life::of([
        ("events/2016/march.yaml", &*without_place),
        ("events/2016/rally.yaml", "title: Rally\nkind: rally\nstart: 2016-05-01\nplace: { name: Mile End }\n"),
        ("events/2016/_defaults.yaml", "place: { name: Hyde Park }\n"),
        ("events/vigil.yaml", VIGIL),
        ("events/_groups/hackney.yaml", HACKNEY),
    ]);
    life.sees(&[MARCH_LINE, VIGIL_LINE, "2016-05-01 Rally @ Mile End"]);
    life.replace("events/2016/_defaults.yaml", "Hyde Park", "Green Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Green Park", VIGIL_LINE, "2016-05-01 Rally @ Mile End"]);
    life.changed(&["march"]);
}

#[test]
fn one_of_fifty_events_in_a_list_changes_alone() {
    let mut list = "kind: meeting\nevents:\n".to_owned();
    let mut lines = Vec::new();
    for number in 0..50 {
        let day = format!("2016-{:02}-{:02}", 2 + number / 28, 1 + number % 28);
        let _ = writeln!(list, "  - {{ id: talk-{number}, title: Talk {number}, start: {day} }}");
        lines.push(format!("{day} Talk {number}"));
    }
    let mut life = Life::of([("events/talks.yaml", &*list)]);
    life.sees(&lines);
    life.replace("events/talks.yaml", "title: Talk 7,", "title: Speech 7,");
    lines[7] = lines[7].replace("Talk", "Speech");
    life.sees(&lines);
    life.changed(&["talk-7"]);
    // A line more at the top moves every other one in the file, and changes none.
    life.replace("events/talks.yaml", "events:\n", "# What is on.\n\nevents:\n");
    life.sees(&lines);
    life.changed(&[]);
}

#[test]
fn a_campaign_with_a_new_name_changes_what_it_is_named_in() {
    let mut life = march_and_vigil();
    life.repository.write("events/_campaigns/peace.yaml", "title: Peace\n");
    life.edit("events/march.yaml", &format!("{MARCH}campaigns: [peace]\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.edit("events/_campaigns/peace.yaml", "title: Peace and justice\n");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    assert!(life.value("march", "CATEGORIES").contains("Peace and justice"));
}

#[test]
fn an_event_that_leaves_a_group_is_there_all_the_same() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &MARCH.replace("hosts: [hackney]\n", ""));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(!life.output().text("feeds/groups/hackney.ics").contains("UID:march@"));
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(life.output().text("feeds/groups/hackney.ics").contains("UID:march@"));
}

#[test]
fn an_event_that_names_the_one_in_its_place_changes_with_that() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}status: cancelled\nreplaced_by: vigil\n"));
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    assert!(life.value("march", "DESCRIPTION").contains("Vigil"));
    life.replace("events/vigil.yaml", "title: Vigil", "title: Silent vigil");
    life.sees(&[CANCELLED_MARCH, "2016-04-20 17:00-18:00 Silent vigil"]);
    assert!(life.value("march", "DESCRIPTION").contains("Silent vigil"));
    life.changed(&["march", "vigil"]);
}

#[test]
fn a_stop_of_a_tour_moves_alone() {
    let tour = "title: JC4PM\nkind: tour\nsummary: Comedy and music.\nstops:\n  \
                - { id: leeds, start: 2016-03-01, place: { town: Leeds } }\n  \
                - { id: hull, start: 2016-03-03, place: { town: Hull } }\n";
    let mut life = Life::of([("events/jc4pm.yaml", tour)]);
    let line = |day, town| format!("2016-03-{day} JC4PM @ {town}");
    life.sees(&[line("01", "Leeds"), line("03", "Hull")]);
    life.replace("events/jc4pm.yaml", "id: hull, start: 2016-03-03", "id: hull, start: 2016-03-04");
    life.sees(&[line("01", "Leeds"), line("04", "Hull")]);
    life.changed(&["jc4pm-hull"]);
    life.replace("events/jc4pm.yaml", "Comedy and music.", "Music and comedy.");
    life.sees(&[line("01", "Leeds"), line("04", "Hull")]);
    life.changed(&["jc4pm-hull", "jc4pm-leeds"]);
}
