//! What ties items together, each tie with its reason.
//!
//! Standing items tie nothing: every agenda has them. A case number ties within one authority's register only, and not
//! where it is a mere code of the subject (`16.06.04P16`) or where one meeting uses it for several items.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::EdgeReason;
use super::archive::{Archive, Place, text};
use crate::classify::Rules;
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
const NAME_FEWEST: usize = 4;
/// No name that more items have ties them, however large the archive.
const NAME_MOST: usize = 30;
/// From this length on (letters), a word that no list has is a name for something: *ungementorordningen*.
const COMPOUND_NAME: usize = 12;
/// Titles that are the same must hold at least so many words that name something.
const TITLE_WORDS: usize = 2;

/// What a register of cases is kept for: the authority, or the body where several share it.
type Register = String;

/// The items by what could tie them.
pub(super) struct Ties<'a> {
    items: &'a [StoredItem],
    standing: Vec<bool>,
    by_case: HashMap<(Register, String), Vec<usize>>,
    by_meeting: HashMap<(Register, jiff::civil::Date), Vec<usize>>,
    by_title: HashMap<BTreeSet<u32>, Vec<usize>>,
    titles: Vec<BTreeSet<u32>>,
    by_name: HashMap<u32, Vec<usize>>,
    names: Vec<HashSet<u32>>,
    words: Vec<String>,
    resolver: Resolver<'a>,
}

impl<'a> Ties<'a> {
    pub fn new(archive: &mut Archive<'a>) -> Self {
        let items = archive.items;
        let standing = items.iter().map(|i| Rules::embedded().standing(&i.item.title).is_some()).collect();
        let titles: Vec<BTreeSet<u32>> =
            archive.texts.iter().map(|t| t[Place::Title as usize].iter().copied().collect()).collect();
        let names: Vec<HashSet<u32>> = items.iter().map(|i| names(archive, i)).collect();
        let mut ties = Self {
            items,
            standing,
            by_case: HashMap::new(),
            by_meeting: HashMap::new(),
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
        if let Some(date) = item.meeting.date {
            self.by_meeting.entry((register(item), date)).or_default().push(n);
        }
        if self.titles[n].len() >= TITLE_WORDS {
            self.by_title.entry(self.titles[n].clone()).or_default().push(n);
        }
        for &name in &self.names[n] {
            self.by_name.entry(name).or_default().push(n);
        }
    }

    /// Every item that is tied to item `n`, with the reasons, by item and strongest first.
    pub fn of(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        if self.standing[n] {
            return Vec::new();
        }
        let mut found = self.by_case_number(n);
        found.extend(self.pairs(n));
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

    /// The same item in the other document of the meeting.
    fn pairs(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let own = &self.items[n];
        let Some(date) = own.meeting.date else { return Vec::new() };
        let same = |other: &StoredItem| {
            let number = own.item.number.is_some() && other.item.number == own.item.number;
            let body = other.meeting.body == own.meeting.body && other.meeting.kind != own.meeting.kind;
            body && (number || self.titles_say_the_same(own, other))
        };
        let meeting = self.by_meeting.get(&(register(own), date)).into_iter().flatten();
        meeting.filter(|&&other| same(&self.items[other])).map(|&other| (other, EdgeReason::Pair)).collect()
    }

    fn titles_say_the_same(&self, a: &StoredItem, b: &StoredItem) -> bool {
        a.item.title.to_lowercase() == b.item.title.to_lowercase()
    }

    fn references(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let own = &self.items[n];
        let refers = reference::in_item(own).into_iter().filter_map(|r| Some((self.resolver.resolve(own, &r)?, r.text)));
        refers.filter(|(to, _)| !self.standing[*to]).map(|(to, words)| (to, EdgeReason::Reference(words))).collect()
    }

    fn same_titles(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let same = self.by_title.get(&self.titles[n]).into_iter().flatten();
        let own = &self.items[n];
        same.filter(|&&other| may_share(own, &self.items[other])).map(|&other| (other, EdgeReason::Title)).collect()
    }

    fn shared_names(&self, n: usize) -> Vec<(usize, EdgeReason)> {
        let most = (self.items.len() / ITEMS_PER_NAME).clamp(NAME_FEWEST, NAME_MOST);
        let mut shared: HashMap<usize, Vec<String>> = HashMap::new();
        let rare = self.names[n].iter().filter_map(|name| Some((name, self.by_name.get(name)?)));
        for (&name, held) in rare.filter(|(_, held)| held.len() <= most) {
            // One of the two at least is about it, not only mentions it.
            let about = |item: usize| self.titles[item].contains(&name);
            for &other in held.iter().filter(|&&other| about(n) || about(other)) {
                shared.entry(other).or_default().push(self.words[name as usize].clone());
            }
        }
        let tie = |(other, mut names): (usize, Vec<String>)| {
            names.sort_unstable();
            (other, EdgeReason::Names(names))
        };
        shared.into_iter().map(tie).collect()
    }
}

fn register(item: &StoredItem) -> Register {
    let body = || item.meeting.body.as_deref().unwrap_or_default().to_lowercase();
    item.meeting.authority.as_ref().map_or_else(body, |a| a.name.to_lowercase())
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

/// Items of two authorities can have the same title without being one case.
fn may_share(a: &StoredItem, b: &StoredItem) -> bool {
    match (&a.meeting.authority, &b.meeting.authority) {
        (Some(a), Some(b)) => a == b,
        _ => a.meeting.region == b.meeting.region,
    }
}

/// The words of title and proposal that name one particular thing: with a capital within a sentence, or long compounds
/// that no list has. Authorities are named everywhere and name no case.
fn names(archive: &mut Archive, item: &StoredItem) -> HashSet<u32> {
    let mut out = HashSet::new();
    for place in [Place::Title, Place::Lead] {
        let text = text(item, place);
        for (at, word) in words_at(&text) {
            if is_name(&text, at, word) {
                out.extend(archive.words.of(word));
            }
        }
    }
    out
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).map(move |w| (w.as_ptr() as usize - start, w))
}

fn is_name(text: &str, at: usize, word: &str) -> bool {
    let lower = word.to_lowercase();
    let listed = Lexicon.entry(&lower);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let before = text[..at].trim_end_matches([' ', '"', '\'', '”', '“']);
    let within = !before.is_empty() && !before.ends_with(['.', ':', '?', '!', '\n', '•', '-', '–']);
    let capital = word.starts_with(char::is_uppercase) && (within || listed.is_none());
    let compound = letters >= COMPOUND_NAME && listed.is_none_or(|e| !e.counted && !e.in_dictionary);
    letters >= 3 && (capital || compound) && authorities().named(word).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(text: &str) -> Vec<&str> {
        words_at(text).filter(|(at, w)| is_name(text, *at, w)).map(|(_, w)| w).collect()
    }

    #[test]
    fn name_has_a_capital_within_the_sentence_or_is_a_rare_compound() {
        assert_eq!(names_in("Lukning af Kollegiet i Syddjurs"), ["Kollegiet"]);
        assert_eq!(names_in("Videreførelse af ungementorordningen"), ["ungementorordningen"]);
    }

    #[test]
    fn subject_code_is_no_case() {
        assert!(SUBJECT_CODE.is_match("16.06.04P16"));
        assert!(!SUBJECT_CODE.is_match("27.42.00-P20-3-21"));
    }
}
