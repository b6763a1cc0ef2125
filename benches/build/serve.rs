//! From the moment at which an edited file is moved over the old one until a browser shows it. `benches/browser/edits.mjs` looks.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use serde_json::json;

use super::{
    edits::edits,
    generate::Network,
    process::{self, handbill, median, timed},
    report::{Report, Table, milliseconds, number},
    watch::Running,
};

const EDITS: usize = 30;
const LIMIT: Duration = Duration::from_millis(120);

pub fn measure(folder: &Path, events: usize, report: &mut Report) -> io::Result<()> {
    let lack = if timed(&mut handbill(&["serve", "--help"], folder, folder)).is_err() {
        Some("the program that was measured has no such command")
    } else if timed(Command::new("node").arg("--version")).is_err() {
        Some("Node is not installed")
    } else {
        None
    };
    if let Some(lack) = lack {
        report.note(format!("Edits under `handbill serve` are left out: {lack}."));
        return Ok(());
    }
    let site = process::site(folder, events)?;
    let serving = Running::start(handbill(&["serve", "--port", "0"], &site, &folder.join("out")), "Built ")?;
    let line = serving.line("Serving ")?;
    let address = line.split(' ').find(|word| word.starts_with("http")).unwrap_or_default();
    let has_browser =
        timed(Command::new("node").arg(script()).args([address, "--is-there"]).stdin(Stdio::null())).is_ok();
    let asked = folder.join("edits.json");
    fs::write(&asked, orders(&site, events).to_string())?;
    let times = looked_at(address, &asked, has_browser)?;
    tell(events, has_browser, &times, report);
    Ok(())
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/browser/edits.mjs")
}

/// What the script is to do.
fn orders(site: &Path, events: usize) -> serde_json::Value {
    let edits = edits(Network::new(events), EDITS).into_iter();
    let order = |edit: super::edits::Edit| {
        let page = edit.page().replace("index.html", "");
        json!({ "page": page, "file": site.join(edit.event.path()), "text": edit.event.yaml(), "words": edit.words })
    };
    edits.map(order).collect()
}

fn looked_at(address: &str, orders: &Path, has_browser: bool) -> io::Result<Vec<Duration>> {
    let mut node = Command::new("node");
    node.arg(script()).arg(address).args((!has_browser).then_some("--told")).stdin(fs::File::open(orders)?);
    let output = node.stderr(Stdio::inherit()).output()?;
    let times: Vec<f64> = serde_json::from_slice(&output.stdout)?;
    Ok(times.into_iter().map(|milliseconds| Duration::from_secs_f64(milliseconds.max(0.0) / 1e3)).collect())
}

fn tell(events: usize, has_browser: bool, times: &[Duration], report: &mut Report) {
    let (usual, worst) = (median(times), times.iter().copied().max().unwrap_or_default());
    let until = if has_browser { "Chromium shows it" } else { "browsers are told of it" };
    let events = number(events as u64);
    report.time(format!("One of {events} events edited under `serve` until {until}"), usual, LIMIT, "");
    report.time(format!("The worst of {} such edits", times.len()), worst, LIMIT, "");
    let mut table = Table::new("One event edited under `handbill serve`", &["events", "until", "median", "worst"]);
    table.row([events, until.to_owned(), milliseconds(usual), milliseconds(worst)]);
    report.table(table);
    if !has_browser {
        report.note("No browser was looked at: Debian's `chromium` is missing, or tests/browser/setup.sh was not run.");
    }
}
