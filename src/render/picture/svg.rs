//! A small writer of SVG.

use std::fmt::{Display, Write as _};

/// A drawing as text.
#[derive(Debug, Default)]
pub struct Svg {
    text: String,
}

impl Svg {
    /// An element without content: `<rect x="1"/>`.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.tag(name, attributes, "/>");
    }

    /// An element that holds words.
    pub fn words(&mut self, name: &str, attributes: &[(&str, &dyn Display)], words: &str) {
        self.open(name, attributes);
        self.text.push_str(&escaped(words));
        self.close(name);
    }

    /// The beginning of an element that holds others.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.tag(name, attributes, ">");
    }

    /// The end of an element.
    pub fn close(&mut self, name: &str) {
        // Writing to text cannot fail, here and below.
        let _ = write!(self.text, "</{name}>");
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &dyn Display)], end: &str) {
        let _ = write!(self.text, "<{name}");
        for (attribute, value) in attributes {
            let _ = write!(self.text, " {attribute}=\"{}\"", escaped(&value.to_string()));
        }
        self.text.push_str(end);
    }

    /// The drawing.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Text as it stands in XML; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !letter.is_control() && !matches!(letter, '\u{fffe}' | '\u{ffff}')) {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut svg = Svg::default();
        svg.words("text", &[("x", &1.5), ("class", &"a\"b")], "<script> & \u{1}co");
        assert_eq!(svg.finish(), "<text x=\"1.5\" class=\"a&quot;b\">&lt;script&gt; &amp; co</text>");
    }
}
