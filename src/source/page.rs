//! The result of a reader: pages of lines.

use std::ops::{Range, RangeInclusive};

use serde::{Deserialize, Serialize};

use crate::model::Repair;

/// The setting of a line, in formats that have it. Lengths are in points (1/72 inch); y grows downwards from the page's
/// top.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Left edge of the first glyph.
    pub x: f32,
    /// Right edge of the last glyph.
    pub right: f32,
    /// Baseline.
    pub y: f32,
    /// Font size of most glyphs.
    pub size: f32,
    /// Most letters are bold.
    pub bold: bool,
    /// Most letters are italic.
    pub italic: bool,
}

/// One line as printed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The words. Tabs separate the cells of a table and the columns of a list. Empty for a blank line or a vertical
    /// gap.
    pub text: String,
    /// Its setting; `None` in formats without one (plain text).
    pub setting: Option<Setting>,
    /// Its byte range in the source text; `None` in formats without one (PDF).
    pub bytes: Option<Range<usize>>,
    /// The changes made by [`repair`](crate::repair), in order, with offsets into `text`.
    pub repairs: Vec<Repair>,
    /// A running head or foot or a page number, added by the page. Set by the reader where a PDF declares it, and by
    /// [`running_heads`](crate::repair::running_heads). The line is kept.
    pub running: bool,
}

impl Line {
    /// A line with nothing but words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// True for a blank line.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Counted from 1.
    pub number: u32,
    /// In reading order.
    pub lines: Vec<Line>,
    /// Width and height in points, in formats that have them.
    pub size: Option<(f32, f32)>,
    /// Mostly covered by a picture and nearly without text, so it needs OCR.
    pub needs_ocr: bool,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    /// A PDF, or a picture converted to one.
    Pdf,
    /// Text in any supported encoding.
    PlainText,
    /// A word processor's document: Word, OpenDocument, Rich Text.
    Docx,
    /// A saved web page.
    Html,
}

/// An entry of a PDF's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineEntry {
    /// The text of the bookmark.
    pub title: String,
    /// 0 for the topmost level.
    pub level: u32,
    /// Counted from 1.
    pub page: Option<u32>,
}

/// A file as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The file's name, or its path below the folder that was read.
    pub name: String,
    /// The detected format.
    pub format: Format,
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// Bookmarks, if the file has them.
    pub outline: Vec<OutlineEntry>,
    /// Pages missing from `pages` because the file reached a limit or crashed its reader there; counted from 1.
    pub unread: Vec<RangeInclusive<u32>>,
}

impl Document {
    /// All lines with the number of their page, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &Line)> {
        self.pages.iter().flat_map(|p| p.lines.iter().map(move |l| (p.number, l)))
    }

    /// The text with form feeds between pages, as printed by `dagsorden text`.
    pub fn text(&self) -> String {
        self.text_of(|_| true)
    }

    /// The same without the lines marked by [`running_heads`](crate::repair::running_heads).
    pub fn body_text(&self) -> String {
        self.text_of(|line| !line.running)
    }

    fn text_of(&self, wanted: impl Fn(&Line) -> bool) -> String {
        let page = |p: &Page| p.lines.iter().filter(|l| wanted(l)).flat_map(|l| [l.text.as_str(), "\n"]).collect();
        let pages: Vec<String> = self.pages.iter().map(page).collect();
        pages.join("\u{c}")
    }
}
