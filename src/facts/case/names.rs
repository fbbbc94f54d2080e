//! Finds names of particular things in title, proposals and summaries.
//!
//! A name has a capital within the sentence, or is a long word of no list. Adjacent capitalised words are one name: *Housing First* and
//! *Housing Silkeborg* share nothing. Authorities, regions, bodies, departments (*Børn og Unge*), parties, kinds of institutions and
//! streets without a number are no names, because unlike cases share them. In doubt a word is no name.
//!
//! | title | names |
//! | --- | --- |
//! | `Lukning af botilbuddet Lindevang` | `lindevang` |
//! | `Forslag fra Venstre om farten på Grenåvej` | – |
//! | `Herberg på Havnevej 14` | `havnevej` |
//! | `Status for Rammeaftale 2025-26` | `rammeaftale 2025til26` |

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::words::{content_keys, one_name_for_years, years};
use crate::facts::topics::words::{is_compound, key};
use crate::lexicon::{Lexicon, authorities};
use crate::model::{Item, SectionKind};

/// Minimum letters of an unlisted word to count as a name: *ungementorordningen*. A capitalised word at the start of a
/// sentence needs fewer (*Sydskolen*). Shorter words are too often typing errors or ordinary compounds.
const COMPOUND_NAME: usize = 12;
const FIRST_WORD: usize = 6;
/// Minimum letters before a head in a compound: *plejehjem*, but not *hjem* in *ihjem*.
const BEFORE_HEAD: usize = 3;

/// `Svar på forslag fra V og KF om at …`: who proposes is no name of the case.
static PROPOSER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:svar på )?\w*forslag fra .{1,120}?\bom (?:at )?").expect("a pattern of our own")
});

/// The lists of `data/names.toml`.
#[derive(Deserialize)]
struct NameWords {
    heads: HashSet<String>,
    streets: Vec<String>,
    bodies: Vec<String>,
    parties: HashSet<String>,
    compass: HashSet<String>,
    procedure: HashSet<String>,
    recurring: HashSet<String>,
}

static WORDS: LazyLock<NameWords> =
    LazyLock::new(|| toml::from_str(include_str!("../data/names.toml")).expect("names.toml is right"));

/// Evidence for a name, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A long unlisted word: *ungementorordningen*, a compound at the start of a sentence, or a word with its span of years.
    Compound,
    /// A capitalised ordinary word inside a sentence: *Kollegiet*.
    Capital,
    /// A capitalised unlisted word: *Rosenbakken*, or any behind a kind of institution: *botilbuddet Kollegiet*. At the start of a
    /// sentence it must not be a compound.
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

/// The names in title, proposals and summaries, sorted by key.
pub(super) fn of(item: &Item) -> Vec<Name> {
    let mut found: BTreeMap<String, Name> = BTreeMap::new();
    let lead = item.sections.iter().filter(|s| matches!(s.kind, SectionKind::Proposal | SectionKind::Summary));
    let lead = lead.map(|s| s.text.as_str()).collect::<Vec<_>>().join("\n");
    for (text, about) in [(subject(&item.title), true), (lead.as_str(), false)] {
        for (words, role) in roles(text) {
            let (Role::Name(kind), Some(key)) = (role, name_key(words)) else { continue };
            let known = found.entry(key.clone()).or_insert(Name { key, kind, about });
            known.kind = kind.max(known.kind);
            known.about |= about;
        }
    }
    found.into_values().collect()
}

/// The words of a name, each by key.
fn name_key(words: &str) -> Option<String> {
    let keys: Vec<String> = content_keys(words).collect();
    (!keys.is_empty()).then(|| keys.join(" "))
}

/// A title without its proposer.
fn subject(title: &str) -> &str {
    PROPOSER.find(title).and_then(|m| title.get(m.end()..)).filter(|rest| !rest.trim().is_empty()).unwrap_or(title)
}

/// The naming words of a text, by key.
pub(crate) fn naming_keys(text: &str) -> BTreeSet<String> {
    content_keys(text).filter(|key| !WORDS.procedure.contains(key)).collect()
}

/// True for a word of something that comes up again and again: *budget*, *årsrapport*.
pub(crate) fn is_recurring(key: &str) -> bool {
    WORDS.recurring.contains(key)
}

/// The first name in a title with its kind of institution, as printed: *Herberget Havnevej*. Only if its key is `key`.
pub(crate) fn printed_name<'a>(title: &'a str, key: &str) -> Option<&'a str> {
    let roles = roles(title);
    let n = roles.iter().position(|(words, role)| {
        matches!(role, Role::Name(kind) if *kind > NameKind::Compound) && name_key(words).as_deref() == Some(key)
    })?;
    let offset = |part: &str| part.as_ptr() as usize - title.as_ptr() as usize;
    let (name, _) = roles[n];
    let end = offset(name) + name.len();
    let (sort, _) =
        n.checked_sub(1).map(|before| roles[before]).filter(|(word, _)| is_head(word)).unwrap_or((name, Role::Other));
    title.get(offset(sort)..end)
}

/// The title's words other than names, by key: *renovering* in `Renovering af Sydskolen`, and numbers. Excludes the
/// names, their generic terms (*plejehjemmet Solbakken*), authorities, regions, and words of procedure.
pub(super) fn topic(title: &str) -> Vec<String> {
    let title = subject(title);
    let said = roles(title).into_iter().filter(|(word, role)| *role == Role::Other && !is_place(word));
    let found: BTreeSet<String> = said
        .flat_map(|(word, _)| naming_keys(word))
        .filter(|w| !w.starts_with(|c: char| c.is_ascii_digit()) && !WORDS.compass.contains(w))
        .collect();
    found.into_iter().chain(numbers(title)).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The numbers in a text, of any length. A span of years is one number however it is written.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let text = one_name_for_years(text);
    let all = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let is_number = |w: &&str| {
        w.replacen("til", "", 1).bytes().all(|b| b.is_ascii_digit()) && w.starts_with(|c: char| c.is_ascii_digit())
    };
    all.filter(is_number).map(str::to_owned).collect()
}

/// The role of a word, or of the words of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Name(NameKind),
    /// A generic term before a name: *plejehjemmet Solbakken*.
    SortOfName,
    /// A word of a department: *Børn og Unge*.
    Department,
    Other,
}

/// The words of a text with their roles. The words of one name come together.
fn roles(text: &str) -> Vec<(&str, Role)> {
    let words: Vec<(usize, &str)> = words_at(text).collect();
    let end = |n: usize| words[n].0 + words[n].1.len();
    let between = |n: usize, next: usize| text.get(end(n)..words.get(next)?.0);
    let kinds: Vec<Option<NameKind>> = words.iter().map(|word| name_kind(text, *word)).collect();
    let is_department = |n: usize| kinds[n] == Some(NameKind::Capital) && is_of_department(n, &words, &between);
    let of_department: Vec<bool> = (0..words.len()).map(is_department).collect();
    let is_capital =
        |n: usize| matches!(kinds.get(n), Some(Some(NameKind::Proper | NameKind::Capital))) && !of_department[n];
    let years = years(text).map(|(at, ..)| at);
    let mut found: Vec<(&str, Role)> = Vec::new();
    let mut n = 0;
    while n < words.len() {
        let mut last = n;
        while is_capital(n) && is_capital(last + 1) && between(last, last + 1) == Some(" ") {
            last += 1;
        }
        let is_next_spaced = between(last, last + 1) == Some(" ");
        let before = n.checked_sub(1).filter(|before| between(*before, n) == Some(" ")).map(|before| words[before].1);
        let has_number = is_next_spaced && words[last + 1].1.starts_with(|c: char| c.is_ascii_digit());
        let with_years = years.as_ref().filter(|at| is_next_spaced && at.start == words[last + 1].0);
        let span = &text[words[n].0..end(last)];
        let kind = (n..=last).filter_map(|n| kinds[n]).max();
        let behind_head = before.is_some_and(is_head);
        let role = match (kind, with_years) {
            _ if of_department[n] => Role::Department,
            // The last word decides: *Vesterbro Torv* is a square.
            (Some(_), _) if is_street(words[last].1) && !behind_head && !has_number => Role::Other,
            (Some(NameKind::Capital), _) if behind_head => Role::Name(NameKind::Proper),
            (Some(kind @ (NameKind::Proper | NameKind::Capital)), _) => Role::Name(kind),
            (_, Some(at)) if is_span_named(words[n].1) => {
                found.push((&text[words[n].0..at.end], Role::Name(NameKind::Compound)));
                n = words.iter().position(|(start, _)| *start >= at.end).unwrap_or(words.len());
                continue;
            }
            _ if is_next_spaced && is_capital(last + 1) => Role::SortOfName,
            (Some(kind), _) => Role::Name(kind),
            (None, _) => Role::Other,
        };
        match role {
            Role::Other => found.extend((n..=last).map(|n| (words[n].1, Role::Other))),
            role => found.push((span, role)),
        }
        n = last + 1;
    }
    found
}

/// True for a word that a span of years makes a name: *Rammeaftale 2025-26*, but not *Budget 2025-26*.
fn is_span_named(word: &str) -> bool {
    let key = key(&word.to_lowercase());
    word.chars().count() >= FIRST_WORD && !is_recurring(&key) && !is_place(word)
}

/// *Børn og Unge*, *Teknik og Miljø*: ordinary words with a capital joined by *og* are a department.
fn is_of_department<'a>(
    n: usize,
    words: &[(usize, &'a str)],
    between: &impl Fn(usize, usize) -> Option<&'a str>,
) -> bool {
    let joined = |a: usize, b: usize| between(a, b) == Some(" ");
    let listed = |n: usize| words.get(n).is_some_and(|(_, w)| Lexicon.contains(&w.to_lowercase()));
    let and = |n: usize| words.get(n).is_some_and(|(_, w)| *w == "og" || *w == "samt");
    let after = and(n + 1) && joined(n, n + 1) && listed(n + 2);
    let before = n >= 2 && and(n - 1) && joined(n - 1, n) && listed(n - 2);
    after || before
}

fn words_at(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = text.as_ptr() as usize;
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(move |w| (w.as_ptr() as usize - start, w))
}

/// Whether the word at this position is a name. Initials belong to a body or a law, and a hyphenated word is part of
/// another (*FACT-team*, *Social- og Sundhedsudvalget*). Neither identifies a case.
fn name_kind(text: &str, (at, word): (usize, &str)) -> Option<NameKind> {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let initials = letters >= 2 && !word.contains(char::is_lowercase);
    let hyphened = text[..at].ends_with('-') || text[at + word.len()..].starts_with('-');
    let capital = word.starts_with(char::is_uppercase);
    if letters < 3 || initials || hyphened || !capital && letters < COMPOUND_NAME {
        return None;
    }
    if is_place(word) || capital && is_head(word) {
        return None;
    }
    let lower = word.to_lowercase();
    let key = key(&lower);
    let of_all = |w: &str| {
        WORDS.heads.contains(w)
            || WORDS.parties.contains(w)
            || WORDS.compass.contains(w)
            || WORDS.procedure.contains(w)
            || is_recurring(w)
    };
    if of_all(&lower) || of_all(&key) || WORDS.bodies.iter().any(|head| key.ends_with(head.as_str())) {
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

/// True for an authority or a region, also in the genitive.
fn is_place(word: &str) -> bool {
    let bare = word.strip_suffix('s').unwrap_or(word);
    authorities().named(word).is_some() || [word, bare].iter().any(|w| authorities().region(w).is_some())
}

/// True for the name of a body that only one authority has: *byrådet*, *økonomiudvalget*; *KKR Midtjylland* is shared by several.
pub(crate) fn is_local_body(body: &str) -> bool {
    let words = || words_at(body).map(|(_, word)| word);
    let of_region = words().any(|w| authorities().regions().iter().any(|r| r.name().eq_ignore_ascii_case(w)));
    let is_body = |word: &str| WORDS.bodies.iter().any(|end| key(&word.to_lowercase()).ends_with(end.as_str()));
    !of_region && words().any(is_body)
}

/// True for a kind of institution, or a compound of one.
fn is_head(word: &str) -> bool {
    let key = key(&word.to_lowercase());
    let ends = |head: &str| key.strip_suffix(head).is_some_and(|before| before.chars().count() >= BEFORE_HEAD);
    // A compound with a capital in a sentence may be a name of its own: *Sallinghus*, *Nordskolen*.
    let plain = word.chars().next().is_some_and(char::is_lowercase)
        || Lexicon.contains(&word.to_lowercase())
        || Lexicon.contains(&key);
    WORDS.heads.contains(&key) || plain && WORDS.heads.iter().any(|head| head.len() > 3 && ends(head))
}

fn is_street(word: &str) -> bool {
    let key = key(&word.to_lowercase());
    WORDS.streets.iter().any(|end| key.ends_with(end.as_str()))
}

fn is_within_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '"', '\'', '”', '“', '(']);
    !before.is_empty() && !before.ends_with(['.', ':', '?', '!', '\n', '•', '-', '–'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(text: &str) -> Vec<&str> {
        roles(text).into_iter().filter(|(_, role)| matches!(role, Role::Name(_))).map(|(words, _)| words).collect()
    }

    #[test]
    fn name_has_a_capital_within_the_sentence_or_is_a_rare_compound() {
        assert_eq!(names_in("Lukning af Kollegiet i Syddjurs"), ["Kollegiet"]);
        assert_eq!(names_in("Videreførelse af ungementorordningen"), ["ungementorordningen"]);
        assert_eq!(names_in("SSÆ - Lukket møde i KKR og Social- og Sundhed"), [""; 0]);
    }

    #[test]
    fn what_unlike_cases_share_is_no_name() {
        for title in [
            "Analyse af udgifterne i Midtjylland",
            "Budgetforslag Børn og Unge",
            "Rammen for tilsyn i Social og sundhed",
            "Farten på Grenåvej gennem Løgten-by",
            "Lukning af Vesterbro Torv",
            "Rapport fra Socialtilsyn Midt",
            "Nyt fra KL's Koordinationsforum",
            "Forslag fra Enhedslisten og Viggo Munksø om gratis bus",
            "Vindmøller på Aarhus Havn",
        ] {
            assert_eq!(names_in(subject(title)), [""; 0], "{title}");
        }
    }

    #[test]
    fn words_side_by_side_are_one_name() {
        assert_eq!(names_in("Lukning af Housing First-boliger"), ["Housing"]);
        assert_eq!(names_in("Lukning af Herberget Lavine Allé"), ["Lavine Allé"]);
        assert_eq!(names_in("Herberg på Havnevej 14"), ["Havnevej"]);
        assert_eq!(names_in("Status for Rammeaftale 2025-2026"), ["Rammeaftale 2025-2026"]);
        assert_eq!(name_key("Rammeaftale 2025-2026"), name_key("rammeaftalen 2025/26"));
    }

    #[test]
    fn name_is_printed_with_its_kind_of_institution() {
        assert_eq!(printed_name("Takst for Herberget Havnevej 2015", "havnevej"), Some("Herberget Havnevej"));
        assert_eq!(printed_name("Lukning af Sydskolen i maj", "x"), None);
    }

    #[test]
    fn proper_name_is_in_no_list() {
        let last = |text: &str| match roles(text).last() {
            Some((_, Role::Name(kind))) => Some(*kind),
            _ => None,
        };
        assert_eq!(last("Botilbuddet Rosenbakken"), Some(NameKind::Proper));
        assert_eq!(last("Botilbuddet Kollegiet"), Some(NameKind::Proper));
        assert_eq!(last("Lukning af Kollegiet"), Some(NameKind::Capital));
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
        assert_eq!(topic("Budgetopfølgning 1. kvartal 2024"), ["1", "2024", "budgetopfølgning", "kvartal"]);
    }

    #[test]
    fn item_is_about_the_names_of_its_title() {
        let item = Item::titled("Lukning af Kollegiet");
        let found = of(&item);
        assert_eq!(found.len(), 1);
        assert!(found[0].about && found[0].kind == NameKind::Capital, "{found:?}");
    }
}
