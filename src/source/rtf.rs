//! Reads Rich Text (.rtf; Microsoft's Rich Text Format Specification 1.9.1).
//!
//! A file is a stream of groups in braces, control words and text. Control words for letters, lines, cells and pages
//! are followed; groups without text of the document (fonts, styles, pictures, heads and feet) are skipped. Letters are
//! bytes of the file's code page, or Unicode numbers.

use encoding_rs::Encoding;

use super::{Document, Format, Line, Page, Reason, Setting};
use crate::note::{Note, Noted};

/// Nesting depth of groups; real files nest some ten deep.
const MAX_DEPTH: usize = 200;
/// Reading stops after this many lines; the longest real Word document has some fifty thousand.
const MAX_LINES: usize = 1_000_000;
/// Half points, the specification's default size.
const DEFAULT_HALF_POINTS: i32 = 24;
/// Points from one line to the next, as Word sets text of 11 points.
const LEADING: f32 = 14.0;
/// Groups without text of the document.
const PASSED_OVER: [&str; 26] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "object",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "fldinst",
    "annotation",
    "bkmkstart",
];

/// True for Rich Text, by its first bytes.
pub(super) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{\\rtf")
}

/// Reads a document.
///
/// # Errors
///
/// [`Reason::Empty`] where it has no text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let mut reader = Reader::new();
    let is_whole = reader.read(bytes);
    reader.end_line(false);
    let pages = reader.pages;
    if pages.iter().flat_map(|page| &page.lines).all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let value =
        Document { name: name.to_owned(), format: Format::Docx, pages, outline: Vec::new(), unread: Vec::new() };
    let damage = || Note::warning("the document is damaged; it was read up to the place where it breaks off");
    let notes = if is_whole { Vec::new() } else { vec![damage().with_hint("fetch it again from where it came")] };
    Ok(Noted { value, notes })
}

/// Properties that a group may change for itself.
#[derive(Clone, Copy)]
struct State {
    bold: bool,
    italic: bool,
    half_points: i32,
    /// The number of bytes after each Unicode character for readers without Unicode.
    substitutes: usize,
    /// Nothing of this group is text.
    is_passed_over: bool,
    /// Deleted by a tracked change, or hidden.
    is_gone: bool,
    /// A footnote; it follows its paragraph.
    is_note: bool,
}

struct Reader {
    state: State,
    outer: Vec<State>,
    encoding: &'static Encoding,
    pages: Vec<Page>,
    lines: usize,
    text: String,
    /// Bytes of the code page waiting for the rest of a letter.
    bytes: Vec<u8>,
    bold: usize,
    italic: usize,
    letters: usize,
    size: i32,
    in_row: bool,
    note: String,
    skip: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u16>,
}

impl Reader {
    fn new() -> Self {
        let state = State {
            bold: false,
            italic: false,
            half_points: DEFAULT_HALF_POINTS,
            substitutes: 1,
            is_passed_over: false,
            is_gone: false,
            is_note: false,
        };
        Self {
            state,
            outer: Vec::new(),
            encoding: encoding_rs::WINDOWS_1252,
            pages: vec![page(1)],
            lines: 0,
            text: String::new(),
            bytes: Vec::new(),
            bold: 0,
            italic: 0,
            letters: 0,
            size: DEFAULT_HALF_POINTS,
            in_row: false,
            note: String::new(),
            skip: 0,
            high: None,
        }
    }

    /// False if the file ends before its groups do.
    fn read(&mut self, bytes: &[u8]) -> bool {
        let mut at = 0;
        while at < bytes.len() && self.lines < MAX_LINES {
            match bytes[at] {
                b'{' if self.outer.len() < MAX_DEPTH => {
                    self.outer.push(self.state);
                    at += 1;
                }
                b'}' => {
                    self.close();
                    at += 1;
                    if self.outer.is_empty() {
                        return true;
                    }
                }
                b'\\' => at = self.control(bytes, at + 1),
                b'\r' | b'\n' | b'\0' | b'{' => at += 1,
                byte => {
                    self.byte(byte);
                    at += 1;
                }
            }
        }
        self.outer.is_empty()
    }

    fn close(&mut self) {
        self.flush();
        let was_note = self.state.is_note;
        if let Some(outer) = self.outer.pop() {
            self.state = outer;
        }
        if was_note && !self.state.is_note {
            self.note.push('\n');
        }
        self.skip = 0;
    }

    /// Reads a control word or sign behind the backslash; returns its end.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            return self.sign(bytes, at, first);
        }
        let letters = bytes[at..].iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&bytes[at..at + letters]).into_owned();
        let mut end = at + letters;
        let digits = end + usize::from(bytes.get(end) == Some(&b'-'));
        let count = bytes[digits.min(bytes.len())..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if count > 0 {
            number = std::str::from_utf8(&bytes[end..digits + count]).ok().and_then(|n| n.parse::<i32>().ok());
            end = digits + count;
        }
        if bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        if word == "bin" {
            return end + usize::try_from(number.unwrap_or(0)).unwrap_or(0);
        }
        self.word(&word, number);
        end
    }

    fn sign(&mut self, bytes: &[u8], at: usize, sign: u8) -> usize {
        match sign {
            b'\'' => {
                let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
                if let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2)) {
                    self.byte((16 * high + low) as u8);
                    return at + 3;
                }
            }
            // Old readers skip this group, and so does this one unless it knows the word.
            b'*' => self.state.is_passed_over = true,
            b'~' => self.letter(' '),
            b'_' => self.letter('-'),
            b'\r' | b'\n' => self.end_line(true),
            b'{' | b'}' | b'\\' => self.letter(char::from(sign)),
            _ => {}
        }
        at + 1
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_on = number != Some(0);
        match word {
            _ if PASSED_OVER.contains(&word) => self.state.is_passed_over = true,
            "ansicpg" => {
                let label = format!("windows-{}", number.unwrap_or(1252));
                self.encoding = Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252);
            }
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "uc" => self.state.substitutes = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "u" => self.unicode(number.unwrap_or(0)),
            "b" => self.change(|state| state.bold = is_on),
            "i" => self.change(|state| state.italic = is_on),
            "fs" => self.change(|state| state.half_points = number.unwrap_or(DEFAULT_HALF_POINTS).clamp(2, 400)),
            "plain" => self
                .change(|s| (s.bold, s.italic, s.is_gone, s.half_points) = (false, false, false, DEFAULT_HALF_POINTS)),
            "deleted" | "v" => self.change(|state| state.is_gone = is_on),
            // A text box is in a group that old readers skip.
            "shptxt" | "listtext" | "pntext" => {
                self.state.is_passed_over = word == "pntext" && self.state.is_passed_over
            }
            "footnote" => self.change(|state| state.is_note = true),
            "par" | "line" | "sect" if self.in_row => self.letter(' '),
            "par" | "line" | "sect" => self.end_line(true),
            "trowd" | "intbl" => self.in_row = true,
            "pard" if !self.state.is_passed_over => self.in_row = false,
            "cell" | "nestcell" => self.letter('\t'),
            "row" | "nestrow" => {
                self.end_line(true);
                self.in_row = false;
            }
            "page" => self.end_page(),
            "tab" => self.letter('\t'),
            "emdash" => self.letter('—'),
            "endash" => self.letter('–'),
            "bullet" => self.letter('•'),
            "lquote" => self.letter('‘'),
            "rquote" => self.letter('’'),
            "ldblquote" => self.letter('“'),
            "rdblquote" => self.letter('”'),
            _ => {}
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut State)) {
        self.flush();
        change(&mut self.state);
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        // Numbers above 32,767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        let found = match (self.high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                None
            }
            (Some(high), 0xdc00..=0xdfff) => char::decode_utf16([high, unit]).next().and_then(Result::ok),
            _ => char::from_u32(unit.into()),
        };
        if let Some(ch) = found {
            self.letter(ch);
        }
        self.skip = self.state.substitutes;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.is_silent() {
            self.bytes.push(byte);
        }
    }

    fn is_silent(&self) -> bool {
        self.state.is_passed_over || self.state.is_gone
    }

    /// Decodes the waiting bytes.
    fn flush(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if !bytes.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&bytes);
            text.chars().for_each(|ch| self.put(ch));
        }
    }

    fn letter(&mut self, ch: char) {
        self.flush();
        if !self.is_silent() {
            self.put(ch);
        }
    }

    fn put(&mut self, ch: char) {
        let ch = if ch.is_control() && ch != '\t' { ' ' } else { ch };
        if self.state.is_note {
            self.note.push(ch);
        } else if ch != '\u{ad}' {
            self.text.push(ch);
            self.letters += 1;
            self.bold += usize::from(self.state.bold);
            self.italic += usize::from(self.state.italic);
            self.size = self.state.half_points;
        }
    }

    /// Ends the line; a paragraph may be blank.
    fn end_line(&mut self, may_be_blank: bool) {
        self.flush();
        if self.is_silent() || self.state.is_note {
            return;
        }
        let text = std::mem::take(&mut self.text).trim_end().to_owned();
        let (letters, bold, italic) = (self.letters, self.bold, self.italic);
        (self.letters, self.bold, self.italic) = (0, 0, 0);
        if !text.is_empty() || may_be_blank {
            self.push(text, 2 * bold > letters, 2 * italic > letters);
        }
        let notes = std::mem::take(&mut self.note);
        notes
            .lines()
            .map(str::trim)
            .filter(|note| !note.is_empty())
            .for_each(|note| self.push(format!("Note: {note}"), false, false));
    }

    fn push(&mut self, text: String, bold: bool, italic: bool) {
        self.lines += 1;
        let Some(page) = self.pages.last_mut() else { return };
        let size = self.size as f32 / 2.0;
        let y = LEADING * (page.lines.len() as f32 + 1.0);
        let setting = Setting { x: 0.0, right: size / 2.0 * text.chars().count() as f32, y, size, bold, italic };
        page.lines.push(Line { setting: (!text.is_empty()).then_some(setting), ..Line::plain(text) });
    }

    fn end_page(&mut self) {
        self.end_line(false);
        if !self.is_silent() && self.pages.last().is_some_and(|page| page.lines.iter().any(|line| !line.is_blank())) {
            let number = u32::try_from(self.pages.len()).unwrap_or(u32::MAX).saturating_add(1);
            self.pages.push(page(number));
        }
    }
}

fn page(number: u32) -> Page {
    Page { number, lines: Vec::new(), size: None, needs_ocr: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &str) -> String {
        read("a.rtf", rtf.as_bytes()).unwrap().value.text()
    }

    #[test]
    fn paragraphs_letters_and_tables_are_read() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\header Hoved}{\b\fs32 1. Takster}\par M\'f8de p\'e5 R\'e5dhuset\par\trowd\intbl Drift\cell 1.200\cell\row\pard Slut \u248\'f8 og \u8211?\par}";
        let read = read("a.rtf", rtf.as_bytes()).unwrap();
        assert_eq!(read.value.text(), "1. Takster\nMøde på Rådhuset\nDrift\t1.200\nSlut ø og –\n");
        assert!(read.notes.is_empty());
        let first = read.value.pages[0].lines[0].setting.unwrap();
        assert_eq!((first.size, first.bold), (16.0, true));
    }

    #[test]
    fn footnotes_pages_and_accepted_changes_are_read() {
        let rtf = r"{\rtf1 Taksten{\footnote Jf. budgettet} {\deleted falder}stiger.\par\page {\*\unknown nej}{\field{\*\fldinst HYPERLINK}{\fldrslt Se her}}\par}";
        assert_eq!(text(rtf), "Taksten stiger.\nNote: Jf. budgettet\n\u{c}Se her\n");
    }

    #[test]
    fn file_that_is_cut_off_says_so() {
        let read = read("a.rtf", br"{\rtf1 Godkendt.\par Til").unwrap();
        assert_eq!((read.value.text().as_str(), read.notes.len()), ("Godkendt.\nTil\n", 1));
        assert_eq!(super::read("a.rtf", br"{\rtf1}").unwrap_err(), Reason::Empty);
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_it_panic(parts in proptest::collection::vec(r"\{|\}|\\[a-z]{1,6}(-?[0-9]{1,4})? ?|\\'[0-9a-f]{0,2}|[a-zæ ]{0,4}|\\[*~_{]|\\bin[0-9]{1,3} ", 0..60)) {
            let _ = read("a.rtf", format!(r"{{\rtf1 {}", parts.concat()).as_bytes());
        }
    }
}
