//! The index, to be read.

use std::path::{Path, PathBuf};

use super::error::{self, in_folder};
use super::reader::{Reader, state_of};
use super::state::Document;
use crate::index::{Content, FileRecord, IndexError, LastRun, Meetings, StoredItem, Tombstones};
use crate::model::Participant;

/// The most attempts to open an index. A commit or a rebuild may replace it meanwhile, but hardly so often in a row.
const ATTEMPTS: u32 = 5;

/// An index, open for reading. It keeps showing the state in which it was opened.
///
/// Every method that reads fails with [`IndexError::Engine`] where the disk or the index does.
pub struct Index {
    folder: PathBuf,
    reader: Reader,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Locked`] and [`IndexError::Full`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let open = |state| in_folder(folder, Reader::open(folder, state));
        let mut opened = open(state_of(folder));
        for _ in 1..ATTEMPTS {
            let state = state_of(folder);
            match &opened {
                Ok(reader) if reader.state() == state => break,
                // An index replaced meanwhile may be a mix of both, or its files may be gone.
                Ok(_) | Err(IndexError::Engine { .. }) => opened = open(state),
                Err(_) => break,
            }
        }
        Ok(Self { folder: folder.to_owned(), reader: opened? })
    }

    /// A number for this state of the index. Every commit gives another one.
    pub fn state(&self) -> u64 {
        self.reader.state()
    }

    /// Whether the folder has a newer state, after a commit or a rebuild. A long-running caller checks this now and
    /// then and opens the index again. It reads one small file.
    pub fn has_changed(&self) -> bool {
        state_of(&self.folder) != self.state()
    }

    /// The item with this id.
    pub fn item(&self, id: &str) -> Result<Option<StoredItem>, IndexError> {
        self.in_folder(self.reader.item(id))
    }

    /// Every item, by source and position.
    pub fn items(&self) -> Result<Vec<StoredItem>, IndexError> {
        self.in_folder(self.reader.items())
    }

    /// The items of a file, in its order.
    pub fn items_of(&self, source: &str) -> Result<Vec<StoredItem>, IndexError> {
        self.in_folder(self.reader.items_of(source))
    }

    /// The items and participants of a file.
    pub fn content_of(&self, source: &str) -> Result<Content, IndexError> {
        self.in_folder(self.reader.content_of(source))
    }

    /// Every source file, by source.
    pub fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        self.in_folder(self.reader.files())
    }

    /// The file record of a source.
    pub fn file(&self, source: &str) -> Result<Option<FileRecord>, IndexError> {
        self.in_folder(self.reader.file(source))
    }

    /// The participants of the meeting in a file. Empty if the file names nobody.
    pub fn participants(&self, source: &str) -> Result<Vec<Participant>, IndexError> {
        self.in_folder(self.reader.participants(source))
    }

    /// Every meeting, with its documents. Read once.
    pub fn meetings(&self) -> Result<&Meetings, IndexError> {
        self.in_folder(self.reader.meetings())
    }

    /// Every document with a meeting, by source, with the numbers of its items.
    pub fn documents(&self) -> Result<Vec<Document>, IndexError> {
        self.in_folder(self.reader.documents())
    }

    /// The number of items behind closed doors.
    pub fn closed_count(&self) -> Result<u64, IndexError> {
        self.in_folder(self.reader.closed_count())
    }

    /// The number of items with an unclear decision.
    pub fn unclear_count(&self) -> Result<u64, IndexError> {
        self.in_folder(self.reader.unclear_count())
    }

    /// The user's own topic rules, as written. `None` if the index uses the built-in rules.
    pub fn topics(&self) -> Result<Option<String>, IndexError> {
        self.in_folder(self.reader.topics())
    }

    /// The tombstones: all forgotten files and items.
    pub fn tombstones(&self) -> Result<Tombstones, IndexError> {
        self.in_folder(self.reader.tombstones())
    }

    /// The last run's record. `None` in an index without one.
    pub fn last_run(&self) -> Result<Option<LastRun>, IndexError> {
        self.in_folder(self.reader.last_run())
    }

    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Names the folder in an error.
    pub(super) fn in_folder<T>(&self, result: error::Result<T>) -> Result<T, IndexError> {
        in_folder(&self.folder, result)
    }
}
