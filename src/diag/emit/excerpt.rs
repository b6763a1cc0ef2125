//! The few lines of a file that a diagnostic speaks of, cut out and made safe to show.
//!
//! annotate-snippets reads all the text that it is given, each time; so it is given no more than it draws. That keeps a
//! hundred thousand mistakes in one file, or a line of eight megabytes, from taking minutes.

use std::ops::Range;

use super::{
    places::Places,
    visible::{visible, visible_line},
};
use crate::diag::Label;

/// Lines longer than this, in bytes, are cut around the primary, else their first mark.
const LONG_LINE: usize = 1000;
/// What is left of a cut line before the mark and after its start, in bytes.
const KEPT: (usize, usize) = (60, 300);
/// Marks further apart than this stand in excerpts of their own, in lines.
const FAR: usize = 100;
/// What stands for text that was cut away.
const ELLIPSIS: &str = "…";

/// A place to underline, as a range of bytes of an excerpt's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    pub(super) text: String,
    pub(super) primary: bool,
}

/// Neighbouring lines of one file with the marks in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// Where the file and the primary, else the first mark are: `path:line:column`.
    pub(super) place: String,
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

/// A label and the line that it starts on.
struct Placed<'a> {
    label: &'a Label,
    line: usize,
    primary: bool,
}

/// The excerpts to draw, the one with the primary label first. Labels in files without text have none.
pub(super) fn excerpts<'a>(primary: &'a Label, secondary: &'a [Label], places: &Places<'_>) -> Vec<Excerpt> {
    let mut placed: Vec<Placed<'_>> = std::iter::once((primary, true))
        .chain(secondary.iter().map(|label| (label, false)))
        .filter_map(|(label, primary)| {
            let line = places.place(label.span)?.line;
            Some(Placed { label, line, primary })
        })
        .collect();
    placed.sort_by_key(|placed| (placed.label.span.file, placed.line, placed.label.span.start()));
    let mut excerpts: Vec<Excerpt> = placed
        .chunk_by(|a, b| a.label.span.file == b.label.span.file && b.line - a.line <= FAR)
        .map(|near| excerpt(near, places))
        .collect();
    excerpts.sort_by_key(|excerpt| !excerpt.marks.iter().any(|mark| mark.primary));
    excerpts
}

/// Lines without a mark that are not drawn are left empty: only their number counts.
fn excerpt(placed: &[Placed<'_>], places: &Places<'_>) -> Excerpt {
    let mut excerpt = Excerpt {
        place: places.told(told(placed).label.span),
        first_line: placed[0].line,
        text: String::new(),
        marks: Vec::new(),
    };
    for marked in placed.chunk_by(|a, b| a.line == b.line) {
        excerpt.push_lines_before(&marked[0], places);
        excerpt.push_marked_line(marked, places);
    }
    excerpt
}

impl Excerpt {
    /// A single line between two marked ones is drawn; of more, only their number counts.
    fn push_lines_before(&mut self, marked: &Placed<'_>, places: &Places<'_>) {
        let next_line = self.first_line + self.text.matches('\n').count();
        for line in next_line..marked.line {
            if marked.line - next_line == 1 {
                let text = places.line(marked.label.span.file, line).0;
                self.text.push_str(&visible(&text[..text.floor_char_boundary(LONG_LINE)]));
            }
            self.text.push('\n');
        }
    }

    fn push_marked_line(&mut self, marked: &[Placed<'_>], places: &Places<'_>) {
        let (line, at) = places.line(marked[0].label.span.file, marked[0].line);
        let told = told(marked).label.span.start();
        let kept = kept(line, told.saturating_sub(at.start));
        let lead = if kept.start > 0 { ELLIPSIS } else { "" };
        let tail = if kept.end < line.len() { ELLIPSIS } else { "" };
        let base = self.text.len() + lead.len();
        let shown = |offset: usize| {
            let within = offset.saturating_sub(at.start).clamp(kept.start, kept.end);
            base + visible(&line[kept.start..line.floor_char_boundary(within)]).len()
        };
        self.marks.extend(marked.iter().map(|placed| Mark {
            range: shown(placed.label.span.start())..shown(placed.label.span.end()),
            text: visible_line(&placed.label.text),
            primary: placed.primary,
        }));
        let text = format!("{lead}{}{tail}", visible(&line[kept.clone()]));
        // An empty line at the end of the text would be no line at all to the drawing.
        self.text.push_str(if text.is_empty() { " " } else { &text });
        self.text.push('\n');
    }
}

/// The primary label, else the first.
fn told<'a, 'b>(placed: &'b [Placed<'a>]) -> &'b Placed<'a> {
    let primary = placed.iter().find(|placed| placed.primary);
    primary.unwrap_or(&placed[0])
}

/// Which bytes of a line are shown when the mark that it is about starts at this byte of it.
fn kept(line: &str, mark: usize) -> Range<usize> {
    if line.len() <= LONG_LINE {
        return 0..line.len();
    }
    let start = line.floor_char_boundary(mark.min(line.len()).saturating_sub(KEPT.0));
    let end = line.floor_char_boundary(mark.saturating_add(KEPT.1).min(line.len()));
    start..end
}
