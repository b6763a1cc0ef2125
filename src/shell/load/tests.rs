use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;
use crate::source::Picture;

/// A site with these files; the bytes of a text are its own.
fn site(files: &[(&str, &[u8])]) -> (TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let site = Site { folder: folder.path().canonicalize().unwrap(), way: String::new() };
    (folder, site)
}

fn content(site: &Site, path: &str) -> Option<Content> {
    load(site).unwrap().find(path).map(|(_, file)| file.content.clone())
}

fn users_paths(site: &Site) -> Vec<String> {
    let set = load(site).unwrap();
    let own = set.iter().filter(|(_, file)| file.origin == Origin::User);
    own.map(|(_, file)| file.path.to_string()).collect()
}

#[cfg(unix)]
fn link(to: impl Into<PathBuf>, site: &Site, at: &str) {
    std::os::unix::fs::symlink(to.into(), site.folder.join(at)).unwrap();
}

fn refusal(site: &Site, path: &str) -> String {
    match content(site, path) {
        Some(Content::Refused(reason)) => reason,
        other => panic!("{path} is not refused: {other:?}"),
    }
}

const GIF: &[u8] = b"GIF89a\x03\x00\x02\x00\x80\x00\x00";

#[test]
fn what_is_read_and_what_is_not() {
    let (_folder, site) = site(&[
        ("site.yaml", b""),
        ("README.md", b""),
        ("events/b.yml", b""),
        ("events/a.yaml", b""),
        ("events/deep/er/c.YAML", b""),
        ("events/_groups/g.yaml", b""),
        ("events/notes.txt", b""),
        ("events/logo.svg", b""),
        ("events/.hidden.yaml", b""),
        ("events/.git/x.yaml", b""),
        ("events/.well-known/x.yaml", b""),
        ("events/p.gif", GIF),
        (".gitignore", b"*\n"),
        ("events/.gitignore", b"*\n"),
        ("site-templates/own.html", b""),
        ("site-templates/.well-known/security.txt", b""),
        ("site-templates/.own.html.swp", b""),
        ("public/events/x.yaml", b""),
    ]);
    assert_eq!(
        users_paths(&site),
        [
            "events/_groups/g.yaml",
            "events/a.yaml",
            "events/b.yml",
            "events/deep/er/c.YAML",
            "events/p.gif",
            "site-templates/.well-known/security.txt",
            "site-templates/own.html",
            "site.yaml",
        ]
    );
}

#[test]
fn a_picture_is_known_by_its_hash_and_size() {
    let (_folder, site) = site(&[("events/p.gif", GIF), ("events/q.jpg", b"no picture")]);
    let digest = blake3::hash(GIF).to_hex().to_string();
    let picture = Picture { bytes: 13, digest, dimensions: Some((3, 2)) };
    assert_eq!(content(&site, "events/p.gif"), Some(Content::Picture(picture)));
    match content(&site, "events/q.jpg") {
        Some(Content::Picture(picture)) => assert_eq!(picture.dimensions, None),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_byte_order_mark_stays_and_bad_utf8_is_placed() {
    let (_folder, site) = site(&[("events/a.yaml", b"\xef\xbb\xbfa: b"), ("events/b.yaml", b"\xc3\xa4: \xff\xfe x")]);
    assert_eq!(content(&site, "events/a.yaml"), Some(Content::Text("\u{feff}a: b".into())));
    let bad = Content::NotUtf8 { text: "ä: \u{fffd}\u{fffd} x".into(), at: 4 };
    assert_eq!(content(&site, "events/b.yaml"), Some(bad));
}

#[test]
fn large_files_are_not_read() {
    let (_folder, site) = site(&[("events/a.yaml", b""), ("site-templates/b.html", b"")]);
    for (path, limit) in [("events/a.yaml", 8 << 20), ("site-templates/b.html", 4 << 20)] {
        let file = fs::File::options().write(true).open(site.folder.join(path)).unwrap();
        file.set_len(limit).unwrap();
        assert!(matches!(content(&site, path), Some(Content::Text(_))));
        file.set_len(limit + 1).unwrap();
        assert_eq!(content(&site, path), Some(Content::TooLarge { bytes: limit + 1, limit }));
    }
}

#[test]
fn static_files_are_text_where_they_can_be() {
    let (_folder, site) = site(&[("site-templates/a.css", b"x"), ("site-templates/b.woff2", b"\xff\x00")]);
    assert_eq!(content(&site, "site-templates/a.css"), Some(Content::Text("x".into())));
    let bytes: &[u8] = b"\xff\x00";
    assert_eq!(content(&site, "site-templates/b.woff2"), Some(Content::Bytes(bytes.into())));
}

#[test]
fn built_in_templates_lie_under_the_users_own() {
    let (_folder, own) = site(&[]);
    let set = load(&own).unwrap();
    let (_, file) = set.iter().find(|(_, file)| file.path.ends_with(".html")).unwrap();
    assert_eq!(file.origin, Origin::BuiltIn);
    let path = file.path.to_string();
    let (_folder, own) = site(&[(&path, b"mine")]);
    let set = load(&own).unwrap();
    assert_eq!(set.find(&path).unwrap().1.text(), "mine");
    assert_eq!(set.find(&path).unwrap().1.origin, Origin::User);
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_site_only() {
    let (_outside, other) = site(&[("secret.yaml", b"secret"), ("folder/x.yaml", b"")]);
    let (_folder, site) = site(&[("events/a.yaml", b"a: b"), ("events/sub/x.yaml", b"")]);
    link("a.yaml", &site, "events/inside.yaml");
    link(other.folder.join("secret.yaml"), &site, "events/outside.yaml");
    link("nowhere.yaml", &site, "events/dangling.yaml");
    link("loop.yaml", &site, "events/loop.yaml");
    link("sub", &site, "events/link-to-folder");
    link(other.folder.join("folder"), &site, "events/link-outside");
    link("nowhere", &site, "events/not-read.txt");
    assert_eq!(content(&site, "events/inside.yaml"), Some(Content::Text("a: b".into())));
    assert_eq!(refusal(&site, "events/outside.yaml"), "it is a link that leaves the site's folder");
    assert!(refusal(&site, "events/dangling.yaml").starts_with("it is a link that leads nowhere"));
    assert!(refusal(&site, "events/loop.yaml").starts_with("it is a link that leads nowhere"));
    for folder in ["events/link-to-folder", "events/link-outside"] {
        assert!(refusal(&site, folder).starts_with("it is a link to a folder"));
    }
    assert_eq!(content(&site, "events/link-outside/x.yaml"), None);
    assert_eq!(content(&site, "events/not-read.txt"), None);
}

#[cfg(unix)]
#[test]
fn the_folders_and_the_settings_may_not_be_links_that_leave() {
    let (_outside, other) = site(&[("events/x.yaml", b""), ("site.yaml", b"")]);
    let (_folder, site) = site(&[]);
    link(other.folder.join("events"), &site, "events");
    link(other.folder.join("site.yaml"), &site, "site.yaml");
    assert!(refusal(&site, "events").starts_with("it is a link to a folder"));
    assert_eq!(refusal(&site, "site.yaml"), "it is a link that leaves the site's folder");
    assert_eq!(users_paths(&site), ["events", "site.yaml"]);
}

#[cfg(unix)]
#[test]
fn what_would_block_or_has_no_proper_name_is_refused() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let (_folder, site) = site(&[("events/a.yaml", b"")]);
    let pipe = site.folder.join("events/pipe.yaml");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    fs::write(site.folder.join("events").join(OsStr::from_bytes(b"\xff.yaml")), "").unwrap();
    assert_eq!(refusal(&site, "events/pipe.yaml"), "it is neither a file nor a folder");
    assert_eq!(refusal(&site, "events/\u{fffd}.yaml"), "its name is not UTF-8");
}

#[test]
fn a_file_where_a_folder_should_be_is_told_of() {
    let (_folder, site) = site(&[("events", b"")]);
    assert_eq!(refusal(&site, "events"), "it must be a folder, and is a file");
}

#[test]
fn a_site_without_events_is_no_error() {
    let (_folder, site) = site(&[]);
    assert_eq!(users_paths(&site), ["site.yaml"]);
    assert!(matches!(content(&site, "site.yaml"), Some(Content::Refused(_))));
}

#[test]
fn folders_lie_in_folders_only_so_deep() {
    let deep = |folders: usize| format!("events/{}x.yaml", "d/".repeat(folders));
    let (_folder, within) = site(&[(&deep(DEPTH), b"")]);
    assert_eq!(users_paths(&within), [deep(DEPTH), "site.yaml".to_owned()]);
    let (_folder, beyond) = site(&[(&deep(DEPTH + 1), b"")]);
    let problem = load(&beyond).unwrap_err();
    assert!(problem.message.ends_with("is a folder in more than 32 folders"), "{problem}");
}
