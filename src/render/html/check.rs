//! Checks of templates before any page is made: every name that one asks for is there.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, ErrorKind};

use super::{
    PAGE_TEMPLATES, PART_TEMPLATES, SHARED_TEMPLATES, blocks,
    context::{Field, Shape as _},
    part::PartWords,
    scan,
    shared::SiteWords,
    templates::{DEFAULT_FOLDER, TemplateFile},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    source::{Origin, SourceSet, Span},
};

/// Names that the template language itself gives in some places.
const LANGUAGE_NAMES: [&str; 4] = ["caller", "loop", "self", "super"];

type Files = BTreeMap<String, TemplateFile>;

/// Checks every page's template with all that it draws in, and the names of the user's files.
pub(super) fn check(environment: &Environment<'_>, files: &Files, sources: &SourceSet, found: &mut Diagnostics) {
    let mut used = BTreeSet::new();
    let parts = parts(files, found);
    let parts = parts.iter().map(|name| (&**name, PartWords::PARTS));
    for (template, fields) in PAGE_TEMPLATES.into_iter().chain(parts) {
        let Some(reached) = reach(template, files, sources, found) else { continue };
        let page = Page { fields, given: given(&reached, fields, files, environment), environment };
        for (name, file) in reached.iter().filter_map(|name| Some((name, files.get(name)?))) {
            page.check(name, file, name == template, found);
        }
        used.extend(reached);
    }
    for (name, file) in files {
        blocks::check(name, files, sources, found);
        if sources.file(file.file).path.starts_with(DEFAULT_FOLDER) {
            blocks::refuse_default(name, file, sources, found);
            continue;
        }
        check_filters(file, environment, found);
        if !used.contains(name) {
            check_unused(name, file, sources, found);
        }
    }
}

/// The built-in parts, and those that any template prints by name.
fn parts(files: &Files, found: &mut Diagnostics) -> BTreeSet<String> {
    let mut parts: BTreeSet<String> = PART_TEMPLATES.iter().map(|name| (*name).to_owned()).collect();
    for file in files.values() {
        for reference in scan::parts(&file.text) {
            if files.contains_key(&reference.name) {
                parts.insert(reference.name);
            } else {
                found.push(missing(&reference, file, files));
            }
        }
    }
    parts
}

/// A page's template and all that it draws in, or nothing where it is missing itself.
fn reach(root: &str, files: &Files, sources: &SourceSet, found: &mut Diagnostics) -> Option<BTreeSet<String>> {
    if !files.contains_key(root) {
        let (first, _) = sources.iter().next()?;
        let message = format!("the template `{root}` is missing");
        found.push(Diagnostic::new(Code::InvalidTemplate, Span::start_of(first), message));
        return None;
    }
    let mut reached = BTreeSet::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(name) = waiting.pop() {
        let Some(file) = files.get(&name).filter(|_| reached.insert(name.clone())) else { continue };
        for reference in scan::references(&file.text) {
            if files.contains_key(&reference.name) {
                waiting.push(reference.name);
            } else if !reference.is_optional {
                found.push(missing(&reference, file, files));
            }
        }
    }
    Some(reached)
}

fn missing(reference: &scan::Reference, file: &TemplateFile, files: &Files) -> Diagnostic {
    let span = Span::new(file.file, reference.range.clone());
    Diagnostic::new(Code::InvalidTemplate, span, format!("there is no template `{}`", reference.name))
        .help_if(wording::suggestion(&reference.name, files.keys().map(String::as_str)))
}

/// Every name that may be asked for in these templates.
fn given<'a>(
    reached: &BTreeSet<String>,
    fields: &'static [Field],
    files: &'a Files,
    environment: &'a Environment<'_>,
) -> BTreeSet<&'a str> {
    let texts = reached.iter().filter_map(|name| files.get(name));
    let mut given: BTreeSet<&str> = texts.flat_map(|file| scan::given_names(&file.text)).collect();
    given.extend(fields.iter().map(|field| field.name));
    given.extend(LANGUAGE_NAMES);
    given.extend(environment.globals().map(|(name, _)| name));
    given
}

/// What the templates of a page may ask for.
struct Page<'a> {
    fields: &'static [Field],
    given: BTreeSet<&'a str>,
    environment: &'a Environment<'a>,
}

impl Page<'_> {
    fn check(&self, name: &str, file: &TemplateFile, is_page: bool, found: &mut Diagnostics) {
        let Ok(template) = self.environment.get_template(name) else { return };
        let asked: BTreeSet<String> = template.undeclared_variables(true).into_iter().collect();
        for path in &asked {
            let first = path.split('.').next().unwrap_or(path);
            let problem = if self.given.contains(first) {
                self.unknown_part(path, first, is_page)
            } else {
                let names = self.fields.iter().map(|field| field.name);
                Some((first.to_owned(), wording::did_you_mean(first, names)))
            };
            found_unknown(problem, file, found);
        }
    }

    /// The shortest beginning of a path that leads nowhere. In a template that others draw in, a name may be that of a
    /// loop around it; only what every page is given is surely meant there.
    fn unknown_part(&self, path: &str, first: &str, is_page: bool) -> Option<(String, Option<String>)> {
        if !is_page && !matches!(first, "site" | "head") {
            return None;
        }
        let mut parts = match first {
            "site" => SiteWords::PARTS,
            _ => self.fields.iter().find(|field| field.name == first)?.parts,
        };
        let mut known = first.to_owned();
        for name in path.split('.').skip(1) {
            if parts.is_empty() {
                return None;
            }
            known = format!("{known}.{name}");
            let Some(field) = parts.iter().find(|field| field.name == name) else {
                return Some((known, wording::suggestion(name, parts.iter().map(|field| field.name))));
            };
            parts = field.parts;
        }
        None
    }
}

fn found_unknown(problem: Option<(String, Option<String>)>, file: &TemplateFile, found: &mut Diagnostics) {
    let Some((name, help)) = problem else { return };
    let range = scan::find_name(&file.text, &name).unwrap_or(0..0);
    let message = format!("this template is given no `{name}`");
    found.push(Diagnostic::new(Code::InvalidTemplate, Span::new(file.file, range), message).help_if(help));
}

/// Whether every filter exists: the engine itself asks only when it comes to one.
fn check_filters(file: &TemplateFile, environment: &Environment<'_>, found: &mut Diagnostics) {
    for (name, range) in scan::filters(&file.text) {
        let tried = environment.compile_expression_owned(format!("''|{name}")).and_then(|tried| tried.eval(()));
        if tried.is_err_and(|error| error.kind() == ErrorKind::UnknownFilter) {
            let message = format!("there is no filter `{name}`");
            found.push(Diagnostic::new(Code::InvalidTemplate, Span::new(file.file, range), message));
        }
    }
}

/// A user's file that no page uses may be there to be included one day, unless its name is all but that of a built-in one.
fn check_unused(name: &str, file: &TemplateFile, sources: &SourceSet, found: &mut Diagnostics) {
    if sources.file(file.file).origin != Origin::User {
        return;
    }
    let built_in = PAGE_TEMPLATES.iter().map(|(template, _)| *template).chain(PART_TEMPLATES).chain(SHARED_TEMPLATES);
    // The ending is the same for nearly all of them and would make all of them alike.
    let near = |built_in: &&str| wording::nearest(stem(name), [stem(built_in)]).is_some();
    let Some(nearest) = built_in.into_iter().find(near) else { return };
    let message = format!("no page uses the template `{name}`");
    let finding = Diagnostic::new(Code::IgnoredFile, Span::start_of(file.file), message);
    found.push(finding.help(format!("to replace a built-in template, give it the same name: `{nearest}`")));
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
