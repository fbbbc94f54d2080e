//! Measures the similarity of two lines of one head.

use std::cell::OnceCell;

use super::page_number;
use crate::source::Page;

/// The least similarity of two lines of one head, from 0 to 1: scans misread a letter here and there.
const MIN_SIMILARITY: f64 = 0.8;
/// Shorter lines, in letters, must be equal: one misread letter would be too large a share.
const MIN_LETTERS: usize = 8;

/// The features shared by lines of one head: the letters, with every number replaced by one sign.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub letters: Vec<char>,
    pub has_digits: bool,
    /// The pairs of neighbouring letters, sorted; made when first compared.
    pairs: OnceCell<Vec<(char, char)>>,
}

impl Key {
    pub(super) fn new(text: &str) -> Self {
        let mut letters: Vec<char> = Vec::with_capacity(text.len());
        let text = page_number::with_digits(text);
        for ch in text.chars().filter(|ch| ch.is_alphanumeric()) {
            match ch {
                _ if ch.is_numeric() => {
                    if letters.last() != Some(&'#') {
                        letters.push('#');
                    }
                }
                _ if ch.is_ascii() => letters.push(ch.to_ascii_lowercase()),
                _ => letters.extend(ch.to_lowercase()),
            }
        }
        let has_digits = letters.contains(&'#');
        Self { letters, has_digits, pairs: OnceCell::new() }
    }

    /// Short lines must be equal; longer ones share most of their pairs of letters (Dice's coefficient).
    pub(super) fn is_similar(&self, other: &Self) -> bool {
        let (long, short) = (self.letters.len().max(other.letters.len()), self.letters.len().min(other.letters.len()));
        if self.letters == other.letters {
            return short > 0;
        }
        short >= MIN_LETTERS && short as f64 >= 0.6 * long as f64 && self.similarity(other) >= MIN_SIMILARITY
    }

    fn similarity(&self, other: &Self) -> f64 {
        let (a, b) = (self.pairs(), other.pairs());
        let (mut i, mut j, mut common) = (0, 0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            }
        }
        2.0 * f64::from(common) / (a.len() + b.len()).max(1) as f64
    }

    fn pairs(&self) -> &[(char, char)] {
        self.pairs.get_or_init(|| {
            let mut pairs: Vec<(char, char)> = self.letters.windows(2).map(|w| (w[0], w[1])).collect();
            pairs.sort_unstable();
            pairs
        })
    }
}

/// The keys of all lines of a document, each computed when first needed: most lines are never compared.
pub(super) struct Keys(Vec<Vec<OnceCell<Key>>>);

impl Keys {
    pub(super) fn of(pages: &[Page]) -> Self {
        Self(pages.iter().map(|page| vec![OnceCell::new(); page.lines.len()]).collect())
    }

    /// The key of a line of these pages, by their indices.
    pub(super) fn get(&self, pages: &[Page], page: usize, line: usize) -> &Key {
        self.0[page][line].get_or_init(|| Key::new(&pages[page].lines[line].text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_similar(a: &str, b: &str) -> bool {
        Key::new(a).is_similar(&Key::new(b))
    }

    #[test]
    fn misread_letter_leaves_a_long_line_alike() {
        assert!(is_similar("Udvalget for Voksne, mødet", "Udvalget tor Voksne, m@det"));
        assert!(!is_similar("Udvalget for Voksne", "Udvalget for Børn og Unge"));
    }

    #[test]
    fn short_line_must_be_equal_but_for_its_numbers() {
        assert!(is_similar("Side 3 af 17", "side 12 af 17"));
        assert!(!is_similar("Bilag", "Bilag 1"));
        assert!(!is_similar("--", "--"), "a rule has no letters to tell it by");
    }
}
