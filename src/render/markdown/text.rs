//! Markdown as plain text, for calendars, previews and search engines.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::target;
use crate::model::Markdown;

/// Markdown as plain text: paragraphs apart by an empty line, lists with hyphens or numbers, links as `words (address)`.
pub fn to_text(markdown: &Markdown) -> String {
    let mut writer = Writer::default();
    Parser::new_ext(markdown, Markdown::options()).for_each(|event| writer.take(event));
    writer.text.trim().to_owned()
}

#[derive(Default)]
struct Writer {
    text: String,
    /// Line ends to write before the next words.
    gap: usize,
    /// The mark of an item to write before the next words.
    mark: Option<String>,
    /// The lists that are open: the number of the next item, where they are numbered.
    lists: Vec<Option<u64>>,
    /// The links that are open: where they lead, and where their words begin.
    links: Vec<(String, usize)>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => self.words(&text),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.apart(1),
            Event::Rule => {
                self.apart(2);
                self.words("---");
                self.apart(2);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.apart(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.words("");
                self.links.push((dest_url.into_string(), self.text.len()));
            }
            Tag::TableHead | Tag::TableRow => self.apart(1),
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_) => self.apart(2),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
                self.apart(if self.lists.is_empty() { 2 } else { 1 });
            }
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::TableCell => self.text.push_str("  "),
            _ => {}
        }
    }

    /// Sets what follows apart by so many line ends, unless it follows the mark of an item.
    fn apart(&mut self, lines: usize) {
        if self.mark.is_none() {
            self.gap = self.gap.max(lines);
        }
    }

    fn item(&mut self) {
        self.apart(1);
        self.mark = Some(match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        });
    }

    fn words(&mut self, words: &str) {
        if self.gap > 0 || self.mark.is_some() {
            self.text.truncate(self.text.trim_end().len());
            let gap = if self.text.is_empty() { 0 } else { self.gap };
            let mark = self.mark.take();
            let depth = self.lists.len().saturating_sub(usize::from(mark.is_some()));
            self.text.push_str(&"\n".repeat(gap));
            self.text.push_str(&"  ".repeat(depth));
            self.text.push_str(&mark.unwrap_or_default());
            self.gap = 0;
        }
        self.text.push_str(words);
    }

    fn close_link(&mut self) {
        let Some((address, start)) = self.links.pop() else { return };
        let Some(target) = target(&address) else { return };
        let shown = target.strip_prefix("mailto:").or(target.strip_prefix("tel:")).unwrap_or(&target);
        let words = self.text.get(start..).unwrap_or_default().trim();
        if words.is_empty() {
            self.text.push_str(shown);
        } else if words != shown && words != address {
            self.text.push_str(&format!(" ({shown})"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markdown: &str) -> String {
        to_text(&Markdown::new(markdown).unwrap())
    }

    #[test]
    fn paragraphs_and_lists_keep_their_shape() {
        assert_eq!(text("One\ntwo.\n\nThree.  \nFour."), "One two.\n\nThree.\nFour.");
        assert_eq!(text("Bring:\n\n- a **flag**\n- food\n\nThen go."), "Bring:\n\n- a flag\n- food\n\nThen go.");
        assert_eq!(text("1. one\n2. two\n   - inner\n3. three"), "1. one\n2. two\n  - inner\n3. three");
        assert_eq!(text("- one\n\n  more\n- two"), "- one\n\n  more\n- two");
    }

    #[test]
    fn links_show_their_address_once() {
        assert_eq!(text("the [leaflet](https://example.org/l)"), "the leaflet (https://example.org/l)");
        assert_eq!(text("<https://example.org/l>"), "https://example.org/l");
        assert_eq!(text("<a@example.org> [write](mailto:a@example.org)"), "a@example.org write (a@example.org)");
    }

    #[test]
    fn entities_are_read_and_tags_are_words() {
        assert_eq!(text("Bread &amp; roses <b>now</b>"), "Bread & roses <b>now</b>");
    }

    #[test]
    fn tables_and_code_stay_readable() {
        assert_eq!(text("|a|b|\n|-|-|\n|c|d|"), "a  b\nc  d");
        assert_eq!(text("Run:\n\n    one\n    two\n\nDone."), "Run:\n\none\ntwo\n\nDone.");
    }
}
