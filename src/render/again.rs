//! What the last build made of a site, as far as it holds for the site as it is now.

use std::sync::Arc;

use super::{Renderer, html::share_path};
use crate::{
    resolve::{EventIndex, Published, Site},
    source::Digest,
};

/// What the last build made of a site on the same ground: with the same program, templates, settings, groups and campaigns, and
/// on the same day.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    pub(super) renderer: &'a Renderer,
    /// By the number of the event: the number that it had, where all that is shown of it is the same.
    events: &'a [Option<EventIndex>],
}

/// By the number of the event: the number that it had, where all that is shown of it is the same.
pub(super) fn same_events(old: &Site, new: &Site) -> Vec<Option<EventIndex>> {
    let mut known = old.events.iter().enumerate().peekable();
    let number = |published: &Arc<Published>| {
        let is_before = |(_, known): &(usize, &Arc<Published>)| {
            !Arc::ptr_eq(known, published) && known.event.id.value < published.event.id.value
        };
        while known.next_if(is_before).is_some() {}
        let (number, known) = known.next_if(|(_, known)| known.uid == published.uid)?;
        // What it shows of another event may have changed with that one.
        (known.state == published.state && published.event.replaced_by.is_none()).then_some(number)
    };
    new.events.iter().map(number).collect()
}

impl<'a> Before<'a> {
    /// What a renderer made, where it stood on this ground.
    pub(super) fn new(
        renderer: &'a Renderer,
        events: &'a [Option<EventIndex>],
        site: &Site,
        base: &Digest,
    ) -> Option<Self> {
        let old = &renderer.site;
        let is_same_ground = renderer.shared.base == *base && old.today == site.today && old.window == site.window;
        is_same_ground.then_some(Self { renderer, events })
    }

    /// The number that an event had, where all that is shown of it is the same.
    pub(super) fn number(&self, event: EventIndex) -> Option<EventIndex> {
        self.events[event]
    }

    /// Whether no date began or ended to be over since.
    pub(super) fn has_same_clock(&self, site: &Site) -> bool {
        let old = &self.renderer.site;
        old.now <= site.now && site.now < old.until
    }

    /// Whether the outputs of the site stand at the same addresses, in the same order.
    pub(super) fn has_same_plan(&self, site: &Site) -> bool {
        let old = &self.renderer.site;
        let have_same_events = old.events.len() == site.events.len()
            && old
                .events
                .iter()
                .zip(&site.events)
                .enumerate()
                .all(|(number, events)| self.events[number] == Some(number) || stands_alike((old, site), events));
        let have_same_collections = old.collections.len() == site.collections.len()
            && old.collections.iter().zip(&site.collections).all(|(old, new)| old.page == new.page);
        let have_same_feeds = old.feeds.len() == site.feeds.len()
            && old.feeds.iter().zip(&site.feeds).all(|(old, new)| old.path == new.path);
        let have_same_redirects = old.redirects.len() == site.redirects.len()
            && old.redirects.iter().zip(&site.redirects).all(|(old, new)| (&old.from, old.to) == (&new.from, new.to));
        let have_same_pages = old.pages.len() == site.pages.len()
            && old.pages.iter().zip(site.pages.iter()).all(|(old, new)| (&old.name, old.span) == (&new.name, new.span));
        have_same_events && have_same_pages && have_same_collections && have_same_feeds && have_same_redirects
    }
}

/// Whether the outputs of an event alone stand at the same addresses in two sites.
fn stands_alike(sites: (&Site, &Site), (old, new): (&Arc<Published>, &Arc<Published>)) -> bool {
    old.page == new.page
        && old.file == new.file
        && old.event.image == new.event.image
        && share_path(sites.0, old) == share_path(sites.1, new)
}
