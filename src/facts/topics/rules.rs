//! The rules of topics: a table of words for each topic. Users can replace the table.

use std::fmt;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::terms::{Term, Terms};
use super::words::{key, words};
use crate::model::TopicPath;

static EMBEDDED: LazyLock<Rules> =
    LazyLock::new(|| Rules::from_toml(include_str!("rules/topics.toml")).expect("topics.toml is right"));

/// Reason for rejecting rules: expectation, finding and position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesError(String);

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RulesError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    weights: Weights,
    places: Places,
    limits: Limits,
    standing: StandingData,
    #[serde(default)]
    names: NamesData,
    topic: Vec<TopicData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    strong: f32,
    plain: f32,
    weak: f32,
}

/// The weight of a word by its position.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Weight in the title.
    pub title: f32,
    /// Weight in a proposal or summary.
    pub proposal: f32,
    /// Weight in all other text.
    pub rest: f32,
}

/// Conditions for assigning a topic.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Maximum number of topics per item.
    pub topics: usize,
    /// Minimum score.
    pub enough: f32,
    /// Minimum share of the best topic's score.
    pub relative: f32,
    /// Maximum number of counted mentions per term and text.
    pub saturation: f32,
    /// Words in longer texts count less, by the square root of this length (in words) over theirs.
    pub length: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandingData {
    topic: String,
    bare: Vec<String>,
    gathering: Vec<String>,
}

/// Patterns of names without information on the subject.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamesData {
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    title: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicData {
    path: String,
    #[serde(default)]
    strong: Vec<String>,
    #[serde(default)]
    plain: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

/// The kinds of standing items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// About the meeting itself: `Godkendelse af dagsorden`.
    Bare,
    /// A collection of news: `Meddelelser`.
    Gathering,
}

/// Compiled rules.
#[derive(Debug)]
pub struct Rules {
    pub(super) places: Places,
    pub(super) limits: Limits,
    /// Topics in the order of the file; [`Term::owner`] is an index into it.
    pub(super) topics: Vec<TopicPath>,
    pub(super) terms: Terms,
    pub(super) standing_topic: TopicPath,
    /// Names of departments and committees, for titles. Texts use these and more.
    title_names: Vec<Regex>,
    text_names: Vec<Regex>,
    standing: Terms,
    standing_kinds: Vec<Standing>,
}

impl Rules {
    /// The embedded rules.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Parses rules from TOML, in the format of `src/facts/topics/rules/topics.toml`. That file has comments on each table.
    ///
    /// # Errors
    ///
    /// Fails on invalid TOML, a missing table, an invalid topic path, or a term without words. The message names the
    /// culprit.
    ///
    /// ```
    /// use dagsorden::facts::Rules;
    ///
    /// let said = Rules::from_toml("[weights]\nstrong = 'very'").unwrap_err().to_string();
    /// assert!(said.starts_with("expected the rules of topics, but found"), "{said}");
    /// ```
    pub fn from_toml(text: &str) -> Result<Self, RulesError> {
        let data: Data = toml::from_str(text)
            .map_err(|e| RulesError(format!("expected the rules of topics, but found {}", e.to_string().trim())))?;
        let mut terms = Vec::new();
        let mut topics = Vec::new();
        for (owner, topic) in data.topic.iter().enumerate() {
            let w = &data.weights;
            for (group, weight) in [(&topic.strong, w.strong), (&topic.plain, w.plain), (&topic.weak, w.weak)] {
                for written in group {
                    terms.push(term(written, owner, weight)?);
                }
            }
            topics.push(path(&topic.path)?);
        }
        let StandingData { topic, bare, gathering } = &data.standing;
        let kinds = [(bare, Standing::Bare), (gathering, Standing::Gathering)];
        let standing = kinds.iter().flat_map(|(group, kind)| group.iter().map(move |w| (w, *kind)));
        let standing_kinds = standing.clone().map(|(_, kind)| kind).collect();
        let standing = standing.enumerate().map(|(n, (w, _))| term(w, n, 1.0)).collect::<Result<_, _>>()?;
        Ok(Self {
            title_names: patterns(&data.names.title)?,
            text_names: patterns(&data.names.text)?,
            places: data.places,
            limits: data.limits,
            topics,
            terms: Terms::new(terms),
            standing_topic: path(topic)?,
            standing: Terms::new(standing),
            standing_kinds,
        })
    }

    /// Whether a title begins like a standing item, possibly after a label such as `SSÆ -`.
    ///
    /// ```
    /// use dagsorden::facts::{Rules, Standing};
    ///
    /// let standing = |title| Rules::embedded().standing(title);
    /// assert_eq!(standing("SSÆ - Godkendelse af dagsorden"), Some(Standing::Bare));
    /// assert_eq!(standing("Meddelelser (O)"), Some(Standing::Gathering));
    /// assert_eq!(standing("Orientering om budgetopfølgning"), None);
    /// ```
    pub fn standing(&self, title: &str) -> Option<Standing> {
        let words: Vec<&str> = words(without_label(title)).collect();
        let found = self.standing.find(&words).into_iter().filter(|m| m.at == 0 && stands_alone(&words, m.len));
        found.max_by_key(|m| m.len).map(|m| self.standing_kinds[self.standing.get(m.term).owner])
    }
}

impl Rules {
    /// A title without names of departments: they send the case but are not its subject.
    pub(super) fn title_without_names(&self, title: &str) -> String {
        without(title, &self.title_names)
    }

    /// A text without names of departments and committees.
    pub(super) fn text_without_names(&self, text: &str) -> String {
        without(&without(text, &self.title_names), &self.text_names)
    }
}

fn without(text: &str, names: &[Regex]) -> String {
    names.iter().fold(text.to_owned(), |text, name| name.replace_all(&text, "·").into_owned())
}

fn patterns(written: &[String]) -> Result<Vec<Regex>, RulesError> {
    let pattern = |p: &String| {
        Regex::new(p).map_err(|_| RulesError(format!("expected a regular expression, but found the name {p:?}")))
    };
    written.iter().map(pattern).collect()
}

/// The text after a short label: `Lukket sag - Orientering`, `SSÆ - Eventuelt`, `Punkt 3: Årshjul`.
fn without_label(title: &str) -> &str {
    const LABEL_WORDS: usize = 2;
    let rest = [" - ", ": ", " – "].iter().find_map(|sign| title.split_once(sign));
    rest.filter(|(label, _)| words(label).count() <= LABEL_WORDS).map_or(title, |(_, rest)| rest)
}

/// Whether a one-word phrase is the whole subject. A preposition after it leads to another subject (`Orientering om
/// budgettet`), except for the meeting or a year (`Dagsorden til mødet`, `Mødeplan for 2027`).
fn stands_alone(words: &[&str], len: usize) -> bool {
    let word = |n: usize| words.get(n).map(|w| w.to_lowercase()).unwrap_or_default();
    match word(len).as_str() {
        _ if len > 1 => true,
        "om" | "af" | "vedr" | "vedrørende" | "ang" | "angående" | "fra" => false,
        "på" | "til" | "for" => {
            word(len + 1).contains("møde") || word(len + 1).starts_with(|c: char| c.is_ascii_digit())
        }
        _ => true,
    }
}

fn path(written: &str) -> Result<TopicPath, RulesError> {
    TopicPath::new(written).ok_or_else(|| {
        RulesError(format!(
            "expected a topic such as /social/takster, but found {written:?} (no spaces, no empty step)"
        ))
    })
}

fn term(written: &str, owner: usize, weight: f32) -> Result<Term, RulesError> {
    Term::new(written, owner, weight, key)
        .ok_or_else(|| RulesError(format!("expected words, `*` at their ends only, but found the term {written:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_rules_have_every_path_once() {
        let mut paths: Vec<_> = Rules::embedded().topics.iter().map(TopicPath::as_str).collect();
        paths.sort_unstable();
        assert_eq!(paths.len(), 24);
        paths.dedup();
        assert_eq!(paths.len(), 24);
    }

    #[test]
    fn wrong_rules_are_told_what_was_expected() {
        let base = include_str!("rules/topics.toml");
        let said = |text: String| Rules::from_toml(&text).unwrap_err().to_string();
        insta::assert_snapshot!(
            said(format!("{base}\n[[topic]]\npath = \"skole\"")),
            @r#"expected a topic such as /social/takster, but found "skole" (no spaces, no empty step)"#
        );
        insta::assert_snapshot!(
            said(format!("{base}\n[[topic]]\npath = \"/x\"\nstrong = [\"her*berg\"]")),
            @r#"expected words, `*` at their ends only, but found the term "her*berg""#
        );
        insta::assert_snapshot!(
            said(base.replace("title = ['", "title = ['(', '")),
            @r#"expected a regular expression, but found the name "(""#
        );
    }

    #[test]
    fn standing_item_is_told_from_one_about_something() {
        use Standing::{Bare, Gathering};
        for (title, expected) in [
            ("Godkendelse af dagsorden til mødet d. 26. oktober 2015", Some(Bare)),
            ("Punkter til næste møde i DASSOS", Some(Bare)),
            ("Godkendelse af referat", Some(Bare)),
            ("Evt.", Some(Gathering)),
            ("Mødeplan for 2027", Some(Bare)),
            ("Årshjul for Socialtilsyn Nord", None),
            ("Lukket sag - Orientering", Some(Gathering)),
            ("Gensidig orientering", Some(Gathering)),
            ("Orientering fra møde i KL's Koordinationsforum", None),
            ("Orientering om afslutning af projekt Ung & Rus", None),
            ("Godkendelse af lukning af botilbuddet Kollegiet", None),
            ("Forsorgshjemmet Kirkestræde - høring om planen", None),
        ] {
            assert_eq!(Rules::embedded().standing(title), expected, "{title}");
        }
    }
}
