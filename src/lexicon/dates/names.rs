//! Names of months and weekdays, including scan errors.

use jiff::civil::Weekday;

/// Names of months. English names occur in the half-English dates of web systems.
pub(super) const MONTHS: [(&str, i8); 18] = [
    ("januar", 1),
    ("februar", 2),
    ("marts", 3),
    ("april", 4),
    ("maj", 5),
    ("juni", 6),
    ("juli", 7),
    ("august", 8),
    ("september", 9),
    ("oktober", 10),
    ("november", 11),
    ("december", 12),
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("may", 5),
    ("june", 6),
    ("october", 10),
];

/// Beginnings of the weekdays, without the vowels often damaged in scans.
const WEEKDAYS: [(&str, Weekday); 7] = [
    ("man", Weekday::Monday),
    ("tir", Weekday::Tuesday),
    ("ons", Weekday::Wednesday),
    ("tor", Weekday::Thursday),
    ("fre", Weekday::Friday),
    ("l", Weekday::Saturday),
    ("s", Weekday::Sunday),
];

/// The weekday at the beginning of `word` (lower case).
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, day)| *day)
}

/// The month with this name, allowing one scan error.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase().replace("rn", "m").replace(['1', '|'], "l");
    month_for_sure(&word).or_else(|| {
        let near: Vec<i8> =
            MONTHS.iter().take(12).filter(|(name, _)| one_letter_apart(name, &word)).map(|m| m.1).collect();
        // `juli` and `juni` differ in one letter: a word between them is ambiguous.
        (word.chars().count() > 3 && near.len() == 1).then(|| near[0])
    })
}

/// The month with exactly this name or abbreviation. Abbreviations have at least three letters.
pub(super) fn month_for_sure(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let stem = lower.trim_end_matches('.');
    if let Some((_, month)) = MONTHS.iter().find(|(name, _)| *name == stem) {
        return Some(*month);
    }
    let short = stem.len() >= 3 && stem.len() <= 4;
    MONTHS.iter().find(|(name, _)| short && name.starts_with(stem)).map(|(_, month)| *month)
}

/// True for an edit distance of one.
fn one_letter_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let same_tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().abs_diff(b.len()) <= 1 && same_head + same_tail + 1 >= a.len().max(b.len())
}
