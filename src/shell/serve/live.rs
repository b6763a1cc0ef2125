//! What open pages must know: which builds there were since they were loaded, and whether mistakes stand.

use std::{
    collections::{BTreeSet, VecDeque},
    sync::Arc,
};

use serde::Serialize;

use super::lookup::Root;

/// How many builds are remembered; a page that missed more is loaded again.
const REMEMBERED: usize = 100;
/// A build that changes more files counts as one that changes all.
const NAMED: usize = 2000;
/// What a page can show besides its own text and its stylesheets.
const SHOWN: [&str; 12] =
    ["avif", "gif", "ico", "jpeg", "jpg", "js", "mjs", "png", "svg", "webmanifest", "webp", "woff2"];

/// What a build came to, for the browsers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Update {
    /// Files that were written or removed, relative to the output folder.
    pub changed: BTreeSet<String>,
    /// The mistakes that hold the site back, if any do.
    pub mistakes: Option<Mistakes>,
}

/// Mistakes as they are shown over a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistakes {
    /// How many there are: "2 errors, 1 warning".
    pub title: String,
    /// What they are, as in a terminal.
    pub text: String,
}

/// Everything that pages are told from.
#[derive(Clone, Debug)]
pub(super) struct Live {
    /// Tells this run of the server from any other.
    run: u64,
    /// How many builds changed something.
    builds: u64,
    /// The newest builds, the last one last; nothing stands for every file.
    recent: VecDeque<Option<Arc<BTreeSet<String>>>>,
    /// The mistakes that stand.
    mistakes: Option<Arc<Mistakes>>,
    /// Whether the site was ever built.
    pub(super) is_built: bool,
}

/// What a page is told.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Message {
    /// Whether the page changed.
    reload: bool,
    /// Addresses of stylesheets that changed.
    styles: Vec<String>,
    /// Addresses of other files that changed and that a page may show.
    shown: Vec<String>,
    mistakes: Option<Arc<Mistakes>>,
}

impl Live {
    /// `run` is a number that no other run of the server has.
    pub(super) fn new(run: u64) -> Self {
        Self { run, builds: 0, recent: VecDeque::new(), mistakes: None, is_built: false }
    }

    /// Takes up what a build came to.
    pub(super) fn take(&mut self, update: Update) {
        let is_first = !self.is_built && update.mistakes.is_none();
        self.mistakes = update.mistakes.map(Arc::new);
        if is_first || !update.changed.is_empty() {
            let is_everything = is_first || update.changed.len() > NAMED;
            self.builds += 1;
            self.recent.push_back((!is_everything).then(|| Arc::new(update.changed)));
            if self.recent.len() > REMEMBERED {
                self.recent.pop_front();
            }
        }
        self.is_built |= is_first;
    }

    /// The name of the newest build.
    pub(super) fn id(&self) -> String {
        format!("{:x}-{}", self.run, self.builds)
    }

    /// What a page at this address must know that was loaded as of the build named.
    pub(super) fn message(&self, root: &Root, address: &str, since: &str) -> Message {
        let changed = self.changed_since(since);
        let reload = changed
            .as_ref()
            .is_none_or(|changed| root.is_changed(address, |path| changed.iter().any(|build| build.contains(path))));
        let files = || changed.iter().flatten().flat_map(|build| build.iter());
        let of = |is_wanted: fn(&str) -> bool| -> Vec<String> {
            let wanted: BTreeSet<&String> = files().filter(|path| is_wanted(ending(path))).collect();
            wanted.into_iter().map(|path| root.address(path)).collect()
        };
        Message {
            reload,
            styles: of(|ending| ending == "css"),
            shown: of(|ending| SHOWN.contains(&ending)),
            mistakes: self.mistakes.clone(),
        }
    }

    /// The files that changed after a build; nothing where that may be any.
    fn changed_since(&self, since: &str) -> Option<Vec<&Arc<BTreeSet<String>>>> {
        let (run, build) = since.split_once('-')?;
        let is_this_run = u64::from_str_radix(run, 16) == Ok(self.run);
        let missed = self.builds.checked_sub(build.parse().ok()?).filter(|_| is_this_run)?;
        let known = self.recent.len().checked_sub(usize::try_from(missed).ok()?)?;
        self.recent.iter().skip(known).map(Option::as_ref).collect()
    }
}

fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> Root {
        Root { folder: "/none".into(), mount: "/".to_owned() }
    }

    fn built(changed: &[&str]) -> Update {
        Update { changed: changed.iter().map(|path| (*path).to_owned()).collect(), mistakes: None }
    }

    fn wrong() -> Update {
        let mistakes = Mistakes { title: "1 error".to_owned(), text: "error: x".to_owned() };
        Update { mistakes: Some(mistakes), ..Update::default() }
    }

    fn told(live: &Live, address: &str, since: &str) -> (bool, Vec<String>, Vec<String>) {
        let message = live.message(&root(), address, since);
        (message.reload, message.styles, message.shown)
    }

    #[test]
    fn the_first_good_build_reloads_what_waits_for_it() {
        let mut live = Live::new(7);
        live.take(wrong());
        let before = live.id();
        assert!(!live.is_built);
        assert_eq!(told(&live, "/", &before), (false, vec![], vec![]));
        live.take(built(&["index.html"]));
        assert!(live.is_built);
        assert!(told(&live, "/elsewhere/", &before).0);
        assert!(!told(&live, "/elsewhere/", &live.id()).0);
    }

    #[test]
    fn a_page_is_told_of_its_own_changes_and_of_what_it_may_show() {
        let mut live = Live::new(7);
        live.take(built(&["index.html"]));
        let first = live.id();
        live.take(built(&["events/x/index.html", "assets/style.css", "feeds/all.ics"]));
        live.take(built(&["events/x/poster.png", "assets/style.css"]));
        let both = || (vec!["/assets/style.css".to_owned()], vec!["/events/x/poster.png".to_owned()]);
        assert_eq!(told(&live, "/events/x/", &first), (true, both().0, both().1));
        assert_eq!(told(&live, "/", &first), (false, both().0, both().1));
        assert_eq!(told(&live, "/", &live.id()), (false, vec![], vec![]));
    }

    #[test]
    fn who_was_away_too_long_or_knew_another_run_loads_again() {
        let mut live = Live::new(7);
        live.take(built(&["index.html"]));
        let first = live.id();
        for _ in 0..REMEMBERED {
            live.take(built(&["x.html"]));
        }
        assert!(!told(&live, "/", &first).0);
        live.take(built(&["x.html"]));
        assert!(told(&live, "/", &first).0);
        for unknown in ["", "x", "7-", "7-900", "8-1", "7-x"] {
            assert!(told(&live, "/", unknown).0, "{unknown}");
        }
    }

    #[test]
    fn mistakes_stand_until_a_good_build_and_change_no_page() {
        let mut live = Live::new(7);
        live.take(built(&["index.html"]));
        let id = live.id();
        live.take(wrong());
        assert_eq!((live.id(), live.is_built), (id.clone(), true));
        assert!(live.message(&root(), "/", &id).mistakes.is_some());
        live.take(built(&[]));
        assert_eq!(live.id(), id);
        assert!(live.message(&root(), "/", &id).mistakes.is_none());
    }
}
