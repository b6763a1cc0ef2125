//! Files are renamed, moved, split and joined.

use super::{CANCELLED_MARCH, MARCH, MARCH_LINE, VIGIL_LINE, march_and_vigil};
use crate::edits::life::Life;

const NEW: &str = "events/stop-trident.yaml";

#[test]
fn a_renamed_file_that_names_its_earlier_id_is_seen_once() {
    let mut life = march_and_vigil();
    life.repository.rename("events/march.yaml", NEW);
    life.edit(NEW, &format!("{MARCH}aliases: [march]\n"));
    life.step().without(&["march"]).sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(life.ids().contains("stop-trident"));
    let page = life.output().page("march");
    assert!(page.contains("stop-trident/") && page.contains("http-equiv=\"refresh\""), "{page}");
}

#[test]
fn a_renamed_event_that_is_deleted_is_cancelled_once() {
    let mut life = march_and_vigil();
    life.repository.rename("events/march.yaml", NEW);
    life.edit(NEW, &format!("{MARCH}aliases: [march]\n"));
    life.step().without(&["march"]).sees(&[MARCH_LINE, VIGIL_LINE]);
    life.remove(NEW);
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    assert!(life.ids().contains("stop-trident"));
}

#[test]
fn a_renamed_file_that_keeps_its_id_is_the_same_event() {
    let mut life = march_and_vigil();
    life.repository.rename("events/march.yaml", NEW);
    life.edit(NEW, &format!("{MARCH}id: march\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
}

#[test]
fn a_renamed_file_that_says_nothing_is_seen_once_and_told_what_to_add() {
    let mut life = march_and_vigil();
    life.rename("events/march.yaml", NEW);
    let ran = life.step().without(&["march"]).sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(ran.stderr.contains("warning["), "{ran:?}");
    assert!(ran.stderr.contains("aliases: [march]") || ran.stderr.contains("id: march"), "{ran:?}");
    // As it is told.
    life.edit(NEW, &format!("{MARCH}aliases: [march]\n"));
    let ran = life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert_eq!(ran.stderr, "");
    life.edit(NEW, &format!("{MARCH}id: march\n"));
    let ran = life.step().without(&["stop-trident"]).sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(life.ids().contains("march"), "{ran:?}");
}

#[test]
fn a_file_that_is_renamed_and_edited_at_once_is_seen_once() {
    let mut life = march_and_vigil();
    life.repository.rename("events/march.yaml", NEW);
    life.edit(NEW, &MARCH.replace("2016-03-12", "2016-03-19"));
    let ran = life.step().without(&["march"]).sees(&["2016-03-19 12:00-15:00 Stop Trident @ Hyde Park", VIGIL_LINE]);
    assert!(ran.stderr.contains("warning["), "{ran:?}");
}

#[test]
fn a_file_in_another_folder_is_the_same_event() {
    let mut life = march_and_vigil();
    life.rename("events/march.yaml", "events/2016/spring/march.yaml");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
    life.replace("events/2016/spring/march.yaml", "Hyde Park", "Green Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Green Park", VIGIL_LINE]);
    life.changed(&["march"]);
}

const LIST: &str = "kind: meeting\nplace: { name: Library }\nevents:\n  - { id: one, title: One, start: 2016-03-01 }\n  \
                    - { id: two, title: Two, start: 2016-03-02 }\n  - { id: three, title: Three, start: 2016-03-03 }\n";
const LIST_LINES: [&str; 3] = ["2016-03-01 One @ Library", "2016-03-02 Two @ Library", "2016-03-03 Three @ Library"];

#[test]
fn a_list_that_is_split_into_files_and_joined_again_changes_nothing() {
    let mut life = Life::of([("events/list.yaml", LIST)]);
    life.sees(&LIST_LINES);
    for (day, (id, title)) in [("one", "One"), ("two", "Two"), ("three", "Three")].iter().enumerate() {
        let text = format!("title: {title}\nkind: meeting\nplace: {{ name: Library }}\nstart: 2016-03-0{}\n", day + 1);
        life.repository.write(&format!("events/talks/{id}.yaml"), &text);
    }
    life.remove("events/list.yaml");
    life.sees(&LIST_LINES);
    life.changed(&[]);
    for id in ["one", "two", "three"] {
        life.repository.remove(&format!("events/talks/{id}.yaml"));
    }
    life.edit("events/all.yaml", LIST);
    life.sees(&LIST_LINES);
    life.changed(&[]);
    life.replace("events/all.yaml", "title: Two,", "title: Second,");
    life.sees(&[LIST_LINES[0], "2016-03-02 Second @ Library", LIST_LINES[2]]);
    life.changed(&["two"]);
}

#[test]
fn two_events_that_change_their_files_stay_themselves() {
    let mut life = march_and_vigil();
    let (march, vigil) = (life.repository.read("events/march.yaml"), life.repository.read("events/vigil.yaml"));
    life.repository.write("events/march.yaml", &format!("{vigil}id: vigil\n"));
    life.edit("events/vigil.yaml", &format!("{march}id: march\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
}
