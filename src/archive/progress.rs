//! How an update reports its progress, and how it is stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::index::FileRecord;
use crate::note::Note;

/// Receives the events of an update. Every method has an empty body, so an implementor writes only the needed ones; `()`
/// reports nothing.
///
/// The threads that read files call these methods, and so does the thread that writes the index.
pub trait Progress: Sync {
    /// The number of files to read. The update calls this again with a larger number if new words make it read unchanged
    /// scans again.
    fn total(&self, _files: usize) {}

    /// Reading this file begins. A scan is read in two passes and begins twice.
    fn started(&self, _path: &Path) {}

    /// A file has been read, or could not be; [`FileRecord::outcome`] and [`FileRecord::notes`] say how it went.
    fn done(&self, _file: &FileRecord) {}

    /// A note without a file to read, for example about an unreadable folder. The update goes on.
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
