//! The pages of the website: each has a struct of values that its template prints.

mod archive;
mod assets;
mod blocks;
mod calendar;
mod cards;
mod changes;
mod charts;
mod check;
mod collection;
mod colours;
mod context;
mod directory;
mod event;
mod finder;
mod grid;
mod head;
mod highlight;
mod home;
mod keys;
mod listing;
mod maps;
mod month;
mod moved;
mod navigation;
mod near;
mod own;
mod part;
mod plan;
mod qr;
mod scan;
mod shared;
mod sitemap;
mod subscribe;
mod surroundings;
mod templates;
mod titles;
mod view;

use std::{collections::BTreeSet, sync::Arc};

use minijinja::Value;
use rayon::prelude::*;

pub use assets::SHARE as SHARE_PICTURE;
pub use assets::{Copied, copies};
pub use event::share_path;
pub use keys::Shows;
pub use plan::Planned;
pub use templates::{FOLDER as TEMPLATES, STATIC_FOLDER as STATIC_FILES, Templates};

pub use self::calendar::Calendar;
use self::{
    context::{Context, Field, Shape as _},
    near::Near,
    titles::Titles,
    view::{Collections, View},
};
use crate::{
    diag::Diagnostic,
    render::{again::Before, picture::SharePicture},
    resolve::{CollectionSort, EventIndex, Site, root},
};

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// What is coming up.
    Home,
    /// The page that searches.
    Search,
    /// What is known of access.
    Access,
    /// An event, by its number in [`Site::events`].
    Event(EventIndex),
    /// An earlier address of an event.
    Redirect(EventIndex),
    /// A group, campaign, tour, town, kind or tag, by its number in [`Site::collections`].
    Collection(usize),
    /// All collections of a sort.
    Directory(CollectionSort),
    /// A month: year and month from 1.
    Month(i32, u32),
    /// The months.
    Calendar,
    /// The years that have been.
    Archive,
    /// A year that has been.
    ArchiveYear(i32),
    /// A page of the site's own, by its number in [`Site::pages`].
    Own(usize),
    /// What changed lately.
    Changes,
    /// Every feed, and how to add it.
    Subscribe,
    /// A folder without a page of its own, and the address that it leads to.
    Folder(String),
    /// What stands at addresses that lead nowhere.
    NotFound,
    /// The pages for search engines.
    Sitemap,
    /// What search engines may read.
    Robots,
    /// A stylesheet with the colours of the groups.
    Colours,
}

/// Every template that makes a page, with the names that it is given.
const PAGE_TEMPLATES: [(&str, &[Field]); 18] = [
    of::<home::HomePage>(),
    of::<home::NotFoundPage>(),
    of::<finder::SearchPage>(),
    of::<finder::AccessPage>(),
    of::<event::EventPage>(),
    of::<collection::GroupPage>(),
    of::<collection::CampaignPage>(),
    of::<collection::TourPage>(),
    of::<collection::CollectionPage>(),
    of::<directory::DirectoryPage>(),
    of::<month::MonthPage>(),
    of::<month::CalendarPage>(),
    of::<archive::ArchivePage>(),
    of::<archive::ArchiveYearPage>(),
    of::<changes::ChangesPage>(),
    of::<subscribe::SubscribePage>(),
    of::<subscribe::RedirectPage>(),
    of::<own::OwnPage>(),
];

/// Built-in templates of parts that are rendered once for many pages.
const PART_TEMPLATES: [&str; 5] = ["finder.html", "follow.html", "footer.html", "header.html", "links.html"];

/// Built-in templates that others draw in.
const SHARED_TEMPLATES: [&str; 5] = ["find.html", "labels.html", "layout.html", "macros.html", "pictures.html"];

const fn of<C: Context>() -> (&'static str, &'static [Field]) {
    (C::TEMPLATE, C::PARTS)
}

/// Everything that makes pages: the templates, and what many pages share, made once.
pub struct Pages {
    templates: Arc<Templates>,
    calendar: Arc<Calendar>,
    /// What is near each event.
    near: Near,
    /// The path that every other begins with.
    root: String,
    collections: Collections,
    /// The titles of the events' pages, each unlike the others.
    titles: Titles,
    /// The titles that several collections of one sort have.
    shared_titles: BTreeSet<(CollectionSort, Arc<str>)>,
    /// What each event was until lately, by its number.
    moved: Vec<Option<Arc<str>>>,
    /// The names of the collections with their pages, by their numbers.
    labels: Vec<Value>,
    /// What lists say of each event.
    cards: Vec<Value>,
    /// What holds for every page.
    site: Value,
    planned: Arc<Vec<Planned>>,
}

impl Pages {
    /// Every date of a site sorted into what comes, what has been, and months.
    pub(super) fn calendar(site: &Site, before: Option<Before<'_>>) -> Arc<Calendar> {
        let is_same = |before: &Before<'_>| {
            before.has_same_clock(site) && Arc::ptr_eq(&before.renderer.site().dates, &site.dates)
        };
        let same = before.filter(is_same).map(|before| before.renderer.pages.calendar.clone());
        same.unwrap_or_else(|| Arc::new(Calendar::new(site)))
    }

    /// Every page of the site and its address.
    pub fn plan(site: &Site, calendar: &Calendar) -> Vec<Planned> {
        plan::plan(site, calendar)
    }

    /// Makes what many pages share.
    pub(super) fn new(
        site: &Site,
        templates: Arc<Templates>,
        calendar: Arc<Calendar>,
        planned: Arc<Vec<Planned>>,
        before: Option<Before<'_>>,
    ) -> Self {
        let collections = site.collections.iter().enumerate();
        let mut pages = Self {
            templates,
            planned,
            near: Near::new(site, &calendar),
            calendar,
            root: root(&site.base_url).to_owned(),
            collections: collections.map(|(number, one)| ((one.sort, one.id.clone()), number)).collect(),
            titles: Titles::new(site, before.map(|before| (before, &before.renderer.pages.titles))),
            shared_titles: titles::shared_titles(site),
            moved: Vec::new(),
            labels: Vec::new(),
            cards: Vec::new(),
            site: Value::UNDEFINED,
        };
        let view = View { site, pages: &pages };
        let old = |number| before.and_then(|before| Some((before.number(number)?, &before.renderer.pages)));
        let events = site.events.par_iter().enumerate().with_min_len(256);
        let made = events.map(|(number, published)| match old(number) {
            Some((number, pages)) => (pages.moved[number].clone(), pages.cards[number].clone()),
            None => (moved::until_lately(site, published).map(Arc::from), view.event_card(published)),
        });
        let (moved, cards) = made.unzip();
        let words = view.site_words().into_value();
        let labels = site.collections.iter().map(|one| view.collection_label(one).into_value()).collect();
        (pages.moved, pages.cards, pages.labels, pages.site) = (moved, cards, labels, words);
        pages
    }

    /// The templates, with what was rendered of parts that hold for the whole site.
    pub(super) fn templates(&self) -> Arc<Templates> {
        self.templates.clone()
    }

    /// Whether there is a page for the same months and years.
    pub(super) fn has_months_of(&self, other: &Calendar) -> bool {
        self.calendar.months.keys().eq(other.months.keys()) && self.calendar.past.keys().eq(other.past.keys())
    }

    /// The text of a page.
    ///
    /// # Errors
    /// What is wrong with its template, and where.
    pub fn render(&self, planned: &Planned, site: &Site) -> Result<String, Box<Diagnostic>> {
        let view = View { site, pages: self };
        let (path, words, span) = (&planned.path, self.site.clone(), site.settings.span);
        let templates = &self.templates;
        match &planned.page {
            Page::Home => templates.render(view.home_page(path, words), span),
            Page::Search => templates.render(view.search_page(path, words), span),
            Page::Access => templates.render(view.access_page(path, words), span),
            Page::Event(number) => templates.render(view.event_page(*number, words), span),
            Page::Redirect(number) => self.redirect(view, *number),
            Page::Collection(number) => view.collection_page(&site.collections[*number], words),
            Page::Directory(sort) => templates.render(view.directory_page(*sort, path, words), span),
            Page::Month(year, month) => templates.render(view.month_page((*year, *month), path, words), span),
            Page::Calendar => templates.render(view.calendar_page(path, words), span),
            Page::Archive => templates.render(view.archive_page(path, words), span),
            Page::ArchiveYear(year) => templates.render(view.archive_year_page(*year, path, words), span),
            Page::Own(number) => templates.render(view.own_page(&site.pages[*number], path, words), span),
            Page::Changes => templates.render(view.changes_page(path, words), span),
            Page::Subscribe => templates.render(view.subscribe_page(path, words), span),
            Page::Folder(target) => templates.render(view.redirect_page(target, &site.settings.title, words), span),
            Page::NotFound => templates.render(view.not_found_page(path, words), span),
            Page::Sitemap => Ok(view.sitemap(&self.planned)),
            Page::Robots => Ok(sitemap::robots(site)),
            Page::Colours => Ok(colours::colours(site)),
        }
    }

    /// What the picture of an event says.
    pub(super) fn share_picture(&self, number: EventIndex, site: &Site) -> SharePicture {
        View { site, pages: self }.share_picture(number)
    }

    fn redirect(&self, view: View<'_>, number: EventIndex) -> Result<String, Box<Diagnostic>> {
        let target = view.event(number);
        let page = view.redirect_page(target.page.address(), &target.event.details.title, self.site.clone());
        self.templates.render(page, view.site.settings.span)
    }
}
