//! What a reader has read of a file while it is still at it, so that a file which ends it costs only its other pages.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::Page;
use crate::note::Note;

/// Pages of a file, in order, and what there is to say about them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Part {
    /// How many pages the file has.
    pub of: u32,
    pub pages: Vec<Page>,
    pub notes: Vec<Note>,
}

/// How often pages are handed on: seldom enough to cost nothing, often enough that a limit in time costs little.
const INTERVAL: Duration = Duration::from_millis(200);

/// Where to begin, and to whom pages are handed on.
pub(super) struct Progress<'a> {
    /// The first page to read, counted from 1.
    pub from: u32,
    one_by_one: bool,
    take: Option<&'a mut (dyn FnMut(Part) + Send)>,
    last: Instant,
}

impl<'a> Progress<'a> {
    /// Reads all pages and hands on none before the end.
    pub fn unwatched() -> Self {
        Self { from: 1, one_by_one: false, take: None, last: Instant::now() }
    }

    /// Hands pages on to `take`: one by one where a page has ended a reader before, else now and then.
    pub fn to(from: u32, one_by_one: bool, take: &'a mut (dyn FnMut(Part) + Send)) -> Self {
        Self { from, one_by_one, take: Some(take), last: Instant::now() }
    }

    /// Says how many pages there are before the first is read, where one has ended a reader.
    pub fn announce(&mut self, of: u32) {
        if self.one_by_one {
            self.offer(of, &mut Vec::new(), &mut Vec::new());
        }
    }

    /// Takes pages and notes over, if it is time.
    pub fn offer(&mut self, of: u32, pages: &mut Vec<Page>, notes: &mut Vec<Note>) {
        let Some(take) = &mut self.take else { return };
        if self.one_by_one || self.last.elapsed() >= INTERVAL {
            take(Part { of, pages: std::mem::take(pages), notes: std::mem::take(notes) });
            self.last = Instant::now();
        }
    }
}
