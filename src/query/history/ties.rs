//! What ties items together, each tie with its reason.
//!
//! Standing items tie nothing: every agenda has them. A case number ties within one authority's register only, and not
//! where it is a mere code of the subject (`16.06.04P16`) or where one meeting uses it for several items.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::EdgeReason;
use super::archive::{Archive, Place, text};
use super::twins::Twins;
use crate::classify::Rules;
use crate::classify::words::{is_compound, key};
use crate::index::StoredItem;
use crate::lexicon::{Lexicon, authorities};
use crate::query::reference::{self, Resolver};

/// KL's subject code with its facet and no number of its own: thousands of cases share it.
static SUBJECT_CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\d\d\.\d\d\.\d\d[ .-]?[A-ZÆØÅ]\d\d$").expect("a pattern of our own"));

/// How surely two items that are tied so belong to one case.
pub(super) fn strength(reason: &EdgeReason) -> f32 {
    match reason {
        EdgeReason::Pair => 0.98,
        EdgeReason::CaseNumber(_) => 0.95,
        EdgeReason::Reference(_) => 0.8,
        EdgeReason::Title => 0.8,
        EdgeReason::Names(_) => 0.7,
        EdgeReason::Subject => 0.5,
    }
}

/// A name is rare where at most one item in so many has it, and in any archive where so few have it.
const ITEMS_PER_NAME: usize = 40;
const PROPER_FEWEST: usize = 12;
const CAPITAL_FEWEST: usize = 8;
const COMPOUND_FEWEST: usize = 4;
/// No name that more items have ties them, however large the archive.
const NAME_MOST: usize = 30;
/// From this length on (letters), a word that no list has is a name for something: *ungementorordningen*.
const COMPOUND_NAME: usize = 12;
/// Who acts is named in every case: committees, councils, offices.
const INSTITUTIONS: [&str; 9] =
    ["udvalg", "råd", "forvaltning", "styrelse", "kommune", "region", "ministerium", "tilsyn", "direktion"];
/// Titles that are the same must hold at least so many words that name something.
const TITLE_WORDS: usize = 2;

/// What a register of cases is kept for: the authority, or the body where several share it.
type Register = String;

/// The items by what could tie them.
pub(super) struct Ties<'a> {
    items: &'a [StoredItem],
    standing: Vec<bool>,
    by_case: HashMap<(Register, String), Vec<usize>>,
    pub twins: Twins,
    by_title: HashMap<BTreeSet<u32>, Vec<usize>>,
    titles: Vec<BTreeSet<u32>>,
    by_name: HashMap<u32, Vec<usize>>,
    names: Vec<HashMap<u32, Name>>,
    words: Vec<String>,
    resolver: Resolver<'a>,
}

impl<'a> Ties<'a> {
    pub fn new(archive: &mut Archive<'a>) -> Self {
        let items = archive.items;
        let standing = items.iter().map(|i| Rules::embedded().standing(&i.item.title).is_some()).collect();
        let titles: Vec<BTreeSet<u32>> =
            archive.texts.iter().map(|t| t[Place::Title as usize].iter().copied().collect()).collect();
        let names = items.iter().map(|i| names(archive, i)).collect();
        let mut ties = Self {
            items,
            standing,
            by_case: HashMap::new(),
            twins: Twins::new(items),
            by_title: HashMap::new(),
            titles,
            by_name: HashMap::new(),
            names,
            words: archive.words.keys().to_vec(),
            resolver: Resolver::new(items),
        };
        (0..items.len()).filter(|&n| !ties.standing[n]).collect::<Vec<_>>().into_iter().for_each(|n| ties.add(n));
        ties.by_case.retain(|_, held| !used_twice_in_a_meeting(items, held));
        ties
    }

    fn add(&mut self, n: usize) {
        let item = &self.items[n];
        if let Some(case) = case_of(item) {
            self.by_case.entry(case).or_default().push(n);
        }
        if self.titles[n].len() >= TITLE_WORDS {
            self.by_title.entry(self.titles[n].clone()).or_default().push(n);
        }
        for &name in self.names[n].keys() {
            self.by_name.entry(name).or_default().push(n);
        }
    }

    /// Every item that is tied to item `n`, with the reasons, by item and strongest first.
    pub fn of(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        if self.standing[n] {
            return Vec::new();
        }
        let mut found = self.by_case_number(n);
        found.extend(self.twins.of(n).map(|other| (other, EdgeReason::Pair)));
        found.extend(self.references(n));
        found.extend(self.same_titles(n));
        found.extend(self.shared_names(n));
        found.retain(|(other, _)| *other != n);
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| strength(&b.1).total_cmp(&strength(&a.1))));
        found
    }

    fn by_case_number(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let Some(case) = case_of(&self.items[n]) else { return Vec::new() };
        let held = self.by_case.get(&case).into_iter().flatten();
        let printed = self.items[n].item.case_number.as_ref().map_or_else(String::new, |c| c.0.clone());
        held.map(|&other| (other, EdgeReason::CaseNumber(printed.clone()))).collect()
    }

    fn references(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let own = &self.items[n];
        let refers =
            reference::in_item(own).into_iter().filter_map(|r| Some((self.resolver.resolve(own, &r)?, r.text)));
        refers.filter(|(to, _)| !self.standing[*to]).map(|(to, words)| (to, EdgeReason::Reference(words))).collect()
    }

    fn same_titles(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let same = self.by_title.get(&self.titles[n]).into_iter().flatten();
        let own = &self.items[n];
        same.filter(|&&other| same_register(own, &self.items[other])).map(|&other| (other, EdgeReason::Title)).collect()
    }

    /// Within one register every rare name ties, between registers only proper ones.
    fn shared_names(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let mut shared: HashMap<usize, Vec<String>> = HashMap::new();
        let own = &self.names[n];
        for (name, held) in own.keys().filter_map(|name| Some((name, self.by_name.get(name)?))) {
            let kind = |item: usize| self.names[item][name];
            if held.len() > self.most_holders(kind(n)) {
                continue;
            }
            // One of the two at least is about it, not only mentions it.
            let about = |item: usize| self.titles[item].contains(name);
            let ties = |other: usize| {
                let proper = kind(n) == Name::Proper && kind(other) == Name::Proper;
                (about(n) || about(other)) && (proper || same_register(&self.items[n], &self.items[other]))
            };
            for &other in held.iter().filter(|&&other| ties(other)) {
                shared.entry(other).or_default().push(self.words[*name as usize].clone());
            }
        }
        let tie = |(other, mut names): (usize, Vec<String>)| {
            names.sort_unstable();
            (other, EdgeReason::Names(names))
        };
        shared.into_iter().map(tie).collect()
    }

    /// How many items may have a name for it to be rare.
    fn most_holders(&self, name: Name) -> usize {
        let fewest = match name {
            Name::Compound => COMPOUND_FEWEST,
            Name::Capital => CAPITAL_FEWEST,
            Name::Proper => PROPER_FEWEST,
        };
        (self.items.len() / ITEMS_PER_NAME).clamp(fewest, NAME_MOST)
    }
}

/// A former municipality's register went over to its successor.
fn register(item: &StoredItem) -> Register {
    let body = || item.meeting.body.as_deref().unwrap_or_default().to_lowercase();
    let today = |name: &str| authorities().successors(name).first().map_or_else(|| name.to_owned(), |a| a.name.clone());
    item.meeting.authority.as_ref().map_or_else(body, |a| today(&a.name))
}

fn same_register(a: &StoredItem, b: &StoredItem) -> bool {
    register(a) == register(b)
}

fn case_of(item: &StoredItem) -> Option<(Register, String)> {
    let number = item.item.case_number.as_ref()?.0.trim().to_owned();
    let usable = number.chars().any(|c| c.is_ascii_digit()) && !SUBJECT_CODE.is_match(&number);
    usable.then(|| (register(item), number.to_lowercase()))
}

fn used_twice_in_a_meeting(items: &[StoredItem], held: &[usize]) -> bool {
    let mut seen = HashSet::new();
    held.iter().any(|&n| !seen.insert(&items[n].source))
}

/// What makes a word a name, from the weakest sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    /// A long word that no list has: *ungementorordningen*.
    Compound,
    /// An ordinary word with a capital within a sentence: *Kollegiet*.
    Capital,
    /// A capital on a word that no list has: *Rosenbakken*. The first word of a sentence must be no compound either.
    Proper,
}

/// The words of title and proposal that name one particular thing. Authorities are named everywhere and name no case.
fn names(archive: &mut Archive, item: &StoredItem) -> HashMap<u32, Name> {
    let mut out = HashMap::new();
    for place in [Place::Title, Place::Lead] {
        let text = text(item, place);
        for (word, kind) in words_at(&text).filter_map(|(at, word)| Some((word, name_kind(&text, at, word)?))) {
            for id in archive.words.of(word) {
                let known = out.entry(id).or_insert(kind);
                *known = kind.max(*known);
            }
        }
    }
    out
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(move |w| (w.as_ptr() as usize - start, w))
}

/// Whether a word at that place is a name. Initials are a body's or a law's, and a word at a hyphen is part of another
/// (*FACT-team*, *Social- og Sundhedsudvalget*): both name no case.
fn name_kind(text: &str, at: usize, word: &str) -> Option<Name> {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initials = letters >= 2 && !word.contains(char::is_lowercase);
    let hyphened = text[..at].ends_with('-') || text[at + word.len()..].starts_with('-');
    if letters < 3 || initials || hyphened || authorities().named(word).is_some() {
        return None;
    }
    let lower = word.to_lowercase();
    let key = key(&lower);
    if INSTITUTIONS.iter().any(|head| key.ends_with(head)) {
        return None;
    }
    let listed = Lexicon.contains(&lower) || Lexicon.contains(&key);
    let capital = word.starts_with(char::is_uppercase);
    let within = is_within_sentence(text, at);
    match (capital, listed) {
        (true, false) if within || !is_compound(&lower) => Some(Name::Proper),
        (true, _) if within => Some(Name::Capital),
        (_, false) if letters >= COMPOUND_NAME => Some(Name::Compound),
        _ => None,
    }
}

fn is_within_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '"', '\'', '”', '“', '(']);
    !before.is_empty() && !before.ends_with(['.', ':', '?', '!', '\n', '•', '-', '–'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(text: &str) -> Vec<&str> {
        words_at(text).filter(|(at, w)| name_kind(text, *at, w).is_some()).map(|(_, w)| w).collect()
    }

    #[test]
    fn name_has_a_capital_within_the_sentence_or_is_a_rare_compound() {
        assert_eq!(names_in("Lukning af Kollegiet i Syddjurs"), ["Kollegiet"]);
        assert_eq!(names_in("Videreførelse af ungementorordningen"), ["ungementorordningen"]);
        assert_eq!(names_in("SSÆ - Lukket møde i KKR og Social- og Sundhed"), ["Sundhed"]);
    }

    #[test]
    fn proper_name_is_in_no_list() {
        let last = |text: &str| words_at(text).last().and_then(|(at, word)| name_kind(text, at, word));
        assert_eq!(last("Botilbuddet Rosenbakken"), Some(Name::Proper));
        assert_eq!(last("Botilbuddet Kollegiet"), Some(Name::Capital));
        assert_ne!(last("Forsorgshjemmet"), Some(Name::Proper));
        assert_eq!(last("nye FACT-team"), None);
        assert_eq!(last("Samarbejde med Viborg"), None);
        assert_eq!(last("Høring i Udsatterådet"), None);
    }

    #[test]
    fn subject_code_is_no_case() {
        assert!(SUBJECT_CODE.is_match("16.06.04P16"));
        assert!(!SUBJECT_CODE.is_match("27.42.00-P20-3-21"));
    }
}
