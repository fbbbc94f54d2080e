//! The interface for programs: JSON under `/api/v1`, with an OpenAPI description.
//!
//! An [`Endpoint`] is an address, its parameters, the type of its answer and the function that gives one; [`table`] lists
//! them all. [`routes`] and [`openapi`] are made from it, so routes and description always agree. Answers reuse the serialisable
//! types of [`output`](crate::output), so programs read the same JSON from the command line and from here.

mod archive;
mod cases;
mod endpoint;
mod item;
mod meetings;
mod openapi;
mod search;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};

use super::etag::{Tag, unless_known};
use super::{Problem, Site};
pub(super) use cases::history_request;
use endpoint::{Asked, Endpoint};

/// The prefix of all addresses.
pub(super) const ROOT: &str = "/api/v1";

/// All endpoints.
fn table() -> Vec<Endpoint> {
    [search::endpoints(), item::endpoints(), meetings::endpoints(), cases::endpoints(), archive::endpoints()].concat()
}

/// Their routes.
pub(super) fn routes() -> Router<Arc<Site>> {
    let mut router = Router::new();
    for endpoint in table() {
        let path = format!("{ROOT}{}", endpoint.route());
        router =
            router.route(&path, get(move |state, path, query, headers| answer(endpoint, state, path, query, headers)));
    }
    router.route(&format!("{ROOT}/openapi.json"), get(described)).route(&format!("{ROOT}/{{*rest}}"), any(nothing_here))
}

async fn answer(
    endpoint: Endpoint,
    State(site): State<Arc<Site>>,
    path: Option<Path<String>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let asked = Asked::new(path.map(|Path(thing)| thing), query, &endpoint)?;
    let tag = Tag::new(&site, &asked.query).with(endpoint.path.as_bytes()).with(asked.thing.as_bytes());
    unless_known(&headers, tag, async {
        let json = site.work(move |site, snapshot| (endpoint.answer)(site, snapshot, &asked)).await?;
        Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
    })
    .await
}

async fn described(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    unless_known(&headers, Tag::new(&site, "openapi"), async {
        let json = serde_json::to_vec(&openapi::description(&site.links, &table())).map_err(|_| Problem::fault())?;
        Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response())
    })
    .await
}

async fn nothing_here(uri: Uri) -> Problem {
    let known: Vec<String> = table().iter().map(|e| format!("{ROOT}{}", e.path)).collect();
    Problem { suggestions: known, ..Problem::not_found(format!("there is nothing at {}", uri.path())) }
}

#[cfg(test)]
mod tests;
