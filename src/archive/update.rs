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

/// The result of a preview.
#[derive(Debug)]
pub struct Preview {
    /// The files found.
    pub found: Found,
    /// The plan for them.
    pub plan: Plan,
    /// The rules for the topics of items.
    pub topics: TopicsUsed,
}

/// The result of an update.
#[derive(Debug)]
pub struct Updated {
    /// The files found.
    pub found: Found,
    /// The plan carried out for them.
    pub plan: Plan,
    /// The rules for the topics of items.
    pub topics: TopicsUsed,
    /// The results of reading.
    pub summary: Summary,
    /// When it began.
    pub at: Timestamp,
    /// How long it took.
    pub took: Duration,
}

/// The results of the files read.
#[derive(Debug, Default)]
pub struct Summary {
    /// How many files were read, or could not be.
    pub read: u64,
    /// How many meetings they belong to once the index is written; agenda and minutes count as one.
    pub meetings: u64,
    /// How many items they held.
    pub items: u64,
    /// The [`source`](FileRecord::source) of each file with a result.
    pub sources: Vec<String>,
    /// How many unchanged scans were read again because new documents taught words.
    pub reprocessed: usize,
    /// The files without a result or with only a part, in this update or before and not changed since.
    pub incomplete: Vec<FileRecord>,
}

impl Summary {
    /// Counts one file, read or failed.
    pub fn add(&mut self, record: &FileRecord) {
        self.read += 1;
        if !matches!(record.outcome, Outcome::Failed { .. }) {
            self.sources.push(record.source.clone());
            self.items += u64::from(record.items);
        }
        self.remember(record);
    }

    /// Keeps an incomplete file.
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
    /// Plans an update like [`Archive::update`], without carrying it out.
    ///
    /// # Errors
    ///
    /// If paths, corrections or rules cannot be read, or if the index fails.
    pub fn preview(&self, options: &UpdateOptions, progress: &dyn Progress) -> Result<Preview, ArchiveError> {
        let found = self.find(options)?;
        report_errors(&found, progress);
        let task = self.prepare(options, found, progress)?;
        Ok(Preview { found: task.found, plan: task.plan, topics: task.topics.used })
    }

    /// Reads new and changed files into the index and removes those gone from disk. The index need not exist yet.
    ///
    /// Readers see the old index until the update commits. An unreadable file does not stop the others: it is in
    /// [`Summary::incomplete`] with the reason.
    ///
    /// # Errors
    ///
    /// If paths, corrections or rules cannot be read, if the index fails or another process writes to it, and
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

    /// Does the same if there is anything to do. Otherwise gives `None` without waiting for another writer.
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

    /// Carries out a task.
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

/// Finds the authority by its name.
fn authority(name: &str) -> Result<&'static Authority, ArchiveError> {
    authorities().named(name).ok_or_else(|| ArchiveError::UnknownAuthority(name.to_owned()))
}

/// Begins from the index as it is, and does everything possible without reading files.
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

/// Begins an index beside the present one. It takes over all data not found in files: tombstones, the beginnings of ids by
/// file, and files to keep though they are gone.
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

/// Sets the names and the doubles of files.
fn name(plan: &Plan, writer: &mut Writer) -> Result<(), IndexError> {
    writer.rename(plan.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())));
    plan.doubles.iter().filter(|d| d.is_new).try_for_each(|double| writer.put_double(&double.record))?;
    writer.name(plan.read.iter().map(|job| job.source.as_str()));
    Ok(())
}

/// Counts the changes of an update, in files.
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

/// Collects the scans among the unchanged documents and the words from the others. A scan must be repaired alike whether it
/// comes before, with or after the documents with its words.
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
