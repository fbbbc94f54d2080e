//! What is left of a file that ended its reader, or took too long: the pages before, and those after.
//!
//! A worker hands on the pages that it has while it reads. Where it dies, the next one begins behind them, page by page, so
//! that the one that kills is known and passed over. What still comes to nothing goes to the second reader, which knows no
//! layout.

use std::path::Path;
use std::time::Instant;

use super::part::Part;
use super::worker::{Failure, Input, Pool, ReadAnswer, Task, TaskKind};
use super::{Document, Format, Limits, Page, Reason};
use crate::note::{Note, Noted};

/// A file may end so many readers; then the rest of it is left.
const MAX_DEATHS: u32 = 3;
/// Each further attempt may take this part of the limit on time.
const FURTHER_ATTEMPT: u64 = 4;

/// Reads a file in `pool`; what it does to its readers costs it only the pages where it does so.
///
/// # Errors
///
/// Where no worker can be started; that is no fault of the file.
pub(super) fn read(pool: &Pool, input: &Input, limits: Limits) -> Result<ReadAnswer, Failure> {
    let mut rescue = Rescue::new(pool, input, limits);
    let reason = match rescue.attempt(TaskKind::Read { from: 1, one_by_one: false }, limits.seconds) {
        Ok(answer) => return Ok(answer),
        Err(Failure::Fatal(reason)) => reason,
        Err(failure) => return Err(failure),
    };
    Ok(rescue.go_on(reason))
}

/// What was got out of a file so far.
struct Rescue<'a> {
    pool: &'a Pool,
    input: &'a Input,
    limits: Limits,
    pages: Vec<Page>,
    notes: Vec<Note>,
    unread: Vec<u32>,
    /// How many pages it has, where a reader came as far as that.
    of: Option<u32>,
    /// When the last page came.
    last: Instant,
}

impl<'a> Rescue<'a> {
    fn new(pool: &'a Pool, input: &'a Input, limits: Limits) -> Self {
        let (pages, notes, unread) = (Vec::new(), Vec::new(), Vec::new());
        Self { pool, input, limits, pages, notes, unread, of: None, last: Instant::now() }
    }

    /// Reads the whole, or what is left of it.
    fn attempt(&mut self, kind: TaskKind, seconds: u64) -> Result<ReadAnswer, Failure> {
        let task = Task { kind, input: self.input.clone(), seconds };
        let Self { pages, notes, of, last, .. } = self;
        *last = Instant::now();
        let answer: ReadAnswer = self.pool.run_in_parts(&task, &mut |part: Part| {
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

    /// After a reader's end for this reason.
    fn go_on(mut self, reason: Reason) -> ReadAnswer {
        let mut last = reason.clone();
        for _ in 0..MAX_DEATHS {
            let from = self.next();
            if self.of.is_some_and(|of| from > of) {
                break;
            }
            match self.attempt(TaskKind::Read { from, one_by_one: true }, self.further_seconds()) {
                Ok(Ok(read)) => return Ok(read),
                Ok(Err(_)) | Err(Failure::NoWorker(_)) => break,
                // The limit that a person can set is the one to tell of, not our share of it.
                Err(Failure::Fatal(Reason::TimedOut { .. })) => {
                    last = Reason::TimedOut { seconds: self.limits.seconds }
                }
                Err(Failure::Fatal(next)) => last = next,
            }
            // One that reads on until its time is up is long, not stuck.
            let is_stuck = 2 * self.last.elapsed().as_secs() >= self.further_seconds();
            let is_long = matches!(last, Reason::TimedOut { .. }) && !is_stuck;
            if self.of.is_none() || is_long {
                break;
            }
            self.lose(&last);
        }
        self.conclude(&last).or_else(|| self.by_second_reader()).ok_or(reason)
    }

    /// The page to go on with: behind the last one that was read or given up.
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

    /// What there is, the rest given up; `None` where that is nothing.
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

    /// `rest` with what came before it.
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
