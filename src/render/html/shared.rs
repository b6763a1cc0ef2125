//! Values that many templates print.

use minijinja::Value;

use super::{assets, context::context, qr::QrWords, view::View};
use crate::{
    model::{Image, Status},
    render::{atom, json_feed, markdown, words},
    resolve::{CollectionSort, FeedSort, SubscribeLinks, root},
};

context! {
    /// What holds for every page.
    SiteWords {
        /// The site's title.
        title: String,
        /// What it is about, as plain text.
        description: Option<String>,
        /// The same as HTML.
        description_html: Option<Value>,
        /// BCP 47 tag.
        language: String,
        /// `ltr` or `rtl`.
        direction: &'static str,
        /// The language as OpenGraph writes it: `en_GB`.
        locale: Option<String>,
        /// The path of the home page; every other path begins with it.
        root: String,
        /// The absolute address of the home page.
        base_url: String,
        /// The paths of stylesheets.
        styles: Vec<String>,
        /// The path of the script.
        script: String,
        /// The path of the script that searches, filters and walks through a month.
        finder: String,
        /// The path of the icon.
        icon: String,
        /// The site's logo.
        logo: Option<LogoWords>,
        /// Words at the foot of every page, as HTML.
        footer: Option<Value>,
        /// The links at the top of every page.
        nav: Vec<NavItem>,
        /// The links at the foot of every page.
        directories: Vec<NavItem>,
        /// The feeds that every page announces.
        feeds: Vec<Alternate>,
        /// The ways to subscribe to everything.
        everything: Option<FeedWords>,
        /// The path of the page about feeds.
        subscribe: String,
        /// The path of the page of what changed lately.
        changes: String,
    }
}

context! {
    /// A link of the navigation.
    NavItem {
        /// The part of the site that it leads to, as `head.section` names it.
        key: String,
        /// The words.
        title: String,
        /// The path.
        url: String,
    }
}

context! {
    /// The site's logo.
    LogoWords {
        /// Its path.
        url: String,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// What it shows, in words.
        alt: String,
    }
}

context! {
    /// A feed that a page announces to browsers and readers.
    Alternate {
        /// The media type.
        media_type: &'static str,
        /// The feed's name.
        title: String,
        /// The path.
        url: String,
    }
}

context! {
    /// A feed and the ways to subscribe to it.
    FeedWords {
        /// Its name on the site.
        title: String,
        /// What it holds.
        description: String,
        /// The page that belongs to it.
        page: String,
        /// The links.
        links: SubscribeLinks,
        /// The links to the same without cancelled events, where there is such a feed.
        live: Option<SubscribeLinks>,
        /// The absolute address of its news as an Atom feed, where it has one.
        news: Option<String>,
        /// The address that subscribes to it as a QR code, where the page has one.
        qr: Option<QrWords>,
    }
}

context! {
    /// Words that may lead somewhere.
    Label {
        /// The words.
        title: String,
        /// Where they lead.
        url: Option<String>,
    }
}

context! {
    /// The state of an event, in words.
    StatusWords {
        /// The state, where it is not simply confirmed and the note does not begin with it.
        word: Option<&'static str>,
        /// The same for the stylesheet.
        class: &'static str,
        /// What is to be said of it.
        note: Option<String>,
        /// The date that it is about, where it is one of several.
        day: Option<String>,
    }
}

impl StatusWords {
    /// The state in words, where there is something to be said. A note that begins with the state says it already.
    pub fn new(status: Status, note: Option<&str>) -> Option<Self> {
        let is_said = |word: &str| {
            let beginning = note.and_then(|note| note.get(..word.len()));
            beginning.is_some_and(|beginning| beginning.eq_ignore_ascii_case(word))
        };
        let word = words::status_word(status).filter(|word| !is_said(word));
        let note = note.map(str::to_owned);
        (word.is_some() || note.is_some()).then(|| Self { word, class: words::status_class(status), note, day: None })
    }
}

impl View<'_> {
    /// What holds for every page.
    pub(super) fn site_words(self) -> SiteWords {
        let settings = &self.site.settings;
        let description = settings.description.as_ref();
        SiteWords {
            title: settings.title.to_string(),
            description: description.map(markdown::to_text),
            description_html: description.map(|text| Value::from_safe_string(markdown::to_html(text))),
            language: settings.language.to_string(),
            direction: direction(&settings.language),
            locale: settings.language.contains('-').then(|| settings.language.replace('-', "_")),
            root: root(&self.site.base_url).to_owned(),
            base_url: self.site.base_url.to_string(),
            styles: vec![self.path(assets::STYLE), self.path(assets::COLOURS)],
            script: self.path(assets::SCRIPT),
            finder: self.path(assets::FINDER),
            icon: self.path(assets::ICON),
            logo: settings.look.logo.as_ref().and_then(|logo| self.logo(logo)),
            footer: settings.look.footer.as_ref().map(|text| Value::from_safe_string(markdown::to_html(text))),
            nav: self.nav(),
            directories: self.directories(),
            feeds: self.site_feeds(),
            everything: self.everything(),
            subscribe: self.path("subscribe/"),
            changes: self.path("changes/"),
        }
    }

    fn logo(self, logo: &Image) -> Option<LogoWords> {
        let (width, height) = logo.dimensions?;
        Some(LogoWords { url: self.path(&assets::logo_address(logo)), width, height, alt: logo.alt.to_string() })
    }

    pub(super) fn directories(self) -> Vec<NavItem> {
        let has_any = |sort: &CollectionSort| self.site.collections.iter().any(|collection| collection.sort == *sort);
        let item = |sort: CollectionSort| NavItem {
            key: sort.folder().to_owned(),
            title: directory_title(sort).to_owned(),
            url: self.path(&format!("{}/", sort.folder())),
        };
        CollectionSort::ALL.into_iter().filter(has_any).map(item).collect()
    }

    fn site_feeds(self) -> Vec<Alternate> {
        let calendar = self.site.feeds.iter().find(|feed| feed.sort == FeedSort::All).map(|feed| Alternate {
            media_type: "text/calendar",
            title: "All events (iCalendar)".to_owned(),
            url: self.path(feed.path.address()),
        });
        let news = Alternate {
            media_type: "application/atom+xml",
            title: "News (Atom)".to_owned(),
            url: self.path(atom::PATH),
        };
        let data = Alternate {
            media_type: "application/feed+json",
            title: "Events as data (JSON Feed)".to_owned(),
            url: self.path(json_feed::PATH),
        };
        calendar.into_iter().chain([news, data]).collect()
    }

    fn everything(self) -> Option<FeedWords> {
        let number = self.site.feeds.iter().position(|feed| feed.sort == FeedSort::All)?;
        Some(self.feed_words_with_code(number))
    }
}

/// What the list of all collections of a sort is called.
pub(super) fn directory_title(sort: CollectionSort) -> &'static str {
    match sort {
        CollectionSort::Group => "Groups",
        CollectionSort::Campaign => "Campaigns",
        CollectionSort::Tour => "Tours",
        CollectionSort::Town => "Towns",
        CollectionSort::Kind => "Kinds of event",
        CollectionSort::Tag => "Tags",
    }
}

/// The direction of writing: from right to left for the languages whose usual script demands it.
fn direction(language: &str) -> &'static str {
    let primary = language.split('-').next().unwrap_or(language).to_lowercase();
    let is_rtl = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&&*primary);
    if is_rtl { "rtl" } else { "ltr" }
}
