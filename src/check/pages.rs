//! Pages of the site's own.

use std::sync::Arc;

use super::{settings::missing, values};
use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    model::{Id, SitePage, first_heading},
    parse::{InFile, RawPage, RawPageFields, RawSite, Text},
    source::{SourceSet, Span, Spanned},
};

/// Every page of the site's own, in the order of their files.
pub(super) fn pages(raw: &RawSite, sources: &SourceSet, found: &mut Diagnostics) -> Vec<SitePage> {
    let navigation = raw.settings.as_ref().and_then(|settings| settings.navigation.as_ref());
    let links = navigation.map(|links| links.iter().filter_map(|link| link.page.as_ref()));
    let named: Option<Vec<&str>> =
        links.map(|links| links.map(|page| name_of(page.trim().trim_matches('/'))).collect());
    raw.pages.iter().filter_map(|page| self::page(page, named.as_deref(), sources, found)).collect()
}

/// The name of a page by the path of its file: `about` for `pages/about.md` and for `pages/about/index.md`.
pub(super) fn name_of(path: &str) -> &str {
    let below = path.strip_prefix("pages/").unwrap_or(path);
    let stem = below.strip_suffix(".md").unwrap_or(below);
    if stem == "index" { "" } else { stem.strip_suffix("/index").unwrap_or(stem) }
}

/// `named` are the pages that site.yaml's own navigation leads to, where it has one.
fn page(
    page: &InFile<RawPage>,
    named: Option<&[&str]>,
    sources: &SourceSet,
    found: &mut Diagnostics,
) -> Option<SitePage> {
    let RawPage { fields, text } = &page.record;
    let (name, fields) = (name_of(&sources.file(page.file).path), fields.as_ref());
    let is_plain = name.split('/').filter(|_| !name.is_empty()).all(|part| part_fits(part, page.name.span, found));
    let (title, rest) = title(fields, text, page.name.span, found);
    let (is_in_navigation, order) = place(fields, name, named, found);
    let text = values::markdown(Some(&rest), found);
    let description = values::optional_line(fields.and_then(|fields| fields.description.as_ref()), found);
    let (name, title) = (is_plain.then(|| name.into())?, title?);
    Some(SitePage { name, span: page.name.span, title, description, text, is_in_navigation, order })
}

/// The title and the text below it. A heading that says the title again would stand there twice.
fn title(
    fields: Option<&RawPageFields>,
    text: &Text,
    start: Span,
    found: &mut Diagnostics,
) -> (Option<Arc<str>>, Text) {
    let written = fields.and_then(|fields| fields.title.as_ref());
    let heading = first_heading(text).map(|(heading, end)| (Spanned::new(Arc::from(heading), text.span), end));
    let is_attempted = fields.is_some_and(|fields| !fields.lacks("title", &fields.title));
    if heading.is_none() && !is_attempted {
        found.push(untitled(start));
    }
    let is_said_again = |said: &Text| written.is_none_or(|title| title.trim() == &*said.value);
    let rest = heading.as_ref().filter(|(said, _)| is_said_again(said)).map_or(0, |(_, end)| *end);
    let span = Span::new(text.span.file, text.span.start() + rest..text.span.end());
    let title = values::optional_line(written.or(heading.as_ref().map(|(said, _)| said)), found);
    (title, Spanned::new(text[rest..].into(), span))
}

/// Whether the navigation leads to a page, and its place there.
fn place(
    fields: Option<&RawPageFields>,
    name: &str,
    named: Option<&[&str]>,
    found: &mut Diagnostics,
) -> (bool, Option<u32>) {
    let asked = fields.and_then(|fields| fields.navigation).filter(|navigation| navigation.value);
    let order = fields.and_then(|fields| fields.order);
    if let Some(asked) = asked.filter(|_| named.is_some_and(|named| !named.contains(&name))) {
        let message = "site.yaml says itself what the navigation leads to";
        let finding = Diagnostic::new(Code::UselessField, asked.span, message);
        found.push(finding.help(format!("write `- page: {name}` below `navigation` there, or remove this")));
    } else if let Some(order) = order.filter(|_| asked.is_none()) {
        let finding = Diagnostic::new(Code::UselessField, order.span, "the navigation does not lead to this page");
        found.push(finding.help("write `navigation: yes`, or remove its place there"));
    }
    (asked.is_some(), order.map(|order| order.value))
}

fn untitled(start: Span) -> Diagnostic {
    missing("title", "# About us", start)
        .note("the first heading of a page is its title, unless it has a field `title`")
}

/// Each part of a page's name is a part of its address.
fn part_fits(part: &str, file: Span, found: &mut Diagnostics) -> bool {
    let text: Text = Spanned::new(part.into(), file);
    let rename = |slug: &Id| format!("call it `{slug}`, and the address of the page will be that");
    values::file_id(&text, rename, found).is_some()
}
