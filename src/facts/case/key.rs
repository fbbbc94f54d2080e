//! Look-up keys for items of the same case.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use xxhash_rust::xxh3::xxh3_64;

/// A KLE subject code with its facet but without a serial number. Thousands of cases share it.
static SUBJECT_CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d\d-\d\d-\d\d-[a-zæøå]\d\d$").expect("a pattern of our own"));
/// A subject code joined with its facet: `00p20`.
static WRITTEN_ON: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(\d+)([a-zæøå]\d+)$").expect("a pattern of our own"));

/// A property of an item, hashed to a fixed size for the index. Callers also compare the items themselves, so a
/// collision (one in 10¹⁹) only costs time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u64);

impl Key {
    fn new(sort: &str, of: &[&str]) -> Self {
        Self(xxh3_64(format!("{sort}\u{1f}{}", of.join("\u{1f}")).as_bytes()))
    }

    /// Every item of a register.
    pub fn register(register: &str) -> Self {
        Self::new("register", &[register])
    }

    /// The items of one day in a register.
    pub fn meeting(register: &str, date: Date) -> Self {
        Self::new("meeting", &[register, &date.to_string()])
    }

    /// The items with a case number.
    pub fn case(register: &str, number: &str) -> Self {
        Self::new("case", &[register, number])
    }

    /// Items with the same naming words in the title.
    pub fn title(register: &str, words: u64) -> Self {
        Self::new("title", &[register, &words.to_string()])
    }

    /// Items with a rare word in title or proposal.
    pub fn name(register: &str, name: &str) -> Self {
        Self::new("name", &[register, name])
    }

    /// Items with a naming word in the title, in any register.
    pub fn word(word: &str) -> Self {
        Self::new("word", &[word])
    }

    /// Items of either authority whose titles name the other and have this word.
    pub fn between(one: &str, other: &str, word: &str) -> Self {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        Self::new("between", &[first, second, word])
    }

    /// Items with a proper name, in any register.
    pub fn proper(name: &str) -> Self {
        Self::new("proper", &[name])
    }

    /// The item with this number, at the meeting on this day or in the document.
    pub fn place(source: &str, date: Option<Date>, number: &str) -> Self {
        Self::of_place("place", source, date, number)
    }

    /// Items with a reference to that item.
    pub fn pointer(source: &str, date: Option<Date>, number: &str) -> Self {
        Self::of_place("pointer", source, date, number)
    }

    fn of_place(sort: &str, source: &str, date: Option<Date>, number: &str) -> Self {
        match date {
            Some(date) => Self::new(sort, &["on", &date.to_string(), number]),
            None => Self::new(sort, &["in", source, number]),
        }
    }
}

/// Normalises a case number: `27.42.00P2O - 3-21` → `27-42-00-p20-3-21`. Spaces and separators become hyphens. Letters
/// misread for digits become digits.
pub fn case_number(printed: &str) -> String {
    let lower = printed.to_lowercase();
    let parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let parts: Vec<String> = parts.map(|p| WRITTEN_ON.replace(&in_digits(p), "$1-$2").into_owned()).collect();
    parts.join("-")
}

/// `p2o` → `p20`. Anything else than a number with at most one letter before it is left alone.
fn in_digits(part: &str) -> String {
    let misread = |c: char| matches!(c, 'o' | 'i' | 'l');
    let letters: Vec<char> = part.chars().filter(|c| !c.is_ascii_digit() && !misread(*c)).collect();
    let number = part.contains(|c: char| c.is_ascii_digit());
    let facet = letters.iter().all(|c| c.is_alphabetic()) && letters.len() <= 1;
    if number && facet { part.replace('o', "0").replace(['i', 'l'], "1") } else { part.to_owned() }
}

/// True for a normalised subject code such as `16-06-04-p16`.
pub(crate) fn is_subject_code(number: &str) -> bool {
    SUBJECT_CODE.is_match(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_case_number_are_one() {
        for printed in ["27.42.00-P20-3-21", "27.42.00 P20-3-21", " 27.42.00P2O - 3-21", "27.42.0O.P20-3-2l"] {
            assert_eq!(case_number(printed), "27-42-00-p20-3-21", "{printed}");
        }
        assert_eq!(case_number("EMN-2019-04411"), "emn-2019-04411");
        assert_eq!(case_number("OIL-12"), "oil-12", "a word is no misread number");
    }

    #[test]
    fn subject_code_is_no_case() {
        assert!(is_subject_code(&case_number("16.06.04P16")) && is_subject_code(&case_number("16.06.04 - P16")));
        assert!(!is_subject_code(&case_number("27.42.00-P20-3-21")));
    }

    #[test]
    fn things_of_different_sorts_have_different_keys() {
        assert_ne!(Key::name("a", "b"), Key::case("a", "b"));
        assert_ne!(Key::name("a", "bc"), Key::name("ab", "c"));
    }
}
