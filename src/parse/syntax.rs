//! What the YAML parser could not read, said so that a volunteer can mend it.

use granit_parser::{ErrorKind, ScanError};

use super::tree::DEPTH_LIMIT;
use crate::{
    diag::{Code, Diagnostic},
    source::{FileId, Span},
};

/// Turns the parser's error into a diagnostic with a place and a cure.
pub(super) fn explain(file: FileId, text: &str, error: &ScanError) -> Box<Diagnostic> {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let span = Span::new(file, place(text, at));
    let found = match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            Diagnostic::new(Code::YamlLimit, span, format!("lists and mappings lie more than {DEPTH_LIMIT} deep"))
                .help("nothing in this format needs more than six levels: look for brackets that were not closed")
        }
        kind => {
            let said = error.info().trim_end_matches('.').to_owned();
            Diagnostic::new(Code::InvalidYaml, span, format!("this is not YAML: {said}")).help_if(cure(kind, text, at))
        }
    };
    Box::new(found)
}

/// The character at the fault, or the one before it at the end of a line.
fn place(text: &str, at: usize) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(at);
    match text[start..].chars().next() {
        Some(c) if c != '\n' && c != '\r' => start..start + c.len_utf8(),
        _ => start..start,
    }
}

fn cure(kind: &ErrorKind, text: &str, at: usize) -> Option<String> {
    let advice = match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation => "indent with spaces, not with tabs",
        ErrorKind::UnclosedQuotedScalar => "close the quotation mark that opens here",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => "close the bracket that opens here",
        ErrorKind::UnknownAnchor => {
            "a value that begins with `*` is an alias in YAML: put it in quotation marks, such as \"*free*\""
        }
        ErrorKind::UnexpectedCharacter { .. } => "put the value in quotation marks",
        ErrorKind::UnknownQuotedScalarEscape => {
            "inside \"…\" a backslash must be written twice; inside '…' it stands for itself"
        }
        _ if second_colon(text, at) => "a value that holds `: ` must stand in quotation marks: title: \"Rally: the sequel\"",
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidSimpleKey | ErrorKind::SimpleKeyExpected => {
            "check the indentation: fields that belong together begin in the same column, and each is `name: value`"
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

/// Whether the line at `at` has `: ` in its value, the commonest slip of all.
fn second_colon(text: &str, at: usize) -> bool {
    let start = text[..text.floor_char_boundary(at)].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or("");
    line.matches(": ").count() > 1 && !line.contains(['"', '\'', '{', '['])
}
