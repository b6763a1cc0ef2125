//! One file edited while Handbill watches: from the moment at which the edited file is moved over the old one to the last changed byte
//! on the disk, seen from outside.

use std::{
    fs, io,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, SystemTime},
};

use super::{
    edits::{Edit, edits, save},
    generate::Network,
    observer::{Change, Observer},
    process::{self, cold_build, handbill, median, timed},
    report::{Report, Table, milliseconds, number},
};

const EDITS: usize = 30;
const TEMPLATE_EDITS: usize = 5;
/// The most that an edit may take, and of that the debounce.
const LIMIT: Duration = Duration::from_millis(50);
const PARTS: &str = "30 ms, and 20 ms to wait for more";
/// So long nothing may change before an edit counts as through.
const QUIET: Duration = Duration::from_millis(250);
/// How long a program may take over its first build.
const PATIENCE: Duration = Duration::from_secs(600);

/// What came of one edit, each since the file was moved into place.
#[derive(Clone, Copy)]
pub struct Passage {
    /// Until the benchmark's own watcher was told of the move.
    pub told: Duration,
    /// Until the first file of the site changed, and the last.
    pub first: Duration,
    pub last: Duration,
    /// Until the last file changed, those included that are not of the site.
    pub last_of_all: Duration,
    pub files: usize,
}

pub fn measure(folder: &Path, events: usize, report: &mut Report) -> io::Result<()> {
    if timed(&mut handbill(&["watch", "--help"], folder, folder)).is_err() {
        report.note("Edits under `handbill watch` are left out: the program that was measured has no such command.");
        return Ok(());
    }
    let site = process::site(folder, events)?;
    let mut table = Table::new(
        "One event edited under `handbill watch`, from the move of the edited file over the old one",
        &["events", "where", "until", "median", "worst"],
    );
    edit_events(&site, &folder.join("out"), events, "a plain folder", report, &mut table)?;
    edit_template(&site, folder, events, report)?;
    process::remove(&site)?;
    process::site(folder, events)?;
    process::commit(&site)?;
    edit_events(&site, &folder.join("out-of-git"), events, "a git repository", report, &mut table)?;
    report.table(table);
    Ok(())
}

fn edit_events(
    site: &Path,
    out: &Path,
    events: usize,
    place: &str,
    report: &mut Report,
    table: &mut Table,
) -> io::Result<()> {
    let _running = Running::start(handbill(&["watch"], site, out), "Built ")?;
    let edits = edits(Network::new(events), EDITS);
    let file = |edit: &Edit| (site.join(edit.event.path()), edit.event.yaml());
    let passages = passages(&site.join("events"), out, &edits, QUIET, file)?;
    let events = number(events as u64);
    let of = |part: fn(&Passage) -> Duration| {
        let times: Vec<Duration> = passages.iter().map(part).collect();
        (median(&times), times.into_iter().max().unwrap_or_default())
    };
    let (usual, worst) = of(|passage| passage.last);
    report.time(format!("One of {events} events edited under `watch`, in {place}"), usual, LIMIT, PARTS);
    report.time(format!("The worst of {} such edits", passages.len()), worst, LIMIT, PARTS);
    let files: Vec<usize> = passages.iter().map(|passage| passage.files).collect();
    let last = format!("the last byte of the site is written ({} files)", median(&files));
    for (until, (usual, worst)) in [
        ("inotify alone tells of the edit".to_owned(), of(|passage| passage.told)),
        ("the first file of the site changes".to_owned(), of(|passage| passage.first)),
        (last, (usual, worst)),
        ("the last byte is written, Handbill's own record included".to_owned(), of(|passage| passage.last_of_all)),
    ] {
        table.row([events.clone(), place.to_owned(), until, milliseconds(usual), milliseconds(worst)]);
    }
    Ok(())
}

/// Makes edits one after the other and says of each how long it took to get through.
pub fn passages(
    inputs: &Path,
    out: &Path,
    edits: &[Edit],
    quiet: Duration,
    file: impl Fn(&Edit) -> (PathBuf, String),
) -> io::Result<Vec<Passage>> {
    let observer = Observer::new(&[inputs, out])?;
    let passage = |edit: &Edit| {
        let (path, text) = file(edit);
        let page = out.join(edit.page());
        let has_come = || fs::read_to_string(&page).is_ok_and(|text| text.contains(&edit.words));
        if has_come() {
            return Err(io::Error::other(format!("{} holds {:?} before the edit", page.display(), edit.words)));
        }
        observer.changes(quiet, || true)?;
        observer.forget();
        let moved = save(&path, &text)?;
        let changes = observer.changes(quiet, has_come)?;
        Passage::new(moved, &path, out, &changes)
    };
    edits.iter().map(passage).collect()
}

impl Passage {
    fn new(moved: SystemTime, edited: &Path, out: &Path, changes: &[Change]) -> io::Result<Self> {
        let since = |change: &Change| change.moment.duration_since(moved).ok();
        let own = out.join(".handbill");
        let of_output = changes.iter().filter(|change| change.path.starts_with(out));
        let of_site = of_output.clone().filter(|change| !change.path.starts_with(&own));
        let mut files: Vec<&PathBuf> = of_site.clone().map(|change| &change.path).collect();
        files.sort_unstable();
        files.dedup();
        let passage = || {
            Some(Self {
                told: changes.iter().filter(|change| change.path == edited).find_map(since)?,
                first: of_site.clone().find_map(since)?,
                last: of_site.clone().filter_map(since).max()?,
                last_of_all: of_output.filter_map(since).max()?,
                files: files.len(),
            })
        };
        passage().ok_or_else(|| io::Error::other(format!("nothing was told of an edit of {}", edited.display())))
    }
}

/// A template that every page is made with, edited again and again, beside cold builds of the same site, in turn. There the times
/// of the files tell which byte was the last: to be told of every one of them would slow the machine down.
fn edit_template(site: &Path, folder: &Path, events: usize, report: &mut Report) -> io::Result<()> {
    let template = include_str!("../../site-templates/layout.html");
    let path = site.join("site-templates/layout.html");
    let edited = |number: usize| template.replacen("<body>", &format!("<body>\n<!-- Edition {number} -->"), 1);
    fs::create_dir_all(site.join("site-templates"))?;
    save(&path, &edited(0))?;
    let out = folder.join("out-of-template");
    let running = Running::start(handbill(&["watch"], site, &out), "Built ")?;
    let (mut rebuilds, mut builds): (Vec<Duration>, Vec<Duration>) = Default::default();
    for number in 1..=TEMPLATE_EDITS {
        let moved = save(&path, &edited(number))?;
        running.line("site-templates/layout.html: ")?;
        if !fs::read_to_string(out.join("index.html"))?.contains(&format!("<!-- Edition {number} -->")) {
            return Err(io::Error::other("the edit of a template did not come through"));
        }
        rebuilds.push(last_change(&out)?.duration_since(moved).map_err(io::Error::other)?);
        builds.push(cold_build(site, &folder.join("cold"))?.time);
    }
    let (rebuild, build) = (median(&rebuilds), median(&builds));
    let what = format!("A template edited under `watch` at {} events", number(events as u64));
    report.time(what, rebuild, build, "a cold build in turn with it");
    process::remove(&site.join("site-templates"))
}

/// When a file below a folder was last written.
fn last_change(folder: &Path) -> io::Result<SystemTime> {
    let mut last = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        last = last.max(if metadata.is_dir() { last_change(&entry.path())? } else { metadata.modified()? });
    }
    Ok(last)
}

/// A program that watches, until this is dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts a program and waits for the line by which it says that its first build is done.
    pub fn start(mut command: Command, ready: &str) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let output = child.stdout.take().ok_or_else(|| io::Error::other("no way to hear the program"))?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        let running = Self { child, lines };
        running.line(ready)?;
        Ok(running)
    }

    /// The next line that holds these words.
    pub fn line(&self, words: &str) -> io::Result<String> {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.map_err(|_| io::Error::other(format!("the program never said {words:?}")))?;
            if line.contains(words) {
                return Ok(line);
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
