//! What pages search by: what the files hold and what never; and what a visitor sees of it, at which `tests/browser/find.mjs` looks.

use std::{fs, path::Path, process::Command};

use handbill::output::Body;

use crate::support::{Checked, TODAY, check, site};

/// The files of a site by their names, without those of its pages.
fn files(files: &[(&str, &str)]) -> Vec<(String, String)> {
    of(&Checked::new(site(files.iter().copied()), TODAY))
}

fn of(checked: &Checked) -> Vec<(String, String)> {
    let outputs = checked.compiled.outputs.as_ref().unwrap_or_else(|| panic!("mistakes: {}", checked.human()));
    let is_file = |path: &str| path.starts_with("search/") && path.ends_with(".json");
    let paths = outputs.paths().iter().enumerate().filter(|(_, path)| is_file(path.as_str()));
    let text = |index| match outputs.render(index).unwrap() {
        Body::Bytes(bytes) => String::from_utf8(bytes).unwrap(),
        _ => panic!("it is made"),
    };
    paths.map(|(index, path)| (path.to_string(), text(index))).collect()
}

const GROUPS: [(&str, &str); 2] = [
    ("events/_groups/leeds.yaml", "title: Leeds\npart_of: north\n"),
    ("events/_groups/north.yaml", "title: The North\n"),
];
const MARCH: (&str, &str) = (
    "events/march.yaml",
    "title: March “ñ”\nkind: march\nstart: 2016-03-05 11:00\nend: 2016-03-05 15:00\nhosts: [leeds]\ntags: [peace]\n\
     place: { name: Town Hall, town: Leeds }\naccess: { step_free: yes, bsl: partly }\nstatus: tentative\n",
);
const PAST: (&str, &str) = ("events/past.yaml", "title: Fair\nkind: other\nstart: 2014-12-31\nend: 2015-01-02\n");

#[test]
fn a_year_holds_all_that_an_event_is_found_by() {
    let files = files(&[GROUPS[0], GROUPS[1], MARCH, PAST]);
    let paths: Vec<&str> = files.iter().map(|(path, _)| &**path).collect();
    assert_eq!(paths, ["search/2015.json", "search/2016.json", "search/years.json"]);
    let year: serde_json::Value = serde_json::from_str(&files[1].1).unwrap();
    assert_eq!(year["titles"][0], "March “ñ”");
    assert_eq!(year["days"][0], serde_json::json!([64, 0, "Saturday 5 March 2016"]));
    assert_eq!(year["times"][0], "11am");
    assert_eq!(year["states"][0][1], "To be confirmed");
    let names: Vec<&str> = year["names"].as_array().unwrap().iter().map(|name| name[2].as_str().unwrap()).collect();
    // A town and the groups above are found through what is a part of them.
    let of = year["of"].as_str().unwrap();
    let own: Vec<&str> = of.split(' ').map(|number| names[number.parse::<usize>().unwrap()]).collect();
    assert_eq!(own, ["March", "Town Hall, Leeds", "Leeds", "peace", "Step-free"]);
    assert!(names.contains(&"The North"));
    let years: serde_json::Value = serde_json::from_str(&files[2].1).unwrap();
    assert_eq!(years, serde_json::json!({ "today": "2016-02-01", "years": [[2015, 1], [2016, 1]] }));
}

#[test]
fn what_is_hidden_is_in_no_file() {
    let secret = |more: &str| {
        format!(
            "title: Clandestine\nkind: vigil\nid: clandestine\nstart: 2016-02-27 12:00\nplace: {{ name: Zanzibar Hall, town: Nowhereton }}\n{more}\n"
        )
    };
    for more in ["unlisted: true", "draft: true", "withdraw: true", "announce: { at: 2016-02-10 09:00 }"] {
        let files = files(&[MARCH, GROUPS[0], GROUPS[1], ("events/x.yaml", &secret(more))]);
        let text: String = files.iter().map(|(_, text)| text.to_lowercase()).collect();
        assert!(
            text.contains("march") && !text.contains("clandestine") && !text.contains("nowhereton"),
            "{more}: {text}"
        );
    }
    let withheld = secret("announce: { place_at: 2016-02-26 18:00, place_hint: central London }");
    let text = files(&[("events/x.yaml", &withheld)]).concat_text();
    assert!(text.contains("central London") && !text.contains("Zanzibar") && !text.contains("owhereton"), "{text}");
}

/// All texts in one.
trait Texts {
    fn concat_text(&self) -> String;
}

impl Texts for Vec<(String, String)> {
    fn concat_text(&self) -> String {
        self.iter().map(|(_, text)| &**text).collect()
    }
}

#[test]
fn an_edit_changes_the_file_of_its_year_alone() {
    let key = |checked: &Checked, name: &str| {
        let outputs = checked.compiled.outputs.as_ref().unwrap();
        let index = outputs.paths().iter().position(|path| path.as_str() == format!("search/{name}.json")).unwrap();
        outputs.key(index)
    };
    let edited = ("events/past.yaml", "title: Fairer\nkind: other\nstart: 2014-12-31\nend: 2015-01-02\n");
    let (before, after) = (check([GROUPS[0], GROUPS[1], MARCH, PAST]), check([GROUPS[0], GROUPS[1], MARCH, edited]));
    assert_ne!(key(&before, "2015"), key(&after, "2015"));
    assert_eq!(key(&before, "2016"), key(&after, "2016"));
    assert_eq!(key(&before, "years"), key(&after, "years"));
    assert_eq!(of(&before)[1..], of(&after)[1..]);
}

#[test]
fn the_order_of_the_files_of_a_site_changes_nothing() {
    let (there, back) = ([GROUPS[0], GROUPS[1], MARCH, PAST], [PAST, MARCH, GROUPS[1], GROUPS[0]]);
    assert_eq!(files(&there), files(&back));
}

#[test]
fn the_page_of_access_tells_what_is_surely_there() {
    let page = check([GROUPS[0], GROUPS[1], MARCH]).text("access/index.html");
    assert!(page.contains("id=\"step-free\"") && page.contains("/events/march/"), "{page}");
    assert!(!page.contains("British Sign Language"), "{page}");
}

/// The sample season, and a place that offers something.
fn sample(folder: &Path) {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::copy(sample.join("site.yaml"), folder.join("site.yaml")).unwrap();
    let copied = Command::new("cp").arg("-r").arg(sample.join("events")).arg(folder).status().unwrap();
    assert!(copied.success());
    let cafe = "title: Café Łódź\nkind: social\nstart: 2016-02-11 18:00\nend: 2016-02-11 20:00\n\
                place: { name: Café, town: York }\naccess: { step_free: yes, hearing_loop: no }\n";
    fs::write(folder.join("events/cafe.yaml"), cafe).unwrap();
}

#[test]
fn visitors_in_chromium_search_filter_and_walk_through_months() {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let status = Command::new("sh").arg(browser.join("setup.sh")).status().unwrap();
    assert!(status.success(), "tests/browser/setup.sh failed: it needs Chromium, Node 20 and npm");
    let folder = tempfile::tempdir().unwrap();
    sample(folder.path());
    let built = Command::new(env!("CARGO_BIN_EXE_handbill"))
        .args(["build", "--quiet", "--now", "2016-02-01", "--out", "built"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let output = Command::new("node").arg(browser.join("find.mjs")).arg(folder.path().join("built")).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
}
