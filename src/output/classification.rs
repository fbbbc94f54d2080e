//! The topics and municipalities of items, and the words behind them.

use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, rounded, value};
use crate::facts::{self, Assignment, Named, Rules};
use crate::model::{Item, Meeting};

/// The topics and municipalities of one item, in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Classified {
    /// The name of its file.
    pub source: String,
    /// The item's number as printed, without a trailing dot: `1.4`; `null` where it has none.
    pub number: Option<String>,
    /// The item's title in one line, with hyphenation and line breaks undone.
    pub title: String,
    /// Paths such as `/social/takster`, best first.
    pub topics: Vec<String>,
    /// Short forms, without *Kommune*.
    pub municipalities: Vec<String>,
    /// Numbers of KL's plan.
    pub kle: Vec<String>,
    /// The evidence for these; absent without `--why`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// The evidence for an item's topics and municipalities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// One entry for each topic, best first.
    pub topics: Vec<WhyTopic>,
    /// One entry for each municipality.
    pub municipalities: Vec<WhyMunicipality>,
}

/// The words behind a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WhyTopic {
    /// The path of the topic: `/social/takster`.
    pub topic: String,
    /// The sum over its words; comparable within an item only.
    pub score: f64,
    /// As printed, in small letters, the heaviest first.
    pub words: Vec<String>,
}

/// The evidence for a municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhyMunicipality {
    /// Short form, without *Kommune*.
    pub municipality: String,
    /// `body`, `title`, `presenter` or `heading`.
    pub by: &'static str,
    /// As printed.
    pub words: String,
}

impl From<&Assignment> for WhyTopic {
    fn from(a: &Assignment) -> Self {
        Self { topic: a.topic.to_string(), score: rounded(a.score), words: a.words.clone() }
    }
}

impl From<Named> for WhyMunicipality {
    fn from(n: Named) -> Self {
        Self { municipality: n.municipality, by: n.by.name(), words: n.words }
    }
}

impl Classified {
    /// The items of a meeting, classified by `rules`, with the reasons.
    pub fn of(meeting: &Meeting, rules: &Rules) -> Vec<Self> {
        let topics = facts::explain_topics(&meeting.items, rules);
        let one = |(item, topics): (&Item, Vec<Assignment>)| {
            let named = facts::explain_municipalities(item, meeting.authority.as_ref());
            let why = Why {
                topics: topics.iter().map(Into::into).collect(),
                municipalities: named.into_iter().map(Into::into).collect(),
            };
            Self {
                source: meeting.source.clone(),
                number: item.number.as_ref().map(ToString::to_string),
                title: item.title.clone(),
                topics: why.topics.iter().map(|t| t.topic.clone()).collect(),
                municipalities: why.municipalities.iter().map(|m| m.municipality.clone()).collect(),
                kle: item.kle.clone(),
                why: Some(why),
            }
        };
        meeting.items.iter().zip(topics).map(one).collect()
    }

    fn blocks(&self, why: bool) -> Vec<Block> {
        let number = self.number.as_ref().map(|n| format!("{n}  ")).unwrap_or_default();
        let mut blocks = vec![Block::heading(3, Rich::plain(number).with(&self.title, Style::Strong))];
        let line =
            |name: &str, text: String| Block::indented(2, Rich::dim(format!("{name}: ")).with(text, Style::Plain));
        match self.why.as_ref().filter(|_| why) {
            Some(why) => {
                let topic = |t: &WhyTopic| line("topic", format!("{} {:.1}: {}", t.topic, t.score, t.words.join(", ")));
                let place = |m: &WhyMunicipality| {
                    line("municipality", format!("{}: in the {}, «{}»", m.municipality, m.by, m.words))
                };
                blocks.extend(why.topics.iter().map(topic));
                blocks.extend(why.municipalities.iter().map(place));
            }
            None => {
                let lists = [("topics", &self.topics), ("municipalities", &self.municipalities)];
                blocks.extend(lists.iter().filter(|(_, l)| !l.is_empty()).map(|(name, l)| line(name, l.join(", "))));
            }
        }
        if !self.kle.is_empty() {
            blocks.push(line("KLE", self.kle.join(", ")));
        }
        blocks
    }
}

/// The topics and municipalities of the items of some documents.
#[derive(Debug, Clone)]
pub struct ClassificationReport {
    /// The items, in the order of the documents.
    pub items: Vec<Classified>,
    /// With the evidence for each topic and municipality.
    pub why: bool,
}

impl Report for ClassificationReport {
    fn columns(&self) -> &'static [&'static str] {
        &["source", "number", "title", "topics", "municipalities", "kle"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        let shown = |c: &Classified| value(Classified { why: c.why.clone().filter(|_| self.why), ..c.clone() });
        Box::new(self.items.iter().map(shown))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for document in self.items.chunk_by(|a, b| a.source == b.source) {
            if !blocks.is_empty() {
                blocks.push(Block::Gap);
            }
            blocks.push(Block::heading(2, Rich::dim(&document[0].source)));
            blocks.extend(document.iter().flat_map(|c| c.blocks(self.why)));
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::authorities;
    use crate::model::{CaseNumber, MeetingKind, Text};
    use crate::output::{Format, JsonLines, Terminal};

    fn report(why: bool) -> ClassificationReport {
        let item = Item {
            case_number: Some(CaseNumber("27.35.04-P19-1-14".into())),
            ..Item::titled("Takster for herberger (Syddjurs Kommune)")
        };
        let mut meeting = Meeting {
            source: "a.pdf".into(),
            kind: MeetingKind::Minutes,
            body: None,
            authority: authorities().named("Region Midtjylland").cloned(),
            region: None,
            date: None,
            start: None,
            end: None,
            place: None,
            participants: Vec::new(),
            items: vec![item],
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        };
        facts::read(&mut meeting);
        ClassificationReport { items: Classified::of(&meeting, Rules::embedded()), why }
    }

    fn written(format: impl Format, why: bool) -> String {
        let mut out = Vec::new();
        format.write(&report(why), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn item_is_shown_with_what_it_is_about() {
        insta::assert_snapshot!(written(Terminal::default(), false), @r"
        a.pdf
        Takster for herberger (Syddjurs Kommune)
          topics: /social/herberg-og-hjemløshed, /social/takster
          municipalities: Syddjurs
          KLE: 27.35.04
        ");
    }

    #[test]
    fn why_shows_the_words() {
        insta::assert_snapshot!(written(Terminal::default(), true), @r"
        a.pdf
        Takster for herberger (Syddjurs Kommune)
          topic: /social/herberg-og-hjemløshed 30.0: herberger
          topic: /social/takster 29.0: takster for herberger, takster
          municipality: Syddjurs: in the title, «Syddjurs Kommune»
          KLE: 27.35.04
        ");
        let object: Value = serde_json::from_str(&written(JsonLines, true)).unwrap();
        assert_eq!(object["why"]["municipalities"][0]["by"], "title");
        assert_eq!(object["why"]["topics"][0]["topic"], object["topics"][0]);
        assert!(!written(JsonLines, false).contains("why"));
    }
}
