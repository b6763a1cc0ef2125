//! The machine that figures were taken on.

use std::{env, fs, io, path::Path, process::Command, thread};

use super::process::{Folder, place, timed};

/// "Measured 2026-11-27 with handbill 0.1.0 on 2 cores (AMD EPYC), 24 GB of memory, Linux 6.18.44, tmpfs."
pub fn described() -> io::Result<String> {
    let cores = thread::available_parallelism()?;
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "processor not told".to_owned());
    let memory = field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    let memory =
        memory.map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{:.0} GB of", kilobytes * 1024.0 / 1e9));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_else(|_| env::consts::OS.to_owned());
    let kernel = kernel.trim();
    let program = env::var_os("HANDBILL_BENCH_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_handbill").into());
    let version = timed(Command::new(program).arg("--version"))?.printed;
    let day = jiff::Timestamp::now().strftime("%F").to_string();
    let folder = Folder::new("machine")?;
    let system = file_system(folder.path()).unwrap_or_else(|| place().display().to_string());
    Ok(format!(
        "Measured {day}, {}, on {cores} cores ({processor}), {memory} memory, kernel {kernel}, {system}. Times are medians.",
        version.trim()
    ))
}

/// A line of the form "name : value".
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// The sort of file system that a folder is on: that of the deepest place where one is mounted above it.
fn file_system(folder: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let mounts = mounts.lines().filter_map(|line| {
        let mut parts = line.split(' ').skip(1);
        Some((parts.next()?, parts.next()?))
    });
    let above = mounts.filter(|(place, _)| folder.starts_with(place));
    above.max_by_key(|(place, _)| place.len()).map(|(_, system)| system.to_owned())
}
