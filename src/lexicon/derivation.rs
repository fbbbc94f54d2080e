//! Derived words: verbs and nouns of action, adjectives and nouns of quality: *lukke* and *lukning*, *ekspropriere* and
//! *ekspropriation*, *inhabil* and *inhabilitet*.
//!
//! Users often search for the verb, but minutes use the noun, or the reverse. Danish derivation is regular, so rules
//! generate candidates. A candidate counts only if the dictionary lists it as a headword. In doubt a word has no
//! derivations.

use super::{Class, Lexicon};

/// Noun endings added to a verb's root (the infinitive without *e*).
const OF_VERB: [&str; 5] = ["ning", "ing", "else", "sel", ""];
/// Noun endings replacing the *-ere* of loan verbs.
const OF_LOAN_VERB: [&str; 5] = ["ation", "ition", "ion", "ering", "ens"];
/// Noun endings added to an adjective.
const OF_ADJECTIVE: [&str; 3] = ["itet", "hed", "ighed"];
/// Verbs with an irregular noun.
const IRREGULAR: [(&str, &str); 24] = [
    ("bevilge", "bevilling"),
    ("sælge", "salg"),
    ("vælge", "valg"),
    ("kræve", "krav"),
    ("foreslå", "forslag"),
    ("tilskyde", "tilskud"),
    ("tilbyde", "tilbud"),
    ("udbyde", "udbud"),
    ("påbyde", "påbud"),
    ("forbyde", "forbud"),
    ("afslå", "afslag"),
    ("udsende", "udsendelse"),
    ("gå", "gang"),
    ("overgå", "overgang"),
    ("vokse", "vækst"),
    ("drive", "drift"),
    ("tilgå", "adgang"),
    ("indtræde", "indtræden"),
    ("fratræde", "fratræden"),
    ("fortsætte", "fortsættelse"),
    ("miste", "tab"),
    ("komme", "ankomst"),
    ("hjælpe", "hjælp"),
    ("spare", "besparelse"),
];
/// Minimum letters of a noun that is the bare root of its verb (*forbrug* of *forbruge*). Shorter ones are more often
/// unrelated words: *hør* is flax, *kost* is food, *læg* is a calf; of those under six letters with such a verb in the
/// dictionary, about one in four is the verb's noun.
const MIN_BARE_NOUN: usize = 5;
/// Shorter nouns that do name the action of their verb.
const SHORT_BARE_NOUNS: [&str; 6] = ["køb", "lån", "svar", "brug", "tab", "leje"];
/// Minimum letters of a root. Shorter roots match too many unrelated words.
const MIN_ROOT: usize = 3;

/// The headwords derived from `headword`, or its source; without itself.
///
/// ```
/// use dagsorden::lexicon::derived;
///
/// assert!(derived("lukke").contains(&"lukning".to_owned()));
/// assert!(derived("ekspropriation").contains(&"ekspropriere".to_owned()));
/// assert!(derived("takst").is_empty());
/// ```
pub fn derived(headword: &str) -> Vec<String> {
    let mut verbs: Vec<String> = source_verbs(headword).into_iter().filter(|base| is_verb(base)).collect();
    if is_verb(headword) {
        verbs.push(headword.to_owned());
    }
    let mut found: Vec<String> = verbs.iter().flat_map(|verb| nouns(verb)).collect();
    found.extend(OF_ADJECTIVE.iter().map(|ending| [headword, ending].concat()).filter(|noun| Lexicon.is_noun(noun)));
    let adjective = OF_ADJECTIVE.iter().filter_map(|ending| headword.strip_suffix(ending)).filter(long_enough);
    found.extend(adjective.filter(|word| is_of(word, &[Class::Adjective])).map(str::to_owned));
    found.extend(verbs);
    found.sort_unstable();
    found.dedup();
    found.retain(|word| word != headword);
    found
}

fn long_enough(root: &&str) -> bool {
    root.chars().count() >= MIN_ROOT
}

/// True for an infinitive. The dictionary may list a verb also as a noun (*møde*), or each form separately.
fn is_verb(word: &str) -> bool {
    word.ends_with(['e', 'å'])
        && is_of(word, &[Class::Verb, Class::Other, Class::Noun])
        && Lexicon.contains(&verb_form(word))
}

/// The present tense.
fn verb_form(verb: &str) -> String {
    format!("{verb}r")
}

fn is_of(word: &str, classes: &[Class]) -> bool {
    Lexicon.headwords(word).iter().any(|h| h.text == word && classes.contains(&h.class))
}

/// The possible source verbs of a noun.
fn source_verbs(noun: &str) -> Vec<String> {
    let mut found: Vec<String> =
        IRREGULAR.iter().filter(|(_, of)| *of == noun).map(|(verb, _)| (*verb).to_owned()).collect();
    for ending in OF_VERB {
        let Some(root) = noun.strip_suffix(ending).filter(long_enough) else { continue };
        // *lukning* of *lukke*.
        let doubled = root.chars().next_back().map(|last| format!("{root}{last}e"));
        found.extend(
            [Some(format!("{root}e")), doubled].into_iter().flatten().filter(|verb| can_form(verb, ending, noun)),
        );
    }
    let roots = OF_LOAN_VERB.iter().filter_map(|ending| noun.strip_suffix(ending)).filter(long_enough);
    found.extend(roots.map(|root| format!("{root}ere")));
    found
}

/// False for a bare root that is probably another word: a short one, or one of a verb that is also a noun (*møde*).
fn can_form(verb: &str, ending: &str, noun: &str) -> bool {
    let long = noun.chars().count() >= MIN_BARE_NOUN || SHORT_BARE_NOUNS.contains(&noun);
    !ending.is_empty() || long && !Lexicon.is_noun(verb)
}

/// The nouns derived from a verb.
fn nouns(verb: &str) -> Vec<String> {
    let mut found: Vec<String> =
        IRREGULAR.iter().filter(|(of, _)| *of == verb).map(|(_, noun)| (*noun).to_owned()).collect();
    if let Some(root) = verb.strip_suffix('e').filter(long_enough) {
        let of_root = |ending: &&'static str| [root, undoubled(root)].map(|root| ([root, ending].concat(), *ending));
        let formed = OF_VERB.iter().flat_map(of_root).filter(|(noun, ending)| can_form(verb, ending, noun));
        found.extend(formed.map(|(noun, _)| noun));
    }
    if let Some(root) = verb.strip_suffix("ere").filter(long_enough) {
        found.extend(OF_LOAN_VERB.iter().map(|ending| [root, ending].concat()));
    }
    found.retain(|noun| Lexicon.is_noun(noun));
    found
}

/// A root with a doubled last letter reduced to one.
fn undoubled(root: &str) -> &str {
    let mut back = root.chars().rev();
    match (back.next(), back.next()) {
        (Some(last), Some(before)) if last == before => &root[..root.len() - last.len_utf8()],
        _ => root,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verb_and_noun_lead_to_each_other() {
        let pairs = [
            ("lukke", "lukning"),
            ("hjemtage", "hjemtagelse"),
            ("udvide", "udvidelse"),
            ("ekspropriere", "ekspropriation"),
            ("renovere", "renovering"),
            ("visitere", "visitation"),
            ("opsige", "opsigelse"),
            ("sælge", "salg"),
            ("købe", "køb"),
            ("bevilge", "bevilling"),
            ("inhabil", "inhabilitet"),
            ("ansætte", "ansættelse"),
        ];
        for (one, other) in pairs {
            assert!(derived(one).contains(&other.to_owned()), "{one}: {:?}", derived(one));
            assert!(derived(other).contains(&one.to_owned()), "{other}: {:?}", derived(other));
        }
    }

    #[test]
    fn word_that_nothing_is_made_from_leads_nowhere() {
        for word in ["takst", "herberg", "kommune", "by", ""] {
            assert!(derived(word).is_empty(), "{word}: {:?}", derived(word));
        }
        assert!(!derived("læge").contains(&"læg".to_owned()));
        for noun in ["hør", "pas", "kost", "tegn", "læg"] {
            assert!(derived(noun).is_empty(), "{noun}: {:?}", derived(noun));
        }
        assert!(derived("forbrug").contains(&"forbruge".to_owned()));
    }
}
