//! All cases of an archive, one a row.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich};
use super::history::standing;
use super::{Report, value};
use crate::query::Case;
use crate::text::shortened;

/// Most characters of a title in output for people: longer ones would fill the screen. Other formats have it whole.
const TITLE: usize = 90;

/// One case in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "MatterObject")]
pub struct ListedCaseObject {
    /// The title that says most of what its steps' titles say.
    pub title: String,
    /// `YYYY-MM-DD` of the first meeting; `null` where no meeting has a date.
    pub first: Option<String>,
    /// `YYYY-MM-DD` of the last meeting; `null` where no meeting has a date.
    pub last: Option<String>,
    /// At how many meetings it came up.
    pub meetings: usize,
    /// In the order in which they came to it.
    pub bodies: Vec<String>,
    /// As in [`StepObject::outcome`](super::StepObject::outcome), of the last decision.
    pub outcome: Option<&'static str>,
    /// `decided`, `open`, `awaited` (to come back to a meeting not in the index yet) or `overdue` (it did not).
    pub state: &'static str,
    /// The sentence that announced that it comes back, where it has not.
    pub announced: Option<String>,
    /// The body that it is to come back to, its own where the sentence names none; `null` where nothing was announced.
    pub due_body: Option<String>,
    /// The day `YYYY-MM-DD` when it is to come back; `null` for the next meeting, or where nothing was announced.
    pub due: Option<String>,
    /// Ids of its items, in date order.
    pub items: Vec<String>,
}

impl From<&Case> for ListedCaseObject {
    fn from(m: &Case) -> Self {
        let announced = m.state.announcement();
        Self {
            title: m.title.clone(),
            first: m.first.map(|d| d.to_string()),
            last: m.last.map(|d| d.to_string()),
            meetings: m.meetings,
            bodies: m.bodies.clone(),
            outcome: m.outcome.map(|o| o.name()),
            state: m.state.name(),
            announced: announced.map(|a| a.words.clone()),
            due_body: announced.and_then(|a| a.body.clone()),
            due: announced.and_then(|a| a.date).map(|d| d.to_string()),
            items: m.items.clone(),
        }
    }
}

/// A list of cases.
#[derive(Debug, Clone)]
pub struct CasesReport {
    /// The cases to list.
    pub cases: Vec<Case>,
}

impl Report for CasesReport {
    fn columns(&self) -> &'static [&'static str] {
        &["last", "first", "meetings", "title", "bodies", "outcome", "state", "due", "due_body", "announced", "items"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.cases.iter().map(|m| value(ListedCaseObject::from(m))))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = self.cases.iter().flat_map(case).collect();
        let overdue = self.cases.iter().filter(|m| m.state.name() == "overdue").count();
        let cases = format!("{} {}", self.cases.len(), if self.cases.len() == 1 { "case" } else { "cases" });
        let late = if overdue > 0 { format!(", {overdue} announced to come back and did not") } else { String::new() };
        blocks.extend([Block::Gap, Block::paragraph(Rich::dim(cases + &late))]);
        blocks
    }
}

fn case(m: &Case) -> [Block; 5] {
    let facts = format!("{} · {} · {}", m.span(), m.meetings_in_words(), m.bodies.join(", "));
    [
        Block::Gap,
        Block::heading(3, Rich::strong(shortened(&m.title, TITLE))),
        Block::indented(2, Rich::plain(facts)),
        Block::indented(2, standing(&m.state)),
        Block::indented(2, Rich::dim(m.items.last().cloned().unwrap_or_default())),
    ]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::output::{Format, Terminal};
    use crate::query::{Announcement, State};

    #[test]
    fn case_tells_its_span_its_bodies_and_what_never_came() {
        let announced = Announcement {
            item: "a#4".into(),
            words: "Sagen genoptages på næste møde.".into(),
            body: Some("Byrådet".into()),
            date: None,
            until: None,
        };
        let case = Case {
            title: "Skolen".into(),
            items: vec!["a#4".into(), "b#2".into()],
            meetings: 2,
            first: Some(date(2019, 5, 1)),
            last: Some(date(2020, 1, 7)),
            bodies: vec!["Økonomiudvalget".into(), "Byrådet".into()],
            outcome: None,
            state: State::Overdue(announced),
        };
        let mut out = Vec::new();
        Terminal::default().write(&CasesReport { cases: vec![case] }, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap().trim(), @r"
        Skolen
          2019–2020 · 2 meetings · Økonomiudvalget, Byrådet
          overdue: to come back to Byrådet at its next meeting, and it did not
          b#2

        1 case, 1 announced to come back and did not
        ");
    }
}
