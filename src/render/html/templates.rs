//! The templates of the site: loaded, and checked against what each is given.

use std::{collections::BTreeMap, error::Error as _, sync::Arc};

use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, syntax::SyntaxConfig};

use super::{check, context::Context, part};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::{FileId, Origin, SourceFile, SourceSet, Span},
};

/// The folder of the templates; those of the user lie in a folder of the same name.
pub const FOLDER: &str = "site-templates/";
/// The folder of all built-in templates, whether or not the user's stand in their place: `{% extends "default/event.html" %}`.
pub const DEFAULT_FOLDER: &str = "site-templates/default/";
/// Files below this folder are copied as they are.
pub const STATIC_FOLDER: &str = "site-templates/static/";

/// Steps that a template may take on one page: far more than any page needs, and a few seconds at most.
const FUEL: u64 = 50_000_000;

/// A template's text and where it came from.
pub(super) struct TemplateFile {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub text: Arc<str>,
}

/// Every template of the site, ready to be rendered from any thread.
pub struct Templates {
    environment: Environment<'static>,
    files: BTreeMap<String, TemplateFile>,
    share_picture: Option<(u32, u32)>,
}

impl Templates {
    /// Loads the templates below `site-templates/` and checks that each finds what it asks for.
    pub fn load(sources: &SourceSet, found: &mut Diagnostics) -> Self {
        let share_picture = super::assets::share_picture(sources);
        let mut templates = Self { environment: environment(), files: template_files(sources), share_picture };
        for (name, file) in &templates.files {
            if let Err(error) = templates.environment.add_template_owned(name.clone(), file.text.to_string()) {
                found.push(diagnostic(&error, &templates.files, Span::start_of(file.file)));
            }
        }
        check::check(&templates.environment, &templates.files, sources, found);
        templates
    }

    /// Whether the files of a set have the numbers that places in these templates are told by.
    pub fn are_from(&self, sources: &SourceSet) -> bool {
        let path = |name: &str| format!("{FOLDER}{name}");
        self.files.iter().all(|(name, file)| sources.get(file.file).is_some_and(|source| *source.path == *path(name)))
    }

    /// Width and height of the picture that previews show for pages without one of their own.
    pub(super) fn share_picture(&self) -> Option<(u32, u32)> {
        self.share_picture
    }

    /// A page; `site` is the place to name where a mistake has none in a template.
    ///
    /// # Errors
    /// What is wrong with the template, and where.
    pub(super) fn render<C: Context>(&self, context: C, site: Span) -> Result<String, Box<Diagnostic>> {
        let template = self.environment.get_template(C::TEMPLATE);
        let rendered = template.and_then(|template| template.render(context.into_value()));
        rendered.map_err(|error| Box::new(diagnostic(&error, &self.files, site)))
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write_escaped);
    environment.add_function(part::NAME, part::printer());
    let tidy = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    // Only the delimiters can make it fail, and those are the usual ones.
    environment.set_syntax(tidy.unwrap_or_default());
    environment.set_fuel(Some(FUEL));
    environment
}

/// Every template by its name. Where the user has none, nobody asks for those below `default/`.
fn template_files(sources: &SourceSet) -> BTreeMap<String, TemplateFile> {
    let templates = || sources.iter().filter(|(_, source)| is_template(&source.path));
    let has_own = templates().any(|(_, source)| source.origin == Origin::User);
    let is_asked = |source: &SourceFile| has_own || !source.path.starts_with(DEFAULT_FOLDER);
    let file = |(file, source): (FileId, &SourceFile)| {
        let name = source.path.strip_prefix(FOLDER)?;
        is_asked(source).then(|| (name.to_owned(), TemplateFile { file, text: source.text().into() }))
    };
    templates().filter_map(file).collect()
}

fn is_template(path: &str) -> bool {
    path.starts_with(FOLDER) && !path.starts_with(STATIC_FOLDER) && (path.ends_with(".html") || path.ends_with(".xml"))
}

/// Prints a value; whatever is not marked as safe is text, and none is nothing.
///
/// Not minijinja's own escaping, which writes every slash of an address as `&#x2f;`.
fn write_escaped(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Ok(());
    }
    if value.is_safe() || matches!(state.auto_escape(), AutoEscape::None) || value.is_undefined() {
        return minijinja::escape_formatter(out, state, value);
    }
    let written = match value.as_str() {
        Some(text) => write_text(out, text),
        None => write_text(out, &value.to_string()),
    };
    written.map_err(Error::from)
}

/// Writes text as it stands in HTML and XML.
pub(super) fn write_text(out: &mut impl std::fmt::Write, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = first_marked(rest.as_bytes()) {
        let (plain, marked) = rest.split_at(at);
        out.write_str(plain)?;
        out.write_str(match marked.as_bytes()[0] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&#39;",
        })?;
        rest = &marked[1..];
    }
    out.write_str(rest)
}

/// Where the first character that means something in HTML stands. Most texts hold none: they are looked through in pieces, each
/// without a branch, which the processor does many bytes at a time.
fn first_marked(text: &[u8]) -> Option<usize> {
    let is_marked = |byte: &u8| matches!(byte, b'<' | b'>' | b'&' | b'"' | b'\'');
    let holds_any = |piece: &[u8]| piece.iter().fold(false, |any, byte| any | is_marked(byte));
    let number = text.chunks(32).position(holds_any)?;
    let start = number * 32;
    text[start..].iter().position(is_marked).map(|at| start + at)
}

/// A mistake in a template, at its place; the innermost where templates include each other.
fn diagnostic(error: &Error, files: &BTreeMap<String, TemplateFile>, fallback: Span) -> Diagnostic {
    let mut inner = error;
    while let Some(cause) = inner.source().and_then(|cause| cause.downcast_ref::<Error>()) {
        inner = cause;
    }
    let file = inner.name().and_then(|name| files.get(name));
    let span = file.map_or(fallback, |file| place(inner, file));
    let what = inner.detail().map_or_else(|| inner.kind().to_string(), str::to_owned);
    Diagnostic::new(Code::InvalidTemplate, span, format!("the template cannot be used: {what}"))
}

fn place(error: &Error, file: &TemplateFile) -> Span {
    let line = error.line().unwrap_or(1).saturating_sub(1);
    let start = file.text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let length = file.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    let range = error.range().filter(|range| range.end <= file.text.len() && !range.is_empty());
    Span::new(file.file, range.unwrap_or(start..start + length))
}
