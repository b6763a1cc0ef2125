//! It ends when it is asked to, at any instant.

use super::running::{Watching, event, wait};
use crate::program::{Site, names, tree};

const AS_OF: [&str; 2] = ["--now", "2016-02-01"];

#[test]
fn a_signal_ends_it_while_it_waits() {
    for signal in ["-INT", "-TERM"] {
        let site = Site::new();
        let mut watching = Watching::start(&site, &AS_OF);
        watching.signal(signal);
        assert_eq!(watching.end(), Some(130), "{:#?}", watching.said());
        assert_eq!(names(&site.out().join(".handbill")), ["imprints", "lock", "manifest.json"]);
    }
}

#[test]
fn a_signal_ends_it_while_it_builds_and_leaves_one_whole_site() {
    let site = Site::large(200);
    let title = |round: u32| site.put("site.yaml", &settings(round));
    let built = |round: u32| {
        title(round);
        site.succeed(&["build", "--out", "whole", AS_OF[0], AS_OF[1]]);
        tree(&site.path().join("whole"))
    };
    let trees = [built(0), built(1)];
    site.succeed(&["build", AS_OF[0], AS_OF[1]]);
    for round in 0u32..12 {
        let mut watching = Watching::start(&site, &AS_OF);
        title(round % 2);
        // Each time a little later, up to beyond the end of the build.
        std::thread::sleep(std::time::Duration::from_millis(u64::from(round) * 40));
        watching.signal(if round % 3 == 0 { "-TERM" } else { "-INT" });
        assert_eq!(watching.end(), Some(130), "{:#?}", watching.said());
        assert!(!site.out().join(".handbill/stage").exists());
        let left = tree(&site.out());
        assert!(trees.contains(&left), "round {round}: neither the old site nor the new one");
    }
}

fn settings(round: u32) -> String {
    format!("title: Round {round}\nbase_url: https://example.org/\ntimezone: UTC\n")
}

/// Nothing is done while nothing happens: the system counts how often each thread went to sleep.
#[cfg(target_os = "linux")]
#[test]
fn it_sleeps_while_nothing_happens() {
    let site = Site::new();
    let mut watching = Watching::start(&site, &AS_OF);
    site.put("events/x.yaml", &event("One save"));
    watching.wait_for_build();
    let sleeps = |id: u32| {
        let tasks = format!("/proc/{id}/task");
        let statuses = names(std::path::Path::new(&tasks)).into_iter();
        let statuses = statuses.filter_map(|task| std::fs::read_to_string(format!("{tasks}/{task}/status")).ok());
        let switches = |status: String| {
            let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches:")).unwrap().to_owned();
            line.split_whitespace().last().unwrap().parse::<u64>().unwrap()
        };
        statuses.map(switches).sum::<u64>()
    };
    // What has just been done comes to rest first; a program that never rests never passes.
    wait("a whole second without one step", || {
        let before = sleeps(watching.id());
        std::thread::sleep(std::time::Duration::from_secs(1));
        sleeps(watching.id()) == before
    });
}
