//! Our tree against another reader of YAML, on the sample season.

#![allow(clippy::disallowed_methods, reason = "a test reads the sample")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use yaml_serde::Value as Other;

use super::tree::{self, Node, Value};
use crate::{
    diag::Diagnostics,
    source::{Content, Origin, SourceFile, SourceSet},
};

/// The text of every YAML file of the sample season.
fn sample() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("site.yaml")];
    let mut folders = vec![root.join("events")];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(ending) if ending == "yaml" => files.push(path),
                _ => {}
            }
        }
    }
    files.into_iter().map(|path| (path.clone(), read_text(&path))).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn read(text: &str) -> (Node, Diagnostics) {
    let file = SourceFile { path: "x".into(), origin: Origin::User, content: Content::Text(text.into()) };
    let sources = SourceSet::new(vec![file]);
    let (id, _) = sources.iter().next().unwrap();
    let mut found = Diagnostics::default();
    let node = tree::read(id, text, &mut found).unwrap().unwrap();
    (node, found)
}

/// Whether both trees hold the same texts in the same places. The other reader makes numbers of some texts; of those only
/// the value can be compared.
fn assert_same(node: &Node, other: &Other, at: &str) {
    match (&node.value, other) {
        (Value::Scalar { text, .. }, Other::String(string)) => assert_eq!(**text, **string, "{at}"),
        (Value::Scalar { text, .. }, Other::Number(number)) => {
            assert_eq!(text.parse::<f64>().ok(), number.as_f64(), "{at}");
        }
        (Value::Scalar { text, .. }, Other::Bool(truth)) => assert_eq!(text.to_lowercase(), truth.to_string(), "{at}"),
        (_, Other::Null) => assert!(node.is_empty(), "{at}"),
        (Value::List(items), Other::Sequence(others)) => {
            assert_eq!(items.len(), others.len(), "{at}");
            for (number, (item, other)) in items.iter().zip(others).enumerate() {
                assert_same(item, other, &format!("{at}[{number}]"));
            }
        }
        (Value::Mapping(entries), Other::Mapping(others)) => {
            assert_eq!(entries.len(), others.len(), "{at}");
            for ((key, value), (other_key, other)) in entries.iter().zip(others) {
                assert_same(key, other_key, &format!("a key of {at}"));
                assert_same(value, other, &format!("{at}.{}", other_key.as_str().unwrap_or("?")));
            }
        }
        _ => panic!("{at}: {node:?} and {other:?}"),
    }
}

#[test]
fn the_sample_season_reads_as_another_reader_reads_it() {
    let files = sample();
    assert!(files.len() > 50);
    for (path, text) in files {
        let other: Other = yaml_serde::from_str(&text).unwrap();
        let (node, found) = read(&text);
        assert!(!found.has_errors(), "{}", path.display());
        assert_same(&node, &other, &path.display().to_string());
    }
}

/// The underlined text of a message is the value's: its words without quotation marks, line ends and indentation.
#[test]
fn every_value_stands_where_its_place_says() {
    for (path, text) in sample() {
        let (node, _) = read(&text);
        assert_placed(&node, &text, &path.display().to_string());
    }
}

fn assert_placed(node: &Node, source: &str, path: &str) {
    let written = &source[node.span.start()..node.span.end()];
    match &node.value {
        Value::Scalar { .. } if node.is_empty() => {}
        Value::Scalar { text, .. } => {
            let words = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect::<String>();
            let is_quoted = written.starts_with(['"', '\'']);
            let inner = if is_quoted { &written[1..written.len() - 1] } else { written };
            assert_eq!(words(&inner.replace("''", "'")), words(text), "{path}");
            assert_eq!(written.trim(), written, "{path}");
        }
        Value::List(items) => items.iter().for_each(|item| assert_within(item, node, source, path)),
        Value::Mapping(entries) => {
            for (key, value) in entries.iter() {
                assert_within(key, node, source, path);
                assert_within(value, node, source, path);
            }
        }
    }
}

fn assert_within(inner: &Node, outer: &Node, source: &str, path: &str) {
    let is_within = outer.span.start() <= inner.span.start() && inner.span.end() <= outer.span.end();
    assert!(is_within || inner.is_empty(), "{path}: {inner:?} in {:?}", outer.span);
    assert_placed(inner, source, path);
}
