//! As rustc does it: message, place, the source line with the place underlined, notes, help.

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{
    excerpt::{Excerpt, Mark, excerpts},
    places::Places,
    visible::{PLACE, visible, visible_line},
};
use crate::diag::{Diagnostic, Severity};

/// Columns that a line of source takes at most; fixed, so that the bytes are the same on every terminal.
const WIDTH: usize = 120;

pub(super) fn draw(found: &Diagnostic, places: &Places<'_>, colour: bool) -> String {
    let excerpts = excerpts(&found.primary, &found.secondary, places);
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let group = title(found).elements(sources(&excerpts)).elements(footer(found, places));
    let drawn = renderer.term_width(WIDTH).render(&[group]);
    if excerpts.is_empty() {
        // Without line numbers the drawing has no margin; the other messages have one.
        let indented = drawn.replace('\n', "\n ");
        return finish(&indented, &[&places.told(found.primary.span)]);
    }
    let told: Vec<&str> = excerpts.iter().map(|excerpt| excerpt.place.as_str()).collect();
    finish(&drawn, &told)
}

fn title(found: &Diagnostic) -> Group<'_> {
    let level = match found.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible_line(&found.message);
    Group::with_title(level.primary_title(message).id(found.code.name()))
}

fn sources(excerpts: &[Excerpt]) -> Vec<Element<'_>> {
    if excerpts.is_empty() {
        return vec![Origin::path(PLACE.to_string()).into()];
    }
    let snippet = |excerpt| -> Element<'_> { snippet(excerpt).into() };
    excerpts.iter().map(snippet).collect()
}

fn snippet(excerpt: &Excerpt) -> Snippet<'_, Annotation<'_>> {
    Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line)
        .path(PLACE.to_string())
        .annotations(excerpt.marks.iter().map(annotation))
}

fn annotation(mark: &Mark) -> Annotation<'_> {
    let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let text = Some(mark.text.as_str()).filter(|text| !text.is_empty());
    kind.span(mark.range.clone()).label(text)
}

/// Notes and help; a second place in a file without text is a note too.
fn footer<'a>(found: &'a Diagnostic, places: &Places<'_>) -> Vec<Element<'a>> {
    let without_text = found.secondary.iter().filter(|label| places.place(label.span).is_none());
    let elsewhere = without_text.map(|label| format!("{}: {}", places.told(label.span), label.text));
    let notes = elsewhere.chain(found.notes.iter().cloned());
    let notes = notes.map(|note| Level::NOTE.message(visible(&note)));
    let help = found.help.iter().map(|help| Level::HELP.message(visible(help)));
    notes.chain(help).map(Element::from).collect()
}

/// annotate-snippets counts columns in the cut text that it was given; the true places are put in afterwards.
fn finish(drawn: &str, places: &[&str]) -> String {
    let mut parts = drawn.split(PLACE);
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for (part, place) in parts.zip(places) {
        filled.push_str(place);
        filled.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    filled + "\n\n"
}
