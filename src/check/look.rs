//! How a site shows that it is whose it is: its logo and navigation.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    pages::name_of,
    settings::missing,
    values::{self, shorten},
};
use crate::{
    diag::{Code, Diagnostic, Diagnostics, wording},
    model::{Image, Look, NavigationLink, NavigationTarget, SitePage, link_is_allowed},
    parse::{RawLogo, RawNavigationLink, RawSettings, RawSite, Text},
    source::{Content, Origin, SourceSet, picture_size},
};

/// Endings of logos: pictures that every browser shows.
const ENDINGS: [&str; 7] = ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif"];
/// Where else than beside site.yaml a logo may lie.
const STATIC: &str = "site-templates/static/";
/// Pages that every site has.
const BUILT_IN: [&str; 6] = ["archive", "calendar", "changes", "groups", "search", "subscribe"];

/// Takes in what of the look has to do with other files. At an old commit the records alone are known, and nobody looks at pages.
pub(super) fn look(
    look: &mut Look,
    settings: &RawSettings,
    (raw, pages): (&RawSite, &[SitePage]),
    sources: &SourceSet,
    found: &mut Diagnostics,
) {
    if !sources.iter().any(|(_, file)| file.origin == Origin::BuiltIn) {
        return;
    }
    look.logo = settings.logo.as_ref().and_then(|logo| self::logo(logo, sources, found));
    let broken = raw.broken.iter().map(|path| name_of(path));
    let written = raw.pages.iter().map(|page| name_of(&sources.file(page.file).path));
    let known: BTreeSet<&str> = written.chain(broken).collect();
    let links = settings.navigation.as_ref().map(|list| &list.value);
    look.navigation = links.map(|links| links.iter().filter_map(|raw| link(raw, pages, &known, found)).collect());
}

fn logo(raw: &RawLogo, sources: &SourceSet, found: &mut Diagnostics) -> Option<Image> {
    if raw.lacks("file", &raw.file) {
        found.push(missing("file", "file: logo.svg", raw.span));
    }
    if raw.lacks("alt", &raw.alt) {
        found.push(missing("alt", "alt: what the logo shows, for those who do not see it", raw.span));
    }
    let alt = values::optional_line(raw.alt.as_ref(), found);
    let (source, size, digest) = picture(raw.file.as_ref()?, sources, found)?;
    Some(Image { source, alt: alt?, dimensions: Some(size), digest })
}

type Picture = (Arc<str>, (u32, u32), Arc<str>);

fn picture(file: &Text, sources: &SourceSet, found: &mut Diagnostics) -> Option<Picture> {
    let name = file.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let is_plain = name.chars().all(plain) && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    let mut refuse = |message: String, help: &str| {
        found.push(Diagnostic::new(Code::InvalidImage, file.span, message).help(help));
        None
    };
    if !is_plain {
        let help = "put the logo beside site.yaml and name it with a-z, 0-9 and hyphens, such as logo.svg";
        return refuse(format!("`{}` is not the plain name of a file", shorten(name)), help);
    }
    if !ENDINGS.contains(&&*ending) {
        return refuse(format!("`{}` is not a picture that pages can show", shorten(name)), "save it as .svg or .png");
    }
    let paths = [name.to_owned(), format!("{STATIC}{name}")];
    let Some((_, source)) = paths.iter().find_map(|path| sources.find(path)) else {
        return refuse(format!("there is no picture at {name}"), &beside(name, sources));
    };
    let known = match &source.content {
        Content::Picture(picture) => picture.dimensions.zip(Some(picture.digest.as_str().into())),
        Content::Text(text) => sized(text.as_bytes()),
        Content::Bytes(bytes) => sized(bytes),
        Content::TooLarge { bytes, limit } => {
            return refuse(format!("the picture has {bytes} bytes; {limit} are allowed"), "save it smaller");
        }
        Content::Refused(reason) => {
            return refuse(format!("the picture was not read: {reason}"), "put the file itself here");
        }
        Content::NotUtf8 { .. } => None,
    };
    let Some((size, digest)) = known else {
        let help = "save it anew; an SVG says its size by `width` and `height` or by a `viewBox`";
        return refuse(format!("{name} does not say how large it is"), help);
    };
    Some((source.path.clone(), size, digest))
}

fn sized(bytes: &[u8]) -> Option<((u32, u32), Arc<str>)> {
    Some((picture_size(bytes)?, blake3::hash(bytes).to_hex().as_str().into()))
}

/// Which picture is meant by a name that is none.
fn beside(name: &str, sources: &SourceSet) -> String {
    let names = sources
        .iter()
        .filter_map(|(_, file)| file.path.strip_prefix(STATIC).or((!file.path.contains('/')).then_some(&*file.path)));
    let pictures =
        names.filter(|name| ENDINGS.iter().any(|ending| name.to_lowercase().ends_with(&format!(".{ending}"))));
    wording::did_you_mean(name, pictures).unwrap_or_else(|| format!("put it beside site.yaml, or into {STATIC}"))
}

fn link(
    raw: &RawNavigationLink,
    pages: &[SitePage],
    known: &BTreeSet<&str>,
    found: &mut Diagnostics,
) -> Option<NavigationLink> {
    let title = values::optional_line(raw.title.as_ref(), found);
    match (&raw.url, &raw.page) {
        (Some(_), Some(page)) => {
            let finding = Diagnostic::new(Code::ConflictingFields, page.span, "a link leads to one place");
            found.push(finding.help("keep either `url` or `page`"));
            None
        }
        (None, None) => {
            if raw.lacks("url", &raw.url) && raw.lacks("page", &raw.page) {
                let start = crate::source::Span::new(raw.span.file, raw.span.start()..raw.span.start());
                let finding = Diagnostic::new(Code::MissingField, start, "this link leads nowhere");
                found.push(finding.help("write `page: about` for pages/about.md, or `url: https://example.org/`"));
            }
            None
        }
        (None, Some(page)) => to_page(page, title, pages, known, found),
        (Some(url), None) => {
            if raw.lacks("title", &raw.title) {
                found.push(missing("title", "title: Our website", raw.span));
            }
            let target = address(url, found)?;
            Some(NavigationLink { title: title?, target })
        }
    }
}

fn to_page(
    page: &Text,
    title: Option<Arc<str>>,
    pages: &[SitePage],
    known: &BTreeSet<&str>,
    found: &mut Diagnostics,
) -> Option<NavigationLink> {
    let written = page.trim();
    let name = name_of(written.trim_matches('/'));
    if let Some(page) = pages.iter().find(|page| *page.name == *name) {
        let title = title.unwrap_or_else(|| page.title.clone());
        return Some(NavigationLink { title, target: NavigationTarget::Page(page.name.clone()) });
    }
    // What is wrong with a page is said of the page.
    if !known.contains(name) {
        let message = format!("there is no page `{}`", shorten(written));
        let help = match wording::did_you_mean(name, known.iter().copied()) {
            _ if BUILT_IN.contains(&name) => format!("for the built-in page, write `url: {name}/`"),
            Some(near) => near,
            None => format!("write it as pages/{}.md, or write `url` and an address", shorten(name)),
        };
        found.push(Diagnostic::new(Code::UnknownPage, page.span, message).help(help));
    }
    None
}

/// A whole address, or one relative to that of the site.
fn address(url: &Text, found: &mut Diagnostics) -> Option<NavigationTarget> {
    let text = url.trim();
    if link_is_allowed(text) {
        return Some(NavigationTarget::Address(text.into()));
    }
    let has_scheme = text.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    let is_plain = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\');
    if is_plain && !has_scheme && !text.starts_with("//") {
        let is_host = text.starts_with("www.");
        if !is_host {
            return Some(NavigationTarget::Relative(text.into()));
        }
    }
    let message = format!("`{}` is no address that a link may have", shorten(text));
    let help = if text.starts_with("www.") || text.starts_with("//") {
        format!("write https://{}", shorten(text.trim_start_matches('/')))
    } else {
        "write a whole address, such as https://example.org/page, or one below the site's, such as subscribe/"
            .to_owned()
    };
    let note = "links begin with http:, https:, mailto:, tel: or webcal:";
    found.push(Diagnostic::new(Code::InvalidUrl, url.span, message).note(note).help(help));
    None
}
