//! The second reader, by lopdf, for files and pages the first cannot read: text without layout.
//!
//! A line ends where the pen changes its height, a word where it moves on within a line. The distance is unknown, so
//! columns and tables are not recognised.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId, Stream};

use crate::source::Line;

/// The text of one page may unpack to this many bytes; real pages stay below one MiB.
const MAX_PAGE_BYTES: usize = 32 << 20;
/// Object streams may unpack to this many bytes; real ones to a few MiB.
const MAX_STREAM_BYTES: usize = 256 << 20;
/// Nesting depth of forms; real files have three or four levels.
const MAX_FORM_DEPTH: u32 = 5;
/// Forms on one page.
const MAX_FORMS: u32 = 200;
/// Between the strings of one `TJ`, a step back of this many thousandths of an em is a space: most fonts' spaces are
/// 200 to 330.
const SPACE: f32 = 180.0;

/// A file opened by the second reader.
pub(super) struct SecondReader {
    document: Document,
    pages: Vec<ObjectId>,
}

/// Why the second reader cannot open a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Failure {
    NeedsPassword,
    Broken,
}

impl SecondReader {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, Failure> {
        let options = LoadOptions::with_max_decompressed_size(MAX_STREAM_BYTES);
        let document = Document::load_mem_with_options(bytes, options).map_err(|e| match e {
            lopdf::Error::InvalidPassword => Failure::NeedsPassword,
            _ => Failure::Broken,
        })?;
        if document.is_encrypted() {
            return Err(Failure::NeedsPassword);
        }
        let pages = document.page_iter().take(super::MAX_PAGES).collect();
        Ok(Self { document, pages })
    }

    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// One page's lines, counted from 1; only the decodable ones.
    pub(super) fn page(&self, number: u32) -> Vec<Line> {
        let at = usize::try_from(number).unwrap_or(usize::MAX).saturating_sub(1);
        let text = self.pages.get(at).and_then(|id| self.text(*id)).unwrap_or_default();
        text.lines().map(|line| Line::plain(printable(line))).collect()
    }

    fn text(&self, page: ObjectId) -> Option<String> {
        let content = self.document.get_page_content_with_limit(page, MAX_PAGE_BYTES).ok()?;
        let fonts = self.document.get_page_fonts(page).unwrap_or_default();
        let forms = self.page_forms(page);
        let mut text = PageText { document: &self.document, text: String::new(), forms: 0 };
        text.show(&content, &text.encodings(fonts), &forms, 0);
        Some(text.text)
    }

    fn page_forms(&self, page: ObjectId) -> Forms<'_> {
        let Ok((own, inherited)) = self.document.get_page_resources(page) else { return Forms::new() };
        let inherited = inherited.into_iter().filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(inherited).flat_map(|resources| forms(&self.document, resources)).collect()
    }
}

type Encodings<'a> = BTreeMap<Vec<u8>, Encoding<'a>>;
type Forms<'a> = BTreeMap<Vec<u8>, &'a Stream>;

/// The forms named by resources.
fn forms<'a>(document: &'a Document, resources: &'a Dictionary) -> Forms<'a> {
    let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
    let form = |(name, object): (&Vec<u8>, &'a Object)| {
        let stream = document.dereference(object).ok()?.1.as_stream().ok()?;
        let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
        is_form.then(|| (name.clone(), stream))
    };
    objects.into_iter().flat_map(|objects| objects.iter()).filter_map(form).collect()
}

/// The text of one page as it comes.
struct PageText<'a> {
    document: &'a Document,
    text: String,
    forms: u32,
}

impl<'a> PageText<'a> {
    fn encodings(&self, fonts: BTreeMap<Vec<u8>, &'a Dictionary>) -> Encodings<'a> {
        let encoding = |(name, font): (Vec<u8>, &'a Dictionary)| {
            Some((name, font.get_font_encoding_with_limit(self.document, MAX_PAGE_BYTES).ok()?))
        };
        fonts.into_iter().filter_map(encoding).collect()
    }

    fn show(&mut self, content: &[u8], encodings: &Encodings<'a>, forms: &Forms<'a>, depth: u32) {
        let Ok(content) = Content::decode(content) else { return };
        let mut encoding = None;
        // Of the pen's current line.
        let mut height = 0.0;
        for Operation { operator, operands } in &content.operations {
            match operator.as_str() {
                "Tf" => encoding = operands.first().and_then(|o| o.as_name().ok()).and_then(|name| encodings.get(name)),
                "Tj" | "TJ" => self.strings(encoding, operands),
                "'" | "\"" => {
                    self.end_line();
                    self.strings(encoding, operands.last().map(std::slice::from_ref).unwrap_or_default());
                }
                "Td" | "TD" => self.moved(number(operands, 1) != 0.0),
                "Tm" => self.moved((std::mem::replace(&mut height, number(operands, 5)) - height).abs() > 1.0),
                "T*" | "ET" => self.end_line(),
                "Do" => self.form(operands, forms, depth),
                _ => {}
            }
        }
    }

    fn strings(&mut self, encoding: Option<&Encoding<'a>>, operands: &[Object]) {
        let Some(encoding) = encoding else { return };
        for operand in operands {
            match operand {
                Object::String(bytes, _) => {
                    self.text.push_str(&Document::decode_text(encoding, bytes).unwrap_or_default())
                }
                Object::Array(pieces) => self.strings(Some(encoding), pieces),
                step if step.as_float().is_ok_and(|step| step < -SPACE) => self.space(),
                _ => {}
            }
        }
    }

    fn moved(&mut self, to_another_line: bool) {
        if to_another_line { self.end_line() } else { self.space() }
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    fn end_line(&mut self) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn form(&mut self, operands: &[Object], forms: &Forms<'a>, depth: u32) {
        let form = operands.first().and_then(|o| o.as_name().ok()).and_then(|name| forms.get(name));
        self.forms += 1;
        let Some(form) = form.filter(|_| depth < MAX_FORM_DEPTH && self.forms < MAX_FORMS) else { return };
        let Ok(content) = form.decompressed_content_with_limit(MAX_PAGE_BYTES) else { return };
        let Ok(resources) = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict) else { return };
        let (encodings, inner) = (self.encodings(self.fonts(resources)), self::forms(self.document, resources));
        self.show(&content, &encodings, &inner, depth + 1);
    }

    fn fonts(&self, resources: &'a Dictionary) -> BTreeMap<Vec<u8>, &'a Dictionary> {
        let fonts = resources.get_deref(b"Font", self.document).and_then(Object::as_dict);
        let font = |(name, object): (&Vec<u8>, &'a Object)| {
            Some((name.clone(), self.document.dereference(object).ok()?.1.as_dict().ok()?))
        };
        fonts.into_iter().flat_map(|fonts| fonts.iter()).filter_map(font).collect()
    }
}

/// An operand as a number; 0 for any other.
fn number(operands: &[Object], at: usize) -> f32 {
    operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or(0.0)
}

/// Printable characters only; unknown letters become the replacement character.
fn printable(line: &str) -> String {
    let line: String = line.chars().map(|ch| if ch.is_control() && ch != '\t' { ' ' } else { ch }).collect();
    line.trim_end().to_owned()
}

/// The usable amount of a page's text: known letters minus twice the unknown ones. Zero if it does not read like text,
/// because codes were taken for letters then.
pub(super) fn worth(lines: &[Line]) -> i64 {
    if !reads_like_text(lines) {
        return 0;
    }
    let count = |wanted: fn(char) -> bool| {
        lines.iter().flat_map(|line| line.text.chars()).filter(|ch| wanted(*ch)).count() as i64
    };
    count(char::is_alphanumeric) - 2 * count(|ch| ch == super::glyph::UNKNOWN)
}

/// The commonest words of Danish, with those of Norwegian, Swedish, English and German. In Danish every fourth word is
/// one of the first ten.
const COMMON: [&str; 24] = [
    "og", "i", "at", "er", "af", "det", "den", "til", "på", "for", "en", "de", "med", "som", "kr.", "the", "of", "and",
    "to", "och", "av", "der", "die", "und",
];
/// Fewer words may lack common ones by chance: a title, a table.
const ENOUGH_WORDS: usize = 30;
/// At least one word in this many is a common one. Real text has one in four, codes read as letters next to none.
const COMMON_EACH: usize = 30;

/// False for many words with next to no common one.
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
