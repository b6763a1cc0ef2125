//! Words that many messages share: lists, counts and likely meanings.

use std::borrow::Cow;

use strsim::osa_distance;

/// `a`, `b` or `c`, each in backquotes.
pub fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    join(words.into_iter().map(|word| format!("`{word}`")).collect(), "or")
}

/// "a, b and c", as they are.
pub fn all_of(words: Vec<String>) -> String {
    join(words, "and")
}

fn join(mut words: Vec<String>, last_link: &str) -> String {
    let Some(last) = words.pop() else { return String::new() };
    if words.is_empty() { last } else { format!("{} {last_link} {last}", words.join(", ")) }
}

/// "1 event", "2 events".
pub fn count(number: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) if !noun.ends_with("ay") => format!("{stem}ies"),
        _ if noun.ends_with(['s', 'x']) || noun.ends_with("ch") || noun.ends_with("sh") => format!("{noun}es"),
        _ => format!("{noun}s"),
    };
    format!("{number} {}", if number == 1 { noun } else { &plural })
}

/// Nothing is like a word of more characters.
const LONGEST_WORD: usize = 64;

/// The candidate most like the word, if any is like it at all. Of two equally alike the first in the alphabet wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    let length = word.chars().count();
    if length > LONGEST_WORD {
        return None;
    }
    candidates
        .into_iter()
        // Most candidates are told apart by their length alone, which costs next to nothing.
        .filter(|candidate| candidate.len() <= 2 * LONGEST_WORD)
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= tolerance(&word, candidate))
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= tolerance(&word, candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// "did you mean `x`?", where something is like the word.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// What to write instead: the nearest candidate, or all of them where they are few.
pub fn suggestion<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    did_you_mean(word, candidates.clone()).or_else(|| {
        let all: Vec<&str> = candidates.into_iter().take(25).collect();
        match all.len() {
            0 | 25 => None,
            1 => Some(format!("write {}, the only one", one_of(all))),
            _ => Some(format!("write one of {}", one_of(all))),
        }
    })
}

/// A value for a message: in one line, cut after so many characters, with what nobody can see made visible.
pub fn shorten(text: &str, longest: usize) -> String {
    let mut short: String = text.chars().take(longest).map(visible).collect();
    if text.chars().nth(longest).is_some() {
        short.push('…');
    }
    short
}

/// Characters without ink, which make two words look alike that are not.
fn visible(c: char) -> Cow<'static, str> {
    match c {
        c if c.is_control() => Cow::Borrowed(" "),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{a0}'
        | '\u{202f}' => Cow::Owned(format!("<U+{:04X}>", u32::from(c))),
        c => Cow::Owned(c.to_string()),
    }
}

/// Ways to mend one thing, in one line: "do this, or do that".
pub fn alternatives(ways: Vec<String>) -> Option<String> {
    (!ways.is_empty()).then(|| ways.join(", or "))
}

fn distance(word: &str, candidate: &str) -> usize {
    let plain = |text: &str| text.replace(['_', ' '], "-");
    if plain(word) == plain(candidate) { 0 } else { osa_distance(word, candidate) }
}

fn tolerance(word: &str, candidate: &str) -> usize {
    (word.chars().count().max(candidate.chars().count()) / 3).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(count(1, "day"), "1 day");
        assert_eq!(count(2, "day"), "2 days");
        assert_eq!(count(2, "party"), "2 parties");
        assert_eq!(count(2, "coach"), "2 coaches");
    }

    #[test]
    fn a_short_value_hides_nothing() {
        assert_eq!(shorten("demo\u{200b}\n", 60), "demo<U+200B> ");
        assert_eq!(shorten("abcdef", 3), "abc…");
    }

    #[test]
    fn the_nearest_word_is_found_and_a_strange_one_is_not() {
        assert_eq!(nearest("loaction", ["location", "local"]), Some("location"));
        assert_eq!(nearest("Marble Arch", ["marble-arch"]), Some("marble-arch"));
        assert_eq!(nearest("zebra", ["place", "title"]), None);
    }
}
