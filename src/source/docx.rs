//! Word documents (.docx, Office Open XML, ECMA-376).
//!
//! The file is a packed folder of XML parts. [`body`] reads the text with its tables; [`styles`] says how paragraphs are
//! set, since headings are known by it; [`numbering`] works out the numbers that Word prints in front of paragraphs and
//! that stand nowhere in the text. Pages are where the author or Word's last print put their breaks.

mod body;
mod numbering;
mod styles;
mod xml;

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::guard;
use super::{Document, Format, Line, Reason};
use crate::note::Noted;
use numbering::Numbering;
use styles::Styles;

/// A part may unpack to this many bytes; the largest real one has some 20 MiB.
const MAX_PART: u64 = 256 << 20;

type Archive = ZipArchive<Cursor<Vec<u8>>>;

/// True for a packed folder that holds what only Word puts there.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    const PART: &[u8] = b"word/document";
    bytes.starts_with(b"PK\x03\x04") && bytes.windows(PART.len()).any(|w| w == PART)
}

/// Reads a document.
///
/// # Errors
///
/// [`Reason::BrokenOffice`] where it cannot be opened, [`Reason::Empty`] where it has no text.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let broken = || Reason::BrokenOffice("its inner structure is damaged".into());
    let pages = guard::run(|| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let body = part(&mut archive, "word/document.xml")?;
        let styles = part(&mut archive, "word/styles.xml").map(|xml| Styles::read(&xml)).unwrap_or_default();
        let numbering = part(&mut archive, "word/numbering.xml").map(|xml| Numbering::read(&xml)).unwrap_or_default();
        Some(body::pages(&body, &styles, numbering))
    });
    let pages = pages.unwrap_or(None).ok_or_else(broken)?;
    if pages.iter().flat_map(|page| &page.lines).all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    Ok(Noted::clean(value))
}

/// One part, unpacked; `None` where there is none, or one too large.
fn part(archive: &mut Archive, name: &str) -> Option<String> {
    let part = archive.by_name(name).ok()?;
    let mut xml = Vec::new();
    // The size that the folder tells may be a lie.
    part.take(MAX_PART + 1).read_to_end(&mut xml).ok()?;
    (xml.len() as u64 <= MAX_PART).then(|| String::from_utf8_lossy(&xml).into_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, xml) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(xml.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> String {
        format!("<w:document xmlns:w='x'><w:body>{body}</w:body></w:document>")
    }

    const STYLES: &str = "<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='22'/></w:rPr></w:rPrDefault></w:docDefaults>\
        <w:style w:styleId='Base'><w:rPr><w:b/></w:rPr></w:style>\
        <w:style w:styleId='Overskrift1'><w:basedOn w:val='Base'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:rPr><w:sz w:val='32'/></w:rPr></w:style></w:styles>";
    const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";

    #[test]
    fn headings_have_their_style_and_their_number() {
        let body = document(
            "<w:p><w:pPr><w:pStyle w:val='Overskrift1'/></w:pPr><w:r><w:t>Økonomi</w:t></w:r></w:p><w:p><w:r><w:t>Møde</w:t></w:r></w:p>\
             <w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>at</w:t></w:r></w:p>\
             <w:p><w:pPr><w:pStyle w:val='Overskrift1'/></w:pPr><w:r><w:t>Drift</w:t></w:r></w:p>",
        );
        let parts =
            [("word/document.xml", body.as_str()), ("word/styles.xml", STYLES), ("word/numbering.xml", NUMBERING)];
        let bytes = docx(&parts);
        assert!(is_docx(&bytes));
        let read = read("a.docx", bytes).unwrap().value;
        assert_eq!(read.text(), "3. Økonomi\nMøde\n3.a) at\n4. Drift\n");
        let settings: Vec<(f32, bool)> =
            read.lines().filter_map(|(_, l)| l.setting).map(|s| (s.size, s.bold)).collect();
        assert_eq!(settings, [(16.0, true), (11.0, false), (11.0, false), (16.0, true)]);
    }

    #[test]
    fn tables_are_rows_and_breaks_are_pages() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let body = document(&format!(
            "<w:tbl><w:tr>{}{}</w:tr></w:tbl><w:p><w:r><w:t xml:space='preserve'>Slut </w:t><w:tab/><w:t>her</w:t>\
             <w:br w:type='page'/><w:t>Side to &amp; &#230;</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>nej</w:delText></w:r></w:del></w:p>",
            cell("Drift"),
            cell("1.200")
        ));
        let read = read("a.docx", docx(&[("word/document.xml", &body)])).unwrap().value;
        assert_eq!(read.text(), "Drift\t1.200\nSlut \ther\n\u{c}Side to & æ\n\n");
    }

    #[test]
    fn document_that_is_damaged_says_so() {
        let mut bytes = docx(&[("word/document.xml", &document("<w:p/>"))]);
        assert_eq!(read("a.docx", bytes.clone()).unwrap_err(), Reason::Empty);
        bytes.truncate(60);
        assert!(matches!(read("a.docx", bytes).unwrap_err(), Reason::BrokenOffice(_)));
    }

    proptest::proptest! {
        #[test]
        fn no_changed_byte_makes_it_panic(at in 0usize..700, byte: u8) {
            let mut bytes = docx(&[("word/document.xml", &document("<w:p><w:r><w:t>a</w:t></w:r></w:p>")), ("word/styles.xml", STYLES)]);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read("a.docx", bytes);
        }
    }
}
