//! Events that repeat, begin to or cease to.

use super::{
    HACKNEY, MARCH, MARCH_LINE, MEETING, TUESDAYS, VIGIL, VIGIL_LINE, cancelled_on, march_and_vigil, meetings,
    meetings_and_vigil,
};
use crate::edits::life::Life;

const UNTIL: &str = "until: 2016-03-08";

#[test]
fn an_exception_comes_and_goes() {
    let mut life = meetings_and_vigil();
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, except: [2016-02-16]"));
    life.sees(&meetings(&["02-02", "02-09", "02-23", "03-01", "03-08"]));
    life.changed(&["meeting"]);
    life.edit("events/meeting.yaml", MEETING);
    life.sees(&meetings(&TUESDAYS));
    life.changed(&["meeting"]);
}

#[test]
fn one_date_moves_on_and_comes_back() {
    let mut life = meetings_and_vigil();
    let change = "2016-02-16: { start: 2016-02-17 18:00, end: 2016-02-17 20:00 }";
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, changes: {{ {change} }}"));
    let mut lines = meetings(&TUESDAYS);
    lines[2] = "2016-02-17 18:00-20:00 Meeting @ Town Hall".into();
    life.sees(&lines);
    life.changed(&["meeting"]);
    life.replace("events/meeting.yaml", "end: 2016-02-17 20:00", "end: 2016-02-17 20:30");
    lines[2] = "2016-02-17 18:00-20:30 Meeting @ Town Hall".into();
    life.sees(&lines);
    life.edit("events/meeting.yaml", MEETING);
    life.sees(&meetings(&TUESDAYS));
    life.changed(&["meeting"]);
}

#[test]
fn one_date_moves_past_its_neighbour() {
    let mut life = meetings_and_vigil();
    let change = "2016-02-16: { start: 2016-02-24 18:00, end: 2016-02-24 20:00 }";
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, changes: {{ {change} }}"));
    let mut lines = meetings(&["02-02", "02-09", "02-23", "03-01", "03-08"]);
    lines.insert(3, "2016-02-24 18:00-20:00 Meeting @ Town Hall".into());
    life.sees(&lines);
    life.changed(&["meeting"]);
    life.edit("events/meeting.yaml", MEETING);
    let back = meetings(&TUESDAYS);
    life.step().without(&["meeting-2016-02-16"]).sees(&back);
}

#[test]
fn one_date_is_cancelled_and_takes_place_after_all() {
    let mut life = meetings_and_vigil();
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, changes: {{ 2016-02-16: {{ status: cancelled }} }}"));
    life.sees(&cancelled_on(&["02-16"], &meetings(&TUESDAYS)));
    life.changed(&["meeting"]);
    life.edit("events/meeting.yaml", MEETING);
    life.sees(&meetings(&TUESDAYS));
    life.changed(&["meeting"]);
}

#[test]
fn an_extra_date_comes_and_goes() {
    let mut life = meetings_and_vigil();
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, also: [2016-02-18 19:00]"));
    life.sees(&meetings(&["02-02", "02-09", "02-16", "02-18", "02-23", "03-01", "03-08"]));
    life.changed(&["meeting"]);
    life.edit("events/meeting.yaml", MEETING);
    life.step().without(&["meeting-2016-02-18"]).sees(&meetings(&TUESDAYS));
}

#[test]
fn a_single_event_begins_to_repeat_and_ceases_to() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}repeats: {{ every: 2 weeks, times: 3 }}\n"));
    life.sees(&[
        MARCH_LINE,
        "2016-03-26 12:00-15:00 Stop Trident @ Hyde Park",
        "2016-04-09 11:00-14:00 Stop Trident @ Hyde Park",
        VIGIL_LINE,
    ]);
    life.changed(&["march"]);
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_series_ends_earlier_and_goes_on_for_longer() {
    let mut life = meetings_and_vigil();
    life.replace("events/meeting.yaml", UNTIL, "until: 2016-02-23");
    life.sees(&meetings(&TUESDAYS[..4]));
    life.replace("events/meeting.yaml", "until: 2016-02-23", "until: 2016-03-15");
    life.sees(&meetings(&[&TUESDAYS[..], &["03-15"]].concat()));
    life.changed(&["meeting"]);
}

#[test]
fn a_series_at_another_hour_keeps_what_is_said_of_single_dates() {
    let mut life = meetings_and_vigil();
    life.replace(
        "events/meeting.yaml",
        UNTIL,
        &format!("{UNTIL}, except: [2016-02-09], changes: {{ 2016-02-16: {{ place: {{ name: Library }} }} }}"),
    );
    life.replace(
        "events/meeting.yaml",
        "start: 2016-02-02 19:00\nend: 2016-02-02 21:00",
        "start: 2016-02-02 18:00\nend: 2016-02-02 20:00",
    );
    let mut lines: Vec<String> = meetings(&["02-02", "02-16", "02-23", "03-01", "03-08"])
        .iter()
        .map(|line| line.replace("19:00-21:00", "18:00-20:00"))
        .collect();
    lines[1] = "2016-02-16 18:00-20:00 Meeting @ Library".into();
    life.sees(&lines);
    life.changed(&["meeting"]);
}

#[test]
fn a_deleted_series_keeps_its_past_and_cancels_what_is_to_come() {
    let mut life = meetings_and_vigil();
    life.repository.wait_until("2016-02-18T10:00:00Z");
    life.remove("events/meeting.yaml");
    let lines = cancelled_on(&["02-23", "03-01", "03-08"], &meetings(&TUESDAYS));
    life.sees(&lines);
    life.changed(&["meeting"]);
    assert!(life.output().page("meeting").contains("Cancelled"));
    // What was to come when it was deleted stays cancelled when it is over, and nothing is revised again.
    life.repository.wait_until("2016-03-05T10:00:00Z");
    life.sees(&lines);
    life.changed(&[]);
    life.repository.wait_until("2016-03-20T10:00:00Z");
    life.sees(&lines);
    life.changed(&[]);
    life.repository.wait_until("2016-06-20T10:00:00Z");
    life.step().without(&["meeting"]).sees(&[VIGIL_LINE]);
}

#[test]
fn a_deleted_series_remembers_what_departed_from_it() {
    let mut life = meetings_and_vigil();
    let more = "except: [2016-02-09], changes: { 2016-02-16: { place: { name: Library } }, 2016-03-01: { start: 2016-03-02 19:00, end: 2016-03-02 21:00 } }";
    life.replace("events/meeting.yaml", UNTIL, &format!("{UNTIL}, {more}"));
    let mut lines = meetings(&["02-02", "02-16", "02-23", "03-02", "03-08"]);
    lines[1] = lines[1].replace("Town Hall", "Library");
    life.sees(&lines);
    life.repository.wait_until("2016-02-18T10:00:00Z");
    life.remove("events/meeting.yaml");
    life.sees(&cancelled_on(&["02-23", "03-02", "03-08"], &lines));
    life.edit("events/meeting.yaml", MEETING);
    life.sees(&meetings(&TUESDAYS));
    life.changed(&["meeting"]);
}

#[test]
fn a_deleted_series_without_an_end_is_cancelled_as_far_as_one_looks() {
    let monthly = "title: Meeting\nkind: meeting\nstart: 2016-01-05 19:00\nend: 2016-01-05 21:00\n\
                   place: { name: Town Hall }\nrepeats: { every: month, on: [first tuesday] }\n";
    let files =
        [("events/meeting.yaml", monthly), ("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)];
    let mut life = Life::of(files);
    let line = |day: &str, time: &str| format!("2016-{day} {time} Meeting @ Town Hall");
    let winter = |day| line(day, "19:00-21:00");
    let summer = |day| line(day, "18:00-20:00");
    let spring = ["01-05", "02-02", "03-01"].map(winter).into_iter().chain([summer("04-05"), VIGIL_LINE.to_owned()]);
    let later = ["05-03", "06-07", "07-05", "08-02", "09-06", "10-04"].map(summer).into_iter();
    let lines: Vec<String> = spring.chain(later).chain(["11-01", "12-06"].map(winter)).collect();
    life.sees(&lines);
    life.repository.wait_until("2016-03-20T10:00:00Z");
    life.remove("events/meeting.yaml");
    let coming = ["04-05", "05-03", "06-07", "07-05", "08-02", "09-06", "10-04", "11-01", "12-06"];
    life.sees(&cancelled_on(&coming, &lines));
    life.changed(&["meeting"]);
}
