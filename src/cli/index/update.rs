//! Does what a plan says, in one commit.

use std::collections::HashSet;

use super::super::args::{IndexArgs, MaskCpr};
use super::super::exit::Failure;
use super::again::Scans;
use super::plan::Plan;
use super::read::{self, Beside};
use super::summary::Summary;
use super::{Started, Task, progress};
use crate::engine::Writer;
use crate::index::{Changes, Content, IndexError, LastRun, WriterLock};
use crate::lexicon::Vocabulary;

/// Carries a task out. Readers see the index as it was before until all is done.
pub(super) fn update(args: &IndexArgs, task: &Task, lock: WriterLock, started: Started) -> Result<Summary, Failure> {
    let authority = args.municipality.as_deref().map(read::authority).transpose().map_err(|message| {
        Failure::new(message, "name it as in `--municipality Viborg` or `--municipality \"Region Midtjylland\"`")
    })?;
    let plan = &task.plan;
    let mut writer = if args.rebuild { begin_anew(task, lock)? } else { begin(task, lock)? };

    let mut summary = Summary::default();
    let bar = progress(plan, args.quiet);
    let scans = scans(task)?;
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
    let left = plan.unchanged.iter().chain(&plan.kept).chain(plan.moved.iter().map(|m| &m.to));
    left.filter(|f| !helped.contains(&f.source)).for_each(|f| summary.remember(f));
    bar.set_message("writing");
    let changes = changes(plan, &summary);
    writer.note_run(&LastRun { at: started.at, took: started.clock.elapsed(), rebuilt: args.rebuild, changes })?;
    writer.commit()?;
    bar.finish_and_clear();
    Ok(summary)
}

/// The index as it is, with all done that needs no file to be read.
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

/// An index that is built beside the one there is. Of that one it takes over what stands in no file: what was forgotten, what
/// the ids of each file begin with, and files that are gone and are to be kept.
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

/// Settles what the files are called and which are doubles.
fn name(plan: &Plan, writer: &mut Writer) -> Result<(), IndexError> {
    writer.rename(plan.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())));
    plan.doubles.iter().filter(|d| d.is_new).try_for_each(|double| writer.put_double(&double.record))?;
    writer.name(plan.read.iter().map(|job| job.source.as_str()));
    Ok(())
}

/// What a run changes.
fn changes(plan: &Plan, summary: &Summary) -> Changes {
    let count = |n: usize| n as u64;
    Changes {
        read: summary.read,
        again: count(summary.again),
        moved: count(plan.moved.len() + plan.renamed.len()),
        doubles: count(plan.doubles.iter().filter(|d| d.is_new).count()),
        taken_out: count(plan.remove.len()),
        kept: count(plan.kept.len()),
        unchanged: count(plan.unchanged.len().saturating_sub(summary.again)),
    }
}

/// The scans among the unchanged documents and the words that the others teach: a broken scan that comes later is read as
/// if it had come with them, and so is one that came earlier.
fn scans(task: &Task) -> Result<Scans, IndexError> {
    match &task.before {
        Some(before) if !task.plan.unchanged.is_empty() && !task.plan.read.is_empty() => Scans::of(before),
        _ => Ok(Scans::default()),
    }
}
