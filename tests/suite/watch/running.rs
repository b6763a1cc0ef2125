//! The program while it watches a site.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use crate::program::Site;

/// Nothing that is waited for takes so long, on the slowest machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A program that watches, and what it has said.
pub struct Watching {
    child: Child,
    said: Arc<Said>,
    /// How many lines the test has seen.
    seen: usize,
}

#[derive(Default)]
struct Said {
    lines: Mutex<Vec<String>>,
    more: Condvar,
}

impl Watching {
    /// Watches a site, whose first build has ended when this comes back.
    pub fn start(site: &Site, arguments: &[&str]) -> Self {
        let mut watching = Self::spawn(site.command(&[&["watch"], arguments].concat()));
        watching.wait_for("Waiting for changes");
        watching
    }

    /// Runs a command that watches.
    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Said::default());
        listen(child.stdout.take().unwrap(), &said);
        listen(child.stderr.take().unwrap(), &said);
        Self { child, said, seen: 0 }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the next line that holds a text, and gives it.
    pub fn wait_for(&mut self, part: &str) -> String {
        self.wait_until(part, |line| line.contains(part))
    }

    /// Waits for the next line that tells of a build.
    pub fn wait_for_build(&mut self) -> String {
        self.wait_until("a build", tells_of_a_build)
    }

    fn wait_until(&mut self, what: &str, is_it: impl Fn(&str) -> bool) -> String {
        let began = Instant::now();
        let mut lines = self.said.lines.lock().unwrap();
        loop {
            if let Some(at) = lines[self.seen..].iter().position(|line| is_it(line)) {
                self.seen += at + 1;
                return lines[self.seen - 1].clone();
            }
            let left = PATIENCE.saturating_sub(began.elapsed());
            assert!(!left.is_zero(), "never said {what:?} after line {}: {lines:#?}", self.seen);
            lines = self.said.more.wait_timeout(lines, left).unwrap().0;
        }
    }

    /// Everything that was said up to now.
    pub fn said(&self) -> Vec<String> {
        self.said.lines.lock().unwrap().clone()
    }

    /// How many builds were told of, without the first.
    pub fn builds(&self) -> usize {
        self.said().iter().filter(|line| tells_of_a_build(line)).count()
    }

    /// Sends a signal such as `-INT`.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.id().to_string()]).stderr(Stdio::null()).status();
        // It may have ended by itself.
        sent.unwrap();
    }

    /// Waits until it has ended, and gives its exit code.
    pub fn end(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(began.elapsed() < PATIENCE, "it does not end: {:#?}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(stream: impl Read + Send + 'static, said: &Arc<Said>) {
    let said = said.clone();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines() {
            let Ok(line) = line else { return };
            said.lines.lock().unwrap().push(line);
            said.more.notify_all();
        }
    });
}

fn tells_of_a_build(line: &str) -> bool {
    let is_good = line.contains(": ") && is_timed(line);
    (is_good && !line.starts_with("Built ")) || line.contains("; nothing was written")
}

/// "… in 0.03 s"
fn is_timed(line: &str) -> bool {
    line.split(" in ").skip(1).any(|rest| rest.split_once(" s").is_some_and(|(time, _)| time.parse::<f64>().is_ok()))
}

/// Waits until a file of the output holds a text.
pub fn wait_for_text(path: &Path, text: &str) {
    wait(&format!("{text:?} in {}", path.display()), || fs::read_to_string(path).is_ok_and(|page| page.contains(text)));
}

/// Waits until there is nothing at a path.
pub fn wait_for_absence(path: &Path) {
    wait(&format!("that {} goes", path.display()), || !path.exists());
}

/// Waits until something is so.
pub fn wait(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// An event in the future of 2016 with this title.
pub fn event(title: &str) -> String {
    format!("title: {title}\nkind: demo\nstart: 2016-04-27 12:00\nend: 2016-04-27 14:00\n")
}
