//! Computes the numbers printed by Word in front of paragraphs (ECMA-376, 17.9).

use std::collections::HashMap;

use super::xml::{Piece, each_piece};

/// Word has nine levels (ECMA-376, 17.9).
const LEVELS: usize = 9;

/// The place of a paragraph: its list and its level, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub list: String,
    pub level: usize,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2` with the numbers of the levels.
    text: String,
}

/// The lists of a document, and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By the id of the abstract list.
    levels: HashMap<String, Vec<Level>>,
    /// List to abstract list: lists of one abstract list share their count.
    kinds: HashMap<String, String>,
    counted: HashMap<String, [Option<u32>; LEVELS]>,
}

impl Numbering {
    pub(super) fn read(xml: &str) -> Self {
        let (mut found, mut kind, mut list, mut level) = (Self::default(), None, None, 0);
        each_piece(xml, |piece| match piece {
            Piece::Open("abstractNum", tag, _) => kind = tag.get("abstractNumId"),
            Piece::Close("abstractNum") => kind = None,
            Piece::Open("num", tag, _) => list = tag.get("numId"),
            Piece::Close("num") => list = None,
            Piece::Open("lvl", tag, _) => level = tag.get("ilvl").and_then(|v| v.parse().ok()).unwrap_or(LEVELS),
            Piece::Open("abstractNumId", tag, _) => {
                found.kinds.extend(list.clone().zip(tag.val()));
            }
            Piece::Open(name, tag, _) => {
                if let (Some(kind), true) = (&kind, level < LEVELS) {
                    let levels = found.levels.entry(kind.clone()).or_insert_with(|| vec![Level::default(); LEVELS]);
                    note(&mut levels[level], name, tag.val().unwrap_or_default());
                }
            }
            _ => {}
        });
        found
    }

    /// The number of the next paragraph at that place, with a space behind it; empty if it has none.
    pub(super) fn next(&mut self, place: &Place) -> String {
        let Some(kind) = self.kinds.get(&place.list) else { return String::new() };
        let Some(levels) = self.levels.get(kind).filter(|_| place.level < LEVELS) else { return String::new() };
        let counted = self.counted.entry(kind.clone()).or_default();
        let next = counted[place.level].map_or(levels[place.level].start, |n| n.saturating_add(1));
        counted[place.level] = Some(next);
        counted[place.level + 1..].fill(None);
        label(levels, counted, place.level)
    }
}

fn note(level: &mut Level, name: &str, value: String) {
    match name {
        "start" => level.start = value.parse().unwrap_or(1),
        "numFmt" => level.format = value,
        "lvlText" => level.text = value,
        _ => {}
    }
}

fn label(levels: &[Level], counted: &[Option<u32>; LEVELS], at: usize) -> String {
    let level = &levels[at];
    match level.format.as_str() {
        "bullet" => return "• ".into(),
        "none" | "" => return String::new(),
        _ => {}
    }
    let mut text = level.text.clone();
    for (deep, level) in levels.iter().enumerate().take(at + 1) {
        let number = counted[deep].unwrap_or(level.start);
        text = text.replace(&format!("%{}", deep + 1), &written(number, &level.format));
    }
    if text.trim().is_empty() { String::new() } else { format!("{} ", text.trim_end()) }
}

fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a … z, aa … zz, as Word counts.
fn letters(number: u32, first: u8) -> String {
    let at = number.saturating_sub(1);
    let letter = char::from(first + (at % 26) as u8);
    std::iter::repeat_n(letter, (at / 26 + 1).min(10) as usize).collect()
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_does() {
        assert_eq!(
            (roman(14).as_str(), letters(28, b'a').as_str(), written(7, "decimalZero").as_str()),
            ("XIV", "bb", "07")
        );
    }
}
