//! Input made to hang, crash or fill the machine: each must come to a message, or to a site, in a moment.
//!
//! Memory is bounded by the limits that these tests run into: no file over 8 MB is read, no tree holds more than half a
//! million values or lies deeper than 64, no list is longer than 500 entries (10,000 where they are events), no series has more than 5000 dates.

use std::{
    fmt::Write as _,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use handbill::{
    diag::{Code, emit},
    source::Content,
};

use crate::support::{Checked, SITE, TODAY, check, check_event, load, site, site_of, user_file};

/// Any input is to be done with in this time.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs a check, all formats of its report included, within the limit.
fn quickly(what: &str, make: impl FnOnce() -> Checked) -> Checked {
    let start = Instant::now();
    let checked = make();
    let drawn = [emit::Format::Human, emit::Format::Short, emit::Format::Json, emit::Format::Github]
        .map(|format| checked.drawn(format));
    let taken = start.elapsed();
    assert!(taken < LIMIT, "{what} took {taken:?}");
    let total: usize = drawn.iter().map(String::len).sum();
    assert!(total < 64 << 20, "the report on {what} has {total} bytes");
    checked
}

/// One event file; its text is at fault with exactly these codes.
fn refused(what: &str, text: &str, codes: &[Code]) {
    let checked = quickly(what, || check_event(text));
    assert_eq!(checked.codes(), codes, "{what}: {}", start_of(&checked.human()));
}

/// One event file that is a correct event.
fn accepted(what: &str, text: &str) {
    refused(what, text, &[]);
}

fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(2000)]
}

/// An event with these lines beside what every event needs.
fn event_with(lines: &str) -> String {
    format!("title: X\nkind: demo\nstart: 2016-02-27 12:00\n{lines}\n")
}

fn series(repeats: &str) -> String {
    format!("title: X\nkind: meeting\nstart: 2016-02-09 19:30\nrepeats: {repeats}\n")
}

#[test]
fn deep_nesting() {
    let depth = 100_000;
    refused("flow lists", &format!("title: {}{}", "[".repeat(depth), "]".repeat(depth)), &[Code::YamlLimit]);
    refused("flow lists that are never closed", &format!("title: {}", "[".repeat(depth)), &[Code::YamlLimit]);
    refused("flow mappings", &format!("title: {}", "{a: ".repeat(depth)), &[Code::YamlLimit]);
    refused("complex keys", &format!("{}a", "? ".repeat(depth)), &[Code::YamlLimit]);
    refused("block lists", &format!("title:\n {}a", "- ".repeat(depth)), &[Code::YamlLimit]);
    let mut levels = String::new();
    // A hundred thousand levels by indentation alone would be five gigabytes; a line each is as deep as 8 MB goes.
    for level in 0..3_500 {
        let _ = writeln!(levels, "{}a:", " ".repeat(level));
    }
    refused("block mappings", &levels, &[Code::YamlLimit]);
    refused("quotes in Markdown", &event_with(&format!("description: \"{}x\"", "> ".repeat(24_000))), &[]);
    refused("brackets in Markdown", &event_with(&format!("description: \"{}\"", "[".repeat(49_000))), &[]);
    refused("stars in Markdown", &event_with(&format!("description: \"{}\"", "*a_".repeat(16_000))), &[]);
}

#[test]
fn anchors_that_blow_up() {
    let mut laughs = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
    for (part, whole) in ('a'..='y').zip('b'..='z') {
        let _ = writeln!(laughs, "{whole}: &{whole} [{}]", vec![format!("*{part}"); 10].join(","));
    }
    refused("a billion laughs", &laughs, &[Code::YamlLimit]);
    refused("an alias to its parent", &event_with("tags: &a [x, *a]"), &[Code::InvalidYaml]);
    let many = format!("title: &t X\nsummary: [{}]", vec!["*t"; 200_000].join(","));
    refused("two hundred thousand aliases", &many, &[Code::YamlLimit]);
    let anchors: String = (0..100_000).map(|number| format!("- &a{number} x\n")).collect();
    refused("a hundred thousand anchors", &event_with(&format!("tags:\n{anchors}")), &[Code::YamlLimit]);
}

#[test]
fn many_keys() {
    let keys: String = (0..100_000).map(|number| format!("key-{number}: x\n")).collect();
    let checked = quickly("unknown keys", || check_event(&event_with(&keys)));
    assert_eq!(checked.codes(), [Code::UnknownField; 20]);
    assert!(checked.human().contains("and 99980 more unknown fields in the same mapping"));
    let checked = quickly("one key again and again", || check_event(&event_with(&"summary: x\n".repeat(100_000))));
    assert_eq!(checked.codes(), [Code::DuplicateField; 20]);
    let checked = quickly("keys that are lists", || check_event(&event_with(&"? [a]\n: b\n".repeat(100_000))));
    assert_eq!(checked.codes(), [Code::WrongType; 20]);
    let kinds: String = (0..100_000).map(|number| format!("  kind-{number}: x\n")).collect();
    let sources = || check([("site.yaml", &*format!("{SITE}kinds:\n{kinds}"))]);
    assert_eq!(quickly("kinds", sources).codes(), [Code::YamlLimit]);
    let tags: String = (0..100_000).map(|number| format!("- tag-{number}\n")).collect();
    refused("tags", &event_with(&format!("tags:\n{tags}")), &[Code::YamlLimit]);
    let coaches = "- { id: a, from: B, leaves: 9:00 }\n".repeat(100_000);
    refused("coaches", &event_with(&format!("travel:\n{coaches}")), &[Code::YamlLimit]);
    let wrong = "- { id: a, id: a, x: y }\n".repeat(500);
    let checked = quickly("wrong coaches", || check_event(&event_with(&format!("travel:\n{wrong}"))));
    assert!(checked.codes().len() > 1000);
}

#[test]
fn many_values() {
    refused("events without anything", &format!("events: [{}]", "{},".repeat(400_000)), &[Code::YamlLimit]);
    refused("more values than a file may hold", &format!("tags: [{}]", "a,".repeat(4_000_000)), &[Code::YamlLimit]);
    refused("rows of hyphens", &"- - - - - - - -\n".repeat(400_000), &[Code::YamlLimit]);
    let listed: String = (0..1_000).map(|number| format!("- {{ id: e{number} }}\n")).collect();
    let shared: String = (0..500).map(|number| format!("- tag {number}\n")).collect();
    let text = format!("title: X\nkind: demo\nstart: 2016-02-27 12:00\ntags:\n{shared}events:\n{listed}");
    let checked = quickly("a thousand events with five hundred tags each", || {
        Checked::unrendered(site([("events/x.yaml", &*text)]), TODAY)
    });
    assert_eq!(checked.codes(), [Code::FeedTooLarge; 10]);
}

/// One scalar as long as a file may be, in each style; then a megabyte in each sort of field.
#[test]
fn huge_scalars() {
    let words = "x ".repeat((8 << 20) / 2 - 50);
    refused("a plain text of 8 MB", &format!("title: {words}\nkind: demo\nstart: 2016-02-27\n"), &[Code::InvalidText]);
    refused("a quoted text of 8 MB", &event_with(&format!("summary: \"{words}\"")), &[Code::InvalidText]);
    let lines = format!("  {}\n", "x".repeat(100)).repeat(80_000);
    refused("a block of 8 MB", &event_with(&format!("description: |\n{lines}")), &[Code::InvalidText]);
    refused("comments of 8 MB", &"# nothing\n".repeat(800_000), &[Code::DocumentCount]);
    let words = &words[..1 << 20];
    refused("a kind", &format!("title: X\nkind: {words}\nstart: 2016-02-27\n"), &[Code::UnknownKind]);
    refused("a date", &format!("title: X\nkind: demo\nstart: {words}\n"), &[Code::InvalidDate]);
    refused("an id", &event_with(&format!("id: {words}")), &[Code::InvalidId]);
    refused("an address", &event_with(&format!("online: https://{words}")), &[Code::InvalidUrl]);
    let missing = [Code::MissingField, Code::MissingField, Code::MissingField, Code::UnknownField];
    refused("a field's name", &format!("? {words}\n: x\n"), &missing);
    let days = "MO,".repeat(300_000);
    refused("a rule", &series(&format!("{{ rule: \"FREQ=WEEKLY;BYDAY={days}\" }}")), &[Code::InvalidRepeat]);
    refused("a length", &event_with(&format!("duration: {}", "9h".repeat(500_000))), &[Code::InvalidDuration]);
    refused("blanks", &" ".repeat(1 << 20), &[Code::DocumentCount]);
    refused("line ends", &"\n".repeat(1 << 20), &[Code::DocumentCount]);
}

#[test]
fn long_lines_are_cut_in_every_report() {
    let long = "x".repeat(1 << 20);
    let checked = quickly("a line of a megabyte", || {
        check_event(&format!("title: X\nkind: {long}\nstart: nope {long}\n# {long}\n"))
    });
    assert_eq!(checked.codes(), [Code::UnknownKind, Code::InvalidDate]);
    assert!(checked.human().len() < 10_000);
    let tags = "\"\", ".repeat(250);
    let line =
        format!("title: X\nkind: demo\nstart: 2016-02-27 12:00\nsummary: {{ {long}: x }}\ntags: [{tags}\"{long}\"]\n");
    let checked = quickly("many mistakes in one long line", || check_event(&line));
    assert!(checked.human().len() < 500_000);
}

/// What cannot stand in a golden site: files that are too large to keep, and what no repository may hold.
pub fn exact() -> Vec<(Checked, String)> {
    vec![(too_large(), TOO_LARGE.to_owned())]
}

const TOO_LARGE: &str = "\
error[file-too-large]: the file has 209715200 bytes; 8388608 are allowed
 --> events/film.yaml
  = help: split it into several files

";

fn too_large() -> Checked {
    let content = Content::TooLarge { bytes: 200 << 20, limit: 8 << 20 };
    Checked::new(site_of(vec![user_file("events/film.yaml", content)]), TODAY)
}

#[test]
fn what_cannot_stand_in_a_golden_site_has_an_exact_message() {
    for (checked, expected) in exact() {
        assert_eq!(checked.human(), expected);
    }
}

#[test]
fn a_file_of_200_megabytes_is_not_read() {
    let folder = folder();
    let film = fs::File::create(folder.path().join("events/film.yaml")).unwrap();
    film.set_len(200 << 20).unwrap();
    let site = fs::File::options().append(true).open(folder.path().join("site.yaml")).unwrap();
    site.set_len(9 << 20).unwrap();
    let checked = quickly("200 MB", || Checked::new(load(folder.path()), TODAY));
    assert_eq!(checked.codes(), [Code::FileTooLarge, Code::FileTooLarge]);
}

/// A folder with a site.yaml and an empty folder of events.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.yaml"), SITE).unwrap();
    fs::create_dir(folder.path().join("events")).unwrap();
    folder
}

#[test]
fn bytes_that_are_no_text() {
    let bytes = |name: &str, bytes: &[u8]| {
        let folder = folder();
        fs::write(folder.path().join("events/x.yaml"), bytes).unwrap();
        quickly(name, || Checked::new(load(folder.path()), TODAY)).codes()
    };
    assert_eq!(bytes("latin 1", b"title: Caf\xe9\n"), [Code::NotUtf8]);
    assert_eq!(bytes("half a character", "title: é".as_bytes().split_last().unwrap().1), [Code::NotUtf8]);
    assert_eq!(bytes("surrogates", b"title: \xed\xa0\x80\n"), [Code::NotUtf8]);
    assert_eq!(bytes("too long a form", b"title: \xc0\xaf\n"), [Code::NotUtf8]);
    assert_eq!(bytes("UTF-16 with a mark", &utf_16("title: X\nkind: demo\n", true)), [Code::NotUtf8]);
    assert_eq!(bytes("a megabyte of rubbish", &[0xff; 1 << 20]), [Code::NotUtf8]);
    assert_eq!(bytes("a megabyte of nothing", &[0; 1 << 20]), [Code::InvalidText]);
    assert_eq!(bytes("a nul", b"title: a\0b\n"), [Code::InvalidText]);
    assert!(!bytes("UTF-16 without a mark", &utf_16("title: X\nkind: demo\n", false)).is_empty());
    for control in (0..0x20_u8).chain([0x7f]).filter(|byte| !b"\t\n\r".contains(byte)) {
        let text = [b"title: a", &[control][..], b"b\nkind: demo\nstart: 2016-02-27 12:00\n"].concat();
        assert_eq!(bytes("a control character", &text), [Code::InvalidText], "{control:#x}");
    }
}

fn utf_16(text: &str, mark: bool) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    let text: String = mark.into_iter().chain(text.chars()).collect();
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn line_ends_tabs_and_marks() {
    let plain = "title: X\nkind: demo\nstart: 2016-02-27 12:00\ndescription: |\n  One\n  Two\n";
    accepted("carriage returns and line feeds", &plain.replace('\n', "\r\n"));
    accepted("carriage returns", &plain.replace('\n', "\r"));
    accepted("a byte order mark", &format!("\u{feff}{plain}"));
    accepted("no line end at the end", plain.trim_end());
    accepted("tabs after values", &plain.replace("demo", "demo\t\t# tabs"));
    refused("a tab for indentation", &plain.replace("  One", "\tOne"), &[Code::InvalidYaml]);
    refused("a byte order mark inside", &plain.replace("X", "\u{feff}X"), &[Code::InvalidText]);
    refused("text that turns its direction", &plain.replace("X", "a\u{202e}b"), &[Code::InvalidText]);
}

#[cfg(unix)]
#[test]
fn links_and_folders() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.yaml"), "title: secret").unwrap();
    let events = folder.path().join("events");
    let at = |name: &str| events.join(name);
    fs::create_dir_all(at("folder.yaml/inner")).unwrap();
    fs::write(at("folder.yaml/inner/fine.yaml"), "title: X\nkind: demo\nstart: 2016-02-27 12:00\n").unwrap();
    symlink(outside.path().join("secret.yaml"), at("leaves.yaml")).unwrap();
    symlink(outside.path(), at("leaves")).unwrap();
    symlink("nowhere", at("dangling.yaml")).unwrap();
    symlink("loop.yaml", at("loop.yaml")).unwrap();
    symlink(".", at("here")).unwrap();
    symlink("/dev/zero", at("endless.yaml")).unwrap();
    symlink("folder.yaml/inner/fine.yaml", at("also-fine.yaml")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(at("pipe.yaml")).status();
    let refused = if pipe.is_ok_and(|status| status.success()) { 7 } else { 6 };
    let checked = quickly("links", || Checked::new(load(folder.path()), TODAY));
    assert_eq!(checked.codes(), vec![Code::UnreadableFile; refused], "{}", checked.human());
    assert!(!checked.human().contains("secret: "));
}

#[cfg(unix)]
#[test]
fn a_folder_of_events_that_is_a_link_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("site.yaml"), SITE).unwrap();
    fs::create_dir(folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", folder.path().join("events")).unwrap();
    let checked = Checked::new(load(folder.path()), TODAY);
    assert_eq!(checked.codes(), [Code::UnreadableFile], "{}", checked.human());
}

#[test]
fn ids_that_lead_elsewhere() {
    let long = "x".repeat(300);
    for id in ["../x", "a/b", "..", ".", "a\\\\b", "con:", "a\\0b", " ", "%2e%2e", "A", "ä", "\u{202e}x", &*long] {
        let checked = quickly(id, || check_event(&event_with(&format!("id: \"{id}\""))));
        let [code] = *checked.codes() else { panic!("{id}: {}", checked.human()) };
        assert!(matches!(code, Code::InvalidId | Code::InvalidText | Code::InvalidYaml), "{id}: {}", code.name());
    }
    let paths = ["events/a b/..yaml", "events/....yaml", "events/-.yaml"];
    for path in paths {
        let checked = check([(path, &*event_with(""))]);
        assert!(checked.compiled.outputs.is_none(), "{path}: {}", checked.human());
    }
}

/// Names that are devices on Windows are ids like any other: the program runs where the pages are made.
#[test]
fn names_of_devices_are_ids() {
    for id in ["con", "nul", "com1"] {
        accepted(id, &event_with(&format!("id: {id}")));
    }
}

#[test]
fn series_without_end_and_without_dates() {
    refused("every day for ever", &series("{ every: day }"), &[Code::EndlessSeries]);
    refused("four billion times", &series("{ every: week, times: 4000000000 }"), &[Code::SeriesSize]);
    refused("more times than a number holds", &series("{ every: week, times: 99999999999999 }"), &[Code::WrongType]);
    refused("a count of four billion", &series("{ rule: FREQ=WEEKLY;COUNT=4000000000 }"), &[Code::SeriesSize]);
    refused("a count beyond numbers", &series("{ rule: FREQ=WEEKLY;COUNT=99999999999999 }"), &[Code::InvalidRepeat]);
    refused("every day of three centuries", &series("{ every: day, until: 2199-12-31 }"), &[Code::SeriesSize]);
    refused("until the year 9999", &series("{ every: week, until: 9999-12-31 }"), &[Code::InvalidDate]);
    refused("a rule until the year 9999", &series("{ rule: FREQ=YEARLY;UNTIL=99991231 }"), &[Code::InvalidRepeat]);
    accepted("every thousand years", "title: X\nkind: other\nstart: 2016-02-09\nrepeats: { every: 1000 years }\n");
    refused("every ten thousand years", &series("{ every: 10000 years }"), &[Code::InvalidRepeat]);
    accepted("five thousand times", &series("{ every: day, times: 5000 }"));
}

/// Rules that never match, or so rarely that the search for the next date is long.
#[test]
fn rules_that_never_match() {
    let never = [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30,31;INTERVAL=7",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1000",
        "FREQ=DAILY;BYMONTHDAY=1;BYDAY=MO;BYSETPOS=5",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=5",
        "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-5",
        "FREQ=WEEKLY;BYMONTH=1;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2",
        "FREQ=MONTHLY;BYMONTHDAY=-31;BYMONTH=4",
        "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=7",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=3;BYDAY=MO",
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
        "FREQ=YEARLY;BYYEARDAY=1;BYDAY=53SU",
        "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYSETPOS=366",
        "FREQ=YEARLY;BYDAY=-52SU;BYMONTH=12",
        "FREQ=YEARLY;BYWEEKNO=-53;BYYEARDAY=200",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=21991231",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,31;UNTIL=21991231",
    ];
    for rule in never {
        let checked = quickly(rule, || check_event(&series(&format!("{{ rule: \"{rule}\" }}"))));
        assert_eq!(checked.codes(), [Code::SeriesSize], "{rule}: {}", checked.human());
    }
    let seldom = [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;COUNT=5000",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU;INTERVAL=997;COUNT=5000",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR;BYSETPOS=1;BYMONTH=12;INTERVAL=13",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU;INTERVAL=999",
        "FREQ=YEARLY;INTERVAL=1000;COUNT=5000",
        "FREQ=MONTHLY;INTERVAL=1000;COUNT=5000",
        "FREQ=DAILY;INTERVAL=1000;COUNT=5000",
        "FREQ=WEEKLY;INTERVAL=1000;COUNT=5000",
    ];
    for rule in seldom {
        quickly(rule, || check_event(&series(&format!("{{ rule: \"{rule}\" }}"))));
    }
}

#[test]
fn many_series_that_never_match() {
    let rule = "repeats: { rule: FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30 }";
    let listed: String = (0..100).map(|number| format!("- {{ id: e{number}, {rule} }}\n")).collect();
    let text = format!("title: X\nkind: meeting\nstart: 2016-02-09\nevents:\n{listed}");
    refused("a hundred series that never match", &text, &[Code::SeriesSize; 100]);
}

#[test]
fn dates_named_in_a_series() {
    let far: String = (0..500).map(|number| format!("{}-01-{:02}, ", 2020 + number / 3, 1 + number % 28)).collect();
    let checked =
        quickly("five hundred exceptions", || check_event(&series(&format!("{{ every: week, except: [{far}] }}"))));
    assert!(checked.codes().iter().all(|code| *code == Code::DateNotInSeries));
    let daily =
        quickly("exceptions of a daily series", || check_event(&series(&format!("{{ every: day, except: [{far}] }}"))));
    assert!(daily.codes().contains(&Code::DateNotInSeries));
    let changes: String = (0..500)
        .map(|number| format!("20{:02}-01-{:02}: {{ place: nowhere }}, ", number / 28 + 20, 1 + number % 28))
        .collect();
    quickly("five hundred changes", || check_event(&series(&format!("{{ every: day, changes: {{ {changes} }} }}"))));
}

#[test]
fn dates_at_the_ends_of_time() {
    let starts = [
        "9999-12-31",
        "9999-12-31 23:59",
        "0000-01-01",
        "-0001-01-01",
        "1899-12-31",
        "2200-01-01",
        "99999-01-01",
        "9999",
        "0000-01",
        "2016-02-27T12:00:00+99:99",
        "2016-02-27T12:00:00+24:00",
        "2016-02-27 12:00-15:00",
        "2199-12-31T23:59:59-14:00",
        "+262143-12-31",
        "2016-02-27 12:00:60",
        "2016-02-27T12:00:00.5Z",
        "2016-02-27 12:00 +0100 +0100",
        "\u{664}-01-01",
    ];
    for start in starts {
        refused(start, &format!("title: X\nkind: demo\nstart: \"{start}\"\n"), &[Code::InvalidDate]);
    }
    for start in
        ["1900-01-01", "2199-12-31", "2199-12-31 23:59", "1900-01-01 00:00", "2199-12", "1900", "2199-12-31T23:59:59Z"]
    {
        for zone in ["Pacific/Kiritimati", "Pacific/Niue", "Europe/London", "Africa/Monrovia"] {
            accepted(start, &format!("title: X\nkind: demo\nstart: {start}\ntimezone: {zone}\n"));
        }
    }
    accepted("the last night", "title: X\nkind: demo\nstart: 2199-12-31 23:00\nduration: 24h\n");
    accepted("the last year", "title: X\nkind: ballot\nstart: 2199-12-31\nduration: 366 days\n");
    accepted("the last series", "title: X\nkind: demo\nstart: 2199-12-31\nrepeats: { every: week }\n");
}

#[test]
fn lengths_and_numbers_beyond_measure() {
    for length in
        ["99999999999999999999h", "999999w999999w999999w", "9223372036854775807m", "-1h", "0m", "1e9h", "∞ h", "１h"]
    {
        refused(length, &event_with(&format!("duration: {length}")), &[Code::InvalidDuration]);
    }
    for number in ["99999999999999999999999", "4294967296", "-1", "1e3", "0x10", "NaN", ".inf", "1.0"] {
        refused(number, &event_with(&format!("booking: {{ capacity: {number} }}")), &[Code::WrongType]);
    }
    accepted("the largest number", &event_with("booking: { capacity: 4294967295 }"));
    accepted("thousands with commas", &event_with("booking: { capacity: \"1,000\" }"));
    for geo in ["[1e999, 0]", "[NaN, NaN]", "[-91, 0]", "[0, 181]", "[0, 0, 0]", "[0]", "[\"\", 0]"] {
        refused(geo, &event_with(&format!("place: {{ geo: {geo} }}")), &[Code::InvalidValue]);
    }
}

#[test]
fn zones_that_are_paths() {
    let zones = [
        "../../../etc/passwd",
        "/etc/localtime",
        "Europe/../Europe/London",
        "posixrules",
        "Factory",
        "europe/london",
        ":UTC",
        "GMT+25",
        "",
    ];
    for zone in zones {
        refused(zone, &event_with(&format!("timezone: \"{zone}\"")), &[Code::UnknownZone]);
    }
}

#[test]
fn files_that_are_no_records() {
    for (what, text) in [
        ("nothing", ""),
        ("a line end", "\n"),
        ("a comment", "# x"),
        ("two marks", "---\n..."),
        ("null", "null"),
        ("~", "~"),
    ] {
        refused(what, text, &[Code::DocumentCount]);
    }
    for (what, text) in
        [("a list", "- a"), ("text", "hello"), ("a number", "42"), ("an empty list", "[]"), ("quoted text", "\"\"")]
    {
        refused(what, text, &[Code::WrongType]);
    }
    refused("an empty mapping", "{}", &[Code::MissingField; 3]);
    refused("several documents", "title: X\n---\ntitle: Y\n", &[Code::DocumentCount]);
    refused("ten thousand documents", &"---\n".repeat(10_000), &[Code::DocumentCount]);
    refused("directives", "%YAML 1.1\n---\ntitle: X\nkind: demo\nstart: 2016-02-27\n", &[]);
    let settings = |text: &str| check([("site.yaml", text), ("events/x.yaml", &event_with(""))]).codes();
    assert_eq!(settings("- title: X\n"), [Code::WrongType]);
    assert_eq!(settings(""), [Code::DocumentCount]);
    assert_eq!(settings("title"), [Code::WrongType]);
    assert_eq!(settings("{}"), [Code::MissingField, Code::MissingField]);
}

#[test]
fn ten_thousand_files_with_a_mistake_each() {
    let lines = [
        "kind: dmeo",
        "plaec: x",
        "hosts: [nobody]",
        "place: nowhere",
        "end: 2016-02-26 12:00",
        "replaced_by: event",
        "links: [{ url: x }]",
    ];
    let files: Vec<(String, String)> = (0..10_000)
        .map(|number| {
            (
                format!("events/{}/event-{number}.yaml", number % 100),
                event_with(lines[number % lines.len()]).replacen(
                    "kind: demo\n",
                    if number % 7 == 0 { "" } else { "kind: demo\n" },
                    1,
                ),
            )
        })
        .collect();
    let groups: Vec<(String, String)> =
        (0..300).map(|number| (format!("events/_groups/group-{number}.yaml"), "title: X\n".to_owned())).collect();
    let sources = || site(files.iter().chain(&groups).map(|(path, text)| (&**path, &**text)));
    let checked = quickly("ten thousand files", || Checked::new(sources(), TODAY));
    assert!(checked.codes().len() >= 10_000, "{}", checked.codes().len());
}

#[test]
fn chains_of_ten_thousand() {
    let group = |number: usize| {
        (format!("events/_groups/g{number}.yaml"), format!("title: G\npart_of: g{}\n", (number + 1) % 10_000))
    };
    let groups: Vec<(String, String)> = (0..10_000).map(group).collect();
    let checked = quickly("a loop of groups", || check(groups.iter().map(|(path, text)| (&**path, &**text))));
    assert_eq!(checked.codes(), [Code::PartOfLoop]);
    let mut chain = groups;
    chain[9_999].1 = "title: G\n".to_owned();
    let checked = quickly("a chain of groups", || check(chain.iter().map(|(path, text)| (&**path, &**text))));
    assert_eq!(checked.codes(), [Code::InvalidValue; 312]);
    let event = |number: usize| {
        (
            format!("events/e{number}.yaml"),
            event_with(&format!("status: cancelled\nreplaced_by: e{}", (number + 1) % 10_000)),
        )
    };
    let events: Vec<(String, String)> = (0..10_000).map(event).collect();
    let checked = quickly("a loop of events", || check(events.iter().map(|(path, text)| (&**path, &**text))));
    assert_eq!(checked.codes(), [Code::ReplacedByLoop, Code::FeedTooLarge, Code::FeedTooLarge]);
}

#[test]
fn strange_yaml_is_told_of() {
    refused("a tag", "title: !Important X\nkind: demo\nstart: 2016-02-27\n", &[Code::InvalidValue]);
    refused("binary", &event_with("summary: !!binary aGVsbG8="), &[Code::InvalidValue]);
    refused("a tag of one's own", &event_with("place: !custom { name: X }"), &[Code::InvalidValue]);
    refused(
        "a hundred thousand tags",
        &event_with(&format!("tags: [{}]", "!a b,".repeat(100_000))),
        &[vec![Code::YamlLimit], vec![Code::InvalidValue; 20]].concat(),
    );
    accepted("text said to be text", &event_with("summary: !!str 2016"));
    refused("a merge key", &event_with("<<: { summary: x }"), &[Code::UnknownField]);
    refused("a complex key", &event_with("? [a]\n: b"), &[Code::WrongType]);
    refused("a number for a key", &event_with("5: b"), &[Code::UnknownField]);
    refused("nothing for a key", &event_with(": b"), &[Code::UnknownField]);
}

/// YAML 1.1 reads some of these as numbers, truth values or nothing; here they are what was written.
#[test]
fn plain_words_come_through_as_text() {
    for text in [
        "Null",
        "NULL",
        "1984",
        "1e3",
        "0x1F",
        "0o17",
        "yes",
        "No",
        "on",
        "TRUE",
        ".inf",
        "-.inf",
        "1_000",
        "12:30:45",
        "2016-02-27",
        "=",
        "0.10",
    ] {
        let sources =
            site([("events/x.yaml", &*format!("title: {text}\nkind: demo\nstart: 2016-02-27\nsummary: \"{text}\"\n"))]);
        let mut found = handbill::diag::Diagnostics::default();
        let raw = handbill::parse::parse(&sources, &mut found);
        let title = raw.events[0].record.title.as_ref().map(|title| title.value.to_string());
        assert_eq!(title.as_deref(), Some(text));
        assert_eq!(Checked::new(sources, TODAY).codes(), [], "{text}");
    }
}

#[test]
fn expressions_that_run_for_ever() {
    let condition = |what: &str, condition: &str, codes: &[Code]| {
        let feeds = format!("{SITE}feeds:\n  - id: a\n    title: A\n    where: '{}'\n", condition.replace('\'', "''"));
        let checked = quickly(what, || check([("site.yaml", &*feeds), ("events/x.yaml", &event_with("tags: [a]"))]));
        assert_eq!(checked.codes(), codes, "{what}: {}", start_of(&checked.human()));
    };
    let invalid = &[Code::InvalidExpression];
    condition("a range", "range(1000000000) | length", invalid);
    condition("text times a billion", "title * 1000000000", invalid);
    condition("a power", "year ** year ** year", invalid);
    condition("brackets", &format!("{}true{}", "(".repeat(100_000), ")".repeat(100_000)), invalid);
    condition("not not not", &format!("{}true", "not ".repeat(100_000)), invalid);
    condition("a long sum", &format!("1{} > 0", " + 1".repeat(50_000)), invalid);
    condition("dots", &format!("title{}", ".x".repeat(50_000)), invalid);
    condition("pipes", &format!("title{}", " | upper".repeat(50_000)), invalid);
    condition("megabytes", &format!("title == \"{}\"", "x".repeat(4 << 20)), invalid);
    // As long as they may be.
    let of_length = |part: &str, before: &str, after: &str| {
        format!("{before}{}{after}", part.repeat(1_990 / (part.len() + usize::from(part == "("))))
    };
    for (part, before, after) in [
        ("not ", "", "true"),
        (" + 1", "1", ""),
        (".x", "title", ""),
        (" | upper", "title", ""),
        ("[0]", "title", ""),
        ("-", "", "1"),
        ("\"a\", ", "title in [", "]"),
        (" if a else 1", "1", ""),
        ("[", "", ""),
        ("{1:", "", ""),
    ] {
        let text = of_length(part, before, after);
        let feeds = format!("{SITE}feeds:\n  - id: a\n    title: A\n    where: '{text}'\n");
        quickly(part, || check([("site.yaml", &*feeds), ("events/x.yaml", &event_with("tags: [a]"))]));
    }
    condition("nested brackets", &of_length("(", "", &format!("true{}", ")".repeat(995))), invalid);
}

#[test]
fn a_deep_path_of_defaults() {
    let deep: Vec<(String, String)> = (0..30)
        .map(|depth| (format!("events/{}_defaults.yaml", "a/".repeat(depth)), format!("summary: at {depth}\n")))
        .chain([(format!("events/{}x.yaml", "a/".repeat(30)), event_with(""))])
        .collect();
    let checked = quickly("defaults at every depth", || check(deep.iter().map(|(path, text)| (&**path, &**text))));
    assert_eq!(checked.codes(), []);
}

#[test]
fn a_folder_of_odd_names() {
    let folder = folder();
    let names = [
        "a\nb.yaml",
        "\u{1b}[31mred.yaml",
        "..x.yaml",
        "-x.yaml",
        " .yaml",
        "x.yaml.yaml",
        "\u{202e}lmay.x.yaml",
        ".yaml",
        "UPPER.YAML",
    ];
    for name in names {
        let path = folder.path().join("events").join(name);
        if fs::write(&path, event_with("")).is_err() {
            continue;
        }
    }
    let checked = quickly("odd names", || Checked::new(load(folder.path()), TODAY));
    assert!(!checked.human().contains('\u{1b}'), "an escape reaches the terminal");
    assert!(checked.compiled.outputs.is_none());
    assert!(Path::new(folder.path()).exists());
}
