//! The content of an archive as a whole.

use super::{Archive, ArchiveError, Snapshot};
use crate::engine::Document;
use crate::index::{FileRecord, LastRun, Tombstones};

/// The content of an archive as a whole.
#[derive(Debug)]
pub struct State {
    /// All files, by source, including those without any result.
    pub files: Vec<FileRecord>,
    /// The documents of meetings, by source, with the numbers of their items.
    pub documents: Vec<Document>,
    /// Forgotten files and items.
    pub tombstones: Tombstones,
    /// The last update. `None` if no update made the index.
    pub last_run: Option<LastRun>,
    /// How many items were dealt with behind closed doors.
    pub closed: u64,
    /// How many items have a decision of an unclear kind.
    pub unclear: u64,
}

impl Archive {
    /// Gives the files and documents of the archive, its tombstones and the last update.
    ///
    /// # Errors
    ///
    /// If the index is missing or fails.
    pub fn state(&self) -> Result<State, ArchiveError> {
        self.snapshot()?.state()
    }
}

impl Snapshot {
    /// Gives the files and documents, the tombstones and the last update.
    ///
    /// # Errors
    ///
    /// If the index fails.
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
