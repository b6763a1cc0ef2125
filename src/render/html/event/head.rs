//! What the head of an event's page says of it.

use super::{
    super::{
        cards::short_place,
        head::{Head, HeadImage},
        shared::Alternate,
        view::View,
    },
    place::PlaceWords,
};
use crate::{
    model::{Details, Event, Status},
    render::{markdown, words},
    resolve::{EventIndex, Published, absolute, picture},
};

/// Search engines and previews want pictures of this size or more, in pixels.
const LEAST_WIDTH: u32 = 720;
const LEAST_HEIGHT: u32 = 300;

impl View<'_> {
    /// What the head of an event's page says of it.
    pub(super) fn event_head(self, number: EventIndex, details: &Details, place: &PlaceWords) -> Head {
        let published = self.event(number);
        let name = self.pages.titles.title(self.site, number);
        let description = self.event_description(published, details);
        let mut head = Head::new(self, &published.page, &name, &description, "home");
        head.name = published.event.details.title.to_string();
        head.is_indexed = published.is_listed;
        head.as_of = self.last_change(number).map(words::day_words);
        head.image = self.event_image(&published.event).or_else(|| self.share_head(number)).or(head.image);
        if published.shown().when.is_dated() {
            head.og_type = "event";
            head.json_ld = Some(self.structured(published, details, place, &head));
        } else {
            head.og_type = "article";
        }
        let own = published.file.as_ref().map(|file| Alternate {
            media_type: "text/calendar",
            title: format!("{} (iCalendar)", published.event.details.title),
            url: self.path(file.address()),
        });
        head.feeds.extend(own);
        head
    }

    /// What, when, where, and a line about it: unlike any other page's.
    fn event_description(self, published: &Published, details: &Details) -> String {
        let event = &published.event;
        let mut parts = vec![event.details.title.to_string()];
        if let (Status::Cancelled | Status::Postponed, Some(word)) =
            (details.status, words::status_word(details.status))
        {
            parts.insert(0, word.to_owned());
        }
        let place = short_place(details).map_or_else(String::new, |place| format!(", {place}"));
        parts.push(format!("{}{place}.", words::span_words(&published.shown().when, &event.zone)));
        let about = event.details.summary.as_deref().map(str::to_owned);
        let about = about.or_else(|| event.details.description.as_ref().map(markdown::to_text));
        format!("{} {}", parts.join(": "), about.unwrap_or_default())
    }

    /// The event's own picture for previews, where it is large enough for them.
    fn event_image(self, event: &Event) -> Option<HeadImage> {
        let (width, height) = own_size(event)?;
        let (path, alt) = (picture(event)?, event.image.as_ref()?.alt.to_string());
        Some(HeadImage { url: absolute(&self.site.base_url, &path), width, height, alt })
    }
}

/// Width and height of the event's own picture, where previews can show it.
pub(super) fn own_size(event: &Event) -> Option<(u32, u32)> {
    let (width, height) = event.image.as_ref()?.dimensions?;
    let path = picture(event)?;
    let is_shown = [".png", ".jpg", ".jpeg", ".webp", ".gif"].iter().any(|ending| path.as_str().ends_with(ending));
    (is_shown && width >= LEAST_WIDTH && height >= LEAST_HEIGHT).then_some((width, height))
}
