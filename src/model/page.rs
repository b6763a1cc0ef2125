//! Pages of a site's own.

use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::Markdown;
use crate::source::Span;

/// A page of a site's own.
#[derive(Clone, Debug)]
pub struct SitePage {
    /// Its name: the path of its file below `pages/` without the ending, `about` or `about/history`; that of a folder for the
    /// `index.md` in it.
    pub name: Arc<str>,
    /// The start of its file.
    pub span: Span,
    /// Its title.
    pub title: Arc<str>,
    /// What it is about, for previews and search engines.
    pub description: Option<Arc<str>>,
    /// What it says.
    pub text: Option<Markdown>,
    /// Whether the navigation leads to it.
    pub is_in_navigation: bool,
    /// Its place among the pages in the navigation; those without one come last.
    pub order: Option<u32>,
}

impl SitePage {
    /// The address of its folder, relative to the site's: `about/`; empty for the front page's.
    pub fn address(&self) -> String {
        if self.name.is_empty() { String::new() } else { format!("{}/", self.name) }
    }
}

/// The heading that a text begins with, where it is one of the first level, and where the rest begins.
pub fn first_heading(text: &str) -> Option<(String, usize)> {
    let mut events = Parser::new_ext(text, Markdown::options()).into_offset_iter();
    let Some((Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }), range)) = events.next() else { return None };
    let inside = events.map(|(event, _)| event).take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let words = inside.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => Some(text.into_string()),
        Event::SoftBreak | Event::HardBreak => Some(" ".to_owned()),
        _ => None,
    });
    let title: String = words.collect();
    (!title.trim().is_empty()).then(|| (title.trim().to_owned(), range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_the_heading_that_a_text_begins_with() {
        let title = |text: &str| first_heading(text).map(|(title, end)| (title, text[end..].to_owned()));
        assert_eq!(title("\n# About *us* & `you`\nWe are\n"), Some(("About us & you".into(), "We are\n".into())));
        assert_eq!(title("About\n=====\n"), Some(("About".into(), String::new())));
        for none in ["## About", "Words\n\n# About", "", "#"] {
            assert_eq!(title(none), None, "{none}");
        }
    }
}
