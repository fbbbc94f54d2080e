//! Whether a failure to write means that the disk is full.
//!
//! The engine writes in threads of its own and says no more of their end than that they ended, so the disk is asked.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::IndexError;

/// A file of our own that is written to see whether there is room, so many bytes at a time.
const PROBE: &str = ".dagsorden-room";
const PIECE: usize = 64 << 10;
/// With so many pieces, 8 MiB, there is room.
const PIECES: usize = 128;

/// The error as a lack of room, where that is what it comes from.
pub(crate) fn told(error: IndexError) -> IndexError {
    match error {
        IndexError::Engine { folder, words } => match shortage(&folder) {
            Some(e) => IndexError::Full { folder, words: e.to_string() },
            None => IndexError::Engine { folder, words },
        },
        other => other,
    }
}

/// True for what the system says when a disk, a quota or a limit on files is exhausted.
pub(crate) fn is_shortage(error: &io::Error) -> bool {
    [ErrorKind::StorageFull, ErrorKind::FileTooLarge, ErrorKind::QuotaExceeded].contains(&error.kind())
}

/// What the system says to a file of some size in the folder, where it is that there is no room.
fn shortage(folder: &Path) -> Option<io::Error> {
    let path = folder.join(PROBE);
    let written = write(&path);
    let _ = fs::remove_file(&path);
    written.err().filter(is_shortage)
}

fn write(path: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    (0..PIECES).try_for_each(|_| file.write_all(&[0; PIECE]))?;
    // Some systems look for room only when they write to the disk.
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failure_on_a_disk_with_room_stays_what_it_is_and_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let error = IndexError::Engine { folder: dir.path().to_owned(), words: "a thread ended".into() };
        assert!(matches!(told(error), IndexError::Engine { words, .. } if words == "a thread ended"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn full_disk_and_limit_are_shortages() {
        let is = |kind: ErrorKind| is_shortage(&io::Error::from(kind));
        assert!(is(ErrorKind::StorageFull) && is(ErrorKind::FileTooLarge) && !is(ErrorKind::PermissionDenied));
    }
}
