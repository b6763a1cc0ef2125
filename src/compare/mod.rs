//! What subscribers see change between two states of a site: a comparison of what is in the feeds, not of the files.
//!
//! Both sides are seen from the same moment, so that nothing is told that time alone changes. What no feed holds (drafts, unlisted
//! events, what is not announced yet, withheld places) is not told of.

mod change;
mod dates;
mod draw;
mod entry;
mod feeds;
mod fields;
mod pairs;
mod settings;
mod side;

pub use change::{
    Comparison, DateChange, DateChanges, DateKind, EntryChange, FeedChange, FeedState, FieldChange, Kind, Loss, Rename,
    SettingChange,
};
pub use draw::{Base, Format, PassedOver, draw};

use side::Side;

use crate::{resolve::Site, source::SourceSet};

/// Compares two states of a site, resolved as of the same moment. Without an older one everything is new.
pub fn compare(before: Option<(&Site, &SourceSet)>, after: (&Site, &SourceSet)) -> Comparison {
    let new = Side::new(after.0, after.1);
    let Some((site, sources)) = before else {
        return Comparison { is_first: true, ..compared(&Side::default(), &new) };
    };
    let settings = settings::changes(&site.settings, &after.0.settings, (&site.base_url, &after.0.base_url));
    Comparison { settings, ..compared(&Side::new(site, sources), &new) }
}

fn compared(old: &Side<'_>, new: &Side<'_>) -> Comparison {
    let (pairs, entries) = pairs::changes(old, new);
    let feeds = feeds::changes(old, new, &pairs, &entries);
    let mut entries: Vec<EntryChange> = entries.into_iter().flatten().collect();
    entries.sort_by(|a, b| (a.kind, a.begins, &a.id).cmp(&(b.kind, b.begins, &b.id)));
    Comparison { is_first: false, settings: Vec::new(), entries, feeds }
}
