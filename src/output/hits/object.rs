//! A hit in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::output::rounded;
use crate::query::{Explanation, Form, FoundIn, Hit, Snippet, WordScore};

/// One hit in JSON. A field without a value is `null`, never left out.
///
/// ```json
/// {"id":"dassos/2023-01-17#2.2","source":"dassos/2023-01-17.pdf","twins":[],"found_in":null,"number":"2.2","title":"Kapacitet","date":"2023-01-17",
///  "body":"DASSOS","municipalities":["Viborg"],"topics":["/social/takster"],"kind":"minutes","closed":false,"outcome":null,"votes_for":null,"votes_against":null,"votes_abstained":null,"decision":null,
///  "sections":["proposal","minutes"],"score":12.5,"snippet":{"text":"flere herbergspladser","marks":[[6,13]]},
///  "section":"minutes","heading":"Referat","page":4,"form":"compound","partial":false}
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HitObject {
    /// Path of the file below the indexed folder without suffix, `#`, number. Stays when the file is read again.
    pub id: String,
    /// Path of the file below the indexed folder, with `/`.
    pub source: String,
    /// Ids of the same item in the meeting's other documents: of the agenda where this is the minutes' one.
    pub twins: Vec<String>,
    /// The twin that `snippet`, `section`, `heading` and `page` are from, where this item does not have the words itself.
    pub found_in: Option<FoundInObject>,
    /// The item's number as printed.
    pub number: Option<String>,
    /// The item's title in one line, with hyphenation and line breaks undone.
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The body that meets, as the document names it: `Byrådet`; `null` where the document names none.
    pub body: Option<String>,
    /// Short forms, without *Kommune*.
    pub municipalities: Vec<String>,
    /// Paths such as `/social/takster`.
    pub topics: Vec<String>,
    /// `agenda`, `minutes` or `other`.
    pub kind: &'static str,
    /// Dealt with behind closed doors.
    pub closed: bool,
    /// What became of it, one of the outcomes of docs/decisions.md or `unclear`; `null` where nothing was decided.
    pub outcome: Option<&'static str>,
    /// Votes for the main motion, where a number is told.
    pub votes_for: Option<u32>,
    /// Votes against the main motion; `null` where no number is given.
    pub votes_against: Option<u32>,
    /// Abstentions from the vote on the main motion; `null` where no number is given.
    pub votes_abstained: Option<u32>,
    /// The sentence of the minutes that decides.
    pub decision: Option<String>,
    /// The kinds of sections that the item has, in its order, each once.
    pub sections: Vec<&'static str>,
    /// The larger the better; comparable within one answer only.
    pub score: f64,
    /// The best passage; `null` for a search without words.
    pub snippet: Option<SnippetObject>,
    /// The kind of section that the snippet is from; `null` where it is the title.
    pub section: Option<&'static str>,
    /// That section's heading as printed.
    pub heading: Option<String>,
    /// The page, from 1, that the snippet stands on, or that the item begins on.
    pub page: Option<u32>,
    /// How near the best matching word is to what was typed: `exact`, `inflected`, `compound`, `spelling`, `synonym`.
    pub form: Option<&'static str>,
    /// Not all words were found, only most of them.
    pub partial: bool,
    /// How the score came about; left out where `--explain` did not ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationObject>,
}

/// The item of another document of the meeting that has the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FoundInObject {
    /// The id of that item, built like the hit's own.
    pub id: String,
    /// Path of the file below the indexed folder, with `/`.
    pub source: String,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
}

impl From<&FoundIn> for FoundInObject {
    fn from(f: &FoundIn) -> Self {
        Self { id: f.id.clone(), source: f.source.clone(), kind: f.kind.name() }
    }
}

/// How a score came about.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExplanationObject {
    /// The words of the query that the item has, in its order.
    pub words: Vec<WordScoreObject>,
    /// What came from words that stand together and from phrases.
    pub together: f64,
}

/// What a word gave.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WordScoreObject {
    /// The word as typed.
    pub word: String,
    /// What the word adds to the score of the hit.
    pub score: f64,
    /// 0 for a word that all items have, the larger the rarer.
    pub rarity: f64,
    /// The nearest form that the item has.
    pub form: &'static str,
    /// Where it stands, in which form, and how often.
    pub places: Vec<(&'static str, &'static str, u32)>,
}

impl From<&Explanation> for ExplanationObject {
    fn from(e: &Explanation) -> Self {
        let word = |w: &WordScore| WordScoreObject {
            word: w.typed.clone(),
            score: rounded(w.score),
            rarity: rounded(w.rarity),
            form: w.form.name(),
            places: w.places.iter().map(|(part, form, n)| (*part, form.name(), *n)).collect(),
        };
        Self { words: e.words.iter().map(word).collect(), together: rounded(e.together) }
    }
}

/// The words around a hit as printed, without markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SnippetObject {
    /// One line; `…` where something was left out.
    pub text: String,
    /// What is to be marked: `[start, end)` in characters (Unicode scalar values) of `text`, in order.
    pub marks: Vec<[usize; 2]>,
}

impl From<&Snippet> for SnippetObject {
    fn from(s: &Snippet) -> Self {
        let chars = |to: usize| s.text.get(..to).map_or(0, |t| t.chars().count());
        Self { text: s.text.clone(), marks: s.highlights.iter().map(|m| [chars(m.start), chars(m.end)]).collect() }
    }
}

impl From<&Hit> for HitObject {
    fn from(h: &Hit) -> Self {
        let votes = h.decision.as_ref().and_then(|d| d.votes.as_ref());
        Self {
            id: h.id.clone(),
            source: h.source.clone(),
            twins: h.twins.clone(),
            found_in: h.found_in.as_ref().map(Into::into),
            number: h.number.clone(),
            title: h.title.clone(),
            date: h.date.map(|d| d.to_string()),
            body: h.body.clone(),
            municipalities: h.municipalities.clone(),
            topics: h.topics.clone(),
            kind: h.kind.name(),
            closed: h.closed,
            outcome: h.decision.as_ref().map(|d| d.outcome),
            votes_for: votes.and_then(|v| v.in_favour.count),
            votes_against: votes.and_then(|v| v.against.count),
            votes_abstained: votes.and_then(|v| v.abstained.count),
            decision: h.decision.as_ref().map(|d| d.sentence.clone()).filter(|s| !s.is_empty()),
            sections: h.sections.iter().map(|s| s.name()).collect(),
            score: rounded(h.score),
            snippet: h.snippet.as_ref().map(Into::into),
            section: h.section.map(|s| s.name()),
            heading: h.heading.clone(),
            page: h.page,
            form: h.form.map(Form::name),
            partial: h.partial,
            explanation: h.explanation.as_ref().map(Into::into),
        }
    }
}
