//! Reads saved web pages of agenda portals.
//!
//! A page is read as a stream of tags, not as a tree; the visible text comes out as lines, in order. Scripts, styles,
//! navigation, menus and hidden elements are left out. Headings become larger and bold, as in a document; rows of
//! tables become lines with tabs. A row with whole headings belongs to a layout table: the first lines of its cells
//! become one line (a number and its title), the others follow.
//!
//! Portals fold their items in: a button, a link or a `summary` with the item's title opens a hidden panel. Such a
//! title is a heading, and its panel is text ([`panels`]); other hidden elements are left out.

mod panels;
mod tags;

use std::collections::HashSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::plain::decoded;
use super::{Document, Format, Line, Page, Reason, Setting};
use crate::note::Noted;
use crate::text::without_controls;
use tags::{BLOCKS, VOID, Visibility, is_command, is_title, visibility};

/// Reading stops after this many lines of a page; a council's minutes with all proposals have some ten thousand.
const MAX_LINES: usize = 500_000;
/// Sizes in points of text and of headings 1 to 6, in the proportions of browsers.
const SIZES: [f32; 7] = [11.0, 22.0, 16.5, 13.0, 12.0, 11.0, 11.0];
/// Points from one line to the next, as browsers set text of 11 points.
const LEADING: f32 = 14.0;
/// Indentation of a list level in points.
const INDENT: f32 = 18.0;

/// First tags of a page without its `html` frame.
const FIRST_TAGS: [&[u8]; 24] = [
    b"html", b"head", b"body", b"meta", b"title", b"link", b"style", b"script", b"p", b"table", b"div", b"span",
    b"font", b"center", b"b", b"strong", b"h1", b"h2", b"h3", b"ul", b"ol", b"section", b"article", b"main",
];

/// True for a web page, by its first tag.
pub(super) fn is_html(bytes: &[u8]) -> bool {
    /// Bytes searched for the first tags: comments and scripts may come first.
    const HEAD: usize = 2048;
    let bytes = &bytes[..bytes.len().min(HEAD)];
    match utf16(bytes) {
        Some(text) => begins_page(text.as_bytes()),
        None => begins_page(bytes),
    }
}

fn begins_page(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let contains = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|w| w.eq_ignore_ascii_case(part));
    if start.starts_with(b"<!--") || start.starts_with(b"<?xml") {
        return contains(bytes, b"<html");
    }
    let Some(tag) = start.strip_prefix(b"<") else { return false };
    if tag.get(..13).is_some_and(|tag| tag.eq_ignore_ascii_case(b"!doctype html")) {
        return true;
    }
    let name = &tag[..tag.iter().take_while(|b| b.is_ascii_alphanumeric()).count()];
    let is_frame = [&b"html"[..], b"head", b"body"].iter().any(|frame| name.eq_ignore_ascii_case(frame));
    // Text may quote a tag; a page closes some.
    is_frame || FIRST_TAGS.iter().any(|first| name.eq_ignore_ascii_case(first)) && contains(tag, b"</")
}

/// The text of bytes in UTF-16, by their mark or by the zero beside the first `<`.
fn utf16(bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some(encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0),
        [0xfe, 0xff, rest @ ..] => Some(encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0),
        [b'<', 0, ..] => Some(encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0),
        [0, b'<', ..] => Some(encoding_rs::UTF_16BE.decode_without_bom_handling(bytes).0),
        _ => None,
    }
}

/// Reads a page.
///
/// # Errors
///
/// [`Reason::Empty`] where it shows no text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Noted<Document>, Reason> {
    let (text, notes) = text(bytes);
    let lines = lines(&text);
    if lines.iter().all(Line::is_blank) {
        return Err(Reason::Empty);
    }
    let pages = vec![Page { number: 1, lines, size: None, needs_ocr: false }];
    Ok(Noted {
        value: Document { name: name.to_owned(), format: Format::Html, pages, outline: Vec::new(), unread: Vec::new() },
        notes,
    })
}

/// The lines that a page shows.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut page =
        Builder { panels: panels::panels(Tokenizer::new_with_emitter(text, emitter())), ..Builder::default() };
    let mut tokens = Tokenizer::new_with_emitter(text, emitter());
    while let Some(Ok(token)) = tokens.next()
        && page.lines.len() < MAX_LINES
    {
        page.take(&token);
    }
    page.end_line();
    placed(page.lines)
}

/// Scripts and styles hold no tags, whatever looks like one in them.
fn emitter() -> DefaultEmitter<()> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    emitter
}

/// Decodes UTF-16, then the encoding named by the page unless the bytes are UTF-8, then as plain text.
fn text(bytes: &[u8]) -> (String, Vec<crate::note::Note>) {
    if let Some(text) = utf16(bytes) {
        return (text.into_owned(), Vec::new());
    }
    // A page that names UTF-16 in letters of one byte was converted without updating its head.
    let named = charset(bytes).filter(|named| *named != encoding_rs::UTF_16LE && *named != encoding_rs::UTF_16BE);
    let named = named.filter(|_| std::str::from_utf8(bytes).is_err());
    match named.map(|encoding| encoding.decode(bytes)) {
        Some((text, _, false)) => (text.into_owned(), Vec::new()),
        _ => decoded(bytes),
    }
}

/// `charset=` must be within the first 1,024 bytes (HTML standard, 4.2.5.4).
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
    /// There is a space between the last word and the next.
    space: bool,
    hidden: Option<Hidden>,
    heading: usize,
    bold: usize,
    lists: usize,
    preformatted: usize,
    rows: Vec<Row>,
    buttons: Vec<Button>,
    /// The open list entries.
    entries: Vec<Entry>,
    /// The panel title being read.
    title: Option<Title>,
    /// The ids of the panels of titles.
    panels: HashSet<Vec<u8>>,
}

/// An entry of a list: its level, the index of its first line, and whether it contains a heading.
struct Entry {
    level: usize,
    first_line: usize,
    has_heading: bool,
}

/// A title: its tag's name, the number of open tags of that name, and the index of its first line.
struct Title {
    name: Vec<u8>,
    open: usize,
    first_line: usize,
}

/// The heading level for titles of panels: below the page's title and its sections.
const TITLE_LEVEL: usize = 3;

/// The element being skipped: the tag's name, and the number of open tags of that name.
struct Hidden {
    name: Vec<u8>,
    open: usize,
}

/// The table row being read: the index of its first line and of those of its cells.
struct Row {
    cells: Vec<usize>,
    has_heading: bool,
}

/// A button is a control, unless it carries a heading: portals open an item by its title.
struct Button {
    first_line: usize,
    has_heading: bool,
    /// In a heading, the bytes of its text before the button.
    in_heading: Option<usize>,
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
        if self.is_hidden(tag) {
            self.hidden = has_content.then(|| Hidden { name: name.to_vec(), open: 1 });
            return;
        }
        match &mut self.title {
            Some(title) if title.name == name => title.open += usize::from(has_content),
            None if self.heading == 0 && has_content && is_title(tag) => self.open_title(name),
            _ => {}
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
            b"li" => {
                self.end_entries(self.lists);
                self.entries.push(Entry { level: self.lists, first_line: self.lines.len(), has_heading: false });
                self.text.push_str("• ");
            }
            b"tr" => {
                self.end_line();
                self.rows.push(Row { cells: Vec::new(), has_heading: false });
            }
            b"td" | b"th" => self.cell(),
            b"button" if self.heading > 0 => {
                let in_heading = Some(self.text.len());
                self.buttons.push(Button { first_line: self.lines.len(), has_heading: true, in_heading });
            }
            b"button" => {
                self.end_line();
                self.buttons.push(Button { first_line: self.lines.len(), has_heading: false, in_heading: None });
            }
            _ => {}
        }
    }

    /// Hidden for good; a title's panel is not.
    fn is_hidden(&self, tag: &StartTag<()>) -> bool {
        let is_panel = || tag.attributes.get(&b"id"[..]).is_some_and(|id| self.panels.contains(&id.value[..]));
        match visibility(tag) {
            Visibility::Shown => false,
            Visibility::Hidden => true,
            Visibility::Folded => !is_panel() && !self.follows_title(),
        }
    }

    /// Nothing is between here and the title above.
    fn follows_title(&self) -> bool {
        self.text.trim().is_empty() && self.lines.last().is_some_and(|line| !line.is_blank() && size(line) > SIZES[0])
    }

    fn open_title(&mut self, name: &[u8]) {
        self.end_line();
        self.heading = TITLE_LEVEL;
        self.title = Some(Title { name: name.to_vec(), open: 1, first_line: self.lines.len() });
    }

    /// Ends the title with its own tag. The label of a control is no title.
    fn close_title(&mut self, name: &[u8]) {
        let Some(title) = self.title.as_mut().filter(|title| title.name == name) else { return };
        title.open -= 1;
        if title.open > 0 {
            return;
        }
        let first = title.first_line;
        self.title = None;
        if self.heading > 0 {
            self.note_heading();
            self.end_line();
            self.heading = 0;
        }
        if self.lines.get(first..).is_some_and(|lines| is_command(&joined(lines))) {
            self.lines.truncate(first);
        }
    }

    /// Ends the entries from that level inwards. An entry with a heading is a part of the page: it has no bullet, and
    /// its first line is the heading.
    fn end_entries(&mut self, level: usize) {
        while let Some(entry) = self.entries.pop_if(|entry| entry.level >= level) {
            self.end_line();
            if !entry.has_heading || entry.first_line >= self.lines.len() {
                continue;
            }
            let lines = &mut self.lines[entry.first_line..];
            let Some(line) = lines.iter_mut().find(|line| !line.is_blank()) else { continue };
            if let Some(words) = line.text.strip_prefix("• ").map(str::to_owned) {
                line.text = words;
                if let Some(setting) = line.setting.as_mut().filter(|setting| setting.size < SIZES[TITLE_LEVEL]) {
                    (setting.size, setting.bold) = (SIZES[TITLE_LEVEL], true);
                }
                self.lines.insert(entry.first_line, Line::default());
            }
        }
    }

    fn close(&mut self, name: &[u8]) {
        self.close_title(name);
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => {
                self.note_heading();
                self.end_line();
                self.heading = 0;
            }
            b"b" | b"strong" => self.bold = self.bold.saturating_sub(1),
            b"li" => self.end_entries(self.lists),
            b"ul" | b"ol" => {
                self.end_entries(self.lists);
                self.lists = self.lists.saturating_sub(1);
            }
            b"pre" => self.preformatted = self.preformatted.saturating_sub(1),
            b"tr" => self.end_row(),
            b"button" => self.end_button(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    /// Notes a heading with words for the elements around it.
    fn note_heading(&mut self) {
        if !self.text.trim().is_empty() {
            self.rows.iter_mut().for_each(|row| row.has_heading = true);
            self.buttons.iter_mut().for_each(|button| button.has_heading = true);
            self.entries.iter_mut().for_each(|entry| entry.has_heading = true);
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
        // In a heading a button either holds the title or follows it as a control.
        if let Some(at) = self.buttons.last().and_then(|button| button.in_heading) {
            self.buttons.pop();
            let before = self.text.get(..at).unwrap_or_default();
            let has_title = before.chars().any(char::is_alphabetic);
            if has_title || self.text.get(at..).is_some_and(is_command) {
                self.text.truncate(at);
            }
            return;
        }
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

    /// Cells of a layout table: the first lines side by side, the rest of each after them.
    fn place(&mut self, cells: Vec<Vec<Line>>) {
        let firsts: Vec<&Line> = cells.iter().filter_map(|cell| cell.first()).collect();
        let heading = firsts.iter().max_by(|a, b| size(a).total_cmp(&size(b))).and_then(|l| l.setting);
        // Cells before the heading hold its number; cells behind it follow.
        let until = firsts.iter().position(|l| l.setting == heading).map_or(1, |at| at + 1);
        let text: Vec<&str> = firsts.iter().take(until).map(|l| l.text.as_str()).collect();
        let line = Line { setting: heading, ..Line::plain(text.join("\t")) };
        self.lines.push(line);
        // A single figure behind the heading counts attachments or comments.
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
        // A bullet before a block inside the list entry waits for its words.
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

    /// The setting in a browser; y is filled in by [`placed`].
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

    /// The words of the lines of a page.
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
    fn titles_of_folded_panels_are_headings_and_the_panels_are_text() {
        let page = "<h3><button aria-expanded='false' aria-controls='a'>1. Takster</button></h3><div id='a' aria-hidden='true'><p>Godkendt.</p></div>\
                    <button aria-controls='b'>2. Budget</button><section id='b' hidden><p>Udsat.</p></section>\
                    <details><summary>3. Sti</summary><p>Intet.</p></details>\
                    <h3>4. Herberg</h3><div style='display:none'><p>Anbefales.</p></div>\
                    <a role='button' href='#e'>5. Eventuelt</a><div id='e' hidden='until-found'>Slut.</div>";
        let read = read("a.html", format!("<!doctype html>{page}").as_bytes()).unwrap().value;
        let headings: Vec<&str> =
            read.lines().filter(|(_, l)| size(l) > SIZES[0]).map(|(_, l)| l.text.as_str()).collect();
        assert_eq!(headings, ["1. Takster", "2. Budget", "3. Sti", "4. Herberg", "5. Eventuelt"]);
        assert_eq!(
            lines(page),
            [
                "1. Takster",
                "Godkendt.",
                "2. Budget",
                "Udsat.",
                "3. Sti",
                "Intet.",
                "4. Herberg",
                "Anbefales.",
                "5. Eventuelt",
                "Slut."
            ]
        );
    }

    #[test]
    fn control_and_what_is_hidden_besides_stay_out() {
        let page = "<button aria-controls='m' aria-expanded='false'>Del på nettet</button><div id='m' hidden>Facebook</div>\
                    <h3>Takster <button>Kopiér</button></h3><p>a</p><div style='display:none'><h3>Skjult</h3></div>\
                    <a href='#x' aria-expanded='false'>Vis mere</a><span aria-hidden='true'>ikon</span>";
        assert_eq!(lines(page), ["Takster", "a"]);
    }

    #[test]
    fn entry_of_a_list_with_headings_is_a_part_of_the_page() {
        let page = "<ul><li><a>7. Takster</a><div><h4>Beslutning</h4><ol><li>a</li><li>b</li></ol></div></li><li><h4>8. Eventuelt</h4><p>Intet.</ul><ul><li>c<li>d</ul>";
        assert_eq!(lines(page), ["7. Takster", "Beslutning", "• a", "• b", "8. Eventuelt", "Intet.", "• c", "• d"]);
    }

    #[test]
    fn page_without_its_frame_and_page_of_utf16_are_pages() {
        for page in ["<p>Møde</p>", " <TABLE class=x><tr><td>Møde</td></tr></TABLE>", "<h1>Møde</h1>"] {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for text in ["<p er en streng", "<navn> skal stå her", "Referat <p></p>"] {
            assert!(!is_html(text.as_bytes()), "{text}");
        }
        let page = "<html><meta charset='utf-8'><body>Møde på Ærø</body></html>";
        let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{feff}".encode_utf16().chain(page.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            assert!(is_html(&bytes));
            assert_eq!(read("a.html", &bytes).unwrap().value.text(), "Møde på Ærø\n");
        }
    }

    #[test]
    fn utf8_counts_more_than_the_encoding_that_the_page_names() {
        let page = "<html><head><meta charset=\"iso-8859-1\"></head><body>Møde æ ½</body></html>";
        assert_eq!(read("a.html", page.as_bytes()).unwrap().value.text(), "Møde æ ½\n");
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
        fn no_page_makes_it_panic(tags in proptest::collection::vec("</?(table|tr|td|h2|button|li|ul|pre|div|script|p|b|summary)>|<(div|li|ul) hidden id=x>|<(a|button) aria-controls=x>|</a>|[a-zæ ]{0,5}|[<>&;!-]{0,3}", 0..60)) {
            let _ = read("a.html", tags.concat().as_bytes());
        }
    }
}
