//! What an event, or a date of a series, was before it moved.

use crate::{
    model::Status,
    render::{
        ical::{plain::plain_line, vevent::Dated},
        news::was,
        words::start_words,
    },
    resolve::{Moved, Published},
};

/// "Moved: was Saturday 12 March 2016, midday.", a line for each start and place that people may still have in mind. A date of a
/// series that was moved says so as long as it stands; what was said of the event itself, for the days of `feed.moved`.
pub fn block(published: &Published, dated: &Dated<'_>) -> Option<String> {
    let zone = &published.event.zone;
    if dated.details.status == Status::Cancelled {
        return None;
    }
    let usual = dated.usual.map(|usual| format!("Moved: was {}.", start_words(&usual, zone)));
    // The earlier start or place of the series was not that of a date that has its own.
    let has_own_place = dated.details.place != published.event.details.place;
    let notes = dated.notes.iter().filter(|earlier| match earlier.moved {
        Moved::Start => usual.is_none(),
        Moved::Place => !has_own_place,
    });
    let notes = notes.map(|earlier| format!("Moved: was {}.", plain_line(&was(earlier, zone))));
    let lines: Vec<String> = usual.iter().cloned().chain(notes).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
