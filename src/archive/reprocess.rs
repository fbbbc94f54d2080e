//! Finds unchanged scans to read again, because new documents taught words that the scans may contain.
//!
//! Takes the items of the index and all words known now. In doubt a scan is read again. That costs time, but otherwise its
//! text would depend on the order of the documents.

use std::collections::HashMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::plan::Job;
use crate::engine::Index;
use crate::index::{FileRecord, IndexError, StoredItem};
use crate::lexicon::Vocabulary;
use crate::model::{Item, RepairKind};
use crate::pipeline;
use crate::repair::{DoubtfulWords, NewWords};

/// How many documents are read in parallel: a few for each core. More would only fill the memory.
const AT_A_TIME: usize = 32;

/// The repaired documents of an index, with the doubtful words in each.
#[derive(Debug, Default)]
pub(super) struct Scans {
    /// The words known to their repair.
    known: Vocabulary,
    doubtful: HashMap<String, DoubtfulWords>,
}

impl Scans {
    /// Reads the repaired documents of an index, and the words in its clean documents.
    ///
    /// # Errors
    ///
    /// If the index fails.
    pub(super) fn of(index: &Index) -> Result<Self, IndexError> {
        let mut scans = Self::default();
        let mut sources: Vec<&str> = index.meetings()?.documents().map(|(_, d)| d.source.as_str()).collect();
        sources.sort_unstable();
        for sources in sources.chunks(AT_A_TIME) {
            let documents = sources.par_iter().map(|source| index.items_of(source)).collect::<Result<Vec<_>, _>>()?;
            documents.iter().filter(|items| !items.is_empty()).for_each(|items| scans.add(items));
        }
        Ok(scans)
    }

    /// Adds one document.
    fn add(&mut self, items: &[StoredItem]) {
        pipeline::learn_clean_words(&mut self.known, items.iter().map(|i| &i.item));
        if items.iter().any(|i| is_scanned(&i.item)) {
            let doubtful = self.doubtful.entry(items[0].source.clone()).or_default();
            for stored in items {
                doubtful.add(&stored.item.title);
                stored.item.sections.iter().for_each(|s| doubtful.add(s.text.as_str()));
            }
        }
    }

    /// The words from the clean documents of the index.
    pub(super) fn known(&self) -> &Vocabulary {
        &self.known
    }

    /// The `unchanged` files that may read better with the words known `now`.
    pub(super) fn helped_by(&self, now: &Vocabulary, unchanged: &[FileRecord]) -> Vec<Job> {
        if self.doubtful.is_empty() {
            return Vec::new();
        }
        let new_words = NewWords::since(&self.known, now);
        let is_helped = |f: &&FileRecord| self.doubtful.get(&f.source).is_some_and(|d| new_words.help(d));
        let job = |f: &FileRecord| Job { source: f.source.clone(), path: f.path.clone() };
        unchanged.iter().filter(is_helped).map(job).collect()
    }
}

/// True if letters were repaired. A person's correction does not count, because a clean document may have one too.
fn is_scanned(item: &Item) -> bool {
    let repairs = item.sections.iter().flat_map(|s| s.text.repairs());
    repairs.into_iter().any(|r| r.kind != RepairKind::Correction)
}
