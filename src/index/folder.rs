//! What lies in the folder of an index, and what its failures are called.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;

use super::IndexError;
use super::room;
use crate::repair::corrections::FILE_NAME as CORRECTIONS;

/// Where what was recognised on scanned pages lies beside the index.
pub const OCR_FOLDER: &str = "ocr";

/// Names the files that the index consists of; every commit replaces it.
pub(crate) const META: &str = "meta.json";

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

/// The system's error in our words.
pub(crate) fn io_error(folder: &Path, error: &io::Error) -> IndexError {
    let (folder, words) = (folder.to_owned(), error.to_string());
    if room::is_shortage(error) { IndexError::Full { folder, words } } else { IndexError::Engine { folder, words } }
}
