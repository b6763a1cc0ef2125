//! A site in a git repository, with a clock of its own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use tempfile::TempDir;

use crate::program::{Ran, command, run};

/// The first moment of every life.
const BEGINNING: &str = "2016-01-04T09:00:00Z";

/// What a git that runs the tests, in a hook of this repository, would tell every git below it.
const INHERITED: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"];

/// Who commits, and no settings but those of the repository.
const SETTINGS: [(&str, &str); 6] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_AUTHOR_NAME", "A volunteer"),
    ("GIT_AUTHOR_EMAIL", "volunteer@example.org"),
    ("GIT_COMMITTER_NAME", "A volunteer"),
    ("GIT_COMMITTER_EMAIL", "volunteer@example.org"),
];

pub struct Repository {
    folder: TempDir,
    /// Where the site lies in the repository; empty where it is all of it.
    below: &'static str,
    /// The work tree that is built from: the author's own, or a clone.
    built_from: PathBuf,
    clock: DateTime<Utc>,
    clones: usize,
}

impl Repository {
    /// An empty repository; its site will be in this folder of it.
    pub fn new(below: &'static str) -> Self {
        let repository = Self::without_git(below);
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    /// A folder that git knows nothing of.
    pub fn without_git(below: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let built_from = folder.path().join("work");
        fs::create_dir(&built_from).unwrap();
        Self { folder, below, built_from, clock: BEGINNING.parse().unwrap(), clones: 0 }
    }

    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    /// What the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock
    }

    pub fn wait(&mut self, time: TimeDelta) {
        self.clock += time;
    }

    /// Waits until a moment (`2016-03-01T10:00:00Z`), which is to come.
    pub fn wait_until(&mut self, moment: &str) {
        let moment = moment.parse().unwrap();
        assert!(moment > self.clock, "{moment} is over");
        self.clock = moment;
    }

    /// Writes a file of the site. Its time is that of the clock.
    pub fn write(&mut self, path: &str, text: &str) {
        self.wait(TimeDelta::minutes(7));
        let path = self.work().join(self.below).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(SystemTime::from(self.clock)).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.work().join(self.below).join(path)).unwrap()
    }

    /// Replaces a text that occurs once in a file.
    pub fn replace(&mut self, path: &str, old: &str, new: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(old).count(), 1, "{old:?} in\n{text}");
        self.write(path, &text.replace(old, new));
    }

    pub fn remove(&mut self, path: &str) {
        fs::remove_file(self.work().join(self.below).join(path)).unwrap();
    }

    pub fn rename(&mut self, from: &str, to: &str) {
        let site = self.work().join(self.below);
        fs::create_dir_all(site.join(to).parent().unwrap()).unwrap();
        fs::rename(site.join(from), site.join(to)).unwrap();
    }

    /// Commits everything, an hour later.
    pub fn commit(&mut self) {
        self.wait(TimeDelta::hours(1));
        self.commit_now();
    }

    pub fn commit_now(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "A change"]);
    }

    /// The commit that a name stands for.
    pub fn commit_of(&self, name: &str) -> String {
        self.git(&["rev-parse", name]).trim().to_owned()
    }

    /// Makes one commit of all that came after this one.
    pub fn squash(&mut self, since: &str) {
        self.git(&["reset", "-q", "--soft", since]);
        self.commit();
    }

    /// Changes an old commit, and lays those after it on top of what becomes of it.
    pub fn rebase(&mut self, old: &str, path: &str, text: &str) {
        self.git(&["checkout", "-q", old]);
        self.write(path, text);
        self.wait(TimeDelta::hours(1));
        self.git(&["commit", "-q", "--all", "--amend", "--no-edit"]);
        let amended = self.commit_of("HEAD");
        self.git(&["rebase", "-q", "--onto", &amended, old, "main"]);
    }

    /// Goes on in a new branch.
    pub fn branch(&self, name: &str) {
        self.git(&["checkout", "-q", "-b", name]);
    }

    pub fn checkout(&self, name: &str) {
        self.git(&["checkout", "-q", name]);
    }

    /// Merges a branch into this one, an hour later.
    pub fn merge(&mut self, name: &str) {
        self.wait(TimeDelta::hours(1));
        self.git(&["merge", "-q", "--no-ff", "-m", "Merge", name]);
    }

    /// From now on builds from a clone of so many commits, as a service does that builds sites.
    pub fn clone_shallow(&mut self, depth: usize) {
        // A clone of a path would take all of it.
        let address = format!("file://{}", self.work().display());
        self.built_from = self.clone_of(&address, &["--depth", &depth.to_string()]);
    }

    /// Fetches the whole past into the clone.
    pub fn deepen(&self) {
        self.git_in(&self.built_from, &["fetch", "-q", "--unshallow"]);
    }

    /// A clone beside the work tree.
    fn clone_of(&mut self, address: &str, options: &[&str]) -> PathBuf {
        self.clones += 1;
        let clone = self.folder.path().join(format!("clone-{}", self.clones));
        let arguments = [&["clone", "-q"], options, &[address, clone.to_str().unwrap()]].concat();
        self.git_in(self.folder.path(), &arguments);
        clone
    }

    /// Whether all that the site is made of, and all of its past, is in the commit that is built.
    pub fn is_complete(&self) -> bool {
        let git = self.built_from.join(".git");
        let is_whole = git.exists() && !git.join("shallow").exists();
        is_whole && self.git_in(&self.built_from, &["status", "--porcelain"]).is_empty()
    }

    /// The folder that is built into again and again.
    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Builds into that folder, ten minutes after the clock's time.
    pub fn build(&self) -> Ran {
        self.build_from(&self.built_from, &self.out())
    }

    /// Builds a fresh clone of the commit into a fresh folder, as of the same moment, and gives that folder.
    pub fn build_afresh(&mut self) -> (Ran, PathBuf) {
        let source = self.built_from.display().to_string();
        let clone = self.clone_of(&source, &[]);
        let out = self.folder.path().join(format!("out-{}", self.clones));
        (self.build_from(&clone, &out), out)
    }

    fn build_from(&self, tree: &Path, out: &Path) -> Ran {
        let now = self.build_time().to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut command = command(&["build", "--now", &now, "--out", out.to_str().unwrap()]);
        set_environment(&mut command);
        run(command.current_dir(tree.join(self.below)))
    }

    /// The moment of the builds.
    pub fn build_time(&self) -> DateTime<Utc> {
        self.clock + TimeDelta::minutes(10)
    }

    fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.work(), arguments)
    }

    fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        set_environment(&mut git);
        let date = self.clock.to_rfc3339_opts(SecondsFormat::Secs, true);
        git.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        let output = git.args(arguments).current_dir(folder).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn set_environment(command: &mut Command) {
    for name in INHERITED {
        command.env_remove(name);
    }
    command.envs(SETTINGS);
}
