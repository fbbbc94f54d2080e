//! Errors inside the built-in engine.
//!
//! They do not name the folder. [`Index`](super::Index) and [`Writer`](super::Writer) add it once, at their boundary.

use std::io;
use std::path::Path;
use std::string::FromUtf8Error;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError};

use crate::index::IndexError;
use crate::index::folder::io_error;

pub(super) type Result<T> = std::result::Result<T, Error>;

/// Why the built-in engine failed.
#[derive(Debug)]
pub(super) enum Error {
    /// The search library failed.
    Library(TantivyError),
    /// A stored row cannot be decoded or encoded.
    Row(serde_json::Error),
    /// The stored tombstones cannot be decoded.
    Tombstones(serde_json::Error),
    /// A stored text is not UTF-8.
    Text(FromUtf8Error),
    /// A document lacks its stored row.
    NoRow,
    /// The disk failed.
    Disk(io::Error),
    /// The folder holds something else than an index of this program.
    NotAnIndex,
    /// The index has another version of the format.
    OtherVersion(u32),
    /// An error that names its folder already.
    Index(IndexError),
}

impl Error {
    /// The public error.
    pub(super) fn in_folder(self, folder: &Path) -> IndexError {
        let failed = |words: String| IndexError::Engine { folder: folder.to_owned(), words };
        match self {
            Self::Library(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                IndexError::Locked { folder: folder.to_owned(), owner: None }
            }
            Self::Library(TantivyError::LockFailure(LockError::IoError(e), _) | TantivyError::IoError(e)) => {
                io_error(folder, &e)
            }
            Self::Library(e) => failed(e.to_string()),
            Self::Row(e) => failed(e.to_string()),
            Self::Tombstones(e) => failed(format!("what was forgotten in it cannot be read: {e}")),
            Self::Text(e) => failed(e.to_string()),
            Self::NoRow => failed("a document without content".to_owned()),
            Self::Disk(e) => io_error(folder, &e),
            Self::NotAnIndex => IndexError::NotAnIndex(folder.to_owned()),
            Self::OtherVersion(found) => IndexError::OtherVersion { folder: folder.to_owned(), found },
            Self::Index(e) => e,
        }
    }
}

/// Names the folder in an error.
pub(super) fn in_folder<T>(folder: &Path, result: Result<T>) -> std::result::Result<T, IndexError> {
    result.map_err(|e| e.in_folder(folder))
}

impl From<TantivyError> for Error {
    fn from(e: TantivyError) -> Self {
        Self::Library(e)
    }
}

impl From<OpenDirectoryError> for Error {
    fn from(e: OpenDirectoryError) -> Self {
        Self::Library(e.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(e: serde_json::Error) -> Self {
        Self::Row(e)
    }
}

impl From<FromUtf8Error> for Error {
    fn from(e: FromUtf8Error) -> Self {
        Self::Text(e)
    }
}

impl From<io::Error> for Error {
    fn from(e: io::Error) -> Self {
        Self::Disk(e)
    }
}

impl From<IndexError> for Error {
    fn from(e: IndexError) -> Self {
        Self::Index(e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_is_named_once_and_causes_stay_apart() {
        let folder = Path::new("/archive");
        let public = |e: Error| e.in_folder(folder);
        assert!(matches!(public(io::Error::from(io::ErrorKind::StorageFull).into()), IndexError::Full { .. }));
        assert!(matches!(public(Error::OtherVersion(3)), IndexError::OtherVersion { found: 3, .. }));
        let busy = TantivyError::LockFailure(LockError::LockBusy, None);
        assert!(matches!(public(busy.into()), IndexError::Locked { owner: None, .. }));
        let row = serde_json::from_str::<u8>("x").unwrap_err();
        let words = row.to_string();
        let IndexError::Engine { folder: named, words: told } = public(row.into()) else { panic!("another error") };
        assert_eq!((named.as_path(), told), (folder, words));
        let other = IndexError::Missing("/elsewhere".into());
        assert!(matches!(public(other.into()), IndexError::Missing(dir) if dir == Path::new("/elsewhere")));
    }
}
