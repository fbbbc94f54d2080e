//! People told of in the items: `A og B deltog ikke på mødet.`, `Fraværende: A`, `Tilstede var:` above a list.
//!
//! Many minutes say who was there nowhere else: under the first item, or behind each decision. A cover outranks them: who
//! is known from it stays as it says, except where the first items name somebody as absent.

use std::sync::LazyLock;

use regex::Regex;

use super::person::person_with_remarks;
use super::{ListKind, PARTLY, Roll, named, people, split_list};
use crate::model::Participant;
use crate::parse::cover::fields;
use crate::parse::cover::words::{Label, pattern};

/// The items in which an absence holds for the whole meeting: *Fravær* and *Dagsorden* stand first.
const FIRST_ITEMS: usize = 2;
/// A longer line is text and heads no part of a list, in bytes.
const LONGEST_GROUP: usize = 80;

/// A word without which no text tells who was there.
static TELLS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)afbud|fravær|forfald|deltog|deltagere|til ?stede|fremmødt|medlemmer|mødt|mødte|udeblev|forlod|ankom|kom til mødet",
    )
});
/// `A og B var fraværende`, `A havde meldt afbud, og B deltog i stedet`.
static AWAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(\p{Lu}[^:]{2,200}?) (?:(?:var|er) (?:fraværende|ikke til ?stede)|deltog ikke(?: (?:i|på) (?:hele )?mødet)?$|deltog ikke (?:i|på) mødet|(?:har|havde) meldt afbud|meldte afbud|udeblev|mødte ikke)\b(?:.*?(?:,? og|,|;) (\p{Lu}.{2,80}?) (?:deltog|mødte) i stedet)?",
    )
});
/// A name, and what is said of the person: `A indkaldt`, `A fra kl. 18`.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(\p{Lu}[\p{L}.-]+(?: \p{Lu}[\p{L}.-]*){1,4})(?: (?:indkaldt|deltog|mødte|fra kl|til kl)\b.*)?$")
});
/// `Der er afbud fra A og B`.
static REGRETS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:Der (?:er|var|forelå|foreligger) )?[Aa]fbud (?:modtaget )?fra:? (\p{Lu}.{2,200})$"));
/// `A deltog som suppleant`, `I stedet deltog A`, `A forlod mødet`.
static THERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:I stedet (?:deltog|mødte) (\p{Lu}.{2,80})|(\p{Lu}[^:]{2,120}?) (?:(?:deltog|deltager|mødte) (?:som|i stedet|for \p{Lu})|forlod mødet|ankom (?:til mødet|kl)|kom til mødet).*)$",
    )
});

/// Adds the people told of in the texts of the items, in order.
pub(in crate::parse) fn add_told<'t>(
    participants: &mut Vec<Participant>,
    items: impl Iterator<Item = (usize, &'t str)>,
) {
    let mut all = Roll { people: std::mem::take(participants) };
    for (item, text) in items {
        for (person, kind) in read(text) {
            let known = all.people.iter().any(|p| super::key(&p.name) == super::key(&person.name));
            if !known || item < FIRST_ITEMS {
                all.add(person, kind);
            }
        }
    }
    *participants = all.people;
}

/// Everybody whom a text tells of.
fn read(text: &str) -> Vec<(Participant, ListKind)> {
    let mut found = Vec::new();
    // Most decisions tell of nobody, and each line costs a look at every label.
    if !TELLS.is_match(text) {
        return found;
    }
    let mut list: Option<ListKind> = None;
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some((kind, value)) = label(line) {
            list = Some(kind);
            found.extend(listed(value, kind));
            continue;
        }
        let group = line.len() <= LONGEST_GROUP && line.ends_with(':');
        if group && list.is_some() {
            continue;
        }
        let told: Vec<_> = sentences(line).flat_map(|s| told(s, list)).collect();
        list = list.filter(|_| !told.is_empty());
        found.extend(told);
    }
    found
}

/// `Fraværende: A`, `Tilstede var:`, `Fraværende med afbud` alone on its line.
fn label(line: &str) -> Option<(ListKind, &str)> {
    let (label, value) = fields::stated(line)?;
    let kind = ListKind::of(label).filter(|_| matches!(label, Label::Absent | Label::Members))?;
    // `Medlemmer skal …` and `Afbud fra …` are sentences.
    let labelled = line.contains(':') || value.is_empty();
    labelled.then_some((kind, value))
}

/// The people of a list behind a label; none where other words stand among them, save those of some items only.
fn listed(value: &str, kind: ListKind) -> Vec<(Participant, ListKind)> {
    // `Fraværende: A og B deltog ikke i behandlingen.`
    let value = sentences(value).next().unwrap_or_default().split(" deltog ").next().unwrap_or_default();
    if PARTLY.is_match(value) {
        return split_list(value).iter().filter_map(|p| person_with_remarks(p)).map(|p| (p, kind)).collect();
    }
    people(&[value.to_owned()]).into_iter().map(|p| (p, kind)).collect()
}

fn told(sentence: &str, list: Option<ListKind>) -> Vec<(Participant, ListKind)> {
    let names = |text: &str, kind: ListKind| -> Vec<(Participant, ListKind)> {
        let pieces = split_list(text);
        let people: Vec<Participant> = pieces.iter().filter_map(|p| named(p)).collect();
        if people.len() == pieces.len() { people.into_iter().map(|p| (p, kind)).collect() } else { Vec::new() }
    };
    if let Some(away) = AWAY.captures(sentence) {
        let mut out = names(&away[1], ListKind::Absent);
        out.extend(away.get(2).into_iter().flat_map(|other| names(other.as_str(), ListKind::Present)));
        return out;
    }
    if let Some(away) = REGRETS.captures(sentence) {
        return names(&away[1], ListKind::Absent);
    }
    if let Some(there) = THERE.captures(sentence) {
        return there.get(1).or(there.get(2)).map_or(Vec::new(), |n| names(n.as_str(), ListKind::Present));
    }
    let Some(kind) = list else { return Vec::new() };
    // `Borgmester A pga. arbejde` under *Afbud fra*; `A, B indkaldt` under *Fraværende*.
    let bare = sentence.split(" pga").next().unwrap_or(sentence);
    let bare = bare.split(" grundet").next().unwrap_or(bare);
    let found = people(&[bare.to_owned()]);
    let leading = |piece: &String| NAME.captures(piece).and_then(|c| named(&c[1]));
    let found = if found.is_empty() && sentence.len() <= LONGEST_GROUP * 2 {
        split_list(bare).iter().filter_map(leading).collect()
    } else {
        found
    };
    found.into_iter().map(|p| (p, kind)).collect()
}

/// A line's sentences; an initial's full stop ends none.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let ends = |(at, _): &(usize, &str)| {
            let word = text[..*at].rsplit([' ', '.']).next().unwrap_or_default();
            word.chars().count() > 2
        };
        let end = text.match_indices(". ").find(ends).map(|(at, _)| at);
        rest = end.map(|at| &text[at + 2..]);
        Some(text[..end.unwrap_or(text.len())].trim().trim_end_matches('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(String, bool)> {
        read(text).into_iter().map(|(p, kind)| (p.name, kind == ListKind::Absent)).collect()
    }

    fn who(name: &str, absent: bool) -> (String, bool) {
        (name.to_owned(), absent)
    }

    #[test]
    fn sentences_of_a_decision_tell_who_was_away() {
        let text = "Godkendt.\nAnna Bo, Per Krag og Ida Holm var fraværende.\nOle Toft deltog som suppleant.";
        let expected = [who("Anna Bo", true), who("Per Krag", true), who("Ida Holm", true), who("Ole Toft", false)];
        assert_eq!(seen(text), expected);
        assert_eq!(seen("Der er afbud fra Anna Bo og Per Krag."), [who("Anna Bo", true), who("Per Krag", true)]);
        let text = "Anna Bo havde meldt afbud, og Per Krag deltog i stedet.";
        assert_eq!(seen(text), [who("Anna Bo", true), who("Per Krag", false)]);
    }

    #[test]
    fn list_under_a_label_may_have_parts() {
        let text = "I mødet deltog:\nFra foreningerne:\nAnna Bo, Per Krag (mødeleder) og Ida Holm.\nFra forvaltningen:\nOle Toft\nFølgende havde meldt afbud:\nEva Lund\nDagsordenen blev godkendt.";
        let expected = [
            who("Anna Bo", false),
            who("Per Krag", false),
            who("Ida Holm", false),
            who("Ole Toft", false),
            who("Eva Lund", true),
        ];
        assert_eq!(seen(text), expected);
    }

    #[test]
    fn who_sat_out_a_case_was_at_the_meeting() {
        assert!(seen("Anna Bo deltog ikke i sagens behandling.").is_empty());
        assert!(seen("Anna Bo orienterede om lukningen.\nMedlemmer af rådet var tilfredse.").is_empty());
    }
}
