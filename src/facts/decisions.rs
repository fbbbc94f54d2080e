//! What minutes decided, and how it was voted, read from their words.
//!
//! The wordings are data (`data/outcome.toml`). [`of_section`] and [`of_item`] are called once, when a file is read; the index
//! stores what they give. What the words do not tell is left open.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::model::{Decision, Item, Outcome, Section, SectionKind, Side, Votes};
use crate::parse::cover::words::words;
use crate::text::bounded::Bounded;

/// A person as printed, or the letter of a party.
const WHO: &str = r"(?-i:\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,4}(?: \([\p{Lu}]{1,3}\))?|\p{Lu}{1,2}\b)";
/// Longer entries of a list are sentences.
const LONGEST_NAME: usize = 50;

static WORDINGS: LazyLock<Wordings> = LazyLock::new(Wordings::embedded);
/// A full stop behind a word of two letters or more, with these letters, or a line end.
static SENTENCE_END: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\d)]{2}[.;]\s+|\n+").expect("a pattern of this file"));
/// What stands before the letter of a party.
static PARTY_WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:gruppen?|listen?|partiet|partierne)\s+").expect("a pattern of this file"));
/// A number with those behind it: `15 (A, C, O og V)`.
static COUNT_AND_VOTERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,3})(?: (?i:stemmer|medlemmer))?[\s:]*\((.+?)\)?$").expect("a pattern of this file")
});
static SEPARATOR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r",\s*|\s+(?:og|samt)\s+|;\s*").expect("a pattern of this file"));

#[derive(Deserialize)]
struct Data {
    aside: String,
    outcome: Vec<Named>,
    votes: Forms,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    forms: Vec<String>,
}

#[derive(Deserialize)]
struct Forms {
    forms: Vec<String>,
    numbers: Vec<String>,
}

struct Wordings {
    aside: Regex,
    outcomes: Vec<(Outcome, Bounded)>,
    votes: Vec<Regex>,
    numbers: Vec<String>,
}

fn pattern(form: &str) -> Regex {
    RegexBuilder::new(form).case_insensitive(true).multi_line(true).build().expect("a pattern of outcome.toml")
}

impl Wordings {
    fn embedded() -> Self {
        let data: Data = toml::from_str(include_str!("data/outcome.toml")).expect("outcome.toml is right");
        let outcome = |n: &Named| {
            let known = Outcome::from_name(&n.name).expect("an outcome of outcome.toml");
            (known, Bounded::new(&format!(r"(?im)\b(?:{})", n.forms.join("|"))))
        };
        let number = format!(r"\b(?:\d{{1,3}}|én|{})", data.votes.numbers.join("|"));
        let who = format!("{WHO}(?:(?:, | og | samt ){WHO})*");
        let filled = |f: &String| {
            let form = f.replace("{n}", &number).replace("{who}", &who).replace("{list}", r"[^.\n]{1,300}");
            pattern(&form)
        };
        Self {
            aside: pattern(&data.aside),
            outcomes: data.outcome.iter().map(outcome).collect(),
            votes: data.votes.forms.iter().map(filled).collect(),
            numbers: data.votes.numbers,
        }
    }

    fn number(&self, text: &str) -> Option<u32> {
        let lower = text.to_lowercase().replace('é', "e");
        let word = || self.numbers.iter().position(|n| *n == lower).and_then(|n| u32::try_from(n).ok());
        text.parse().ok().or_else(word)
    }
}

/// What `text` decides: its first sentence that says so, one about an amendment only where no other does.
///
/// ```
/// use dagsorden::model::Outcome;
/// use dagsorden::facts::decisions;
///
/// let text = "Et ændringsforslag fra V blev forkastet. Indstillingen blev godkendt.";
/// assert_eq!(decisions::outcome(text), Some(Outcome::Approved));
/// ```
pub fn outcome(text: &str) -> Option<Outcome> {
    let decided: Vec<(&str, Outcome)> = sentences(text).filter_map(|s| Some((s, of_sentence(s)?))).collect();
    let own = decided.iter().find(|(sentence, _)| !WORDINGS.aside.is_match(sentence));
    own.or(decided.first()).map(|(_, outcome)| *outcome)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = SENTENCE_END.find_iter(text).map(|end| {
        let stop = end.as_str().find(['.', ';']).unwrap_or_default();
        (end.start() + stop, end.end())
    });
    let parts = ends.chain([(text.len(), text.len())]).map(move |(end, next)| {
        let part = &text[from..end];
        from = next;
        part
    });
    parts.map(str::trim).filter(|s| !s.is_empty())
}

fn of_sentence(sentence: &str) -> Option<Outcome> {
    let found = WORDINGS.outcomes.iter().filter_map(|(outcome, form)| Some((form.find(sentence)?.start(), *outcome)));
    // `min_by_key` gives the first of equals: the order of the data.
    found.min_by_key(|(at, _)| *at).map(|(_, outcome)| outcome)
}

/// What a section decides. Empty for a section that is no minutes.
pub fn of_section(section: &Section) -> Decision {
    if section.kind != SectionKind::Minutes {
        return Decision::default();
    }
    let text = section.text.as_str();
    Decision { outcome: outcome(text), votes: votes(text), ..Decision::default() }
}

/// What the meeting decided in an item: the last of its sections' own decisions that has an outcome. The sections' decisions
/// must be filled in.
pub fn of_item(item: &Item) -> Decision {
    let told = |s: &&Section| s.decision.as_ref().is_some_and(|d| d.outcome.is_some());
    let decided: Vec<&Section> = item.sections.iter().filter(told).collect();
    // A heading that names a body belongs to an earlier treatment, unless nothing else decides.
    let own = decided.iter().rev().find(|s| s.body.is_none()).or(decided.last());
    own.and_then(|s| s.decision.clone()).unwrap_or_default()
}

/// The votes that `text` tells of; `None` where it tells of none. Those on an amendment count only where no others are told.
pub fn votes(text: &str) -> Option<Votes> {
    let own: Vec<&str> = sentences(text).filter(|s| !WORDINGS.aside.is_match(s)).collect();
    votes_in(&own.join("\n")).or_else(|| votes_in(text))
}

fn votes_in(text: &str) -> Option<Votes> {
    let mut votes = Votes::default();
    for form in &WORDINGS.votes {
        for found in form.captures_iter(text) {
            let side = |name| found.name(name).map(|m| m.as_str());
            tell(&mut votes.in_favour, side("for"));
            tell(&mut votes.against, side("against"));
            tell(&mut votes.abstained, side("abstained"));
        }
    }
    (!votes.is_empty()).then_some(votes)
}

/// Adds what is printed of one side: a number, or people and parties.
fn tell(side: &mut Side, printed: Option<&str>) {
    let Some(printed) = printed.map(str::trim) else { return };
    if let Some(count) = WORDINGS.number(printed) {
        side.count.get_or_insert(count);
        return;
    }
    if let Some(both) = COUNT_AND_VOTERS.captures(printed) {
        tell(side, both.get(1).map(|m| m.as_str()));
        tell(side, both.get(2).map(|m| m.as_str()));
        return;
    }
    let bare = |e: &str| PARTY_WORD.replace(e.trim(), "").trim_end_matches('.').to_owned();
    for entry in SEPARATOR.split(printed).map(bare).filter(|e| is_voter(e)) {
        let party = entry.chars().count() <= 2 || words().party.is_match(&entry);
        let list = if party { &mut side.parties } else { &mut side.names };
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
}

fn is_voter(entry: &str) -> bool {
    entry.starts_with(char::is_uppercase) && entry.chars().count() <= LONGEST_NAME
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn outcome_is_told_in_many_wordings() {
        for (text, expected) in [
            ("Godkendt.", Outcome::Approved),
            ("Godkendt. Næste møde holdes den 14. februar.", Outcome::Approved),
            ("Godkendt med den bemærkning, at belysningen tænkes med.", Outcome::Approved),
            ("Udvalget tog orienteringen til efterretning.", Outcome::Noted),
            ("Til efterretning.", Outcome::Noted),
            ("Anbefales over for byrådet.", Outcome::Recommended),
            ("Indstilles godkendt.", Outcome::Recommended),
            ("Udsat til næste møde.", Outcome::Postponed),
            ("Blev ikke godkendt.", Outcome::Rejected),
            ("Ansøgningen blev imødekommet.", Outcome::Approved),
            ("Ansøgningen afslås.", Outcome::Rejected),
            ("Oversendes til økonomiudvalget.", Outcome::SentOn),
            ("Punktet udgår.", Outcome::Withdrawn),
            ("Hans Bo (A) blev valgt.", Outcome::Elected),
            ("Sagen blev drøftet.", Outcome::Discussed),
            ("Godkendt. Torben Sig var inhabil og deltog ikke i behandlingen.", Outcome::Approved),
            ("Regnskabet blev godkendt. Revisionsberetningen blev taget til efterretning.", Outcome::Approved),
            ("Bevilget. 1. stedfortræder indkaldes.", Outcome::Approved),
            ("Bevillingen på 4,1 mio. kr. blev frigivet.", Outcome::Approved),
            ("Afslag. Aktiviteten ligger uden for puljens formål.", Outcome::Rejected),
            ("Sendt tilbage til fornyet behandling i udvalget.", Outcome::SentBack),
            ("Indstillingen blev sat under afstemning og faldt.", Outcome::Rejected),
            ("Sagen blev taget af dagsordenen.", Outcome::Withdrawn),
            ("Rådet kan ikke støtte forslaget.", Outcome::Rejected),
            ("Tilbagesendes forvaltningen med bemærkning, at byrådet har vedtaget indstillingen.", Outcome::Approved),
        ] {
            assert_eq!(outcome(text), Some(expected), "{text}");
        }
        assert_eq!(outcome("Formanden orienterede om sommerens arrangementer."), None);
    }

    #[test]
    fn vote_on_an_amendment_is_not_the_outcome() {
        let text = "Ole Brink (V) stillede ændringsforslag, som blev forkastet.\nIndstillingen blev herefter vedtaget.";
        assert_eq!(outcome(text), Some(Outcome::Approved));
        assert_eq!(outcome("Ændringsforslaget blev forkastet."), Some(Outcome::Rejected));
    }

    #[test]
    fn own_decision_wins_over_an_earlier_body() {
        let section = |body: Option<&str>, text: &str| {
            let text = crate::model::Text::on_page(text, 1);
            Section { body: body.map(str::to_owned), ..Section::new(SectionKind::Minutes, text) }
        };
        let sections = vec![section(None, "Godkendt."), section(Some("Økonomiudvalget"), "Anbefales.")];
        let mut item = Item { sections, ..Item::titled("Takster") };
        crate::facts::read_item(&mut item);
        assert_eq!(item.outcome(), Some(Outcome::Approved));
    }

    #[test]
    fn votes_are_counted() {
        let told = votes("Vedtaget med 43 stemmer imod 3. 1 undlod at stemme.").unwrap();
        assert_eq!((told.in_favour.count, told.against.count, told.abstained.count), (Some(43), Some(3), Some(1)));
        let told = votes("Godkendt med 5 stemmer for og to imod.").unwrap();
        assert_eq!((told.in_favour.count, told.against.count), (Some(5), Some(2)));
    }

    #[test]
    fn voters_are_named_with_their_parties() {
        let told = votes("Vedtaget.\nFor stemte: A, B, C og Venstre. Imod stemte: Ø.").unwrap();
        assert_eq!(told.in_favour.parties, ["A", "B", "C", "Venstre"]);
        assert_eq!(told.against.parties, ["Ø"]);
        let told = votes("Anbefales. Ole Brink (V) og Karin Bang stemte imod. Ida Lund (F) undlod at stemme.").unwrap();
        assert_eq!(told.against.names, ["Ole Brink (V)", "Karin Bang"]);
        assert_eq!(told.abstained.names, ["Ida Lund (F)"]);
    }

    #[test]
    fn number_and_voters_may_stand_together() {
        let told = votes("For stemte 15 (A, C, O, V)\nImod stemte 3 (F, Ø)\nUndlod at stemme: Line Krag (B)").unwrap();
        assert_eq!((told.in_favour.count, told.against.count), (Some(15), Some(3)));
        assert_eq!((told.in_favour.parties.len(), told.against.parties.len()), (4, 2));
        assert_eq!(told.abstained.names, ["Line Krag (B)"]);
        let told = votes("6 stemmer for, 3 imod, 1 undlod").unwrap();
        assert_eq!((told.in_favour.count, told.against.count, told.abstained.count), (Some(6), Some(3), Some(1)));
        assert_eq!(votes("Imod stemte gruppe F og gruppe Z.").unwrap().against.parties, ["F", "Z"]);
    }

    #[test]
    fn votes_on_an_amendment_are_not_the_items() {
        let text = "Ændringsforslaget blev forkastet med 18 stemmer mod 3.\nIndstillingen faldt. 9 stemmer for, 11 imod, 1 undlod.";
        let told = votes(text).unwrap();
        assert_eq!((told.in_favour.count, told.against.count, told.abstained.count), (Some(9), Some(11), Some(1)));
    }

    #[test]
    fn text_without_a_vote_has_none() {
        for text in ["Godkendt.", "Udvalget stemte dagsordenen af med forvaltningen.", "12 borgere stemte ved mødet."]
        {
            assert_eq!(votes(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "(?s).{0,80}") {
            let _ = (outcome(&text), votes(&text));
        }
    }
}
