//! Checks of templates before any page is made: every name that one asks for is there.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Environment;

use super::{
    PAGE_TEMPLATES, SHARED_TEMPLATES,
    context::Fields as _,
    head::Head,
    scan,
    shared::SiteWords,
    templates::TemplateFile,
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
    for (template, fields) in PAGE_TEMPLATES {
        let Some(reached) = reach(template, files, sources, found) else { continue };
        let given = given(&reached, fields, files, environment);
        for name in &reached {
            check_names(name, &given, environment, files, found);
        }
        used.extend(reached);
    }
    for name in files.keys().filter(|name| !used.contains(*name)) {
        check_unused(name, files, sources, found);
    }
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
    fields: &[&'a str],
    files: &'a Files,
    environment: &'a Environment<'_>,
) -> BTreeSet<&'a str> {
    let texts = reached.iter().filter_map(|name| files.get(name));
    let mut given: BTreeSet<&str> = texts.flat_map(|file| scan::given_names(&file.text)).collect();
    given.extend(fields);
    given.extend(LANGUAGE_NAMES);
    given.extend(environment.globals().map(|(name, _)| name));
    given
}

fn check_names(
    name: &str,
    given: &BTreeSet<&str>,
    environment: &Environment<'_>,
    files: &Files,
    found: &mut Diagnostics,
) {
    let (Some(file), Ok(template)) = (files.get(name), environment.get_template(name)) else { return };
    let asked: BTreeSet<String> = template.undeclared_variables(true).into_iter().collect();
    for path in &asked {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let part = rest.split('.').next().unwrap_or_default();
        let problem = if given.contains(first) {
            unknown_part(first, part)
        } else {
            Some((first.to_owned(), wording::did_you_mean(first, given.iter().copied())))
        };
        if let Some((unknown, help)) = problem {
            found.push(unknown_name(&unknown, help, file));
        }
    }
}

/// A part that a value given to every page does not have.
fn unknown_part(value: &str, part: &str) -> Option<(String, Option<String>)> {
    let parts = match value {
        "site" => SiteWords::FIELDS,
        "head" => Head::FIELDS,
        _ => return None,
    };
    let is_unknown = !part.is_empty() && !parts.contains(&part);
    is_unknown.then(|| (format!("{value}.{part}"), wording::suggestion(part, parts.iter().copied())))
}

fn unknown_name(name: &str, help: Option<String>, file: &TemplateFile) -> Diagnostic {
    let range = scan::find_name(&file.text, name).unwrap_or(0..0);
    Diagnostic::new(Code::InvalidTemplate, Span::new(file.file, range), format!("this template is given no `{name}`"))
        .help_if(help)
}

/// A user's file that no page uses may be there to be included one day, unless its name is all but that of a built-in one.
fn check_unused(name: &str, files: &Files, sources: &SourceSet, found: &mut Diagnostics) {
    let Some(file) = files.get(name).filter(|file| sources.file(file.file).origin == Origin::User) else { return };
    let built_in = PAGE_TEMPLATES.iter().map(|(template, _)| *template).chain(SHARED_TEMPLATES);
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
