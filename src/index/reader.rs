//! The index, to be read.

use std::path::Path;

use super::{FileRecord, IndexError, StoredItem};

/// An index that is open for reading. It goes on showing the state it was opened in.
pub struct Index {}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Locked`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Err(IndexError::Missing(folder.to_owned()))
    }

    /// The item of that id.
    pub fn item(&self, _id: &str) -> Result<Option<StoredItem>, IndexError> {
        Ok(None)
    }

    /// Every item, by source and position.
    pub fn items(&self) -> Result<Vec<StoredItem>, IndexError> {
        Ok(Vec::new())
    }

    /// Every source file, by source.
    pub fn files(&self) -> Result<Vec<FileRecord>, IndexError> {
        Ok(Vec::new())
    }
}
