//! Templates that extend others: what they extend is there and ends somewhere, and each block that they fill is one of those.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    scan::{self, Block, Reference},
    templates::TemplateFile,
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    source::{Origin, SourceSet, Span},
};

/// The block of the layout that every page fills.
const MAIN: &str = "main";

type Files = BTreeMap<String, TemplateFile>;

/// Checks the blocks of a template against those of the templates that it extends, one by way of the other.
pub(super) fn check(name: &str, files: &Files, sources: &SourceSet, found: &mut Diagnostics) {
    let Some((file, ancestors)) = files.get(name).zip(ancestors(name, files, found)).filter(|(_, all)| !all.is_empty())
    else {
        return;
    };
    let known: BTreeSet<&str> =
        ancestors.iter().flat_map(|above| scan::blocks(&above.text)).map(|block| block.name).collect();
    let is_users = |file: &TemplateFile| sources.file(file.file).origin == Origin::User;
    let users = ancestors.iter().find(|above| is_users(above)).filter(|_| !is_users(file));
    // What lies in another block shows where that one does.
    for block in scan::blocks(&file.text).into_iter().filter(|block| !block.is_nested && !known.contains(block.name)) {
        match users {
            None => found.push(unknown(&block, file, &known)),
            // What else a built-in template fills, a user's older layout need not have.
            Some(above) => found.extend((block.name == MAIN).then(|| lacking(name, above))),
        }
    }
}

/// A block that nothing above it has is never shown.
fn unknown(block: &Block<'_>, file: &TemplateFile, known: &BTreeSet<&str>) -> Diagnostic {
    let message = format!("what this template extends has no block `{}`", block.name);
    Diagnostic::new(Code::InvalidTemplate, Span::new(file.file, block.range.clone()), message)
        .note("what is in such a block would be on no page")
        .help_if(wording::suggestion(block.name, known.iter().copied()))
}

/// The user's template has no place for what a built-in one shows.
fn lacking(name: &str, above: &TemplateFile) -> Diagnostic {
    let own = scan::blocks(&above.text);
    let near = wording::nearest(MAIN, own.iter().map(|block| block.name));
    let place = own.iter().find(|block| Some(block.name) == near).map_or(0..0, |block| block.range.clone());
    let message = format!("this template has no block `{MAIN}`, in which pages stand");
    Diagnostic::new(Code::InvalidTemplate, Span::new(above.file, place), message)
        .note(format!("`{name}` fills it"))
        .help(format!("write {{% block {MAIN} %}}{{% endblock %}} where it belongs"))
}

/// The templates that a template extends, the nearest first; nothing where they go round in a circle, which is reported.
fn ancestors<'a>(name: &str, files: &'a Files, found: &mut Diagnostics) -> Option<Vec<&'a TemplateFile>> {
    let mut seen = BTreeSet::from([name.to_owned()]);
    let mut above = Vec::new();
    let first = scan::parent(&files.get(name)?.text);
    let mut next = first.as_ref().map(|parent| parent.name.clone());
    while let Some((parent, file)) = next.and_then(|parent| Some((parent.clone(), files.get(&parent)?))) {
        if !seen.insert(parent.clone()) {
            // Each of a circle tells of itself alone.
            found.extend(first.filter(|_| parent == name).map(|first| circle(name, &first, &files[name], files)));
            return None;
        }
        next = scan::parent(&file.text).map(|parent| parent.name);
        above.push(file);
    }
    Some(above)
}

fn circle(name: &str, parent: &Reference, file: &TemplateFile, files: &Files) -> Diagnostic {
    let span = Span::new(file.file, parent.range.clone());
    let finding = Diagnostic::new(Code::InvalidTemplate, span, "this template extends itself");
    let built_in = format!("default/{name}");
    if files.contains_key(&built_in) {
        finding.help(format!("write {{% extends \"{built_in}\" %}} for the built-in one"))
    } else {
        finding.help("extend another one, such as `layout.html`")
    }
}

/// `default/` is where the built-in templates stand.
pub(super) fn refuse_default(name: &str, file: &TemplateFile, sources: &SourceSet, found: &mut Diagnostics) {
    if sources.file(file.file).origin == Origin::User {
        let message = format!("`{name}` is the name of a built-in template");
        let plain = name.strip_prefix("default/").unwrap_or(name);
        let finding = Diagnostic::new(Code::InvalidTemplate, Span::start_of(file.file), message);
        found.push(finding.help(format!("to replace it on all pages, move it to `site-templates/{plain}`")));
    }
}
