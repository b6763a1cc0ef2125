//! Mistakes, and what the disk does not let.

use std::fs;

use super::running::{Watching, event, wait_for_text};
use crate::program::{Site, command, run};

const AS_OF: [&str; 2] = ["--now", "2016-02-01"];
const MISTAKE: &str = "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27\n";

#[test]
fn a_mistake_is_drawn_once_and_mended_by_the_next_good_save() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    let index = fs::read(site.out().join("index.html")).unwrap();
    site.put("events/x.yaml", MISTAKE);
    watching.wait_for("error[unknown-field]: ");
    watching.wait_for("loaction: London");
    let line = watching.wait_for_build();
    assert_eq!(line, "events/x.yaml: 1 error; nothing was written, public is as it was.");
    assert_eq!(fs::read(site.out().join("index.html")).unwrap(), index);

    site.put("events/y.yaml", &event("Unrelated"));
    let line = watching.wait_for_build();
    assert_eq!(line, "events/y.yaml: still 1 error; nothing was written, public is as it was.");
    let drawn = watching.said().iter().filter(|line| line.starts_with("error[")).count();
    assert_eq!(drawn, 1, "{:#?}", watching.said());

    site.put("events/x.yaml", &event("Mended"));
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/x.yaml: mended, wrote "), "{line}");
    wait_for_text(&site.out().join("events/x/index.html"), "Mended");
    wait_for_text(&site.out().join("events/y/index.html"), "Unrelated");
}

#[test]
fn a_first_build_with_mistakes_waits_for_a_better_one() {
    let site = Site::with_mistake();
    let mut watching = Watching::start(&site, &AS_OF);
    assert!(watching.said().contains(&"1 error; nothing was written.".to_owned()), "{:#?}", watching.said());
    assert!(!site.out().exists());
    site.put("events/x.yaml", &event("Mended"));
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/x.yaml: mended, wrote "), "{line}");
    wait_for_text(&site.out().join("events/x/index.html"), "Mended");
}

#[test]
fn a_template_that_fails_holds_the_build_back() {
    let site = Site::new();
    site.put("site-templates/static/CNAME", "example.org");
    let mut watching = Watching::start(&site, &AS_OF);
    site.put("site-templates/index.html", "{{ nothing.like.this }}");
    watching.wait_for("error[");
    let line = watching.wait_for_build();
    assert!(line.contains("site-templates/index.html: ") && line.contains("nothing was written"), "{line}");
    fs::remove_file(site.path().join("site-templates/index.html")).unwrap();
    let line = watching.wait_for_build();
    assert!(line.starts_with("site-templates/index.html: mended, "), "{line}");
}

#[test]
fn warnings_may_be_denied() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &["--deny-warnings", AS_OF[0], AS_OF[1]]);
    site.put("events/x.yaml", "title: Out on Friday\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n");
    let line = watching.wait_for_build();
    assert!(line.contains("warning") && line.contains(", and warnings are denied; nothing was written"), "{line}");
}

#[test]
fn programs_are_told_everything_each_time() {
    let site = Site::with_mistake();
    let mut watching = Watching::start(&site, &["--format", "json", AS_OF[0], AS_OF[1]]);
    site.put("events/y.yaml", &event("Unrelated"));
    watching.wait_for("still 1 error");
    let told = |watching: &Watching| watching.said().iter().filter(|line| line.starts_with('{')).count();
    super::running::wait("both findings", || told(&watching) == 2);
}

#[test]
fn quiet_says_what_is_wrong_and_verbose_which_files() {
    let site = Site::new();
    let quiet = Watching::spawn(site.command(&["watch", "--quiet", AS_OF[0], AS_OF[1]]));
    wait_for_text(&site.out().join("events/x/index.html"), "X");
    site.put("events/x.yaml", &event("Quiet"));
    wait_for_text(&site.out().join("events/x/index.html"), "Quiet");
    assert_eq!(quiet.said(), Vec::<String>::new());
    drop(quiet);
    let mut verbose = Watching::start(&site, &["--verbose", AS_OF[0], AS_OF[1]]);
    site.put("events/x.yaml", &event("Verbose"));
    verbose.wait_for("wrote events/x/index.html");
}

#[test]
fn wrong_use_ends_at_once_with_2() {
    let empty = tempfile::tempdir().unwrap();
    let ran = run(command(&["watch"]).current_dir(empty.path()));
    assert_eq!((ran.code, ran.stderr.starts_with("error: there is no site.yaml in ")), (Some(2), true), "{ran:?}");

    // Also where mistakes hold the first build back.
    let site = Site::with_mistake();
    site.put("public/own.txt", "Somebody's own.");
    let ran = site.run(&["watch"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.starts_with("error: public holds files that Handbill did not write"), "{ran:?}");

    let ran = site.run(&["watch", "--poll=0"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("write a number of seconds from 0.1 to 3600"), "{ran:?}");
}

#[test]
fn another_build_is_waited_for() {
    let site = Site::new();
    site.succeed(&["build", AS_OF[0], AS_OF[1]]);
    let lock = fs::File::options().write(true).open(site.out().join(".handbill/lock")).unwrap();
    lock.lock().unwrap();
    let mut watching = Watching::spawn(site.command(&["watch", AS_OF[0], AS_OF[1]]));
    watching.wait_for("error: another build is writing public");
    site.put("events/x.yaml", &event("Meanwhile"));
    drop(lock);
    wait_for_text(&site.out().join("events/x/index.html"), "Meanwhile");
    let said = watching.said();
    assert_eq!(said.iter().filter(|line| line.starts_with("error: another build")).count(), 1, "{said:#?}");
}

#[test]
fn a_disk_that_refuses_is_told_of_and_tried_again_at_the_next_change() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    let page = site.out().join("events/x/index.html");
    fs::remove_file(&page).unwrap();
    std::os::unix::fs::symlink("nowhere", &page).unwrap();
    site.put("events/x.yaml", &event("Refused"));
    watching.wait_for("error: public/events/x/index.html is a symbolic link");
    watching.wait_for("The next change tries again.");
    fs::remove_file(&page).unwrap();
    site.put("events/y.yaml", &event("Unrelated"));
    wait_for_text(&page, "Refused");
}

#[test]
fn a_site_that_goes_away_ends_it() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    let moved = site.path().with_extension("moved");
    fs::rename(site.path(), &moved).unwrap();
    let code = watching.end();
    fs::rename(&moved, site.path()).unwrap();
    assert_eq!(code, Some(2), "{:#?}", watching.said());
    watching.wait_for(" is gone");
}
