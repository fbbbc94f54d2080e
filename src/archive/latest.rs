//! The index as of its last commit.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::engine::Index;
use crate::index::{self, IndexError};

/// How long an index counts as the newest without a look at the disk. A page asks for it many times in a second, and nobody
/// notices if a commit becomes visible a second later.
const UNCHECKED: Duration = Duration::from_secs(1);

/// An open index and its time of writing.
pub(super) struct Latest {
    pub(super) index: Arc<Index>,
    pub(super) written: Option<Timestamp>,
    checked: Instant,
}

impl fmt::Debug for Latest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Latest").field("written", &self.written).finish_non_exhaustive()
    }
}

impl Latest {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub(super) fn open(folder: &Path) -> Result<Self, IndexError> {
        let written = index::last_commit(folder);
        Ok(Self { index: Arc::new(Index::open(folder)?), written, checked: Instant::now() })
    }

    /// Opens the index again if a later commit replaced it. If that fails, the one before stays.
    pub(super) fn renew(&mut self, folder: &Path) {
        if self.checked.elapsed() < UNCHECKED {
            return;
        }
        self.checked = Instant::now();
        if self.index.has_changed()
            && let Ok(other) = Self::open(folder)
        {
            *self = other;
        }
    }
}
