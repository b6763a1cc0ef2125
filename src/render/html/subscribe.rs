//! The page about feeds, and the page that stands at an earlier address.

use minijinja::Value;

use super::{
    context::context,
    head::Head,
    shared::{FeedWords, directory_title},
    view::View,
};
use crate::{
    output::OutPath,
    render::{atom, json_feed},
    resolve::{CollectionSort, FeedSort},
};

context! {
    /// The page about feeds.
    SubscribePage for "subscribe.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Every feed but that of everything, by sort.
        sections: Vec<FeedSection>,
        /// The absolute address of the news.
        atom: String,
        /// The absolute address of the events as data.
        json: String,
    }
}

context! {
    /// The feeds of a sort.
    FeedSection {
        /// What they are called.
        title: String,
        /// The anchor on the page.
        anchor: &'static str,
        /// The feeds.
        feeds: Vec<FeedWords>,
    }
}

context! {
    /// The page that stands at an earlier address.
    RedirectPage for "redirect.html" {
        /// What holds for every page.
        site: Value,
        /// The absolute address that it leads to.
        target: String,
        /// The title of the page that it leads to.
        title: String,
    }
}

/// The sorts of feeds in the order of the page, with their anchors.
const SECTIONS: [(FeedSort, &str); 9] = [
    (FeedSort::Custom, "custom"),
    (FeedSort::Collection(CollectionSort::Group), "groups"),
    (FeedSort::Network, "networks"),
    (FeedSort::Collection(CollectionSort::Campaign), "campaigns"),
    (FeedSort::Collection(CollectionSort::Tour), "tours"),
    (FeedSort::Collection(CollectionSort::Town), "towns"),
    (FeedSort::Travel, "travel"),
    (FeedSort::Collection(CollectionSort::Kind), "kinds"),
    (FeedSort::Collection(CollectionSort::Tag), "tags"),
];

impl View<'_> {
    /// The page about feeds.
    pub(super) fn subscribe_page(self, path: &OutPath, site: Value) -> SubscribePage {
        let about =
            "Put these events into your own calendar: every feed, and how to add it on each phone and computer.";
        let sections = SECTIONS.into_iter().map(|(sort, anchor)| FeedSection {
            title: section_title(sort).to_owned(),
            anchor,
            feeds: self.feeds_of_sort(sort),
        });
        let archives = FeedSection {
            title: section_title(FeedSort::Archive(0)).to_owned(),
            anchor: "archives",
            feeds: self.archives(),
        };
        SubscribePage {
            site,
            head: Head::new(self, path, "Subscribe", about, "subscribe"),
            sections: sections.chain([archives]).filter(|section| !section.feeds.is_empty()).collect(),
            atom: format!("{}{}", self.site.base_url, atom::PATH),
            json: format!("{}{}", self.site.base_url, json_feed::PATH),
        }
    }

    fn feeds_of_sort(self, sort: FeedSort) -> Vec<FeedWords> {
        let of_sort = self.site.feeds.iter().enumerate().filter(|(_, feed)| feed.sort == sort && !feed.is_live);
        of_sort.map(|(number, _)| self.feed_words(number)).collect()
    }

    /// What is past the window of the other feeds, the latest year first.
    fn archives(self) -> Vec<FeedWords> {
        let feeds = self.site.feeds.iter().enumerate().rev();
        let archives = feeds.filter(|(_, feed)| matches!(feed.sort, FeedSort::Archive(_)));
        archives.map(|(number, _)| self.feed_words(number)).collect()
    }

    /// The page that stands at an earlier address.
    pub(super) fn redirect_page(self, target: &str, title: &str, site: Value) -> RedirectPage {
        RedirectPage { site, target: format!("{}{target}", self.site.base_url), title: title.to_owned() }
    }
}

fn section_title(sort: FeedSort) -> &'static str {
    match sort {
        FeedSort::All => "Everything",
        FeedSort::Custom => "Selections",
        FeedSort::Collection(CollectionSort::Kind) => "Kinds of event",
        FeedSort::Collection(sort) => directory_title(sort),
        FeedSort::Network => "Groups with the groups above them",
        FeedSort::Travel => "Coaches and shared travel",
        FeedSort::Archive(_) => "Archives",
    }
}
