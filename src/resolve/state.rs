//! Everything that is shown of an event as one number, so that what is made of it need not be made again while that stays.

use std::hash::Hash;

use super::{Moment, Published, notes};
use crate::{
    model::Settings,
    source::{Digest, Digester},
};

/// The number of an event as it is published at a moment.
pub(super) fn state(published: &Published, settings: &Settings, moment: Moment) -> Digest {
    // Every field is named, so that a new one must be thought of here.
    let Published {
        event,
        uid,
        key: _,
        page,
        file,
        is_listed,
        revision,
        changed_by: _,
        fingerprint,
        versions,
        first_id,
        deleted,
        occurrences,
        excepted,
        shown,
        towns,
        tags,
        state: _,
    } = published;
    let mut digester = Digester::default();
    (uid, page.as_str(), file.is_some(), is_listed, revision, fingerprint, first_id, deleted).hash(&mut digester);
    // What the fingerprint leaves out, because no calendar entry is made of it.
    (&event.aliases, &event.tour, &event.image, &event.announce, &event.replaced_by, towns, tags).hash(&mut digester);
    event.series.as_ref().map(|series| &series.words).hash(&mut digester);
    let over = occurrences.iter().filter(|date| date.over <= moment.now).count();
    (shown, over, occurrences.len()).hash(&mut digester);
    if versions.len() > 1 {
        let notes = notes(versions, settings, moment.now).len();
        (versions, notes).hash(&mut digester);
    }
    // What it was before is told for a year, and dates that do not take place until they would be over.
    (versions.len() > 1 || !excepted.is_empty()).then_some(moment.today).hash(&mut digester);
    digester.digest()
}
