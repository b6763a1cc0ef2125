//! Files that are copied as they are: static files and the pictures of events.

use super::templates::STATIC_FOLDER;
use crate::{
    model::Image,
    output::{Body, OutPath},
    resolve::{Site, picture},
    source::{Content, Digest, Digester, Origin, SourceFile, SourceSet, Span, picture_size},
};

/// The stylesheet, relative to the base.
pub(super) const STYLE: &str = "assets/style.css";
/// The colours of the groups.
pub(super) const COLOURS: &str = "assets/colours.css";
/// What every page does better where scripts may run.
pub(super) const SCRIPT: &str = "assets/site.js";
/// What pages with a search or a filter do better.
pub(super) const FINDER: &str = "assets/find.js";
/// The site's icon.
pub(super) const ICON: &str = "assets/favicon.svg";
/// The colour in the built-in icon that a site's own takes the place of.
const ICON_COLOUR: &str = "#8c1c13";
/// The picture that previews show for pages without one of their own.
pub const SHARE: &str = "assets/share.png";

/// A file that is copied.
#[derive(Debug)]
pub struct Copied {
    /// Its address.
    pub path: OutPath,
    /// The file or record that it belongs to.
    pub span: Span,
    /// What is to stand there.
    pub body: Body,
    /// A hash of its bytes.
    pub digest: Digest,
}

/// Everything below `site-templates/static/`, and the picture of every published event.
pub fn copies(site: &Site, sources: &SourceSet) -> Vec<Copied> {
    let pictures = site.events.iter().filter_map(|published| {
        let image = published.event.image.as_ref()?;
        let path = picture(&published.event)?;
        let digest = Digester::of(&image.digest);
        Some(Copied { path, span: published.event.id.span, body: Body::Copy(image.source.clone()), digest })
    });
    static_files(site, sources).chain(pictures).chain(logo(site)).collect()
}

/// The site's logo; nothing where it is a static file, which is copied anyway.
fn logo(site: &Site) -> Option<Copied> {
    let logo = site.settings.look.logo.as_ref().filter(|logo| !logo.source.starts_with(STATIC_FOLDER))?;
    let (path, digest) = (OutPath::new(&logo_address(logo))?, Digester::of(&logo.digest));
    Some(Copied { path, span: site.settings.span, body: Body::Copy(logo.source.clone()), digest })
}

/// The address of the site's logo, relative to the base.
pub(super) fn logo_address(logo: &Image) -> String {
    match logo.source.strip_prefix(STATIC_FOLDER) {
        Some(address) => address.to_owned(),
        None => {
            let name = logo.source.rsplit('/').next().unwrap_or_default();
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
            format!("assets/logo.{}", ending.to_lowercase())
        }
    }
}

fn static_files<'a>(site: &'a Site, sources: &'a SourceSet) -> impl Iterator<Item = Copied> + 'a {
    sources.iter().filter_map(|(file, source)| {
        let path = OutPath::new(source.path.strip_prefix(STATIC_FOLDER)?)?;
        if let Some(icon) = coloured_icon(site, source) {
            let digest = Digester::of(&icon);
            return Some(Copied { path, span: Span::start_of(file), body: Body::Bytes(icon.into_bytes()), digest });
        }
        let body = match &source.content {
            Content::Text(text) => Body::Bytes(text.as_bytes().to_vec()),
            Content::Bytes(bytes) => Body::Bytes(bytes.to_vec()),
            _ => Body::Copy(source.path.clone()),
        };
        Some(Copied { path, span: Span::start_of(file), body, digest: Digester::of(&source.content) })
    })
}

/// The built-in icon in the site's colour, where it has one.
fn coloured_icon(site: &Site, source: &SourceFile) -> Option<String> {
    let is_built_in = source.origin == Origin::BuiltIn && source.path.strip_prefix(STATIC_FOLDER) == Some(ICON);
    let colour = site.settings.look.colour.filter(|_| is_built_in)?;
    Some(source.text().replace(ICON_COLOUR, &colour.to_string()))
}

/// Width and height of the picture for previews, which a site may replace by its own.
pub(super) fn share_picture(sources: &SourceSet) -> Option<(u32, u32)> {
    let (_, file) = sources.find(&format!("{STATIC_FOLDER}{SHARE}"))?;
    match &file.content {
        Content::Bytes(bytes) => picture_size(bytes),
        Content::Picture(picture) => picture.dimensions,
        _ => None,
    }
}
