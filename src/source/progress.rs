//! Hands on pages while a reader is still working, so a file that crashes it loses only its other pages.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Page;
use crate::note::Note;

/// Consecutive pages of a file, with their notes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PartialDocument {
    /// How many pages the file has.
    pub of: u32,
    pub pages: Vec<Page>,
    pub notes: Vec<Note>,
}

/// How often pages are handed on: seldom enough to cost nothing, often enough to lose little at a time limit.
const INTERVAL: Duration = Duration::from_millis(200);

/// The first page, and the receiver of finished pages.
pub(super) struct Progress<'a> {
    /// The first page to read, counted from 1.
    pub from: u32,
    one_by_one: bool,
    take: Option<&'a mut (dyn FnMut(PartialDocument) + Send)>,
    last: Instant,
}

impl<'a> Progress<'a> {
    /// Reads all pages and hands them on at the end.
    pub(super) fn unwatched() -> Self {
        Self { from: 1, one_by_one: false, take: None, last: Instant::now() }
    }

    /// Hands pages on to `take`: one by one if a page has crashed a reader before, else in intervals.
    pub(super) fn to(from: u32, one_by_one: bool, take: &'a mut (dyn FnMut(PartialDocument) + Send)) -> Self {
        Self { from, one_by_one, take: Some(take), last: Instant::now() }
    }

    /// Announces the number of pages before the first is read, if a page has crashed a reader before.
    pub(super) fn announce(&mut self, of: u32) {
        if self.one_by_one {
            self.offer(of, &mut Vec::new(), &mut Vec::new());
        }
    }

    /// Hands on pages and notes, if the interval has passed.
    pub(super) fn offer(&mut self, of: u32, pages: &mut Vec<Page>, notes: &mut Vec<Note>) {
        let Some(take) = &mut self.take else { return };
        if self.one_by_one || self.last.elapsed() >= INTERVAL {
            take(PartialDocument { of, pages: std::mem::take(pages), notes: std::mem::take(notes) });
            self.last = Instant::now();
        }
    }
}
