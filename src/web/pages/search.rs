//! The search page: the box, the hits and the filters.

mod advice;
pub(super) mod chip;
mod facet;
mod histogram;
mod hits;
mod paging;
mod reading;
mod start;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Frame, Link, written};
use crate::engine::Index;
use crate::query::{self, Answer, Order, Question};
use crate::web::context::RequestContext;
use crate::web::search_state::{PER_PAGE, Unit};
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;
use advice::Advice;
use chip::Chip;
use facet::Facets;
use histogram::Histogram;
use hits::Hits;
use paging::Paging;
use reading::QueryReading;
use start::Start;

/// Export formats.
const EXPORTS: [(&str, &str); 4] = [("CSV", "csv"), ("Excel", "xlsx"), ("Markdown", "md"), ("JSON", "json")];

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    frame: Frame<'a>,
    /// A summary of the archive, if nothing is asked.
    start: Option<Start>,
    count: String,
    undated: Option<String>,
    reading: QueryReading,
    chips: Vec<Chip>,
    reset: String,
    histogram: Option<Histogram>,
    facets: Facets,
    sorts: Vec<Choice>,
    units: Vec<Choice>,
    hits: Hits,
    advice: Vec<Advice>,
    paging: Option<Paging>,
    exports: Vec<Link>,
    feed: String,
    /// The whole address of this search, for print.
    whole: String,
}

/// One of several ways to show the hits.
struct Choice {
    link: Link,
    current: bool,
}

/// Answers a search, or shows a summary of the archive.
pub async fn get(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    let state = SearchState::read(&context.query)?;
    site.work(move |site, index| {
        let asked = state.is_asked();
        let request = state.question(site.settings.synonyms.clone());
        let request = if asked { request } else { Question { limit: Some(1), ..request } };
        let answer = query::search(index, &request)?;
        let frame = frame(site, &context, &state);
        written(&page(frame, index, &state, &answer)?)
    })
    .await
}

/// The frame. Its form also sends the settings without a field of their own.
fn frame<'a>(site: &'a Site, context: &RequestContext, state: &SearchState) -> Frame<'a> {
    let words = context.language.words();
    let title = if state.is_asked() { fill(&words.search.title, &[("q", &state.words)]) } else { String::new() };
    let mut frame = Frame::new(site, context, title.trim_end_matches([' ', ':']));
    frame.query.clone_from(&state.words);
    let kept = ["sort", "exact", "synonyms", "unit"];
    frame.kept.extend(state.pairs().into_iter().filter(|(name, _)| kept.contains(name)));
    frame.feed = Some(feed(&frame, state));
    frame
}

fn page<'a>(frame: Frame<'a>, index: &Index, state: &SearchState, answer: &Answer) -> Result<SearchPage<'a>, Problem> {
    let words = frame.words;
    let start = (!state.is_asked()).then(|| Start::new(&frame, index, answer)).transpose()?;
    let advice = match answer.total {
        0 if state.is_asked() => advice::advice(&frame, index, state)?,
        _ => Vec::new(),
    };
    let undated = (answer.facets.undated > 0).then(|| words.count(answer.facets.undated, &words.search.undated));
    let hits = if start.is_some() { Hits::default() } else { Hits::new(&frame, index, state, answer)? };
    Ok(SearchPage {
        count: words.count(answer.total, &words.search.count),
        undated,
        reading: QueryReading::new(&frame, state, answer),
        chips: chip::chips(&frame, state, &answer.interpretation),
        reset: frame.to(""),
        histogram: Histogram::new(&frame, state, &answer.facets),
        facets: Facets::new(&frame, state, &answer.facets),
        sorts: sorts(&frame, state),
        units: units(&frame, state),
        paging: Paging::new(&frame, state, answer.total, PER_PAGE),
        exports: exports(&frame, state),
        feed: feed(&frame, state),
        whole: frame.whole(&frame.search(state)),
        start,
        hits,
        advice,
        frame,
    })
}

fn sorts(frame: &Frame<'_>, state: &SearchState) -> Vec<Choice> {
    let words = &frame.words.search;
    let orders = [
        (&words.relevance, Order::Relevance),
        (&words.newest, Order::NewestFirst),
        (&words.oldest, Order::OldestFirst),
    ];
    let choice = |(name, order): (&String, Order)| Choice {
        link: Link::new(name, frame.search(&state.changed(|q| q.order = order))),
        current: state.order == order,
    };
    orders.map(choice).into()
}

fn units(frame: &Frame<'_>, state: &SearchState) -> Vec<Choice> {
    let words = &frame.words.search;
    let choice = |(name, unit): (&String, Unit)| Choice {
        link: Link::new(name, frame.search(&state.changed(|q| q.unit = unit))),
        current: state.unit == unit,
    };
    [(&words.items, Unit::Items), (&words.cases, Unit::Cases)].map(choice).into()
}

/// The whole answer as files.
fn exports(frame: &Frame<'_>, state: &SearchState) -> Vec<Link> {
    let asked = state.on_page(1).written();
    let link = |(name, format): (&str, &str)| {
        Link::new(name, format!("{}{asked}", frame.site.links.to(&format!("export/search.{format}"))))
    };
    EXPORTS.map(link).into()
}

fn feed(frame: &Frame<'_>, state: &SearchState) -> String {
    format!("{}{}", frame.site.links.to("feed.atom"), state.on_page(1).written())
}

#[cfg(test)]
mod tests;
