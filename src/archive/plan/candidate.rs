//! A file on disk together with its row in the index.

use super::super::walk::FoundFile;
use super::PlanInput;
use super::disk::{Content, Stamp, hash, stamp};
use crate::index::{FileRecord, Outcome, Tombstones};
use crate::source::Reason;

/// File systems give the time of a change by the second, some by two.
const SETTLING_SECONDS: i64 = 2;

/// A file on disk and its row in the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    pub file: &'a FoundFile,
    pub record: Option<&'a FileRecord>,
    pub state: State,
    pub stamp: Stamp,
}

/// How a file compares with its row in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Reading it again would give the same.
    Same,
    /// It is the same, and reading it again may give more.
    Retried,
    /// The index does not know it, or knows another content.
    Unknown,
}

impl<'a> Candidate<'a> {
    pub(crate) fn new(file: &'a FoundFile, record: Option<&'a FileRecord>, input: &PlanInput<'_>) -> Self {
        // If the file vanishes at this moment, the reader reports it.
        let stamp = file.stamp.or_else(|| stamp(&file.path).ok()).unwrap_or_default();
        let state = match record.filter(|record| is_unchanged(record, stamp, input.last_run)) {
            None => State::Unknown,
            Some(record) if is_retried(record, input.has_ocr) => State::Retried,
            Some(_) => State::Same,
        };
        Self { file, record, state, stamp }
    }

    pub(crate) fn is_forgotten(&self, tombstones: Option<&Tombstones>) -> bool {
        let Some(tombstones) = tombstones else { return false };
        let has_content = || self.content().is_some_and(|c| tombstones.has_content(c.bytes, c.hash));
        tombstones.has_path(&self.file.path) || tombstones.has_length(self.bytes()) && has_content()
    }

    /// The row of a file with items of its own, if the content is still the same.
    pub(crate) fn original(&self) -> Option<&'a FileRecord> {
        self.record.filter(|r| self.state != State::Unknown && !matches!(r.outcome, Outcome::Double { .. }))
    }

    /// True if a file with items of its own has another content now.
    pub(crate) fn is_changed(&self) -> bool {
        self.state == State::Unknown && self.record.is_some_and(|r| !matches!(r.outcome, Outcome::Double { .. }))
    }

    pub(crate) fn is_touched(&self) -> bool {
        self.record.is_some_and(|r| r.modified != self.stamp.modified)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.stamp.bytes
    }

    /// Its content, read from the disk if the index does not know it. `None` if it cannot be read.
    pub(crate) fn content(&self) -> Option<Content> {
        let known = self.record.filter(|_| self.state != State::Unknown).map(|r| r.hash);
        let hash = known.or_else(|| hash(&self.file.path).ok())?;
        Some(Content { bytes: self.bytes(), hash })
    }
}

/// True if reading an unchanged file again may give more than before.
fn is_retried(record: &FileRecord, has_ocr: bool) -> bool {
    // A file may have become readable without a new time, and a limit may have been raised.
    let retried = [
        (Reason::Io(String::new()), true),
        (Reason::TimedOut { seconds: 0 }, true),
        (Reason::OutOfMemory { mebibytes: 0 }, true),
        (Reason::NeedsOcr { pages: 0 }, has_ocr),
    ];
    match &record.outcome {
        Outcome::Read | Outcome::Double { .. } => false,
        Outcome::ReadInPart(missing) => !missing.unread.is_empty() || has_ocr && !missing.pages.is_empty(),
        Outcome::Failed { reason, .. } => retried.iter().any(|(one, now)| *now && reason == one.name()),
    }
}

/// True if size and time are the same. If only the time differs, the hash decides. The hash also decides for a file written
/// at the time of the last run, because it may have changed once more within the same second.
pub(crate) fn is_unchanged(record: &FileRecord, now: Stamp, last_run: Option<i64>) -> bool {
    let is_settled = last_run.is_none_or(|last| now.modified < last.saturating_sub(SETTLING_SECONDS));
    let is_same_time = now.modified == record.modified && is_settled;
    now.bytes == record.bytes && (is_same_time || hash(&record.path).is_ok_and(|h| h == record.hash))
}
