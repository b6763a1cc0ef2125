//! The site as it would be, to tell what is hidden.

use std::sync::Arc;

use super::find_in;
use crate::{
    check::Inherited,
    diag::Diagnostics,
    model::{Announce, Catalogue, Event, Publication},
    resolve::Site,
};

/// The site as it would be if the event were public, where it is not: it tells what draft and date of announcement hide.
pub(super) fn public(
    event: &Inherited,
    site: &Site,
    catalogue: &Catalogue,
    publish: impl Fn(Catalogue, &mut Diagnostics) -> Site,
) -> Option<Site> {
    if find_in(site, event).is_some_and(|(_, published)| published.is_listed) {
        return None;
    }
    changed(event, catalogue, publish, |model| {
        model.publication = Publication::Listed;
        model.announce.at = None;
    })
}

/// The site as it would be if the event were public and its place told, where that is still withheld.
pub(super) fn told(
    event: &Inherited,
    site: &Site,
    catalogue: &Catalogue,
    publish: impl Fn(Catalogue, &mut Diagnostics) -> Site,
) -> Option<Site> {
    let id = event.id.as_ref()?;
    let model = catalogue.events.iter().find(|model| model.id == *id)?;
    model.announce.place_at.filter(|at| *at > site.now)?;
    changed(event, catalogue, publish, |model| {
        model.publication = Publication::Listed;
        model.announce = Announce::default();
    })
}

fn changed(
    event: &Inherited,
    catalogue: &Catalogue,
    publish: impl Fn(Catalogue, &mut Diagnostics) -> Site,
    change: impl Fn(&mut Event),
) -> Option<Site> {
    let mut catalogue = catalogue.clone();
    let id = event.id.as_ref()?;
    change(Arc::make_mut(catalogue.events.iter_mut().find(|model| model.id == *id)?));
    Some(publish(catalogue, &mut Diagnostics::default()))
}
