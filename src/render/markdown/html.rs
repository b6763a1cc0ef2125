//! Markdown as HTML.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use super::target;
use crate::model::Markdown;

/// The level of the topmost heading of a text: pages put texts below an `h2`.
const TOP_LEVEL: usize = 3;
/// The same of a text that is a page of its own, below its title.
const TOP_OF_PAGE: usize = 2;

/// Markdown as HTML: raw HTML shows as the text that it is, and pictures become links to them, since a page asks no
/// other host for anything.
pub fn to_html(markdown: &Markdown) -> String {
    written(markdown, TOP_LEVEL)
}

/// The same of a text that is a page of its own.
pub fn to_page(markdown: &Markdown) -> String {
    written(markdown, TOP_OF_PAGE)
}

fn written(markdown: &Markdown, top: usize) -> String {
    let parser = || Parser::new_ext(markdown, Markdown::options());
    let shift = if may_have_headings(markdown) { heading_shift(parser(), top) } else { 0 };
    let mut filter = Filter { shift, ..Filter::default() };
    parser().for_each(|event| filter.take(event));
    let mut written = String::with_capacity(markdown.len() + markdown.len() / 4);
    html::push_html(&mut written, filter.out.into_iter());
    written.truncate(written.trim_end().len());
    written
}

/// Whether there may be headings: most texts have none, and need not be read twice.
fn may_have_headings(text: &str) -> bool {
    let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'>');
    let is_underline = |line: &[u8]| {
        let mut marks = line.iter().filter(|byte| !is_blank(byte)).peekable();
        marks.peek().is_some() && marks.all(|byte| matches!(byte, b'=' | b'-'))
    };
    text.contains('#') || text.as_bytes().split(|byte| matches!(byte, b'\n' | b'\r')).any(is_underline)
}

fn heading_shift<'a>(events: impl Iterator<Item = Event<'a>>, wanted: usize) -> usize {
    let level = |event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    };
    let top = events.filter_map(level).min();
    top.map_or(0, |top| wanted.saturating_sub(top))
}

/// A link or picture that is open.
struct Open<'a> {
    /// Where it leads; nothing where it is not written as a link.
    target: Option<CowStr<'a>>,
    /// How long the output was when it opened, to see whether it holds any words.
    length: usize,
}

#[derive(Default)]
struct Filter<'a> {
    shift: usize,
    out: Vec<Event<'a>>,
    open: Vec<Open<'a>>,
}

impl<'a> Filter<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Html(text) | Event::InlineHtml(text) => self.out.push(Event::Text(text)),
            other => self.out.push(other),
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        let tag = match tag {
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => return self.open(&dest_url),
            Tag::Heading { level, .. } => {
                Tag::Heading { level: self.level(level), id: None, classes: Vec::new(), attrs: Vec::new() }
            }
            Tag::HtmlBlock => Tag::Paragraph,
            // A word after the fence would become a class.
            Tag::CodeBlock(_) => Tag::CodeBlock(CodeBlockKind::Indented),
            // An alignment would become a style attribute, which the page's policy forbids.
            Tag::Table(columns) => Tag::Table(vec![pulldown_cmark::Alignment::None; columns.len()]),
            other => other,
        };
        self.out.push(Event::Start(tag));
    }

    fn end(&mut self, tag: TagEnd) {
        let tag = match tag {
            TagEnd::Link | TagEnd::Image => return self.close(),
            TagEnd::Heading(level) => TagEnd::Heading(self.level(level)),
            TagEnd::HtmlBlock => TagEnd::Paragraph,
            other => other,
        };
        self.out.push(Event::End(tag));
    }

    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        let shifted = (level as usize + self.shift).min(6);
        HeadingLevel::try_from(shifted).unwrap_or(HeadingLevel::H6)
    }

    /// Begins a link, unless one is open already: links do not nest.
    fn open(&mut self, address: &str) {
        let is_inside = self.open.iter().any(|open| open.target.is_some());
        let target = target(address).filter(|_| !is_inside).map(CowStr::from);
        if let Some(dest_url) = target.clone() {
            let (title, id) = (CowStr::from(""), CowStr::from(""));
            self.out.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }));
        }
        self.open.push(Open { target, length: self.out.len() });
    }

    /// Ends a link; one without words shows its address.
    fn close(&mut self) {
        let Some(Open { target: Some(target), length }) = self.open.pop() else { return };
        if self.out.len() == length {
            self.out.push(Event::Text(target));
        }
        self.out.push(Event::End(TagEnd::Link));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        to_html(&Markdown::new(text).unwrap())
    }

    #[test]
    fn raw_html_is_shown_and_not_obeyed() {
        assert_eq!(html("a <b>b</b>"), "<p>a &lt;b&gt;b&lt;/b&gt;</p>");
        let block = html("<script>alert(1)</script>\n\n<div onclick='x'>");
        assert!(!block.contains("<script") && !block.contains("<div"), "{block}");
    }

    #[test]
    fn a_picture_becomes_a_link_and_links_do_not_nest() {
        assert_eq!(
            html("![A poster](https://example.org/p.png)"),
            r#"<p><a href="https://example.org/p.png">A poster</a></p>"#
        );
        let nested = html("[![A poster](https://example.org/p.png)](https://example.org/)");
        assert_eq!(nested, r#"<p><a href="https://example.org/">A poster</a></p>"#);
    }

    #[test]
    fn a_link_without_words_shows_its_address() {
        assert_eq!(
            html("[](https://example.org/)"),
            r#"<p><a href="https://example.org/">https://example.org/</a></p>"#
        );
    }

    #[test]
    fn headings_go_below_those_of_the_page() {
        assert_eq!(html("# One\n\n## Two"), "<h3>One</h3>\n<h4>Two</h4>");
        assert_eq!(html("## Two"), "<h3>Two</h3>");
        assert_eq!(html("###### Six"), "<h6>Six</h6>");
    }

    proptest::proptest! {
        #[test]
        fn no_heading_is_overlooked(parts in proptest::collection::vec("#|=|-|>|\\*|1\\.|a|  | |\t|\n|\r|\n\n", 0..16)) {
            let text = parts.concat();
            let is_heading = |event| matches!(event, Event::Start(Tag::Heading { .. }));
            let has_any = Parser::new_ext(&text, Markdown::options()).any(is_heading);
            proptest::prop_assert!(!has_any || may_have_headings(&text), "{text:?}");
        }
    }

    #[test]
    fn nothing_becomes_a_style_or_a_class() {
        assert!(!html("|a|\n|:-:|\n|b|\n").contains("style"));
        assert!(!html("```rust\nx\n```").contains("class"));
    }
}
