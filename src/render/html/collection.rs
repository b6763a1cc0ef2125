//! The pages of groups, campaigns, tours, towns, kinds and tags.

use std::sync::Arc;

use minijinja::Value;

use super::{
    cards::short_place,
    charts::ChartWords,
    context::context,
    event::Contact,
    head::Head,
    listing::Listing,
    maps::MapWords,
    shared::{Alternate, FeedWords, Label},
    view::View,
};
use crate::{
    diag::Diagnostic,
    model::{Campaign, Group, Id, Markdown, Status},
    render::{atom, markdown, words},
    resolve::{Collection, CollectionSort, Occurrence},
};

context! {
    /// The page of a group.
    GroupPage for "group.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its name.
        title: String,
        /// What it is, as HTML.
        description: Option<Value>,
        /// Its website.
        website: Option<String>,
        /// Whom to ask.
        contact: Option<Contact>,
        /// Its town.
        town: Option<Label>,
        /// The group that it is part of.
        part_of: Option<Label>,
        /// The groups that are part of it.
        parts: Vec<Label>,
        /// The class that colours it.
        colour: Option<String>,
        /// Its dates.
        listing: Listing,
        /// Its feeds.
        feeds: Vec<FeedWords>,
    }
}

context! {
    /// The page of a campaign.
    CampaignPage for "campaign.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its name.
        title: String,
        /// What it wants, as HTML.
        description: Option<Value>,
        /// Its website.
        website: Option<String>,
        /// When it begins.
        start: Option<String>,
        /// When it ends.
        end: Option<String>,
        /// Where things are coming up.
        map: Option<MapWords>,
        /// How many people came to its events.
        turnout: Option<ChartWords>,
        /// Its dates.
        listing: Listing,
        /// Its feeds.
        feeds: Vec<FeedWords>,
    }
}

context! {
    /// The page of a tour.
    TourPage for "tour.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its name.
        title: String,
        /// One line about it.
        summary: Option<String>,
        /// What it is about, as HTML.
        description: Option<Value>,
        /// Its stops in their order, as a line.
        stops: Vec<TourStop>,
        /// The same on a map.
        map: Option<MapWords>,
        /// Its stops.
        listing: Listing,
        /// Its feeds.
        feeds: Vec<FeedWords>,
    }
}

context! {
    /// A stop of a tour.
    TourStop {
        /// Its title.
        title: Arc<str>,
        /// The path of its page.
        url: String,
        /// When it is.
        when: String,
        /// The same for machines.
        datetime: Option<String>,
        /// Where.
        place: Option<String>,
        /// Whether it is over, the next, or to come, or that it is cancelled.
        state: &'static str,
        /// Whether it is still to come.
        is_ahead: bool,
    }
}

context! {
    /// The page of a town, a kind or a tag.
    CollectionPage for "collection.html" {
        /// What holds for every page.
        site: Value,
        /// The head of the page.
        head: Head,
        /// Its title.
        title: String,
        /// What it gathers, in a sentence.
        lead: String,
        /// Its dates.
        listing: Listing,
        /// Its feeds.
        feeds: Vec<FeedWords>,
    }
}

impl View<'_> {
    /// The page of a collection.
    pub(super) fn collection_page(self, collection: &Collection, site: Value) -> Result<String, Box<Diagnostic>> {
        let (templates, span) = (&self.pages.templates, self.site.settings.span);
        match collection.sort {
            CollectionSort::Group if let Some(group) = self.site.groups.get(&collection.id) => {
                templates.render(self.group_page(collection, group, site), span)
            }
            CollectionSort::Campaign if let Some(campaign) = self.site.campaigns.get(&collection.id) => {
                templates.render(self.campaign_page(collection, campaign, site), span)
            }
            CollectionSort::Tour => templates.render(self.tour_page(collection, site), span),
            _ => templates.render(self.plain_page(collection, site), span),
        }
    }

    fn group_page(self, collection: &Collection, group: &Group, site: Value) -> GroupPage {
        let is_part =
            |(_, part): &(&Id, &Group)| part.part_of.as_ref().is_some_and(|whole| whole.value == collection.id);
        let parts = self.site.groups.iter().filter(is_part);
        GroupPage {
            site,
            head: self.collection_head(collection, group.description.as_ref()),
            title: group.title.to_string(),
            description: group.description.as_ref().map(html),
            website: group.url.as_deref().map(markdown::href),
            contact: group.contact.as_ref().map(Contact::new),
            town: group.town.as_deref().map(|town| self.town_label(town)),
            part_of: group.part_of.as_ref().map(|whole| self.label(CollectionSort::Group, &whole.value)),
            parts: parts.map(|(id, _)| self.label(CollectionSort::Group, id)).collect(),
            colour: group.colour.map(|_| format!("group-{}", collection.id)),
            listing: self.listing(&collection.events),
            feeds: self.feeds_of(collection),
        }
    }

    fn campaign_page(self, collection: &Collection, campaign: &Campaign, site: Value) -> CampaignPage {
        let zone = &self.site.settings.zone;
        CampaignPage {
            site,
            head: self.collection_head(collection, campaign.description.as_ref()),
            title: campaign.title.to_string(),
            description: campaign.description.as_ref().map(html),
            website: campaign.url.as_deref().map(markdown::href),
            start: campaign.start.as_ref().map(|when| words::closing_words(when, zone)),
            end: campaign.end.as_ref().map(|when| words::closing_words(when, zone)),
            map: self.collection_map(collection),
            turnout: self.turnout_chart(collection),
            listing: self.listing(&collection.events),
            feeds: self.feeds_of(collection),
        }
    }

    fn tour_page(self, collection: &Collection, site: Value) -> TourPage {
        let tour = self.site.tours.get(&collection.id);
        let description = tour.and_then(|tour| tour.description.as_ref());
        let mut dates: Vec<&Occurrence> = collection.events.iter().map(|event| self.event(*event).shown()).collect();
        // Dates of which the month alone is known come after those of that month.
        dates.sort_by_key(|date| (date.over, date.event));
        TourPage {
            site,
            head: self.collection_head(collection, description),
            title: collection.title.to_string(),
            summary: tour.and_then(|tour| tour.summary.as_deref()).map(str::to_owned),
            description: description.map(html),
            stops: self.tour_stops(&dates),
            map: self.tour_map(&dates),
            listing: self.listing(&collection.events),
            feeds: self.feeds_of(collection),
        }
    }

    /// The dates of a tour as a line, where there are several.
    fn tour_stops(self, dates: &[&Occurrence]) -> Vec<TourStop> {
        let takes_place = |date: &Occurrence| {
            let status = self.event(date.event).details(date).status;
            status.takes_place()
        };
        let is_coming = |date: &Occurrence| date.over > self.site.now && date.when.is_dated() && takes_place(date);
        let next = dates.iter().position(|date| is_coming(date));
        let stop = |(number, date): (usize, &&Occurrence)| {
            let published = self.event(date.event);
            let details = published.details(date);
            let is_ahead = date.over > self.site.now && takes_place(date);
            let state = match details.status {
                status @ (Status::Cancelled | Status::Postponed) => words::status_word(status).unwrap_or_default(),
                _ if !is_ahead => "Over",
                _ if next == Some(number) => "Next",
                _ => "To come",
            };
            TourStop {
                title: details.title.clone(),
                url: self.event_path(published),
                when: words::span_words(&date.when, &published.event.zone),
                datetime: words::machine_when(&date.when, &published.event.zone),
                place: short_place(details),
                state,
                is_ahead,
            }
        };
        if dates.len() < 2 { Vec::new() } else { dates.iter().enumerate().map(stop).collect() }
    }

    fn plain_page(self, collection: &Collection, site: Value) -> CollectionPage {
        CollectionPage {
            site,
            head: self.collection_head(collection, None),
            title: page_title(collection),
            lead: lead(collection),
            listing: self.listing(&collection.events),
            feeds: self.feeds_of(collection),
        }
    }

    fn town_label(self, town: &str) -> Label {
        let page = Id::slug(town).and_then(|id| self.collection(CollectionSort::Town, &id));
        Label { title: town.to_owned(), url: page.map(|page| self.path(page.page.address())) }
    }

    fn feeds_of(self, collection: &Collection) -> Vec<FeedWords> {
        let own = collection.feeds.first().map(|feed| self.feed_words_with_code(*feed));
        own.into_iter().chain(collection.feeds.iter().skip(1).map(|feed| self.feed_words(*feed))).collect()
    }

    fn collection_head(self, collection: &Collection, about: Option<&Markdown>) -> Head {
        let about = about.map(markdown::to_text).unwrap_or_default();
        let description = format!("{} {about}", lead(collection));
        let name = self.unique_name(collection);
        let mut head = Head::new(self, &collection.page, &name, &description, collection.sort.folder());
        let alternate = |feed: &usize| Alternate {
            media_type: "text/calendar",
            title: format!("{} (iCalendar)", self.feed_title(*feed)),
            url: self.path(self.site.feeds[*feed].path.address()),
        };
        head.as_of = Some(words::day_words(self.site.today));
        head.feeds = collection.feeds.iter().map(alternate).collect();
        head.feeds.extend(atom::path(collection).map(|news| Alternate {
            media_type: "application/atom+xml",
            title: format!("{}: news (Atom)", collection.title),
            url: self.path(news.address()),
        }));
        head
    }

    /// The title of the page; with its id where two collections are called alike.
    fn unique_name(self, collection: &Collection) -> String {
        let title = page_title(collection);
        let is_shared = self.pages.shared_titles.contains(&(collection.sort, collection.title.clone()));
        if is_shared { format!("{title} ({})", collection.id) } else { title }
    }
}

/// Markdown as HTML that templates print as it is.
fn html(text: &Markdown) -> Value {
    Value::from_safe_string(markdown::to_html(text))
}

/// What a collection's page is called.
pub(super) fn page_title(collection: &Collection) -> String {
    let title = &collection.title;
    match collection.sort {
        CollectionSort::Group => format!("{title}: events of the group"),
        CollectionSort::Campaign => format!("{title}: events of the campaign"),
        CollectionSort::Tour => format!("{title}: dates of the tour"),
        CollectionSort::Town => format!("Events in {title}"),
        CollectionSort::Kind => format!("{title}: events of this kind"),
        CollectionSort::Tag => format!("Events tagged “{title}”"),
    }
}

/// What a collection gathers, in a sentence.
fn lead(collection: &Collection) -> String {
    let title = &collection.title;
    match collection.sort {
        CollectionSort::Group => format!("What {title} organises and supports: dates, places and calendar feeds."),
        CollectionSort::Campaign => format!("Events for the campaign {title}: dates, places and calendar feeds."),
        CollectionSort::Tour => format!("All stops of {title}: dates, places and calendar feeds."),
        CollectionSort::Town => format!("What is on in {title}: dates, places and calendar feeds."),
        CollectionSort::Kind => format!("All events of the kind “{title}”: dates, places and calendar feeds."),
        CollectionSort::Tag => format!("All events tagged “{title}”: dates, places and calendar feeds."),
    }
}
