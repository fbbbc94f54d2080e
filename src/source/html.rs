//! Saved web pages of agenda portals.
//!
//! A page is read as a stream of tags, not as a tree: what a person would see comes out as lines, in order. Scripts,
//! styles, navigation, menus and what is hidden are left out. Headings become larger and bold, so that they look as in a
//! document; rows of tables become lines with tabs. Where a row holds whole headings, the table is only there to place
//! things: the first lines of its cells are one line (a number and its title), the others follow.

mod tags;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::plain::decoded;
use super::{Document, Format, Line, Page, Reason, Setting};
use crate::note::Noted;
use crate::text::without_controls;
use tags::{BLOCKS, VOID, is_hidden};

/// Of a page more lines than this are not read; a council's minutes with all proposals have some ten thousand.
const MAX_LINES: usize = 500_000;
/// Points; browsers set headings in these proportions to the text.
const SIZES: [f32; 7] = [11.0, 22.0, 16.5, 13.0, 12.0, 11.0, 11.0];
/// Points from one line to the next.
const LEADING: f32 = 14.0;
/// Points that a list is set in.
const INDENT: f32 = 18.0;

/// True for a web page, by its first tag.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let start = start[..start.len().min(14)].to_ascii_lowercase();
    let comment = start.starts_with(b"<!--") || start.starts_with(b"<?xml");
    let tag = |text: &[u8]| text.windows(5).any(|w| w.eq_ignore_ascii_case(b"<html"));
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].iter().any(|tag| start.starts_with(tag))
        || comment && tag(&bytes[..bytes.len().min(2048)])
}

/// Reads a page.
///
/// # Errors
///
/// [`Reason::Empty`] where it shows no text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let (text, notes) = text(bytes);
    let mut page = Builder::default();
    let mut tokens = Tokenizer::new_with_emitter(&text, emitter());
    while let Some(Ok(token)) = tokens.next()
        && page.lines.len() < MAX_LINES
    {
        page.take(&token);
    }
    page.end_line();
    if page.lines.iter().all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let pages = vec![Page { number: 1, lines: placed(page.lines), size: None, needs_ocr: false }];
    Ok(Noted {
        value: Document { name: name.to_owned(), format: Format::Html, pages, outline: Vec::new(), unread: Vec::new() },
        notes,
    })
}

/// Scripts and styles hold no tags, whatever looks like one in them.
fn emitter() -> DefaultEmitter<()> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    emitter
}

/// By the encoding that the page names, else as any text.
fn text(bytes: &[u8]) -> (String, Vec<crate::note::Note>) {
    let named = charset(bytes).filter(|_| !bytes.starts_with(b"\xef\xbb\xbf"));
    match named.map(|encoding| encoding.decode(bytes)) {
        Some((text, _, false)) => (text.into_owned(), Vec::new()),
        _ => decoded(bytes),
    }
}

/// `charset=` stands within the first 1,024 bytes (HTML standard, 4.2.5.4).
fn charset(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    const MARK: &[u8] = b"charset=";
    let start = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let at = start.windows(MARK.len()).position(|w| w == MARK)? + MARK.len();
    let label: Vec<u8> =
        start[at..].iter().copied().filter(|b| !b"\"' ".contains(b)).take_while(|b| is_label(*b)).collect();
    encoding_rs::Encoding::for_label(&label)
}

fn is_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_:".contains(&byte)
}

/// Lines as they come.
#[derive(Default)]
struct Builder {
    lines: Vec<Line>,
    text: String,
    /// A space stands between the last word and the next.
    space: bool,
    hidden: Option<Hidden>,
    heading: usize,
    bold: usize,
    lists: usize,
    preformatted: usize,
    rows: Vec<Row>,
    buttons: Vec<Button>,
}

/// What is left out up to its end: the tag's name, and how many of that name are open.
struct Hidden {
    name: Vec<u8>,
    open: usize,
}

/// A row of a table that is being read: where its lines and those of its cells begin.
struct Row {
    cells: Vec<usize>,
    has_heading: bool,
}

/// A button is a control, unless it carries a heading: portals open an item by its title.
struct Button {
    first_line: usize,
    has_heading: bool,
}

impl Builder {
    fn take(&mut self, token: &Token<()>) {
        match token {
            Token::StartTag(tag) if self.hidden.is_some() => self.deeper(&tag.name),
            Token::EndTag(tag) if self.hidden.is_some() => self.shallower(&tag.name),
            _ if self.hidden.is_some() => {}
            Token::StartTag(tag) => self.open(tag),
            Token::EndTag(tag) => self.close(&tag.name),
            Token::String(text) => self.words(&String::from_utf8_lossy(text)),
            _ => {}
        }
    }

    fn deeper(&mut self, name: &[u8]) {
        if let Some(hidden) = self.hidden.as_mut().filter(|h| h.name == name) {
            hidden.open += 1;
        }
    }

    fn shallower(&mut self, name: &[u8]) {
        if let Some(hidden) = self.hidden.as_mut().filter(|h| h.name == name) {
            hidden.open -= 1;
            if hidden.open == 0 {
                self.hidden = None;
            }
        }
    }

    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let has_content = !VOID.contains(&name) && !tag.self_closing;
        if is_hidden(tag) {
            self.hidden = has_content.then(|| Hidden { name: name.to_vec(), open: 1 });
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.end_line();
                self.heading = usize::from(name[1] - b'0');
            }
            b"b" | b"strong" => self.bold += 1,
            b"ul" | b"ol" => self.lists += 1,
            b"pre" => self.preformatted += 1,
            b"li" => self.text.push_str("• "),
            b"tr" => {
                self.end_line();
                self.rows.push(Row { cells: Vec::new(), has_heading: false });
            }
            b"td" | b"th" => self.cell(),
            b"button" => {
                self.end_line();
                self.buttons.push(Button { first_line: self.lines.len(), has_heading: false });
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.note_heading();
                self.end_line();
                self.heading = 0;
            }
            b"b" | b"strong" => self.bold = self.bold.saturating_sub(1),
            b"ul" | b"ol" => self.lists = self.lists.saturating_sub(1),
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            b"tr" => self.end_row(),
            b"button" => self.end_button(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    /// A heading with words, where a heading matters.
    fn note_heading(&mut self) {
        if !self.text.trim().is_empty() {
            self.rows.iter_mut().for_each(|row| row.has_heading = true);
            self.buttons.iter_mut().for_each(|button| button.has_heading = true);
        }
    }

    fn cell(&mut self) {
        self.end_line();
        let at = self.lines.len();
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(at);
        }
    }

    fn end_button(&mut self) {
        self.end_line();
        if let Some(button) = self.buttons.pop().filter(|button| !button.has_heading) {
            self.lines.truncate(button.first_line);
        }
    }

    fn end_row(&mut self) {
        self.end_line();
        let Some(row) = self.rows.pop().filter(|row| !row.cells.is_empty()) else { return };
        let first = row.cells[0].min(self.lines.len());
        let mut cells: Vec<Vec<Line>> = Vec::new();
        for start in row.cells.iter().rev() {
            cells.push(self.lines.split_off((*start).min(self.lines.len()).max(first)));
        }
        cells.reverse();
        cells.retain(|cell| row.cells.len() > 1 && !row.has_heading || !cell.is_empty());
        if row.has_heading {
            self.place(cells);
        } else {
            let texts: Vec<String> = cells.iter().map(|cell| joined(cell)).collect();
            self.lines.push(Line {
                setting: cells.iter().flatten().next().and_then(|l| l.setting),
                ..Line::plain(texts.join("\t").trim_end())
            });
        }
    }

    /// Cells that only place things: the first lines side by side, the rest of each after them.
    fn place(&mut self, cells: Vec<Vec<Line>>) {
        let firsts: Vec<&Line> = cells.iter().filter_map(|cell| cell.first()).collect();
        let heading = firsts.iter().max_by(|a, b| size(a).total_cmp(&size(b))).and_then(|l| l.setting);
        // What stands beside the heading, in front of it: its number. What stands behind it follows.
        let until = firsts.iter().position(|l| l.setting == heading).map_or(1, |at| at + 1);
        let text: Vec<&str> = firsts.iter().take(until).map(|l| l.text.as_str()).collect();
        let line = Line { setting: heading, ..Line::plain(text.join("\t")) };
        self.lines.push(line);
        // Behind the heading a lone figure counts attachments or comments.
        let is_counter = |cell: &[Line]| matches!(cell, [only] if only.text.len() <= 3);
        for (at, cell) in cells.into_iter().enumerate().filter(|(at, cell)| *at < until || !is_counter(cell)) {
            self.lines.extend(cell.into_iter().skip(usize::from(at < until)));
        }
    }

    fn words(&mut self, text: &str) {
        if self.preformatted > 0 {
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.end_line();
                }
                self.text.push_str(&without_controls(line));
            }
            return;
        }
        for ch in text.chars() {
            if ch.is_whitespace() || ch.is_control() {
                self.space = true;
            } else if ch != '\u{ad}' {
                if self.space && !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                self.space = false;
                self.text.push(ch);
            }
        }
    }

    fn end_line(&mut self) {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        // A bullet before a block inside the list's entry waits for its words.
        if text == "•" {
            self.text = "• ".into();
        } else if !text.is_empty() {
            let setting = self.setting(text);
            if self.heading > 0 && self.rows.is_empty() {
                self.lines.push(Line::default());
            }
            self.lines.push(Line { setting: Some(setting), ..Line::plain(text) });
        }
    }

    /// As a browser would set it; y is filled in by [`placed`].
    fn setting(&self, text: &str) -> Setting {
        let size = SIZES[self.heading.min(SIZES.len() - 1)];
        let x = INDENT * self.lists as f32;
        let right = x + size / 2.0 * text.chars().count() as f32;
        Setting { x, right, y: 0.0, size, bold: self.heading > 0 || self.bold > 0, italic: false }
    }
}

fn size(line: &Line) -> f32 {
    line.setting.map_or(0.0, |s| s.size)
}

fn joined(cell: &[Line]) -> String {
    let words: Vec<&str> = cell.iter().filter(|l| !l.is_blank()).map(|l| l.text.as_str()).collect();
    words.join(" ")
}

/// Lines below each other.
fn placed(mut lines: Vec<Line>) -> Vec<Line> {
    for (at, line) in lines.iter_mut().enumerate() {
        if let Some(setting) = &mut line.setting {
            setting.y = LEADING * (at as f32 + 1.0);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(html: &str) -> Vec<String> {
        let read = read("a.html", format!("<!doctype html>{html}").as_bytes()).unwrap();
        read.value.pages[0].lines.iter().filter(|l| !l.is_blank()).map(|l| l.text.clone()).collect()
    }

    #[test]
    fn blocks_are_lines_and_scripts_are_not() {
        let page = "<head><title>x</title></head><body><script>var a = '<p>nej</p>';</script><nav>menu</nav>\
                    <h1>Referat</h1><p>Mødet\n blev <b>hævet</b>.<p>Slut&nbsp;nu<ul><li>At<li><p>tiltræde</p></ul>";
        assert_eq!(lines(page), ["Referat", "Mødet blev hævet.", "Slut nu", "• At", "• tiltræde"]);
    }

    #[test]
    fn rows_have_tabs_and_empty_cells_keep_their_place() {
        let page = "<table><tr><td><p>Drift</p><td></td><td>1.200</td></tr><tr><th>I alt<td>5<td>7</tr></table>";
        assert_eq!(lines(page), ["Drift\t\t1.200", "I alt\t5\t7"]);
    }

    #[test]
    fn table_that_only_places_things_is_no_table() {
        let page = "<table><tr><td><span>1</span></td><td><button><h2>Budget</h2></button><div><h3>Beslutning</h3>\
                    <div>Godkendt.</div></div></td><td><span role='button'>PDF</span></td></tr></table>";
        assert_eq!(lines(page), ["1\tBudget", "Beslutning", "Godkendt."]);
    }

    #[test]
    fn button_without_a_heading_is_a_control() {
        assert_eq!(
            lines("<p>Tekst</p><button>Hent <i>alt</i></button><div hidden>x<div>y</div></div>Slut"),
            ["Tekst", "Slut"]
        );
    }

    #[test]
    fn encoding_that_the_page_names_counts() {
        let page = b"<html><head><meta charset=\"iso-8859-1\"></head><body>M\xf8de \xe6</body></html>";
        assert_eq!(read("a.html", page).unwrap().value.text(), "Møde æ\n");
    }

    #[test]
    fn headings_are_larger_than_text() {
        let read = read("a.html", b"<html><h1>A</h1><p>b</p><h3>c</h3>").unwrap();
        let sizes: Vec<f32> = read.value.pages[0].lines.iter().filter(|l| !l.is_blank()).map(size).collect();
        assert!(sizes[0] > sizes[2] && sizes[2] > sizes[1]);
    }

    #[test]
    fn page_without_words_is_empty() {
        assert_eq!(read("a.html", b"<html><script>x</script>").unwrap_err(), Reason::Empty);
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(tags in proptest::collection::vec("</?(table|tr|td|h2|button|li|ul|pre|div|script|p|b)>|[a-zæ ]{0,5}|[<>&;!-]{0,3}", 0..60)) {
            let _ = read("a.html", tags.concat().as_bytes());
        }
    }
}
