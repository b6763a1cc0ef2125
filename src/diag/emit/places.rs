//! Lines and columns of many places in one file, each found without reading the file again.

use std::{collections::BTreeMap, ops::Range};

use super::visible::visible_line;
use crate::{
    diag::{Diagnostic, Label},
    source::{FileId, Origin, SourceSet, Span},
};

/// Where a span starts and ends, all from 1; columns count characters and the end is just after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

/// The files that a list of diagnostics speaks of.
pub(super) struct Places<'a> {
    folder: &'a str,
    sources: &'a SourceSet,
    tables: BTreeMap<FileId, Table<'a>>,
}

impl<'a> Places<'a> {
    pub(super) fn new(folder: &'a str, sources: &'a SourceSet, diagnostics: &[Diagnostic]) -> Self {
        let mut tables = BTreeMap::new();
        for label in diagnostics.iter().flat_map(labels) {
            let file = label.span.file;
            tables.entry(file).or_insert_with(|| Table::new(sources.file(file).text()));
        }
        Self { folder, sources, tables }
    }

    /// The path of a file as the user would type it; of a built-in file, one that nobody takes for a file of the site.
    pub(super) fn path(&self, file: FileId) -> String {
        let file = self.sources.file(file);
        let folder = match file.origin {
            Origin::User => self.folder,
            Origin::BuiltIn => "<built-in>/",
        };
        format!("{folder}{}", file.path)
    }

    /// `path:line:column` of the start of a span, safe to show; the path alone of a file without text.
    pub(super) fn told(&self, span: Span) -> String {
        let path = visible_line(&self.path(span.file));
        self.place(span).map_or_else(|| path.clone(), |place| format!("{path}:{}:{}", place.line, place.column))
    }

    /// Where a span stands; nothing in a file without text.
    pub(super) fn place(&self, span: Span) -> Option<Place> {
        let table = self.table(span.file)?;
        let (line, column) = table.position(span.start());
        let (end_line, end_column) = table.position(span.end().max(span.start()));
        Some(Place { line, column, end_line, end_column })
    }

    /// The text of a line, which counts from 1, without its end and a byte order mark, and where it stands in the file.
    pub(super) fn line(&self, file: FileId, line: usize) -> (&'a str, Range<usize>) {
        self.table(file).map_or(("", 0..0), |table| {
            let range = table.line(line);
            (&table.text[range.clone()], range)
        })
    }

    fn table(&self, file: FileId) -> Option<&Table<'a>> {
        self.tables.get(&file).filter(|table| !table.text.is_empty())
    }
}

fn labels(found: &Diagnostic) -> impl Iterator<Item = &Label> {
    std::iter::once(&found.primary).chain(&found.secondary)
}

/// Bytes between two counted places: a file may be one line of megabytes with a hundred thousand mistakes in it.
const STRIDE: usize = 1024;

/// Some editors write it at the start of a file, and none shows it.
const BYTE_ORDER_MARK: char = '\u{feff}';

struct Table<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// How many characters begin before each multiple of [`STRIDE`].
    characters: Vec<usize>,
}

impl<'a> Table<'a> {
    fn new(text: &'a str) -> Self {
        let after_line_ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(after_line_ends.map(|(at, _)| at + 1)).collect();
        let counted = text.as_bytes().chunks(STRIDE).scan(0, |before, chunk| {
            let here = *before;
            *before += characters(chunk);
            Some(here)
        });
        let characters = counted.collect();
        Self { text, line_starts, characters }
    }

    /// Line and column of a byte, both from 1. A byte order mark takes no column: no editor shows it.
    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let hidden = usize::from(start == 0 && offset > 0 && self.starts_with_mark());
        (line, self.characters_before(offset) - self.characters_before(start) - hidden + 1)
    }

    fn starts_with_mark(&self) -> bool {
        self.text.starts_with(BYTE_ORDER_MARK)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = (offset / STRIDE).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(stride).copied().unwrap_or(0);
        counted + characters(&self.text.as_bytes()[stride * STRIDE..offset])
    }

    fn line(&self, line: usize) -> Range<usize> {
        let mark = if line == 1 && self.starts_with_mark() { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let start = self.line_starts[line - 1] + mark;
        let end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[start..end];
        start..start + text.strip_suffix('\r').unwrap_or(text).len()
    }
}

/// Characters that begin in these bytes of UTF-8 text.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_agree_with_plain_counting() {
        let text = format!("{}\r\nä: ü\n\nlast", "é😀x".repeat(700));
        let table = Table::new(&text);
        for (offset, _) in text.char_indices() {
            let before = &text[..offset];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            assert_eq!(table.position(offset), (line, column), "at byte {offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let table = Table::new("\u{feff}title: x\ny: z");
        assert_eq!(table.position(3), (1, 1));
        assert_eq!(table.position(0), (1, 1));
        assert_eq!(table.position(12), (2, 1));
    }

    #[test]
    fn a_line_has_no_line_end() {
        let table = Table::new("a\r\nb\n");
        assert_eq!([table.line(1), table.line(2), table.line(3)], [0..1, 3..4, 5..5]);
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(Table::new("ab").position(99), (1, 3));
        assert_eq!(Table::new(&"a".repeat(STRIDE)).position(STRIDE), (1, STRIDE + 1));
    }
}
