//! Which scans would be read better with words that the archive learnt since.
//!
//! A scan is repaired with what was known at that time. A place name that a clean document teaches later would mend it
//! further, but only if the scan holds a word that may be a reading of it: that is told without reading the scan again.

use std::collections::HashSet;

use super::language::teaches;
use super::variants::skeleton;
use crate::lexicon::{Lexicon, Vocabulary};

/// Shorter words share their skeleton by chance.
const MIN_LETTERS: usize = 5;

/// Words of a text that may be misread still, in a form that all readings of a word share.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Doubtful(HashSet<String>);

impl Doubtful {
    /// Takes in the words of a text, as repaired, that no frequency list has.
    pub fn add(&mut self, text: &str) {
        let words = text.split(|c: char| !c.is_alphabetic() && c != '@').filter(|w| is_long(w)).map(str::to_lowercase);
        self.0.extend(words.filter(|w| !Lexicon.entry(w).is_some_and(|e| e.counted)).map(|w| skeleton(&w)));
    }
}

/// Words that an archive has learnt since some time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lessons(HashSet<String>);

impl Lessons {
    /// What `now` teaches and `before` did not.
    pub fn since(before: &Vocabulary, now: &Vocabulary) -> Self {
        let new = now.iter().map(|(word, _)| word).filter(|w| before.count(w) == 0 && is_long(w) && teaches(w));
        Self(new.map(skeleton).collect())
    }

    /// One of them may be meant by a word in doubt.
    pub fn help(&self, text: &Doubtful) -> bool {
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
        let mut doubtful = Doubtful::default();
        doubtful.add(scan);
        Lessons::since(&vocabulary(before), &vocabulary(now)).help(&doubtful)
    }

    #[test]
    fn new_name_helps_where_one_of_its_readings_stands() {
        assert!(help("", "Xolgårdsæter", "ved Xolgardseeter"));
        assert!(!help("", "Xolgårdsæter", "ved Yolgardseeter"));
    }

    #[test]
    fn what_was_known_before_is_no_lesson() {
        assert!(!help("Xolgårdsæter", "Xolgårdsæter", "ved Xolgardseeter"));
        assert!(!help("", "Xolgarden", "ved Xolgarden"), "it has no letter that could be broken");
        assert!(!help("", "området", "omradet"), "everybody knows it");
    }
}
