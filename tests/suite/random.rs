//! Random mistakes and random YAML. The seed is fixed, so that a failure is there the next time too.

use std::{cell::Cell, path::Path};

use handbill::{
    diag::{Diagnostics, emit},
    parse,
    source::{Content, Origin, SourceFile, SourceSet},
};
use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestRunner},
};

use crate::support::{Checked, TODAY, load, site, site_of, user_file};

fn runner(cases: u32) -> TestRunner {
    let config =
        ProptestConfig { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(2016), ..Default::default() };
    TestRunner::new(config)
}

/// A small site in which every sort of record occurs, and every field of an event.
fn small_site() -> Vec<SourceFile> {
    let kept = ["site.yaml", "events/_defaults.yaml", "events/2016/jc4pm.yaml", "events/2016/_defaults.yaml"];
    let folders = ["events/examples/", "events/_groups/", "events/_venues/", "events/_campaigns/"];
    let sample = load(Path::new(env!("CARGO_MANIFEST_DIR")));
    let own = sample.iter().map(|(_, file)| file).filter(|file| file.origin == Origin::User);
    let is_kept = |path: &str| kept.contains(&path) || folders.iter().any(|folder| path.starts_with(folder));
    own.filter(|file| is_kept(&file.path)).cloned().collect()
}

#[test]
fn the_small_site_is_without_fault() {
    let checked = Checked::new(site_of(small_site()), TODAY);
    assert!(checked.compiled.outputs.is_some(), "{}", checked.human());
}

/// Mistakes of all sorts in many files: no message, and no order of messages, hangs on the order in which files are found.
#[test]
fn mistakes_are_told_of_in_one_order() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/many-mistakes/site");
    let files: Vec<SourceFile> = load(&case).iter().map(|(_, file)| file.clone()).collect();
    let report = |files| Checked::unrendered(site_of(files), TODAY).human();
    let expected = report(files.clone());
    let held = runner(20).run(&Just(files).prop_shuffle(), |files| {
        prop_assert_eq!(report(files), expected.clone());
        Ok(())
    });
    held.unwrap();
}

/// What is done to a file: at a place, which is a part of its length, so many bytes are replaced by these characters.
type Edit = (f64, usize, String);

fn edit() -> impl Strategy<Value = Edit> {
    let pieces = prop_oneof![
        8 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => any::<char>().prop_map(String::from),
        1 => "\\PC{0,12}",
    ];
    (0.0..1.0, prop_oneof![4 => Just(0_usize), 4 => 1..3_usize, 2 => 3..80_usize], pieces)
}

/// Pieces that mean something to YAML or to the format.
const PIECES: [&str; 58] = [
    "",
    "",
    "",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\t",
    "\r\n",
    ":",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    " #",
    "&a ",
    "*a",
    "!x ",
    "|\n",
    ">-\n",
    "|2+\n",
    "'",
    "\"",
    "\\",
    "%",
    "@",
    "---\n",
    "...\n",
    "<<: ",
    "~",
    "null",
    "0",
    "-1",
    "2016-02-30",
    "9999-12-31",
    "24:00",
    "99999999999",
    "\u{feff}",
    "\u{0}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "é",
    "🚩",
    "start:",
    "end: 2016",
    "repeats: { every: day }\n",
    "stops: []\n",
    "events:\n- ",
    "id: x\n",
    "title: ",
    "../",
    "x: y\n",
];

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut text = text.to_owned();
    for (place, length, piece) in edits {
        let start = text.floor_char_boundary((place * text.len() as f64) as usize);
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        text.replace_range(start..end, piece);
    }
    text
}

/// Every finding stands in its file, says what to do, and can be shown in every format.
fn assert_sound(checked: &Checked) {
    for found in checked.found() {
        for label in std::iter::once(&found.primary).chain(&found.secondary) {
            let text = checked.inputs.sources.file(label.span.file).text();
            assert!(text.get(label.span.start()..label.span.end()).is_some(), "no such place: {found:?}");
        }
        assert!(!found.message.is_empty() && !found.message.contains('\n'), "{found:?}");
        assert!(!found.help.is_empty(), "no word on what to write instead: {found:?}");
    }
    for format in [emit::Format::Human, emit::Format::Short, emit::Format::Json, emit::Format::Github] {
        assert!(checked.drawn(format).lines().count() >= checked.found().len());
    }
}

#[test]
fn no_edit_of_a_site_brings_the_compiler_down() {
    let files = small_site();
    let texts: Vec<usize> = (0..files.len()).filter(|number| !files[*number].text().is_empty()).collect();
    let edits = (prop::sample::select(texts), prop::collection::vec(edit(), 1..5));
    let held = runner(80).run(&edits, |(number, edits)| {
        let mut files = files.clone();
        files[number].content = Content::Text(edited(files[number].text(), &edits).into());
        assert_sound(&Checked::unrendered(site_of(files), TODAY));
        Ok(())
    });
    held.unwrap();
}

/// A single file is quick to compile, so many more edits can be tried.
#[test]
fn no_edit_of_an_event_brings_the_compiler_down() {
    let every_field = small_site().into_iter().find(|file| file.name() == "every-field.yaml").unwrap();
    let text = every_field.text().to_owned();
    let held = runner(200).run(&prop::collection::vec(edit(), 1..8), |edits| {
        assert_sound(&Checked::unrendered(site([("events/x.yaml", &*edited(&text, &edits))]), TODAY));
        Ok(())
    });
    held.unwrap();
}

#[test]
fn no_text_brings_the_compiler_down() {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..40).prop_map(|pieces| pieces.concat());
    let held = runner(120).run(&prop_oneof![pieces, "(?s).{0,200}"], |text| {
        let content = Content::Text(text.as_str().into());
        assert_sound(&Checked::unrendered(site_of(vec![user_file("events/x.yaml", content.clone())]), TODAY));
        assert_sound(&Checked::unrendered(site_of(vec![user_file("site.yaml", content)]), TODAY));
        Ok(())
    });
    held.unwrap();
}

/// A description as this program reads it; nothing where the file is refused.
fn ours(yaml: &str) -> Option<String> {
    let sources: SourceSet = site([("events/x.yaml", yaml)]);
    let mut found = Diagnostics::default();
    let raw = parse::parse(&sources, &mut found);
    let description = raw.events.first()?.record.description.as_ref()?;
    (!found.has_errors()).then(|| description.value.to_string())
}

/// The same as another reader reads it; nothing where it refuses the file or makes something else than text of it.
fn theirs(yaml: &str) -> Option<String> {
    let value: yaml_serde::Value = yaml_serde::from_str(yaml).ok()?;
    value.get("description")?.as_str().map(str::to_owned)
}

/// A line of a block of text: of any indentation, or blank.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => "[ ]{0,3}[a-zé🚩#:'\"-][ a-z0-9:#'\"&*!|>%@`,{}-]{0,20}",
        2 => "[ ]{0,4}",
        1 => Just("-".to_owned()),
    ]
}

/// `|` and `>` in every form, with text below of every shape.
fn block() -> impl Strategy<Value = String> {
    let header = ("[|>]", "[+-]?", any::<bool>(), prop::bool::weighted(0.2));
    let parts = (header, prop::collection::vec(line(), 0..7), "\n{0,3}");
    parts.prop_map(|((style, chomping, says_indent, has_comment), mut lines, end)| {
        // Without a number the first line that is not blank says how far the text is indented; blank ones above are not
        // longer.
        for line in lines.iter_mut().filter(|_| !says_indent) {
            *line = line.trim_start().to_owned();
            if !line.is_empty() {
                break;
            }
        }
        let indent = if says_indent { "2" } else { "" };
        let comment = if has_comment { " # a comment" } else { "" };
        let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
        format!("description: {style}{indent}{chomping}{comment}\n{lines}{end}")
    })
}

/// Plain and quoted text over one line or several.
fn flow() -> impl Strategy<Value = String> {
    let gap = prop::sample::select(vec![" ", "  ", "\n  ", "\n\n  ", " \n    ", "\n  \n\n   "]);
    let word = ("[a-zé🚩][a-z0-9'#,&*!|>%@`-]{0,8}", gap).prop_map(|(word, gap)| word + gap);
    let words = prop::collection::vec(word, 1..6).prop_map(|words| words.concat());
    (words, 0..3).prop_map(|(words, style)| match style {
        0 => format!("description: {}\n", words.trim_end()),
        1 => format!("description: '{}'\n", words.replace('\'', "''")),
        _ => format!("description: \"{}\"\n", words.replace('\'', "\\x41\\u00e9\\n\\\n  ")),
    })
}

#[test]
fn text_reads_as_another_reader_reads_it() {
    let before = prop_oneof![Just(""), Just("title: X\n"), Just("# a comment\n\n")];
    let after = prop_oneof![Just(""), Just("summary: Y\n"), Just("# a comment\nsummary: Y\n"), Just("...\n")];
    let parts = (before, prop_oneof![block(), flow()], after);
    let document = parts.prop_map(|(before, text, after)| format!("{before}{text}{after}"));
    let compared = Cell::new(0);
    for end in ["\n", "\r\n"] {
        let held = runner(1000).run(&document, |document| {
            let document = document.replace('\n', end);
            if let Some(theirs) = theirs(&document) {
                compared.set(compared.get() + 1);
                prop_assert_eq!(ours(&document), Some(theirs), "{:?}", document);
            }
            Ok(())
        });
        held.unwrap();
    }
    assert!(compared.get() > 1000, "the other reader takes only {compared:?}");
}

/// What another program writes, in the form it likes, is read as it was meant.
#[test]
fn any_text_survives_another_programs_writing() {
    let held = runner(600).run(&prop_oneof!["(?s)\\PC{0,60}", "[ \n\ta-z:#'\"-]{0,40}"], |text| {
        let is_refused = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{feff}');
        // To the other program, which writes YAML 1.1, these end a line.
        let is_line_end = |c| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
        if text.contains(|c| is_refused(c) || is_line_end(c)) {
            return Ok(());
        }
        let mapping: yaml_serde::Mapping = [("description".into(), text.as_str().into())].into_iter().collect();
        let yaml = yaml_serde::to_string(&mapping).unwrap();
        prop_assert_eq!(ours(&yaml), Some(text), "{}", yaml);
        Ok(())
    });
    held.unwrap();
}
