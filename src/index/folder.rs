//! Files in the folder of an index, and I/O errors.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::IndexError;
use super::disk_space;
use crate::repair::corrections::FILE_NAME as CORRECTIONS;

/// The folder with OCR results, next to the index files.
pub const OCR_FOLDER: &str = "ocr";

/// The engine's list of index files. Every commit replaces it.
pub(crate) const META: &str = "meta.json";

/// The time of the last commit in this folder. `None` without an index.
pub fn last_commit(folder: &Path) -> Option<Timestamp> {
    let time = fs::metadata(folder.join(META)).and_then(|m| m.modified()).ok()?;
    Timestamp::try_from(time).ok()
}

/// True for files allowed next to an index: a README, the user's synonyms and corrections, OCR results.
fn is_beside_an_index(name: &OsStr) -> bool {
    name == "README.md" || name == "synonyms.toml" || name == CORRECTIONS || name == OCR_FOLDER
}

/// True if the folder holds an index of the engine, false if it is missing or empty. Ignores hidden files, such as
/// `.gitignore`, and the files of [`is_beside_an_index`].
pub(crate) fn holds_index(folder: &Path) -> Result<bool, IndexError> {
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

/// Converts a system error.
pub(crate) fn io_error(folder: &Path, error: &io::Error) -> IndexError {
    let (folder, words) = (folder.to_owned(), error.to_string());
    if disk_space::is_full(error) { IndexError::Full { folder, words } } else { IndexError::Engine { folder, words } }
}
