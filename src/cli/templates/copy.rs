//! `handbill templates copy`

use clap::Args;

use super::{
    super::{Outcome, arguments::TEMPLATE, session::Session},
    Place,
    template::{self, Template},
};
use crate::{
    diag::wording::count,
    shell::{self, Problem, Site, has_own_template, shown, template_path},
};

const EXAMPLES: &str = "\
Examples:
  handbill templates copy event.html                Make the page of an event your own
  handbill templates copy group.html style.css -n   Say what would be copied, and do nothing
  handbill templates copy --all --force             Start again from everything that is built in";

const AFTER: &str = "\
A copy says in its first line what it was made from, so that `handbill templates` can tell when the built-in one has changed since.";

/// Copy built-in templates into the site's site-templates/
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
pub(super) struct Copy {
    /// The templates: event.html, or event for short; style.css for static/assets/style.css
    #[arg(value_name = "NAME", required_unless_present = "all")]
    names: Vec<String>,

    /// Copy all of them
    #[arg(long, conflicts_with = "names")]
    all: bool,

    /// Replace what is there already
    #[arg(long)]
    force: bool,

    /// Say what would be written, and do none of it
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    place: Place,
}

impl Copy {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        let site = self.place.find()?;
        let all = template::all(Some(&site))?;
        let chosen = if self.all { all } else { template::named(all, &self.names)? };
        let (same, other): (Vec<&Template>, Vec<&Template>) =
            chosen.iter().partition(|template| template.own.as_deref() == Some(&template.copy()));
        if !self.force {
            refuse_existing(&site, &other)?;
        }
        let mut text = String::new();
        for template in &other {
            let path = shown(&template_path(&site, &template.name));
            if !self.dry_run {
                shell::write_template(&site, &template.name, &template.copy(), self.force)?;
            }
            text.push_str(&format!("{} {path}\n", if self.dry_run { "would write" } else { "wrote" }));
        }
        for template in same {
            let path = shown(&template_path(&site, &template.name));
            text.push_str(&format!("unchanged {path}\n"));
        }
        session.answer(true, &text)?;
        if let Some(template) = other.first().filter(|template| template.is_template() && !self.dry_run && !self.all) {
            session.aside(&hint(template));
        }
        Ok(Outcome::Done)
    }
}

fn refuse_existing(site: &Site, templates: &[&Template]) -> Result<(), Problem> {
    let there: Vec<String> = templates
        .iter()
        .filter(|template| has_own_template(site, &template.name))
        .map(|template| shown(&template_path(site, &template.name)))
        .collect();
    let message = match &there[..] {
        [] => return Ok(()),
        [one] => format!("{one} is there already"),
        all => format!("{} are there already: {}", count(all.len(), "file"), all.join(", ")),
    };
    Err(Problem::new(format!("{message}; nothing was copied"))
        .help("`handbill templates diff` shows how they differ from what is built in")
        .help("--force replaces what is there"))
}

fn hint(template: &Template) -> String {
    format!(
        "Edit and look: handbill serve --open. To change one part only, keep a single block below \
         {{% extends \"default/{}\" %}}.",
        template.name
    )
}
