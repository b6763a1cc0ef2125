//! The borders between the modules: each uses only what stands above it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What each module may use, besides itself. The order of the table is the flow of the data.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("source", &[]),
    ("output", &[]),
    ("diag", &["source"]),
    ("model", &["source"]),
    ("parse", &["source", "diag"]),
    ("check", &["source", "diag", "model", "parse"]),
    ("past", &["source", "output", "diag", "model", "parse", "check"]),
    ("resolve", &["source", "diag", "model", "output", "past"]),
    ("render", &["source", "diag", "model", "past", "resolve", "output"]),
    ("explain", &["source", "diag", "model", "parse", "check", "past", "resolve"]),
    ("compare", &["source", "diag", "model", "resolve", "render", "output"]),
    (
        "compile",
        &["source", "diag", "model", "parse", "check", "past", "resolve", "render", "explain", "compare", "output"],
    ),
    ("shell", &["source", "diag", "output", "past", "compile"]),
    ("cli", &["shell", "compile", "explain", "diag", "output"]),
];

#[test]
fn modules_depend_only_downwards() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        ALLOWED.iter().map(|(module, uses)| (*module, uses.iter().copied().collect())).collect();
    let mut crossed = Vec::new();
    for (path, text) in source_files() {
        let module = module_of(&path);
        if matches!(&*module, "lib" | "main") {
            continue;
        }
        let uses = allowed.get(&*module).unwrap_or_else(|| panic!("{module} has no row in the table"));
        for used in used_modules(&text) {
            if used != module && !uses.contains(&*used) {
                crossed.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(crossed.is_empty(), "borders crossed: {crossed:#?}");
}

/// `clippy.toml` bans the disk, the clock and the environment; only the shell and unit tests may lift the ban.
#[test]
fn only_the_shell_touches_the_machine() {
    let mut outside = Vec::new();
    for (path, text) in source_files() {
        let lifts =
            text.contains("allow(clippy::disallowed_methods") || text.contains("allow(clippy::disallowed_types");
        if lifts && module_of(&path) != "shell" && !path.ends_with("tests.rs") {
            outside.push(path.display().to_string());
        }
    }
    assert!(outside.is_empty(), "bans lifted outside the shell: {outside:#?}");
}

#[test]
fn the_table_reads_use_groups_and_paths() {
    let text = "use crate::{diag::{Code, Diagnostic}, model, source::Span};\nlet x = crate::resolve::root(base);";
    let used: Vec<String> = used_modules(text).into_iter().collect();
    assert_eq!(used, ["diag", "model", "resolve", "source"]);
}

fn source_files() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 50, "only {} source files found", files.len());
    files
}

fn walk(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

/// The folder or file directly below `src`.
fn module_of(path: &Path) -> String {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = below.iter().next().unwrap().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The names directly after `crate::`, those of a `{…}` group too.
fn used_modules(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, found) in text.match_indices("crate::") {
        let rest = &text[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => used.extend(group_heads(group)),
            None => used.extend(Some(first_word(rest)).filter(|word| !word.is_empty())),
        }
    }
    used
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The first name of each item of a group, whatever is nested in it.
fn group_heads(group: &str) -> Vec<String> {
    let (mut depth, mut heads, mut expects_head) = (1, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => expects_head = true,
            c if depth == 1 && expects_head && (c.is_alphabetic() || c == '_') => {
                heads.push(first_word(&group[at..]));
                expects_head = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}
