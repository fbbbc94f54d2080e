//! The stored form of items and files: JSON of types tied to the version of the format.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::decision::DecisionRow;
use crate::index::{FileRecord, MeetingFacts, Missing, Outcome, StoredItem};
use crate::lexicon::authorities;
use crate::model::{
    Authority, AuthorityKind, CaseNumber, Decision, Item, ItemNumber, MeetingKind, PageBreak, Participant, Repair,
    RepairKind, Section, SectionKind, Text, TopicPath,
};
use crate::note::{Note, Severity};

/// Encodes an item.
pub(crate) fn encode_item(item: &StoredItem) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&ItemRow::from(item))
}

/// Decodes an item.
pub(crate) fn decode_item(bytes: &[u8]) -> serde_json::Result<StoredItem> {
    serde_json::from_slice::<ItemRow>(bytes).map(StoredItem::from)
}

/// Encodes a file. `stem` is the prefix of its items' ids, `people` are the participants of its meeting.
pub(crate) fn encode_file(file: &FileRecord, stem: &str, people: &[Participant]) -> serde_json::Result<Vec<u8>> {
    let participants = people.iter().map(ParticipantRow::from).collect();
    serde_json::to_vec(&FileRow { stem: stem.to_owned(), participants, ..FileRow::from(file) })
}

/// Decodes the participants of a file's meeting.
pub(crate) fn decode_participants(bytes: &[u8]) -> serde_json::Result<Vec<Participant>> {
    let row = serde_json::from_slice::<FileRow>(bytes)?;
    Ok(row.participants.into_iter().map(Participant::from).collect())
}

/// Replaces time and content hash in an encoded file.
pub(crate) fn touch_file(bytes: &[u8], modified: i64, hash: u64) -> serde_json::Result<Vec<u8>> {
    let row: FileRow = serde_json::from_slice(bytes)?;
    serde_json::to_vec(&FileRow { modified, hash, ..row })
}

/// Decodes the source of a file and the stem of its items' ids.
pub(crate) fn decode_stem(bytes: &[u8]) -> serde_json::Result<(String, String)> {
    serde_json::from_slice::<FileRow>(bytes).map(|row| (row.source, row.stem))
}

/// Decodes a file.
pub(crate) fn decode_file(bytes: &[u8]) -> serde_json::Result<FileRecord> {
    serde_json::from_slice::<FileRow>(bytes).map(FileRecord::from)
}

#[derive(Serialize, Deserialize)]
struct ItemRow {
    id: String,
    source: String,
    position: u32,
    minutes: bool,
    /// True for a document without a meeting. Left out if false, as in older indexes.
    #[serde(default, skip_serializing_if = "is_false")]
    other: bool,
    body: Option<String>,
    authority: Option<AuthorityRow>,
    region: Option<String>,
    date: Option<String>,
    start: Option<String>,
    end: Option<String>,
    place: Option<String>,
    number: Option<String>,
    title: String,
    group: Option<String>,
    presenter: Option<String>,
    case_number: Option<String>,
    closed: bool,
    municipalities: Vec<String>,
    topics: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<OwnDecisionRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    kle: Vec<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    standing: bool,
    sections: Vec<SectionRow>,
    attachments: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    labels: Vec<(String, String)>,
    page: Option<u32>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AuthorityRow {
    name: String,
    is_region: bool,
    region: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SectionRow {
    kind: String,
    heading: Option<String>,
    body: Option<String>,
    date: Option<String>,
    text: String,
    /// Offset and page.
    breaks: Vec<(usize, u32)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    repairs: Vec<RepairRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionRow>,
}

/// The decision of an item. Usually it equals a section's decision and is not stored twice.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum OwnDecisionRow {
    /// The position of the section, from 0.
    Section(usize),
    Other(Box<DecisionRow>),
}

#[derive(Serialize, Deserialize)]
struct RepairRow {
    start: usize,
    end: usize,
    original: String,
    kind: String,
    confidence: f32,
    second: Option<String>,
}

/// A path as text, or as bytes if it is not valid text: file names may be anything.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum PathRow {
    Text(String),
    Bytes(Vec<u8>),
}

impl From<&Path> for PathRow {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
    }
}

impl From<PathRow> for PathBuf {
    fn from(row: PathRow) -> Self {
        match row {
            PathRow::Text(text) => text.into(),
            #[cfg(unix)]
            PathRow::Bytes(bytes) => <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into(),
            #[cfg(not(unix))]
            PathRow::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned().into(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct FileRow {
    source: String,
    /// The stem of its items' ids. Missing in version 1.
    #[serde(default)]
    stem: String,
    path: PathRow,
    bytes: u64,
    modified: i64,
    hash: u64,
    pages: u32,
    items: u32,
    outcome: OutcomeRow,
    notes: Vec<NoteRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    participants: Vec<ParticipantRow>,
}

#[derive(Serialize, Deserialize)]
struct ParticipantRow {
    name: String,
    organisation: Option<String>,
    role: Option<String>,
    absent: bool,
}

impl From<&Participant> for ParticipantRow {
    fn from(p: &Participant) -> Self {
        Self { name: p.name.clone(), organisation: p.organisation.clone(), role: p.role.clone(), absent: p.absent }
    }
}

impl From<ParticipantRow> for Participant {
    fn from(row: ParticipantRow) -> Self {
        Self { name: row.name, organisation: row.organisation, role: row.role, absent: row.absent }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutcomeRow {
    Read,
    ReadInPart {
        pages: Vec<u32>,
        #[serde(default)]
        unread: Vec<(u32, u32)>,
        #[serde(default)]
        unplaced: u32,
        #[serde(default)]
        left_out: Vec<String>,
    },
    Failed {
        reason: String,
        explanation: String,
        hint: Option<String>,
    },
    Double {
        of: String,
    },
}

#[derive(Serialize, Deserialize)]
struct NoteRow {
    warning: bool,
    message: String,
    hint: Option<String>,
    page: Option<u32>,
}

pub(super) fn is_false(value: &bool) -> bool {
    !value
}

pub(super) fn kind_of(minutes: bool, other: bool) -> MeetingKind {
    match (minutes, other) {
        (true, _) => MeetingKind::Minutes,
        (_, true) => MeetingKind::Other,
        _ => MeetingKind::Agenda,
    }
}

/// A date or time from its stored text.
pub(super) fn parsed<T: std::str::FromStr>(text: Option<String>) -> Option<T> {
    text.and_then(|t| t.parse().ok())
}

impl From<&StoredItem> for ItemRow {
    fn from(stored: &StoredItem) -> Self {
        let (meeting, item) = (&stored.meeting, &stored.item);
        Self {
            id: stored.id.clone(),
            source: stored.source.clone(),
            position: stored.position,
            minutes: meeting.kind == MeetingKind::Minutes,
            other: meeting.kind == MeetingKind::Other,
            body: meeting.body.clone(),
            authority: meeting.authority.as_ref().map(AuthorityRow::from),
            region: meeting.region.map(|r| r.name().to_owned()),
            date: meeting.date.map(|d| d.to_string()),
            start: meeting.start.map(|t| t.to_string()),
            end: meeting.end.map(|t| t.to_string()),
            place: meeting.place.clone(),
            number: item.number.as_ref().map(|n| n.as_str().to_owned()),
            title: item.title.clone(),
            group: item.group.clone(),
            presenter: item.presenter.clone(),
            case_number: item.case_number.as_ref().map(|c| c.0.clone()),
            closed: item.closed,
            municipalities: item.municipalities.clone(),
            topics: item.topics.iter().map(|t| t.as_str().to_owned()).collect(),
            decision: OwnDecisionRow::of(item),
            kle: item.kle.clone(),
            standing: item.standing,
            sections: item.sections.iter().map(SectionRow::from).collect(),
            attachments: item.attachments.clone(),
            labels: item.labels.clone(),
            page: item.page,
        }
    }
}

impl From<ItemRow> for StoredItem {
    fn from(row: ItemRow) -> Self {
        let sections: Vec<Section> = row.sections.into_iter().map(Section::from).collect();
        Self {
            id: row.id,
            source: row.source,
            position: row.position,
            meeting: MeetingFacts {
                kind: kind_of(row.minutes, row.other),
                body: row.body,
                authority: row.authority.map(Authority::from),
                region: row.region.as_deref().and_then(|r| authorities().region(r)),
                date: parsed(row.date),
                start: parsed(row.start),
                end: parsed(row.end),
                place: row.place,
            },
            item: Item {
                number: row.number.as_deref().and_then(ItemNumber::new),
                title: row.title,
                group: row.group,
                presenter: row.presenter,
                case_number: row.case_number.map(CaseNumber),
                closed: row.closed,
                municipalities: row.municipalities,
                topics: row.topics.iter().filter_map(|t| TopicPath::new(t.as_str())).collect(),
                decision: row.decision.and_then(|d| d.decision(&sections)),
                kle: row.kle,
                standing: row.standing,
                sections,
                attachments: row.attachments,
                labels: row.labels,
                page: row.page,
            },
        }
    }
}

impl OwnDecisionRow {
    fn of(item: &Item) -> Option<Self> {
        let decision = item.decision.as_ref()?;
        let section = item.sections.iter().rposition(|s| s.decision.as_ref() == Some(decision));
        Some(section.map_or_else(|| Self::Other(Box::new(decision.into())), Self::Section))
    }

    fn decision(self, sections: &[Section]) -> Option<Decision> {
        match self {
            Self::Section(at) => sections.get(at)?.decision.clone(),
            Self::Other(row) => Some((*row).into()),
        }
    }
}

impl From<&Authority> for AuthorityRow {
    fn from(a: &Authority) -> Self {
        Self {
            name: a.name.clone(),
            is_region: a.kind == AuthorityKind::Region,
            region: a.region.map(|r| r.name().to_owned()),
        }
    }
}

impl From<AuthorityRow> for Authority {
    fn from(row: AuthorityRow) -> Self {
        let kind = if row.is_region { AuthorityKind::Region } else { AuthorityKind::Municipality };
        Self { name: row.name, kind, region: row.region.as_deref().and_then(|r| authorities().region(r)) }
    }
}

impl From<&Section> for SectionRow {
    fn from(section: &Section) -> Self {
        Self {
            kind: section.kind.name().to_owned(),
            heading: section.heading.clone(),
            body: section.body.clone(),
            date: section.date.map(|d| d.to_string()),
            text: section.text.as_str().to_owned(),
            breaks: section.text.breaks().iter().map(|b| (b.at, b.page)).collect(),
            repairs: section.text.repairs().iter().map(RepairRow::from).collect(),
            decision: section.decision.as_ref().map(DecisionRow::from),
        }
    }
}

impl From<SectionRow> for Section {
    fn from(row: SectionRow) -> Self {
        let breaks = row.breaks.into_iter().map(|(at, page)| PageBreak { at, page }).collect();
        let repairs = row.repairs.into_iter().map(Repair::from).collect();
        Self {
            kind: SectionKind::from_name(&row.kind).unwrap_or(SectionKind::Other),
            heading: row.heading,
            body: row.body,
            date: parsed(row.date),
            text: Text::from_parts(row.text, breaks, repairs),
            decision: row.decision.map(Decision::from),
        }
    }
}

impl From<&Repair> for RepairRow {
    fn from(r: &Repair) -> Self {
        Self {
            start: r.at.start,
            end: r.at.end,
            original: r.original.clone(),
            kind: r.kind.name().to_owned(),
            confidence: r.confidence,
            second: r.second.clone(),
        }
    }
}

impl From<RepairRow> for Repair {
    fn from(row: RepairRow) -> Self {
        Self {
            at: row.start..row.end,
            original: row.original,
            kind: RepairKind::ALL.into_iter().find(|k| k.name() == row.kind).unwrap_or(RepairKind::Letters),
            confidence: row.confidence,
            second: row.second,
        }
    }
}

impl From<&FileRecord> for FileRow {
    fn from(file: &FileRecord) -> Self {
        Self {
            source: file.source.clone(),
            stem: String::new(),
            path: PathRow::from(file.path.as_path()),
            bytes: file.bytes,
            modified: file.modified,
            hash: file.hash,
            pages: file.pages,
            items: file.items,
            outcome: OutcomeRow::from(&file.outcome),
            notes: file.notes.iter().map(NoteRow::from).collect(),
            participants: Vec::new(),
        }
    }
}

impl From<FileRow> for FileRecord {
    fn from(row: FileRow) -> Self {
        Self {
            source: row.source,
            path: row.path.into(),
            bytes: row.bytes,
            modified: row.modified,
            hash: row.hash,
            pages: row.pages,
            items: row.items,
            outcome: Outcome::from(row.outcome),
            notes: row.notes.into_iter().map(Note::from).collect(),
        }
    }
}

impl From<&Outcome> for OutcomeRow {
    fn from(outcome: &Outcome) -> Self {
        match outcome.clone() {
            Outcome::Read => Self::Read,
            Outcome::ReadInPart(Missing { pages, unread, unplaced, left_out }) => {
                let unread = unread.into_iter().map(RangeInclusive::into_inner).collect();
                Self::ReadInPart { pages, unread, unplaced, left_out }
            }
            Outcome::Failed { reason, explanation, hint } => Self::Failed { reason, explanation, hint },
            Outcome::Double { of } => Self::Double { of },
        }
    }
}

impl From<OutcomeRow> for Outcome {
    fn from(row: OutcomeRow) -> Self {
        match row {
            OutcomeRow::Read => Self::Read,
            OutcomeRow::ReadInPart { pages, unread, unplaced, left_out } => {
                let unread = unread.into_iter().map(|(first, last)| first..=last).collect();
                Self::ReadInPart(Missing { pages, unread, unplaced, left_out })
            }
            OutcomeRow::Failed { reason, explanation, hint } => Self::Failed { reason, explanation, hint },
            OutcomeRow::Double { of } => Self::Double { of },
        }
    }
}

impl From<&Note> for NoteRow {
    fn from(note: &Note) -> Self {
        let warning = note.severity == Severity::Warning;
        Self { warning, message: note.message.clone(), hint: note.hint.clone(), page: note.page }
    }
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        let severity = if row.warning { Severity::Warning } else { Severity::Info };
        Self { severity, message: row.message, hint: row.hint, page: row.page }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::super::decision::tests::full;
    use super::*;
    use crate::model::Region;

    fn stored() -> StoredItem {
        let mut text = Text::on_page("Området lukkes.\n", 3);
        let repair = Repair {
            at: 0..8,
            original: "Omradet".into(),
            kind: RepairKind::Letters,
            confidence: 0.9,
            second: Some("Omrødet".into()),
        };
        text.push("Området igen", 4, [repair]);
        let section = Section {
            kind: SectionKind::Minutes,
            heading: Some("Beslutning".into()),
            body: Some("Byrådet".into()),
            date: Some(date(2013, 3, 20)),
            text,
            decision: Some(full()),
        };
        StoredItem {
            id: "2013/a#3".into(),
            source: "2013/a.pdf".into(),
            position: 2,
            meeting: MeetingFacts {
                kind: MeetingKind::Minutes,
                body: Some("Byrådet".into()),
                authority: Some(Authority {
                    name: "Viborg".into(),
                    kind: AuthorityKind::Municipality,
                    region: Some(Region::new("Midtjylland")),
                }),
                region: Some(Region::new("Midtjylland")),
                date: Some(date(2013, 3, 20)),
                start: Some(time(9, 0, 0, 0)),
                end: None,
                place: Some("Rådhuset".into()),
            },
            item: Item {
                number: ItemNumber::new("3"),
                case_number: Some(CaseNumber("27.42.00.P20".into())),
                topics: TopicPath::new("/social/takster").into_iter().collect(),
                decision: Some(full()),
                kle: vec!["27.42.00".into()],
                standing: true,
                sections: vec![section],
                attachments: vec!["1. Notat".into()],
                page: Some(3),
                ..Item::titled("Lukning")
            },
        }
    }

    #[test]
    fn item_comes_back_as_it_went_in() {
        let item = stored();
        assert_eq!(decode_item(&encode_item(&item).unwrap()).unwrap(), item);
        let mut other = item;
        other.item.decision = Some(Decision { unclear: true, ..Decision::default() });
        assert_eq!(decode_item(&encode_item(&other).unwrap()).unwrap(), other, "a decision that no section has");
    }

    #[test]
    fn file_comes_back_as_it_went_in() {
        let file = FileRecord {
            source: "a.pdf".into(),
            path: "arkiv/a.pdf".into(),
            bytes: 10,
            modified: -1,
            hash: u64::MAX,
            pages: 2,
            items: 0,
            outcome: Outcome::Failed { reason: "empty".into(), explanation: "no text".into(), hint: None },
            notes: vec![Note::warning("expected text, but found none").on_page(2)],
        };
        let people =
            [Participant { name: "Ole Brink".into(), organisation: None, role: Some("formand".into()), absent: true }];
        let bytes = encode_file(&file, "2019/a", &people).unwrap();
        assert_eq!(decode_file(&bytes).unwrap(), file);
        assert_eq!(decode_participants(&bytes).unwrap(), people);
        let double = FileRecord { outcome: Outcome::Double { of: "b.pdf".into() }, ..file };
        assert_eq!(decode_file(&encode_file(&double, "", &[]).unwrap()).unwrap(), double);
    }
}
