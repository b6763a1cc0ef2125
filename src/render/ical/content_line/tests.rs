//! Examples, and properties that hold for any text.

use proptest::prelude::*;

use super::*;

/// The logical lines of a text.
fn unfold(text: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    unfolded.split_terminator("\r\n").map(str::to_owned).collect()
}

/// What an escaped TEXT says.
fn unescape(text: &str) -> String {
    let mut said = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        said.push(match character {
            '\\' => characters.next().map_or('\\', |c| if c == 'n' { '\n' } else { c }),
            other => other,
        });
    }
    said
}

/// One line written by a function of [`ContentLine`].
fn written(write: impl Fn(&mut ContentLine, &mut String)) -> String {
    let (mut line, mut out) = (ContentLine::default(), String::new());
    write(line.start("X-A"), &mut out);
    out
}

fn text(value: &str) -> String {
    written(|line, out| line.text(value, out))
}

fn parameter(value: &str) -> String {
    written(|line, out| line.parameter("X-B", value).raw("", out))
}

fn uri(value: &str) -> String {
    written(|line, out| line.uri(value, out))
}

#[test]
fn text_escapes_what_the_rfc_names_and_nothing_else() {
    assert_eq!(text("a\\b;c,d:\"e\"\n"), "X-A:a\\\\b\\;c\\,d:\"e\"\\n\r\n");
}

#[test]
fn every_line_break_is_one_newline() {
    let breaks = "1\r\n2\r3\n4\u{b}5\u{c}6\u{85}7\u{2028}8\u{2029}9\n\n";
    assert_eq!(text(breaks), "X-A:1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n\\n\r\n");
}

#[test]
fn invisible_characters_go_and_joiners_stay() {
    assert_eq!(text("\u{feff}a\0\u{7}\u{9f}b\u{202e}c\u{2066}\u{ffff}"), "X-A:abc\r\n");
    assert_eq!(text("a\tb \u{fffd}"), "X-A:a b ?\r\n");
    let family = "👩\u{200d}👧 می\u{200c}خواهم";
    assert_eq!(text(family), format!("X-A:{family}\r\n"));
}

#[test]
fn a_list_has_commas_between_and_escaped_commas_within() {
    let list = written(|line, out| line.text_list(["a,b", "c"].into_iter(), out));
    assert_eq!(list, "X-A:a\\,b,c\r\n");
}

#[test]
fn a_parameter_is_quoted_unless_it_is_a_token() {
    assert_eq!(parameter("Europe/London"), "X-A;X-B=Europe/London:\r\n");
    assert_eq!(parameter("Ann, 5:00"), "X-A;X-B=\"Ann, 5:00\":\r\n");
    assert_eq!(parameter(""), "X-A;X-B=\"\":\r\n");
    assert_eq!(parameter("2^3"), "X-A;X-B=\"2ˆ3\":\r\n");
    let list = written(|line, out| line.parameter_list("X-B", ["A", "B c"].into_iter()).raw("", out));
    assert_eq!(list, "X-A;X-B=A,\"B c\":\r\n");
}

#[test]
fn a_parameter_stands_on_one_line_with_typographic_quotes() {
    assert_eq!(parameter_text("The \"Big\"\nHall (\"x\")"), "The “Big” Hall (“x”)");
}

#[test]
fn a_uri_keeps_its_marks_and_encodes_the_rest() {
    let address = "https://e.org/a,b;c?x=%20&y=(1)#z";
    assert_eq!(uri(address), format!("X-A:{address}\r\n"));
    assert_eq!(uri("https://e.org/é \"\\\r\nx"), "X-A:https://e.org/%C3%A9%20%22%5Cx\r\n");
}

#[test]
fn a_raw_value_cannot_end_its_line() {
    assert_eq!(written(|line, out| line.raw("1\r\nX:2", out)), "X-A:1X:2\r\n");
}

#[test]
fn a_fold_comes_at_75_octets_but_not_beside_a_space() {
    let words = text(&format!("{} end", "a".repeat(71)));
    let lines: Vec<&str> = words.split("\r\n").collect();
    assert_eq!(lines, ["X-A:".to_owned() + &"a".repeat(70), " a end".to_owned(), String::new()]);
    // Continuation lines count the space that marks them.
    let long = text(&"é".repeat(80));
    let lengths: Vec<usize> = long.split("\r\n").map(str::len).collect();
    assert_eq!(lengths, [74, 75, 17, 0]);
}

/// Any text, with more than its share of the characters that matter here.
fn any_text() -> impl Strategy<Value = String> {
    let special = "\r\n\t \\;,:\"^'\u{85}\u{2028}\u{feff}\u{fffd}\u{202e}é老🎉aA0-";
    let character = prop_oneof![any::<char>(), proptest::sample::select(special.chars().collect::<Vec<char>>()),];
    proptest::collection::vec(character, 0..300).prop_map(String::from_iter)
}

/// What must be true of every line, whatever its value. Gives the line unfolded.
fn the_only_line(text: &str) -> Result<String, TestCaseError> {
    prop_assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        prop_assert!(line.len() <= 75 && !line.is_empty() && line != " ");
        prop_assert!(!line.contains(char::is_control));
    }
    let lines = unfold(text);
    prop_assert_eq!(lines.len(), 1);
    Ok(lines.concat())
}

proptest! {
    #[test]
    fn unfolding_undoes_folding(line in "[ -~é老🎉]{1,400}") {
        let mut folded = String::new();
        fold(&line, &mut folded);
        prop_assert_eq!(the_only_line(&folded)?, line);
    }

    #[test]
    fn unescaping_undoes_escaping(value in any_text()) {
        let line = the_only_line(&text(&value))?;
        let said = unescape(line.strip_prefix("X-A:").unwrap_or_default());
        prop_assert_eq!(said, clean(&value).collect::<String>());
    }

    #[test]
    fn cleaning_a_clean_text_changes_nothing(value in any_text()) {
        let once: String = clean(&value).collect();
        prop_assert_eq!(clean(&once).collect::<String>(), once);
    }

    #[test]
    fn no_parameter_breaks_out_of_its_quotes(value in any_text()) {
        let line = the_only_line(&parameter(&value))?;
        let quoted = line.strip_prefix("X-A;X-B=").and_then(|rest| rest.strip_suffix(':'));
        let inner = quoted.map(|quoted| quoted.trim_matches('"').to_owned());
        prop_assert_eq!(inner, Some(parameter_text(&value)));
    }

    #[test]
    fn a_uri_is_ascii_without_spaces(value in any_text()) {
        let line = the_only_line(&uri(&value))?;
        prop_assert!(line.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"'));
    }
}
