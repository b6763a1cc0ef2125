//! Text that every calendar shows alike.
//!
//! TEXT (RFC 5545 3.3.11) is plain, but some programs read more into it: Google renders tags and entities in a DESCRIPTION
//! where Apple and Thunderbird show them, and readers that unescape twice turn `C:\new` into two lines. What an author
//! writes is therefore changed in three places, so that it looks as it was meant in all of them:
//!
//! * an entity, left over from HTML, becomes its character: `&amp;` is `&`, as Google shows it anyway;
//! * the brackets of what looks like a tag become `‹` and `›`, so that nobody obeys or hides it (`a < b` stays);
//! * a backslash before an `n` becomes `∖` (U+2216).

use std::borrow::Cow;

use crate::render::words::one_line;

/// The longest entity that is decoded, from `&` to `;`.
const LONGEST_ENTITY: usize = "&#x0010ffff;".len();

/// Text of one or more lines that nobody can take for HTML or for an escape.
pub fn plain(text: &str) -> String {
    let text = without_tags(decode_entities(text));
    if text.contains('\\') { text.replace("\\n", "\u{2216}n").replace("\\N", "\u{2216}N") } else { text }
}

/// The same on one line, with single spaces.
pub fn plain_line(text: &str) -> String {
    one_line(&plain(text))
}

/// A tag is what HTML takes for one: from a bracket before a letter or `/!?` to the next closing bracket, whatever is between.
fn without_tags(text: Cow<'_, str>) -> String {
    if !text.contains('<') {
        return text.into_owned();
    }
    let last_closing = text.rfind('>').unwrap_or(0);
    let mut is_open = false;
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let opens = character == '<' && at < last_closing && opens_tag(&text[at + 1..]);
        let closes = character == '>' && is_open;
        is_open = opens || (is_open && !closes);
        out.push(if opens {
            '‹'
        } else if closes {
            '›'
        } else {
            character
        });
    }
    out
}

fn opens_tag(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
}

/// Entities as their characters, those too that come to light by decoding (`&amp;lt;`).
fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        out.push(character);
        while let Some((start, decoded)) = entity_at_the_end(&out) {
            out.truncate(start);
            out.push(decoded);
        }
    }
    out.into()
}

/// Where the entity that a text ends with begins, if it does, and what it stands for.
fn entity_at_the_end(text: &str) -> Option<(usize, char)> {
    let body = text.strip_suffix(';')?;
    let from = text.ceil_char_boundary(text.len().saturating_sub(LONGEST_ENTITY));
    let start = from + body.get(from..)?.rfind('&')?;
    entity(&body[start + 1..]).map(|character| (start, character))
}

fn entity(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        let character = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        Some(character.filter(|c| !c.is_control()).unwrap_or(' '))
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => match name.strip_prefix('#')? {
            digits if is_number(digits, 10) => number(digits, 10),
            digits => number(digits.strip_prefix('x').filter(|d| is_number(d, 16))?, 16),
        },
    }
}

fn is_number(digits: &str, radix: u32) -> bool {
    !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b5_entities_become_their_characters_however_often_they_are_wrapped() {
        assert_eq!(plain("Bread &amp; roses &#163;5 &#xA3;"), "Bread & roses £5 £");
        assert_eq!(plain("&amp;amp;nbsp;|"), " |");
        assert_eq!(plain("&amp&#59;"), "&");
        assert_eq!(plain("R&D; &copy; &; &#; &#x; é&é;"), "R&D; &copy; &; &#; &#x; é&é;");
        assert_eq!(plain("&#0;&#xD800;&#99999999;"), "   ");
    }

    #[test]
    fn b5_tags_lose_their_brackets_and_other_signs_do_not() {
        assert_eq!(plain("<b>now</b> <BR/> &lt;p class=x&gt;"), "‹b›now‹/b› ‹BR/› ‹p class=x›");
        assert_eq!(plain("a < b > c, <3, x<y"), "a < b > c, <3, x<y");
        assert_eq!(plain("<a<b> <b </p >>"), "‹a‹b› ‹b ‹/p ›>");
    }

    #[test]
    fn b5_a_backslash_is_never_taken_for_an_escape() {
        assert_eq!(plain(r"C:\new \N \\n \a \"), "C:∖new ∖N \\∖n \\a \\");
    }

    proptest::proptest! {
        #[test]
        fn b5_what_was_made_plain_stays_as_it_is(
            parts in proptest::collection::vec("&|amp;|lt;|#60;|#x26;|nbsp|;|<|>|/|b|br|!|\\\\|n|é| ", 0..24)
        ) {
            let once = plain(&parts.concat());
            proptest::prop_assert_eq!(plain(&once), once);
        }
    }

    #[test]
    fn e14_a_line_stays_a_line() {
        assert_eq!(plain_line(" a\r\n b\tc\u{2028}d "), "a b c d");
    }
}
