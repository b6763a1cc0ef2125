//! A life: a site that changes, and who sees it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    output::Output,
    parsers::Component,
    repository::Repository,
    step::Step,
    subscriber::{News, Subscriber},
};
use crate::program::{Ran, tree};

pub const SITE: &str = "title: What is on\nbase_url: https://example.org/\nuid_domain: example.org\n\
                        timezone: Europe/London\nfeed: { live: yes }\n";

/// No date from this day on is looked at: some series have no end.
const HORIZON: &str = "2017-01-01T00:00:00Z";

pub struct Life {
    pub repository: Repository,
    /// What every link begins with.
    pub base_url: &'static str,
    pub(super) subscriber: Subscriber,
    /// Somebody who wants to see nothing that is cancelled.
    pub(super) other: Subscriber,
    pub(super) output: Option<Output>,
    pub(super) news: News,
    pub(super) steps: usize,
}

impl Life {
    /// A site of these files, committed and not yet built.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::committed(Repository::new(""), files)
    }

    /// The same in a repository that is there.
    pub fn committed<'a>(repository: Repository, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut life = Self::uncommitted(repository, files);
        life.repository.commit();
        life
    }

    /// The same, not committed.
    pub fn uncommitted<'a>(repository: Repository, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut life = Self {
            repository,
            base_url: "https://example.org/",
            subscriber: Subscriber::default(),
            other: Subscriber::default(),
            output: None,
            news: News::default(),
            steps: 0,
        };
        life.repository.write("site.yaml", SITE);
        for (path, text) in files {
            life.repository.write(path, text);
        }
        life
    }

    /// Writes a file and commits it.
    pub fn edit(&mut self, path: &str, text: &str) {
        self.repository.write(path, text);
        self.repository.commit();
    }

    /// Replaces a text that occurs once in a file, and commits.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        self.repository.replace(path, old, new);
        self.repository.commit();
    }

    pub fn remove(&mut self, path: &str) {
        self.repository.remove(path);
        self.repository.commit();
    }

    pub fn rename(&mut self, from: &str, to: &str) {
        self.repository.rename(from, to);
        self.repository.commit();
    }

    /// Builds, refreshes and looks: all must be as it should, and the calendar must hold these lines.
    #[track_caller]
    pub fn sees(&mut self, lines: &[impl AsRef<str>]) -> Ran {
        self.step().sees(lines)
    }

    /// A step of which something has to be said.
    pub fn step(&mut self) -> Step<'_> {
        Step::new(self)
    }

    /// Builds what has a mistake: nothing is written.
    #[track_caller]
    pub fn is_refused(&mut self) -> Ran {
        let before = tree(&self.repository.out());
        let ran = self.repository.build();
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(tree(&self.repository.out()) == before, "the last good output is no more: {ran:?}");
        ran
    }

    /// The events that the last step changed, as the subscriber's program heard.
    #[track_caller]
    pub fn changed(&self, ids: &[&str]) {
        let changed: Vec<&str> = self.news.changed.iter().map(|id| &**id).collect();
        assert_eq!(changed, ids, "step {}", self.steps);
    }

    /// The output of the last step.
    pub fn output(&self) -> &Output {
        self.output.as_ref().unwrap()
    }

    /// What the subscriber has of an event, or of the series that it is.
    #[track_caller]
    pub fn held(&self, id: &str) -> &Component {
        let uid = format!("{id}@example.org");
        self.subscriber.held(&uid).unwrap_or_else(|| panic!("nobody has {uid}"))
    }

    /// A property of what the subscriber has of an event.
    #[track_caller]
    pub fn value(&self, id: &str, property: &str) -> String {
        self.held(id).value(property).to_owned()
    }

    /// The ids in the subscriber's calendar.
    pub fn ids(&self) -> BTreeSet<String> {
        self.subscriber.uids().into_iter().map(|uid| uid.replace("@example.org", "")).collect()
    }
}

/// What a person sees, in lines.
pub(super) fn lines(subscriber: &Subscriber) -> Vec<String> {
    let horizon: DateTime<Utc> = HORIZON.parse().unwrap();
    let dates = subscriber.calendar().into_iter();
    dates.filter(|date| date.start.instant() < horizon).map(|date| date.to_string()).collect()
}
