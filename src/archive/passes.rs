//! Reads the files of a plan in parallel, in two passes, and hands each to the index as it comes.
//!
//! The first pass reads everything and completes the documents with clean letters, because their words teach the repair. The
//! second reads broken scans with all those words known.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use rayon::ThreadPool;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::plan::{Job, Stamp, hash, stamp};
use super::{Cancel, Progress, today};
use crate::facts::{Rules, assign_topics};
use crate::index::{FileRecord, Missing, Outcome};
use crate::lexicon::Vocabulary;
use crate::model::{Authority, Meeting};
use crate::note::Note;
use crate::pipeline::{self, FirstPass, ReadFile};
use crate::privacy;
use crate::repair::{Corrections, Known};
use crate::source::{Reader, Reason, SourceError, container};

/// How many documents may wait for the index: enough to keep readers from waiting for the writer. More would only fill the
/// memory.
const WAITING: usize = 16;
/// The name of the threads that read. A panic in one makes only its file unreadable.
const THREAD: &str = "reader";
/// The stack of a reading thread: nested PDF objects and long regular expressions need more than the usual 2 MiB.
const STACK_BYTES: usize = 16 << 20;

/// One file, read or not.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) record: FileRecord,
    pub(super) meeting: Option<Meeting>,
}

/// The settings of a caller besides the files.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ReadSettings<'a> {
    /// The authority of documents without one of their own.
    pub(super) authority: Option<&'a Authority>,
    /// Corrections for scans.
    pub(super) corrections: Option<&'a Corrections>,
    /// Topic rules in place of the built-in ones.
    pub(super) rules: Option<&'a Rules>,
    /// Whether CPR numbers are masked.
    pub(super) mask_cpr: bool,
}

/// The tools for reading files.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) threads: &'a ThreadPool,
    pub(super) reader: &'a Reader,
    pub(super) settings: ReadSettings<'a>,
    pub(super) progress: &'a dyn Progress,
    pub(super) cancel: &'a Cancel,
}

/// True in the threads that read files. A panic there is no fault of the whole program: it only makes its file unreadable.
pub fn is_reader_thread() -> bool {
    thread::current().name() == Some(THREAD)
}

/// Starts the reading threads: `jobs` of them, else one per processor.
///
/// # Errors
///
/// If the system gives no threads; the error is its message.
pub(super) fn threads(jobs: Option<u16>) -> Result<ThreadPool, String> {
    let builder = rayon::ThreadPoolBuilder::new().thread_name(|_| THREAD.to_owned()).stack_size(STACK_BYTES);
    builder.num_threads(jobs.map_or(0, usize::from)).build().map_err(|e| e.to_string())
}

/// Reads `jobs` and gives each result to `take` as it comes, in no order. `vocabulary` holds the words of the indexed
/// documents. It learns the words of every clean document before the broken ones are read. Once all words are known, `again`
/// names more scans to read with the broken ones. Stops early if `take` fails or the update is cancelled.
///
/// # Errors
///
/// That of `take`.
pub(super) fn read_all<E: Send>(
    run: &Run<'_>,
    jobs: &[Job],
    vocabulary: &mut Vocabulary,
    again: impl FnOnce(&Vocabulary) -> Vec<Job>,
    mut take: impl FnMut(Done) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut broken = Vec::new();
    let settings = run.settings;
    in_parallel(
        run,
        jobs,
        |job| first_pass(run.reader, job, settings.corrections),
        |job, read| match read {
            Pass::Broken => {
                broken.push(job.clone());
                Ok(())
            }
            Pass::Read(reading) => {
                pipeline::learn_clean_words(vocabulary, &reading.meeting.items);
                take(done(job, Ok(*reading), settings))
            }
            Pass::Failed(reason) => take(done(job, Err(reason), settings)),
        },
    )?;
    if run.cancel.is_cancelled() {
        return Ok(());
    }
    broken.extend(again(vocabulary));
    let known = Known { archive: vocabulary, corrections: settings.corrections };
    let second = |job: &Job| second_pass(run.reader, job, known);
    in_parallel(run, &broken, second, |job, read| take(done(job, read, settings)))
}

/// The result of the first pass for a file.
enum Pass {
    Read(Box<ReadFile>),
    Broken,
    Failed(Reason),
}

fn first_pass(reader: &Reader, job: &Job, corrections: Option<&Corrections>) -> Pass {
    match catch_panic(&job.path, || reader.read(&job.path).map(|document| pipeline::first_pass(document, corrections)))
    {
        Ok(FirstPass::Clean(reading)) => Pass::Read(reading),
        Ok(FirstPass::Broken) => Pass::Broken,
        Err(reason) => Pass::Failed(reason),
    }
}

fn second_pass(reader: &Reader, job: &Job, known: Known<'_>) -> Result<ReadFile, Reason> {
    catch_panic(&job.path, || Ok(pipeline::read_document(reader.read(&job.path)?, known)))
}

/// Turns a panic of the reader into a reason, because the file is then broken.
fn catch_panic<T>(path: &Path, read: impl FnOnce() -> Result<T, SourceError>) -> Result<T, Reason> {
    let fault = |_| {
        let pdf = path.extension().is_some_and(|s| s.eq_ignore_ascii_case("pdf"));
        let words = "the reader failed on it".to_owned();
        if pdf { Reason::BrokenPdf(words) } else { Reason::UnknownFormat(words) }
    };
    catch_unwind(AssertUnwindSafe(read)).map_err(fault)?.map_err(|e| e.reason)
}

/// Runs `work` on every job on the threads, and `take` on each result on its own thread, so the index is written while
/// others read.
fn in_parallel<T: Send, E: Send>(
    run: &Run<'_>,
    jobs: &[Job],
    work: impl Fn(&Job) -> T + Sync,
    take: impl FnMut(&Job, T) -> Result<(), E> + Send,
) -> Result<(), E> {
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        let taking = scope.spawn(move || take_all(&receive, take));
        run.threads.install(|| work_all(run, jobs, &work, &send));
        drop(send);
        taking.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault))
    })
}

fn work_all<'a, T: Send>(
    run: &Run<'_>,
    jobs: &'a [Job],
    work: &(impl Fn(&Job) -> T + Sync),
    send: &SyncSender<(&'a Job, T)>,
) {
    let one = |job: &'a Job| {
        if run.cancel.is_cancelled() {
            return None;
        }
        run.progress.started(&job.path);
        // Once nobody takes results any more, reading on is of no use.
        send.send((job, work(job))).ok()
    };
    // `None` only means an early stop.
    let _ = jobs.par_iter().try_for_each(one);
}

fn take_all<T, E>(receive: &Receiver<(&Job, T)>, mut take: impl FnMut(&Job, T) -> Result<(), E>) -> Result<(), E> {
    receive.iter().try_for_each(|(job, result)| take(job, result))
}

/// The least share of a document's letters in running heads for a warning. Heads and feet have a tenth at most in the
/// documents at hand.
const MUCH_SET_APART: f64 = 0.25;
/// A shorter document gets no warning, because one head is already a large share of it.
const ENOUGH_LETTERS: usize = 1_000;

/// Notes the share of running heads and feet, if there are any. A large share is a warning.
fn set_apart(meeting: &Meeting) -> Option<Note> {
    let apart = meeting.set_apart();
    let all = apart.letters + meeting.letters();
    let message = format!(
        "set apart as running heads and page numbers: {} lines, {} of {all} letters",
        apart.lines, apart.letters
    );
    if all >= ENOUGH_LETTERS && apart.letters as f64 > MUCH_SET_APART * all as f64 {
        return Some(
            Note::warning(message).with_hint("see with `dagsorden text --furniture` whether any of it is text"),
        );
    }
    (apart.lines > 0).then(|| Note::info(message))
}

/// Makes the result of a file for the index.
fn done(job: &Job, read: Result<ReadFile, Reason>, settings: ReadSettings<'_>) -> Done {
    let Stamp { bytes, modified } = stamp(&job.path).unwrap_or_default();
    let hash = hash(&job.path).unwrap_or_default();
    let (source, path) = (job.source.clone(), job.path.clone());
    let record =
        |outcome| FileRecord { source, path, bytes, modified, hash, pages: 0, items: 0, outcome, notes: Vec::new() };
    match read {
        Ok(reading) => {
            let unplaced = u32::try_from(reading.meeting.unplaced_lines()).unwrap_or(u32::MAX);
            let left_out = container::contents(&job.path).map(|held| held.left_out.sentences()).unwrap_or_default();
            let outcome = Outcome::of(Missing { pages: reading.needs_ocr, unread: reading.unread, unplaced, left_out });
            let items = u32::try_from(reading.meeting.items.len()).unwrap_or(u32::MAX);
            let mut meeting = reading.meeting;
            if let Some(rules) = settings.rules {
                meeting.items.iter_mut().for_each(|item| assign_topics(item, rules));
            }
            let mut meeting = named(meeting, &job.source, settings.authority);
            let masked = if settings.mask_cpr { mask(&mut meeting, &job.path) } else { None };
            let notes = reading.notes.into_iter().chain(set_apart(&meeting)).chain(masked).collect();
            let record = FileRecord { pages: reading.pages, items, notes, ..record(outcome) };
            Done { record, meeting: Some(meeting) }
        }
        Err(Reason::Packed { files, .. }) => {
            let left_out = container::contents(&job.path).map(|held| held.left_out.sentences()).unwrap_or_default();
            let outcome = Outcome::of(Missing { left_out, ..Missing::default() });
            let files = if files == 1 { "one file".into() } else { format!("{files} files") };
            let notes = vec![Note::info(format!("a packed folder with {files}, which are documents of their own"))];
            Done { record: FileRecord { notes, ..record(outcome) }, meeting: None }
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

/// Masks the CPR numbers in a meeting and notes their number, if there are any.
fn mask(meeting: &mut Meeting, path: &Path) -> Option<Note> {
    let pages = privacy::mask(meeting, today());
    let first = pages.first()?;
    let count =
        if pages.len() == 1 { "a CPR number; it is".into() } else { format!("{} CPR numbers; they are", pages.len()) };
    let note = Note::warning(format!("expected nothing that must not be published, but found {count} masked"))
        .with_hint(format!("see where with `dagsorden check {}`", path.display()));
    Some(first.map_or(note.clone(), |page| note.on_page(page)))
}

/// Gives the meeting the name of its file in the index. If the document names no authority, it gets the user's.
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::lexicon::authorities;

    fn jobs(dir: &Path, files: &[(&str, &[u8])]) -> Vec<Job> {
        let job = |(name, bytes): &(&str, &[u8])| {
            fs::write(dir.join(name), bytes).unwrap();
            Job { source: (*name).to_owned(), path: dir.join(name) }
        };
        files.iter().map(job).collect()
    }

    /// Reads `jobs` on two threads.
    fn read<E: Send>(
        jobs: &[Job],
        settings: ReadSettings<'_>,
        progress: &dyn Progress,
        cancel: &Cancel,
        take: impl FnMut(Done) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let (threads, reader) = (threads(Some(2)).unwrap(), Reader::in_process());
        let run = Run { threads: &threads, reader: &reader, settings, progress, cancel };
        read_all(&run, jobs, &mut Vocabulary::default(), |_| Vec::new(), take)
    }

    #[test]
    fn unreadable_file_costs_itself_alone() {
        let dir = tempfile::tempdir().unwrap();
        let jobs = jobs(dir.path(), &[("a.txt", b"Referat\n"), ("b.txt", b""), ("c.txt", b"Dagsorden\n")]);
        let mut all = Vec::new();
        let read = read(&jobs, ReadSettings::default(), &(), &Cancel::default(), |done| -> Result<(), ()> {
            all.push(done);
            Ok(())
        });
        assert_eq!(read, Ok(()));
        all.sort_by(|a, b| a.record.source.cmp(&b.record.source));
        assert!(matches!(all[1].record.outcome, Outcome::Failed { .. }));
        assert_eq!(all.iter().filter(|d| d.meeting.is_some()).count(), 2);
    }

    /// Fifty files with one line each.
    fn fifty(dir: &Path) -> Vec<Job> {
        let names: Vec<String> = (0..50).map(|n| format!("{n}.txt")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"Referat".as_slice())).collect();
        jobs(dir, &files)
    }

    #[test]
    fn reading_stops_where_the_index_fails() {
        let dir = tempfile::tempdir().unwrap();
        let jobs = fifty(dir.path());
        let read = read(&jobs, ReadSettings::default(), &(), &Cancel::default(), |_| Err("disk full"));
        assert_eq!(read, Err("disk full"));
    }

    /// Cancels when the first file begins.
    struct AtOnce(Cancel);

    impl Progress for AtOnce {
        fn started(&self, _: &Path) {
            self.0.cancel();
        }
    }

    #[test]
    fn cancelled_reading_begins_no_further_file() {
        let dir = tempfile::tempdir().unwrap();
        let (jobs, cancel, mut taken) = (fifty(dir.path()), Cancel::default(), 0);
        let read = read(&jobs, ReadSettings::default(), &AtOnce(cancel.clone()), &cancel, |_| -> Result<(), ()> {
            taken += 1;
            Ok(())
        });
        assert_eq!(read, Ok(()));
        assert!((1..=2).contains(&taken), "{taken}: one for each thread at most");
    }

    #[test]
    fn fault_in_a_reader_is_a_broken_file() {
        let read: Result<(), Reason> = catch_panic(Path::new("a.pdf"), || panic!("as a parser might"));
        assert_eq!(read, Err(Reason::BrokenPdf("the reader failed on it".into())));
    }

    #[test]
    fn named_municipality_is_used_where_the_document_has_none() {
        let dir = tempfile::tempdir().unwrap();
        let jobs = jobs(dir.path(), &[("a.txt", b"Referat\n")]);
        let mut found = None;
        let viborg = authorities().named("viborg").unwrap();
        let settings = ReadSettings { authority: Some(viborg), ..ReadSettings::default() };
        let read = read(&jobs, settings, &(), &Cancel::default(), |done| -> Result<(), ()> {
            found = done.meeting.and_then(|m| m.authority);
            Ok(())
        });
        assert_eq!((read, found.as_ref()), (Ok(()), Some(viborg)));
    }
}
