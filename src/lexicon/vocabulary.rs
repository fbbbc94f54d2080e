//! The words of an archive's clean documents.

use std::collections::HashMap;

/// Word counts of the clean documents of one archive.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    counts: HashMap<String, u32>,
    total: u64,
}

impl Vocabulary {
    /// Counts the words of a text: runs of letters, in lower case.
    pub fn learn(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty());
        for word in words {
            *self.counts.entry(word.to_lowercase()).or_default() += 1;
            self.total += 1;
        }
    }

    /// Adds the counts of another vocabulary.
    pub fn merge(&mut self, other: Self) {
        for (word, n) in other.counts {
            *self.counts.entry(word).or_default() += n;
        }
        self.total += other.total;
    }

    /// Occurrences of `word` (lower case).
    pub fn count(&self, word: &str) -> u32 {
        self.counts.get(word).copied().unwrap_or(0)
    }

    /// Total number of counted words.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Every word with its count, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.counts.iter().map(|(w, n)| (w.as_str(), *n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_without_case_and_signs() {
        let mut words = Vocabulary::default();
        words.learn("Høyer, HØYER og Ikast-Brande (2024)");
        assert_eq!((words.count("høyer"), words.count("ikast"), words.total()), (2, 1, 5));
    }
}
