//! The picture that previews show of an event that has none of its own.

use chrono::Datelike;

use super::super::{cards::short_place, head::HeadImage, view::View};
use crate::{
    model::{Colour, Details, Status, When},
    output::OutPath,
    render::{
        picture::{self, Leaf, SharePicture, can_write},
        words,
    },
    resolve::{EventIndex, Published, Site, absolute, picture as own_picture},
};

/// The address of the picture that is drawn of an event, where one is: of listed ones that are coming up or not over for longer than
/// feeds keep them, whose title can be written.
pub fn share_path(site: &Site, published: &Published) -> Option<OutPath> {
    let is_recent = site.settings.share_pictures && published.is_listed && published.last_over() >= site.window;
    let event = &published.event;
    if !is_recent || !can_write(&event.details.title) || super::head::own_size(event).is_some() {
        return None;
    }
    let path = OutPath::new(&format!("events/{}/share.png", event.id.value))?;
    (own_picture(event).as_ref() != Some(&path)).then_some(path)
}

impl View<'_> {
    /// What the picture of an event says.
    pub(in crate::render) fn share_picture(self, number: EventIndex) -> SharePicture {
        let published = self.event(number);
        let (event, shown) = (&published.event, published.shown());
        let details = published.details(shown);
        SharePicture {
            site: self.site.settings.title.to_string(),
            title: event.details.title.to_string(),
            mark: self.share_mark(number, details),
            when: words::span_words(&shown.when, &event.zone),
            place: short_place(details),
            leaf: leaf(&shown.when),
            colour: self.share_colour(published),
        }
    }

    /// The picture that is drawn of an event, as its page announces it.
    pub(super) fn share_head(self, number: EventIndex) -> Option<HeadImage> {
        let path = share_path(self.site, self.event(number))?;
        Some(HeadImage {
            url: absolute(&self.site.base_url, &path),
            width: picture::WIDTH,
            height: picture::HEIGHT,
            alt: self.share_picture(number).alt(),
        })
    }

    fn share_mark(self, number: EventIndex, details: &Details) -> Option<String> {
        let moved = || self.date_moved(self.event(number).shown()).map(|_| "Moved".to_owned());
        match details.status {
            Status::Confirmed => moved(),
            status => words::status_word(status).map(str::to_owned),
        }
    }

    /// That of the first group with one, else the site's.
    fn share_colour(self, published: &Published) -> Colour {
        let of_group = |id| self.site.groups.get(id)?.colour;
        published.event.hosts.iter().find_map(of_group).or(self.site.settings.look.colour).unwrap_or(SITE_COLOUR)
    }
}

/// What a site that names no colour has, as in the stylesheet.
const SITE_COLOUR: Colour = Colour { red: 0x8c, green: 0x1c, blue: 0x13 };

/// The first day, as far as it is known.
fn leaf(when: &When) -> Leaf {
    let day = when.first_day();
    match when {
        When::Year { .. } => Leaf { head: "Some time".to_owned(), middle: day.year().to_string(), foot: None },
        When::Month { .. } => Leaf { head: day.year().to_string(), middle: day.format("%b").to_string(), foot: None },
        _ => Leaf {
            head: day.format("%b %Y").to_string(),
            middle: day.day().to_string(),
            foot: Some(day.format("%A").to_string()),
        },
    }
}
