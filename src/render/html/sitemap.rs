//! What search engines are told: which pages there are, and that they may read everything.

use minijinja::Value;

use super::{Page, context::context, plan::Planned, view::View};
use crate::{
    render::words,
    resolve::{Site, absolute},
    source::UNRECORDED,
};

context! {
    /// The list of pages for search engines.
    Sitemap for "sitemap.xml" {
        /// What holds for every page.
        site: Value,
        /// The pages.
        pages: Vec<SitemapEntry>,
    }
}

context! {
    /// A page in the list for search engines.
    SitemapEntry {
        /// Its absolute address.
        url: String,
        /// The day of its last change, where it is recorded.
        changed: Option<String>,
    }
}

impl View<'_> {
    /// Every page that search engines may show.
    pub(super) fn sitemap(self, planned: &[Planned], site: Value) -> Sitemap {
        let pages = planned.iter().filter(|planned| self.is_indexed(&planned.page)).map(|planned| SitemapEntry {
            url: absolute(&self.site.base_url, &planned.path),
            changed: self.changed(&planned.page),
        });
        Sitemap { site, pages: pages.collect() }
    }

    fn is_indexed(self, page: &Page) -> bool {
        match page {
            Page::Event(number) => self.event(*number).is_listed && self.event(*number).deleted.is_none(),
            Page::Redirect(_) | Page::Folder(_) | Page::NotFound | Page::Sitemap | Page::Robots | Page::Colours => {
                false
            }
            _ => true,
        }
    }

    /// The day that an event last changed; of lists nothing is known.
    fn changed(self, page: &Page) -> Option<String> {
        let Page::Event(number) = page else { return None };
        let changed = self.event(*number).revision.changed;
        (changed != UNRECORDED).then(|| words::utc_moment(changed))
    }
}

/// robots.txt: everything may be read, the feeds too, since Google Calendar fetches them as a crawler.
pub(super) fn robots(site: &Site) -> String {
    format!("User-agent: *\nDisallow:\n\nSitemap: {}sitemap.xml\n", site.base_url)
}
