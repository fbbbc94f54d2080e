//! Reads old Word documents (.doc, Word 97 to 2003; [MS-DOC]) and Outlook messages (.msg; [MS-OXMSG]).
//!
//! Word keeps the characters of a document in pieces. A table gives the place of each piece in the file and its width,
//! one or two bytes per character. Fields give their result, cells end at their mark. Formatting is kept elsewhere and
//! not read.

use super::ole::{Ole, Storage, u16_at, u32_at};
use super::plain::decoded;
use super::{Document, Format, Line, Page, Reason, catch_panic, html};
use crate::note::{Note, Noted};
use crate::text::without_controls;

/// Magic number at the start of Word's main stream ([MS-DOC] 2.5.2, `wIdent`).
const WORD: u16 = 0xa5ec;
/// The first version of Word with this layout of pieces: 97 (`nFib`).
const FIRST_VERSION: u16 = 0x00c1;
/// Flags of the header ([MS-DOC] 2.5.2): encrypted; the stream with the tables.
const ENCRYPTED: u16 = 1 << 8;
/// The tables are in the stream `1Table`, not `0Table`.
const SECOND_TABLE: u16 = 1 << 9;
/// Offsets in the header: the number of characters of the text and of its footnotes, and the table of pieces ([MS-DOC]
/// 2.5.4 to 2.5.6).
const TEXT_LETTERS: usize = 0x4c;
/// Offset of the number of characters in footnotes.
const NOTE_LETTERS: usize = 0x50;
/// Offset of the place of the table of pieces.
const PIECES: usize = 0x1a2;
/// A piece's offset with this bit has characters of one byte, at half the offset ([MS-DOC] 2.9.73).
const ONE_BYTE: u32 = 1 << 30;
/// Reading stops after this many characters; the longest real document has some two million.
const MAX_LETTERS: usize = 50_000_000;

/// Reads an old Word document or a letter.
///
/// # Errors
///
/// [`Reason::NeedsPassword`], [`Reason::Empty`], or [`Reason::UnknownFormat`] where it is neither.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let broken = || Reason::BrokenOffice("its inner structure is damaged".into());
    let read = catch_panic::on_own_thread(|| text(bytes)).unwrap_or_else(|_| Err(broken()))?;
    let pages = pages(&read);
    if pages.iter().flat_map(|page| &page.lines).all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    Ok(Noted { value, notes: vec![Note::info("an old Word document or letter; read without the look of its letters")] })
}

fn text(bytes: &[u8]) -> Result<String, Reason> {
    let Some(ole) = Ole::open(bytes) else {
        return Err(Reason::UnknownFormat("an old Word, Excel or Outlook file (OLE)".into()));
    };
    if ole.has("EncryptedPackage") {
        return Err(Reason::NeedsPassword);
    }
    if let Some(word) = ole.stream("WordDocument") {
        return document(&ole, &word);
    }
    outlook_message(&ole).ok_or_else(|| Reason::UnknownFormat(kind(&ole).into()))
}

/// The likely kind of another file of this container format.
fn kind(ole: &Ole<'_>) -> &'static str {
    match () {
        () if ole.has("Workbook") || ole.has("Book") => "an old Excel workbook (.xls)",
        () if ole.has("PowerPoint Document") => "an old PowerPoint file (.ppt)",
        () => "a file of an old Office program (OLE)",
    }
}

fn document(ole: &Ole<'_>, word: &[u8]) -> Result<String, Reason> {
    let old = || Reason::UnknownFormat("a document of Word 95 or older (.doc)".into());
    let (mark, version, flags) = (u16_at(word, 0), u16_at(word, 2), u16_at(word, 10));
    if mark != Some(WORD) || version.is_none_or(|version| version < FIRST_VERSION) {
        return Err(old());
    }
    let flags = flags.unwrap_or(0);
    if flags & ENCRYPTED != 0 {
        return Err(Reason::NeedsPassword);
    }
    let table = ole.stream(if flags & SECOND_TABLE == 0 { "0Table" } else { "1Table" });
    let broken = || Reason::BrokenOffice("its table of pieces is damaged".into());
    pieces(word, &table.ok_or_else(broken)?).ok_or_else(broken)
}

/// The characters of the text and its footnotes.
fn pieces(word: &[u8], table: &[u8]) -> Option<String> {
    let (start, length) = (u32_at(word, PIECES)? as usize, u32_at(word, PIECES + 4)? as usize);
    let mut rest = table.get(start..start.checked_add(length)?)?;
    // Formatting changes come before the pieces.
    while rest.first() == Some(&1) {
        rest = rest.get(3 + usize::from(u16_at(rest, 1)?)..)?;
    }
    let list = rest.get(5..5usize.checked_add(u32_at(rest, 1)? as usize)?).filter(|_| rest.first() == Some(&2))?;
    let count = list.len().checked_sub(4)? / 12;
    let letters =
        (u32_at(word, TEXT_LETTERS)? as usize).saturating_add(u32_at(word, NOTE_LETTERS)? as usize).min(MAX_LETTERS);
    let mut text = String::new();
    for piece in 0..count {
        let (from, to) = (u32_at(list, 4 * piece)? as usize, (u32_at(list, 4 * piece + 4)? as usize).min(letters));
        let place = u32_at(list, 4 * (count + 1) + 8 * piece + 2)?;
        let length = to.saturating_sub(from);
        if place & ONE_BYTE != 0 {
            let at = ((place & !ONE_BYTE) / 2) as usize;
            let bytes = word.get(at..at.checked_add(length)?.min(word.len()))?;
            text.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0);
        } else {
            let at = place as usize;
            let bytes = word.get(at..at.checked_add(2 * length)?.min(word.len()))?;
            text.push_str(&encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0);
        }
    }
    Some(shown(&text))
}

/// The text with line ends and tabs for Word's marks. A field gives its result, not its code.
fn shown(text: &str) -> String {
    let (mut out, mut hidden) = (String::with_capacity(text.len()), Vec::new());
    let mut chars = text.chars().peekable();
    while let Some(ch) = chars.next() {
        match ch {
            '\u{13}' => hidden.push(true),
            '\u{14}' => {
                if let Some(last) = hidden.last_mut() {
                    *last = false;
                }
            }
            '\u{15}' => drop(hidden.pop()),
            _ if hidden.contains(&true) => {}
            '\r' | '\u{b}' => out.push('\n'),
            // A cell's mark; the second of two in a row ends the row.
            '\u{7}' if chars.peek() == Some(&'\u{7}') => {
                chars.next();
                out.push('\n');
            }
            '\u{7}' => out.push('\t'),
            '\u{c}' => out.push('\u{c}'),
            '\u{1e}' => out.push('-'),
            '\u{1f}' | '\u{ad}' => {}
            '\t' => out.push('\t'),
            ch if ch.is_control() => {}
            ch => out.push(ch),
        }
    }
    out
}

/// Subject, sender and body of an Outlook message.
fn outlook_message(ole: &Ole<'_>) -> Option<String> {
    message(ole, ole.root()?)
}

/// The message in a storage: that of the file, or of a message attached to it.
fn message(ole: &Ole<'_>, storage: Storage) -> Option<String> {
    let property = |id: &str| property(ole, storage, id);
    let page = || Some(crate::text::without_controls(&html_text(&ole.stream_in(storage, "__substg1.0_10130102")?)));
    let body = property("1000").filter(|body| !body.trim().is_empty()).or_else(page)?;
    let head = |name: &str, id: &str| property(id).map(|value| format!("{name}: {value}\n")).unwrap_or_default();
    Some(format!("{}{}\n{}", head("Fra", "0C1A"), head("Emne", "0037"), body.replace("\r\n", "\n")))
}

/// A message that has its words only as a web page.
fn html_text(page: &[u8]) -> String {
    let lines = html::lines(&decoded(page).0);
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// A text property of an Outlook message or attachment ([MS-OXMSG] 2.1.3).
fn property(ole: &Ole<'_>, storage: Storage, id: &str) -> Option<String> {
    let unicode = ole.stream_in(storage, &format!("__substg1.0_{id}001F"));
    let ansi = || ole.stream_in(storage, &format!("__substg1.0_{id}001E"));
    let text = match unicode {
        Some(bytes) => encoding_rs::UTF_16LE.decode_without_bom_handling(&bytes).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&ansi()?).0.into_owned(),
    };
    // Some programs end a text with a zero.
    Some(text.trim_end_matches('\0').to_owned())
}

/// Messages attached to messages attached to a message: forwarded letters nest some five deep.
const MAX_MESSAGES: usize = 10;

/// Names and contents of what is attached to an Outlook message. A message attached to it is its text, and what is attached
/// to that one.
pub(super) fn attached(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    if let Some(ole) = Ole::open(bytes).filter(|ole| !ole.has("WordDocument"))
        && let Some(root) = ole.root()
    {
        add_attached(&ole, root, 0, &mut found);
    }
    found
}

fn add_attached(ole: &Ole<'_>, of: Storage, depth: usize, found: &mut Vec<(String, Vec<u8>)>) {
    if depth > MAX_MESSAGES {
        return;
    }
    for storage in ole.storages(of, "__attach_version1.0_") {
        let property = |id: &str| property(ole, storage, id).filter(|text| !text.trim().is_empty());
        // The long name, the short one of DOS, the name that is shown.
        let name = || property("3707").or_else(|| property("3704")).or_else(|| property("3001"));
        if let Some(content) = ole.stream_in(storage, "__substg1.0_37010102") {
            found.push((name().unwrap_or_else(|| "bilag".into()), content));
        }
        for inner in ole.storages(storage, "__substg1.0_3701000D") {
            if let Some(text) = message(ole, inner) {
                let name = name().unwrap_or_else(|| "brev".into()).replace(['/', '\\'], "-");
                found.push((format!("{}.txt", name.trim_end_matches(".msg")), text.into_bytes()));
            }
            add_attached(ole, inner, depth + 1, found);
        }
    }
}

fn pages(text: &str) -> Vec<Page> {
    let page = |(number, text): (u32, &str)| Page {
        number,
        lines: text.lines().map(|line| Line::plain(without_controls(line).trim_end())).collect(),
        size: None,
        needs_ocr: false,
    };
    let mut pages: Vec<Page> = (1..).zip(text.split('\u{c}')).map(page).collect();
    while pages.len() > 1 && pages.last().is_some_and(|page| page.lines.iter().all(Line::is_blank)) {
        pages.pop();
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_word_are_line_ends_and_cells() {
        let text = "Drift\u{7}1.200\u{7}\u{7}\u{13} HYPERLINK x \u{14}Se her\u{15}\rSlut\u{b}nu\u{c}Side to\r";
        assert_eq!(shown(text), "Drift\t1.200\nSe her\nSlut\nnu\u{c}Side to\n");
        assert_eq!(pages(&shown(text)).len(), 2);
    }

    /// A file of one sector for the table, four for the directory, and these streams; the name of one in a storage is
    /// `storage/stream`.
    fn ole(streams: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
        const SECTOR: usize = 512;
        let (mut table, mut content) = (vec![0xffff_fffdu32, 2, 3, 4, 0xffff_fffe], Vec::new());
        let entry = |name: &str, kind: u8, start: u32, length: u32| {
            let mut entry = vec![0u8; 128];
            name.encode_utf16()
                .enumerate()
                .for_each(|(at, unit)| entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes()));
            entry[64..66].copy_from_slice(&(2 * (name.len() as u16 + 1)).to_le_bytes());
            entry[66] = kind;
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&length.to_le_bytes());
            entry
        };
        let mut directory = entry("Root Entry", 5, 0xffff_fffe, 0);
        // The numbers of the last entry below each storage, which the next one becomes a sibling of.
        let mut last: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        let mut numbers = std::collections::HashMap::from([("", 0usize)]);
        let mut add = |directory: &mut Vec<u8>, path: &'static str, mut entry: Vec<u8>| {
            entry[68..80].fill(0xff);
            let (parent, number) = (path.rsplit_once('/').map_or("", |(parent, _)| parent), directory.len() / 128);
            let link = last.insert(parent, number).map_or(numbers[parent] * 128 + 76, |before| before * 128 + 72);
            directory[link..link + 4].copy_from_slice(&(number as u32).to_le_bytes());
            numbers.insert(path, number);
            directory.extend(entry);
        };
        directory[68..80].fill(0xff);
        let mut storages: Vec<&'static str> = Vec::new();
        for (path, bytes) in streams {
            for (at, _) in path.match_indices('/') {
                let storage = &path[..at];
                if !storages.contains(&storage) {
                    storages.push(storage);
                    add(&mut directory, storage, entry(storage.rsplit('/').next().unwrap(), 1, 0, 0));
                }
            }
            let name = path.rsplit('/').next().unwrap();
            let mut bytes = bytes.clone();
            bytes.resize(bytes.len().max(4096).next_multiple_of(SECTOR), 0);
            let start = table.len() as u32;
            let count = (bytes.len() / SECTOR) as u32;
            table.extend((1..count).map(|n| start + n).chain([0xffff_fffe]));
            add(&mut directory, path, entry(name, 2, start, bytes.len() as u32));
            content.extend(bytes);
        }
        directory.resize(4 * SECTOR, 0);
        let mut file = vec![0u8; SECTOR];
        file[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        file[30..32].copy_from_slice(&9u16.to_le_bytes());
        file[48..52].copy_from_slice(&1u32.to_le_bytes());
        file[60..64].copy_from_slice(&u32::MAX.to_le_bytes());
        file[68..72].copy_from_slice(&u32::MAX.to_le_bytes());
        file[76..].fill(0xff);
        file[76..80].copy_from_slice(&0u32.to_le_bytes());
        let mut sectors: Vec<u8> = table.iter().flat_map(|n| n.to_le_bytes()).collect();
        sectors.resize(SECTOR, 0xff);
        [file, sectors, directory, content].concat()
    }

    fn word(text: &str, flags: u16) -> Vec<u8> {
        let mut word = vec![0u8; 0x400];
        word[0..2].copy_from_slice(&WORD.to_le_bytes());
        word[2..4].copy_from_slice(&0x00c1u16.to_le_bytes());
        word[10..12].copy_from_slice(&flags.to_le_bytes());
        let letters = text.encode_utf16().count() as u32;
        word[TEXT_LETTERS..TEXT_LETTERS + 4].copy_from_slice(&letters.to_le_bytes());
        word[PIECES + 4..PIECES + 8].copy_from_slice(&21u32.to_le_bytes());
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        word.extend(units);
        let mut table = vec![2u8];
        table.extend(16u32.to_le_bytes());
        table.extend(0u32.to_le_bytes());
        table.extend(letters.to_le_bytes());
        table.extend([0, 0]);
        table.extend(0x400u32.to_le_bytes());
        table.extend([0, 0]);
        ole(&[("WordDocument", word), ("0Table", table)])
    }

    #[test]
    fn old_document_is_read_from_its_pieces() {
        let read = read("a.doc", &word("Møde på Ærø\rGodkendt.\r", 0)).unwrap().value;
        assert_eq!(read.text(), "Møde på Ærø\nGodkendt.\n");
        assert_eq!(super::read("a.doc", &word("x\r", ENCRYPTED)).unwrap_err(), Reason::NeedsPassword);
    }

    #[test]
    fn other_files_of_that_kind_are_named() {
        let sheet = ole(&[("Workbook", vec![1])]);
        assert_eq!(read("a.xls", &sheet).unwrap_err(), Reason::UnknownFormat("an old Excel workbook (.xls)".into()));
        let locked = ole(&[("EncryptedPackage", vec![1])]);
        assert_eq!(read("a.docx", &locked).unwrap_err(), Reason::NeedsPassword);
        let body: Vec<u8> = "Vi mødes".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let letter = read("a.msg", &ole(&[("__substg1.0_1000001F", body)])).unwrap().value;
        assert!(letter.text().contains("Vi mødes"));
    }

    #[test]
    fn what_is_attached_to_a_message_is_found_and_its_own_text_stays_apart() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let padded = |mut bytes: Vec<u8>| {
            bytes.resize(4096, 0);
            bytes
        };
        let file = ole(&[
            ("__attach_version1.0_#00000000/__substg1.0_37010102", padded(b"%PDF-1.4".to_vec())),
            ("__attach_version1.0_#00000000/__substg1.0_3707001F", utf16("Møde.pdf")),
            ("__attach_version1.0_#00000001/__substg1.0_3001001F", utf16("Svar")),
            ("__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F", utf16("Det indre brev")),
            ("__substg1.0_1000001F", utf16("Det ydre brev")),
        ]);
        assert!(read("a.msg", &file).unwrap().value.text().contains("Det ydre brev"));
        let found = attached(&file);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Møde.pdf", "Svar.txt"]);
        assert!(found[0].1.starts_with(b"%PDF-1.4"));
        assert!(String::from_utf8_lossy(&found[1].1).contains("Det indre brev"));
        assert!(attached(&word("Referat\r", 0)).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn no_changed_byte_makes_it_panic(at in 0usize..10_000, byte: u8) {
            let mut bytes = word("Møde\r", 0);
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = read("a.doc", &bytes);
        }
    }
}
