//! What an indexing run says at its end.

use std::fmt::Write as _;
use std::time::Duration;

use super::plan::Plan;
use super::walk::Found;
use crate::index::{FileRecord, Outcome};

/// The sum of a run.
#[derive(Debug, Default)]
pub struct Summary {
    pub meetings: u64,
    pub items: u64,
    /// Files that gave nothing or not all, in this run or before and not changed since.
    pub incomplete: Vec<FileRecord>,
    /// Unchanged scans that were read again because new documents taught words.
    pub again: usize,
    /// Files that were read, or could not be.
    pub read: u64,
}

impl Summary {
    /// Counts a file that was read, or could not be.
    pub fn add(&mut self, record: &FileRecord) {
        self.read += 1;
        if !matches!(record.outcome, Outcome::Failed { .. }) {
            self.meetings += 1;
            self.items += u64::from(record.items);
        }
        self.remember(record);
    }

    /// Takes note of a file that is not whole.
    pub fn remember(&mut self, record: &FileRecord) {
        if !record.outcome.is_whole() {
            self.incomplete.push(record.clone());
        }
    }

    /// How many files gave nothing.
    pub fn failed(&self) -> usize {
        self.incomplete.iter().filter(|f| matches!(f.outcome, Outcome::Failed { .. })).count()
    }

    /// What was read, in one line.
    pub fn line(&self) -> String {
        let [files, meetings, items] =
            [(self.read, "file"), (self.meetings, "meeting"), (self.items, "item")].map(|(n, what)| counted(n, what));
        format!("{files} read: {meetings}, {items}")
    }

    /// What a run changed, in one line.
    pub fn changes(&self, plan: &Plan) -> String {
        let others = [(moves(plan).count(), "moved"), (plan.remove.len(), "taken out")];
        let others = others.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}"));
        self.line() + &others.collect::<String>()
    }

    /// The text of it. `topics` is a line of its own, or empty.
    pub fn text(&self, found: &Found, plan: &Plan, topics: &str, index: &str, took: Duration) -> String {
        let mut out = format!("{}, {:.1} s\n", self.line(), took.as_secs_f64());
        let others = [
            (
                self.again,
                if self.again == 1 { "scan read again with new words" } else { "scans read again with new words" },
            ),
            (plan.unchanged.len().saturating_sub(self.again), "unchanged"),
            (plan.moved.len() + plan.renamed.len(), "moved"),
            (plan.doubles.len(), if plan.doubles.len() == 1 { "double" } else { "doubles" }),
            (plan.remove.len(), "taken out"),
            (plan.kept.len(), "gone but kept"),
            (plan.forgotten, "forgotten"),
            (self.failed(), "could not be read"),
            (self.incomplete.len() - self.failed(), "read in part"),
        ];
        let others: Vec<String> =
            others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if !others.is_empty() {
            let _ = writeln!(out, "{}", others.join(", "));
        }
        out += &skipped(found);
        out += &doubles(plan);
        out += topics;
        let _ = writeln!(out, "index: {index}");
        out + &self.list()
    }

    /// Each file that is not whole, with the reason and what to do.
    fn list(&self) -> String {
        let mut files: Vec<&FileRecord> = self.incomplete.iter().collect();
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
}

/// What a run would do, for `--dry-run`.
pub fn preview(found: &Found, plan: &Plan) -> String {
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
    out + "\n" + &skipped(found) + &doubles(plan)
}

/// Old and new names of the files that moved.
fn moves(plan: &Plan) -> impl Iterator<Item = (&str, &str)> {
    let moved = plan.moved.iter().map(|m| (m.from.as_str(), m.to.source.as_str()));
    moved.chain(plan.renamed.iter().map(|(from, to)| (from.as_str(), to.as_str())))
}

/// A line for each double that was not known yet, so that a run over thousands of them does not name them every night.
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
    use super::*;

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
        let mut summary = Summary::default();
        summary.add(&record("a.pdf", 12, Outcome::Read));
        summary.add(&record("b.pdf", 1, Outcome::ReadInPart { pages: vec![2, 3], unread: vec![] }));
        let (reason, explanation) = ("empty".into(), "expected text, but the file is empty".into());
        let hint = Some("fetch it again from where it came".into());
        summary.add(&record("c.pdf", 0, Outcome::Failed { reason, explanation, hint }));
        let mut found = Found::default();
        found.skipped.insert(".odt".into(), 2);
        let text = summary.text(&found, &Plan::default(), "", "index", Duration::from_millis(1240));
        insta::assert_snapshot!(text, @r"
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
