//! Drawing diagnostics: for people, for one-line tools, for programs and for GitHub's pages.
//!
//! The bytes depend on the diagnostics and the sources alone, never on the terminal or the machine.

mod excerpt;
mod github;
mod human;
mod json;
mod places;
mod short;
mod visible;

use places::Places;
pub use visible::visible_line;

use super::Diagnostic;
use crate::source::SourceSet;

/// A way to draw diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As rustc does it: the source line with the place underlined, then why and what to write instead.
    Human,
    /// `path:line:column: error[code]: message (help)`, one line each.
    Short,
    /// One JSON object a line; its fields are described at the head of `json.rs`.
    Json,
    /// Workflow commands that GitHub shows as annotations beside the changed lines.
    Github,
}

/// How many diagnostics are drawn with their source lines; nobody looks at the next, and a file may hold a hundred thousand
/// mistakes. Each of the others is still told, in the short format.
const PICTURES: usize = 1000;

/// Draws diagnostics in the order given, each ended by a line end; `colour` adds terminal escapes to the human format.
pub fn emit(format: Format, diagnostics: &[Diagnostic], sources: &SourceSet, colour: bool) -> String {
    emit_below("", format, diagnostics, sources, colour)
}

/// As [`emit`], with `folder` before every path: the way from where the user stands to the site (`calendar/`, `../`, or
/// nothing), so that an editor, a terminal or GitHub finds the file.
pub fn emit_below(
    folder: &str,
    format: Format,
    diagnostics: &[Diagnostic],
    sources: &SourceSet,
    colour: bool,
) -> String {
    let places = Places::new(folder, sources, diagnostics);
    let draw = |(number, found): (usize, &Diagnostic)| match format {
        Format::Human if number < PICTURES => human::draw(found, &places, colour),
        Format::Human | Format::Short => short::draw(found, &places),
        Format::Json => json::draw(found, &places),
        Format::Github => github::draw(found, &places),
    };
    diagnostics.iter().enumerate().map(draw).collect()
}

#[cfg(test)]
mod tests;
