//! The index that requests are answered from: always that of the last commit.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::index::{Index, IndexError};

/// How long an index is taken to be the newest before one looks again.
const GLANCE: Duration = Duration::from_secs(1);

/// An index that is opened again when a run of `dagsorden index` has changed it. Who holds one goes on with its state.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    state: Mutex<State>,
}

struct State {
    index: Arc<Index>,
    written: Option<SystemTime>,
    looked: Instant,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("written", &self.written).finish_non_exhaustive()
    }
}

impl Archive {
    /// Opens the index in a folder.
    ///
    /// # Errors
    ///
    /// Those of [`Index::open`].
    pub fn open(folder: PathBuf) -> Result<Self, IndexError> {
        let written = written(&folder);
        let index = Arc::new(Index::open(&folder)?);
        let state = Mutex::new(State { index, written, looked: Instant::now() });
        Ok(Self { folder, state })
    }

    /// The index as of the last commit. One that cannot be opened now, as in the middle of a swap, leaves the one before.
    pub fn current(&self) -> Arc<Index> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.looked.elapsed() >= GLANCE {
            state.looked = Instant::now();
            let written = written(&self.folder);
            if written != state.written
                && let Ok(index) = Index::open(&self.folder)
            {
                state.index = Arc::new(index);
                state.written = written;
            }
        }
        state.index.clone()
    }

    /// A number that changes with each commit.
    pub fn state(&self) -> u64 {
        let _newest = self.current();
        let written = self.written().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        written.map_or(0, |since| since.as_nanos() as u64)
    }

    /// When the index was last written.
    pub fn written(&self) -> Option<SystemTime> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written
    }
}

/// The time of the file that every commit replaces.
fn written(folder: &std::path::Path) -> Option<SystemTime> {
    fs::metadata(folder.join("meta.json")).and_then(|m| m.modified()).ok()
}
