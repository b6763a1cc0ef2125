//! What was measured, as Markdown.

use std::{fmt, time::Duration};

/// Tables, the limits first.
#[derive(Default)]
pub struct Report {
    limits: Vec<Limit>,
    tables: Vec<Table>,
    notes: Vec<String>,
}

struct Limit {
    what: String,
    measured: String,
    limit: String,
    /// What was measured, as a share of the limit.
    share: f64,
}

/// A table of text.
pub struct Table {
    title: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(title: &'static str, head: &[&'static str]) -> Self {
        Self { title, head: head.to_vec(), rows: Vec::new() }
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }
}

impl Report {
    /// A limit on a time. The yardstick is named where it was measured beside it.
    pub fn time(&mut self, what: impl Into<String>, measured: Duration, limit: Duration, yardstick: &str) {
        self.limit(
            what,
            milliseconds(measured),
            milliseconds(limit),
            measured.as_secs_f64() / limit.as_secs_f64(),
            yardstick,
        );
    }

    /// A limit on bytes.
    pub fn memory(&mut self, what: impl Into<String>, measured: f64, limit: f64) {
        self.limit(what, bytes(measured), bytes(limit), measured / limit, "");
    }

    fn limit(&mut self, what: impl Into<String>, measured: String, limit: String, share: f64, yardstick: &str) {
        let limit = if yardstick.is_empty() { limit } else { format!("{limit} ({yardstick})") };
        let what = what.into();
        eprintln!("  {what}: {measured}, limit {limit}");
        self.limits.push(Limit { what, measured, limit, share });
    }

    pub fn table(&mut self, table: Table) {
        self.tables.push(table);
    }

    /// Says what is left out, and what would bring it in.
    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        eprintln!("  {text}");
        self.notes.push(text);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.limits.is_empty() {
            writeln!(f, "\n| | measured | limit | of the limit | |\n|---|---|---|---|---|")?;
        }
        for Limit { what, measured, limit, share } in &self.limits {
            let verdict = if *share <= 1.0 { "within" } else { "**over**" };
            writeln!(f, "| {what} | {measured} | {limit} | {share:.2} | {verdict} |")?;
        }
        for Table { title, head, rows } in &self.tables {
            writeln!(f, "\n{title}:\n\n| {} |\n|{}", head.join(" | "), "---|".repeat(head.len()))?;
            rows.iter().try_for_each(|row| writeln!(f, "| {} |", row.join(" | ")))?;
        }
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

pub fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    if milliseconds < 10.0 {
        format!("{milliseconds:.1} ms")
    } else {
        format!("{} ms", number(milliseconds.round() as u64))
    }
}

/// Bytes as megabytes or kilobytes.
pub fn bytes(bytes: f64) -> String {
    if bytes < 1e5 { format!("{:.1} KB", bytes / 1e3) } else { format!("{:.0} MB", bytes / 1e6) }
}

/// "12,345"
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many times a time is another.
pub fn times(time: Duration, other: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() / other.as_secs_f64())
}
