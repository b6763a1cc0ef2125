//! Which pages there are, and at which addresses.

use super::{Page, calendar::Calendar};
use crate::{
    output::OutPath,
    resolve::{CollectionSort, Site},
    source::Span,
};

/// A page and its address.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its address.
    pub path: OutPath,
    /// What it shows.
    pub page: Page,
    /// The record that it belongs to, where it belongs to one.
    pub span: Option<Span>,
}

/// Folders that hold pages but no list of their own, and where they lead.
const FOLDERS: [(&str, &str); 2] = [("events/", ""), ("feeds/", "subscribe/")];

/// Every page of the site.
pub(super) fn plan(site: &Site, calendar: &Calendar) -> Vec<Planned> {
    let mut plan = Plan::default();
    plan.fixed();
    plan.events(site);
    plan.own(site);
    plan.collections(site);
    plan.calendar(calendar);
    plan.pages
}

#[derive(Default)]
struct Plan {
    pages: Vec<Planned>,
}

impl Plan {
    fn add(&mut self, path: &str, page: Page) {
        // Every path here is made of plain parts.
        if let Some(path) = OutPath::new(path) {
            self.pages.push(Planned { path, page, span: None });
        }
    }

    fn fixed(&mut self) {
        self.add("index.html", Page::Home);
        self.add("search/index.html", Page::Search);
        self.add("access/index.html", Page::Access);
        self.add("subscribe/index.html", Page::Subscribe);
        self.add("changes/index.html", Page::Changes);
        self.add("404.html", Page::NotFound);
        self.add("sitemap.xml", Page::Sitemap);
        self.add("robots.txt", Page::Robots);
        self.add(super::assets::COLOURS, Page::Colours);
        for (folder, target) in FOLDERS {
            self.add(&format!("{folder}index.html"), Page::Folder(target.to_owned()));
        }
    }

    fn events(&mut self, site: &Site) {
        let pages = site.events.iter().enumerate().map(|(number, published)| Planned {
            path: published.page.clone(),
            page: Page::Event(number),
            span: Some(published.event.id.span),
        });
        self.pages.extend(pages);
        let redirects = site.redirects.iter().map(|redirect| Planned {
            path: redirect.from.clone(),
            page: Page::Redirect(redirect.to),
            span: Some(redirect.span),
        });
        self.pages.extend(redirects);
    }

    fn own(&mut self, site: &Site) {
        for (number, page) in site.pages.iter().enumerate() {
            let path = OutPath::new(&format!("{}index.html", page.address()));
            self.pages.extend(path.map(|path| Planned { path, page: Page::Own(number), span: Some(page.span) }));
        }
    }

    fn collections(&mut self, site: &Site) {
        for sort in CollectionSort::ALL {
            if site.collections.iter().any(|collection| collection.sort == sort) {
                self.add(&format!("{}/index.html", sort.folder()), Page::Directory(sort));
            }
        }
        for (number, collection) in site.collections.iter().enumerate() {
            let span = match collection.sort {
                CollectionSort::Group => site.groups.get(&collection.id).map(|group| group.id.span),
                CollectionSort::Campaign => site.campaigns.get(&collection.id).map(|campaign| campaign.id.span),
                CollectionSort::Tour => site.tours.get(&collection.id).map(|tour| tour.id.span),
                CollectionSort::Town | CollectionSort::Kind | CollectionSort::Tag => None,
            };
            self.pages.push(Planned { path: collection.page.clone(), page: Page::Collection(number), span });
        }
    }

    fn calendar(&mut self, calendar: &Calendar) {
        self.add("calendar/index.html", Page::Calendar);
        self.add("archive/index.html", Page::Archive);
        let mut year_before = None;
        for (year, month) in calendar.months.keys().copied() {
            if year_before.replace(year) != Some(year) {
                self.add(&format!("calendar/{year:04}/index.html"), Page::Folder(format!("calendar/#y{year}")));
            }
            self.add(&format!("calendar/{year:04}/{month:02}/index.html"), Page::Month(year, month));
        }
        for year in calendar.past.keys() {
            self.add(&format!("archive/{year:04}/index.html"), Page::ArchiveYear(*year));
        }
    }
}
