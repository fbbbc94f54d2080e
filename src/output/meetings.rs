//! The contents of an index, meeting by meeting.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, value};
use crate::index::{DocumentRecord, MeetingRecord};
use crate::model::{ItemNumber, MeetingKind};

/// A larger jump counts as a new start of the numbers, not as a gap. A higher limit finds longer gaps, but more false ones.
const LARGEST_GAP: u32 = 10;

/// One meeting as its documents tell it, in JSON: agenda and minutes whose items are one are of one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MeetingEntry {
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The body that meets, as the document names it: `Byrådet`; `null` where the document names none.
    pub body: Option<String>,
    /// The municipality or region that the body belongs to, short: `Viborg`, `Region Midtjylland`; `null` for a body
    /// that several share, or an unknown one.
    pub authority: Option<String>,
    /// `Hovedstaden`, `Midtjylland`, `Nordjylland`, `Sjælland` or `Syddanmark`; `null` where it is unknown.
    pub region: Option<&'static str>,
    /// `agenda`, `minutes` or `other`: of the document that stands for the meeting.
    pub kind: &'static str,
    /// Of all its documents, agendas first.
    pub kinds: Vec<&'static str>,
    /// How many items it has; what stands in several documents counts once.
    pub items: usize,
    /// The number of its first item that has one, as printed.
    pub first: Option<String>,
    /// The number of its last item that has one.
    pub last: Option<String>,
    /// Item numbers that all its documents skip: `3` where 2 is followed by 4. Something may be missing, or was left out on purpose.
    pub gaps: Vec<String>,
    /// The document that stands for the meeting: the minutes, of several the one with most items.
    pub source: String,
    /// All its documents, in the order of `kinds`.
    pub sources: Vec<String>,
}

impl MeetingEntry {
    /// Every one of `meetings`: body by body, by date (undated last), then by source.
    pub fn list<'a>(meetings: impl IntoIterator<Item = &'a MeetingRecord>) -> Vec<Self> {
        let mut list: Vec<Self> = meetings.into_iter().map(Self::from).collect();
        list.sort_by(|a, b| a.order().cmp(&b.order()));
        list
    }

    fn order(&self) -> impl Ord + '_ {
        (self.series(), self.date.is_none(), &self.date, &self.source)
    }

    /// The authority and the body of the series.
    fn series(&self) -> (Option<&str>, Option<&str>) {
        (self.authority.as_deref(), self.body.as_deref())
    }
}

impl From<&MeetingRecord> for MeetingEntry {
    fn from(meeting: &MeetingRecord) -> Self {
        let facts = &meeting.facts;
        let first = meeting.documents.first();
        let own = first.map(|d| d.numbers.as_slice()).unwrap_or_default();
        let mut documents: Vec<&DocumentRecord> = meeting.documents.iter().collect();
        documents.sort_by_key(|d| (d.facts.kind == MeetingKind::Minutes, &d.source));
        let numbers: Vec<&ItemNumber> = documents.iter().flat_map(|d| &d.numbers).collect();
        Self {
            date: facts.date.map(|d| d.to_string()),
            body: facts.body.clone(),
            authority: facts.authority.as_ref().map(|a| a.name.clone()),
            region: facts.region.map(|r| r.name()),
            kind: facts.kind.name(),
            kinds: documents.iter().map(|d| d.facts.kind.name()).collect(),
            items: meeting.items,
            first: own.first().map(ToString::to_string),
            last: own.last().map(ToString::to_string),
            gaps: gaps(&numbers),
            source: first.map(|d| d.source.clone()).unwrap_or_default(),
            sources: documents.iter().map(|d| d.source.clone()).collect(),
        }
    }
}

/// The numbers left out between the smallest and the largest of each level.
pub(super) fn gaps(numbers: &[&ItemNumber]) -> Vec<String> {
    let mut last: BTreeMap<Vec<u32>, BTreeSet<u32>> = BTreeMap::new();
    for levels in numbers.iter().map(|n| n.levels()) {
        if let Some((number, above)) = levels.split_last() {
            last.entry(above.to_vec()).or_default().insert(*number);
        }
    }
    let above: BTreeSet<Vec<u32>> = last.keys().cloned().collect();
    let mut missing = Vec::new();
    for (prefix, found) in &last {
        let pairs = found.iter().zip(found.iter().skip(1)).filter(|(a, b)| *b - *a <= LARGEST_GAP);
        for number in pairs.flat_map(|(a, b)| a + 1..*b) {
            let whole: Vec<u32> = prefix.iter().copied().chain([number]).collect();
            // A group of items (2.1, 2.2) replaces an item 2.
            if !above.iter().any(|a| a.starts_with(&whole)) {
                missing.push(whole.iter().map(u32::to_string).collect::<Vec<_>>().join("."));
            }
        }
    }
    missing
}

/// A list of meetings.
#[derive(Debug, Clone)]
pub struct MeetingsReport {
    /// The meetings to list.
    pub meetings: Vec<MeetingEntry>,
}

impl Report for MeetingsReport {
    fn columns(&self) -> &'static [&'static str] {
        &["date", "body", "authority", "region", "kind", "items", "first", "last", "gaps", "source", "kinds", "sources"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.meetings.iter().map(value))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for series in self.meetings.chunk_by(|a, b| a.series() == b.series()) {
            blocks.extend([Block::heading(2, Rich::strong(title(&series[0]))), table(series), Block::Gap]);
        }
        let mut count = self.count();
        let gaps = self.meetings.iter().filter(|m| !m.gaps.is_empty()).count();
        if gaps > 0 {
            count += &format!(", {gaps} with gaps in their item numbers");
        }
        blocks.push(Block::paragraph(Rich::dim(count)));
        blocks
    }
}

impl MeetingsReport {
    /// `3 meetings in 5 documents`.
    fn count(&self) -> String {
        let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let documents = self.meetings.iter().map(|m| m.sources.len()).sum();
        format!("{} in {}", number(self.meetings.len(), "meeting"), number(documents, "document"))
    }
}

/// `Byrådet, Skive`.
fn title(m: &MeetingEntry) -> String {
    let body = m.body.clone().unwrap_or_else(|| "unknown body".into());
    [body].into_iter().chain(m.authority.clone()).collect::<Vec<_>>().join(", ")
}

fn table(series: &[MeetingEntry]) -> Block {
    Block::Table { heads: vec!["date", "kind", "items", "numbers", "source"], rows: series.iter().map(row).collect() }
}

fn row(m: &MeetingEntry) -> Vec<Rich> {
    vec![
        Rich::plain(m.date.clone().unwrap_or_else(|| "undated".into())),
        Rich::plain(m.kinds.join(", ")),
        Rich::plain(m.items.to_string()),
        numbers(m),
        Rich::dim(m.sources.join(", ")),
    ]
}

/// `1–12, without 4, 5`.
fn numbers(m: &MeetingEntry) -> Rich {
    let range = match (&m.first, &m.last) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.clone(),
        _ => "none".into(),
    };
    let gaps = if m.gaps.is_empty() { String::new() } else { format!(", without {}", m.gaps.join(", ")) };
    Rich::plain(range).with(gaps, Style::Strong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{MeetingFacts, Meetings};
    use crate::output::item::tests::stored;
    use crate::output::{Format, Terminal};

    fn missing(numbers: &[&str]) -> Vec<String> {
        let numbers: Vec<ItemNumber> = numbers.iter().filter_map(|n| ItemNumber::new(n)).collect();
        gaps(&numbers.iter().collect::<Vec<_>>())
    }

    #[test]
    fn skipped_number_is_a_gap() {
        assert_eq!(missing(&["1", "2", "4"]), ["3"]);
        assert_eq!(missing(&["1.1", "1.2", "1.4", "2.1", "2.3"]), ["1.3", "2.2"]);
        assert_eq!(missing(&["143", "144"]), Vec::<String>::new());
    }

    #[test]
    fn group_of_items_fills_its_own_number() {
        assert_eq!(missing(&["1", "2.1", "2.2", "3"]), Vec::<String>::new());
    }

    #[test]
    fn new_beginning_is_no_gap() {
        assert_eq!(missing(&["1", "2", "143", "144"]), Vec::<String>::new());
    }

    fn shown(meetings: Meetings) -> String {
        let mut out = Vec::new();
        let meetings = MeetingEntry::list(meetings.all());
        Terminal::default().write(&MeetingsReport { meetings }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn document(source: &str, kind: MeetingKind, numbers: &[&str]) -> DocumentRecord {
        DocumentRecord {
            source: source.into(),
            stem: source.into(),
            facts: MeetingFacts { kind, ..stored().meeting },
            items: numbers.len(),
            numbers: numbers.iter().filter_map(|n| ItemNumber::new(n)).collect(),
        }
    }

    #[test]
    fn meeting_is_a_line_with_its_gaps() {
        insta::assert_snapshot!(shown(Meetings::of_groups([(vec![document("skive/a.pdf", MeetingKind::Minutes, &["4", "6"])], 0)])), @r"
        Byrådet
        date        kind     items  numbers         source
        2012-03-20  minutes  2      4–6, without 5  skive/a.pdf

        1 meeting in 1 document, 1 with gaps in their item numbers
        ");
    }

    #[test]
    fn agenda_and_minutes_are_one_line_and_fill_each_others_gaps() {
        let agenda = document("skive/dagsorden.pdf", MeetingKind::Agenda, &["4", "5"]);
        let minutes = document("skive/a.pdf", MeetingKind::Minutes, &["4", "6"]);
        insta::assert_snapshot!(shown(Meetings::of_groups([(vec![agenda, minutes], 1)])), @r"
        Byrådet
        date        kind             items  numbers  source
        2012-03-20  agenda, minutes  3      4–6      skive/dagsorden.pdf, skive/a.pdf

        1 meeting in 2 documents
        ");
    }
}
