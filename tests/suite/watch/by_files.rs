//! What happens to files is noticed, and nothing else is.

use std::{fs, os::unix::fs::symlink, path::PathBuf};

use super::running::{Watching, event, wait_for_absence, wait_for_text};
use crate::program::Site;

const AS_OF: [&str; 2] = ["--now", "2016-02-01"];

fn watch(site: &Site) -> Watching {
    Watching::start(site, &AS_OF)
}

fn page(site: &Site, id: &str) -> PathBuf {
    site.out().join(format!("events/{id}/index.html"))
}

/// Waits until this event is published with this title, and no other one.
fn wait_for_event(site: &Site, id: &str, title: &str) {
    wait_for_text(&page(site, id), title);
}

/// The watching has not died and has not lost anything: a save is still told of, and by its name alone.
fn assert_alive(site: &Site, watching: &mut Watching) {
    site.put("events/alive.yaml", &event(&format!("Alive {}", watching.said().len())));
    watching.wait_for("events/alive.yaml");
}

#[test]
fn a_save_is_told_in_one_line_and_written() {
    let site = Site::new();
    let mut watching = watch(&site);
    site.put("events/x.yaml", &event("Another title"));
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/x.yaml: wrote ") && line.ends_with(" s"), "{line}");
    wait_for_event(&site, "x", "Another title");
}

/// Write beside it and rename over it; rename away and write anew, as vim does; write in place.
#[test]
fn every_way_in_which_editors_save_is_noticed() {
    let site = Site::new();
    let mut watching = watch(&site);
    let path = |name: &str| site.path().join("events").join(name);
    for round in 0..5 {
        let title = |way: &str| format!("{way} {round}");
        for beside in ["x.yaml.tmp", ".x.yaml.swp", "#x.yaml#"] {
            fs::write(path(beside), event(&title(beside.trim_matches('#')))).unwrap();
            fs::rename(path(beside), path("x.yaml")).unwrap();
            wait_for_event(&site, "x", &title(beside.trim_matches('#')));
        }
        fs::write(path("4913"), "").unwrap();
        fs::remove_file(path("4913")).unwrap();
        fs::rename(path("x.yaml"), path("x.yaml~")).unwrap();
        fs::write(path("x.yaml"), event(&title("vim"))).unwrap();
        fs::remove_file(path("x.yaml~")).unwrap();
        wait_for_event(&site, "x", &title("vim"));
        fs::write(path("x.yaml"), event(&title("in place"))).unwrap();
        wait_for_event(&site, "x", &title("in place"));
    }
    watching.wait_for_build();
    let named: Vec<_> = watching.said().into_iter().filter(|line| line.contains("events/")).collect();
    assert!(named.iter().all(|line| line.starts_with("events/x.yaml: ")), "{named:#?}");
}

/// notify's own debouncer takes the two for nothing.
#[test]
fn what_is_moved_into_place_and_removed_at_once_is_gone() {
    let site = Site::new();
    let mut watching = watch(&site);
    site.put("beside.yaml", &event("X"));
    fs::rename(site.path().join("beside.yaml"), site.path().join("events/x.yaml")).unwrap();
    fs::remove_file(site.path().join("events/x.yaml")).unwrap();
    watching.wait_for("events/x.yaml: ");
    wait_for_absence(&page(&site, "x"));
    assert_alive(&site, &mut watching);
}

#[test]
fn files_come_go_and_move() {
    let site = Site::without_repository();
    let mut watching = watch(&site);
    site.put("events/new/deep/er/z.yaml", &event("Z"));
    wait_for_event(&site, "z", "Z");
    fs::rename(site.path().join("events/new/deep/er/z.yaml"), site.path().join("events/zz.yaml")).unwrap();
    wait_for_event(&site, "zz", "Z");
    fs::remove_file(site.path().join("events/y.yaml")).unwrap();
    watching.wait_for("events/y.yaml");
    assert_alive(&site, &mut watching);
}

#[test]
fn folders_move_within_the_site_into_it_and_out_of_it() {
    let site = Site::without_repository();
    let outside = tempfile::tempdir_in(site.path().parent().unwrap()).unwrap();
    fs::create_dir(outside.path().join("tour")).unwrap();
    fs::write(outside.path().join("tour/t.yaml"), event("Tour 1")).unwrap();
    let mut watching = watch(&site);
    let at = |path: &str| site.path().join(path);

    fs::rename(outside.path().join("tour"), at("events/tour")).unwrap();
    wait_for_event(&site, "t", "Tour 1");
    site.put("events/tour/t.yaml", &event("Tour 2"));
    wait_for_event(&site, "t", "Tour 2");

    fs::create_dir(at("events/2016")).unwrap();
    fs::rename(at("events/tour"), at("events/2016/tour")).unwrap();
    site.put("events/2016/tour/t.yaml", &event("Tour 3"));
    wait_for_event(&site, "t", "Tour 3");
    site.put("events/2016/tour/t.yaml", &event("Tour 4"));
    wait_for_event(&site, "t", "Tour 4");

    fs::rename(at("events/2016"), outside.path().join("2016")).unwrap();
    watching.wait_for("events/2016");
    fs::rename(outside.path().join("2016"), at("events/2017")).unwrap();
    site.put("events/2017/tour/t.yaml", &event("Tour 5"));
    wait_for_event(&site, "t", "Tour 5");
    assert_alive(&site, &mut watching);
}

#[test]
fn the_folders_themselves_go_and_come_again() {
    let site = Site::without_repository();
    fs::remove_dir_all(site.path().join("events")).unwrap();
    let mut watching = watch(&site);
    for round in 0..3 {
        site.put("events/a.yaml", &event(&format!("Round {round}")));
        wait_for_event(&site, "a", &format!("Round {round}"));
        site.put("events/a.yaml", &event(&format!("Again {round}")));
        wait_for_event(&site, "a", &format!("Again {round}"));
        site.put("site-templates/static/own.txt", &format!("Own {round}"));
        wait_for_text(&site.out().join("own.txt"), &format!("Own {round}"));
        site.put("site-templates/static/own.txt", &format!("Mine {round}"));
        wait_for_text(&site.out().join("own.txt"), &format!("Mine {round}"));
        fs::remove_dir_all(site.path().join("site-templates")).unwrap();
        wait_for_absence(&site.out().join("own.txt"));
        fs::remove_dir_all(site.path().join("events")).unwrap();
        watching.wait_for("events");
    }
    site.put("events/alive.yaml", &event("Alive"));
    wait_for_event(&site, "alive", "Alive");
    assert_alive(&site, &mut watching);
}

#[test]
fn settings_and_templates_count() {
    let site = Site::new();
    let _watching = watch(&site);
    site.put("site.yaml", "title: Renamed\nbase_url: https://example.org/\ntimezone: UTC\n");
    wait_for_text(&site.out().join("index.html"), "Renamed");
    fs::remove_file(site.path().join("site.yaml")).unwrap();
    site.put("site.yaml.new", "title: Renamed again\nbase_url: https://example.org/\ntimezone: UTC\n");
    fs::rename(site.path().join("site.yaml.new"), site.path().join("site.yaml")).unwrap();
    wait_for_text(&site.out().join("index.html"), "Renamed again");
    site.put("site-templates/static/CNAME", "example.org\n");
    wait_for_text(&site.out().join("CNAME"), "example.org");
}

/// A logo of so many pixels.
fn logo(width: u32) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"9\"/>")
}

#[test]
fn pages_and_the_logo_count() {
    let site = Site::new();
    let mut watching = watch(&site);
    let page = site.out().join("about/index.html");
    site.put("pages/about.md", "# First title\n");
    wait_for_text(&page, "<h1>First title</h1>");
    site.put("pages/about.md", "# Second title\n");
    wait_for_text(&page, "<h1>Second title</h1>");
    watching.wait_for("pages/about.md: wrote ");
    site.put("pages/about.txt", "nothing is read of this");
    site.put("logo.svg", &logo(21));
    site.put("site.yaml", "title: On\nbase_url: https://example.org/\nlogo: { file: logo.svg, alt: Us }\n");
    wait_for_text(&page, "width=\"21\"");
    site.put("logo.svg", &logo(43));
    wait_for_text(&page, "width=\"43\"");
    wait_for_text(&site.out().join("assets/logo.svg"), "width=\"43\"");
    watching.wait_for("logo.svg: wrote ");
    fs::remove_file(site.path().join("logo.svg")).unwrap();
    watching.wait_for("logo.svg");
    site.put("logo.svg", &logo(54));
    wait_for_text(&page, "width=\"54\"");
    fs::remove_file(site.path().join("pages/about.md")).unwrap();
    wait_for_absence(&page);
    assert_alive(&site, &mut watching);
    assert!(!watching.said().iter().any(|line| line.contains("about.txt")), "{:?}", watching.said());
}

#[test]
fn a_link_shows_what_becomes_of_its_target() {
    let site = Site::without_repository();
    site.put("drafts/new/a.yaml", &event("Draft 1"));
    symlink("../drafts/new/a.yaml", site.path().join("events/a.yaml")).unwrap();
    let mut watching = watch(&site);
    site.put("drafts/new/a.yaml", &event("Draft 2"));
    wait_for_event(&site, "a", "Draft 2");
    // Links that are made meanwhile, one to another.
    site.put("drafts/b.yaml", &event("Second 1"));
    symlink("../drafts/b.yaml", site.path().join("events/b.yaml")).unwrap();
    wait_for_event(&site, "b", "Second 1");
    site.put("drafts/b.yaml.tmp", &event("Second 2"));
    fs::rename(site.path().join("drafts/b.yaml.tmp"), site.path().join("drafts/b.yaml")).unwrap();
    wait_for_event(&site, "b", "Second 2");
    // The folder on the way goes, and another one comes.
    fs::rename(site.path().join("drafts"), site.path().join("old")).unwrap();
    watching.wait_for("2 errors");
    site.put("other/new/a.yaml", &event("Draft 3"));
    site.put("other/b.yaml", &event("Second 3"));
    fs::rename(site.path().join("other"), site.path().join("drafts")).unwrap();
    wait_for_event(&site, "a", "Draft 3");
    site.put("drafts/new/a.yaml", &event("Draft 4"));
    wait_for_event(&site, "a", "Draft 4");
    assert_alive(&site, &mut watching);
}

#[test]
fn names_may_change_their_case() {
    let site = Site::without_repository();
    let mut watching = watch(&site);
    let at = |path: &str| site.path().join(path);
    fs::rename(at("events/x.yaml"), at("events/X.YAML")).unwrap();
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/X.YAML, events/x.yaml: "), "{line}");
    fs::rename(at("events/X.YAML"), at("events/x.yaml")).unwrap();
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/X.YAML, events/x.yaml: "), "{line}");
    wait_for_event(&site, "x", "X");
    assert_alive(&site, &mut watching);
}

/// Each output folder in turn: where it is by itself, elsewhere in the site, and through a link.
#[test]
fn its_own_output_is_no_change() {
    for out in ["public", "built/site", "link"] {
        let site = Site::new();
        fs::create_dir_all(site.path().join("elsewhere/real")).unwrap();
        symlink("elsewhere/real", site.path().join("link")).unwrap();
        let mut watching = Watching::start(&site, &["--out", out, AS_OF[0], AS_OF[1]]);
        for round in 0..5 {
            site.put("events/x.yaml", &event(&format!("Round {round}")));
            let line = watching.wait_for_build();
            assert!(line.starts_with("events/x.yaml: wrote "), "{out}: {line}");
            // What is beside the site's files is no change either.
            site.put("notes.txt", &format!("{round}"));
            site.put("events/notes.txt", &format!("{round}"));
            site.put(&format!("{out}/stray.txt"), &format!("{round}"));
        }
        site.put("events/marker.yaml", &event("Marker"));
        let line = watching.wait_for_build();
        assert!(line.starts_with("events/marker.yaml: wrote "), "{out}: {line}");
        assert_eq!(watching.builds(), 6, "{:#?}", watching.said());
    }
}

#[test]
fn a_burst_of_saves_is_few_builds_and_ends_right() {
    let site = Site::large(500);
    let mut watching = watch(&site);
    for round in 0..20 {
        for number in 0..500 {
            let text = event(&format!("Event {number} in round {round}"));
            site.put(&format!("events/many/event-{number}.yaml"), &text);
        }
    }
    site.put("events/last.yaml", &event("The last one"));
    wait_for_event(&site, "last", "The last one");
    let is_fresh = |number: usize| {
        let text = fs::read_to_string(page(&site, &format!("event-{number}")));
        text.is_ok_and(|text| text.contains(&format!("Event {number} in round 19")))
    };
    super::running::wait("the last of each", || (0..500).all(is_fresh));
    watching.wait_for_build();
    assert!(watching.builds() <= 20, "{:#?}", watching.said());
}

/// More than the queue holds: each opening of a file is told of, but the same twice in a row once.
#[cfg(target_os = "linux")]
fn fill(site: &Site, queue: usize) {
    let files = ["events/x.yaml", "events/y.yaml"].map(|path| site.path().join(path));
    (0..queue + 100).for_each(|number| _ = fs::File::open(&files[number % 2]).unwrap());
}

/// While the program is stopped, more happens than the system's queue holds; what comes after that is told by nobody.
#[cfg(target_os = "linux")]
#[test]
fn what_the_system_lost_count_of_is_found() {
    let queue = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let queue: usize = queue.trim().parse().unwrap();
    let site = Site::new();
    let mut watching = watch(&site);
    watching.signal("-STOP");
    fill(&site, queue);
    site.put("events/x.yaml", &event("Lost"));
    site.put("events/new/folder/z.yaml", &event("Lost, too"));
    watching.signal("-CONT");
    wait_for_event(&site, "x", "Lost");
    wait_for_event(&site, "z", "Lost, too");
    site.put("events/new/folder/z.yaml", &event("Found"));
    wait_for_event(&site, "z", "Found");

    // The same without a change is none.
    watching.wait_for("events/new/folder/z.yaml: ");
    super::running::wait("files of which the times are certain", || {
        let written = fs::metadata(site.path().join("events/new/folder/z.yaml")).unwrap().modified().unwrap();
        written.elapsed().unwrap() > std::time::Duration::from_millis(2500)
    });
    let overflow = |watching: &Watching| {
        watching.signal("-STOP");
        fill(&site, queue);
        watching.signal("-CONT");
    };
    overflow(&watching);
    let before = watching.wait_for_build();
    assert!(before.starts_with("many files: no change"), "{before}");
    let builds = watching.builds();
    overflow(&watching);
    // It may be among what is lost, and is found then; one build more is made where it is told of besides.
    site.put("events/marker.yaml", &event("Marker"));
    wait_for_event(&site, "marker", "Marker");
    site.put("events/last.yaml", &event("Last"));
    watching.wait_for("events/last.yaml");
    assert!(watching.builds() <= builds + 3, "{:#?}", watching.said());
}
