//! A scanned word, and its candidates.

use std::collections::HashSet;

use super::confusions::{Confusion, Group, confusions, lower};

/// A penalty in nats: a capital is misread as a small letter half as often as a small one.
const AS_SMALL_LETTER: f32 = -0.7;

/// A word as scanned.
#[derive(Debug, Clone)]
pub(super) struct ScannedWord {
    original: Vec<char>,
    /// Its characters in lower case.
    pub lower: Vec<char>,
    /// Every letter is a capital.
    pub all_capitals: bool,
}

impl ScannedWord {
    pub(super) fn new(word: &str) -> Self {
        let original: Vec<char> = word.chars().collect();
        let lower = original.iter().map(|c| lower(*c)).collect();
        let letters = original.iter().filter(|c| c.is_alphabetic());
        let all_capitals =
            original.len() > 1 && letters.clone().count() > 1 && letters.clone().all(|c| c.is_uppercase());
        Self { original, lower, all_capitals }
    }

    /// The scanned word in lower case.
    pub(super) fn word(&self) -> String {
        self.lower.iter().collect()
    }

    /// It opens with a capital, or with a sign that may be one.
    pub(super) fn has_capital(&self) -> bool {
        self.original.first().is_some_and(|c| !c.is_lowercase())
    }

    /// It may be a name: a capital, then small letters.
    pub(super) fn is_name_like(&self) -> bool {
        self.has_capital() && !self.all_capitals
    }

    /// Whether the letter `meant`, misread at `at`, is a capital.
    fn is_capital(&self, at: usize, meant: char) -> bool {
        let first = self.original[at];
        let next_is_small = self.original.get(at + 1).is_some_and(|c| c.is_lowercase());
        match first {
            _ if self.all_capitals => true,
            'I' if meant == 'l' => false,
            c if c.is_uppercase() => at == 0 || (!next_is_small && !self.original[at - 1].is_lowercase()),
            c if c.is_alphabetic() => at == 0 && meant == 'i',
            '|' => true,
            // Read only for small letters.
            '&' | '#' | '¢' => false,
            // Measured: two in three of @ at the start are Ø; 4, / and £ are only read for Æ.
            _ => at == 0,
        }
    }

    /// Possible confusions at the characters from `at` on, with the extra cost of their case.
    pub(super) fn confusions_at(&self, at: usize) -> impl Iterator<Item = (&'static Confusion, f32)> + '_ {
        let (first, read) = (self.original[at], self.lower[at]);
        let sign_in_front = at == 0 && !first.is_alphabetic();
        let is_capital = first.is_uppercase() || sign_in_front || (self.all_capitals && !first.is_alphabetic());
        let is_small = !first.is_alphabetic() || first.is_lowercase();
        let table = confusions();
        let readings = |group: &'static Group, applies: bool| if applies { group.starting_with(read) } else { &[] };
        let capital = readings(&table.capital, is_capital);
        // Outside headings, a capital is only misread as another capital: *Aalund* is no *Ålund*.
        let small = readings(&table.small, is_small || self.all_capitals);
        let opening = readings(&table.opening, at == 0);
        let rarer = if is_small { 0.0 } else { AS_SMALL_LETTER };
        let known = capital.iter().chain(opening).map(|c| (c, 0.0)).chain(small.iter().map(move |c| (c, rarer)));
        known.filter(move |(c, _)| self.lower[at..].starts_with(&c.read))
    }
}

/// A word that the scan may have meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// In lower case.
    pub word: String,
    /// ln P(read | meant).
    pub channel: f32,
    /// How many scanned characters each letter corresponds to.
    pub spans: Vec<u8>,
}

impl Candidate {
    /// The word left as it is.
    pub(super) fn as_read(scanned: &ScannedWord) -> Self {
        Self { word: scanned.word(), channel: 0.0, spans: vec![1; scanned.lower.len()] }
    }

    /// The confusions between the scanned word and this one.
    pub(super) fn used(&self, scanned: &ScannedWord) -> Vec<&'static Confusion> {
        let (mut at, mut used) = (0, Vec::new());
        for (meant, span) in self.word.chars().zip(&self.spans) {
            let span = usize::from(*span);
            if span > 1 || span == 1 && scanned.lower[at] != meant {
                used.extend(
                    scanned.confusions_at(at).map(|(c, _)| c).find(|c| c.meant == meant && c.read.len() == span),
                );
            }
            at += span;
        }
        used
    }

    /// The word in the case of the scan.
    pub(super) fn cased(&self, scanned: &ScannedWord) -> String {
        let mut at = 0;
        let mut out = String::with_capacity(self.word.len());
        for (meant, span) in self.word.chars().zip(&self.spans) {
            if *span == 0 {
                out.extend(if scanned.all_capitals { meant.to_uppercase().next() } else { Some(meant) });
                continue;
            }
            let is_same = *span == 1 && scanned.lower[at] == meant;
            match (is_same, scanned.is_capital(at, meant)) {
                (true, _) => out.push(scanned.original[at]),
                (false, true) => out.extend(meant.to_uppercase()),
                (false, false) => out.push(meant),
            }
            at += usize::from(*span);
        }
        out
    }
}

/// One candidate per word, likeliest first.
pub(super) fn best_of_each(mut found: Vec<Candidate>) -> Vec<Candidate> {
    found.sort_by(|a, b| b.channel.total_cmp(&a.channel));
    let mut seen = HashSet::new();
    found.retain(|c| seen.insert(c.word.clone()));
    found
}
