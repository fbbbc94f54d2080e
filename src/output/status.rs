//! The status of an index: its contents, its files, its problems and the last run.

mod attention;
mod reasons;
mod series;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Report;
use super::block::{Block, Rich, Style};
use crate::engine::Document;
use crate::index::{Changes, FileRecord, LastRun, Outcome, Tombstones};
use crate::note::{Note, Severity};
use crate::source::Reason;
pub use attention::Concern;
use attention::{Finding, findings};
use reasons::Groups;

/// The facts of an index, without reading its items.
#[derive(Debug, Clone, Copy)]
pub struct IndexState<'a> {
    /// All files, by source.
    pub files: &'a [FileRecord],
    /// The documents with a meeting, by source.
    pub documents: &'a [Document],
    /// The forgotten files and items.
    pub tombstones: &'a Tombstones,
    /// The last update.
    pub last_run: Option<LastRun>,
    /// How many items were dealt with behind closed doors.
    pub closed: u64,
    /// The number of items with a decision of unclear outcome.
    pub unclear: u64,
    /// The current day.
    pub today: Date,
    /// The concerns to leave out.
    pub ignored: &'a [Concern],
    /// Names all files of a reason, not only the first.
    pub long: bool,
}

/// The state of an index.
#[derive(Debug, Clone)]
pub struct StatusReport<'a> {
    state: IndexState<'a>,
    bodies: Vec<BodyState>,
    findings: Vec<Finding>,
}

/// The facts of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BodyState {
    body: Option<String>,
    authority: Option<String>,
    meetings: usize,
    documents: usize,
    items: usize,
    newest: Option<String>,
    /// Items by year of meeting; undated ones under no year.
    years: BTreeMap<Option<i16>, usize>,
}

impl<'a> StatusReport<'a> {
    /// A report of a state.
    pub fn new(state: IndexState<'a>) -> Self {
        let findings = findings(state.files, state.documents, state.today, state.ignored);
        Self { bodies: bodies(state.documents), state, findings }
    }

    /// True where anything is to be looked at.
    pub fn wants_attention(&self) -> bool {
        !self.findings.is_empty()
    }

    fn count(&self, wanted: impl Fn(&Outcome) -> bool) -> u64 {
        self.state.files.iter().filter(|f| wanted(&f.outcome)).count() as u64
    }

    fn needs_ocr(&self) -> u64 {
        let reason = Reason::NeedsOcr { pages: 0 }.name();
        self.count(|o| matches!(o, Outcome::Failed { reason: r, .. } if r == reason))
    }

    fn failed(&self) -> u64 {
        self.count(|o| matches!(o, Outcome::Failed { .. }))
    }

    fn in_part(&self) -> u64 {
        self.count(|o| matches!(o, Outcome::ReadInPart(_)))
    }

    fn pages(&self) -> u64 {
        self.state.files.iter().map(|f| u64::from(f.pages)).sum()
    }

    /// Pages that are pictures without words: single ones, and all of a file without any text.
    fn pages_without_text(&self) -> u64 {
        let ocr = Reason::NeedsOcr { pages: 0 }.name();
        let of_file = |f: &FileRecord| match &f.outcome {
            Outcome::ReadInPart(missing) => missing.pages.len() as u64,
            Outcome::Failed { reason, .. } if reason == ocr => u64::from(f.pages),
            _ => 0,
        };
        self.state.files.iter().map(of_file).sum()
    }

    fn meetings(&self) -> u64 {
        self.bodies.iter().map(|b| b.meetings as u64).sum()
    }

    fn items(&self) -> u64 {
        self.state.files.iter().map(|f| u64::from(f.items)).sum()
    }

    fn doubles(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.state.files.iter().filter_map(|f| match &f.outcome {
            Outcome::Double { of } => Some((f.source.as_str(), of.as_str())),
            _ => None,
        })
    }

    /// How many files and items were forgotten.
    fn forgotten(&self) -> (u64, u64) {
        let all = self.state.tombstones;
        (all.files().count() as u64, all.item_count() as u64)
    }

    /// The totals, a line each. It omits a zero, unless readers look for it.
    fn summary(&self) -> Block {
        let (files, items) = self.forgotten();
        let rows = [
            ("files", self.state.files.len() as u64, true),
            ("read whole", self.count(|o| *o == Outcome::Read), true),
            ("read in part", self.in_part(), true),
            ("not read", self.failed(), true),
            ("  of these need OCR", self.needs_ocr(), true),
            ("doubles of others", self.doubles().count() as u64, false),
            ("pages", self.pages(), true),
            ("  without text", self.pages_without_text(), false),
            ("lines without a place", self.unplaced_lines(), false),
            ("meetings", self.meetings(), true),
            ("items", self.items(), true),
            ("  behind closed doors", self.state.closed, false),
            ("  with an unclear decision", self.state.unclear, false),
            ("forgotten files", files, false),
            ("forgotten items", items, false),
        ];
        let rows = rows.into_iter().filter(|(_, count, always)| *always || *count > 0);
        let row = |(name, count, _): (&str, u64, bool)| vec![Rich::plain(name), Rich::plain(count.to_string())];
        Block::Table { heads: vec!["", ""], rows: rows.map(row).collect() }
    }

    fn bodies(&self) -> Block {
        let text = |t: &Option<String>, none: &str| Rich::plain(t.clone().unwrap_or_else(|| none.into()));
        let row = |b: &BodyState| {
            vec![
                text(&b.body, "(unknown)"),
                text(&b.authority, ""),
                Rich::plain(b.meetings.to_string()),
                Rich::plain(b.documents.to_string()),
                Rich::plain(b.items.to_string()),
                text(&b.newest, "undated"),
                Rich::dim(b.years()),
            ]
        };
        let heads = vec!["body", "authority", "meetings", "documents", "items", "newest meeting", "items by year"];
        Block::Table { heads, rows: self.bodies.iter().map(row).collect() }
    }

    /// The problems, a heading for each concern.
    fn attention(&self) -> Vec<Block> {
        let is_of_files = |concern| matches!(concern, Concern::Unread | Concern::Unplaced);
        let ignored = |concern: &Concern| self.state.ignored.contains(concern);
        let mut blocks = self.groups().blocks(&ignored, self.state.long);
        for findings in self.findings.chunk_by(|a, b| a.concern == b.concern).filter(|f| !is_of_files(f[0].concern)) {
            blocks.extend([Block::Gap, Block::heading(2, Rich::strong(title(findings[0].concern)))]);
            for finding in findings {
                let text = Rich::strong(finding.place()).with(format!(": {}", finding.explanation), Style::Plain);
                blocks.push(Block::paragraph(text));
            }
            // The advice is the same for all, so it appears once.
            blocks.extend(findings[0].hint.iter().map(|h| hint(h)));
        }
        blocks
    }

    /// The incomplete files, by reason.
    fn groups(&self) -> Groups<'a> {
        Groups::new(self.state.files)
    }

    fn unplaced_lines(&self) -> u64 {
        let lines = |f: &FileRecord| match &f.outcome {
            Outcome::ReadInPart(missing) => u64::from(missing.unplaced),
            _ => 0,
        };
        self.state.files.iter().map(lines).sum()
    }

    fn notes(&self) -> impl Iterator<Item = (&FileRecord, &Note)> {
        self.state.files.iter().flat_map(|f| f.notes.iter().map(move |n| (f, n)))
    }
}

/// The facts of each body, by authority and name.
fn bodies(documents: &[Document]) -> Vec<BodyState> {
    let mut bodies: BTreeMap<(Option<&str>, Option<&str>), BodyState> = BTreeMap::new();
    let mut met: BTreeMap<(Option<&str>, Option<&str>), BTreeSet<&str>> = BTreeMap::new();
    for document in documents {
        let (series, date) = ((document.authority.as_deref(), document.body.as_deref()), document.record.facts.date);
        let state = bodies.entry(series).or_insert_with(|| BodyState {
            body: document.body.clone(),
            authority: document.authority.clone(),
            meetings: 0,
            documents: 0,
            items: 0,
            newest: None,
            years: BTreeMap::new(),
        });
        state.meetings += usize::from(met.entry(series).or_default().insert(&document.meeting));
        state.documents += 1;
        state.items += document.numbers.len();
        state.newest = state.newest.take().max(date.map(|d| d.to_string()));
        *state.years.entry(date.map(Date::year)).or_default() += document.numbers.len();
    }
    bodies.into_values().collect()
}

impl BodyState {
    /// `2012: 27, 2013: 4, undated: 2`.
    fn years(&self) -> String {
        let named = |year: &Option<i16>| year.map_or_else(|| "undated".to_owned(), |y| y.to_string());
        // Undated ones sort first, but come last in the output.
        let dated = self.years.iter().filter(|(year, _)| year.is_some());
        let undated = self.years.iter().filter(|(year, _)| year.is_none());
        dated.chain(undated).map(|(year, n)| format!("{}: {n}", named(year))).collect::<Vec<_>>().join(", ")
    }

    fn object(&self) -> Value {
        let years = self.years.iter().filter_map(|(year, n)| Some((year.as_ref()?.to_string(), Value::from(*n))));
        json!({
            "type": "body", "body": self.body, "authority": self.authority, "meetings": self.meetings, "documents": self.documents,
            "items": self.items, "newest": self.newest, "years": years.collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl Finding {
    /// `Byrådet, Skive, 2019-05-22`, or the name of a file.
    fn place(&self) -> String {
        match (&self.body, &self.date) {
            (None, None) => self.sources.join(", "),
            _ => {
                [&self.body, &self.authority, &self.date].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn object(&self) -> Value {
        json!({
            "type": "attention", "concern": self.concern.name(), "body": self.body, "authority": self.authority,
            "date": self.date, "sources": self.sources, "explanation": self.explanation, "hint": self.hint,
        })
    }
}

fn hint(hint: &str) -> Block {
    Block::indented(2, Rich::dim(format!("hint: {hint}")))
}

fn title(concern: Concern) -> &'static str {
    match concern {
        Concern::Unread => "not read",
        Concern::Unplaced => "lines without a place",
        Concern::Numbers => "item numbers skipped",
        Concern::Series => "months without a meeting",
        Concern::Minutes => "agendas without minutes",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
    }
}

/// `last run: 2026-11-22 07:20:13 UTC, 1.2 s: 3 files read, 12 unchanged`.
fn last_run(run: &LastRun) -> String {
    let Changes { read, again, moved, doubles, taken_out, kept, unchanged } = run.changes;
    let others = [
        (again, "scans read again"),
        (moved, "moved"),
        (doubles, "new doubles"),
        (taken_out, "taken out"),
        (kept, "gone but kept"),
        (unchanged, "unchanged"),
    ];
    let others = others.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!(", {n} {what}"));
    let rebuilt = if run.rebuilt { "built anew, " } else { "" };
    let files = if read == 1 { "file" } else { "files" };
    let (at, took) = (run.at.strftime("%Y-%m-%d %H:%M:%S UTC"), run.took.as_secs_f64());
    format!("last run: {at}, {took:.1} s: {rebuilt}{read} {files} read{}", others.collect::<String>())
}

fn run_object(run: &LastRun) -> Value {
    let Changes { read, again, moved, doubles, taken_out, kept, unchanged } = run.changes;
    json!({
        "at": run.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "seconds": run.took.as_secs_f64(),
        "rebuilt": run.rebuilt, "read": read, "again": again, "moved": moved, "doubles": doubles,
        "taken_out": taken_out, "kept": kept, "unchanged": unchanged, "text": last_run(run),
    })
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
            "pages_without_text",
            "meetings",
            "items",
            "closed",
            "unclear",
            "doubles",
            "forgotten_files",
            "forgotten_items",
            "attention",
            "reasons",
            "unplaced_lines",
            "last_run",
            "body",
            "authority",
            "documents",
            "newest",
            "concern",
            "date",
            "source",
            "sources",
            "reason",
            "explanation",
            "hint",
            "page",
            "of",
        ]
    }

    /// First one of type `summary`, then the `body` ones, then a `problem` per unread file, then the other problems as
    /// `attention`, then the `double`s, then the `note`s.
    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        let (forgotten_files, forgotten_items) = self.forgotten();
        let summary = json!({
            "type": "summary", "files": self.state.files.len(), "read": self.count(|o| *o == Outcome::Read),
            "in_part": self.in_part(), "failed": self.failed(), "needs_ocr": self.needs_ocr(),
            "pages": self.pages(), "pages_without_text": self.pages_without_text(), "meetings": self.meetings(), "items": self.items(),
            "closed": self.state.closed, "unclear": self.state.unclear, "doubles": self.doubles().count(), "forgotten_files": forgotten_files,
            "forgotten_items": forgotten_items, "attention": self.findings.len(),
            "reasons": self.groups().counts(), "unplaced_lines": self.unplaced_lines(),
            "last_run": self.state.last_run.as_ref().map(run_object),
        });
        let bodies = self.bodies.iter().map(BodyState::object);
        let problems = self.state.files.iter().filter_map(|file| {
            let (explanation, hint) = file.outcome.problem(&file.path)?;
            let reason = match &file.outcome {
                Outcome::Failed { reason, .. } => reason,
                _ => "in-part",
            };
            Some(json!({
                "type": "problem", "source": file.source, "reason": reason, "reasons": file.outcome.reasons(),
                "explanation": explanation, "hint": hint,
            }))
        });
        let attention = self
            .findings
            .iter()
            .filter(|f| !matches!(f.concern, Concern::Unread | Concern::Unplaced))
            .map(Finding::object);
        let doubles = self.doubles().map(|(source, of)| json!({"type": "double", "source": source, "of": of}));
        let notes = self.notes().map(|(file, n)| {
            json!({
                "type": "note", "severity": severity(n.severity), "source": file.source, "page": n.page,
                "explanation": n.message, "hint": n.hint,
            })
        });
        Box::new(std::iter::once(summary).chain(bodies).chain(problems).chain(attention).chain(doubles).chain(notes))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.summary()];
        if let Some(run) = &self.state.last_run {
            blocks.extend([Block::Gap, Block::paragraph(Rich::plain(last_run(run)))]);
        }
        if !self.bodies.is_empty() {
            blocks.extend([Block::Gap, self.bodies()]);
        }
        blocks.extend(self.attention());
        let mut doubles = self.doubles().peekable();
        if doubles.peek().is_some() {
            blocks.extend([Block::Gap, Block::heading(2, Rich::strong("doubles"))]);
            blocks.extend(
                doubles.map(|(source, of)| Block::paragraph(Rich::plain(format!("{source} is the same as {of}")))),
            );
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
pub(super) mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use jiff::civil::date;

    use super::attention::tests::document;
    use super::*;
    use crate::index::Missing;
    use crate::model::MeetingKind;
    use crate::output::{Format, JsonLines, Terminal};

    pub(crate) fn file(source: &str, outcome: Outcome) -> FileRecord {
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
            file("b.pdf", Outcome::of(Missing { pages: vec![2], ..Missing::default() })),
            FileRecord { items: 0, ..file("c.pdf", failed) },
            FileRecord { pages: 0, items: 0, ..file("d.pdf", Outcome::Double { of: "a.pdf".into() }) },
        ]
    }

    /// A report on these files and some meetings.
    fn with<T>(files: &[FileRecord], use_it: impl FnOnce(&StatusReport<'_>) -> T) -> T {
        let documents = [
            document("a", MeetingKind::Minutes, date(2012, 3, 20), &["1", "2", "4"]),
            document("b", MeetingKind::Agenda, date(2013, 1, 9), &["1"]),
        ];
        let changes = Changes { read: 3, unchanged: 1, ..Changes::default() };
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        let last_run = Some(LastRun { at, took: Duration::from_millis(1240), rebuilt: false, changes });
        let (tombstones, today) = (Tombstones::default(), date(2014, 1, 1));
        let (documents, tombstones, ignored) = (&documents[..], &tombstones, &[][..]);
        use_it(&StatusReport::new(IndexState {
            files,
            documents,
            tombstones,
            last_run,
            closed: 1,
            unclear: 0,
            today,
            ignored,
            long: false,
        }))
    }

    #[test]
    fn each_problem_says_what_to_do() {
        let shown = with(&files(), |report| {
            assert!(report.wants_attention());
            let mut out = Vec::new();
            Terminal::default().write(report, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        insta::assert_snapshot!(shown, @r"
        files                  4
        read whole             1
        read in part           1
        not read               1
          of these need OCR    1
        doubles of others      1
        pages                  6
          without text         3
        meetings               2
        items                  6
          behind closed doors  1

        last run: 2023-11-14 22:13:20 UTC, 1.2 s: 3 files read, 1 unchanged

        body     authority  meetings  documents  items  newest meeting  items by year
        Byrådet  Skive      2         2          4      2013-01-09      2012: 3, 2013: 1

        not read: needs OCR (1 file)
        c.pdf: expected text, but found none on any of its 2 pages (a scan without a text layer?)
          hint: install tesseract with Danish, as in `apt install tesseract-ocr-dan`, and read it with `--ocr auto`; or add a text layer with `ocrmypdf --language dan c.pdf out.pdf` and read out.pdf

        read in part: pages without text (1 file)
        b.pdf: expected text, but found none on page 2
          hint: install tesseract with Danish and index it again with `--ocr auto`, or add the text with `ocrmypdf --skip-text --language dan b.pdf out.pdf` and index out.pdf

        item numbers skipped
        Byrådet, Skive, 2012-03-20: expected every item, but number 3 is skipped
          hint: look whether the document has them: closed items are often left out

        agendas without minutes
        Byrådet, Skive, 2013-01-09: expected minutes within 60 days, but there is only an agenda
          hint: fetch them, or look whether the meeting was called off

        doubles
        d.pdf is the same as a.pdf
        ");
    }

    #[test]
    fn complete_index_wants_no_attention() {
        let (files, tombstones) = ([file("a.pdf", Outcome::Read)], Tombstones::default());
        let (documents, ignored, last_run) = (&[][..], &[][..], None);
        let (files, tombstones, today) = (&files[..], &tombstones, date(2014, 1, 1));
        let state =
            IndexState { files, documents, tombstones, last_run, closed: 0, unclear: 0, today, ignored, long: false };
        assert!(!StatusReport::new(state).wants_attention());
    }

    #[test]
    fn every_object_has_a_type() {
        let shown = with(&files(), |report| {
            let mut out = Vec::new();
            JsonLines.write(report, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        });
        let lines: Vec<Value> = shown.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        let types: Vec<&str> = lines.iter().filter_map(|l| l["type"].as_str()).collect();
        assert_eq!(types, ["summary", "body", "problem", "problem", "attention", "attention", "double"]);
        assert_eq!((&lines[0]["needs_ocr"], &lines[0]["pages_without_text"]), (&1.into(), &3.into()));
        assert_eq!((&lines[0]["attention"], &lines[0]["last_run"]["read"]), (&4.into(), &3.into()));
        assert_eq!(lines[1]["years"], json!({"2012": 3, "2013": 1}));
    }
}
