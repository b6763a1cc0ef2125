//! `path:line:column: error[code]: message (help)`: what editors and grep read.

use super::{places::Places, visible::visible_line};
use crate::diag::Diagnostic;

pub(super) fn draw(found: &Diagnostic, places: &Places<'_>) -> String {
    let place = places.told(found.primary.span);
    let help = match found.help.as_slice() {
        [] => String::new(),
        help => format!(" ({})", visible_line(&help.join("; "))),
    };
    let severity = found.severity().word();
    let message = visible_line(&found.message);
    format!("{place}: {severity}[{}]: {message}{help}\n", found.code.name())
}
