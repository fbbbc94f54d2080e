//! Scans that are in the index unchanged, and that new documents help to read.

use std::collections::{HashMap, HashSet};

use super::plan::Job;
use crate::index::{FileRecord, StoredItem};
use crate::lexicon::Vocabulary;
use crate::model::{Item, RepairKind};
use crate::repair::{Doubtful, Lessons};

/// The repaired documents of an index, with the words that are in doubt in each.
#[derive(Debug, Default)]
pub struct Scans {
    /// What their repair knew.
    known: Vocabulary,
    doubtful: HashMap<String, Doubtful>,
}

impl Scans {
    /// Those among the items of an index; `known` is what its clean documents teach.
    pub fn of(items: &[StoredItem], known: Vocabulary) -> Self {
        let scanned: HashSet<&str> = items.iter().filter(|i| is_scanned(&i.item)).map(|i| i.source.as_str()).collect();
        let mut doubtful: HashMap<String, Doubtful> = HashMap::new();
        for stored in items.iter().filter(|i| scanned.contains(i.source.as_str())) {
            let of_source = doubtful.entry(stored.source.clone()).or_default();
            of_source.add(&stored.item.title);
            stored.item.sections.iter().for_each(|s| of_source.add(s.text.as_str()));
        }
        Self { known, doubtful }
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
