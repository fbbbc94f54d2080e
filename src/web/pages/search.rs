//! The search page.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use super::{Frame, written};
use crate::query::{self, Answer};
use crate::web::{Problem, Question, Site};

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    frame: Frame<'a>,
    answer: &'a Answer,
}

/// Answers a question, or shows what there is.
pub async fn get(State(site): State<Arc<Site>>, RawQuery(query): RawQuery) -> Result<Response, Problem> {
    let question = Question::read(query.as_deref().unwrap_or_default())?;
    site.work(move |site, index| {
        let answer = query::search(index, &question.request(site.settings.synonyms.clone()))?;
        let mut frame = Frame::new(site, question.language, &*question.language.words().title);
        frame.query.clone_from(&question.words);
        written(&Page { frame, answer: &answer })
    })
    .await
}
