//! Identifies a file that is no text by its first bytes.

/// First bytes and their formats. Sources: the formats' own specifications.
const SIGNATURES: [(&[u8], &str); 17] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file (OLE)"),
    (b"{\\rtf", "a Rich Text file (.rtf)"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM6", "a picture (BMP)"),
    (b"RIFF", "sound or moving pictures (RIFF)"),
    (b"ID3", "sound (MP3)"),
    (b"\x1f\x8b", "a packed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a packed folder (7z)"),
    (b"Rar!\x1a\x07", "a packed folder (RAR)"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"SQLite format 3\0", "a database (SQLite)"),
];

/// Office formats are identified by the names of the first packed files.
const OFFICE: [(&[u8], &str); 5] = [
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)"),
];

/// The format's name, if the bytes are known to be no plain text.
pub(super) fn name(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(office(bytes).unwrap_or("a packed folder (ZIP)"));
    }
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name)
}

fn office(bytes: &[u8]) -> Option<&'static str> {
    let contains = |part: &[u8]| bytes.windows(part.len()).any(|w| w == part);
    OFFICE.iter().find(|(part, _)| contains(part)).map(|(_, name)| *name)
}

/// The largest share of control characters in a text. Text has next to none: an escape sequence here and there, `§` of
/// old DOS files.
const MAX_CONTROLS: f64 = 0.02;
/// In short texts a single one would exceed that share, so this many are always allowed.
const FREE_CONTROLS: usize = 2;

/// Letters of UTF-7 (RFC 2152): `+APg-` is ø.
const UTF7: [&[u8]; 6] = [b"+AOY-", b"+APg-", b"+AOU-", b"+AMY-", b"+ANg-", b"+AMU-"];
/// In EBCDIC a blank is 0x40 and letters and figures are above 0x80; a blank follows each five or six letters.
const EBCDIC_BLANK: u8 = 0x40;

/// The name of an unsupported text encoding.
pub(super) fn foreign_text(bytes: &[u8]) -> Option<&'static str> {
    let count = |wanted: fn(u8) -> bool| bytes.iter().filter(|b| wanted(**b)).count();
    let shifted = UTF7.iter().map(|letter| bytes.windows(letter.len()).filter(|w| w == letter).count()).sum::<usize>();
    if shifted >= 2 && bytes.is_ascii() {
        return Some("a text in UTF-7");
    }
    let blanks = count(|b| b == EBCDIC_BLANK);
    let letters = count(
        |b| matches!(b, 0x81..=0x89 | 0x91..=0x99 | 0xa2..=0xa9 | 0xc1..=0xc9 | 0xd1..=0xd9 | 0xe2..=0xe9 | 0xf0..=0xf9),
    );
    let is_ebcdic =
        12 * blanks >= bytes.len() && 10 * letters >= 6 * bytes.len() && 50 * count(|b| b == b' ') < bytes.len();
    is_ebcdic.then_some("a text in EBCDIC")
}

/// True where too many characters have no meaning in a text.
pub(super) fn is_binary(text: &str) -> bool {
    let is_odd = |ch: &char| ch.is_control() && !"\t\n\r\u{c}".contains(*ch);
    let (controls, all) = (text.chars().filter(is_odd).count(), text.chars().count());
    controls > FREE_CONTROLS && controls as f64 > MAX_CONTROLS * all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_files_are_told_from_other_packed_ones() {
        assert_eq!(name(b"PK\x03\x04....[Content_Types].xml....word/document.xml"), Some("a Word document (.docx)"));
        assert_eq!(name(b"PK\x03\x04....noter.txt"), Some("a packed folder (ZIP)"));
    }

    #[test]
    fn texts_of_other_worlds_are_named() {
        let ebcdic = b"\xd9\x85\x86\x85\x99\x81\xa3\x40\x86\x99\x81\x40\x94\x6a\x84\x85\x40\x84\x85\x95\x40\xf1\xf2";
        assert_eq!(foreign_text(ebcdic), Some("a text in EBCDIC"));
        assert_eq!(foreign_text(b"M+APg-de p+AOU- R+AOU-dhuset"), Some("a text in UTF-7"));
        assert_eq!(foreign_text("Møde på Rådhuset, åbent hus +A-".as_bytes()), None);
        assert_eq!(foreign_text(b"M\xf8de p\xe5 R\xe5dhuset"), None);
    }

    #[test]
    fn an_escape_sequence_does_not_make_a_text_binary() {
        assert!(!is_binary("\u{1b}[1mReferat\u{1b}[0m fra mødet"));
        assert!(is_binary("\0\u{1}\u{2}\0\0\u{7f}abc"));
    }
}
