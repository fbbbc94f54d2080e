//! Recognises pages that are pictures, with the `tesseract` program where it is installed.
//!
//! [`Ocr::complete`] takes a PDF as read, has each page in need drawn, and inserts the recognised [`lines`](layout).
//! Pages are recognised in parallel, and a [`Cache`] keeps the results by the file's content, so no page is recognised
//! twice. Without the program, [`Ocr::find`] gives `None` and the pages stay as they are, with a note.
//!
//! A badly recognised page may be skewed, on its side or upside down ([`orientation`]). It is tried in the other
//! orientations, and the one with most Danish wins. A page that is still bad gets a note.

mod cache;
mod layout;
mod orientation;
mod tesseract;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use xxhash_rust::xxh3::xxh3_64;

use super::worker::{DrawAnswer, Input, ReadAnswer};
use super::{Document, Format, Line, Page, Picture, PlacedWord, Reason, language};
use crate::note::{Note, Noted};
use cache::Cache;
use orientation::Orientation;
use tesseract::Tesseract;

/// Recognises pages.
#[derive(Debug)]
pub struct Ocr {
    program: Tesseract,
    cache: Option<Cache>,
    pages: Wanted,
}

/// The pages to recognise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Pictures without text.
    WithoutText,
    /// Every page of a PDF, with or without text: for archives with worthless text layers.
    All,
}

impl Ocr {
    /// OCR by the program found on the search path; `None` without one. Results are kept in the folder `cache`, created
    /// when first needed.
    pub fn find(pages: Wanted, cache: Option<PathBuf>) -> Option<Self> {
        Some(Self { program: Tesseract::find()?, cache: cache.map(Cache::new), pages })
    }

    /// Puts text on the wanted pages. A page that cannot be drawn or recognised stays as it was, with a note.
    pub(super) fn complete(
        &self,
        input: &Input,
        read: ReadAnswer,
        draw: &(dyn Fn(u32) -> DrawAnswer + Sync),
    ) -> ReadAnswer {
        let mut read = match read {
            Err(Reason::NeedsOcr { pages }) => Noted::clean(without_text(input, pages)),
            Err(Reason::NoText { pages }) if self.pages == Wanted::All => Noted::clean(without_text(input, pages)),
            Ok(read) if read.value.format == Format::Pdf => read,
            other => return other,
        };
        let wanted: Vec<u32> = read.value.pages.iter().filter(|p| self.wants(p)).map(|p| p.number).collect();
        if wanted.is_empty() {
            return Ok(read);
        }
        let content = self.cache.is_some().then(|| input.bytes()).transpose()?.map(|bytes| xxh3_64(&bytes));
        let recognised: BTreeMap<u32, Result<Recognised, Reason>> =
            wanted.par_iter().map(|&page| (page, self.page(content, page, draw))).collect();
        self.put(&mut read, recognised);
        conclude(read)
    }

    /// The words recognised on a page of the file with that content; `None` if none are cached.
    pub(super) fn words(&self, content: u64, page: u32) -> Option<Vec<PlacedWord>> {
        let table = self.cache.as_ref()?.get(content, page, self.program.language())?;
        layout::words(&table)
    }

    fn wants(&self, page: &Page) -> bool {
        self.pages == Wanted::All || page.needs_ocr
    }

    /// From the cache, else by the program.
    fn page(
        &self,
        content: Option<u64>,
        page: u32,
        draw: &(dyn Fn(u32) -> DrawAnswer + Sync),
    ) -> Result<Recognised, Reason> {
        let kept = self.cache.as_ref().zip(content);
        let language = self.program.language();
        if let Some(table) = kept.and_then(|(cache, content)| cache.get(content, page, language)) {
            return layout::recognised(&table)
                .ok_or_else(|| Reason::Crashed("what was kept of its OCR is damaged".into()));
        }
        let picture = draw(page)?;
        let table = self.best_table(&picture)?;
        if let Some((cache, content)) = kept {
            cache.put(content, page, language, &table);
        }
        layout::recognised(&table).ok_or_else(|| Reason::Crashed("tesseract gave no table".into()))
    }

    /// The table of the picture as drawn, or of the orientation with most Danish.
    fn best_table(&self, picture: &Picture) -> Result<String, Reason> {
        let skew = orientation::skew(picture);
        let first = Orientation { quarters: 0, degrees: skew };
        let mut best = self.table(picture, first)?;
        for quarters in [2, 1, 3] {
            if !best.is_bad() {
                break;
            }
            // The skew of a sideways page cannot be measured before it is turned.
            let turned = Orientation { quarters, degrees: 0.0 }.apply(picture);
            let degrees = orientation::skew(&turned);
            let next = self.table(picture, Orientation { quarters, degrees })?;
            if next.worth > best.worth {
                best = next;
            }
        }
        Ok(best.table)
    }

    fn table(&self, picture: &Picture, orientation: Orientation) -> Result<Attempt, Reason> {
        let straight = orientation.apply(picture);
        let table = format!("{}{}", layout::head(&straight, orientation), self.program.recognise(&straight)?);
        let found = layout::recognised(&table);
        let confidence = found.as_ref().and_then(|found| found.confidence).unwrap_or(0.0);
        let worth = found.map(|found| language::worth(&found.lines)).unwrap_or_default().letters;
        Ok(Attempt { table, confidence, worth })
    }

    fn put(&self, read: &mut Noted<Document>, mut recognised: BTreeMap<u32, Result<Recognised, Reason>>) {
        let (mut done, mut bad) = (Vec::new(), Vec::new());
        for page in &mut read.value.pages {
            match recognised.remove(&page.number) {
                Some(Ok(found)) => {
                    done.push(page.number);
                    bad.extend(found.remark().map(|note| note.on_page(page.number)));
                    fill(page, found);
                }
                Some(Err(reason)) => read.notes.push(failed(&reason).on_page(page.number)),
                None => {}
            }
        }
        if let (Some(first), false) = (done.first(), done.is_empty()) {
            // Notes about missing text on these pages no longer apply.
            read.notes.retain(|note| note.page.is_none_or(|page| !done.contains(&page)));
            let pages = if done.len() == 1 { "page was" } else { "pages were" };
            let language = self.program.language();
            let note = Note::info(format!(
                "{} {pages} recognised by tesseract ({language}), from page {first} on",
                done.len()
            ));
            read.notes.push(note);
        }
        read.notes.extend(bad);
    }
}

/// One orientation of a page, recognised.
struct Attempt {
    table: String,
    /// 0 to 100.
    confidence: f32,
    /// Letters in Danish words.
    worth: usize,
}

impl Attempt {
    /// Worth trying another way.
    fn is_bad(&self) -> bool {
        self.confidence < GOOD_CONFIDENCE
    }
}

/// The least confidence of a good page. Tesseract's confidence, 0 to 100, averaged over letters, is 85 to 96 on clean
/// scans, 70 to 85 on poor ones, 20 to 50 on sideways pages.
const GOOD_CONFIDENCE: f32 = 70.0;
/// Below this confidence every third word is wrong.
const BAD_CONFIDENCE: f32 = 55.0;

/// The result of OCR on a page.
#[derive(Debug, Clone, PartialEq)]
struct Recognised {
    lines: Vec<Line>,
    /// In points.
    size: (f32, f32),
    /// The program's confidence, 0 to 100; `None` without words.
    confidence: Option<f32>,
}

impl Recognised {
    /// The note for a badly recognised page.
    fn remark(&self) -> Option<Note> {
        let confidence = self.confidence.filter(|confidence| *confidence < BAD_CONFIDENCE)?;
        let note =
            Note::warning(format!("recognised badly (confidence {confidence:.0} of 100); words are missing or wrong"));
        Some(note.with_hint("scan it again, straight and with 300 dots per inch"))
    }
}

/// A page's own little text, such as a stamp or a page number, is replaced because the picture shows it too; a text
/// layer is replaced if OCR gives more Danish.
fn fill(page: &mut Page, found: Recognised) {
    let letters = |lines: &[Line]| lines.iter().flat_map(|l| l.text.chars()).filter(|ch| ch.is_alphanumeric()).count();
    let is_better = if language::is_poor(&page.lines) {
        language::worth(&found.lines).letters >= language::worth(&page.lines).letters
    } else {
        letters(&found.lines) >= letters(&page.lines)
    };
    if is_better {
        page.lines = found.lines;
        page.size = Some(found.size);
    }
    page.needs_ocr = false;
}

fn failed(reason: &Reason) -> Note {
    Note::warning(format!("expected a page that can be recognised, but it {}", reason.explanation()))
        .with_hint("add a text layer with `ocrmypdf --language dan --skip-text`")
}

/// A document for a file without text on any page.
fn without_text(input: &Input, pages: usize) -> Document {
    let name = input.path().file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let count = u32::try_from(pages).unwrap_or(u32::MAX);
    let page = |number| Page { number, lines: Vec::new(), size: None, needs_ocr: true };
    Document {
        name,
        format: Format::Pdf,
        pages: (1..=count).map(page).collect(),
        outline: Vec::new(),
        unread: Vec::new(),
    }
}

/// A file without text after OCR has none, or still needs OCR where that failed.
fn conclude(read: Noted<Document>) -> ReadAnswer {
    let pages = &read.value.pages;
    if pages.iter().flat_map(|p| &p.lines).any(|line| !line.is_blank()) {
        return Ok(read);
    }
    let pages = (pages.len(), pages.iter().any(|p| p.needs_ocr));
    Err(if pages.1 { Reason::NeedsOcr { pages: pages.0 } } else { Reason::NoText { pages: pages.0 } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: u32, text: &str, needs_ocr: bool) -> Page {
        Page { number, lines: vec![Line::plain(text)], size: None, needs_ocr }
    }

    fn found(text: &str) -> Recognised {
        Recognised { lines: vec![Line::plain(text)], size: (595.0, 842.0), confidence: Some(90.0) }
    }

    #[test]
    fn stamp_on_a_scan_makes_way_for_the_scan() {
        let mut scan = page(1, "Side 1", true);
        fill(&mut scan, found("Referat fra mødet. Side 1"));
        assert_eq!((scan.lines[0].text.as_str(), scan.needs_ocr), ("Referat fra mødet. Side 1", false));
        let mut text = page(1, "Referat fra mødet", false);
        fill(&mut text, found("Ref"));
        assert_eq!(text.lines[0].text, "Referat fra mødet");
    }

    #[test]
    fn file_without_any_text_is_told_from_one_that_could_not_be_recognised() {
        let document = |needs_ocr| {
            let pages = vec![page(1, "", false), page(2, "", needs_ocr)];
            Noted::clean(Document {
                name: "a.pdf".into(),
                format: Format::Pdf,
                pages,
                outline: Vec::new(),
                unread: Vec::new(),
            })
        };
        assert_eq!(conclude(document(false)).unwrap_err(), Reason::NoText { pages: 2 });
        assert_eq!(conclude(document(true)).unwrap_err(), Reason::NeedsOcr { pages: 2 });
    }
}
