//! Meetings and bodies.

use schemars::JsonSchema;
use serde::Serialize;

use super::endpoint::{Asked, Endpoint};
use super::item::ItemBriefObject;
use super::search::{PAGING, filters};
use crate::archive::Snapshot;
use crate::index::MeetingRecord;
use crate::output::MeetingEntry;
use crate::query::{self, Question};
use crate::web::{Problem, Site};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new("/meetings", "Meetings that have an item which the filters let through, newest first.", meetings)
            .with(filters())
            .with(PAGING),
        Endpoint::new("/meetings/{source}", "One meeting with its items.", meeting)
            .of("One of its documents, as hits name it: `skive/referat-2021.pdf`. Slashes need no escape."),
        Endpoint::new("/bodies", "Bodies that met, with the day when each last did.", bodies).with(filters()),
    ]
}

/// Some meetings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeetingsAnswer {
    /// From 1.
    pub page: usize,
    /// Meetings on a page.
    pub limit: usize,
    /// There is a page behind this one.
    pub more: bool,
    pub meetings: Vec<MeetingEntry>,
}

fn meetings(_: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<MeetingsAnswer, Problem> {
    let (skip, limit) = (asked.skip()?, asked.limit()?);
    let found = snapshot.meetings(&asked.state.filters, skip, limit)?;
    let meetings = found.meetings.iter().map(MeetingEntry::from).collect();
    Ok(MeetingsAnswer { page: asked.state.page, limit, more: found.more, meetings })
}

/// A meeting and its agenda.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeetingAnswer {
    #[serde(flatten)]
    pub meeting: MeetingEntry,
    /// `HH:MM`.
    pub start: Option<String>,
    /// `HH:MM`.
    pub end: Option<String>,
    pub place: Option<String>,
    /// Each item once, as the minutes have it where they do.
    pub agenda: Vec<ItemBriefObject>,
    /// The meeting of the same body before this one.
    pub previous: Option<MeetingBriefObject>,
    /// The one after it.
    pub next: Option<MeetingBriefObject>,
}

/// A meeting in short.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct MeetingBriefObject {
    /// Its first document.
    pub source: String,
    /// `YYYY-MM-DD`.
    pub date: Option<String>,
    pub body: Option<String>,
}

impl From<&MeetingRecord> for MeetingBriefObject {
    fn from(meeting: &MeetingRecord) -> Self {
        Self {
            source: meeting.documents.first().map(|d| d.source.clone()).unwrap_or_default(),
            date: meeting.facts.date.map(|d| d.to_string()),
            body: meeting.facts.body.clone(),
        }
    }
}

fn meeting(_: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<MeetingAnswer, Problem> {
    let source = &asked.thing;
    let nothing = || Problem::not_found(format!("the archive has no meeting with the document {source}"));
    let whole = snapshot.meeting(source)?.ok_or_else(nothing)?;
    let facts = &whole.meeting.facts;
    let [previous, next] = snapshot.neighbours(&whole.meeting)?;
    let time = |t: jiff::civil::Time| t.strftime("%H:%M").to_string();
    Ok(MeetingAnswer {
        meeting: MeetingEntry::from(&whole.meeting),
        start: facts.start.map(time),
        end: facts.end.map(time),
        place: facts.place.clone(),
        agenda: whole.items.iter().map(Into::into).collect(),
        previous: previous.as_ref().map(Into::into),
        next: next.as_ref().map(Into::into),
    })
}

/// The bodies of an archive.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BodiesAnswer {
    /// Those with most items first.
    pub bodies: Vec<BodyObject>,
}

/// A body.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct BodyObject {
    pub name: String,
    /// How many of its items the filters let through.
    pub items: u64,
    /// The day of its last meeting in the archive, `YYYY-MM-DD`.
    pub newest: Option<String>,
}

fn bodies(_: &Site, snapshot: &Snapshot, asked: &Asked) -> Result<BodiesAnswer, Problem> {
    let filters = asked.state.filters.clone();
    let counts = snapshot.search(&Question { filters, limit: Some(1), ..Question::default() })?.facets.body;
    let last = snapshot.last_meetings()?;
    let body = |count: query::FacetCount| BodyObject {
        newest: last.get(&count.value).map(ToString::to_string),
        name: count.value,
        items: count.count,
    };
    Ok(BodiesAnswer { bodies: counts.into_iter().map(body).collect() })
}
