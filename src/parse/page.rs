//! Pages of a site's own: fields between two lines of `---`, which may be missing, and text.

use std::ops::Range;

use super::{RawPageFields, Text, reader::Read, tree};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::{FileId, Span, Spanned},
};

/// A page as it is written.
#[derive(Clone, Debug)]
pub struct RawPage {
    /// Its fields.
    pub fields: Option<RawPageFields>,
    /// Its text.
    pub text: Text,
}

/// Reads a page; nothing where it holds a mistake of form, which is reported.
pub(super) fn read(file: FileId, text: &str, found: &mut Diagnostics) -> Option<RawPage> {
    let fence = match fenced(text) {
        Ok(fence) => fence,
        Err(opening) => {
            let finding =
                Diagnostic::new(Code::InvalidYaml, Span::new(file, opening), "the fields of this page do not end");
            found.push(finding.help("write a line of `---` below the last of them"));
            return None;
        }
    };
    // The first line is the beginning of a document in YAML too, so that all places are those of the file.
    let node = match tree::read(file, &text[..fence.start], found) {
        Ok(node) => node.filter(|node| !node.is_empty()),
        Err(finding) => {
            found.push(*finding);
            return None;
        }
    };
    let fields = match node {
        Some(node) => Some(RawPageFields::read(&node, found)?),
        None => None,
    };
    let span = Span::new(file, fence.end..text.len());
    Some(RawPage { fields, text: Spanned::new(text[fence.end..].into(), span) })
}

/// Where the line below the fields stands; nothing at the beginning of a text that has none.
///
/// # Errors
/// Where the first line stands, when there is none below the fields.
fn fenced(text: &str) -> Result<Range<usize>, Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let is_fence = line.trim_end() == "---";
        match number {
            0 if !is_fence => return Ok(start..start),
            0 => {}
            _ if is_fence => return Ok(at..at + line.len()),
            _ => {}
        }
        at += line.len();
    }
    if at == start { Ok(start..start) } else { Err(start..start + 3) }
}
