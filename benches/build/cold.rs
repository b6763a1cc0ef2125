//! A build into a fresh folder, beside `cp -r` of what was built, in turn.

use std::{io, time::Duration};

use super::{
    process::{self, Folder, Run, cold_build, copy_folder, median, volume},
    report::{Report, Table, bytes, milliseconds, number, times},
};

const RUNS: usize = 5;
/// How many times `cp -r` a build may take.
const COPIES: f64 = 1.5;
/// Bytes at 10,000 events, and for each further event.
const MEMORY: f64 = 120e6;
const MEMORY_OF_EVENT: f64 = 5e3;

/// What builds of one size came to.
struct Size {
    events: usize,
    build: Duration,
    copy: Duration,
    peak: u64,
    files: u64,
    bytes: u64,
}

pub fn measure(sizes: &[usize], report: &mut Report) -> io::Result<()> {
    let mut table = Table::new(
        "Cold builds beside `cp -r` of their output",
        &["events", "files", "output", "build", "`cp -r`", "ratio", "files/s", "peak memory"],
    );
    let mut done = Vec::new();
    for events in sizes {
        eprintln!("cold, {} events", number(*events as u64));
        let size = Size::measure(*events)?;
        size.tell(report, &mut table);
        done.push(size);
    }
    memory(&done, report);
    report.table(table);
    Ok(())
}

impl Size {
    fn measure(events: usize) -> io::Result<Self> {
        let folder = Folder::new("cold")?;
        let site = process::site(folder.path(), events)?;
        let (out, copy) = (folder.path().join("out"), folder.path().join("copy"));
        let (mut builds, mut copies): (Vec<Run>, Vec<Duration>) = Default::default();
        for _ in 0..RUNS {
            process::remove(&copy)?;
            builds.push(cold_build(&site, &out)?);
            copies.push(copy_folder(&out, &copy)?.time);
        }
        let (files, bytes) = volume(&out)?;
        let build = median(&builds.iter().map(|run| run.time).collect::<Vec<_>>());
        let peak = builds.iter().map(|run| run.peak).max().unwrap_or_default();
        Ok(Self { events, build, copy: median(&copies), peak, files, bytes })
    }

    fn tell(&self, report: &mut Report, table: &mut Table) {
        let events = number(self.events as u64);
        let yardstick = format!("{COPIES} × `cp -r`, {}", milliseconds(self.copy));
        report.time(format!("Cold build of {events} events"), self.build, self.copy.mul_f64(COPIES), &yardstick);
        table.row([
            events,
            number(self.files),
            bytes(self.bytes as f64),
            milliseconds(self.build),
            milliseconds(self.copy),
            times(self.build, self.copy),
            number((self.files as f64 / self.build.as_secs_f64()) as u64),
            bytes(self.peak as f64),
        ]);
    }
}

/// Memory at 10,000 events, and for each event more.
fn memory(sizes: &[Size], report: &mut Report) {
    if let Some(usual) = sizes.iter().find(|size| size.events == super::USUAL) {
        report.memory("Peak memory at 10,000 events", usual.peak as f64, MEMORY);
    }
    if let [.., smaller, larger] = sizes
        && smaller.events >= super::USUAL
    {
        let each = (larger.peak as f64 - smaller.peak as f64) / (larger.events - smaller.events) as f64;
        let (from, to) = (number(smaller.events as u64), number(larger.events as u64));
        report.memory(format!("Peak memory for each further event, {from} to {to}"), each, MEMORY_OF_EVENT);
    }
}
