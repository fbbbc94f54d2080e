//! `dagsorden index`: [`walk`] finds the files, [`plan`] says what is to be done, [`update`] does it, [`read`] reads in two
//! passes, [`summary`] tells what came of it, [`watch`] does it again and again. Everything becomes visible in one commit at
//! the end.

mod again;
pub mod plan;
mod read;
mod summary;
mod topics;
mod update;
pub mod walk;
mod watch;

use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::args::IndexArgs;
use super::console::Console;
use super::corrections::CorrectionsFile;
use super::exit::{Exit, Failure};
use super::input;
use crate::engine::{Carried, Index};
use crate::index::{IndexError, WriterLock};
use crate::source::Reader;
use plan::{Grounds, Plan};
pub use read::is_reader_thread;
use summary::Summary;
use topics::Topics;
use update::update;
use walk::Found;

/// Reads new and changed files into the index, takes vanished ones out and tells what came of it.
pub fn run(args: &IndexArgs, console: &Console) -> Result<Exit, Failure> {
    if let Some(every) = args.watch {
        return watch::run(args, Duration::from_secs(every.into()), console);
    }
    let started = Started::now();
    let found = find(args)?;
    if args.dry_run {
        let task = prepare(args, found, console)?;
        let text = summary::preview(&task.found, &task.plan) + &task.topics.preview(task.plan.unchanged.len());
        console.say(&text)?;
        return Ok(console.exit(Exit::Done));
    }
    let lock = WriterLock::take(&args.index.folder)?;
    let task = prepare(args, found, console)?;
    let summary = update(args, &task, lock, started)?;
    report(args, console, &summary, &task, started.clock.elapsed())
}

/// Brings the index up to date before a search. Says in one line what was read, on standard error, where anything was.
pub fn refresh(args: &IndexArgs, console: &Console) -> Result<(), Failure> {
    let started = Started::now();
    // Whoever only searches is not to wait for a writer where there is nothing to take in.
    if prepare(args, find(args)?, console)?.is_idle() {
        return Ok(());
    }
    let lock = WriterLock::take(&args.index.folder)?;
    let task = prepare(args, find(args)?, console)?;
    let summary = update(args, &task, lock, started)?;
    if !args.quiet {
        console.remark(summary.line());
    }
    tell_failed(args, console, &summary);
    Ok(())
}

/// When a run began, by the calendar and by a clock that never goes back.
#[derive(Debug, Clone, Copy)]
struct Started {
    at: Timestamp,
    clock: Instant,
}

impl Started {
    fn now() -> Self {
        Self { at: Timestamp::now(), clock: Instant::now() }
    }
}

/// What there is to do, and what it is done with.
struct Task {
    found: Found,
    /// The index as it is. `None` where there is none yet, or none that can be read.
    before: Option<Index>,
    /// What the index knows, were it one of an older version.
    carried: Carried,
    corrections: Option<CorrectionsFile>,
    topics: Topics,
    reader: Reader,
    plan: Plan,
}

impl Task {
    /// True where the index holds what is there.
    fn is_idle(&self) -> bool {
        self.plan.is_idle() && !self.topics.changed
    }
}

/// Compares what was found with what the index has. Whoever means to write holds the lock by now.
fn prepare(args: &IndexArgs, found: Found, console: &Console) -> Result<Task, Failure> {
    found.errors.iter().for_each(|e| console.soft_error(e));
    let corrections = corrections(args)?;
    let topics = Topics::of(args)?;
    let folder = &args.index.folder;
    let (before, carried) = known(args, console)?;
    let reader = input::reader_with_index(&args.reading, Some(folder))?;
    let last = before.as_ref().map(Index::last_run).transpose()?.flatten();
    let grounds = Grounds {
        known: &carried.files,
        tombstones: Some(&carried.tombstones),
        has_ocr: reader.has_ocr(),
        keep_missing: args.keep_missing,
        rebuild: args.rebuild,
        last_run: last.map(|run| run.at.as_second()),
    };
    let mut plan = plan::plan(&found, grounds);
    if args.rebuild {
        plan = plan.anew();
    } else if corrections.as_ref().is_some_and(|c| c.is_newer_than(folder, last.map(|run| run.at))) {
        plan.read_all_again();
    }
    Ok(Task { found, before, carried, corrections, topics, reader, plan })
}

/// The corrections that the user names, else those in the folder of the index.
fn corrections(args: &IndexArgs) -> Result<Option<CorrectionsFile>, Failure> {
    match &args.corrections {
        Some(path) => CorrectionsFile::read(path).map(Some),
        None => CorrectionsFile::of_index(&args.index.folder),
    }
}

fn find(args: &IndexArgs) -> Result<Found, Failure> {
    let found = walk::walk(&args.paths)
        .map_err(|(path, e)| Failure::Message(format!("{}: cannot be read: {e}", path.display())))?;
    if found.files.is_empty() && found.errors.is_empty() && !has_been_indexed(args, &found) {
        let paths: Vec<String> = args.paths.iter().map(|p| p.display().to_string()).collect();
        let others: u64 = found.skipped.values().sum();
        return Err(Failure::new(
            format_args!(
                "{}: expected documents (.pdf, .docx, .html, .txt), but found none ({others} others)",
                paths.join(", ")
            ),
            "name the folder that holds the documents; hidden files are passed over",
        ));
    }
    Ok(found)
}

/// A folder that was emptied is no mistake where its documents are in the index: they are to be taken out.
fn has_been_indexed(args: &IndexArgs, found: &Found) -> bool {
    let files = Index::open(&args.index.folder).and_then(|index| index.files()).unwrap_or_default();
    files.iter().any(|f| found.roots.iter().any(|root| f.path.starts_with(root)))
}

/// The index as it is, and what it knows: nothing where there is none yet. One of another version is an error unless it is
/// to be built anew.
fn known(args: &IndexArgs, console: &Console) -> Result<(Option<Index>, Carried), Failure> {
    let folder = &args.index.folder;
    match Index::open(folder) {
        Ok(index) => Ok((Some(index), Carried::of(folder)?)),
        Err(IndexError::Missing(_)) => Ok((None, Carried::default())),
        Err(e) if !args.rebuild => Err(e.into()),
        Err(_) => match Carried::of(folder) {
            Ok(carried) => Ok((None, carried)),
            Err(IndexError::Engine { words, .. }) => {
                console.soft_error(format_args!(
                    "{}: expected to take over what was forgotten, but the old index cannot be read: {words}\nhint: forget it again with `dagsorden forget`",
                    folder.display()
                ));
                Ok((None, Carried::default()))
            }
            Err(e) => Err(e.into()),
        },
    }
}

/// A bar on standard error, where a person sees it.
fn progress(plan: &Plan, quiet: bool) -> ProgressBar {
    if quiet || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left {msg}");
    let bar = ProgressBar::new(plan.read.len() as u64);
    bar.enable_steady_tick(Duration::from_millis(200));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn report(
    args: &IndexArgs,
    console: &Console,
    summary: &Summary,
    task: &Task,
    took: Duration,
) -> Result<Exit, Failure> {
    let index = args.index.folder.display().to_string();
    let topics = task.topics.line(task.plan.unchanged.len()).unwrap_or_default();
    let text = summary.text(&task.found, &task.plan, &topics, &index, took);
    if !args.quiet {
        console.say(&text)?;
    }
    tell_failed(args, console, summary);
    Ok(console.exit(Exit::Done))
}

/// What is missing from the index makes the run's exit code 2, were it one page: a run that says 0 means that all is there.
fn tell_failed(args: &IndexArgs, console: &Console, summary: &Summary) {
    let index = args.index.folder.display();
    let (failed, in_part) = (summary.failed(), summary.incomplete.len() - summary.failed());
    let said: Vec<String> = [(failed, "could not be read"), (in_part, "read in part only")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {} {what}", if n == 1 { "file" } else { "files" }))
        .collect();
    if !said.is_empty() {
        let them = if summary.incomplete.len() == 1 { "it" } else { "them" };
        let said = said.join(", ");
        console.soft_error(format_args!("{said}; `dagsorden status --index {index}` names {them}"));
    }
}
