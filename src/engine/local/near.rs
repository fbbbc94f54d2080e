//! Finds the words near to a typed one. Each kind of nearness is an automaton over the word list of the index, so only
//! beginnings with a possible match are read.

use tantivy_fst::Automaton;

use crate::engine::spelling::confusions;

/// The most letters of a word with edits. Longer ones are not words.
const LONGEST: usize = 100;
/// The most edits; the width of [`Band`] follows from it. Nothing asks for more.
const MOST_EDITS: usize = 2;
/// At most one edit is allowed in this many first letters: with two, nearly every word of the index matches there, and
/// a mistyped word hardly ever begins with two errors.
const BEGINNING: u8 = 4;

/// Words whose misread or differently spelt form may be `typed`.
pub(crate) struct Misread<'a> {
    typed: &'a [u8],
}

impl<'a> Misread<'a> {
    pub(super) fn of(typed: &'a str) -> Self {
        Self { typed: typed.as_bytes() }
    }

    /// The places after `byte`, from those places where it is next.
    fn step(&self, places: &[usize], byte: u8) -> Vec<usize> {
        places.iter().filter(|at| self.typed.get(**at) == Some(&byte)).map(|at| at + 1).collect()
    }
}

/// The possible places in the typed word after some bytes of an index word.
#[derive(Clone, Default)]
pub(crate) struct Misreading {
    places: Vec<usize>,
    /// The first of a letter's two bytes, and the places before it.
    lead: Option<(u8, Vec<usize>)>,
}

impl Automaton for Misread<'_> {
    type State = Misreading;

    fn start(&self) -> Misreading {
        Misreading { places: vec![0], lead: None }
    }

    fn is_match(&self, state: &Misreading) -> bool {
        state.lead.is_none() && state.places.contains(&self.typed.len())
    }

    fn can_match(&self, state: &Misreading) -> bool {
        !state.places.is_empty() || state.lead.as_ref().is_some_and(|(_, before)| !before.is_empty())
    }

    fn accept(&self, state: &Misreading, byte: u8) -> Misreading {
        let mut places = self.step(&state.places, byte);
        let (letter, before) = match &state.lead {
            None if matches!(byte, 0xc2..=0xdf) => {
                return Misreading { places, lead: Some((byte, state.places.clone())) };
            }
            None => (char::from(byte), &state.places),
            Some((lead, before)) => {
                (std::str::from_utf8(&[*lead, byte]).map_or('\0', |c| c.chars().next().unwrap_or('\0')), before)
            }
        };
        for read in confusions(letter) {
            let matching = before.iter().filter(|at| self.typed[**at..].starts_with(read.as_bytes()));
            places.extend(matching.map(|at| at + read.len()));
        }
        places.sort_unstable();
        places.dedup();
        Misreading { places, lead: None }
    }
}

/// The words within a small edit distance: a letter inserted, deleted, substituted or swapped with its neighbour.
pub(crate) struct Edits {
    letters: Vec<char>,
    most: usize,
    careful: bool,
}

/// A band of a row of the distance table: the costs of the beginnings of the typed word with a length within
/// [`MOST_EDITS`] of the letters read.
type Band = [u8; 2 * MOST_EDITS + 1];

/// Too many edits.
const FAR: u8 = u8::MAX;

impl Edits {
    /// Words with `most` edits; see [`Near::Edits`](crate::engine::Near) for `careful`. `None` if the word is too long,
    /// or for too many edits.
    pub(super) fn of(letters: &[char], most: usize, careful: bool) -> Option<Self> {
        let fits = (1..=LONGEST).contains(&letters.len()) && most <= MOST_EDITS;
        fits.then(|| Self { letters: letters.to_vec(), most, careful })
    }

    /// The edits allowed in this many letters.
    fn allowed(&self, read: u8) -> u8 {
        let most = self.most as u8;
        if self.careful && read <= BEGINNING { most.min(1) } else { most }
    }

    /// The costs after a correct first letter.
    fn first(&self, state: &Counts, letter: char) -> Counts {
        let cost = |at: usize| (at + 1).checked_sub(self.most + 1).filter(|cost| *cost <= usize::from(self.allowed(1)));
        let right = letter == self.letters[0];
        let row = std::array::from_fn(|at| cost(at).filter(|_| right).map_or(FAR, |cost| cost as u8));
        Counts { row, before: state.row, last: Some(letter), read: 1, pending: [0; 4], bytes: 0 }
    }

    /// The costs after one more letter.
    fn next(&self, state: &Counts, letter: char) -> Counts {
        if self.careful && state.read == 0 {
            return self.first(state, letter);
        }
        let read = state.read.saturating_add(1);
        let (mut row, allowed) = ([FAR; 2 * MOST_EDITS + 1], self.allowed(read));
        for at in 0..=2 * self.most {
            let Some(typed) = (usize::from(read) + at).checked_sub(self.most).filter(|n| *n <= self.letters.len())
            else {
                continue;
            };
            let put_in = state.row.get(at + 1).map_or(FAR, |cost| cost.saturating_add(1));
            let left_out = at.checked_sub(1).map_or(FAR, |before| row[before].saturating_add(1));
            let mut best = put_in.min(left_out);
            if let Some(own) = typed.checked_sub(1).map(|n| self.letters[n]) {
                best = best.min(state.row[at].saturating_add(u8::from(own != letter)));
                if state.last == Some(own) && typed >= 2 && self.letters[typed - 2] == letter {
                    best = best.min(state.before[at].saturating_add(1));
                }
            }
            row[at] = if best <= allowed { best } else { FAR };
        }
        Counts { row, before: state.row, last: Some(letter), read, pending: [0; 4], bytes: 0 }
    }
}

/// The fewest edits between the letters read and each beginning of the typed word.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    row: Band,
    /// The same one letter ago.
    before: Band,
    last: Option<char>,
    /// Letters read.
    read: u8,
    /// The bytes of an incomplete letter.
    pending: [u8; 4],
    bytes: u8,
}

impl Automaton for Edits {
    type State = Counts;

    fn start(&self) -> Counts {
        let cost = |at: usize| at.checked_sub(self.most).filter(|n| *n <= self.most).map_or(FAR, |n| n as u8);
        Counts {
            row: std::array::from_fn(cost),
            before: [FAR; 2 * MOST_EDITS + 1],
            last: None,
            read: 0,
            pending: [0; 4],
            bytes: 0,
        }
    }

    fn is_match(&self, state: &Counts) -> bool {
        let at = (self.letters.len() + self.most).checked_sub(usize::from(state.read));
        state.bytes == 0 && at.and_then(|at| state.row.get(at)).is_some_and(|cost| *cost != FAR)
    }

    fn can_match(&self, state: &Counts) -> bool {
        state.row.iter().any(|cost| *cost != FAR)
    }

    fn accept(&self, state: &Counts, byte: u8) -> Counts {
        if byte.is_ascii() {
            return self.next(state, char::from(byte));
        }
        let mut state = *state;
        state.pending[usize::from(state.bytes) % 4] = byte;
        state.bytes += 1;
        let letter = &state.pending[..usize::from(state.bytes).min(4)];
        match std::str::from_utf8(letter).ok().and_then(|letter| letter.chars().next()) {
            Some(letter) => self.next(&state, letter),
            None => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::spelling::{confusion_cost, edit_distance};

    fn accepts<A: Automaton>(automaton: &A, word: &str) -> bool {
        let mut state = automaton.start();
        for byte in word.bytes() {
            if !automaton.can_match(&state) {
                return false;
            }
            state = automaton.accept(&state, byte);
        }
        automaton.is_match(&state)
    }

    #[test]
    fn misread_word_leads_to_what_it_may_have_been() {
        let table =
            [("mgde", "møde"), ("laege", "læge"), ("okonomi", "økonomi"), ("feerdig", "færdig"), ("møde", "møde")];
        for (typed, meant) in table {
            assert!(accepts(&Misread::of(typed), meant), "{typed} for {meant}");
        }
        assert!(!accepts(&Misread::of("mgde"), "måde"));
    }

    #[test]
    fn second_edit_is_looked_for_behind_the_beginning() {
        let letters: Vec<char> = "kapacitet".chars().collect();
        let edits = Edits::of(&letters, 2, true).unwrap();
        assert!(accepts(&edits, "kapasitett") && accepts(&edits, "kpacitt") && accepts(&edits, "kapacitet"));
        assert!(!accepts(&edits, "kopicitet") && !accepts(&edits, "lapacitet"));
    }

    proptest! {
        #[test]
        fn misread_words_are_those_that_have_a_cost(typed in "[aegoøæå]{1,5}", word in "[aegoøæå]{1,5}") {
            prop_assert_eq!(accepts(&Misread::of(&typed), &word), confusion_cost(&word, &typed).is_some());
        }

        #[test]
        fn words_with_edits_are_those_within_the_edit_distance(a in "[abø]{1,6}", b in "[abø]{1,6}", most in 0usize..3) {
            let (letters, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let edits = Edits::of(&letters, most, false).unwrap();
            prop_assert_eq!(accepts(&edits, &b), edit_distance(&letters, &other, most).is_some());
            let careful = Edits::of(&letters, most, true).unwrap();
            prop_assert!(!accepts(&careful, &b) || letters[0] == other[0] && accepts(&edits, &b));
            if most < 2 {
                prop_assert_eq!(accepts(&careful, &b), letters[0] == other[0] && accepts(&edits, &b));
            }
        }
    }
}
