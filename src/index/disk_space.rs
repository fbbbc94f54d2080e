//! Finds out whether a failed write means a full disk.
//!
//! The engine writes in its own threads and reports only their end, not the reason. So this module tests the disk
//! itself.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::IndexError;

/// Temporary file for testing the disk, and the bytes per write.
const PROBE_FILE: &str = ".dagsorden-room";
const CHUNK_BYTES: usize = 64 << 10;
/// 128 chunks are 8 MiB. With that much free space the failure has another cause; a larger file would cost more time.
const PROBE_CHUNKS: usize = 128;

/// Turns an engine error into [`IndexError::Full`] if the disk is full.
pub(crate) fn as_full_disk(error: IndexError) -> IndexError {
    match error {
        IndexError::Engine { folder, words } => match full_disk_error(&folder) {
            Some(e) => IndexError::Full { folder, words: e.to_string() },
            None => IndexError::Engine { folder, words },
        },
        other => other,
    }
}

/// True for an exhausted disk, quota or file size limit.
pub(crate) fn is_full(error: &io::Error) -> bool {
    [ErrorKind::StorageFull, ErrorKind::FileTooLarge, ErrorKind::QuotaExceeded].contains(&error.kind())
}

/// The system's error for a test file in the folder, if it means a full disk.
fn full_disk_error(folder: &Path) -> Option<io::Error> {
    let path = folder.join(PROBE_FILE);
    let written = write(&path);
    let _ = fs::remove_file(&path);
    written.err().filter(is_full)
}

fn write(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    (0..PROBE_CHUNKS).try_for_each(|_| file.write_all(&[0; CHUNK_BYTES]))?;
    // Some systems check free space only at the sync.
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_on_a_disk_with_room_stays_what_it_is_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let error = IndexError::Engine { folder: dir.path().to_owned(), words: "a thread ended".into() };
        assert!(matches!(as_full_disk(error), IndexError::Engine { words, .. } if words == "a thread ended"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn disk_and_quota_limits_count_as_full() {
        let is = |kind: ErrorKind| is_full(&io::Error::from(kind));
        assert!(is(ErrorKind::StorageFull) && is(ErrorKind::FileTooLarge) && !is(ErrorKind::PermissionDenied));
    }
}
