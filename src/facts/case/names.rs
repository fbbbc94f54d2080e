//! Finds names of particular things in title and proposal.

use std::collections::{BTreeMap, BTreeSet};

use super::words::content_keys;
use crate::facts::topics::words::{is_compound, key};
use crate::lexicon::{Lexicon, authorities};
use crate::model::{Item, SectionKind};

/// Minimum letters of an unlisted word to count as a name: *ungementorordningen*. A capitalised word at the start of a
/// sentence needs fewer (*Sydskolen*). Shorter words are too often typing errors or ordinary compounds.
const COMPOUND_NAME: usize = 12;
const FIRST_WORD: usize = 6;
/// Suffixes of institutions. They occur in every case and identify none.
const INSTITUTIONS: [&str; 9] =
    ["udvalg", "råd", "forvaltning", "styrelse", "kommune", "region", "ministerium", "tilsyn", "direktion"];

/// Evidence for a name, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A long unlisted word: *ungementorordningen*, or a compound at the start of a sentence.
    Compound,
    /// A capitalised ordinary word inside a sentence: *Kollegiet*.
    Capital,
    /// A capitalised unlisted word: *Rosenbakken*. At the start of a sentence it must not be a compound.
    Proper,
}

/// A name of a particular thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Equal for all inflections.
    pub key: String,
    /// The evidence for it.
    pub kind: NameKind,
    /// True if it is in the title, so the item is about it.
    pub about: bool,
}

/// The names in title, proposals and summaries, sorted by key. Excludes authorities: they occur everywhere and identify
/// no case. `titles` has the keys of the title's words.
pub(super) fn of(item: &Item, titles: &BTreeSet<String>) -> Vec<Name> {
    let mut found = BTreeMap::new();
    let lead = item.sections.iter().filter(|s| matches!(s.kind, SectionKind::Proposal | SectionKind::Summary));
    let lead = lead.map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
    for text in [item.title.as_str(), lead.as_str()] {
        for (word, role) in roles(text) {
            let Role::Name(kind) = role else { continue };
            for key in content_keys(word) {
                let known = found.entry(key).or_insert(kind);
                *known = kind.max(*known);
            }
        }
    }
    found.into_iter().map(|(key, kind)| Name { about: titles.contains(&key), key, kind }).collect()
}

/// Title words for the procedure, not the subject.
const PROCEDURE: [&str; 32] = [
    "ansøgning",
    "behandling",
    "beslutning",
    "drøftelse",
    "endelig",
    "forslag",
    "fornyet",
    "foreløbig",
    "fortsat",
    "genbehandling",
    "godkendelse",
    "høring",
    "indstilling",
    "information",
    "notat",
    "ny",
    "opfølgning",
    "oplæg",
    "orientering",
    "punkt",
    "redegørelse",
    "sag",
    "spørgsmål",
    "stillingtagen",
    "status",
    "tema",
    "temadrøftelse",
    "udkast",
    "vedrørende",
    "vedtagelse",
    "kommune",
    "region",
];

/// The naming words of a text, by key.
pub(crate) fn naming_keys(text: &str) -> BTreeSet<String> {
    content_keys(text).filter(|key| !PROCEDURE.contains(&key.as_str())).collect()
}

/// The title's words other than names, by key: *renovering* in `Renovering af Sydskolen`, and numbers. Excludes the
/// names, their generic terms (*plejehjemmet Solbakken*), authorities, and words of procedure.
pub(super) fn topic(title: &str) -> Vec<String> {
    let said =
        roles(title).into_iter().filter(|(word, role)| *role == Role::Other && authorities().named(word).is_none());
    let found: BTreeSet<String> = said.flat_map(|(word, _)| numbers(word).chain(naming_keys(word))).collect();
    found.into_iter().collect()
}

/// The numbers in a text, of any length.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = String> {
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    all.filter(|w| w.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

/// The role of a word in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Name(NameKind),
    /// A generic term before a name: *plejehjemmet Solbakken*.
    SortOfName,
    Other,
}

fn roles(text: &str) -> Vec<(&str, Role)> {
    let words: Vec<(usize, &str)> = words_at(text).collect();
    let kinds: Vec<Option<NameKind>> = words.iter().map(|(at, word)| name_kind(text, *at, word)).collect();
    let capital = |kind: Option<NameKind>| matches!(kind, Some(NameKind::Proper | NameKind::Capital));
    let role = |n: usize| {
        let (at, word) = words[n];
        let adjoins = |next: usize| text.get(at + word.len()..next) == Some(" ");
        let before_name = words.get(n + 1).is_some_and(|(next, _)| adjoins(*next) && capital(kinds[n + 1]));
        match kinds[n] {
            kind if before_name && !capital(kind) => Role::SortOfName,
            Some(kind) => Role::Name(kind),
            None => Role::Other,
        }
    };
    words.iter().enumerate().map(|(n, (_, word))| (*word, role(n))).collect()
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(move |w| (w.as_ptr() as usize - start, w))
}

/// Whether the word at this position is a name. Initials belong to a body or a law, and a hyphenated word is part of
/// another (*FACT-team*, *Social- og Sundhedsudvalget*). Neither identifies a case.
fn name_kind(text: &str, at: usize, word: &str) -> Option<NameKind> {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initials = letters >= 2 && !word.contains(char::is_lowercase);
    let hyphened = text[..at].ends_with('-') || text[at + word.len()..].starts_with('-');
    let capital = word.starts_with(char::is_uppercase);
    if letters < 3 || initials || hyphened || !capital && letters < COMPOUND_NAME {
        return None;
    }
    if authorities().named(word).is_some() {
        return None;
    }
    let lower = word.to_lowercase();
    let key = key(&lower);
    if INSTITUTIONS.iter().any(|head| key.ends_with(head)) {
        return None;
    }
    let listed = Lexicon.contains(&lower) || Lexicon.contains(&key);
    let within = is_within_sentence(text, at);
    match (capital, listed) {
        (true, false) if within || !is_compound(&lower) => Some(NameKind::Proper),
        (true, _) if within => Some(NameKind::Capital),
        (_, false) if letters >= COMPOUND_NAME || capital && letters >= FIRST_WORD => Some(NameKind::Compound),
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
        assert_eq!(last("Botilbuddet Rosenbakken"), Some(NameKind::Proper));
        assert_eq!(last("Botilbuddet Kollegiet"), Some(NameKind::Capital));
        assert_ne!(last("Forsorgshjemmet"), Some(NameKind::Proper));
        assert_eq!(last("nye FACT-team"), None);
        assert_eq!(last("Samarbejde med Viborg"), None);
        assert_eq!(last("Høring i Udsatterådet"), None);
    }

    #[test]
    fn topic_is_what_is_said_of_the_name() {
        assert_eq!(topic("Renovering af Sydskolen"), ["renovering"]);
        assert_eq!(topic("Sydskolen - endelig godkendelse af renovering"), ["renovering"]);
        assert_eq!(topic("Udvidelse af plejehjemmet Solbakken"), ["udvidelse"]);
        assert_eq!(topic("Budgetopfølgning 1. kvartal 2024"), ["1", "2024", "kvartal"]);
    }

    #[test]
    fn item_is_about_the_names_of_its_title() {
        let item = Item::titled("Lukning af Kollegiet");
        let titles = content_keys(&item.title).collect();
        let found = of(&item, &titles);
        assert_eq!(found.len(), 1);
        assert!(found[0].about && found[0].kind == NameKind::Capital, "{found:?}");
    }
}
