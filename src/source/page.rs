//! What a reader gives: pages of lines.

use std::ops::{Range, RangeInclusive};

use serde::{Deserialize, Serialize};

use crate::model::Repair;

/// How a line is set, where the format tells. Lengths are in points (1/72 inch); y grows downwards from the page's top.
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
    /// The words. Cells of a table and columns of a list are parted by tabs. Empty for a blank line or a vertical gap.
    pub text: String,
    /// How it is set; `None` where the format does not tell (plain text).
    pub setting: Option<Setting>,
    /// The bytes of the source text that it was; `None` where the format has none (PDF).
    pub bytes: Option<Range<usize>>,
    /// What [`repair`](crate::repair) changed, in order, offsets into `text`.
    pub repairs: Vec<Repair>,
    /// A running head or foot, a page number: what the page added to the text. Set by the reader where a PDF declares it,
    /// and by [`running_heads`](crate::repair::running_heads); never taken out.
    pub running: bool,
}

impl Line {
    /// A line that has only words.
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
    /// Width and height in points, where the format tells.
    pub size: Option<(f32, f32)>,
    /// Mostly covered by a picture and nearly without text: it needs OCR to be read.
    pub needs_ocr: bool,
}

/// What sort of file it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Format {
    Pdf,
    PlainText,
    /// A Word document.
    Docx,
    /// A saved web page.
    Html,
}

/// An entry of a PDF's outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineEntry {
    pub title: String,
    /// 0 for the topmost level.
    pub level: u32,
    /// Counted from 1.
    pub page: Option<u32>,
}

/// A file as read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The file's name.
    pub name: String,
    pub format: Format,
    pub pages: Vec<Page>,
    /// Bookmarks, where the file has them.
    pub outline: Vec<OutlineEntry>,
    /// Pages that are not among `pages`, since the file ran into a limit or brought down its reader there; counted from 1.
    pub unread: Vec<RangeInclusive<u32>>,
}

impl Document {
    /// All lines with the number of their page, in reading order.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &Line)> {
        self.pages.iter().flat_map(|p| p.lines.iter().map(move |l| (p.number, l)))
    }

    /// The text with pages parted by form feeds, as `dagsorden text` prints it.
    pub fn text(&self) -> String {
        self.text_of(|_| true)
    }

    /// The same without the lines that the page added, as far as
    /// [`running_heads`](crate::repair::running_heads) marked them.
    pub fn body_text(&self) -> String {
        self.text_of(|line| !line.running)
    }

    fn text_of(&self, wanted: impl Fn(&Line) -> bool) -> String {
        let page = |p: &Page| p.lines.iter().filter(|l| wanted(l)).flat_map(|l| [l.text.as_str(), "\n"]).collect();
        let pages: Vec<String> = self.pages.iter().map(page).collect();
        pages.join("\u{c}")
    }
}
