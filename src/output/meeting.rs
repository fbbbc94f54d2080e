//! The meeting object: what `parse` prints and `export` writes.

use serde::Serialize;

use crate::model::{Item, Meeting, Participant, Section};

/// One document, one meeting. Fields as in `docs/meeting-object.md`; a field without a value is `null`, never left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeetingObject {
    pub source: String,
    /// `agenda` or `minutes`.
    pub kind: &'static str,
    pub body: Option<String>,
    pub authority: Option<String>,
    pub region: Option<&'static str>,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    /// `HH:MM`.
    pub start: Option<String>,
    pub end: Option<String>,
    pub place: Option<String>,
    pub participants: Vec<ParticipantObject>,
    pub items: Vec<ItemObject>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ParticipantObject {
    pub name: String,
    pub organisation: Option<String>,
    pub role: Option<String>,
    pub absent: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemObject {
    pub number: Option<String>,
    pub title: String,
    pub group: Option<String>,
    pub presenter: Option<String>,
    pub case_number: Option<String>,
    pub closed: bool,
    pub municipalities: Vec<String>,
    pub topics: Vec<String>,
    pub sections: Vec<SectionObject>,
    pub attachments: Vec<String>,
    /// The page that the item begins on, counted from 1.
    pub page: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionObject {
    pub kind: &'static str,
    pub heading: Option<String>,
    pub body: Option<String>,
    pub date: Option<String>,
    pub text: String,
    /// The page that the section begins on, counted from 1.
    pub page: Option<u32>,
}

impl From<&Meeting> for MeetingObject {
    fn from(m: &Meeting) -> Self {
        let time = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
        Self {
            source: m.source.clone(),
            kind: m.kind.name(),
            body: m.body.clone(),
            authority: m.authority.as_ref().map(|a| a.name.clone()),
            region: m.region.map(|r| r.name()),
            date: m.date.map(|d| d.to_string()),
            start: m.start.map(time),
            end: m.end.map(time),
            place: m.place.clone(),
            participants: m.participants.iter().map(Into::into).collect(),
            items: m.items.iter().map(Into::into).collect(),
        }
    }
}

impl From<&Participant> for ParticipantObject {
    fn from(p: &Participant) -> Self {
        Self { name: p.name.clone(), organisation: p.organisation.clone(), role: p.role.clone(), absent: p.absent }
    }
}

impl From<&Item> for ItemObject {
    fn from(i: &Item) -> Self {
        Self {
            number: i.number.as_ref().map(ToString::to_string),
            title: i.title.clone(),
            group: i.group.clone(),
            presenter: i.presenter.clone(),
            case_number: i.case_number.as_ref().map(|c| c.0.clone()),
            closed: i.closed,
            municipalities: i.municipalities.clone(),
            topics: i.topics.iter().map(ToString::to_string).collect(),
            sections: i.sections.iter().map(Into::into).collect(),
            attachments: i.attachments.clone(),
            page: i.page,
        }
    }
}

impl From<&Section> for SectionObject {
    fn from(s: &Section) -> Self {
        Self {
            kind: s.kind.name(),
            heading: s.heading.clone(),
            body: s.body.clone(),
            date: s.date.map(|d| d.to_string()),
            text: s.text.as_str().to_owned(),
            page: s.text.first_page(),
        }
    }
}
