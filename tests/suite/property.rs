//! What holds for every site: the order of its files never matters, the same inputs give the same bytes, no edit makes the
//! program fall over, and our reading of YAML is that of another reader.

use std::{collections::BTreeMap, path::Path};

use handbill::{
    compile::compile,
    output::Body,
    source::{Content, Origin, SourceFile, SourceSet},
};
use proptest::prelude::*;

use crate::support::{self, TODAY, user_file};

/// The files of the small whole site among the golden cases.
fn whole_site() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/whole-site/site");
    support::load(&folder).iter().map(|(_, file)| file.clone()).collect()
}

/// Every output of a site, or the number of its findings where it has mistakes.
fn built(files: Vec<SourceFile>) -> Result<BTreeMap<String, Body>, usize> {
    let compiled = compile(&support::inputs(SourceSet::new(files), TODAY));
    let Some(outputs) = compiled.outputs else { return Err(compiled.diagnostics.len()) };
    let paths = outputs.paths().iter().enumerate();
    Ok(paths.map(|(index, path)| (path.as_str().to_owned(), outputs.render(index).unwrap())).collect())
}

/// A site without errors stays the same site when its files come in another order.
#[test]
fn the_order_of_files_and_a_second_run_change_no_byte() {
    let first = built(whole_site()).unwrap();
    assert!(first.len() > 50);
    assert_eq!(built(whole_site()).unwrap(), first, "a second run");
    let mut reversed = whole_site();
    reversed.reverse();
    assert_eq!(built(reversed).unwrap(), first, "reversed");
    let mut rotated = whole_site();
    rotated.rotate_left(7);
    assert_eq!(built(rotated).unwrap(), first, "rotated");
}

/// Pieces that mean something in YAML or in the format, to be put where they are not expected.
const PIECES: [&str; 24] = [
    ":",
    "-",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\n",
    "  ",
    "\t",
    "#",
    "&a ",
    "*a",
    "!x ",
    "| ",
    "> ",
    "2016-02-30",
    "every: day",
    "9999-12-31 25:00",
    "\u{0}",
    "é",
    "\u{202e}",
    "~",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(1905), ..ProptestConfig::default() })]

    #[test]
    fn no_edit_makes_it_fall_over(edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..PIECES.len(), 0..12_usize), 1..6)) {
        let mut files = whole_site();
        let own: Vec<usize> = (0..files.len()).filter(|at| files[*at].origin == Origin::User && matches!(files[*at].content, Content::Text(_))).collect();
        for (file, place, piece, removed) in edits {
            let file = &mut files[own[file.index(own.len())]];
            let text = file.text().to_owned();
            let at = text.floor_char_boundary(place.index(text.len() + 1));
            let end = text.floor_char_boundary((at + removed).min(text.len())).max(at);
            let edited = format!("{}{}{}", &text[..at], PIECES[piece], &text[end..]);
            file.content = Content::Text(edited.into());
        }
        let _ = built(files);
    }

    #[test]
    fn any_text_of_an_author_is_inert(text in "\\PC{1,40}") {
        let quoted = serde_json::to_string(&text).unwrap();
        let event = format!("title: {quoted}\nkind: demo\nstart: 2016-02-27 12:00\nsummary: {quoted}\nplace: {{ name: {quoted} }}\ntags: []\n");
        let site = support::site([("events/x.yaml", &*event)]);
        let files: Vec<SourceFile> = site.iter().map(|(_, file)| file.clone()).collect();
        if let Ok(outputs) = built(files) {
            let Body::Bytes(feed) = &outputs["feeds/all.ics"] else { panic!("a feed is never a copy") };
            let feed = std::str::from_utf8(feed).unwrap();
            prop_assert!(feed.split("\r\n").all(|line| line.len() <= 75));
            let calendar: Result<icalendar::Calendar, _> = feed.parse();
            prop_assert!(calendar.is_ok_and(|calendar| calendar.components.len() == 2), "one zone and one event");
            let Body::Bytes(page) = &outputs["events/x/index.html"] else { panic!("a page is never a copy") };
            let page = std::str::from_utf8(page).unwrap();
            let own = page.matches("<script src=\"/assets/site.js\" defer></script>").count();
            prop_assert_eq!((own, page.matches("<script").count()), (1, 2), "the site's own and the structured data");
        }
    }
}

/// The texts of a YAML file as another reader sees them: every scalar with the path that leads to it.
fn texts(value: &yaml_serde::Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        yaml_serde::Value::String(text) => {
            found.insert(path.to_owned(), text.clone());
        }
        yaml_serde::Value::Sequence(items) => {
            for (number, item) in items.iter().enumerate() {
                texts(item, &format!("{path}/{number}"), found);
            }
        }
        yaml_serde::Value::Mapping(entries) => {
            for (key, value) in entries {
                texts(value, &format!("{path}/{}", key.as_str().unwrap_or_default()), found);
            }
        }
        _ => {}
    }
}

/// What we read of an event's texts, by the same paths.
fn ours(name: &str, text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = handbill::diag::Diagnostics::default();
    let sources = SourceSet::new(vec![user_file("events/x.yaml", Content::Text(text.into()))]);
    let raw = handbill::parse::parse(&sources, &mut found);
    let record = &raw.events.first().unwrap_or_else(|| panic!("{name} was not read")).record;
    let mut texts = BTreeMap::new();
    for (field, value) in [
        ("/title", &record.title),
        ("/summary", &record.summary),
        ("/description", &record.description),
        ("/kind", &record.kind),
        ("/start", &record.start),
        ("/status_note", &record.status_note),
    ] {
        texts.extend(value.as_ref().map(|value| (field.to_owned(), value.value.to_string())));
    }
    Some(texts)
}

fn agree(name: &str, text: &str) {
    let value: yaml_serde::Value = yaml_serde::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut theirs = BTreeMap::new();
    texts(&value, "", &mut theirs);
    for (field, ours) in ours(name, text).unwrap() {
        // What the other reader takes for a number or a date is no text to it.
        if let Some(theirs) = theirs.get(&field) {
            assert_eq!(&ours, theirs, "{name} {field}");
        }
    }
}

#[test]
fn every_event_of_the_sample_reads_as_another_reader_reads_it() {
    let sources = support::load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let events = sources.iter().filter(|(_, file)| file.path.starts_with("events/") && file.path.ends_with(".yaml"));
    let own = events.filter(|(_, file)| !file.path.contains("/_"));
    let mut count = 0;
    for (_, file) in own {
        agree(&file.path, file.text());
        count += 1;
    }
    assert!(count > 30, "only {count} files");
}

#[test]
fn every_way_to_write_a_text_reads_as_another_reader_reads_it() {
    for text in [
        "title: plain text # with a comment\n",
        "title: a plain text\n  over two lines\n",
        "title: 'it''s quoted'\n",
        "title: \"tab\\t, newline\\n, \\u00e9, \\\"quoted\\\"\"\n",
        "title: \"over\n  two lines\n\n  and a third\"\n",
        "description: |\n  kept\n  lines\n\n  and more\n",
        "description: |-\n  no newline at the end\n",
        "description: |+\n  newlines kept\n\n\n",
        "description: >\n  folded\n  lines\n\n  and more\n   indented\n",
        "description: >-\n  folded, no newline\n",
        "description: |2\n   indented by one\n",
        "title: x\r\ndescription: |\r\n  two\r\n  lines\r\n",
        "title: \u{e9}\u{1f389}\nsummary: [not text]\n",
        "title: &a one\nsummary: *a\n",
    ] {
        agree(text, text);
    }
}
