//! Reads text of annotations without an appearance: the value of a form's field, a free-text remark.
//!
//! Viewers draw such text themselves. It is placed as they would place it, so it is read in context.

use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};
use kurbo::Affine;

use super::glyph::{Glyph, Style};

/// Flags of a field (PDF 1.7, tables 226 and 228): several lines, a password.
const MULTILINE: u32 = 1 << 12;
/// Flag of a password field.
const PASSWORD: u32 = 1 << 13;
/// The size in points if the field leaves it to the viewer.
const USUAL_SIZE: f64 = 11.0;
/// Average letter width in ems (Helvetica in Danish text: 0.5).
const LETTER_WIDTH: f64 = 0.5;
/// Line spacing in ems, the usual one of viewers.
const LEADING: f64 = 1.15;
/// The longest value in characters; a text of a whole case has some 10,000.
const MAX_LETTERS: usize = 100_000;

/// Adds the glyphs of the annotation's own text, if it has any.
pub(super) fn set(annotation: &Dict<'_>, to_page: Affine, glyphs: &mut Vec<Glyph>) {
    let Some(text) = text(annotation) else { return };
    let Some([x0, y0, x1, y1]) = annotation.get::<[f64; 4]>("Rect") else { return };
    let (left, bottom, right, top) = (x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1));
    let height = top - bottom;
    let lines: Vec<&str> = text.lines().collect();
    let wraps =
        lines.len() > 1 || inherited::<u32>(annotation, "Ff").unwrap_or(0) & MULTILINE != 0 || is_remark(annotation);
    let size = size(annotation).unwrap_or_else(|| USUAL_SIZE.min(0.8 * height)).clamp(1.0, 144.0);
    let width = if wraps { ((right - left) / (size * LETTER_WIDTH)).max(1.0) as usize } else { usize::MAX };
    let mut baseline = if wraps { top - size } else { bottom + (height - size) / 2.0 + 0.25 * size };
    for line in lines.into_iter().flat_map(|line| wrapped(line, width)) {
        for (at, ch) in line.chars().enumerate() {
            let place = Affine::translate((left + 2.0 + at as f64 * size * LETTER_WIDTH, baseline));
            let glyph = Glyph::new(ch, to_page * place * Affine::scale(size), LETTER_WIDTH, Style::default());
            if glyph.is_placed() {
                glyphs.push(glyph);
            }
        }
        baseline -= LEADING * size;
    }
}

fn is_remark(annotation: &Dict<'_>) -> bool {
    annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "FreeText")
}

fn text(annotation: &Dict<'_>) -> Option<String> {
    let text = if is_remark(annotation) {
        string(&annotation.get::<Object<'_>>("Contents")?)
    } else if annotation.get::<Name<'_>>("Subtype")?.as_str() == "Widget" {
        let kind = inherited::<Name<'_>>(annotation, "FT")?;
        let is_secret = inherited::<u32>(annotation, "Ff").unwrap_or(0) & PASSWORD != 0;
        (matches!(kind.as_str(), "Tx" | "Ch") && !is_secret).then(|| value(annotation)).flatten()
    } else {
        None
    }?;
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n").chars().take(MAX_LETTERS).collect();
    (!text.trim().is_empty()).then_some(text)
}

/// The value entered; for a list, all chosen entries.
fn value(field: &Dict<'_>) -> Option<String> {
    match inherited::<Object<'_>>(field, "V")? {
        Object::Array(chosen) => Some(chosen_of(&chosen).join(", ")),
        one => string(&one),
    }
}

fn chosen_of(chosen: &Array<'_>) -> Vec<String> {
    chosen.iter::<Object<'_>>().filter_map(|one| string(&one)).collect()
}

fn string(object: &Object<'_>) -> Option<String> {
    match object {
        Object::String(text) => Some(decoded(text.as_bytes())),
        _ => None,
    }
}

/// An entry of the field, or of its parent field.
fn inherited<'a, T: TryFrom<Object<'a>>>(field: &Dict<'a>, key: &str) -> Option<T> {
    let own = field.get::<Object<'a>>(key).or_else(|| field.get::<Dict<'a>>("Parent")?.get::<Object<'a>>(key))?;
    T::try_from(own).ok()
}

/// The size in `/Helv 12 Tf 0 g`; 0 leaves it to the viewer.
fn size(annotation: &Dict<'_>) -> Option<f64> {
    let look = inherited::<PdfString<'_>>(annotation, "DA")?;
    let look = String::from_utf8_lossy(look.as_bytes()).into_owned();
    let words: Vec<&str> = look.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "Tf")?;
    words.get(at.checked_sub(1)?)?.parse::<f64>().ok().filter(|size| *size > 0.0)
}

/// A text string (PDF 1.7, 7.9.2.2): UTF-16 or UTF-8 with a mark, else PDFDocEncoding, which is Latin-1 except for
/// dashes and quotation marks.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| letter(byte)).collect(),
    }
}

fn letter(byte: u8) -> char {
    match byte {
        0x80 => '•',
        0x84 => '—',
        0x85 => '–',
        0x8d => '“',
        0x8e => '”',
        0x8f => '‘',
        0x90 => '’',
        0xa0 => '€',
        _ => byte.into(),
    }
}

/// The line in pieces of at most this many letters, broken at blanks.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_inclusive(' ') {
        let is_full = lines
            .last()
            .is_some_and(|last| !last.is_empty() && last.chars().count() + word.trim_end().chars().count() > width);
        match lines.last_mut() {
            Some(last) if !is_full => last.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_by_their_mark() {
        assert_eq!(decoded(b"tiltr\xe6des \x85 nu"), "tiltrædes – nu");
        assert_eq!(decoded(b"\xfe\xff\0M\0\xf8"), "Mø");
        assert_eq!(decoded("\u{feff}Mø".as_bytes()), "Mø");
    }

    #[test]
    fn long_value_is_broken_at_blanks() {
        assert_eq!(wrapped("et to tre fire", 7), ["et to ", "tre ", "fire"]);
        assert_eq!(wrapped("etlangtord", 3), ["etlangtord"]);
    }
}
