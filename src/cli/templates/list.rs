//! `handbill templates list`

use clap::Args;
use serde_json::json;

use super::{
    super::{Outcome, arguments::TEMPLATE, session::Session},
    Format, Place,
    template::{self, State, Template},
};
use crate::shell::Problem;

const EXAMPLES: &str = "\
Examples:
  handbill templates                 List the built-in templates, and which the site replaces
  handbill templates --format json   For a program";

/// List the built-in templates, which `handbill templates` alone does too
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(super) struct List {
    #[command(flatten)]
    place: Place,

    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

impl List {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let site = self.place.find_if_any()?;
        let templates = template::all(site.as_ref())?;
        let text = match self.format {
            Format::Human => human(&templates),
            Format::Json => json(&templates),
        };
        session.answer(self.format == Format::Human, &text)?;
        if site.is_none() {
            session.aside("There is no site here, so nothing is said of what it replaces.");
        }
        Ok(Outcome::Done)
    }
}

fn human(templates: &[Template]) -> String {
    let width = templates.iter().map(|template| template.name.len()).max().unwrap_or(0);
    let line = |template: &Template| {
        let state = state_words(template.state());
        let mark = if state.is_empty() { ' ' } else { '*' };
        format!("{mark} {:<width$}  {}{state}\n", template.name, template.purpose())
    };
    let lines = |is_template: bool| -> String {
        templates.iter().filter(|template| template.is_template() == is_template).map(line).collect()
    };
    let is_any = templates.iter().any(|template| template.own.is_some());
    let legend = if is_any { "\n* This site has its own in site-templates/.\n" } else { "" };
    format!("Templates:\n{}\nStatic files, copied as they are:\n{}{legend}", lines(true), lines(false))
}

/// What is said of a site's own file, after what the built-in one is for.
fn state_words(state: State) -> &'static str {
    match state {
        State::BuiltIn => "",
        State::Same => " [yours is the same]",
        State::Extends => " [yours changes blocks of it]",
        State::Current => " [yours was made from it]",
        State::Outdated => " [yours was made from an older one]",
        State::Own => " [yours stands in its place]",
    }
}

fn json(templates: &[Template]) -> String {
    let one = |template: &Template| {
        json!({
            "name": template.name,
            "purpose": template.purpose(),
            "is_static": !template.is_template(),
            "is_replaced": template.own.is_some(),
            "state": template.state(),
        })
    };
    let all: Vec<_> = templates.iter().map(one).collect();
    format!("{}\n", json!({ "templates": all }))
}
