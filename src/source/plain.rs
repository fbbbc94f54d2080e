//! Reads plain text: form feeds separate pages, lines and runs of spaces are kept.
//!
//! Files come from `pdftotext`, OCR programs, mail and old word processors. Encoding and line ends are detected from
//! the bytes ([`encoding`]), damage done to the letters by other programs is undone ([`mend`]), and files that are no
//! text are identified ([`signature`]).

mod encoding;
mod mend;
mod signature;

use std::ops::Range;

use super::{Document, Format, Line, Page, Reason};
use crate::note::{Note, Noted};
use crate::text::without_controls;
use encoding::{Decoded, Encoding};

pub(super) use mend::unquoted;

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    if let Some(found) = signature::name(bytes) {
        return Err(Reason::UnknownFormat(found.into()));
    }
    if let Some(found) = signature::foreign_text(bytes) {
        return Err(Reason::UnknownFormat(found.into()));
    }
    let Read { text, start, notes } = read_text(bytes);
    if signature::is_binary(&text) {
        return Err(Reason::UnknownFormat("binary data".into()));
    }
    if text.trim().is_empty() {
        return Err(Reason::Empty);
    }
    let pages = pages(&text, |range| start.map(|start| range.start + start..range.end + start));
    let value =
        Document { name: name.to_owned(), format: Format::PlainText, pages, outline: Vec::new(), unread: Vec::new() };
    Ok(Noted { value, notes })
}

/// The text of a web page's bytes in any encoding, with its notes. Character references stay because they are part of
/// the page.
pub(super) fn decoded(bytes: &[u8]) -> (String, Vec<Note>) {
    let decoded = encoding::decode(bytes);
    let notes = remarks(&decoded);
    (mend::once_encoded(&decoded.text).unwrap_or(decoded.text), notes)
}

/// A text, decoded and mended.
struct Read {
    text: String,
    /// Its offset in the file, if bytes and text correspond.
    start: Option<usize>,
    notes: Vec<Note>,
}

fn read_text(bytes: &[u8]) -> Read {
    let unquoted = mend::quoted(bytes);
    let decoded = encoding::decode(unquoted.as_deref().unwrap_or(bytes));
    let mut notes = remarks(&decoded);
    let start = decoded.source_start.filter(|_| unquoted.is_none());
    if unquoted.is_some() {
        notes.push(Note::info("read as quoted-printable"));
    }
    match mend::mended(&decoded.text) {
        None => Read { text: decoded.text, start, notes },
        Some(mended) => {
            notes.extend(mended.what.iter().map(|what| Note::info(format!("mended: {what}"))));
            Read { text: mended.text, start: None, notes }
        }
    }
}

/// No note for UTF-8.
fn remarks(decoded: &Decoded) -> Vec<Note> {
    let Decoded { encoding, lost, mixed, .. } = *decoded;
    let mut notes = Vec::new();
    if let Some((encoding, lines)) = mixed {
        let lines = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
        notes.push(Note::info(format!("{lines} read as {}", encoding.name())));
    }
    if encoding != Encoding::Utf8 {
        notes.push(Note::info(format!("read as {}", encoding.name())));
    }
    if lost > 0 {
        let message = format!("expected {} throughout, but found {lost} places that are not", encoding.name());
        notes.push(Note::warning(message).with_hint("save the file as UTF-8"));
    }
    notes
}

/// The lines of each page; `in_source` maps a range of `text` to one of the file, if there is one.
fn pages(text: &str, in_source: impl Fn(Range<usize>) -> Option<Range<usize>>) -> Vec<Page> {
    let mut pages = vec![page(1)];
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find(['\n', '\r', '\u{c}']).map_or(text.len(), |at| start + at);
        let is_page_end = text[end..].starts_with('\u{c}');
        let number = pages.len() as u32 + 1;
        if let Some(page) = pages.last_mut()
            && (end > start || !is_page_end)
        {
            let words = without_controls(&text[start..end]);
            page.lines.push(Line { bytes: in_source(start..end), ..Line::plain(words) });
        }
        if is_page_end {
            pages.push(page(number));
        }
        start = end + line_end(&text[end..]);
    }
    // A form feed at the very end closes the last page and opens none.
    if pages.len() > 1 && pages.last().is_some_and(|p| p.lines.is_empty()) {
        pages.pop();
    }
    pages
}

fn page(number: u32) -> Page {
    Page { number, lines: Vec::new(), size: None, needs_ocr: false }
}

/// The number of bytes of the line end here.
fn line_end(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn document(bytes: &[u8]) -> Document {
        read("x.txt", bytes).unwrap().value
    }

    fn lines(bytes: &[u8]) -> Vec<Vec<String>> {
        document(bytes).pages.into_iter().map(|p| p.lines.into_iter().map(|l| l.text).collect()).collect()
    }

    #[test]
    fn form_feed_parts_pages_and_lines() {
        assert_eq!(lines(b"a\nb\x0cc\n\x0c\nd\n\x0c"), [vec!["a", "b"], vec!["c"], vec!["", "d"]]);
    }

    #[test]
    fn each_kind_of_line_end_counts_once() {
        assert_eq!(lines(b"a\r\nb\rc\n\nd"), [["a", "b", "c", "", "d"]]);
    }

    #[test]
    fn layout_of_pdftotext_is_kept() {
        assert_eq!(lines(b"   Navn      Bel\xc3\xb8b\n"), [["   Navn      Beløb"]]);
    }

    #[test]
    fn range_of_a_line_is_its_place_in_the_file() {
        let bytes = "\u{feff}Møde\r\nSted".as_bytes();
        let document = document(bytes);
        let ranges: Vec<&[u8]> = document.lines().map(|(_, l)| &bytes[l.bytes.clone().unwrap()]).collect();
        assert_eq!(ranges, ["Møde".as_bytes(), b"Sted"]);
    }

    #[test]
    fn line_of_another_encoding_has_no_range() {
        assert_eq!(document(b"M\xf8de p\xe5 R\xe5dhuset").pages[0].lines[0].bytes, None);
    }

    #[test]
    fn escape_sequence_does_not_pass() {
        assert_eq!(lines(b"\x1b[31mr\xc3\xb8d\ttekst"), [[" [31mrød\ttekst"]]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = read("x.txt", &bytes);
        }

        #[test]
        fn every_letter_ends_up_in_a_line(text in "[a-zæøå \t\n\r\u{c}]{0,80}x") {
            let read = document(text.as_bytes());
            let kept: String = read.lines().map(|(_, line)| line.text.as_str()).collect();
            let expected: String = text.chars().filter(|ch| !"\n\r\u{c}".contains(*ch)).collect();
            prop_assert_eq!(kept, expected);
            for (_, line) in read.lines() {
                prop_assert_eq!(&text[line.bytes.clone().unwrap()], &line.text);
            }
        }
    }
}
