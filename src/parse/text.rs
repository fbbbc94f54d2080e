//! Turns lines into running text: removes markup, joins wrapped lines, undoes hyphenation, and keeps pages and repairs.
//!
//! [`Piece::of`] removes markup left by a converter (`*…*`, `[text](#)`, `<ul><li>`) and keeps the repairs at their
//! words. [`Joiner`] puts pieces together: a line reaching the right margin continues in the next one, a shorter one
//! ends its paragraph. A hyphen at a line end is undone unless it belongs to the word (FORMAT.md, rule 16).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Repair, Text};
use crate::source::Line;

/// Markup to remove; the first group of a match is kept.
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\[([^\]]*)\]\([^)]*\)",                 // a link: its words stay
        r"|</?[A-Za-z][A-Za-z0-9]*(?:\s[^>]*)?>", // an HTML tag
        r"|\*{1,3}([^*\s][^*]*)\*{1,3}",          // emphasis
        r"|\\([()\[\]_*])",                       // an escaped sign
    ))
    .expect("a pattern of this file")
});

/// This many spaces separate two columns (`pdftotext -layout` puts one between words and two after a full stop).
const COLUMN_GAP: usize = 3;

/// Words that keep the hyphen at the line end before them: it replaces an omitted part of a word.
const AFTER_OPEN_COMPOUND: [&str; 6] = ["og", "eller", "samt", "m.v.", "mv.", "m.m."];

/// The words of one line, clean, with the repairs made in them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    pub repairs: Vec<Repair>,
}

impl Piece {
    /// The line without markup and outer white space; runs of spaces between columns become a tab.
    pub(super) fn of(line: &Line) -> Self {
        let mut cut = Cutter { source: &line.text, repairs: &line.repairs, piece: Self::default() };
        let mut from = 0;
        if line.text.contains(['*', '[', '<', '\\']) {
            for found in MARKUP.captures_iter(&line.text) {
                let whole = found.get_match().range();
                cut.keep(from..whole.start);
                match found.iter().skip(1).flatten().next() {
                    Some(words) => cut.keep(words.range()),
                    None => cut.space(),
                }
                from = whole.end;
            }
        }
        cut.keep(from..line.text.len());
        cut.piece.trim_end();
        cut.piece
    }

    /// The piece from byte `at` on, leading white space off.
    pub(super) fn after(&self, at: usize) -> Self {
        let rest = &self.text[at..];
        let at = at + (rest.len() - rest.trim_start().len());
        self.slice(at..self.text.len())
    }

    /// Part of the piece, with the repairs that lie within.
    pub(super) fn slice(&self, at: Range<usize>) -> Self {
        let inside = self.repairs.iter().filter(|r| r.at.start >= at.start && r.at.end <= at.end);
        let moved = |r: &Repair| Repair { at: r.at.start - at.start..r.at.end - at.start, ..r.clone() };
        Self { text: self.text[at.clone()].to_owned(), repairs: inside.map(moved).collect() }
    }

    fn trim_end(&mut self) {
        let len = self.text.trim_end().len();
        self.text.truncate(len);
        self.repairs.retain(|r| r.at.end <= len);
    }
}

/// Copies parts of a line and normalises white space.
struct Cutter<'l> {
    source: &'l str,
    repairs: &'l [Repair],
    piece: Piece,
}

impl Cutter<'_> {
    fn keep(&mut self, part: Range<usize>) {
        let mut at = part.start;
        for word in self.source[part.clone()].split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                self.word(at..at + bare.len());
            }
            if bare.len() < word.len() {
                let gap = &self.source[at + bare.len()..part.end];
                self.gap(gap);
            }
            at += word.len();
        }
    }

    fn word(&mut self, at: Range<usize>) {
        let start = self.piece.text.len();
        self.piece.text.push_str(&self.source[at.clone()]);
        let moved = |i: usize| i - at.start + start;
        let inside = self.repairs.iter().filter(|r| r.at.start >= at.start && r.at.end <= at.end);
        self.piece.repairs.extend(inside.map(|r| Repair { at: moved(r.at.start)..moved(r.at.end), ..r.clone() }));
    }

    /// White space at the start of `rest`: a tab or a wide run separates columns.
    fn gap(&mut self, rest: &str) {
        if self.piece.text.is_empty() || self.piece.text.ends_with('\t') {
            return;
        }
        let run = &rest[..rest.len() - rest.trim_start().len()];
        let wide = run.contains('\t') || run.chars().count() >= COLUMN_GAP;
        if wide {
            while self.piece.text.ends_with(' ') {
                self.piece.text.pop();
            }
            self.piece.text.push('\t');
        } else if !self.piece.text.ends_with(' ') {
            self.piece.text.push(' ');
        }
    }

    fn space(&mut self) {
        if !self.piece.text.is_empty() && !self.piece.text.ends_with([' ', '\t']) {
            self.piece.text.push(' ');
        }
    }
}

/// How one piece is put behind another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// The paragraph ended.
    Break,
    /// The line was wrapped between words.
    Space,
    /// The line was wrapped inside a word without a hyphen, or with one that belongs to it: `MED-` `udvalget`.
    Tight,
    /// The line was wrapped inside a word; its hyphen is removed.
    Unhyphen,
}

/// How `next` continues `previous` across a wrapped line end.
pub(super) fn wrap(previous: &str, next: &str) -> Join {
    let Some(head) = previous.strip_suffix(['-', '\u{ad}', '\u{2010}']) else { return Join::Space };
    let (Some(before), Some(after)) = (head.chars().next_back(), next.chars().next()) else { return Join::Space };
    let first_word = next.split_whitespace().next().unwrap_or_default().trim_end_matches([',', ';']);
    if !before.is_alphanumeric() || AFTER_OPEN_COMPOUND.contains(&first_word) {
        Join::Space
    } else if previous.ends_with('\u{ad}') || same_case(before, after) {
        Join::Unhyphen
    } else {
        Join::Tight
    }
}

fn same_case(a: char, b: char) -> bool {
    a.is_lowercase() && b.is_lowercase() || a.is_uppercase() && b.is_uppercase()
}

/// Puts pieces together to one text.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    text: Text,
}

impl Joiner {
    /// Appends a piece of text from `page`.
    pub(super) fn push(&mut self, piece: &Piece, page: u32, join: Join) {
        if piece.text.is_empty() {
            return;
        }
        let join = if self.text.as_str().is_empty() { Join::Tight } else { join };
        let len = self.text.as_str().len();
        match join {
            Join::Break => self.text.push("\n", self.page(), []),
            Join::Space => self.text.push(" ", self.page(), []),
            Join::Tight => {}
            Join::Unhyphen => {
                let hyphen = self.text.as_str().chars().next_back().map_or(0, char::len_utf8);
                self.text.truncate(len - hyphen);
            }
        }
        self.text.push(&piece.text, page, piece.repairs.iter().cloned());
    }

    fn page(&self) -> u32 {
        self.text.breaks().last().map_or(1, |b| b.page)
    }

    pub(super) fn finish(self) -> Text {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RepairKind;

    fn clean(line: &str) -> String {
        Piece::of(&Line::plain(line)).text
    }

    #[test]
    fn markup_is_taken_out_and_its_words_stay() {
        assert_eq!(clean("[DASSOS tog orienteringen](#)"), "DASSOS tog orienteringen");
        assert_eq!(clean("- *Tidlig indsats* – hurtigere"), "- Tidlig indsats – hurtigere");
        assert_eq!(clean("<ul style=\"a\"><li>Et</li><li>To</li></ul>"), "Et To");
        assert_eq!(clean(r"Oversigt \(kort\)"), "Oversigt (kort)");
        assert_eq!(clean("5 * 3 og a < b"), "5 * 3 og a < b");
    }

    #[test]
    fn wide_gap_parts_columns() {
        assert_eq!(clean("   53.        Godkendelse  af   "), "53.\tGodkendelse af");
        assert_eq!(clean("A\tB"), "A\tB");
    }

    #[test]
    fn repairs_stay_at_their_words() {
        let repair = Repair {
            at: "  *på ".len().."  *på mødet".len(),
            original: "mgdet".into(),
            kind: RepairKind::Letters,
            confidence: 1.0,
            second: None,
        };
        let line = Line { repairs: vec![repair], ..Line::plain("  *på mødet* nu") };
        let piece = Piece::of(&line);
        assert_eq!(piece.text, "på mødet nu");
        assert_eq!(&piece.text[piece.repairs[0].at.clone()], "mødet");
    }

    #[test]
    fn hyphen_goes_unless_it_belongs_to_the_word() {
        assert_eq!(wrap("behand-", "lingen"), Join::Unhyphen);
        assert_eq!(wrap("Social-", "og Sundhed"), Join::Space);
        assert_eq!(wrap("MED-", "udvalget"), Join::Tight);
        assert_eq!(wrap("REGIONSRÅ-", "DET"), Join::Unhyphen);
        assert_eq!(wrap("nr. 1-", "5."), Join::Tight);
        assert_eq!(wrap("kort -", "men"), Join::Space);
    }

    #[test]
    fn joined_text_knows_its_pages() {
        let mut joiner = Joiner::default();
        joiner.push(&Piece::of(&Line::plain("en behand-")), 1, Join::Break);
        joiner.push(&Piece::of(&Line::plain("ling")), 2, Join::Unhyphen);
        let text = joiner.finish();
        assert_eq!(text.as_str(), "en behandling");
        assert_eq!(text.page_at(text.as_str().len() - 1), Some(2));
    }
}
