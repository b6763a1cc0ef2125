//! Workflow commands: `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=…::message`.
//!
//! GitHub reads the properties up to `::` and splits them at commas and colons; so each text is escaped as its runner
//! unescapes it (`actions/toolkit`, `command.ts`).

use super::{
    places::{Place, Places},
    visible::visible,
};
use crate::diag::Diagnostic;

pub(super) fn draw(found: &Diagnostic, places: &Places<'_>) -> String {
    let file = escape_property(&visible(&places.path(found.primary.span.file)));
    let place = places.place(found.primary.span).map_or(String::new(), properties);
    let title = escape_property(found.code.name());
    let message = escape_data(&visible(&message(found)));
    format!("::{} file={file}{place},title={title}::{message}\n", found.severity().word())
}

/// The runner throws the whole place away when columns are given for a span of several lines.
fn properties(place: Place) -> String {
    let Place { line, column, end_line, end_column } = place;
    if line == end_line {
        format!(",line={line},col={column},endLine={end_line},endColumn={end_column}")
    } else {
        format!(",line={line},endLine={end_line}")
    }
}

fn message(found: &Diagnostic) -> String {
    let notes = found.notes.iter().map(|note| format!("\nnote: {note}"));
    let help = found.help.iter().map(|help| format!("\nhelp: {help}"));
    let label = Some(found.primary.text.as_str()).filter(|label| !label.is_empty());
    let label = label.map(|label| format!(": {label}"));
    std::iter::once(found.message.clone()).chain(label).chain(notes).chain(help).collect()
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_and_properties_are_escaped_as_the_runner_unescapes_them() {
        assert_eq!(escape_data("50%, a:b\r\n"), "50%25, a:b%0D%0A");
        assert_eq!(escape_property("50%, a:b\r\n"), "50%25%2C a%3Ab%0D%0A");
    }

    #[test]
    fn columns_are_left_out_of_a_place_of_several_lines() {
        let place = Place { line: 2, column: 3, end_line: 4, end_column: 1 };
        assert_eq!(properties(place), ",line=2,endLine=4");
    }
}
