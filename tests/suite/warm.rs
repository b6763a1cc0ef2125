//! Nothing that is remembered changes what comes out: a site that is built again and again comes to the same as one that is
//! built for the first time, whatever was edited in between, and what has the same key is the same.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use handbill::{
    compile::{Inputs, Memory, Outputs, compile, compile_again},
    output::Body,
    source::{Content, Digest, Origin, Picture, SourceFile, SourceSet},
};
use proptest::prelude::*;

use crate::support::{self, user_file};

/// The small whole site among the golden cases.
fn whole_site() -> SourceSet {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/whole-site/site");
    support::load(&folder)
}

/// What somebody does to a site.
#[derive(Clone, Debug)]
enum Edit {
    /// Puts something else in the place of a piece of text.
    Replace { file: prop::sample::Index, line: prop::sample::Index, with: usize },
    /// Takes a file away.
    Remove(prop::sample::Index),
    /// Puts a file back as it was at first.
    Restore(prop::sample::Index),
    /// Adds an event.
    Add(u8),
    /// Goes on by so many hours.
    Wait(u16),
    /// Changes the stylesheet, a template, or the settings.
    Whole(usize),
}

/// Lines that change an event in one way or another, or break it.
const LINES: [&str; 23] = [
    "title: Another title",
    "title: One & the same",
    "start: 2016-02-03 10:00",
    "start: 2016-05-07",
    "status: cancelled",
    "status: postponed",
    "unlisted: yes",
    "draft: yes",
    "withdraw: yes",
    "tags: [new-tag, peace]",
    "place: { name: Elsewhere, town: Newtown }",
    "hosts: []",
    "announce: { at: 2016-02-02 09:00 }",
    "announce: { place_at: 2016-02-03 09:00 }",
    "timezone: America/New_York",
    "summary: In one line.",
    "loaction: nowhere",
    "# nothing",
    "booking: { price: Free }",
    "kind: demo",
    "place: { name: Near by, town: Leeds }",
    "place: { name: Not far, town: Otley, geo: [53.9, -1.69] }",
    "place: { name: Hall, town: Leeds, geo: [53.8, -1.55] }",
];

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let index = any::<prop::sample::Index>;
    let edit = prop_oneof![
        8 => (index(), index(), 0..LINES.len()).prop_map(|(file, line, with)| Edit::Replace { file, line, with }),
        2 => index().prop_map(Edit::Remove),
        3 => index().prop_map(Edit::Restore),
        2 => (0..6_u8).prop_map(Edit::Add),
        2 => (1..400_u16).prop_map(Edit::Wait),
        1 => (0..7_usize).prop_map(Edit::Whole),
    ];
    prop::collection::vec(edit, 1..9)
}

struct Desk {
    first: SourceSet,
    now: SourceSet,
    hours: u32,
}

impl Desk {
    fn own(&self) -> Vec<Arc<str>> {
        let own = self.first.iter().filter(|(_, file)| file.origin == Origin::User);
        own.filter(|(_, file)| matches!(file.content, Content::Text(_))).map(|(_, file)| file.path.clone()).collect()
    }

    fn text(&self, path: &str) -> Option<String> {
        self.now.find(path).map(|(_, file)| file.text().to_owned())
    }

    fn put(&mut self, path: &str, text: String) {
        self.now.put(user_file(path, Content::Text(text.into())));
    }

    fn make(&mut self, edit: &Edit) {
        let own = self.own();
        match edit {
            Edit::Replace { file, line, with } => {
                let path = &own[file.index(own.len())];
                let Some(text) = self.text(path) else { return };
                let mut lines: Vec<&str> = text.lines().collect();
                let at = line.index(lines.len().max(1)).min(lines.len());
                // A line of the same field goes, so that the file most often stays right.
                let field = LINES[*with].split(':').next().unwrap_or_default();
                lines.retain(|line| !line.starts_with(&format!("{field}:")) || lines_are_nested(line));
                lines.insert(if *with % 5 == 0 { at.min(lines.len()) } else { 0 }, LINES[*with]);
                self.put(path, lines.join("\n") + "\n");
            }
            Edit::Remove(file) => self.now.remove(&own[file.index(own.len())]),
            Edit::Restore(file) => {
                let file = self.first.find(&own[file.index(own.len())]).map(|(_, file)| file.clone());
                file.into_iter().for_each(|file| self.now.put(file));
            }
            Edit::Add(number) => {
                let day = 10 + number;
                let text = format!("title: Added {number}\nkind: meeting\nstart: 2016-02-{day} 19:00\nduration: 2h\n");
                self.put(&format!("events/added-{number}.yaml"), text);
            }
            Edit::Wait(hours) => self.hours += u32::from(*hours),
            Edit::Whole(0) => self.put("site-templates/static/assets/style.css", format!("/* {} */", self.hours)),
            Edit::Whole(1) => self.put("site-templates/404.html", format!("<p>Nothing at {}</p>", self.hours)),
            Edit::Whole(2) => {
                let text = format!("---\ntitle: Page {0}\nnavigation: yes\n---\nWords of {0}\n", self.hours / 24);
                self.put("pages/added.md", text);
            }
            Edit::Whole(3) => self.put("pages/about.md", format!("# About\n\nWords at {}\n", self.hours)),
            Edit::Whole(4) => {
                let digest = format!("{:064x}", self.hours);
                let picture = Picture { bytes: 9, digest, dimensions: Some((40 + self.hours, 40)) };
                self.now.put(user_file("logo.svg", Content::Picture(picture)));
            }
            Edit::Whole(5) => {
                let text = self.text("site.yaml").unwrap_or_default();
                let lines = text.lines().filter(|line| !line.starts_with("navigation:"));
                let kept = lines.map(|line| format!("{line}\n")).collect::<String>();
                self.put("site.yaml", kept + "navigation: [{ page: about }, { title: Dates, url: calendar/ }]\n");
            }
            Edit::Whole(_) => {
                let text = self.text("site.yaml").unwrap_or_default();
                self.put("site.yaml", text.replace("title: ", "title: The "));
            }
        }
    }

    fn inputs(&self) -> Inputs {
        let day = 1 + self.hours / 24;
        let date = chrono::NaiveDate::from_ymd_opt(2016, 2, 1).unwrap() + chrono::Days::new(u64::from(day) - 1);
        support::inputs(self.now.clone(), &format!("{date}T{:02}:30Z", self.hours % 24))
    }
}

fn lines_are_nested(line: &str) -> bool {
    line.starts_with(' ')
}

/// Bytes are the same whether they come in one piece or in many.
fn text(body: Body) -> String {
    match body {
        Body::Copy(path) => format!("a copy of {path}"),
        body => String::from_utf8_lossy(&body.into_bytes().unwrap_or_default()).into_owned(),
    }
}

type Made = BTreeMap<String, (Digest, String)>;

fn made(outputs: &Outputs) -> Made {
    let paths = outputs.paths().iter().enumerate();
    paths.map(|(index, path)| (path.to_string(), (outputs.key(index), text(outputs.render(index).unwrap())))).collect()
}

/// The files of a set in a set of their own, as they come from a first reading.
fn read_anew(sources: &SourceSet) -> SourceSet {
    SourceSet::new(sources.iter().map(|(_, file)| file.clone()).collect::<Vec<SourceFile>>())
}

fn same_everywhere(edits: Vec<Edit>, draws: bool) -> Result<(), TestCaseError> {
    let first = whole_site();
    let mut desk = Desk { now: first.clone(), first, hours: 0 };
    let mut memory = Memory::new();
    let mut known: BTreeMap<(String, Digest), String> = BTreeMap::new();
    let mut record = Arc::default();
    for edit in std::iter::once(&Edit::Wait(0)).chain(&edits) {
        desk.make(edit);
        let mut inputs = desk.inputs();
        inputs.history.published = Arc::clone(&record);
        inputs.share_pictures = draws;
        let warm = compile_again(&inputs, &mut memory);
        inputs.sources = read_anew(&inputs.sources);
        let cold = compile(&inputs);
        let told =
            |found: &[handbill::diag::Diagnostic]| found.iter().map(|one| one.message.clone()).collect::<Vec<_>>();
        prop_assert_eq!(told(&warm.diagnostics), told(&cold.diagnostics), "after {:?}", edit);
        prop_assert_eq!(warm.outputs.is_some(), cold.outputs.is_some());
        let (Some(warm), Some(cold)) = (warm.outputs, cold.outputs) else { continue };
        prop_assert_eq!(warm.until(), cold.until());
        let (warm, cold) = ((made(&warm), warm.record()), (made(&cold), cold.record()));
        for (path, output) in &cold.0 {
            prop_assert!(warm.0.get(path) == Some(output), "{path} is another one after {edit:?}");
            let body = known.entry((path.clone(), output.0)).or_insert_with(|| output.1.clone());
            prop_assert!(*body == output.1, "one key, two outputs: {path} after {edit:?}");
        }
        prop_assert_eq!(warm.0.len(), cold.0.len());
        prop_assert_eq!(&warm.1, &cold.1);
        record = warm.1;
        memory.recorded(&record);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_site_that_is_built_again_is_the_same_as_one_that_is_built_anew(
        edits in edits(),
        // Each picture takes a while.
        draws in prop::bool::weighted(0.15),
    ) {
        same_everywhere(edits, draws)?;
    }
}

/// What an event tells of another comes back with that one, though its own file did not change.
#[test]
fn a_replacement_that_was_unlisted_is_told_of_again_when_it_is_listed_again() {
    let mut desk = Desk { first: whole_site(), now: whole_site(), hours: 0 };
    let march = desk.text("events/march.yaml").unwrap();
    let mut record = Arc::default();
    let mut replaces = |desk: &Desk, memory: &mut Memory| {
        let mut inputs = desk.inputs();
        inputs.history.published = Arc::clone(&record);
        let outputs = compile_again(&inputs, memory).outputs.unwrap();
        record = outputs.record();
        memory.recorded(&record);
        let (_, page) = made(&outputs).remove("events/conference/index.html").unwrap();
        page.contains("/events/march/")
    };
    let mut memory = Memory::new();
    assert!(replaces(&desk, &mut memory));
    desk.put("events/march.yaml", format!("unlisted: yes\n{march}"));
    assert!(!replaces(&desk, &mut memory));
    desk.put("events/march.yaml", march);
    assert!(replaces(&desk, &mut memory));
}

/// Another build into the same folder may have published something since: what it recorded counts.
#[cfg(feature = "watch")]
#[test]
fn what_another_build_recorded_meanwhile_is_not_fallen_below() {
    use handbill::shell::{Changes, Order, Workshop, find_site};
    let place = crate::program::Site::without_repository();
    let site = find_site(Some(place.path())).unwrap();
    let order = Order {
        site,
        out: place.out(),
        now: None,
        base_url: None,
        force: false,
        share_pictures: true,
        deny_warnings: false,
    };
    let mut workshop = Workshop::new(order);
    workshop.build(&Changes { everything: true, ..Changes::default() }).unwrap();
    let record = place.out().join(".handbill/manifest.json");
    let text = std::fs::read_to_string(&record).unwrap();
    let written = |text: &str| text.split("\"stamps\"").nth(1).unwrap().split(' ').nth(3).unwrap()[..10].to_owned();
    // An hour from now, as if a machine whose clock runs ahead had built it.
    let later = (written(&text).parse::<i64>().unwrap() + 3_600).to_string();
    std::fs::write(&record, text.replace(&written(&text), &later)).unwrap();
    place.put("events/y.yaml", "title: Y again\nkind: demo\nstart: 2016-03-27 12:00\nend: 2016-03-27 14:00\n");
    workshop.build(&Changes { paths: ["events/y.yaml".to_owned()].into(), ..Changes::default() }).unwrap();
    let text = std::fs::read_to_string(&record).unwrap();
    assert!(text.matches(&later).count() >= 2, "{text}");
}
