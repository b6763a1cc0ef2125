//! A light look into the text of a template: which others it names, which names it gives, and where a name stands.

use std::{collections::BTreeSet, ops::Range};

use super::part;

/// A template that another one names.
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Where the name stands, without its quotation marks.
    pub range: Range<usize>,
    /// Whether it may be missing (`ignore missing`).
    pub is_optional: bool,
}

/// A block that a template defines.
pub struct Block<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where the name stands.
    pub range: Range<usize>,
    /// Whether it lies in another block of the same template.
    pub is_nested: bool,
}

/// The templates that a template extends, includes or imports by name.
pub fn references(text: &str) -> Vec<Reference> {
    referring(text, &["extends", "include", "import", "from"])
}

/// The template that a template extends by name.
pub fn parent(text: &str) -> Option<Reference> {
    referring(text, &["extends"]).into_iter().next()
}

/// The blocks that a template defines.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let (mut found, mut depth) = (Vec::new(), 0_usize);
    for (start, statement) in statements(text) {
        match first_word(statement) {
            "block" => {
                let name = words(statement).nth(1);
                found.extend(name.map(|(at, name)| Block {
                    name,
                    range: start + at..start + at + name.len(),
                    is_nested: depth > 0,
                }));
                depth += 1;
            }
            "endblock" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    found
}

fn referring(text: &str, by: &[&str]) -> Vec<Reference> {
    let mut found = Vec::new();
    for (start, statement) in statements(text) {
        if !by.contains(&first_word(statement)) {
            continue;
        }
        let is_optional = statement.contains("ignore missing");
        let quoted = quoted(statement).into_iter();
        found.extend(quoted.map(|range| Reference {
            name: statement[range.clone()].to_owned(),
            range: start + range.start..start + range.end,
            is_optional,
        }));
    }
    found
}

/// The parts that a template prints by name: `part("header.html", head.section)`.
pub fn parts(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    for (start, tag) in tags(text) {
        let quoted = quoted(tag);
        let is_part = |range: &Range<usize>| {
            words(&tag[..range.start - 1])
                .last()
                .is_some_and(|(at, word)| word == part::NAME && tag[at + word.len()..range.start - 1].trim() == "(")
        };
        found.extend(quoted.into_iter().filter(is_part).map(|range| Reference {
            name: tag[range.clone()].to_owned(),
            range: start + range.start..start + range.end,
            is_optional: false,
        }));
    }
    found
}

/// Every name that a template gives a value to: in loops, assignments, imports and macros.
pub fn given_names(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for (_, statement) in statements(text) {
        let part = match first_word(statement) {
            "for" => statement.split(" in ").next().unwrap_or(statement),
            "set" | "with" | "import" | "from" | "macro" | "call" => statement,
            _ => continue,
        };
        names.extend(words(part).map(|(_, word)| word));
    }
    names
}

/// The filters that a template uses, with their places.
pub fn filters(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    for (start, tag) in tags(text) {
        let is_filter = |at: usize| tag[..at].trim_end().ends_with('|');
        let names = words(tag).filter(|(at, _)| is_filter(*at));
        found.extend(names.map(|(at, name)| (name, start + at..start + at + name.len())));
    }
    found
}

/// Where a name, dotted or not, first stands in the tags of a template.
pub fn find_name(text: &str, name: &str) -> Option<Range<usize>> {
    tags(text).find_map(|(start, tag)| {
        let at = tag.match_indices(name).map(|(at, _)| at).find(|at| stands_alone(tag, *at, name.len()))?;
        Some(start + at..start + at + name.len())
    })
}

fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + length..].chars().next();
    !before.is_some_and(|c| is_word_part(c) || c == '.') && !after.is_some_and(is_word_part)
}

fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The tags of a template, `{{ … }}` and `{% … %}`, each with its offset; comments are left out.
fn tags(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find('{')?;
            let close = match text.as_bytes().get(start + 1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                Some(b'#') => "#}",
                _ => {
                    from = start + 1;
                    continue;
                }
            };
            let end = text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
            from = end;
            if close != "#}" {
                return Some((start, &text[start..end]));
            }
        }
    })
}

/// The tags that do something: `{% … %}`.
fn statements(text: &str) -> impl Iterator<Item = (usize, &str)> {
    tags(text).filter(|(_, tag)| tag.starts_with("{%"))
}

fn first_word(tag: &str) -> &str {
    words(tag).next().map_or("", |(_, word)| word)
}

/// The words of a tag outside quotation marks, with their offsets.
fn words(tag: &str) -> impl Iterator<Item = (usize, &str)> {
    let quoted = quoted(tag);
    let mut from = 0;
    let all = std::iter::from_fn(move || {
        let start = from + tag[from..].find(is_word_part)?;
        let length = tag[start..].find(|c| !is_word_part(c)).unwrap_or(tag.len() - start);
        from = start + length;
        Some((start, &tag[start..from]))
    });
    all.filter(move |(at, _)| !quoted.iter().any(|range| range.contains(at)))
}

/// Where the quoted texts of a tag stand, without their quotation marks.
fn quoted(tag: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in tag.char_indices() {
        match open {
            None if c == '"' || c == '\'' => open = Some((at + 1, c)),
            Some((start, mark)) if c == mark => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_with_their_places() {
        let text = r#"{# {% include "no.html" %} #}{% extends "layout.html" %}{% from 'm.html' import card %}"#;
        let found = references(text);
        let names: Vec<&str> = found.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["layout.html", "m.html"]);
        assert_eq!(&text[found[0].range.clone()], "layout.html");
    }

    #[test]
    fn blocks_are_found_with_those_that_they_lie_in() {
        let text =
            "{% extends 'a.html' %}{%- block one -%}{% block two %}{% endblock %}{% endblock one %}{% block three %}";
        let found: Vec<(&str, bool)> = blocks(text).iter().map(|block| (block.name, block.is_nested)).collect();
        assert_eq!(found, [("one", false), ("two", true), ("three", false)]);
        assert_eq!(&text[blocks(text)[1].range.clone()], "two");
        assert_eq!(parent(text).unwrap().name, "a.html");
    }

    #[test]
    fn parts_are_found_with_their_places() {
        let text = r#"{# {{ part("no.html") }} #}{{ part("a.html") }}{{ x("no.html", part( 'b.html', "no.html")) }}"#;
        let found = parts(text);
        let names: Vec<&str> = found.iter().map(|one| &*one.name).collect();
        assert_eq!(names, ["a.html", "b.html"]);
        assert_eq!(&text[found[0].range.clone()], "a.html");
    }

    #[test]
    fn names_that_a_template_gives_are_known() {
        let text = "{% for day in days %}{% set x = 1 %}{% endfor %}{{ other }}";
        assert!(given_names(text).contains("day") && given_names(text).contains("x"));
        assert!(!given_names(text).contains("days") && !given_names(text).contains("other"));
    }

    #[test]
    fn filters_are_found_outside_of_texts() {
        let text = r#"{{ a | upper }} | no {{ "x | y" ~ b|e }}"#;
        let names: Vec<&str> = filters(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["upper", "e"]);
    }

    #[test]
    fn a_name_is_found_in_tags_only_and_as_a_whole() {
        let text = "titel {{ titel_of }} {{ a.titel }} {{ titel }}";
        assert_eq!(find_name(text, "titel"), Some(38..43));
    }
}
