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
use axum::http::StatusCode;
use axum::response::Response;

use super::{Frame, Link, written};
use crate::archive::Snapshot;
use crate::query::{Answer, Order, Question, filter};
use crate::web::context::{RequestContext, address};
use crate::web::search_state::{PER_PAGE, Unit};
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;
use advice::Advice;
use chip::Chip;
use facet::{DateField, Facets};
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
    /// A date cannot be read, so there are no hits.
    has_bad_date: bool,
    advice: Vec<Advice>,
    paging: Option<Paging>,
    exports: Vec<Link>,
    feed: String,
    /// The whole address of this search, for print.
    whole: String,
}

impl SearchPage<'_> {
    /// Takes the hits out and shows the dates as typed, with the reason at the field.
    fn reject_dates(&mut self, [from, to]: &[String; 2]) {
        self.has_bad_date = true;
        self.start = None;
        (self.frame.has_hits, self.frame.feed) = (false, None);
        self.facets.dates = DateField::both(&self.frame, [from, to]);
    }
}

/// One of several ways to show the hits.
struct Choice {
    link: Link,
    current: bool,
}

/// Answers a search, or shows a summary of the archive.
///
/// A date it cannot read is shown in its field with the reason, and nothing is searched: hits without the filter would be
/// wrong.
pub(crate) async fn get(State(site): State<Arc<Site>>, context: RequestContext) -> Result<Response, Problem> {
    let (state, bad_dates) = match SearchState::read(&context.query) {
        Err(Problem { parameter: Some(name), .. }) if is_date(name) => {
            let others = context.pairs().into_iter().filter(|(name, _)| !is_date(name));
            let typed = [&filter::FROM, &filter::TO].map(|f| context.get(f.name).unwrap_or_default());
            (SearchState::read(address("", others).trim_start_matches('?'))?, Some(typed))
        }
        read => (read?, None),
    };
    site.work(move |site, snapshot| {
        let asked = state.is_asked();
        let request = state.question(site.settings.synonyms.clone());
        let request = if asked { request } else { Question { limit: Some(1), ..request } };
        let answer = snapshot.search(&request)?;
        let frame = frame(site, &context, &state);
        let mut page = page(frame, snapshot, &state, &answer)?;
        if let Some(typed) = bad_dates {
            page.reject_dates(&typed);
            let mut response = written(&page)?;
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return Ok(response);
        }
        written(&page)
    })
    .await
}

fn is_date(parameter: &str) -> bool {
    [filter::FROM.name, filter::TO.name].contains(&parameter)
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

fn page<'a>(
    mut frame: Frame<'a>,
    snapshot: &Snapshot,
    state: &SearchState,
    answer: &Answer,
) -> Result<SearchPage<'a>, Problem> {
    let words = frame.words;
    let start = (!state.is_asked()).then(|| Start::new(&frame, snapshot, answer)).transpose()?;
    let advice = match answer.total {
        0 if state.is_asked() => advice::advice(&frame, snapshot, state)?,
        _ => Vec::new(),
    };
    let undated = (answer.facets.undated > 0).then(|| words.count(answer.facets.undated, &words.search.undated));
    let hits = if start.is_some() { Hits::default() } else { Hits::new(&frame, snapshot, state, answer)? };
    frame.has_hits = !hits.is_empty();
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
        has_bad_date: false,
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
