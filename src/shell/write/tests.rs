#![allow(clippy::result_large_err, reason = "failures are few")]

use std::{collections::BTreeMap, fs, time::SystemTime};

use tempfile::TempDir;

use super::*;
use crate::{
    diag::Code,
    output::{Body, Pieces, Record},
    source::{Content, Digest, Digester, Origin, Picture, SourceFile, Span},
};

/// Outputs made up for a test.
struct Fake {
    paths: Vec<OutPath>,
    bodies: Vec<Result<Body, Diagnostic>>,
}

impl Render for Fake {
    fn paths(&self) -> &[OutPath] {
        &self.paths
    }

    fn render(&self, index: usize) -> Result<Body, Diagnostic> {
        self.bodies[index].clone()
    }

    fn pieces(&self, index: usize) -> Option<Pieces<'_>> {
        match &self.bodies[index] {
            Ok(Body::Texts(texts)) if self.paths[index].as_str().starts_with("pieces/") => {
                Some(Box::new(texts.iter().map(|text| (&**text).into())))
            }
            _ => None,
        }
    }

    fn key(&self, index: usize) -> Digest {
        Digester::of(&format!("{:?}", self.bodies[index]))
    }

    fn whole(&self, _: &Inputs, _: &[Diagnostic]) -> Option<Whole> {
        None
    }

    fn record(&self) -> std::sync::Arc<Record> {
        std::sync::Arc::default()
    }
}

fn outputs(files: &[(&str, &str)]) -> Fake {
    let bytes = |text: &str| Ok(Body::Bytes(text.as_bytes().to_vec()));
    fake(files.iter().map(|(path, text)| (*path, bytes(text))).collect())
}

fn fake(mut files: Vec<(&str, Result<Body, Diagnostic>)>) -> Fake {
    files.sort_by_key(|(path, _)| *path);
    let (paths, bodies) = files.into_iter().unzip::<_, _, Vec<_>, _>();
    Fake { paths: paths.into_iter().map(|path| OutPath::new(path).unwrap()).collect(), bodies }
}

/// A site's folder with an output folder `public` in it.
struct Place {
    _folder: TempDir,
    site: Site,
    sources: SourceSet,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = Site { folder: folder.path().canonicalize().unwrap(), way: String::new() };
        fs::create_dir(site.folder.join("events")).unwrap();
        let file = SourceFile { path: "site.yaml".into(), origin: Origin::User, content: Content::Text("".into()) };
        Self { _folder: folder, site, sources: SourceSet::new(vec![file]) }
    }

    fn out(&self) -> std::path::PathBuf {
        self.site.folder.join("public")
    }

    fn writer<'a>(&'a self, out: &'a Path) -> Writer<'a> {
        Writer { site: &self.site, sources: &self.sources, out, force: false, made_from: None, console: None }
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Report, WriteError> {
        self.writer(&self.out()).write(&outputs(files))
    }

    fn written(&self, files: &[(&str, &str)]) -> (usize, usize, usize) {
        let report = self.write(files).unwrap();
        (report.written.len(), report.unchanged, report.removed.len())
    }

    fn refusal(&self, files: &[(&str, &str)]) -> Problem {
        problem(self.write(files))
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Every file of the output with its text, but for Handbill's own.
    fn standing(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        collect(&self.out(), "", &mut files);
        files.retain(|path, _| !path.starts_with(".handbill/"));
        files
    }

    fn times(&self) -> Vec<(String, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.out(), "", &mut files);
        let time = |path: &str| fs::metadata(self.out().join(path)).unwrap().modified().unwrap();
        let folders = ["", ".handbill", "a"].map(str::to_owned);
        files.into_keys().chain(folders).map(|path| (path.clone(), time(&path))).collect()
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into());
        }
    }
}

fn map(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn problem(result: Result<Report, WriteError>) -> Problem {
    match result {
        Err(WriteError::Problem(problem)) => problem,
        other => panic!("no problem: {other:?}"),
    }
}

const SITE: &[(&str, &str)] = &[("index.html", "1"), ("a/index.html", "2"), ("a/b/c.ics", "3")];

#[test]
fn a_first_build_writes_and_a_second_touches_nothing() {
    let place = Place::new();
    assert_eq!(place.written(SITE), (3, 0, 0));
    assert_eq!(place.standing(), map(SITE));
    let before = place.times();
    assert_eq!(place.written(SITE), (0, 3, 0));
    assert_eq!(place.times(), before);
    assert!(!place.out().join(".handbill/stage").exists());
}

#[test]
fn only_what_differs_is_written_and_only_ours_is_removed() {
    let place = Place::new();
    place.write(SITE).unwrap();
    place.put("a/theirs.txt", "x");
    place.put("a/b/d.txt", "y");
    let new = &[("index.html", "1"), ("a/index.html", "changed"), ("n/new.html", "4")];
    let report = place.write(new).unwrap();
    let written: Vec<_> = report.written.iter().map(OutPath::as_str).collect();
    assert_eq!(written, ["a/index.html", "n/new.html"]);
    assert_eq!((report.unchanged, report.removed), (1, vec!["a/b/c.ics".to_owned()]));
    let mut expected = map(new);
    expected.extend(map(&[("a/theirs.txt", "x"), ("a/b/d.txt", "y")]));
    assert_eq!(place.standing(), expected);
}

#[test]
fn folders_that_became_empty_go() {
    let place = Place::new();
    place.write(SITE).unwrap();
    assert_eq!(place.written(&[("index.html", "1")]), (0, 1, 2));
    assert!(!place.out().join("a").exists());
}

#[test]
fn what_was_changed_or_removed_by_hand_is_repaired() {
    let place = Place::new();
    place.write(SITE).unwrap();
    place.put("index.html", "9");
    fs::remove_dir_all(place.out().join("a")).unwrap();
    assert_eq!(place.written(SITE), (3, 0, 0));
    assert_eq!(place.standing(), map(SITE));
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let place = Place::new();
    place.write(&[("a", "file"), ("x", "1")]).unwrap();
    assert_eq!(place.written(&[("a/b/c", "deep"), ("x", "1")]), (1, 1, 1));
    assert_eq!(place.standing(), map(&[("a/b/c", "deep"), ("x", "1")]));
    assert_eq!(place.written(&[("a", "file"), ("x", "1")]), (1, 1, 1));
    assert_eq!(place.standing(), map(&[("a", "file"), ("x", "1")]));
}

#[test]
fn a_folder_emptied_on_the_way_is_made_again() {
    let place = Place::new();
    place.write(&[("a", "file"), ("b/old", "1")]).unwrap();
    place.write(&[("a/c", "2"), ("b/new", "2")]).unwrap();
    assert_eq!(place.standing(), map(&[("a/c", "2"), ("b/new", "2")]));
}

#[test]
fn what_is_not_ours_is_never_in_the_way_of_a_folder_silently() {
    let place = Place::new();
    place.write(SITE).unwrap();
    place.put("n", "theirs");
    let problem = place.refusal(&[("n/x", "1")]);
    assert!(problem.message.contains("n is a file that Handbill did not write"), "{problem}");
    place.put("m/theirs", "x");
    let problem = place.refusal(&[("m", "1")]);
    assert!(problem.message.contains("m is a folder that holds m/theirs"), "{problem}");
    let mut expected = map(SITE);
    expected.extend(map(&[("n", "theirs"), ("m/theirs", "x")]));
    assert_eq!(place.standing(), expected);
}

#[test]
fn a_failing_template_leaves_everything_as_it_was() {
    let place = Place::new();
    let failure = |text: &str| {
        let file = place.sources.iter().next().unwrap().0;
        Err(Diagnostic::new(Code::InvalidTemplate, Span::start_of(file), text))
    };
    let good = || Ok(Body::Bytes(vec![b'9']));
    let bad = fake(vec![("a/index.html", good()), ("b", failure("one")), ("c", failure("one"))]);
    let writer = place.out();
    let diagnostics = |result| match result {
        Err(WriteError::Diagnostics(found)) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(diagnostics(place.writer(&writer).write(&bad)).len(), 1);
    assert!(!place.out().exists(), "a first build that fails leaves nothing");
    place.write(SITE).unwrap();
    let before = place.times();
    let many: Vec<String> = (10..50).map(|n| format!("page-{n}")).collect();
    let many = fake(many.iter().map(|name| (name.as_str(), failure(name))).collect());
    let found = diagnostics(place.writer(&writer).write(&many));
    assert_eq!(found.len(), 20);
    assert_eq!(found[0].message, "page-10");
    assert_eq!(place.standing(), map(SITE));
    let without_home = |times: Vec<(String, SystemTime)>| {
        times.into_iter().filter(|(path, _)| path != ".handbill").collect::<Vec<_>>()
    };
    assert_eq!(without_home(place.times()), without_home(before));
    assert_eq!(render_all(&many, None).len(), 20);
}

#[test]
fn a_foreign_folder_is_refused_unless_forced() {
    let place = Place::new();
    place.put("index.html", "theirs");
    place.put("photo.jpg", "theirs");
    let problem = place.refusal(SITE);
    assert!(problem.message.contains("holds files that Handbill did not write"), "{problem}");
    assert!(!place.out().join(".handbill").exists());
    let out = place.out();
    let forced = Writer { force: true, ..place.writer(&out) };
    assert_eq!(forced.write(&outputs(SITE)).unwrap().written.len(), 3);
    place.write(&[("a/index.html", "2")]).unwrap();
    assert_eq!(place.standing(), map(&[("a/index.html", "2"), ("photo.jpg", "theirs")]));
}

#[test]
fn gits_own_files_make_no_folder_foreign() {
    let place = Place::new();
    place.put(".gitkeep", "");
    place.put(".git/HEAD", "ref");
    place.put(".handbill/stage/half", "left by a killed first build");
    assert_eq!(place.written(SITE), (3, 0, 0));
    assert!(place.out().join(".gitkeep").exists());
    assert!(!place.out().join(".handbill/stage").exists());
}

#[test]
fn the_output_cannot_be_where_the_input_is() {
    let place = Place::new();
    let site = &place.site.folder;
    let above = site.parent().unwrap();
    for out in [site.clone(), above.to_owned(), site.join("events"), site.join("events/x/y")] {
        let problem = problem(place.writer(&out).write(&outputs(SITE)));
        assert!(problem.message.starts_with("the output folder cannot be "), "{problem}");
    }
    let templates = site.join("x/../site-templates/public");
    assert!(place.writer(&templates).write(&outputs(SITE)).is_err());
    assert!(place.writer(&site.join("events-public")).write(&outputs(SITE)).is_ok());
    assert!(!site.join("events/x").exists());
}

#[test]
fn the_output_cannot_be_a_file_or_below_one() {
    let place = Place::new();
    fs::write(place.out(), "x").unwrap();
    let problem_of = |out: &Path| problem(place.writer(out).write(&outputs(SITE)));
    assert!(problem_of(&place.out()).message.contains("a file is in the way"));
    let below = problem_of(&place.out().join("below"));
    assert!(below.message.contains("public/below"), "{below}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().unwrap();
    for (at, target) in [
        ("a", elsewhere.path().to_owned()),
        ("index.html", elsewhere.path().join("victim")),
        (".handbill", elsewhere.path().to_owned()),
    ] {
        let place = Place::new();
        place.write(&[("x", "1")]).unwrap();
        if at == ".handbill" {
            fs::rename(place.out().join(at), place.out().join("moved")).unwrap();
        }
        symlink(target, place.out().join(at)).unwrap();
        let out = place.out();
        let forced = Writer { force: true, ..place.writer(&out) };
        let problem = problem(forced.write(&outputs(SITE)));
        assert!(problem.message.contains("is a symbolic link"), "{problem}");
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}

#[cfg(unix)]
#[test]
fn the_output_folder_itself_may_be_a_link() {
    let (place, elsewhere) = (Place::new(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(elsewhere.path(), place.out()).unwrap();
    place.write(SITE).unwrap();
    assert!(elsewhere.path().join("a/b/c.ics").exists());
}

#[test]
fn another_build_in_the_same_folder_is_told_of() {
    let place = Place::new();
    place.write(SITE).unwrap();
    let lock = fs::File::options().write(true).open(place.out().join(".handbill/lock")).unwrap();
    lock.lock().unwrap();
    let problem = place.refusal(SITE);
    assert!(problem.message.starts_with("another build is writing "), "{problem}");
    drop(lock);
    assert_eq!(place.written(SITE), (0, 3, 0));
}

#[test]
fn a_damaged_record_is_no_licence_to_guess() {
    let place = Place::new();
    place.write(SITE).unwrap();
    place.put(".handbill/manifest.json", "{");
    let problem = place.refusal(&[("index.html", "1")]);
    assert!(problem.message.starts_with("cannot tell what Handbill wrote"), "{problem}");
    let out = place.out();
    let forced = Writer { force: true, ..place.writer(&out) };
    assert_eq!(forced.write(&outputs(&[("index.html", "1")])).unwrap().removed.len(), 0);
    assert_eq!(place.standing(), map(SITE));
}

#[test]
fn a_plan_says_the_same_and_does_nothing() {
    let place = Place::new();
    let out = place.out();
    let writer = place.writer(&out);
    let first = writer.plan(&outputs(SITE)).unwrap();
    assert!(!place.out().exists());
    assert_eq!(writer.write(&outputs(SITE)).unwrap(), first);
    let before = place.times();
    let next = &[("index.html", "changed"), ("a/new", "x")];
    let planned = writer.plan(&outputs(next)).unwrap();
    assert_eq!(place.times(), before);
    assert_eq!(planned.removed, ["a/b/c.ics", "a/index.html"]);
    assert_eq!(writer.write(&outputs(next)).unwrap(), planned);
}

#[test]
fn a_kill_between_any_two_steps_is_repaired() {
    let place = Place::new();
    place.write(SITE).unwrap();
    let (old, new) = (SITE, &[("index.html", "new"), ("z/new.html", "4")]);
    // As the kill leaves it: both recorded, half of it moved, the stage full.
    let record = |files: &[(&str, &str)]| {
        let mut manifest = Manifest::default();
        for (path, text) in files {
            manifest
                .insert(&OutPath::new(path).unwrap(), *blake3::hash(text.as_bytes()).as_bytes().first_chunk().unwrap());
        }
        manifest
    };
    place.put(".handbill/manifest.json", &record(old).union(&record(new)).to_json());
    place.put(".handbill/stage/index.html", "new");
    place.put("z/new.html", "4");
    assert_eq!(place.written(new), (1, 1, 2));
    assert_eq!(place.standing(), map(new));
    let files = fs::read_dir(place.out().join(".handbill")).unwrap().count();
    assert_eq!(files, 3, "the lock, the record and the imprints");
    let stored = fs::read_to_string(place.out().join(".handbill/manifest.json")).unwrap();
    assert_eq!(Manifest::parse(&stored), Ok(record(new)));
}

#[test]
fn pictures_and_static_files_are_copied_from_the_site() {
    let mut place = Place::new();
    fs::write(place.site.folder.join("events/p.jpg"), "picture").unwrap();
    let picture = Picture { bytes: 7, digest: blake3::hash(b"picture").to_hex().to_string(), dimensions: None };
    let file = |path: &str, content| SourceFile { path: path.into(), origin: Origin::User, content };
    let text = Content::Text("body {}".into());
    place.sources =
        SourceSet::new(vec![file("events/p.jpg", Content::Picture(picture)), file("site-templates/s.css", text)]);
    let copies = fake(vec![
        ("p.jpg", Ok(Body::Copy("events/p.jpg".into()))),
        ("s.css", Ok(Body::Copy("site-templates/s.css".into()))),
    ]);
    let out = place.out();
    let report = place.writer(&out).write(&copies).unwrap();
    assert_eq!((report.written.len(), report.bytes), (2, 14));
    assert_eq!(place.standing(), map(&[("p.jpg", "picture"), ("s.css", "body {}")]));
    assert_eq!(place.writer(&out).write(&copies).unwrap().unchanged, 2);
    place.put("p.jpg", "changed");
    assert_eq!(place.writer(&out).write(&copies).unwrap().written.len(), 1);
    assert_eq!(place.standing()["p.jpg"], "picture");
}

#[test]
fn what_is_written_piece_by_piece_is_compared_all_the_same() {
    let place = Place::new();
    let out = place.out();
    let large = "b".repeat(600_000);
    let texts = |texts: &[&str]| Ok(Body::Texts(texts.iter().map(|text| (*text).into()).collect()));
    let build = |pieces: &[&str]| {
        // Another key each time, so that it is always made.
        let outputs = fake(vec![("pieces/x.json", texts(pieces)), ("plain/x.json", texts(&[&pieces.concat()]))]);
        let planned = place.writer(&out).plan(&outputs).unwrap();
        let report = place.writer(&out).write(&outputs).unwrap();
        assert_eq!(report, planned);
        assert_eq!(fs::read_to_string(out.join("pieces/x.json")).unwrap(), pieces.concat());
        assert!(!out.join(".handbill/stage").exists());
        report.written.len()
    };
    assert_eq!(build(&["a", &large]), 2);
    assert_eq!(build(&["a", "", &large]), 0);
    assert_eq!(build(&["A", &large]), 2);
    assert_eq!(build(&["A", &large, "c"]), 2);
    assert_eq!(build(&[]), 2);
}

#[test]
fn large_outputs_that_differ_in_one_byte_are_told_apart() {
    let place = Place::new();
    let out = place.out();
    let mut text = "b".repeat(600_000);
    for at in [0, 262_143, 262_144, 599_999] {
        text.replace_range(at..=at, "c");
        let outputs = outputs(&[("x", &text)]);
        assert_eq!(place.writer(&out).write(&outputs).unwrap().written.len(), 1);
        assert_eq!(fs::read_to_string(out.join("x")).unwrap(), text);
    }
}
