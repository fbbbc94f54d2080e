//! The page of an item: decision, text, case, and a picture of the document's page.

mod decision;
mod facts;
mod source;
mod text;
mod timeline;

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{Fragment, Frame, Link, fragments, written};
use crate::archive::Snapshot;
use crate::index::StoredItem;
use crate::model::{Item, MeetingKind, SectionKind};
use crate::query::{Highlights, Question};
use crate::web::context::{RequestContext, address};
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;
use decision::Decision;
use facts::{Fact, Neighbours};
use source::Source;
use text::{Passages, Section};
use timeline::CaseTimeline;

/// Export formats of a case.
const EXPORTS: [(&str, &str); 5] =
    [("CSV", "csv"), ("Excel", "xlsx"), ("Markdown", "md"), ("JSON", "json"), ("HTML", "html")];

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage<'a> {
    frame: Frame<'a>,
    heading: Vec<Fragment>,
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
    /// `12 træf i teksten`. `None` without words to highlight.
    hit_count: Option<String>,
    total: usize,
    cut: bool,
    repairs: Option<Link>,
    facts: Vec<Fact>,
    attachments: Vec<Vec<Fragment>>,
    timeline: CaseTimeline,
    neighbours: Neighbours,
    source: Source,
    citation: String,
    permalink: String,
    exports: Vec<Link>,
}

impl ItemPage<'_> {
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
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    // Read as a search, so the page highlights the same words as the list of hits.
    let asked: Vec<(String, String)> = context.pairs().into_iter().filter(|(n, _)| is_of_words(n)).collect();
    let state = SearchState::read(address("", asked).trim_start_matches('?'))?;
    site.work(move |site, snapshot| {
        let request = state.question(site.settings.synonyms.clone());
        let stored = snapshot.item(&id)?;
        written(&page(site, snapshot, &context, &request, &stored)?)
    })
    .await
}

fn is_of_words(parameter: &str) -> bool {
    matches!(parameter, "q" | "exact" | "synonyms" | "section")
}

fn page<'a>(
    site: &'a Site,
    snapshot: &Snapshot,
    context: &RequestContext,
    request: &Question,
    stored: &StoredItem,
) -> Result<ItemPage<'a>, Problem> {
    let (item, meeting) = (&stored.item, &stored.meeting);
    let frame = Frame::new(site, context, &crate::text::shortened(&item.title, 120));
    let words = frame.words;
    let has_words = !request.words.trim().is_empty();
    let marked = if has_words { snapshot.highlights(request, &stored.id)? } else { Highlights::default() };
    let repairs_shown = context.get("repairs").is_some_and(|r| r == "yes");
    let mut passages = Passages::new(repairs_shown);
    let sections = passages.sections(&frame, item, &marked);
    let source = Source::new(&frame, snapshot, context, stored, passages.first_page())?;
    let permalink = frame.whole(&site.links.thing("item", &stored.id));
    let path = site.links.thing("item", &stored.id);
    Ok(ItemPage {
        heading: fragments(&item.title, &marked.title),
        number: item.number.as_ref().map(|n| fill(&words.hit.item, &[("number", n.as_str())])),
        day: frame.day(meeting.date),
        written: meeting.date.map(|d| d.to_string()),
        body: frame.body(meeting),
        body_address: meeting.body.as_ref().map(|b| frame.thing("body", b)),
        meeting: frame.thing("meeting", &stored.source),
        kind: words.names.kind(meeting.kind),
        closed: item.closed,
        twins: twins(&frame, snapshot, context, stored)?,
        decision: Decision::new(&frame, stored),
        hit_count: has_words.then(|| match passages.total() {
            0 => words.item.no_hits.clone(),
            n => words.count(n as u64, &words.item.hits),
        }),
        total: passages.total(),
        cut: passages.is_cut(),
        repairs: repairs(&frame, context, &path, item, repairs_shown),
        facts: facts::facts(&frame, stored),
        attachments: attachments(item, &marked),
        timeline: CaseTimeline::new(&frame, snapshot, stored)?,
        neighbours: Neighbours::new(&frame, snapshot, stored)?,
        source,
        citation: facts::citation(&frame, stored, &permalink),
        permalink,
        exports: exports(&frame, &stored.id),
        sections,
        frame,
    })
}

/// The same item in the meeting's other documents.
fn twins(
    frame: &Frame<'_>,
    snapshot: &Snapshot,
    context: &RequestContext,
    stored: &StoredItem,
) -> Result<Vec<Link>, Problem> {
    let words = &frame.words.item;
    let mut links = Vec::new();
    for id in snapshot.twins(&stored.id)? {
        let name = match snapshot.item(&id)?.meeting.kind {
            kind if kind == stored.meeting.kind => &words.twin_other,
            MeetingKind::Agenda => &words.twin_agenda,
            _ => &words.twin_minutes,
        };
        let asked = context.pairs().into_iter().filter(|(n, _)| is_of_words(n));
        links.push(Link::new(name, frame.with(&frame.site.links.thing("item", &id), asked)));
    }
    Ok(links)
}

/// A link to show or hide repairs. `None` without repairs.
fn repairs(frame: &Frame<'_>, context: &RequestContext, path: &str, item: &Item, shown: bool) -> Option<Link> {
    let words = &frame.words.item;
    let count: usize = item.sections.iter().map(|s| s.text.repairs().len()).sum();
    let others = context.pairs().into_iter().filter(|(n, _)| n != "repairs" && n != "lang");
    let on = (!shown).then(|| ("repairs".to_owned(), "yes".to_owned()));
    let name = if shown { &words.hide_repairs } else { &words.show_repairs };
    let name = format!("{name} ({})", frame.words.count(count as u64, &words.repairs));
    (count > 0).then(|| Link::new(name, frame.with(path, others.chain(on))))
}

/// The list of attachments, where no section holds it.
fn attachments(item: &Item, marked: &Highlights) -> Vec<Vec<Fragment>> {
    if item.sections.iter().any(|s| s.kind == SectionKind::Attachments && !s.text.is_blank()) {
        return Vec::new();
    }
    let (mut lines, mut at) = (Vec::new(), 0);
    for line in &item.attachments {
        let of_line = marked.attachments.iter().filter(|m| m.start >= at && m.end <= at + line.len());
        let marks: Vec<_> = of_line.map(|m| m.start - at..m.end - at).collect();
        lines.push(fragments(line, &marks));
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
