//! Takes one file through the stages: source, repair, parse, facts. Commands and tests alike use this module.
//!
//! [`meeting_from_file`] reads a single file. An archive is read in two passes, because its clean documents supply
//! words (place names, schemes) for the repair of its broken scans: [`first_pass`] reads the clean ones and skips the
//! broken ones, [`learn_clean_words`] collects the words, and [`read_document`] then reads the broken ones. Only one
//! document is in memory at a time.

use std::ops::RangeInclusive;
use std::path::Path;

use crate::lexicon::Vocabulary;
use crate::model::{Item, Meeting};
use crate::note::{Note, Noted};
use crate::parse::Explanation;
use crate::repair::{Corrections, Known};
use crate::source::{Document, SourceError};
use crate::{facts, parse, repair, source};

/// The result of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadFile {
    /// The meeting with all facts filled in.
    pub meeting: Meeting,
    /// Remarks of all stages, in the order of the stages.
    pub notes: Vec<Note>,
    /// Number of pages in the file.
    pub pages: u32,
    /// Pages without text, counted from 1. They need OCR.
    pub needs_ocr: Vec<u32>,
    /// Pages skipped or read only in part, because a limit was reached or their reader crashed.
    pub unread: Vec<RangeInclusive<u32>>,
}

/// Result of the first pass over a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstPass {
    /// Needed no repair and is done.
    Clean(Box<ReadFile>),
    /// Has broken letters. Read it again with the archive's words.
    Broken,
}

/// First pass over a document, without the archive's words.
pub fn first_pass(document: Noted<Document>, corrections: Option<&Corrections>) -> FirstPass {
    if repair::is_broken(&document.value) {
        return FirstPass::Broken;
    }
    let known = Known { archive: &Vocabulary::default(), corrections };
    FirstPass::Clean(Box::new(read_document(document, known)))
}

/// Takes one document through all stages and repairs it with the words in `known`.
pub fn read_document(document: Noted<Document>, known: Known<'_>) -> ReadFile {
    let Document { pages, unread, .. } = &document.value;
    let (needs_ocr, unread) = (pages.iter().filter(|p| p.needs_ocr).map(|p| p.number).collect(), unread.clone());
    let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let parsed = with_notes(document, known);
    ReadFile { meeting: parsed.value, notes: parsed.notes, pages, needs_ocr, unread }
}

/// Adds the words of items without repairs. Repaired items would add their own errors.
pub fn learn_clean_words<'a>(archive: &mut Vocabulary, items: impl IntoIterator<Item = &'a Item>) {
    for item in items.into_iter().filter(|i| i.sections.iter().all(|s| s.text.repairs().is_empty())) {
        archive.learn(&item.title);
        item.sections.iter().for_each(|s| archive.learn(s.text.as_str()));
    }
}

/// Reads a meeting from a file. The file's name becomes its source.
///
/// # Errors
///
/// Fails if the file cannot be read. The later stages cannot fail.
pub fn meeting_from_file<'k>(path: &Path, known: impl Into<Known<'k>>) -> Result<Noted<Meeting>, SourceError> {
    Ok(with_notes(source::read(path)?, known.into()))
}

fn with_notes(document: Noted<Document>, known: Known<'_>) -> Noted<Meeting> {
    let mut parsed = meeting_from_document(document.value, known);
    parsed.notes.splice(0..0, document.notes);
    parsed
}

/// Makes a meeting of a document already read.
pub fn meeting_from_document<'k>(document: Document, known: impl Into<Known<'k>>) -> Noted<Meeting> {
    let mut parsed = parse::parse(&prepared(document, known.into()));
    facts::read(&mut parsed.value);
    parsed
}

/// Explains how [`meeting_from_document`] splits a document.
pub fn explain<'k>(document: Document, known: impl Into<Known<'k>>) -> Explanation {
    parse::explain(&prepared(document, known.into()))
}

/// Prepares a document for the parser: repair, then running heads.
fn prepared(document: Document, known: Known<'_>) -> Document {
    let mut repaired = repair::repair(document, known);
    repair::running_heads::mark(&mut repaired);
    repaired
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Repair, RepairKind, Section, SectionKind, Text};

    fn item(text: Text) -> Item {
        let section = Section::new(SectionKind::Minutes, text);
        Item { sections: vec![section], ..Item::titled("Høringssvar") }
    }

    #[test]
    fn only_clean_items_are_learnt() {
        let mut scanned = Text::default();
        let fixed =
            Repair { at: 0..7, original: "Hgyer".into(), kind: RepairKind::Letters, confidence: 0.6, second: None };
        scanned.push("Høyer", 1, [Repair { at: 0..6, ..fixed }]);
        let mut archive = Vocabulary::default();
        learn_clean_words(&mut archive, [&item(scanned), &item(Text::on_page("Ikast", 1))]);
        assert_eq!((archive.count("høyer"), archive.count("ikast"), archive.count("høringssvar")), (0, 1, 1));
    }
}
