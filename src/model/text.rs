//! Text of a document that still knows which page it came from and what was repaired in it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// From this byte of a [`Text`] on, the words stand on that page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageBreak {
    /// Byte offset into the text.
    pub at: usize,
    /// The page, counted from 1.
    pub page: u32,
}

/// Which step of [`repair`](crate::repair) changed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RepairKind {
    /// A misread æ, ø or å, or another letter of the measured confusions.
    Letters,
    /// A bar or small l read for the word I.
    LoneLetter,
    /// A letter or sign read for a bullet.
    Bullet,
    /// An abbreviation such as ØA26.
    Abbreviation,
    /// A § read for another sign.
    Paragraph,
    /// What a person said the scan should read.
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

/// One change that was made to what a scan says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// Bytes of the repaired text that were changed.
    pub at: Range<usize>,
    /// What the scan says there.
    pub original: String,
    pub kind: RepairKind,
    /// How sure the repairer is, between 0 and 1.
    pub confidence: f32,
    /// The next best reading, where the choice was close.
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
    /// A text that stands on one page.
    pub fn on_page(content: impl Into<String>, page: u32) -> Self {
        Self { content: content.into(), breaks: vec![PageBreak { at: 0, page }], repairs: Vec::new() }
    }

    /// A text from its parts. `breaks` and `repairs` are in order of their offsets and lie within `content`.
    pub fn from_parts(content: String, breaks: Vec<PageBreak>, repairs: Vec<Repair>) -> Self {
        debug_assert!(breaks.is_sorted_by_key(|b| b.at) && repairs.is_sorted_by_key(|r| r.at.start));
        Self { content, breaks, repairs }
    }

    /// Appends a piece that stands on `page`, with repairs whose offsets count from the start of the piece.
    pub fn push(&mut self, piece: &str, page: u32, repairs: impl IntoIterator<Item = Repair>) {
        let start = self.content.len();
        if self.breaks.last().is_none_or(|b| b.page != page) {
            self.breaks.push(PageBreak { at: start, page });
        }
        self.content.push_str(piece);
        self.repairs.extend(repairs.into_iter().map(|r| Repair { at: r.at.start + start..r.at.end + start, ..r }));
    }

    /// Takes `bytes` off the end, with the repairs that reach into them. Must fall on a character boundary.
    pub fn truncate(&mut self, len: usize) {
        self.content.truncate(len);
        self.repairs.retain(|r| r.at.end <= len);
        self.breaks.retain(|b| b.at < len || b.at == 0);
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.content
    }

    /// True where there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.content.trim().is_empty()
    }

    /// Where pages begin, in order.
    pub fn breaks(&self) -> &[PageBreak] {
        &self.breaks
    }

    /// What was repaired, in order.
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The page that byte `at` stands on. `None` for a text that was never placed.
    pub fn page_at(&self, at: usize) -> Option<u32> {
        let after = self.breaks.partition_point(|b| b.at <= at);
        self.breaks[..after].last().or(self.breaks.first()).map(|b| b.page)
    }

    /// The page of the first word.
    pub fn first_page(&self) -> Option<u32> {
        self.breaks.first().map(|b| b.page)
    }

    /// The text as the scan has it, repairs undone.
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
