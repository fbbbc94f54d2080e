//! The result of reading a source file.

use std::ops::RangeInclusive;
use std::path::Path;

use crate::model::Item;

/// The result of reading a file. Every file has exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was read.
    Read,
    /// Something is missing; the rest was read.
    ReadInPart(Missing),
    /// The file could not be read. `reason` is [`Reason::name`](crate::source::Reason::name), `explanation` a sentence
    /// for users.
    Failed {
        /// The name of the reason.
        reason: String,
        /// A sentence for users.
        explanation: String,
        /// Advice, if there is any.
        hint: Option<String>,
    },
    /// The same content as the file with source `of`. Its items are stored there.
    Double {
        /// The source of the other file.
        of: String,
    },
}

/// What is missing of a file that was read in part. Pages are counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// Pages that have no text and need OCR.
    pub pages: Vec<u32>,
    /// Pages at which the file ran into a limit, or brought down its reader.
    pub unread: Vec<RangeInclusive<u32>>,
    /// Lines that could not be placed in an item. Their text is in items of their own.
    pub unplaced: u32,
    /// Files within the file that were not read, a sentence for each reason.
    pub left_out: Vec<String>,
}

impl Missing {
    /// True where nothing is missing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Outcome {
    /// The outcome of a file of which this is missing.
    pub fn of(missing: Missing) -> Self {
        if missing.is_empty() { Self::Read } else { Self::ReadInPart(missing) }
    }

    /// One word for the outcome of a file that is not whole, or several where several things are missing of it.
    pub fn reasons(&self) -> Vec<&str> {
        match self {
            Self::Read | Self::Double { .. } => Vec::new(),
            Self::Failed { reason, .. } => vec![reason],
            Self::ReadInPart(missing) => {
                let all = [
                    (!missing.pages.is_empty(), "pages-without-text"),
                    (!missing.unread.is_empty(), "pages-unread"),
                    (missing.unplaced > 0, "unplaced-lines"),
                    (!missing.left_out.is_empty(), "left-out"),
                ];
                all.into_iter().filter(|(is, _)| *is).map(|(_, reason)| reason).collect()
            }
        }
    }

    /// True if the whole file was read.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Read | Self::Double { .. } => true,
            // Lines without a place are in items of their own: nothing is lost of them.
            Self::ReadInPart(missing) => Missing { unplaced: 0, ..missing.clone() }.is_empty(),
            Self::Failed { .. } => false,
        }
    }

    /// The missing parts and a hint; `None` if nothing is missing. `path` is the file's path.
    pub fn problem(&self, path: &Path) -> Option<(String, Option<String>)> {
        match self {
            Self::Read | Self::Double { .. } => None,
            Self::ReadInPart(missing) => Some(in_part(missing, path)),
            Self::Failed { explanation, hint, .. } => Some((explanation.clone(), hint.clone())),
        }
    }
}

fn in_part(missing: &Missing, path: &Path) -> (String, Option<String>) {
    let Missing { pages, unread, unplaced, left_out } = missing;
    let mut found = Vec::new();
    let mut hints = Vec::new();
    if !pages.is_empty() {
        found.push(format!("found none on {}", listed(&runs(pages))));
        hints.push(format!(
            "install tesseract with Danish and index it again with `--ocr auto`, or add the text with `ocrmypdf --skip-text \
             --language dan {} out.pdf` and index out.pdf",
            path.display()
        ));
    }
    if !unread.is_empty() {
        found.push(format!("could not read all of {}", listed(unread)));
        hints.push(
            "the remarks say why; more time and memory is allowed with `--file-timeout` and `--file-memory`".into(),
        );
    }
    let mut said = Vec::new();
    if !found.is_empty() {
        said.push(format!("expected text, but {}", found.join(" and ")));
    }
    if *unplaced > 0 {
        let lines = if *unplaced == 1 { "one line".into() } else { format!("{unplaced} lines") };
        said.push(format!("read in part: {lines} could not be placed in an item"));
        hints.push(format!("look at the item \"{}\"; its text is searched as all others", Item::UNPLACED));
    }
    if !left_out.is_empty() {
        said.push(format!("expected to read all that is in it, but left out {}", left_out.join("; ")));
        hints.push("unpack it into a folder of its own and index that".into());
    }
    (said.join("; "), Some(hints.join("; ")))
}

/// Groups consecutive numbers: 2, 3, 4 and 7 are 2 to 4 and 7.
fn runs(pages: &[u32]) -> Vec<RangeInclusive<u32>> {
    let runs = pages.chunk_by(|a, b| *b == a.saturating_add(1));
    runs.filter_map(|run| Some(*run.first()?..=*run.last()?)).collect()
}

/// `page 2`, `pages 2, 4-7`.
fn listed(runs: &[RangeInclusive<u32>]) -> String {
    let mut joined: Vec<RangeInclusive<u32>> = Vec::new();
    for run in runs {
        match joined.last_mut() {
            Some(last) if last.end().saturating_add(1) >= *run.start() => {
                *last = *last.start()..=*run.end().max(last.end())
            }
            _ => joined.push(run.clone()),
        }
    }
    let runs = joined.as_slice();
    let one = |run: &RangeInclusive<u32>| match (run.start(), run.end()) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first}-{last}"),
    };
    let is_single = matches!(runs, [run] if run.start() == run.end());
    let pages = if is_single { "page" } else { "pages" };
    format!("{pages} {}", runs.iter().map(one).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explanation(pages: Vec<u32>, unread: Vec<RangeInclusive<u32>>) -> String {
        Outcome::of(Missing { pages, unread, ..Missing::default() }).problem("a.pdf".as_ref()).unwrap().0
    }

    #[test]
    fn pages_that_are_missing_are_named() {
        assert_eq!(explanation(vec![2], vec![]), "expected text, but found none on page 2");
        assert_eq!(explanation(vec![2, 3, 4, 7], vec![]), "expected text, but found none on pages 2-4, 7");
        assert_eq!(explanation(vec![], vec![5..=6, 7..=9]), "expected text, but could not read all of pages 5-9");
        assert_eq!(
            explanation(vec![1], vec![5..=5]),
            "expected text, but found none on page 1 and could not read all of page 5"
        );
    }

    #[test]
    fn lines_and_files_that_are_missing_are_named() {
        let left_out = vec!["b.pdf: damaged".to_owned()];
        let missing = Missing { unplaced: 2, left_out, ..Missing::default() };
        let outcome = Outcome::of(missing);
        assert_eq!(outcome.reasons(), ["unplaced-lines", "left-out"]);
        assert_eq!(
            outcome.problem("a.zip".as_ref()).unwrap().0,
            "read in part: 2 lines could not be placed in an item; expected to read all that is in it, but left out b.pdf: damaged"
        );
    }

    #[test]
    fn whole_file_is_no_problem() {
        assert_eq!(Outcome::Read.problem("a.pdf".as_ref()), None);
    }
}
