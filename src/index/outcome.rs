//! The result of reading a source file.

use std::ops::RangeInclusive;
use std::path::Path;

/// The result of reading a file. Every file has exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// All of it was read.
    Read,
    /// Some pages, counted from 1, were not read completely.
    ReadInPart {
        /// Pages without text. They need OCR.
        pages: Vec<u32>,
        /// Pages beyond a limit, or pages with a crash of the reader.
        unread: Vec<RangeInclusive<u32>>,
    },
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

impl Outcome {
    /// True if the whole file was read.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Read | Self::Double { .. })
    }

    /// The missing parts and a hint; `None` if nothing is missing. `path` is the file's path.
    pub fn problem(&self, path: &Path) -> Option<(String, Option<String>)> {
        match self {
            Self::Read | Self::Double { .. } => None,
            Self::ReadInPart { pages, unread } => Some(in_part(pages, unread, path)),
            Self::Failed { explanation, hint, .. } => Some((explanation.clone(), hint.clone())),
        }
    }
}

fn in_part(pages: &[u32], unread: &[RangeInclusive<u32>], path: &Path) -> (String, Option<String>) {
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
    (format!("expected text, but {}", found.join(" and ")), Some(hints.join("; ")))
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
        Outcome::ReadInPart { pages, unread }.problem("a.pdf".as_ref()).unwrap().0
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
    fn whole_file_is_no_problem() {
        assert_eq!(Outcome::Read.problem("a.pdf".as_ref()), None);
    }
}
