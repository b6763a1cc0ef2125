//! From the tree to records: small readers, one a shape, that report what does not fit and go on.

use std::{collections::BTreeMap, sync::Arc};

use super::tree::{Node, Value};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    source::{Span, Spanned},
};

/// Unknown and repeated fields of one mapping that are named one by one; the rest is counted.
const NAMED_FINDINGS: usize = 20;

/// A text and where it stands.
pub type Text = Spanned<Arc<str>>;
/// A list and where it stands.
pub type List<T> = Spanned<Vec<T>>;

/// Something that can be read from a node of the tree.
pub(super) trait Read: Sized {
    /// Reads it; nothing where the node has another shape, which is then reported.
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self>;
}

impl Read for Text {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } => {
                check_text(text, node.span, found).then(|| Spanned::new(text.clone(), node.span))
            }
            _ => wrong_type(node, "text", found),
        }
    }
}

/// A line break, a tab and everything printable may stand in text.
fn check_text(text: &str, span: Span, found: &mut Diagnostics) -> bool {
    let Some(bad) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) else { return true };
    let message = format!("the text holds a control character (U+{:04X})", u32::from(bad));
    let help = "remove it; it often comes along when text is pasted from another program";
    found.push(Diagnostic::new(Code::InvalidText, span, message).help(help));
    false
}

impl Read for Spanned<bool> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::Scalar { text, .. } = &node.value else { return wrong_type(node, "`true` or `false`", found) };
        match &*text.to_lowercase() {
            "true" | "yes" => Some(Spanned::new(true, node.span)),
            "false" | "no" => Some(Spanned::new(false, node.span)),
            _ => wrong_type(node, "`true` or `false`", found),
        }
    }
}

impl Read for Spanned<u32> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let number = match &node.value {
            Value::Scalar { text, .. } => text.replace([',', '_', ' '], "").parse().ok(),
            _ => None,
        };
        match number {
            Some(number) => Some(Spanned::new(number, node.span)),
            None => wrong_type(node, "a whole number", found),
        }
    }
}

impl<T: Read> Read for List<T> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::List(items) = &node.value else { return wrong_type(node, "a list", found) };
        let items = items.iter().filter(|item| !item.is_empty()).filter_map(|item| T::read(item, found)).collect();
        Some(Spanned::new(items, node.span))
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        T::read(node, found).map(Box::new)
    }
}

/// A mapping whose keys the author chooses.
#[derive(Clone, Debug)]
pub struct Entries<T> {
    /// Where the mapping stands.
    pub span: Span,
    /// Keys and values in the order of the file.
    pub entries: Vec<(Text, T)>,
}

impl<T: Read> Read for Entries<T> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let fields = Fields::read(node, "a mapping", None, found)?;
        let entries = fields
            .entries
            .iter()
            .filter_map(|(key, value)| Some((key.map(Arc::from), T::read(value, found)?)))
            .collect();
        Some(Self { span: node.span, entries })
    }
}

/// Either an id or the record itself, written out.
#[derive(Clone, Debug)]
pub enum Reference<T> {
    /// The id of a record.
    Id(Text),
    /// The record.
    Inline(Box<T>),
}

impl<T: Read> Read for Reference<T> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Scalar { .. } => Text::read(node, found).map(Self::Id),
            _ => T::read(node, found).map(|record| Self::Inline(Box::new(record))),
        }
    }
}

/// The fields of a mapping, each once.
pub(super) struct Fields<'a> {
    entries: Vec<(Spanned<&'a str>, &'a Node)>,
}

impl<'a> Fields<'a> {
    /// The fields of a node that must be a mapping; `known` names those it may have, or any.
    pub fn read(node: &'a Node, what: &str, known: Option<&[&str]>, found: &mut Diagnostics) -> Option<Self> {
        let Value::Mapping(entries) = &node.value else { return wrong_type(node, what, found) };
        let named: Vec<_> = entries.iter().filter_map(|(key, value)| Some((name(key, found)?, value))).collect();
        let mut unknown = Vec::new();
        let mut repeated = Vec::new();
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut kept = Vec::with_capacity(named.len());
        for (key, value) in named {
            if known.is_some_and(|known| !known.contains(&key.value)) {
                unknown.push(unknown_field(key, what, known.unwrap_or_default()));
            } else if let Some(before) = first.get(key.value) {
                repeated.push(repeated_field(key, *before));
            } else {
                first.insert(key.value, key.span);
                kept.push((key, value));
            }
        }
        push_some(unknown, "unknown fields", found);
        push_some(repeated, "repeated fields", found);
        Some(Self { entries: kept })
    }

    /// The value of a field, where it is there and fits.
    pub fn get<T: Read>(&self, name: &str, found: &mut Diagnostics) -> Option<T> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.value == name)?;
        if node.is_empty() { None } else { T::read(node, found) }
    }
}

fn name<'a>(key: &'a Node, found: &mut Diagnostics) -> Option<Spanned<&'a str>> {
    match &key.value {
        Value::Scalar { text, .. } => Some(Spanned::new(text, key.span)),
        _ => wrong_type(key, "the name of a field", found),
    }
}

fn unknown_field(key: Spanned<&str>, what: &str, known: &[&str]) -> Diagnostic {
    Diagnostic::new(Code::UnknownField, key.span, format!("`{}` is not a field of {what}", shorten(key.value)))
        .help_if(wording::suggestion(key.value, known.iter().copied()))
}

fn repeated_field(key: Spanned<&str>, before: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateField, key.span, format!("`{}` is written twice", shorten(key.value)))
        .also(before, "first written here")
        .help("keep one of the two")
}

/// Reports the first findings of a sort one by one and counts the others.
fn push_some(mut findings: Vec<Diagnostic>, noun: &str, found: &mut Diagnostics) {
    let others = findings.len().saturating_sub(NAMED_FINDINGS);
    findings.truncate(NAMED_FINDINGS);
    if let (true, Some(last)) = (others > 0, findings.last_mut()) {
        last.notes.push(format!("and {others} more {noun} in the same mapping"));
    }
    findings.into_iter().for_each(|finding| found.push(finding));
}

/// Reports that something else was meant here.
pub(super) fn wrong_type<T>(node: &Node, wanted: &str, found: &mut Diagnostics) -> Option<T> {
    let is = match &node.value {
        Value::Scalar { text, .. } if text.is_empty() => "is empty".to_owned(),
        Value::Scalar { text, .. } => format!("is the text `{}`", shorten(text)),
        Value::List(_) => "is a list".to_owned(),
        Value::Mapping(_) => "is a mapping (`name: value`)".to_owned(),
    };
    let help = match (&node.value, wanted) {
        (Value::Scalar { text, .. }, "a list") => Some(format!("write it in brackets: [{}]", shorten(text))),
        (Value::List(_), "text") => Some("write one value, without brackets or hyphen".to_owned()),
        (Value::Mapping(_), "text") => {
            Some("text that holds `: ` must stand in quotation marks".to_owned())
        }
        _ => None,
    };
    found.push(Diagnostic::new(Code::WrongType, node.span, format!("expected {wanted}")).label(is).help_if(help));
    None
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// Declares a record: a struct that keeps every field as it was written, and its reader.
macro_rules! record {
    ($(#[doc = $doc:literal])+ $record:ident, $what:literal {
        $($(#[doc = $field_doc:literal])* $field:ident $(as $name:literal)?: $type:ty,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $record {
            /// Where the record stands.
            pub span: $crate::source::Span,
            $($(#[doc = $field_doc])* pub $field: Option<$type>,)+
        }

        impl $record {
            /// The names of the fields as they are written.
            pub const FIELDS: &'static [&'static str] = &[$(record!(@name $field $($name)?)),+];

            /// Takes every field that is not written here from another record.
            pub fn fill(&mut self, other: &Self) {
                $(if self.$field.is_none() { self.$field.clone_from(&other.$field); })+
            }
        }

        impl $crate::parse::reader::Read for $record {
            fn read(node: &$crate::parse::tree::Node, found: &mut $crate::diag::Diagnostics) -> Option<Self> {
                let fields = $crate::parse::reader::Fields::read(node, $what, Some(Self::FIELDS), found)?;
                Some(Self {
                    span: node.span,
                    $($field: fields.get(record!(@name $field $($name)?), found),)+
                })
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}
pub(super) use record;
