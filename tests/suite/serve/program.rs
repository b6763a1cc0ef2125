//! The program while it serves, and a client that speaks HTTP by hand.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    thread::JoinHandle,
    time::Duration,
};

use crate::program::Site;

/// What does not come in this time never comes.
const PATIENCE: Duration = Duration::from_secs(180);

/// A running `handbill serve`. It ends with this.
pub struct Served {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What it said on standard output before it was ready.
    pub said: String,
    errors: Arc<Mutex<String>>,
    listening: Option<JoinHandle<()>>,
    /// Where it serves: `http://127.0.0.1:1886/`.
    pub address: String,
}

impl Served {
    /// Serves a site as of 2016-02-01, at a port that the system chooses.
    pub fn new(site: &Site) -> Self {
        Self::with(site, &["--port", "0"])
    }

    pub fn with(site: &Site, arguments: &[&str]) -> Self {
        Self::started(site.command(&["serve", "--now", "2016-02-01"]).args(arguments))
    }

    /// Starts it, and waits until it says where it serves.
    pub fn started(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (stdout, mut stderr) = (BufReader::new(child.stdout.take().unwrap()), child.stderr.take().unwrap());
        let errors = Arc::new(Mutex::new(String::new()));
        let heard = errors.clone();
        let listening = std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut bytes) {
                heard.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..length]));
            }
        });
        let (said, address) = (String::new(), String::new());
        let mut served = Self { child, stdout, said, errors, listening: Some(listening), address };
        while served.address.is_empty() {
            let line = served.line();
            served.said.push_str(&line);
            served.address = line.strip_prefix("Serving ").unwrap_or_default().trim().to_owned();
        }
        served
    }

    /// The next line of its standard output.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        let length = self.stdout.read_line(&mut line).unwrap();
        assert!(length > 0, "the program ended: {}", self.errors());
        line
    }

    /// What it said on standard error up to now.
    pub fn errors(&self) -> String {
        self.errors.lock().unwrap().clone()
    }

    pub fn port(&self) -> u16 {
        self.address.split([':', '/']).nth(4).unwrap().parse().unwrap()
    }

    /// Asks the program to end, and waits until it has: its exit code.
    pub fn interrupt(&mut self) -> Option<i32> {
        let status = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
        let code = self.child.wait().unwrap().code();
        self.listening.take().unwrap().join().unwrap();
        code
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends a request that ends the connection, with `Host` unless it is among the headers.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
        let mut stream = self.connect();
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port()));
        }
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        stream
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        Answer::read(&mut self.send(method, path, headers))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Follows the builds, as a page at this path does that was loaded as of the build named.
    pub fn follow(&self, page: &str, since: &str) -> Events {
        let stream = self.send("GET", &format!("/.preview/events?page={page}&since={since}"), &[]);
        Events { lines: BufReader::new(stream) }
    }

    /// The build that a page says it is of.
    pub fn build_of(&self, page: &str) -> String {
        let text = self.get(page).text();
        let (_, rest) = text.split_once("data-build=\"").unwrap_or_else(|| panic!("no script in {text}"));
        rest.split_once('"').unwrap().0.to_owned()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Killed at once it would leave its folder.
        if let Ok(None) = self.child.try_wait() {
            let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
            let _ = self.child.wait();
        }
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Self::parse(&bytes)
    }

    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| panic!("{bytes:?}"));
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        };
        Self { status, headers: lines.map(header).collect(), body: bytes[end + 4..].to_vec() }
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// A stream of server-sent events.
pub struct Events {
    lines: BufReader<TcpStream>,
}

/// What a page is told.
#[derive(Debug)]
pub struct Told {
    /// The build that it knows then.
    pub id: String,
    pub reload: bool,
    pub styles: Vec<String>,
    pub shown: Vec<String>,
    /// The heading and the text.
    pub mistakes: Option<(String, String)>,
}

impl Events {
    /// The next event; comments that keep the connection alive are passed over.
    pub fn next(&mut self) -> Told {
        let (mut id, mut data) = (String::new(), None);
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream ended");
            match line.trim_end().split_once(": ") {
                Some(("id", value)) => value.clone_into(&mut id),
                Some(("data", value)) => data = serde_json::from_str::<serde_json::Value>(value).ok(),
                _ => {}
            }
            // The chunks of the transfer have lines of their own between, but no event is cut by one.
            if let (Some(data), "") = (&data, line.trim_end()) {
                return told(id, data);
            }
        }
    }

    /// The first event from here on of which this holds.
    pub fn until(&mut self, holds: impl Fn(&Told) -> bool) -> Told {
        loop {
            let told = self.next();
            if holds(&told) {
                return told;
            }
        }
    }
}

fn told(id: String, data: &serde_json::Value) -> Told {
    let list = |name: &str| {
        data[name].as_array().unwrap().iter().map(|address| address.as_str().unwrap().to_owned()).collect()
    };
    let text = |name: &str| data["mistakes"][name].as_str().map(str::to_owned);
    Told {
        id,
        reload: data["reload"].as_bool().unwrap(),
        styles: list("styles"),
        shown: list("shown"),
        mistakes: text("title").zip(text("text")),
    }
}
