//! Draws pages: in grey for OCR, in colour for people.

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_font::FontResolverFn;
use hayro_syntax::Pdf;
use hayro_syntax::page::Page;

use super::interpreter::Interpreter;
use super::{Unopened, broken, faces, letters, open, runs};
use crate::source::catch_panic::{self, Panicked};
use crate::source::{Reason, Sheet};

/// The resolution recommended for tesseract: at least 300 dpi.
const DOTS_PER_INCH: f32 = 300.0;
/// Points per inch.
const POINTS: f32 = 72.0;
/// Larger pages are drawn coarser; an A3 page has 17.4 million at the usual resolution.
const MAX_PIXELS: f32 = 25e6;
/// The renderer's limit for a side in pixels.
const MAX_SIDE: f32 = 16_000.0;

/// Pixels of a page shown to people: one of A4 two thousand pixels wide has 5.7 million.
const MAX_SHOWN_PIXELS: f32 = 6e6;

/// A page in shades of grey, row by row, 0 black.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::source) struct Picture {
    /// Width and height of the page in points.
    pub size: (f32, f32),
    pub width: u32,
    pub height: u32,
    #[serde(with = "serde_bytes")]
    pub grey: Vec<u8>,
}

impl Picture {
    /// True where its pixels match its size.
    pub(in crate::source) fn is_whole(&self) -> bool {
        self.grey.len() as u64 == u64::from(self.width) * u64::from(self.height)
    }
}

/// Draws one page, counted from 1.
///
/// # Errors
///
/// If the file does not open, has no such page, or the renderer fails on it.
pub(in crate::source) fn draw(bytes: Vec<u8>, page: u32) -> Result<Picture, Reason> {
    catch_panic::on_own_thread(|| drawn(bytes, page)).unwrap_or_else(|Panicked| Err(broken()))
}

fn drawn(bytes: Vec<u8>, page: u32) -> Result<Picture, Reason> {
    let pdf = opened(bytes)?;
    let page = at(&pdf, page)?;
    let size = page.render_dimensions();
    let pixmap = pixels(page, scale(size));
    let grey = pixmap.data().iter().map(|p| luma(p.r, p.g, p.b)).collect();
    Ok(Picture { size, width: pixmap.width().into(), height: pixmap.height().into(), grey })
}

/// Draws a page, counted from 1, in colour at this width in pixels, with its words.
pub(in crate::source) fn show(bytes: Vec<u8>, page: u32, width: u32) -> Result<Sheet, Reason> {
    catch_panic::on_own_thread(|| shown(bytes, page, width)).unwrap_or_else(|Panicked| Err(broken()))
}

fn shown(bytes: Vec<u8>, page: u32, width: u32) -> Result<Sheet, Reason> {
    let pdf = opened(bytes)?;
    let page = at(&pdf, page)?;
    let size = page.render_dimensions();
    let pixmap = pixels(page, shown_scale(size, width));
    let rgb = pixmap.data().iter().flat_map(|p| [p.r, p.g, p.b]).collect();
    // A page that cannot be read can still be looked at.
    let words = catch_panic::in_place(|| runs::placed_words(&letters::plain(&Interpreter::new().page(page).glyphs)));
    let words = words.unwrap_or_default();
    Ok(Sheet { size, width: pixmap.width().into(), height: pixmap.height().into(), rgb, words })
}

fn opened(bytes: Vec<u8>) -> Result<Pdf, Reason> {
    open(Arc::new(bytes)).map_err(|unopened| match unopened {
        Unopened::NeedsPassword => Reason::NeedsPassword,
        Unopened::Encrypted | Unopened::Broken => broken(),
    })
}

fn at(pdf: &Pdf, page: u32) -> Result<&Page<'_>, Reason> {
    let at = usize::try_from(page).unwrap_or(usize::MAX).saturating_sub(1);
    pdf.pages().get(at).ok_or_else(broken)
}

fn pixels(page: &Page<'_>, scale: f32) -> Pixmap {
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    // The standard fonts, which a file need not embed.
    let font_resolver: FontResolverFn = Arc::new(faces::standard);
    let interpreter = InterpreterSettings { font_resolver, ..InterpreterSettings::default() };
    render(page, &RenderCache::new(), &interpreter, &RenderSettings::default(), &settings)
}

/// Pixels per point of a page at this width in pixels.
fn shown_scale((width, height): (f32, f32), pixels: u32) -> f32 {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let by_area = (MAX_SHOWN_PIXELS / (width * height)).sqrt();
    (pixels as f32 / width).min(by_area).min(MAX_SIDE / width.max(height))
}

/// Pixels per point.
fn scale((width, height): (f32, f32)) -> f32 {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let by_area = (MAX_PIXELS / (width * height)).sqrt();
    (DOTS_PER_INCH / POINTS).min(by_area).min(MAX_SIDE / width.max(height))
}

/// Brightness by ITU-R BT.601.
fn luma(red: u8, green: u8, blue: u8) -> u8 {
    ((299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue)) / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_is_drawn_as_large_as_ocr_wants_it_and_no_larger() {
        assert!((scale((595.0, 842.0)) - 300.0 / 72.0).abs() < 1e-6);
        let plan = scale((20_000.0, 100.0));
        assert!(plan * 20_000.0 <= MAX_SIDE + 1.0);
        let poster = scale((7_000.0, 7_000.0));
        assert!((poster * 7_000.0).powi(2) <= MAX_PIXELS * 1.001);
    }

    #[test]
    fn page_is_shown_as_wide_as_asked_and_no_larger_than_is_good() {
        assert!((shown_scale((595.0, 842.0), 1190) - 2.0).abs() < 1e-6);
        let strip = shown_scale((10.0, 14_000.0), 2000);
        assert!(strip * 14_000.0 <= MAX_SIDE + 1.0 && strip * strip * 140_000.0 <= MAX_SHOWN_PIXELS * 1.001);
    }

    /// A page of 200 by 100 points with one word, turned and cropped.
    fn one_word(rotate: i32, crop: &str) -> Vec<u8> {
        let content = "BT /F 20 Tf 60 40 Td (Hej) Tj ET";
        format!(
            "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
             3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/CropBox[{crop}]/Rotate {rotate}/Contents 4 0 R\
             /Resources<</Font<</F 5 0 R>>>>>>\nendobj\n4 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n\
             5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\ntrailer\n<</Root 1 0 R/Size 6>>\n%%EOF\n",
            content.len()
        )
        .into_bytes()
    }

    /// The share of the ink within a word's place, and its amount.
    fn covered(sheet: &Sheet) -> (f32, usize) {
        let place = sheet.words[0].place;
        let scale = sheet.width as f32 / sheet.size.0;
        let (mut within, mut all) = (0, 0);
        for (n, pixel) in sheet.rgb.chunks(3).enumerate().filter(|(_, pixel)| pixel[0] < 128) {
            let (x, y) = ((n as u32 % sheet.width) as f32 / scale, (n as u32 / sheet.width) as f32 / scale);
            let is_within = (place.left..=place.right).contains(&x) && (place.top..=place.bottom).contains(&y);
            (within, all) = (within + usize::from(is_within), all + usize::from(pixel[0] < 128));
        }
        (within as f32 / all as f32, all)
    }

    #[test]
    fn word_stands_where_it_is_drawn_on_turned_and_cropped_pages() {
        for rotate in [0, 90, 180, 270] {
            for crop in ["0 0 200 100", "50 20 150 80"] {
                let sheet = show(one_word(rotate, crop), 1, 400).unwrap();
                assert_eq!((sheet.width, sheet.words[0].text.as_str()), (400, "Hej"), "{rotate} {crop}");
                let (share, ink) = covered(&sheet);
                assert!(ink > 100 && share > 0.97, "{rotate} {crop}: {share} of {ink}, {:?}", sheet.words);
            }
        }
    }

    #[test]
    fn page_that_is_not_there_is_an_error() {
        assert!(matches!(show(one_word(0, "0 0 200 100"), 2, 400), Err(Reason::BrokenPdf(_))));
    }

    #[test]
    fn grey_goes_from_black_to_white() {
        assert_eq!((luma(0, 0, 0), luma(255, 255, 255)), (0, 255));
        assert!(luma(0, 255, 0) > luma(0, 0, 255));
    }
}
