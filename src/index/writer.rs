//! The index, to be written.

use std::path::Path;

use super::{FileRecord, IndexError};
use crate::model::Meeting;

/// The only one who may write to an index. Nothing is seen by readers before [`Writer::commit`].
pub struct Writer {}

impl Writer {
    /// Opens the index in a folder for writing, or makes one where the folder is missing or empty.
    ///
    /// # Errors
    ///
    /// Every [`IndexError`] but [`IndexError::Missing`].
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Err(IndexError::NotAnIndex(folder.to_owned()))
    }

    /// Puts a file and its meeting in place of what the index had of that source.
    pub fn put(&mut self, _file: &FileRecord, _meeting: Option<&Meeting>) -> Result<(), IndexError> {
        Ok(())
    }

    /// Takes a file and its items out.
    pub fn remove(&mut self, _source: &str) -> Result<(), IndexError> {
        Ok(())
    }

    /// Makes everything since the last commit visible, at once.
    pub fn commit(self) -> Result<(), IndexError> {
        Ok(())
    }
}
