//! PDF.

mod faces;
mod glyph;
mod letters;
mod lines;
mod runs;
mod unicode;
mod walker;

use std::sync::Arc;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::{Document, Format, Page, Reason};
use crate::note::{Note, Noted};
use walker::Walker;

/// Pages beyond this are not read; the longest real agenda with all attachments has some two thousand.
const MAX_PAGES: usize = 5_000;

pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let bytes = Arc::new(bytes);
    let pdf = Pdf::new(Arc::clone(&bytes)).map_err(|e| match e {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Reason::NeedsPassword,
        e => Reason::BrokenPdf(format!("{e:?}")),
    })?;
    let mut notes = Vec::new();
    let mut walker = Walker::new();
    let mut pages = Vec::new();
    for (page, number) in pdf.pages().iter().take(MAX_PAGES).zip(1..) {
        let drawing = walker.page(page);
        if drawing.is_scan() {
            notes.push(Note::warning("expected text, but found a picture").on_page(number));
        }
        pages.push(Page {
            number,
            lines: lines::lines(&drawing),
            size: Some(drawing.size),
            needs_ocr: drawing.is_scan(),
        });
    }
    let value = Document { name: name.to_owned(), format: Format::Pdf, pages, outline: Vec::new() };
    Ok(Noted { value, notes })
}
