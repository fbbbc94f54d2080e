//! Keeps an index up to date: looks at the files in rounds and takes in the changed ones.
//!
//! A round asks for the sizes and times of the files. It leaves a recent file for a later round if its size or time changed
//! since the last one, because another program may still be writing it. If nothing changed, the round does not even open the
//! index.

use std::collections::HashMap;
use std::mem;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::plan::{Stamp, stamp};
use super::task::report_errors;
use super::update::{Started, Updated};
use super::walk::Found;
use super::{Archive, ArchiveError, Cancel, Progress, UpdateOptions};
use crate::engine::Index;
use crate::index::WriterLock;

/// Watches the files of an archive. The caller waits `every` between two calls of [`Watcher::round`].
pub struct Watcher<'a> {
    archive: &'a Archive,
    options: UpdateOptions,
    every: Duration,
    stamps: HashMap<PathBuf, Stamp>,
    /// The index after the last round without any work left.
    settled: Option<Index>,
}

impl<'a> Watcher<'a> {
    /// Watches the files named by the options. Only the first round rebuilds an index.
    pub fn new(archive: &'a Archive, options: UpdateOptions, every: Duration) -> Self {
        Self { archive, options, every, stamps: HashMap::new(), settled: None }
    }

    /// Takes in all changes since the last round. The first round takes in everything missing from the index. `None` if
    /// nothing changed.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::update`]. A later round may succeed.
    pub fn round(&mut self, progress: &dyn Progress, cancel: &Cancel) -> Result<Option<Updated>, ArchiveError> {
        let started = Started::now();
        let mut found = self.archive.find(&self.options)?;
        let now = stamps(&found);
        let is_same = now == self.stamps;
        let before = mem::replace(&mut self.stamps, now);
        if is_same && self.settled.as_ref().is_some_and(|index| !index.has_changed()) {
            return Ok(None);
        }
        self.settled = None;
        let all = found.files.len();
        found.files.retain(|file| {
            let now = self.stamps.get(&file.path).copied().unwrap_or_default();
            before.get(&file.path) == Some(&now) || is_old(now, self.every)
        });
        let is_whole = found.files.len() == all;
        report_errors(&found, progress);
        let lock = WriterLock::take(&self.archive.folder)?;
        let task = self.archive.prepare(&self.options, found, progress)?;
        let mut updated = None;
        if !task.is_idle() || self.options.rebuild || task.before.is_none() {
            updated = Some(self.archive.carry_out(&self.options, task, lock, started, progress, cancel)?);
            self.options.rebuild = false;
        }
        self.settled = if is_whole { Index::open(&self.archive.folder).ok() } else { None };
        Ok(updated)
    }
}

fn stamps(found: &Found) -> HashMap<PathBuf, Stamp> {
    let stamp = |path: &PathBuf| (path.clone(), stamp(path).unwrap_or_default());
    found.files.iter().map(|file| stamp(&file.path)).collect()
}

/// True if the file was last changed before the last round.
fn is_old(stamp: Stamp, every: Duration) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let modified = Duration::from_secs(stamp.modified.try_into().unwrap_or_default());
    modified + every + Duration::from_secs(1) < now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_changed_since_the_last_round_is_not_old() {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap();
        let every = Duration::from_secs(5);
        assert!(!is_old(Stamp { bytes: 1, modified: now }, every));
        assert!(!is_old(Stamp { bytes: 1, modified: now - 5 }, every));
        assert!(is_old(Stamp { bytes: 1, modified: now - 60 }, every));
        assert!(is_old(Stamp { bytes: 1, modified: -1 }, every), "before 1970");
    }
}
