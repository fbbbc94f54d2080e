//! Reads paragraphs and tables of the main part.
//!
//! Tracked changes are read as accepted. A text box comes before the paragraph it is anchored to, a footnote after the
//! one with its reference, and embedded content in another format ([`Parts::chunk`]) in its place.

use super::numbering::{Numbering, Place};
use super::styles::{Look, Styles};
use super::xml::{Piece, Tag, each_piece};
use crate::source::{Line, Page, Setting};

/// Reading stops after this many lines; the longest real document has some fifty thousand.
const MAX_LINES: usize = 1_000_000;
/// Points from one line to the next, as Word sets text of 11 points.
const LEADING: f32 = 14.0;
/// Elements with text that is deleted or would be read twice.
const LEFT_OUT: [&str; 4] = ["Fallback", "del", "moveFrom", "instrText"];

/// The parts referred to by the main part.
pub(super) trait Parts {
    /// The lines of a part in another format, by the name of the relation.
    fn chunk(&mut self, relation: &str) -> Vec<Line>;
    /// The words of a footnote (`false`) or endnote (`true`) by its number.
    fn note(&self, id: &str, at_the_end: bool) -> Option<String>;
}

/// The pages of a document; false where it is broken off.
pub(super) fn pages(xml: &str, styles: &Styles, numbering: Numbering, parts: &mut dyn Parts) -> (Vec<Page>, bool) {
    let mut body = Body { numbering, ..Body::new(styles, parts) };
    let is_whole = each_piece(xml, |piece| body.take(piece));
    body.end_line();
    while !body.rows.is_empty() {
        body.end_row();
    }
    body.put_notes();
    (body.pages, is_whole)
}

struct Body<'a> {
    styles: &'a Styles,
    parts: &'a mut dyn Parts,
    numbering: Numbering,
    pages: Vec<Page>,
    lines: usize,
    /// The line that is being read.
    text: String,
    /// The looks of its letters, and the number of letters of each.
    looks: Vec<(Look, usize)>,
    paragraph: Paragraph,
    run: Look,
    /// Which part of a paragraph or run the tags describe.
    inside: Inside,
    /// The element being skipped, and its open instances of the same name.
    left_out: Option<(String, usize)>,
    /// The open rows.
    rows: Vec<Row>,
    /// The paragraphs with open text boxes.
    outer: Vec<Outer>,
    /// Footnotes of the current paragraph.
    notes: Vec<String>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<Line>>,
    /// A tracked change deleted it.
    is_deleted: bool,
}

/// A paragraph suspended while a text box in it is read.
struct Outer {
    text: String,
    looks: Vec<(Look, usize)>,
    paragraph: Paragraph,
    run: Look,
}

#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// It has a list number. The paragraph mark has its own formatting, which is not that of the words.
    is_numbered: bool,
    /// A tracked change deleted its end, so the next paragraph continues it.
    goes_on: bool,
}

#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    ParagraphProperties,
    RunProperties,
    RowProperties,
    Text,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles, parts: &'a mut dyn Parts) -> Self {
        Self {
            styles,
            parts,
            numbering: Numbering::default(),
            pages: vec![page(1)],
            lines: 0,
            text: String::new(),
            looks: Vec::new(),
            paragraph: Paragraph::default(),
            run: Look::default(),
            inside: Inside::Nothing,
            left_out: None,
            rows: Vec::new(),
            outer: Vec::new(),
            notes: Vec::new(),
        }
    }

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
                self.left_out = Some(((*name).to_owned(), 1));
            }
            (None, Piece::Open(name, tag, is_empty)) => self.open(name, tag, *is_empty),
            (None, Piece::Close(name)) => self.close(name),
            (None, Piece::Text(text)) if self.inside == Inside::Text => self.words(text),
            (None, Piece::Text(_)) => {}
        }
    }

    fn open(&mut self, name: &str, tag: &Tag<'_>, is_empty: bool) {
        match name {
            "p" => {
                self.paragraph = Paragraph::default();
                if is_empty {
                    self.end_paragraph();
                }
            }
            "pPr" if !is_empty => self.inside = Inside::ParagraphProperties,
            "r" => self.run = Look::default(),
            "rPr" if !is_empty && self.inside != Inside::ParagraphProperties => self.inside = Inside::RunProperties,
            "t" if !is_empty => self.inside = Inside::Text,
            "tab" if self.inside == Inside::Nothing => self.words("\t"),
            "noBreakHyphen" => self.words("-"),
            "br" if tag.get("type").as_deref() == Some("page") => self.end_page(),
            "br" | "cr" => self.end_line(),
            "lastRenderedPageBreak" => self.end_page(),
            "tr" => self.rows.push(Row::default()),
            "trPr" if !is_empty => self.inside = Inside::RowProperties,
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Vec::new());
                }
            }
            "txbxContent" if !is_empty => self.open_box(),
            "altChunk" => self.chunk(tag),
            "footnoteReference" => self.refer(tag, false),
            "endnoteReference" => self.refer(tag, true),
            _ => self.property(name, tag),
        }
    }

    fn property(&mut self, name: &str, tag: &Tag<'_>) {
        match (&self.inside, name) {
            (Inside::ParagraphProperties, "pStyle") => self.paragraph.style = tag.val(),
            (Inside::ParagraphProperties, "numId") => self.paragraph.list = tag.val(),
            (Inside::ParagraphProperties, "ilvl") => self.paragraph.level = tag.val().and_then(|v| v.parse().ok()),
            (Inside::ParagraphProperties, "del" | "moveFrom") => self.paragraph.goes_on = true,
            (Inside::RowProperties, "del") => {
                if let Some(row) = self.rows.last_mut() {
                    row.is_deleted = true;
                }
            }
            (Inside::RunProperties, _) => self.run.note(name, tag),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "pPr" | "trPr" => self.inside = Inside::Nothing,
            "txbxContent" => self.close_box(),
            "rPr" if self.inside == Inside::RunProperties => self.inside = Inside::Nothing,
            "t" => self.inside = Inside::Nothing,
            "tr" => self.end_row(),
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if !self.paragraph.is_numbered && self.text.is_empty() {
            self.paragraph.is_numbered = true;
            let number = self.place().map(|place| self.numbering.next(&place));
            self.text.push_str(&number.unwrap_or_default());
        }
        let before = self.text.len();
        let printable = |ch: char| if ch.is_control() && ch != '\t' { ' ' } else { ch };
        self.text.extend(text.chars().filter(|ch| *ch != '\u{ad}').map(printable));
        let style = self.styles.look(self.paragraph.style.as_deref());
        self.looks.push((self.run.or(style), self.text.len() - before));
    }

    fn place(&self) -> Option<Place> {
        let by_style = self.styles.place(self.paragraph.style.as_deref());
        let list = self.paragraph.list.clone().or(by_style.as_ref().map(|p| p.list.clone()))?;
        let level = self.paragraph.level.or(by_style.map(|p| p.level)).unwrap_or_default();
        Some(Place { list, level })
    }

    fn open_box(&mut self) {
        let (text, looks) = (std::mem::take(&mut self.text), std::mem::take(&mut self.looks));
        let paragraph = std::mem::take(&mut self.paragraph);
        self.outer.push(Outer { text, looks, paragraph, run: self.run });
    }

    fn close_box(&mut self) {
        self.end_line();
        if let Some(Outer { text, looks, paragraph, run }) = self.outer.pop() {
            (self.text, self.looks, self.paragraph, self.run) = (text, looks, paragraph, run);
        }
    }

    fn chunk(&mut self, tag: &Tag<'_>) {
        self.end_line();
        let Some(relation) = tag.get("id") else { return };
        for line in self.parts.chunk(&relation) {
            self.lines += 1;
            if self.lines <= MAX_LINES {
                self.put(line);
            }
        }
    }

    /// Appends a footnote's words after the paragraph with the reference.
    fn refer(&mut self, tag: &Tag<'_>, at_the_end: bool) {
        let note = tag.get("id").and_then(|id| Some(format!("Note {id}: {}", self.parts.note(&id, at_the_end)?)));
        self.notes.extend(note);
    }

    fn put_notes(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            let setting = Some(setting(&note, &[]));
            self.put(Line { setting, ..Line::plain(note) });
        }
    }

    /// A paragraph without words is a blank line.
    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if !paragraph.goes_on {
            self.paragraph = paragraph;
            self.end_line_even_if_blank();
            self.paragraph = Paragraph::default();
            self.put_notes();
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() {
            self.end_line_even_if_blank();
        }
    }

    fn end_line_even_if_blank(&mut self) {
        let text = std::mem::take(&mut self.text);
        let looks = std::mem::take(&mut self.looks);
        self.lines += 1;
        if self.lines > MAX_LINES {
            return;
        }
        let text = text.trim_end().to_owned();
        let setting = (!text.is_empty()).then(|| setting(&text, &looks));
        self.put(Line { setting, ..Line::plain(text) });
    }

    /// Cells side by side; one alone is a frame around its lines.
    fn end_row(&mut self) {
        self.end_line();
        let Some(Row { mut cells, .. }) = self.rows.pop().filter(|row| !row.is_deleted) else { return };
        if cells.len() == 1 {
            cells.remove(0).into_iter().for_each(|line| self.put(line));
            return;
        }
        let texts: Vec<String> = cells.iter().map(|cell| joined(cell)).collect();
        let setting = cells.iter().flatten().find_map(|line| line.setting);
        self.put(Line { setting, ..Line::plain(texts.join("\t").trim_end()) });
    }

    /// Into the cell that is open, if one is.
    fn put(&mut self, line: Line) {
        match self.rows.last_mut().and_then(|row| row.cells.last_mut()) {
            Some(cell) => cell.push(line),
            None => self.push(line),
        }
    }

    fn push(&mut self, mut line: Line) {
        let Some(page) = self.pages.last_mut() else { return };
        if let Some(setting) = &mut line.setting {
            setting.y = LEADING * (page.lines.len() as f32 + 1.0);
        }
        page.lines.push(line);
    }

    /// A page ends with its line. Within a table it ends after the row, and a page without text does not end.
    fn end_page(&mut self) {
        if !self.rows.is_empty() {
            return;
        }
        self.end_line();
        if self.pages.last().is_some_and(|page| page.lines.iter().any(|line| !line.is_blank())) {
            let number = u32::try_from(self.pages.len()).unwrap_or(u32::MAX).saturating_add(1);
            self.pages.push(page(number));
        }
    }
}

fn page(number: u32) -> Page {
    Page { number, lines: Vec::new(), size: None, needs_ocr: false }
}

fn joined(cell: &[Line]) -> String {
    let words: Vec<&str> = cell.iter().filter(|l| !l.is_blank()).map(|l| l.text.as_str()).collect();
    words.join(" ")
}

/// The formatting of most of its letters.
fn setting(text: &str, looks: &[(Look, usize)]) -> Setting {
    let all: usize = looks.iter().map(|(_, letters)| letters).sum();
    let most = |is: fn(&Look) -> bool| 2 * looks.iter().filter(|(l, _)| is(l)).map(|(_, n)| n).sum::<usize>() > all;
    let size = looks
        .iter()
        .max_by_key(|(_, letters)| *letters)
        .map_or_else(|| Styles::size(Look::default()), |(l, _)| Styles::size(*l));
    Setting {
        x: 0.0,
        right: size / 2.0 * text.chars().count() as f32,
        y: 0.0,
        size,
        bold: most(|look| look.bold == Some(true)),
        italic: most(|look| look.italic == Some(true)),
    }
}
