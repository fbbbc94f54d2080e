//! Brings the index up to date with the files: everything in one commit at the end.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::passes::{self, ReadSettings, Run};
use super::plan::Plan;
use super::reprocess::Scans;
use super::task::{Task, report_errors};
use super::topics::TopicsUsed;
use super::walk::Found;
use super::{Archive, ArchiveError, Cancel, Progress, UpdateOptions};
use crate::engine::{Index, Writer};
use crate::index::{Changes, Content, FileRecord, IndexError, LastRun, Outcome, WriterLock};
use crate::lexicon::{Vocabulary, authorities};
use crate::model::Authority;
use crate::query;

/// What an update would do.
#[derive(Debug)]
pub struct Preview {
    /// The files found.
    pub found: Found,
    /// What would be done with them.
    pub plan: Plan,
    /// By which rules items would get their topics.
    pub topics: TopicsUsed,
}

/// What an update did.
#[derive(Debug)]
pub struct Updated {
    /// The files found.
    pub found: Found,
    /// What was done with them.
    pub plan: Plan,
    /// By which rules items got their topics.
    pub topics: TopicsUsed,
    /// What was read.
    pub summary: Summary,
    /// When it began.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
}

/// What the files that were read gave.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many files were read, or could not be.
    pub read: u64,
    /// How many meetings they tell of, once the index is written; agenda and minutes are of one.
    pub meetings: u64,
    /// How many items they held.
    pub items: u64,
    /// The [`source`](FileRecord::source)s of those that gave something.
    pub sources: Vec<String>,
    /// How many unchanged scans were read again because new documents taught words.
    pub reprocessed: usize,
    /// The files that gave nothing or only a part, in this update or before and not changed since.
    pub incomplete: Vec<FileRecord>,
}

impl Summary {
    /// Counts a file that was read, or could not be.
    pub fn add(&mut self, record: &FileRecord) {
        self.read += 1;
        if !matches!(record.outcome, Outcome::Failed { .. }) {
            self.sources.push(record.source.clone());
            self.items += u64::from(record.items);
        }
        self.remember(record);
    }

    /// Keeps a file that is not whole.
    fn remember(&mut self, record: &FileRecord) {
        if !record.outcome.is_whole() {
            self.incomplete.push(record.clone());
        }
    }

    /// How many files gave nothing.
    pub fn failed(&self) -> usize {
        self.incomplete.iter().filter(|f| matches!(f.outcome, Outcome::Failed { .. })).count()
    }
}

/// When an update began, by the calendar and by a clock that never goes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Started {
    pub(super) at: Timestamp,
    clock: Instant,
}

impl Started {
    pub(super) fn now() -> Self {
        Self { at: Timestamp::now(), clock: Instant::now() }
    }
}

impl Archive {
    /// Says what [`Archive::update`] would do, without doing it.
    ///
    /// # Errors
    ///
    /// Paths, corrections or rules that cannot be read, and an index that fails.
    pub fn preview(&self, options: &UpdateOptions, progress: &dyn Progress) -> Result<Preview, ArchiveError> {
        let found = self.find(options)?;
        report_errors(&found, progress);
        let task = self.prepare(options, found, progress)?;
        Ok(Preview { found: task.found, plan: task.plan, topics: task.topics.used })
    }

    /// Reads new and changed files into the index and removes those that are gone. There need be no index yet.
    ///
    /// Readers of the index see it as it was until the update commits. A file that cannot be read costs itself alone: it
    /// is in [`Summary::incomplete`] with the reason.
    ///
    /// # Errors
    ///
    /// Paths, corrections or rules that cannot be read, an index that fails or that another process writes to, and
    /// [`ArchiveError::Cancelled`]. The index is then as it was.
    pub fn update(
        &self,
        options: &UpdateOptions,
        progress: &dyn Progress,
        cancel: &Cancel,
    ) -> Result<Updated, ArchiveError> {
        let started = Started::now();
        let found = self.find(options)?;
        report_errors(&found, progress);
        let lock = WriterLock::take(&self.folder)?;
        let task = self.prepare(options, found, progress)?;
        self.carry_out(options, task, lock, started, progress, cancel)
    }

    /// Does the same where there is anything to do; gives `None`, without waiting for another writer, where there is not.
    ///
    /// # Errors
    ///
    /// Those of [`Archive::update`].
    pub fn refresh(
        &self,
        options: &UpdateOptions,
        progress: &dyn Progress,
        cancel: &Cancel,
    ) -> Result<Option<Updated>, ArchiveError> {
        let found = self.find(options)?;
        let task = self.prepare(options, found, &())?;
        if task.is_idle() {
            report_errors(&task.found, progress);
            return Ok(None);
        }
        self.update(options, progress, cancel).map(Some)
    }

    /// Does what a task says.
    pub(super) fn carry_out(
        &self,
        options: &UpdateOptions,
        task: Task,
        lock: WriterLock,
        started: Started,
        progress: &dyn Progress,
        cancel: &Cancel,
    ) -> Result<Updated, ArchiveError> {
        let authority = options.authority.as_deref().map(authority).transpose()?;
        let mut writer = if options.rebuild { begin_anew(&task, lock)? } else { begin(&task, lock)? };
        let scans = scans(&task)?;
        let settings = ReadSettings {
            authority,
            corrections: task.corrections.as_ref().map(|c| &c.value),
            rules: task.topics.own(),
            mask_cpr: options.mask_cpr,
        };
        let threads = passes::threads(options.jobs).map_err(ArchiveError::NoThreads)?;
        let run = Run { threads: &threads, reader: &options.reader, settings, progress, cancel };
        let mut summary = read(&run, &task, &scans, &mut writer)?;
        if cancel.is_cancelled() {
            return Err(ArchiveError::Cancelled);
        }
        progress.writing();
        let changes = changes(&task.plan, &summary);
        let took = started.clock.elapsed();
        writer.note_run(&LastRun { at: started.at, took, rebuilt: options.rebuild, changes })?;
        writer.commit()?;
        self.reopen();
        if !summary.sources.is_empty() {
            let index = Index::open(&self.folder)?;
            summary.meetings = query::count_of(&index, summary.sources.iter().map(String::as_str))? as u64;
        }
        let (found, plan, topics) = (task.found, task.plan, task.topics.used);
        Ok(Updated { found, plan, topics, summary, at: started.at, took: started.clock.elapsed() })
    }
}

/// Reads the files of a plan into the index.
fn read(run: &Run<'_>, task: &Task, scans: &Scans, writer: &mut Writer) -> Result<Summary, ArchiveError> {
    let (plan, mut summary, mut reprocessed) = (&task.plan, Summary::default(), HashSet::new());
    run.progress.total(plan.read.len());
    let again = |now: &Vocabulary| {
        let jobs = scans.helped_by(now, &plan.unchanged);
        reprocessed.extend(jobs.iter().map(|job| job.source.clone()));
        run.progress.total(plan.read.len() + jobs.len());
        jobs
    };
    let mut vocabulary = scans.known().clone();
    passes::read_all(run, &plan.read, &mut vocabulary, again, |done| {
        summary.add(&done.record);
        run.progress.done(&done.record);
        writer.put(&done.record, done.meeting.as_ref())
    })?;
    summary.reprocessed = reprocessed.len();
    let others = plan.unchanged.iter().chain(&plan.kept).chain(plan.moved.iter().map(|m| &m.to));
    others.filter(|f| !reprocessed.contains(&f.source)).for_each(|f| summary.remember(f));
    Ok(summary)
}

/// The authority that a user means.
fn authority(name: &str) -> Result<&'static Authority, ArchiveError> {
    authorities().named(name).ok_or_else(|| ArchiveError::UnknownAuthority(name.to_owned()))
}

/// The index as it is, with everything done that needs no file to be read.
fn begin(task: &Task, lock: WriterLock) -> Result<Writer, IndexError> {
    let (plan, before) = (&task.plan, task.before.as_ref());
    let mut writer = Writer::with(lock)?;
    task.topics.apply(before, &plan.unchanged, &mut writer)?;
    if let Some(before) = before {
        plan.touched.iter().try_for_each(|file| writer.touch(before, file))?;
    }
    plan.remove.iter().try_for_each(|source| writer.remove(source))?;
    let moved: Vec<_> = plan.moved.iter().map(|m| (m.from.clone(), m.to.clone())).collect();
    writer.move_all(&moved, |source| {
        let mut content = before.map_or(Ok(Content::default()), |index| index.content_of(source))?;
        task.topics.give(&mut content.items);
        Ok(content)
    })?;
    name(plan, &mut writer)?;
    Ok(writer)
}

/// An index that is built beside the present one. From that it takes over what is in no file: what was forgotten, what the
/// ids of each file begin with, and files that are gone and are to be kept.
fn begin_anew(task: &Task, lock: WriterLock) -> Result<Writer, IndexError> {
    let plan = &task.plan;
    let mut writer = Writer::rebuild(lock, &task.carried)?;
    writer.note_topics(task.topics.text())?;
    name(plan, &mut writer)?;
    let stay = plan.sources();
    let left = task.carried.files.iter().filter(|f| !stay.contains(f.source.as_str()));
    left.map(|f| f.source.as_str()).try_for_each(|source| writer.remove(source))?;
    for file in &plan.kept {
        let before = task.before.as_ref();
        let mut content = before.map_or(Ok(Content::default()), |index| index.content_of(&file.source))?;
        task.topics.give(&mut content.items);
        writer.put_again(file, &content)?;
    }
    Ok(writer)
}

/// Settles the names of the files and which are doubles.
fn name(plan: &Plan, writer: &mut Writer) -> Result<(), IndexError> {
    writer.rename(plan.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())));
    plan.doubles.iter().filter(|d| d.is_new).try_for_each(|double| writer.put_double(&double.record))?;
    writer.name(plan.read.iter().map(|job| job.source.as_str()));
    Ok(())
}

/// What an update changes, in files.
fn changes(plan: &Plan, summary: &Summary) -> Changes {
    let count = |n: usize| n as u64;
    Changes {
        read: summary.read,
        again: count(summary.reprocessed),
        moved: count(plan.moved.len() + plan.renamed.len()),
        doubles: count(plan.doubles.iter().filter(|d| d.is_new).count()),
        taken_out: count(plan.remove.len()),
        kept: count(plan.kept.len()),
        unchanged: count(plan.unchanged.len().saturating_sub(summary.reprocessed)),
    }
}

/// The scans among the unchanged documents and the words that the others teach, so that a scan is repaired alike whether it
/// comes before, with or after the documents that teach its words.
fn scans(task: &Task) -> Result<Scans, IndexError> {
    match &task.before {
        Some(before) if !task.plan.unchanged.is_empty() && !task.plan.read.is_empty() => Scans::of(before),
        _ => Ok(Scans::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authority_is_named_as_people_name_it() {
        assert_eq!(authority("viborg").map(|a| a.name.as_str()).ok(), Some("Viborg"));
        assert!(authority("Atlantis").unwrap_err().to_string().starts_with("Atlantis: expected"));
    }
}
