//! For people at a terminal.

use anstyle::{AnsiColor, Style};

use super::{Base, words};
use crate::{
    compare::{Comparison, DateChanges, EntryChange, FeedChange, FeedState, FieldChange, Kind, SettingChange},
    diag::emit::visible_line,
    render::words::cut,
};

/// A value is cut off after so many characters.
const LONGEST: usize = 160;

pub(super) fn draw(comparison: &Comparison, base: &Base, colour: bool) -> String {
    let mut page = Page { text: String::new(), colour };
    page.line(0, &format!("{}.", words::compared_with(base)));
    if let Some(passed) = words::passed_over(base) {
        page.line(0, &page.painted(LOUD, &passed));
    }
    if comparison.is_first {
        page.line(0, words::FIRST);
    }
    if comparison.is_empty() {
        page.line(0, words::NO_CHANGE);
        return page.text;
    }
    page.settings(&comparison.settings);
    for kind in Kind::ALL {
        page.kind(kind, comparison.entries.iter().filter(|entry| entry.kind == kind));
    }
    page.feeds(&comparison.feeds);
    page.text.push('\n');
    page.line(0, &words::summary(comparison));
    page.text
}

const LOUD: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default();
const NEW: Style = AnsiColor::Green.on_default();
const QUIET: Style = Style::new().dimmed();
const HEADING: Style = Style::new().bold();

fn style(kind: Kind) -> Style {
    match kind {
        Kind::Gone | Kind::Cancelled => LOUD,
        Kind::Postponed | Kind::Moved | Kind::Dates | Kind::Renamed => WARNING,
        Kind::Added | Kind::Reinstated => NEW,
        Kind::Changed => HEADING,
        Kind::Removed => QUIET,
    }
}

struct Page {
    text: String,
    colour: bool,
}

impl Page {
    /// Everything comes through here, so that nothing from a file moves the cursor. Colours are added afterwards.
    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn painted(&self, style: Style, text: &str) -> String {
        let text = visible_line(text);
        if self.colour { format!("{style}{text}{style:#}") } else { text }
    }

    fn heading(&mut self, style: Style, text: &str) {
        self.text.push('\n');
        self.line(0, &self.painted(style, &format!("{text}:")));
    }

    fn settings(&mut self, settings: &[SettingChange]) {
        if settings.is_empty() {
            return;
        }
        self.heading(HEADING, "The whole site");
        for change in settings {
            let (before, after) = (told(&change.before), told(&change.after));
            let style = if change.breaks { LOUD } else { WARNING };
            self.line(2, &format!("{}: {before} → {after}", self.painted(style, change.setting)));
            self.line(4, &visible_line(&change.meaning));
        }
    }

    fn kind<'a>(&mut self, kind: Kind, entries: impl Iterator<Item = &'a EntryChange>) {
        let mut entries = entries.peekable();
        if entries.peek().is_none() {
            return;
        }
        self.heading(style(kind), words::heading(kind));
        entries.for_each(|entry| self.entry(entry));
    }

    fn entry(&mut self, entry: &EntryChange) {
        let id = self.painted(style(entry.kind), &entry.id);
        let moved = |name| entry.fields.iter().any(|field| field.field == name && field.moves);
        let when = Some(&entry.when).filter(|_| !moved("start"));
        let place = entry.place.as_ref().filter(|_| !moved("place"));
        let parts = [Some(&entry.title), when, place];
        let parts: Vec<String> = parts.into_iter().flatten().map(|part| told(part)).collect();
        self.line(2, &format!("{id}  {}", parts.join(", ")));
        entry.fields.iter().for_each(|change| self.line(4, &field(change)));
        entry.dates.iter().for_each(|dates| self.dates(dates));
        words::notes(entry).iter().for_each(|note| self.line(4, &visible_line(note)));
        if let Some(advice) = words::advice(entry) {
            self.line(4, &self.painted(LOUD, &advice));
        }
    }

    fn dates(&mut self, dates: &DateChanges) {
        self.line(4, &format!("{}:", words::dates(dates)));
        for change in &dates.next {
            let (before, after) = words::date(change, dates.kind);
            let arrow = before.map(|before| format!("{} → ", told(before))).unwrap_or_default();
            self.line(6, &format!("{arrow}{}", told(after.unwrap_or_default())));
        }
        if dates.count > dates.next.len() {
            self.line(6, &format!("and {} more", dates.count - dates.next.len()));
        }
    }

    fn feeds(&mut self, feeds: &[FeedChange]) {
        if feeds.is_empty() {
            return;
        }
        self.heading(HEADING, "Feeds");
        let width = feeds.iter().map(|feed| feed.path.len()).max().unwrap_or_default().min(48);
        for feed in feeds {
            let words = match feed.state {
                FeedState::Gone => self.painted(LOUD, &words::feed(feed)),
                FeedState::New => self.painted(NEW, &words::feed(feed)),
                FeedState::Kept => visible_line(&words::feed(feed)),
            };
            self.line(2, &format!("{:width$}  {words}", feed.path));
        }
    }
}

/// "end: 5pm → 6pm", "booking: → £5", "description".
fn field(change: &FieldChange) -> String {
    match (&change.before, &change.after) {
        (None, None) => format!("{} changed", change.field),
        (Some(before), None) => format!("{}: {} → nothing", change.field, told(before)),
        (None, Some(after)) => format!("{}: nothing → {}", change.field, told(after)),
        (Some(before), Some(after)) => format!("{}: {} → {}", change.field, told(before), told(after)),
    }
}

/// A value from a file, in one line and not too long.
fn told(text: &str) -> String {
    visible_line(&cut(text, LONGEST))
}
