//! What the past of a site costs: builds of a repository of 5,000 commits over 20,000 events, without git, with the past worked
//! out anew, and with the past kept from the build before, in turn.
//!
//! `cargo bench --bench history` does that; two numbers after `--` ask for other numbers of commits and events. Each figure is
//! the median of five runs into a fresh folder; "read and compile" is what Handbill itself says of the steps before it renders.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads, writes and takes the time")]

#[path = "../build/generate.rs"]
#[allow(dead_code, reason = "the other benchmark edits events")]
mod generate;
mod repository;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

const RUNS: usize = 5;

/// A way to build the site.
#[derive(Clone, Copy)]
enum Way {
    WithoutGit,
    Cold,
    Warm,
}

impl Way {
    const ALL: [Self; 3] = [Self::WithoutGit, Self::Cold, Self::Warm];

    fn name(self) -> &'static str {
        match self {
            Self::WithoutGit => "without git",
            Self::Cold => "cold",
            Self::Warm => "warm",
        }
    }
}

fn main() -> io::Result<()> {
    let numbers: Vec<usize> = env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (commits, events) = match numbers[..] {
        [commits, events, ..] => (commits, events),
        _ => (5_000, 20_000),
    };
    let parent = if Path::new("/dev/shm").is_dir() { PathBuf::from("/dev/shm") } else { env::temp_dir() };
    let folder = parent.join(format!("handbill-history-{}", std::process::id()));
    let measured = generate::site(&folder.join("site"), events)
        .and_then(|()| repository::commit(&folder.join("site"), commits))
        .and_then(|versions| {
            println!("{commits} commits, {events} events, {versions} versions of files");
            measure(&folder)
        });
    fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &Path) -> io::Result<()> {
    let mut times: [Vec<(f64, f64)>; 3] = Default::default();
    // The first round warms the machine up and keeps the past.
    for round in 0..=RUNS {
        for (way, times) in Way::ALL.into_iter().zip(&mut times) {
            let time = build(folder, way)?;
            if round > 0 {
                times.push(time);
            }
        }
    }
    println!("{:>12}  {:>9}  {:>16}", "", "build", "read and compile");
    for (way, times) in Way::ALL.into_iter().zip(&mut times) {
        let median = |part: fn(&(f64, f64)) -> f64| {
            let mut parts: Vec<f64> = times.iter().map(part).collect();
            parts.sort_by(f64::total_cmp);
            parts[parts.len() / 2] * 1e3
        };
        println!("{:>12}  {:>6.0} ms  {:>13.0} ms", way.name(), median(|time| time.0), median(|time| time.1));
    }
    Ok(())
}

/// The seconds that a build took, and those until it began to render.
fn build(folder: &Path, way: Way) -> io::Result<(f64, f64)> {
    let (site, out, hidden) = (folder.join("site"), folder.join("out"), folder.join("git"));
    let git = site.join(".git");
    match way {
        Way::WithoutGit => fs::rename(&git, &hidden)?,
        Way::Cold => _ = fs::remove_dir_all(git.join("handbill")),
        Way::Warm => {}
    }
    _ = fs::remove_dir_all(&out);
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_handbill"));
    command.args(["build", "-v", "--now", "2026-06-01", "--site"]).arg(&site).arg("--out").arg(&out);
    let output = command.output()?;
    let seconds = start.elapsed().as_secs_f64();
    if let Way::WithoutGit = way {
        fs::rename(&hidden, &git)?;
    }
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let told = String::from_utf8_lossy(&output.stderr);
    let step = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name)?.strip_suffix(" s")?.parse::<f64>().ok());
        line.ok_or_else(|| io::Error::other(format!("no word of {name:?}")))
    };
    Ok((seconds, step("Read the site in ")? + step("Compiled it in ")?))
}
