//! Drawing a comparison: for people at a terminal, for a comment on a pull request, for programs.

mod escape;
mod human;
mod json;
mod markdown;
mod words;

use super::Comparison;

/// A way to draw a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Grouped, an event a line or two, with colours where they are wanted.
    Human {
        /// Whether to colour.
        colour: bool,
    },
    /// For a comment on GitHub or GitLab; nothing that an author writes breaks out of its place.
    Markdown,
    /// One object; its fields are described in `docs/diff.md`.
    Json,
}

/// What the site is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// How it was asked for: `origin/main`.
    pub name: String,
    /// The whole hash of the commit.
    pub commit: String,
    /// The commit that was asked for, where its site has mistakes.
    pub passed_over: Option<PassedOver>,
}

/// A commit that cannot be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassedOver {
    /// Its whole hash.
    pub commit: String,
    /// Its first mistake, in one line.
    pub mistake: String,
}

/// Draws a comparison, ended by a line end.
pub fn draw(format: Format, comparison: &Comparison, base: &Base) -> String {
    match format {
        Format::Human { colour } => human::draw(comparison, base, colour),
        Format::Markdown => markdown::draw(comparison, base),
        Format::Json => json::draw(comparison, base),
    }
}

/// A commit as people name it.
fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}
