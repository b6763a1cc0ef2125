use super::{visible::PLACE, *};
use crate::{
    diag::Code,
    source::{Content, FileId, Origin, SourceFile, Span},
};

fn sources(files: &[(&str, Content)]) -> SourceSet {
    let file = |(path, content): &(&str, Content)| SourceFile {
        path: (*path).into(),
        origin: Origin::User,
        content: content.clone(),
    };
    SourceSet::new(files.iter().map(file).collect())
}

fn text(text: &str) -> Content {
    Content::Text(text.into())
}

fn id(sources: &SourceSet, path: &str) -> FileId {
    sources.find(path).unwrap().0
}

/// The span of the first occurrence of a word.
fn at(sources: &SourceSet, path: &str, word: &str) -> Span {
    let (id, file) = sources.find(path).unwrap();
    let start = file.text().find(word).unwrap();
    Span::new(id, start..start + word.len())
}

fn human(found: Diagnostic, sources: &SourceSet) -> String {
    emit(Format::Human, &[found], sources, false)
}

#[test]
fn two_places_in_one_file_and_one_in_another() {
    let sources = sources(&[
        ("events/x.yaml", text("title: X\nstart: 2016-02-27\nkind: demo\nend: 2016-02-26\n")),
        ("site.yaml", text("timezone: Europe/London\n")),
    ]);
    let found =
        Diagnostic::new(Code::EndBeforeStart, at(&sources, "events/x.yaml", "2016-02-26"), "it ends before it starts")
            .label("the end")
            .also(at(&sources, "events/x.yaml", "2016-02-27"), "the start")
            .also(at(&sources, "site.yaml", "Europe/London"), "both are times there")
            .note("an all-day end is inclusive")
            .help("write an `end` on 2016-02-27 or later");
    let expected = "\
error[end-before-start]: it ends before it starts
 --> events/x.yaml:4:6
  |
2 | start: 2016-02-27
  |        ---------- the start
3 | kind: demo
4 | end: 2016-02-26
  |      ^^^^^^^^^^ the end
  |
 ::: site.yaml:1:11
  |
1 | timezone: Europe/London
  |           ------------- both are times there
  |
  = note: an all-day end is inclusive
  = help: write an `end` on 2016-02-27 or later

";
    assert_eq!(human(found, &sources), expected);
}

#[test]
fn a_file_without_text_is_told_by_its_path_alone() {
    let sources =
        sources(&[("events/big.yaml", Content::TooLarge { bytes: 9, limit: 8 }), ("events/empty.yaml", text(""))]);
    for (path, code) in [("events/big.yaml", Code::FileTooLarge), ("events/empty.yaml", Code::DocumentCount)] {
        let found = Diagnostic::new(code, Span::start_of(id(&sources, path)), "no").help("mend it");
        let name = code.name();
        assert_eq!(human(found.clone(), &sources), format!("error[{name}]: no\n --> {path}\n  = help: mend it\n\n"));
        assert_eq!(
            emit(Format::Short, std::slice::from_ref(&found), &sources, false),
            format!("{path}: error[{name}]: no (mend it)\n")
        );
        assert_eq!(
            emit(Format::Github, &[found], &sources, false),
            format!("::error file={path},title={name}::no%0Ahelp: mend it\n")
        );
    }
}

#[test]
fn a_byte_order_mark_does_not_move_the_marks() {
    let sources = sources(&[("a.yaml", text("\u{feff}titel: x\n"))]);
    let found = Diagnostic::new(Code::UnknownField, at(&sources, "a.yaml", "titel"), "no");
    let drawn = human(found, &sources);
    assert!(drawn.contains(" --> a.yaml:1:1\n  |\n1 | titel: x\n  | ^^^^^\n"), "{drawn}");
}

#[test]
fn a_built_in_file_is_not_taken_for_one_of_the_site() {
    let file = SourceFile { path: "site-templates/x.html".into(), origin: Origin::BuiltIn, content: text("{{ x }}") };
    let sources = SourceSet::new(vec![file]);
    let found = Diagnostic::new(Code::InvalidTemplate, at(&sources, "site-templates/x.html", "x"), "no");
    let drawn = emit_below("../", Format::Short, &[found], &sources, false);
    assert!(drawn.starts_with("<built-in>/site-templates/x.html:1:4: "), "{drawn}");
}

#[test]
fn a_second_place_without_text_becomes_a_note() {
    let sources = sources(&[("a.yaml", text("x: y\n")), ("b.jpg", Content::Refused("no".into()))]);
    let found = Diagnostic::new(Code::InvalidImage, at(&sources, "a.yaml", "y"), "no picture")
        .also(Span::start_of(id(&sources, "b.jpg")), "this one");
    assert!(human(found, &sources).ends_with("  |\n  = note: b.jpg: this one\n\n"));
}

#[test]
fn a_span_of_several_lines_is_underlined_on_its_first() {
    let sources = sources(&[("a.yaml", text("a:\r\n  - b\r\n  - c\r\n"))]);
    let found = Diagnostic::new(Code::WrongType, Span::new(id(&sources, "a.yaml"), 0..15), "no list");
    let drawn = human(found, &sources);
    assert!(drawn.ends_with("1 | a:\n  | ^^\n\n"), "{drawn}");
}

#[test]
fn a_place_after_the_last_line_is_shown() {
    let sources = sources(&[("a.yaml", text("title: a\n"))]);
    let end = Span::new(id(&sources, "a.yaml"), 9..9);
    let drawn = human(Diagnostic::new(Code::MissingField, end, "no kind"), &sources);
    assert!(drawn.contains("--> a.yaml:2:1\n"), "{drawn}");
}

#[test]
fn a_long_line_is_cut_and_its_column_is_true() {
    let line = format!("x: [{}wrong{}]\n", "é, ".repeat(300_000), ", ok".repeat(300_000));
    let sources = sources(&[("a.yaml", text(&line))]);
    let found = Diagnostic::new(Code::InvalidValue, at(&sources, "a.yaml", "wrong"), "no").label("this");
    let drawn = human(found, &sources);
    assert!(drawn.contains("--> a.yaml:1:900005\n"), "{drawn}");
    assert!(drawn.contains("^^^^^ this"), "{drawn}");
    assert!(drawn.lines().all(|line| line.chars().count() < 140), "{drawn}");
    let lines: Vec<&str> = drawn.lines().collect();
    let (source, marks) = (lines[3], lines[4]);
    let column = marks.find('^').unwrap();
    assert_eq!(source.chars().skip(column).take(5).collect::<String>(), "wrong");
}

#[test]
fn a_cut_line_shows_the_primary_place_whatever_else_is_marked() {
    let line = format!("first{}wrong\n", " ".repeat(5000));
    let sources = sources(&[("a.yaml", text(&line))]);
    let found = Diagnostic::new(Code::DuplicateField, at(&sources, "a.yaml", "wrong"), "no")
        .also(at(&sources, "a.yaml", "first"), "first here");
    let drawn = human(found, &sources);
    assert!(drawn.contains("--> a.yaml:1:5006\n") && drawn.contains("^^^^^"), "{drawn}");
}

/// Were each drawn from the start of the line, this would take an hour.
#[test]
fn a_hundred_thousand_mistakes_in_one_line_are_all_told() {
    let line = format!("{{{}}}", "k: v, ".repeat(100_000));
    let sources = sources(&[("a.yaml", text(&line))]);
    let file = id(&sources, "a.yaml");
    let found = |n: usize| {
        let span = Span::new(file, 1 + n * 6..2 + n * 6);
        Diagnostic::new(Code::DuplicateField, span, "again").also(Span::new(file, 1..2), "first")
    };
    let all: Vec<_> = (0..100_000).map(found).collect();
    for format in [Format::Human, Format::Short] {
        let drawn = emit(format, &all, &sources, false);
        assert!(drawn.contains("a.yaml:1:599996"), "every mistake is told: {format:?}");
    }
}

#[test]
fn what_a_file_holds_never_reaches_the_terminal_raw() {
    let evil = "title: \u{1b}]0;x\u{7}\u{202e}\0\u{9b}31m\r\u{e000}:1:2 x\n";
    let sources = sources(&[("events/\u{1b}[2Jx.yaml", text(evil))]);
    let path = "events/\u{1b}[2Jx.yaml";
    let found = Diagnostic::new(Code::InvalidText, at(&sources, path, "\0"), evil).label(evil).note(evil).help(evil);
    for format in [Format::Human, Format::Short, Format::Github] {
        let drawn = emit(format, std::slice::from_ref(&found), &sources, false);
        let raw = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{e000}".contains(c);
        assert!(!drawn.contains(raw), "{format:?}: {drawn:?}");
    }
    assert!(!emit(Format::Short, &[found], &sources, false).trim_end().contains('\n'));
}

#[test]
fn json_is_one_object_a_line_with_every_place() {
    let sources = sources(&[("a.yaml", text("\u{feff}ä: x\nb: y\n"))]);
    let found = Diagnostic::new(Code::Clash, at(&sources, "a.yaml", "y"), "two\nlines \"x\"")
        .label("here")
        .also(at(&sources, "a.yaml", "x"), "there")
        .note("n")
        .help("h");
    let drawn = emit_below("site/", Format::Json, &[found], &sources, true);
    assert_eq!(drawn.matches('\n').count(), 1);
    let value: serde_json::Value = serde_json::from_str(&drawn).unwrap();
    let expected = serde_json::json!({
        "code": "clash", "severity": "warning", "message": "two\nlines \"x\"",
        "file": "site/a.yaml", "line": 2, "column": 4, "end_line": 2, "end_column": 5,
        "bytes": [12, 13], "label": "here",
        "related": [{
            "file": "site/a.yaml", "line": 1, "column": 4, "end_line": 1, "end_column": 5,
            "bytes": [7, 8], "label": "there"
        }],
        "notes": ["n"], "help": ["h"]
    });
    assert_eq!(value, expected);
}

#[test]
fn github_gets_one_escaped_line() {
    let sources = sources(&[("a,b:50%.yaml", text("x: y\n"))]);
    let found = Diagnostic::new(Code::Clash, at(&sources, "a,b:50%.yaml", "y"), "50%: a, b").note("two\nlines");
    assert_eq!(
        emit(Format::Github, &[found], &sources, false),
        "::warning file=a%2Cb%3A50%25.yaml,line=1,col=4,endLine=1,endColumn=5,title=clash::\
         50%25: a, b%0Anote: two%0Alines\n"
    );
}

#[test]
fn colours_change_nothing_but_colours() {
    let sources = sources(&[("a.yaml", text("x: y\n"))]);
    let found = [Diagnostic::new(Code::Clash, at(&sources, "a.yaml", "y"), "no").help("h")];
    let (plain, coloured) = (emit(Format::Human, &found, &sources, false), emit(Format::Human, &found, &sources, true));
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

proptest::proptest! {
    /// Whatever stands in a file and wherever a span points, there is a message and no panic.
    #[test]
    fn any_text_and_any_span_can_be_drawn(
        body in "(\\PC|[\\x00-\\x20é\u{202e}\u{200d}\u{feff}\u{fe0f}👩]|\r\n){0,80}",
        repeat in 1usize..60,
        spans in proptest::collection::vec((0usize..2000, 0usize..40), 1..4),
    ) {
        let body = body.repeat(repeat);
        let sources = sources(&[("a.yaml", text(&body))]);
        let file = id(&sources, "a.yaml");
        let boundary = |at: usize| body.floor_char_boundary(at.min(body.len()));
        let span = |(start, length): &(usize, usize)| {
            Span::new(file, boundary(*start)..boundary(start + length).max(boundary(*start)))
        };
        let mut found = Diagnostic::new(Code::Clash, span(&spans[0]), body.clone()).label("l");
        for other in &spans[1..] {
            found = found.also(span(other), body.chars().take(9).collect::<String>());
        }
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let drawn = emit(format, std::slice::from_ref(&found), &sources, false);
            proptest::prop_assert!(!drawn.contains(PLACE) && drawn.ends_with('\n'));
        }
    }
}
