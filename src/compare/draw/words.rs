//! What the kinds of change are called, and what to do about them.

use std::collections::BTreeMap;

use super::short;
use crate::{
    compare::{Base, Comparison, DateChange, DateChanges, DateKind, EntryChange, FeedChange, FeedState, Kind, Loss},
    diag::wording::count,
    render::words::sentence_list,
};

/// The line when there is nothing to tell.
pub(super) const NO_CHANGE: &str = "No change for subscribers.";

/// The heading above the entries of a kind.
pub(super) fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Gone => "Gone without a word",
        Kind::Cancelled => "Cancelled",
        Kind::Postponed => "Postponed",
        Kind::Moved => "Moved",
        Kind::Reinstated => "Takes place again",
        Kind::Dates => "Dates of a series",
        Kind::Renamed => "Renamed",
        Kind::Added => "Added",
        Kind::Changed => "Changed",
        Kind::Removed => "Removed, over or cancelled before",
    }
}

/// The kind after a number: "2 moved".
fn counted(kind: Kind) -> &'static str {
    match kind {
        Kind::Gone => "gone",
        Kind::Cancelled => "cancelled",
        Kind::Postponed => "postponed",
        Kind::Moved => "moved",
        Kind::Reinstated => "reinstated",
        Kind::Dates => "with other dates",
        Kind::Renamed => "renamed",
        Kind::Added => "added",
        Kind::Changed => "changed",
        Kind::Removed => "removed",
    }
}

/// "1 gone, 2 moved".
pub(super) fn counts(counts: &BTreeMap<Kind, usize>) -> String {
    counts.iter().map(|(kind, number)| format!("{number} {}", counted(*kind))).collect::<Vec<_>>().join(", ")
}

/// "1 gone, 2 moved, in 12 feeds."
pub(super) fn summary(comparison: &Comparison) -> String {
    let settings = comparison.settings.len();
    let parts = [
        (settings > 0).then(|| count(settings, "setting") + " of the whole site"),
        Some(counts(&comparison.counts())).filter(|counts| !counts.is_empty()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let feeds = count(comparison.feeds.len(), "feed");
    match (parts.is_empty(), comparison.feeds.is_empty()) {
        (true, _) => format!("{feeds} changed."),
        (false, true) => format!("{}.", parts.join("; ")),
        (false, false) => format!("{}, in {feeds}.", parts.join("; ")),
    }
}

/// What it is compared with: "Compared with 1a2b3c4d5e (origin/main)".
pub(super) fn compared_with(base: &Base) -> String {
    format!("Compared with {} ({})", short(&base.commit), base.name)
}

/// Why another commit than the one asked for.
pub(super) fn passed_over(base: &Base) -> Option<String> {
    let passed = base.passed_over.as_ref()?;
    Some(format!(
        "The site had mistakes at {} ({}): compared with the newest commit before it that has none.",
        short(&passed.commit),
        passed.mistake
    ))
}

/// What is said where there was no site.
pub(super) const FIRST: &str = "There was no site in this folder then: everything is new.";

/// What to do about an entry that subscribers lose or see twice.
pub(super) fn advice(entry: &EntryChange) -> Option<String> {
    if let Some(renamed) = entry.renamed.as_ref().filter(|renamed| !renamed.is_alias) {
        let from = &renamed.from;
        return Some(format!(
            "it was `{from}` before, so calendars may show it twice: add `aliases: [{from}]` or `id: {from}`"
        ));
    }
    let loss = entry.loss.filter(|_| entry.kind == Kind::Gone)?;
    let file = &entry.file;
    Some(match loss {
        Loss::Deleted => format!(
            "subscribers are told nothing, as `withdraw` and a later `announce` have it; to tell them, write `status: cancelled` \
             in {file}"
        ),
        Loss::Unlisted => format!(
            "it is unlisted now and subscribers are told nothing: write `status: cancelled` in {file}, or list it"
        ),
        Loss::Undated => format!(
            "its day is not known any more and subscribers are told nothing: keep `start` in {file} and write `status: postponed`"
        ),
        Loss::NoCoach => format!("subscribers are told nothing: restore it in {file}, or tell its passengers"),
    })
}

/// What to know about an entry besides its fields.
pub(super) fn notes(entry: &EntryChange) -> Vec<String> {
    let alias = entry.renamed.as_ref().filter(|renamed| renamed.is_alias);
    let feeds = |words: &str, feeds: &[String]| {
        (!feeds.is_empty()).then(|| format!("{words} {}", sentence_list(feeds.iter().map(String::as_str))))
    };
    let notes = [
        alias.map(|renamed| format!("was `{}`, whose page leads here", renamed.from)),
        feeds("leaves", &entry.leaves),
        feeds("joins", &entry.joins),
    ];
    notes.into_iter().flatten().collect()
}

/// What happens to dates: "2 dates moved".
pub(super) fn dates(dates: &DateChanges) -> String {
    let what = match dates.kind {
        DateKind::TakenOut => "taken out",
        DateKind::Cancelled => "cancelled",
        DateKind::Postponed => "postponed",
        DateKind::Moved => "moved",
        DateKind::Reinstated => "reinstated",
        DateKind::Added => "added",
        DateKind::Changed => "changed",
    };
    format!("{} {what}", count(dates.count, "date"))
}

/// A date as it was and is.
pub(super) fn date(change: &DateChange, kind: DateKind) -> (Option<&str>, Option<&str>) {
    let (before, after) = (change.before.as_deref(), change.after.as_deref());
    // Of what stays where it is one side says it all.
    if kind == DateKind::Moved { (before, after) } else { (None, after.or(before)) }
}

/// What happens to a feed: "1 added, 2 moved".
pub(super) fn feed(feed: &FeedChange) -> String {
    let entries = if feed.entries == 1 { "1 entry".to_owned() } else { format!("{} entries", feed.entries) };
    match feed.state {
        FeedState::New => format!("new, {entries}"),
        FeedState::Gone => format!("gone altogether, with {entries}: who subscribed to it gets an error"),
        FeedState::Kept => {
            let renamed = feed.renamed.as_ref().map(|(before, after)| format!("named {after:?}, before {before:?}"));
            let counts = Some(counts(&feed.counts)).filter(|counts| !counts.is_empty());
            counts.into_iter().chain(renamed).collect::<Vec<_>>().join(", ")
        }
    }
}
