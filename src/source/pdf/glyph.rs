//! A glyph on a page, and the content of a page.

use kurbo::{Affine, Point};

use super::paths::Rule;
use crate::source::Place;

/// Placeholder for a glyph without a known meaning.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// One character as drawn. Lengths are in points; the origin is the page's top left corner, y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// Its character; [`UNKNOWN`] where the file does not define it.
    pub ch: char,
    /// The pen's position on the baseline.
    pub x: f32,
    pub y: f32,
    /// How far the pen moved along the baseline, spacing left out.
    pub advance: f32,
    /// Height of the font's em square.
    pub size: f32,
    /// Direction of the baseline: quarter turns clockwise from left-to-right, 0 to 3.
    pub turn: u8,
    /// The style of this glyph.
    pub style: Style,
}

/// The style of a glyph, and its owner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub bold: bool,
    pub italic: bool,
    /// The file declares that the page added it (a pagination artifact: PDF 1.7, 14.8.2.2).
    pub artifact: bool,
}

impl Glyph {
    /// A glyph whose em square is mapped to the page by `em`, `advance` ems wide.
    pub(super) fn new(ch: char, em: Affine, advance: f64, style: Style) -> Self {
        let origin = em * Point::ZERO;
        let [a, b, c, d, ..] = em.as_coeffs();
        let length = |x: f64, y: f64| if x == 0.0 || y == 0.0 { (x + y).abs() } else { x.hypot(y) };
        Self {
            ch,
            x: origin.x as f32,
            y: origin.y as f32,
            advance: (advance * length(a, b)) as f32,
            size: length(c, d) as f32,
            turn: quarter_turns(a, b),
            style,
        }
    }

    /// The rectangle of its ink, from the usual extent of letters above and below the baseline.
    pub(super) fn place(&self) -> Place {
        let (x, y, along) = (self.x, self.y, self.advance);
        let (up, down) = (ASCENT * self.size, DESCENT * self.size);
        let (left, top, right, bottom) = match self.turn {
            0 => (x, y - up, x + along, y + down),
            1 => (x - down, y, x + up, y + along),
            2 => (x - along, y - down, x, y + up),
            _ => (x - up, y - along, x + down, y),
        };
        Place { left: left.min(right), top: top.min(bottom), right: right.max(left), bottom: bottom.max(top) }
    }

    /// True where position and size are plausible numbers.
    pub(super) fn is_placed(&self) -> bool {
        [self.x, self.y, self.advance, self.size].iter().all(|n| n.is_finite() && n.abs() < MAX_COORDINATE)
            && self.size > 0.0
    }
}

/// The extent of letters above the baseline and below it, in ems, typical of text fonts.
const ASCENT: f32 = 0.8;
/// The extent of letters below the baseline, in ems.
const DESCENT: f32 = 0.22;

/// Larger coordinates are invalid: PDF 1.7 (appendix C) allows pages up to 14,400 points wide.
const MAX_COORDINATE: f32 = 100_000.0;

fn quarter_turns(along_x: f64, along_y: f64) -> u8 {
    if along_y == 0.0 && along_x > 0.0 {
        return 0;
    }
    let quarters = along_y.atan2(along_x) / std::f64::consts::FRAC_PI_2;
    (quarters.round() as i32).rem_euclid(4) as u8
}

/// All that one page draws, in the order of its content stream.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Drawing {
    pub glyphs: Vec<Glyph>,
    /// The sum of the areas of all pictures, in square points.
    pub picture_area: f64,
    /// Width and height.
    pub size: (f32, f32),
    /// A limit was reached and content is missing.
    pub cut_short: bool,
    /// Codes in fonts that cannot be loaded: neither meaning nor width is known.
    pub undecoded: usize,
    /// Upright and level rules.
    pub rules: Vec<Rule>,
    /// Glyphs without ink: the text layer of a scan.
    pub invisible: usize,
    /// Curves drawn. Letters drawn as outlines have ten or more each.
    pub curves: usize,
}

impl Drawing {
    /// The number of glyphs with a known meaning.
    pub(super) fn known(&self) -> usize {
        self.glyphs.iter().filter(|g| g.ch != UNKNOWN && !g.ch.is_whitespace()).count()
    }

    /// The share of glyphs without a known meaning, 0 to 1.
    pub(super) fn unknown_share(&self) -> f64 {
        let unknown = self.glyphs.iter().filter(|g| g.ch == UNKNOWN).count() + self.undecoded;
        unknown as f64 / (self.known() + unknown).max(1) as f64
    }

    /// Pictures cover most of the page, and there is next to no text on it.
    pub(super) fn is_scan(&self) -> bool {
        self.known() < SCAN_GLYPHS && self.cover() > SCAN_COVER
    }

    /// A picture of the page with a text layer of some OCR program.
    pub(super) fn is_layered(&self) -> bool {
        self.cover() > SCAN_COVER && 2 * self.invisible > self.glyphs.len()
    }

    /// It has content that may be visible text: a picture, or many curves.
    pub(super) fn shows_something(&self) -> bool {
        self.cover() > LOGO_COVER || self.curves > OUTLINE_CURVES || !self.glyphs.is_empty() || self.undecoded > 0
    }

    /// The share of the page covered by pictures; above 1 if they overlap.
    fn cover(&self) -> f64 {
        let (width, height) = self.size;
        self.picture_area / f64::from(width * height).max(1.0)
    }
}

/// Fewer readable glyphs than this are a stamp on a scan: two lines with authority, date, case number, page. A page of
/// text has ten times as many.
const SCAN_GLYPHS: usize = 150;
/// Scans cover the whole page (1.00 where measured), born-digital pages nothing (0.00) or a logo's share.
const SCAN_COVER: f64 = 0.5;
/// A smaller picture, as a share of the page, has no room for text worth reading.
const LOGO_COVER: f64 = 0.02;
/// A line of outlined letters has more curves than this; frames and signatures have fewer.
const OUTLINE_CURVES: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyph_takes_size_and_turn_from_its_em_square() {
        let upright = Glyph::new('a', Affine::new([12.0, 0.0, 0.0, -12.0, 72.0, 100.0]), 0.5, Style::default());
        assert_eq!((upright.x, upright.advance, upright.y, upright.size, upright.turn), (72.0, 6.0, 100.0, 12.0, 0));
        let down = Glyph::new('a', Affine::new([0.0, 10.0, 10.0, 0.0, 5.0, 5.0]), 0.5, Style::default());
        assert_eq!((down.turn, down.size), (1, 10.0));
    }

    #[test]
    fn letters_stand_above_their_baseline_whichever_way_it_runs() {
        let glyph =
            |turn| Glyph { ch: 'a', x: 100.0, y: 100.0, advance: 5.0, size: 10.0, turn, style: Style::default() };
        let place = |turn| {
            let p = glyph(turn).place();
            [p.left, p.top, p.right, p.bottom].map(|n| (n * 10.0).round() / 10.0)
        };
        assert_eq!(place(0), [100.0, 92.0, 105.0, 102.2]);
        assert_eq!(place(1), [97.8, 100.0, 108.0, 105.0]);
        assert_eq!(place(2), [95.0, 97.8, 100.0, 108.0]);
        assert_eq!(place(3), [92.0, 95.0, 102.2, 100.0]);
    }

    #[test]
    fn glyph_beyond_any_page_is_not_placed() {
        let far = Glyph::new('a', Affine::new([1e38, 0.0, 0.0, 1e38, 1e38, 0.0]), 0.5, Style::default());
        assert!(!far.is_placed());
    }

    #[test]
    fn page_with_a_picture_and_a_stamp_is_a_scan() {
        let glyph = Glyph::new('7', Affine::new([9.0, 0.0, 0.0, -9.0, 500.0, 800.0]), 0.5, Style::default());
        let mut page =
            Drawing { glyphs: vec![glyph], picture_area: 600_000.0, size: (600.0, 1000.0), ..Drawing::default() };
        assert!(page.is_scan());
        page.picture_area = 1000.0;
        assert!(!page.is_scan(), "a logo does not make a scan");
    }
}
