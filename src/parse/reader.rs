//! From the tree to records: small readers, one a shape, that report what does not fit and go on.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    meant::meant,
    syntax::control_character,
    tree::{Node, Value},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    source::{Span, Spanned},
};

/// Unknown and repeated fields of one mapping that are named one by one; the rest is counted.
const NAMED_FINDINGS: usize = 20;
/// A record with no more fields than this is told of with all of them.
const NAMED_FIELDS: usize = 24;

/// A text and where it stands.
pub type Text = Spanned<Arc<str>>;
/// A list and where it stands.
pub type List<T> = Spanned<Vec<T>>;

/// Something that can be read from a node of the tree.
pub(super) trait Read: Sized {
    /// The names of its fields, where it is a record.
    const FIELDS: &'static [&'static str] = &[];
    /// How many of it a list may hold, so that what many events inherit stays small.
    const MOST: usize = 500;
    /// Whether it may be written as one value, without names of fields.
    const IS_SHORT: bool = Self::FIELDS.is_empty();

    /// Reads it; nothing where the node has another shape, which is then reported.
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self>;
}

impl Read for Text {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Scalar { text, .. } => {
                check_text(text, node.span, found).then(|| Spanned::new(text.clone(), node.span))
            }
            Value::List(_) => {
                let help = "write one value, without brackets and hyphens, or put the text in quotation marks";
                wrong_type(node, "text", help, found)
            }
            Value::Mapping(_) => {
                let help = "text that holds `: ` or begins with `{` must stand in quotation marks";
                wrong_type(node, "text", help, found)
            }
        }
    }
}

/// A line break, a tab and everything printable may stand in text; nothing that turns the reading direction of what follows.
fn check_text(text: &str, span: Span, found: &mut Diagnostics) -> bool {
    let is_bad = |c: &char| {
        let is_turn = matches!(c, '\u{202a}'..='\u{202e}');
        is_turn || c.is_control() && !matches!(c, '\n' | '\r' | '\t')
    };
    let Some(bad) = text.chars().find(is_bad) else { return true };
    let (message, help) = control_character(bad);
    found.push(Diagnostic::new(Code::InvalidText, span, message).at_words(bad).help(help));
    false
}

impl Read for Spanned<bool> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let word = match &node.value {
            Value::Scalar { text, .. } => text.to_lowercase(),
            _ => String::new(),
        };
        match &*word {
            "true" | "yes" => Some(Spanned::new(true, node.span)),
            "false" | "no" => Some(Spanned::new(false, node.span)),
            _ => wrong_type(node, "`true` or `false`", "write one of the two, or remove the field", found),
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
            None => {
                let help = format!("write digits alone, such as 400; {} at most", u32::MAX);
                wrong_type(node, "a whole number", help, found)
            }
        }
    }
}

impl<T: Read> Read for List<T> {
    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let Value::List(items) = &node.value else { return wrong_type(node, "a list", as_list::<T>(node), found) };
        within(items.len(), T::MOST, "entries", node.span, found)?;
        let written = items.iter().filter(|item| !item.is_empty());
        let is_empty = written.clone().next().is_none();
        let mut read = Vec::with_capacity(items.len());
        read.extend(written.filter_map(|item| T::read(item, found)));
        (is_empty || !read.is_empty()).then(|| Spanned::new(read, node.span))
    }
}

/// How a value is written as a list of one.
fn as_list<T: Read>(node: &Node) -> String {
    match (&node.value, T::FIELDS.first()) {
        (Value::Scalar { text, .. }, _) if T::IS_SHORT => format!("write it in brackets: [{}]", shorten(text)),
        (Value::Mapping(_), Some(_)) => "begin each entry with a hyphen, and indent what belongs to it".to_owned(),
        (_, Some(field)) => format!("write entries, each begun with a hyphen: `- {field}: …`"),
        (_, None) => "write values alone, in brackets: [one, two]".to_owned(),
    }
}

/// Whether a list or mapping is no longer than it may be.
fn within(length: usize, most: usize, what: &str, span: Span, found: &mut Diagnostics) -> Option<()> {
    if length <= most {
        return Some(());
    }
    let finding = Diagnostic::new(Code::YamlLimit, span, format!("there are {length} {what} here; {most} are allowed"));
    found.push(finding.help("split the file, or remove what was written by mistake"));
    None
}

impl<T: Read> Read for Box<T> {
    const FIELDS: &'static [&'static str] = T::FIELDS;

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
        let Value::Mapping(written) = &node.value else {
            return wrong_type(node, "names and values", "write them as `name: value`, one a line", found);
        };
        within(written.len(), Self::MOST, "entries", node.span, found)?;
        let fields = Fields::of(written, None, found);
        let entries = fields
            .entries
            .iter()
            .filter_map(|(key, value)| Some((key.map(Arc::from), T::read(value, found)?)))
            .collect();
        Some(Self { span: node.span, entries })
    }
}

/// Either one value that stands for a record, such as its id, or the record itself, written out.
#[derive(Clone, Debug)]
pub enum Reference<T> {
    /// The value.
    Short(Text),
    /// The record.
    Inline(Box<T>),
}

impl<T: Read> Read for Reference<T> {
    const FIELDS: &'static [&'static str] = T::FIELDS;
    const IS_SHORT: bool = true;

    fn read(node: &Node, found: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Scalar { .. } => Text::read(node, found).map(Self::Short),
            _ => T::read(node, found).map(|record| Self::Inline(Box::new(record))),
        }
    }
}

/// What a record is called and which fields it has.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub what: &'static str,
    pub fields: &'static [&'static str],
}

/// The fields of a mapping, each once.
pub(super) struct Fields<'a> {
    entries: Vec<(Spanned<&'a str>, &'a Node)>,
    /// Fields that are written but cannot be read, or that a misspelt name stands for.
    spoilt: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a node that must be a mapping.
    pub fn read(node: &'a Node, kind: Kind, found: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Mapping(entries) => Some(Self::of(entries, Some(kind), found)),
            _ => wrong_type(node, &format!("the fields of {}", kind.what), as_record(node, kind), found),
        }
    }

    /// The fields of a mapping: those of a kind of record, or any.
    fn of(entries: &'a [(Node, Node)], kind: Option<Kind>, found: &mut Diagnostics) -> Self {
        let nameless: Vec<&Node> = entries.iter().map(|(key, _)| key).filter(|key| name(key).is_none()).collect();
        let named = entries.iter().filter_map(|(key, value)| Some((name(key)?, value)));
        let mut unknown = Vec::new();
        let mut repeated = Vec::new();
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut kept = Vec::with_capacity(entries.len());
        for (key, value) in named {
            if kind.is_some_and(|kind| !kind.fields.contains(&key.value)) {
                unknown.push(key);
            } else if let Some(before) = first.get(key.value) {
                repeated.push((key, *before));
            } else {
                first.insert(key.value, key.span);
                kept.push((key, value));
            }
        }
        report(&nameless, "such names", found, |key| nameless_field(key));
        report(&repeated, "repeated fields", found, |(key, before)| repeated_field(*key, *before));
        let spoilt = kind.map_or_else(Vec::new, |kind| unknown_fields(&unknown, kind, found));
        Self { entries: kept, spoilt }
    }

    /// The value of a field, where it is there and fits.
    pub fn get<T: Read>(&mut self, name: &'static str, found: &mut Diagnostics) -> Option<T> {
        let (_, node) = self.entries.iter().find(|(key, _)| key.value == name)?;
        if node.is_empty() {
            return None;
        }
        let value = T::read(node, found);
        if value.is_none() {
            self.spoilt.push(name);
        }
        value
    }

    /// Fields that are written but could not be read, or that a misspelt name stands for.
    pub fn into_spoilt(self) -> Vec<&'static str> {
        self.spoilt
    }
}

/// How a value is written as the record that it most likely stands for.
fn as_record(node: &Node, kind: Kind) -> String {
    let text = match &node.value {
        Value::Scalar { text, .. } if !text.is_empty() => shorten(text),
        _ => "…".to_owned(),
    };
    let is_address = text.contains("://") && kind.fields.contains(&"url");
    let field = if is_address { "url" } else { kind.fields.first().copied().unwrap_or("name") };
    format!("name its fields: {{ {field}: {text} }}")
}

fn name(key: &Node) -> Option<Spanned<&str>> {
    match &key.value {
        Value::Scalar { text, .. } => Some(Spanned::new(text, key.span)),
        _ => None,
    }
}

fn nameless_field(key: &Node) -> Diagnostic {
    unfit(key, "the name of a field").help("write one word, then a colon and the value")
}

/// Reports names that are no fields; gives the fields that they stand for.
fn unknown_fields(unknown: &[Spanned<&str>], kind: Kind, found: &mut Diagnostics) -> Vec<&'static str> {
    report(unknown, "unknown fields", found, |key| unknown_field(*key, kind));
    if unknown.iter().any(|key| key.value == "<<") {
        return kind.fields.to_vec();
    }
    unknown.iter().take(NAMED_FINDINGS).filter_map(|key| meant(key.value, kind.fields)).collect()
}

fn unknown_field(key: Spanned<&str>, kind: Kind) -> Diagnostic {
    let message = match key.value {
        "" => "a field without a name".to_owned(),
        name => format!("`{}` is not a field of {}", shorten(name), kind.what),
    };
    let help = match (key.value, meant(key.value, kind.fields)) {
        ("<<", _) => "write the fields themselves; what events of a folder share goes into _defaults.yaml".to_owned(),
        (_, Some(field)) => format!("did you mean `{field}`?"),
        (_, None) if kind.fields.len() <= NAMED_FIELDS => {
            format!("write one of {}", wording::one_of(kind.fields.iter().copied()))
        }
        _ => "check the spelling, or remove it".to_owned(),
    };
    Diagnostic::new(Code::UnknownField, key.span, message).help(help)
}

fn repeated_field(key: Spanned<&str>, before: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateField, key.span, format!("`{}` is written twice", shorten(key.value)))
        .also(before, "first written here")
        .help("keep one of the two")
}

/// Reports the first faults of a sort one by one and counts the others.
fn report<F>(faults: &[F], noun: &str, found: &mut Diagnostics, finding: impl Fn(&F) -> Diagnostic) {
    let named = &faults[..faults.len().min(NAMED_FINDINGS)];
    let others = faults.len() - named.len();
    for (number, fault) in named.iter().enumerate() {
        let is_last = number + 1 == named.len();
        let finding = finding(fault);
        found.push(if is_last && others > 0 {
            finding.note(format!("and {others} more {noun} in the same mapping"))
        } else {
            finding
        });
    }
}

/// Reports that something else was meant here.
fn wrong_type<T>(node: &Node, wanted: &str, help: impl Into<String>, found: &mut Diagnostics) -> Option<T> {
    found.push(unfit(node, wanted).help(help));
    None
}

fn unfit(node: &Node, wanted: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongType, node.span, format!("expected {wanted}")).label(shape(node))
}

/// What a node is, said of it.
pub(super) fn shape(node: &Node) -> String {
    match &node.value {
        Value::Scalar { text, .. } if text.is_empty() => "is empty".to_owned(),
        Value::Scalar { text, .. } => format!("is the text `{}`", shorten(text)),
        Value::List(_) => "is a list".to_owned(),
        Value::Mapping(_) => "holds names and values (`name: value`)".to_owned(),
    }
}

fn shorten(text: &str) -> String {
    wording::shorten(text, 40)
}

/// Declares a record: a struct that keeps every field as it was written, and its reader.
macro_rules! record {
    ($(#[doc = $doc:literal])+ $record:ident, $what:literal $(, at most $most:literal in a list)? {
        $($(#[doc = $field_doc:literal])* $field:ident $(as $name:literal)?: $type:ty,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $record {
            /// Where the record stands.
            pub span: $crate::source::Span,
            /// Fields that are written but could not be read, or that a misspelt name stands for. They are reported.
            pub spoilt: Vec<&'static str>,
            $($(#[doc = $field_doc])* pub $field: Option<$type>,)+
        }

        impl $record {
            /// The names of the fields as they are written.
            pub const FIELDS: &'static [&'static str] = &[$(record!(@name $field $($name)?)),+];

            /// Takes every field that is not written here from another record.
            pub fn fill(&mut self, other: &Self) {
                $(if self.$field.is_none() && !self.spoilt.contains(&record!(@name $field $($name)?)) {
                    self.$field.clone_from(&other.$field);
                })+
                self.spoilt.extend_from_slice(&other.spoilt);
            }

            /// Whether a field with this value was not even attempted, so that nobody has been told of it yet.
            pub fn lacks<T>(&self, name: &str, value: &Option<T>) -> bool {
                value.is_none() && !self.spoilt.contains(&name)
            }
        }

        impl $crate::parse::reader::Read for $record {
            const FIELDS: &'static [&'static str] = Self::FIELDS;
            $(const MOST: usize = $most;)?

            fn read(node: &$crate::parse::tree::Node, found: &mut $crate::diag::Diagnostics) -> Option<Self> {
                let kind = $crate::parse::reader::Kind { what: $what, fields: Self::FIELDS };
                let mut fields = $crate::parse::reader::Fields::read(node, kind, found)?;
                Some(Self {
                    span: node.span,
                    $($field: fields.get(record!(@name $field $($name)?), found),)+
                    spoilt: fields.into_spoilt(),
                })
            }
        }

        impl $crate::parse::written::Written for $record {
            fn span(&self) -> $crate::source::Span {
                self.span
            }

            fn line(&self) -> String {
                $crate::parse::written::in_braces(&self.parts())
            }

            fn parts(&self) -> Vec<(String, &dyn $crate::parse::written::Written)> {
                let fields: [(&str, Option<&dyn $crate::parse::written::Written>); Self::FIELDS.len()] =
                    [$((record!(@name $field $($name)?), self.$field.as_ref().map(|value| value as _))),+];
                fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}
pub(super) use record;
