//! Facts in words: states, access, lists and lengths of text.

use crate::model::{AccessFeature, Answer, Details, Place, Status};

/// The state of an event, where it is not simply confirmed.
pub fn status_word(status: Status) -> Option<&'static str> {
    match status {
        Status::Confirmed => None,
        Status::Tentative => Some("To be confirmed"),
        Status::Cancelled => Some("Cancelled"),
        Status::Postponed => Some("Postponed"),
    }
}

/// The state as a word for the stylesheet.
pub fn status_class(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Tentative => "tentative",
        Status::Cancelled => "cancelled",
        Status::Postponed => "postponed",
    }
}

/// A place in a few words: "Marble Arch, London"; the whole of one that has no name.
pub fn short_place(place: &Place) -> String {
    let mut parts: Vec<&str> = [place.name.as_deref(), place.town.as_deref()].into_iter().flatten().collect();
    parts.dedup();
    if parts.is_empty() { place.one_line() } else { parts.join(", ") }
}

/// Where, in a few words: "Marble Arch, London", "Online".
pub fn short_where(details: &Details) -> Option<String> {
    let place = details.place.as_ref().map(short_place).filter(|place| !place.is_empty());
    place.or_else(|| details.online.as_ref().map(|_| "Online".to_owned()))
}

/// What a place may offer.
pub fn access_feature(feature: AccessFeature) -> &'static str {
    match feature {
        AccessFeature::StepFree => "Step-free",
        AccessFeature::Bsl => "British Sign Language",
        AccessFeature::HearingLoop => "Hearing loop",
        AccessFeature::Toilets => "Toilets",
        AccessFeature::QuietSpace => "Quiet space",
        AccessFeature::Seating => "Seating",
        AccessFeature::Creche => "Creche",
    }
}

/// Whether it does; nothing was said where there is no answer.
pub fn access_answer(answer: Option<Answer>) -> &'static str {
    match answer {
        Some(Answer::Yes) => "yes",
        Some(Answer::No) => "no",
        Some(Answer::Partly) => "partly",
        None => "not known",
    }
}

/// "a, b and c".
pub fn sentence_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    let Some(last) = words.pop() else { return String::new() };
    if words.is_empty() { last.to_owned() } else { format!("{} and {last}", words.join(", ")) }
}

/// A number with its thousands apart: "12,000".
pub fn number(number: u32) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// Text on one line, with single spaces.
pub fn one_line(text: &str) -> String {
    if is_one_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Whether a text surely is one line with single spaces already: most are, and need not be taken apart.
fn is_one_line(text: &str) -> bool {
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let is_next = (b'!'..=b'~').contains(&byte) || (byte == b' ' && before != b' ');
        before = byte;
        is_next
    });
    is_plain && (before != b' ' || text.is_empty())
}

/// Text of at most so many characters, cut between words.
pub fn cut(text: &str, longest: usize) -> String {
    if text.len() <= longest {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(longest) else { return text.to_owned() };
    let room = text[..end].char_indices().nth(longest.saturating_sub(2)).map_or(end, |(at, _)| at);
    let space = text[..room].rfind(char::is_whitespace).filter(|at| *at > room / 2);
    format!("{} …", text[..space.unwrap_or(room)].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!([7, 999, 1000, 1_234_567].map(number), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn text_is_cut_between_words() {
        assert_eq!(cut("one two three", 20), "one two three");
        assert_eq!(cut("one two three", 11), "one two …");
        assert_eq!(cut("ééééééééééé", 6), "éééé …");
        assert!((0..40).all(|longest| cut("one two three four five six", longest).chars().count() <= longest.max(2)));
    }

    #[test]
    fn a_line_has_single_spaces() {
        for text in ["", " ", "a", "a b", "a  b", " a", "a ", "a\tb", "é  b", "a\nb c", "a\u{2028}b", "a é"] {
            assert_eq!(one_line(text), text.split_whitespace().collect::<Vec<_>>().join(" "), "{text:?}");
        }
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(sentence_list(["CND"]), "CND");
        assert_eq!(sentence_list(["CND", "Momentum", "Hackney"]), "CND, Momentum and Hackney");
    }
}
