//! Text from files in Markdown: it stays what it is, in its cell, and calls nobody.

use crate::{diag::emit::visible_line, render::words::cut};

/// A value is cut off after so many characters.
const LONGEST: usize = 160;

/// Text from a file as Markdown that shows exactly that text, in one line. GitHub and GitLab look for mentions, references and
/// addresses in the text that is shown; a character without width after the sign that they look for keeps them from it.
pub(super) fn escape(text: &str) -> String {
    let text = visible_line(&cut(text, LONGEST));
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '@' => escaped.push_str("@&#8203;"),
            '#' => escaped.push_str("\\#&#8203;"),
            // `!1` and `%1` are references on GitLab, and so are `~label`, `$1`, `^alert`.
            '!' | '%' | '~' | '$' | '^' => {
                escaped.push('\\');
                escaped.push(character);
                escaped.push_str("&#8203;");
            }
            // An address needs `://` or `www.`; a reference to an issue `GH-`.
            ':' => escaped.push_str(":&#8203;"),
            '.' if before.eq_ignore_ascii_case(&'w') => escaped.push_str("&#8203;."),
            '-' if before.eq_ignore_ascii_case(&'h') => escaped.push_str("&#8203;-"),
            '\t' => escaped.push(' '),
            _ if character.is_ascii_punctuation() && !",.;'\"?-/=".contains(character) => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
        before = character;
    }
    escaped
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// The text that a reader of Markdown shows in the second cell of a table, and whether anything but text is in it.
    fn shown(text: &str) -> (String, bool) {
        let table = format!("| a | b |\n|---|---|\n| x | {} |\n", escape(text));
        let (mut shown, mut cell, mut is_plain) = (String::new(), 0, true);
        for event in Parser::new_ext(&table, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::TableCell) => cell += 1,
                Event::Text(text) if cell == 4 => shown.push_str(&text),
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) | Event::End(_) | Event::Text(_) => {}
                _ => is_plain = false,
            }
        }
        (shown.replace('\u{200b}', ""), is_plain && cell == 4)
    }

    #[test]
    fn what_is_written_is_what_is_shown() {
        for text in [
            "Stop | Trident || now",
            "**bold** _it_ `code` ~~gone~~ [a](https://evil.example) ![x](y)",
            "<script>alert(1)</script> <img src=x> <!-- --> </table> &lt; &amp;",
            "@everyone #1 owner/repo#2 GH-3 !4 www.evil.example https://evil.example a@example.org",
            "\\| \\\\| \\",
            "# x - y 1. z $a$ :smile:",
            "Größe, „Straße“ 👩\u{200d}🚒",
        ] {
            assert_eq!(shown(text), (text.to_owned(), true), "{}", escape(text));
        }
    }

    #[test]
    fn nobody_is_called_and_nothing_is_linked() {
        let text = escape("@all x@y.org https://a.org www.a.org #1 GH-1 !1");
        for sign in ["@all", "@y", "://", "www.", "#1", "GH-1", "!1"] {
            assert!(!text.contains(sign), "{sign} in {text}");
        }
    }

    #[test]
    fn one_line_stays_one() {
        assert_eq!(escape("a\nb\u{1b}c"), "a b␛c");
    }
}
