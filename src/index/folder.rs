//! What lies in the folder of an index, and what its failures are called.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use tantivy::TantivyError;
use tantivy::directory::error::LockError;

use super::IndexError;
use super::format::{self, Fields};
use super::room;
use crate::repair::corrections::FILE_NAME as CORRECTIONS;

/// Where what was recognised on scanned pages lies beside the index.
pub const OCR_FOLDER: &str = "ocr";

/// Names the files that the index consists of; every commit replaces it.
pub(super) const META: &str = "meta.json";

/// When something was last committed to the index in a folder.
pub fn written(folder: &Path) -> Option<Timestamp> {
    let time = fs::metadata(folder.join(META)).and_then(|m| m.modified()).ok()?;
    Timestamp::try_from(time).ok()
}

/// True for what may stand in an index's folder and is no part of it: a README, the user's synonyms and corrections, and
/// what was recognised.
fn is_beside_an_index(name: &OsStr) -> bool {
    name == "README.md" || name == "synonyms.toml" || name == CORRECTIONS || name == OCR_FOLDER
}

/// True where the folder holds an index of the engine, false where it is missing or empty. Hidden files, such as a
/// `.gitignore`, and what [`is_beside_an_index`] do not count.
pub(super) fn holds_index(folder: &Path) -> Result<bool, IndexError> {
    if folder.join(META).is_file() {
        return Ok(true);
    }
    match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) if e.kind() == std::io::ErrorKind::NotADirectory => Err(IndexError::NotAnIndex(folder.to_owned())),
        Err(e) => Err(IndexError::Engine { folder: folder.to_owned(), words: e.to_string() }),
        Ok(mut entries) => {
            let other = |name: &OsStr| !is_beside_an_index(name) && !name.as_encoded_bytes().starts_with(b".");
            match entries.any(|e| e.is_ok_and(|e| other(&e.file_name()))) {
                true => Err(IndexError::NotAnIndex(folder.to_owned())),
                false => Ok(false),
            }
        }
    }
}

/// True where something was ever committed, which must then be of this version.
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

/// The engine's error in our words.
pub(super) fn engine_error(folder: &Path, error: TantivyError) -> IndexError {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            IndexError::Locked { folder: folder.to_owned(), owner: None }
        }
        TantivyError::LockFailure(LockError::IoError(e), _) | TantivyError::IoError(e) => io_error(folder, &e),
        other => IndexError::Engine { folder: folder.to_owned(), words: other.to_string() },
    }
}

/// The same of what happened while writing: most often a disk that is full.
pub(super) fn write_error(folder: &Path, error: TantivyError) -> IndexError {
    room::told(engine_error(folder, error))
}

/// The system's error in our words.
pub(super) fn io_error(folder: &Path, error: &io::Error) -> IndexError {
    let (folder, words) = (folder.to_owned(), error.to_string());
    if room::is_shortage(error) { IndexError::Full { folder, words } } else { IndexError::Engine { folder, words } }
}
