//! Reads Word documents (.docx, .docm, .dotx; Office Open XML, ECMA-376).
//!
//! The file is a ZIP package of XML parts ([`package`]) that refer to each other. [`body`] reads the text with its
//! tables. [`styles`] resolves the formatting of paragraphs, as evidence for headings. [`numbering`] computes the
//! paragraph numbers printed by Word, because the text does not contain them. Pages begin at the breaks of the author
//! or of Word's last print. Of a truncated or damaged document the text before the damage is read, with a note.

mod body;
mod notes;
mod numbering;
pub(super) mod package;
mod styles;
pub(super) mod xml;

use super::catch_panic;
use super::{Document, Format, Line, Page, Reason};
use crate::note::{Note, Noted};
use notes::Notes;
use numbering::Numbering;
use package::{Package, Relations};
use styles::Styles;

/// Nesting depth of embedded documents; Word makes none deeper.
const MAX_DEPTH: u32 = 3;

/// True for a ZIP package with parts found only in Word documents.
pub(super) fn is_docx(bytes: &[u8]) -> bool {
    const PART: &[u8] = b"word/";
    bytes.starts_with(b"PK\x03\x04") && bytes.windows(PART.len()).any(|w| w == PART) && !is_other_office(bytes)
}

/// A workbook or a set of slides may hold a folder of that name too.
fn is_other_office(bytes: &[u8]) -> bool {
    [&b"xl/workbook"[..], b"ppt/presentation"].iter().any(|part| bytes.windows(part.len()).any(|w| w == *part))
}

/// Reads a document.
///
/// # Errors
///
/// [`Reason::BrokenOffice`] where it cannot be opened, [`Reason::Empty`] where it has no text.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let broken = || Reason::BrokenOffice("its inner structure is damaged".into());
    let (pages, is_whole) = catch_panic::on_own_thread(|| pages(bytes, 0)).unwrap_or(None).ok_or_else(broken)?;
    if pages.iter().flat_map(|page| &page.lines).all(Line::is_blank) {
        return Err(if is_whole { Reason::Empty } else { broken() });
    }
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    let damage = Note::warning("the document is damaged; it was read up to the place where it breaks off");
    let notes = if is_whole { Vec::new() } else { vec![damage.with_hint("fetch it again from where it came")] };
    Ok(Noted { value, notes })
}

/// The pages, and whether they are all.
fn pages(bytes: Vec<u8>, depth: u32) -> Option<(Vec<Page>, bool)> {
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let relations = package.relations(&main);
    let (body, is_whole) = package.text(&main)?;
    let part = |package: &mut Package, kind: &str, usual: &str| {
        let name = relations.of_kind(kind).unwrap_or_else(|| usual.to_owned());
        package.text(&name).map(|(xml, _)| xml)
    };
    let styles = part(&mut package, "styles", "word/styles.xml").map(|xml| Styles::read(&xml)).unwrap_or_default();
    let numbering = part(&mut package, "numbering", "word/numbering.xml").map(|xml| Numbering::read(&xml));
    let mut notes = |kind: &str| part(&mut package, kind, "").map(|xml| Notes::read(&xml)).unwrap_or_default();
    let (footnotes, endnotes) = (notes("footnotes"), notes("endnotes"));
    let is_cut_off = package.is_cut_off();
    let mut parts = Parts { package, relations, footnotes, endnotes, depth };
    let (pages, is_closed) = body::pages(&body, &styles, numbering.unwrap_or_default(), &mut parts);
    Some((pages, is_whole && is_closed && !is_cut_off))
}

/// The part with the text: as declared, or by its usual name.
fn main_part(package: &mut Package) -> Option<String> {
    let named = package.relations("").of_kind("officeDocument");
    let names = package.names();
    let exists = |name: &String| names.iter().any(|other| other == name);
    let usual = || names.iter().find(|name| name.starts_with("word/document") && name.ends_with(".xml")).cloned();
    named.filter(exists).or_else(usual)
}

/// The parts referred to by the text.
struct Parts {
    package: Package,
    relations: Relations,
    footnotes: Notes,
    endnotes: Notes,
    depth: u32,
}

impl body::Parts for Parts {
    fn chunk(&mut self, relation: &str) -> Vec<Line> {
        let part = self.relations.by_id(relation).and_then(|name| self.package.bytes(&name));
        part.map(|(bytes, _)| chunk(bytes, self.depth + 1)).unwrap_or_default()
    }

    fn note(&self, id: &str, at_the_end: bool) -> Option<String> {
        let notes = if at_the_end { &self.endnotes } else { &self.footnotes };
        notes.get(id).map(str::to_owned)
    }
}

/// The lines of a part in another format: a web page, a saved one with its pictures, Rich Text, another document, text.
fn chunk(bytes: Vec<u8>, depth: u32) -> Vec<Line> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    if is_docx(&bytes) {
        let pages = pages(bytes, depth).map(|(pages, _)| pages).unwrap_or_default();
        return pages.into_iter().flat_map(|page| page.lines).collect();
    }
    let read = super::read_bytes("", bytes);
    read.map(|read| read.value.pages.into_iter().flat_map(|page| page.lines).collect()).unwrap_or_default()
}

/// Reads a document stored as one XML file: Word 2003, or the parts of a newer one in sequence.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_xml(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let xml = String::from_utf8_lossy(bytes);
    let (styles, mut parts) = (Styles::read(&xml), NoParts);
    let (pages, is_whole) = body::pages(&xml, &styles, Numbering::default(), &mut parts);
    if pages.iter().flat_map(|page| &page.lines).all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    let notes =
        (!is_whole).then(|| Note::warning("the document is damaged; it was read up to the place where it breaks off"));
    Ok(Noted { value, notes: notes.into_iter().collect() })
}

/// True for such an XML file, by its first tags.
pub(super) fn is_word_xml(bytes: &[u8]) -> bool {
    /// Bytes searched for the first tags.
    const HEAD: usize = 4096;
    let head = &bytes[..bytes.len().min(HEAD)];
    let contains = |part: &[u8]| head.windows(part.len()).any(|w| w == part);
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    start.starts_with(b"<") && (contains(b":wordDocument") || contains(b"<pkg:package"))
}

/// An XML file has no parts beside it.
struct NoParts;

impl body::Parts for NoParts {
    fn chunk(&mut self, _: &str) -> Vec<Line> {
        Vec::new()
    }

    fn note(&self, _: &str, _: bool) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

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

    fn text(parts: &[(&str, &str)]) -> String {
        read("a.docx", docx(parts)).unwrap().value.text()
    }

    fn paragraph(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn document_that_is_damaged_says_so() {
        let mut bytes = docx(&[("word/document.xml", &document("<w:p/>"))]);
        assert_eq!(read("a.docx", bytes.clone()).unwrap_err(), Reason::Empty);
        bytes.truncate(60);
        assert!(matches!(read("a.docx", bytes).unwrap_err(), Reason::BrokenOffice(_)));
    }

    #[test]
    fn document_that_is_cut_off_is_read_up_to_there() {
        let long: String = (0..2000).map(|n| paragraph(&format!("Linje {n} om sag {}", n * 7919 % 1000))).collect();
        let mut bytes = docx(&[("word/document.xml", &document(&long))]);
        bytes.truncate(bytes.len() / 2);
        let read = read("a.docx", bytes).unwrap();
        assert!(read.value.text().starts_with("Linje 0 om sag 0\n") && read.value.pages[0].lines.len() > 100);
        assert_eq!(read.notes.len(), 1);
        let broken = format!("<w:document><w:body>{}<w:p><w:r><w:t>slut", paragraph("Begyndelsen"));
        let read = super::read("a.docx", docx(&[("word/document.xml", &broken)])).unwrap();
        assert_eq!((read.value.text().as_str(), read.notes.len()), ("Begyndelsen\nslut\n", 1));
    }

    #[test]
    fn main_part_is_the_one_that_the_file_names() {
        let relations = "<Relationships><Relationship Id='r' Type='http://x/officeDocument' Target='/word/document2.xml'/></Relationships>";
        let (old, new) = (document(&paragraph("gammel")), document(&paragraph("ny")));
        let parts =
            [("_rels/.rels", relations), ("word/document.xml", old.as_str()), ("word/document2.xml", new.as_str())];
        assert_eq!(text(&parts), "ny\n");
    }

    #[test]
    fn part_in_another_format_stands_where_it_belongs() {
        let body = document(&format!("{}<w:altChunk r:id='c'/>{}", paragraph("før"), paragraph("efter")));
        let relations =
            "<Relationships><Relationship Id='c' Type='http://x/aFChunk' Target='chunk.html'/></Relationships>";
        let page = "<html><body><p>Beslutning</p><p>Godkendt.</p></body></html>";
        let parts = [
            ("word/document.xml", body.as_str()),
            ("word/_rels/document.xml.rels", relations),
            ("word/chunk.html", page),
        ];
        assert_eq!(text(&parts), "før\nBeslutning\nGodkendt.\nefter\n");
    }

    #[test]
    fn text_boxes_footnotes_and_accepted_changes_are_read() {
        let body = document(
            "<w:p><w:r><w:t>Før</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>I en boks</w:t></w:r></w:p></w:txbxContent></w:r>\
             <w:r><w:t> og efter</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
             <w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>Taksten </w:t></w:r></w:p>\
             <w:p><w:ins><w:r><w:t>stiger</w:t></w:r></w:ins><w:del><w:r><w:delText>falder</w:delText></w:r></w:del></w:p>\
             <w:tbl><w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc><w:p><w:r><w:t>slettet</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let relations =
            "<Relationships><Relationship Id='f' Type='http://x/footnotes' Target='footnotes.xml'/></Relationships>";
        let notes = "<w:footnotes><w:footnote w:id='2'><w:p><w:r><w:t>Jf. budgettet</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let parts = [
            ("word/document.xml", body.as_str()),
            ("word/_rels/document.xml.rels", relations),
            ("word/footnotes.xml", notes),
        ];
        assert_eq!(text(&parts), "I en boks\nFør og efter\nNote 2: Jf. budgettet\nTaksten stiger\n");
    }

    #[test]
    fn part_in_utf16_is_read() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        let xml = document(&paragraph("Møde på Ærø"));
        let bytes: Vec<u8> = "\u{feff}".encode_utf16().chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        writer.write_all(&bytes).unwrap();
        let read = read("a.docx", writer.finish().unwrap().into_inner()).unwrap().value;
        assert_eq!(read.text(), "Møde på Ærø\n");
    }

    #[test]
    fn xml_of_word_2003_is_read() {
        let xml =
            format!("<?xml version='1.0'?><w:wordDocument><w:body>{}</w:body></w:wordDocument>", paragraph("Møde"));
        assert!(is_word_xml(xml.as_bytes()) && !is_word_xml(b"<html>"));
        assert_eq!(read_xml("a.xml", xml.as_bytes()).unwrap().value.text(), "Møde\n");
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
