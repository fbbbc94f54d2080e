//! Scans that are in the index unchanged, and that new documents help to read.

use std::collections::HashMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::plan::Job;
use crate::engine::Index;
use crate::index::{FileRecord, IndexError, StoredItem};
use crate::lexicon::Vocabulary;
use crate::model::{Item, RepairKind};
use crate::pipeline;
use crate::repair::{Doubtful, Lessons};

/// So many documents are read in parallel; more would only fill the memory.
const AT_A_TIME: usize = 32;

/// The repaired documents of an index, with the words that are in doubt in each.
#[derive(Debug, Default)]
pub struct Scans {
    /// What their repair knew.
    known: Vocabulary,
    doubtful: HashMap<String, Doubtful>,
}

impl Scans {
    /// Those of an index, and what its clean documents teach. Some documents are in memory at a time.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn of(index: &Index) -> Result<Self, IndexError> {
        let mut scans = Self::default();
        for held in index.held()?.chunks(AT_A_TIME) {
            let documents = held.par_iter().map(|h| index.items_of(&h.source)).collect::<Result<Vec<_>, _>>()?;
            documents.iter().filter(|items| !items.is_empty()).for_each(|items| scans.add(items));
        }
        Ok(scans)
    }

    /// Takes in one document.
    fn add(&mut self, items: &[StoredItem]) {
        pipeline::teach(&mut self.known, items.iter().map(|i| &i.item));
        if items.iter().any(|i| is_scanned(&i.item)) {
            let doubtful = self.doubtful.entry(items[0].source.clone()).or_default();
            for stored in items {
                doubtful.add(&stored.item.title);
                stored.item.sections.iter().for_each(|s| doubtful.add(s.text.as_str()));
            }
        }
    }

    /// What the clean documents of the index teach.
    pub fn known(&self) -> &Vocabulary {
        &self.known
    }

    /// Those of the `unchanged` files that what the archive knows `now` may help to read.
    pub fn helped_by(&self, now: &Vocabulary, unchanged: &[FileRecord]) -> Vec<Job> {
        if self.doubtful.is_empty() {
            return Vec::new();
        }
        let lessons = Lessons::since(&self.known, now);
        let is_helped = |f: &&FileRecord| self.doubtful.get(&f.source).is_some_and(|d| lessons.help(d));
        let job = |f: &FileRecord| Job { source: f.source.clone(), path: f.path.clone() };
        unchanged.iter().filter(is_helped).map(job).collect()
    }
}

/// Its letters were broken; what a person corrected says nothing of that.
fn is_scanned(item: &Item) -> bool {
    let repairs = item.sections.iter().flat_map(|s| s.text.repairs());
    repairs.into_iter().any(|r| r.kind != RepairKind::Correction)
}
