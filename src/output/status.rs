//! What became of the files: read, in part, not at all, and what to do about it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::block::{Block, Rich, Style};
use super::{MeetingEntry, Report};
use crate::index::{FileRecord, Outcome};
use crate::note::{Note, Severity};
use crate::source::Reason;

/// The state of an index.
#[derive(Debug, Clone)]
pub struct StatusReport<'a> {
    files: &'a [FileRecord],
    bodies: Vec<BodyState>,
}

/// What is known of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BodyState {
    body: Option<String>,
    authority: Option<String>,
    documents: usize,
    newest: Option<String>,
}

impl<'a> StatusReport<'a> {
    /// The state that the files and meetings of an index show.
    pub fn new(files: &'a [FileRecord], meetings: &[MeetingEntry]) -> Self {
        let mut bodies: BTreeMap<(Option<&str>, Option<&str>), BodyState> = BTreeMap::new();
        for m in meetings {
            let key = (m.authority.as_deref(), m.body.as_deref());
            let state = bodies.entry(key).or_insert_with(|| BodyState {
                body: m.body.clone(),
                authority: m.authority.clone(),
                documents: 0,
                newest: None,
            });
            state.documents += 1;
            state.newest = state.newest.take().max(m.date.clone());
        }
        Self { files, bodies: bodies.into_values().collect() }
    }

    /// True where some file, or a page of one, was not read.
    pub fn is_missing_something(&self) -> bool {
        self.files.iter().any(|f| f.outcome != Outcome::Read)
    }

    fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> usize {
        self.files.iter().filter(|f| wanted(&f.outcome)).count()
    }

    fn needs_ocr(&self) -> usize {
        let reason = Reason::NeedsOcr { pages: 0 }.name();
        self.count(|o| matches!(o, Outcome::Failed { reason: r, .. } if r == reason))
    }

    fn failed(&self) -> usize {
        self.count(|o| matches!(o, Outcome::Failed { .. }))
    }

    fn in_part(&self) -> usize {
        self.count(|o| matches!(o, Outcome::ReadInPart { .. }))
    }

    fn pages(&self) -> u64 {
        self.files.iter().map(|f| u64::from(f.pages)).sum()
    }

    fn items(&self) -> u64 {
        self.files.iter().map(|f| u64::from(f.items)).sum()
    }

    /// The sum of it, a line each.
    fn summary(&self) -> Block {
        let rows = [
            ("files", self.files.len() as u64),
            ("read whole", self.count(|o| *o == Outcome::Read) as u64),
            ("read in part", self.in_part() as u64),
            ("not read", self.failed() as u64),
            ("  of these need OCR", self.needs_ocr() as u64),
            ("pages", self.pages()),
            ("items", self.items()),
        ];
        let row = |(name, count): (&str, u64)| vec![Rich::plain(name), Rich::plain(count.to_string())];
        Block::Table { heads: vec!["", ""], rows: rows.into_iter().map(row).collect() }
    }

    fn bodies(&self) -> Block {
        let text = |t: &Option<String>, none: &str| Rich::plain(t.clone().unwrap_or_else(|| none.into()));
        let row = |b: &BodyState| {
            vec![
                text(&b.body, "(unknown)"),
                text(&b.authority, ""),
                Rich::plain(b.documents.to_string()),
                text(&b.newest, "undated"),
            ]
        };
        let heads = vec!["body", "authority", "documents", "newest meeting"];
        Block::Table { heads, rows: self.bodies.iter().map(row).collect() }
    }

    fn problem(file: &FileRecord) -> Option<(String, Option<String>)> {
        file.outcome.problem(&file.path)
    }

    fn problems(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (file, (explanation, hint)) in self.files.iter().filter_map(|f| Some((f, Self::problem(f)?))) {
            let text = Rich::strong(&file.source).with(format!(": {explanation}"), Style::Plain);
            blocks.push(Block::paragraph(text));
            blocks.extend(hint.map(|h| Block::indented(2, Rich::dim(format!("hint: {h}")))));
        }
        blocks
    }

    fn notes(&self) -> impl Iterator<Item = (&FileRecord, &Note)> {
        self.files.iter().flat_map(|f| f.notes.iter().map(move |n| (f, n)))
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
    }
}

impl Report for StatusReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &[
            "type",
            "files",
            "read",
            "in_part",
            "failed",
            "needs_ocr",
            "pages",
            "items",
            "body",
            "authority",
            "documents",
            "newest",
            "source",
            "reason",
            "explanation",
            "hint",
            "page",
        ]
    }

    /// First one of type `summary`, then the `body` ones, then a `problem` per file, then the `note`s.
    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        let summary = json!({
            "type": "summary", "files": self.files.len(), "read": self.count(|o| *o == Outcome::Read),
            "in_part": self.in_part(), "failed": self.failed(), "needs_ocr": self.needs_ocr(),
            "pages": self.pages(), "items": self.items(),
        });
        let bodies = self.bodies.iter().map(|b| {
            json!({"type": "body", "body": b.body, "authority": b.authority, "documents": b.documents, "newest": b.newest})
        });
        let problems = self.files.iter().filter_map(|file| {
            let (explanation, hint) = Self::problem(file)?;
            let reason = match &file.outcome {
                Outcome::Failed { reason, .. } => reason,
                _ => "in-part",
            };
            Some(json!({
                "type": "problem", "source": file.source, "reason": reason, "explanation": explanation, "hint": hint,
            }))
        });
        let notes = self.notes().map(|(file, n)| {
            json!({
                "type": "note", "severity": severity(n.severity), "source": file.source, "page": n.page,
                "explanation": n.message, "hint": n.hint,
            })
        });
        Box::new(std::iter::once(summary).chain(bodies).chain(problems).chain(notes))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.summary()];
        if !self.bodies.is_empty() {
            blocks.extend([Block::Gap, self.bodies()]);
        }
        let problems = self.problems();
        if !problems.is_empty() {
            blocks.extend([Block::Gap, Block::heading(2, Rich::strong("not read"))]);
            blocks.extend(problems);
        }
        let mut notes = self.notes().filter(|(_, n)| n.severity == Severity::Warning).peekable();
        if notes.peek().is_some() {
            blocks.extend([Block::Gap, Block::heading(2, Rich::strong("remarks"))]);
            blocks.extend(notes.map(|(file, n)| Block::paragraph(Rich::plain(format!("{}: {n}", file.source)))));
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::item::tests::stored;
    use crate::output::{Format, JsonLines, Terminal};

    fn file(source: &str, outcome: Outcome) -> FileRecord {
        FileRecord {
            source: source.into(),
            path: source.into(),
            bytes: 10,
            modified: 0,
            hash: 0,
            pages: 2,
            items: 3,
            outcome,
            notes: Vec::new(),
        }
    }

    fn files() -> Vec<FileRecord> {
        let reason = Reason::NeedsOcr { pages: 2 };
        let failed = Outcome::Failed {
            reason: reason.name().into(),
            explanation: reason.explanation(),
            hint: reason.hint("c.pdf".as_ref()),
        };
        vec![
            file("a.pdf", Outcome::Read),
            file("b.pdf", Outcome::ReadInPart { pages: vec![2], unread: vec![] }),
            FileRecord { pages: 0, items: 0, ..file("c.pdf", failed) },
        ]
    }

    #[test]
    fn each_problem_says_what_to_do() {
        let (files, mut out) = (files(), Vec::new());
        let report = StatusReport::new(&files, &MeetingEntry::list(&[stored()]));
        assert!(report.is_missing_something());
        Terminal::default().write(&report, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        files                3
        read whole           1
        read in part         1
        not read             1
          of these need OCR  1
        pages                4
        items                6

        body     authority  documents  newest meeting
        Byrådet             1          2012-03-20

        not read
        b.pdf: expected text, but found none on page 2
          hint: install tesseract with Danish and index it again with `--ocr auto`, or add the text with `ocrmypdf --skip-text --language dan b.pdf out.pdf` and index out.pdf
        c.pdf: expected text, but found none on any of its 2 pages (a scan without a text layer?)
          hint: install tesseract with Danish, as in `apt install tesseract-ocr-dan`, and read it with `--ocr auto`; or add a text layer with `ocrmypdf --language dan c.pdf out.pdf` and read out.pdf
        ");
    }

    #[test]
    fn complete_index_misses_nothing() {
        let files = [file("a.pdf", Outcome::Read)];
        assert!(!StatusReport::new(&files, &[]).is_missing_something());
    }

    #[test]
    fn every_object_has_a_type() {
        let (files, mut out) = (files(), Vec::new());
        JsonLines.write(&StatusReport::new(&files, &MeetingEntry::list(&[stored()])), &mut out).unwrap();
        let lines: Vec<Value> =
            String::from_utf8(out).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let types: Vec<&str> = lines.iter().filter_map(|l| l["type"].as_str()).collect();
        assert_eq!(types, ["summary", "body", "problem", "problem"]);
        assert_eq!(lines[0]["needs_ocr"], 1);
    }
}
