//! Which field is meant by a name that is none: a slip of the pen, or the word that another program uses.

use crate::diag::wording;

/// Other words for fields. Of several fields the first that the record has is meant.
const OTHER_WORDS: [(&str, &[&str]); 69] = [
    ("about", &["description", "notes"]),
    ("begin", &["start", "at", "leaves"]),
    ("begins", &["start", "at", "leaves"]),
    ("body", &["description", "notes"]),
    ("categories", &["tags"]),
    ("category", &["kind", "tags"]),
    ("city", &["town"]),
    ("content", &["description", "notes"]),
    ("coordinates", &["geo"]),
    ("cost", &["price"]),
    ("date", &["start", "at", "leaves"]),
    ("dates", &["start", "repeats"]),
    ("day", &["date"]),
    ("depart", &["leaves"]),
    ("departs", &["leaves"]),
    ("details", &["description", "notes"]),
    ("dtend", &["end", "until"]),
    ("dtstart", &["start"]),
    ("email", &["contact"]),
    ("end_time", &["end"]),
    ("ends", &["end", "until"]),
    ("exceptions", &["except"]),
    ("exclude", &["except"]),
    ("extra", &["also"]),
    ("fee", &["price"]),
    ("finish", &["end", "until"]),
    ("finishes", &["end", "until"]),
    ("from", &["start"]),
    ("group", &["hosts"]),
    ("groups", &["hosts"]),
    ("heading", &["title", "name"]),
    ("host", &["hosts", "group"]),
    ("href", &["url", "book"]),
    ("latlng", &["geo"]),
    ("length", &["duration"]),
    ("link", &["url", "book", "links", "online"]),
    ("location", &["place"]),
    ("locations", &["stops", "place"]),
    ("name", &["title"]),
    ("note", &["notes", "status_note"]),
    ("organiser", &["hosts", "group"]),
    ("organisers", &["hosts"]),
    ("organizer", &["hosts", "group"]),
    ("organizers", &["hosts"]),
    ("parent", &["part_of"]),
    ("phone", &["contact"]),
    ("photo", &["image"]),
    ("picture", &["image"]),
    ("postcode", &["address"]),
    ("poster", &["image"]),
    ("reason", &["note", "status_note"]),
    ("recurrence", &["repeats"]),
    ("recurring", &["repeats"]),
    ("rrule", &["rule", "repeats"]),
    ("start_time", &["start"]),
    ("street", &["address"]),
    ("text", &["description", "summary", "notes"]),
    ("time", &["at", "start", "leaves"]),
    ("title", &["name"]),
    ("to", &["end", "until"]),
    ("type", &["kind"]),
    ("url", &["base_url", "book"]),
    ("venue", &["place"]),
    ("web", &["url", "online"]),
    ("website", &["url"]),
    ("wheelchair", &["step_free"]),
    ("when", &["start", "at", "leaves"]),
    ("where", &["place"]),
    ("zone", &["timezone"]),
];

/// The field of a record that is meant by a name, if any is like it or is called so elsewhere.
pub(super) fn meant(name: &str, known: &[&'static str]) -> Option<&'static str> {
    wording::nearest(name, known.iter().copied()).or_else(|| by_another_word(name, known))
}

fn by_another_word(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let field = |fields: &[&'static str]| fields.iter().copied().find(|field| known.contains(field));
    let words = || OTHER_WORDS.iter().filter(|(_, fields)| field(fields).is_some());
    let nearest = wording::nearest(name, words().map(|(word, _)| *word))?;
    words().find(|(word, _)| *word == nearest).and_then(|(_, fields)| field(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_other_words_lead_to_fields() {
        let known = ["title", "start", "place", "status_note"];
        assert_eq!(meant("titel", &known), Some("title"));
        assert_eq!(meant("Status Note", &known), Some("status_note"));
        assert_eq!(meant("loaction", &known), Some("place"));
        assert_eq!(meant("date", &known), Some("start"));
        assert_eq!(meant("zebra", &known), None);
    }
}
