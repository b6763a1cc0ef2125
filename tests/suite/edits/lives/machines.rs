//! Where and from what the site is built: another address, a shallow clone, a work tree with edits, no git at all.

use super::{CANCELLED_MARCH, MARCH, MARCH_AND_VIGIL, MARCH_LINE, VIGIL_LINE, march_and_vigil};
use crate::edits::{life::Life, repository::Repository};

const MOVED_MARCH: &str = "2016-03-12 12:00-15:00 Stop Trident @ Green Park";

#[test]
fn a_site_at_a_new_address_keeps_its_events_and_has_new_links() {
    let mut life = march_and_vigil();
    assert_eq!(life.value("march", "URL"), "https://example.org/events/march/");
    life.replace("site.yaml", "base_url: https://example.org/", "base_url: https://calendar.example.net/");
    life.base_url = "https://calendar.example.net/";
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert_eq!(life.ids().into_iter().collect::<Vec<_>>(), ["march", "vigil"]);
    assert_eq!(life.value("march", "URL"), "https://calendar.example.net/events/march/");
    life.changed(&["march", "vigil"]);
}

#[test]
fn another_title_of_the_site_changes_no_event() {
    let mut life = march_and_vigil();
    life.replace("site.yaml", "title: What is on", "title: All that is on");
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&[]);
}

#[test]
fn settings_that_show_in_an_event_are_taken_over() {
    let mut life = march_and_vigil();
    life.replace("site.yaml", "timezone: Europe/London", "timezone: Europe/Paris");
    let (march, vigil) = ("2016-03-12 11:00-14:00 Stop Trident @ Hyde Park", "2016-04-20 16:00-17:00 Vigil");
    life.sees(&[march, vigil]);
    life.changed(&["march", "vigil"]);
    let settings = life.repository.read("site.yaml");
    life.edit("site.yaml", &format!("{settings}kinds: {{ vigil: Silent vigil }}\n"));
    life.sees(&[march, vigil]);
    life.edit("events/march.yaml", &format!("{MARCH}status: cancelled\n"));
    life.sees(&["2016-03-12 11:00-14:00 Cancelled: Stop Trident @ Hyde Park [cancelled]", vigil]);
    life.replace("site.yaml", "live: yes", "live: yes, cancelled: keep");
    life.sees(&["2016-03-12 11:00-14:00 Stop Trident @ Hyde Park [cancelled]", vigil]);
    life.changed(&["march"]);
}

/// What a warning of a shallow clone must say.
fn assert_told_of_the_cure(stderr: &str) {
    for part in ["warning[", "fetch-depth: 0", "GIT_DEPTH"] {
        assert!(stderr.contains(part), "{part:?} is not in {stderr}");
    }
}

#[test]
fn a_shallow_clone_goes_on_from_the_last_output() {
    let mut life = march_and_vigil();
    life.edit("events/march.yaml", &format!("{MARCH}summary: Bring banners.\n"));
    life.sees(&[MARCH_LINE, VIGIL_LINE]);
    life.repository.clone_shallow(1);
    let ran = life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert_told_of_the_cure(&ran.stderr);
    life.changed(&[]);
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.repository.clone_shallow(1);
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    life.repository.deepen();
    // Only now is it known, and told, where the march was before.
    let step = life.step().unlike_a_fresh_clone("subscribers were told of the march without that");
    let ran = step.sees(&[MOVED_MARCH, VIGIL_LINE]);
    assert_eq!(ran.stderr, "");
    life.changed(&["march"]);
}

#[test]
fn a_shallow_clone_that_is_deepened_lets_no_revision_fall() {
    let mut life = Life::of(MARCH_AND_VIGIL);
    life.edit("events/march.yaml", &format!("{MARCH}summary: Bring banners.\n"));
    life.repository.clone_shallow(1);
    let ran = life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert_told_of_the_cure(&ran.stderr);
    life.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.repository.clone_shallow(1);
    life.step().noise("how old the vigil is, nobody can know").sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    life.repository.deepen();
    life.step()
        .noise("how old the vigil is, is known now")
        .unlike_a_fresh_clone("subscribers were told of later revisions before")
        .sees(&[MOVED_MARCH, VIGIL_LINE]);
}

#[test]
fn an_edit_is_seen_before_it_is_committed_and_once_it_is() {
    let mut life = march_and_vigil();
    life.repository.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
    life.repository.replace("events/march.yaml", "Green Park", "Hyde Park");
    // The work tree is as committed again, but subscribers were told of something later than the commit.
    life.step().unlike_a_fresh_clone("it has nothing to take back").sees(&[MARCH_LINE, VIGIL_LINE]);
    life.changed(&["march"]);
    life.repository.replace("events/march.yaml", "Hyde Park", "Green Park");
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.repository.commit();
    life.step().noise("the commit is newer than the edit").sees(&[MOVED_MARCH, VIGIL_LINE]);
}

#[test]
fn a_new_event_is_seen_before_it_is_committed_and_once_it_is() {
    let mut life = march_and_vigil();
    life.repository.write("events/rally.yaml", "title: Rally\nkind: rally\nstart: 2016-05-01\n");
    life.sees(&[MARCH_LINE, VIGIL_LINE, "2016-05-01 Rally"]);
    life.changed(&[]);
    life.repository.commit();
    life.step().noise("the commit is newer than the file").sees(&[MARCH_LINE, VIGIL_LINE, "2016-05-01 Rally"]);
}

#[test]
fn an_event_that_is_deleted_and_not_yet_committed_is_cancelled() {
    let mut life = march_and_vigil();
    life.repository.remove("events/march.yaml");
    life.sees(&[CANCELLED_MARCH, VIGIL_LINE]);
    life.repository.commit();
    life.step().noise("the commit is newer than the build before it").sees(&[CANCELLED_MARCH, VIGIL_LINE]);
}

#[test]
fn without_git_what_changes_is_known_from_the_last_output() {
    let mut life = Life::uncommitted(Repository::without_git(""), MARCH_AND_VIGIL);
    let ran = life.sees(&[MARCH_LINE, VIGIL_LINE]);
    assert!(ran.stderr.contains("warning["), "{ran:?}");
    life.repository.replace("events/march.yaml", "Hyde Park", "Regent's Park");
    life.sees(&["2016-03-12 12:00-15:00 Stop Trident @ Regent's Park", VIGIL_LINE]);
    life.changed(&["march"]);
    life.repository.replace("events/march.yaml", "Regent's Park", "Green Park");
    life.sees(&[MOVED_MARCH, VIGIL_LINE]);
    life.changed(&["march"]);
}
