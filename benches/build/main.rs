//! How long a build takes, how much memory it needs and how many files a second it writes, beside `cp -r` of the same files.
//!
//! `cargo bench --bench build` makes sites of 1,000 and 10,000 events; numbers after `--` ask for other sizes. Each figure
//! is the median of five runs, Handbill and `cp -r` in turn, each into a fresh folder. `HANDBILL_BENCH_DIR` names where
//! the sites are made; the default is memory (`/dev/shm`) where there is such a folder, else that for temporary files.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads, writes and takes the time")]

mod generate;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4;

const RUNS: usize = 5;

fn main() -> io::Result<()> {
    let sizes: Vec<usize> = env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    println!(
        "{:>7}  {:>7}  {:>9}  {:>9}  {:>6}  {:>9}  {:>8}",
        "events", "files", "build", "cp -r", "ratio", "files/s", "peak"
    );
    for events in sizes {
        let folder = Folder::new(events)?;
        generate::site(&folder.0.join("site"), events)?;
        measure(&folder.0, events)?;
    }
    Ok(())
}

/// A folder in memory, where the machine has one: a disk's moods would drown what is measured.
fn memory() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { env::temp_dir() }
}

/// A folder that goes when it is done with.
struct Folder(PathBuf);

impl Folder {
    fn new(events: usize) -> io::Result<Self> {
        let parent = env::var_os("HANDBILL_BENCH_DIR").map_or_else(memory, PathBuf::from);
        let folder = parent.join(format!("handbill-bench-{}-{events}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn measure(folder: &Path, events: usize) -> io::Result<()> {
    let (site, out, copy) = (folder.join("site"), folder.join("out"), folder.join("copy"));
    let (mut builds, mut copies, mut peak) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        remove(&out)?;
        remove(&copy)?;
        let (time, memory) = build(&site, &out)?;
        builds.push(time);
        peak = peak.max(memory);
        copies.push(copy_folder(&out, &copy)?);
    }
    let (build, copy) = (median(&mut builds), median(&mut copies));
    let files = count_files(&out)?;
    println!(
        "{events:>7}  {files:>7}  {:>7.0} ms  {:>7.0} ms  {:>6.2}  {:>9.0}  {:>5} MB",
        build.as_secs_f64() * 1e3,
        copy.as_secs_f64() * 1e3,
        build.as_secs_f64() / copy.as_secs_f64(),
        files as f64 / build.as_secs_f64(),
        peak / 1_000_000
    );
    Ok(())
}

fn build(site: &Path, out: &Path) -> io::Result<(Duration, u64)> {
    let start = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_handbill"))
        .args(["build", "--quiet", "--now", "2026-06-01", "--site"])
        .arg(site)
        .arg("--out")
        .arg(out)
        .stdout(Stdio::null())
        // That the site lies in no repository is no news here.
        .stderr(Stdio::null())
        .spawn()?;
    let ended = child.wait4()?;
    let time = start.elapsed();
    if !ended.status.success() {
        return Err(io::Error::other("the build failed"));
    }
    Ok((time, ended.rusage.maxrss))
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<Duration> {
    let start = Instant::now();
    let status = Command::new("cp").arg("-r").arg(from).arg(to).status()?;
    if !status.success() {
        return Err(io::Error::other("cp -r failed"));
    }
    Ok(start.elapsed())
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn count_files(folder: &Path) -> io::Result<usize> {
    let mut files = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files += if entry.file_type()?.is_dir() { count_files(&entry.path())? } else { 1 };
    }
    Ok(files)
}
