//! Which commit a site is compared with, and the site as it was then.

use std::path::Path;

use super::{
    Problem, Site,
    git::{Repository, Silence, ancestors},
    history,
    load::at_commit,
};
use crate::compile::{Inputs, Survey, survey};

/// The commits of the repository that a site lies in.
#[derive(Debug)]
pub struct Revisions {
    repository: Repository,
}

/// A commit and how people name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// `origin/main`, or as it was asked for.
    pub name: String,
    /// The whole hash.
    pub commit: String,
}

/// What a commit holds of a site.
#[derive(Debug)]
pub enum Surveyed {
    /// The site.
    Good(Box<Survey>),
    /// One with mistakes; the first of them, in one line.
    Mistaken(String),
    /// There was no site.yaml in this folder.
    Nothing,
}

/// Where the main branch of the place is looked for that the repository was cloned from.
const MAIN: [&str; 3] = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"];

const DEEPEN: &str = "this clone holds the newest commits only; to fetch the others: `fetch-depth: 0` at actions/checkout on GitHub, \
                      `GIT_DEPTH: \"0\"` on GitLab, `git fetch --unshallow` by hand";

impl Revisions {
    /// Asks git where the site lies.
    ///
    /// # Errors
    /// When git is not there, or the site is in no repository or in one without a commit.
    pub fn of(site: &Site) -> Result<Self, Problem> {
        let found = Repository::find(&site.folder);
        found.map(|repository| Self { repository }).map_err(|silence| unheard(&silence, site))
    }

    /// The commit of this name; without one, the published one, else the one where this branch left origin's main branch, else the
    /// one that is checked out.
    ///
    /// # Errors
    /// When the name stands for no commit of the repository.
    pub fn base(&self, asked: Option<&str>, out: &Path) -> Result<Revision, Problem> {
        match asked {
            Some(name) => self.named(name),
            None => match self.published(out).or_else(|| self.main()) {
                Some(revision) => Ok(revision),
                None if self.repository.is_shallow => {
                    Err(Problem::new("this clone does not hold the commit that is published").help(DEEPEN))
                }
                None => Ok(self.head()),
            },
        }
    }

    fn named(&self, name: &str) -> Result<Revision, Problem> {
        match self.repository.commit(name) {
            Ok(commit) => Ok(Revision { name: name.to_owned(), commit }),
            Err(Silence::Refusal(_)) => Err(self.unknown(name)),
            Err(silence) => Err(Problem::new(silence.to_string())),
        }
    }

    fn unknown(&self, name: &str) -> Problem {
        let problem = Problem::new(format!("{name:?} is no commit of this repository"))
            .help("write a branch, a tag or a hash, such as origin/main, HEAD~1 or 1a2b3c4; `git fetch` gets what others pushed");
        if self.repository.is_shallow { problem.help(DEEPEN) } else { problem }
    }

    fn published(&self, out: &Path) -> Option<Revision> {
        let commit = self.repository.commit(&published_commit(out)?).ok()?;
        // What was built here and is not on the main branch yet, was a look at it.
        let is_public = |tip: String| self.repository.run(&["merge-base", "--is-ancestor", &commit, &tip]).is_ok();
        let tip = MAIN.iter().find_map(|name| self.repository.commit(name).ok());
        if !tip.is_none_or(is_public) {
            return None;
        }
        Some(Revision { name: "the published one".to_owned(), commit })
    }

    fn main(&self) -> Option<Revision> {
        let (reference, tip) = MAIN.iter().find_map(|name| Some((*name, self.repository.commit(name).ok()?)))?;
        let reference = self.repository.run(&["rev-parse", "--abbrev-ref", reference]).ok()?;
        let name = String::from_utf8_lossy(&reference).trim().to_owned();
        // What others pushed since is no change of this branch.
        let common = self.repository.run(&["merge-base", &tip, &self.repository.head]).ok();
        let common = common.map(|told| String::from_utf8_lossy(&told).trim().to_owned());
        match common.filter(|common| *common != tip && !common.is_empty()) {
            Some(commit) => Some(Revision { name: format!("where this branch left {name}"), commit }),
            None => Some(Revision { name, commit: tip }),
        }
    }

    fn head(&self) -> Revision {
        Revision { name: "HEAD".to_owned(), commit: self.repository.head.clone() }
    }

    /// The commits before one that touched the site, newest first, at most so many.
    ///
    /// # Errors
    /// Git's words where it fails.
    pub fn before(&self, commit: &str, most: usize) -> Result<Vec<String>, Problem> {
        ancestors(&self.repository, commit, most).map_err(|silence| Problem::new(silence.to_string()))
    }

    /// The site as it was at a commit, seen from the same moment as the files here.
    ///
    /// # Errors
    /// Git's words where it fails.
    pub fn survey(&self, commit: &str, working: &Inputs) -> Result<Surveyed, Problem> {
        let sources = at_commit(&self.repository, commit, &working.sources);
        let Some(sources) = sources.map_err(|silence| Problem::new(silence.to_string()))? else {
            return Ok(Surveyed::Nothing);
        };
        let history = history::at_commit(&self.repository, commit, &sources);
        let inputs = Inputs { sources, history, now: working.now, base_url: None, share_pictures: false };
        Ok(match survey(inputs) {
            Ok(survey) => Surveyed::Good(Box::new(survey)),
            Err(mistake) => Surveyed::Mistaken(mistake),
        })
    }

    /// What to do where an older commit is missing.
    pub fn deepen(&self) -> Option<&'static str> {
        self.repository.is_shallow.then_some(DEEPEN)
    }
}

/// The commit that the last build into an output folder was made from, as its record says.
fn published_commit(out: &Path) -> Option<String> {
    super::write::published(out).commit.clone()
}

fn unheard(silence: &Silence, site: &Site) -> Problem {
    let cure = silence.cure(&super::shown(&site.folder));
    Problem::new(format!("{silence}, so there is nothing to compare with")).help(cure)
}
