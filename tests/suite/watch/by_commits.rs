//! What git does is noticed.

use std::{fs, path::Path, process::Command};

use super::running::{Watching, event, wait, wait_for_text};
use crate::program::Site;

/// The program as it says why it builds; the moment is fixed, so that the clock has no part in it.
const AS_OF: [&str; 2] = ["--now", "2030-02-01"];
const COMMIT: &str = "git: another commit";

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.current_dir(folder).args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "protocol.file.allow=always",
    ]);
    git.args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.env("GIT_EDITOR", "true");
    let ran = git.output().unwrap();
    assert!(ran.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

/// A save that is told of, then its commit that is told of.
fn assert_commit_is_noticed(site: &Site, watching: &mut Watching, title: &str) {
    site.put("events/x.yaml", &event(title));
    let line = watching.wait_for_build();
    assert!(line.starts_with("events/x.yaml: ") && !line.contains(COMMIT), "{line}");
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", title]);
    let line = watching.wait_for_build();
    assert!(line.starts_with(&format!("{COMMIT}: ")), "{line}");
}

#[test]
fn a_commit_is_noticed_however_git_keeps_it() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    assert_commit_is_noticed(&site, &mut watching, "One");
    site.git(&["pack-refs", "--all"]);
    assert_commit_is_noticed(&site, &mut watching, "Two");
    site.git(&["config", "core.logAllRefUpdates", "false"]);
    assert_commit_is_noticed(&site, &mut watching, "Three");
    site.git(&["checkout", "--quiet", "-b", "topic/long/name"]);
    assert_commit_is_noticed(&site, &mut watching, "Four");
    site.git(&["checkout", "--quiet", "--detach"]);
    assert_commit_is_noticed(&site, &mut watching, "Five");
    site.git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    let line = watching.wait_for_build();
    assert!(line.starts_with(&format!("{COMMIT}: ")), "{line}");
    site.git(&["commit", "--quiet", "--message", "Five again"]);
    watching.wait_for(COMMIT);
    // What git does without another commit is none: the index, tags, other branches.
    let builds = watching.builds();
    site.git(&["status", "--porcelain", "events"]);
    site.git(&["tag", "v1"]);
    site.git(&["branch", "other"]);
    site.git(&["gc", "--quiet"]);
    site.put("events/marker.yaml", &event("Marker"));
    watching.wait_for("events/marker.yaml: ");
    assert_eq!(watching.builds(), builds + 1, "{:#?}", watching.said());
}

#[test]
fn a_repository_that_is_made_meanwhile_is_noticed() {
    for references in ["files", "reftable"] {
        let site = Site::without_repository();
        let mut watching = Watching::start(&site, &AS_OF);
        site.git(&["-c", &format!("init.defaultRefFormat={references}"), "init", "--quiet"]);
        site.put("events/marker.yaml", &event("Marker"));
        watching.wait_for("events/marker.yaml");
        site.git(&["add", "."]);
        for message in ["First", "Second", "Third"] {
            site.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
            watching.wait_for(COMMIT);
        }
        fs::remove_dir_all(site.path().join(".git")).unwrap();
        watching.wait_for("no-history");
        site.git(&["init", "--quiet"]);
        site.git(&["add", "."]);
        site.git(&["commit", "--quiet", "--message", "Anew"]);
        watching.wait_for(COMMIT);
    }
}

#[test]
fn another_branch_of_thousands_of_files_is_few_builds() {
    let site = Site::new();
    site.git(&["checkout", "--quiet", "-b", "many"]);
    for number in 0..2000 {
        site.put(&format!("events/many/{}/event-{number}.yaml", number % 40), &event(&format!("Event {number}")));
    }
    site.git(&["add", "."]);
    site.git(&["commit", "--quiet", "--message", "Many"]);
    let back = ["checkout", "--quiet", "-"];
    site.git(&back);
    let watching = Watching::start(&site, &AS_OF);
    let page = site.out().join("events/event-1999/index.html");
    assert!(!page.exists());
    for round in 0..2 {
        let before = watching.builds();
        site.git(&back);
        wait_for_text(&page, "Event 1999");
        site.git(&back);
        wait("the branch without it", || !page.exists() || tells_it_is_gone(&page));
        assert!(watching.builds() <= before + 6, "round {round}: {:#?}", watching.said());
    }
}

fn tells_it_is_gone(page: &Path) -> bool {
    fs::read_to_string(page).is_ok_and(|page| page.contains("ancelled"))
}

#[test]
fn pulls_and_rebases_are_noticed_in_clones_and_work_trees() {
    let upstream = Site::new();
    let beside = tempfile::tempdir().unwrap();
    let clone = beside.path().join("clone");
    git(beside.path(), &["clone", "--quiet", upstream.path().to_str().unwrap(), "clone"]);
    git(&clone, &["worktree", "add", "--quiet", "-b", "topic", "../tree"]);
    git(&clone, &["branch", "--quiet", "--set-upstream-to", "origin/HEAD", "topic"]);
    let tree = beside.path().join("tree");
    for folder in [&clone, &tree] {
        let mut command = crate::program::command(&["watch", AS_OF[0], AS_OF[1]]);
        command.current_dir(folder);
        let mut watching = Watching::spawn(command);
        watching.wait_for("Waiting for changes");
        let title = format!("Pulled into {}", folder.file_name().unwrap().display());
        upstream.put("events/x.yaml", &event(&title));
        upstream.git(&["commit", "--quiet", "--all", "--message", &title]);
        git(folder, &["pull", "--quiet", "--ff-only"]);
        let line = watching.wait_for(COMMIT);
        assert!(line.contains("events/x.yaml"), "{line}");
        wait_for_text(&folder.join("public/events/x/index.html"), &title);
        fs::write(folder.join("events/own.yaml"), event("Own")).unwrap();
        git(folder, &["add", "events"]);
        git(folder, &["commit", "--quiet", "--message", "Own"]);
        watching.wait_for(COMMIT);
        upstream.put("events/y.yaml", &event(&title));
        upstream.git(&["commit", "--quiet", "--all", "--message", &title]);
        git(folder, &["pull", "--quiet", "--rebase"]);
        watching.wait_for(COMMIT);
        wait_for_text(&folder.join("public/events/y/index.html"), &title);
    }
}

#[test]
fn a_site_may_be_a_submodule_or_lie_deep_in_a_repository() {
    let inner = Site::new();
    let outer = tempfile::tempdir().unwrap();
    git(outer.path(), &["init", "--quiet"]);
    git(outer.path(), &["submodule", "--quiet", "add", inner.path().to_str().unwrap(), "deep/site"]);
    let submodule = outer.path().join("deep/site");
    let plain = outer.path().join("plain/site");
    fs::create_dir_all(plain.join("events")).unwrap();
    for path in ["site.yaml", "events/x.yaml"] {
        fs::copy(inner.path().join(path), plain.join(path)).unwrap();
    }
    git(outer.path(), &["add", "."]);
    git(outer.path(), &["commit", "--quiet", "--message", "Sites"]);
    for folder in [&submodule, &plain] {
        let mut command = crate::program::command(&["watch", AS_OF[0], AS_OF[1]]);
        command.current_dir(folder);
        let mut watching = Watching::spawn(command);
        watching.wait_for("Waiting for changes");
        git(folder, &["commit", "--quiet", "--allow-empty", "--message", "Nothing"]);
        let line = watching.wait_for_build();
        assert!(line.starts_with(COMMIT), "{line}");
    }
}

/// A lock that a killed git left behind does not hold anything up for ever.
#[test]
fn a_stale_lock_of_git_is_not_waited_for() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    site.put(".git/index.lock", "");
    site.put("events/x.yaml", &event("While git is at work"));
    wait_for_text(&site.out().join("events/x/index.html"), "While git is at work");
    let lock = fs::File::options().write(true).open(site.path().join(".git/index.lock")).unwrap();
    lock.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    site.put("events/x.yaml", &event("After it was killed"));
    wait_for_text(&site.out().join("events/x/index.html"), "After it was killed");
    watching.wait_for_build();
}
