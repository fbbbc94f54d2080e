//! Decides which scans would gain from words learnt since their repair.
//!
//! A scan is repaired with the vocabulary of that time. A place name learnt later from a clean document may improve it,
//! but only if the scan has a word that may be a reading of it. This is decided without reading the scan again.
//!
//! Example: a clean document brings *Xolgårdsæter*; a scan with *Xolgardseeter* is repaired again, others are not.

use std::collections::HashSet;

use super::language::is_repair_target;
use super::variants::skeleton;
use crate::lexicon::{Lexicon, Vocabulary};

/// Shorter words, in letters, have the same skeleton by chance.
const MIN_LETTERS: usize = 5;

/// Words of a text that may still be misread, as skeletons common to all readings of a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoubtfulWords(HashSet<String>);

impl DoubtfulWords {
    /// Adds the words of a repaired text that no frequency list has.
    pub fn add(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '@').filter(|w| is_long(w)).map(str::to_lowercase);
        self.0.extend(words.filter(|w| !Lexicon.entry(w).is_some_and(|e| e.counted)).map(|w| skeleton(&w)));
    }
}

/// The words learnt by an archive since an earlier state, as skeletons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewWords(HashSet<String>);

impl NewWords {
    /// The words taught by `now` and not by `before`.
    pub fn since(before: &Vocabulary, now: &Vocabulary) -> Self {
        let new =
            now.iter().map(|(word, _)| word).filter(|w| before.count(w) == 0 && is_long(w) && is_repair_target(w));
        Self(new.map(skeleton).collect())
    }

    /// True where one of them may be meant by a doubtful word.
    pub fn help(&self, text: &DoubtfulWords) -> bool {
        !self.0.is_disjoint(&text.0)
    }
}

fn is_long(word: &str) -> bool {
    word.chars().count() >= MIN_LETTERS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(text: &str) -> Vocabulary {
        let mut words = Vocabulary::default();
        words.learn(text);
        words
    }

    fn help(before: &str, now: &str, scan: &str) -> bool {
        let mut doubtful = DoubtfulWords::default();
        doubtful.add(scan);
        NewWords::since(&vocabulary(before), &vocabulary(now)).help(&doubtful)
    }

    #[test]
    fn new_name_helps_where_one_of_its_readings_stands() {
        assert!(help("", "Xolgårdsæter", "ved Xolgardseeter"));
        assert!(!help("", "Xolgårdsæter", "ved Yolgardseeter"));
    }

    #[test]
    fn what_was_known_before_is_not_new() {
        assert!(!help("Xolgårdsæter", "Xolgårdsæter", "ved Xolgardseeter"));
        assert!(!help("", "Xolgarden", "ved Xolgarden"), "it has no letter that could be broken");
        assert!(!help("", "området", "omradet"), "everybody knows it");
    }
}
