//! Which words are near to one that was typed, as automata that walk through the words of the index together with it: only the
//! beginnings that can still lead to such a word are looked at.

use tantivy_fst::Automaton;

use super::spelling::confusions;

/// Letters that a word with slips has at most.
const LONGEST: usize = 31;

/// The words that `typed` may be a misread or differently spelt form of.
pub(super) struct Misread<'a> {
    typed: &'a [u8],
}

impl<'a> Misread<'a> {
    pub fn of(typed: &'a str) -> Self {
        Self { typed: typed.as_bytes() }
    }

    /// The places behind `byte` where it stands at the places given.
    fn step(&self, places: &[usize], byte: u8) -> Vec<usize> {
        places.iter().filter(|at| self.typed.get(**at) == Some(&byte)).map(|at| at + 1).collect()
    }
}

/// How much of what was typed may be read after some bytes of a word.
#[derive(Clone, Default)]
pub(super) struct Reading {
    places: Vec<usize>,
    /// The first of a letter's two bytes, and the places before it.
    lead: Option<(u8, Vec<usize>)>,
}

impl Automaton for Misread<'_> {
    type State = Reading;

    fn start(&self) -> Reading {
        Reading { places: vec![0], lead: None }
    }

    fn is_match(&self, state: &Reading) -> bool {
        state.lead.is_none() && state.places.contains(&self.typed.len())
    }

    fn can_match(&self, state: &Reading) -> bool {
        !state.places.is_empty() || state.lead.as_ref().is_some_and(|(_, before)| !before.is_empty())
    }

    fn accept(&self, state: &Reading, byte: u8) -> Reading {
        let mut places = self.step(&state.places, byte);
        let (letter, before) = match &state.lead {
            None if matches!(byte, 0xc2..=0xdf) => {
                return Reading { places, lead: Some((byte, state.places.clone())) };
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
        Reading { places, lead: None }
    }
}

/// The words that differ from one by a few slips: a letter put in, left out, changed or swapped with its neighbour.
pub(super) struct Slips {
    letters: Vec<char>,
    most: u8,
    first_is_right: bool,
}

impl Slips {
    /// `None` for a word that is too long.
    pub fn of(letters: &[char], most: usize, first_is_right: bool) -> Option<Self> {
        let fits = (1..=LONGEST).contains(&letters.len());
        fits.then(|| Self { letters: letters.to_vec(), most: most as u8, first_is_right })
    }

    /// The counts behind one more letter. More than `most` slips lie between beginnings whose lengths differ by more.
    fn next(&self, state: &Counts, letter: char) -> Counts {
        let (read, most) = (usize::from(state.read) + 1, usize::from(self.most));
        let mut row = [u8::MAX; LONGEST + 1];
        if read <= most {
            row[0] = read as u8;
        }
        let wrong = self.first_is_right && read == 1 && letter != self.letters[0];
        let until = if wrong { 0 } else { (read + most).min(self.letters.len()) };
        for n in read.saturating_sub(most + 1)..until {
            let own = self.letters[n];
            let changed = state.row[n].saturating_add(u8::from(own != letter));
            let mut best = changed.min(row[n].saturating_add(1)).min(state.row[n + 1].saturating_add(1));
            if n > 0 && state.last == Some(own) && self.letters[n - 1] == letter {
                best = best.min(state.before[n - 1].saturating_add(1));
            }
            row[n + 1] = best;
        }
        if wrong {
            row[0] = u8::MAX;
        }
        let read = state.read.saturating_add(1);
        Counts { row, before: state.row, last: Some(letter), read, pending: [0; 4], bytes: 0 }
    }

    /// The counts that can be within reach.
    fn band<'s>(&self, state: &'s Counts) -> &'s [u8] {
        let (read, most) = (usize::from(state.read), usize::from(self.most));
        let until = (read + most + 1).min(self.letters.len() + 1);
        &state.row[read.saturating_sub(most).min(until)..until]
    }
}

/// The fewest slips between what was read of a word and each beginning of what was typed.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    row: [u8; LONGEST + 1],
    /// The same one letter ago.
    before: [u8; LONGEST + 1],
    last: Option<char>,
    /// Letters read.
    read: u8,
    /// Bytes of a letter that is not complete.
    pending: [u8; 4],
    bytes: usize,
}

impl Automaton for Slips {
    type State = Counts;

    fn start(&self) -> Counts {
        let row = std::array::from_fn(|n| if n <= self.letters.len() { n as u8 } else { u8::MAX });
        Counts { row, before: [u8::MAX; LONGEST + 1], last: None, read: 0, pending: [0; 4], bytes: 0 }
    }

    fn is_match(&self, state: &Counts) -> bool {
        state.bytes == 0 && state.row[self.letters.len()] <= self.most
    }

    fn can_match(&self, state: &Counts) -> bool {
        self.band(state).iter().any(|n| *n <= self.most)
    }

    fn accept(&self, state: &Counts, byte: u8) -> Counts {
        if byte.is_ascii() {
            return self.next(state, char::from(byte));
        }
        let mut state = *state;
        state.pending[state.bytes % 4] = byte;
        state.bytes += 1;
        match std::str::from_utf8(&state.pending[..state.bytes.min(4)]).ok().and_then(|letter| letter.chars().next()) {
            Some(letter) => self.next(&state, letter),
            None => state,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::spelling::{confusion_cost, mistakes};
    use super::*;

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

    proptest! {
        #[test]
        fn misread_words_are_those_that_have_a_cost(typed in "[aegoøæå]{1,5}", word in "[aegoøæå]{1,5}") {
            prop_assert_eq!(accepts(&Misread::of(&typed), &word), confusion_cost(&word, &typed).is_some());
        }

        #[test]
        fn words_with_slips_are_those_with_so_many_mistakes(a in "[abø]{1,6}", b in "[abø]{1,6}", most in 0usize..3) {
            let (letters, other): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let slips = Slips::of(&letters, most, false).unwrap();
            prop_assert_eq!(accepts(&slips, &b), mistakes(&letters, &other, most).is_some());
            let strict = Slips::of(&letters, most, true).unwrap();
            prop_assert_eq!(accepts(&strict, &b), letters[0] == other[0] && accepts(&slips, &b));
        }
    }
}
