//! Plain text.

use super::{Document, Format, Line, Page, Reason};
use crate::note::Noted;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let text = String::from_utf8_lossy(bytes);
    let pages = text
        .split('\u{c}')
        .enumerate()
        .map(|(i, page)| Page {
            number: i as u32 + 1,
            lines: page.lines().map(Line::plain).collect(),
            size: None,
            needs_ocr: false,
        })
        .collect();
    Ok(Noted::clean(Document { name: name.to_owned(), format: Format::PlainText, pages, outline: Vec::new() }))
}
