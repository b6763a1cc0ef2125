//! The records of a site as they were at a commit, taken in by the rules of the working tree.
//!
//! Templates and static files are left out: what stands in feeds has nothing to do with them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    DEPTH, FILES, read,
    sort::{self, Sort},
};
use crate::{
    shell::git::{Repository, Silence, TreeFile, changed_since, objects, tree},
    source::{Content, Origin, SourceFile, SourceSet},
};

/// What becomes of a file of the commit.
enum Fate {
    Read { blob: String, sort: Sort },
    Known(Content),
}

/// The site as it was at a commit; nothing where there was no site.yaml in this folder. Pictures that are as they were then are
/// not read again but taken from the working tree.
///
/// # Errors
/// Git's words where it fails.
pub(in crate::shell) fn at_commit(
    repository: &Repository,
    commit: &str,
    working: &SourceSet,
) -> Result<Option<SourceSet>, Silence> {
    let files = tree(repository, commit)?;
    if !files.iter().any(|file| file.path == "site.yaml") {
        return Ok(None);
    }
    let changed = changed_since(repository, commit)?;
    let links = links(repository, &files)?;
    let tree = Tree { files: files.iter().map(|file| (&*file.path, file)).collect(), links, changed, working };
    let fates: Vec<(&str, Fate)> = files.iter().filter_map(|file| Some((&*file.path, tree.fate(file)?))).collect();
    if fates.len() > FILES {
        return Err(Silence::Refusal(format!("the site has more than {FILES} files at that commit")));
    }
    contents(repository, fates).map(|files| Some(SourceSet::new(files)))
}

/// The ways that the links of a tree hold.
fn links(repository: &Repository, files: &[TreeFile]) -> Result<BTreeMap<String, String>, Silence> {
    let links: Vec<&TreeFile> = files.iter().filter(|file| file.is_link).collect();
    let names: Vec<&str> = links.iter().map(|file| &*file.blob).collect();
    let ways = objects(repository, &names, |_, bytes| String::from_utf8_lossy(&bytes).into_owned())?;
    let paths = links.iter().map(|file| file.path.clone());
    Ok(paths.zip(ways).filter_map(|(path, way)| Some((path, way?))).collect())
}

fn contents(repository: &Repository, fates: Vec<(&str, Fate)>) -> Result<Vec<SourceFile>, Silence> {
    let asked: Vec<(&str, Sort)> = fates.iter().filter_map(|(_, fate)| fate.asked()).collect();
    let names: Vec<&str> = asked.iter().map(|(blob, _)| *blob).collect();
    let read = objects(repository, &names, |number, bytes| read::taken_in(bytes, asked[number].1))?;
    let mut read = read.into_iter();
    let file = |(path, fate): &(&str, Fate)| {
        let content = match fate {
            Fate::Known(content) => content.clone(),
            Fate::Read { .. } => read.next().flatten().unwrap_or_else(|| refused("git does not have its content here")),
        };
        SourceFile { path: (*path).into(), origin: Origin::User, content }
    };
    Ok(fates.iter().map(file).collect())
}

impl Fate {
    fn asked(&self) -> Option<(&str, Sort)> {
        match self {
            Self::Read { blob, sort } => Some((blob, *sort)),
            Self::Known(_) => None,
        }
    }
}

fn refused(why: &str) -> Content {
    Content::Refused(why.to_owned())
}

struct Tree<'a> {
    files: BTreeMap<&'a str, &'a TreeFile>,
    links: BTreeMap<String, String>,
    changed: BTreeSet<String>,
    working: &'a SourceSet,
}

impl Tree<'_> {
    /// Nothing for names that are not read.
    fn fate(&self, file: &TreeFile) -> Option<Fate> {
        let sort = sort_of(&file.path);
        if file.is_link {
            return self.followed(file, sort);
        }
        let sort = sort?;
        if file.path.matches('/').count() > DEPTH + 1 {
            return Some(Fate::Known(refused("it lies in too many folders")));
        }
        Some(self.read(file, sort))
    }

    fn read(&self, file: &TreeFile, sort: Sort) -> Fate {
        let (bytes, limit) = (file.bytes, sort.limit());
        if bytes > limit {
            return Fate::Known(Content::TooLarge { bytes, limit });
        }
        let unchanged = sort == Sort::Picture && !self.changed.contains(&file.path);
        let known = unchanged.then(|| self.working.find(&file.path)).flatten().map(|(_, known)| &known.content);
        match known {
            Some(content @ Content::Picture(_)) => Fate::Known(content.clone()),
            _ => Fate::Read { blob: file.blob.clone(), sort },
        }
    }

    /// A link to a file of the site is that file; one to a folder is refused whatever its name.
    fn followed(&self, link: &TreeFile, sort: Option<Sort>) -> Option<Fate> {
        let is_below = is_below_events(&link.path) || link.path == "events";
        if sort.is_none() && !is_below {
            return None;
        }
        let refuse = |why: &str| Some(Fate::Known(refused(why)));
        let Some(target) = self.target(&link.path) else {
            return sort.and(refuse("it is a link that leaves the site's folder"));
        };
        if let Some(file) = self.files.get(&*target).filter(|file| !file.is_link) {
            return Some(self.read(file, sort?));
        }
        let folder = format!("{target}/");
        let is_folder = self.files.range(&*folder..).next().is_some_and(|(path, _)| path.starts_with(&folder));
        if is_folder { refuse("it is a link to a folder") } else { sort.and(refuse("it is a link that leads nowhere")) }
    }

    /// Where a link leads, through other links too; nothing where it leaves the site.
    fn target(&self, path: &str) -> Option<String> {
        let mut path = path.to_owned();
        for _ in 0..DEPTH {
            let Some(way) = self.links.get(&path) else { return Some(path) };
            path = beside(&path, way)?;
        }
        None
    }
}

/// The path that a way leads to from the folder of a file.
fn beside(path: &str, way: &str) -> Option<String> {
    if way.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn is_below_events(path: &str) -> bool {
    path.strip_prefix("events/").is_some_and(|rest| !rest.split('/').any(|part| part.starts_with('.')))
}

fn sort_of(path: &str) -> Option<Sort> {
    if path == "site.yaml" {
        return Some(Sort::Record);
    }
    let name = path.rsplit('/').next()?;
    if is_below_events(path) { sort::event(name) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_in_the_working_tree() {
        assert_eq!(sort_of("site.yaml"), Some(Sort::Record));
        assert_eq!(sort_of("events/a/b.yml"), Some(Sort::Record));
        assert_eq!(sort_of("events/IMG.JPG"), Some(Sort::Picture));
        for other in ["a.yaml", "events/.git/x.yaml", "events/.x.yaml", "events/x.txt", "site-templates/x.html"] {
            assert_eq!(sort_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_way_leads_from_the_folder_of_its_link() {
        assert_eq!(beside("events/a/x.yaml", "../b/./y.yaml").as_deref(), Some("events/b/y.yaml"));
        assert_eq!(beside("events/x.yaml", "../../y.yaml"), None);
        assert_eq!(beside("events/x.yaml", "/etc/passwd"), None);
    }
}
