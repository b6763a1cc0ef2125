//! Things that change because time passes, without a commit.

use super::{HACKNEY, MARCH, MARCH_LINE, VIGIL, VIGIL_LINE};
use crate::edits::life::Life;

fn with_vigil(march: &str) -> Life {
    Life::of([("events/march.yaml", march), ("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)])
}

#[test]
fn an_event_is_there_from_the_minute_of_its_announcement() {
    let mut life = with_vigil(&format!("{MARCH}announce: {{ at: 2016-02-01 09:00 }}\n"));
    life.sees(&[VIGIL_LINE]);
    assert_eq!(life.output().files_with("Stop Trident"), [""; 0]);
    life.repository.wait_until("2016-02-01T08:49:00Z");
    life.sees(&[VIGIL_LINE]);
    life.repository.wait_until("2016-02-01T08:50:00Z");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
    life.repository.wait_until("2016-02-02T08:50:00Z");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
}

#[test]
fn what_changed_before_the_announcement_is_nobodys_business() {
    let mut life =
        with_vigil(&format!("{}announce: {{ at: 2016-02-01 09:00 }}\n", MARCH.replace("2016-03-12", "2016-03-05")));
    life.sees(&[VIGIL_LINE]);
    life.replace(
        "events/march.yaml",
        "start: 2016-03-05 12:00\nend: 2016-03-05 15:00",
        "start: 2016-03-12 12:00\nend: 2016-03-12 15:00",
    );
    life.sees(&[VIGIL_LINE]);
    life.repository.wait_until("2016-02-01T10:00:00Z");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    let description = life.value("march", "DESCRIPTION");
    assert!(!description.contains("was "), "{description}");
    assert!(!life.output().page("march").contains("5 March"));
    // From then on it is everybody's.
    life.edit("events/march.yaml", &MARCH.replace("2016-03-12", "2016-03-19"));
    life.sees(&["2016-03-19 12:00-15:00 Stop Trident @ Hyde Park", VIGIL_LINE]);
    let description = life.value("march", "DESCRIPTION");
    assert!(description.lines().next().unwrap().contains("12 March"), "{description}");
}

const HINT: &str = "announce: { place_at: 2016-02-26 18:00, place_hint: central London }\n";
const HINT_LINE: &str = "2016-03-12 12:00-15:00 Stop Trident @ central London";

#[test]
fn a_place_is_told_in_time_and_everybody_hears_of_it() {
    let mut life = with_vigil(&format!("{MARCH}{HINT}"));
    life.sees(&[HINT_LINE, VIGIL_LINE]);
    assert_eq!(life.output().files_with("Hyde Park"), [""; 0]);
    life.repository.wait_until("2016-02-26T18:00:00Z");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    life.edit("events/march.yaml", &format!("{MARCH}{HINT}summary: Bring banners.\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_place_that_was_never_told_is_not_told_afterwards() {
    let mut life = with_vigil(&format!("{}{HINT}", MARCH.replace("Hyde Park", "Secret Garden")));
    life.sees(&[HINT_LINE, VIGIL_LINE]);
    life.replace("events/march.yaml", "Secret Garden", "Hyde Park");
    // Nothing that anybody may see has changed.
    life.sees(&[HINT_LINE, VIGIL_LINE]);
    life.changed(&[]);
    life.repository.wait_until("2016-02-26T18:00:00Z");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    assert_eq!(life.output().files_with("Secret Garden"), [""; 0]);
}

#[test]
fn an_event_that_is_deleted_before_its_place_was_told_keeps_it_to_itself() {
    let mut life = with_vigil(&format!("{MARCH}{HINT}"));
    life.sees(&[HINT_LINE, VIGIL_LINE]);
    life.remove("events/march.yaml");
    let cancelled = "2016-03-12 12:00-15:00 Cancelled: Stop Trident @ central London [cancelled]";
    life.sees(&[cancelled, VIGIL_LINE]);
    assert_eq!(life.output().files_with("Hyde Park"), [""; 0]);
    life.repository.wait_until("2016-02-27T18:00:00Z");
    life.sees(&[cancelled, VIGIL_LINE]);
    assert_eq!(life.output().files_with("Hyde Park"), [""; 0]);
}

#[test]
fn an_event_leaves_the_feed_after_the_window_and_nothing_else_changes() {
    let mut life = with_vigil(MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    for moment in ["2016-03-12T13:00:00Z", "2016-03-13T00:30:00Z", "2016-06-09T12:00:00Z"] {
        life.repository.wait_until(moment);
        life.sees(&[MARCH_LINE, VIGIL_LINE]);
        life.changed(&[]);
    }
    life.repository.wait_until("2016-06-12T12:00:00Z");
    life.step().without(&["march"]).sees(&[VIGIL_LINE]);
    assert!(life.output().has("events/march/index.html"));
}
