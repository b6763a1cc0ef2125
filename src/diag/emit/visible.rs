//! Text from files, made safe to show: nothing in it moves the cursor, changes colours or turns the reading direction.

/// A private character that the human format puts where a place is filled in later; no text from a file holds it.
pub(super) const PLACE: char = '\u{e000}';

/// The text with each control character and each character that reorders its neighbours replaced by a visible one.
/// Tabs and line feeds stay.
pub(super) fn visible(text: &str) -> String {
    text.chars().map(visible_character).collect()
}

/// As `visible`, on one line: line feeds become spaces.
pub fn visible_line(text: &str) -> String {
    visible(text).replace('\n', " ")
}

fn visible_character(character: char) -> char {
    match character {
        '\t' | '\n' => character,
        '\0'..='\u{1f}' => picture_of(character),
        '\u{7f}' => '␡',
        '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' => '\u{fffd}',
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
        '\u{e0000}'..='\u{e007f}' | PLACE => '\u{fffd}',
        _ => character,
    }
}

/// Unicode has a picture of each of the first 32 control characters, in their order.
fn picture_of(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_bidirectional_controls_become_visible() {
        assert_eq!(visible("a\u{1b}[31mb\0\u{7f}\u{9b}"), "a␛[31mb␀␡\u{fffd}");
        assert_eq!(visible("x\u{202e}y\u{2066}"), "x\u{fffd}y\u{fffd}");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        let text = "Stoppt den Krieg · أوقفوا الحرب · 停止战争 👩\u{200d}🚒\t\n";
        assert_eq!(visible(text), text);
        assert_eq!(visible_line("a\nb"), "a b");
    }
}
