//! A case through its meetings.
//!
//! The question picks seeds: an item by its id, the items of a case number, or those that answer words best. From the seeds
//! the case widens along ties ([`ties`]): the same case number, an explicit reference, the agenda/minutes pair and, from an
//! item, the same title and the same rare names. Words already ask for the names, so from words only the first three widen.

mod changes;
mod ground;
mod listed;
mod matters;
mod question;
mod state;
mod ties;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use tantivy::DocAddress;

use super::QueryError;
use crate::clues::{Node, Pointer, case_number, reference::Reference};
use crate::index::{Index, IndexError, StoredItem};
use crate::model::Outcome;
use crate::parse;
use ground::{Ground, Lookup};
use ties::{Tied, Ties};

pub use changes::Change;
pub(super) use matters::case_of;
pub use matters::{Matter, matters};
pub use state::{Announcement, Calendar, State};

/// Whose history.
#[derive(Debug, Clone, Default)]
pub struct HistoryRequest {
    /// A phrase, a case number or an item's id.
    pub query: String,
    /// Add items on the same subject that no stronger tie holds.
    pub loose: bool,
    /// The query is a case number, whole or its beginning, and nothing else.
    pub case_number: bool,
    /// Only the matter of that number in [`CaseHistory::matters`], counted from 1.
    pub pick: Option<usize>,
}

/// Why two items belong to one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EdgeReason {
    /// The same case number.
    CaseNumber(String),
    /// One refers to the other, in these words.
    Reference(String),
    /// The agenda and the minutes of one meeting.
    Pair,
    /// The same rare names in title or proposal.
    Names(Vec<String>),
    /// Titles that say the same.
    Title,
    /// Only the words asked for: the same subject.
    Subject,
}

/// A tie between two items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Ids of the two items.
    pub from: String,
    pub to: String,
    pub reason: EdgeReason,
}

/// One item of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub item: StoredItem,
    /// How well it answers the question, 0 to 1.
    pub score: f32,
    /// How the meeting left it. `None` where the words tell nothing, as in an agenda.
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
    /// How the question was read.
    pub reading: String,
    /// The matters that answer the question, each held together by ties of its own: best answer first, then the longest.
    pub matters: Vec<Matter>,
    /// Where the case stands.
    pub state: State,
}

/// An item answers words when it has at least this share of what they ask, and this share of what the best item has.
const ENOUGH: f32 = 0.3;
const BESIDE_BEST: f32 = 0.4;
/// The same for the same subject only ([`HistoryRequest::loose`]).
const LOOSE_ENOUGH: f32 = 0.15;
const LOOSE_BESIDE_BEST: f32 = 0.25;
/// A tie is followed from words when it is at least this strong, and from an item whatever it is.
const SURE_TIE: f32 = 0.9;
/// An item that is tied so weakly through others is left out.
const FAINTEST: f32 = 0.45;

/// Follows a case.
///
/// # Errors
///
/// [`QueryError::NoSuchItem`] where the question is an id that the index does not have; an index that fails.
pub fn history(index: &Index, request: &HistoryRequest) -> Result<CaseHistory, QueryError> {
    let ground = Lookup::new(index)?;
    let ties = Ties { ground: &ground };
    let seeds = seeds(index, &ground, request)?;
    let (mut scores, found) = widen(seeds.scores, &ties, seeds.least_tie)?;
    if request.loose {
        for (at, score) in answering(question::scores(index, &seeds.question)?, LOOSE_ENOUGH, LOOSE_BESIDE_BEST) {
            scores.entry(at).or_insert(score);
        }
    }
    let calendar: Calendar = index.last_meetings()?.into_iter().collect();
    let case = Case::new(&ties, scores, found)?;
    let groups = case.groups();
    let picked = request.pick.map(|n| n.checked_sub(1).and_then(|n| groups.get(n)).cloned().unwrap_or_default());
    let matters = groups.iter().filter_map(|g| Matter::new(&case.nodes(g), &calendar)).collect();
    let shown = match picked {
        Some(picked) => case.only(&picked),
        None => case,
    };
    let all: Vec<usize> = (0..shown.members.len()).collect();
    Ok(CaseHistory {
        steps: shown.steps(index)?,
        edges: shown.edges(),
        reading: seeds.reading,
        matters,
        state: state::state(&shown.nodes(&all), &calendar),
    })
}

/// The id of the item that a reference in `from` points to. `None` where it names no point, or the archive does not have
/// that meeting.
///
/// # Errors
///
/// An index that fails.
pub fn resolve(index: &Index, from: &StoredItem, reference: &Reference) -> Result<Option<String>, QueryError> {
    let (ground, Some(point)) = (Lookup::new(index)?, reference.point.as_ref()) else { return Ok(None) };
    let Some(at) = index.place(&from.id)? else { return Ok(None) };
    let (words, body) = (reference.text.clone(), reference.body.clone());
    let pointer = Pointer { words, body, date: reference.date, point: point.to_lowercase() };
    let to = Ties { ground: &ground }.resolve(&*ground.node(at)?, &pointer)?;
    Ok(to.map(|at| ground.node(at)).transpose()?.map(|node| node.id.clone()))
}

/// One item that was found.
#[derive(Clone)]
struct Member {
    at: DocAddress,
    node: Arc<Node>,
    score: f32,
}

/// All that was found, in date order, and the ties between them.
struct Case {
    members: Vec<Member>,
    /// Places in the members, the lower first, with the strongest reason.
    ties: BTreeMap<(usize, usize), EdgeReason>,
}

impl Case {
    /// `known` are ties that were found on the way.
    fn new<G: Ground>(
        ties: &Ties<G>,
        scores: BTreeMap<DocAddress, f32>,
        mut known: HashMap<DocAddress, Tied>,
    ) -> Result<Self, IndexError> {
        let member = |(at, score)| Ok(Member { at, node: ties.ground.node(at)?, score });
        let mut members = scores.into_iter().map(member).collect::<Result<Vec<_>, IndexError>>()?;
        members.sort_by(|a, b| in_date_order(&a.node, &b.node));
        let ranks: HashMap<DocAddress, usize> = members.iter().enumerate().map(|(n, m)| (m.at, n)).collect();
        let mut found: BTreeMap<(usize, usize), EdgeReason> = BTreeMap::new();
        for (n, member) in members.iter().enumerate() {
            let tied = known.remove(&member.at).map_or_else(|| ties.of(member.at), Ok)?;
            for (other, reason) in tied {
                let Some(&other) = ranks.get(&other) else { continue };
                let known = found.entry((n.min(other), n.max(other))).or_insert_with(|| reason.clone());
                if ties::strength(&reason) > ties::strength(known) {
                    *known = reason;
                }
            }
        }
        Ok(Self { members, ties: found })
    }

    /// The members in groups that ties hold together: the one that answers best first, then the longest.
    fn groups(&self) -> Vec<Vec<usize>> {
        let pairs: Vec<(usize, usize)> = self.ties.keys().copied().collect();
        let mut groups = matters::groups(self.members.len(), &pairs);
        let best = |g: &[usize]| g.iter().map(|&n| self.members[n].score).fold(0.0, f32::max);
        groups.sort_by(|a, b| best(b).total_cmp(&best(a)).then_with(|| b.len().cmp(&a.len())));
        groups
    }

    /// The same without all but these members.
    fn only(&self, picked: &[usize]) -> Self {
        let place = |n: usize| picked.iter().position(|p| *p == n);
        let ties = self.ties.iter().filter_map(|((a, b), reason)| Some(((place(*a)?, place(*b)?), reason.clone())));
        Self { members: picked.iter().map(|&n| self.members[n].clone()).collect(), ties: ties.collect() }
    }

    fn nodes(&self, members: &[usize]) -> Vec<Arc<Node>> {
        members.iter().map(|&n| Arc::clone(&self.members[n].node)).collect()
    }

    /// The steps that the members are. What changed is told within each group: steps of another matter say nothing about it.
    fn steps(&self, index: &Index) -> Result<Vec<Step>, IndexError> {
        let items = self.members.iter().map(|m| index.item_at(m.at)).collect::<Result<Vec<_>, _>>()?;
        let mut changes: Vec<Vec<Change>> = vec![Vec::new(); items.len()];
        for group in self.groups() {
            let of_group: Vec<&StoredItem> = group.iter().map(|&n| &items[n]).collect();
            for (n, change) in group.iter().zip(changes::changes(&of_group)) {
                changes[*n] = change;
            }
        }
        let step = |((item, member), changes): ((StoredItem, &Member), Vec<Change>)| {
            let outcome = parse::outcome::of_item(&item.item);
            Step { item, score: member.score, outcome, changes }
        };
        Ok(items.into_iter().zip(&self.members).zip(changes).map(step).collect())
    }

    /// Every tie; who has none is of the same subject as the first.
    fn edges(&self) -> Vec<Edge> {
        let id = |n: usize| self.members[n].node.id.clone();
        let edge = |a, b, reason| Edge { from: id(a), to: id(b), reason };
        let tied: HashSet<usize> = self.ties.keys().flat_map(|&(a, b)| [a, b]).collect();
        let lone = (1..self.members.len()).filter(|n| !tied.contains(n)).map(|n| edge(0, n, EdgeReason::Subject));
        self.ties.iter().map(|(&(a, b), reason)| edge(a, b, reason.clone())).chain(lone).collect()
    }
}

/// Where a case starts.
struct Seeds {
    scores: BTreeMap<DocAddress, f32>,
    /// Only ties at least this strong are followed.
    least_tie: f32,
    reading: String,
    /// Words for the same subject.
    question: String,
}

fn seeds(index: &Index, ground: &Lookup, request: &HistoryRequest) -> Result<Seeds, QueryError> {
    let query = request.query.trim();
    if request.case_number {
        let found = index.with_case_number(|printed| begins_case_number(printed, query))?;
        return of_items(ground, found, SURE_TIE, format!("case number {query}"));
    }
    if looks_like_id(query) {
        let at = index.place(query)?.ok_or(()).or_else(|()| no_such_item(index, query))?;
        return of_items(ground, vec![at], 0.0, format!("item {query}"));
    }
    let typed = case_number(query);
    let with_digit = typed.bytes().any(|b| b.is_ascii_digit());
    let found = if with_digit { index.with_case_number(|printed| case_number(printed) == typed)? } else { Vec::new() };
    if !found.is_empty() {
        return of_items(ground, found, SURE_TIE, format!("case number {query}"));
    }
    let scores = answering(question::scores(index, query)?, ENOUGH, BESIDE_BEST);
    let reading = format!("words: {}", question::counted(index, query)?.join(" "));
    Ok(Seeds { scores, least_tie: SURE_TIE, reading, question: query.to_owned() })
}

/// A case that starts from items; the title of the first is what asks for the same subject.
fn of_items(ground: &Lookup, found: Vec<DocAddress>, least_tie: f32, reading: String) -> Result<Seeds, QueryError> {
    let mut nodes = found.iter().map(|at| ground.node(*at)).collect::<Result<Vec<_>, _>>()?;
    nodes.sort_by(|a, b| in_date_order(a, b));
    let question = nodes.first().map(|n| n.title.clone()).unwrap_or_default();
    Ok(Seeds { scores: found.into_iter().map(|at| (at, 1.0)).collect(), least_tie, reading, question })
}

/// `27.42.00` begins `27.42.00-P20-3-21`, `27.4` does not. Blanks, separators and misread digits do not matter.
fn begins_case_number(number: &str, typed: &str) -> bool {
    let (number, typed) = (case_number(number), case_number(typed));
    let rest = number.strip_prefix(&typed).filter(|_| !typed.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The items that score enough.
fn answering(scores: BTreeMap<DocAddress, f32>, enough: f32, beside_best: f32) -> BTreeMap<DocAddress, f32> {
    let best = scores.values().copied().fold(0.0, f32::max);
    let least = (beside_best * best).max(enough.min(best)).max(f32::MIN_POSITIVE);
    scores.into_iter().filter(|(_, s)| *s >= least).collect()
}

/// Adds what ties lead to, each score that of the item it came from times the strength of the tie. Gives the ties of every
/// item too.
fn widen<G: Ground>(
    seeds: BTreeMap<DocAddress, f32>,
    ties: &Ties<G>,
    least_tie: f32,
) -> Result<(BTreeMap<DocAddress, f32>, HashMap<DocAddress, Tied>), IndexError> {
    let mut open: Vec<DocAddress> = seeds.keys().copied().collect();
    let (mut scores, mut found) = (seeds, HashMap::new());
    while let Some(at) = open.pop() {
        if !found.contains_key(&at) {
            found.insert(at, ties.of(at)?);
        }
        for (other, reason) in &found[&at] {
            let strength = ties::strength(reason);
            let score = scores[&at] * strength;
            let better = scores.get(other).is_none_or(|known| score > *known);
            if better && strength >= least_tie && score >= FAINTEST {
                scores.insert(*other, score);
                open.push(*other);
            }
        }
    }
    Ok((scores, found))
}

/// Undated items last, ties in the order of the documents.
fn in_date_order(a: &Node, b: &Node) -> std::cmp::Ordering {
    let key = |n: &Node| (n.date.is_none(), n.date);
    key(a).cmp(&key(b)).then_with(|| a.source.cmp(&b.source)).then(a.position.cmp(&b.position))
}

/// `dassos-2026-02-27#1.8`: one word with a `#` in it.
fn looks_like_id(query: &str) -> bool {
    query.contains('#') && !query.contains(char::is_whitespace)
}

fn no_such_item<T>(index: &Index, id: &str) -> Result<T, QueryError> {
    const SHOWN: usize = 10;
    let stem = id.split_once('#').map_or(id, |(stem, _)| stem);
    let mut near = index.ids_beginning(&format!("{stem}#"))?;
    near.sort_unstable();
    near.truncate(SHOWN);
    Err(QueryError::NoSuchItem { id: id.to_owned(), near })
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;
    use crate::index::{FileRecord, MeetingFacts, Outcome as FileOutcome, Writer};
    use crate::lexicon::authorities;
    use crate::model::{CaseNumber, Item, ItemNumber, Meeting, MeetingKind, Region, Section, SectionKind, Text};

    /// An item of a body on a day; `id` is `<document>#<number>`.
    pub(in crate::query) fn item(id: &str, day: &str, title: &str, text: &str) -> StoredItem {
        let (source, number) = id.split_once('#').unwrap();
        let section = Section {
            kind: SectionKind::CaseSummary,
            heading: None,
            body: None,
            date: None,
            text: Text::on_page(text, 1),
        };
        let meeting = MeetingFacts {
            kind: if source.ends_with("dagsorden") { MeetingKind::Agenda } else { MeetingKind::Minutes },
            body: Some("DASSOS".into()),
            authority: None,
            region: Some(Region::Midtjylland),
            date: day.parse().ok(),
            start: None,
            end: None,
            place: None,
        };
        let item = Item { number: ItemNumber::new(number), sections: vec![section], ..Item::titled(title) };
        StoredItem { id: id.into(), source: source.into(), position: 0, meeting, item }
    }

    pub(in crate::query) fn with_case(mut stored: StoredItem, number: &str) -> StoredItem {
        stored.item.case_number = Some(CaseNumber(number.into()));
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

    fn archive() -> Vec<StoredItem> {
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
        let request = HistoryRequest { query: query.into(), loose, ..Default::default() };
        let found = history(&index, &request).unwrap();
        found.steps.into_iter().map(|s| s.item.id).collect()
    }

    fn reasons(query: &str) -> Vec<String> {
        let (_folder, index) = index_of(&archive());
        let found = history(&index, &HistoryRequest { query: query.into(), ..Default::default() }).unwrap();
        found.edges.iter().map(|e| format!("{} {} {:?}", e.from, e.to, e.reason)).collect()
    }

    #[test]
    fn item_is_followed_by_names_references_and_pairs_but_not_through_standing_items() {
        let reasons = reasons("c#1.8");
        assert_eq!(ids("c#1.8", false), ["a#1.4", "a-dagsorden#1.4", "c#1.8", "c#1.9"]);
        assert!(reasons.contains(&"a#1.4 a-dagsorden#1.4 Pair".into()), "{reasons:?}");
        assert!(reasons.contains(&"c#1.8 c#1.9 Reference(\"pkt. 1.9\")".into()), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("Names")), "{reasons:?}");
    }

    #[test]
    fn words_find_the_case_in_date_order() {
        assert_eq!(ids("Kollegiet", false), ["a#1.4", "a#1.1", "a-dagsorden#1.4", "c#1.8"]);
        assert_eq!(ids("zebra", false), [""; 0]);
    }

    #[test]
    fn case_number_is_a_question_of_its_own() {
        assert_eq!(ids("24/100", false), ["a#2", "b#2"]);
        assert_eq!(reasons("24/100"), ["a#2 b#2 CaseNumber(\"24/100\")"]);
    }

    #[test]
    fn case_number_may_be_begun_at_a_boundary() {
        assert!(begins_case_number("27.42.00-P20-3-21", "27.42.00") && begins_case_number("24/100", "24/100"));
        assert!(!begins_case_number("27.42.00-P20", "27.4") && !begins_case_number("24/100", ""));
        assert!(begins_case_number("27.42.00-P20-3-21", "27.42.00 P2O"), "blanks and misread digits do not matter");
        let (_folder, index) = index_of(&archive());
        let asked = |query: &str| HistoryRequest { query: query.into(), case_number: true, ..Default::default() };
        assert_eq!(history(&index, &asked("24")).unwrap().steps.len(), 2);
        assert_eq!(history(&index, &asked("Kollegiet")).unwrap().steps, []);
    }

    #[test]
    fn matters_that_answer_can_be_picked_apart() {
        let asked = |pick| HistoryRequest { query: "cykelsti herberger".into(), pick, ..Default::default() };
        let (_folder, index) = index_of(&archive());
        let all = history(&index, &asked(None)).unwrap();
        assert!(all.matters.len() > 1, "{:?}", all.matters);
        for (n, matter) in (1..).zip(&all.matters) {
            let ids: Vec<String> =
                history(&index, &asked(Some(n))).unwrap().steps.into_iter().map(|s| s.item.id).collect();
            assert_eq!(ids, matter.items);
        }
        assert_eq!(history(&index, &asked(Some(99))).unwrap().steps, []);
    }

    #[test]
    fn loose_adds_and_never_takes_away() {
        let (strict, loose) = (ids("takster for Kollegiet", false), ids("takster for Kollegiet", true));
        assert!(strict.iter().all(|id| loose.contains(id)), "{strict:?} {loose:?}");
    }

    #[test]
    fn unknown_id_is_told_its_neighbours() {
        let (_folder, index) = index_of(&archive());
        let error = history(&index, &HistoryRequest { query: "a#9".into(), ..Default::default() }).unwrap_err();
        assert!(matches!(&error, QueryError::NoSuchItem { near, .. } if near.len() == 3), "{error:?}");
        assert!(looks_like_id("a#9") && !looks_like_id("punkt # 9"));
    }
}
