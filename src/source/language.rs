//! Measures how much of a text is Danish, to judge a text layer or a recognised page.

use super::Line;
use crate::lexicon::{Lexicon, Splitter};

/// Shorter words are in every lexicon by chance: `ri`, `oo`.
const LETTERS: usize = 3;
/// Fewer words than this are no evidence: a title page, a page of figures.
const ENOUGH_WORDS: usize = 12;
/// The lowest share of known words in readable Danish. Without names at least two in three words of a Danish page are
/// in the lexicon; broken æ, ø and å leave more than half; a page read sideways or a worthless layer leaves one in
/// five.
const POOR: f64 = 0.4;

/// The number of words, and the number of letters in the Danish ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Worth {
    pub words: usize,
    pub known: usize,
    /// Letters of the known ones.
    pub letters: usize,
}

/// Measures the words of these lines.
pub(super) fn worth(lines: &[Line]) -> Worth {
    let splitter = Splitter::with(None);
    let mut worth = Worth::default();
    for word in lines.iter().flat_map(|line| line.text.split(|ch: char| !ch.is_alphabetic())) {
        let letters = word.chars().count();
        if letters < LETTERS {
            continue;
        }
        worth.words += 1;
        let lower = word.to_lowercase();
        if Lexicon.contains(&lower) || splitter.split(&lower).is_some() {
            worth.known += 1;
            worth.letters += letters;
        }
    }
    worth
}

/// True where there are enough words and few of them are Danish.
pub(super) fn is_poor(lines: &[Line]) -> bool {
    let Worth { words, known, .. } = worth(lines);
    words >= ENOUGH_WORDS && (known as f64) < POOR * words as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_is_told_from_noise() {
        let danish =
            "Udvalget godkendte indstillingen om nye takster for herberget på Havnevej og sendte sagen til byrådet";
        assert!(!is_poor(&[Line::plain(danish)]));
        let broken = "Udvalget godkendte indstillingen om nye takster for herberget pa Havnevej og sendte sagen til byradet igen";
        assert!(!is_poor(&[Line::plain(broken)]));
        let noise = "jqx wvk aeop lru tzz bnmq pplo wex qazx rfvt yhnu ikol edcx tgbn";
        assert!(is_poor(&[Line::plain(noise)]));
        assert!(!is_poor(&[Line::plain("Bilag qxz")]), "too few words");
    }
}
