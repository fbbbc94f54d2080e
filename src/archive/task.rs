//! The input of an update: the files found, the index as it is, the plan, and the data for repair and topics.

use super::corrections::CorrectionsFile;
use super::plan::{self, Plan, PlanInput};
use super::topics::Topics;
use super::walk::{self, Found};
use super::{Archive, ArchiveError, Progress, UpdateOptions, members};
use crate::engine::{Carried, Index};
use crate::index::IndexError;
use crate::note::Note;

/// The work of an update, with its input.
pub(super) struct Task {
    pub(super) found: Found,
    /// The index as it is. `None` if there is none yet, or if it cannot be read.
    pub(super) before: Option<Index>,
    /// The data carried over from the index, even from an older version.
    pub(super) carried: Carried,
    pub(super) corrections: Option<CorrectionsFile>,
    pub(super) topics: Topics,
    pub(super) plan: Plan,
}

impl Task {
    /// True if the index agrees with the disk.
    pub(super) fn is_idle(&self) -> bool {
        self.plan.is_idle() && !self.topics.used.changed
    }
}

impl Archive {
    /// Finds the files named by the options.
    pub(super) fn find(&self, options: &UpdateOptions) -> Result<Found, ArchiveError> {
        let found = walk::walk(&options.paths)?;
        if found.files.is_empty() && found.errors.is_empty() && !self.has_files_below(&found) {
            let others = found.skipped.values().sum();
            return Err(ArchiveError::NoDocuments { paths: options.paths.clone(), others });
        }
        Ok(found)
    }

    /// True if the index holds files of the folders. An emptied folder is then no mistake, so its files are removed.
    fn has_files_below(&self, found: &Found) -> bool {
        let files = Index::open(&self.folder).and_then(|index| index.files()).unwrap_or_default();
        files.iter().any(|f| found.roots.iter().any(|root| f.path.starts_with(root)))
    }

    /// Compares the files found with those in the index. An update calls this while it holds the lock.
    pub(super) fn prepare(
        &self,
        options: &UpdateOptions,
        found: Found,
        progress: &dyn Progress,
    ) -> Result<Task, ArchiveError> {
        let corrections = match &options.corrections {
            Some(path) => Some(CorrectionsFile::read(path)?),
            None => CorrectionsFile::of_index(&self.folder)?,
        };
        let topics = Topics::new(&options.topics, &self.folder)?;
        let (before, carried) = self.known(options.rebuild, progress)?;
        let last = before.as_ref().map(Index::last_run).transpose()?.flatten();
        let known = members::Known {
            files: &carried.files,
            tombstones: &carried.tombstones,
            last_run: last.map(|run| run.at.as_second()),
            anew: options.rebuild,
        };
        let mut found = found;
        members::add(&mut found, &known);
        let input = PlanInput {
            known: &carried.files,
            tombstones: Some(&carried.tombstones),
            has_ocr: options.reader.has_ocr(),
            keep_missing: options.keep_missing,
            rebuild: options.rebuild,
            last_run: last.map(|run| run.at.as_second()),
        };
        let mut plan = plan::plan(&found, input);
        if options.rebuild {
            plan = plan.anew();
        } else if corrections.as_ref().is_some_and(|c| c.is_newer_than(&self.folder, last.map(|run| run.at))) {
            plan.read_all_again();
        }
        Ok(Task { found, before, carried, corrections, topics, plan })
    }

    /// The index as it is and its carried data, both empty if there is none yet. An index of another version is an error
    /// unless it is to be rebuilt.
    fn known(&self, rebuild: bool, progress: &dyn Progress) -> Result<(Option<Index>, Carried), ArchiveError> {
        match Index::open(&self.folder) {
            Ok(index) => Ok((Some(index), Carried::of(&self.folder)?)),
            Err(IndexError::Missing(_)) => Ok((None, Carried::default())),
            Err(e) if !rebuild => Err(e.into()),
            Err(_) => match Carried::of(&self.folder) {
                Ok(carried) => Ok((None, carried)),
                Err(IndexError::Engine { words, .. }) => {
                    let message = format!(
                        "{}: expected to take over what was forgotten, but the old index cannot be read: {words}",
                        self.folder.display()
                    );
                    progress.note(&Note::warning(message).with_hint("forget it again with `dagsorden forget`"));
                    Ok((None, Carried::default()))
                }
                Err(e) => Err(e.into()),
            },
        }
    }
}

/// Reports the unreadable folders.
pub(super) fn report_errors(found: &Found, progress: &dyn Progress) {
    found.errors.iter().for_each(|e| progress.note(&Note::warning(e.clone())));
}
