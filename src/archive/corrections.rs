//! A file of corrections for scans: a named one, or `corrections.toml` in the folder of the index.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::ArchiveError;
use crate::index;
use crate::repair::Corrections;
use crate::repair::corrections::FILE_NAME;

/// A file of corrections and its content.
#[derive(Debug)]
pub struct CorrectionsFile {
    path: PathBuf,
    /// The corrections in it.
    pub value: Corrections,
}

impl CorrectionsFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or if an entry is wrong. The error gives the file, the line and the expected content.
    pub fn read(path: &Path) -> Result<Self, ArchiveError> {
        let text =
            fs::read_to_string(path).map_err(|error| ArchiveError::Unreadable { path: path.to_owned(), error })?;
        let value = Corrections::parse(&text).map_err(|e| ArchiveError::BadCorrections {
            path: path.to_owned(),
            line: e.line,
            message: e.message,
        })?;
        Ok(Self { path: path.to_owned(), value })
    }

    /// Reads the file in the folder of an index, if there is one.
    ///
    /// # Errors
    ///
    /// Those of [`CorrectionsFile::read`].
    pub fn of_index(folder: &Path) -> Result<Option<Self>, ArchiveError> {
        let path = folder.join(FILE_NAME);
        path.exists().then(|| Self::read(&path)).transpose()
    }

    /// True if the file changed after the last update of the index in `folder`. The indexed text was then repaired without
    /// the change. `last` is the start of that update, if known.
    pub fn is_newer_than(&self, folder: &Path, last: Option<Timestamp>) -> bool {
        let changed = fs::metadata(&self.path).and_then(|m| m.modified()).ok();
        let last = last.or_else(|| index::last_commit(folder)).map(SystemTime::from);
        last.is_some_and(|last| changed.is_none_or(|c| c >= last))
    }
}
