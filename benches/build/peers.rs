//! Other site generators that build the same pages and feeds from the same events, where benches/peers/setup.sh has installed them.

use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use super::{
    edits::{Edit, edits},
    generate::Network,
    peer_site,
    process::{self, Run, cold_build, copy_folder, median, timed, volume},
    report::{Report, Table, bytes, milliseconds, number, times},
    watch::{Passage, Running, passages},
};

const RUNS: usize = 3;
const EDITS: usize = 4;
/// So long nothing may change before an edit counts as through.
const QUIET: Duration = Duration::from_secs(2);
/// How many times as long as Handbill Hugo must take.
const TIMES_FASTER: u32 = 20;

struct Peer {
    name: &'static str,
    /// What runs it, where it is no program of its own.
    runner: Option<&'static str>,
    /// What setup.sh installs, beside it.
    installed: &'static str,
    /// Templates and settings, beside setup.sh.
    template: &'static str,
    build: &'static [&'static str],
    version: &'static str,
    /// What it says when it waits for changes.
    ready: &'static str,
}

const HUGO: &str = "Hugo";
const PEERS: [Peer; 2] = [
    Peer {
        name: HUGO,
        runner: None,
        installed: "hugo/.venv/hugo",
        template: "hugo/site",
        build: &["build", "--noBuildLock", "--clock", "2026-06-01T00:00:00Z"],
        version: "version",
        ready: "Press Ctrl+C to stop",
    },
    Peer {
        name: "Eleventy",
        runner: Some("node"),
        installed: "eleventy/node_modules/@11ty/eleventy/cmd.cjs",
        template: "eleventy/site",
        build: &[],
        version: "--version",
        ready: "Watching",
    },
];

/// What one generator's builds came to.
struct Built {
    name: String,
    out: PathBuf,
    runs: Vec<Run>,
    edited: Option<Duration>,
}

impl Built {
    fn new(name: String, out: PathBuf) -> Self {
        Self { name, out, runs: Vec::new(), edited: None }
    }

    fn time(&self) -> Duration {
        median(&self.runs.iter().map(|run| run.time).collect::<Vec<_>>())
    }
}

pub fn measure(folder: &Path, events: usize, report: &mut Report) -> io::Result<()> {
    let (there, missing): (Vec<&Peer>, Vec<&Peer>) = PEERS.iter().partition(|peer| peer.program().is_file());
    for peer in missing {
        report.note(format!("{} is left out, as it is not installed: benches/peers/setup.sh does that.", peer.name));
    }
    if there.is_empty() {
        return Ok(());
    }
    let (own, peers) = in_turn(folder, events, &there)?;
    for (peer, built) in there.iter().zip(&peers) {
        if peer.name == HUGO {
            let what = format!("Cold build of {} events beside {}", number(events as u64), built.name);
            report.time(
                what,
                own.time(),
                built.time() / TIMES_FASTER,
                &format!("a {TIMES_FASTER}th of {}", milliseconds(built.time())),
            );
        }
    }
    report.table(table(&own, &peers, folder)?);
    Ok(())
}

/// Handbill and the peers by turns; then one edit after the other while each peer watches.
fn in_turn(folder: &Path, events: usize, there: &[&Peer]) -> io::Result<(Built, Vec<Built>)> {
    let site = process::site(folder, events)?;
    let mut own = Built::new("Handbill".to_owned(), folder.join("out"));
    let mut peers = Vec::new();
    for peer in there {
        peer.lay_out(&peer.site(folder), Network::new(events))?;
        peers.push(Built::new(peer.version()?, peer.site(folder).join("public")));
    }
    for _ in 0..RUNS {
        own.runs.push(cold_build(&site, &own.out)?);
        for (peer, built) in there.iter().zip(&mut peers) {
            process::remove(&built.out)?;
            built.runs.push(timed(&mut peer.build(&peer.site(folder)))?);
            eprintln!("  {}: {}", built.name, milliseconds(built.time()));
        }
    }
    for (peer, built) in there.iter().zip(&mut peers) {
        built.edited = Some(peer.edit(&peer.site(folder), Network::new(events))?);
    }
    Ok((own, peers))
}

impl Peer {
    fn program(&self) -> PathBuf {
        home().join(self.installed)
    }

    fn site(&self, folder: &Path) -> PathBuf {
        folder.join(self.name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.runner.map_or_else(|| Command::new(self.program()), Command::new);
        if self.runner.is_some() {
            command.arg(self.program());
        }
        command.args(arguments);
        command
    }

    fn build(&self, site: &Path) -> Command {
        let mut command = self.command(self.build);
        command.current_dir(site).env("HUGO_CACHEDIR", site.join("cache"));
        command
    }

    /// "Eleventy 3.1.8"
    fn version(&self) -> io::Result<String> {
        let printed = timed(&mut self.command(&[self.version]))?.printed;
        let mut words = printed.split([' ', '-', '\n']).map(|word| word.trim_start_matches('v'));
        let number = words.find(|word| word.starts_with(|sign: char| sign.is_ascii_digit()));
        Ok(format!("{} {}", self.name, number.unwrap_or_default()))
    }

    fn lay_out(&self, site: &Path, network: Network) -> io::Result<()> {
        copy_folder(&home().join(self.template), site)?;
        peer_site::common(site, network)?;
        if self.name == HUGO {
            peer_site::hugo(site, network)?;
        }
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("site-templates/static");
        copy_folder(&files, &site.join("static")).map(|_| ())
    }

    /// How long an edit takes to get through, in the middle.
    fn edit(&self, site: &Path, network: Network) -> io::Result<Duration> {
        let out = site.join("public");
        let mut command = self.build(site);
        command.arg("--watch");
        let _running = Running::start(command, self.ready)?;
        let edits = edits(network, EDITS);
        let file =
            |edit: &Edit| (site.join(peer_site::event_path(&edit.event)), peer_site::markdown(&edit.event, network));
        let passages: Vec<Passage> = passages(&site.join("content"), &out, &edits, QUIET, file)?;
        Ok(median(&passages.iter().map(|passage| passage.last).collect::<Vec<_>>()))
    }
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

fn table(own: &Built, peers: &[Built], folder: &Path) -> io::Result<Table> {
    let mut table = Table::new(
        "The same pages and feeds by others, cold, in turn",
        &[
            "",
            "files",
            "output",
            "build",
            "× Handbill",
            "× `cp -r` of Handbill's",
            "peak memory",
            "one event edited while it watches",
        ],
    );
    let copy = folder.join("copy");
    let copies = (0..RUNS).map(|_| copy_folder(&own.out, &copy).map(|run| run.time));
    let copied = median(&copies.collect::<io::Result<Vec<_>>>()?);
    for built in [own].into_iter().chain(peers) {
        let (files, size) = volume(&built.out)?;
        table.row([
            built.name.clone(),
            number(files),
            bytes(size as f64),
            milliseconds(built.time()),
            times(built.time(), own.time()),
            times(built.time(), copied),
            bytes(built.runs.iter().map(|run| run.peak).max().unwrap_or_default() as f64),
            built.edited.map_or_else(|| "above".to_owned(), milliseconds),
        ]);
    }
    Ok(table)
}
