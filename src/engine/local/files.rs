//! Checks the version of an index, and translates the errors of tantivy.

use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

use super::fields::Fields;
use crate::index::folder::io_error;
use crate::index::{IndexError, disk_space, format};

/// Whether anything was ever committed.
pub(super) fn check_version(folder: &Path, index: &tantivy::Index) -> Result<bool, IndexError> {
    let meta = index.load_metas().map_err(|e| engine_error(folder, e))?;
    match meta.payload.as_deref().map(format::version_of) {
        Some(Some(format::VERSION)) => Ok(true),
        Some(Some(found)) => Err(IndexError::OtherVersion { folder: folder.to_owned(), found }),
        Some(None) => Err(IndexError::NotAnIndex(folder.to_owned())),
        None if meta.segments.is_empty() && index.schema() == Fields::schema().0 => Ok(false),
        None => Err(IndexError::NotAnIndex(folder.to_owned())),
    }
}

/// Translates an error of tantivy.
pub(super) fn engine_error(folder: &Path, error: TantivyError) -> IndexError {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            IndexError::Locked { folder: folder.to_owned(), owner: None }
        }
        TantivyError::LockFailure(LockError::IoError(e), _) | TantivyError::IoError(e) => io_error(folder, &e),
        other => IndexError::Engine { folder: folder.to_owned(), words: other.to_string() },
    }
}

/// The same for an error while writing. Most often the disk is full, so this is checked.
pub(super) fn write_error(folder: &Path, error: TantivyError) -> IndexError {
    disk_space::as_full_disk(engine_error(folder, error))
}
