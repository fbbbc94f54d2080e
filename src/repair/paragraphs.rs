//! Repairs the sign § read as 5, 8 or S: *SEL 5108* where the document has *SEL § 108*.
//!
//! Only the document itself can distinguish a § from a digit, so both the law and the paragraph must occur elsewhere in
//! it with their sign. A blank lost before a § (*SEL§ 85*) is put back where the document otherwise writes that law
//! with one. Behind the sign both ways are usual (*§108*, *§ 108*), so the scanned form stays.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::edit::Edit;
use crate::model::RepairKind;

/// Readings of a §.
const READ_AS: &[char] = &['5', '8', 'S', '$'];
/// A law and the paragraph behind it: *SEL § 108*, *servicelovens §§ 107*.
static WITH_SIGN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\p{L}+)\.?\s*§{1,2}\s?(\d{1,3})\b").expect("a pattern"));
static ANY_SIGN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"§\s?(\d{1,3})\b").expect("a pattern"));
/// A law and its possible paragraph.
static WITHOUT_SIGN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\p{L}+)\.?\s([58S$])\s?(\d{1,3})\b").expect("a pattern"));
/// A second reading of the sign in front of it: *§105+5§85*.
static DOUBLED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"§\s?\d{1,3}\s?[+/,-]\s?([5S$])§").expect("a pattern"));
/// A law with the sign glued to it: *SEL§ 85*.
static GLUED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\p{L}{2,}\.?)(§{1,2})\s?\d").expect("a pattern"));
/// A law with a blank before the sign.
static SPACED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\p{L}{2,}\.?)\s§").expect("a pattern"));
/// The document must write the law with a blank at least this often, and more often than without: once may be the
/// misreading.
const ENOUGH_BLANKS: usize = 2;
/// The confidence if the law is named with the same paragraph elsewhere.
const SURE: f32 = 0.95;

/// The laws and paragraphs named in a document with their sign.
#[derive(Debug, Default)]
pub(super) struct Laws {
    names: HashSet<String>,
    numbers: HashSet<String>,
    /// How often each law is written with a blank before its sign, and how often without.
    blanks: HashMap<String, (usize, usize)>,
}

impl Laws {
    /// Collected from the lines of a document.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str>) -> Self {
        let mut laws = Self::default();
        for line in lines.filter(|l| l.contains('§')) {
            laws.names.extend(WITH_SIGN.captures_iter(line).map(|c| c[1].to_lowercase()).filter(|n| n.len() > 1));
            laws.numbers.extend(ANY_SIGN.captures_iter(line).map(|c| c[1].to_owned()));
            SPACED.captures_iter(line).for_each(|c| laws.blanks.entry(c[1].to_lowercase()).or_default().0 += 1);
            GLUED.captures_iter(line).for_each(|c| laws.blanks.entry(c[1].to_lowercase()).or_default().1 += 1);
        }
        laws
    }

    /// The misread signs of `line`.
    pub(super) fn edits(&self, line: &str) -> Vec<Edit> {
        let doubled = DOUBLED.captures_iter(line).filter_map(|c| c.get(1));
        let doubled = doubled.map(|m| edit(m.start()..m.end() + '§'.len_utf8()));
        doubled.chain(self.lost(line)).chain(self.glued(line)).collect()
    }

    /// The signs without the blank before them.
    fn glued(&self, line: &str) -> Vec<Edit> {
        let is_spaced = |law: &str| {
            let blanks = self.blanks.get(&law.to_lowercase());
            blanks.is_some_and(|(with, without)| *with >= ENOUGH_BLANKS && with > without)
        };
        let found = GLUED.captures_iter(line).filter(|c| is_spaced(&c[1])).filter_map(|c| c.get(2));
        found.map(|m| Edit { text: format!(" {}", m.as_str()), ..edit(m.range()) }).collect()
    }

    fn lost(&self, line: &str) -> Vec<Edit> {
        if self.names.is_empty() || !line.contains(READ_AS) {
            return Vec::new();
        }
        let known = |c: &regex::Captures<'_>| self.names.contains(&c[1].to_lowercase()) && self.numbers.contains(&c[3]);
        let found = WITHOUT_SIGN.captures_iter(line).filter(known).filter_map(|c| c.get(2));
        found.map(|m| edit(m.range())).collect()
    }
}

fn edit(at: std::ops::Range<usize>) -> Edit {
    Edit { at, text: "§".into(), kind: RepairKind::Paragraph, confidence: SURE, second: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Line;

    fn mended(lines: &[&str]) -> String {
        let mut line = Line::plain(lines[0]);
        super::super::edit::apply(&mut line, Laws::of(lines.iter().copied()).edits(lines[0]));
        line.text
    }

    #[test]
    fn digit_is_a_sign_where_the_document_names_law_and_paragraph() {
        assert_eq!(mended(&["efter SEL 5108 og", "SEL § 85", "efter §108"]), "efter SEL §108 og");
        assert_eq!(mended(&["efter SEL S 85 og", "SEL § 85"]), "efter SEL § 85 og");
        assert_eq!(mended(&["efter §105+5§85"]), "efter §105+§85");
    }

    #[test]
    fn blank_before_the_sign_is_put_back_where_the_document_has_it() {
        assert_eq!(mended(&["efter SEL§ 85 og", "SEL § 107, SEL §108"]), "efter SEL § 85 og");
        assert_eq!(mended(&["efter SEL§§85-87 og", "SEL § 107", "SEL § 108"]), "efter SEL §§85-87 og");
        for lines in
            [["efter SEL§ 85", "SEL § 107"], ["SEL§ 85, SEL§ 86", "SEL § 107, SEL § 108"], ["SEL§ 85", "ABL § 1"]]
        {
            assert_eq!(mended(&lines), lines[0]);
        }
    }

    #[test]
    fn number_stays_where_nothing_says_so() {
        for lines in
            [["SEL 5108", "SEL § 85"], ["i alt 5108", "SEL § 108"], ["SEL 51085", "SEL § 108"], ["SEL§ 85", "§108"]]
        {
            assert_eq!(mended(&lines), lines[0]);
        }
    }
}
