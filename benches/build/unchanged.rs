//! A build, by a new process, of what was built into the same folder before, beside walking, reading and hashing the inputs.

use std::{io, path::Path};

use super::{
    inputs,
    process::{self, Run, cold_build, handbill, median, timed},
    report::{Report, Table, bytes, milliseconds, number, times},
};

const RUNS: usize = 9;
/// How many times as long as hashing the inputs it may take.
const HASHES: u32 = 2;

pub fn measure(folder: &Path, events: usize, report: &mut Report) -> io::Result<()> {
    let site = process::site(folder, events)?;
    let mut table = Table::new(
        "Builds in which nothing has changed beside walking, reading and hashing the inputs",
        &["events", "where", "build", "inputs hashed", "ratio", "peak memory"],
    );
    in_turn(&site, &folder.join("out"), events, "a plain folder", report, &mut table)?;
    process::commit(&site)?;
    in_turn(&site, &folder.join("out-of-git"), events, "a git repository", report, &mut table)?;
    report.table(table);
    Ok(())
}

fn in_turn(
    site: &Path,
    out: &Path,
    events: usize,
    place: &str,
    report: &mut Report,
    table: &mut Table,
) -> io::Result<()> {
    cold_build(site, out)?;
    let (mut builds, mut hashes): (Vec<Run>, Vec<Run>) = Default::default();
    for _ in 0..RUNS {
        builds.push(unchanged(site, out)?);
        hashes.push(inputs::measured(site)?);
    }
    let time = |runs: &[Run]| median(&runs.iter().map(|run| run.time).collect::<Vec<_>>());
    let (build, hash, events) = (time(&builds), time(&hashes), number(events as u64));
    let peak = builds.iter().map(|run| run.peak).max().unwrap_or_default();
    let yardstick = format!("{HASHES} × hashing the inputs, {}", milliseconds(hash));
    report.time(format!("Build of {events} events without a change, in {place}"), build, hash * HASHES, &yardstick);
    table.row([
        events,
        place.to_owned(),
        milliseconds(build),
        milliseconds(hash),
        times(build, hash),
        bytes(peak as f64),
    ]);
    Ok(())
}

/// A build that must find nothing to write.
fn unchanged(site: &Path, out: &Path) -> io::Result<Run> {
    let run = timed(&mut handbill(&["build"], site, out))?;
    if run.printed.contains("(0 written,") && run.printed.contains(" 0 removed)") {
        Ok(run)
    } else {
        Err(io::Error::other(format!("nothing had changed, and this was done: {}", run.printed)))
    }
}
