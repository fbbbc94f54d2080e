//! Checks whether a source file has changed since it was read.

use std::io::{self, Read};
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use super::FileRecord;
use crate::source::container;

/// The present state of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// As it was read.
    Unchanged,
    /// The content has changed.
    Changed,
    /// Missing or unreadable.
    Gone,
}

impl FileRecord {
    /// Checks the file. Same size and time count as unchanged. If only the time differs, the content hash decides.
    pub fn presence(&self) -> Presence {
        let Ok((bytes, modified)) = container::metadata(&self.path) else { return Presence::Gone };
        let modified =
            modified.duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_secs()).unwrap_or(i64::MAX));
        match () {
            () if bytes != self.bytes => Presence::Changed,
            () if modified == self.modified => Presence::Unchanged,
            () => match self.hash_now() {
                Ok(hash) if hash == self.hash => Presence::Unchanged,
                Ok(_) => Presence::Changed,
                Err(_) => Presence::Gone,
            },
        }
    }

    fn hash_now(&self) -> io::Result<u64> {
        let (mut file, mut hasher, mut part) = (container::open(&self.path)?, Xxh3::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut part)? {
                0 => return Ok(hasher.digest()),
                n => hasher.update(&part[..n]),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use xxhash_rust::xxh3::xxh3_64;

    use super::*;
    use crate::index::Outcome;

    #[test]
    fn file_is_known_by_its_content_and_missed_when_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "Punkt 1").unwrap();
        let record = FileRecord {
            source: "a.txt".into(),
            path: path.clone(),
            bytes: 7,
            modified: 1,
            hash: xxh3_64(b"Punkt 1"),
            pages: 1,
            items: 1,
            outcome: Outcome::Read,
            notes: Vec::new(),
        };
        assert_eq!(record.presence(), Presence::Unchanged);
        fs::write(&path, "Punkt 2").unwrap();
        assert_eq!(record.presence(), Presence::Changed);
        fs::remove_file(&path).unwrap();
        assert_eq!(record.presence(), Presence::Gone);
        assert_eq!(FileRecord { path: folder.path().into(), ..record }.presence(), Presence::Gone);
    }
}
