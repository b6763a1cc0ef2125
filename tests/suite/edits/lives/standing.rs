//! Whether an event takes place changes.

use super::{CANCELLED_MARCH, MARCH, MARCH_LINE, VIGIL_LINE, march_and_vigil};

#[test]
fn a_cancelled_event_stays_and_says_so_until_it_takes_place_after_all() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}status: cancelled\nstatus_note: The park is flooded.\n"));
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    assert!(life.value("march", "DESCRIPTION").starts_with("The park is flooded."));
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn an_event_that_is_postponed_leaves_its_day_free_until_it_has_a_new_one() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}status: postponed\nstatus_note: A new date will be told.\n"));
    life.sees(&["2016-03-12 12:00-15:00 Postponed: Stop Trident @ Hyde Park [tentative]", VIGIL_LINE]);
    life.changed(&["march"]);
    assert_eq!(life.value("march", "TRANSP"), "TRANSPARENT");
    assert!(life.output().page("march").contains("Postponed"));
    life.edit("events/march.yaml", &MARCH.replace("2016-03-12", "2016-05-14"));
    life.sees(&[VIGIL_LINE, "2016-05-14 11:00-14:00 Stop Trident @ Hyde Park"]);
    life.changed(&["march"]);
}

#[test]
fn a_cancelled_event_that_is_deleted_stays_as_it_was() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}status: cancelled\n"));
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
}

#[test]
fn a_date_that_is_known_only_later_is_in_no_calendar_before() {
    let mut life = march_and_vigil();
    life.edit("events/rally.yaml", "title: Rally\nkind: rally\nstart: 2016-06\n");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(life.output().has("events/rally/index.html"));
    life.edit("events/rally.yaml", "title: Rally\nkind: rally\nstart: 2016-06-11\n");
    life.sees(&[MARCH_LINE, VIGIL_LINE, "2016-06-11 Rally"]);
}
