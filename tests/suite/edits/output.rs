//! What a build left: pages, and calendars read by two parsers.

use std::{collections::BTreeMap, path::Path};

use super::{
    parsers::{self, Component, Key},
    subscriber::Feed,
};
use crate::program::tree;

pub struct Output {
    files: BTreeMap<String, Vec<u8>>,
    /// The entries of every calendar, by its path.
    calendars: BTreeMap<String, Vec<Component>>,
}

impl Output {
    /// Reads a folder.
    ///
    /// # Errors
    /// When a calendar cannot be read by one of the parsers, or they read different things.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let files = tree(folder);
        let mut calendars = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".ics")) {
            let text = std::str::from_utf8(bytes).map_err(|error| format!("{path}: {error}"))?;
            calendars.insert(path.clone(), parsers::read(text).map_err(|error| format!("{path}: {error}"))?);
        }
        Ok(Self { files, calendars })
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file as text.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("there is no {path}"));
        std::str::from_utf8(bytes).unwrap()
    }

    /// The page of an event.
    pub fn page(&self, id: &str) -> &str {
        self.text(&format!("events/{id}/index.html"))
    }

    /// The entries of a calendar; none where there is no such calendar.
    pub fn calendar(&self, path: &str) -> &[Component] {
        self.calendars.get(path).map_or(&[], |components| components)
    }

    /// Calendars by their paths.
    pub fn feeds<'a>(&'a self, paths: &'a [&'a str]) -> Vec<Feed<'a>> {
        paths.iter().map(|path| (*path, self.calendar(path))).collect()
    }

    /// Every entry of every calendar.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Component)> {
        self.calendars.iter().flat_map(|(path, components)| components.iter().map(move |it| (&**path, it)))
    }

    /// The files in which a text stands.
    pub fn files_with(&self, text: &str) -> Vec<&str> {
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
        self.files.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| &**path).collect()
    }

    /// The files that are not the same, or not there, in another folder.
    pub fn differences(&self, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let paths = self.files.keys().chain(other.keys().filter(|path| !self.files.contains_key(*path)));
        paths.filter(|path| self.files.get(*path) != other.get(*path)).cloned().collect()
    }

    /// Entries that two calendars give with different bytes. Twins are left out: a series is another without its cancelled
    /// dates.
    pub fn disputed(&self) -> Vec<String> {
        let mut first: BTreeMap<Key, (&str, &Component)> = BTreeMap::new();
        let mut disputed = Vec::new();
        for (path, component) in self.entries().filter(|(path, _)| !path.ends_with("-live.ics")) {
            let (other, same) = first.entry(component.key()).or_insert((path, component));
            if same.text != component.text {
                disputed.push(format!("{:?} is another in {path} than in {other}", component.key()));
            }
        }
        disputed
    }
}
