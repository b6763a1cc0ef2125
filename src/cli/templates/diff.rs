//! `handbill templates diff`

use anstyle::{AnsiColor, Style};
use clap::Args;
use serde_json::json;
use similar::TextDiff;

use super::{
    super::{Outcome, arguments::TEMPLATE, session::Session},
    Format, Place,
    template::{self, State, Template},
};
use crate::{diag::emit::visible_line, shell::Problem};

const EXAMPLES: &str = "\
Examples:
  handbill templates diff              How this site's templates differ from the built-in ones
  handbill templates diff event.html   The same of one
  handbill templates diff --exit-code  In a script: exit with 1 where they differ";

const AFTER: &str = "\
Lines that begin with `-` are built in, those with `+` are yours. A template that extends the built-in one holds its own
blocks alone, and is compared only when it is named.

Exit codes:
  0  done, whether or not there are differences
  1  differences, with --exit-code
  2  no site, no such template, or other wrong use";

/// Say how the site's own templates differ from the built-in ones
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct Diff {
    /// The templates; else all that the site has of its own
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    /// How the differences are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,

    /// Exit with 1 where there are differences
    #[arg(long)]
    exit_code: bool,

    #[command(flatten)]
    place: Place,
}

impl Diff {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let site = self.place.find()?;
        let all = template::all(Some(&site))?;
        let chosen = if self.names.is_empty() { all } else { template::named(all, &self.names)? };
        let compared: Vec<(&Template, Option<String>)> =
            chosen.iter().filter(|one| self.is_compared(one)).map(|one| (one, difference(one))).collect();
        let text = match self.format {
            Format::Human => human(&compared, session.console.is_result_coloured()),
            Format::Json => json(&compared),
        };
        session.answer(self.format == Format::Human, &text)?;
        for template in chosen.iter().filter(|template| !self.is_compared(template)) {
            self.tell_of(template, session);
        }
        if compared.is_empty() && self.names.is_empty() {
            session.aside("No template of the site's own differs from the built-in one.");
        }
        Ok(if self.exit_code && !compared.is_empty() { Outcome::Changes } else { Outcome::Done })
    }

    fn is_compared(&self, template: &Template) -> bool {
        match template.state() {
            State::BuiltIn | State::Same => false,
            State::Extends => !self.names.is_empty(),
            State::Current | State::Outdated | State::Own => true,
        }
    }

    /// What is said of those that are not compared.
    fn tell_of(&self, template: &Template, session: &Session) {
        let name = &template.name;
        match template.state() {
            State::BuiltIn | State::Same if self.names.is_empty() => {}
            State::BuiltIn => session.aside(&format!("{name}: this site has none of its own")),
            State::Extends => session.aside(&format!("{name}: yours changes blocks of the built-in one")),
            _ => session.aside(&format!("{name}: yours is the same as the built-in one")),
        }
    }
}

/// The difference in the unified form; nothing of what is no text.
fn difference(template: &Template) -> Option<String> {
    let built_in = str::from_utf8(template.built_in).ok()?;
    let own = template.own_text()?;
    let names = (format!("built-in/{}", template.name), format!("site-templates/{}", template.name));
    let diff = TextDiff::from_lines(built_in, &*own);
    Some(diff.unified_diff().context_radius(3).header(&names.0, &names.1).to_string())
}

fn human(compared: &[(&Template, Option<String>)], is_coloured: bool) -> String {
    let one = |(template, difference): &(&Template, Option<String>)| match difference {
        Some(difference) => difference.lines().map(|line| drawn(line, is_coloured)).collect(),
        None => format!("site-templates/{} is not the built-in one\n", template.name),
    };
    compared.iter().map(one).collect()
}

fn drawn(line: &str, is_coloured: bool) -> String {
    let style = match line.as_bytes().first() {
        _ if !is_coloured => Style::new(),
        _ if line.starts_with("--- ") || line.starts_with("+++ ") => Style::new().bold(),
        Some(b'-') => AnsiColor::Red.on_default(),
        Some(b'+') => AnsiColor::Green.on_default(),
        Some(b'@') => AnsiColor::Cyan.on_default(),
        _ => Style::new(),
    };
    format!("{style}{}{style:#}\n", visible_line(line))
}

fn json(compared: &[(&Template, Option<String>)]) -> String {
    let one = |(template, difference): &(&Template, Option<String>)| json!({ "name": template.name, "state": template.state(), "diff": difference });
    let all: Vec<_> = compared.iter().map(one).collect();
    format!("{}\n", json!({ "differences": all }))
}
