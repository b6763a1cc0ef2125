//! The command line as people and scripts meet it.

use std::fs;

use super::program::{Site, command, run};

#[test]
fn build_says_what_it_did_on_one_line_of_standard_output() {
    let site = Site::new();
    let ran = site.succeed(&["build", "--now", "2016-02-01"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(ran.stdout.starts_with("Built public: "), "{ran:?}");
    for part in [" written, 0 unchanged, 0 removed), 2 events, ", " feed", " in ", " s\n"] {
        assert!(ran.stdout.contains(part), "{part:?} is not in {ran:?}");
    }
    assert_eq!(ran.stderr, "");
    let again = site.succeed(&["build", "--now", "2016-02-01"]);
    assert!(again.stdout.contains("(0 written, "), "{again:?}");
}

#[test]
fn check_writes_nothing() {
    let site = Site::new();
    let before = site.names();
    let ran = site.succeed(&["check"]);
    assert!(ran.stdout.starts_with("No mistakes in 3 files: 2 events, "), "{ran:?}");
    assert_eq!((site.names(), ran.stderr.as_str()), (before, ""));
}

#[test]
fn a_mistake_ends_with_1_and_writes_nothing() {
    let site = Site::with_mistake();
    for arguments in [["build"], ["check"]] {
        let ran = site.run(&arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error[unknown-field]: "), "{ran:?}");
        assert!(ran.stderr.contains("--> events/x.yaml:3:1\n"), "{ran:?}");
        assert!(ran.stderr.contains("loaction: London\n  | ^^^^^^^^"), "{ran:?}");
    }
    assert!(!site.out().exists());
    assert!(site.run(&["build"]).stderr.ends_with("1 error; nothing was written.\n"));
    site.put("public/.gitkeep", "");
    let last = site.run(&["build"]);
    assert!(last.stderr.ends_with("1 error; nothing was written, public is as it was.\n"), "{last:?}");
}

#[test]
fn each_format_goes_where_it_is_read() {
    let site = Site::with_mistake();
    let short = site.run(&["check", "--format", "short"]);
    assert!(short.stderr.starts_with("events/x.yaml:3:1: error[unknown-field]: "), "{short:?}");
    assert_eq!(short.stdout, "");

    let json = site.run(&["check", "--format", "json"]);
    let first = json.stdout.lines().next().unwrap();
    let value: serde_json::Value = serde_json::from_str(first).unwrap();
    assert_eq!((&value["file"], &value["line"]), (&"events/x.yaml".into(), &3.into()));
    assert!(json.stdout.lines().all(|line| line.starts_with('{') && line.ends_with('}')), "{json:?}");
    assert_eq!(json.stderr, "1 error in 3 files.\n");

    let github = site.run(&["build", "--format", "github"]);
    let start = "::error file=events/x.yaml,line=3,col=1,endLine=3,endColumn=9,title=unknown-field::";
    assert!(github.stdout.starts_with(start), "{github:?}");
    assert_eq!(github.stderr, "1 error; nothing was written.\n");

    let clean = Site::new().succeed(&["build", "--format", "json"]);
    assert_eq!(clean.stdout, "");
    assert!(clean.stderr.starts_with("Built public: "), "{clean:?}");
}

#[test]
fn warnings_hold_nothing_back_unless_they_are_denied() {
    let site = Site::new();
    // The 27th was a Saturday.
    site.put("events/x.yaml", "title: Out on Friday\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n");
    let ran = site.succeed(&["build"]);
    assert!(ran.stderr.starts_with("warning[weekday-mismatch]: "), "{ran:?}");
    assert!(ran.stdout.starts_with("Built public: "), "{ran:?}");
    let check = site.succeed(&["check"]);
    assert!(check.stdout.starts_with("No errors in 3 files, but 1 warning: 2 events, "), "{check:?}");
    for command in ["build", "check"] {
        let denied = site.run(&[command, "--deny-warnings"]);
        assert_eq!((denied.code, denied.stdout.as_str()), (Some(1), ""), "{denied:?}");
        assert!(denied.stderr.contains("1 warning"), "{denied:?}");
        assert!(denied.stderr.contains(", and warnings are denied"), "{denied:?}");
    }
}

#[test]
fn wrong_use_ends_with_2_and_says_what_was_meant() {
    let site = Site::new();
    for (arguments, expected) in [
        (&["biuld"][..], "similar subcommand exists: 'build'"),
        (&["build", "--outt", "x"], "similar argument exists: '--out'"),
        (&["build", "--format", "jsn"], "similar value exists: 'json'"),
        (&["build", "--now", "tomorrow"], "write a date, such as 2016-02-01"),
        (&["build", "--now", "2016-02-01T12:00"], "with its offset from UTC"),
        (&["build", "--base-url", "example.org"], "such as https://example.org/"),
        (&["check", "--out", "x"], "unexpected argument '--out'"),
        (&["build", "-q", "-v"], "cannot be used with"),
        (&["-C", "nowhere", "build"], "cannot change to nowhere: "),
        (&["build", "--site", "nowhere"], "there is no folder nowhere"),
    ] {
        let ran = site.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {ran:?}");
        assert!(ran.stderr.contains(expected), "{arguments:?}: {ran:?}");
    }
    assert!(!site.out().exists());
}

#[test]
fn no_command_is_wrong_use_and_shows_short_help() {
    let ran = run(&mut command(&[]));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("Examples:\n  handbill build"), "{ran:?}");
}

#[test]
fn help_shows_examples_first_and_goes_to_standard_output() {
    for arguments in [&["--help"][..], &["-h"], &["help"], &["build", "--help"], &["help", "check"], &["check", "-h"]] {
        let ran = run(&mut command(arguments));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{arguments:?}");
        let (examples, usage) = (ran.stdout.find("Examples:"), ran.stdout.find("Usage:"));
        assert!(examples.unwrap() < usage.unwrap(), "{arguments:?}: {ran:?}");
    }
}

#[test]
fn the_version_names_the_time_zone_table() {
    let ran = run(&mut command(&["--version"]));
    let (program, zones) = ran.stdout.trim_end().split_once(" (IANA time zones ").unwrap();
    assert_eq!(program, concat!("handbill ", env!("CARGO_PKG_VERSION")));
    let release = zones.strip_suffix(')').unwrap();
    assert!(release.starts_with("20") && release.len() == 5, "{release}");
}

#[test]
fn completions_are_printed_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(&mut command(&["completions", shell]));
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.stdout.contains("handbill") && ran.stdout.contains("deny-warnings"), "{shell}");
    }
}

#[test]
fn without_a_site_there_is_help_to_start_one() {
    let empty = tempfile::tempdir().unwrap();
    for arguments in [&["build"][..], &["check", "--site", "."]] {
        let ran = run(command(arguments).current_dir(empty.path()));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
        assert!(ran.stderr.starts_with("error: there is no site.yaml in "), "{ran:?}");
        assert!(ran.stderr.contains("title: What is on\n    base_url: https://"), "{ran:?}");
    }
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[test]
fn the_site_is_found_from_a_folder_in_it_from_beside_it_and_by_name() {
    let site = Site::with_mistake();
    let parent = site.path().parent().unwrap();
    let name = site.path().file_name().unwrap().to_str().unwrap();
    let from = |folder: &std::path::Path, arguments: &[&str]| {
        let ran = run(command(arguments).args(["--format", "short"]).current_dir(folder));
        assert_eq!(ran.code, Some(1), "{ran:?}");
        ran.stderr
    };
    // Paths can be opened from where the program was started.
    let events = site.path().join("events");
    assert!(from(&events, &["check"]).starts_with("../events/x.yaml:3:1: "));
    assert!(from(&events, &["check", "--site", ".."]).starts_with("../events/x.yaml:3:1: "));
    let below = format!("{name}/events/x.yaml:3:1: ");
    assert!(from(parent, &["check", "--site", name]).starts_with(&below));
    assert!(from(parent, &["-C", name, "check"]).starts_with(&below));
    assert!(from(parent, &["-C", name, "-C", "events", "check"]).starts_with(&below));
}

#[test]
fn a_named_site_is_not_looked_for_above() {
    let site = Site::new();
    let ran = site.run(&["build", "--site", "events"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.starts_with("error: there is no site.yaml in events\n"), "{ran:?}");
}

#[test]
fn out_is_relative_to_where_the_command_stands() {
    let site = Site::new();
    let ran = run(site.command(&["build", "--out", "there"]).current_dir(site.path().join("events/..")));
    assert!(ran.stdout.starts_with("Built there: "), "{ran:?}");
    assert!(site.path().join("there/index.html").exists());
    let elsewhere = tempfile::tempdir().unwrap();
    let arguments = ["build", "--site", site.path().to_str().unwrap(), "--out", "deep/er"];
    let ran = run(command(&arguments).current_dir(elsewhere.path()));
    assert!(ran.stdout.starts_with("Built deep/er: "), "{ran:?}");
    assert!(elsewhere.path().join("deep/er/index.html").exists());
}

#[test]
fn the_time_comes_from_the_flag_then_the_variable() {
    let site = Site::new();
    site.succeed(&["build", "--out", "flag", "--now", "2016-02-01T00:00Z"]);
    let variable = |seconds: &str, arguments: &[&str]| run(site.command(arguments).env("SOURCE_DATE_EPOCH", seconds));
    assert_eq!(variable("1454284800", &["build", "--out", "variable"]).code, Some(0));
    let tree = |name: &str| super::program::tree(&site.path().join(name));
    assert_eq!(tree("flag"), tree("variable"));
    let both = variable("junk", &["build", "--out", "both", "--now", "2016-02-01T01:00+01:00"]);
    assert_eq!(both.code, Some(0), "{both:?}");
    assert_eq!(tree("flag"), tree("both"));
    for junk in ["junk", "", "-1", "1e9"] {
        let ran = variable(junk, &["build"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.starts_with("error: SOURCE_DATE_EPOCH is "), "{ran:?}");
    }
    site.succeed(&["build", "--now", "2016-02-01"]);
}

#[test]
fn base_url_takes_the_place_of_the_sites_own() {
    let site = Site::new();
    site.succeed(&["build", "--base-url", "https://preview.example/pr-7/"]);
    let pages = super::program::tree(&site.out());
    let holds = |text: &str| pages.values().any(|bytes| String::from_utf8_lossy(bytes).contains(text));
    assert!(holds("https://preview.example/pr-7/"));
}

#[test]
fn quiet_says_nothing_but_what_is_wrong() {
    let quiet = Site::new().succeed(&["-q", "build"]);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let quiet = Site::with_mistake().run(&["check", "--quiet", "--format", "short"]);
    assert_eq!((quiet.code, quiet.stderr.lines().count()), (Some(1), 1), "{quiet:?}");
}

#[test]
fn verbose_lists_each_file_and_step() {
    let site = Site::new();
    let ran = site.succeed(&["build", "-v"]);
    assert!(ran.stderr.contains("wrote events/x/index.html\n"), "{ran:?}");
    assert!(ran.stderr.contains("Read the site in 0."), "{ran:?}");
    fs::remove_file(site.path().join("events/y.yaml")).unwrap();
    let ran = site.succeed(&["build", "-v"]);
    assert!(ran.stderr.contains("removed events/y/index.html\n"), "{ran:?}");
    assert_eq!(ran.stdout.lines().count(), 1);
}

#[test]
fn a_dry_run_tells_and_does_nothing() {
    let site = Site::new();
    let ran = site.succeed(&["build", "-n"]);
    assert!(ran.stdout.contains("would write events/x/index.html\n"), "{ran:?}");
    assert!(ran.stdout.lines().last().unwrap().starts_with("Would build public: "), "{ran:?}");
    assert!(!site.out().exists());
    site.succeed(&["build"]);
    fs::remove_file(site.path().join("events/y.yaml")).unwrap();
    let ran = site.succeed(&["build", "--dry-run"]);
    assert!(ran.stdout.contains("would remove events/y/index.html\n"), "{ran:?}");
    assert!(site.out().join("events/y/index.html").exists());
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let site = Site::with_mistake();
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = site.command(&["check"]);
        run(command.args(arguments).envs(variables.iter().copied())).stderr.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn a_reader_that_has_gone_away_is_no_mistake() {
    let site = Site::with_mistake();
    let clean = Site::new();
    for (site, arguments, code) in [
        (&site, &["check", "--format", "json"][..], 1),
        (&clean, &["build"], 0),
        (&clean, &["build", "--help"], 0),
        (&clean, &["completions", "bash"], 0),
        (&clean, &["explain", "x"], 0),
        (&clean, &["explain", "x", "--format", "json"], 0),
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = site.command(arguments).stdout(writer).stderr(std::process::Stdio::piped()).spawn();
        let output = child.unwrap().wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("roken pipe"), "{stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_of() {
    let site = Site::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let child = site.command(&["build"]).stdout(full).stderr(std::process::Stdio::piped()).spawn();
    let output = child.unwrap().wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("cannot write to standard output: "), "{stderr}");
}
