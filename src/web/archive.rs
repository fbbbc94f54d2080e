//! The index that requests are answered from: always that of the last commit.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::engine::Index;
use crate::index::{self, IndexError};

/// How long an index is taken to be the newest before one looks again.
const GLANCE: Duration = Duration::from_secs(1);

/// An index that is opened again when a run of `dagsorden index` has changed it. Who holds one goes on with its state.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    newest: Mutex<Newest>,
}

struct Newest {
    index: Arc<Index>,
    written: Option<Timestamp>,
    looked: Instant,
}

impl fmt::Debug for Newest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Newest").field("written", &self.written).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub fn open(folder: PathBuf) -> Result<Self, IndexError> {
        let newest = Newest::open(&folder)?;
        Ok(Self { folder, newest: Mutex::new(newest) })
    }

    /// The index as of the last commit. One that cannot be opened now leaves the one before.
    pub fn current(&self) -> Arc<Index> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.looked.elapsed() >= GLANCE {
            newest.looked = Instant::now();
            if newest.index.has_changed()
                && let Ok(other) = Newest::open(&self.folder)
            {
                *newest = other;
            }
        }
        newest.index.clone()
    }

    /// A number that changes with each commit.
    pub fn state(&self) -> u64 {
        self.current().state()
    }

    /// When the index was last written.
    pub fn written(&self) -> Option<Timestamp> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).written
    }
}

impl Newest {
    fn open(folder: &Path) -> Result<Self, IndexError> {
        let written = index::written(folder);
        Ok(Self { index: Arc::new(Index::open(folder)?), written, looked: Instant::now() })
    }
}
