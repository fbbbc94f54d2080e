//! How an update reports its progress, and how it is stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::index::FileRecord;
use crate::note::Note;

/// Receives what happens during an update. Every method has an empty body, so that an implementor writes only those that it
/// needs; `()` reports nothing.
///
/// The methods are called from the threads that read files and from the one that writes the index.
pub trait Progress: Sync {
    /// So many files are going to be read. Called again with a larger number where new words make the update read unchanged
    /// scans again.
    fn total(&self, _files: usize) {}

    /// Reading this file begins. A scan is read in two passes and begins twice.
    fn started(&self, _path: &Path) {}

    /// A file has been read, or could not be; [`FileRecord::outcome`] and [`FileRecord::notes`] say how it went.
    fn done(&self, _file: &FileRecord) {}

    /// Something that concerns no file to be read, such as a folder that cannot be opened. The update goes on.
    fn note(&self, _note: &Note) {}

    /// All files are read, and the index is being committed.
    fn writing(&self) {}
}

impl Progress for () {}

/// Stops an update from another thread. Copies share one state.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the update before it reads the next file. The index stays as it was.
    pub fn cancel(&self) {
        // Nothing else is published by the flag, so no ordering is needed.
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
