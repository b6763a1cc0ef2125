//! For as long as it runs, it does not grow.
#![cfg(target_os = "linux")]

use std::{
    fs,
    time::{Duration, Instant},
};

use super::running::{Watching, event, wait_for_absence, wait_for_text};
use crate::program::{Site, names};

/// Seconds, where `HANDBILL_SOAK_MINUTES` does not say otherwise.
const SECONDS: f64 = 6.0;
/// Kibibytes by which the memory may differ from one round to another: an allocator keeps what it is given back.
const SLACK: u64 = 16 * 1024;

#[derive(Clone, Copy, Debug, Default)]
struct Size {
    memory: u64,
    handles: usize,
    watches: usize,
}

impl Size {
    fn of(id: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let memory = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        let handles = names(format!("/proc/{id}/fd").as_ref());
        let told = |handle: &String| fs::read_to_string(format!("/proc/{id}/fdinfo/{handle}")).unwrap_or_default();
        let watches = handles.iter().map(|handle| told(handle).matches("inotify wd:").count()).sum();
        Self { memory, handles: handles.len(), watches }
    }

    /// While nothing is built: git, which is asked at each build, is told by handles.
    fn at_rest(id: u32) -> Self {
        let looks = (0..30).map(|_| {
            std::thread::sleep(Duration::from_millis(10));
            Self::of(id)
        });
        looks.min_by_key(|size| size.handles).unwrap()
    }

    fn most(self, other: Self) -> Self {
        Self {
            memory: self.memory.max(other.memory),
            handles: self.handles.max(other.handles),
            watches: self.watches.max(other.watches),
        }
    }
}

/// A few seconds by default; minutes where `HANDBILL_SOAK_MINUTES` says so.
#[test]
fn it_does_not_grow() {
    let minutes = std::env::var("HANDBILL_SOAK_MINUTES").ok();
    let seconds =
        minutes.map_or(SECONDS, |minutes| 60.0 * minutes.parse::<f64>().expect("HANDBILL_SOAK_MINUTES is a number"));
    let whole = Duration::from_secs_f64(seconds);
    let site = Site::large(50);
    let mut watching = Watching::start(&site, &["--now", "2016-02-01"]);
    let (began, mut rounds) = (Instant::now(), 0);
    let (mut warm, mut last) = (Size::default(), Size::default());
    while began.elapsed() < whole || rounds < 6 {
        round(&site, rounds);
        last = Size::at_rest(watching.id());
        // The first part of it warms up.
        if began.elapsed() < whole / 3 || rounds < 3 {
            warm = warm.most(last);
        }
        rounds += 1;
        watching.wait_for_build();
    }
    println!("{rounds} rounds, {} builds: {warm:?} while it warmed up, {last:?} at the end", watching.builds());
    assert!(last.handles <= warm.handles && last.watches <= warm.watches, "{warm:?} {last:?}");
    assert!(last.memory <= warm.memory + warm.memory / 4 + SLACK, "{warm:?} {last:?}");
}

/// An edit, a mistake, a folder that comes, moves and goes, a link, a commit; then all is as it was.
fn round(site: &Site, round: usize) {
    let page = |id: &str| site.out().join(format!("events/{id}/index.html"));
    let at = |path: &str| site.path().join(path);
    site.put("events/x.yaml", "title: [");
    site.put("events/x.yaml", &event(&format!("Round {round}")));
    wait_for_text(&page("x"), &format!("Round {round}"));
    site.put("events/folder/deep/new.yaml", &event(&format!("New {round}")));
    site.put("drafts/linked.yaml", &event(&format!("Linked {round}")));
    std::os::unix::fs::symlink("../drafts/linked.yaml", at("events/linked.yaml")).unwrap();
    wait_for_text(&page("new"), &format!("New {round}"));
    wait_for_text(&page("linked"), &format!("Linked {round}"));
    fs::rename(at("events/folder"), at("events/moved")).unwrap();
    site.put("events/moved/deep/new.yaml", &event(&format!("Moved {round}")));
    wait_for_text(&page("new"), &format!("Moved {round}"));
    site.git(&["add", "--all", "events/x.yaml"]);
    site.git(&["commit", "--quiet", "--message", "A round"]);
    fs::remove_dir_all(at("events/moved")).unwrap();
    fs::remove_file(at("events/linked.yaml")).unwrap();
    fs::remove_dir_all(at("drafts")).unwrap();
    wait_for_absence(&page("new"));
    wait_for_absence(&page("linked"));
}
