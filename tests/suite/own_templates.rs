//! `handbill templates` as somebody meets it who wants a page to look otherwise.

use std::fs;

use super::program::{Site, command, run};

const OWN: &str = "site-templates/event.html";

fn state(site: &Site, name: &str) -> String {
    let ran = site.succeed(&["templates", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let all = list["templates"].as_array().unwrap();
    let one = all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("no {name} in {list}"));
    assert_eq!(one["is_replaced"], one["state"] != "built-in");
    one["state"].as_str().unwrap().to_owned()
}

#[test]
fn every_built_in_file_is_listed_with_what_it_is_for() {
    let elsewhere = tempfile::tempdir().unwrap();
    let ran = run(command(&["templates"]).current_dir(elsewhere.path()));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("There is no site here"), "{ran:?}");
    let rows = || ran.stdout.lines().filter(|line| line.starts_with("  "));
    assert!(rows().any(|row| row.trim_start().starts_with("event.html ") && row.ends_with("The page of an event.")));
    assert!(rows().any(|row| row.contains("static/assets/style.css ")));
    // One line each, and no template without its words.
    let is_said = |row: &str| row.split_once("  ").is_some_and(|(_, rest)| rest.trim_start().contains(' '));
    assert!(rows().all(is_said), "{}", ran.stdout);
}

#[test]
fn a_copy_is_the_built_in_file_and_builds_the_same_site() {
    let site = Site::new();
    site.succeed(&["build", "--now", "2016-02-01"]);
    let before = super::program::tree(&site.out());
    let ran = site.succeed(&["templates", "copy", "--all"]);
    assert!(ran.stdout.contains(&format!("wrote {OWN}\n")), "{ran:?}");
    assert!(
        fs::read_to_string(site.path().join(OWN))
            .unwrap()
            .starts_with("{#- handbill: copied from the built-in event.html (")
    );
    site.succeed(&["build", "--now", "2016-02-01"]);
    let mut after = super::program::tree(&site.out());
    // Only stylesheets and scripts say where they come from: in templates it is a comment.
    for (path, bytes) in after.iter_mut().filter(|(path, _)| path.ends_with(".css") || path.ends_with(".js")) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let is_marked = text.lines().next().unwrap().contains("handbill: copied from the built-in static/");
        assert!(is_marked || path == "assets/colours.css", "{path}");
        *bytes = text.split_once('\n').filter(|_| is_marked).map_or(text.clone(), |(_, rest)| rest.to_owned()).into();
    }
    let differing: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(differing.is_empty() && before.len() == after.len(), "{differing:?}");
}

#[test]
fn names_are_taken_as_people_write_them_and_a_wrong_one_is_told_what_was_meant() {
    let site = Site::new();
    for name in ["event.html", "event", OWN, "default/event.html"] {
        let ran = site.succeed(&["templates", "copy", "-n", name]);
        assert_eq!(ran.stdout, format!("would write {OWN}\n"), "{name}");
    }
    let ran = site.succeed(&["templates", "copy", "--dry-run", "style.css"]);
    assert_eq!(ran.stdout, "would write site-templates/static/assets/style.css\n");
    assert!(!site.path().join("site-templates").exists());
    for (wrong, help) in
        [("evnt.html", "did you mean `event.html`?"), ("zebra", "`handbill templates` lists all of them")]
    {
        let ran = site.run(&["templates", "copy", "group.html", wrong]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with(&format!("error: there is no built-in template `{wrong}`\n")), "{ran:?}");
        assert!(ran.stderr.contains(help), "{ran:?}");
    }
    assert!(!site.path().join("site-templates").exists());
    let ran = site.run(&["templates", "copy"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("<NAME>..."), "{ran:?}");
}

#[test]
fn nothing_that_is_there_is_overwritten_unless_it_is_asked_for() {
    let site = Site::new();
    site.put(OWN, "mine\n");
    let ran = site.run(&["templates", "copy", "group.html", "event.html"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.starts_with(&format!("error: {OWN} is there already; nothing was copied\n")), "{ran:?}");
    assert_eq!(super::program::names(&site.path().join("site-templates")), ["event.html"]);
    site.succeed(&["templates", "copy", "event.html", "--force"]);
    assert!(fs::read_to_string(site.path().join(OWN)).unwrap().contains("{% extends"));
    assert_eq!(super::program::names(&site.path().join("site-templates")), ["event.html"]);
    let again = site.succeed(&["templates", "copy", "event.html"]);
    assert_eq!(again.stdout, format!("unchanged {OWN}\n"));
}

#[cfg(unix)]
#[test]
fn no_copy_leaves_the_site_by_a_link() {
    let (site, elsewhere) = (Site::new(), tempfile::tempdir().unwrap());
    fs::create_dir(site.path().join("site-templates")).unwrap();
    let target = elsewhere.path().join("theirs.html");
    std::os::unix::fs::symlink(&target, site.path().join(OWN)).unwrap();
    let ran = site.run(&["templates", "copy", "event.html"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("is there already"), "{ran:?}");
    site.succeed(&["templates", "copy", "event.html", "--force"]);
    assert!(!target.exists() && site.path().join(OWN).symlink_metadata().unwrap().is_file());
    fs::remove_dir_all(site.path().join("site-templates")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path().join("site-templates")).unwrap();
    let ran = site.run(&["templates", "copy", "event.html"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("is a link to a folder"), "{ran:?}");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_cannot_be_written_and_a_missing_site_are_told_of() {
    let site = Site::new();
    site.put("site-templates", "a file\n");
    let ran = site.run(&["templates", "copy", "event.html"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    assert!(ran.stderr.starts_with("error: cannot create site-templates: "), "{ran:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    for arguments in
        [&["templates", "copy", "event.html"][..], &["templates", "diff"], &["templates", "--site", "nowhere"]]
    {
        let ran = run(command(arguments).current_dir(elsewhere.path()));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error: there is no "), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_only_be_read_is_told_of() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    let site = Site::new();
    let folder = site.path().join("site-templates");
    fs::create_dir(&folder).unwrap();
    let allow = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&folder, 0o555);
    allow(site.path(), 0o755);
    let is_root = fs::write(folder.join("x"), "").is_ok();
    for force in [&[][..], &["--force"]] {
        let mut command = site.command(&["templates", "copy", "event.html"]);
        if is_root {
            // Root may write everywhere; nobody may not.
            command.uid(65_534);
        }
        let ran = run(command.args(force));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with(&format!("error: cannot create {OWN}: Permission denied")), "{ran:?}");
    }
    allow(&folder, 0o755);
}

#[test]
fn it_is_known_what_an_own_template_was_made_from() {
    let site = Site::new();
    assert_eq!(state(&site, "event.html"), "built-in");
    site.succeed(&["templates", "copy", "event.html", "share.png"]);
    assert_eq!((state(&site, "event.html"), state(&site, "static/assets/share.png")), ("same".into(), "same".into()));
    let copy = fs::read_to_string(site.path().join(OWN)).unwrap();
    site.put(OWN, &copy.replace("<h1", "<h1 id=\"mine\""));
    assert_eq!(state(&site, "event.html"), "current");
    let (before, rest) = copy.split_once('(').unwrap();
    let older = format!("{before}(0123456789ab{}", &rest[12..]);
    site.put(OWN, &older.replace("<h1", "<h1 id=\"mine\""));
    assert_eq!(state(&site, "event.html"), "outdated");
    let list = site.succeed(&["templates", "list"]).stdout;
    assert!(list.contains("* event.html ") && list.contains("[yours was made from an older one]"), "{list}");
    site.put(OWN, "{% extends \"default/event.html\" %}\n");
    assert_eq!(state(&site, "event.html"), "extends");
    site.put(OWN, "mine\n");
    assert_eq!(state(&site, "event.html"), "own");
}

#[test]
fn the_difference_is_a_unified_one_and_its_exit_code_is_asked_for() {
    let site = Site::new();
    let nothing = site.succeed(&["templates", "diff", "--exit-code"]);
    assert_eq!(nothing.stdout, "");
    site.succeed(&["templates", "copy", "event.html", "footer.html"]);
    let copy = fs::read_to_string(site.path().join(OWN)).unwrap();
    site.put(OWN, &copy.replace("The page of an event.", "The page of a demo.\u{1b}[31m"));
    let ran = site.succeed(&["templates", "diff"]);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines[..2], ["--- built-in/event.html", "+++ site-templates/event.html"]);
    assert!(
        lines.contains(&"-{#- The page of an event. -#}") && lines.contains(&"+{#- The page of a demo.␛[31m -#}"),
        "{ran:?}"
    );
    assert!(!ran.stdout.contains("footer") && !ran.stdout.contains("copied from"), "{ran:?}");
    let coloured = site.succeed(&["templates", "diff", "--color", "always", "event"]);
    assert!(coloured.stdout.contains("\u{1b}[31m-{#- The page"), "{coloured:?}");
    assert_eq!(site.run(&["templates", "diff", "--exit-code"]).code, Some(1));
    assert_eq!(site.run(&["templates", "diff", "--exit-code", "footer.html"]).code, Some(0));
    let json = site.succeed(&["templates", "diff", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["differences"][0]["name"], "event.html");
    assert!(json["differences"][0]["diff"].as_str().unwrap().starts_with("--- built-in/event.html\n"));
}
