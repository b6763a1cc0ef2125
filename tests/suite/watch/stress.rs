//! Everything at once, in no order: edits, renames, folders that come and go, commits, branches, and kills.
//!
//! A visitor reads the output all the while and must find every file whole. In the end, when all is committed, the output is
//! that of a cold build, byte for byte. `HANDBILL_STRESS_SEED` repeats what a failure names, `HANDBILL_STRESS_STEPS` takes more
//! steps.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::{Duration, SystemTime},
};

use super::running::Watching;
use crate::program::{Site, tree};

const AS_OF: [&str; 2] = ["--now", "2016-02-01"];
const STEPS: u64 = 150;
const EVENTS: u64 = 30;

/// A sequence of numbers that looks random (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }
}

#[test]
fn whatever_happens_visitors_find_whole_files_and_in_the_end_the_right_ones() {
    let number = |name| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    let seed = number("HANDBILL_STRESS_SEED").unwrap_or_else(|| u64::from(clock));
    println!("HANDBILL_STRESS_SEED={seed}");
    let mut life = Life::begin(seed);
    let (over, read) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let out = life.site.out();
        let visitor = scope.spawn(|| visit(out, &over, &read));
        let steps = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            (0..number("HANDBILL_STRESS_STEPS").unwrap_or(STEPS)).for_each(|step| life.step(step));
            life.end();
        }));
        over.store(true, Ordering::Relaxed);
        visitor.join().unwrap();
        steps.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    assert!(read.load(Ordering::Relaxed) > 1000, "the visitor read only {read:?} files");
}

struct Life {
    site: Site,
    watching: Watching,
    chance: Chance,
}

impl Life {
    fn begin(seed: u64) -> Self {
        let site = Site::new();
        site.put(".gitignore", "/public/\n");
        site.git(&["add", ".gitignore"]);
        site.git(&["commit", "--quiet", "--message", "Leave out what is built"]);
        site.git(&["branch", "other"]);
        let watching = Watching::start(&site, &AS_OF);
        Self { site, watching, chance: Chance::new(seed) }
    }

    fn step(&mut self, step: u64) {
        match self.chance.below(20) {
            0..=6 => self.edit(step),
            7..=8 => self.save_beside(step),
            9..=10 => self.remove(),
            11..=12 => self.rename(),
            13..=14 => self.move_folder(),
            15 => self.template(step),
            16..=17 => self.commit(),
            18 => self.switch(),
            _ => self.kill(),
        }
        if self.chance.below(3) == 0 {
            std::thread::sleep(Duration::from_millis(self.chance.below(200)));
        }
    }

    /// Where an event is, or would be: some are in folders.
    fn path(&mut self) -> PathBuf {
        let (event, folder) = (self.chance.below(EVENTS), self.chance.below(6));
        let name = format!("event-{event}.yaml");
        let mut files = Vec::new();
        find(&self.site.path().join("events"), &mut files);
        if let Some(there) = files.into_iter().find(|file| file.ends_with(&name)) {
            return there;
        }
        let folder = if folder < 3 { format!("folder-{folder}/") } else { String::new() };
        self.site.path().join(format!("events/{folder}{name}"))
    }

    fn some_file(&mut self) -> Option<PathBuf> {
        let mut files = Vec::new();
        find(&self.site.path().join("events"), &mut files);
        let at = self.chance.below(files.len().max(1) as u64) as usize;
        files.get(at).cloned()
    }

    fn edit(&mut self, step: u64) {
        let path = self.path();
        save(&path, &text(&path, step));
    }

    fn save_beside(&mut self, step: u64) {
        let path = self.path();
        let beside = path.with_extension("yaml.tmp");
        save(&beside, &text(&path, step));
        fs::rename(beside, path).unwrap();
    }

    fn remove(&mut self) {
        if let Some(file) = self.some_file() {
            fs::remove_file(file).unwrap();
        }
    }

    fn rename(&mut self) {
        let target = self.path();
        if let Some(file) = self.some_file() {
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::rename(file, target).unwrap();
        }
    }

    fn move_folder(&mut self) {
        let at = |number: u64| self.site.path().join(format!("events/folder-{number}"));
        let (from, to) = (self.chance.below(3), self.chance.below(3));
        if at(from).is_dir() && from != to {
            let _ = fs::remove_dir_all(at(to));
            fs::rename(at(from), at(to)).unwrap();
        }
    }

    fn template(&mut self, step: u64) {
        let folder = self.site.path().join("site-templates");
        if self.chance.below(3) == 0 {
            let _ = fs::remove_dir_all(folder);
        } else {
            save(&folder.join("static/own.txt"), &format!("Step {step}"));
        }
    }

    fn commit(&mut self) {
        self.site.git(&["add", "--all", "site.yaml", "events"]);
        self.site.git(&["commit", "--quiet", "--allow-empty", "--message", "A change"]);
    }

    fn switch(&mut self) {
        self.commit();
        self.site.git(&["checkout", "--quiet", "--force", "other"]);
        self.site.git(&["branch", "--quiet", "--force", "first", "HEAD@{1}"]);
        self.site.git(&["branch", "--quiet", "--move", "other", "swapped"]);
        self.site.git(&["branch", "--quiet", "--move", "first", "other"]);
        self.site.git(&["branch", "--quiet", "--move", "swapped", "first"]);
    }

    fn kill(&mut self) {
        self.watching.signal("-KILL");
        self.watching.end();
        self.watching = Watching::spawn(self.site.command(&["watch", AS_OF[0], AS_OF[1]]));
    }

    /// Whatever was published before is dated anew by one commit that changes every event.
    fn end(&mut self) {
        let mut files = Vec::new();
        find(&self.site.path().join("events"), &mut files);
        files.iter().for_each(|path| save(path, &text(path, 1_000_000)));
        self.site.git(&["add", "--all"]);
        let later = format!("{} +0000", clock() + 3600);
        let mut git = Command::new("git");
        git.current_dir(self.site.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]);
        git.args(["commit", "--quiet", "--allow-empty", "--message", "The end"]);
        git.env("GIT_COMMITTER_DATE", &later).env("GIT_AUTHOR_DATE", &later);
        assert!(git.status().unwrap().success());
        let fresh = tempfile::tempdir().unwrap();
        let out = fresh.path().join("cold");
        let cold = self.site.run(&["build", AS_OF[0], AS_OF[1], "--out", out.to_str().unwrap()]);
        assert_eq!(cold.code, Some(0), "{cold:?}");
        let expected = tree(&out);
        let site = &self.site;
        let said = || self.watching.said();
        let is_equal = || std::panic::catch_unwind(|| tree(&site.out())).is_ok_and(|found| found == expected);
        let began = std::time::Instant::now();
        while !is_equal() {
            let differing = || differences(&site.out(), &expected);
            assert!(began.elapsed() < super::running::PATIENCE, "other than cold: {:?}\n{:#?}", differing(), said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn differences(out: &Path, expected: &std::collections::BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let found = tree(out);
    let paths = found.keys().chain(expected.keys().filter(|path| !found.contains_key(*path)));
    paths.filter(|path| found.get(*path) != expected.get(*path)).cloned().collect()
}

fn clock() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
}

fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// One event in twenty steps has a mistake, that the next edit mends.
fn text(path: &Path, step: u64) -> String {
    let id = path.file_stem().unwrap().to_string_lossy().into_owned();
    let mistake = if step % 20 == 7 { "loaction: x\n" } else { "" };
    let day = 1 + id.len() as u64 % 5 + step % 20;
    format!(
        "title: {id} in step {step}\nkind: demo\nstart: 2016-04-{day:02} 12:00\nend: 2016-04-{day:02} 14:00\n{mistake}"
    )
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            find(&path, files);
        } else {
            files.push(path);
        }
    }
    files.sort();
}

/// Reads the output again and again.
fn visit(out: PathBuf, over: &AtomicBool, read: &AtomicUsize) {
    while !over.load(Ordering::Relaxed) {
        let mut files = Vec::new();
        find(&out, &mut files);
        for file in files.iter().filter(|file| !file.starts_with(out.join(".handbill"))) {
            // It may be gone by now.
            let Ok(bytes) = fs::read(file) else { continue };
            assert!(is_whole(file, &bytes), "{} is half: {}", file.display(), String::from_utf8_lossy(&bytes));
            read.fetch_add(1, Ordering::Relaxed);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn is_whole(path: &Path, bytes: &[u8]) -> bool {
    let Some(ending) = path.extension().and_then(|ending| ending.to_str()) else { return true };
    let text = String::from_utf8_lossy(bytes);
    match ending {
        "html" => text.trim_end().ends_with("</html>"),
        "ics" => text.ends_with("END:VCALENDAR\r\n") && calcard::icalendar::ICalendar::parse(&*text).is_ok(),
        "json" => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        "atom" => text.trim_end().ends_with("</feed>"),
        _ => true,
    }
}
