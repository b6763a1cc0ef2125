//! `handbill serve`

use std::path::PathBuf;

use clap::Args;

use super::{
    Outcome,
    arguments::TEMPLATE,
    input::{Input, Output},
    session::{Session, Tally},
    watch::{Lookouts, Teller},
};
use crate::{
    compile::BaseUrl,
    diag::{Diagnostic, Severity, emit},
    shell::{
        self, Cause, Listener, Order, Problem, Rebuilt,
        serve::{Listening, Mistakes, Passing, Preview, Update},
    },
};

const EXAMPLES: &str = "\
Examples:
  handbill serve                    Show the site in this folder at http://127.0.0.1:1886/
  handbill serve --open             The same, and open it in the browser
  handbill serve --port 8000        At another port
  handbill serve --host 0.0.0.0     To the whole network: to look at it on a phone
  handbill serve --now 2016-02-01   As of that day";

const AFTER: &str = "\
Pages that are open in a browser follow every save by themselves, and show mistakes over the last good state until they are mended.
Nothing is written into public/: pages of a preview lead to the preview. Calendars can subscribe to its feeds. Ctrl-C ends it.";

/// Mistakes shown in the browser, at most; the terminal has them all.
const SHOWN: usize = 100;

/// Build the website and show it on this machine; pages follow every change
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct Serve {
    #[command(flatten)]
    input: Input,

    /// The port; the next free one if it is taken [default: 1886]
    #[arg(short, long, value_name = "PORT")]
    port: Option<u16>,

    /// The address to listen on; with any but the default, others in the network can read the site, drafts-to-be included
    #[arg(long, value_name = "ADDRESS", default_value = shell::serve::HOST)]
    host: String,

    /// Open the site in the browser when it is ready
    #[arg(long)]
    open: bool,

    /// Build into this folder and keep it [default: a folder that goes at the end]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    lookouts: Lookouts,
}

impl Serve {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        // Where there is no site, no port is taken and no folder made.
        let mut order = self.input.order(&Output { out: self.out.clone(), force: false })?;
        let listening = Listening::open(&self.host, self.port)?;
        self.warn(session, &listening);
        let _passing = self.settle(&mut order)?;
        let (address, mount) = lead_here(&mut order, &listening)?;
        let preview = Preview::start(listening, &order.out, &mount)?;
        let teller = Teller::new(session, self.input.format, &order);
        let mut herald = Herald { session, teller, preview, address, order: &order, opens: self.open };
        shell::watch(&order, self.lookouts.lookout(), &mut herald)?;
        Ok(Outcome::Interrupted)
    }

    /// Chooses the output folder; one of this run alone goes when what is given back does.
    fn settle(&self, order: &mut Order) -> Result<Option<Passing>, Problem> {
        if self.out.is_some() {
            return Ok(None);
        }
        let passing = Passing::folder()?;
        passing.path().clone_into(&mut order.out);
        Ok(Some(passing))
    }

    fn warn(&self, session: &Session, listening: &Listening) {
        if let Some(port) = self.port.filter(|port| *port != 0 && *port != listening.port()) {
            session.aside(&format!("note: port {port} is taken, so it is {} this time", listening.port()));
        }
        if listening.is_open_to_others() {
            session.warn(&format!(
                "everyone in the network can read this preview, and what it shows before you publish it; \
                 without --host {} only this machine can",
                self.host
            ));
        }
    }
}

/// Makes the site's addresses lead to the preview, unless another one was asked for: the address to open, and its path.
fn lead_here(order: &mut Order, listening: &Listening) -> Result<(String, String), Problem> {
    let here = listening.address();
    let own = || BaseUrl::new(&here).map_err(|reason| Problem::new(format!("the address {here} {reason}")));
    let base_url = order.base_url.take().map_or_else(own, Ok)?;
    let mount = base_url.root().to_owned();
    order.base_url = Some(base_url);
    // Nobody posts links to a preview.
    order.share_pictures = false;
    Ok((format!("{}{mount}", here.trim_end_matches('/')), mount))
}

/// Tells the terminal and the browsers what each build came to.
struct Herald<'a> {
    session: &'a Session,
    teller: Teller<'a>,
    preview: Preview,
    address: String,
    order: &'a Order,
    opens: bool,
}

impl Listener for Herald<'_> {
    fn note(&mut self, text: &str) {
        self.teller.note(text);
    }

    fn built(&mut self, cause: &Cause, built: Result<Rebuilt, Problem>, seconds: f64) -> Result<(), Problem> {
        if let Some(update) = self.update(&built) {
            self.preview.publish(update);
        }
        self.teller.built(cause, built, seconds)?;
        if cause.is_first { self.ready() } else { Ok(()) }
    }
}

impl Herald<'_> {
    /// What the browsers need to know; nothing of what is over in a moment.
    fn update(&self, built: &Result<Rebuilt, Problem>) -> Option<Update> {
        match built {
            Ok(rebuilt) => Some(match &rebuilt.written {
                Some((report, _)) => {
                    let written = report.written.iter().map(|path| path.as_str().to_owned());
                    let changed = written.chain(report.removed.iter().cloned()).collect();
                    Update { changed, mistakes: None }
                }
                None => Update { mistakes: Some(self.mistakes(rebuilt)), ..Update::default() },
            }),
            Err(problem) if problem.is_passing => None,
            Err(problem) => {
                let mistakes = Mistakes { title: "The site cannot be written".to_owned(), text: problem.to_string() };
                Some(Update { mistakes: Some(mistakes), ..Update::default() })
            }
        }
    }

    /// Errors, as a terminal shows them; where there are none, it is warnings that hold the site back.
    fn mistakes(&self, rebuilt: &Rebuilt) -> Mistakes {
        let is_error = |found: &&Diagnostic| found.severity() == Severity::Error;
        let errors: Vec<Diagnostic> = rebuilt.diagnostics.iter().filter(is_error).cloned().collect();
        let all = if errors.is_empty() { &rebuilt.diagnostics } else { &errors };
        let shown = &all[..all.len().min(SHOWN)];
        let mut text = emit::emit_below(&self.order.site.way, emit::Format::Human, shown, &rebuilt.sources, false);
        if all.len() > SHOWN {
            text.push_str(&format!("and {} more, which the terminal has\n", all.len() - SHOWN));
        }
        Mistakes { title: Tally::of(all).text(), text }
    }

    /// The address is what the command was asked for, also when it is to be quiet.
    fn ready(&self) -> Result<(), Problem> {
        self.session.console.result(&format!("Serving {}\n", self.address))?;
        if let Some(Err(error)) = self.opens.then(|| shell::serve::open(&self.address)) {
            self.session.warn(&format!("cannot open a browser: {error}; open {} yourself", self.address));
        }
        Ok(())
    }
}
