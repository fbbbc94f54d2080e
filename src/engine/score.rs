//! How well an item answers a word or a sequence of words.
//!
//! A word of a query has several terms ([`Variant`](super::plan::Variant)) in several parts of an item. Their
//! frequencies are added up, each weighed by its part and the part's length (the idea of BM25F), and the sum saturates:
//! the tenth occurrence adds little. The score is the sum, times the word's rarity in the archive, times the factor of
//! its nearest form in the item. So a word in its own form beats one inside a compound, and this beats a misspelt one;
//! always if it is the only word, otherwise unless the item has it much more often or in its title.
//!
//! A sequence counts as one word; its rarity is the sum of the rarities of its words. A score depends only on the item
//! and these rarities, so two engines with the same items give the same scores.

use super::plan::Form;
use crate::index::format::ItemPart;
use crate::model::SectionKind;

/// Where the sum of frequencies counts half: the usual k1 of BM25.
const SATURATION: f32 = 1.2;
/// How much a part's length counts, between 0 and 1. BM25's usual b is 0.75; sections differ in length by their kind,
/// so length says less about relevance.
const LENGTH_MATTERS: f32 = 0.4;
/// Terms (words in all forms) of an average title.
const TITLE_LENGTH: f32 = 20.0;
/// The same for a section.
const SECTION_LENGTH: f32 = 400.0;
/// The factor of a bonus in a title.
const BONUS_IN_TITLE: f32 = 2.0;

/// If two words find fewer hits than this, items with most of the words follow.
const FEW: usize = 5;
/// The same for three words or more, as in a question: all words somewhere in an item mean little more than most of
/// them.
const PAGE: usize = 20;
/// An item needs this share of the words, weighed by rarity. Of two words, the rarer one is enough. Measured on the
/// bench: 0.5 loses half a point of recall, 0.6 three.
pub(super) const MOST: f32 = 0.4;

/// The share of the best score that an item with only most of the words needs, beside the first few: what has less has
/// one synonym or one part of a compound. On the bench, 0.1 already loses right answers.
const LEAST_SHARE: f32 = 0.07;

/// The passage comes from the pair's first item, unless the other item's score is better by this factor.
pub(super) const CLEARLY_BETTER: f32 = 1.25;

/// With so many items that have all words, items with most of the words do not follow.
pub(super) fn enough(wanted: usize) -> usize {
    match wanted {
        0 | 1 => wanted,
        2 => FEW,
        _ => PAGE,
    }
}

/// The weight of a word in a part of an item.
pub(super) fn part_weight(part: ItemPart) -> f32 {
    match part {
        ItemPart::Title => 4.0,
        ItemPart::Head => 0.5,
        ItemPart::Section(kind) => match kind {
            SectionKind::Proposal | SectionKind::Minutes => 1.5,
            SectionKind::CaseSummary | SectionKind::Summary => 1.0,
            SectionKind::Attachments => 0.5,
            _ => 0.8,
        },
    }
}

/// The factor of the nearest form in an item.
pub(crate) fn form_factor(form: Form) -> f32 {
    match form {
        Form::Exact => 1.0,
        Form::Inflected => 0.85,
        Form::Compound => 0.65,
        Form::Spelling => 0.5,
        Form::Synonym => 0.3,
    }
}

/// The factor of one occurrence in a part of this length, in terms. Engines may round lengths.
pub(super) fn length_factor(part: ItemPart, length: f32) -> f32 {
    let usual = if part == ItemPart::Title { TITLE_LENGTH } else { SECTION_LENGTH };
    1.0 / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length / usual)
}

/// The score of a word, from its sum of frequencies and its nearest form in the item. For a word asked for `alone`, an
/// item with the word itself is above all items that only have it in a compound, and these above misspellings and
/// synonyms, however frequent. Beside other words this would count too much: how often an item has each word then says
/// more (measured on the bench: nDCG 0.976 falls to 0.974).
pub(crate) fn word_score(rarity: f32, nearest: Form, sum: f32, alone: bool) -> f32 {
    let raised = if alone { raised(nearest) } else { 0.0 };
    rarity * (raised + form_factor(nearest) * sum / (SATURATION + sum))
}

/// What lifts a form of a word asked for alone above everything that the next farther form can reach. An inflection is
/// still the word: in a title it is a better answer than the very word in passing.
fn raised(form: Form) -> f32 {
    let above = |farther| raised(farther) + form_factor(farther);
    match form {
        Form::Exact | Form::Inflected => above(Form::Compound),
        Form::Compound => above(Form::Spelling),
        Form::Spelling => above(Form::Synonym),
        Form::Synonym => 0.0,
    }
}

/// The least score of an item with only most of the words, given the scores of all: [`LEAST_SHARE`] of the best, but
/// never more than that of the last of [`FEW`].
pub(super) fn least_partial(scores: impl Iterator<Item = f32>) -> f32 {
    let mut best = [0.0_f32; FEW];
    for score in scores {
        let at = best.partition_point(|known| *known >= score);
        if at < FEW {
            best[at..].rotate_right(1);
            best[at] = score;
        }
    }
    best[FEW - 1].min(best[0] * LEAST_SHARE)
}

/// The rarity of a word in `having` of `all` items: the idf of BM25.
pub(crate) fn rarity(having: u64, all: u64) -> f32 {
    let (having, all) = (having.min(all) as f32, all as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// The value of a bonus in a part, without the rarities of its words.
pub(super) fn bonus(worth: f32, part: ItemPart) -> f32 {
    worth * if part == ItemPart::Title { BONUS_IN_TITLE } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_words_count_more() {
        assert!(rarity(1, 100) > rarity(50, 100) && rarity(100, 100) > 0.0);
    }

    #[test]
    fn word_alone_outweighs_every_farther_form() {
        let forms = [Form::Inflected, Form::Compound, Form::Spelling, Form::Synonym];
        for pair in forms.windows(2) {
            assert!(word_score(1.0, pair[0], 0.01, true) > word_score(1.0, pair[1], 1000.0, true));
        }
        assert!(word_score(1.0, Form::Compound, 9.0, false) > word_score(1.0, Form::Exact, 0.5, false));
    }

    #[test]
    fn weak_answers_with_most_of_the_words_are_cut_behind_the_first_few() {
        let many = [9.0, 8.0, 0.5, 0.4, 0.3, 0.2, 5.0];
        assert_eq!(least_partial(many.into_iter()), 0.4);
        assert_eq!(least_partial([9.0, 0.1].into_iter()), 0.0);
        assert!((least_partial([10.0; 9].into_iter()) - 0.7).abs() < 1e-6);
    }

    #[test]
    fn nearer_forms_count_more() {
        let forms = [Form::Exact, Form::Inflected, Form::Compound, Form::Spelling, Form::Synonym];
        assert!(forms.map(form_factor).is_sorted_by(|a, b| a > b));
    }
}
