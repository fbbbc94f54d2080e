//! The second reader, for what the first cannot read: text without layout, by lopdf.

use lopdf::{Document, LoadOptions};

use crate::source::Line;

/// Text of one page may unpack to this many bytes; real pages stay below one MiB.
const MAX_PAGE_BYTES: usize = 64 << 20;
/// Object streams of real files unpack to a few MiB.
const MAX_STREAM_BYTES: usize = 256 << 20;

/// A file opened by the second reader.
pub(super) struct SecondReader {
    document: Document,
}

/// Why the second reader cannot open a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    NeedsPassword,
    Broken,
}

impl SecondReader {
    pub fn open(bytes: &[u8]) -> Result<Self, Failure> {
        let options = LoadOptions::with_max_decompressed_size(MAX_STREAM_BYTES);
        let document = Document::load_mem_with_options(bytes, options).map_err(|e| match e {
            lopdf::Error::InvalidPassword => Failure::NeedsPassword,
            _ => Failure::Broken,
        })?;
        if document.is_encrypted() { Err(Failure::NeedsPassword) } else { Ok(Self { document }) }
    }

    pub fn pages(&self) -> usize {
        self.document.page_iter().take(super::MAX_PAGES).count()
    }

    /// One page's lines, counted from 1; those parts that it can decode.
    pub fn page(&self, number: u32) -> Vec<Line> {
        let parts = self.document.extract_text_chunks_with_limit(&[number], MAX_PAGE_BYTES);
        let text: String = parts.into_iter().flatten().collect();
        text.lines().map(|line| Line::plain(printable(line))).collect()
    }
}

/// What a terminal may be sent; unknown letters become the replacement character.
fn printable(line: &str) -> String {
    let line: String = line.chars().map(|ch| if ch.is_control() && ch != '\t' { ' ' } else { ch }).collect();
    line.trim_end().to_owned()
}

/// How much of a page's text can be used: letters that are known, less twice the unknown ones.
pub(super) fn worth(lines: &[Line]) -> i64 {
    let characters = lines.iter().flat_map(|line| line.text.chars());
    characters
        .map(|ch| match ch {
            super::glyph::UNKNOWN => -2,
            ch if ch.is_alphanumeric() => 1,
            _ => 0,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_letters_make_a_page_worth_less() {
        let page = |text: &str| vec![Line::plain(text)];
        assert!(worth(&page("møde")) > worth(&page("m\u{fffd}de")));
        assert!(worth(&page("\u{fffd}")) < worth(&page("")));
    }

    #[test]
    fn file_that_is_no_pdf_is_broken() {
        assert_eq!(SecondReader::open(b"%PDF-1.7 and nothing else").err(), Some(Failure::Broken));
    }
}
