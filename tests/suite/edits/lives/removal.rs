//! Events that are taken away, and some that come back.

use super::{CANCELLED_MARCH, HACKNEY, MARCH, MARCH_LINE, VIGIL, VIGIL_LINE, march_and_vigil};
use crate::edits::life::Life;

#[test]
fn a_deleted_event_stays_as_cancelled_and_leaves_with_the_window() {
    let mut life = march_and_vigil();
    life.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    assert!(life.output().page("march").contains("Cancelled"));
    assert!(life.output().has("events/march.ics"));
    life.repository.wait_until("2016-03-12T13:00:00Z");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.repository.wait_until("2016-06-09T10:00:00Z");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.changed(&[]);
    life.repository.wait_until("2016-06-12T10:00:00Z");
    life.step().without(&["march"]).sees(&[VIGIL_LINE]);
}

#[test]
fn a_deleted_event_that_is_restored_is_the_same_and_takes_place() {
    let mut life = march_and_vigil();
    life.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    let page = life.output().page("march");
    assert!(!page.contains("Cancelled"), "{page}");
    life.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.edit("events/march.yaml", &MARCH.replace("2016-03-12", "2016-03-19"));
    life.sees(&["2016-03-19 12:00-15:00 Stop Trident @ Hyde Park", VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn an_event_taken_out_of_a_list_is_deleted_as_well() {
    let list = "kind: meeting\nevents:\n  - { id: one, title: One, start: 2016-03-01 }\n  - { id: two, title: Two, start: 2016-03-02 }\n";
    let mut life = Life::of([("events/list.yaml", list)]);
    life.sees(&["2016-03-01 One", "2016-03-02 Two"]);
    life.replace("events/list.yaml", "  - { id: one, title: One, start: 2016-03-01 }\n", "");
    life.sees(&["2016-03-01 Cancelled: One [cancelled]", "2016-03-02 Two"]);
    life.changed(&["one"]);
}

#[test]
fn what_is_withdrawn_is_gone_without_a_trace() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}withdraw: true\n"));
    life.step().without(&["march"]).sees(&[VIGIL_LINE]);
    assert_eq!(life.output().files_with("Stop Trident"), [""; 0]);
    assert!(!life.output().has("events/march/index.html") && !life.output().has("events/march.ics"));
    // Nor does it come back as cancelled when its file is deleted at last.
    life.remove("events/march.yaml");
    life.sees(&[VIGIL_LINE]);
    assert_eq!(life.output().files_with("Stop Trident"), [""; 0]);
}

#[test]
fn what_was_withdrawn_by_mistake_comes_back() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}withdraw: true\n"));
    life.step().without(&["march"]).sees(&[VIGIL_LINE]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
}

#[test]
fn a_draft_of_what_was_public_is_cancelled_and_tells_nothing_new() {
    let mut life = march_and_vigil();
    let draft = MARCH.replace("Stop Trident", "Occupy the base").replace("Hyde Park", "The lane");
    life.edit("events/march.yaml", &format!("{draft}draft: true\n"));
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    for secret in ["Occupy the base", "The lane"] {
        assert_eq!(life.output().files_with(secret), [""; 0]);
    }
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn an_unlisted_event_leaves_the_feeds_and_keeps_its_page() {
    let mut life = march_and_vigil();
    let sequence = life.held("march").revision().0;
    life.edit("events/march.yaml", &format!("{MARCH}unlisted: true\n"));
    life.step().without(&["march"]).sees(&[VIGIL_LINE]);
    assert!(life.output().page("march").contains("Stop Trident"));
    let [single] = life.output().calendar("events/march.ics") else { panic!("one event alone") };
    assert_eq!((single.uid(), single.value("STATUS")), ("march@example.org", "CONFIRMED"));
    assert!(single.revision().0 >= sequence);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
}

#[test]
fn what_was_never_public_leaves_nothing() {
    let secret = MARCH.replace("Stop Trident", "Secret plan");
    let hidden = ["draft: true", "withdraw: true", "announce: { at: 2016-03-01 09:00 }"];
    let names = ["events/a.yaml", "events/b.yaml", "events/c.yaml"];
    let mut life = Life::of([("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)]);
    for (name, how) in names.iter().zip(hidden) {
        life.repository.write(name, &format!("{secret}{how}\n"));
    }
    life.repository.commit();
    life.sees(&[VIGIL_LINE]);
    names.iter().for_each(|name| life.repository.remove(name));
    life.repository.commit();
    life.sees(&[VIGIL_LINE]);
    assert_eq!(life.output().files_with("Secret plan"), [""; 0]);
    life.repository.wait_until("2016-03-02T09:00:00Z");
    life.sees(&[VIGIL_LINE]);
    assert_eq!(life.output().files_with("Secret plan"), [""; 0]);
}

#[test]
fn an_unlisted_event_that_is_deleted_is_known_to_nobody_else() {
    let mut life = Life::of([("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)]);
    let unlisted = MARCH.replace("Stop Trident", "Secret plan") + "unlisted: true\n";
    life.edit("events/march.yaml", &unlisted);
    life.sees(&[VIGIL_LINE]);
    let own = ["events/march.ics", "events/march/index.html"];
    assert_eq!(life.output().files_with("Secret plan"), own);
    life.remove("events/march.yaml");
    life.sees(&[VIGIL_LINE]);
    let elsewhere = life.output().files_with("Secret plan").into_iter().filter(|path| !own.contains(path));
    assert_eq!(elsewhere.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn what_is_left_of_a_deleted_event_is_revised_like_any_other() {
    let mut life = march_and_vigil();
    life.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    // It goes on to name its host as the host is called, or as it was called; what changes must be taken over.
    life.edit("events/_groups/hackney.yaml", "title: Hackney and Islington\n");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.replace("site.yaml", "base_url: https://example.org/", "base_url: https://calendar.example.net/");
    life.base_url = "https://calendar.example.net/";
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.changed(&["march", "vigil"]);
    assert_eq!(life.value("march", "URL"), "https://calendar.example.net/events/march/");
}
