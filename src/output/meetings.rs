//! What an index holds, meeting by meeting.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use super::block::{Block, Rich, Style};
use super::{Report, value};
use crate::index::StoredItem;
use crate::model::ItemNumber;

/// A jump larger than this is taken for a new beginning of the numbers, not for a gap.
const LARGEST_GAP: u32 = 10;

/// One meeting as one file tells it, in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingEntry {
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub body: Option<String>,
    pub authority: Option<String>,
    pub region: Option<&'static str>,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
    /// How many items it has.
    pub items: usize,
    /// The number of its first item that has one, as printed.
    pub first: Option<String>,
    /// The number of its last item that has one.
    pub last: Option<String>,
    /// Item numbers that are skipped: `3` where 2 is followed by 4. Something may be missing, or was left out on purpose.
    pub gaps: Vec<String>,
    pub source: String,
}

impl MeetingEntry {
    /// The meeting that these items of one file make. `None` for no items.
    pub fn new(items: &[&StoredItem]) -> Option<Self> {
        let first = items.first()?;
        let numbers: Vec<&ItemNumber> = items.iter().filter_map(|i| i.item.number.as_ref()).collect();
        Some(Self {
            date: first.meeting.date.map(|d| d.to_string()),
            body: first.meeting.body.clone(),
            authority: first.meeting.authority.as_ref().map(|a| a.name.clone()),
            region: first.meeting.region.map(|r| r.name()),
            kind: first.meeting.kind.name(),
            items: items.len(),
            first: numbers.first().map(ToString::to_string),
            last: numbers.last().map(ToString::to_string),
            gaps: gaps(&numbers),
            source: first.source.clone(),
        })
    }

    /// Every meeting of `items`: body by body, by date (undated last), then by source.
    pub fn list<'a>(items: impl IntoIterator<Item = &'a StoredItem>) -> Vec<Self> {
        let mut by_source: BTreeMap<&str, Vec<&StoredItem>> = BTreeMap::new();
        for item in items {
            by_source.entry(&item.source).or_default().push(item);
        }
        let mut list: Vec<Self> = by_source.values().filter_map(|items| Self::new(items)).collect();
        list.sort_by(|a, b| a.order().cmp(&b.order()));
        list
    }

    fn order(&self) -> impl Ord + '_ {
        (self.series(), self.date.is_none(), &self.date, &self.source)
    }

    /// Whose meetings it is one of.
    fn series(&self) -> (Option<&str>, Option<&str>) {
        (self.authority.as_deref(), self.body.as_deref())
    }
}

/// The numbers left out between the smallest and the largest of each level.
fn gaps(numbers: &[&ItemNumber]) -> Vec<String> {
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
            // A group of items (2.1, 2.2) stands in the place of an item 2.
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
    pub meetings: Vec<MeetingEntry>,
}

impl Report for MeetingsReport {
    fn columns(&self) -> &'static [&'static str] {
        &["date", "body", "authority", "region", "kind", "items", "first", "last", "gaps", "source"]
    }

    fn objects(&self) -> Box<dyn Iterator<Item = Value> + '_> {
        Box::new(self.meetings.iter().map(value))
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for series in self.meetings.chunk_by(|a, b| a.series() == b.series()) {
            blocks.extend([Block::heading(2, Rich::strong(title(&series[0]))), table(series), Block::Gap]);
        }
        let mut count = count(self.meetings.len());
        let gaps = self.meetings.iter().filter(|m| !m.gaps.is_empty()).count();
        if gaps > 0 {
            count += &format!(", {gaps} with gaps in their item numbers");
        }
        blocks.push(Block::paragraph(Rich::dim(count)));
        blocks
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

fn count(meetings: usize) -> String {
    format!("{meetings} {}", if meetings == 1 { "document" } else { "documents" })
}

fn row(m: &MeetingEntry) -> Vec<Rich> {
    vec![
        Rich::plain(m.date.clone().unwrap_or_else(|| "undated".into())),
        Rich::plain(m.kind),
        Rich::plain(m.items.to_string()),
        numbers(m),
        Rich::dim(&m.source),
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

    #[test]
    fn meeting_is_a_line_with_its_gaps() {
        let mut third = stored();
        third.item.number = ItemNumber::new("6");
        let meetings = MeetingEntry::list([&stored(), &third]);
        let mut out = Vec::new();
        Terminal::default().write(&MeetingsReport { meetings }, &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r"
        Byrådet
        date        kind     items  numbers         source
        2012-03-20  minutes  2      4–6, without 5  skive/a.pdf

        1 document, 1 with gaps in their item numbers
        ");
    }
}
