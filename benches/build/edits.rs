//! Edits of one event, of different kinds: another title, another time, another text; of events to come and of past ones.

use std::{fs, io, path::Path, time::SystemTime};

use super::generate::{Event, Network, When};

type Change = fn(&mut Event);

const CHANGES: [Change; 3] = [
    |event| event.title.push_str(", now larger"),
    |event| {
        if let When::Time { hour, .. } = &mut event.when {
            *hour += 1;
        }
    },
    |event| event.description.push_str("\nDoors open early.\n"),
];

/// An event as it will be, and the words that its page then holds.
pub struct Edit {
    pub event: Event,
    pub words: String,
}

impl Edit {
    /// Where its page is in the output.
    pub fn page(&self) -> String {
        format!("events/{}/index.html", self.event.id())
    }
}

/// So many edits of events that lie far apart, by turns to come and past, and each kind of edit as often as the others.
pub fn edits(network: Network, count: usize) -> Vec<Edit> {
    let is_plain = |event: &Event| matches!(event.when, When::Time { hour, .. } if hour < 18) && !event.is_cancelled;
    let chosen = |is_to_come: bool| {
        let events = network.events().filter(move |event| is_plain(event) && event.is_to_come() == is_to_come);
        events.step_by((network.events / 10 / count).max(1)).take(count.div_ceil(2))
    };
    let by_turns = chosen(true).zip(chosen(false)).flat_map(|(coming, past)| [coming, past]);
    by_turns.take(count).enumerate().map(|(number, event)| edit(event, CHANGES[number / 2 % CHANGES.len()])).collect()
}

fn edit(mut event: Event, change: Change) -> Edit {
    let before = event.title.clone();
    change(&mut event);
    let words = match event.when {
        _ if event.title != before => event.title.clone(),
        _ if event.description.ends_with("early.\n") => "Doors open early.".to_owned(),
        When::Time { year, month, day, hour } => format!("{year}-{month:02}-{day:02}T{hour:02}:30"),
        _ => String::new(),
    };
    Edit { event, words }
}

/// Saves a file as editors do: another one is written beside it and moved over it. Tells when that was.
pub fn save(path: &Path, text: &str) -> io::Result<SystemTime> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.tmp"));
    fs::write(&beside, text)?;
    let moment = SystemTime::now();
    fs::rename(&beside, path)?;
    Ok(moment)
}
