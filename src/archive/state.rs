//! What an archive holds as a whole.

use super::{Archive, ArchiveError, Snapshot};
use crate::engine::Document;
use crate::index::{FileRecord, LastRun, Tombstones};

/// What an archive holds as a whole.
#[derive(Debug)]
pub struct State {
    /// All files, by source, those included that gave nothing.
    pub files: Vec<FileRecord>,
    /// The documents that tell of a meeting, by source, with the numbers of their items.
    pub documents: Vec<Document>,
    /// What was forgotten.
    pub tombstones: Tombstones,
    /// The last update. `None` where the index was not made by one.
    pub last_run: Option<LastRun>,
    /// How many items were dealt with behind closed doors.
    pub closed: u64,
    /// How many items have a decision of which the words do not tell what it is.
    pub unclear: u64,
}

impl Archive {
    /// Gives the files and documents of the archive, what was forgotten, and what the last update did.
    ///
    /// # Errors
    ///
    /// An index that is missing or fails.
    pub fn state(&self) -> Result<State, ArchiveError> {
        self.snapshot()?.state()
    }
}

impl Snapshot {
    /// The files and documents, what was forgotten, and what the last update did.
    ///
    /// # Errors
    ///
    /// An index that fails.
    pub fn state(&self) -> Result<State, ArchiveError> {
        let index = self.index();
        Ok(State {
            files: index.files()?,
            documents: index.documents()?,
            tombstones: index.tombstones()?,
            last_run: index.last_run()?,
            closed: index.closed_count()?,
            unclear: index.unclear_count()?,
        })
    }
}
