//! What search engines are told: which pages there are, and that they may read everything.

use super::{Page, plan::Planned, templates::write_text, view::View};
use crate::{
    render::words,
    resolve::{Site, absolute},
    source::UNRECORDED,
};

impl View<'_> {
    /// Every page that search engines may show (sitemaps.org). Not by a template: there may be many thousands, after each edit, and
    /// nobody looks at it.
    pub(super) fn sitemap(self, planned: &[Planned]) -> String {
        let mut text = String::with_capacity(200 + planned.len() * 120);
        text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for page in planned.iter().filter(|planned| self.is_indexed(&planned.page)) {
            text.push_str("<url><loc>");
            // Writing to memory cannot fail.
            let _ = write_text(&mut text, &absolute(&self.site.base_url, &page.path));
            text.push_str("</loc>");
            if let Some(changed) = self.changed(&page.page) {
                text.extend(["<lastmod>", &changed, "</lastmod>"]);
            }
            text.push_str("</url>\n");
        }
        text + "</urlset>"
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
