//! A step of a life: what must hold after every one of them.

use std::collections::BTreeSet;

use super::{
    life::{Life, lines as shown},
    manners,
    output::Output,
    subscriber::{Complaint, News, event_of},
};
use crate::program::{Ran, tree};

/// Feeds that the subscriber has, where they are there.
const FEEDS: [&str; 2] = ["feeds/all.ics", "feeds/groups/hackney.ics"];

/// The twin of the first one without cancelled events.
const TWIN: &str = "feeds/all-live.ics";

/// A step, and what is known of it beforehand.
pub struct Step<'a> {
    life: &'a mut Life,
    gone: BTreeSet<String>,
    may_lose: BTreeSet<String>,
    is_noisy: bool,
    is_local: bool,
}

impl<'a> Step<'a> {
    pub(super) fn new(life: &'a mut Life) -> Self {
        Self { life, gone: BTreeSet::new(), may_lose: BTreeSet::new(), is_noisy: false, is_local: false }
    }

    /// Entries of these ids are taken away on purpose, and must be.
    pub fn without(mut self, ids: &[&str]) -> Self {
        self.gone.extend(ids.iter().map(|id| format!("{id}@example.org")));
        self
    }

    /// Of these events entries may be taken away, under their UID or that of a single date.
    pub fn may_lose(mut self, events: &BTreeSet<String>) -> Self {
        self.may_lose.extend(events.iter().cloned());
        self
    }

    /// Revisions may rise though nothing else changes, for this reason.
    pub fn noise(mut self, _why: &str) -> Self {
        self.is_noisy = true;
        self
    }

    /// A fresh clone may give other revisions, for this reason.
    pub fn unlike_a_fresh_clone(mut self, _why: &str) -> Self {
        self.is_local = true;
        self
    }

    /// Builds, refreshes and looks.
    #[track_caller]
    pub fn sees(self, lines: &[impl AsRef<str>]) -> Ran {
        let lines: Vec<String> = lines.iter().map(|line| line.as_ref().to_owned()).collect();
        self.check(&lines).unwrap_or_else(|faults| panic!("{faults}"))
    }

    /// The same for lives that are made up.
    ///
    /// # Errors
    /// Everything that is not as it should be.
    pub fn check(self, lines: &[String]) -> Result<Ran, String> {
        self.life.steps += 1;
        let ran = self.life.repository.build();
        let steps = self.life.steps;
        let faults = if ran.code == Some(0) { self.faults(lines) } else { vec!["the build failed".to_owned()] };
        if faults.is_empty() {
            return Ok(ran);
        }
        Err(format!("step {steps}:\n- {}\nthe build said:\n{}", faults.join("\n- "), ran.stderr))
    }

    fn faults(self, lines: &[String]) -> Vec<String> {
        let life = &mut *self.life;
        let output = match Output::read(&life.repository.out()) {
            Ok(output) => output,
            Err(fault) => return vec![fault],
        };
        let now = life.repository.build_time();
        let news = life.subscriber.refresh(&output.feeds(&FEEDS), now);
        let mut faults = manners::faults(&output, life.base_url, now);
        faults.extend(news_faults(&news, &self.gone, &self.may_lose));
        if !self.is_noisy {
            faults.extend(news.noise.iter().map(|id| format!("the revision of {id} rose for nothing")));
        }
        faults.extend(calendar_faults(&shown(&life.subscriber), lines));
        faults.extend(twin_faults(life, &output, lines));
        faults.extend(second_build(life));
        if !self.is_local {
            faults.extend(fresh_clone(life, &output));
        }
        life.output = Some(output);
        life.news = news;
        faults
    }
}

fn news_faults(news: &News, gone: &BTreeSet<String>, may_lose: &BTreeSet<String>) -> Vec<String> {
    let is_meant = |uid: &String| gone.contains(uid) || may_lose.contains(&event_of(uid));
    // That an event is gone is told below, whether it was to come or not.
    let others = news.complaints.iter().filter(|complaint| !matches!(complaint, Complaint::Vanished(_)));
    let lost = news.gone.iter().filter(|uid| !is_meant(uid)).map(|uid| format!("{uid} vanished"));
    let still = gone.difference(&news.gone).map(|uid| format!("{uid} should be gone"));
    others.map(ToString::to_string).chain(lost).chain(still).collect()
}

fn calendar_faults(seen: &[String], meant: &[String]) -> Vec<String> {
    let more = seen.iter().filter(|line| !meant.contains(line)).map(|line| format!("the calendar shows: {line}"));
    let less = meant.iter().filter(|line| !seen.contains(line)).map(|line| format!("the calendar lacks: {line}"));
    let mut faults: Vec<String> = more.chain(less).collect();
    if faults.is_empty() && seen != meant {
        faults.push(format!("the calendar shows\n    {}", seen.join("\n    ")));
    }
    faults
}

/// Who subscribed to the twin without cancelled events sees the rest of the same calendar.
fn twin_faults(life: &mut Life, output: &Output, lines: &[String]) -> Vec<String> {
    let news = life.other.refresh(&output.feeds(&[TWIN]), life.repository.build_time());
    let complaints = news.complaints.iter().filter(|complaint| !matches!(complaint, Complaint::Vanished(_)));
    let held: Vec<String> = lines.iter().filter(|line| !line.ends_with(" [cancelled]")).cloned().collect();
    let faults = complaints.map(ToString::to_string).chain(calendar_faults(&shown(&life.other), &held));
    faults.map(|fault| format!("{TWIN}: {fault}")).collect()
}

/// A second build right after must have nothing to do.
fn second_build(life: &Life) -> Option<String> {
    let ran = life.repository.build();
    let idle = ran.code == Some(0) && ran.stdout.contains("(0 written, ") && ran.stdout.contains(", 0 removed)");
    (!idle).then(|| format!("a second build is not idle: {}{}", ran.stdout, ran.stderr))
}

/// With all of the past at hand, every byte depends on the commit and the moment alone.
fn fresh_clone(life: &mut Life, output: &Output) -> Option<String> {
    if !life.repository.is_complete() {
        return None;
    }
    let (ran, out) = life.repository.build_afresh();
    if ran.code != Some(0) {
        return Some(format!("a fresh clone cannot be built: {}", ran.stderr));
    }
    let differences = output.differences(&tree(&out));
    (!differences.is_empty()).then(|| format!("a fresh clone gives other files: {}", differences.join(", ")))
}
