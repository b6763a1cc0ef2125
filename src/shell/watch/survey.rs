//! Which folders and links a site has, and where the links lead.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Component, Path, PathBuf},
};

use ignore::{DirEntry, WalkBuilder};

/// The folders that a site is read from.
pub(super) const FOLDERS: [&str; 3] = ["events", "pages", "site-templates"];
/// The file beside them.
pub(super) const SETTINGS: &str = "site.yaml";
/// A link to a link to a link: as far as the system itself goes.
const LINKS: usize = 40;

/// Which folders and links a site has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Survey {
    pub(super) folders: BTreeSet<PathBuf>,
    /// Every link, and the places in the site's folder that decide what it shows.
    links: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Survey {
    /// Looks at the folders of a site.
    pub(super) fn of(site: &Path) -> Self {
        let mut survey = Self::default();
        for folder in FOLDERS.map(|folder| site.join(folder)) {
            survey.walk(site, &folder);
        }
        survey.add_link(site, site.join(SETTINGS));
        survey
    }

    fn walk(&mut self, site: &Path, folder: &Path) {
        if fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink()) {
            self.add_link(site, folder.to_owned());
            return;
        }
        for entry in walker(folder).build().flatten() {
            match entry.file_type() {
                Some(kind) if kind.is_dir() => _ = self.folders.insert(entry.into_path()),
                Some(kind) if kind.is_symlink() => self.add_link(site, entry.into_path()),
                _ => {}
            }
        }
    }

    fn add_link(&mut self, site: &Path, link: PathBuf) {
        if fs::symlink_metadata(&link).is_ok_and(|metadata| metadata.is_symlink()) {
            let hops = hops(&link).into_iter().filter(|hop| hop.starts_with(site)).collect();
            self.links.insert(link, hops);
        }
    }

    /// Whether a path is that of a link.
    pub(super) fn is_link(&self, path: &Path) -> bool {
        self.links.contains_key(path)
    }

    /// The links that show something else when there is a change at this path.
    pub(super) fn links_by(&self, path: &Path) -> impl Iterator<Item = &Path> {
        let leads = move |hops: &BTreeSet<PathBuf>| hops.iter().any(|hop| hop.starts_with(path));
        self.links.iter().filter(move |(_, hops)| leads(hops)).map(|(link, _)| link.as_path())
    }

    /// All the places where links lead.
    pub(super) fn targets(&self) -> BTreeSet<PathBuf> {
        self.links.values().flatten().cloned().collect()
    }
}

/// Everything below a folder that may be read.
pub(super) fn walker(folder: &Path) -> WalkBuilder {
    let mut walker = WalkBuilder::new(folder);
    walker.standard_filters(false).follow_links(false).filter_entry(is_seen);
    walker
}

/// What is read below the folders of a site: nothing whose name begins with a dot, but for these.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && !matches!(name, ".well-known" | ".nojekyll")
}

fn is_seen(entry: &DirEntry) -> bool {
    !is_hidden(&entry.file_name().to_string_lossy())
}

/// The places that a link leads through, and its end: each as it is written, and as it is where folders on the way are links.
fn hops(link: &Path) -> BTreeSet<PathBuf> {
    let mut hops = BTreeSet::new();
    let mut here = link.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&here) else { break };
        here = tidy(&here.parent().unwrap_or(&here).join(target));
        hops.insert(here.clone());
    }
    hops.extend(link.canonicalize());
    hops
}

/// Takes `.` and `..` out of a path.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = tidied.pop(),
            part => tidied.push(part),
        }
    }
    tidied
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn every_place_that_a_link_leads_through_counts() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().canonicalize().unwrap();
        fs::create_dir_all(site.join("events")).unwrap();
        fs::create_dir_all(site.join("drafts/new")).unwrap();
        fs::write(site.join("drafts/new/a.yaml"), "").unwrap();
        symlink("new", site.join("drafts/link")).unwrap();
        symlink("../drafts/./link/a.yaml", site.join("events/a.yaml")).unwrap();
        symlink("a.yaml", site.join("events/b.yaml")).unwrap();
        symlink("/etc/hostname", site.join("events/c.yaml")).unwrap();
        let survey = Survey::of(&site);
        let by = |path: &str| survey.links_by(&site.join(path)).count();
        assert_eq!(by("drafts/link"), 2, "{survey:?}");
        assert_eq!(by("drafts/new/a.yaml"), 2);
        assert_eq!(by("drafts"), 2);
        assert_eq!(by("events/a.yaml"), 1);
        assert_eq!(by("drafts/new/b.yaml"), 0);
        assert!(survey.is_link(&site.join("events/c.yaml")));
    }
}
