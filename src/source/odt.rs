//! Reads texts of OpenOffice and LibreOffice (.odt, .ott; OpenDocument 1.3, part 3).
//!
//! The file is a ZIP package with the text in `content.xml`, or one XML file (.fodt). Headings are larger by their
//! level; rows of tables become lines with tabs; deleted text and comments are left out.

use super::docx::package::Package;
use super::docx::xml::{Piece, Tag, each_piece};
use super::{Document, Format, Line, Page, Reason, Setting, catch_panic};
use crate::note::{Note, Noted};

/// Reading stops after this many lines; the longest real Word document has some fifty thousand.
const MAX_LINES: usize = 1_000_000;
/// Sizes in points of text and of headings 1 to 4, in the proportions of word processors.
const SIZES: [f32; 5] = [11.0, 18.0, 16.0, 14.0, 12.0];
/// Points from one line to the next, as word processors set text of 11 points.
const LEADING: f32 = 14.0;
/// An empty cell repeated more often than this is the unused edge of the sheet.
const MAX_REPEATED: usize = 50;
/// Elements without text of the document: tracked deletions, comments, list labels.
const LEFT_OUT: [&str; 5] = ["tracked-changes", "annotation", "note-citation", "styles", "automatic-styles"];

/// True for a packed text or its one XML file.
pub(super) fn is_odt(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let contains = |part: &[u8]| head.windows(part.len()).any(|w| w == part);
    let is_packed = head.starts_with(b"PK\x03\x04") && contains(b"mimetypeapplication/vnd.oasis.opendocument.text");
    is_packed || head.starts_with(b"<?xml") && contains(b"<office:document ") && contains(b"opendocument.text")
}

/// Reads a document.
///
/// # Errors
///
/// [`Reason::BrokenOffice`] where it cannot be opened, [`Reason::NeedsPassword`] where it is encrypted, [`Reason::Empty`]
/// where it has no text.
pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Noted<Document>, Reason> {
    let broken = || Reason::BrokenOffice("its inner structure is damaged".into());
    let read = catch_panic::on_own_thread(|| content(bytes)).unwrap_or(None);
    let Content { xml, is_whole, is_encrypted } = read.ok_or_else(broken)?;
    if is_encrypted {
        return Err(Reason::NeedsPassword);
    }
    let mut body = Body::default();
    let is_closed = each_piece(&xml, |piece| body.take(piece));
    body.end_line(false);
    if body.lines.iter().all(Line::is_blank) {
        return Err(if is_whole && is_closed { Reason::Empty } else { broken() });
    }
    let pages = vec![Page { number: 1, lines: body.lines, size: None, needs_ocr: false }];
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    let damage = Note::warning("the document is damaged; it was read up to the place where it breaks off");
    let notes =
        if is_whole && is_closed { Vec::new() } else { vec![damage.with_hint("fetch it again from where it came")] };
    Ok(Noted { value, notes })
}

struct Content {
    xml: String,
    is_whole: bool,
    is_encrypted: bool,
}

fn content(bytes: Vec<u8>) -> Option<Content> {
    if !bytes.starts_with(b"PK") {
        return Some(Content {
            xml: String::from_utf8_lossy(&bytes).into_owned(),
            is_whole: true,
            is_encrypted: false,
        });
    }
    let mut package = Package::open(bytes)?;
    let is_encrypted = package.text("META-INF/manifest.xml").is_some_and(|(xml, _)| xml.contains("encryption-data"));
    let (xml, is_whole) = package.text("content.xml")?;
    Some(Content { xml, is_whole: is_whole && !package.is_cut_off(), is_encrypted })
}

#[derive(Default)]
struct Body {
    lines: Vec<Line>,
    text: String,
    level: usize,
    /// The number of open paragraphs: white space outside paragraphs is no text.
    open: usize,
    lists: usize,
    /// Rows that are open, each with its cells.
    rows: Vec<Vec<Cell>>,
    note: Option<String>,
    notes: Vec<String>,
    left_out: Option<(String, usize)>,
}

#[derive(Default)]
struct Cell {
    words: String,
    times: usize,
}

impl Body {
    fn take(&mut self, piece: Piece<'_>) {
        match (&mut self.left_out, &piece) {
            (Some((name, open)), Piece::Open(other, _, false)) if name == other => *open += 1,
            (Some((name, open)), Piece::Close(other)) if name == other => {
                *open -= 1;
                if *open == 0 {
                    self.left_out = None;
                }
            }
            (Some(_), _) => {}
            (None, Piece::Open(name, _, false)) if LEFT_OUT.contains(name) => {
                self.left_out = Some(((*name).to_owned(), 1))
            }
            (None, Piece::Open(name, tag, is_empty)) => self.open(name, tag, *is_empty),
            (None, Piece::Close(name)) => self.close(name),
            (None, Piece::Text(text)) => self.words(text),
        }
    }

    fn open(&mut self, name: &str, tag: &Tag<'_>, is_empty: bool) {
        match name {
            "p" | "h" => {
                if is_empty {
                    self.end_line(true);
                    return;
                }
                self.open += 1;
                self.level = tag.get("outline-level").filter(|_| name == "h").and_then(|l| l.parse().ok()).unwrap_or(0);
            }
            "list-item" if !is_empty => self.lists += 1,
            "tab" => self.put("\t"),
            "line-break" => self.end_line(false),
            "s" => self.put(" "),
            "note-body" if !is_empty => self.note = Some(String::new()),
            "table-row" if !is_empty => self.rows.push(Vec::new()),
            "table-cell" | "covered-table-cell" => {
                let times = tag.get("number-columns-repeated").and_then(|n| n.parse().ok()).unwrap_or(1);
                if let Some(row) = self.rows.last_mut() {
                    row.push(Cell { words: String::new(), times });
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.open = self.open.saturating_sub(1);
                match &mut self.note {
                    Some(note) => note.push(' '),
                    None => self.end_line(true),
                }
                self.level = 0;
            }
            "list-item" => self.lists = self.lists.saturating_sub(1),
            "note-body" => self.notes.extend(self.note.take()),
            "table-row" => self.end_row(),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.open > 0 {
            let is_spaced = self.text.ends_with(char::is_whitespace) || self.text.is_empty();
            let text: String =
                text.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).filter(|ch| *ch != '\u{ad}').collect();
            let (lead, words) =
                (text.starts_with(' '), text.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" "));
            let trail = text.ends_with(' ') && !words.is_empty();
            let lead = if lead && !is_spaced { " " } else { "" };
            self.put(&format!("{lead}{words}{}", if trail { " " } else { "" }));
        }
    }

    fn put(&mut self, text: &str) {
        if let Some(note) = &mut self.note {
            note.push_str(text);
            return;
        }
        if self.text.is_empty() && self.lists > 0 && !text.trim().is_empty() && self.level == 0 && self.rows.is_empty()
        {
            self.text.push_str("• ");
        }
        self.text.push_str(text);
    }

    fn end_line(&mut self, may_be_blank: bool) {
        let text = std::mem::take(&mut self.text).trim_end().to_owned();
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
            if !cell.words.is_empty() && !text.is_empty() {
                cell.words.push(' ');
            }
            cell.words.push_str(&text);
            return;
        }
        if !text.is_empty() || may_be_blank {
            self.push(text);
        }
        for note in std::mem::take(&mut self.notes) {
            self.push(format!("Note: {}", note.trim()));
        }
    }

    fn end_row(&mut self) {
        let Some(row) = self.rows.pop() else { return };
        let cells: Vec<&str> = row
            .iter()
            .flat_map(|cell| std::iter::repeat_n(cell.words.as_str(), cell.times.min(MAX_REPEATED)))
            .collect();
        let text = cells.join("\t").trim_end().to_owned();
        match self.rows.last_mut().and_then(|outer| outer.last_mut()) {
            Some(cell) => cell.words.push_str(&text.replace('\t', " ")),
            None => self.push(text),
        }
    }

    fn push(&mut self, text: String) {
        if self.lines.len() >= MAX_LINES {
            return;
        }
        let size = SIZES[self.level.min(SIZES.len() - 1)];
        let y = LEADING * (self.lines.len() as f32 + 1.0);
        let right = size / 2.0 * text.chars().count() as f32;
        let setting = Setting { x: 0.0, right, y, size, bold: self.level > 0, italic: false };
        self.lines.push(Line { setting: (!text.is_empty()).then_some(setting), ..Line::plain(text) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text>\
        <text:tracked-changes><text:p>slettet</text:p></text:tracked-changes><text:h text:outline-level='2'>1. Takster</text:h>\
        <text:p>Taksten<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Jf. budgettet</text:p></text:note-body></text:note> stiger.</text:p>\
        <text:list><text:list-item><text:p>at den godkendes</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>Drift</text:p></table:table-cell><table:table-cell table:number-columns-repeated='2'/>\
        <table:table-cell><text:p>450</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document>";

    #[test]
    fn headings_notes_lists_and_tables_are_read() {
        assert!(is_odt(TEXT.as_bytes()));
        let read = read("a.fodt", TEXT.as_bytes().to_vec()).unwrap();
        assert_eq!(
            read.value.text(),
            "1. Takster\nTaksten stiger.\nNote: Jf. budgettet\n• at den godkendes\nDrift\t\t\t450\n"
        );
        assert!(read.notes.is_empty());
        assert!(read.value.pages[0].lines[0].setting.is_some_and(|s| s.bold && s.size > 11.0));
    }

    #[test]
    fn text_that_breaks_off_is_read_up_to_there() {
        let cut = &TEXT[..TEXT.find("stiger").unwrap() + 6];
        let read = read("a.fodt", cut.as_bytes().to_vec()).unwrap();
        assert_eq!((read.value.pages[0].lines.len(), read.notes.len()), (3, 1));
    }
}
