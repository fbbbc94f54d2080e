//! A case through its meetings.
//!
//! The question picks seeds: an item by its id, the items of a case number, or those that answer words best. From the seeds
//! the case widens along ties ([`ties`]): the same case number, an explicit reference, the agenda/minutes pair and, from an
//! item, the same title and the same rare names. Words already ask for the names, so from words only the first three widen.

mod archive;
mod changes;
mod matters;
mod outcome;
mod question;
mod state;
mod ties;
mod twins;

use std::collections::{BTreeMap, HashSet};

use super::QueryError;
use crate::classify::words::words;
use crate::index::{Index, StoredItem};
use archive::Archive;
use ties::Ties;
use twins::Twins;

pub use changes::Change;
pub use matters::{Matter, matters};
pub use outcome::{Outcome, decision, outcome_of};
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

/// One item of a case. What stands in the agenda and in the minutes of a meeting is one step, the minutes' one.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub item: StoredItem,
    /// The same item in the meeting's other documents.
    pub twins: Vec<StoredItem>,
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
    let items = index.items()?;
    if !request.case_number && looks_like_id(&request.query) && !items.iter().any(|i| i.id == request.query.trim()) {
        return Err(no_such_item(&items, request.query.trim()));
    }
    Ok(follow(&items, request))
}

/// Follows a case through `items`: what [`history`] does with those of an index. An id that none of them has is read as words.
pub fn follow(items: &[StoredItem], request: &HistoryRequest) -> CaseHistory {
    let mut archive = Archive::new(items);
    let ties = Ties::new(&mut archive);
    let seeds = seeds(&mut archive, request);
    let mut scores = widen(seeds.scores, &ties, seeds.least_tie);
    if request.loose {
        add_subject(&mut scores, &mut archive, &seeds.question);
    }
    let mut members = members(items, &scores, &ties.twins);
    let all = edges(items, &ties, &scores, &members);
    let scores = of_steps(&scores, &ties.twins);
    let groups = by_answer(groups(items, &members, &all), &scores);
    let mut edges = all;
    if let Some(pick) = request.pick {
        let picked = pick.checked_sub(1).and_then(|n| groups.get(n)).cloned().unwrap_or_default();
        members.retain(|n| picked.contains(n));
        let kept: HashSet<&str> = members.iter().map(|&n| items[n].id.as_str()).collect();
        edges.retain(|e| kept.contains(e.from.as_str()) && kept.contains(e.to.as_str()));
    }
    let calendar = Calendar::of(items);
    let matters = groups.iter().filter_map(|g| Matter::new(&stored(items, g), &calendar)).collect();
    let state = state::state(&stored(items, &members), &calendar);
    let steps = steps(items, &members, &groups, &scores, &ties.twins);
    CaseHistory { steps, edges, reading: seeds.reading, matters, state }
}

fn stored<'a>(items: &'a [StoredItem], members: &[usize]) -> Vec<&'a StoredItem> {
    members.iter().map(|&n| &items[n]).collect()
}

/// One item for each step, in date order.
fn members(items: &[StoredItem], scores: &BTreeMap<usize, f32>, twins: &Twins) -> Vec<usize> {
    let mut members = twins.folded(&scores.keys().copied().collect::<Vec<_>>());
    members.sort_by(|&a, &b| in_date_order(&items[a], &items[b]));
    members
}

/// A step has the best score of its twins.
fn of_steps(scores: &BTreeMap<usize, f32>, twins: &Twins) -> BTreeMap<usize, f32> {
    let mut out: BTreeMap<usize, f32> = BTreeMap::new();
    for (&n, &score) in scores {
        let best = out.entry(twins.standing(n)).or_insert(score);
        *best = best.max(score);
    }
    out
}

/// The steps that the members are. What changed is told within each group: steps of another matter say nothing about it.
fn steps(
    items: &[StoredItem],
    members: &[usize],
    groups: &[Vec<usize>],
    scores: &BTreeMap<usize, f32>,
    twins: &Twins,
) -> Vec<Step> {
    let of_group = |g: &Vec<usize>| g.iter().copied().zip(changes::changes(&stored(items, g))).collect::<Vec<_>>();
    let mut changes: BTreeMap<usize, Vec<Change>> = groups.iter().flat_map(of_group).collect();
    let step = |n: &usize| {
        let item = items[*n].clone();
        let outcome = decision(&item).and_then(outcome_of);
        let twins = twins.of(*n).map(|t| items[t].clone()).collect();
        Step { item, twins, score: scores[n], outcome, changes: changes.remove(n).unwrap_or_default() }
    };
    members.iter().map(step).collect()
}

/// The members in groups that ties hold together, each in the order of the members.
fn groups(items: &[StoredItem], members: &[usize], edges: &[Edge]) -> Vec<Vec<usize>> {
    let places: BTreeMap<&str, usize> = members.iter().map(|&n| (items[n].id.as_str(), n)).collect();
    matters::groups(members.to_vec(), &matters::holding(edges, &places))
}

fn by_answer(mut groups: Vec<Vec<usize>>, scores: &BTreeMap<usize, f32>) -> Vec<Vec<usize>> {
    let best = |g: &[usize]| g.iter().map(|n| scores[n]).fold(0.0, f32::max);
    groups.sort_by(|a, b| best(b).total_cmp(&best(a)).then_with(|| b.len().cmp(&a.len())));
    groups
}

/// Where a case starts.
struct Seeds {
    scores: BTreeMap<usize, f32>,
    /// Only ties at least this strong are followed.
    least_tie: f32,
    reading: String,
    /// Words for the same subject.
    question: String,
}

fn seeds(archive: &mut Archive, request: &HistoryRequest) -> Seeds {
    let query = request.query.trim();
    let chosen = |wanted: &dyn Fn(&StoredItem) -> bool| -> BTreeMap<usize, f32> {
        let found = archive.items.iter().enumerate().filter(|(_, i)| wanted(i));
        found.map(|(n, _)| (n, 1.0)).collect()
    };
    if request.case_number {
        let scores = chosen(&|i| i.item.case_number.as_ref().is_some_and(|c| begins_case_number(&c.0, query)));
        let title = |n: &usize| archive.items[*n].item.title.clone();
        let question = scores.keys().next().map(title).unwrap_or_default();
        return Seeds { scores, least_tie: SURE_TIE, reading: format!("case number {query}"), question };
    }
    let by_id = chosen(&|i| i.id == query);
    if let Some(&n) = by_id.keys().next() {
        let question = archive.items[n].item.title.clone();
        return Seeds { scores: by_id, least_tie: 0.0, reading: format!("item {query}"), question };
    }
    let by_case = chosen(&|i| i.item.case_number.as_ref().is_some_and(|c| c.0.trim().eq_ignore_ascii_case(query)));
    if let Some(&n) = by_case.keys().next() {
        let question = archive.items[n].item.title.clone();
        return Seeds { scores: by_case, least_tie: SURE_TIE, reading: format!("case number {query}"), question };
    }
    let scores = answering(question::scores(archive, query), ENOUGH, BESIDE_BEST);
    let counted: Vec<&str> = words(query).filter(|w| !archive.words.of(w).is_empty()).collect();
    let reading = format!("words: {}", counted.join(" "));
    Seeds { scores, least_tie: SURE_TIE, reading, question: query.to_owned() }
}

/// `27.42.00` begins `27.42.00-P20-3-21`, `27.4` does not.
fn begins_case_number(number: &str, typed: &str) -> bool {
    let (number, typed) = (number.trim().to_lowercase(), typed.trim().to_lowercase());
    let rest = number.strip_prefix(&typed).filter(|_| !typed.is_empty());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// The items that score enough.
fn answering(scores: Vec<f32>, enough: f32, beside_best: f32) -> BTreeMap<usize, f32> {
    let best = scores.iter().copied().fold(0.0, f32::max);
    let least = (beside_best * best).max(enough.min(best)).max(f32::MIN_POSITIVE);
    scores.into_iter().enumerate().filter(|(_, s)| *s >= least).collect()
}

/// Adds what ties lead to, each score that of the item it came from times the strength of the tie.
fn widen(seeds: BTreeMap<usize, f32>, ties: &Ties, least_tie: f32) -> BTreeMap<usize, f32> {
    let mut open: Vec<usize> = seeds.keys().copied().collect();
    let mut scores = seeds;
    while let Some(n) = open.pop() {
        for (other, reason) in ties.of(n) {
            let strength = ties::strength(&reason);
            let score = scores[&n] * strength;
            let better = scores.get(&other).is_none_or(|known| score > *known);
            if better && strength >= least_tie && score >= FAINTEST {
                scores.insert(other, score);
                open.push(other);
            }
        }
    }
    scores
}

fn add_subject(scores: &mut BTreeMap<usize, f32>, archive: &mut Archive, question: &str) {
    for (n, score) in answering(question::scores(archive, question), LOOSE_ENOUGH, LOOSE_BESIDE_BEST) {
        scores.entry(n).or_insert(score);
    }
}

/// Every tie among the steps, each pair once by its strongest reason, whichever twin has it; who has none is of the same
/// subject as the first.
fn edges(items: &[StoredItem], ties: &Ties, found: &BTreeMap<usize, f32>, members: &[usize]) -> Vec<Edge> {
    let mut out: BTreeMap<(usize, usize), EdgeReason> = BTreeMap::new();
    let step = |n: usize| ties.twins.standing(n);
    for &n in found.keys() {
        let tied = ties.of(n).into_iter().filter(|(other, _)| found.contains_key(other) && step(*other) != step(n));
        for (a, b, reason) in tied.map(|(other, reason)| (step(n), step(other), reason)) {
            let known = out.entry((a.min(b), a.max(b))).or_insert_with(|| reason.clone());
            if ties::strength(&reason) > ties::strength(known) {
                *known = reason;
            }
        }
    }
    let edge = |a: usize, b: usize, reason| Edge { from: items[a].id.clone(), to: items[b].id.clone(), reason };
    let tied: HashSet<usize> = out.keys().flat_map(|&(a, b)| [a, b]).collect();
    let lone = members.iter().skip(1).filter(|n| !tied.contains(n)).map(|&n| edge(members[0], n, EdgeReason::Subject));
    let lone: Vec<Edge> = lone.collect();
    out.into_iter().map(|((a, b), reason)| edge(a, b, reason)).chain(lone).collect()
}

/// Undated items last, ties in the order of the documents.
fn in_date_order(a: &StoredItem, b: &StoredItem) -> std::cmp::Ordering {
    let key = |i: &StoredItem| (i.meeting.date.is_none(), i.meeting.date, i.source.clone(), i.position);
    key(a).cmp(&key(b))
}

/// `dassos-2026-02-27#1.8`: one word with a `#` in it.
fn looks_like_id(query: &str) -> bool {
    let query = query.trim();
    query.contains('#') && !query.contains(char::is_whitespace)
}

fn no_such_item(items: &[StoredItem], id: &str) -> QueryError {
    const SHOWN: usize = 10;
    let stem = id.split_once('#').map_or(id, |(stem, _)| stem);
    let of_document = |i: &&StoredItem| i.id.split_once('#').is_some_and(|(s, _)| s == stem);
    let near = items.iter().filter(of_document).take(SHOWN).map(|i| i.id.clone()).collect();
    QueryError::NoSuchItem { id: id.to_owned(), near }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::MeetingFacts;
    use crate::model::{CaseNumber, Item, ItemNumber, MeetingKind, Region, Section, SectionKind, Text};

    /// An item of a body on a day; `id` is `<document>#<number>`.
    pub(super) fn item(id: &str, day: &str, title: &str, text: &str) -> StoredItem {
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
            region: Some(Region::new("Midtjylland")),
            date: day.parse().ok(),
            start: None,
            end: None,
            place: None,
        };
        let item = Item { number: ItemNumber::new(number), sections: vec![section], ..Item::titled(title) };
        StoredItem { id: id.into(), source: source.into(), position: 0, meeting, item }
    }

    pub(super) fn with_case(mut stored: StoredItem, number: &str) -> StoredItem {
        stored.item.case_number = Some(CaseNumber(number.into()));
        stored
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
        let found = follow(&archive(), &HistoryRequest { query: query.into(), loose, ..Default::default() });
        found.steps.into_iter().map(|s| s.item.id).collect()
    }

    fn reasons(query: &str) -> Vec<String> {
        let found = follow(&archive(), &HistoryRequest { query: query.into(), ..Default::default() });
        found.edges.iter().map(|e| format!("{} {} {:?}", e.from, e.to, e.reason)).collect()
    }

    #[test]
    fn item_is_followed_by_names_and_references_but_not_through_standing_items() {
        let reasons = reasons("c#1.8");
        assert_eq!(ids("c#1.8", false), ["a#1.4", "c#1.8", "c#1.9"]);
        assert!(!reasons.iter().any(|r| r.contains("Pair")), "{reasons:?}");
        assert!(reasons.contains(&"c#1.8 c#1.9 Reference(\"pkt. 1.9\")".into()), "{reasons:?}");
        assert!(reasons.iter().any(|r| r.contains("Names")), "{reasons:?}");
    }

    #[test]
    fn words_find_the_case_in_date_order() {
        assert_eq!(ids("Kollegiet", false), ["a#1.4", "a#1.1", "c#1.8"]);
        assert_eq!(ids("zebra", false), [""; 0]);
    }

    #[test]
    fn agenda_and_minutes_are_one_step_that_names_its_twin() {
        let archive = archive();
        let asked = |query: &str| HistoryRequest { query: query.into(), ..Default::default() };
        for query in ["Kollegiet", "a-dagsorden#1.4"] {
            let found = follow(&archive, &asked(query));
            let step = found.steps.iter().find(|s| s.item.id == "a#1.4").unwrap();
            assert_eq!(step.twins.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["a-dagsorden#1.4"], "{query}");
        }
    }

    #[test]
    fn case_number_is_a_question_of_its_own() {
        assert_eq!(ids("24/100", false), ["a#2", "b#2"]);
        assert_eq!(reasons("24/100"), ["b#2 a#2 CaseNumber(\"24/100\")"]);
    }

    #[test]
    fn case_number_may_be_begun_at_a_boundary() {
        assert!(begins_case_number("27.42.00-P20-3-21", "27.42.00") && begins_case_number("24/100", "24/100"));
        assert!(!begins_case_number("27.42.00-P20", "27.4") && !begins_case_number("24/100", ""));
        let asked = |query: &str| HistoryRequest { query: query.into(), case_number: true, ..Default::default() };
        assert_eq!(follow(&archive(), &asked("24")).steps.len(), 2);
        assert_eq!(follow(&archive(), &asked("Kollegiet")).steps, []);
    }

    #[test]
    fn matters_that_answer_can_be_picked_apart() {
        let asked = |pick| HistoryRequest { query: "cykelsti herberger".into(), pick, ..Default::default() };
        let (all, archive) = (follow(&archive(), &asked(None)), archive());
        assert!(all.matters.len() > 1, "{:?}", all.matters);
        for (n, matter) in (1..).zip(&all.matters) {
            let ids: Vec<String> = follow(&archive, &asked(Some(n))).steps.into_iter().map(|s| s.item.id).collect();
            assert_eq!(ids, matter.items);
        }
        assert_eq!(follow(&archive, &asked(Some(99))).steps, []);
    }

    #[test]
    fn loose_adds_and_never_takes_away() {
        let (strict, loose) = (ids("takster for Kollegiet", false), ids("takster for Kollegiet", true));
        assert!(strict.iter().all(|id| loose.contains(id)), "{strict:?} {loose:?}");
    }

    #[test]
    fn unknown_id_is_told_its_neighbours() {
        let error = no_such_item(&archive(), "a#9");
        assert!(matches!(&error, QueryError::NoSuchItem { near, .. } if near.len() == 3), "{error:?}");
        assert!(looks_like_id("a#9") && !looks_like_id("punkt # 9"));
    }
}
