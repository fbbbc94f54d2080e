//! `dagsorden index`: [`walk`] finds the files, [`plan`] says what is to be done, [`read`] does it in two passes,
//! [`summary`] tells what came of it. Everything becomes visible in one commit at the end.

mod again;
mod plan;
mod read;
mod summary;
mod topics;
pub mod walk;

use std::collections::HashSet;
use std::fs;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::{IndexArgs, MaskCpr};
use super::console::Console;
use super::corrections::CorrectionsFile;
use super::exit::{Exit, Failure};
use super::input;
use crate::index::{FileRecord, Index, IndexError, Writer, is_beside_an_index};
use crate::lexicon::Vocabulary;
use crate::pipeline;
use crate::source::Reader;
use again::Scans;
use plan::Plan;
use read::Beside;
pub use read::is_reader_thread;
use summary::Summary;
use topics::Topics;
use walk::Found;

/// Reads new and changed files into the index, takes vanished ones out and tells what came of it.
pub fn run(args: &IndexArgs, console: &Console) -> Result<Exit, Failure> {
    let started = Instant::now();
    let task = prepare(args, console)?;
    if args.dry_run {
        console.print(None, |out| {
            out.write_all(
                (summary::preview(&task.found, &task.plan) + &task.topics.preview(task.plan.unchanged.len()))
                    .as_bytes(),
            )
        })?;
        return Ok(console.exit(Exit::Done));
    }
    let summary = update(args, &task)?;
    report(args, console, &summary, &task, started.elapsed())
}

/// Brings the index up to date before a search. Says in one line what was read, on standard error, where anything was.
pub fn refresh(args: &IndexArgs, console: &Console) -> Result<(), Failure> {
    let task = prepare(args, console)?;
    if task.plan.is_idle() && !task.topics.changed {
        return Ok(());
    }
    let summary = update(args, &task)?;
    if !args.quiet {
        console.remark(summary.line());
    }
    tell_failed(args, console, &summary);
    Ok(())
}

/// What there is to do, and what it is done with.
struct Task {
    found: Found,
    /// The files that the index knows already.
    known: Vec<FileRecord>,
    corrections: Option<CorrectionsFile>,
    topics: Topics,
    reader: Reader,
    plan: Plan,
}

fn prepare(args: &IndexArgs, console: &Console) -> Result<Task, Failure> {
    let corrections = corrections(args)?;
    let topics = Topics::of(args)?;
    let found = find(args)?;
    found.errors.iter().for_each(|e| console.soft_error(e));
    let folder = &args.index.folder;
    let known = known(folder, args.rebuild)?;
    let reader = input::reader_with_index(&args.reading, Some(folder))?;
    let mut plan = plan::plan(&found, &known, args.rebuild, reader.has_ocr());
    if corrections.as_ref().is_some_and(|c| c.is_newer_than(folder)) {
        plan.read_all_again();
    }
    Ok(Task { found, known, corrections, topics, reader, plan })
}

fn update(args: &IndexArgs, task: &Task) -> Result<Summary, Failure> {
    let authority = args.municipality.as_deref().map(read::authority).transpose().map_err(|message| {
        Failure::new(message, "name it as in `--municipality Viborg` or `--municipality \"Region Midtjylland\"`")
    })?;
    let (folder, plan) = (&args.index.folder, &task.plan);
    let before = Index::open(folder).ok();
    let mut writer = writer(folder, args.rebuild)?;
    if args.rebuild {
        writer.note_topics(task.topics.text())?;
    }
    task.topics.apply(before.as_ref(), &plan.unchanged, &mut writer)?;
    gone(plan, &task.known, args.rebuild).into_iter().try_for_each(|source| writer.remove(source))?;
    writer.name(plan.read.iter().map(|job| job.source.as_str()));

    let mut summary = Summary::default();
    let bar = progress(plan, args.quiet);
    let scans = scans(folder, plan)?;
    let mut archive = scans.known().clone();
    let threads = read::threads(args.jobs).map_err(Failure::Message)?;
    let corrections = task.corrections.as_ref().map(|c| &c.value);
    let mask_cpr = args.mask_cpr == MaskCpr::Yes;
    let beside = Beside { authority, corrections, rules: task.topics.own(), mask_cpr };
    let mut helped = HashSet::new();
    let again = |now: &Vocabulary| {
        let jobs = scans.helped_by(now, &plan.unchanged);
        helped.extend(jobs.iter().map(|job| job.source.clone()));
        bar.inc_length(jobs.len() as u64);
        jobs
    };
    read::read_all(&threads, &task.reader, &plan.read, &mut archive, beside, again, |done| {
        summary.add(&done.record);
        bar.inc(1);
        writer.put(&done.record, done.meeting.as_ref())
    })?;
    summary.again = helped.len();
    plan.unchanged.iter().filter(|f| !helped.contains(&f.source)).for_each(|f| summary.remember(f));
    bar.set_message("writing");
    writer.commit()?;
    bar.finish_and_clear();
    Ok(summary)
}

/// The corrections that the user names, else those in the folder of the index.
fn corrections(args: &IndexArgs) -> Result<Option<CorrectionsFile>, Failure> {
    match &args.corrections {
        Some(path) => CorrectionsFile::read(path).map(Some),
        None => CorrectionsFile::of_index(&args.index.folder),
    }
}

/// What is to be taken out. A file that is read again replaces itself and keeps its ids.
fn gone<'a>(plan: &'a Plan, known: &'a [FileRecord], rebuild: bool) -> Vec<&'a str> {
    let read: HashSet<&str> = plan.read.iter().map(|job| job.source.as_str()).collect();
    let all = known.iter().map(|f| f.source.as_str()).filter(|source| !read.contains(source));
    if rebuild { all.collect() } else { plan.remove.iter().map(String::as_str).collect() }
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

/// The files that the index knows; none where there is no index yet, or one that is to be built anew.
fn known(folder: &Path, rebuild: bool) -> Result<Vec<FileRecord>, Failure> {
    match Index::open(folder).and_then(|index| index.files()) {
        Ok(files) => Ok(files),
        Err(IndexError::Missing(_)) => Ok(Vec::new()),
        // The writer decides whether it may become an index.
        Err(IndexError::NotAnIndex(_)) => Ok(Vec::new()),
        Err(IndexError::OtherVersion { .. }) if rebuild => Ok(Vec::new()),
        Err(e) => Err(e.into()),
    }
}

/// An index of another version cannot be opened; when it is to be built anew, it goes first.
fn writer(folder: &Path, rebuild: bool) -> Result<Writer, Failure> {
    match Writer::open(folder) {
        Err(IndexError::OtherVersion { .. }) if rebuild => {
            empty(folder).map_err(|e| Failure::write(&folder.display().to_string(), &e))?;
            Ok(Writer::open(folder)?)
        }
        opened => Ok(opened?),
    }
}

/// Takes an index's files out of its folder. A README beside them, as in the folder used by default, and the user's own
/// synonyms and corrections are nobody's index.
fn empty(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !is_beside_an_index(&entry.file_name()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The scans among the unchanged documents and the words that the others teach: a broken scan that comes later is read as
/// if it had come with them, and so is one that came earlier.
fn scans(folder: &Path, plan: &Plan) -> Result<Scans, Failure> {
    if plan.unchanged.is_empty() || plan.read.is_empty() {
        return Ok(Scans::default());
    }
    let items = Index::open(folder)?.items()?;
    let mut words = Vocabulary::default();
    pipeline::teach(&mut words, items.iter().map(|i| &i.item));
    Ok(Scans::of(&items, words))
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
        console.print(None, |out| out.write_all(crate::output::printable(&text).as_bytes()))?;
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
