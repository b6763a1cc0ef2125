//! `handbill diff` as people and workflows meet it, on real repositories.

use std::{fs, path::Path, process::Command};

use super::program::{Ran, Site, command, run};

const NOW: &str = "2016-02-01";

/// Runs git with nothing of the machine's settings; each commit is a minute after the one before.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments);
    for (name, value) in [
        ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ("GIT_CONFIG_SYSTEM", "/dev/null"),
        ("GIT_AUTHOR_NAME", "A"),
        ("GIT_AUTHOR_EMAIL", "a@example.org"),
        ("GIT_COMMITTER_NAME", "A"),
        ("GIT_COMMITTER_EMAIL", "a@example.org"),
        ("GIT_AUTHOR_DATE", "2016-01-01T12:00:00Z"),
        ("GIT_COMMITTER_DATE", "2016-01-01T12:00:00Z"),
    ] {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit(folder: &Path, message: &str) -> String {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", message]);
    git(folder, &["rev-parse", "HEAD"])
}

/// A site of two events, committed.
fn repository() -> (Site, String) {
    let site = Site::without_repository();
    git(site.path(), &["init", "-q", "-b", "main"]);
    let hash = commit(site.path(), "One");
    (site, hash)
}

fn diff(site: &Site, arguments: &[&str]) -> Ran {
    site.run(&[&["diff", "--now", NOW], arguments].concat())
}

#[test]
fn nothing_changed_is_said_in_every_format() {
    let (site, hash) = repository();
    let short = &hash[..10];
    assert_eq!(
        diff(&site, &["--exit-code"]),
        (Some(0), format!("Compared with {short} (HEAD).\nNo change for subscribers.\n"), String::new())
    );
    let markdown =
        format!("### What subscribers will see\n\nNo change for subscribers. Compared with {short} \\(HEAD\\).\n");
    assert_eq!(diff(&site, &["--format", "markdown"]), (Some(0), markdown, String::new()));
    let json: serde_json::Value = serde_json::from_str(&diff(&site, &["--format", "json"]).stdout).unwrap();
    assert_eq!((&json["is_changed"], &json["base"]["commit"]), (&false.into(), &hash.into()));
}

impl PartialEq<(Option<i32>, String, String)> for Ran {
    fn eq(&self, other: &(Option<i32>, String, String)) -> bool {
        (self.code, &self.stdout, &self.stderr) == (other.0, &other.1, &other.2)
    }
}

/// A change of many kinds, with titles that try to break out.
fn rich() -> (Site, String) {
    let (site, _) = repository();
    let event = |title: &str, start: &str, more: &str| format!("title: {title}\nkind: demo\nstart: {start}\n{more}");
    let series = "title: Monthly\nkind: meeting\nstart: 2016-02-09 19:00\nduration: 2h\nrepeats:\n  every: month\n  \
                  on: [second tuesday]\n  until: 2016-12-31\n";
    site.put(
        "events/moved.yaml",
        &event("'March | *now* @all'", "2016-03-02 12:00", "duration: 2h\nplace: { name: Hall, town: Leeds }\n"),
    );
    site.put("events/called-off.yaml", &event("Picnic", "2016-03-03", ""));
    site.put("events/old-name.yaml", &event("'<b>Vigil</b>'", "2016-03-04", ""));
    site.put("events/series.yaml", series);
    site.put("events/hidden.yaml", &event("Hidden", "2016-03-05", ""));
    let hash = commit(site.path(), "Two");
    fs::remove_file(site.path().join("events/x.yaml")).unwrap();
    fs::rename(site.path().join("events/old-name.yaml"), site.path().join("events/new-name.yaml")).unwrap();
    site.put(
        "events/moved.yaml",
        &event("'March | *now* @all'", "2016-03-02 13:00", "duration: 2h\nplace: { name: Park, town: York }\n"),
    );
    site.put("events/called-off.yaml", &event("Picnic", "2016-03-03", "status: cancelled\nstatus_note: Rain.\n"));
    site.put("events/new.yaml", &event("New", "2016-03-08", ""));
    site.put("events/hidden.yaml", &event("Hidden", "2016-03-05", "withdraw: true\n"));
    site.put(
        "events/y.yaml",
        &event("Y", "2016-03-27 12:00", "end: 2016-03-27 15:00\nbooking: { price: Free }\ndescription: Come.\n"),
    );
    site.put(
        "events/series.yaml",
        &format!("{series}  except: [2016-04-12]\n  changes:\n    2016-05-10: {{ start: 2016-05-12 19:00 }}\n"),
    );
    (site, hash)
}

#[test]
fn a_rich_change_is_told_in_every_format() {
    let (site, hash) = rich();
    for (format, name) in [("human", "rich.txt"), ("markdown", "rich.md"), ("json", "rich.json")] {
        let ran = diff(&site, &["--format", format]);
        let told = ran.stdout.replace(&hash, "COMMIT").replace(&hash[..10], "COMMIT");
        assert!(ran.code == Some(0) && ran.stderr.starts_with("warning[renamed-event]: "), "{format}: {ran:?}");
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/diff").join(name);
        if std::env::var_os("HANDBILL_BLESS").is_some_and(|value| value == "1") {
            fs::write(&path, &told).unwrap();
        }
        assert_eq!(told, fs::read_to_string(&path).unwrap(), "{name}");
    }
    assert_eq!(diff(&site, &["--exit-code"]).code, Some(1));
    let coloured = diff(&site, &["--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}[1m\u{1b}[31mGone without a word:\u{1b}[0m\n"), "{coloured:?}");
    let quiet = diff(&site, &["--quiet", "--exit-code"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (Some(1), ""));
}

#[test]
fn the_default_is_where_this_branch_left_origins_main() {
    let (origin, first) = repository();
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["clone", "-q", origin.path().to_str().unwrap(), "clone"]);
    let clone = folder.path().join("clone");
    let ran = |arguments: &[&str]| run(command(&[&["diff", "--now", NOW], arguments].concat()).current_dir(&clone));
    assert!(ran(&[]).stdout.starts_with(&format!("Compared with {} (origin/main).\n", &first[..10])));
    // What others push is no change of this branch.
    origin.put("events/theirs.yaml", "title: Theirs\nkind: demo\nstart: 2016-03-01\n");
    commit(origin.path(), "Theirs");
    git(&clone, &["fetch", "-q"]);
    fs::write(clone.join("events/ours.yaml"), "title: Ours\nkind: demo\nstart: 2016-03-01\n").unwrap();
    commit(&clone, "Ours");
    let told = ran(&[]).stdout;
    assert!(
        told.starts_with(&format!("Compared with {} (where this branch left origin/main).\n", &first[..10])),
        "{told}"
    );
    assert!(told.contains("Added:\n  ours") && !told.contains("theirs"), "{told}");
    assert!(ran(&["origin/main"]).stdout.contains("Gone without a word:\n  theirs"));
}

#[test]
fn what_git_does_not_know_is_wrong_use() {
    let (site, _) = repository();
    let ran = diff(&site, &["nonsense"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.starts_with("error: \"nonsense\" is no commit of this repository\nhelp: write a branch, "),
        "{ran:?}"
    );
    assert!(!ran.stderr.contains("fetch-depth"), "{ran:?}");
    for revision in ["HEAD:events", "", "--", "HEAD~9"] {
        let ran = diff(&site, &["--", revision]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
    assert_eq!(diff(&site, &["--formt", "json"]).code, Some(2));
    assert_eq!(diff(&site, &["--format", "github"]).code, Some(2));
}

#[test]
fn without_a_repository_or_a_commit_the_way_there_is_said() {
    let site = Site::without_repository();
    let ran = diff(&site, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr
            .starts_with("error: the site lies in no git repository, so there is nothing to compare with\nhelp: "),
        "{ran:?}"
    );
    git(site.path(), &["init", "-q"]);
    let ran = diff(&site, &[]);
    assert_eq!(
        ran,
        (
            Some(2),
            String::new(),
            "error: nothing is committed yet, so there is nothing to compare with\nhelp: run `git add site.yaml events` and `git commit` first\n".into()
        )
    );
    let empty = tempfile::tempdir().unwrap();
    let ran = run(command(&["diff"]).current_dir(empty.path()));
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: there is no site.yaml in "), "{ran:?}");
}

#[test]
fn a_shallow_clone_names_the_line_that_cures_it() {
    let (origin, first) = repository();
    origin.put("events/z.yaml", "title: Z\nkind: demo\nstart: 2016-03-01\n");
    commit(origin.path(), "Two");
    let folder = tempfile::tempdir().unwrap();
    let source = format!("file://{}", origin.path().display());
    git(folder.path(), &["clone", "-q", "--depth", "1", &source, "clone"]);
    let clone = folder.path().join("clone");
    let ran = run(command(&["diff", &first]).current_dir(&clone));
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("fetch-depth: 0") && ran.stderr.contains("GIT_DEPTH: \"0\""), "{ran:?}");
    assert_eq!(run(command(&["diff"]).current_dir(&clone)).code, Some(0));
}

#[test]
fn a_site_in_a_subfolder_with_blanks_and_umlauts() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("Straßen kalender");
    fs::create_dir_all(site.join("events/Größere Städte")).unwrap();
    fs::write(site.join("site.yaml"), "title: T\nbase_url: https://example.org/\n").unwrap();
    let event = |day: u32| format!("id: fest\ntitle: Straßenfest\nkind: demo\nstart: 2016-03-0{day}\n");
    let path = site.join("events/Größere Städte/straßen fest.yaml");
    fs::write(&path, event(1)).unwrap();
    fs::write(folder.path().join("site.yaml"), "not ours").unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path(), "One");
    fs::write(&path, event(2)).unwrap();
    let ran = run(command(&["diff", "--now", NOW, "--format", "json"]).current_dir(&site));
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&json["events"][0]["kind"], &json["counts"]["moved"]), (&"moved".into(), &1.into()), "{ran:?}");
    assert_eq!(json["events"][0]["file"], "events/Größere Städte/straßen fest.yaml");
    // Seen from above, with the site named.
    let named = run(command(&["diff", "--now", NOW, "--site", "Straßen kalender"]).current_dir(folder.path()));
    assert!(named.stdout.contains("Moved:\n  fest  Straßenfest\n"), "{named:?}");
}

#[test]
fn where_there_was_no_site_everything_is_new() {
    let site = Site::without_repository();
    git(site.path(), &["init", "-q", "-b", "main"]);
    git(site.path(), &["commit", "-q", "--allow-empty", "-m", "Nothing"]);
    let told = diff(&site, &[]).stdout;
    assert!(told.contains("There was no site in this folder then: everything is new.\n"), "{told}");
    assert!(told.contains("2 added, in "), "{told}");
}

#[test]
fn mistakes_here_are_told_and_nothing_is_compared() {
    let (site, _) = repository();
    site.put("events/x.yaml", "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27\n");
    let ran = diff(&site, &[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.starts_with("error[unknown-field]: "), "{ran:?}");
    assert!(ran.stderr.ends_with("1 error in 3 files; nothing was compared.\n"), "{ran:?}");
}

#[test]
fn a_commit_with_mistakes_is_passed_over() {
    let (site, good) = repository();
    site.put("events/x.yaml", "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27\n");
    let bad = commit(site.path(), "Two");
    site.put("events/x.yaml", "title: X\nkind: demo\nstart: 2016-02-27 13:00\nend: 2016-02-27 14:00\n");
    let told = diff(&site, &[]).stdout;
    let expected = format!(
        "Compared with {} (before HEAD).\nThe site had mistakes at {} (events/x.yaml:3: `loaction` is not a field of an event): \
         compared with the newest commit before it that has none.\n\nMoved:\n  x  X\n",
        &good[..10],
        &bad[..10]
    );
    assert!(told.starts_with(&expected), "{told}");
    git(site.path(), &["checkout", "-q", "--orphan", "alone"]);
    site.put("events/x.yaml", "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27\n");
    commit(site.path(), "Alone");
    site.put("events/x.yaml", "title: X\nkind: demo\nstart: 2016-02-27\n");
    let ran = diff(&site, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("loaction"), "{ran:?}");
}

#[test]
fn templates_and_warnings_of_the_commit_do_not_matter() {
    let (site, _) = repository();
    // The 27th was a Saturday; and a template that cannot be loaded.
    site.put("events/x.yaml", "title: Out on Friday\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n");
    site.put("site-templates/event.html", "{{ nonsense");
    commit(site.path(), "Two");
    fs::remove_file(site.path().join("site-templates/event.html")).unwrap();
    let ran = diff(&site, &["--exit-code"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
}

#[test]
fn pictures_and_links_are_read_as_in_the_working_tree() {
    let (site, _) = repository();
    let event =
        "title: X\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\nimage: { file: p.gif, alt: A }\n";
    site.put("events/x.yaml", event);
    site.put("events/p.gif", "GIF89a\u{3}\u{0}\u{2}\u{0}\u{0}\u{0}\u{0}");
    #[cfg(unix)]
    {
        site.put("shared.yaml", "title: Z\nkind: demo\nstart: 2016-03-01\n");
        std::os::unix::fs::symlink("../shared.yaml", site.path().join("events/z.yaml")).unwrap();
    }
    commit(site.path(), "Two");
    assert_eq!(diff(&site, &["--exit-code"]).code, Some(0));
    site.put("events/p.gif", "GIF89a\u{4}\u{0}\u{2}\u{0}\u{0}\u{0}\u{0}");
    let told = diff(&site, &[]).stdout;
    assert!(told.contains("Changed:\n  x  X, ") && told.contains("    image changed\n"), "{told}");
}

#[test]
fn nothing_from_a_file_moves_the_cursor() {
    let (site, _) = repository();
    site.put("events/new.yaml", "title: \"a\\u202Eb\"\nkind: demo\nstart: 2016-03-08\nsummary: x\n");
    let told = diff(&site, &[]).stdout;
    assert!(!told.contains('\u{202e}'), "{told:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_mistake() {
    use std::process::Stdio;

    let (site, _) = rich();
    let mut child =
        site.command(&["diff", "--now", NOW]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !told.contains("error"), "{told}");
}

/// What was deleted and committed is told once, and what comes back takes place again.
#[test]
fn a_deletion_is_told_once() {
    let (site, _) = repository();
    let event = fs::read_to_string(site.path().join("events/x.yaml")).unwrap();
    fs::remove_file(site.path().join("events/x.yaml")).unwrap();
    assert!(diff(&site, &[]).stdout.contains("Cancelled:\n  x  X"));
    commit(site.path(), "Two");
    let after = diff(&site, &["--exit-code"]);
    assert!(after.code == Some(0) && after.stdout.ends_with("No change for subscribers.\n"), "{after:?}");
    site.put("events/x.yaml", &event);
    let back = diff(&site, &[]).stdout;
    assert!(back.contains("Takes place again:\n  x  X"), "{back}");
}
