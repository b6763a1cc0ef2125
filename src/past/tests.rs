use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::{
    check::check,
    diag::Diagnostics,
    model::{Catalogue, Publication, Status},
    parse::parse,
    source::{Commit, Content, Origin, SourceFile, SourceSet, Span, TextId, Touched},
};

const SITE: &str = "title: What is on\nbase_url: https://example.org/\ntimezone: Europe/London\n";
const DEMO: &str = "title: Demo\nkind: demo\nstart: 2016-02-27 12:00\n";

/// The first commit of every test; the others follow by the hour.
fn start() -> DateTime<Utc> {
    "2016-01-01T00:00:00Z".parse().unwrap()
}

fn hour(number: usize) -> DateTime<Utc> {
    start() + TimeDelta::hours(number as i64)
}

/// Commits, each with the files that it writes, or removes where there is no text.
#[derive(Default)]
struct Commits {
    log: Log,
    standing: BTreeMap<String, String>,
}

impl Commits {
    fn new() -> Self {
        Self::default().commit(&[("site.yaml", Some(SITE))])
    }

    fn commit(mut self, files: &[(&str, Option<&str>)]) -> Self {
        let number = self.log.commits.len();
        let mut touched = Vec::new();
        for (path, text) in files {
            let id = text.map(|text| {
                self.standing.insert((*path).to_owned(), text.to_owned());
                self.log.texts.push(Some(text.into()));
                TextId(self.log.texts.len() as u32 - 1)
            });
            if id.is_none() {
                self.standing.remove(*path);
            }
            touched.push(Touched { path: (*path).into(), text: id });
        }
        let hash: Arc<str> = format!("c{number}").into();
        (self.log.head, self.log.at) = (hash.clone(), hour(number));
        self.log.commits.push(Commit { hash, at: hour(number), files: touched });
        self
    }

    fn sources(&self) -> SourceSet {
        let file = |(path, text): (&String, &String)| SourceFile {
            path: path.as_str().into(),
            origin: Origin::User,
            content: Content::Text(text.as_str().into()),
        };
        SourceSet::new(self.standing.iter().map(file).collect())
    }

    fn catalogue(&self, sources: &SourceSet) -> Catalogue {
        let mut found = Diagnostics::default();
        let raw = parse(sources, &mut found);
        check(raw, sources, start().date_naive(), &mut found).unwrap()
    }

    /// What became of the events; the same with and without the short way for files that were written once.
    fn past(&self) -> Past {
        let sources = self.sources();
        let catalogue = self.catalogue(&sources);
        let past = replay(&self.log, &sources, &catalogue);
        let bare = Catalogue { events: Vec::new(), ..catalogue };
        let long_way = replay(&self.log, &SourceSet::default(), &bare);
        let without_order = |past: &Past| {
            let mut past = past.clone();
            past.lives.values_mut().for_each(|life| life.files.sort());
            past
        };
        assert_eq!(without_order(&past), without_order(&long_way));
        assert_eq!(Past::parse(&past.to_json()), Ok(past.clone()));
        past
    }

    /// When an event was made and last changed, in hours from the first commit.
    fn hours(&self, id: &str) -> (i64, i64) {
        let past = self.past();
        let life = &past.lives[&Id::new(id).unwrap()];
        ((life.created - start()).num_hours(), (life.changed - start()).num_hours())
    }
}

#[test]
fn an_event_is_as_old_as_its_file() {
    let commits = Commits::new().commit(&[("events/a.yaml", Some(DEMO))]).commit(&[("events/b.yaml", Some(DEMO))]);
    assert_eq!((commits.hours("a"), commits.hours("b")), ((1, 1), (2, 2)));
}

#[test]
fn in_a_list_only_the_changed_entry_changes() {
    let list = |title: &str| {
        format!(
            "kind: meeting\nevents:\n- {{ id: one, title: {title}, start: 2016-03-01 19:00 }}\n\
             - {{ id: two, title: Two, start: 2016-03-02 19:00 }}\n"
        )
    };
    let commits = Commits::new()
        .commit(&[("events/list.yaml", Some(&list("One")))])
        .commit(&[("events/list.yaml", Some(&list("First")))]);
    assert_eq!((commits.hours("one"), commits.hours("two")), ((1, 2), (1, 1)));
}

#[test]
fn what_an_entry_shows_of_other_records_counts_and_nothing_else_of_them() {
    let event = format!("{DEMO}place: hall\nhosts: [cnd]\n");
    let commits = Commits::new()
        .commit(&[
            ("events/_venues/hall.yaml", Some("name: Hall\n")),
            ("events/_groups/cnd.yaml", Some("title: CND\n")),
            ("events/a.yaml", Some(&event)),
        ])
        .commit(&[("events/_groups/cnd.yaml", Some("title: CND\ndescription: For peace.\n"))]);
    assert_eq!(commits.hours("a"), (1, 1));
    let commits = commits.commit(&[("events/_venues/hall.yaml", Some("name: Hall\naddress: 1 High Street\n"))]);
    assert_eq!(commits.hours("a"), (1, 3));
    let commits = commits.commit(&[("events/_groups/cnd.yaml", Some("title: Campaign for Nuclear Disarmament\n"))]);
    assert_eq!(commits.hours("a"), (1, 4));
}

#[test]
fn defaults_and_settings_count_where_the_event_comes_out_otherwise() {
    let commits = Commits::new()
        .commit(&[("events/2016/a.yaml", Some(DEMO)), ("events/b.yaml", Some(DEMO))])
        .commit(&[("events/2016/_defaults.yaml", Some("kind: march\n"))]);
    assert_eq!(commits.hours("a"), (1, 1));
    let commits = commits.commit(&[("events/2016/_defaults.yaml", Some("tags: [peace]\n"))]);
    assert_eq!((commits.hours("a"), commits.hours("b")), ((1, 3), (1, 1)));
    let commits = commits.commit(&[("site.yaml", Some(&format!("{SITE}feed: {{ past: 30 days }}\n")))]);
    assert_eq!((commits.hours("a"), commits.hours("b")), ((1, 3), (1, 1)));
    let commits = commits.commit(&[("site.yaml", Some(&SITE.replace("London", "Berlin")))]);
    assert_eq!((commits.hours("a"), commits.hours("b")), ((1, 5), (1, 5)));
}

#[test]
fn a_file_may_move_and_split_without_a_change() {
    let listed = "events:\n- { id: one, title: One, kind: demo, start: 2016-03-01 }\n\
                  - { id: two, title: Two, kind: demo, start: 2016-03-02 }\n";
    let commits = Commits::new().commit(&[("events/a.yaml", Some(DEMO)), ("events/list.yaml", Some(listed))]);
    let commits = commits.commit(&[("events/a.yaml", None), ("events/2016/a.yaml", Some(DEMO))]).commit(&[
        ("events/list.yaml", None),
        ("events/one.yaml", Some("title: One\nkind: demo\nstart: 2016-03-01\n")),
        ("events/two.yaml", Some("title: Two\nkind: demo\nstart: 2016-03-02\n")),
    ]);
    assert_eq!((commits.hours("a"), commits.hours("one"), commits.hours("two")), ((1, 1), (1, 1), (1, 1)));
    assert!(commits.past().deleted.is_empty());
}

#[test]
fn a_deleted_event_is_remembered_where_its_time_had_not_come() {
    let over = DEMO.replace("2016-02-27", "2015-12-01");
    let draft = format!("{DEMO}draft: true\n");
    let commits = Commits::new()
        .commit(&[
            ("events/a.yaml", Some(DEMO)),
            ("events/over.yaml", Some(&over)),
            ("events/draft.yaml", Some(&draft)),
        ])
        .commit(&[("events/a.yaml", None), ("events/over.yaml", None), ("events/draft.yaml", None)]);
    let past = commits.past();
    assert_eq!(past.deleted.keys().map(|id| &**id).collect::<Vec<_>>(), ["a"]);
    let (id, gone) = past.deleted.first_key_value().unwrap();
    assert_eq!((gone.at, gone.life.changed, gone.life.since), (hour(2), hour(2), hour(1)));
    let mut events = revive(&gone.texts, Span::start_of(crate::source::FileId::FIRST));
    let event = events.remove(0);
    assert_eq!((event.id.value.clone(), events.len()), (id.clone(), 0));
    assert_eq!(
        (&*event.details.title, event.details.status, event.zone.name()),
        ("Demo", Status::Confirmed, "Europe/London")
    );

    let restored = commits.commit(&[("events/a.yaml", Some(DEMO))]);
    assert_eq!((restored.hours("a"), restored.past().deleted.is_empty()), ((1, 3), true));
}

#[test]
fn a_version_with_a_mistake_was_never_published() {
    let moved = DEMO.replace("12:00", "13:00");
    let commits = Commits::new()
        .commit(&[("events/a.yaml", Some(DEMO))])
        .commit(&[("events/a.yaml", Some("title: [\n"))])
        .commit(&[("events/a.yaml", Some("title: Demo\nkind: demo\nstart: someday\n"))]);
    let commits = commits.commit(&[("events/a.yaml", Some(DEMO))]);
    assert_eq!(commits.hours("a"), (1, 1));
    assert_eq!(commits.commit(&[("events/a.yaml", Some(&moved))]).hours("a"), (1, 5));
}

#[test]
fn an_event_may_come_before_the_records_that_it_names() {
    let event = format!("{DEMO}place: hall\n");
    let commits = Commits::new()
        .commit(&[("events/a.yaml", Some(&event))])
        .commit(&[("events/_venues/hall.yaml", Some("name: Hall\n"))]);
    assert_eq!(commits.hours("a"), (2, 2));
}

#[test]
fn two_changes_never_have_one_moment() {
    let mut commits = Commits::new()
        .commit(&[("events/a.yaml", Some(DEMO))])
        .commit(&[("events/a.yaml", Some(&DEMO.replace("12:00", "13:00")))])
        .commit(&[("events/a.yaml", Some(&DEMO.replace("12:00", "14:00")))]);
    commits.log.commits.iter_mut().for_each(|commit| commit.at = start());
    let past = commits.past();
    assert_eq!(past.lives.values().next().unwrap().changed, start() + TimeDelta::seconds(2));
}

#[test]
fn what_people_were_told_is_kept_and_typos_are_not() {
    let typo = DEMO.to_owned() + "summary: One lin.\n";
    let mended = DEMO.to_owned() + "summary: One line.\n";
    let moved = mended.replace("12:00", "13:00");
    let commits = Commits::new()
        .commit(&[("events/a.yaml", Some(&typo))])
        .commit(&[("events/a.yaml", Some(&mended))])
        .commit(&[("events/a.yaml", Some(&moved))]);
    let past = commits.past();
    let life = past.lives.values().next().unwrap();
    assert_eq!((life.earlier.len(), life.earlier[0].since, life.since), (1, hour(1), hour(3)));
    assert_eq!(life.earlier[0].publication, Publication::Listed);
}

#[test]
fn sequence_counts_seconds_and_never_more_than_clients_hold() {
    let revision = Revision::new(hour(0), hour(1));
    assert_eq!(i64::from(revision.sequence), (hour(1) - UNRECORDED).num_seconds());
    let far = "2199-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(Revision::new(hour(0), far).sequence, i32::MAX as u32);
    let early = "2010-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(Revision::new(early, early).sequence, 0);
}

#[test]
fn defaults_that_go_change_what_they_gave() {
    let commits = Commits::new()
        .commit(&[("events/2016/_defaults.yaml", Some("tags: [peace]\n")), ("events/2016/a.yaml", Some(DEMO))])
        .commit(&[("events/2016/_defaults.yaml", None)]);
    assert_eq!(commits.hours("a"), (1, 2));
}

#[test]
fn settings_and_venues_with_mistakes_were_never_published() {
    let event = format!("{DEMO}place: hall\n");
    let commits = Commits::new()
        .commit(&[("events/_venues/hall.yaml", Some("name: Hall\n")), ("events/a.yaml", Some(&event))])
        .commit(&[("site.yaml", Some(&SITE.replace("London", "Lundon")))])
        .commit(&[("events/_venues/hall.yaml", Some("name: Hall\ngeo: [153.8, -1.5]\n"))])
        .commit(&[("site.yaml", Some(SITE)), ("events/_venues/hall.yaml", Some("name: Hall\n"))]);
    assert_eq!(commits.hours("a"), (1, 1));
}

#[test]
fn what_was_told_before_is_known_whatever_the_clocks_say() {
    let mut commits = Commits::new()
        .commit(&[("events/a.yaml", Some(DEMO))])
        .commit(&[("events/a.yaml", Some(&DEMO.replace("12:00", "13:00")))]);
    commits.log.commits[2].at = start() - TimeDelta::days(9);
    let past = commits.past();
    let life = past.lives.values().next().unwrap();
    assert!(life.since > life.earlier[0].since && life.changed > life.created);
}

#[test]
fn a_file_may_return_to_an_earlier_text() {
    let other = DEMO.replace("12:00", "13:00");
    let commits = Commits::new()
        .commit(&[("events/a.yaml", Some(DEMO)), ("events/b.yaml", Some(DEMO))])
        .commit(&[("events/a.yaml", Some(&other)), ("events/b.yaml", Some(&other))])
        .commit(&[("events/a.yaml", Some(DEMO))])
        .commit(&[("events/b.yaml", Some(&other.replace("13:00", "14:00")))]);
    assert_eq!((commits.hours("a"), commits.hours("b")), ((1, 3), (1, 4)));
}

#[test]
fn an_entry_that_names_another_event_changes_with_its_title() {
    let off = format!("{DEMO}status: cancelled\nreplaced_by: b\n");
    let commits = Commits::new()
        .commit(&[("events/a.yaml", Some(&off)), ("events/b.yaml", Some(DEMO))])
        .commit(&[("events/b.yaml", Some(&DEMO.replace("12:00", "13:00")))]);
    assert_eq!(commits.hours("a"), (1, 1));
    let commits = commits.commit(&[("events/b.yaml", Some(&DEMO.replace("Demo", "March")))]);
    assert_eq!(commits.hours("a"), (1, 3));
}

#[test]
fn a_draft_of_what_was_public_is_lost_and_a_withdrawn_event_is_not() {
    let (draft, withdrawn) = (format!("{DEMO}draft: true\n"), format!("{DEMO}withdraw: true\n"));
    let commits = Commits::new().commit(&[("events/a.yaml", Some(DEMO))]).commit(&[("events/a.yaml", Some(&draft))]);
    let (past, id) = (commits.past(), Id::new("a").unwrap());
    assert_eq!((past.deleted[&id].at, past.lives.contains_key(&id)), (hour(2), true));
    assert!(commits.commit(&[("events/a.yaml", Some(&withdrawn))]).past().deleted.is_empty());
}
