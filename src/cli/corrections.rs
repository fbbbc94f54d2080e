//! The file of corrections that a command is given, or that lies in the folder of an index.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::args::CorrectionsOption;
use super::exit::Failure;
use crate::index;
use crate::repair::Corrections;
use crate::repair::corrections::FILE_NAME;

/// A file of corrections and what it says.
#[derive(Debug)]
pub struct CorrectionsFile {
    path: PathBuf,
    pub value: Corrections,
}

impl CorrectionsOption {
    /// The file that the user names, if any.
    pub fn read(&self) -> Result<Option<CorrectionsFile>, Failure> {
        self.file.as_deref().map(CorrectionsFile::read).transpose()
    }
}

impl CorrectionsFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, and where an entry is wrong: file, line, and what was expected.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|e| Failure::Message(format!("{shown}: cannot be read: {e}")))?;
        let value = Corrections::parse(&text).map_err(|e| {
            let hint = "an entry is `[[correction]]`, then `scan = \"…\"` and `right = \"…\"` on lines of their own";
            Failure::new(format_args!("{shown}:{}: {}", e.line, e.message), hint)
        })?;
        Ok(Self { path: path.to_owned(), value })
    }

    /// Reads the file in the folder of an index, if there is one.
    ///
    /// # Errors
    ///
    /// Those of [`CorrectionsFile::read`].
    pub fn of_index(folder: &Path) -> Result<Option<Self>, Failure> {
        let path = folder.join(FILE_NAME);
        path.exists().then(|| Self::read(&path)).transpose()
    }

    /// It was changed since files were last read into the index in `folder`, so that what is indexed was read without it.
    /// `last` is when that began, where it is known.
    pub fn is_newer_than(&self, folder: &Path, last: Option<Timestamp>) -> bool {
        let changed = fs::metadata(&self.path).and_then(|m| m.modified()).ok();
        let last = last.or_else(|| index::written(folder)).map(SystemTime::from);
        last.is_some_and(|last| changed.is_none_or(|c| c >= last))
    }
}
