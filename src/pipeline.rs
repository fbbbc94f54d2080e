//! One file through the stages: source, repair, parse, classify. Commands and tests alike go through here.

use std::path::Path;

use crate::lexicon::Vocabulary;
use crate::model::Meeting;
use crate::note::Noted;
use crate::source::{Document, SourceError};
use crate::{classify, parse, repair, source};

/// A meeting from a file, with the file's name as its source.
///
/// # Errors
///
/// Where the file cannot be read; the later stages cannot fail.
pub fn meeting_from_file(path: &Path, archive: &Vocabulary) -> Result<Noted<Meeting>, SourceError> {
    let read = source::read(path)?;
    let mut parsed = meeting_from_document(read.value, archive);
    parsed.notes.splice(0..0, read.notes);
    Ok(parsed)
}

/// A meeting from a document that was read already.
pub fn meeting_from_document(document: Document, archive: &Vocabulary) -> Noted<Meeting> {
    let mut repaired = repair::repair(document, archive);
    repair::running_heads::mark(&mut repaired);
    let mut parsed = parse::parse(&repaired);
    classify::classify(&mut parsed.value);
    parsed
}
