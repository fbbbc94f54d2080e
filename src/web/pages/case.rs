//! A case through its meetings.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::search::chip::{self, Chip};
use super::{Badge, Frame, Link, written};
use crate::archive::Snapshot;
use crate::model::{Item, SectionKind};
use crate::query::{self, Announcement, Case, CaseHistory, Change, EdgeReason, HistoryRequest, Question, Step};
use crate::text::shortened;
use crate::web::context::RequestContext;
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;

/// Steps on the page; the export has them all.
const MOST: usize = 100;
/// Cases listed for a search in words: one screen.
const MOST_MATTERS: usize = 20;
/// Characters of proposal and decision: two or three paragraphs.
const EXCERPT: usize = 700;
/// The longest query, in bytes.
const LONGEST: usize = 1_000;

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage<'a> {
    frame: Frame<'a>,
    heading: String,
    chips: Vec<Chip>,
    count: String,
    state: Option<String>,
    announced: Option<Announced>,
    several: Option<String>,
    matters: Vec<(Link, String)>,
    steps: Vec<StepView>,
    exports: Vec<Link>,
    cut: bool,
}

/// A step of a case.
struct StepView {
    link: Link,
    day: String,
    written: Option<String>,
    body: String,
    number: Option<String>,
    kind: String,
    closed: bool,
    badge: Option<Badge>,
    proposal: Option<String>,
    decision: Option<String>,
    changes: String,
    reasons: Vec<Link>,
}

/// A sentence of the minutes that announces another meeting.
pub(crate) struct Announced {
    pub words: String,
    pub address: String,
}

impl Announced {
    pub(crate) fn new(frame: &Frame<'_>, announcement: &Announcement) -> Self {
        let words = shortened(&announcement.words, EXCERPT);
        Self {
            words: fill(&frame.words.case.announced, &[("words", &words)]),
            address: frame.thing("item", &announcement.item),
        }
    }
}

/// The case of an item.
pub(crate) async fn of_item(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    site.work(move |site, snapshot| {
        let stored = snapshot.item(&id)?;
        let state = SearchState { words: String::new(), ..SearchState::read(&context.query)? };
        let request = HistoryRequest { item: true, ..request(site, &state, id.clone()) };
        let words = &context.language.words().case;
        let heading = fill(&words.title, &[("title", &shortened(&stored.item.title, 160))]);
        let asked = CaseQuery { state, item: Some(id) };
        shown(site, snapshot, &context, &request, heading, &asked)
    })
    .await
}

/// The cases of words or of a case number.
pub(crate) async fn of_words(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    let words = context.get("q").ok_or_else(|| Problem::parameter("q", "expected words or a case number"))?;
    if words.len() > LONGEST {
        return Err(Problem::too_large(format!(
            "expected at most {LONGEST} bytes of words, but found {}",
            words.len()
        )));
    }
    site.work(move |site, snapshot| {
        let state = SearchState::read(&context.query)?;
        let request = request(site, &state, words.clone());
        let heading = fill(&context.language.words().case.of_words, &[("q", &words)]);
        shown(site, snapshot, &context, &request, heading, &CaseQuery { state, item: None })
    })
    .await
}

/// The history request of a search.
fn request(site: &Site, state: &SearchState, query: String) -> HistoryRequest {
    let question = Question { words: query, ..state.question(site.settings.synonyms.clone()) };
    HistoryRequest { question, ..HistoryRequest::default() }
}

/// The parameters of a case's address.
struct CaseQuery {
    /// The words, and the filters.
    state: SearchState,
    /// An item of the case. `None` for a search in words.
    item: Option<String>,
}

impl CaseQuery {
    /// The words and filters as parameters.
    fn pairs(state: &SearchState) -> Vec<(&'static str, String)> {
        let page = ["page", "lang", "unit", "sort", "all"];
        state.pairs().into_iter().filter(|(name, _)| !page.contains(name)).collect()
    }

    /// The address of the page with other filters.
    fn address(&self, frame: &Frame<'_>, state: &SearchState) -> String {
        let links = &frame.site.links;
        let path = self.item.as_ref().map_or_else(|| links.to("case"), |id| links.thing("case", id));
        frame.with(&path, Self::pairs(state))
    }
}

fn shown(
    site: &Site,
    snapshot: &Snapshot,
    context: &RequestContext,
    request: &HistoryRequest,
    heading: String,
    asked: &CaseQuery,
) -> Result<Response, Problem> {
    let history = snapshot.history(request)?;
    let frame = Frame::new(site, context, &heading);
    let (words, of_words) = (frame.words, !request.item);
    let several = (of_words && history.cases.len() > 1)
        .then(|| fill(&words.case.several, &[("n", &words.count(history.cases.len() as u64, &words.case.matters))]));
    let one = several.is_none() && !history.steps.is_empty();
    let steps = history.steps.iter().take(MOST).map(|s| StepView::new(&frame, &history, s)).collect();
    written(&CasePage {
        heading,
        chips: chip::of_filters(&frame, &asked.state, |without| asked.address(&frame, without)),
        count: words.count(history.steps.len() as u64, &words.case.steps),
        state: one.then(|| standing(&frame, &history.state)),
        announced: history.state.announcement().filter(|_| one).map(|a| Announced::new(&frame, a)),
        matters: several.iter().flat_map(|_| matters(&frame, &history.cases)).collect(),
        several,
        steps,
        exports: exports(&frame, asked),
        cut: history.steps.len() > MOST,
        frame,
    })
}

fn matters(frame: &Frame<'_>, matters: &[Case]) -> Vec<(Link, String)> {
    let shown = |m: &Case| {
        let link = Link::new(shortened(&m.title, 160), frame.thing("case", m.items.last()?));
        let meetings = frame.words.count(m.meetings as u64, &frame.words.case.meetings);
        Some((link, format!("{meetings} · {}", standing(frame, &m.state))))
    };
    matters.iter().take(MOST_MATTERS).filter_map(shown).collect()
}

fn exports(frame: &Frame<'_>, asked: &CaseQuery) -> Vec<Link> {
    let item = asked.item.iter().map(|id| ("id", id.clone()));
    let pairs: Vec<(&str, String)> = item.chain(CaseQuery::pairs(&asked.state)).collect();
    let formats = [("CSV", "csv"), ("Excel", "xlsx"), ("Markdown", "md"), ("JSON", "json"), ("HTML", "html")];
    let link = |(name, format): (&str, &str)| {
        Link::new(
            name,
            frame.with(&frame.site.links.to(&format!("export/case.{format}")), pairs.iter().map(|(n, v)| (*n, v))),
        )
    };
    formats.map(link).into()
}

impl StepView {
    fn new(frame: &Frame<'_>, history: &CaseHistory, step: &Step) -> Self {
        let (stored, words) = (&step.item, frame.words);
        let changes: Vec<String> = step.changes.iter().map(|c| change(frame, c)).collect();
        Self {
            link: Link::new(shortened(&stored.item.title, 240), frame.thing("item", &stored.id)),
            day: frame.day(stored.meeting.date),
            written: stored.meeting.date.map(|d| d.to_string()),
            body: frame.body(&stored.meeting),
            number: stored.item.number.as_ref().map(|n| fill(&words.hit.item, &[("number", n.as_str())])),
            kind: words.names.kind(stored.meeting.kind).to_owned(),
            closed: stored.item.closed,
            badge: step.outcome.map(|o| frame.badge(o)),
            proposal: text(step, SectionKind::Proposal),
            decision: text(step, SectionKind::Minutes),
            changes: changes.join("; "),
            reasons: reasons(frame, history, &stored.id),
        }
    }
}

/// The text of a step's sections of one kind, of its twin where it has none, cut.
fn text(step: &Step, kind: SectionKind) -> Option<String> {
    let of = |item: &Item| {
        let texts: Vec<&str> = item.sections.iter().filter(|s| s.kind == kind).map(|s| s.text.as_str()).collect();
        let joined = shortened(&texts.join(" "), EXCERPT);
        (!joined.is_empty()).then_some(joined)
    };
    std::iter::once(&step.item).chain(&step.twins).find_map(|stored| of(&stored.item))
}

/// Why a step belongs to others, with the other step.
fn reasons(frame: &Frame<'_>, history: &CaseHistory, id: &str) -> Vec<Link> {
    let own = history.edges.iter().filter(|e| e.from == id || e.to == id);
    let link = |edge: &query::Edge| {
        let other = if edge.from == id { &edge.to } else { &edge.from };
        let step = history.steps.iter().find(|s| s.item.id == *other)?;
        let name = format!("{}, {}", frame.body(&step.item.meeting), frame.day(step.item.meeting.date));
        let sentence = fill(&frame.words.case.to, &[("reason", &reason(frame, &edge.reason))]);
        Some(Link::new(format!("{sentence} {name}"), frame.thing("item", other)))
    };
    own.filter_map(link).take(12).collect()
}

fn reason(frame: &Frame<'_>, reason: &EdgeReason) -> String {
    let words = &frame.words.case;
    let with = |sentence: &str, said: &str| fill(sentence, &[("words", &shortened(said, 80))]);
    match reason {
        EdgeReason::CaseNumber(number) => with(&words.by_case_number, number),
        EdgeReason::Reference(said) | EdgeReason::Mention(said) => with(&words.by_reference, said),
        EdgeReason::Pair => words.by_pair.clone(),
        EdgeReason::Names(names) => with(&words.by_names, &names.join(", ")),
        EdgeReason::Title => words.by_title.clone(),
        EdgeReason::TitleWords(shared) => format!("{} ({})", words.by_title, shared.join(", ")),
        EdgeReason::Subject => words.by_subject.clone(),
    }
}

fn change(frame: &Frame<'_>, change: &Change) -> String {
    let words = &frame.words.case;
    match change {
        Change::Body { before } => fill(&words.new_body, &[("before", before)]),
        Change::Decision { before: None } => words.new_decision.clone(),
        Change::Decision { before: Some(before) } => {
            fill(&words.changed_decision, &[("before", frame.words.names.outcome(*before))])
        }
        Change::Closed => words.now_closed.clone(),
        Change::Opened => words.now_open.clone(),
    }
}

/// The state of a case in one sentence.
pub(crate) fn standing(frame: &Frame<'_>, state: &query::State) -> String {
    let words = &frame.words.case;
    let due = |sentence: &str, a: &Announcement| {
        let when = a.date.map(|d| fill(&words.due, &[("date", &frame.words.day(d))]));
        let place = a.body.as_ref().map(|b| format!(" ({b})")).unwrap_or_default();
        fill(sentence, &[("when", when.as_deref().unwrap_or(&words.next_meeting)), ("where", &place)])
    };
    match state {
        query::State::Decided(outcome) => {
            fill(&words.decided, &[("outcome", &frame.words.names.outcome(*outcome).to_lowercase())])
        }
        query::State::Open => words.open.clone(),
        query::State::Awaited(a) => due(&words.awaited, a),
        query::State::Overdue(a) => due(&words.overdue, a),
    }
}
