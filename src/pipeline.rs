//! One file through the stages: source, repair, parse, facts. Commands and tests alike go through here.
//!
//! A single file is read by [`meeting_from_file`]. An archive is read in two passes, because its clean documents teach the
//! words (place names, schemes) with which its broken scans are repaired: [`clean`] takes the clean ones and leaves
//! the broken ones for [`reading`], which is given what [`teach`] collected. Only one document is held at a time.

use std::ops::RangeInclusive;
use std::path::Path;

use crate::lexicon::Vocabulary;
use crate::model::{Item, Meeting};
use crate::note::{Note, Noted};
use crate::parse::Explanation;
use crate::repair::{Corrections, Known};
use crate::source::{Document, SourceError};
use crate::{facts, parse, repair, source};

/// What one file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    pub meeting: Meeting,
    pub notes: Vec<Note>,
    /// How many pages the file has.
    pub pages: u32,
    /// The pages, from 1, that gave no text and need OCR.
    pub needs_ocr: Vec<u32>,
    /// The pages that were not read, or not to their end.
    pub unread: Vec<RangeInclusive<u32>>,
}

/// What the first pass makes of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum FirstPass {
    /// It needed no repair and is done.
    Clean(Box<Reading>),
    /// Its letters are broken; read it again when the archive's words are known.
    Broken,
}

/// The first pass over a file that was read already.
pub fn clean(document: Noted<Document>, corrections: Option<&Corrections>) -> FirstPass {
    if repair::is_broken(&document.value) {
        return FirstPass::Broken;
    }
    let known = Known { archive: &Vocabulary::default(), corrections };
    FirstPass::Clean(Box::new(reading(document, known)))
}

/// One document, repaired with what is known, through all stages.
pub fn reading(document: Noted<Document>, known: Known<'_>) -> Reading {
    let Document { pages, unread, .. } = &document.value;
    let (needs_ocr, unread) = (pages.iter().filter(|p| p.needs_ocr).map(|p| p.number).collect(), unread.clone());
    let pages = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let parsed = with_notes(document, known);
    Reading { meeting: parsed.value, notes: parsed.notes, pages, needs_ocr, unread }
}

/// Takes in the words of items that needed no repair; repaired ones would teach their own mistakes.
pub fn teach<'a>(archive: &mut Vocabulary, items: impl IntoIterator<Item = &'a Item>) {
    for item in items.into_iter().filter(|i| i.sections.iter().all(|s| s.text.repairs().is_empty())) {
        archive.learn(&item.title);
        item.sections.iter().for_each(|s| archive.learn(s.text.as_str()));
    }
}

/// A meeting from a file, with the file's name as its source.
///
/// # Errors
///
/// Where the file cannot be read; the later stages cannot fail.
pub fn meeting_from_file<'k>(path: &Path, known: impl Into<Known<'k>>) -> Result<Noted<Meeting>, SourceError> {
    Ok(with_notes(source::read(path)?, known.into()))
}

fn with_notes(document: Noted<Document>, known: Known<'_>) -> Noted<Meeting> {
    let mut parsed = meeting_from_document(document.value, known);
    parsed.notes.splice(0..0, document.notes);
    parsed
}

/// A meeting from a document that was read already.
pub fn meeting_from_document<'k>(document: Document, known: impl Into<Known<'k>>) -> Noted<Meeting> {
    let mut parsed = parse::parse(&prepared(document, known.into()));
    facts::read(&mut parsed.value);
    parsed
}

/// Why [`meeting_from_document`] splits a document as it does.
pub fn explain<'k>(document: Document, known: impl Into<Known<'k>>) -> Explanation {
    parse::explain(&prepared(document, known.into()))
}

/// What is done to a document before it is parsed.
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
    fn only_clean_items_teach() {
        let mut scanned = Text::default();
        let fixed =
            Repair { at: 0..7, original: "Hgyer".into(), kind: RepairKind::Letters, confidence: 0.6, second: None };
        scanned.push("Høyer", 1, [Repair { at: 0..6, ..fixed }]);
        let mut archive = Vocabulary::default();
        teach(&mut archive, [&item(scanned), &item(Text::on_page("Ikast", 1))]);
        assert_eq!((archive.count("høyer"), archive.count("ikast"), archive.count("høringssvar")), (0, 1, 1));
    }
}
