//! The summary printed after an update.

use std::fmt::Write as _;

use crate::archive::plan::Plan;
use crate::archive::walk::Found;
use crate::archive::{Preview, Summary, TopicSource, TopicsUsed, Updated};
use crate::index::{FileRecord, Outcome};

/// The files read, in one line.
pub(super) fn line(summary: &Summary) -> String {
    let [files, meetings, items] = [(summary.read, "file"), (summary.meetings, "meeting"), (summary.items, "item")]
        .map(|(n, what)| counted(n, what));
    format!("{files} read: {meetings}, {items}")
}

/// The changes by an update, in one line.
pub(super) fn changes(updated: &Updated) -> String {
    let plan = &updated.plan;
    let others = [(moves(plan).count(), "moved"), (plan.remove.len(), "taken out")];
    let others = others.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}"));
    line(&updated.summary) + &others.collect::<String>()
}

/// The summary of an update. `index` is the folder of the index.
pub(super) fn text(updated: &Updated, index: &str) -> String {
    let Updated { found, plan, topics, summary, took, .. } = updated;
    let mut out = format!("{}, {:.1} s\n", line(summary), took.as_secs_f64());
    let reprocessed = summary.reprocessed;
    let others = [
        (
            reprocessed,
            if reprocessed == 1 { "scan read again with new words" } else { "scans read again with new words" },
        ),
        (plan.unchanged.len().saturating_sub(reprocessed), "unchanged"),
        (plan.moved.len() + plan.renamed.len(), "moved"),
        (plan.doubles.len(), if plan.doubles.len() == 1 { "double" } else { "doubles" }),
        (plan.remove.len(), "taken out"),
        (plan.kept.len(), "gone but kept"),
        (plan.forgotten, "forgotten"),
        (summary.failed(), "could not be read"),
        (summary.incomplete.len() - summary.failed(), "read in part"),
    ];
    let others: Vec<String> = others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !others.is_empty() {
        let _ = writeln!(out, "{}", others.join(", "));
    }
    out += &skipped(found);
    out += &doubles(plan);
    out += &topics_used(*topics, plan.unchanged.len());
    let _ = writeln!(out, "index: {index}");
    out + &incomplete(summary)
}

/// The rules for topics. Empty for the built-in ones, as nothing is unusual then.
fn topics_used(topics: TopicsUsed, unchanged: usize) -> String {
    let whose = match topics.source {
        TopicSource::BuiltIn if !topics.changed => return String::new(),
        TopicSource::BuiltIn => "by the program's own rules",
        TopicSource::Stored => "by the rules that the index was given (--default-topics takes them back)",
        TopicSource::Given => "by the rules given",
    };
    let again = match (topics.changed, unchanged) {
        (false, _) | (_, 0) => String::new(),
        (true, 1) => "; 1 unchanged file got its topics anew".into(),
        (true, n) => format!("; {n} unchanged files got their topics anew"),
    };
    format!("topics: {whose}{again}\n")
}

/// Each incomplete file, with the reason and the advice.
fn incomplete(summary: &Summary) -> String {
    let mut files: Vec<&FileRecord> = summary.incomplete.iter().collect();
    files.sort_by(|a, b| a.source.cmp(&b.source));
    let mut out = String::new();
    for file in files {
        let Some((explanation, hint)) = file.outcome.problem(&file.path) else { continue };
        let _ = write!(out, "\n{}: {explanation}\n", file.source);
        if let Some(hint) = hint {
            let _ = writeln!(out, "hint: {hint}");
        }
    }
    out
}

/// The preview of an update, for `--dry-run`.
pub(super) fn preview(Preview { found, plan, topics }: &Preview) -> String {
    let mut out = String::new();
    for job in &plan.read {
        let _ = writeln!(out, "read  {}", job.source);
    }
    for (from, to) in moves(plan) {
        let _ = writeln!(out, "move  {from} to {to}");
    }
    for source in &plan.remove {
        let _ = writeln!(out, "take out  {source}");
    }
    let read = counted(plan.read.len() as u64, "file");
    let _ = write!(out, "{read} to read, {} to take out, {} unchanged", plan.remove.len(), plan.unchanged.len());
    let others = [(moves(plan).count(), "moved"), (plan.kept.len(), "gone but kept"), (plan.forgotten, "forgotten")];
    for (count, what) in others.into_iter().filter(|(n, _)| *n > 0) {
        let _ = write!(out, ", {count} {what}");
    }
    let topics = match topics.changed {
        true => format!("{} unchanged to get their topics anew\n", plan.unchanged.len()),
        false => String::new(),
    };
    out + "\n" + &skipped(found) + &doubles(plan) + &topics
}

/// The old and new names of moved files.
fn moves(plan: &Plan) -> impl Iterator<Item = (&str, &str)> {
    let moved = plan.moved.iter().map(|m| (m.from.as_str(), m.to.source.as_str()));
    moved.chain(plan.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())))
}

/// A line for each new double. Known ones are left out: a nightly update would name thousands.
fn doubles(plan: &Plan) -> String {
    let new = plan.doubles.iter().filter(|d| d.is_new);
    let line = |record: &FileRecord| match &record.outcome {
        Outcome::Double { of } => format!("{} is the same as {of}\n", record.source),
        _ => String::new(),
    };
    new.map(|double| line(&double.record)).collect()
}

/// `3 skipped, no documents: 2 .odt, 1 without suffix`.
fn skipped(found: &Found) -> String {
    let total: u64 = found.skipped.values().sum();
    if total == 0 {
        return String::new();
    }
    let suffix = |s: &String| if s.is_empty() { "without suffix".to_owned() } else { s.clone() };
    let kinds: Vec<String> = found.skipped.iter().map(|(s, n)| format!("{n} {}", suffix(s))).collect();
    format!("{total} skipped, no documents: {}\n", kinds.join(", "))
}

fn counted(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;

    use super::*;
    use crate::index::Missing;

    fn record(source: &str, items: u32, outcome: Outcome) -> FileRecord {
        FileRecord {
            source: source.into(),
            path: source.into(),
            bytes: 0,
            modified: 0,
            hash: 0,
            pages: 1,
            items,
            outcome,
            notes: Vec::new(),
        }
    }

    #[test]
    fn summary_names_every_file_that_is_not_whole() {
        let mut summary = Summary { meetings: 2, ..Summary::default() };
        summary.add(&record("a.pdf", 12, Outcome::Read));
        summary.add(&record("b.pdf", 1, Outcome::of(Missing { pages: vec![2, 3], ..Missing::default() })));
        let (reason, explanation) = ("empty".into(), "expected text, but the file is empty".into());
        let hint = Some("fetch it again from where it came".into());
        summary.add(&record("c.pdf", 0, Outcome::Failed { reason, explanation, hint }));
        let mut found = Found::default();
        found.skipped.insert(".odt".into(), 2);
        let topics = TopicsUsed { source: TopicSource::BuiltIn, changed: false };
        let (plan, at, took) = (Plan::default(), Timestamp::UNIX_EPOCH, Duration::from_millis(1240));
        let updated = Updated { found, plan, topics, summary, at, took };
        insta::assert_snapshot!(text(&updated, "index"), @r"
        3 files read: 2 meetings, 13 items, 1.2 s
        1 could not be read, 1 read in part
        2 skipped, no documents: 2 .odt
        index: index

        b.pdf: expected text, but found none on pages 2-3
        hint: install tesseract with Danish and index it again with `--ocr auto`, or add the text with `ocrmypdf --skip-text --language dan b.pdf out.pdf` and index out.pdf

        c.pdf: expected text, but the file is empty
        hint: fetch it again from where it came
        ");
    }
}
