//! Recovers the pages of a file that crashed its reader or took too long.
//!
//! A worker hands on finished pages while it reads. If it dies, the next one begins behind them, page by page, so the
//! fatal page is identified and skipped. If that yields nothing, the second reader tries without layout.

use std::path::Path;
use std::time::Instant;

use super::progress::PartialDocument;
use super::worker::{Failure, Input, Pool, ReadAnswer, Task, TaskKind};
use super::{Document, Format, Limits, Page, Reason};
use crate::note::{Note, Noted};

/// A file may crash this many readers; then its rest is given up, because each crash costs the start of a process.
const MAX_CRASHES: u32 = 3;
/// Each further attempt may take this fraction of the time limit.
const FURTHER_ATTEMPT: u64 = 4;

/// Reads a file in `pool`; a crash loses only the pages that caused it.
///
/// # Errors
///
/// If no worker can be started. That is no fault of the file.
pub(super) fn read(pool: &Pool, input: &Input, limits: Limits) -> Result<ReadAnswer, Failure> {
    let mut rescue = Rescue::new(pool, input, limits);
    let reason = match rescue.attempt(TaskKind::Read { from: 1, one_by_one: false }, limits.seconds) {
        Ok(answer) => return Ok(answer),
        Err(Failure::Fatal(reason)) => reason,
        Err(failure) => return Err(failure),
    };
    Ok(rescue.go_on(reason))
}

/// The pages recovered so far.
struct Rescue<'a> {
    pool: &'a Pool,
    input: &'a Input,
    limits: Limits,
    pages: Vec<Page>,
    notes: Vec<Note>,
    unread: Vec<u32>,
    /// The number of pages, if a reader found it.
    of: Option<u32>,
    /// When the last page came.
    last: Instant,
}

impl<'a> Rescue<'a> {
    fn new(pool: &'a Pool, input: &'a Input, limits: Limits) -> Self {
        let (pages, notes, unread) = (Vec::new(), Vec::new(), Vec::new());
        Self { pool, input, limits, pages, notes, unread, of: None, last: Instant::now() }
    }

    /// Reads the whole file, or the rest of it.
    fn attempt(&mut self, kind: TaskKind, seconds: u64) -> Result<ReadAnswer, Failure> {
        let task = Task { kind, input: self.input.clone(), seconds };
        let Self { pages, notes, of, last, .. } = self;
        *last = Instant::now();
        let answer: ReadAnswer = self.pool.run_in_parts(&task, &mut |part: PartialDocument| {
            *last = Instant::now();
            *of = Some(part.of);
            pages.extend(part.pages);
            notes.extend(part.notes);
        })?;
        // Blank pages at the end of a file whose beginning was read are no failure.
        Ok(match answer {
            Ok(read) => Ok(self.whole(read)),
            Err(_) if self.has_text() => Ok(self.whole(Noted::clean(self.empty()))),
            Err(reason) => Err(reason),
        })
    }

    /// Continues after a reader ended for this reason.
    fn go_on(mut self, reason: Reason) -> ReadAnswer {
        let mut last = reason.clone();
        for _ in 0..MAX_CRASHES {
            let from = self.next();
            if self.of.is_some_and(|of| from > of) {
                break;
            }
            match self.attempt(TaskKind::Read { from, one_by_one: true }, self.further_seconds()) {
                Ok(Ok(read)) => return Ok(read),
                Ok(Err(_)) | Err(Failure::NoWorker(_)) => break,
                // Report the limit set by the user, not our fraction of it.
                Err(Failure::Fatal(Reason::TimedOut { .. })) => {
                    last = Reason::TimedOut { seconds: self.limits.seconds }
                }
                Err(Failure::Fatal(next)) => last = next,
            }
            // A reader that works until its time is up is slow, not stuck.
            let is_stuck = 2 * self.last.elapsed().as_secs() >= self.further_seconds();
            let is_long = matches!(last, Reason::TimedOut { .. }) && !is_stuck;
            if self.of.is_none() || is_long {
                break;
            }
            self.lose(&last);
        }
        self.conclude(&last).or_else(|| self.by_second_reader()).ok_or(reason)
    }

    /// The next page: behind the last one read or given up.
    fn next(&self) -> u32 {
        let read = self.pages.iter().map(|page| page.number).max().unwrap_or(0);
        read.max(self.unread.iter().copied().max().unwrap_or(0)) + 1
    }

    fn lose(&mut self, reason: &Reason) {
        let page = self.next();
        self.unread.push(page);
        self.notes.push(unread("this page is", reason).on_page(page));
    }

    fn further_seconds(&self) -> u64 {
        (self.limits.seconds / FURTHER_ATTEMPT).max(1)
    }

    fn has_text(&self) -> bool {
        self.pages.iter().flat_map(|page| &page.lines).any(|line| !line.is_blank())
    }

    /// The pages read, with the rest given up; `None` without pages.
    fn conclude(&mut self, reason: &Reason) -> Option<Noted<Document>> {
        if !self.has_text() {
            return None;
        }
        let from = self.next();
        let mut read = self.whole(Noted::clean(self.empty()));
        if let Some(of) = self.of.filter(|of| *of >= from) {
            read.value.unread.push(from..=of);
            let pages = if from == of { format!("page {of} is") } else { format!("pages {from} to {of} are") };
            read.notes.push(unread(&pages, reason));
        }
        Some(read)
    }

    /// `rest` with the pages before it.
    fn whole(&mut self, mut rest: Noted<Document>) -> Noted<Document> {
        rest.value.pages.splice(0..0, self.pages.drain(..));
        rest.notes.splice(0..0, self.notes.drain(..));
        rest.value.unread.splice(0..0, self.unread.drain(..).map(|page| page..=page));
        rest
    }

    fn empty(&self) -> Document {
        let name = super::name_of(self.input);
        Document { name, format: Format::Pdf, pages: Vec::new(), outline: Vec::new(), unread: Vec::new() }
    }

    fn by_second_reader(&self) -> Option<Noted<Document>> {
        let task = Task { kind: TaskKind::ReadAgain, input: self.input.clone(), seconds: self.further_seconds() };
        let read: ReadAnswer = self.pool.run(&task).ok()?;
        let mut read = read.ok()?;
        let note = Note::warning("the first reader failed on it; its text was read without layout");
        read.notes.insert(0, note.with_hint("check it against the file; parts may be missing"));
        Some(read)
    }
}

fn unread(what: &str, reason: &Reason) -> Note {
    let note = Note::warning(format!("{what} not read: {}", reason.explanation()));
    match reason.hint(Path::new("it")) {
        Some(hint) => note.with_hint(hint),
        None => note,
    }
}
