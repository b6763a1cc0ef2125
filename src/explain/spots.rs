//! Places in the source as they are shown.

use std::fmt;

use super::{Reason, Spot};
use crate::{
    diag::wording,
    source::{SourceSet, Span},
};

/// Shows places from where the user stands.
#[derive(Clone, Copy)]
pub(super) struct Spots<'a> {
    pub sources: &'a SourceSet,
    pub way: &'a str,
}

impl Spots<'_> {
    pub fn at(&self, span: Span) -> Spot {
        let (line, column) = self.sources.position(span);
        Spot { file: format!("{}{}", self.way, self.sources.file(span.file).path), line, column }
    }

    /// A reason and where it is written.
    pub fn reason(&self, rule: &'static str, text: impl Into<String>, at: Option<Span>) -> Reason {
        Reason { rule, text: text.into(), at: at.map(|span| self.at(span)) }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A name of a file may hold anything.
        let file = wording::shorten(&self.file, usize::MAX);
        write!(f, "{file}:{}:{}", self.line, self.column)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.at.as_ref().map_or(Ok(()), |at| write!(f, " ({at})"))
    }
}
