//! What the head of a page says of it.

use minijinja::Value;

use super::{assets, context::context, shared::Alternate, view::View};
use crate::output::OutPath;
use crate::{render::words, resolve::absolute};

/// The longest description; search engines show about half of it.
const LONGEST_DESCRIPTION: usize = 300;

context! {
    /// What the head of a page says of it.
    Head {
        /// The words in the browser's tab, unlike those of every other page.
        title: String,
        /// What the page is about, in a sentence or two.
        description: String,
        /// The page's own absolute address.
        canonical: String,
        /// The same as people write it down.
        address: String,
        /// The day on which what the page says was so, where it is told on paper.
        as_of: Option<String>,
        /// The page's title without the site's.
        name: String,
        /// OpenGraph's sort of page.
        og_type: &'static str,
        /// The picture that previews show.
        image: Option<HeadImage>,
        /// Whether search engines may show the page.
        is_indexed: bool,
        /// Feeds of this page, beside those of the site.
        feeds: Vec<Alternate>,
        /// The event as JSON-LD.
        json_ld: Option<Value>,
        /// The part of the site that the page belongs to.
        section: String,
    }
}

context! {
    /// The picture that previews show.
    HeadImage {
        /// Its absolute address.
        url: String,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// What it shows, in words.
        alt: String,
    }
}

impl Head {
    /// A page that is not about a single event.
    pub fn new(view: View<'_>, path: &OutPath, name: &str, description: &str, section: &'static str) -> Self {
        let canonical = absolute(&view.site.base_url, path);
        let address = canonical.split_once("://").map_or(&*canonical, |(_, rest)| rest).to_owned();
        Self {
            title: format!("{name} – {}", view.site.settings.title),
            description: words::cut(&words::one_line(description), LONGEST_DESCRIPTION),
            canonical,
            address,
            as_of: None,
            name: name.to_owned(),
            og_type: "website",
            image: view.share_image(),
            is_indexed: true,
            feeds: Vec::new(),
            json_ld: None,
            section: section.to_owned(),
        }
    }
}

impl View<'_> {
    /// The picture for previews of pages that have none of their own.
    fn share_image(self) -> Option<HeadImage> {
        let (width, height) = self.pages.templates.share_picture()?;
        Some(HeadImage {
            url: format!("{}{}", self.site.base_url, assets::SHARE),
            width,
            height,
            alt: format!("Calendar sheets in plain colours: {}", self.site.settings.title),
        })
    }
}
