//! Corrections of scans, given by a person in `corrections.toml`.
//!
//! A correction wins over all repair steps, also where a document is not broken at all.
//!
//! ```toml
//! [[correction]]
//! scan = "Dorgen"             # as the scan has it: one word, or several of one line
//! right = "Dørgen"
//! document = "2026/*referat*" # optional: only in files whose path or name matches, * and ? as in a shell
//! body = "Socialudvalget"     # optional: only where this body is named on the first page
//!
//! [words]                     # the same without conditions
//! "Hgyer" = "Høyer"
//! ```

mod glob;
mod learn;

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::edit::Edit;
use super::tokens;
use super::variants::skeleton;
use crate::model::RepairKind;
use crate::source::{Document, Line};

pub use learn::{Proposal, learn};

/// The name of the file in the folder of an index.
pub const FILE_NAME: &str = "corrections.toml";

/// The corrections of one file, in its order; the first match applies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    all: Vec<Correction>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Correction {
    scan: String,
    right: String,
    document: Option<String>,
    body: Option<String>,
}

/// Why a file of corrections cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionsError {
    /// Counted from 1.
    pub line: usize,
    /// What was expected and what was found, in one sentence.
    pub message: String,
}

impl fmt::Display for CorrectionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for CorrectionsError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRow {
    #[serde(default)]
    correction: Vec<Spanned<Row>>,
    #[serde(default)]
    words: toml::Table,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    scan: String,
    right: String,
    document: Option<String>,
    body: Option<String>,
}

impl Corrections {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// If it is no TOML, if a key is unknown or missing, or if a form is empty or contains a line end.
    pub fn parse(text: &str) -> Result<Self, CorrectionsError> {
        let at = |at: usize| text.get(..at).unwrap_or(text).matches('\n').count() + 1;
        let file: FileRow = toml::from_str(text).map_err(|e| CorrectionsError {
            line: at(e.span().map_or(0, |s| s.start)),
            message: e.message().lines().next().unwrap_or_default().to_owned(),
        })?;
        let mut all = Vec::new();
        for row in file.correction {
            let line = at(row.span().start);
            let Row { scan, right, document, body } = row.into_inner();
            all.push(Correction { scan, right, document, body }.checked(line)?);
        }
        for (scan, right) in file.words {
            let line = text.lines().position(|l| l.contains(&scan)).map_or(1, |at| at + 1);
            let toml::Value::String(right) = right else {
                let message = format!("expected a text for {scan:?}, but found {right}");
                return Err(CorrectionsError { line, message });
            };
            all.push(Correction { scan, right, document: None, body: None }.checked(line)?);
        }
        Ok(Self { all })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The corrections that apply to `document`.
    pub(super) fn of(&self, document: &Document) -> Applying<'_> {
        if self.is_empty() {
            return Applying(Vec::new());
        }
        let first = document.pages.first().map(|p| p.lines.iter().map(|l| l.text.as_str()).collect::<Vec<_>>());
        let first = folded(&first.unwrap_or_default().join(" "));
        let holds = |c: &&Correction| {
            c.document.as_deref().is_none_or(|d| glob::names(d, &document.name))
                && c.body.as_deref().is_none_or(|b| first.contains(&folded(b)))
        };
        Applying(self.all.iter().filter(holds).collect())
    }
}

impl Correction {
    fn checked(self, line: usize) -> Result<Self, CorrectionsError> {
        let bad = |name, value: &str| CorrectionsError {
            line,
            message: format!("expected one or more words of one line as `{name}`, but found {value:?}"),
        };
        let is_bad = |value: &str| value.trim() != value || value.is_empty() || value.contains(['\n', '\r', '\u{c}']);
        match () {
            () if is_bad(&self.scan) => Err(bad("scan", &self.scan)),
            () if is_bad(&self.right) => Err(bad("right", &self.right)),
            () => Ok(self),
        }
    }
}

/// A name in a form that is the same with and without broken letters.
fn folded(text: &str) -> String {
    skeleton(&text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
}

/// The corrections that apply to one document.
#[derive(Debug)]
pub(super) struct Applying<'c>(Vec<&'c Correction>);

impl Applying<'_> {
    /// The edits for each line, without overlaps. A form matches where no letter or digit is beside it.
    pub(super) fn edits<'l>(&self, lines: impl Iterator<Item = &'l Line>) -> Vec<Vec<Edit>> {
        lines.map(|l| self.of_line(&l.text)).collect()
    }

    fn of_line(&self, line: &str) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        for correction in &self.0 {
            for at in tokens::occurrences(line, &correction.scan) {
                if !edits.iter().any(|e| overlap(&e.at, &at)) {
                    edits.push(correction.edit(at));
                }
            }
        }
        edits
    }
}

impl Correction {
    fn edit(&self, at: Range<usize>) -> Edit {
        let text = self.right.clone();
        Edit { at, text, kind: RepairKind::Correction, confidence: 1.0, second: None }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn corrected(toml: &str, scan: &str) -> Vec<String> {
        let corrections = Corrections::parse(toml).unwrap();
        let document = source::read_bytes("2026/referat-maj.txt", scan.into()).unwrap().value;
        let edits = corrections.of(&document).edits(document.lines().map(|(_, l)| l));
        edits.into_iter().flatten().map(|e| e.text).collect()
    }

    fn error(toml: &str) -> String {
        Corrections::parse(toml).unwrap_err().to_string()
    }

    #[test]
    fn form_is_found_as_a_whole() {
        let toml = "[words]\n\"Dorgen\" = \"Dørgen\"\n\"JA 27\" = \"ØA 27\"";
        assert_eq!(corrected(toml, "ved Dorgen, Dorgens og JA 27."), ["Dørgen", "ØA 27"]);
        assert_eq!(corrected(toml, "ved dorgen og (Dorgen)"), ["Dørgen"]);
    }

    #[test]
    fn condition_limits_a_correction() {
        let toml = |more: &str| format!("[[correction]]\nscan = \"a\"\nright = \"å\"\n{more}");
        for (more, holds) in [
            ("document = \"2026/*\"", true),
            ("document = \"referat-???.txt\"", true),
            ("document = \"2025/*\"", false),
            ("body = \"Økonomiudvalget\"", true),
            ("body = \"Kulturudvalget\"", false),
        ] {
            assert_eq!(corrected(&toml(more), "@konomiudvalget\na").len(), usize::from(holds), "{more}");
        }
    }

    #[test]
    fn first_correction_that_fits_is_taken() {
        let toml = "[[correction]]\nscan = \"Lag nr. 2\"\nright = \"Låg nr. 2\"\n[words]\n\"Lag\" = \"Læg\"";
        assert_eq!(corrected(toml, "Lag nr. 2 og Lag"), ["Låg nr. 2", "Læg"]);
    }

    #[test]
    fn error_names_its_line() {
        insta::assert_snapshot!(
            error("# mine\n[[correction]]\nscan = \"a\"\nrigth = \"å\""),
            @"line 4: unknown field `rigth`, expected one of `scan`, `right`, `document`, `body`"
        );
        insta::assert_snapshot!(
            error("[words]\na = \"å\"\nb = 5"),
            @r#"line 3: expected a text for "b", but found 5"#
        );
        insta::assert_snapshot!(
            error("[[correction]]\nscan = \"a\"\nright = \"å\"\n\n[[correction]]\nscan = \" \"\nright = \"x\""),
            @r#"line 5: expected one or more words of one line as `scan`, but found " ""#
        );
    }
}
