//! The output folder: what is written, what is left alone, and what a kill leaves.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant, SystemTime},
};

use super::program::{Site, names, tree};

/// Every file and folder of the output with its time of change, Handbill's own too.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut times = BTreeMap::new();
    note_times(folder, ".", &mut times);
    times
}

fn note_times(disk: &Path, path: &str, times: &mut BTreeMap<String, SystemTime>) {
    times.insert(path.to_owned(), fs::metadata(disk).unwrap().modified().unwrap());
    if disk.is_dir() {
        for name in names(disk) {
            note_times(&disk.join(&name), &format!("{path}/{name}"), times);
        }
    }
}

const NOW: [&str; 3] = ["build", "--now", "2016-02-01"];

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::new();
    site.succeed(&NOW);
    let before = times(&site.out());
    site.succeed(&NOW);
    assert_eq!(times(&site.out()), before);
    assert_eq!(names(&site.out().join(".handbill")), ["imprints", "lock", "manifest.json"]);
}

#[test]
fn an_edit_writes_only_what_it_changes() {
    let site = Site::new();
    site.succeed(&NOW);
    let before = times(&site.out());
    site.put("events/x.yaml", "title: X\nkind: demo\nstart: 2016-02-27 13:00\nend: 2016-02-27 14:00\n");
    site.succeed(&NOW);
    let after = times(&site.out());
    assert_ne!(after["./events/x/index.html"], before["./events/x/index.html"]);
    assert_eq!(after["./events/y/index.html"], before["./events/y/index.html"]);
    assert_eq!(after["./events/y.ics"], before["./events/y.ics"]);
}

#[test]
fn a_mistake_leaves_the_last_good_output_untouched() {
    let site = Site::new();
    site.succeed(&NOW);
    let before = times(&site.out());
    site.put("events/x.yaml", "title: X\nkind: demo\nloaction: x\nstart: 2016-02-27\n");
    assert_eq!(site.run(&NOW).code, Some(1));
    assert_eq!(times(&site.out()), before);
}

#[test]
fn only_our_own_files_are_removed() {
    let site = Site::new();
    site.put("public/.gitkeep", "");
    site.succeed(&["build"]);
    site.put("public/events/y/theirs.txt", "keep");
    site.put("public/CNAME", "example.org");
    fs::remove_file(site.path().join("events/y.yaml")).unwrap();
    site.succeed(&["build"]);
    let files = tree(&site.out());
    assert!(!files.contains_key("events/y/index.html") && !files.contains_key("events/y.ics"));
    for kept in ["events/y/theirs.txt", "CNAME", ".gitkeep", "events/x/index.html"] {
        assert!(files.contains_key(kept), "{kept} is gone");
    }
}

#[test]
fn a_foreign_folder_is_refused_unless_forced() {
    let site = Site::new();
    site.put("public/holiday.jpg", "mine");
    let ran = site.run(&["build"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    let start = "error: public holds files that Handbill did not write, such as \"holiday.jpg\"\nhelp: ";
    assert!(ran.stderr.starts_with(start), "{ran:?}");
    assert_eq!(names(&site.out()), ["holiday.jpg"]);
    site.succeed(&["build", "--force"]);
    site.succeed(&["build"]);
    assert_eq!(tree(&site.out())["holiday.jpg"], b"mine");
}

#[test]
fn the_output_cannot_lie_where_the_input_does() {
    let site = Site::new();
    for out in [".", "..", "events", "events/public", "site-templates", "site-templates/x/y"] {
        let before = site.names();
        let ran = site.run(&["build", "--force", "--out", out]);
        assert_eq!(ran.code, Some(2), "{out}: {ran:?}");
        assert!(ran.stderr.starts_with("error: the output folder cannot be "), "{out}: {ran:?}");
        assert_eq!(site.names(), before);
    }
    assert_eq!(names(&site.path().join("events")), ["x.yaml", "y.yaml"]);
}

#[test]
fn an_output_that_cannot_be_written_ends_with_2() {
    let site = Site::new();
    site.put("file", "x");
    for out in ["file", "file/below"] {
        let ran = site.run(&["build", "--out", out]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error: ") && ran.stderr.contains(out), "{ran:?}");
    }
    assert_eq!(fs::read(site.path().join("file")).unwrap(), b"x");
}

/// Even root cannot make a folder there, so that this test means the same for every user.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_the_system_protects_ends_with_2() {
    let ran = Site::new().run(&["build", "--out", "/proc/handbill"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.starts_with("error: cannot create /proc/handbill: "), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output() {
    let (site, elsewhere) = (Site::new(), tempfile::tempdir().unwrap());
    site.succeed(&["build"]);
    fs::remove_dir_all(site.out().join("events")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.out().join("events")).unwrap();
    let ran = site.run(&["build", "--force"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("public/events is a symbolic link"), "{ran:?}");
    assert_eq!(names(elsewhere.path()), Vec::<String>::new());
}

#[test]
fn the_record_tells_visitors_no_path() {
    let site = Site::new();
    site.put("events/hidden-thing.yaml", "title: H\nkind: demo\nunlisted: true\nstart: 2016-02-27\n");
    site.succeed(&["build"]);
    assert!(site.out().join("events/hidden-thing/index.html").exists());
    for name in names(&site.out().join(".handbill")) {
        let bytes = fs::read(site.out().join(".handbill").join(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("hidden") && !text.contains("events"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_site_is_a_mistake_in_the_input() {
    let (site, elsewhere) = (Site::new(), tempfile::tempdir().unwrap());
    fs::write(elsewhere.path().join("secret.yaml"), "title: Secret\n").unwrap();
    let link = site.path().join("events/z.yaml");
    std::os::unix::fs::symlink(elsewhere.path().join("secret.yaml"), link).unwrap();
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("error[unreadable-file]: "), "{ran:?}");
    assert!(ran.stderr.contains("events/z.yaml") && !ran.stderr.contains("Secret"), "{ran:?}");
}

/// Two builds of one site whose outputs differ everywhere.
const BUILDS: [[&str; 3]; 2] =
    [["build", "--base-url", "https://one.example/"], ["build", "--base-url", "https://two.example/"]];

/// What each of [`BUILDS`] makes, and how long the slower takes.
fn reference(site: &Site) -> ([BTreeMap<String, Vec<u8>>; 2], Duration) {
    let mut slowest = Duration::ZERO;
    let trees = BUILDS.map(|build| {
        let out = tempfile::tempdir().unwrap();
        let arguments = [&build[..], &["--out", out.path().to_str().unwrap()], &AS_OF].concat();
        let started = Instant::now();
        site.succeed(&arguments);
        slowest = slowest.max(started.elapsed());
        tree(out.path())
    });
    (trees, slowest)
}

const AS_OF: [&str; 2] = ["--now", "2016-02-01"];

/// Every file that a visitor could be served is a whole file of one build or the other.
fn assert_no_half_files(out: &Path, trees: &[BTreeMap<String, Vec<u8>>; 2]) {
    if !out.exists() {
        return;
    }
    for (path, bytes) in tree(out) {
        let whole = trees.iter().any(|tree| tree.get(&path) == Some(&bytes));
        assert!(whole, "{path} is half a file");
    }
}

#[test]
fn a_kill_at_any_instant_is_repaired_and_leaves_nothing_beside() {
    let site = Site::large(300);
    let (trees, slowest) = reference(&site);
    let mut before = site.names();
    before.push("public".to_owned());
    before.sort();
    for round in 0u32..24 {
        let arguments = [&BUILDS[round as usize % 2][..], &AS_OF].concat();
        let mut child = site.command(&arguments).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(slowest * round / 20);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_no_half_files(&site.out(), &trees);
    }
    site.succeed(&[&BUILDS[0][..], &AS_OF].concat());
    assert!(tree(&site.out()) == trees[0], "the last build did not repair everything");
    assert_eq!(site.names(), before);
    assert_eq!(names(&site.out().join(".handbill")), ["imprints", "lock", "manifest.json"]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_with_130_and_leaves_no_stage() {
    use std::os::unix::process::ExitStatusExt;
    let site = Site::large(300);
    let (trees, slowest) = reference(&site);
    let mut codes = Vec::new();
    for round in 0u32..24 {
        let arguments = [&BUILDS[round as usize % 2][..], &AS_OF].concat();
        let child = site.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        std::thread::sleep(slowest * round / 20);
        let signal = if round % 3 == 0 { "-TERM" } else { "-INT" };
        // It may have ended by then.
        let pid = child.id().to_string();
        std::process::Command::new("kill").args([signal, &pid]).stderr(Stdio::null()).status().unwrap();
        let status = child.wait().unwrap();
        // Before the program listens, the signal itself ends it.
        let early = matches!(status.signal(), Some(2 | 15));
        assert!(early || matches!(status.code(), Some(0 | 130)), "{status:?}");
        codes.extend(status.code());
        assert!(!site.out().join(".handbill/stage").exists());
        assert_no_half_files(&site.out(), &trees);
    }
    assert!(codes.contains(&130), "no round was interrupted: {codes:?}");
    site.succeed(&[&BUILDS[0][..], &AS_OF].concat());
    assert!(tree(&site.out()) == trees[0]);
}

#[test]
fn of_two_builds_at_once_one_gives_way() {
    let site = Site::new();
    site.succeed(&["build"]);
    let lock = fs::File::options().write(true).open(site.out().join(".handbill/lock")).unwrap();
    lock.lock().unwrap();
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.starts_with("error: another build is writing public\n"), "{ran:?}");
}

#[test]
fn where_nothing_changed_the_same_is_told_without_a_build() {
    let site = Site::new();
    site.put("events/late.yaml", "title: Late\nkind: meeting\nstart: 2016-02-27 03:00\nduration: 2h\n");
    let first = site.succeed(&NOW);
    assert!(first.stderr.contains("unlikely-hour"), "{first:?}");
    let second = site.succeed(&["build", "-v", "--now", "2016-02-01"]);
    assert!(second.stderr.contains("Nothing has changed since the last build\n"), "{second:?}");
    assert!(second.stderr.contains(first.stderr.trim()), "{second:?}");
    let denied = site.run(&["build", "--deny-warnings", "--now", "2016-02-01"]);
    assert_eq!(denied.code, Some(1), "{denied:?}");
    let other_day = site.succeed(&["build", "-v", "--now", "2016-02-02"]);
    assert!(!other_day.stderr.contains("Nothing has changed"), "{other_day:?}");
}

#[test]
fn a_page_that_somebody_spoilt_is_mended_though_nothing_changed() {
    let site = Site::new();
    site.succeed(&NOW);
    let page = site.out().join("events/x/index.html");
    let good = fs::read(&page).unwrap();
    fs::write(&page, vec![b'x'; good.len()]).unwrap();
    site.succeed(&NOW);
    assert_eq!(fs::read(&page).unwrap(), good);
    fs::remove_file(&page).unwrap();
    site.succeed(&NOW);
    assert_eq!(fs::read(&page).unwrap(), good);
}
