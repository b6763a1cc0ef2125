//! Golden sites: a folder in, exact diagnostics and, where a case has them, exact outputs out.
//!
//! Each folder of `tests/golden/` is a case: `site/` goes in; `now` holds the day that it is seen from (2016-02-01 where it
//! is missing); `diagnostics.txt` is what `--format human` shows of every finding; `public/`, where there is one, is the
//! whole output tree. `HANDBILL_BLESS=1 cargo test --test suite golden` writes down what is there now: read the difference
//! before you commit it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use handbill::{
    diag::{Code, emit},
    output::Body,
};

use crate::{
    history, hostile,
    support::{Checked, TODAY, load},
};

/// Every case, by its folder.
fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.join("site").is_dir()).collect();
    cases.sort();
    cases
}

fn is_blessed() -> bool {
    std::env::var_os("HANDBILL_BLESS").is_some_and(|value| value == "1")
}

fn checked(case: &Path) -> Checked {
    let now = fs::read_to_string(case.join("now")).unwrap_or_else(|_| TODAY.to_owned());
    Checked::illustrated(load(&case.join("site")), now.trim())
}

#[test]
fn every_golden_site_says_what_it_said() {
    let wrong: Vec<String> = cases().iter().flat_map(|case| differences(case)).collect();
    assert!(
        wrong.is_empty(),
        "{}\nIf that is right: HANDBILL_BLESS=1 cargo test --test suite golden",
        wrong.join("\n")
    );
}

/// What is not as it was in a case; nothing while blessing.
fn differences(case: &Path) -> Vec<String> {
    let checked = checked(case);
    let mut wrong: Vec<String> = diagnostics(case, &checked).into_iter().collect();
    if case.join("public").is_dir() {
        wrong.extend(outputs(case, &checked));
    }
    wrong
}

fn diagnostics(case: &Path, checked: &Checked) -> Option<String> {
    let path = case.join("diagnostics.txt");
    let now = checked.human();
    if is_blessed() {
        fs::write(&path, now).unwrap();
        return None;
    }
    let before = fs::read_to_string(&path).unwrap_or_default();
    (before != now).then(|| format!("== {}\n{}", path.display(), difference(&before, &now)))
}

/// The lines in which two texts differ, from the first to the last.
fn difference(before: &str, now: &str) -> String {
    let (before, now): (Vec<&str>, Vec<&str>) = (before.lines().collect(), now.lines().collect());
    let same_start = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let shorter = before.len().min(now.len());
    let ends = before.iter().rev().zip(now.iter().rev());
    let same_end = ends.take(shorter - same_start).take_while(|(a, b)| a == b).count();
    let lines = |sign: &str, lines: &[&str]| -> String {
        lines[same_start..lines.len() - same_end].iter().map(|line| format!("{sign} {line}\n")).collect()
    };
    format!("at line {}:\n{}{}", same_start + 1, lines("-", &before), lines("+", &now))
}

fn outputs(case: &Path, checked: &Checked) -> Vec<String> {
    let folder = case.join("public");
    let now = made(case, checked);
    if is_blessed() {
        write_tree(&folder, &now);
        return Vec::new();
    }
    let before = tree(&folder, "");
    let paths: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let differs = |path: &&&String| before.get(**path) != now.get(**path);
    paths.iter().filter(differs).map(|path| tell(&folder, path, before.get(*path), now.get(*path))).collect()
}

fn tell(folder: &Path, path: &str, before: Option<&Vec<u8>>, now: Option<&Vec<u8>>) -> String {
    let path = folder.join(path);
    match (before, now) {
        (Some(before), Some(now)) => {
            let (before, now) = (String::from_utf8_lossy(before), String::from_utf8_lossy(now));
            format!("== {}\n{}", path.display(), difference(&before, &now))
        }
        (None, _) => format!("== {} was not there", path.display()),
        (Some(_), None) => format!("== {} is no longer there", path.display()),
    }
}

/// Every output by its path.
fn made(case: &Path, checked: &Checked) -> BTreeMap<String, Vec<u8>> {
    let Some(outputs) = &checked.compiled.outputs else { return BTreeMap::new() };
    let body = |index| match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => bytes,
        Body::Texts(texts) => texts.concat().into_bytes(),
        Body::Copy(path) => fs::read(case.join("site").join(&*path)).unwrap(),
    };
    outputs.paths().iter().enumerate().map(|(index, path)| (path.as_str().to_owned(), body(index))).collect()
}

/// Every file below a folder by its path.
fn tree(folder: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(tree(&entry.path(), &format!("{path}/")));
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn write_tree(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    fs::remove_dir_all(folder).unwrap();
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(folder).unwrap();
}

#[test]
fn every_rule_has_an_exact_message_somewhere() {
    let golden = cases().into_iter().map(|case| fs::read_to_string(case.join("diagnostics.txt")).unwrap_or_default());
    let golden: String = golden.collect();
    let is_shown = |code: &&Code| {
        let word = code.severity().word();
        golden.contains(&format!("\n{word}[{}]: ", code.name()))
            || golden.starts_with(&format!("{word}[{}]: ", code.name()))
    };
    let inline = hostile::exact()
        .into_iter()
        .chain(history::exact())
        .flat_map(|(checked, _)| checked.codes())
        .collect::<BTreeSet<_>>();
    let missing: Vec<&str> =
        Code::ALL.iter().filter(|code| !is_shown(code) && !inline.contains(code)).map(|code| code.name()).collect();
    assert!(missing.is_empty(), "no golden site shows {}", missing.join(", "));
}

/// The other formats hold the same findings, one for one.
#[test]
fn every_format_tells_every_finding() {
    for case in cases() {
        let checked = checked(&case);
        let count = checked.found().len();
        let name = case.display();
        assert_eq!(checked.drawn(emit::Format::Short).lines().count(), count, "{name}");
        assert_eq!(checked.drawn(emit::Format::Github).lines().count(), count, "{name}");
        let json = checked.drawn(emit::Format::Json);
        let objects: Vec<serde_json::Value> = json.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let codes: Vec<&str> = objects.iter().filter_map(|object| object["code"].as_str()).collect();
        assert_eq!(codes, checked.codes().iter().map(|code| code.name()).collect::<Vec<_>>(), "{name}");
    }
}
