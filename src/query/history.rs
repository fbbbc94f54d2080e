//! A case through its meetings.
//!
//! Takes a [`HistoryRequest`], gives a [`CaseHistory`]. The request names the starting items ([`start`]): one item by its id, the
//! items of a case number, or the best answers to words ([`answer`]). From there the case grows along ties ([`ties`]). A request
//! for an item follows all of them; one for words or a case number only the sure ones, which are equal case numbers and pairs of
//! agenda and minutes, because the words ask for titles and names already.
//!
//! In doubt a step is included: a reader can skip a wrong step but cannot see a missing one.

mod all_cases;
mod answer;
mod case_graph;
mod changes;
mod listed;
mod lookup;
mod start;
mod state;
mod ties;

use std::collections::BTreeMap;

use super::suggest::Suggestion;
use super::syntax::Remark;
use super::{QueryError, Question};
use crate::engine::{Engine, Place};
use crate::facts::case::{Node, Pointer, reference::Reference};
use crate::index::StoredItem;
use crate::model::Outcome;
use case_graph::CaseGraph;
use lookup::{CachedLookup, NodeLookup};
use ties::Ties;

pub use all_cases::{Case, all_cases, cases_where};
pub(super) use all_cases::{case_of, every_case};
pub use changes::Change;
pub use start::ids_near;
pub use state::{Announcement, Calendar, State};

/// The case to follow.
#[derive(Debug, Clone, Default)]
pub struct HistoryRequest {
    /// Words, a case number or an item's id, with the filters for every step. Words mean the same as in a search.
    pub question: Question,
    /// Add items on the same subject without a stronger tie.
    pub loose: bool,
    /// The query is a case number, whole or its beginning, and nothing else.
    pub case_number: bool,
    /// The query is an item's id, whatever it looks like.
    pub item: bool,
    /// Only the case of that number in [`CaseHistory::cases`], counted from 1.
    pub pick: Option<usize>,
}

impl HistoryRequest {
    /// Asks for words, a case number or an item's id.
    pub fn of(query: impl Into<String>) -> Self {
        Self { question: Question { words: query.into(), ..Question::default() }, ..Self::default() }
    }
}

/// Why two items belong to one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeReason {
    /// The same case number.
    CaseNumber(String),
    /// One refers to the other, in these words.
    Reference(String),
    /// One refers to the other on the same agenda, in these words: `jf. pkt. 2.2 ovenfor`.
    Mention(String),
    /// The agenda and the minutes of one meeting.
    Pair,
    /// The same rare names in title or proposal.
    Names(Vec<String>),
    /// Titles with the same words.
    Title,
    /// Titles that say the same in other forms, or both sides of one agreement. These words are in both.
    TitleWords(Vec<String>),
    /// Only the words asked for: the same subject.
    Subject,
}

/// A tie between two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Ids of the two items.
    pub from: String,
    /// The id of the other item.
    pub to: String,
    /// Why the two belong together.
    pub reason: EdgeReason,
}

/// One item of a case. An item of both agenda and minutes is one step, shown from the minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The item; of a pair the minutes' item.
    pub item: StoredItem,
    /// The same item in the meeting's other documents.
    pub twins: Vec<StoredItem>,
    /// How well it answers the question, 0 to 1.
    pub score: f32,
    /// The outcome. `None` where the text has none, as in an agenda.
    pub outcome: Option<Outcome>,
    /// What changed since the step before.
    pub changes: Vec<Change>,
}

/// A case through its meetings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseHistory {
    /// In date order, undated last; those of one day by document and place in it.
    pub steps: Vec<Step>,
    /// Why they belong together.
    pub edges: Vec<Edge>,
    /// How the question was understood.
    pub interpretation: String,
    /// Mistakes in the words as typed and how they were read.
    pub remarks: Vec<Remark>,
    /// Likely corrections for words without a match.
    pub suggestions: Vec<Suggestion>,
    /// The cases found, best answer first, then the longest. No tie leads from one to another.
    pub cases: Vec<Case>,
    /// Whether the case is decided, open or due.
    pub state: State,
}

/// Follows a case. Ties may lead through items outside the filters, so that a filter does not break a case in two. Only the filter
/// on closed items also removes ties. Steps meet all filters and contain no excluded word.
///
/// # Errors
///
/// [`QueryError::NoSuchItem`] for an unknown id, [`QueryError::UnknownValue`] for a filter without a match, and errors of the
/// index.
pub fn history(engine: &dyn Engine, request: &HistoryRequest) -> Result<CaseHistory, QueryError> {
    let mut lookup = CachedLookup::without(engine, lookup::hidden(engine, request.question.filters.closed())?)?;
    let start = start::start(engine, &lookup, request)?;
    lookup.admit(start.admitted);
    let ties = Ties { lookup: &lookup, mentions: request.loose };
    let mut widened = case_graph::widen(shown(&lookup, start.scores), &ties, start.least_tie)?;
    for (at, score) in start.subject {
        widened.scores.entry(at).or_insert(score);
    }
    widened.scores = shown(&lookup, widened.scores);
    let calendar: Calendar = engine.last_meetings()?.into_iter().collect();
    let graph = CaseGraph::new(&ties, widened)?;
    let groups = graph.groups();
    let picked = request.pick.map(|n| n.checked_sub(1).and_then(|n| groups.get(n)).cloned().unwrap_or_default());
    let cases = groups.iter().filter_map(|g| Case::new(&graph.nodes(g), &calendar)).collect();
    let shown = match picked {
        Some(picked) => graph.only(&picked),
        None => graph,
    };
    let all: Vec<usize> = (0..shown.members.len()).collect();
    Ok(CaseHistory {
        steps: shown.steps(engine)?,
        edges: shown.edges(),
        interpretation: start.interpretation,
        remarks: start.remarks,
        suggestions: start.suggestions,
        cases,
        state: state::state(&shown.nodes(&all), &calendar),
    })
}

/// Keeps the items allowed as steps.
fn shown(lookup: &CachedLookup, mut scores: BTreeMap<Place, f32>) -> BTreeMap<Place, f32> {
    scores.retain(|at, _| lookup.is_shown(*at));
    scores
}

/// The id of the item a reference in `from` points to. `None` for a reference without an item number, or to a meeting outside
/// the archive.
///
/// # Errors
///
/// An index that fails.
pub fn resolve(engine: &dyn Engine, from: &StoredItem, reference: &Reference) -> Result<Option<String>, QueryError> {
    let (lookup, Some(point)) = (CachedLookup::new(engine)?, reference.point.as_ref()) else { return Ok(None) };
    let Some(at) = engine.place(&from.id)? else { return Ok(None) };
    let (words, body) = (reference.text.clone(), reference.body.clone());
    let pointer = Pointer { words, body, date: reference.date, point: point.to_lowercase() };
    let to = Ties { lookup: &lookup, mentions: true }.resolve(&*lookup.node(at)?, &pointer)?;
    Ok(to.map(|at| lookup.node(at)).transpose()?.map(|node| node.id.clone()))
}

/// Undated items last, ties in the order of the documents.
fn in_date_order(a: &Node, b: &Node) -> std::cmp::Ordering {
    let key = |n: &Node| (n.date.is_none(), n.date);
    key(a).cmp(&key(b)).then_with(|| a.source.cmp(&b.source)).then(a.position.cmp(&b.position))
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;
    use crate::engine::{Index, Writer};
    use crate::index::{FileRecord, MeetingFacts, Outcome as FileOutcome};
    use crate::lexicon::authorities;
    use crate::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Region, Section, SectionKind, Text};

    /// An item of a body on a day; `id` is `<document>#<number>`.
    pub(in crate::query) fn item(id: &str, day: &str, title: &str, text: &str) -> StoredItem {
        let (source, number) = id.split_once('#').unwrap();
        let section = Section::new(SectionKind::CaseSummary, Text::on_page(text, 1));
        let meeting = MeetingFacts {
            kind: if source.ends_with("dagsorden") { MeetingKind::Agenda } else { MeetingKind::Minutes },
            body: Some("DASSOS".into()),
            authority: None,
            region: Some(Region::new("Midtjylland")),
            date: day.parse().ok(),
            start: None,
            end: None,
            place: None,
        };
        let mut item = Item { number: ItemNumber::new(number), sections: vec![section], ..Item::titled(title) };
        crate::facts::read_item(&mut item);
        StoredItem { id: id.into(), source: source.into(), position: 0, meeting, item }
    }

    pub(in crate::query) fn with_case(mut stored: StoredItem, number: &str) -> StoredItem {
        stored.item.case_number = Some(CaseNumber(number.into()));
        crate::facts::read_item(&mut stored.item);
        stored
    }

    pub(super) fn with_authority(mut stored: StoredItem, name: &str) -> StoredItem {
        stored.meeting.authority = authorities().named(name).cloned();
        stored
    }

    pub(super) fn node(stored: &StoredItem) -> Node {
        Node::new(&stored.id, &stored.source, stored.position, &stored.meeting.setting(), &stored.item)
    }

    /// An index of these items, in a folder that goes with what is returned first.
    pub(in crate::query) fn index_of(items: &[StoredItem]) -> (TempDir, Index) {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(folder.path()).unwrap();
        let mut sources: Vec<&str> = items.iter().map(|i| i.source.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        for source in sources {
            let of_source: Vec<&StoredItem> = items.iter().filter(|i| i.source == source).collect();
            writer.put(&file(source), Some(&meeting(&of_source))).unwrap();
        }
        writer.commit().unwrap();
        let index = Index::open(folder.path()).unwrap();
        (folder, index)
    }

    fn meeting(items: &[&StoredItem]) -> Meeting {
        let facts = items[0].meeting.clone();
        Meeting {
            source: items[0].source.clone(),
            kind: facts.kind,
            body: facts.body,
            authority: facts.authority,
            region: facts.region,
            date: facts.date,
            start: None,
            end: None,
            place: None,
            participants: Vec::new(),
            items: items.iter().map(|i| i.item.clone()).collect(),
            front: Text::default(),
            contents: Text::default(),
            running: Text::default(),
        }
    }

    fn file(source: &str) -> FileRecord {
        let (path, outcome) = (PathBuf::from(source), FileOutcome::Read);
        let source = source.to_owned();
        FileRecord { source, path, bytes: 1, modified: 0, hash: 0, pages: 1, items: 1, outcome, notes: Vec::new() }
    }

    pub(super) fn archive() -> Vec<StoredItem> {
        vec![
            item("c#1.8", "2026-02-27", "Godkendelse af lukning af botilbuddet Kollegiet", "Jf. pkt. 1.9 ovenfor."),
            item("a#1.4", "2024-03-01", "Godkendelse af omlægning af botilbuddet Kollegiet", ""),
            item("a-dagsorden#1.4", "2024-03-01", "Godkendelse af omlægning af botilbuddet Kollegiet", ""),
            item("a#1.1", "2024-03-01", "Godkendelse af dagsorden", "Kollegiet blev udsat."),
            item("c#1.9", "2026-02-27", "Takster for herberger", ""),
            with_case(item("b#2", "2025-01-01", "Anlægsregnskab for cykelsti", ""), "24/100"),
            with_case(item("a#2", "2024-03-01", "Ny sti langs fjorden", ""), "24/100"),
        ]
    }

    fn ids(query: &str, loose: bool) -> Vec<String> {
        let (_folder, index) = index_of(&archive());
        let request = HistoryRequest { loose, ..HistoryRequest::of(query) };
        let found = history(&index, &request).unwrap();
        found.steps.into_iter().map(|s| s.item.id).collect()
    }

    fn reasons(query: &str) -> Vec<String> {
        let (_folder, index) = index_of(&archive());
        let found = history(&index, &HistoryRequest::of(query)).unwrap();
        found.edges.iter().map(|e| format!("{} {} {:?}", e.from, e.to, e.reason)).collect()
    }

    #[test]
    fn item_is_followed_by_names_but_not_through_standing_items_or_mentions() {
        let reasons = reasons("c#1.8");
        assert_eq!(ids("c#1.8", false), ["a#1.4", "c#1.8"]);
        assert!(ids("c#1.8", true).contains(&"c#1.9".into()), "an item of the same agenda is mentioned");
        assert!(!reasons.iter().any(|r| r.contains("Pair")), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("Names")), "{reasons:?}");
    }

    #[test]
    fn words_find_the_case_in_date_order() {
        assert_eq!(ids("Kollegiet", false), ["a#1.4", "a#1.1", "c#1.8"]);
        assert_eq!(ids("zebra", false), [""; 0]);
    }

    #[test]
    fn agenda_and_minutes_are_one_step_that_names_its_twin() {
        let (_folder, index) = index_of(&archive());
        for query in ["Kollegiet", "a-dagsorden#1.4"] {
            let found = history(&index, &HistoryRequest::of(query)).unwrap();
            let step = found.steps.iter().find(|s| s.item.id == "a#1.4").unwrap();
            assert_eq!(step.twins.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["a-dagsorden#1.4"], "{query}");
        }
    }

    #[test]
    fn case_number_is_a_question_of_its_own() {
        assert_eq!(ids("24/100", false), ["a#2", "b#2"]);
        assert_eq!(reasons("24/100"), ["a#2 b#2 CaseNumber(\"24/100\")"]);
    }

    #[test]
    fn matters_that_answer_can_be_picked_apart() {
        let asked = |pick| HistoryRequest { pick, ..HistoryRequest::of("cykelsti herberger") };
        let (_folder, index) = index_of(&archive());
        let all = history(&index, &asked(None)).unwrap();
        assert!(all.cases.len() > 1, "{:?}", all.cases);
        for (n, case) in (1..).zip(&all.cases) {
            let ids: Vec<String> =
                history(&index, &asked(Some(n))).unwrap().steps.into_iter().map(|s| s.item.id).collect();
            assert_eq!(ids, case.items);
        }
        assert_eq!(history(&index, &asked(Some(99))).unwrap().steps, []);
    }

    #[test]
    fn loose_adds_and_never_takes_away() {
        let (strict, loose) = (ids("takster for Kollegiet", false), ids("takster for Kollegiet", true));
        assert!(strict.iter().all(|id| loose.contains(id)), "{strict:?} {loose:?}");
    }
}
