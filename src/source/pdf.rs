//! Reads PDF with our own text extraction.
//!
//! [`interpreter`] interprets the operators of each page and gives [`glyph`]s with their places; [`letters`] turns them into
//! letters, [`runs`] into words, [`lines`] into lines in reading order. If the file cannot be opened, or the glyphs of
//! a page have no known meaning, [`second`] tries another reader without layout, and the better text wins. A file
//! without its end is [`salvage`]d. All readers run guarded: a crash loses only that file.

mod annotation;
mod bombs;
mod faces;
mod glyph;
mod interpreter;
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

use std::ops::RangeInclusive;
use std::sync::Arc;

use hayro_syntax::page::Page as PdfPage;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::catch_panic::{self, Panicked};
use super::language;
use super::progress::Progress;
use super::{Document, Format, Line, OutlineEntry, Page, Reason};
use crate::note::{Note, Noted};
use glyph::{Drawing, UNKNOWN};
use interpreter::Interpreter;
use second::{Failure, SecondReader};

pub(super) use picture::{Picture, draw, show};

/// Extraction stops after this many pages; the longest real agenda with all attachments has some two thousand.
const MAX_PAGES: usize = 5_000;
/// A page with a larger share of unknown glyphs also goes to the second reader. Stray symbols stay well below it.
const MAX_UNKNOWN: f64 = 0.2;

/// The result of reading a document.
#[derive(Default)]
struct Extraction {
    pages: Vec<Page>,
    outline: Vec<OutlineEntry>,
    notes: Vec<Note>,
    unread: Vec<RangeInclusive<u32>>,
    /// Some page has text, perhaps one handed on already.
    has_text: bool,
    /// The number of pages examined.
    examined: usize,
    /// The damage of the file, in plain words, if that may explain missing text.
    damage: Option<&'static str>,
}

impl Extraction {
    fn add(&mut self, page: Page) {
        self.has_text |= !page.lines.iter().all(Line::is_blank);
        self.examined += 1;
        self.pages.push(page);
    }

    fn lose(&mut self, number: u32, note: Note) {
        self.examined += 1;
        self.unread.push(number..=number);
        self.notes.push(note.on_page(number));
    }

    fn document(self, name: &str) -> Noted<Document> {
        let Self { pages, outline, notes, unread, .. } = self;
        Noted { value: Document { name: name.to_owned(), format: Format::Pdf, pages, outline, unread }, notes }
    }

    /// A page with pictures needs OCR; a truncated file may have lost its text.
    fn without_text(&self) -> Reason {
        let pages = self.examined;
        match self.damage {
            _ if self.pages.iter().any(|page| page.needs_ocr) => Reason::NeedsOcr { pages },
            Some(damage) => Reason::BrokenPdf(damage.into()),
            None => Reason::NoText { pages },
        }
    }
}

pub(super) fn read(name: &str, bytes: Vec<u8>, progress: &mut Progress<'_>) -> Result<Noted<Document>, Reason> {
    let bytes = Arc::new(bytes);
    let extraction =
        match catch_panic::on_own_thread(|| extract(Arc::clone(&bytes), progress)).unwrap_or(Err(Unopened::Broken)) {
            Ok(extraction) => extraction,
            Err(Unopened::NeedsPassword) => return Err(Reason::NeedsPassword),
            // With a new end it would be read as if unencrypted, as noise.
            Err(Unopened::Encrypted) => {
                catch_panic::on_own_thread(|| extract_with_second(&bytes)).unwrap_or_else(|Panicked| Err(broken()))?
            }
            Err(Unopened::Broken) => {
                catch_panic::on_own_thread(|| rescued(&bytes)).unwrap_or_else(|Panicked| Err(broken()))?
            }
        };
    if extraction.has_text { Ok(extraction.document(name)) } else { Err(extraction.without_text()) }
}

/// Reads by the second reader alone.
///
/// # Errors
///
/// Where it does not open the file or finds no text in it.
pub(super) fn read_again(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let extraction =
        catch_panic::on_own_thread(|| extract_with_second(&bytes)).unwrap_or_else(|Panicked| Err(broken()))?;
    Ok(extraction.document(name))
}

fn broken() -> Reason {
    Reason::BrokenPdf("its inner structure is damaged".into())
}

/// Why the first reader cannot open a file.
enum Unopened {
    NeedsPassword,
    /// With an unsupported method.
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

fn extract(bytes: Arc<Vec<u8>>, progress: &mut Progress<'_>) -> Result<Extraction, Unopened> {
    let pdf = open(Arc::clone(&bytes))?;
    let (outline, is_cut) = (outline::outline(&pdf), !has_end(&bytes));
    let damage = is_cut.then_some("it ends before any text");
    let mut extraction = Extraction { outline, damage, ..Extraction::default() };
    let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    progress.announce(count);
    let mut pages = Pages { interpreter: Interpreter::new(), second: Second::new(&bytes), shows_something: Vec::new() };
    let (first, from) = (progress.from.max(1), progress.from.saturating_sub(1) as usize);
    for (page, number) in pdf.pages().iter().take(MAX_PAGES).skip(from).zip(first..) {
        pages.read(page, number, &mut extraction);
        progress.offer(count, &mut extraction.pages, &mut extraction.notes);
    }
    if !extraction.has_text {
        pages.ask_for_ocr(&mut extraction);
    }
    if is_cut {
        extraction.notes.insert(0, cut_off());
    }
    if pdf.pages().len() > MAX_PAGES {
        extraction.notes.push(too_many_pages(pdf.pages().len()));
        extraction.unread.push(MAX_PAGES as u32 + 1..=count);
    }
    Ok(extraction)
}

/// Reads the pages of one document.
struct Pages<'a, 'b> {
    interpreter: Interpreter<'a>,
    second: Second<'b>,
    /// Pages with some content, perhaps without text.
    shows_something: Vec<u32>,
}

impl<'a> Pages<'a, '_> {
    fn read(&mut self, page: &PdfPage<'a>, number: u32, extraction: &mut Extraction) {
        let drawn = catch_panic::in_place(|| {
            let drawing = self.interpreter.page(page);
            let lines = lines::lines(&drawing);
            (drawing, lines)
        });
        let Ok((drawing, lines)) = drawn else {
            // Its state after a panic is not reliable.
            self.interpreter = Interpreter::new();
            return extraction
                .lose(number, Note::warning("expected a page, but the reader failed on it; it is not read"));
        };
        extraction.notes.extend(remark(&drawing, number));
        if drawing.cut_short {
            extraction.damage = Some("a page is drawn without end");
            extraction.unread.push(number..=number);
        }
        if drawing.shows_something() {
            self.shows_something.push(number);
        }
        let mut page = Page { number, lines, size: Some(drawing.size), needs_ocr: drawing.is_scan() };
        if drawing.is_layered() && !page.needs_ocr && language::is_poor(&page.lines) {
            page.needs_ocr = true;
            let note = Note::warning("expected Danish in the text layer of a scan, but found little of it");
            extraction.notes.push(note.with_hint(OCR_HINT).on_page(number));
        }
        if drawing.unknown_share() > MAX_UNKNOWN {
            extraction.notes.push(self.second.improve(&mut page));
        }
        extraction.add(page);
    }

    /// In a file without any text, drawings may be text: as outlines, or as pictures covering a part of the page.
    fn ask_for_ocr(&self, extraction: &mut Extraction) {
        for page in &mut extraction.pages {
            page.needs_ocr |= self.shows_something.contains(&page.number);
        }
    }
}

/// Advice for a page that is a picture.
const OCR_HINT: &str = "install tesseract with Danish and read it with `--ocr auto`, or add a text layer with `ocrmypdf \
                        --language dan --skip-text`";

/// The end mark may have other data behind it.
fn has_end(bytes: &[u8]) -> bool {
    /// Bytes at the end searched for the mark, because other data may come behind it.
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

/// The note about a page judged by its content.
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

    /// Replaces the page's lines by the second reader's if those are worth more, and notes the outcome. If neither is
    /// worth anything, the page needs OCR, and meaningless lines are dropped.
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
        let open = || catch_panic::on_own_thread(|| SecondReader::open(bytes).ok()).ok().flatten();
        let reader = self.reader.get_or_insert_with(open).as_ref()?;
        catch_panic::on_own_thread(|| reader.page(number)).ok()
    }
}

/// A file the first reader cannot open: with a new end, or by the second reader.
fn rescued(bytes: &Arc<Vec<u8>>) -> Result<Extraction, Reason> {
    if let Some(extraction) = salvaged(bytes) {
        return Ok(extraction);
    }
    extract_with_second(bytes)
}

/// All pages by the second reader.
fn extract_with_second(bytes: &[u8]) -> Result<Extraction, Reason> {
    let second = SecondReader::open(bytes).map_err(|failure| match failure {
        Failure::NeedsPassword => Reason::NeedsPassword,
        Failure::Broken => broken(),
    })?;
    let mut extraction = Extraction::default();
    for number in (1..).take(second.pages()) {
        extraction.add(Page { number, lines: second.page(number), size: None, needs_ocr: false });
    }
    if !extraction.has_text {
        return Err(broken());
    }
    extraction.notes.push(Note::warning("the file is damaged; its text was read without layout"));
    Ok(extraction)
}

/// The readable rest of a file without its end.
fn salvaged(bytes: &[u8]) -> Option<Extraction> {
    let mended = Arc::new(salvage::with_new_end(bytes)?);
    let read = catch_panic::on_own_thread(|| extract(mended, &mut Progress::unwatched()).ok());
    let mut extraction = read.ok().flatten().filter(|extraction| extraction.has_text)?;
    extraction.notes.insert(0, cut_off());
    Some(extraction)
}
