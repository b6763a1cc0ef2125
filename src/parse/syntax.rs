//! What the YAML parser could not read, said so that a volunteer can mend it.
//!
//! The parser says what it met; the author needs to know what to change. So its words are used only where the slip behind
//! them cannot be guessed from the text around.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use super::{
    lines::{Line, SHOWN},
    tree::DEPTH_LIMIT,
};
use crate::{
    diag::{Code, Diagnostic},
    source::{FileId, Span},
};

/// What is wrong in a text, where, and what mends it.
struct Fault {
    code: Code,
    at: Range<usize>,
    said: String,
    help: String,
    /// Another place that has to do with it.
    also: Option<(Range<usize>, &'static str)>,
}

impl Fault {
    fn new(at: Range<usize>, said: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code: Code::InvalidYaml, at, said: said.into(), help: help.into(), also: None }
    }

    fn also(self, at: Range<usize>, label: &'static str) -> Self {
        Self { also: Some((at, label)), ..self }
    }
}

/// Turns the parser's error into a diagnostic with a place and a cure.
pub(super) fn explain(file: FileId, text: &str, error: &ScanError) -> Box<Diagnostic> {
    let at = text.floor_char_boundary(error.marker().byte_offset().unwrap_or(0).min(text.len()));
    let fault = fault(error, text, at);
    let place = |range: Range<usize>| Span::new(file, range);
    let found = Diagnostic::new(fault.code, place(fault.at), fault.said).help(fault.help);
    Box::new(match fault.also {
        Some((range, label)) => found.also(place(range), label),
        None => found,
    })
}

fn fault(error: &ScanError, text: &str, at: usize) -> Fault {
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => Fault {
            code: Code::YamlLimit,
            ..Fault::new(
                character(text, at),
                format!("lists and mappings lie more than {DEPTH_LIMIT} deep"),
                "nothing in this format needs more than six levels: look for brackets that were not closed",
            )
        },
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => tab(text, at),
        ErrorKind::UnexpectedCharacter { character } => unexpected(*character, text, at),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => {
            after_quote(text, at)
        }
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            Fault::new(character(text, at), "the quotation mark is not closed", CLOSE_QUOTE)
        }
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => escape(text, at),
        ErrorKind::UnclosedFlowCollection { .. } => unclosed(text, at, None),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => Fault::new(
            character(text, at),
            format!("the bracket `{open}` is closed by `{close}`"),
            format!("close it with `{}`", if *open == '[' { ']' } else { '}' }),
        ),
        ErrorKind::MisplacedFlowCollectionEnd => Fault::new(
            character(text, at),
            "a closing bracket without an opening one",
            "remove it, or put the value that it belongs to in quotation marks",
        ),
        ErrorKind::InvalidColonPlacement
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::FlowMappingValueAdjacentCollection
        | ErrorKind::BlockEntryInFlowCollection
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping => in_brackets(text, at),
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::SimpleKeyExpected
        | ErrorKind::InvalidSimpleKey
        | ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::BlockSequenceEntryNotAllowed
        | ErrorKind::ExpectedBlockSequenceEntry => layout(text, at),
        ErrorKind::BomInsideDocument => Fault {
            code: Code::InvalidText,
            ..Fault::new(
                character(text, at),
                "the text holds a byte order mark, which nobody sees (U+FEFF)",
                "remove it; it often comes along when files are joined or text is pasted",
            )
        },
        ErrorKind::MissingAnchorOrAliasName => match text[at..].chars().next() {
            Some(mark) => unexpected(mark, text, at),
            None => layout(text, at),
        },
        ErrorKind::UnknownAnchor => alias(text, at),
        ErrorKind::InvalidBlockScalarHeader => Fault::new(
            character(text, at),
            "text in the line in which `|` or `>` begins a block of text",
            "begin the text in the next line, indented by two spaces",
        ),
        _ => Fault::new(
            character(text, at),
            format!("this is not YAML: {}", error.info().trim_end_matches('.')),
            "put the value in quotation marks, or check the indentation",
        ),
    }
}

/// The character at the fault, or the one before it at the end of a line.
fn character(text: &str, at: usize) -> Range<usize> {
    match text[at..].chars().next() {
        Some(c) if c != '\n' && c != '\r' => at..at + c.len_utf8(),
        _ => at..at,
    }
}

/// The parser notices a tab late, at the start of what it was reading.
fn tab(text: &str, at: usize) -> Fault {
    let start = Line::at(text, at).start;
    let tab = text[start..].find('\t').map_or(at, |found| start + found);
    Fault::new(character(text, tab), "a tab where only spaces may stand", "indent with spaces, not with tabs")
}

fn unexpected(met: char, text: &str, at: usize) -> Fault {
    if !met.is_control() {
        let said = format!("a value cannot begin with `{met}`");
        return Fault::new(character(text, at), said, "put the value in quotation marks");
    }
    let place = text[at..].find(met).map_or(at, |found| at + found);
    let (said, help) = control_character(met);
    Fault { code: Code::InvalidText, ..Fault::new(character(text, place), said, help) }
}

/// What is said of a character that no text may hold.
pub(super) fn control_character(met: char) -> (String, &'static str) {
    let said = format!("the text holds a control character (U+{:04X})", u32::from(met));
    (said, "remove it; it often comes along when text is pasted from another program")
}

fn after_quote(text: &str, at: usize) -> Fault {
    let rest = at..Line::at(text, at).end_of_words();
    let close = text[..at].rfind(['"', '\'']).unwrap_or(at);
    let open = text[..close].rfind(text[close..].chars().next().unwrap_or('"'));
    // A mark that was forgotten is closed by the next one in the file.
    if let Some(open) = open.filter(|open| text[*open..close].contains(":") && text[*open..close].contains('\n')) {
        return Fault::new(character(text, open), "the quotation mark is not closed", CLOSE_QUOTE)
            .also(rest, "so that the text ends before this");
    }
    if text[close..at].len() == 1 && text[..at].ends_with('\'') {
        let help = "inside '…' an apostrophe is written twice (''); or put \"…\" around the text";
        return Fault::new(rest, "the apostrophe ends the text that '…' stands around", help);
    }
    let help =
        "quotation marks stand around the whole value; those inside it are of the other sort: '\"Stop\" Trident'";
    Fault::new(rest, "text after the closing quotation mark", help)
}

/// What mends a text without its closing mark.
const CLOSE_QUOTE: &str = "close it at the end of the text";

/// The parser points at the opening mark; the backslash stands somewhere behind it.
fn escape(text: &str, at: usize) -> Fault {
    let mut characters = text[at..].char_indices().skip(1);
    let mut place = character(text, at);
    while let Some((offset, c)) = characters.next() {
        if c != '\\' {
            continue;
        }
        match characters.next() {
            Some((_, known)) if "0abtnvfre \"/\\N_LP\n\r\t".contains(known) => {}
            next => {
                let end = next.map_or(offset + 1, |(at, c)| at + c.len_utf8());
                place = at + offset..at + end;
                break;
            }
        }
    }
    let said = format!("`{}` means nothing inside \"…\"", &text[place.clone()]);
    Fault::new(place, said, "inside \"…\" a backslash is written twice; inside '…' it stands for itself")
}

fn alias(text: &str, at: usize) -> Fault {
    let length = text[at..].find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(text.len() - at);
    let place = at..text.floor_char_boundary(at + length.clamp(1, SHOWN));
    let said = format!("`{}` stands for a value named elsewhere in the file, and there is none", &text[place.clone()]);
    Fault::new(place, said, "put a value that begins with `*` in quotation marks, such as \"*free*\"")
}

/// A bracket that is never closed; `noticed` is where that becomes plain.
fn unclosed(text: &str, bracket: usize, noticed: Option<usize>) -> Fault {
    let help = if Line::at(text, bracket).has_comment_for_value(text) {
        "`#` after a blank begins a comment: put a value that begins with `#` in quotation marks"
    } else {
        "close it where its list or mapping ends"
    };
    let fault = Fault::new(character(text, bracket), "the bracket is not closed", help);
    match noticed {
        Some(at) => fault.also(character(text, at), "this does not fit between brackets"),
        None => fault,
    }
}

fn in_brackets(text: &str, at: usize) -> Fault {
    let line = Line::at(text, at);
    match open_bracket(&text[..at]) {
        Some(bracket) if bracket < line.start => unclosed(text, bracket, Some(at)),
        bracket => {
            let help = if text[at..].starts_with([':', '\'', '"']) {
                "put a value that holds `:` or quotation marks in quotation marks as a whole"
            } else {
                "put a comma between two entries, and a value that holds a bracket in quotation marks"
            };
            let fault = Fault::new(character(text, at), "this does not fit between brackets", help);
            match bracket {
                Some(bracket) => fault.also(character(text, bracket), "they open here"),
                None => fault,
            }
        }
    }
}

/// The last bracket that is open at the end of a text.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut before = '\n';
    for (at, c) in text.char_indices() {
        let begins = before.is_whitespace() || "[{,:".contains(before);
        match (quote, c) {
            (Some(mark), _) if mark == c || (mark == '#' && c == '\n') => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') if begins => quote = Some(c),
            (None, '#') if before.is_whitespace() => quote = Some(c),
            (None, '[' | '{') if begins => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
    open.pop()
}

/// A line that does not fit under the lines above it.
fn layout(text: &str, at: usize) -> Fault {
    let line = Line::at(text, at);
    let above = line.above(text);
    if line.has_second_colon(text) {
        let quoted = line.with_value_quoted(text).map(|quoted| format!(": {quoted}")).unwrap_or_default();
        return Fault::new(
            character(text, at),
            "a second `: ` in one line",
            format!("put the value in quotation marks{quoted}"),
        );
    }
    if let Some(mark) = line.mark_for_value(text) {
        let said = format!("a value cannot begin with `{mark} `");
        return Fault::new(character(text, at), said, "put the value in quotation marks");
    }
    if line.words(text).starts_with("- ") {
        let help = "begin every entry of a list in the same column, below the field that it belongs to";
        return Fault::new(character(text, line.first_word), "a list entry where a field is expected", help);
    }
    match above {
        _ if !line.is_field(text) => no_field(text, &line, above),
        Some(above) if !above.is_field(text) && above.indent() == line.indent() => {
            no_field(text, &above, above.above(text))
        }
        Some(above) if above.indent() < line.indent() && !above.opens_block(text) => {
            let help = "begin both lines in the same column";
            Fault::new(line.place(), "this line is further in than the line above, which is complete without it", help)
                .also(above.place(), "the line above")
        }
        _ => Fault::new(
            line.place(),
            "this line begins in another column than the lines that it belongs to",
            "fields that belong together begin in the same column",
        ),
    }
}

fn no_field(text: &str, line: &Line, above: Option<Line>) -> Fault {
    let words = line.words(text);
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| words.starts_with(mark)) {
        let help = "keep the lines of one side, and remove those with <<<<<<<, ======= and >>>>>>>";
        return Fault::new(line.place(), "the file holds both sides of a merge that was not finished", help);
    }
    let help = match words.split_once(':') {
        _ if above.is_some_and(|above| above.opens_text(text)) => {
            "indent the text below `|` or `>` by two spaces".to_owned()
        }
        Some((name, value)) if words.len() <= SHOWN && !name.is_empty() && !name.contains(' ') && !value.is_empty() => {
            format!("write a blank after the colon: {name}: {}", value.trim_start())
        }
        _ => "give it a name and a colon, or indent it where it belongs to the text above".to_owned(),
    };
    Fault::new(line.place(), "this line is no `name: value`", help)
}
