//! Words that many messages share: lists, counts and likely meanings.

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
        _ => format!("{noun}s"),
    };
    format!("{number} {}", if number == 1 { noun } else { &plural })
}

/// The candidate most like the word, if any is like it at all. Of two equally alike the first in the alphabet wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.trim().to_lowercase();
    if word.chars().count() > 64 {
        return None;
    }
    candidates
        .into_iter()
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
        let all: Vec<&str> = candidates.into_iter().collect();
        (!all.is_empty() && all.len() <= 24).then(|| format!("write one of {}", one_of(all)))
    })
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
    }

    #[test]
    fn the_nearest_word_is_found_and_a_strange_one_is_not() {
        assert_eq!(nearest("loaction", ["location", "local"]), Some("location"));
        assert_eq!(nearest("Marble Arch", ["marble-arch"]), Some("marble-arch"));
        assert_eq!(nearest("zebra", ["place", "title"]), None);
    }
}
