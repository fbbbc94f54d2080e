//! An item whole: what was decided, its text, its case, and the page of the document that it stands on.

mod course;
mod decision;
mod facts;
mod source;
mod text;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{Frame, Link, Piece, pieces, written};
use crate::engine::Index;
use crate::index::StoredItem;
use crate::model::{Item, MeetingKind, SectionKind};
use crate::query::{self, Highlights, Question};
use crate::web::visit::{Visit, address};
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;
use course::Course;
use decision::Decision;
use facts::{Fact, Neighbours};
use source::Source;
use text::{Passages, Section};

/// Formats that a case can be had in.
const EXPORTS: [(&str, &str); 5] =
    [("CSV", "csv"), ("Excel", "xlsx"), ("Markdown", "md"), ("JSON", "json"), ("HTML", "html")];

#[derive(Template)]
#[template(path = "item.html")]
struct Page<'a> {
    frame: Frame<'a>,
    heading: Vec<Piece>,
    number: Option<String>,
    day: String,
    written: Option<String>,
    body: String,
    body_address: Option<String>,
    meeting: String,
    kind: &'a str,
    closed: bool,
    twins: Vec<Link>,
    decision: Decision,
    sections: Vec<Section>,
    /// Marks in the text, and what they are called together; `None` where no words were asked for.
    marks: Option<String>,
    total: usize,
    cut: bool,
    repairs: Option<Link>,
    facts: Vec<Fact>,
    attachments: Vec<Vec<Piece>>,
    course: Course,
    neighbours: Neighbours,
    source: Source,
    citation: String,
    permalink: String,
    exports: Vec<Link>,
}

impl Page<'_> {
    /// `side 4`.
    fn page_name(&self, page: &u32) -> String {
        fill(&self.frame.words.item.page, &[("page", &page.to_string())])
    }

    /// `I scanningen: mgdet`.
    fn scan_said(&self, original: &str) -> String {
        fill(&self.frame.words.item.scan_said, &[("original", original)])
    }

    /// `3 af 12`.
    fn hit_of(&self, n: &usize) -> String {
        fill(&self.frame.words.item.hit_of, &[("at", &n.to_string()), ("all", &self.total.to_string())])
    }
}

/// Shows an item.
pub async fn get(State(site): State<Arc<Site>>, Path(id): Path<String>, visit: Visit) -> Result<Response, Problem> {
    // The words are read as those of a search, so that the same is marked.
    let asked: Vec<(String, String)> = visit.pairs().into_iter().filter(|(n, _)| is_of_words(n)).collect();
    let question = SearchState::read(address("", asked).trim_start_matches('?'))?;
    site.work(move |site, index| {
        let request = question.question(site.settings.synonyms.clone());
        let stored = found(index, &id)?;
        written(&page(site, index, &visit, &request, &stored)?)
    })
    .await
}

fn is_of_words(parameter: &str) -> bool {
    matches!(parameter, "q" | "exact" | "synonyms" | "section")
}

/// The item of that id; where there is none, those near it are told.
pub fn found(index: &Index, id: &str) -> Result<StoredItem, Problem> {
    if let Some(stored) = index.item(id)? {
        return Ok(stored);
    }
    Err(Problem { suggestions: query::ids_near(index, id)?, ..Problem::not_found(format!("there is no item {id}")) })
}

fn page<'a>(
    site: &'a Site,
    index: &Index,
    visit: &Visit,
    request: &Question,
    stored: &StoredItem,
) -> Result<Page<'a>, Problem> {
    let (item, meeting) = (&stored.item, &stored.meeting);
    let frame = Frame::new(site, visit, &crate::text::shortened(&item.title, 120));
    let words = frame.words;
    let has_words = !request.words.trim().is_empty();
    let marked = if has_words { query::highlights(index, request, &stored.id)? } else { Highlights::default() };
    let repairs_shown = visit.get("repairs").is_some_and(|r| r == "yes");
    let mut passages = Passages::new(repairs_shown);
    let sections = passages.sections(&frame, item, &marked);
    let source = Source::new(&frame, index, visit, stored, passages.first_page())?;
    let permalink = frame.whole(&site.links.thing("item", &stored.id));
    let path = site.links.thing("item", &stored.id);
    Ok(Page {
        heading: pieces(&item.title, &marked.title),
        number: item.number.as_ref().map(|n| fill(&words.hit.item, &[("number", n.as_str())])),
        day: frame.day(meeting.date),
        written: meeting.date.map(|d| d.to_string()),
        body: frame.body(meeting),
        body_address: meeting.body.as_ref().map(|b| frame.thing("body", b)),
        meeting: frame.thing("meeting", &stored.source),
        kind: words.names.kind(meeting.kind),
        closed: item.closed,
        twins: twins(&frame, index, visit, stored)?,
        decision: Decision::new(&frame, stored),
        marks: has_words.then(|| match passages.total() {
            0 => words.item.no_hits.clone(),
            n => words.count(n as u64, &words.item.hits),
        }),
        total: passages.total(),
        cut: passages.is_cut(),
        repairs: repairs(&frame, visit, &path, item, repairs_shown),
        facts: facts::facts(&frame, stored),
        attachments: attachments(item, &marked),
        course: Course::new(&frame, index, stored)?,
        neighbours: Neighbours::new(&frame, index, stored)?,
        source,
        citation: facts::citation(&frame, stored, &permalink),
        permalink,
        exports: exports(&frame, &stored.id),
        sections,
        frame,
    })
}

/// The same item in the meeting's other documents.
fn twins(frame: &Frame<'_>, index: &Index, visit: &Visit, stored: &StoredItem) -> Result<Vec<Link>, Problem> {
    let words = &frame.words.item;
    let mut links = Vec::new();
    for id in query::twins(index, &stored.id)? {
        let kind = index.item(&id)?.map(|other| other.meeting.kind);
        let name = match kind {
            Some(kind) if kind == stored.meeting.kind => &words.twin_other,
            Some(MeetingKind::Agenda) => &words.twin_agenda,
            _ => &words.twin_minutes,
        };
        let asked = visit.pairs().into_iter().filter(|(n, _)| is_of_words(n));
        links.push(Link::new(name, frame.with(&frame.site.links.thing("item", &id), asked)));
    }
    Ok(links)
}

/// Shows or hides what was repaired. `None` where nothing was.
fn repairs(frame: &Frame<'_>, visit: &Visit, path: &str, item: &Item, shown: bool) -> Option<Link> {
    let words = &frame.words.item;
    let count: usize = item.sections.iter().map(|s| s.text.repairs().len()).sum();
    let others = visit.pairs().into_iter().filter(|(n, _)| n != "repairs" && n != "lang");
    let on = (!shown).then(|| ("repairs".to_owned(), "yes".to_owned()));
    let name = if shown { &words.hide_repairs } else { &words.show_repairs };
    let name = format!("{name} ({})", frame.words.count(count as u64, &words.repairs));
    (count > 0).then(|| Link::new(name, frame.with(path, others.chain(on))))
}

/// The list of attachments, where no section holds it.
fn attachments(item: &Item, marked: &Highlights) -> Vec<Vec<Piece>> {
    if item.sections.iter().any(|s| s.kind == SectionKind::Attachments && !s.text.is_blank()) {
        return Vec::new();
    }
    let (mut lines, mut at) = (Vec::new(), 0);
    for line in &item.attachments {
        let of_line = marked.attachments.iter().filter(|m| m.start >= at && m.end <= at + line.len());
        let marks: Vec<_> = of_line.map(|m| m.start - at..m.end - at).collect();
        lines.push(pieces(line, &marks));
        at += line.len() + 1;
    }
    lines
}

fn exports(frame: &Frame<'_>, id: &str) -> Vec<Link> {
    let link = |(name, format): (&str, &str)| {
        let path = frame.site.links.to(&format!("export/case.{format}"));
        Link::new(name, frame.with(&path, [("id", id)]))
    };
    EXPORTS.map(link).into()
}

#[cfg(test)]
mod tests;
