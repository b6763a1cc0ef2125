//! What git knows of a site: by the program `git` that every author has, which is asked for plain data alone.

mod batch;
mod log;
mod tree;

use std::{
    fmt,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub(super) use batch::{Fetched, objects, texts};
pub(super) use log::{Blob, Entry, is_record, log};
pub(super) use tree::{TreeFile, ancestors, changed_since, tree};

/// Why git tells nothing of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// There is no program `git` on this machine.
    NoProgram,
    /// The site's folder lies in no repository.
    NoRepository,
    /// Nothing is committed yet.
    NoCommit,
    /// Git refuses, in its own words.
    Refusal(String),
}

/// The repository that a site lies in.
#[derive(Clone, Debug)]
pub(super) struct Repository {
    /// The site's folder.
    folder: PathBuf,
    /// The commit that is checked out.
    pub(super) head: String,
    /// Whether older commits were left out when it was cloned.
    pub(super) is_shallow: bool,
    /// Git's own folder, shared by all work trees of the repository.
    pub(super) home: PathBuf,
}

/// The end of a sentence that begins with "because".
impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram => f.write_str("there is no program `git` here"),
            Self::NoRepository => f.write_str("the site lies in no git repository"),
            Self::NoCommit => f.write_str("nothing is committed yet"),
            Self::Refusal(words) => write!(f, "git says: {words}"),
        }
    }
}

impl Silence {
    /// What to do about it, for a site in this folder.
    pub(super) fn cure(&self, folder: &str) -> String {
        match self {
            Self::NoProgram => "install git, from https://git-scm.com".to_owned(),
            Self::NoRepository => format!(
                "git keeps what was published: in {folder}, run `git init`, `git add site.yaml events` and `git commit`"
            ),
            Self::NoCommit => "run `git add site.yaml events` and `git commit` first".to_owned(),
            Self::Refusal(words) if words.contains("dubious ownership") => {
                format!("if you trust it: git config --global --add safe.directory {folder}")
            }
            Self::Refusal(_) => "make sure that the repository can be read".to_owned(),
        }
    }
}

impl Repository {
    /// The repository that a folder lies in.
    ///
    /// # Errors
    /// Why there is none that can be read.
    pub(super) fn find(folder: &Path) -> Result<Self, Silence> {
        let asked = ["rev-parse", "--is-shallow-repository", "--git-common-dir", "--verify", "HEAD"];
        let told = match run(folder, &asked) {
            Err(Silence::Refusal(words)) => return Err(silence(folder, words)),
            told => told?,
        };
        let told = String::from_utf8_lossy(&told);
        let mut lines = told.lines();
        match (lines.next(), lines.next(), lines.next()) {
            (Some(shallow), Some(home), Some(head)) => Ok(Self {
                folder: folder.to_owned(),
                head: head.to_owned(),
                is_shallow: shallow == "true",
                home: folder.join(home),
            }),
            _ => Err(Silence::Refusal("it does not say which commit is checked out".to_owned())),
        }
    }

    /// The same repository as it would be with another commit checked out.
    pub(super) fn at(&self, commit: &str) -> Self {
        Self { head: commit.to_owned(), ..self.clone() }
    }

    /// The commit that a name stands for: a branch, a tag, the beginning of a hash.
    ///
    /// # Errors
    /// Git's words where the name stands for no commit.
    pub(super) fn commit(&self, name: &str) -> Result<String, Silence> {
        let commit = format!("{name}^{{commit}}");
        let told = self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        Ok(String::from_utf8_lossy(&told).trim().to_owned())
    }

    /// What git prints for these arguments, run in the site's folder.
    ///
    /// # Errors
    /// Git's words where it fails.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Silence> {
        run(&self.folder, arguments)
    }

    /// A command of git in the site's folder.
    fn command(&self, arguments: &[&str]) -> Command {
        command(&self.folder, arguments)
    }
}

/// Git's folders for a site: that of its work tree, and that of all work trees of the repository. Nothing where it lies in
/// no repository that can be read.
#[cfg(feature = "watch")]
pub(super) fn folders(site: &Path) -> Option<(PathBuf, PathBuf)> {
    let told = run(site, &["rev-parse", "--git-dir", "--git-common-dir"]).ok()?;
    let told = String::from_utf8_lossy(&told);
    let mut lines = told.lines().map(|line| site.join(line));
    lines.next().zip(lines.next())
}

/// Variables by which git finds a repository without looking for it (`git rev-parse --local-env-vars`).
const LOCAL: [&str; 10] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_NAMESPACE",
];

/// Nothing that the user has set changes what is printed, and, by git 2.44 or later, nothing is fetched over the network.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    let settings = ["-c", "core.quotePath=false", "-c", "log.showSignature=false", "-c", "log.showRoot=true"];
    command.current_dir(folder).args(settings).args(arguments);
    // In a hook these name the repository of the hook, seen from where it runs.
    LOCAL.iter().for_each(|name| _ = command.env_remove(name));
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
    command.stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Silence> {
    let output = command(folder, arguments).output().map_err(|error| not_started(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Silence::Refusal(first_line(&output.stderr)))
}

fn not_started(error: &std::io::Error) -> Silence {
    match error.kind() {
        ErrorKind::NotFound => Silence::NoProgram,
        _ => Silence::Refusal(super::problem::reason(error)),
    }
}

fn first_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("it says nothing");
    line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()
}

/// What it means that git does not name a commit.
fn silence(folder: &Path, words: String) -> Silence {
    if words.contains("not a git repository") {
        match folder.ancestors().map(|above| above.join(".git")).find(|git| git.symlink_metadata().is_ok()) {
            Some(git) => Silence::Refusal(format!("{} is no repository that it can read", git.display())),
            None => Silence::NoRepository,
        }
    } else if words.contains("dubious ownership") {
        Silence::Refusal(words)
    } else if run(folder, &["rev-parse", "--git-dir"]).is_ok() {
        Silence::NoCommit
    } else {
        Silence::Refusal(words)
    }
}
