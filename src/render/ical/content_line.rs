//! Content lines (RFC 5545 3.1): escaping by value type, parameters, folding.
//!
//! A line is written unfolded into a [`ContentLine`], which can be used again and again, and then
//! folded into the output. No function here can let a value end its line: whatever a title or an
//! address holds, it stays where it was put.

/// One content line in the making. Keep one of these for many lines: it reuses its memory.
#[derive(Debug, Default)]
pub struct ContentLine {
    /// The line without folds and without its end.
    unfolded: String,
}

/// Octets a physical line may have, without its CRLF.
const LIMIT: usize = 75;

/// How many octets a fold may come early to avoid a space at the fold.
const LEEWAY: usize = 20;

impl ContentLine {
    /// Starts a line with its property name, which must be a registered or `X-` name in capitals.
    pub fn start(&mut self, name: &str) -> &mut Self {
        debug_assert!(is_name(name), "no property name: {name:?}");
        self.unfolded.clear();
        self.unfolded.push_str(name);
        self
    }

    /// Adds a parameter with one value (RFC 5545 3.2), changed as [`parameter_text`] says.
    pub fn parameter(&mut self, name: &str, value: &str) -> &mut Self {
        self.parameter_list(name, std::iter::once(value))
    }

    /// Adds a parameter with a list of values, such as `FEATURE=AUDIO,VIDEO`.
    pub fn parameter_list<'a>(&mut self, name: &str, values: impl Iterator<Item = &'a str>) -> &mut Self {
        debug_assert!(is_name(name), "no parameter name: {name:?}");
        self.unfolded.push(';');
        self.unfolded.push_str(name);
        let mut separator = '=';
        for value in values {
            self.unfolded.push(separator);
            push_parameter_value(&mut self.unfolded, value);
            separator = ',';
        }
        self
    }

    /// Ends the line with a TEXT value (RFC 5545 3.3.11) and appends it to `out`.
    pub fn text(&mut self, value: &str, out: &mut String) {
        self.text_list(std::iter::once(value), out);
    }

    /// Ends the line with a list of TEXT values, as CATEGORIES has, and appends it to `out`.
    pub fn text_list<'a>(&mut self, values: impl Iterator<Item = &'a str>, out: &mut String) {
        let mut separator = ':';
        for value in values {
            self.unfolded.push(separator);
            push_text(&mut self.unfolded, value);
            separator = ',';
        }
        if separator == ':' {
            self.unfolded.push(':');
        }
        self.end(out);
    }

    /// Ends the line with a URI (RFC 5545 3.3.13) and appends it to `out`. Control characters go;
    /// a space and whatever else RFC 3986 does not allow is percent-encoded.
    pub fn uri(&mut self, value: &str, out: &mut String) {
        self.unfolded.push(':');
        push_uri(&mut self.unfolded, value);
        self.end(out);
    }

    /// Ends the line with a value that is written as it stands, such as a date, a rule, a number or
    /// a word of the RFC, and appends it to `out`. Only control characters are dropped.
    pub fn raw(&mut self, value: &str, out: &mut String) {
        self.unfolded.push(':');
        if value.contains(char::is_control) {
            self.unfolded.extend(value.chars().filter(|character| !character.is_control()));
        } else {
            self.unfolded.push_str(value);
        }
        self.end(out);
    }

    fn end(&mut self, out: &mut String) {
        fold(&self.unfolded, out);
    }
}

/// Appends a line in physical lines of at most 75 octets, each ended by CRLF.
///
/// A fold stands between two characters that are no spaces where one can be had: some readers trim
/// lines before they join them.
fn fold(unfolded: &str, out: &mut String) {
    let mut rest = unfolded;
    let mut limit = LIMIT;
    while rest.len() > limit {
        let (line, next) = rest.split_at(fold_point(rest, limit));
        out.push_str(line);
        out.push_str("\r\n ");
        rest = next;
        // The space that marks a continuation counts too.
        limit = LIMIT - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

/// Where to fold a text longer than `limit`: at most there, never inside a UTF-8 sequence.
fn fold_point(text: &str, limit: usize) -> usize {
    let last = text.floor_char_boundary(limit);
    let is_space = |at: usize| text.as_bytes()[at] == b' ';
    (last.saturating_sub(LEEWAY)..=last)
        .rev()
        .find(|&at| at > 0 && text.is_char_boundary(at) && !is_space(at - 1) && !is_space(at))
        .unwrap_or(last)
}

/// Appends TEXT: newlines as `\n`; backslash, semicolon and comma escaped; nothing else is.
fn push_text(line: &mut String, value: &str) {
    let mut rest = value;
    let mut previous = ' ';
    loop {
        let (plain, other) = rest.split_at(rest.bytes().position(|byte| !stays(byte)).unwrap_or(rest.len()));
        line.push_str(plain);
        let mut characters = other.chars();
        let Some(character) = characters.next() else { break };
        previous = if plain.is_empty() { previous } else { ' ' };
        match clean_character(std::mem::replace(&mut previous, character), character) {
            Some('\n') => line.push_str("\\n"),
            Some(marked @ ('\\' | ';' | ',')) => line.extend(['\\', marked]),
            other => line.extend(other),
        }
        rest = characters.as_str();
    }
}

/// Whether a byte of TEXT is written as it is.
fn stays(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'\\' | b';' | b',')
}

/// Appends a parameter value, in quotes unless it is a plain token.
fn push_parameter_value(line: &mut String, value: &str) {
    if is_token(value) {
        line.push_str(value);
    } else {
        line.push('"');
        line.push_str(&parameter_text(value));
        line.push('"');
    }
}

fn push_uri(line: &mut String, value: &str) {
    if value.bytes().all(stands_in_uris) {
        return line.push_str(value);
    }
    for byte in value.bytes().filter(|byte| !byte.is_ascii_control()) {
        if stands_in_uris(byte) {
            line.push(char::from(byte));
        } else {
            push_percent(line, byte);
        }
    }
}

/// Whether RFC 3986 2 allows a byte as it is.
fn stands_in_uris(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn push_percent(line: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    line.push('%');
    line.push(char::from(DIGITS[usize::from(byte >> 4)]));
    line.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// A text as a parameter can carry it: on one line, with typographic quotes in place of `"`.
///
/// RFC 6868 escapes `"` and `^` with a caret, but half of the readers show the escapes, so there is
/// nothing left to escape. X-TITLE has to equal the start of LOCATION or Apple shows no map: write
/// both from the result of this function.
pub fn parameter_text(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut opens = true;
    for character in clean(value) {
        text.push(match character {
            '\n' => ' ',
            '"' if opens => '\u{201c}',
            '"' => '\u{201d}',
            '^' => '\u{2c6}',
            other => other,
        });
        opens = character.is_whitespace() || "([{\u{201c}\u{2018}".contains(character);
    }
    text
}

/// The characters of a text that may stand in a feed. Every kind of line break is one `\n` and a tab
/// a space; what is invisible, turns the writing direction or is no character at all goes.
pub(super) fn clean(value: &str) -> impl Iterator<Item = char> {
    let mut previous = ' ';
    value.chars().filter_map(move |character| clean_character(std::mem::replace(&mut previous, character), character))
}

fn clean_character(previous: char, character: char) -> Option<char> {
    match character {
        ' '..='~' => Some(character),
        '\n' if previous == '\r' => None,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // Allowed, but taken for a fold or dropped by some readers.
        '\t' => Some(' '),
        // The mark of a text that was broken before it came here.
        '\u{fffd}' => Some('?'),
        other if other.is_control() || is_invisible(other) => None,
        other => Some(other),
    }
}

/// Byte order marks, bidirectional controls and noncharacters. The joiners of emoji, Persian and
/// the Indic scripts are no controls and stay.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{feff}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(character) & 0xfffe == 0xfffe
}

fn is_token(value: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./+".contains(&byte);
    !value.is_empty() && value.bytes().all(plain)
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(plain)
}

#[cfg(test)]
mod tests;
