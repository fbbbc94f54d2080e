//! Text with its pages and its repairs.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Start of a page: from this byte of a [`Text`] on, the words are on that page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageBreak {
    /// Byte offset into the text.
    pub at: usize,
    /// The page, counted from 1.
    pub page: u32,
}

/// The step of [`repair`](crate::repair) behind a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RepairKind {
    /// A misread æ, ø or å, or another letter from the table of measured confusions.
    Letters,
    /// A bar or lower-case l, misread for the word I.
    LoneLetter,
    /// A letter or sign, misread for a bullet.
    Bullet,
    /// An abbreviation such as ØA26.
    Abbreviation,
    /// A paragraph sign (§), misread for another sign.
    Paragraph,
    /// A correction by the user.
    Correction,
}

impl RepairKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Letters, Self::LoneLetter, Self::Bullet, Self::Abbreviation, Self::Paragraph, Self::Correction];

    /// A name for messages and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Letters => "letters",
            Self::LoneLetter => "lone-letter",
            Self::Bullet => "bullet",
            Self::Abbreviation => "abbreviation",
            Self::Paragraph => "paragraph",
            Self::Correction => "correction",
        }
    }
}

/// One change to scanned text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// The changed bytes, as offsets into the repaired text.
    pub at: Range<usize>,
    /// The scanned text at this place.
    pub original: String,
    /// The step of the repair.
    pub kind: RepairKind,
    /// Confidence of the repair, between 0 and 1.
    pub confidence: f32,
    /// The second-best candidate, if the choice was close.
    pub second: Option<String>,
}

/// A piece of a document's text: lines joined, hyphenation undone, with its pages and repairs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    content: String,
    breaks: Vec<PageBreak>,
    repairs: Vec<Repair>,
}

impl Text {
    /// A text from one page.
    pub fn on_page(content: impl Into<String>, page: u32) -> Self {
        Self { content: content.into(), breaks: vec![PageBreak { at: 0, page }], repairs: Vec::new() }
    }

    /// A text from its parts. `breaks` and `repairs` are in order of their offsets and lie within `content`.
    pub fn from_parts(content: String, breaks: Vec<PageBreak>, repairs: Vec<Repair>) -> Self {
        debug_assert!(breaks.is_sorted_by_key(|b| b.at) && repairs.is_sorted_by_key(|r| r.at.start));
        Self { content, breaks, repairs }
    }

    /// Appends a piece of text from `page`. Offsets of its repairs count from the start of the piece.
    pub fn push(&mut self, piece: &str, page: u32, repairs: impl IntoIterator<Item = Repair>) {
        let start = self.content.len();
        if self.breaks.last().is_none_or(|b| b.page != page) {
            self.breaks.push(PageBreak { at: start, page });
        }
        self.content.push_str(piece);
        self.repairs.extend(repairs.into_iter().map(|r| Repair { at: r.at.start + start..r.at.end + start, ..r }));
    }

    /// Shortens the text to `len` bytes and drops the repairs beyond. `len` must be on a character boundary.
    pub fn truncate(&mut self, len: usize) {
        self.content.truncate(len);
        self.repairs.retain(|r| r.at.end <= len);
        self.breaks.retain(|b| b.at < len || b.at == 0);
    }

    /// The text as a string.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// True if the text is empty or white space.
    pub fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
    }

    /// The start of each page, in order.
    pub fn breaks(&self) -> &[PageBreak] {
        &self.breaks
    }

    /// All repairs, in order.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The page of byte `at`. `None` for a text without pages.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let after = self.breaks.partition_point(|b| b.at <= at);
        self.breaks[..after].last().or(self.breaks.first()).map(|b| b.page)
    }

    /// The page of the first word.
    pub fn first_page(&self) -> Option<u32> {
        self.breaks.first().map(|b| b.page)
    }

    /// The text before repair.
    pub fn as_scanned(&self) -> String {
        let (mut out, mut from) = (String::with_capacity(self.content.len()), 0);
        for repair in &self.repairs {
            out.push_str(&self.content[from..repair.at.start]);
            out.push_str(&repair.original);
            from = repair.at.end;
        }
        out.push_str(&self.content[from..]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(at: Range<usize>, original: &str) -> Repair {
        Repair { at, original: original.into(), kind: RepairKind::Letters, confidence: 0.9, second: None }
    }

    #[test]
    fn byte_tells_its_page() {
        let mut text = Text::default();
        text.push("første ", 3, []);
        text.push("anden", 4, []);
        assert_eq!(text.page_at(0), Some(3));
        assert_eq!(text.page_at("første ".len()), Some(4));
        assert_eq!(text.page_at(1000), Some(4));
        assert_eq!(Text::default().page_at(0), None);
    }

    #[test]
    fn repairs_can_be_undone() {
        let mut text = Text::default();
        text.push("På ", 1, [letters(0..3, "Pa")]);
        text.push("mødet", 1, [letters(0..6, "mgdet")]);
        assert_eq!(text.as_str(), "På mødet");
        assert_eq!(text.as_scanned(), "Pa mgdet");
    }
}
