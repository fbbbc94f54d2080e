//! Problems as pages.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{Frame, Link, written};
use crate::web::context::RequestContext;
use crate::web::{Problem, Site};
use crate::words::ProblemWords;

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    frame: Frame<'a>,
    heading: &'a str,
    help: &'a str,
    detail: &'a str,
    suggestions: Vec<Link>,
}

/// Replaces a page's problem by a page about it.
pub(crate) async fn shown(
    State(site): State<Arc<Site>>,
    context: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    let words = &context.language.words().problem;
    let (heading, help) = in_words(words, problem);
    let frame = Frame::new(&site, &context, heading);
    let suggestions = suggestions(&frame, &context, problem);
    let Ok(mut shown) = written(&ProblemPage { frame, heading, help, detail: &problem.detail, suggestions }) else {
        return response;
    };
    *shown.status_mut() = response.status();
    if let Some(after) = response.headers().get(header::RETRY_AFTER) {
        shown.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    shown
}

/// The same for addresses used by people and programs: whoever accepts HTML gets a page.
pub(crate) async fn shown_to_people(
    state: State<Arc<Site>>,
    context: RequestContext,
    request: Request,
    next: Next,
) -> Response {
    let accepted = request.headers().get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok());
    if accepted.is_some_and(|accepted| accepted.contains("text/html")) {
        shown(state, context, request, next).await
    } else {
        next.run(request).await
    }
}

/// Heading and advice for a problem.
fn in_words<'a>(words: &'a ProblemWords, problem: &Problem) -> (&'a str, &'a str) {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match status {
        StatusCode::BAD_REQUEST if problem.parameter.is_some() => (&words.bad_parameter, &words.bad_parameter_help),
        StatusCode::BAD_REQUEST => (&words.bad_request, &words.bad_request_help),
        StatusCode::URI_TOO_LONG => (&words.too_large, &words.too_large_help),
        StatusCode::NOT_FOUND => (&words.not_found, &words.not_found_help),
        StatusCode::GONE => (&words.gone, &words.gone_help),
        StatusCode::CONFLICT => (&words.changed, &words.changed_help),
        StatusCode::MISDIRECTED_REQUEST => (&words.misdirected, &words.misdirected_help),
        StatusCode::SERVICE_UNAVAILABLE => (&words.busy, &words.busy_help),
        _ => (&words.fault, &words.fault_help),
    }
}

/// Links to the same search with another value, or to another item.
fn suggestions(frame: &Frame<'_>, context: &RequestContext, problem: &Problem) -> Vec<Link> {
    let link = |value: &String| match problem.parameter {
        Some(parameter) => {
            let others = context.pairs().into_iter().filter(|(n, v)| n != parameter && n != "lang" && !v.is_empty());
            let pairs = others.chain([(parameter.to_owned(), value.clone())]);
            Link::new(value.trim_start_matches('/'), frame.with(&frame.site.links.to("search"), pairs))
        }
        None => Link::new(value, frame.thing("item", value)),
    };
    problem.suggestions.iter().map(link).collect()
}
