//! A word of a query → the matching terms of the index, each with its nearness.

use std::collections::{BTreeSet, HashMap};

use super::english;
use super::synonyms::Synonyms;
use crate::engine::analysis::{Analyzer, Level, cased, skeleton, words};
use crate::engine::plan::{Form, Sequence, Variant, Word};
use crate::engine::spelling::{allowed_edits, cheapest, confusion_cost, edit_distance, respelt, same_skeleton};
use crate::engine::{Engine, EngineError, Near};
use crate::lexicon::{Lexicon, derived};

/// Most words of a prefix, the commonest first. More would find rare words too, but cost a look-up each.
const MOST_OF_PREFIX: usize = 200;
/// Least letters of each part of a compound in two words: shorter parts occur near one another by chance.
const LEAST_APART: usize = 4;
/// Most words between the parts of a split compound (*sammenlægning af to kommuner*). More would join unrelated words.
const BETWEEN_PARTS: u32 = 2;
/// The least rarity of a part to replace its compound alone: one item in twenty has it.
const RARE_PART: f32 = 3.0;
/// Most corrections of a misspelt word. More would find the right one more often, and more wrong items.
const MOST_RESPELT: usize = 5;

/// The meanings of one word or phrase of a query: any of its variants or sequences.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Leaf {
    pub typed: String,
    pub variants: Vec<Variant>,
    pub sequences: Vec<Sequence>,
    /// The parts of a compound, each in its forms: a weak substitute for the whole.
    pub parts: Vec<Vec<Variant>>,
    /// The parts rare enough to replace the whole alone, where nothing has all of them.
    pub telling: Vec<usize>,
    /// The index knows the word in no form.
    pub unknown: bool,
    /// The query has nothing else.
    pub alone: bool,
    /// The common beginning of the variants, in lower case, for a prefix.
    pub prefix: Option<String>,
    /// Other words added, each with the reason.
    pub others: Vec<(String, Form)>,
}

impl Leaf {
    fn add(&mut self, level: Level, word: &str, form: Form) {
        let term = level.term(word);
        match self.variants.iter_mut().find(|v| v.term == term) {
            Some(known) => known.form = known.form.min(form),
            None => self.variants.push(Variant { term, form }),
        }
    }

    /// Remembers an added word, once.
    fn note(&mut self, word: &str, form: Form) {
        if !self.others.iter().any(|(known, _)| known == word) {
            self.others.push((word.to_owned(), form));
        }
    }

    /// The other words added as that form.
    pub(super) fn meant(&self, form: Form) -> Vec<String> {
        self.others.iter().filter(|(_, f)| *f == form).map(|(word, _)| word.clone()).collect()
    }

    /// Every variant; those of the parts too where they replace the whole.
    pub(super) fn all_variants(&self, with_parts: bool) -> impl Iterator<Item = &Variant> {
        let parts = self.parts.iter().filter(move |_| with_parts || self.unknown);
        self.variants.iter().chain(parts.flatten())
    }
}

/// Finds the meanings of words in one index.
pub(super) struct Expander<'a> {
    engine: &'a dyn Engine,
    analyzer: Analyzer,
    /// Only the very words.
    pub exact: bool,
    /// Synonyms to be used, if any.
    pub synonyms: Option<&'a Synonyms>,
    /// The question has an English word: words of both languages may be meant as English.
    pub english: bool,
}

impl<'a> Expander<'a> {
    pub(super) fn new(engine: &'a dyn Engine, exact: bool, synonyms: Option<&'a Synonyms>) -> Self {
        Self { engine, analyzer: Analyzer::default(), exact, synonyms, english: false }
    }

    /// The meanings of a word.
    pub(super) fn word(&mut self, typed: &str) -> Result<Leaf, EngineError> {
        self.word_among(typed, [None, None])
    }

    /// The meanings of a word between two others.
    pub(super) fn word_among(&mut self, typed: &str, [before, after]: [Option<&str>; 2]) -> Result<Leaf, EngineError> {
        let lower = typed.to_lowercase();
        let mut leaf = Leaf { typed: typed.to_owned(), ..Leaf::default() };
        if self.add_cased(&mut leaf, typed, &lower)? {
            return Ok(leaf);
        }
        self.add_whole(&mut leaf, &lower);
        if self.exact {
            return Ok(leaf);
        }
        let mut spellings = vec![lower.clone()];
        if is_one_word(&lower) {
            self.add_forms(&mut leaf, &lower, Form::Inflected, Form::Compound);
            // An English word is no misspelt Danish one, nor made of Danish ones.
            if self.synonyms.is_none() || !english::is_english(&lower) {
                spellings.extend(self.add_spellings(&mut leaf, &lower)?);
                self.add_parts(&mut leaf, &lower)?;
            }
        } else {
            self.add_hyphenated(&mut leaf, &lower)?;
        }
        let known = self.is_known(&leaf)?;
        if self.synonyms.is_some() && (self.english || !known) {
            self.add_danish(&mut leaf, &lower, [before, after]);
        }
        if let Some(synonyms) = self.synonyms {
            self.add_synonyms(&mut leaf, &spellings, synonyms);
            for other in spellings.iter().flat_map(|word| self.derived_from(word)).collect::<BTreeSet<_>>() {
                for level in [Level::Stem, Level::Part] {
                    leaf.add(level, &other, Form::Synonym);
                }
            }
        }
        // Where nothing has a compound, its parts replace it beside its synonyms.
        leaf.unknown = !known && (!leaf.parts.is_empty() || !self.is_known(&leaf)?);
        Ok(leaf)
    }

    /// The words beginning with `typed`.
    pub(super) fn prefix(&mut self, typed: &str) -> Result<Leaf, EngineError> {
        let lower = typed.to_lowercase();
        let begin = Level::Exact.term(&lower);
        let mut counts: HashMap<String, u64> = HashMap::new();
        self.engine.terms_beginning(&begin, &mut |term, items| match counts.get_mut(term) {
            Some(count) => *count += u64::from(items),
            None => drop(counts.insert(term.to_owned(), items.into())),
        })?;
        let mut found: Vec<(String, u64)> = counts.into_iter().collect();
        found.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(MOST_OF_PREFIX);
        let variants = found.into_iter().map(|(term, _)| Variant { term, form: Form::Exact }).collect();
        Ok(Leaf { typed: format!("{typed}*"), variants, prefix: Some(lower), ..Leaf::default() })
    }

    /// These very words in this order.
    pub(super) fn phrase(&self, typed: &str, slop: u32) -> Leaf {
        let mut leaf = Leaf { typed: typed.to_owned(), ..Leaf::default() };
        add_sequence(&mut leaf, typed, slop, Form::Exact);
        leaf
    }

    /// The words as typed, one after another, in any inflection.
    pub(super) fn stem_sequence(&mut self, typed: &[&str], slop: u32) -> Option<Sequence> {
        let stem = |w: &&str| self.analyzer.stems(w).into_iter().next().map(|s| Level::Stem.term(&s));
        let terms: Vec<(usize, String)> =
            typed.iter().map(stem).collect::<Option<Vec<_>>>()?.into_iter().enumerate().collect();
        (terms.len() > 1).then_some(Sequence { terms, slop, form: Form::Inflected })
    }

    /// The word, number or chain exactly as typed.
    fn add_whole(&self, leaf: &mut Leaf, lower: &str) {
        let found = words(lower);
        let paragraph = found.iter().flat_map(|w| &w.also).find(|a| a.starts_with('§'));
        match (found.as_slice(), paragraph) {
            (_, Some(paragraph)) => leaf.add(Level::Exact, paragraph, Form::Exact),
            ([], _) => {}
            ([one], _) => leaf.add(Level::Exact, &lower[one.at.clone()], Form::Exact),
            (many, _) => {
                add_sequence(leaf, lower, 0, Form::Exact);
                for whole in many.first().map(|w| w.also.as_slice()).unwrap_or_default() {
                    leaf.add(Level::Exact, whole, Form::Exact);
                }
            }
        }
    }

    /// Headwords, as words and as parts of compounds.
    fn add_forms(&mut self, leaf: &mut Leaf, word: &str, inflected: Form, compound: Form) {
        for stem in self.analyzer.stems(word) {
            leaf.add(Level::Stem, &stem, inflected);
            leaf.add(Level::Part, &stem, compound);
        }
    }

    /// Adds possible other spellings, and gives those words.
    fn add_spellings(&mut self, leaf: &mut Leaf, lower: &str) -> Result<BTreeSet<String>, EngineError> {
        let known = self.is_known(leaf)?;
        // Lists of words in use hold misspellings too: *kobenhavn*.
        let listed = !Lexicon.headwords(lower).is_empty() || known && Lexicon.contains(lower);
        if let Some(key) = skeleton(lower) {
            leaf.add(Level::Skeleton, &key, Form::Spelling);
        }
        // A word in both dictionary and index is spelt as meant; names have two spellings.
        let blind = if listed && known { Vec::new() } else { respelt(lower) };
        let mut other: BTreeSet<String> = blind.into_iter().collect();
        let blind = other.clone();
        if !listed {
            other.extend(self.meant_by(lower)?);
        }
        self.add_respelt(leaf, &other);
        // Only spellings in the index: the others were guesses.
        leaf.others.extend(other.difference(&blind).map(|word| (word.clone(), Form::Spelling)));
        if !listed && !known && !self.is_known(leaf)? {
            let nearest = self.nearest(lower)?;
            self.add_respelt(leaf, &nearest);
            leaf.others.extend(nearest.iter().map(|word| (word.clone(), Form::Spelling)));
            other.extend(nearest);
        }
        Ok(other)
    }

    fn add_respelt<'w>(&mut self, leaf: &mut Leaf, words: impl IntoIterator<Item = &'w String>) {
        for word in words {
            leaf.add(Level::Exact, word, Form::Spelling);
            self.add_forms(leaf, word, Form::Spelling, Form::Spelling);
        }
    }

    /// Words of the index with `typed` as a possible broken form.
    fn meant_by(&self, typed: &str) -> Result<Vec<String>, EngineError> {
        let Some(key) = skeleton(typed) else { return Ok(Vec::new()) };
        self.near(Near::Misread(typed), |word| match word != typed && same_skeleton(&key, word) {
            true => confusion_cost(word, typed),
            false => None,
        })
    }

    /// Words of the index within one slip of `typed`. Where there are none, it looks for two slips, but not for
    /// a compound of known words: the user meant it as typed.
    fn nearest(&self, typed: &str) -> Result<Vec<String>, EngineError> {
        let letters: Vec<char> = typed.chars().collect();
        let most = match letters.iter().all(|c| c.is_alphabetic()) {
            true if self.analyzer.parts(typed).is_empty() => allowed_edits(letters.len()),
            true => allowed_edits(letters.len()).min(1),
            false => 0,
        };
        for edits in 1..=most {
            let count = |word: &str| edit_distance(&letters, &word.chars().collect::<Vec<_>>(), most).map(|n| n as f32);
            let found = self.near(Near::Edits { word: typed, edits, careful: true }, count)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The near words of the index, or else the headwords, or else the parts; only those of the least cost.
    fn near(&self, near: Near<'_>, cost: impl Fn(&str) -> Option<f32>) -> Result<Vec<String>, EngineError> {
        let mut found = Vec::new();
        for level in [Level::Exact, Level::Stem, Level::Part] {
            self.engine.words_near(level, near, &mut |word, _| {
                found.extend(cost(word).map(|cost| (word.to_owned(), cost)));
            })?;
            if !found.is_empty() {
                break;
            }
        }
        let mut found = cheapest(found);
        found.truncate(MOST_RESPELT);
        Ok(found)
    }

    /// Adds the other members of the word's synonym groups.
    fn add_synonyms(&mut self, leaf: &mut Leaf, spellings: &[String], synonyms: &Synonyms) {
        let meant: Vec<Vec<String>> = spellings.iter().map(|w| headwords(&mut self.analyzer, w)).collect();
        let analyzer = &mut self.analyzer;
        for other in synonyms.of(&meant, |member| headwords(analyzer, member)) {
            self.add_synonym(leaf, other);
            leaf.note(other, Form::Synonym);
        }
    }

    /// Adds a synonym: a word, a paragraph or a row of words.
    fn add_synonym(&mut self, leaf: &mut Leaf, other: &str) {
        let found = words(other);
        match found.as_slice() {
            [one] if one.also.is_empty() => self.add_forms(leaf, other, Form::Synonym, Form::Synonym),
            [one] => leaf.add(Level::Exact, &one.also[0], Form::Synonym),
            many => {
                let typed: Vec<&str> = many.iter().map(|w| &other[w.at.clone()]).collect();
                let sequence = self.stem_sequence(&typed, 0);
                leaf.sequences.extend(sequence.map(|s| Sequence { form: Form::Synonym, ..s }));
            }
        }
    }

    /// The headwords of the same derivation as one of the word's, and its origin.
    fn derived_from(&self, lower: &str) -> Vec<String> {
        let mut found: Vec<String> = Lexicon.headwords(lower).iter().flat_map(|h| derived(&h.text)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Reads a word by its capitals: *KL* is not *kl.*, and *Tage* not the verb. True where it has no other
    /// meaning; a noun may begin with a capital by chance.
    fn add_cased(&mut self, leaf: &mut Leaf, typed: &str, lower: &str) -> Result<bool, EngineError> {
        let Some(cased) = cased(typed, lower) else { return Ok(false) };
        leaf.add(Level::Exact, cased, Form::Exact);
        let surely = typed.chars().all(char::is_uppercase) || !Lexicon.is_noun(lower);
        if !surely || !self.is_known(leaf)? {
            return Ok(false);
        }
        if let (false, Some(synonyms)) = (self.exact, self.synonyms) {
            self.add_synonyms(leaf, &[lower.to_owned()], synonyms);
        }
        Ok(true)
    }

    /// The Danish words for an English one, and for it with the word before or after it (*waiting list*).
    fn add_danish(&mut self, leaf: &mut Leaf, lower: &str, [before, after]: [Option<&str>; 2]) {
        let before = before.map(|word| format!("{} {lower}", word.to_lowercase()));
        let after = after.map(|word| format!("{lower} {}", word.to_lowercase()));
        let typed = [before.as_deref(), after.as_deref(), Some(lower)];
        for danish in typed.into_iter().flatten().filter_map(english::danish).flatten() {
            self.add_synonym(leaf, danish);
            leaf.note(danish, Form::Synonym);
        }
    }

    /// The parts of a compound: where nothing has the whole, anywhere in an item; of two, also near one another, the last as a
    /// verb too (*skolelukning*, *lukke skolen*).
    fn add_parts(&mut self, leaf: &mut Leaf, lower: &str) -> Result<(), EngineError> {
        let parts = self.analyzer.parts(lower);
        self.stand_in(leaf, &parts)?;
        let ([first, last], true) =
            (parts.as_slice(), parts.iter().flatten().all(|p| p.chars().count() >= LEAST_APART))
        else {
            return Ok(());
        };
        let made_of = |headwords: &[String]| headwords.iter().flat_map(|h| derived(h)).collect::<Vec<_>>();
        let derived = if self.synonyms.is_some() { made_of(last) } else { Vec::new() };
        let lasts = last.iter().take(1).map(|h| (h, Form::Compound));
        for (last, form) in lasts.chain(derived.iter().map(|h| (h, Form::Synonym))) {
            for pair in [[&first[0], last], [last, &first[0]]] {
                let terms = (0..).zip(pair.map(|headword| Level::Stem.term(headword))).collect();
                leaf.sequences.push(Sequence { terms, slop: BETWEEN_PARTS, form });
            }
        }
        Ok(())
    }

    /// Replaces a word by its parts: each in its headwords and their derivations. Parts missing from the index
    /// do not count, where another is rare enough alone (*hash* of *hashrygning*).
    fn stand_in(&mut self, leaf: &mut Leaf, parts: &[Vec<String>]) -> Result<(), EngineError> {
        let mut known: Vec<(Vec<Variant>, f32)> = Vec::new();
        for part in parts {
            let mut forms = Leaf::default();
            let derived = part.iter().filter(|_| self.synonyms.is_some()).flat_map(|h| derived(h));
            let all = part.iter().map(|h| (h.clone(), Form::Compound)).chain(derived.map(|h| (h, Form::Synonym)));
            for (headword, form) in all {
                for level in [Level::Stem, Level::Part] {
                    forms.add(level, &headword, form);
                }
            }
            if self.is_known(&forms)? {
                let word = Word { variants: forms.variants, parts: self.engine.parts()?.to_vec(), alone: false };
                let rarity = self.engine.rarity(&word)?;
                known.push((word.variants, rarity));
            }
        }
        let rare = |n: &usize| parts.len() > 1 && known[*n].1 >= RARE_PART;
        let telling: Vec<usize> = (0..known.len()).filter(rare).collect();
        if known.len() == parts.len() || !telling.is_empty() {
            leaf.parts = known.into_iter().map(|(variants, _)| variants).collect();
            leaf.telling = telling;
        }
        Ok(())
    }

    /// A word with hyphens, in any inflection: its words in a row, or joined (*e-mail*, *email*); where nothing has it, its words
    /// anywhere in an item.
    fn add_hyphenated(&mut self, leaf: &mut Leaf, lower: &str) -> Result<(), EngineError> {
        let words: Vec<&str> = lower.split('-').collect();
        if words.len() < 2 || !words.iter().all(|w| !w.is_empty() && w.chars().all(char::is_alphabetic)) {
            return Ok(());
        }
        self.add_forms(leaf, &words.concat(), Form::Inflected, Form::Compound);
        leaf.sequences.extend(self.stem_sequence(&words, 0));
        let parts: Vec<Vec<String>> = words.iter().map(|word| self.analyzer.stems(word)).collect();
        self.stand_in(leaf, &parts)
    }

    /// Adds the compound of two words typed one after another, where there is one: *bo fællesskab*. An
    /// item with the compound counts for both words.
    pub(super) fn add_joined(&mut self, leaf: &mut Leaf, first: &str, last: &str) -> Result<(), EngineError> {
        let (first, last) = (first.to_lowercase(), last.to_lowercase());
        if self.exact || !first.chars().chain(last.chars()).all(char::is_alphabetic) {
            return Ok(());
        }
        for joined in [[&*first, &*last].concat(), [&*first, "s", &*last].concat()] {
            if !Lexicon.contains(&joined) && self.analyzer.parts(&joined).len() < 2 {
                continue;
            }
            let mut found = Leaf::default();
            for stem in self.analyzer.stems(&joined) {
                found.add(Level::Stem, &stem, Form::Inflected);
            }
            if self.is_known(&found)? {
                leaf.variants.append(&mut found.variants);
                leaf.unknown = false;
            } else if let Some(synonyms) = self.synonyms {
                self.add_synonyms(leaf, &[joined], synonyms);
            }
        }
        Ok(())
    }

    /// True where the index has one of the terms.
    fn is_known(&self, leaf: &Leaf) -> Result<bool, EngineError> {
        let parts = self.engine.parts()?;
        for variant in &leaf.variants {
            if self.engine.has_term(&variant.term, parts)? {
                return Ok(true);
            }
        }
        Ok(leaf.sequences.iter().any(|s| s.form == Form::Exact))
    }
}

/// The headwords of a text, a paragraph with its sign.
fn headwords(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    let stem = |w: &crate::engine::analysis::Word| match w.also.iter().find(|a| a.starts_with('§')) {
        Some(paragraph) => Some(paragraph.clone()),
        None => analyzer.stems(&text[w.at.clone()]).into_iter().next(),
    };
    words(text).iter().filter_map(stem).collect()
}

fn is_one_word(lower: &str) -> bool {
    matches!(words(lower).as_slice(), [one] if one.also.is_empty())
}

/// Adds exact words in a row; a single one as a variant.
fn add_sequence(leaf: &mut Leaf, typed: &str, slop: u32, form: Form) {
    let lower = typed.to_lowercase();
    let found = words(&lower);
    match found.as_slice() {
        [] => {}
        [one] => leaf.add(Level::Exact, one.also.first().map_or(&lower[one.at.clone()], String::as_str), form),
        many => {
            let terms = many.iter().map(|w| (w.position as usize, Level::Exact.term(&lower[w.at.clone()]))).collect();
            leaf.sequences.push(Sequence { terms, slop, form });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headwords_of_the_shipped_synonyms_are_those_of_the_dictionary() {
        let mut analyzer = Analyzer::default();
        let line = |member: &str| format!("{member}\t{}\n", headwords(&mut analyzer, member).join(" "));
        let wanted: String = Synonyms::shipped_members().into_iter().map(line).collect();
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/query/data/synonym_headwords.tsv");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(file, &wanted).unwrap();
        }
        let found = std::fs::read_to_string(file).unwrap();
        assert!(found == wanted, "{file} is not what the dictionary gives: run this test with UPDATE_GOLDEN=1");
    }
}
