//! One JSON object a line:
//!
//! | field | what |
//! |---|---|
//! | `code`, `severity` | the rule's name; `error` or `warning` |
//! | `message` | what is wrong, one line |
//! | `file` | path with `/`, from where the program was started |
//! | `line`, `column`, `end_line`, `end_column` | from 1, columns in characters, end just after the last; `null` where the file has no text |
//! | `bytes` | `[start, end]` in the file as UTF-8, from 0, end just after the last; `null` likewise |
//! | `label` | the words beside the underlined text; may be empty |
//! | `related` | other places: `file`, positions, `bytes` and `label` as above |
//! | `notes`, `help` | lists of text: why; what to write instead |

use serde::Serialize;

use super::places::{Place, Places};
use crate::diag::{Diagnostic, Label};

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(flatten)]
    primary: Spot<'a>,
    related: Vec<Spot<'a>>,
    notes: &'a [String],
    help: &'a [String],
}

#[derive(Serialize)]
struct Spot<'a> {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    bytes: Option<[usize; 2]>,
    label: &'a str,
}

pub(super) fn draw(found: &Diagnostic, places: &Places<'_>) -> String {
    let finding = Finding {
        code: found.code.name(),
        severity: found.severity().word(),
        message: &found.message,
        primary: spot(&found.primary, places),
        related: found.secondary.iter().map(|label| spot(label, places)).collect(),
        notes: &found.notes,
        help: &found.help,
    };
    // Nothing in these structs can fail to serialise: the keys are text and there is no foreign code.
    serde_json::to_string(&finding).map_or(String::new(), |line| line + "\n")
}

fn spot<'a>(label: &'a Label, places: &Places<'_>) -> Spot<'a> {
    let place = places.place(label.span);
    let part = |read: fn(&Place) -> usize| place.as_ref().map(read);
    Spot {
        file: places.path(label.span.file),
        line: part(|place| place.line),
        column: part(|place| place.column),
        end_line: part(|place| place.end_line),
        end_column: part(|place| place.end_column),
        bytes: place.map(|_| [label.span.start(), label.span.end()]),
        label: &label.text,
    }
}
