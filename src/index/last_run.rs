//! What the last run of `dagsorden index` did, committed with what it did.

use std::time::Duration;

use jiff::Timestamp;

/// A run that committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub at: Timestamp,
    /// How long it took until it committed.
    pub took: Duration,
    /// It built the index anew.
    pub rebuilt: bool,
    pub changes: Changes,
}

/// What a run changed, and what it left, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New and changed ones.
    pub read: u64,
    /// Unchanged scans that were read again with new words.
    pub again: u64,
    /// Those found in another place, by their content.
    pub moved: u64,
    /// Those that say the same as another one.
    pub doubles: u64,
    /// Those that are gone.
    pub taken_out: u64,
    /// Those that are gone and stay in the index.
    pub kept: u64,
    pub unchanged: u64,
}
