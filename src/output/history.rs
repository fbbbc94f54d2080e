//! A case through its meetings.

mod sheets;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Links, Report, Sheet, danish, page, rounded, value};
use crate::model::{Item, SectionKind};
use crate::query::{CaseHistory, Change, EdgeReason, State, Step};
use crate::text::shortened;

/// Most characters of proposal and decision for people: more would hide the steps. Other formats have them whole.
const EXCERPT: usize = 320;

/// One step of a case in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepObject {
    /// Path of the file below the indexed folder without suffix, `#`, number.
    pub id: String,
    /// Path of the file below the indexed folder, with `/`.
    pub source: String,
    /// Ids of the same item in the meeting's other documents.
    pub twins: Vec<String>,
    /// The item's number as printed, without a trailing dot: `1.4`; `null` where it has none.
    pub number: Option<String>,
    /// The item's title in one line, with hyphenation and line breaks undone.
    pub title: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The body that meets, as the document names it: `Byrådet`; `null` where the document names none.
    pub body: Option<String>,
    /// The municipality or region that the body belongs to, short: `Viborg`, `Region Midtjylland`; `null` for a body
    /// that several share, or an unknown one.
    pub authority: Option<String>,
    /// `agenda`, `minutes` or `other`.
    pub kind: &'static str,
    /// True for an item dealt with behind closed doors.
    pub closed: bool,
    /// The number of the case in the authority's own register; `null` where none is printed.
    pub case_number: Option<String>,
    /// The page that the item begins on, counted from 1.
    pub page: Option<u32>,
    /// The text of its proposals, or of its twin's where it prints none; `null` where there are none.
    pub proposal: Option<String>,
    /// The text of its decisions, `null` where it has none.
    pub decision: Option<String>,
    /// How the meeting left it, as in [`ItemObject`](super::ItemObject): `approved`, `rejected`, `postponed` …; `null` where
    /// the words tell nothing.
    pub outcome: Option<&'static str>,
    /// What changed since the step before of the same matter: `new_body`, `new_decision`, `closed`, `opened`.
    pub changes: Vec<&'static str>,
    /// How well it answers the question, 0 to 1.
    pub score: f64,
    /// What ties it to other steps.
    pub reasons: Vec<ReasonObject>,
}

/// A tie to another step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
            EdgeReason::Reference(words) | EdgeReason::Mention(words) => ("reference", Some(words.clone())),
            EdgeReason::Pair => ("pair", None),
            EdgeReason::Names(names) => ("names", Some(names.join(", "))),
            EdgeReason::Title => ("title", None),
            EdgeReason::TitleWords(words) => ("title", Some(words.join(", "))),
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

/// The question and the index: for reports outliving the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The question as typed.
    pub query: String,
    /// Options with an effect on the answer, as typed.
    pub options: Vec<String>,
    /// When the index was last written, as people read it.
    pub indexed: Option<String>,
    /// Where links lead.
    pub links: Links,
}

impl Asked {
    /// A time as [`Asked::indexed`] has it: `2026-01-02 03:04 UTC`.
    pub fn time(at: Timestamp) -> String {
        at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M UTC").to_string()
    }
}

/// A history, for people and programs.
#[derive(Debug, Clone, Copy)]
pub struct HistoryReport<'a> {
    /// The case.
    pub history: &'a CaseHistory,
    /// The question, printed with the answer.
    pub asked: &'a Asked,
    /// Shows people the ties between the steps. Programs always get them.
    pub why: bool,
    /// Proposals and decisions whole where people read, too.
    pub whole: bool,
}

impl HistoryReport<'_> {
    /// The address of a step's page. `None` where the file is not known.
    pub(super) fn link(&self, step: &Step) -> Option<String> {
        self.asked.links.to_page(&step.item.source, step.item.item.page)
    }

    /// Why a step belongs to the others.
    pub(super) fn reasons_in_danish(&self, id: &str) -> Vec<String> {
        let edges = self.history.edges.iter().filter(|e| e.from == id || e.to == id);
        edges
            .map(|e| format!("{}: {}", danish::reason(&e.reason), if e.from == id { &e.to } else { &e.from }))
            .collect()
    }

    /// The question, the index and the options, for a reader of the report.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let mut dates = self.history.steps.iter().filter_map(|s| s.item.meeting.date);
        let first = dates.next();
        let span = first.map(|f| (f, dates.next_back().unwrap_or(f)));
        let facts = [
            ("Søgning", Some(self.asked.query.clone())),
            ("Læst som", Some(self.history.interpretation.clone())),
            ("Valg", Some(self.asked.options.join(" "))),
            ("Trin", Some(self.history.steps.len().to_string())),
            ("Periode", span.map(|(a, b)| format!("{} – {}", danish::date(a), danish::date(b)))),
            ("Status", Some(danish::state(&self.history.state))),
            ("Indeks fra", self.asked.indexed.clone()),
            ("Indeksformat", Some(crate::index::format::VERSION.to_string())),
            ("Program", Some(concat!("dagsorden ", env!("CARGO_PKG_VERSION")).to_owned())),
        ];
        facts.into_iter().filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?))).collect()
    }

    /// Its steps, for programs.
    pub fn steps(&self) -> Vec<StepObject> {
        self.history.steps.iter().map(|step| self.object(step)).collect()
    }

    fn object(&self, step: &Step) -> StepObject {
        let (stored, item) = (&step.item, &step.item.item);
        StepObject {
            id: stored.id.clone(),
            source: stored.source.clone(),
            twins: step.twins.iter().map(|t| t.id.clone()).collect(),
            number: item.number.as_ref().map(ToString::to_string),
            title: item.title.clone(),
            date: stored.meeting.date.map(|d| d.to_string()),
            body: stored.meeting.body.clone(),
            authority: stored.meeting.authority.as_ref().map(|a| a.name.clone()),
            kind: stored.meeting.kind.name(),
            closed: item.closed,
            case_number: item.case_number.as_ref().map(|c| c.0.clone()),
            page: item.page,
            proposal: text_of(step, SectionKind::Proposal),
            decision: text_of(step, SectionKind::Minutes),
            outcome: step.outcome.map(|o| o.name()),
            changes: step.changes.iter().map(Change::name).collect(),
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
            let text = if self.whole { text.clone() } else { shortened(text, EXCERPT) };
            let text = Rich::dim(format!("{name}: ")).with(text, Style::Plain);
            blocks.push(Block::indented(2, text));
        }
        if !step.changes.is_empty() {
            let changes: Vec<String> = step.changes.iter().map(changed).collect();
            blocks.push(Block::indented(2, Rich::dim("new: ").with(changes.join("; "), Style::Plain)));
        }
        if self.why {
            blocks.extend(object.reasons.iter().map(|r| Block::indented(2, Rich::dim(format!("↳ {}", r.sentence())))));
        }
        let page = object.page.map(|p| format!(" · page {p}")).unwrap_or_default();
        blocks.push(Block::indented(2, Rich::dim(format!("{}{page}", object.id))));
        if !object.twins.is_empty() {
            blocks.push(Block::indented(2, Rich::dim(format!("also {}", object.twins.join(" · ")))));
        }
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
            "outcome",
            "changes",
            "page",
            "score",
            "source",
            "id",
            "twins",
        ]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.history.steps.iter().map(|s| value(self.object(s))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.history.interpretation.is_empty() {
            blocks.push(Block::paragraph(Rich::dim(&self.history.interpretation)));
        }
        blocks.extend(self.history.steps.iter().flat_map(|s| self.step(s)));
        if !self.history.steps.is_empty() {
            blocks.extend([Block::Gap, Block::paragraph(Rich::dim("state: ").and(standing(&self.history.state)))]);
        }
        blocks
    }

    fn has_sheets(&self) -> bool {
        true
    }

    fn has_page(&self) -> bool {
        true
    }

    fn sheets(&self) -> Vec<Sheet> {
        sheets::sheets(self)
    }

    fn page(&self) -> Option<String> {
        Some(page::history(self))
    }
}

/// `body (before: Økonomiudvalget)`.
fn changed(change: &Change) -> String {
    match change {
        Change::Body { before } => format!("body (before: {before})"),
        Change::Decision { before: None } => "decision".into(),
        Change::Decision { before: Some(before) } => format!("decision (before: {})", before.name().replace('_', " ")),
        Change::Closed => "now behind closed doors".into(),
        Change::Opened => "now in public".into(),
    }
}

/// The state of a case: `overdue: to come back to DASSOS on 2024-02-14, and it did not`.
pub(super) fn standing(state: &State) -> Rich {
    let due = |a: &crate::query::Announcement| {
        let body = a.body.as_deref().unwrap_or("a body");
        let when = a.date.map_or_else(|| "at its next meeting".to_owned(), |d| format!("on {d}"));
        format!("to come back to {body} {when}")
    };
    let (name, more) = match state {
        State::Decided(last) => ("decided", last.name().replace('_', " ")),
        State::Open => ("open", "the last meeting left it undecided".into()),
        State::Awaited(a) => ("awaited", due(a)),
        State::Overdue(a) => ("overdue", format!("{}, and it did not", due(a))),
    };
    Rich::strong(name).with(format!(": {more}"), Style::Plain)
}

fn head(step: &StepObject) -> Rich {
    let date = step.date.clone().unwrap_or_else(|| "undated".into());
    let facts = [Some(date), step.body.clone(), step.number.clone()].into_iter().flatten();
    let facts: String = facts.map(|f| f + "  ").collect();
    let kind = if step.kind == "agenda" { "  agenda" } else { "" };
    Rich::plain(facts).with(&step.title, Style::Strong).with(kind, Style::Dim)
}

/// The text of a step's sections of one kind, a blank line between them. Falls back to a twin's text, because minutes
/// may print no more than the decision.
pub(super) fn text_of(step: &Step, kind: SectionKind) -> Option<String> {
    let items = [&step.item].into_iter().chain(&step.twins).map(|stored| &stored.item);
    items.into_iter().find_map(|item| text_of_item(item, kind))
}

pub(super) fn text_of_item(item: &Item, kind: SectionKind) -> Option<String> {
    let texts = item.sections.iter().filter(|s| s.kind == kind && !s.text.is_blank()).map(|s| s.text.as_str().trim());
    let joined = texts.collect::<Vec<_>>().join("\n\n");
    (!joined.is_empty()).then_some(joined)
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::model::Outcome;
    use crate::output::item::tests::stored;
    use crate::output::{Csv, Format, JsonLines, Terminal};
    use crate::query::Edge;

    static ASKED: LazyLock<Asked> = LazyLock::new(|| Asked {
        query: "møder <2013>".into(),
        options: Vec::new(),
        indexed: Some("2026-01-02 03:04".into()),
        links: Links { paths: [("skive/a.pdf".to_owned(), "/arkiv/skive/a å.pdf".into())].into(), ..Links::default() },
    });

    pub(in crate::output) fn report(history: &CaseHistory) -> HistoryReport<'_> {
        HistoryReport { history, asked: &ASKED, why: true, whole: false }
    }

    pub(in crate::output) fn history() -> CaseHistory {
        let mut later = stored();
        later.id = "skive/b#7".into();
        let edge =
            Edge { from: "skive/a#4".into(), to: "skive/b#7".into(), reason: EdgeReason::CaseNumber("09/123".into()) };
        let steps = [(stored(), 1.0), (later, 0.5)];
        let step = |(item, score)| Step {
            item,
            twins: Vec::new(),
            score,
            outcome: Some(Outcome::Approved),
            changes: Vec::new(),
        };
        let steps = steps.map(step).into();
        CaseHistory { steps, edges: vec![edge], interpretation: "the case of skive/a#4".into(), ..Default::default() }
    }

    fn written(format: impl Format) -> String {
        let (history, mut out) = (history(), Vec::new());
        format.write(&report(&history), &mut out).unwrap();
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
        assert_eq!(line["outcome"], "approved");
    }

    #[test]
    fn table_ends_with_where_the_case_stands() {
        assert_eq!(
            written(Terminal::default()).lines().last(),
            Some("state: open: the last meeting left it undecided")
        );
    }

    #[test]
    fn link_leads_to_the_page_whatever_the_path_holds() {
        let history = history();
        let link = report(&history).link(&history.steps[0]);
        assert_eq!(link.as_deref(), Some("file:///arkiv/skive/a%20%C3%A5.pdf#page=2"));
    }
}
