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

/// How much of a page's text can be used: letters that are known, less twice the unknown ones. Nothing where it does not
/// read like text, since then codes were taken for letters.
pub(super) fn worth(lines: &[Line]) -> i64 {
    if !reads_like_text(lines) {
        return 0;
    }
    let count = |wanted: fn(char) -> bool| {
        lines.iter().flat_map(|line| line.text.chars()).filter(|ch| wanted(*ch)).count() as i64
    };
    count(char::is_alphanumeric) - 2 * count(|ch| ch == super::glyph::UNKNOWN)
}

/// The commonest words of Danish, with those of Norwegian, Swedish, English and German that are not among them. In Danish
/// every fourth word is one of the first ten.
const COMMON: [&str; 24] = [
    "og", "i", "at", "er", "af", "det", "den", "til", "på", "for", "en", "de", "med", "som", "kr.", "the", "of", "and",
    "to", "och", "av", "der", "die", "und",
];
/// Fewer words than this may have none of them by chance: a title, a table.
const ENOUGH_WORDS: usize = 30;
/// One word in so many is a common one at the least.
const COMMON_EACH: usize = 30;

/// False where many words stand and next to none of them is a common one.
fn reads_like_text(lines: &[Line]) -> bool {
    let words = || lines.iter().flat_map(|line| line.text.split_whitespace());
    let is_word = |word: &&str| word.chars().any(|ch| !ch.is_ascii_digit() && !".,-%".contains(ch));
    let is_common = |word: &str| COMMON.contains(&word.to_lowercase().as_str());
    let (all, common) = (words().filter(is_word).count(), words().filter(|word| is_common(word)).count());
    all < ENOUGH_WORDS || COMMON_EACH * common >= all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_letters_make_a_page_worth_less() {
        let page = |text: &str| vec![Line::plain(text)];
        assert!(worth(&page("møde")) > worth(&page("m\u{fffd}de")));
        assert!(worth(&page("\u{fffd}")) < worth(&page("")));
        assert_eq!(worth(&page(&"$8+($ ,\"1$.20$ ".repeat(40))), 0, "codes taken for letters");
    }

    #[test]
    fn file_that_is_no_pdf_is_broken() {
        assert_eq!(SecondReader::open(b"%PDF-1.7 and nothing else").err(), Some(Failure::Broken));
    }
}
