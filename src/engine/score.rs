//! How well an item answers a word or a sequence of words.
//!
//! A word of a query stands for several terms ([`Variant`](super::plan::Variant)) in several parts of an item. Their
//! frequencies are added up, each weighed by its part and the part's length (the idea of BM25F), and the sum saturates: the
//! tenth occurrence adds little. The score is that sum, times the word's rarity in the archive, times a factor of the nearest
//! form that occurs. So a word in its own form beats one inside a compound, which beats a misspelt one, unless the item says
//! it much more often or in its title.
//!
//! A sequence counts as a word whose rarity is the sum of the rarities of its words. A score depends on nothing but the item
//! and those rarities: not on how an engine lays out what it holds.

use super::plan::Form;
use crate::index::format::ItemPart;
use crate::model::SectionKind;

/// Where the sum of frequencies counts half: the usual k1 of BM25.
const SATURATION: f32 = 1.2;
/// How much a part's length counts, between 0 and 1. BM25's usual b is 0.75; sections differ in length by their kind rather
/// than by how much they say of a word.
const LENGTH_MATTERS: f32 = 0.4;
/// Terms (words in all forms) of a title that is neither short nor long.
const TITLE_LENGTH: f32 = 20.0;
/// The same of a section.
const SECTION_LENGTH: f32 = 400.0;
/// What a bonus counts in a title, beside other parts.
const BONUS_IN_TITLE: f32 = 2.0;

/// Fewer hits than this are few: items with most of the words follow.
const FEW: usize = 5;
/// The same where three words or more are typed, as in a question: that all of them stand somewhere in an item says little more
/// than that most of them do.
const PAGE: usize = 20;
/// The share of the words, weighed by rarity, that makes an item worth showing: of two words the rarer one does. Measured on the
/// bench: 0.5 loses half a point of recall, 0.6 three.
pub(super) const MOST: f32 = 0.4;

/// The passage of the item that stands for a pair is shown unless another's score is so many times better.
pub(super) const CLEARLY_BETTER: f32 = 1.25;

/// How many items with all that is wanted are enough, so that those with most of it do not follow.
pub(super) fn enough(wanted: usize) -> usize {
    match wanted {
        0 | 1 => wanted,
        2 => FEW,
        _ => PAGE,
    }
}

/// What a word in that part of an item is worth.
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

/// What the nearest form that occurs is worth.
pub(crate) fn form_factor(form: Form) -> f32 {
    match form {
        Form::Exact => 1.0,
        Form::Inflected => 0.85,
        Form::Compound => 0.65,
        Form::Spelling => 0.5,
        Form::Synonym => 0.3,
    }
}

/// What the length of a part, in terms and as far as the engine keeps it, makes of one occurrence.
pub(super) fn length_factor(part: ItemPart, length: f32) -> f32 {
    let usual = if part == ItemPart::Title { TITLE_LENGTH } else { SECTION_LENGTH };
    1.0 / (1.0 - LENGTH_MATTERS + LENGTH_MATTERS * length / usual)
}

/// The score of a word with that sum of frequencies and that factor of its nearest form.
pub(crate) fn word_score(rarity: f32, nearest: f32, sum: f32) -> f32 {
    rarity * nearest * sum / (SATURATION + sum)
}

/// The rarity of a word that `having` of `all` items have: the idf of BM25.
pub(crate) fn rarity(having: u64, all: u64) -> f32 {
    let (having, all) = (having.min(all) as f32, all as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// What a bonus of that worth adds where it stands in a part, without the rarities of its words.
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
    fn nearer_forms_count_more() {
        let forms = [Form::Exact, Form::Inflected, Form::Compound, Form::Spelling, Form::Synonym];
        assert!(forms.map(form_factor).is_sorted_by(|a, b| a > b));
    }
}
