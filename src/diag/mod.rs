//! Diagnostics: what is wrong, where, why, and what to write instead.

mod code;
pub mod emit;
mod sealed;
pub mod wording;

pub use code::{Code, Severity};
pub use sealed::{open, open_text, seal, seal_text};

use crate::source::{FileId, SourceSet, Span};

/// A place in the source and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The words beside the underlined text; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule is broken.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// The other places that have to do with it.
    pub secondary: Vec<Label>,
    /// Why it matters, and what else is known.
    pub notes: Vec<String>,
    /// What to write instead.
    pub help: Vec<String>,
    /// Words of the source at which the primary place is to point, where it holds them as they are.
    words: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            words: None,
        }
    }

    /// Points at these words alone, where the place holds them as they are: a bad link in a long text.
    #[must_use]
    pub fn at_words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }

    /// Words beside the underlined text.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that has to do with it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Why it matters.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// What to write instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// What to write instead, where something is known.
    #[must_use]
    pub fn help_if(mut self, text: Option<String>) -> Self {
        self.help.extend(text);
        self
    }

    fn find_words(&mut self, sources: &SourceSet) {
        let span = self.primary.span;
        let text = sources.file(span.file).text().get(span.start()..span.end()).unwrap_or_default();
        let words = self.words.take().filter(|words| !words.is_empty());
        if let Some((at, words)) = words.and_then(|words| Some((text.find(&words)?, words))) {
            let start = span.start() + at;
            self.primary.span = Span::new(span.file, start..start + words.len());
        }
    }

    /// Whether it holds a build back where warnings are denied: those about history are not about the site's files.
    pub fn is_deniable(&self) -> bool {
        self.severity() == Severity::Warning && !self.code.is_about_history()
    }

    /// An error holds the build back; a warning does not.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Diagnostics as they are found; every stage adds to one list.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds findings.
    pub fn extend(&mut self, findings: impl IntoIterator<Item = Diagnostic>) {
        self.list.extend(findings);
    }

    /// Adds the findings of another list.
    pub fn append(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether a finding points to a file.
    pub fn speak_of(&self, file: FileId) -> bool {
        let places = |found: &Diagnostic| {
            let secondary = found.secondary.iter().any(|label| label.span.file == file);
            found.primary.span.file == file || secondary
        };
        self.list.iter().any(places)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Whether anything found holds the build back.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|found| found.severity() == Severity::Error)
    }

    /// Everything found, once each, in the order of files and places: the order of discovery never shows.
    pub fn into_sorted(mut self, sources: &SourceSet) -> Vec<Diagnostic> {
        self.list.iter_mut().for_each(|found| found.find_words(sources));
        let key = |found: &Diagnostic| {
            let span = found.primary.span;
            (sources.file(span.file).path.clone(), span.start(), span.end(), found.code)
        };
        self.list.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
        // A mistake in shared defaults is found once for each event that inherits it.
        self.list.dedup_by(|a, b| a.code == b.code && a.primary == b.primary && a.message == b.message);
        self.list
    }
}
