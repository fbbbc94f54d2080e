//! Reads the files of a plan in parallel, in two passes, and hands each to the index as it comes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use rayon::ThreadPool;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::super::today;
use super::plan::{Job, Stamp, hash, stamp};
use crate::facts::{Rules, give_topics};
use crate::index::{FileRecord, Outcome};
use crate::lexicon::{Vocabulary, authorities};
use crate::model::{Authority, Meeting};
use crate::note::Note;
use crate::pipeline::{self, FirstPass, Reading};
use crate::privacy;
use crate::repair::{Corrections, Known};
use crate::source::{Reader, Reason, SourceError};

/// So many finished documents may wait for the index; more would only fill the memory.
const WAITING: usize = 16;
/// How the threads that read are called; a fault in one costs its file alone.
const THREAD: &str = "reader";
/// Nested PDF objects and long regular expressions need more than the usual 2 MiB.
const STACK_BYTES: usize = 16 << 20;

/// One file, read or not.
#[derive(Debug)]
pub struct Done {
    pub record: FileRecord,
    pub meeting: Option<Meeting>,
}

/// What the user says beside the files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside<'a> {
    /// Whose documents these are where they do not say it.
    pub authority: Option<&'a Authority>,
    /// How scans are to be read.
    pub corrections: Option<&'a Corrections>,
    /// By which rules items get their topics, in place of the program's own.
    pub rules: Option<&'a Rules>,
    /// Whether CPR numbers are masked.
    pub mask_cpr: bool,
}

/// True in the threads that read files.
pub fn is_reader_thread() -> bool {
    thread::current().name() == Some(THREAD)
}

/// The threads that read, as many as `jobs` says, else one per processor.
///
/// # Errors
///
/// Where the system gives no threads; its words.
pub fn threads(jobs: Option<u16>) -> Result<ThreadPool, String> {
    let builder = rayon::ThreadPoolBuilder::new().thread_name(|_| THREAD.to_owned()).stack_size(STACK_BYTES);
    builder.num_threads(jobs.map_or(0, usize::from)).build().map_err(|e| e.to_string())
}

/// Reads `jobs` on `threads` and gives each result to `take` as it comes, in no order. `archive` holds the words of what
/// is indexed already and learns those of every clean document before the broken ones are read, and with them the scans
/// that `again` names once all words are known. Stops early where `take` fails.
///
/// # Errors
///
/// That of `take`.
pub fn read_all<E: Send>(
    threads: &ThreadPool,
    reader: &Reader,
    jobs: &[Job],
    archive: &mut Vocabulary,
    beside: Beside<'_>,
    again: impl FnOnce(&Vocabulary) -> Vec<Job>,
    mut take: impl FnMut(Done) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut broken = Vec::new();
    let corrections = beside.corrections;
    in_parallel(
        threads,
        jobs,
        |job| first_pass(reader, job, corrections),
        |job, read| match read {
            Pass::Broken => {
                broken.push(job.clone());
                Ok(())
            }
            Pass::Read(reading) => {
                pipeline::teach(archive, &reading.meeting.items);
                take(done(job, Ok(*reading), beside))
            }
            Pass::Failed(reason) => take(done(job, Err(reason), beside)),
        },
    )?;
    broken.extend(again(archive));
    let known = Known { archive, corrections };
    in_parallel(threads, &broken, |job| second_pass(reader, job, known), |job, read| take(done(job, read, beside)))
}

/// What the first pass made of a file.
enum Pass {
    Read(Box<Reading>),
    Broken,
    Failed(Reason),
}

fn first_pass(reader: &Reader, job: &Job, corrections: Option<&Corrections>) -> Pass {
    match guarded(&job.path, || reader.read(&job.path).map(|document| pipeline::clean(document, corrections))) {
        Ok(FirstPass::Clean(reading)) => Pass::Read(reading),
        Ok(FirstPass::Broken) => Pass::Broken,
        Err(reason) => Pass::Failed(reason),
    }
}

fn second_pass(reader: &Reader, job: &Job, known: Known<'_>) -> Result<Reading, Reason> {
    guarded(&job.path, || Ok(pipeline::reading(reader.read(&job.path)?, known)))
}

/// A file that makes a reader panic is a broken file.
fn guarded<T>(path: &Path, read: impl FnOnce() -> Result<T, SourceError>) -> Result<T, Reason> {
    let fault = |_| {
        let pdf = path.extension().is_some_and(|s| s.eq_ignore_ascii_case("pdf"));
        let words = "the reader failed on it".to_owned();
        if pdf { Reason::BrokenPdf(words) } else { Reason::UnknownFormat(words) }
    };
    catch_unwind(AssertUnwindSafe(read)).map_err(fault)?.map_err(|e| e.reason)
}

/// Runs `work` on every job on the threads, and `take` on each result on a thread of its own, so that the index is
/// written while others read.
fn in_parallel<T: Send, E: Send>(
    threads: &ThreadPool,
    jobs: &[Job],
    work: impl Fn(&Job) -> T + Sync,
    take: impl FnMut(&Job, T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        let taking = scope.spawn(move || take_all(&receive, take));
        threads.install(|| work_all(jobs, &work, &send));
        drop(send);
        taking.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
    })
}

fn work_all<'a, T: Send>(jobs: &'a [Job], work: &(impl Fn(&Job) -> T + Sync), send: &SyncSender<(&'a Job, T)>) {
    // Nobody takes any more: there is no use in reading on.
    let _ = jobs.par_iter().try_for_each(|job| send.send((job, work(job))));
}

fn take_all<T, E>(receive: &Receiver<(&Job, T)>, mut take: impl FnMut(&Job, T) -> Result<(), E>) -> Result<(), E> {
    receive.iter().try_for_each(|(job, result)| take(job, result))
}

/// What the index is told of a file.
fn done(job: &Job, read: Result<Reading, Reason>, beside: Beside<'_>) -> Done {
    let Stamp { bytes, modified } = stamp(&job.path).unwrap_or_default();
    let hash = hash(&job.path).unwrap_or_default();
    let (source, path) = (job.source.clone(), job.path.clone());
    let record =
        |outcome| FileRecord { source, path, bytes, modified, hash, pages: 0, items: 0, outcome, notes: Vec::new() };
    match read {
        Ok(reading) => {
            let outcome = match (reading.needs_ocr, reading.unread) {
                (pages, unread) if pages.is_empty() && unread.is_empty() => Outcome::Read,
                (pages, unread) => Outcome::ReadInPart { pages, unread },
            };
            let items = u32::try_from(reading.meeting.items.len()).unwrap_or(u32::MAX);
            let mut meeting = reading.meeting;
            if let Some(rules) = beside.rules {
                meeting.items.iter_mut().for_each(|item| give_topics(item, rules));
            }
            let mut meeting = named(meeting, &job.source, beside.authority);
            let masked = if beside.mask_cpr { mask(&mut meeting, &job.path) } else { None };
            let notes = reading.notes.into_iter().chain(masked).collect();
            let record = FileRecord { pages: reading.pages, items, notes, ..record(outcome) };
            Done { record, meeting: Some(meeting) }
        }
        Err(reason) => {
            let pages =
                if let Reason::NeedsOcr { pages } = reason { u32::try_from(pages).unwrap_or(u32::MAX) } else { 0 };
            Done { record: FileRecord { pages, ..record(failed(&reason, &job.path)) }, meeting: None }
        }
    }
}

fn failed(reason: &Reason, path: &Path) -> Outcome {
    Outcome::Failed { reason: reason.name().to_owned(), explanation: reason.explanation(), hint: reason.hint(path) }
}

/// Masks the CPR numbers in a meeting; says how many, where there are any.
fn mask(meeting: &mut Meeting, path: &Path) -> Option<Note> {
    let pages = privacy::mask(meeting, today());
    let first = pages.first()?;
    let count =
        if pages.len() == 1 { "a CPR number; it is".into() } else { format!("{} CPR numbers; they are", pages.len()) };
    let note = Note::warning(format!("expected nothing that must not be published, but found {count} masked"))
        .with_hint(format!("see where with `dagsorden check {}`", path.display()));
    Some(first.map_or(note.clone(), |page| note.on_page(page)))
}

/// The meeting under the name that the index knows its file by, and with the authority that the user named where the
/// document names none.
fn named(mut meeting: Meeting, source: &str, authority: Option<&Authority>) -> Meeting {
    source.clone_into(&mut meeting.source);
    if let Some(authority) = authority.filter(|_| meeting.authority.is_none()) {
        meeting.region = meeting.region.or(authority.region);
        meeting.authority = Some(authority.clone());
        for item in meeting.items.iter_mut().filter(|i| i.municipalities.is_empty()) {
            item.municipalities.push(authority.name.clone());
        }
    }
    meeting
}

/// The authority that a user means.
///
/// # Errors
///
/// Where there is none of that name; what to say.
pub fn authority(name: &str) -> Result<&'static Authority, String> {
    authorities().named(name).ok_or_else(|| {
        format!("--municipality {name}: expected a Danish municipality or region, but there is none of that name")
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn jobs(dir: &Path, files: &[(&str, &[u8])]) -> Vec<Job> {
        let job = |(name, bytes): &(&str, &[u8])| {
            fs::write(dir.join(name), bytes).unwrap();
            Job { source: (*name).to_owned(), path: dir.join(name) }
        };
        files.iter().map(job).collect()
    }

    #[test]
    fn unreadable_file_costs_itself_alone() {
        let dir = tempfile::tempdir().unwrap();
        let jobs = jobs(dir.path(), &[("a.txt", b"Referat\n"), ("b.txt", b""), ("c.txt", b"Dagsorden\n")]);
        let mut all = Vec::new();
        let threads = threads(Some(2)).unwrap();
        let read = read_all(
            &threads,
            &Reader::in_process(),
            &jobs,
            &mut Vocabulary::default(),
            Beside::default(),
            |_| Vec::new(),
            |done| -> Result<(), ()> {
                all.push(done);
                Ok(())
            },
        );
        assert_eq!(read, Ok(()));
        all.sort_by(|a, b| a.record.source.cmp(&b.record.source));
        assert!(matches!(all[1].record.outcome, Outcome::Failed { .. }));
        assert_eq!(all.iter().filter(|d| d.meeting.is_some()).count(), 2);
    }

    #[test]
    fn reading_stops_where_the_index_fails() {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<String> = (0..50).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"Referat".as_slice())).collect();
        let jobs = jobs(dir.path(), &files);
        let threads = threads(Some(2)).unwrap();
        let mut archive = Vocabulary::default();
        let none = |_: &Vocabulary| Vec::new();
        let read = read_all(&threads, &Reader::in_process(), &jobs, &mut archive, Beside::default(), none, |_| {
            Err("disk full")
        });
        assert_eq!(read, Err("disk full"));
    }

    #[test]
    fn fault_in_a_reader_is_a_broken_file() {
        let read: Result<(), Reason> = guarded(Path::new("a.pdf"), || panic!("as a parser might"));
        assert_eq!(read, Err(Reason::BrokenPdf("the reader failed on it".into())));
    }

    #[test]
    fn named_municipality_stands_in_where_the_document_has_none() {
        let dir = tempfile::tempdir().unwrap();
        let jobs = jobs(dir.path(), &[("a.txt", b"Referat\n")]);
        let mut found = None;
        let viborg = authority("viborg").unwrap();
        let beside = Beside { authority: Some(viborg), ..Beside::default() };
        let threads = threads(Some(1)).unwrap();
        let read = read_all(
            &threads,
            &Reader::in_process(),
            &jobs,
            &mut Vocabulary::default(),
            beside,
            |_| Vec::new(),
            |done| -> Result<(), ()> {
                found = done.meeting.and_then(|m| m.authority);
                Ok(())
            },
        );
        assert_eq!((read, found.as_ref()), (Ok(()), Some(viborg)));
        assert!(authority("Atlantis").unwrap_err().starts_with("--municipality Atlantis: expected"));
    }
}
