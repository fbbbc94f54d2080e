//! The meetings of a body, year by year.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use super::{Frame, Link, written};
use crate::index::MeetingRecord;
use crate::query::filter;
use crate::web::context::RequestContext;
use crate::web::{Problem, SearchState, Site};
use crate::words::fill;

#[derive(Template)]
#[template(path = "body.html")]
struct BodyPage<'a> {
    frame: Frame<'a>,
    heading: String,
    years: Vec<Year>,
    meetings: Vec<MeetingView>,
    search: String,
}

/// A year to be chosen.
struct Year {
    link: Link,
    days: String,
    current: bool,
}

/// A meeting of a list.
pub(crate) struct MeetingView {
    pub link: Link,
    pub authority: Option<String>,
    pub kinds: String,
    pub items: String,
}

impl MeetingView {
    /// `named` by day alone or with its body.
    pub(crate) fn new(frame: &Frame<'_>, meeting: &MeetingRecord, with_body: bool) -> Option<Self> {
        let source = &meeting.documents.first()?.source;
        let day = frame.day(meeting.facts.date);
        let name = if with_body { format!("{}, {day}", frame.body(&meeting.facts)) } else { day };
        let mut kinds: Vec<&str> = meeting.documents.iter().map(|d| frame.words.names.kind(d.facts.kind)).collect();
        kinds.dedup();
        Some(Self {
            link: Link::new(name, frame.thing("meeting", source)),
            authority: meeting.facts.authority.as_ref().map(|a| a.name.clone()),
            kinds: kinds.join(", "),
            items: frame.words.count(meeting.items as u64, &frame.words.meeting.items_count),
        })
    }
}

/// Shows the meetings of a body.
pub(crate) async fn get(
    State(site): State<Arc<Site>>,
    Path(body): Path<String>,
    context: RequestContext,
) -> Result<Response, Problem> {
    site.work(move |site, snapshot| {
        let year = context.get("year").and_then(|y| y.parse().ok());
        let Some(found) = snapshot.meetings_of_body(&body, year)? else {
            return Err(Problem::not_found(format!("there is no body {body}")));
        };
        let words = context.language.words();
        let heading = fill(&words.meeting.body_title, &[("body", &body)]);
        let frame = Frame::new(site, &context, &heading);
        let shown = year.map_or(found.years.first().and_then(|(y, _)| *y), Some);
        let path = frame.site.links.thing("body", &body);
        let years = found.years.iter().filter_map(|(year, days)| {
            let name = (*year)?.to_string();
            let address = frame.with(&path, [("year", &name)]);
            let days = words.count(*days as u64, &words.meeting.meetings);
            Some(Year { link: Link::new(name, address), days, current: *year == shown })
        });
        let state = SearchState { page: 1, ..SearchState::default() }.with(&filter::BODY, &body);
        let (years, search) = (years.collect(), frame.search(&state));
        let meetings = found.meetings.iter().filter_map(|meeting| MeetingView::new(&frame, meeting, false)).collect();
        written(&BodyPage { frame, heading, years, meetings, search })
    })
    .await
}
