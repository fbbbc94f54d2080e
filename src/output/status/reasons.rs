//! Files not read, or only in part, grouped by reason: how many there are, the first of them, and what to do.

use std::collections::BTreeMap;

use super::super::block::{Block, Rich, Style};
use super::attention::Concern;
use super::hint;
use crate::index::{FileRecord, Outcome};

/// Most named files of a reason, unless the user wants all: more would push other reasons off the screen.
const NAMED: usize = 3;

/// The reasons for unread files, each with its heading and the advice for many files.
const REASONS: [(&str, &str, &str); 16] = [
    (
        "needs-ocr",
        "needs OCR",
        "install tesseract, as in `apt install tesseract-ocr-dan`, and run `dagsorden index` again",
    ),
    ("needs-password", "needs a password", "remove it from each with `qpdf --decrypt --password=… FILE open.pdf`"),
    ("broken", "broken", "fetch them again from where they came, or mend each with `qpdf FILE mended.pdf`"),
    (
        "unknown-format",
        "unknown format",
        "convert them with `soffice --headless --convert-to pdf --outdir converted FILE…`",
    ),
    ("empty", "empty", "fetch them again from where they came"),
    ("no-text", "no text", "look at them; if there is text to be seen, scan them again"),
    ("too-large", "too large", "split them into their meetings"),
    ("timed-out", "timed out", "allow more with `dagsorden index --file-timeout 600`"),
    ("out-of-memory", "out of memory", "allow more with `dagsorden index --file-memory 4096`"),
    ("unreadable", "unreadable", "see that the user who runs `dagsorden index` may read them"),
    (
        "pages-without-text",
        "pages without text",
        "install tesseract, as in `apt install tesseract-ocr-dan`, and run `dagsorden index` again",
    ),
    ("pages-unread", "pages over a limit", "allow more with `dagsorden index --file-timeout 600 --file-memory 4096`"),
    ("left-out", "files within them left out", "unpack each into a folder of its own and run `dagsorden index` again"),
    (
        "unplaced-lines",
        "lines without a place",
        "look at their items \"Uden overskrift\"; the text is searched as all others",
    ),
    ("packed", "packed folders", "run `dagsorden index` again"),
    ("", "other reasons", "see the remarks"),
];

/// Files by reason, in the order of [`REASONS`].
pub(super) struct Groups<'a>(BTreeMap<usize, Vec<&'a FileRecord>>);

impl<'a> Groups<'a> {
    /// A file with several problems is in several groups.
    pub(super) fn new(files: &'a [FileRecord]) -> Self {
        let mut groups: BTreeMap<usize, Vec<&FileRecord>> = BTreeMap::new();
        for file in files {
            for reason in file.outcome.reasons() {
                let at = REASONS.iter().position(|(name, ..)| *name == reason).unwrap_or(REASONS.len() - 1);
                groups.entry(at).or_default().push(file);
            }
        }
        Self(groups)
    }

    /// How many files there are of each reason.
    pub(super) fn counts(&self) -> BTreeMap<&'static str, usize> {
        self.0.iter().map(|(at, files)| (REASONS[*at].0, files.len())).collect()
    }

    /// A heading for each reason, its files, and what to do. A single file has its own advice.
    pub(super) fn blocks(&self, is_ignored: &dyn Fn(&Concern) -> bool, all: bool) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (at, files) in &self.0 {
            let (name, title, advice) = REASONS[*at];
            let concern = if name == "unplaced-lines" { Concern::Unplaced } else { Concern::Unread };
            if is_ignored(&concern) {
                continue;
            }
            let failed = files.iter().any(|file| matches!(file.outcome, Outcome::Failed { .. }));
            let what = if failed { "not read" } else { "read in part" };
            let count = if files.len() == 1 { "1 file".to_owned() } else { format!("{} files", files.len()) };
            blocks.extend([Block::Gap, Block::heading(2, Rich::strong(format!("{what}: {title} ({count})")))]);
            let named = if all { files.len() } else { NAMED };
            for file in files.iter().take(named) {
                let said = file.outcome.problem(&file.path).map(|(said, _)| said).unwrap_or_default();
                blocks
                    .push(Block::paragraph(Rich::strong(file.source.clone()).with(format!(": {said}"), Style::Plain)));
            }
            if files.len() > named {
                let more = format!("and {} more; `dagsorden status --long` names them", files.len() - named);
                blocks.push(Block::paragraph(Rich::dim(more)));
            }
            let own = files[0].outcome.problem(&files[0].path).and_then(|(_, hint)| hint).filter(|_| files.len() == 1);
            blocks.push(hint(own.as_deref().unwrap_or(advice)));
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::*;
    use crate::index::Missing;
    use crate::source::Reason;

    fn failed(source: &str, reason: &Reason) -> FileRecord {
        let (name, explanation, hint) = (reason.name().into(), reason.explanation(), reason.hint(source.as_ref()));
        file(source, Outcome::Failed { reason: name, explanation, hint })
    }

    #[test]
    fn many_files_of_a_reason_have_one_heading_and_one_advice() {
        let mut files: Vec<FileRecord> = (1..=5).map(|n| failed(&format!("{n}.txt"), &Reason::Empty)).collect();
        files.push(file("a.txt", Outcome::of(Missing { unplaced: 7, pages: vec![2], ..Missing::default() })));
        let groups = Groups::new(&files);
        let expected = BTreeMap::from([("empty", 5), ("pages-without-text", 1), ("unplaced-lines", 1)]);
        assert_eq!(groups.counts(), expected);
        let count = |all| groups.blocks(&|_| false, all).len();
        // Two blocks for each heading and one for each advice; three of five files and how many more.
        assert_eq!((count(false), count(true)), (3 * 3 + 3 + 1 + 2, 3 * 3 + 5 + 2));
        assert_eq!(groups.blocks(&|concern| *concern == Concern::Unread, false).len(), 4);
    }

    #[test]
    fn every_reason_of_a_reader_has_a_group() {
        let limit = Reason::OutOfMemory { mebibytes: 1 };
        let all =
            [Reason::Io(String::new()), Reason::Empty, Reason::NeedsPassword, Reason::TimedOut { seconds: 1 }, limit];
        let others = [Reason::NeedsOcr { pages: 1 }, Reason::NoText { pages: 1 }, Reason::TooLarge { bytes: 1 }];
        for reason in all.iter().chain(&others) {
            assert!(Groups::new(&[failed("a", reason)]).counts().contains_key(reason.name()), "{}", reason.name());
        }
    }
}
