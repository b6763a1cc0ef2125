//! An output folder as the last build of this program left it: only what differs is made and looked at.
//!
//! Whoever changes files in it meanwhile is noticed where Handbill's own record is another one, or a folder that is written to
//! is not there; else with the next build that looks at every file.

use std::{
    cmp::Reverse,
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Report, WriteError, Writer, place,
    render::first_distinct,
    target::{Goods, modified},
    workspace::{HOME, MANIFEST, Workspace},
};
use crate::{
    compile::Outputs,
    diag::Diagnostic,
    output::{Imprint, Manifest, ManifestText, OutPath, Record},
    shell::{
        Problem,
        interrupt::{self, Untidy},
    },
    source::Digest,
};

/// Outputs from this size on, in bytes, are written without a look at whether they differ from what stands there: the look would
/// take as long.
const LARGE: u64 = 1_000_000;
/// Stands for the hash of bytes that nobody hashed.
const UNKNOWN: Digest = [0; 16];

/// What the last build left in the output folder.
#[derive(Debug)]
pub struct Standing {
    out: PathBuf,
    paths: Arc<[OutPath]>,
    imprints: Vec<Imprint>,
    manifest: Manifest,
    /// The text of the manifest, where its lines can be exchanged.
    text: Option<ManifestText>,
    /// When the manifest was written, and its length.
    mark: (i64, u64),
}

/// An output that was made anew.
enum Remade {
    /// It has the same bytes as before.
    Same(usize, Imprint),
    /// It waits in the stage.
    Staged(usize, Imprint),
}

impl Standing {
    /// What a whole build left.
    pub(super) fn new(out: &Path, paths: &Arc<[OutPath]>, imprints: Vec<Imprint>, manifest: Manifest) -> Option<Self> {
        let text = ManifestText::new(&manifest);
        Some(Self { out: out.to_owned(), paths: paths.clone(), imprints, manifest, text, mark: mark(out)? })
    }

    /// Whether these outputs go to the same places, and nobody else has written there.
    fn is_for(&self, out: &Path, paths: &Arc<[OutPath]>) -> bool {
        Arc::ptr_eq(&self.paths, paths) && self.out == out && self.is_untouched()
    }

    /// Whether nobody else has written the record.
    pub fn is_untouched(&self) -> bool {
        mark(&self.out) == Some(self.mark)
    }

    /// Takes in what was made anew, and what is published now.
    fn take_in(&mut self, remade: &[Remade], record: Arc<Record>) {
        let mut text = self.text.take();
        for one in remade {
            let (Remade::Same(number, imprint) | Remade::Staged(number, imprint)) = one;
            let path = &self.paths[*number];
            if self.imprints[*number].content != imprint.content {
                self.manifest.insert(path, imprint.content);
                text = text.and_then(|mut text| text.exchange_file(path, imprint.content).then_some(text));
            }
            self.imprints[*number] = *imprint;
        }
        let old = std::mem::replace(&mut self.manifest.record, record);
        let text = text.and_then(|mut text| text.exchange_record(&old, &self.manifest.record).then_some(text));
        self.text = text.or_else(|| ManifestText::new(&self.manifest));
    }

    /// Whether every folder of these outputs is there, and none is a link.
    fn has_folders_of(&self, outputs: &[usize]) -> bool {
        let is_there = |path: &str| {
            let folders = path.match_indices('/').map(|(at, _)| self.out.join(&path[..at]));
            folders.into_iter().all(|folder| folder.symlink_metadata().is_ok_and(|metadata| metadata.is_dir()))
        };
        outputs.iter().all(|number| is_there(self.paths[*number].as_str()))
    }
}

/// When the record of what was written was written, and its length.
fn mark(out: &Path) -> Option<(i64, u64)> {
    let metadata = fs::symlink_metadata(out.join(HOME).join(MANIFEST)).ok().filter(fs::Metadata::is_file)?;
    Some((modified(&metadata), metadata.len()))
}

impl Writer<'_> {
    /// As [`Writer::write`], given what the last build of this program left, and what this one leaves.
    ///
    /// # Errors
    /// As for [`Writer::write`].
    pub fn write_again(&self, outputs: &Outputs, standing: &mut Option<Standing>) -> Result<Report, WriteError> {
        let out = place::resolve(self.out, &self.site.folder)?;
        if let Some(mut known) = standing.take().filter(|known| known.is_for(&out, outputs.paths())) {
            let is_other = |number: &usize| known.imprints[*number].key != outputs.key(*number);
            let others: Vec<usize> = (0..known.paths.len()).filter(is_other).collect();
            if known.has_folders_of(&others) {
                let report = self.remake(outputs, &others, &mut known)?;
                *standing = Some(known);
                return Ok(report);
            }
        }
        let (report, left) = self.write_whole(outputs)?;
        *standing = Standing::new(&out, outputs.paths(), left.imprints, left.manifest);
        Ok(report)
    }

    /// Makes some outputs anew and puts them in the place of those that stand there.
    fn remake(&self, outputs: &Outputs, others: &[usize], known: &mut Standing) -> Result<Report, WriteError> {
        let _untidy = Untidy::begin();
        let mut workspace = Workspace::open(&known.out)?;
        let remade = self.stage(outputs, others, known, &workspace.stage())?;
        let staged: Vec<usize> = remade
            .iter()
            .filter_map(|one| if let Remade::Staged(number, _) = one { Some(*number) } else { None })
            .collect();
        // The system takes its time to forget a large file; it waits with that for as long as somebody holds the file.
        let large = staged.iter().filter(|number| known.imprints[**number].bytes >= LARGE);
        let held: Vec<File> =
            large.filter_map(|number| File::open(known.out.join(known.paths[*number].as_str())).ok()).collect();
        let moved = staged.par_iter().try_for_each(|number| {
            let path = known.paths[*number].as_str();
            let target = known.out.join(path);
            fs::rename(workspace.stage().join(path), &target).map_err(|error| Problem::io("write", &target, &error))
        });
        known.take_in(&remade, outputs.record());
        moved?;
        match &known.text {
            Some(text) => workspace.store_text(text.json())?,
            None => workspace.store(&known.manifest)?,
        }
        workspace.finish();
        drop(held);
        known.mark = mark(&known.out).unwrap_or_default();
        Ok(Report {
            unchanged: known.paths.len() - staged.len(),
            written: staged.iter().map(|number| known.paths[*number].clone()).collect(),
            removed: Vec::new(),
            bytes: known.imprints.iter().map(|imprint| imprint.bytes).sum(),
        })
    }

    fn stage(
        &self,
        outputs: &Outputs,
        others: &[usize],
        known: &Standing,
        stage: &Path,
    ) -> Result<Vec<Remade>, WriteError> {
        // The largest first, each thread the next one: else one thread might be left with the largest at the end.
        let mut largest_first = others.to_vec();
        largest_first.sort_by_key(|number| Reverse(known.imprints[*number].bytes));
        let remake = |number: &usize| (*number, self.stage_one(outputs, *number, known, stage));
        let mut results: Vec<(usize, Result<Remade, WriteError>)> =
            largest_first.iter().par_bridge().map(remake).collect();
        results.sort_by_key(|(number, _)| *number);
        let (mut remade, mut failures) = (Vec::with_capacity(results.len()), Vec::<Diagnostic>::new());
        for (_, result) in results {
            match result {
                Ok(one) => remade.push(one),
                Err(WriteError::Diagnostics(found)) => failures.extend(found),
                Err(other) => return Err(other),
            }
        }
        if failures.is_empty() { Ok(remade) } else { Err(WriteError::Diagnostics(first_distinct(failures))) }
    }

    /// Makes one output anew; it waits in the stage where it is another one.
    fn stage_one(
        &self,
        outputs: &Outputs,
        number: usize,
        known: &Standing,
        stage: &Path,
    ) -> Result<Remade, WriteError> {
        if interrupt::requested() {
            return Err(WriteError::Interrupted);
        }
        let body = outputs.render(number).map_err(|found| WriteError::Diagnostics(vec![found]))?;
        let goods = Goods::new(body, self.site, self.sources)?;
        let old = &known.imprints[number];
        let (key, bytes) = (outputs.key(number), goods.len());
        let content = if bytes < LARGE { goods.digest() } else { UNKNOWN };
        if content == old.content && content != UNKNOWN {
            return Ok(Remade::Same(number, Imprint { key, ..*old }));
        }
        let modified = goods.write_to(&stage.join(known.paths[number].as_str()))?;
        Ok(Remade::Staged(number, Imprint { key, content, bytes, modified }))
    }
}
