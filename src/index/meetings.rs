//! The table of meetings: settled by pairing at each commit and stored with it.
//!
//! Takes the facts of each document and the groups found by [`pairing`](super::pairing). Gives every meeting its id,
//! its facts and its documents. The table has everything a list of meetings needs, so no item is read for one. It is
//! the only source for listing, counting and showing meetings: a second definition could disagree.

use std::collections::{HashMap, HashSet};

use super::pairing::body_key;
use super::{MeetingFacts, StoredItem};
use crate::facts::case::register;
use crate::model::{ItemNumber, MeetingKind};

/// One document of a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentRecord {
    /// The [`source`](super::FileRecord::source) of its file.
    pub source: String,
    /// The stem of its items' ids.
    pub stem: String,
    /// The facts in this document.
    pub facts: MeetingFacts,
    /// Number of items.
    pub items: usize,
    /// The printed numbers of its items, in order.
    pub numbers: Vec<ItemNumber>,
}

impl DocumentRecord {
    /// The record of an item's document, without items.
    pub(crate) fn new(stored: &StoredItem) -> Self {
        Self {
            source: stored.source.clone(),
            stem: stored.id.rsplit_once('#').map_or(stored.id.as_str(), |(stem, _)| stem).to_owned(),
            facts: stored.meeting.clone(),
            items: 0,
            numbers: Vec::new(),
        }
    }

    /// Adds one of its items.
    pub(crate) fn add(&mut self, stored: &StoredItem) {
        self.items += 1;
        self.numbers.extend(stored.item.number.clone());
    }
}

/// One meeting with all its documents.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingRecord {
    /// `Viborg/Byrådet/2024-03-01/2`: authority, body and day, separated by `/`. A body shared by several authorities
    /// comes without authority. A second meeting on the same day gets a number, in the order of their start. A meeting
    /// without a date has the document's stem instead of the day.
    pub id: String,
    /// The facts of the first document. Missing time, place, authority and region come from the others.
    pub facts: MeetingFacts,
    /// The representative document first: minutes before agendas, then the most items, then by source.
    pub documents: Vec<DocumentRecord>,
    /// Number of items. An item in several documents counts once.
    pub items: usize,
}

impl MeetingRecord {
    /// Builds the meeting of some documents. `paired` is the number of items found in more than one of them. The id
    /// assumes no other meeting of this body on this day. `None` without documents.
    fn new(mut documents: Vec<DocumentRecord>, paired: usize) -> Option<Self> {
        documents.sort_by(|a, b| {
            let order = |d: &DocumentRecord| (d.facts.kind != MeetingKind::Minutes, std::cmp::Reverse(d.items));
            order(a).cmp(&order(b)).then_with(|| a.source.cmp(&b.source))
        });
        let mut facts = documents.first()?.facts.clone();
        for other in &documents[1..] {
            fill(&mut facts, &other.facts);
        }
        let day = facts.date.map_or_else(|| documents[0].stem.clone(), |d| d.to_string());
        let id = [register(&facts.setting()), facts.body.clone().unwrap_or_default(), day].join("/");
        let items = documents.iter().map(|d| d.items).sum::<usize>() - paired;
        Some(Self { id, facts, documents, items })
    }

    /// Key shared by all meetings of one body, however spelt: the authority and the body's headwords.
    fn series(&self) -> (Option<String>, Option<String>) {
        (self.facts.authority.as_ref().map(|a| a.name.to_lowercase()), body_key(&self.facts))
    }

    /// Sources with their kinds, the representative document first.
    pub fn sources(&self) -> Vec<(String, MeetingKind)> {
        self.documents.iter().map(|d| (d.source.clone(), d.facts.kind)).collect()
    }

    fn order(&self) -> impl Ord + '_ {
        let facts = &self.facts;
        let owner = facts.authority.as_ref().map(|a| a.name.as_str());
        (facts.date.is_none(), facts.date, owner, &facts.body, facts.start, &self.documents[0].source)
    }
}

fn fill(facts: &mut MeetingFacts, other: &MeetingFacts) {
    facts.authority = facts.authority.take().or_else(|| other.authority.clone());
    facts.region = facts.region.or(other.region);
    facts.place = facts.place.take().or_else(|| other.place.clone());
    facts.start = facts.start.or(other.start);
    facts.end = facts.end.or(other.end);
}

/// All meetings of an index.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Meetings {
    /// By day, undated last; then by authority, body, start and source.
    all: Vec<MeetingRecord>,
    of_source: HashMap<String, usize>,
    /// For each meeting the number of its body, independent of spelling.
    series: Vec<usize>,
}

impl Meetings {
    /// Builds the meetings of groups of documents. Each group comes with the number of its items found in several
    /// documents.
    pub(crate) fn of_groups(groups: impl IntoIterator<Item = (Vec<DocumentRecord>, usize)>) -> Self {
        let found = groups.into_iter().filter_map(|(documents, paired)| MeetingRecord::new(documents, paired));
        let mut all: Vec<MeetingRecord> = found.collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut known: HashMap<String, usize> = HashMap::new();
        for meeting in &mut all {
            let count = known.entry(meeting.id.clone()).or_default();
            *count += 1;
            if *count > 1 {
                meeting.id = format!("{}/{count}", meeting.id);
            }
        }
        Self::of_records(all)
    }

    /// The meetings of items in memory, for tests.
    #[cfg(test)]
    pub(crate) fn of_items(items: &[StoredItem]) -> Self {
        let mut documents: std::collections::BTreeMap<String, DocumentRecord> = std::collections::BTreeMap::new();
        for stored in items {
            documents.entry(stored.source.clone()).or_insert_with(|| DocumentRecord::new(stored)).add(stored);
        }
        let entries: Vec<_> = items.iter().filter_map(super::pairing::Entry::of).collect();
        let settled = super::pairing::settled(&entries).meetings.into_iter();
        let groups: Vec<_> = settled
            .map(|(sources, paired)| (sources.iter().filter_map(|s| documents.remove(s)).collect::<Vec<_>>(), paired))
            .collect();
        Self::of_groups(groups.into_iter().chain(documents.into_values().map(|d| (vec![d], 0))))
    }

    /// Builds the table from stored records, keeping their ids and order.
    pub(crate) fn of_records(all: Vec<MeetingRecord>) -> Self {
        let sources =
            |(n, m): (usize, &MeetingRecord)| m.documents.iter().map(|d| (d.source.clone(), n)).collect::<Vec<_>>();
        let of_source = all.iter().enumerate().flat_map(sources).collect();
        let series = series(&all);
        Self { all, of_source, series }
    }

    /// All meetings by day, undated ones last.
    pub fn all(&self) -> &[MeetingRecord] {
        &self.all
    }

    /// The meeting of a document.
    pub fn of_source(&self, source: &str) -> Option<&MeetingRecord> {
        self.of_source.get(source).map(|n| &self.all[*n])
    }

    /// The meetings of a body, by day, undated ones last. `body` is a spelling used in a document; meetings with other
    /// spellings of it are included.
    pub fn of_body(&self, body: &str) -> Vec<&MeetingRecord> {
        let is_named = |m: &MeetingRecord| m.documents.iter().any(|d| d.facts.body.as_deref() == Some(body));
        let each = || self.all.iter().zip(&self.series);
        let named: HashSet<usize> = each().filter(|(m, _)| is_named(m)).map(|(_, series)| *series).collect();
        each().filter(|(_, series)| named.contains(series)).map(|(m, _)| m).collect()
    }

    /// The previous and the next meeting of the same body and authority. None if body or day is unknown.
    pub fn neighbours(&self, of: &MeetingRecord) -> [Option<&MeetingRecord>; 2] {
        let place = of.documents.first().and_then(|d| self.of_source.get(&d.source));
        let Some(&place) = place.filter(|_| of.facts.body.is_some() && of.facts.date.is_some()) else {
            return [None, None];
        };
        let is_next = |n: &usize| self.series[*n] == self.series[place] && self.all[*n].facts.date.is_some();
        let before = (0..place).rev().find(is_next);
        let after = (place + 1..self.all.len()).find(is_next);
        [before, after].map(|n| n.map(|n| &self.all[n]))
    }

    /// Every document with its meeting.
    pub fn documents(&self) -> impl Iterator<Item = (&MeetingRecord, &DocumentRecord)> {
        self.all.iter().flat_map(|m| m.documents.iter().map(move |d| (m, d)))
    }
}

/// The body number of each meeting. Headwords are compared once per spelling.
fn series(all: &[MeetingRecord]) -> Vec<usize> {
    let mut spelt: HashMap<(Option<&str>, Option<&str>), usize> = HashMap::new();
    let mut known: HashMap<(Option<String>, Option<String>), usize> = HashMap::new();
    let mut numbers = Vec::with_capacity(all.len());
    for meeting in all {
        let facts = &meeting.facts;
        let spelling = (facts.authority.as_ref().map(|a| a.name.as_str()), facts.body.as_deref());
        numbers.push(*spelt.entry(spelling).or_insert_with(|| {
            let next = known.len();
            *known.entry(meeting.series()).or_insert(next)
        }));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::lexicon::authorities;

    fn document(source: &str, kind: MeetingKind, body: &str, start: Option<i8>) -> DocumentRecord {
        let facts = MeetingFacts {
            kind,
            body: Some(body.into()),
            authority: None,
            region: None,
            date: Some(date(2024, 3, 20)),
            start: start.map(|hour| time(hour, 0, 0, 0)),
            end: None,
            place: None,
        };
        DocumentRecord { source: source.into(), stem: source.into(), facts, items: 2, numbers: Vec::new() }
    }

    fn viborg(mut document: DocumentRecord) -> DocumentRecord {
        document.facts.authority = authorities().named("Viborg").cloned();
        document
    }

    #[test]
    fn minutes_stand_for_the_meeting_and_the_agenda_fills_what_they_leave_out() {
        let agenda = viborg(document("a", MeetingKind::Agenda, "Viborg Byråd", Some(17)));
        let minutes = document("b", MeetingKind::Minutes, "Byrådet", None);
        let meetings = Meetings::of_groups([(vec![agenda, minutes], 2)]);
        let meeting = meetings.of_source("a").unwrap();
        assert_eq!((meeting.id.as_str(), meeting.items), ("Viborg/Byrådet/2024-03-20", 2));
        assert_eq!((meeting.documents[0].source.as_str(), meeting.facts.start), ("b", Some(time(17, 0, 0, 0))));
        assert_eq!(meeting.documents[0].facts.start, None, "a document says what it says");
    }

    #[test]
    fn second_meeting_of_an_evening_has_an_id_of_its_own() {
        let at = |source, hour| vec![viborg(document(source, MeetingKind::Minutes, "Byrådet", Some(hour)))];
        let mut undated = document("c", MeetingKind::Minutes, "Byrådet", None);
        undated.facts.date = None;
        let meetings = Meetings::of_groups([(at("a", 20), 0), (at("b", 17), 0), (vec![undated], 0)]);
        let ids: Vec<&str> = meetings.all().iter().map(|m| m.id.as_str()).collect();
        assert_eq!(ids, ["Viborg/Byrådet/2024-03-20", "Viborg/Byrådet/2024-03-20/2", "byrådet/Byrådet/c"]);
        assert_eq!(meetings.of_source("b").unwrap().id, ids[0]);
    }

    #[test]
    fn body_is_one_however_it_is_named() {
        let mut agenda = viborg(document("a", MeetingKind::Agenda, "Viborg Byråd", None));
        agenda.facts.date = Some(date(2024, 4, 17));
        let minutes = viborg(document("b", MeetingKind::Minutes, "Byrådet", None));
        let other = document("c", MeetingKind::Minutes, "Skoleudvalget", None);
        let meetings = Meetings::of_groups([agenda, minutes, other].map(|d| (vec![d], 0)));
        for body in ["Viborg Byråd", "Byrådet"] {
            let found: Vec<&str> = meetings.of_body(body).iter().map(|m| m.documents[0].source.as_str()).collect();
            assert_eq!(found, ["b", "a"]);
        }
        let [before, after] = meetings.neighbours(meetings.of_source("a").unwrap());
        assert_eq!((before.map(|m| m.documents[0].source.as_str()), after), (Some("b"), None));
        assert!(meetings.of_body("Byråd").is_empty());
    }
}
