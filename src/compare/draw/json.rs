//! For programs: one object, on one line, described in `docs/diff.md`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Base, words};
use crate::compare::{
    Comparison, DateChanges, EntryChange, FeedChange, FeedState, FieldChange, Kind, Loss, SettingChange,
};

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    base: Commit<'a>,
    is_first: bool,
    is_changed: bool,
    counts: BTreeMap<Kind, usize>,
    settings: &'a [SettingChange],
    events: Vec<Entry<'a>>,
    feeds: Vec<Feed<'a>>,
}

#[derive(Serialize)]
struct Commit<'a> {
    name: &'a str,
    commit: &'a str,
    passed_over: Option<PassedOver<'a>>,
}

#[derive(Serialize)]
struct PassedOver<'a> {
    commit: &'a str,
    mistake: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    kind: Kind,
    id: &'a str,
    title: &'a str,
    when: &'a str,
    place: Option<&'a str>,
    file: &'a str,
    over: bool,
    loss: Option<Loss>,
    renamed_from: Option<&'a str>,
    advice: Option<String>,
    fields: &'a [FieldChange],
    dates: &'a [DateChanges],
    joins: &'a [String],
    leaves: &'a [String],
}

#[derive(Serialize)]
struct Feed<'a> {
    path: &'a str,
    state: FeedState,
    title_before: Option<&'a str>,
    title_after: Option<&'a str>,
    entries: usize,
    counts: BTreeMap<Kind, usize>,
}

pub(super) fn draw(comparison: &Comparison, base: &Base) -> String {
    let passed = base.passed_over.as_ref();
    let document = Document {
        version: 1,
        base: Commit {
            name: &base.name,
            commit: &base.commit,
            passed_over: passed.map(|passed| PassedOver { commit: &passed.commit, mistake: &passed.mistake }),
        },
        is_first: comparison.is_first,
        is_changed: !comparison.is_empty(),
        counts: whole(&comparison.counts()),
        settings: &comparison.settings,
        events: comparison.entries.iter().map(entry).collect(),
        feeds: comparison.feeds.iter().map(feed).collect(),
    };
    // Text, numbers and lists: nothing in it that JSON cannot say.
    serde_json::to_string(&document).unwrap_or_default() + "\n"
}

/// Every kind is there, so that a program need not look whether it is.
fn whole(counts: &BTreeMap<Kind, usize>) -> BTreeMap<Kind, usize> {
    Kind::ALL.into_iter().map(|kind| (kind, counts.get(&kind).copied().unwrap_or_default())).collect()
}

fn entry(entry: &EntryChange) -> Entry<'_> {
    Entry {
        kind: entry.kind,
        id: &entry.id,
        title: &entry.title,
        when: &entry.when,
        place: entry.place.as_deref(),
        file: &entry.file,
        over: entry.is_over,
        loss: entry.loss,
        renamed_from: entry.renamed.as_ref().map(|renamed| &*renamed.from),
        advice: words::advice(entry),
        fields: &entry.fields,
        dates: &entry.dates,
        joins: &entry.joins,
        leaves: &entry.leaves,
    }
}

fn feed(feed: &FeedChange) -> Feed<'_> {
    let titles = feed.renamed.as_ref();
    Feed {
        path: &feed.path,
        state: feed.state,
        title_before: titles.map(|titles| &*titles.0),
        title_after: titles.map(|titles| &*titles.1),
        entries: feed.entries,
        counts: whole(&feed.counts),
    }
}
