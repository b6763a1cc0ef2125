//! `handbill templates`

mod copy;
mod diff;
mod list;
mod template;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use self::{copy::Copy, diff::Diff, list::List};
use super::{Outcome, arguments::TEMPLATE, session::Session};
use crate::shell::{self, Problem, Site};

const EXAMPLES: &str = "\
Examples:
  handbill templates                   List the built-in templates, and which the site replaces
  handbill templates copy event.html   Make a template your own: it is copied into site-templates/
  handbill templates diff              Say how your own ones differ from the built-in ones";

const AFTER: &str = "\
To change one part alone, do not copy: a site-templates/footer.html of two lines replaces a block, and
the rest stays the built-in one, in later versions too:
  {% extends \"default/footer.html\" %}
  {% block note %}<p>Printed and published by us.</p>{% endblock %}";

/// List the built-in templates, copy them into the site, and compare the site's own with them
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = AFTER)]
#[command(args_conflicts_with_subcommands = true, subcommand_help_heading = "Commands", disable_help_subcommand = true)]
pub(super) struct Templates {
    #[command(subcommand)]
    what: Option<What>,

    #[command(flatten)]
    list: List,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Copy(Copy),
    Diff(Diff),
}

#[derive(Args, Debug)]
struct Place {
    /// The site's folder; else this folder or the nearest above it that holds a site.yaml
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

#[derive(Clone, std::marker::Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

impl Templates {
    pub(super) fn run(&self, session: &Session) -> Result<Outcome, Problem> {
        match &self.what {
            None => self.list.run(session),
            Some(What::List(list)) => list.run(session),
            Some(What::Copy(copy)) => copy.run(session),
            Some(What::Diff(diff)) => diff.run(session),
        }
    }
}

impl Place {
    fn find(&self) -> Result<Site, Problem> {
        shell::find_site(self.site.as_deref())
    }

    /// The site; nothing where none is named and none is here.
    fn find_if_any(&self) -> Result<Option<Site>, Problem> {
        match self.find() {
            Err(_) if self.site.is_none() => Ok(None),
            found => found.map(Some),
        }
    }
}
