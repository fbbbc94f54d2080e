//! Unpublishable parts of files. No format prints the secret digits of a number.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, value};
use crate::privacy::{ClosedText, Finding, cpr, masked};

/// Characters of context before and after a number: enough to judge it, without printing much of a closed text.
const CONTEXT: usize = 40;

/// One unpublishable part, in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disclosure {
    /// The file as it was found.
    pub file: String,
    /// The page, counted from 1.
    pub page: Option<u32>,
    /// The line of the page, counted from 1.
    pub line: Option<usize>,
    /// `cpr` or `closed-text`.
    pub kind: &'static str,
    /// `possible`, `likely` or `certain`.
    pub certainty: &'static str,
    /// The text around it, the number masked; for a closed item its printed text.
    pub context: String,
    /// The signs for it and against it.
    pub signs: Vec<&'static str>,
}

impl Disclosure {
    /// The numbers on a page, `text` being its whole text.
    pub fn numbers(file: &Path, page: u32, text: &str, findings: &[Finding]) -> Vec<Self> {
        if findings.is_empty() {
            return Vec::new();
        }
        let hidden = hidden(text, findings);
        findings.iter().map(|finding| Self::number(file, page, &hidden, finding)).collect()
    }

    /// A number on a page; `hidden` is the page's text with numbers masked.
    fn number(file: &Path, page: u32, hidden: &str, finding: &Finding) -> Self {
        let line = hidden[..finding.at.start].matches('\n').count() + 1;
        Self {
            file: file.display().to_string(),
            page: Some(page),
            line: Some(line),
            kind: "cpr",
            certainty: finding.certainty.name(),
            context: context(hidden, finding),
            signs: finding.signs.iter().map(|s| s.description()).collect(),
        }
    }

    /// A closed item printed with its text.
    pub fn closed_text(file: &Path, closed: &ClosedText) -> Self {
        let number = closed.number.as_ref().map_or_else(|| "a closed item".into(), |n| format!("closed item {n}"));
        Self {
            file: file.display().to_string(),
            page: closed.page,
            line: None,
            kind: "closed-text",
            certainty: "likely",
            context: format!("{number} is printed with {} characters of text", closed.chars),
            signs: Vec::new(),
        }
    }

    fn place(&self) -> String {
        let page = self.page.map(|n| format!("page {n}"));
        let line = self.line.map(|n| format!("line {n}"));
        page.into_iter().chain(line).collect::<Vec<_>>().join(", ")
    }
}

/// The words around a number, on one line.
fn context(hidden: &str, finding: &Finding) -> String {
    let start = hidden[..finding.at.start].char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let end = hidden[finding.at.end..].char_indices().nth(CONTEXT).map_or(hidden.len(), |(at, _)| finding.at.end + at);
    let words = hidden[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < hidden.len() { "…" } else { "" });
    format!("{before}{words}{after}")
}

/// The text with these numbers masked, and less certain ones too, because the context may print them.
fn hidden(text: &str, findings: &[Finding]) -> String {
    let others = cpr::find(text, Date::MAX);
    masked(text, others.iter().chain(findings))
}

/// The findings in all files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    disclosures: Vec<Disclosure>,
    files: usize,
}

impl CheckReport {
    /// Records the findings of one file.
    pub fn add(&mut self, disclosures: Vec<Disclosure>) {
        self.files += 1;
        self.disclosures.extend(disclosures);
    }

    /// True where nothing was found.
    pub fn is_clean(&self) -> bool {
        self.disclosures.is_empty()
    }

    fn count(&self, kind: &str) -> usize {
        self.disclosures.iter().filter(|d| d.kind == kind).count()
    }

    /// `2 CPR numbers and 1 closed item with text in 1 of 7 files`.
    fn sum(&self) -> String {
        let mut concerned: Vec<&str> = self.disclosures.iter().map(|d| d.file.as_str()).collect();
        concerned.dedup();
        let counted = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let numbers = counted(self.count("cpr"), "CPR number", "CPR numbers");
        let closed = counted(self.count("closed-text"), "closed item with text", "closed items with text");
        let files = counted(self.files, "file", "files");
        format!("{numbers} and {closed} in {} of {files}", concerned.len())
    }
}

impl Report for CheckReport {
    fn columns(&self) -> &'static [&'static str] {
        &["file", "page", "line", "kind", "certainty", "context", "signs"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.disclosures.iter().map(value))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut file = "";
        for d in &self.disclosures {
            if d.file != file {
                file = &d.file;
                blocks.push(Block::heading(3, Rich::strong(file)));
            }
            let head = Rich::dim(format!("{}  ", d.place())).with(&d.context, Style::Plain);
            blocks.push(Block::indented(2, head));
            if !d.signs.is_empty() {
                blocks.push(Block::indented(4, Rich::dim(format!("{}: {}", d.certainty, d.signs.join(", ")))));
            }
        }
        blocks.extend((!self.is_clean()).then_some(Block::Gap));
        blocks.push(Block::paragraph(Rich::dim(self.sum())));
        blocks
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::output::{Format, JsonLines, Terminal};

    fn report() -> CheckReport {
        let text = "Klage\nBorger med CPR-nr. 120375-1234 og søn, 010105-4321, får afslag på ansøgningen om støtte.";
        let found = cpr::find(text, date(2026, 2, 27));
        let mut all = Disclosure::numbers(Path::new("a.pdf"), 3, text, &found);
        let closed = ClosedText { number: Some("7".into()), page: Some(4), chars: 812 };
        all.push(Disclosure::closed_text(Path::new("a.pdf"), &closed));
        let mut report = CheckReport::default();
        report.add(all);
        report.add(Vec::new());
        report
    }

    #[test]
    fn no_format_prints_the_secret_digits() {
        let mut out = Vec::new();
        Terminal::default().write(&report(), &mut out).unwrap();
        JsonLines.write(&report(), &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains("1234") && !out.contains("4321"), "{out}");
    }

    #[test]
    fn place_words_around_and_reasons_are_told() {
        let mut out = Vec::new();
        Terminal::default().write(&report(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        a.pdf
          page 3, line 2  Klage Borger med CPR-nr. 120375-xxxx og søn, 010105-xxxx, får afslag på ansø…
            certain: printed with a hyphen, announced as a CPR number, modulus 11 is wrong
          page 3, line 2  …Borger med CPR-nr. 120375-xxxx og søn, 010105-xxxx, får afslag på ansøgningen om støtte.
            certain: printed with a hyphen, announced as a CPR number, modulus 11 is wrong
          page 4  closed item 7 is printed with 812 characters of text

        2 CPR numbers and 1 closed item with text in 1 of 2 files
        ");
    }

    #[test]
    fn clean_files_are_said_to_be_so() {
        let mut report = CheckReport::default();
        report.add(Vec::new());
        assert!(report.is_clean());
        assert_eq!(report.sum(), "0 CPR numbers and 0 closed items with text in 0 of 1 file");
    }
}
