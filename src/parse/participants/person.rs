//! Reads one person: a name and the remarks beside it.

use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::{authorities, is_given_name};
use crate::model::Participant;
use crate::parse::cover::words::{pattern, words};

/// The words in brackets, with the space before them.
pub(super) static BRACKET: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[(\[]([^()\[\]]*)[)\]]"));
static PARTY_LETTERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\p{Lu}ÆØÅ@0-9&]{1,3}$"));
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[Ss]upp\.?\s+|[Ss]uppleant\s+)?(.+?)\s+(?:(deltog(?:\s+ikke)?|deltager)|(?:var|er)\s+(til\s*stede|fra\S{2,5}nde|ikke til\s*stede)|(havde meldt afbud|har meldt afbud|meldte afbud|mødte ikke))\b.{0,60}$",
    )
});
static NAME_PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\p{Lu}[\p{L}@'’.-]*$"));
static PARTICLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[Vv]on|[Dd]e|[Vv]an|[Aa]f|[Dd]er|[Ll]a|[Ee]l|[Aa]l|[Bb]in|[Dd]a|[Dd]i)$"));
static CLASS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*\([^()]*$|\s+\d{1,2}\.?\s?\p{L}?\.?$"));
/// `Anna Bo, formand (V) Per Krag (A)`
static ROLE_BEHIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i), ((?:vice|næst)?(?:formand|borgmester))\b"));
static REGRETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s+(?:(?:ved|med|uden|grundet)\s+)?(?:afbud|forfald)$"));
static THERE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(?:til ?stede|mødt|fremmødt|ja|x)\.?$"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$"));

/// `Name, X Kommune`, `Name (V), formand`.
pub(super) fn person_with_remarks(text: &str) -> Option<Participant> {
    let mut depth = 0i32;
    // Commas within brackets do not split: `Kirsten Jelsbo (formand, Odsherred)`.
    let mut pieces = text.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth <= 0
    });
    let mut found = person(pieces.next()?)?;
    pieces.all(|piece| add_remark(&mut found, piece.trim())).then_some(found)
}

/// The names in a sentence about attendance, and whether they were present: `A og B deltog`, `NN var fraværende`.
pub(super) fn sentence_parts(text: &str) -> Option<(&str, bool)> {
    let c = SENTENCE.captures(text.trim_end_matches('.'))?;
    let told = c.get(2).or(c.get(3)).map_or("", |m| m.as_str());
    let there =
        told.starts_with("til") || (told.starts_with("deltog") && !told.ends_with("ikke")) || told == "deltager";
    Some((c.get(1)?.as_str(), there))
}

/// `NN deltog`, `NN var fraværende`.
pub(super) fn sentence(text: &str) -> Option<Participant> {
    let (name, there) = sentence_parts(text)?;
    let mut found = person(name)?;
    found.absent |= !there;
    if text.trim_start().to_lowercase().starts_with("supp") {
        found.role = Some("suppleant".to_owned());
    }
    Some(found)
}

/// A name with brackets, and nothing else.
pub(super) fn person(text: &str) -> Option<Participant> {
    let (name, brackets) = without_brackets(text);
    // A bracket that the line's end left open, a school class: `Ida Holm 9.d`.
    let name = CLASS.replace(&name, "");
    let name = REGRETS.replace(name.trim_end(), "");
    let name = name.trim().trim_end_matches([',', ':']).trim();
    // A full stop behind a whole word ends a sentence; behind an initial it belongs to the name.
    let name = name.strip_suffix('.').filter(|n| n.chars().rev().take(3).all(char::is_alphabetic)).unwrap_or(name);
    let (name, title) = without_title(name);
    let (name, sender) = without_initials(name);
    if !(is_name(name) || EMAIL.is_match(name)) {
        return None;
    }
    let mut found =
        Participant { name: name.to_owned(), organisation: None, role: title.map(str::to_lowercase), absent: false };
    for bracket in brackets.iter().map(String::as_str).chain(sender) {
        add_remark(&mut found, bracket);
    }
    Some(found)
}

/// A given name alone, as schools and councils of elders list their people: `Tonni`.
pub(super) fn given_name(text: &str) -> Option<Participant> {
    let (name, brackets) = without_brackets(text);
    let name = CLASS.replace(&name, "");
    let name = name.trim().trim_end_matches(['.', ',']);
    let mut found = Participant {
        name: is_given_name(name).then(|| name.to_owned())?,
        organisation: None,
        role: None,
        absent: false,
    };
    brackets.iter().all(|bracket| add_remark(&mut found, bracket)).then_some(found)
}

/// The names of a line that puts several people one after another without any sign between them: `Anna Bo (A) Per Krag`,
/// `Lone Holm Kaj Toft`. Empty where the line is no such list.
///
/// A name ends at a bracket, at letters of a party or an organisation, before a role, and before a given name that
/// follows a family name. Middle names that are given names stay with their person: `Jens Peter Hansen`.
pub(super) fn names_in_a_row(text: &str) -> Vec<Participant> {
    let text = ROLE_BEHIND.replace_all(text, " ($1)");
    if text.contains([',', ';', ':']) {
        return Vec::new();
    }
    let marked = BRACKET.replace_all(&text, |found: &regex::Captures<'_>| format!("\u{1}{}\u{1}", &found[1]));
    let mut found: Vec<Participant> = Vec::new();
    let mut name: Vec<&str> = Vec::new();
    let mut role: Option<&str> = None;
    for (i, part) in marked.split('\u{1}').enumerate() {
        // Every other part stood in brackets.
        if i % 2 == 1 {
            // A second bracket behind a name belongs to it too.
            let last = if name.is_empty() { found.last_mut() } else { take_name(&mut name, &mut role, &mut found) };
            let Some(last) = last else { return Vec::new() };
            if !part.trim().is_empty() {
                add_remark(last, part);
            }
            continue;
        }
        for word in part.split_whitespace() {
            let family = name.iter().any(|w| !is_given_name(w)) && name.len() > 1;
            let is_role = words().role.is_match(word);
            let party = PARTY_LETTERS.is_match(word) && word.chars().count() > 1;
            if (party || is_role || family && is_given_name(word)) && !name.is_empty() {
                let Some(last) = take_name(&mut name, &mut role, &mut found) else { return Vec::new() };
                if party {
                    add_remark(last, word);
                }
            }
            match word {
                word if is_role => role = Some(word),
                word if !party => name.push(word),
                _ => {}
            }
        }
    }
    if !name.is_empty() && take_name(&mut name, &mut role, &mut found).is_none() {
        return Vec::new();
    }
    if found.len() > 1 { found } else { Vec::new() }
}

/// Adds the person whose name's words were gathered. `None` where they are no name.
fn take_name<'f>(
    name: &mut Vec<&str>,
    role: &mut Option<&str>,
    found: &'f mut Vec<Participant>,
) -> Option<&'f mut Participant> {
    let mut this = person(&name.join(" ")).filter(|_| name.len() > 1)?;
    this.role = this.role.or(role.take().map(str::to_lowercase));
    name.clear();
    found.push(this);
    found.last_mut()
}

fn without_brackets(text: &str) -> (String, Vec<String>) {
    let brackets = BRACKET.captures_iter(text).map(|c| c[1].trim_matches(['*', ' ']).to_owned()).collect();
    (BRACKET.replace_all(text, "").into_owned(), brackets)
}

/// `Anna Holm SIND` without the initials of whoever sends her.
fn without_initials(name: &str) -> (&str, Option<&str>) {
    let capitals = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    match name.rsplit_once(' ') {
        Some((rest, last)) if capitals(last) && is_name(rest) => (rest, Some(last)),
        _ => (name, None),
    }
}

/// `Borgmester Hans Hansen` without the title.
fn without_title(name: &str) -> (&str, Option<&str>) {
    match name.split_once(' ') {
        Some((title, rest)) if words().role.is_match(title) && is_name(rest.trim()) => (rest.trim(), Some(title)),
        _ => (name, None),
    }
}

/// Two to six words with initial capitals, as in names.
fn is_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let fits = |(i, part): (usize, &&str)| NAME_PART.is_match(part) || (i > 0 && PARTICLE.is_match(part));
    let shouted = parts.iter().all(|p| p.chars().count() > 1 && !p.chars().any(char::is_lowercase));
    (2..=6).contains(&parts.len())
        && parts.iter().enumerate().all(fits)
        && !shouted
        && !parts.iter().any(|p| words().never_name.is_match(p))
        && !words().party.is_match(text)
        && !is_organisation(text)
}

/// A municipality, a region, a secretariat: an organisation with delegates.
pub(super) fn is_organisation(text: &str) -> bool {
    let first = text.split(',').next().unwrap_or(text).trim();
    let (first, _) = without_brackets(first);
    words().is_organisation(&first) || authorities().named(first.trim()).is_some()
}

/// Reads a remark beside a name: absence, organisation or role. Party and place in the list of cases are skipped. False
/// for any other remark.
pub(super) fn add_remark(person: &mut Participant, remark: &str) -> bool {
    let remark = remark.trim();
    let remark = remark.strip_prefix('(').and_then(|r| r.strip_suffix(')')).unwrap_or(remark);
    if THERE.is_match(remark) {
        // A table's column of attendance.
    } else if remark.to_lowercase().ends_with("deltog") {
        // `supp. NN deltog` beside a member's name: somebody else's presence.
    } else if words().absent.is_match(remark) {
        // Absent for some of the items only: present for the rest.
        person.absent |= !remark.chars().any(|c| c.is_ascii_digit());
    } else if is_organisation(remark) {
        add_organisation(person, remark);
    } else if words().role.is_match(remark) {
        let (role, _) = without_brackets(remark);
        person.role.get_or_insert_with(|| role.trim_end_matches('.').to_lowercase());
    } else {
        return PARTY_LETTERS.is_match(remark) || words().party.is_match(remark) || is_partial_absence(remark);
    }
    true
}

/// `ved sag nr. 17-28`, `fra kl. 15.10`
fn is_partial_absence(remark: &str) -> bool {
    let lower = remark.to_lowercase();
    ["ved ", "under ", "fra kl", "til kl", "fra pkt", "punkt", "pkt"].iter().any(|w| lower.starts_with(w))
}

/// `Viborg Kommune, formand for takstgruppen`, `Sekretariat for rammeaftaler (referent)`.
pub(super) fn add_organisation(person: &mut Participant, text: &str) {
    let (bare, brackets) = without_brackets(text);
    let (organisation, role) = match bare.split_once(", ") {
        Some((organisation, role)) if words().role.is_match(role.trim()) => (organisation, Some(role.trim())),
        _ => (bare.as_str(), None),
    };
    person.organisation.get_or_insert_with(|| organisation.trim().to_owned());
    if let Some(role) = role {
        person.role.get_or_insert_with(|| role.to_owned());
    }
    for bracket in &brackets {
        add_remark(person, bracket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_may_have_particles_and_initials() {
        for name in
            ["Tue Von Pålman", "Steinar E. Kristensen", "Ulla B. Andersen", "Hans Chr. Mariegaard", "Ann-Britt Wetche"]
        {
            assert_eq!(person(name).map(|p| p.name).as_deref(), Some(name));
        }
    }

    #[test]
    fn what_a_cover_says_besides_is_no_person() {
        for text in
            ["Viborg Kommune", "Viborg Rådhus", "MISSION VISION", "Godkendelse af dagsorden", "8800 Viborg", "Anna"]
        {
            assert_eq!(person(text), None, "{text}");
        }
    }

    #[test]
    fn brackets_hold_party_role_or_absence() {
        let found = person("Anna Bo (V) (formand) (*Fraværende*)").unwrap();
        assert_eq!((found.name.as_str(), found.role.as_deref(), found.absent), ("Anna Bo", Some("formand"), true));
    }

    #[test]
    fn names_without_signs_between_them_are_told_apart() {
        let apart = |text: &str| names_in_a_row(text).into_iter().map(|p| p.name).collect::<Vec<_>>();
        assert_eq!(apart("Anna Bo (A) Jens Peter Krag (V) Lone Holm"), ["Anna Bo", "Jens Peter Krag", "Lone Holm"]);
        assert_eq!(apart("Kirsten Falk Hansen DH Ole Bak Tove Lund"), ["Kirsten Falk Hansen", "Ole Bak", "Tove Lund"]);
        assert_eq!(apart("Per Holt Observatør Ida Krog"), ["Per Holt", "Ida Krog"]);
        assert!(apart("Hans Christian Holm Bak").is_empty());
        assert!(apart("Anna Bo drøftede Per Krag").is_empty());
    }

    #[test]
    fn title_before_a_name_is_its_role() {
        let found = person("Borgmester Hans Hansen").unwrap();
        assert_eq!((found.name.as_str(), found.role.as_deref()), ("Hans Hansen", Some("borgmester")));
    }
}
