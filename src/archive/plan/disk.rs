//! Size, time and content of a file on disk.

use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use xxhash_rust::xxh3::Xxh3;

use crate::source::container;

/// Size and time of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its size in bytes.
    pub bytes: u64,
    /// Seconds since 1970.
    pub modified: i64,
}

/// Identifies the content of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Content {
    pub bytes: u64,
    /// xxh3.
    pub hash: u64,
}

/// Asks the disk for size and time.
pub fn stamp(path: &Path) -> io::Result<Stamp> {
    let (bytes, modified) = container::metadata(path)?;
    let modified = modified.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Ok(Stamp { bytes, modified: i64::try_from(modified).unwrap_or(i64::MAX) })
}

/// xxh3 of a file's content.
pub fn hash(path: &Path) -> io::Result<u64> {
    let (mut file, mut hasher, mut part) = (container::open(path)?, Xxh3::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hasher.digest()),
            n => hasher.update(&part[..n]),
        }
    }
}

/// True if there is no file at that path. A file in a folder closed to us is not gone.
pub(super) fn is_gone(path: &Path) -> bool {
    matches!(path.try_exists(), Ok(false))
}
