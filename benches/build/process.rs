//! Programs that are run and measured, and the folders that they are run in.

use std::{
    env, fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use wait4::Wait4 as _;

use super::generate;

/// The day that every site is built as of.
pub const NOW: &str = "2026-06-01";

/// What a program that ran to its end took, and what it printed.
pub struct Run {
    pub time: Duration,
    /// Bytes of memory, at the most.
    pub peak: u64,
    pub printed: String,
}

/// Runs a program. It must print little: nobody reads while it runs, so that nothing else takes the processor's time.
pub fn timed(command: &mut Command) -> io::Result<Run> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let output = child.stdout.take();
    let ended = child.wait4()?;
    let time = start.elapsed();
    let mut printed = String::new();
    if let Some(mut output) = output {
        output.read_to_string(&mut printed)?;
    }
    if ended.status.success() {
        Ok(Run { time, peak: ended.rusage.maxrss, printed })
    } else {
        Err(io::Error::other(format!("{}: {command:?}\n{printed}", ended.status)))
    }
}

/// The program that is measured.
pub fn handbill(arguments: &[&str], site: &Path, out: &Path) -> Command {
    let program = env::var_os("HANDBILL_BENCH_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_handbill").into());
    let mut command = Command::new(program);
    command.args(arguments).args(["--now", NOW, "--site"]).arg(site).arg("--out").arg(out);
    command
}

/// Builds a site into a folder that is not there yet.
pub fn cold_build(site: &Path, out: &Path) -> io::Result<Run> {
    remove(out)?;
    timed(&mut handbill(&["build"], site, out))
}

/// Copies a folder, as the yardstick of writing so many files.
pub fn copy_folder(from: &Path, to: &Path) -> io::Result<Run> {
    remove(to)?;
    timed(Command::new("cp").arg("-r").arg(from).arg(to))
}

/// Puts all files of a site into git.
pub fn commit(site: &Path) -> io::Result<()> {
    let git = |arguments: &[&str]| timed(Command::new("git").arg("-C").arg(site).args(arguments)).map(|_| ());
    git(&["init", "--quiet", "--initial-branch", "main"])?;
    git(&["add", "."])?;
    let name = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"];
    git(&[&name[..], &["commit", "--quiet", "--message", "All events"]].concat())
}

/// A folder that goes when it is done with.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> io::Result<Self> {
        let folder = place().join(format!("handbill-bench-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder.canonicalize()?))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where the sites are made: in memory, where the machine has such a folder, as a disk's moods would drown what is measured.
pub fn place() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let usual = if memory.is_dir() { memory } else { env::temp_dir() };
    env::var_os("HANDBILL_BENCH_DIR").map_or(usual, PathBuf::from)
}

/// Makes a site of so many events in a folder, and tells where.
pub fn site(folder: &Path, events: usize) -> io::Result<PathBuf> {
    let site = folder.join("site");
    generate::site(&site, events)?;
    Ok(site)
}

pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

pub fn median<T: Ord + Copy>(figures: &[T]) -> T {
    let mut sorted = figures.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}

/// The files below a folder, and their bytes.
pub fn volume(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        let (more, size) = if metadata.is_dir() { volume(&entry.path())? } else { (1, metadata.len()) };
        (files, bytes) = (files + more, bytes + size);
    }
    Ok((files, bytes))
}
