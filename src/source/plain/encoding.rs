//! Detects the encoding of a text.
//!
//! A byte order mark decides; then valid UTF-8; then UTF-16 by its zero bytes. Of the one-byte encodings, the winner is
//! the one whose bytes above 127 are Danish letters inside words: æ, ø and å are three in a hundred letters of Danish,
//! and have different codes in Windows-1252 (a superset of Latin-1), in the code pages of DOS and on old Macs. Without
//! Danish letters, chardetng decides. A file concatenated from several may mix UTF-8 lines with lines in another
//! encoding; each line is decoded separately.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Code page 865, the Danish and Norwegian one of DOS, or 850, which has the same codes for the Danish letters.
    Dos,
    Other(&'static encoding_rs::Encoding),
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Dos => "CP865 (DOS)",
            Self::Other(other) => other.name(),
        }
    }
}

/// A text and its encoding.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: Encoding,
    /// The offset of the text in the file, if bytes and text correspond.
    pub source_start: Option<usize>,
    /// Bytes without a letter in the encoding.
    pub lost: usize,
    /// The encoding of some lines, and their number, if the others are in `encoding`.
    pub mixed: Option<(Encoding, usize)>,
}

pub(super) fn decode(bytes: &[u8]) -> Decoded {
    match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => utf8(text, 3).unwrap_or_else(|| lossy(text)),
        [0xff, 0xfe, text @ ..] => by(Encoding::Utf16Le, text),
        [0xfe, 0xff, text @ ..] => by(Encoding::Utf16Be, text),
        _ if is_utf16(bytes, 1) => by(Encoding::Utf16Le, bytes),
        _ if is_utf16(bytes, 0) => by(Encoding::Utf16Be, bytes),
        _ => utf8(bytes, 0).unwrap_or_else(|| damaged_or_one_byte(bytes)),
    }
}

fn utf8(bytes: &[u8], source_start: usize) -> Option<Decoded> {
    let text = std::str::from_utf8(bytes).ok()?.to_owned();
    Some(Decoded { text, encoding: Encoding::Utf8, source_start: Some(source_start), lost: 0, mixed: None })
}

fn lossy(bytes: &[u8]) -> Decoded {
    let lost = bytes.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count();
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded { text, encoding: Encoding::Utf8, source_start: None, lost, mixed: None }
}

/// UTF-8 with a few damaged places has far more multi-byte letters than damaged ones; other encodings have none.
/// Anything else is read line by line, if some lines are UTF-8 and others are not.
fn damaged_or_one_byte(bytes: &[u8]) -> Decoded {
    if let Some(decoded) = line_by_line(bytes) {
        return decoded;
    }
    let broken = lossy(bytes);
    let whole = broken.text.chars().filter(|ch| !ch.is_ascii() && *ch != char::REPLACEMENT_CHARACTER).count();
    if whole > 4 * broken.lost { broken } else { by(one_byte(bytes), bytes) }
}

/// Lines in UTF-8 mixed with lines in a one-byte encoding, identified by its Danish letters; `None` for other texts.
fn line_by_line(bytes: &[u8]) -> Option<Decoded> {
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    let letters = |line: &[u8]| std::str::from_utf8(line).is_ok_and(|text| !text.is_ascii());
    let others: Vec<u8> = lines().filter(|line| std::str::from_utf8(line).is_err()).flatten().copied().collect();
    let encoding = one_byte(&others);
    // A line that is partly UTF-8 is damaged, not in another encoding.
    let is_other = |line: &[u8]| {
        let chunks = || line.utf8_chunks();
        chunks().any(|chunk| !chunk.invalid().is_empty()) && chunks().all(|chunk| chunk.valid().is_ascii())
    };
    if !lines().any(letters) || danish_letters(&others, encoding) == 0 {
        return None;
    }
    let (mut text, mut lost, mut count) = (String::with_capacity(bytes.len()), 0, 0);
    for line in lines() {
        let decoded = if is_other(line) { by(encoding, line) } else { lossy(line) };
        count += usize::from(is_other(line));
        lost += decoded.lost;
        text.push_str(&decoded.text);
    }
    Some(Decoded { text, encoding: Encoding::Utf8, source_start: None, lost, mixed: Some((encoding, count)) })
}

/// The number of Danish letters in these bytes under this encoding.
fn danish_letters(bytes: &[u8], encoding: Encoding) -> usize {
    let places = PLACES.iter().find(|(other, _)| *other == encoding);
    places.map_or(0, |(_, places)| in_words(bytes, places))
}

fn by(encoding: Encoding, bytes: &[u8]) -> Decoded {
    let text = match encoding {
        Encoding::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0.into_owned(),
        Encoding::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0.into_owned(),
        Encoding::Dos => bytes.iter().map(|&byte| dos(byte)).collect(),
        Encoding::Other(other) => other.decode_without_bom_handling(bytes).0.into_owned(),
        Encoding::Utf8 => return lossy(bytes),
    };
    let lost = text.chars().filter(|ch| *ch == char::REPLACEMENT_CHARACTER).count();
    Decoded { text, encoding, source_start: None, lost, mixed: None }
}

/// Latin letters in UTF-16 have a zero byte each; `zero` is its place in the pair.
fn is_utf16(bytes: &[u8], zero: usize) -> bool {
    let pairs = bytes.len() / 2;
    let zeros = |place: usize| bytes.chunks_exact(2).filter(|pair| pair[place] == 0).count();
    pairs >= 2 && 10 * zeros(zero) >= 7 * pairs && 20 * zeros(1 - zero) < pairs
}

/// The codes of `æ ø å Æ Ø Å é §`.
const PLACES: [(Encoding, [u8; 8]); 3] = [
    (Encoding::Other(WINDOWS_1252), [0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5, 0xe9, 0xa7]),
    (Encoding::Dos, [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f, 0x82, 0xf5]),
    (Encoding::Other(encoding_rs::MACINTOSH), [0xbe, 0xbf, 0x8c, 0xae, 0xaf, 0x81, 0x8e, 0xa4]),
];

fn one_byte(bytes: &[u8]) -> Encoding {
    let best = PLACES.iter().rev().map(|(encoding, places)| (in_words(bytes, places), *encoding));
    match best.max_by_key(|(count, _)| *count) {
        Some((1.., encoding)) => encoding,
        _ => guess(bytes),
    }
}

/// Counts the letters beside the bytes for æ, ø and å. Both sides count because quotation marks and dashes with the
/// same bytes in other encodings are at the edges of words. Capitals count only between capitals, as in a text in
/// capitals, because `Æ` of DOS is the apostrophe of Windows.
fn in_words(bytes: &[u8], places: &[u8; 8]) -> usize {
    let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
    let is_letter = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || places.contains(&b));
    let is_capital = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_uppercase());
    let sides = |at: usize| (byte(at.checked_sub(1)), byte(Some(at + 1)));
    let worth = |(at, b): (usize, &u8)| {
        let (left, right) = sides(at);
        match places.iter().position(|place| place == b) {
            Some(0..3) => usize::from(is_letter(left)) + usize::from(is_letter(right)),
            Some(3..6) if is_capital(left) && is_capital(right) => 2,
            _ => 0,
        }
    };
    bytes.iter().enumerate().map(worth).sum()
}

fn guess(bytes: &[u8]) -> Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    Encoding::Other(detector.guess(Some(b"dk"), chardetng::Utf8Detection::Deny))
}

/// The upper half of code page 865 (IBM), except for the code of `§`, taken from code page 850: 865 has half an
/// integral sign there, and no text uses that.
const DOS_UPPER: [char; 128] = [
    'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', //
    'É', 'æ', 'Æ', 'ô', 'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '₧', 'ƒ', //
    'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º', '¿', '⌐', '¬', '½', '¼', '¡', '«', '¤', //
    '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', //
    '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', //
    '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', //
    'α', 'ß', 'Γ', 'π', 'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', //
    '≡', '±', '≥', '≤', '⌠', '§', '÷', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{a0}', //
];

fn dos(byte: u8) -> char {
    match byte {
        // DOS draws a section sign for this control character, and its word processors used it.
        0x15 => '§',
        // The end of a file in CP/M and early DOS.
        0x1a => '\n',
        0..=127 => byte.into(),
        _ => DOS_UPPER[usize::from(byte - 128)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Møde på Rådhuset: æblegrød, § 110 (Ærø)";

    fn dos_bytes(text: &str) -> Vec<u8> {
        let place = |ch: char| DOS_UPPER.iter().position(|upper| *upper == ch).map(|at| at as u8 + 128);
        text.chars().map(|ch| if ch.is_ascii() { ch as u8 } else { place(ch).unwrap() }).collect()
    }

    fn check(bytes: &[u8], encoding: Encoding) {
        let decoded = decode(bytes);
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.lost), (TEXT, encoding, 0));
    }

    #[test]
    fn utf8_with_and_without_mark() {
        check(TEXT.as_bytes(), Encoding::Utf8);
        check(&["\u{feff}".as_bytes(), TEXT.as_bytes()].concat(), Encoding::Utf8);
    }

    #[test]
    fn utf16_with_and_without_mark() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, Encoding::Utf16Le);
        check(&big, Encoding::Utf16Be);
        check(&[b"\xff\xfe", little.as_slice()].concat(), Encoding::Utf16Le);
        check(&[b"\xfe\xff", big.as_slice()].concat(), Encoding::Utf16Be);
    }

    #[test]
    fn one_byte_encodings_are_told_apart_by_danish_letters() {
        check(&WINDOWS_1252.encode(TEXT).0, Encoding::Other(WINDOWS_1252));
        check(&dos_bytes(TEXT), Encoding::Dos);
        let mac = b"M\xbfde p\x8c R\x8cdhuset: \xbeblegr\xbfd, \xa4 110 (\xaer\xbf)";
        check(mac, Encoding::Other(encoding_rs::MACINTOSH));
    }

    #[test]
    fn quotation_marks_of_windows_are_not_letters_of_dos() {
        let bytes = b"Udvalget\x92s \x93nye\x94 f\xe6lles m\xe5l \x96 og \x91resten\x92";
        assert_eq!(decode(bytes).text, "Udvalget’s “nye” fælles mål – og ‘resten’");
        assert_eq!(decode(b"it isn\x92t, they don\x92t").text, "it isn’t, they don’t");
    }

    #[test]
    fn capitals_tell_the_encoding_of_a_text_all_in_capitals() {
        assert_eq!(decode(b"M\x9dDE P\x8f R\x8fDHUSET, B\x92RE").text, "MØDE PÅ RÅDHUSET, BÆRE");
        assert_eq!(decode(b"M\xafDE, R\x81DHUSET").text, "MØDE, RÅDHUSET");
        assert_eq!(decode(b"M\xd8DE, R\xc5DHUSET").text, "MØDE, RÅDHUSET");
    }

    #[test]
    fn lines_of_another_encoding_are_read_in_it() {
        let bytes = ["Møde på Ærø\n".as_bytes(), b"R\xe5det m\xf8des\n", "Næste".as_bytes()].concat();
        let decoded = decode(&bytes);
        assert_eq!((decoded.text.as_str(), decoded.lost), ("Møde på Ærø\nRådet mødes\nNæste", 0));
        assert_eq!(decoded.mixed, Some((Encoding::Other(WINDOWS_1252), 1)));
    }

    #[test]
    fn a_few_broken_bytes_leave_utf8_what_it_is() {
        let bytes = [TEXT.as_bytes(), b" \xff ", TEXT.as_bytes()].concat();
        let decoded = decode(&bytes);
        assert_eq!((decoded.encoding, decoded.lost), (Encoding::Utf8, 1));
    }
}
