//! Single lines of a YAML text, looked at as an author does.

use std::ops::Range;

/// A line, as offsets into its text.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// Where the line starts.
    pub start: usize,
    /// Where its first word starts.
    pub first_word: usize,
    end: usize,
}

impl Line {
    /// The line around an offset, which must lie on a character.
    pub fn at(text: &str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let indent = text[start..end].len() - text[start..end].trim_start().len();
        Self { start, first_word: start + indent, end: start + text[start..end].trim_end().len().max(indent) }
    }

    /// The nearest line above that holds anything but a comment.
    pub fn above(&self, text: &str) -> Option<Self> {
        let mut line = *self;
        while line.start > 0 {
            line = Self::at(text, line.start - 1);
            let words = line.words(text);
            if !words.is_empty() && !words.starts_with('#') {
                return Some(line);
            }
        }
        None
    }

    /// From the first word to the last.
    pub fn place(&self) -> Range<usize> {
        self.first_word..self.end
    }

    /// Where the last word ends.
    pub fn end_of_words(&self) -> usize {
        self.end
    }

    /// What stands in the line, without blanks around it.
    pub fn words<'a>(&self, text: &'a str) -> &'a str {
        &text[self.place()]
    }

    /// How far in the line begins, in bytes.
    pub fn indent(&self) -> usize {
        self.first_word - self.start
    }

    /// Whether it is `name: value` or `name:`.
    pub fn is_field(&self, text: &str) -> bool {
        let words = self.words(text);
        words.contains(": ") || words.ends_with(':')
    }

    /// Whether it is `name:`, so that what it says stands in the lines below.
    pub fn opens_block(&self, text: &str) -> bool {
        self.words(text).ends_with([':', '|', '>', '-', '+'])
    }

    /// Whether it ends with the mark of a block of text.
    pub fn opens_text(&self, text: &str) -> bool {
        [": |", ": >", ": |-", ": >-", ": |+", ": >+"].iter().any(|mark| self.words(text).ends_with(mark))
    }

    /// Whether a comment stands where a value may have been meant: `[peace, #StopTrident]`.
    pub fn has_comment_for_value(&self, text: &str) -> bool {
        self.words(text).split(" #").skip(1).any(|comment| comment.starts_with(|c: char| !c.is_whitespace()))
    }

    /// Whether its value is plain text that holds a second `: `.
    pub fn has_second_colon(&self, text: &str) -> bool {
        let value = self.words(text).split_once(": ").map_or("", |(_, value)| value);
        (value.contains(": ") || value.ends_with(':'))
            && !value.starts_with(['"', '\'', '{', '[', '|', '>', '&', '*', '!'])
    }

    /// `-` or `?` where it stands before a value, in which YAML reads the start of a list or of a key.
    pub fn mark_for_value<'a>(&self, text: &'a str) -> Option<&'a str> {
        let (_, value) = self.words(text).split_once(": ")?;
        let mark = value.split_whitespace().next()?;
        matches!(mark, "-" | "?").then_some(mark)
    }

    /// The line with its value in quotation marks, where it is short enough to be shown.
    pub fn with_value_quoted(&self, text: &str) -> Option<String> {
        let (name, value) = self.words(text).split_once(": ")?;
        let quoted = match value.contains(['"', '\\']) {
            true => format!("{name}: '{}'", value.replace('\'', "''")),
            false => format!("{name}: \"{value}\""),
        };
        (quoted.len() <= SHOWN).then_some(quoted)
    }
}

/// Lines up to this length, in bytes, are repeated in messages.
pub(super) const SHOWN: usize = 120;
