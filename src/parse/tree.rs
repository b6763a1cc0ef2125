//! YAML text to a tree in which every node knows where it stands, within limits that no input passes.

use std::{collections::BTreeMap, sync::Arc};

use granit_parser::{Event, Options, Parser, ScalarStyle, Tag};

use super::syntax;
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::{FileId, Span},
};

/// Lists and mappings may lie within each other this deep.
pub(super) const DEPTH_LIMIT: usize = 64;
/// A file may hold this many values.
const NODE_LIMIT: usize = 500_000;
/// Tags and comments in the place of values are told of this often in a file.
const WARNINGS: usize = 20;
/// Aliases may repeat this many values of a file.
const ALIAS_LIMIT: usize = 10_000;

/// A piece of YAML and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub span: Span,
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Text; `plain` when it stands without quotes.
    Scalar { text: Arc<str>, plain: bool },
    /// A list.
    List(Arc<[Node]>),
    /// A mapping, its entries as written: a key may occur twice.
    Mapping(Arc<[(Node, Node)]>),
}

impl Node {
    /// Whether it stands for "nothing here": `key:` with no value, `~` or `null`.
    pub fn is_empty(&self) -> bool {
        matches!(&self.value, Value::Scalar { text, plain: true } if matches!(&**text, "" | "~" | "null"))
    }

    fn weight(&self) -> usize {
        match &self.value {
            Value::Scalar { .. } => 1,
            Value::List(items) => 1 + items.iter().map(Node::weight).sum::<usize>(),
            Value::Mapping(entries) => {
                1 + entries.iter().map(|(key, value)| key.weight() + value.weight()).sum::<usize>()
            }
        }
    }
}

/// Reads the one document of a file; nothing where the file holds only comments. What is YAML but is not read as its author
/// believes is reported.
///
/// # Errors
/// The first fault of syntax or the limit that is passed, as a diagnostic.
pub(super) fn read(file: FileId, text: &str, found: &mut Diagnostics) -> Result<Option<Node>, Box<Diagnostic>> {
    let options = granit_parser::options! {
        flow_nesting_limit: DEPTH_LIMIT,
        block_nesting_limit: DEPTH_LIMIT,
    };
    Builder::new(file, text, found).build(options)
}

/// A list or mapping that is not closed yet.
struct Open {
    start: usize,
    anchor: usize,
    is_mapping: bool,
    items: Vec<Node>,
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    found: &'a mut Diagnostics,
    warned: usize,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, (Node, usize)>,
    nodes: usize,
    repeated: usize,
    documents: usize,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, found: &'a mut Diagnostics) -> Self {
        Self {
            file,
            text,
            found,
            warned: 0,
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            nodes: 0,
            repeated: 0,
            documents: 0,
        }
    }

    fn build(mut self, options: Options) -> Result<Option<Node>, Box<Diagnostic>> {
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, place) = next.map_err(|error| syntax::explain(self.file, self.text, &error))?;
            let range = place.byte_range().unwrap_or(0..0);
            self.take(event, Span::new(self.file, range))?;
        }
        Ok(self.root)
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Box<Diagnostic>> {
        match event {
            Event::DocumentStart(..) => self.start_document(span),
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), span);
                let plain = style == ScalarStyle::Plain;
                let span = self.without_line_ends(span);
                self.add(Node { span, value: Value::Scalar { text: text.into(), plain } }, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), span);
                self.open(span, anchor, false)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), span);
                self.open(span, anchor, true)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(anchor) => self.repeat(anchor, span),
            _ => Ok(()),
        }
    }

    /// A tag tells programs how to read a value. Here it says nothing, and an author who begins a text with `!` loses a word.
    fn refuse_tag(&mut self, tag: Option<&Tag>, value: Span) {
        let Some(tag) = tag.filter(|tag| !is_plain(tag)) else { return };
        let written = format!("{}{}", tag.original_handle(), tag.suffix());
        let before = &self.text[..value.end().min(self.text.len())];
        let start = before.rfind(&written).unwrap_or(value.start());
        let place = Span::new(self.file, start..self.text.floor_char_boundary(start + written.len()));
        let short: String = written.chars().take(40).collect();
        let finding =
            Diagnostic::new(Code::InvalidValue, place, format!("`{short}` is a tag of YAML, and says nothing here"));
        self.warn(finding.help("put a text that begins with `!` in quotation marks, else remove the tag"));
    }

    /// `colour: #c4122f`: what was meant as the value is a comment.
    fn warn_of_comment(&mut self, key: &Node, value: &Node) {
        if !value.is_empty() || value.span.end() > value.span.start() {
            return;
        }
        let line = self.text[key.span.end()..].lines().next().unwrap_or("");
        let comment = line.trim_start_matches([' ', ':']).trim_end();
        let is_meant =
            comment.strip_prefix('#').is_some_and(|word| word.starts_with(|c: char| c != '#' && !c.is_whitespace()));
        if !is_meant {
            return;
        }
        let start = key.span.end() + line.len() - line.trim_start_matches([' ', ':']).len();
        let place = Span::new(self.file, start..start + comment.len());
        let finding = Diagnostic::new(Code::UselessField, place, "this is a comment, and the field stays empty");
        self.warn(
            finding.help(
                "put a value that begins with `#` in quotation marks, or write a blank after the `#` of a comment",
            ),
        );
    }

    fn warn(&mut self, finding: Diagnostic) {
        if self.warned < WARNINGS {
            self.warned += 1;
            self.found.push(finding);
        }
    }

    /// A block of text ends with its last word, not with the blank lines below it.
    fn without_line_ends(&self, span: Span) -> Span {
        let written = self.text.get(span.start()..span.end()).unwrap_or_default();
        Span::new(self.file, span.start()..span.start() + written.trim_end().len())
    }

    fn start_document(&mut self, span: Span) -> Result<(), Box<Diagnostic>> {
        self.documents += 1;
        if self.documents == 1 {
            return Ok(());
        }
        let found = Diagnostic::new(Code::DocumentCount, span, "a second document begins in this file")
            .note("one file holds one YAML document")
            .help(
                "remove the `---` or `...`, or put what follows into a file of its own; many events go under `events:`",
            );
        Err(Box::new(found))
    }

    fn open(&mut self, span: Span, anchor: usize, is_mapping: bool) -> Result<(), Box<Diagnostic>> {
        self.open.push(Open { start: span.start(), anchor, is_mapping, items: Vec::new() });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Box<Diagnostic>> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        // A block has no closing mark: it ends with its last item, not where the parser noticed.
        let last = closed.items.last().map_or(closed.start, |node| node.span.end());
        let end = if span.end() > span.start() { span.end() } else { last };
        let value = if closed.is_mapping {
            let mut entries = Vec::with_capacity(closed.items.len() / 2);
            let mut items = closed.items.into_iter();
            while let (Some(key), Some(value)) = (items.next(), items.next()) {
                self.warn_of_comment(&key, &value);
                entries.push((key, value));
            }
            Value::Mapping(entries.into())
        } else {
            Value::List(closed.items.into())
        };
        let span = Span::new(self.file, closed.start..end.max(closed.start));
        self.add(Node { span, value }, closed.anchor)
    }

    fn repeat(&mut self, anchor: usize, span: Span) -> Result<(), Box<Diagnostic>> {
        let Some((node, weight)) = self.anchors.get(&anchor).cloned() else {
            let found = Diagnostic::new(Code::InvalidYaml, span, "an alias inside the value that it stands for")
                .help("write the value out");
            return Err(Box::new(found));
        };
        self.repeated += weight;
        if self.repeated > ALIAS_LIMIT {
            let found = Diagnostic::new(Code::YamlLimit, span, "aliases repeat too much of this file")
                .note(format!("aliases (`*name`) may stand for {ALIAS_LIMIT} values in all"))
                .help("write the values out, or put what events share into `_defaults.yaml`");
            return Err(Box::new(found));
        }
        self.add(Node { span, value: node.value }, 0)
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Box<Diagnostic>> {
        self.nodes += 1;
        if self.nodes > NODE_LIMIT {
            let found = Diagnostic::new(Code::YamlLimit, node.span, "too many values in one file")
                .note(format!("a file may hold {NODE_LIMIT} values"))
                .help("split the file");
            return Err(Box::new(found));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), node.weight()));
        }
        match self.open.last_mut() {
            Some(parent) => parent.items.push(node),
            None => self.root = Some(node),
        }
        Ok(())
    }
}

/// Tags that say what a value is anyway: `!!str`, `!!seq`, `!!map` and the lone `!`.
fn is_plain(tag: &Tag) -> bool {
    match tag.original_handle() {
        "!!" => matches!(tag.suffix(), "str" | "seq" | "map"),
        handle => format!("{handle}{}", tag.suffix()) == "!",
    }
}
