//! PDF, by a text walker of our own.
//!
//! [`walker`] follows the operators of each page and gives [`glyph`]s with their places; [`letters`] makes them letters,
//! [`runs`] words, [`lines`] lines in reading order. Where the file cannot be opened, or a page does not say what its
//! glyphs mean, [`second`] tries with another reader that knows no layout, and the better text stays. A file whose end is
//! missing is [`salvage`]d. All this runs guarded: whatever a file makes a reader do, it costs that file alone.

mod annotation;
mod bombs;
mod faces;
mod glyph;
mod letters;
mod lines;
mod outline;
mod paths;
mod picture;
mod runs;
mod salvage;
mod second;
mod tables;
mod unicode;
mod walker;

use std::ops::RangeInclusive;
use std::sync::Arc;

use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::guard::{self, GaveUp};
use super::language;
use super::part::Progress;
use super::{Document, Format, Line, OutlineEntry, Page, Reason};
use crate::note::{Note, Noted};
use glyph::{Drawing, UNKNOWN};
use second::{Failure, SecondReader};
use walker::Walker;

pub(super) use picture::{Picture, draw, show};

/// Pages beyond this are not read; the longest real agenda with all attachments has some two thousand.
const MAX_PAGES: usize = 5_000;
/// A page where more of the glyphs than this do not say what they mean goes to the second reader too.
const MAX_UNKNOWN: f64 = 0.2;

/// What a document gave.
#[derive(Default)]
struct Reading {
    pages: Vec<Page>,
    outline: Vec<OutlineEntry>,
    notes: Vec<Note>,
    unread: Vec<RangeInclusive<u32>>,
    /// Some page has text, maybe one that was handed on already.
    has_text: bool,
    /// How many pages were looked at.
    seen: usize,
    /// What is wrong with the file, in plain words, if that may be why text is missing.
    damage: Option<&'static str>,
}

impl Reading {
    fn add(&mut self, page: Page) {
        self.has_text |= !page.lines.iter().all(Line::is_blank);
        self.seen += 1;
        self.pages.push(page);
    }

    fn lose(&mut self, number: u32, note: Note) {
        self.seen += 1;
        self.unread.push(number..=number);
        self.notes.push(note.on_page(number));
    }

    fn document(self, name: &str) -> Noted<Document> {
        let Self { pages, outline, notes, unread, .. } = self;
        Noted { value: Document { name: name.to_owned(), format: Format::Pdf, pages, outline, unread }, notes }
    }

    /// A page that shows something needs OCR; a file without its end may have had text there.
    fn without_text(&self) -> Reason {
        let pages = self.seen;
        match self.damage {
            _ if self.pages.iter().any(|page| page.needs_ocr) => Reason::NeedsOcr { pages },
            Some(damage) => Reason::BrokenPdf(damage.into()),
            None => Reason::NoText { pages },
        }
    }
}

pub(super) fn read(name: &str, bytes: Vec<u8>, progress: &mut Progress<'_>) -> Result<Noted<Document>, Reason> {
    let bytes = Arc::new(bytes);
    let reading = match guard::run(|| first_reading(Arc::clone(&bytes), progress)).unwrap_or(Err(Unopened::Broken)) {
        Ok(reading) => reading,
        Err(Unopened::NeedsPassword) => return Err(Reason::NeedsPassword),
        // Given a new end, it would be read as if it were not encrypted: as noise.
        Err(Unopened::Encrypted) => guard::run(|| second_reading(&bytes)).unwrap_or_else(|GaveUp| Err(broken()))?,
        Err(Unopened::Broken) => guard::run(|| rescued(&bytes)).unwrap_or_else(|GaveUp| Err(broken()))?,
    };
    if reading.has_text { Ok(reading.document(name)) } else { Err(reading.without_text()) }
}

/// Reads by the second reader alone.
///
/// # Errors
///
/// Where it does not open the file or finds no text in it.
pub(super) fn read_again(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let reading = guard::run(|| second_reading(&bytes)).unwrap_or_else(|GaveUp| Err(broken()))?;
    Ok(reading.document(name))
}

fn broken() -> Reason {
    Reason::BrokenPdf("its inner structure is damaged".into())
}

/// Why the first reader cannot open a file.
enum Unopened {
    NeedsPassword,
    /// In a way that it does not know.
    Encrypted,
    Broken,
}

fn open(bytes: Arc<Vec<u8>>) -> Result<Pdf, Unopened> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Unopened::NeedsPassword,
        LoadPdfError::Decryption(_) => Unopened::Encrypted,
        LoadPdfError::Invalid => Unopened::Broken,
    })?;
    if pdf.pages().is_empty() { Err(Unopened::Broken) } else { Ok(pdf) }
}

fn first_reading(bytes: Arc<Vec<u8>>, progress: &mut Progress<'_>) -> Result<Reading, Unopened> {
    let pdf = open(Arc::clone(&bytes))?;
    let (outline, is_cut) = (outline::outline(&pdf), !has_end(&bytes));
    let damage = is_cut.then_some("it ends before any text");
    let mut reading = Reading { outline, damage, ..Reading::default() };
    let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    progress.announce(count);
    let mut pages = Pages { walker: Walker::new(), second: Second::new(&bytes), shows_something: Vec::new() };
    let (first, from) = (progress.from.max(1), progress.from.saturating_sub(1) as usize);
    for (page, number) in pdf.pages().iter().take(MAX_PAGES).skip(from).zip(first..) {
        pages.read(page, number, &mut reading);
        progress.offer(count, &mut reading.pages, &mut reading.notes);
    }
    if !reading.has_text {
        pages.ask_for_ocr(&mut reading);
    }
    if is_cut {
        reading.notes.insert(0, cut_off());
    }
    if pdf.pages().len() > MAX_PAGES {
        reading.notes.push(too_many_pages(pdf.pages().len()));
        reading.unread.push(MAX_PAGES as u32 + 1..=count);
    }
    Ok(reading)
}

/// Reads the pages of one document.
struct Pages<'a, 'b> {
    walker: Walker<'a>,
    second: Second<'b>,
    /// Pages on which there is more than nothing, though maybe no text.
    shows_something: Vec<u32>,
}

impl<'a> Pages<'a, '_> {
    fn read(&mut self, page: &PdfPage<'a>, number: u32, reading: &mut Reading) {
        let walked = guard::caught(|| {
            let drawing = self.walker.page(page);
            let lines = lines::lines(&drawing);
            (drawing, lines)
        });
        let Ok((drawing, lines)) = walked else {
            // What it left half done is not to be trusted.
            self.walker = Walker::new();
            return reading.lose(number, Note::warning("expected a page, but the reader failed on it; it is not read"));
        };
        reading.notes.extend(remark(&drawing, number));
        if drawing.cut_short {
            reading.damage = Some("a page is drawn without end");
            reading.unread.push(number..=number);
        }
        if drawing.shows_something() {
            self.shows_something.push(number);
        }
        let mut page = Page { number, lines, size: Some(drawing.size), needs_ocr: drawing.is_scan() };
        if drawing.is_layered() && !page.needs_ocr && language::is_poor(&page.lines) {
            page.needs_ocr = true;
            let note = Note::warning("expected Danish in the text layer of a scan, but found little of it");
            reading.notes.push(note.with_hint(OCR_HINT).on_page(number));
        }
        if drawing.unknown_share() > MAX_UNKNOWN {
            reading.notes.push(self.second.improve(&mut page));
        }
        reading.add(page);
    }

    /// In a file without any text, whatever is drawn may be text: as outlines, or as pictures that cover a part of the page.
    fn ask_for_ocr(&self, reading: &mut Reading) {
        for page in &mut reading.pages {
            page.needs_ocr |= self.shows_something.contains(&page.number);
        }
    }
}

/// What to do about a page that is a picture.
const OCR_HINT: &str = "install tesseract with Danish and read it with `--ocr auto`, or add a text layer with `ocrmypdf \
                        --language dan --skip-text`";

/// The mark of the end may have some other matter behind it.
fn has_end(bytes: &[u8]) -> bool {
    const TAIL: usize = 4096;
    bytes[bytes.len().saturating_sub(TAIL)..].windows(5).any(|w| w == b"%%EOF")
}

fn cut_off() -> Note {
    Note::warning("the file is damaged, maybe cut off; pages may be missing")
        .with_hint("fetch it again from where it came")
}

fn too_many_pages(pages: usize) -> Note {
    Note::warning(format!("expected at most {MAX_PAGES} pages, but found {pages}; the rest is not read"))
        .with_hint("split the file into its meetings")
}

/// What there is to say about a page by its looks.
fn remark(drawing: &Drawing, number: u32) -> Option<Note> {
    if drawing.is_scan() {
        let note = Note::warning("expected text, but found a picture of a page");
        return Some(note.with_hint(OCR_HINT).on_page(number));
    }
    let message = "expected a page that can be drawn, but found one without end; the rest of it is not read";
    drawing.cut_short.then(|| Note::warning(message).on_page(number))
}

/// The second reader, opened when first needed.
struct Second<'a> {
    bytes: &'a [u8],
    reader: Option<Option<SecondReader>>,
}

impl<'a> Second<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, reader: None }
    }

    /// Puts the second reader's lines in place of the page's where they are worth more, and says which stayed. Where
    /// neither are worth anything, the page needs OCR, and lines that say nothing at all are dropped.
    fn improve(&mut self, page: &mut Page) -> Note {
        let other = self.page(page.number).unwrap_or_default();
        let (own_worth, other_worth) = (second::worth(&page.lines), second::worth(&other));
        let note = if other_worth > own_worth {
            page.lines = other;
            Note::info("the file does not say what its letters are; read without layout")
        } else {
            page.needs_ocr |= own_worth <= 0;
            page.lines.retain(|line| line.text.chars().any(|ch| ch != UNKNOWN && !ch.is_whitespace()));
            Note::warning("expected letters, but the file does not say what many of them are")
                .with_hint("read them from the page's picture with `ocrmypdf --language dan --force-ocr`")
        };
        note.on_page(page.number)
    }

    fn page(&mut self, number: u32) -> Option<Vec<Line>> {
        let bytes = self.bytes;
        let open = || guard::run(|| SecondReader::open(bytes).ok()).ok().flatten();
        let reader = self.reader.get_or_insert_with(open).as_ref()?;
        guard::run(|| reader.page(number)).ok()
    }
}

/// A file that the first reader cannot open: mended, or by the second reader.
fn rescued(bytes: &Arc<Vec<u8>>) -> Result<Reading, Reason> {
    if let Some(reading) = salvaged(bytes) {
        return Ok(reading);
    }
    second_reading(bytes)
}

/// All pages by the second reader.
fn second_reading(bytes: &[u8]) -> Result<Reading, Reason> {
    let second = SecondReader::open(bytes).map_err(|failure| match failure {
        Failure::NeedsPassword => Reason::NeedsPassword,
        Failure::Broken => broken(),
    })?;
    let mut reading = Reading::default();
    for number in (1..).take(second.pages()) {
        reading.add(Page { number, lines: second.page(number), size: None, needs_ocr: false });
    }
    if !reading.has_text {
        return Err(broken());
    }
    reading.notes.push(Note::warning("the file is damaged; its text was read without layout"));
    Ok(reading)
}

/// What can still be read of a file that lost its end.
fn salvaged(bytes: &[u8]) -> Option<Reading> {
    let mended = Arc::new(salvage::with_new_end(bytes)?);
    let read = guard::run(|| first_reading(mended, &mut Progress::unwatched()).ok());
    let mut reading = read.ok().flatten().filter(|reading| reading.has_text)?;
    reading.notes.insert(0, cut_off());
    Some(reading)
}
