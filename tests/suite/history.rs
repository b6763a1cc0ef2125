//! What is said and published of the past of events. Whole lives, in real repositories, are in `edits`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use handbill::{
    compile::compile,
    output::{Body, Stamp},
    past::{History, Known, Lack},
    source::{Commit, Log, SourceSet, TextId, Touched},
};

use crate::support::{Checked, SITE, TODAY, inputs, site};

const DEMO: &str = "title: Demo\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Commits of site.yaml and then of these files, a day apart, the first on 2 January 2016; a file without text is removed.
fn log(commits: &[&[(&str, Option<&str>)]]) -> History {
    let mut log = Log::default();
    let first: &[(&str, Option<&str>)] = &[("site.yaml", Some(SITE))];
    for (number, files) in [first].iter().chain(commits).enumerate() {
        let mut touched = Vec::new();
        for (path, text) in *files {
            let text = text.map(|text| {
                log.texts.push(Some(Arc::from(text)));
                TextId(log.texts.len() as u32 - 1)
            });
            touched.push(Touched { path: Arc::from(*path), text });
        }
        log.at = at("2016-01-01T00:00:00Z") + chrono::TimeDelta::days(number as i64);
        log.commits.push(Commit { hash: format!("c{number}").into(), at: log.at, files: touched });
    }
    History { known: Known::Log(Arc::new(log)), ..History::default() }
}

fn checked(sources: SourceSet, history: History, now: &str) -> Checked {
    let inputs = handbill::compile::Inputs { history, ..inputs(sources, now) };
    let compiled = compile(&inputs);
    Checked { inputs, compiled }
}

/// The text of an output; nothing where there is none.
fn output(checked: &Checked, path: &str) -> Option<String> {
    let outputs = checked.compiled.outputs.as_ref().unwrap();
    let index = outputs.paths().iter().position(|out| out.as_str() == path)?;
    match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).replace("\r\n ", "")),
        Body::Copy(_) | Body::Texts(_) => None,
    }
}

/// What cannot stand in a golden site, because it is about the past.
pub fn exact() -> Vec<(Checked, String)> {
    let lacking = |lack| checked(site([]), History { lack: Some(lack), ..History::default() }, TODAY);
    let (reason, cure) = ("nothing is committed yet".to_owned(), "commit it".to_owned());
    let silent = lacking(Lack::Silent { reason, cure });
    let renamed =
        log(&[&[("events/old.yaml", Some(DEMO))], &[("events/old.yaml", None), ("events/new.yaml", Some(DEMO))]]);
    vec![
        (lacking(Lack::Shallow), SHALLOW.to_owned()),
        (silent, SILENT.to_owned()),
        (checked(site([("events/new.yaml", DEMO)]), renamed, TODAY), RENAMED.to_owned()),
    ]
}

const SHALLOW: &str = "\
warning[shallow-history]: the repository holds its newest commits alone
 --> site.yaml:1:1
  |
1 | title: What is on
  | ^
  |
  = note: what was deleted before them vanishes from calendars without a word, old addresses lead nowhere, and events that changed before them seem to have changed with the oldest of them
  = help: in GitHub Actions, write `with: { fetch-depth: 0 }` below `uses: actions/checkout`, and no `filter`
  = help: in GitLab CI, write `variables: { GIT_DEPTH: 0 }`
  = help: elsewhere, run git fetch --unshallow

";

const SILENT: &str = "\
warning[no-history]: nothing is known of the past of the events, because nothing is committed yet
 --> site.yaml:1:1
  |
1 | title: What is on
  | ^
  |
  = note: when an event changed is taken from the last build into the same folder, else from the times of files; what it was before, and what was deleted, is not known
  = help: in GitHub Actions, write `with: { fetch-depth: 0 }` below `uses: actions/checkout`, and no `filter`
  = help: in GitLab CI, write `variables: { GIT_DEPTH: 0 }`
  = help: commit it

";

const RENAMED: &str = "\
warning[renamed-event]: `new` was `old` before
 --> events/new.yaml:1:1
  |
1 | title: Demo
  | ^
  |
  = note: the id is an identity: subscribers' calendars take this for another event; the old page leads here
  = help: to keep its identity, write `id: old`
  = help: to go on under the new one, write `aliases: [old]`

";

#[test]
fn what_is_said_of_the_past_is_exact() {
    for (checked, expected) in exact() {
        assert_eq!(checked.human(), expected);
    }
}

#[test]
fn an_event_is_dated_by_its_commits() {
    let moved = DEMO.replace("12:00", "12:30");
    let history = log(&[&[("events/a.yaml", Some(DEMO))], &[("events/a.yaml", Some(&moved))]]);
    let checked = checked(site([("events/a.yaml", &*moved)]), history, TODAY);
    let feed = output(&checked, "feeds/all.ics").unwrap();
    for line in ["CREATED:20160102T000000Z", "DTSTAMP:20160103T000000Z", "SEQUENCE:7344000"] {
        assert!(feed.contains(&format!("\r\n{line}\r\n")), "{line} is not in {feed}");
    }
}

/// A renamed event is there once: under its new id, and its old page leads to it.
#[test]
fn a_renamed_event_is_not_doubled() {
    let (renamed, _) = exact().pop().unwrap();
    let feed = output(&renamed, "feeds/all.ics").unwrap();
    assert_eq!((feed.matches("BEGIN:VEVENT").count(), feed.contains("UID:new@example.org")), (1, true));
    assert!(output(&renamed, "events/old/index.html").unwrap().contains("events/new/"));
}

#[test]
fn a_deleted_event_is_cancelled_until_it_has_been_over_for_the_window() {
    let history = || log(&[&[("events/a.yaml", Some(DEMO))], &[("events/a.yaml", None)]]);
    let on = |day| checked(site([]), history(), day);
    let feed = output(&on(TODAY), "feeds/all.ics").unwrap();
    for line in ["UID:a@example.org", "STATUS:CANCELLED", "SUMMARY:Cancelled: Demo", "LAST-MODIFIED:20160103T000000Z"] {
        assert!(feed.contains(&format!("\r\n{line}\r\n")), "{line} is not in {feed}");
    }
    assert!(output(&on("2016-05-27"), "feeds/all.ics").unwrap().contains("a@example.org"));
    let later = on("2016-05-29");
    assert!(!output(&later, "feeds/all.ics").unwrap().contains("a@example.org"));
    assert!(output(&later, "events/a/index.html").unwrap().contains("3 January 2016"));
}

#[test]
fn a_deleted_series_keeps_what_took_place() {
    let series = "title: Meeting\nkind: meeting\nstart: 2015-12-29 19:00\nduration: 2h\nrepeats: { every: week }\n";
    let history = log(&[&[("events/a.yaml", Some(series))], &[("events/a.yaml", None)]]);
    let feed = output(&checked(site([]), history, TODAY), "feeds/all.ics").unwrap();
    assert!(feed.contains("RRULE:FREQ=WEEKLY;UNTIL=20171231T235959Z"), "{feed}");
    // The 29th took place before the 3rd of January; the others were to come, and are cancelled to the end of the next year.
    assert_eq!((feed.matches("STATUS:CONFIRMED").count(), feed.matches("STATUS:CANCELLED").count()), (1, 104));
}

#[test]
fn what_is_withdrawn_or_was_never_public_leaves_nothing() {
    let withdrawn = format!("{DEMO}withdraw: true\n");
    let draft = format!("{DEMO}draft: true\n");
    let embargo = format!("{DEMO}announce: {{ at: 2016-02-01 09:00 }}\n");
    let history = log(&[
        &[("events/a.yaml", Some(DEMO)), ("events/b.yaml", Some(&draft)), ("events/c.yaml", Some(&embargo))],
        &[("events/a.yaml", Some(&withdrawn)), ("events/b.yaml", None), ("events/c.yaml", None)],
    ]);
    let checked = checked(site([("events/a.yaml", &*withdrawn)]), history, "2016-02-02");
    assert!(!output(&checked, "feeds/all.ics").unwrap().contains("VEVENT"));
    assert_eq!(["a", "b", "c"].map(|id| output(&checked, &format!("events/{id}/index.html"))), [None, None, None]);
}

#[test]
fn what_the_clock_tells_counts_as_a_change() {
    let later = format!(
        "{DEMO}place: {{ name: Marble Arch }}\nannounce: {{ at: 2016-01-10 09:00, place_at: 2016-02-01 18:00 }}\n"
    );
    let history = || log(&[&[("events/a.yaml", Some(&later))]]);
    let changed = |now| {
        let checked = checked(site([("events/a.yaml", &*later)]), history(), now);
        let feed = output(&checked, "feeds/all.ics").unwrap();
        let line =
            |name: &str| feed.lines().find(|line| line.starts_with(name)).map(|line| line[name.len()..].to_owned());
        (line("CREATED:").unwrap_or_default(), feed.rsplit("LAST-MODIFIED:").next().map(|rest| rest[..16].to_owned()))
    };
    let announced = "20160110T090000Z".to_owned();
    assert_eq!(changed("2016-01-20"), (announced.clone(), Some(announced.clone())));
    assert_eq!(changed("2016-02-02"), (announced, Some("20160201T180000Z".to_owned())));
}

/// What stands on the disk and is not committed: the last build's word, where it is about the same, else the file's time.
#[test]
fn what_is_not_committed_is_dated_by_the_last_build_and_by_files() {
    let edited = DEMO.replace("12:00", "12:30");
    let history = log(&[&[("events/a.yaml", Some(DEMO))]]);
    let time = at("2016-01-05T10:00:00Z");
    let history = History { file_times: [(Arc::from("events/a.yaml"), time)].into(), ..history };
    let first = checked(site([("events/a.yaml", &*edited)]), history.clone(), TODAY);
    let record = first.compiled.outputs.as_ref().unwrap().record();
    let stamp = record.stamps[&Stamp::key("a@example.org")];
    assert_eq!((stamp.created, stamp.changed), (at("2016-01-02T00:00:00Z"), time));

    // Touched and not changed: the last build's word stands.
    let touched = [(Arc::from("events/a.yaml"), at("2016-01-06T10:00:00Z"))].into();
    let again = History { file_times: touched, published: record.clone(), ..history.clone() };
    let again = checked(site([("events/a.yaml", &*edited)]), again, TODAY);
    assert_eq!(again.compiled.outputs.as_ref().unwrap().record().stamps, record.stamps);

    // Undone: later than what was published, though the commit is older.
    let undone = History { published: record, file_times: [].into(), ..history };
    let undone = checked(site([("events/a.yaml", DEMO)]), undone, TODAY);
    let stamps = undone.compiled.outputs.as_ref().unwrap().record().stamps.clone();
    assert!(stamps[&Stamp::key("a@example.org")].changed > time);
}

/// A deleted series gives way to an event that bears the id of one of its dates, as when a series is split into files.
#[test]
fn what_is_there_takes_over_from_what_was_deleted() {
    let series =
        "title: Meeting\nkind: meeting\nstart: 2016-03-01 19:00\nduration: 2h\nrepeats: { every: week, times: 3 }\n";
    let one = "title: Meeting\nkind: meeting\nstart: 2016-03-08 19:00\nduration: 2h\n";
    let path = "events/m-2016-03-08.yaml";
    let history = log(&[&[("events/m.yaml", Some(series))], &[("events/m.yaml", None), (path, Some(one))]]);
    let checked = checked(site([(path, one)]), history, TODAY);
    assert_eq!(checked.human(), "");
    let feed = output(&checked, "feeds/all.ics").unwrap();
    assert_eq!((feed.matches("UID:m-2016-03-08@").count(), feed.matches("EXDATE").count()), (1, 1), "{feed}");
}

#[test]
fn the_record_of_a_build_tells_no_withheld_place() {
    let record = |hall: &str| {
        let event = format!("{DEMO}place: {{ name: {hall} }}\nannounce: {{ place_at: 2016-02-20 }}\n");
        let history = log(&[&[("events/a.yaml", Some(&event))]]);
        checked(site([("events/a.yaml", &*event)]), history, TODAY).compiled.outputs.unwrap().record()
    };
    assert_eq!(record("Secret Hall"), record("Other Hall"));
}

/// What is removed and not committed goes when it is built first, and does not go again with each build.
#[test]
fn a_removal_that_is_not_committed_happens_once() {
    let history = || log(&[&[("events/a.yaml", Some(DEMO)), ("events/b.yaml", Some(DEMO))]]);
    let committed = [(Arc::from("events/a.yaml"), Arc::from(DEMO))].into();
    let first = History { committed, ..history() };
    let removed = |history, now| checked(site([("events/b.yaml", DEMO)]), history, now);
    let changed =
        |checked: &Checked| checked.compiled.outputs.as_ref().unwrap().record().stamps[&Stamp::key("a@example.org")];
    let built = removed(first.clone(), "2016-02-01");
    assert_eq!(changed(&built).changed, at("2016-02-01T00:00:00Z"));
    let published = built.compiled.outputs.as_ref().unwrap().record();
    let later = removed(History { published, ..first }, "2016-02-05");
    assert_eq!(changed(&later), changed(&built));
}

/// What was renamed and then withdrawn is withdrawn under every id that it had.
#[test]
fn what_is_withdrawn_is_gone_under_its_earlier_ids_too() {
    let event = "title: Party\nkind: social\nstart: 2016-03-05 12:00\nplace: { name: Secret }\n";
    let withdrawn = format!("{event}withdraw: true\n");
    let history = log(&[
        &[("events/old.yaml", Some(event))],
        &[("events/old.yaml", None), ("events/new.yaml", Some(event))],
        &[("events/new.yaml", Some(&withdrawn))],
    ]);
    let checked = checked(site([("events/new.yaml", &*withdrawn)]), history, TODAY);
    assert_eq!(checked.human(), "");
    for path in checked.compiled.outputs.as_ref().unwrap().paths().iter() {
        let text = output(&checked, path.as_str()).unwrap_or_default();
        assert!(!text.contains("Secret") && !text.contains("Party"), "{path}");
    }
}

#[test]
fn what_comes_back_is_news() {
    let history =
        log(&[&[("events/a.yaml", Some(DEMO))], &[("events/a.yaml", None)], &[("events/a.yaml", Some(DEMO))]]);
    let checked = checked(site([("events/a.yaml", DEMO)]), history, TODAY);
    let news = output(&checked, "feeds/all.atom").unwrap();
    let titles: Vec<&str> = news.split("<title>").skip(2).map(|rest| rest.split(':').next().unwrap()).collect();
    assert_eq!(titles, ["Takes place after all", "Cancelled", "2016-02-27 Demo</title><id>tag"], "{news}");
}
