//! The words of title and proposal that name one particular thing.

use std::collections::{BTreeMap, BTreeSet};

use super::words::content_keys;
use crate::facts::topics::words::{is_compound, key};
use crate::lexicon::{Lexicon, authorities};
use crate::model::{Item, SectionKind};

/// From this length on (letters), a word that no list has is a name for something: *ungementorordningen*; where it begins a
/// sentence with a capital, a shorter one may be a name (*Sydskolen*).
const COMPOUND_NAME: usize = 12;
const FIRST_WORD: usize = 6;
/// Who acts is named in every case: committees, councils, offices.
const INSTITUTIONS: [&str; 9] =
    ["udvalg", "råd", "forvaltning", "styrelse", "kommune", "region", "ministerium", "tilsyn", "direktion"];

/// What makes a word a name, from the weakest sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A long word that no list has: *ungementorordningen*, or a compound that begins a sentence.
    Compound,
    /// An ordinary word with a capital within a sentence: *Kollegiet*.
    Capital,
    /// A capital on a word that no list has: *Rosenbakken*. The first word of a sentence must be no compound either.
    Proper,
}

/// A word that names one particular thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The same for all inflections.
    pub key: String,
    pub kind: NameKind,
    /// It stands in the title: the item is about it.
    pub about: bool,
}

/// The names in title, proposals and summaries, by key. Authorities are named everywhere and name no case. `titles` are the
/// keys of the title's words.
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

/// Words of a title that say what is done, not what it is about.
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

/// The words of a text that say what it is about, by key.
pub(crate) fn naming_keys(text: &str) -> BTreeSet<String> {
    content_keys(text).filter(|key| !PROCEDURE.contains(&key.as_str())).collect()
}

/// What a title says of what it names, by key: *renovering* in `Renovering af Sydskolen`, and its numbers. Left out are the
/// names themselves, what sort of thing they are (*plejehjemmet Solbakken*), authorities, and words of procedure.
pub(super) fn topic(title: &str) -> Vec<String> {
    let said =
        roles(title).into_iter().filter(|(word, role)| *role == Role::Other && authorities().named(word).is_none());
    let found: BTreeSet<String> = said.flat_map(|(word, _)| numbers(word).chain(naming_keys(word))).collect();
    found.into_iter().collect()
}

/// The numbers of a text, however short.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = String> {
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    all.filter(|w| w.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

/// What a word is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Name(NameKind),
    /// It stands before a name and says what sort of thing that is: *plejehjemmet Solbakken*.
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

/// Whether a word at that place is a name. Initials are a body's or a law's, and a word at a hyphen is part of another
/// (*FACT-team*, *Social- og Sundhedsudvalget*): both name no case.
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
