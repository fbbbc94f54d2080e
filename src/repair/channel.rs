//! Estimates the probability of each misreading in the document at hand: ln P(read | meant).
//!
//! The table was measured on one recogniser with its English model. Others break other letters (a Swedish model knows
//! å) and break them differently (a German one reads å as *ä*). So two things are taken from the document itself: how
//! much of each letter is broken, and, after a first pass, how its letters were misread.

use super::confusions::{Confusion, Group, confusions, lower};
use super::orthography::Orthography;

/// Shares of æ, ø and å among the letters of Danish minutes.
const EXPECTED: [(char, f32); 3] = [('æ', 0.0090), ('ø', 0.0085), ('å', 0.0105)];
/// A letter absent from the document's spelling is never broken: with so small a share the search never reaches it.
const NEVER: f32 = 1e-9;
/// ln P of the two letters written for each of æ, ø and å in a text without them.
const SPELT_OUT: f32 = -0.05;
/// Added to every other misreading in such a text: it was typed, not misread.
const NOT_SPELT_OUT: f32 = -4.0;
/// A confusion rarer than this in the table is no misreading (*Aalund* is not *Ålund*); it is used only where letters
/// are spelt out.
const ONLY_SPELT_OUT: f32 = -9.5;
/// The table has the weight of this many occurrences of a letter in the document: some five pages.
const WEIGHT_OF_TABLE: f32 = 100.0;
/// A misreading never becomes rarer than the table's value by more than this, in nats, because a short document may
/// lack it by chance.
const MOST_RARER: f32 = 1.0;
/// A second pass is worth its time if some misreading became commoner by this much, in nats: twice as common.
const MIN_CHANGE: f32 = 0.7;

/// ln P(read | meant) of every confusion of the table.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    orthography: Orthography,
    /// The broken share of æ, ø and å.
    broken: [f32; 3],
    log_p: Vec<f32>,
}

impl Channel {
    /// The table's values, scaled by the damage seen in the text: how many of the three letters it still has.
    pub(super) fn of<'t>(lines: impl Iterator<Item = &'t str> + Clone) -> Self {
        let orthography = Orthography::of(lines.clone());
        let mut broken = broken(lines);
        if orthography == Orthography::DoubleA {
            broken[2] = NEVER;
        }
        let mut channel = Self { orthography, broken, log_p: vec![0.0; confusions().len()] };
        for confusion in confusions().iter() {
            channel.set(confusion, confusion.log_p);
        }
        channel
    }

    /// ln of the probability of a confusion in this document.
    pub(super) fn log_p(&self, confusion: &Confusion) -> f32 {
        self.log_p[confusion.id]
    }

    /// Learns from a first pass how often letters came from each confusion (`seen`, by [`Confusion::id`]). True where
    /// that changes the likely words.
    pub(super) fn learn(&mut self, seen: &[f32]) -> bool {
        let table = confusions();
        let learnt = [&table.small, &table.capital].map(|g| self.learn_group(g, seen));
        learnt.contains(&true)
    }

    fn learn_group(&mut self, group: &Group, seen: &[f32]) -> bool {
        let mut material = false;
        for (letter, _) in EXPECTED {
            let of_letter = || group.iter().filter(move |c| c.meant == letter);
            let total: f32 = of_letter().map(|c| seen[c.id]).sum();
            for confusion in of_letter() {
                if self.is_another_spelling(confusion) {
                    continue;
                }
                let share = (seen[confusion.id] + WEIGHT_OF_TABLE * confusion.log_p.exp()) / (total + WEIGHT_OF_TABLE);
                let log_p = share.ln().max(confusion.log_p - MOST_RARER);
                material |= log_p > confusion.log_p + MIN_CHANGE;
                self.set(confusion, log_p);
            }
        }
        material
    }

    /// In old texts and in names, two a are a letter of their own; they are a misreading only in a text without å.
    fn is_another_spelling(&self, confusion: &Confusion) -> bool {
        self.orthography == Orthography::SpeltOut || confusion.is_spelt_out()
    }

    fn set(&mut self, confusion: &Confusion, log_p: f32) {
        let log_p = match self.orthography {
            Orthography::SpeltOut if confusion.is_spelt_out() => SPELT_OUT,
            Orthography::SpeltOut if confusion.is_danish() => log_p + NOT_SPELT_OUT,
            Orthography::DoubleA if confusion.read.starts_with(&['a', 'a']) => NEVER.ln(),
            _ if confusion.log_p < ONLY_SPELT_OUT => NEVER.ln(),
            _ => log_p,
        };
        self.log_p[confusion.id] = log_p + index(confusion.meant).map_or(0.0, |i| self.broken[i].ln());
    }
}

/// How much of each letter is missing.
fn broken<'t>(lines: impl Iterator<Item = &'t str>) -> [f32; 3] {
    let (mut letters, mut seen) = (1.0, [0.0; 3]);
    for c in lines.flat_map(str::chars).filter(|c| c.is_alphabetic()).map(lower) {
        letters += 1.0;
        if let Some(i) = index(c) {
            seen[i] += 1.0;
        }
    }
    [0, 1, 2].map(|i| (1.0 - seen[i] / letters / EXPECTED[i].1).clamp(0.05, 0.995))
}

fn index(letter: char) -> Option<usize> {
    EXPECTED.iter().position(|(c, _)| *c == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(text: &str) -> Channel {
        Channel::of(std::iter::once(text))
    }

    fn small(read: &str, meant: char) -> &'static Confusion {
        let read: Vec<char> = read.chars().collect();
        confusions().small.iter().find(|c| c.read == read && c.meant == meant).unwrap()
    }

    #[test]
    fn letter_that_the_document_has_is_rarely_broken() {
        let swedish = channel(&"på mgdet gar også ".repeat(20));
        assert!(swedish.log_p(small("a", 'å')) < swedish.log_p(small("g", 'ø')));
    }

    #[test]
    fn reading_that_the_document_shows_becomes_likely() {
        let mut channel = channel("pä mödet");
        let (umlaut, bare) = (small("ä", 'å'), small("a", 'å'));
        assert!(channel.log_p(umlaut) < channel.log_p(bare));
        let mut seen = vec![0.0; confusions().len()];
        seen[umlaut.id] = 300.0;
        assert!(channel.learn(&seen));
        assert!(channel.log_p(umlaut) > channel.log_p(bare));
        assert!(channel.log_p(bare) > bare.log_p - 2.0 * MOST_RARER);
    }

    #[test]
    fn nothing_seen_changes_nothing() {
        let mut learnt = channel("pa mgdet");
        let before = learnt.clone();
        assert!(!learnt.learn(&vec![0.0; confusions().len()]));
        let close = |(a, b): (&f32, &f32)| (a - b).abs() < 1e-3;
        assert!(learnt.log_p.iter().zip(&before.log_p).all(close));
    }

    #[test]
    fn double_a_is_learnt_only_where_every_letter_is_spelt_out() {
        let spelt_out = channel("Paa moedet blev det foerste punkt, naar det ogsaa maa vaere");
        assert!(spelt_out.log_p(small("aa", 'å')) > spelt_out.log_p(small("a", 'å')));
        let old = channel("Paa Mgdet blev det fgrste Punkt, naar det ogsaa maa vaere");
        assert!(old.log_p(small("a", 'å')) < -4.0);
    }
}
