//! Loads the fonts of a document: the meaning of their codes, their widths, their style.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::{CMapResolverFn, Font, FontCache, FontData, FontGlyph, FontQuery, FontResolverFn, OutlineGlyph};
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, ObjectIdentifier};

use super::glyph::UNKNOWN;
use super::unicode;

/// A font as needed by the text interpreter.
pub(super) struct Face<'a> {
    font: Font<'a>,
    pub bold: bool,
    pub italic: bool,
    codes: RefCell<Codes>,
}

/// The meaning of one code of a font.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Code {
    pub text: CodeText,
    /// Advance in ems along and across the line.
    pub advance: (f64, f64),
}

/// The characters of a code.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CodeText {
    One(char),
    /// A ligature.
    Many(Rc<str>),
}

/// The known codes of one font. Codes mostly have one or two bytes, so they are looked up by index.
#[derive(Default)]
struct Codes {
    short: Vec<Option<Code>>,
    long: HashMap<u32, Code>,
}

impl Codes {
    fn get(&self, code: u32) -> Option<&Code> {
        match u16::try_from(code) {
            Ok(at) => self.short.get(usize::from(at))?.as_ref(),
            Err(_) => self.long.get(&code),
        }
    }

    fn insert(&mut self, code: u32, found: Code) {
        let Ok(at) = u16::try_from(code) else {
            self.long.insert(code, found);
            return;
        };
        let at = usize::from(at);
        if self.short.len() <= at {
            self.short.resize(at + 1, None);
        }
        self.short[at] = Some(found);
    }
}

/// The program of a standard font, for a file that names it without embedding it.
pub(super) fn standard(query: &FontQuery) -> Option<(FontData, u32)> {
    match query {
        FontQuery::Standard(font) => Some(font.get_font_data()),
        FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
    }
}

/// Loads each font of a document once.
pub(super) struct Faces<'a> {
    cache: FontCache<'a>,
    standard: FontResolverFn,
    cmaps: CMapResolverFn,
    faces: HashMap<ObjectIdentifier, Option<Rc<Face<'a>>>>,
    programs: RefCell<HashMap<u128, Rc<HashMap<u32, char>>>>,
}

impl<'a> Faces<'a> {
    pub(super) fn new() -> Self {
        Self {
            cache: FontCache::new(),
            standard: Arc::new(standard),
            cmaps: Arc::new(hayro_cmap::load_embedded),
            faces: HashMap::new(),
            programs: RefCell::default(),
        }
    }

    /// The font described by a dictionary; `None` if it cannot be loaded. `id` is the dictionary's, if it is an
    /// indirect object.
    pub(super) fn face(&mut self, id: Option<ObjRef>, dict: &Dict<'a>) -> Option<Rc<Face<'a>>> {
        let Some(id) = id.map(ObjectIdentifier::from) else { return self.load(dict) };
        if let Some(face) = self.faces.get(&id) {
            return face.clone();
        }
        let face = self.load(dict);
        self.faces.insert(id, face.clone());
        face
    }

    fn load(&self, dict: &Dict<'a>) -> Option<Rc<Face<'a>>> {
        if has_endless_widths(dict) {
            return None;
        }
        let font = self.cache.font(dict, &self.standard, &self.cmaps)?;
        let look = Look::of(dict);
        Some(Rc::new(Face { font, bold: look.bold, italic: look.italic, codes: RefCell::default() }))
    }

    /// The meaning of a code of a font.
    pub(super) fn code(&self, face: &Face<'a>, code: u32) -> Code {
        if let Some(known) = face.codes.borrow().get(code) {
            return known.clone();
        }
        let advance = face.font.code_advance(code);
        let found = Code { text: self.text_of(face, code), advance: (advance.x / 1000.0, advance.y / 1000.0) };
        face.codes.borrow_mut().insert(code, found.clone());
        found
    }

    fn text_of(&self, face: &Face<'a>, code: u32) -> CodeText {
        let text = match face.font.glyph(face.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => {
                glyph.as_unicode().filter(has_text).or_else(|| self.drawn_for(&glyph).map(BfString::Char))
            }
            FontGlyph::Type3(glyph) => glyph.as_unicode().filter(has_text),
        };
        match text {
            Some(BfString::Char(ch)) => CodeText::One(ch),
            Some(BfString::String(text)) => CodeText::Many(text.into()),
            None => CodeText::One(UNKNOWN),
        }
    }

    /// The character drawn by this glyph, from the embedded program.
    fn drawn_for(&self, glyph: &OutlineGlyph) -> Option<char> {
        let program = glyph.font_data()?;
        let characters = self
            .programs
            .borrow_mut()
            .entry(program.cache_key)
            .or_insert_with(|| Rc::new(unicode::glyph_characters((*program.data).as_ref())))
            .clone();
        characters.get(&glyph.glyph_id().to_u32()).copied()
    }
}

impl Face<'_> {
    /// The code that starts at `at`, and how many bytes it has (at least one).
    pub(super) fn read_code(&self, bytes: &[u8], at: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, at);
        (code, length.max(1))
    }

    pub(super) fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }
}

/// The widths of a composite font list each code or ranges of them (PDF 1.7, 9.7.4.3). Codes have two bytes, so real
/// lists are far shorter than this.
const MAX_WIDTHS: i64 = 1 << 20;

/// True where the list of widths claims more codes than exist: it would fill the memory.
fn has_endless_widths(font: &Dict<'_>) -> bool {
    let descendant = font.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    let lists = ["W", "W2"].map(|key| descendant.as_ref().and_then(|font| font.get::<Array<'_>>(key)));
    lists.iter().flatten().any(|list| widths(list) > MAX_WIDTHS)
}

/// The number of codes with widths in a list: `first last width` is a range, `first [width …]` is as long as its array.
fn widths(list: &Array<'_>) -> i64 {
    let (mut codes, mut first) = (0i64, None);
    let mut objects = list.iter::<Object<'_>>();
    while let Some(object) = objects.next() {
        match (object, first) {
            (Object::Number(number), None) => first = Some(number.as_f64() as i64),
            (Object::Number(last), Some(start)) => {
                codes = codes.saturating_add((last.as_f64() as i64).saturating_sub(start).max(0));
                objects.next();
                first = None;
            }
            _ => first = None,
        }
    }
    codes
}

/// Some producers map unknown glyphs to nothing or to U+0000.
fn has_text(text: &BfString) -> bool {
    match text {
        BfString::Char(ch) => *ch != '\0',
        BfString::String(text) => !text.is_empty() && !text.starts_with('\0'),
    }
}

/// Weight and slant by the font's name and descriptor.
#[derive(Debug, PartialEq, Eq)]
struct Look {
    bold: bool,
    italic: bool,
}

/// Flags of a font descriptor (PDF 1.7, table 123): `ForceBold` and `Italic`.
const FORCE_BOLD: u32 = 1 << 18;
/// Flag `Italic`.
const ITALIC: u32 = 1 << 6;
/// Semi-bold in the scale of OS/2 and CSS.
const BOLD_WEIGHT: u32 = 600;

impl Look {
    fn of(font: &Dict<'_>) -> Self {
        let name = font.get::<Name<'_>>("BaseFont").map(|n| n.as_str().to_lowercase()).unwrap_or_default();
        let descriptor = font
            .get::<Dict<'_>>("FontDescriptor")
            .or_else(|| font.get::<Array<'_>>("DescendantFonts")?.iter::<Dict<'_>>().next()?.get("FontDescriptor"));
        let number = |key: &str| descriptor.as_ref().and_then(|d| d.get::<u32>(key)).unwrap_or(0);
        let flags = number("Flags");
        Self {
            bold: is_bold_name(&name) || number("FontWeight") >= BOLD_WEIGHT || flags & FORCE_BOLD != 0,
            italic: is_italic_name(&name) || flags & ITALIC != 0,
        }
    }
}

/// `cmbx` and `sfbx` are TeX's bold faces; `-bd` is an abbreviation of some foundries.
fn is_bold_name(name: &str) -> bool {
    ["bold", "black", "heavy", "demi", "cmbx", "sfbx"].iter().any(|word| name.contains(word)) || name.ends_with("-bd")
}

fn is_italic_name(name: &str) -> bool {
    ["italic", "oblique", "cmti", "sfti"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_and_slant_show_in_the_name() {
        assert!(is_bold_name("abcdef+carlito-bold") && is_bold_name("cmbx12") && is_bold_name("arial-boldmt"));
        assert!(!is_bold_name("abcdef+carlito"));
        assert!(is_italic_name("timesnewromanps-bolditalicmt") && !is_italic_name("timesnewromanpsmt"));
    }
}
