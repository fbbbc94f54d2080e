//! The stored form of the table of meetings: JSON without empty fields.

use serde::{Deserialize, Serialize};

use super::stored::{AuthorityRow, parsed};
use crate::index::MeetingFacts;
use crate::index::meetings::{DocumentRecord, MeetingRecord, Meetings};
use crate::lexicon::authorities;
use crate::model::{Authority, ItemNumber, MeetingKind};

/// Encodes the table.
pub(crate) fn encode_meetings(meetings: &Meetings) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&meetings.all().iter().map(MeetingRow::from).collect::<Vec<_>>())
}

/// Decodes the table.
pub(crate) fn decode_meetings(bytes: &[u8]) -> serde_json::Result<Meetings> {
    let rows: Vec<MeetingRow> = serde_json::from_slice(bytes)?;
    Ok(Meetings::of_records(rows.into_iter().filter_map(MeetingRow::record).collect()))
}

#[derive(Serialize, Deserialize)]
struct MeetingRow {
    id: String,
    items: usize,
    facts: FactsRow,
    documents: Vec<DocumentRow>,
}

#[derive(Serialize, Deserialize)]
struct DocumentRow {
    source: String,
    stem: String,
    items: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    numbers: Vec<String>,
    facts: FactsRow,
}

/// A document's facts about its meeting.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct FactsRow {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    agenda: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    other: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authority: Option<AuthorityRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
}

impl From<&MeetingRecord> for MeetingRow {
    fn from(meeting: &MeetingRecord) -> Self {
        let document = |d: &DocumentRecord| DocumentRow {
            source: d.source.clone(),
            stem: d.stem.clone(),
            items: d.items,
            numbers: d.numbers.iter().map(|n| n.as_str().to_owned()).collect(),
            facts: (&d.facts).into(),
        };
        Self {
            id: meeting.id.clone(),
            items: meeting.items,
            facts: (&meeting.facts).into(),
            documents: meeting.documents.iter().map(document).collect(),
        }
    }
}

impl MeetingRow {
    /// `None` for a row without documents.
    fn record(self) -> Option<MeetingRecord> {
        let document = |d: DocumentRow| DocumentRecord {
            source: d.source,
            stem: d.stem,
            items: d.items,
            numbers: d.numbers.iter().filter_map(|n| ItemNumber::new(n)).collect(),
            facts: d.facts.into(),
        };
        let documents: Vec<DocumentRecord> = self.documents.into_iter().map(document).collect();
        let whole = !documents.is_empty();
        whole.then_some(MeetingRecord { id: self.id, facts: self.facts.into(), documents, items: self.items })
    }
}

impl From<&MeetingFacts> for FactsRow {
    fn from(facts: &MeetingFacts) -> Self {
        Self {
            agenda: facts.kind == MeetingKind::Agenda,
            other: facts.kind == MeetingKind::Other,
            body: facts.body.clone(),
            authority: facts.authority.as_ref().map(AuthorityRow::from),
            region: facts.region.map(|r| r.name().to_owned()),
            date: facts.date.map(|d| d.to_string()),
            start: facts.start.map(|t| t.to_string()),
            end: facts.end.map(|t| t.to_string()),
            place: facts.place.clone(),
        }
    }
}

impl From<FactsRow> for MeetingFacts {
    fn from(row: FactsRow) -> Self {
        Self {
            kind: super::stored::kind_of(!row.agenda && !row.other, row.other),
            body: row.body,
            authority: row.authority.map(Authority::from),
            region: row.region.as_deref().and_then(|r| authorities().region(r)),
            date: parsed(row.date),
            start: parsed(row.start),
            end: parsed(row.end),
            place: row.place,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;
    use crate::model::Region;

    #[test]
    fn table_comes_back_as_it_went_in() {
        let facts = MeetingFacts {
            kind: MeetingKind::Agenda,
            body: Some("Byrådet".into()),
            authority: authorities().named("Viborg").cloned(),
            region: Some(Region::new("Midtjylland")),
            date: Some(date(2024, 3, 20)),
            start: Some(time(17, 0, 0, 0)),
            end: Some(time(19, 30, 0, 0)),
            place: Some("Rådhuset".into()),
        };
        let bare = MeetingFacts {
            kind: MeetingKind::Minutes,
            body: None,
            authority: None,
            region: None,
            date: None,
            start: None,
            end: None,
            place: None,
        };
        let document = |source: &str, facts: MeetingFacts| DocumentRecord {
            source: format!("{source}.txt"),
            stem: source.into(),
            facts,
            items: 2,
            numbers: ["1", "2.1"].into_iter().filter_map(ItemNumber::new).collect(),
        };
        let meetings = Meetings::of_groups([(vec![document("a", facts)], 0), (vec![document("b", bare)], 0)]);
        assert_eq!(decode_meetings(&encode_meetings(&meetings).unwrap()).unwrap(), meetings);
    }
}
