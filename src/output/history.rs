//! A case through its meetings.

use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, rounded, shortened, value};
use crate::model::{Item, SectionKind};
use crate::query::{CaseHistory, EdgeReason, Step};

/// Proposal and decision are cut after so many characters where people read; every other format has them whole.
const EXCERPT: usize = 320;

/// One step of a case in JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepObject {
    pub id: String,
    pub source: String,
    pub number: Option<String>,
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub body: Option<String>,
    pub authority: Option<String>,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
    pub closed: bool,
    pub case_number: Option<String>,
    /// The page that the item begins on, counted from 1.
    pub page: Option<u32>,
    /// The text of its proposals, `null` where it has none.
    pub proposal: Option<String>,
    /// The text of its decisions, `null` where it has none.
    pub decision: Option<String>,
    /// How well it answers the question, 0 to 1.
    pub score: f64,
    /// What ties it to other steps.
    pub reasons: Vec<ReasonObject>,
}

/// A tie to another step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonObject {
    /// The other step's id.
    pub item: String,
    /// `case_number`, `reference`, `pair`, `names`, `title` or `subject`.
    pub reason: &'static str,
    /// The case number, the words of the reference or the names that both have; `null` for the other reasons.
    pub words: Option<String>,
}

impl ReasonObject {
    fn new(item: &str, reason: &EdgeReason) -> Self {
        let (reason, words) = match reason {
            EdgeReason::CaseNumber(number) => ("case_number", Some(number.clone())),
            EdgeReason::Reference(words) => ("reference", Some(words.clone())),
            EdgeReason::Pair => ("pair", None),
            EdgeReason::Names(names) => ("names", Some(names.join(", "))),
            EdgeReason::Title => ("title", None),
            EdgeReason::Subject => ("subject", None),
        };
        Self { item: item.to_owned(), reason, words }
    }

    /// `same case number 09/123: skive/a#4`.
    fn sentence(&self) -> String {
        let reason = match self.reason {
            "case_number" => "same case number",
            "reference" => "referred to",
            "pair" => "agenda and minutes of one meeting",
            "names" => "same names",
            "title" => "same title",
            _ => "same subject",
        };
        let words = self.words.as_ref().map(|w| format!(" ({})", shortened(w, 80))).unwrap_or_default();
        format!("{reason}{words}: {}", self.item)
    }
}

/// A history, for people and programs.
#[derive(Debug, Clone, Copy)]
pub struct HistoryReport<'a> {
    pub history: &'a CaseHistory,
    /// Tell people what ties the steps together. Programs are always told.
    pub why: bool,
}

impl HistoryReport<'_> {
    fn object(&self, step: &Step) -> StepObject {
        let (stored, item) = (&step.item, &step.item.item);
        StepObject {
            id: stored.id.clone(),
            source: stored.source.clone(),
            number: item.number.as_ref().map(ToString::to_string),
            title: item.title.clone(),
            date: stored.meeting.date.map(|d| d.to_string()),
            body: stored.meeting.body.clone(),
            authority: stored.meeting.authority.as_ref().map(|a| a.name.clone()),
            kind: stored.meeting.kind.name(),
            closed: item.closed,
            case_number: item.case_number.as_ref().map(|c| c.0.clone()),
            page: item.page,
            proposal: text_of(item, SectionKind::Proposal),
            decision: text_of(item, SectionKind::Minutes),
            score: rounded(step.score),
            reasons: self.reasons(&stored.id),
        }
    }

    fn reasons(&self, id: &str) -> Vec<ReasonObject> {
        let edges = self.history.edges.iter();
        let other = edges.filter_map(|e| match () {
            () if e.from == id => Some(ReasonObject::new(&e.to, &e.reason)),
            () if e.to == id => Some(ReasonObject::new(&e.from, &e.reason)),
            () => None,
        });
        other.collect()
    }

    fn step(&self, step: &Step) -> Vec<Block> {
        let object = self.object(step);
        let mut blocks = vec![Block::Gap, Block::heading(3, head(&object))];
        let parts = [("proposal", &object.proposal), ("decision", &object.decision)];
        for (name, text) in parts.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
            let text = Rich::dim(format!("{name}: ")).with(shortened(text, EXCERPT), Style::Plain);
            blocks.push(Block::indented(2, text));
        }
        if self.why {
            blocks.extend(object.reasons.iter().map(|r| Block::indented(2, Rich::dim(format!("↳ {}", r.sentence())))));
        }
        let page = object.page.map(|p| format!(" · page {p}")).unwrap_or_default();
        blocks.push(Block::indented(2, Rich::dim(format!("{}{page}", object.id))));
        blocks
    }
}

impl Report for HistoryReport<'_> {
    fn columns(&self) -> &'static [&'static str] {
        &[
            "date",
            "body",
            "authority",
            "number",
            "title",
            "kind",
            "closed",
            "case_number",
            "proposal",
            "decision",
            "page",
            "score",
            "source",
            "id",
        ]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.history.steps.iter().map(|s| value(self.object(s))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.history.reading.is_empty() {
            blocks.push(Block::paragraph(Rich::dim(&self.history.reading)));
        }
        blocks.extend(self.history.steps.iter().flat_map(|s| self.step(s)));
        blocks
    }
}

fn head(step: &StepObject) -> Rich {
    let date = step.date.clone().unwrap_or_else(|| "undated".into());
    let facts = [Some(date), step.body.clone(), step.number.clone()].into_iter().flatten();
    let facts: String = facts.map(|f| f + "  ").collect();
    let kind = if step.kind == "agenda" { "  agenda" } else { "" };
    Rich::plain(facts).with(&step.title, Style::Strong).with(kind, Style::Dim)
}

/// The text of an item's sections of one kind, a blank line between them.
fn text_of(item: &Item, kind: SectionKind) -> Option<String> {
    let texts = item.sections.iter().filter(|s| s.kind == kind && !s.text.is_blank()).map(|s| s.text.as_str().trim());
    let joined = texts.collect::<Vec<_>>().join("\n\n");
    (!joined.is_empty()).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::item::tests::stored;
    use crate::output::{Csv, Format, JsonLines, Terminal};
    use crate::query::Edge;

    fn history() -> CaseHistory {
        let mut later = stored();
        later.id = "skive/b#7".into();
        let edge =
            Edge { from: "skive/a#4".into(), to: "skive/b#7".into(), reason: EdgeReason::CaseNumber("09/123".into()) };
        let steps = vec![Step { item: stored(), score: 1.0 }, Step { item: later, score: 0.5 }];
        CaseHistory { steps, edges: vec![edge], reading: "the case of skive/a#4".into() }
    }

    fn written(format: impl Format) -> String {
        let (history, mut out) = (history(), Vec::new());
        format.write(&HistoryReport { history: &history, why: true }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn step_shows_proposal_decision_and_why() {
        let text = written(Terminal::default());
        let first: String = text.lines().take(8).map(|l| format!("{l}\n")).collect();
        insta::assert_snapshot!(first, @r"
        the case of skive/a#4

        2012-03-20  Byrådet  4  Møder i 2013
          proposal: at, mødet flyttes, at udvalget orienteres.
          decision: Godkendt.
          ↳ same case number (09/123): skive/b#7
          skive/a#4 · page 2
        ");
    }

    #[test]
    fn every_format_has_proposal_and_decision_whole() {
        let line: Value = serde_json::from_str(written(JsonLines).lines().nth(1).unwrap()).unwrap();
        assert_eq!(line["proposal"], "at, mødet flyttes,\nat udvalget orienteres.");
        assert_eq!(line["reasons"][0]["item"], "skive/a#4");
        assert!(written(Csv::default()).contains("Godkendt."));
    }
}
