//! Where the system does not tell of changes, files are looked at.

use std::{fs, process::Command};

use super::running::{Watching, event, wait_for_text};
use crate::program::Site;

const AS_OF: [&str; 2] = ["--now", "2030-02-01"];

#[test]
fn files_are_looked_at_by_their_content() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &["--poll=0.1", AS_OF[0], AS_OF[1]]);
    assert_everything_is_noticed(&site, &mut watching);
}

fn assert_everything_is_noticed(site: &Site, watching: &mut Watching) {
    let page = |id: &str| site.out().join(format!("events/{id}/index.html"));
    let path = site.path().join("events/x.yaml");
    // Of the same length, and with the same time.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    for title in ["Aaaa", "Bbbb", "Cccc"] {
        site.put("events/x.yaml", &event(title));
        fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        wait_for_text(&page("x"), title);
    }
    site.put("events/new/deep/z.yaml", &event("Zzzz"));
    wait_for_text(&page("z"), "Zzzz");
    fs::rename(site.path().join("events/new"), site.path().join("events/old")).unwrap();
    watching.wait_for(" files: ");
    site.put("events/old/deep/z.yaml", &event("Yyyy"));
    wait_for_text(&page("z"), "Yyyy");
    site.put("site-templates/static/own.txt", "Own 1");
    wait_for_text(&site.out().join("own.txt"), "Own 1");
    site.put("site-templates/static/own.txt", "Own 2");
    wait_for_text(&site.out().join("own.txt"), "Own 2");
    fs::remove_dir_all(site.path().join("site-templates")).unwrap();
    super::running::wait_for_absence(&site.out().join("own.txt"));
    site.put("site-templates/static/own.txt", "Own 3");
    wait_for_text(&site.out().join("own.txt"), "Own 3");
    site.put("drafts/a.yaml", &event("Draft 1"));
    std::os::unix::fs::symlink("../drafts/a.yaml", site.path().join("events/a.yaml")).unwrap();
    wait_for_text(&page("a"), "Draft 1");
    site.put("drafts/a.yaml", &event("Draft 2"));
    wait_for_text(&page("a"), "Draft 2");
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "All"]);
    watching.wait_for("git: another commit");
    site.put("site.yaml", "title: Renamed\nbase_url: https://example.org/\ntimezone: UTC\n");
    wait_for_text(&site.out().join("index.html"), "Renamed");
    site.put("pages/about.md", "# About 1\n");
    wait_for_text(&site.out().join("about/index.html"), "About 1");
    site.put("pages/about.md", "# About 2\n");
    wait_for_text(&site.out().join("about/index.html"), "About 2");
    let logo = |width| format!("<svg width=\"{width}\" height=\"9\"/>");
    site.put("logo.svg", &logo(21));
    site.put("site.yaml", "title: On\nbase_url: https://example.org/\nlogo: { file: logo.svg, alt: Us }\n");
    wait_for_text(&site.out().join("index.html"), "width=\"21\"");
    site.put("logo.svg", &logo(43));
    wait_for_text(&site.out().join("index.html"), "width=\"43\"");
}

/// In a user namespace of its own, limits are set that bind this program alone.
#[cfg(target_os = "linux")]
fn limited(site: &Site, name: &str, limit: usize) -> Command {
    let script = format!("echo {limit} > /proc/sys/user/{name} && exec \"$0\" watch {} {}", AS_OF[0], AS_OF[1]);
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c", &script, env!("CARGO_BIN_EXE_handbill")]);
    command.current_dir(site.path());
    command
}

/// A machine may forbid namespaces. Then this tells so and fails, for there is no other way to see it work.
#[cfg(target_os = "linux")]
#[test]
fn the_limits_of_the_system_are_told_of_and_files_looked_at() {
    for (name, limit, cure) in [
        ("max_inotify_watches", 3, "sudo sysctl fs.inotify.max_user_watches="),
        ("max_inotify_instances", 0, "sudo sysctl fs.inotify.max_user_instances="),
    ] {
        let site = Site::new();
        site.put("events/one/two/three.yaml", &event("Deep"));
        let mut watching = Watching::spawn(limited(&site, name, limit));
        watching.wait_for("note: the system does not let Handbill watch ");
        watching.wait_for(cure);
        watching.wait_for("Waiting for changes");
        assert_everything_is_noticed(&site, &mut watching);
    }
}

/// The limit is reached by folders that are made later.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_is_reached_meanwhile_is_told_of() {
    let site = Site::new();
    let mut watching = Watching::spawn(limited(&site, "max_inotify_watches", 10));
    watching.wait_for("Waiting for changes");
    let said = watching.said();
    assert!(!said.iter().any(|line| line.starts_with("note: ")), "{said:#?}");
    for number in 0..20 {
        site.put(&format!("events/folder-{number}/event-{number}.yaml"), &event("Deep"));
    }
    watching.wait_for("note: the system does not let Handbill watch so many folders");
    assert_everything_is_noticed(&site, &mut watching);
}
