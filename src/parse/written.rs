//! What was written and where, for whoever asks where a value comes from.

use super::reader::{Entries, List, Reference, Text};
use crate::source::{Span, Spanned};

/// A value as it was written.
pub trait Written {
    /// Where it stands.
    fn span(&self) -> Span;

    /// What it says, in one line.
    fn line(&self) -> String;

    /// Its parts by their names: the fields of a record, the records of a list as `[1]`, `[2]`; none of a plain value.
    fn parts(&self) -> Vec<(String, &dyn Written)> {
        Vec::new()
    }
}

impl Written for Text {
    fn span(&self) -> Span {
        self.span
    }

    fn line(&self) -> String {
        self.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Written for Spanned<bool> {
    fn span(&self) -> Span {
        self.span
    }

    fn line(&self) -> String {
        self.value.to_string()
    }
}

impl Written for Spanned<u32> {
    fn span(&self) -> Span {
        self.span
    }

    fn line(&self) -> String {
        self.value.to_string()
    }
}

impl<T: Written> Written for List<T> {
    fn span(&self) -> Span {
        self.span
    }

    fn line(&self) -> String {
        let items: Vec<String> = self.iter().map(Written::line).collect();
        format!("[{}]", items.join(", "))
    }

    fn parts(&self) -> Vec<(String, &dyn Written)> {
        let is_of_records = self.iter().any(|item| !item.parts().is_empty());
        let numbered = self.iter().enumerate().filter(|_| is_of_records);
        numbered.map(|(number, item)| (format!("[{}]", number + 1), item as &dyn Written)).collect()
    }
}

impl<T: Written> Written for Entries<T> {
    fn span(&self) -> Span {
        self.span
    }

    fn line(&self) -> String {
        in_braces(&self.parts())
    }

    fn parts(&self) -> Vec<(String, &dyn Written)> {
        self.entries.iter().map(|(key, value)| (key.to_string(), value as &dyn Written)).collect()
    }
}

impl<T: Written> Written for Reference<T> {
    fn span(&self) -> Span {
        match self {
            Self::Short(id) => id.span,
            Self::Inline(record) => record.span(),
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Short(id) => id.line(),
            Self::Inline(record) => record.line(),
        }
    }

    fn parts(&self) -> Vec<(String, &dyn Written)> {
        match self {
            Self::Short(_) => Vec::new(),
            Self::Inline(record) => record.parts(),
        }
    }
}

impl<T: Written> Written for Box<T> {
    fn span(&self) -> Span {
        (**self).span()
    }

    fn line(&self) -> String {
        (**self).line()
    }

    fn parts(&self) -> Vec<(String, &dyn Written)> {
        (**self).parts()
    }
}

/// `{ name: Marble Arch, town: London }`
pub(super) fn in_braces(parts: &[(String, &dyn Written)]) -> String {
    let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}: {}", value.line())).collect();
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}
