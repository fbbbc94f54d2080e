//! A request that is not answered, told to a person.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::Frame;
use crate::web::{Language, Problem, Site};

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    frame: Frame<'a>,
    problem: &'a Problem,
}

/// Shows the problem that a page ran into as a page.
pub async fn shown(State(site): State<Arc<Site>>, response: Response) -> Response {
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    let page = Page { frame: Frame::new(&site, Language::default(), problem.title), problem };
    let Ok(text) = page.render() else { return response };
    let mut shown = (response.status(), Html(text)).into_response();
    if let Some(after) = response.headers().get(header::RETRY_AFTER) {
        shown.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    shown
}
