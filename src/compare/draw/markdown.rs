//! For a comment on a pull request.

use super::{Base, escape::escape, words};
use crate::compare::{Comparison, DateChanges, EntryChange, FeedChange, FeedState, FieldChange, Kind, SettingChange};

/// A comment holds 65,536 characters on GitHub: so many bytes are for entries, and so many for feeds.
const ROOM: (usize, usize) = (40_000, 14_000);

pub(super) fn draw(comparison: &Comparison, base: &Base) -> String {
    let mut text = "### What subscribers will see\n\n".to_owned();
    if comparison.is_empty() {
        text += &format!("{} {}.\n", words::NO_CHANGE, escape(&words::compared_with(base)));
    } else {
        text += &format!("**{}** {}.\n", words::summary(comparison), escape(&words::compared_with(base)));
    }
    let notes = [words::passed_over(base), comparison.is_first.then(|| words::FIRST.to_owned())];
    notes.iter().flatten().for_each(|note| text += &format!("\n{}\n", escape(note)));
    text += &settings(&comparison.settings);
    text += &entries(&comparison.entries);
    text + &feeds(&comparison.feeds)
}

fn settings(settings: &[SettingChange]) -> String {
    if settings.is_empty() {
        return String::new();
    }
    let row = |change: &SettingChange| {
        let mark = if change.breaks { "**Breaks subscriptions:** " } else { "" };
        let (before, after) = (escape(&change.before), escape(&change.after));
        format!("| `{}` | {before} | {after} | {mark}{} |\n", change.setting, escape(&change.meaning))
    };
    let rows: String = settings.iter().map(row).collect();
    format!("\n| The whole site | Before | After | |\n|---|---|---|---|\n{rows}")
}

fn entries(entries: &[EntryChange]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let rows = within(ROOM.0, entries.iter().map(entry));
    format!("\n| | Event | Before | After |\n|---|---|---|---|\n{}{}", rows.0, more(entries.len() - rows.1))
}

/// As many rows as there is room for, and how many those are.
fn within(room: usize, rows: impl Iterator<Item = String>) -> (String, usize) {
    let (mut text, mut number) = (String::new(), 0);
    for row in rows {
        if text.len() + row.len() > room {
            break;
        }
        text += &row;
        number += 1;
    }
    (text, number)
}

fn more(number: usize) -> String {
    if number == 0 { String::new() } else { format!("\nAnd {number} more: run `handbill diff` to see them.\n") }
}

fn entry(entry: &EntryChange) -> String {
    let mut cells = Cells::default();
    let moved = |name| entry.fields.iter().any(|field| field.field == name && field.moves);
    let place = entry.place.as_ref().filter(|_| !moved("place"));
    let when = Some(&entry.when).filter(|_| !moved("start"));
    let standing: Vec<String> = when.into_iter().chain(place).map(|part| escape(part)).collect();
    let standing = standing.join(", ");
    match entry.kind {
        Kind::Gone | Kind::Removed => cells.push(&standing, "gone"),
        Kind::Added => cells.push("", &standing),
        _ => {}
    }
    entry.fields.iter().for_each(|change| cells.field(change));
    entry.dates.iter().for_each(|dates| cells.dates(dates));
    let notes = words::notes(entry).into_iter().chain(words::advice(entry));
    let notes: String = notes.map(|note| format!("<br>{}", escape(&note))).collect();
    let under = if matches!(entry.kind, Kind::Gone | Kind::Removed | Kind::Added) { "" } else { &*standing };
    let under = if under.is_empty() { String::new() } else { format!("<br>{under}") };
    let title = escape(&entry.title);
    format!(
        "| **{}** | **{title}** (`{}`){under}{notes} | {} | {} |\n",
        words::heading(entry.kind),
        entry.id,
        cells.before.join("<br>"),
        cells.after.join("<br>")
    )
}

/// Old and new, line beside line.
#[derive(Default)]
struct Cells {
    before: Vec<String>,
    after: Vec<String>,
}

impl Cells {
    fn push(&mut self, before: &str, after: &str) {
        self.before.push(before.to_owned());
        self.after.push(after.to_owned());
    }

    fn field(&mut self, change: &FieldChange) {
        let name = change.field.replace('_', "\\_");
        let value = |value: &Option<String>| {
            let text = value.as_deref().map_or_else(|| "nothing".to_owned(), escape);
            format!("{name}: {text}")
        };
        match (&change.before, &change.after) {
            (None, None) => self.push("", &format!("{name} changed")),
            (before, after) => self.push(&value(before), &value(after)),
        }
    }

    fn dates(&mut self, dates: &DateChanges) {
        self.push("", &format!("{}:", words::dates(dates)));
        for change in &dates.next {
            let (before, after) = words::date(change, dates.kind);
            self.push(&before.map(escape).unwrap_or_default(), &escape(after.unwrap_or_default()));
        }
        if dates.count > dates.next.len() {
            self.push("", &format!("and {} more", dates.count - dates.next.len()));
        }
    }
}

fn feeds(feeds: &[FeedChange]) -> String {
    if feeds.is_empty() {
        return String::new();
    }
    let row = |feed: &FeedChange| format!("| `{}` | {} |\n", feed.path, escape(&words::feed(feed)));
    let table = |rows: &str| format!("| Feed | |\n|---|---|\n{rows}");
    let (gone, others): (Vec<_>, Vec<_>) = feeds.iter().partition(|feed| feed.state == FeedState::Gone);
    let mut text = String::new();
    if !gone.is_empty() {
        let rows = within(ROOM.1 / 2, gone.iter().map(|feed| row(feed)));
        text += &format!("\n{}{}", table(&rows.0), more(gone.len() - rows.1));
    }
    if !others.is_empty() {
        let rows = within(ROOM.1 / 2, others.iter().map(|feed| row(feed)));
        let (table, more) = (table(&rows.0), more(others.len() - rows.1));
        text += &format!("\n<details>\n<summary>Feeds</summary>\n\n{table}{more}\n</details>\n");
    }
    text
}
