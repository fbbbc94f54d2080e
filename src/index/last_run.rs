//! Statistics of the last run of `dagsorden index`, stored in the same commit as its changes.

use std::time::Duration;

use jiff::Timestamp;

/// A committed run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastRun {
    /// When it began.
    pub at: Timestamp,
    /// Duration until the commit.
    pub took: Duration,
    /// True if the run rebuilt the index.
    pub rebuilt: bool,
    /// The changes to the index.
    pub changes: Changes,
}

/// Counts of changed and unchanged files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// New and changed files.
    pub read: u64,
    /// Unchanged scans, read again because the archive's words changed.
    pub again: u64,
    /// Moved files, recognised by their content.
    pub moved: u64,
    /// Files with the same content as another file.
    pub doubles: u64,
    /// Removed files.
    pub taken_out: u64,
    /// Deleted files kept in the index.
    pub kept: u64,
    /// Unchanged files.
    pub unchanged: u64,
}
