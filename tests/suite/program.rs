//! The program and a small site to run it on.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// Variables that the program reads, taken out of every test's environment.
const VARIABLES: [&str; 6] = ["SOURCE_DATE_EPOCH", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM", "RUST_BACKTRACE"];

/// A site of two events, committed in a repository of its own.
pub struct Site {
    folder: TempDir,
}

impl Site {
    pub fn new() -> Self {
        let site = Self::without_repository();
        site.git(&["init", "--quiet"]);
        site.git(&["add", "."]);
        site.git(&["commit", "--quiet", "--message", "Two events"]);
        site
    }

    /// The same, in no repository.
    pub fn without_repository() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.put("site.yaml", "title: What is on\nbase_url: https://example.org/\ntimezone: UTC\n");
        site.put("events/x.yaml", "title: X\nkind: demo\nstart: 2016-02-27 12:00\nend: 2016-02-27 14:00\n");
        site.put("events/y.yaml", "title: Y\nkind: demo\nstart: 2016-03-27 12:00\nend: 2016-03-27 14:00\n");
        site
    }

    /// Runs git in the site's folder, with nobody's settings.
    pub fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(arguments);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        assert!(git.status().unwrap().success(), "git {arguments:?}");
    }

    /// A site with this mistake in the third line of `events/x.yaml`.
    pub fn with_mistake() -> Self {
        let site = Self::new();
        site.put("events/x.yaml", "title: X\nkind: demo\nloaction: London\nstart: 2016-02-27\n");
        site
    }

    /// A site of so many events that building it takes a while; not by the drawing of pictures, which takes a program without
    /// optimisation too long.
    pub fn large(events: usize) -> Self {
        let site = Self::new();
        let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
        site.put("site.yaml", &(settings + "share_pictures: no\n"));
        for number in 0..events {
            let day = 1 + number % 28;
            let text = format!(
                "title: Event {number}\nkind: meeting\nstart: 2016-04-{day:02} 19:00\nend: 2016-04-{day:02} 21:00\n"
            );
            site.put(&format!("events/many/event-{number}.yaml"), &text);
        }
        site
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn out(&self) -> PathBuf {
        self.path().join("public")
    }

    pub fn put(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The program, standing in the site's folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = command(arguments);
        command.current_dir(self.path());
        command
    }

    /// Runs the program in the site's folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(&mut self.command(arguments))
    }

    /// Runs the program, which must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        ran
    }

    /// The names in the site's folder.
    pub fn names(&self) -> Vec<String> {
        names(self.path())
    }
}

/// What a run of the program said.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handbill"));
    VARIABLES.iter().for_each(|name| {
        command.env_remove(name);
    });
    command.args(arguments).stdin(Stdio::null());
    command
}

pub fn run(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let ran = Ran { code: status.code(), stdout: text(stdout), stderr: text(stderr) };
    assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    ran
}

pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below a folder by its path, Handbill's own left out.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for name in names(folder) {
        let (disk, path) = (folder.join(&name), format!("{prefix}{name}"));
        if path == ".handbill" {
            continue;
        } else if disk.is_dir() {
            collect(&disk, &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(disk).unwrap());
        }
    }
}
