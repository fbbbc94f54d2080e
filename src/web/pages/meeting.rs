//! A meeting: its items, documents and participants, and the meetings before and after.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{Badge, Frame, Link, written};
use crate::archive::{ArchiveError, Snapshot};
use crate::index::{DocumentRecord, MeetingRecord, StoredItem};
use crate::model::Participant;
use crate::output::MeetingEntry;
use crate::query::WholeMeeting;
use crate::text::shortened;
use crate::web::context::RequestContext;
use crate::web::{Problem, Site};
use crate::words::fill;

/// Characters of a title: two lines.
const TITLE: usize = 240;

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage<'a> {
    frame: Frame<'a>,
    heading: String,
    authority: Option<String>,
    body_address: Option<String>,
    time: Option<String>,
    place: Option<String>,
    count: String,
    items: Vec<ItemView>,
    gaps: Option<String>,
    documents: Vec<Document>,
    present: Vec<Person>,
    absent: Vec<Person>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// An item of the meeting.
struct ItemView {
    number: String,
    link: Link,
    badge: Option<Badge>,
    closed: bool,
    group: Option<String>,
}

/// A document of the meeting.
struct Document {
    kind: String,
    name: String,
    address: String,
}

/// A participant or an absent member.
struct Person {
    name: String,
    role: String,
}

/// Shows the meeting of a document.
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(source): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    site.work(move |site, snapshot| {
        let Some(whole) = snapshot.meeting(&source)? else {
            return Err(Problem::not_found(format!("there is no meeting {source}")));
        };
        let around = snapshot.neighbours(&whole.meeting)?;
        let people = participants(snapshot, &whole.meeting)?;
        written(&page(site, &context, &whole, around, &people))
    })
    .await
}

fn page<'a>(
    site: &'a Site,
    context: &RequestContext,
    whole: &WholeMeeting,
    [previous, next]: [Option<MeetingRecord>; 2],
    people: &[Participant],
) -> MeetingPage<'a> {
    let (words, facts) = (context.language.words(), &whole.meeting.facts);
    let day = facts.date.map_or_else(|| words.hit.undated.clone(), |d| words.day(d));
    let body = facts.body.clone().unwrap_or_else(|| words.hit.no_body.clone());
    let heading = fill(&words.meeting.title, &[("body", &body), ("date", &day)]);
    let frame = Frame::new(site, context, &heading);
    let person = |p: &Participant| Person { name: p.name.clone(), role: role(p) };
    let of = |absent| people.iter().filter(|p| p.absent == absent).map(person).collect();
    let neighbour = |meeting: Option<MeetingRecord>| {
        let meeting = meeting?;
        Some(Link::new(frame.day(meeting.facts.date), frame.thing("meeting", &meeting.documents.first()?.source)))
    };
    MeetingPage {
        authority: facts.authority.as_ref().map(|a| a.name.clone()),
        body_address: facts.body.as_ref().map(|b| frame.thing("body", b)),
        time: facts.start.map(|start| span(start, facts.end)),
        place: facts.place.clone(),
        count: words.count(whole.items.len() as u64, &words.meeting.items_count),
        items: items(&frame, &whole.items),
        gaps: gaps(&frame, &whole.meeting),
        documents: whole.meeting.documents.iter().map(|d| document(&frame, d)).collect(),
        present: of(false),
        absent: of(true),
        previous: neighbour(previous),
        next: neighbour(next),
        heading,
        frame,
    }
}

/// The participants, from the first document with a list of them.
fn participants(snapshot: &Snapshot, meeting: &MeetingRecord) -> Result<Vec<Participant>, ArchiveError> {
    for document in &meeting.documents {
        let people = snapshot.participants(&document.source)?;
        if !people.is_empty() {
            return Ok(people);
        }
    }
    Ok(Vec::new())
}

/// `09.00–11.30`.
fn span(start: jiff::civil::Time, end: Option<jiff::civil::Time>) -> String {
    let shown = |t: jiff::civil::Time| format!("{:02}.{:02}", t.hour(), t.minute());
    end.map_or_else(|| shown(start), |end| format!("{}–{}", shown(start), shown(end)))
}

fn items(frame: &Frame<'_>, items: &[StoredItem]) -> Vec<ItemView> {
    let mut group: Option<&String> = None;
    let view = |stored: &StoredItem| ItemView {
        number: stored.item.number.as_ref().map(ToString::to_string).unwrap_or_default(),
        link: Link::new(shortened(&stored.item.title, TITLE), frame.thing("item", &stored.id)),
        badge: stored.item.outcome().map(|o| frame.badge(o)),
        closed: stored.item.closed,
        group: None,
    };
    let mut views = Vec::with_capacity(items.len());
    for stored in items {
        let own = stored.item.group.as_ref();
        let new = own.filter(|_| own != group).cloned();
        group = own;
        views.push(ItemView { group: new, ..view(stored) });
    }
    views
}

/// Item numbers missing from all documents of the meeting.
fn gaps(frame: &Frame<'_>, meeting: &MeetingRecord) -> Option<String> {
    let numbers: Vec<String> = MeetingEntry::from(meeting).gaps;
    let missing = || fill(&frame.words.meeting.gaps, &[("numbers", &numbers.join(", "))]);
    (!numbers.is_empty()).then(missing)
}

fn document(frame: &Frame<'_>, record: &DocumentRecord) -> Document {
    Document {
        kind: frame.words.names.kind(record.facts.kind).to_owned(),
        name: record.source.clone(),
        address: frame.site.links.thing("original", &record.source),
    }
}

/// `formand, Viborg Kommune`.
fn role(person: &Participant) -> String {
    let parts: Vec<&str> = [&person.role, &person.organisation].into_iter().flatten().map(String::as_str).collect();
    parts.join(", ")
}
