//! The links at the top of every page.

use super::{shared::NavItem, view::View};
use crate::{
    model::{NavigationLink, NavigationTarget, SitePage},
    render::markdown,
    resolve::root,
};

/// The part of the site that a page is, by its address: `home`, `calendar`, `groups`; of a page of the site's own, its name.
pub(super) fn key(address: &str) -> String {
    match address.trim_matches('/') {
        "" => "home".to_owned(),
        address => address.to_owned(),
    }
}

impl View<'_> {
    /// The site's own, else those that come by themselves.
    pub(super) fn nav(self) -> Vec<NavItem> {
        match &self.site.settings.look.navigation {
            Some(links) => links.iter().map(|link| self.own_link(link)).collect(),
            None => self.automatic(),
        }
    }

    fn automatic(self) -> Vec<NavItem> {
        let item = |title: &str, path: &str| NavItem { key: key(path), title: title.to_owned(), url: self.path(path) };
        let mut nav = vec![item("What’s on", ""), item("Calendar", "calendar/")];
        let gathered =
            self.directories().into_iter().filter(|item| matches!(&*item.key, "groups" | "campaigns" | "towns"));
        nav.extend(gathered);
        nav.push(item("Archive", "archive/"));
        nav.push(item("Search", "search/"));
        nav.push(item("Subscribe", "subscribe/"));
        let mut pages: Vec<&SitePage> = self.site.pages.iter().filter(|page| page.is_in_navigation).collect();
        pages.sort_by_key(|page| (page.order.unwrap_or(u32::MAX), &page.title, &page.name));
        nav.extend(pages.into_iter().map(|page| item(&page.title, &page.address())));
        nav
    }

    fn own_link(self, link: &NavigationLink) -> NavItem {
        let (key, url) = match &link.target {
            NavigationTarget::Address(address) => (String::new(), markdown::href(address)),
            NavigationTarget::Page(name) => {
                let address = if name.is_empty() { String::new() } else { format!("{name}/") };
                (key(&address), self.path(&address))
            }
            NavigationTarget::Relative(relative) => self.relative(relative),
        };
        NavItem { key, title: link.title.to_string(), url }
    }

    /// An address that is relative to that of the site.
    fn relative(self, address: &str) -> (String, String) {
        let base = url::Url::parse(&self.site.base_url).ok();
        let Some(url) = base.and_then(|base| base.join(address).ok()) else { return (String::new(), String::new()) };
        let path = markdown::href(&url[url::Position::BeforePath..]);
        let below = path.strip_prefix(root(&self.site.base_url));
        (below.map(key).unwrap_or_default(), path)
    }
}
