//! The search page: a box, what was found, and what it can be narrowed down by.

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
use crate::web::search_state::{PER_PAGE, Unit};
use crate::web::visit::Visit;
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;
use advice::Advice;
use chip::Chip;
use facet::Facets;
use histogram::Histogram;
use hits::Hits;
use paging::Paging;
use reading::Told;
use start::Start;

/// Formats that a whole answer can be had in.
const EXPORTS: [(&str, &str); 4] = [("CSV", "csv"), ("Excel", "xlsx"), ("Markdown", "md"), ("JSON", "json")];

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// What the archive holds, where nothing is asked.
    start: Option<Start>,
    count: String,
    undated: Option<String>,
    told: Told,
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
    /// The address of this search for one who has it on paper.
    whole: String,
}

/// One of several ways to show the hits.
struct Choice {
    link: Link,
    current: bool,
}

/// Answers a question, or shows what there is.
pub async fn get(State(site): State<Arc<Site>>, visit: Visit) -> Result<Response, Problem> {
    let question = SearchState::read(&visit.query)?;
    site.work(move |site, index| {
        let asked = question.is_asked();
        let request = question.question(site.settings.synonyms.clone());
        let request = if asked { request } else { Question { limit: Some(1), ..request } };
        let answer = query::search(index, &request)?;
        let frame = frame(site, &visit, &question);
        written(&page(frame, index, &question, &answer)?)
    })
    .await
}

/// The frame, whose box sends along what is not set anew beside the hits.
fn frame<'a>(site: &'a Site, visit: &Visit, question: &SearchState) -> Frame<'a> {
    let words = visit.language.words();
    let title = if question.is_asked() { fill(&words.search.title, &[("q", &question.words)]) } else { String::new() };
    let mut frame = Frame::new(site, visit, title.trim_end_matches([' ', ':']));
    frame.query.clone_from(&question.words);
    let kept = ["sort", "exact", "synonyms", "unit"];
    frame.kept.extend(question.pairs().into_iter().filter(|(name, _)| kept.contains(name)));
    frame.feed = Some(feed(&frame, question));
    frame
}

fn page<'a>(frame: Frame<'a>, index: &Index, question: &SearchState, answer: &Answer) -> Result<Page<'a>, Problem> {
    let words = frame.words;
    let start = (!question.is_asked()).then(|| Start::new(&frame, index, answer)).transpose()?;
    let advice = match answer.total {
        0 if question.is_asked() => advice::advice(&frame, index, question)?,
        _ => Vec::new(),
    };
    let undated = (answer.facets.undated > 0).then(|| words.count(answer.facets.undated, &words.search.undated));
    let hits = if start.is_some() { Hits::default() } else { Hits::new(&frame, index, question, answer)? };
    Ok(Page {
        count: words.count(answer.total, &words.search.count),
        undated,
        told: Told::new(&frame, question, answer),
        chips: chip::chips(&frame, question, &answer.interpretation),
        reset: frame.to(""),
        histogram: Histogram::new(&frame, question, &answer.facets),
        facets: Facets::new(&frame, question, &answer.facets),
        sorts: sorts(&frame, question),
        units: units(&frame, question),
        paging: Paging::new(&frame, question, answer.total, PER_PAGE),
        exports: exports(&frame, question),
        feed: feed(&frame, question),
        whole: frame.whole(&frame.search(question)),
        start,
        hits,
        advice,
        frame,
    })
}

fn sorts(frame: &Frame<'_>, question: &SearchState) -> Vec<Choice> {
    let words = &frame.words.search;
    let orders = [
        (&words.relevance, Order::Relevance),
        (&words.newest, Order::NewestFirst),
        (&words.oldest, Order::OldestFirst),
    ];
    let choice = |(name, order): (&String, Order)| Choice {
        link: Link::new(name, frame.search(&question.changed(|q| q.order = order))),
        current: question.order == order,
    };
    orders.map(choice).into()
}

fn units(frame: &Frame<'_>, question: &SearchState) -> Vec<Choice> {
    let words = &frame.words.search;
    let choice = |(name, unit): (&String, Unit)| Choice {
        link: Link::new(name, frame.search(&question.changed(|q| q.unit = unit))),
        current: question.unit == unit,
    };
    [(&words.items, Unit::Items), (&words.cases, Unit::Cases)].map(choice).into()
}

/// The whole answer as files.
fn exports(frame: &Frame<'_>, question: &SearchState) -> Vec<Link> {
    let asked = question.on_page(1).written();
    let link = |(name, format): (&str, &str)| {
        Link::new(name, format!("{}{asked}", frame.site.links.to(&format!("export/search.{format}"))))
    };
    EXPORTS.map(link).into()
}

fn feed(frame: &Frame<'_>, question: &SearchState) -> String {
    format!("{}{}", frame.site.links.to("feed.atom"), question.on_page(1).written())
}

#[cfg(test)]
mod tests;
