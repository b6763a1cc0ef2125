//! The texts of commits: those that stand on the disk are taken from there, the others are fetched from git.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;
use sha1::{Digest, Sha1};

use crate::{
    shell::git::{self, Blob, Entry, Fetched, Repository, Silence},
    source::{Commit, Content, Log, SourceSet, TextId, Touched},
};

/// Git's hash of a text (its object's name) in a repository that uses SHA-1. In one that uses another hash no text on the disk
/// is known again, and all are fetched.
fn name(text: &str) -> Arc<str> {
    let mut hasher = Sha1::new();
    hasher.update(format!("blob {}\0", text.len()));
    hasher.update(text);
    let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    hasher.finalize().iter().flat_map(|byte| digits(*byte)).collect::<String>().into()
}

/// Whether git has this name for a text, or for the same with plain line feeds.
#[cfg(feature = "watch")]
pub(super) fn is_named(text: &str, name: &Arc<str>) -> bool {
    names(text).contains(name)
}

fn names(text: &str) -> [Arc<str>; 2] {
    let own = name(text);
    let plain = if text.contains("\r\n") { name(&text.replace("\r\n", "\n")) } else { own.clone() };
    [own, plain]
}

/// The texts of the records as they stand on the disk.
#[derive(Debug, Default)]
pub(in crate::shell) struct Texts {
    /// By path: the name that git has for the text, and for the same with plain line feeds: git may have changed them.
    names: BTreeMap<Arc<str>, [Arc<str>; 2]>,
    by_name: BTreeMap<Arc<str>, Arc<str>>,
}

impl Texts {
    pub(in crate::shell) fn of(sources: &SourceSet) -> Self {
        let files: Vec<_> = sources.iter().map(|(_, file)| file).filter(|file| git::is_record(&file.path)).collect();
        let named = |content: &Content| match content {
            Content::Text(text) => Some((names(text), text.clone())),
            _ => None,
        };
        let named: Vec<_> =
            files.par_iter().filter_map(|file| Some((file.path.clone(), named(&file.content)?))).collect();
        let by_name = named.iter().flat_map(|(_, (names, text))| names.iter().map(|name| (name.clone(), text.clone())));
        Self {
            by_name: by_name.collect(),
            names: named.iter().map(|(path, (names, _))| (path.clone(), names.clone())).collect(),
        }
    }

    /// The log that these commits make, with all texts that can be had; and whether some are missing. The commits are not none.
    ///
    /// # Errors
    /// Git's words where it cannot be asked.
    pub(super) fn log(&self, repository: &Repository, entries: Vec<Entry>) -> Result<(Log, bool), Silence> {
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
        let is_partial = self.fetch(repository, &names, &mut log.texts)?;
        Ok((log, is_partial))
    }

    fn fetch(
        &self,
        repository: &Repository,
        names: &BTreeMap<Arc<str>, TextId>,
        texts: &mut Vec<Option<Arc<str>>>,
    ) -> Result<bool, Silence> {
        texts.resize(names.len(), None);
        let mut wanted = Vec::new();
        for (name, id) in names {
            match self.by_name.get(name) {
                Some(text) => texts[id.0 as usize] = Some(text.clone()),
                None => wanted.push((&**name, id.0 as usize)),
            }
        }
        let fetched = git::texts(repository, &wanted.iter().map(|(name, _)| *name).collect::<Vec<_>>())?;
        let mut is_partial = false;
        for ((_, number), text) in wanted.into_iter().zip(fetched) {
            is_partial |= text == Fetched::Missing;
            texts[number] = text.into_text();
        }
        Ok(is_partial)
    }

    /// Takes in that a record stands otherwise on the disk, or not at all.
    #[cfg(feature = "watch")]
    pub(super) fn renew(&mut self, path: &Arc<str>, text: Option<&Arc<str>>) {
        match text {
            Some(text) => self.names.insert(path.clone(), names(text)),
            None => self.names.remove(path),
        };
    }

    /// Whether the text on the disk is the one of this name.
    pub(super) fn stands(&self, path: &str, name: &Arc<str>) -> bool {
        self.names.get(path).is_some_and(|names| names.contains(name))
    }

    /// The texts at the last commit of the files that stand otherwise on the disk, or not at all, by path.
    pub(super) fn committed(
        &self,
        repository: &Repository,
        files: &BTreeMap<Arc<str>, Arc<str>>,
    ) -> BTreeMap<Arc<str>, Arc<str>> {
        let other: Vec<_> = files.iter().filter(|(path, name)| !self.stands(path, name)).collect();
        let names: BTreeSet<&str> = other.iter().map(|(_, name)| &***name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let fetched = git::texts(repository, &names).unwrap_or_default();
        let texts: BTreeMap<&str, Fetched> = names.into_iter().zip(fetched).collect();
        let text = |name: &Arc<str>| texts.get(&**name).cloned().and_then(Fetched::into_text);
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
        assert_eq!(names("a\r\n")[1], name("a\n"));
        assert_eq!(&*name("title: Stop Trident\n"), "9e491c4e4999a90ffa3c7761ca8eab27f3e9636f");
    }
}
