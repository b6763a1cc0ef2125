//! The history itself is changed: squashed, rebased, merged, dated back.

use chrono::TimeDelta;

use super::{HACKNEY, MARCH, MARCH_AND_VIGIL, MARCH_LINE, VIGIL, VIGIL_LINE, march_and_vigil};
use crate::edits::{life::Life, repository::Repository};

const RALLY: &str = "title: Rally\nkind: rally\nstart: 2016-05-01\n";
const RALLY_LINE: &str = "2016-05-01 Rally";
const MOVED_MARCH: &str = "2016-03-12 12:00-15:00 Stop Trident @ Green Park";

#[test]
fn no_revision_falls_when_commits_are_squashed() {
    let mut life = march_and_vigil();
    let first = life.repository.commit_of("HEAD");
    life.replace("events/march.yaml", "Hyde Park", "Regent's Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Regent's Park", VIGIL_LINE]);
    life.replace("events/march.yaml", "Regent's Park", "Green Park");
    life.edit("events/rally.yaml", RALLY);
    life.sees(&[MOVED_MARCH, VIGIL_LINE, RALLY_LINE]);
    life.repository.squash(&first);
    life.step().noise("the squash is newer than what it holds").sees(&[MOVED_MARCH, VIGIL_LINE, RALLY_LINE]);
    life.replace("events/march.yaml", "Green Park", "Hyde Park");
    life.sees(&[MARCH_LINE, VIGIL_LINE, RALLY_LINE]);
    life.changed(&["march"]);
}

#[test]
fn no_revision_falls_when_commits_are_rebased() {
    let mut life = march_and_vigil();
    life.edit("events/rally.yaml", RALLY);
    let old = life.repository.commit_of("HEAD");
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.sees(&[MOVED_MARCH, VIGIL_LINE, RALLY_LINE]);
    life.repository.rebase(&old, "events/rally.yaml", &RALLY.replace("title: Rally", "title: May Day"));
    life.step().noise("what is laid on top is newer").sees(&[MOVED_MARCH, VIGIL_LINE, "2016-05-01 May Day"]);
}

#[test]
fn a_merge_brings_what_an_older_branch_changed() {
    let mut life = march_and_vigil();
    life.repository.branch("proposal");
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.edit("events/rally.yaml", RALLY);
    life.repository.checkout("main");
    life.replace("events/vigil.yaml", "title: Vigil", "title: Silent vigil");
    let vigil = "2016-04-20 17:00-18:00 Silent vigil";
    life.sees(&[MARCH_LINE, vigil]);
    life.repository.merge("proposal");
    life.sees(&[MOVED_MARCH, vigil, RALLY_LINE]);
    life.changed(&["march"]);
    // It is public since the merge, whatever the branch says.
    let merged = life.repository.now().format("%Y%m%dT%H%M%SZ").to_string();
    assert_eq!([life.value("march", "LAST-MODIFIED"), life.value("rally", "CREATED")], [merged.clone(), merged]);
}

#[test]
fn a_merge_of_nothing_new_changes_nothing() {
    let mut life = march_and_vigil();
    life.repository.branch("proposal");
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.edit("events/march.yaml", MARCH);
    life.repository.checkout("main");
    life.edit("events/rally.yaml", RALLY);
    life.sees(&[MARCH_LINE, VIGIL_LINE, RALLY_LINE]);
    life.repository.merge("proposal");
    life.sees(&[MARCH_LINE, VIGIL_LINE, RALLY_LINE]);
    life.changed(&[]);
}

#[test]
fn a_commit_of_a_wrong_clock_is_taken_over_all_the_same() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}summary: Bring banners.\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.repository.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.repository.wait(TimeDelta::days(-1));
    life.repository.commit_now();
    life.repository.wait(TimeDelta::days(1));
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn two_edits_within_a_minute_are_both_taken_over() {
    let mut life = march_and_vigil();
    life.replace("events/march.yaml", "Hyde Park", "Regent's Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Regent's Park", VIGIL_LINE]);
    let since = life.repository.now();
    life.repository.replace("events/march.yaml", "Regent's Park", "Green Park");
    life.repository.wait(since - life.repository.now() + TimeDelta::seconds(20));
    life.repository.commit_now();
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_commit_with_a_mistake_leaves_no_trace() {
    let mut life = march_and_vigil();
    life.replace("events/march.yaml", "title: Stop Trident", "title: [Stop Trident");
    life.is_refused();
    life.edit("events/march.yaml", MARCH);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
    life.replace("events/march.yaml", "start: 2016-03-12 12:00", "start: 2016-03-32 12:00");
    life.is_refused();
    life.edit("events/march.yaml", &MARCH.replace("Hyde Park", "Green Park"));
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
}

#[test]
fn a_mistake_in_the_settings_leaves_no_trace() {
    let mut life = march_and_vigil();
    let settings = life.repository.read("site.yaml");
    life.edit("site.yaml", "title: [\n");
    life.is_refused();
    life.edit("site.yaml", &settings);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
}

#[test]
fn the_site_may_be_a_folder_of_the_repository() {
    let mut life = Life::committed(Repository::new("calendar"), MARCH_AND_VIGIL);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    life.remove("events/march.yaml");
    life.sees(&["2016-03-12 12:00-15:00 Cancelled: Stop Trident @ Green Park [cancelled]", VIGIL_LINE]);
}

#[test]
fn the_first_commit_may_hold_everything() {
    let files = [("events/march.yaml", MARCH), ("events/vigil.yaml", VIGIL), ("events/_groups/hackney.yaml", HACKNEY)];
    let mut life = Life::of(files);
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    let first = life.repository.now().format("%Y%m%dT%H%M%SZ").to_string();
    assert_eq!([life.value("march", "CREATED"), life.value("vigil", "LAST-MODIFIED")], [first.clone(), first]);
}
