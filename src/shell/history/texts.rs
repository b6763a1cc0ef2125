//! The texts of commits: those that stand on the disk are taken from there, the others are fetched from git.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;
use sha1::{Digest, Sha1};

use crate::{
    shell::git::{self, Blob, Entry, Repository},
    source::{Commit, Content, Log, SourceSet, TextId, Touched},
};

/// Git's hash of a text (its object's name) in a repository that uses SHA-1. In one that uses another hash no text on the disk
/// is known again, and all are fetched.
fn name(text: &str) -> Arc<str> {
    let mut hasher = Sha1::new();
    hasher.update(format!("blob {}\0", text.len()));
    hasher.update(text);
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

/// The texts of the records as they stand on the disk.
pub(super) struct Texts {
    /// By path: the name that git has for the text.
    names: BTreeMap<Arc<str>, Arc<str>>,
    by_name: BTreeMap<Arc<str>, Arc<str>>,
}

impl Texts {
    pub(super) fn of(sources: &SourceSet) -> Self {
        let files: Vec<_> = sources.iter().map(|(_, file)| file).filter(|file| git::is_record(&file.path)).collect();
        let named = |content: &Content| match content {
            Content::Text(text) => Some((name(text), text.clone())),
            _ => None,
        };
        let named: Vec<_> =
            files.par_iter().filter_map(|file| Some((file.path.clone(), named(&file.content)?))).collect();
        Self {
            names: named.iter().map(|(path, (name, _))| (path.clone(), name.clone())).collect(),
            by_name: named.into_iter().map(|(_, named)| named).collect(),
        }
    }

    /// The log that these commits make, with all texts that can be had. They are not empty.
    pub(super) fn log(&self, repository: &Repository, entries: Vec<Entry>) -> Log {
        let mut names: BTreeMap<Arc<str>, TextId> = BTreeMap::new();
        let mut log = Log { head: repository.head.as_str().into(), ..Log::default() };
        for Entry { commit, at, files } in entries {
            log.at = at;
            let mut touched = Vec::with_capacity(files.len());
            for (path, blob) in files {
                let path: Arc<str> = path.into();
                let text = match blob {
                    Blob::Nothing => {
                        log.files.remove(&path);
                        None
                    }
                    Blob::File(hash) => {
                        let hash: Arc<str> = hash.into();
                        let next = TextId(u32::try_from(names.len()).unwrap_or(u32::MAX));
                        log.files.insert(path.clone(), hash.clone());
                        Some(*names.entry(hash).or_insert(next))
                    }
                };
                touched.push(Touched { path, text });
            }
            log.commits.push(Commit { hash: commit.into(), at, files: touched });
        }
        log.texts = self.fetch(repository, &names);
        log
    }

    fn fetch(&self, repository: &Repository, names: &BTreeMap<Arc<str>, TextId>) -> Vec<Option<Arc<str>>> {
        let mut texts = vec![None; names.len()];
        let mut wanted = Vec::new();
        for (name, id) in names {
            match self.by_name.get(name) {
                Some(text) => texts[id.0 as usize] = Some(text.clone()),
                None => wanted.push((&**name, id.0 as usize)),
            }
        }
        let fetched = git::texts(repository, &wanted.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        // Where git does not give them, the past is not known further back than it gives.
        for ((_, number), text) in wanted.into_iter().zip(fetched.unwrap_or_default()) {
            texts[number] = text;
        }
        texts
    }

    /// The texts at the last commit of the files that stand otherwise on the disk, or not at all, by path.
    pub(super) fn committed(
        &self,
        repository: &Repository,
        files: &BTreeMap<Arc<str>, Arc<str>>,
    ) -> BTreeMap<Arc<str>, Arc<str>> {
        let other: Vec<_> = files.iter().filter(|(path, name)| self.names.get(*path) != Some(*name)).collect();
        let names: BTreeSet<&str> = other.iter().map(|(_, name)| &***name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let fetched = git::texts(repository, &names).unwrap_or_default();
        let texts: BTreeMap<&str, Option<Arc<str>>> = names.into_iter().zip(fetched).collect();
        let text = |name: &Arc<str>| texts.get(&**name).cloned().flatten();
        other.into_iter().filter_map(|(path, name)| Some((path.clone(), text(name)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_name_that_git_gives_it() {
        // git hash-object --stdin
        assert_eq!(&*name(""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(&*name("title: Stop Trident\n"), "9e491c4e4999a90ffa3c7761ca8eab27f3e9636f");
    }
}
